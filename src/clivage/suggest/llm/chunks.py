"""Cut a text into parts that a model reads at a time: whole paragraphs, where they are short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Most characters of a part, and of what stands before it and is shown with it.
MOST: Final = 4000
CONTEXT: Final = 400
#: Between paragraphs: a line without a word.
GAP: Final = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*")
_SENTENCE: Final = re.compile(r"[.!?…»”\"。！？](?=\s)|[。！？]")
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a text.

    Attributes:
        before: where the words begin that are shown with it, to make its pronouns clear.
        start, end: the part itself.
    """

    before: int
    start: int
    end: int


def chunks(text: str, most: int = MOST) -> Iterator[Chunk]:
    """Yield the parts of a text, in order; together they hold every word of it.

    >>> text = "The mayor speaks.\\n\\nNobody listens.\\n\\nThe fishers leave."
    >>> [text[one.start : one.end] for one in chunks(text, 34)]
    ['The mayor speaks.\\n\\nNobody listens.', 'The fishers leave.']
    """
    group: tuple[int, int] | None = None
    for start, end in _pieces(text, most):
        if group and end - group[0] <= most:
            group = group[0], end
            continue
        if group:
            yield Chunk(_before(text, group[0]), *group)
        group = start, end
    if group:
        yield Chunk(_before(text, group[0]), *group)


def _pieces(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield paragraphs, and of one that is too long its parts; none is blank."""
    start = 0
    for end, following in [*((one.start(), one.end()) for one in GAP.finditer(text)), (-1, -1)]:
        last = len(text) if end < 0 else end
        while start < last:
            cut = last if last - start <= most else _cut(text, start, start + most)
            if text[start:cut].strip():
                yield start, cut
            start = cut
        start = following


def _cut(text: str, start: int, high: int) -> int:
    """Return where a long paragraph is cut: after a sentence, else between words."""
    for end in (_SENTENCE, _SPACE):
        found = [one.end() for one in end.finditer(text, (start + high) // 2, high)]
        if found:
            return found[-1]
    return high


def _before(text: str, start: int) -> int:
    """Return where the words before a part begin, at the beginning of a word."""
    low = max(0, start - CONTEXT)
    if not low:
        return 0
    space = _SPACE.search(text, low, start)
    return space.end() if space else start
