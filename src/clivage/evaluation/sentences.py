"""Texts cut into sentences, in any language, by punctuation alone."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

from clivage.agreement.spans import Spans

#: Marks that end a sentence, what closes after them, and the white space before the next one.
_END: Final = re.compile(
    r"(?<![.?!…])[.?!…]++[\"'»”’)\]]*+(?:[^\S\r\n]*+[»”])?+[^\S\r\n]++(?=\S)|[。！？]++|[\r\n]++"
)
_WORD: Final = re.compile(r"[^\W_]+\Z")
#: Titles cut short that have a vowel; words without one are taken to be cut short.
_SHORT: Final = frozenset(
    ("col", "gen", "gral", "mlle", "mme", "prof", "rev", "sra", "srta", "ud", "uds")
)


def sentences(text: str) -> Spans:
    """Return where the sentences of a text are.

    One ends at a full stop, a question mark or an exclamation mark, unless a small letter follows;
    and at the end of a line. A full stop after a number, an initial or a word cut short does not
    end it.
    What has neither letter nor digit is no sentence.

    >>> text = "M. Roux votes no. Why? See p. 3.\\n* * *\\nThe end"
    >>> [text[start:end] for start, end in sentences(text)]
    ['M. Roux votes no.', 'Why?', 'See p. 3.', 'The end']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for mark in [*_END.finditer(text), None]:
        if mark and not _is_end(text, mark):
            continue
        end = mark.end() if mark else len(text)
        piece = text[start:end]
        if any(map(str.isalnum, piece)):
            before = len(piece) - len(piece.lstrip())
            found.append((start + before, start + len(piece.rstrip())))
        start = end
    return tuple(found)


def _is_end(text: str, mark: re.Match[str]) -> bool:
    marks = mark.group().strip()
    if not marks or marks[0] in "。！？":
        return True
    if text[mark.end()].islower():
        return False
    if marks != ".":
        return True
    word = _WORD.search(text, max(0, mark.start() - 40), mark.start())
    return not (word and _is_short(word.group()))


def _is_short(word: str) -> bool:
    if word.isdecimal() or len(word) == 1:
        return True
    plain = word.lower()
    return plain.isascii() and (plain in _SHORT or not set(plain) & set("aeiouy"))


def touched(places: Sequence[tuple[int, int]], passages: Iterable[Spans]) -> set[int]:
    """Return the numbers of the places that passages touch, be it in part.

    >>> sorted(touched([(0, 9), (10, 19), (20, 29)], [((5, 12),)]))
    [0, 1]
    """
    found: set[int] = set()
    for passage in passages:
        for start, end in passage:
            at = bisect.bisect_right(places, start, key=itemgetter(1))
            while at < len(places) and places[at][0] < end:
                found.add(at)
                at += 1
    return found
