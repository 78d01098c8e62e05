"""Where sentences begin and end, also in a text without any full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clivage.suggest.lexicon.closed import words

#: No sentence is longer, in characters: what has no full stop is cut at a line, or a space.
LONGEST: Final = 1200
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*")
_STOP: Final = re.compile(r"[.!?…]+[\"'»”)\]]*(?=\s)|\n")
_ABBREVIATIONS: Final = words(
    "m mm mr mrs ms dr st ste mgr me pr prof gen col capt lt sr sra srta d dña ud uds art no "
    "nº cf vol chap p pp op av c jr hon rev jos wm messrs"
)
_OPENS: Final = re.compile(r"\s*[«“\"'(\[—–\-¡¿]*\s*(?:[A-ZÀ-ÖØ-Þ]|\d)")
_ITEM: Final = re.compile(r"\s*(?:[-–—*•]|\d{1,3}[.)]|[A-ZÀ-ÖØ-Þ])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text, and the number of the paragraph that it stands in."""

    start: int
    end: int
    paragraph: int


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a masked text, in order, none of them blank.

    >>> [(one.start, one.end) for one in sentences("M. Roux part. Il rit.")]
    [(0, 13), (14, 21)]
    """
    for number, (start, end) in enumerate(_paragraphs(text)):
        width = max(len(line) for line in text[start : min(end, start + 5000)].split("\n"))
        for first, last in _split(text, start, end, width):
            for left, right in _bounded(text, first, last):
                yield Sentence(left, right, number)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _split(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, begin, stop, end, width):
            yield begin, stop.end()
            begin = stop.end()
    yield begin, end


def _ends(text: str, begin: int, stop: re.Match[str], end: int, width: int) -> bool:
    after = text[stop.end() : min(end, stop.end() + 12)]
    if stop.group() == "\n":
        short = stop.start() - begin < 0.6 * width or width < 60
        return bool(_ITEM.match(after)) and short
    if stop.group()[0] != ".":
        return bool(_OPENS.match(after))
    before = re.search(r"[\w']*$", text[max(begin, stop.start() - 12) : stop.start()])
    word = before.group().rpartition("'")[2] if before else ""
    if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        return False
    if word.isdigit() and not text[begin : stop.start() - len(word)].strip():
        return False  # the number of an item
    return bool(_OPENS.match(after))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind("\n", start + LONGEST // 3, start + LONGEST)
        cut = cut if cut > 0 else text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if body := piece.strip():
        left = start + piece.index(body[0])
        yield left, left + len(body)
