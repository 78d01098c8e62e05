"""A store on disk of more triples than the memory holds.

They are taken as they are, without a rule that derives edges, which looks at all of them at once:
this is for triples of which none can follow, such as those of machine-coded events.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from clivage.store import placed

#: Bytes that the engine takes at a time.
_BUFFER: Final = 1 << 20


def load(
    batches: Iterable[bytes],
    folder: Path,
    base: str,
    tell: Callable[[int], None] = lambda triples: None,
) -> None:
    """Write a store to a folder, whole or not at all; one that is there is replaced.

    Args:
        batches: whole lines of N-Triples, which break no rule; all have names of their own.
        base: the base IRI of their corpus, in whose graph of statements they are put.
        tell: told how many triples have been read.

    Raises:
        OutputError: when the folder holds something else, or cannot be written.
    """
    graph = ox.NamedNode(f"{base}graph/statements")
    with placed(folder) as fresh:
        engine = ox.Store(str(fresh))
        file = io.BufferedReader(_Reader(batches, tell), _BUFFER)
        engine.bulk_load(file, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        engine.flush()
        del engine


class _Reader(io.RawIOBase):
    """Batches of lines as a file, of which the engine takes as much as it can hold."""

    def __init__(self, batches: Iterable[bytes], tell: Callable[[int], None]) -> None:
        self._batches = iter(batches)
        self._tell = tell
        self._rest = memoryview(b"")
        self._triples = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401
        if not self._rest:
            batch = next(self._batches, b"")
            self._triples += batch.count(b"\n")
            self._tell(self._triples)
            self._rest = memoryview(batch)
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)
