"""Files that something has happened to: cut short, with bytes that are others, with parts twice."""

from __future__ import annotations

import random
from collections.abc import Iterator


def damaged(content: bytes, *, cuts: int = 12, flips: int = 24, seed: int = 5) -> Iterator[bytes]:
    """Yield damaged forms of a file: always the same ones."""
    chance = random.Random(seed)
    for number in range(cuts):
        yield content[: len(content) * number // cuts]
    for _ in range(flips):
        changed = bytearray(content)
        for _ in range(chance.choice((1, 1, 4, 32))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)
    start, end = sorted(chance.sample(range(len(content)), 2))
    yield content[:end] + content[start:]
    yield content[:start] + content[end:]
