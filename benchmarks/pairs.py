"""Sentences in which a pair is named, with who supports or opposes whom: real, and not ours."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path("../shared/data/evaluation")
#: Labels of the headlines; those where both do the same are left out.
_HEADLINES = {
    "other": 0,
    "ent1_supports_ent2": 1,
    "ent2_supports_ent1": 2,
    "ent1_opposes_ent2": 3,
    "ent2_opposes_ent1": 4,
}
_TOKEN = re.compile(r"\w+|[^\w\s]")
_REST = re.compile(r"\w*")
#: Words before and after the pair that are looked at by their place.
_NEAR = 5
_STEM = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with a pair.

    Attributes:
        first, second: where the two are named; None where the sentence does not name them so.
        label: 0 none; 1 the first supports the second, 2 the second the first; 3, 4 opposes.
        key: what two rows have in common that are the same to a reader.
    """

    text: str
    first: tuple[int, int] | None
    second: tuple[int, int] | None
    label: int
    key: tuple[str, str, str]

    @property
    def fold(self) -> int:
        """A number that the same sentence always has."""
        return zlib.crc32(self.key[0].casefold().encode())


def english(name: str) -> list[Pair]:
    """Return a part of the English sentences."""
    return read_english(DATA / name)


def read_english(path: Path) -> list[Pair]:
    """Return sentences of a file: sentence with the pair in brackets, the two, and the label."""
    opened = gzip.open if path.suffix == ".gz" else Path.open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return [
            Pair(text, _bracketed(text, a), _bracketed(text, b), int(label), (text, a, b))
            for text, a, b, label in csv.reader(file, delimiter="\t")
        ]


def portuguese() -> list[Pair]:
    """Return the headlines."""
    path = DATA / "politiquices_data_v2.0.jsonl"
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Pair(
            row["title"],
            _named(row["title"], row["ent1"]),
            _named(row["title"], row["ent2"]),
            _HEADLINES[row["label"]],
            (row["title"], row["ent1"], row["ent2"]),
        )
        for row in rows
        if row["label"] in _HEADLINES
    ]


def features(one: Pair, variant: str) -> set[str]:
    """Return what is so about the words around a pair, whose own names are masked.

    ``sentence`` takes runs of one and two words; ``places`` single words, and runs of up to three
    before, between and after the pair; ``stems`` also how the longer of those words begin.
    """
    before, between, after, names = _cut(one)
    whole = [*before, names[0], *between, names[1], *after]
    found = {f"w {run}" for run in _runs(whole, 2 if variant == "sentence" else 1)}
    if variant == "sentence":
        return found
    near = before[-_NEAR:], between, after[:_NEAR]
    found |= {f"b {run}" for run in _runs([*near[0], names[0]], 3)}
    found |= {f"m {run}" for run in _runs([names[0], *near[1], names[1]], 3)}
    found |= {f"a {run}" for run in _runs([names[1], *near[2]], 3)}
    found.add(f"far {min(len(between) // 3, 6)}")
    if variant == "stems":
        found |= {f"s {word[:_STEM]}" for part in near for word in part if len(word) > _STEM}
    return found


def _cut(one: Pair) -> tuple[list[str], list[str], list[str], tuple[str, str]]:
    """Return the words before, between and after the pair, and who of the two comes first."""
    if one.first is None or one.second is None:
        return [], _words(one.text), [], ("§1", "§2")
    (start, end), (then, last) = sorted((one.first, one.second))
    names = ("§1", "§2") if one.first <= one.second else ("§2", "§1")
    return _words(one.text[:start]), _words(one.text[end:then]), _words(one.text[last:]), names


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


def _runs(words: Sequence[str], longest: int) -> list[str]:
    return [
        " ".join(words[at : at + size])
        for size in range(1, longest + 1)
        for at in range(len(words) - size + 1)
    ]


def _bracketed(text: str, name: str) -> tuple[int, int] | None:
    return _named(text, f"[{name}]")


def _named(text: str, name: str) -> tuple[int, int] | None:
    """Return where a name stands; the brackets cut words short, so it goes on to their end."""
    start = text.find(name)
    if start < 0:
        return None
    rest = _REST.match(text, start + len(name))
    return start, rest.end() if rest else start + len(name)
