"""Offsets in UTF-16 code units, as Java and JavaScript count, to offsets in code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

_PAIR: Final = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """A text as a program sees it that counts in UTF-16 code units.

    One pass over the text when it is made; each offset then costs a search among the characters
    that take two units, and texts seldom have any.

    >>> text = Utf16("a😀b")
    >>> [text.point(offset) for offset in range(6)]
    [0, 1, None, 2, 3, None]
    >>> text.inside(2), text.length
    (True, 4)
    """

    def __init__(self, text: str) -> None:
        found = enumerate(_PAIR.finditer(text))
        # Offsets of the second halves: the n-th such character has n units more before it.
        self._seconds = [one.start() + before + 1 for before, one in found]
        self.length: Final = len(text) + len(self._seconds)

    def point(self, offset: int) -> int | None:
        """Return an offset in code points; None when it is outside, or inside a character."""
        if not 0 <= offset <= self.length or self.inside(offset):
            return None
        return offset - bisect_left(self._seconds, offset)

    def inside(self, offset: int) -> bool:
        """Whether an offset stands between the two units of one character."""
        at = bisect_left(self._seconds, offset)
        return at < len(self._seconds) and self._seconds[at] == offset
