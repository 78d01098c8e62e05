"""What the offsets of a REFI-QDA text count, told from where they lead.

They should count code points of the plain text as it is. Some programs count a line break of
two characters as one, a byte order mark as a character, or UTF-16 code units. No file says so,
but offsets that are read wrongly cut words in two, and miss the words that a selection quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from clivage.importers.offsets import Utf16
from clivage.importers.refi_project import Selection

#: Gives the code point of the text for an offset, or None where there is none.
Reading: TypeAlias = Callable[[int], "int | None"]

_BREAK: Final = re.compile("\r\n")
#: How much more it tells when the words are there than when no word is cut.
_WORDS_TELL: Final = 4
#: Names that a selection has in place of its words may be as short as this.
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """How offsets are to be read; ``how`` is empty where they count as they should."""

    reading: Reading
    how: str = ""

    def place(self, one: Selection) -> tuple[int, int] | None:
        """Return the place of a selection in code points, or None where it has none."""
        if one.start is None or one.end is None:
            return None
        start, end = self.reading(one.start), self.reading(one.end)
        return (start, end) if start is not None and end is not None and start < end else None


def counted(text: str, selections: Sequence[Selection], *, marked: bool = False) -> Counted:
    """Return how the offsets of a text are to be read.

    Args:
        marked: whether a byte order mark stood before the text.
    """
    best, most = None, -1
    for one in _readings(text, marked=marked):
        score = sum(_score(text, one.place(selection), selection) for selection in selections)
        if score > most:
            best, most = one, score
    assert best is not None
    return best


def _score(text: str, place: tuple[int, int] | None, one: Selection) -> int:
    if place is None:
        return 0
    start, end = place
    words = one.name.removesuffix("...").removesuffix("…").strip()
    there = len(words) >= _SHORTEST and " ".join(text[start:end].split()).startswith(words)
    return there * _WORDS_TELL + (not _inside_word(text, start)) + (not _inside_word(text, end))


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _readings(text: str, *, marked: bool) -> Iterator[Counted]:
    """Give the ways of counting that differ for a text, the proper one first."""
    units = Utf16(text)
    for base, shift in ((0, ""), (1, "the byte order mark is counted"))[: 1 + marked]:
        for breaks in (False, True)[: 1 + ("\r\n" in text)]:
            for wide in (False, True)[: 1 + (units.length > len(text))]:
                how = [shift] if shift else []
                how += ["a line break counts as one character"] if breaks else []
                how += ["UTF-16 code units are counted"] if wide else []
                yield Counted(_reading(text, base, breaks=breaks, wide=wide), ", ".join(how))


def _reading(text: str, base: int, *, breaks: bool, wide: bool) -> Reading:
    found = [match.start() for match in _BREAK.finditer(text)] if breaks else []
    # Where each line break ends in the text with one character for each.
    ends = [at - number + 1 for number, at in enumerate(found)]
    single = Utf16(_BREAK.sub("\n", text) if breaks else text)
    length = len(text) - len(found)

    def reading(offset: int) -> int | None:
        at = offset - base
        point = single.point(at) if wide else at
        if point is None or not 0 <= point <= length:
            return None
        return point + bisect_right(ends, point)

    return reading
