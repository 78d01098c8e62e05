"""Find a quotation in its source, and keep the verbatim slice.

Matching forgives what an author cannot see: composed or decomposed accents, ``’`` for ``'``,
typographic quotation marks and hyphens, no-break spaces, line breaks, soft hyphens and
Markdown emphasis. What is kept is the slice of the source as it stands, with offsets in
Unicode code points (W3C Web Annotation Data Model, 2017, 4.2.5).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from clivage.errors import QuotationError
from clivage.model import Passage

#: Code points of context kept on either side of a quotation.
CONTEXT = 32

_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2043", "-"),
    }
)
#: What is left out: what nobody sees, and the marks of Markdown emphasis.
_LEFT_OUT = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f*_"
_PIECE = re.compile(rf"(?P<words>[^\s{_LEFT_OUT}]+)|(?P<space>\s+)")
_GAP = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…)\s*")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class _Folded:
    """A folded text, with the offsets in the text of what each of its characters stands for."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True)
class Text:
    """A source text, folded once for matching.

    >>> Text("Le 1er mai, l’armée\\nhésite.").find("l'armée hésite")
    [(12, 26)]
    """

    content: str

    @cached_property
    def _fold(self) -> _Folded:
        return _fold(self.content)

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [match.start() for match in _PARAGRAPH.finditer(self.content)]

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Return every place where ``quote`` stands, as offsets ``(start, end)`` in order.

        A ``…`` in the quotation stands for words left out, inside one paragraph, unless the
        source itself has it there.
        """
        places = list(self._occurrences(quote))
        parts = [part for part in _GAP.split(quote) if part.strip()]
        if places or not parts or parts == [quote]:
            return places
        return self._with_gaps(parts)

    def _occurrences(self, quote: str) -> Iterator[tuple[int, int]]:
        folded = self._fold
        wanted = _fold(quote).text.strip()
        at = folded.text.find(wanted) if wanted else -1
        while at >= 0:
            yield folded.starts[at], folded.ends[at + len(wanted) - 1]
            at = folded.text.find(wanted, at + 1)

    def _with_gaps(self, parts: list[str]) -> list[tuple[int, int]]:
        """Chain the parts left to right, each to the nearest place that follows."""
        spans = list(self._occurrences(parts[0]))
        for part in parts[1:]:
            following = list(self._occurrences(part))
            longer = []
            for start, end in spans:
                place = next((place for place in following if place[0] >= end), None)
                if place and not any(end <= break_ < place[0] for break_ in self._paragraphs):
                    longer.append((start, place[1]))
            spans = longer
        # Two beginnings with one end are one passage: the shorter says the same.
        shortest = {end: start for start, end in spans}
        return sorted((start, end) for end, start in shortest.items())

    def nearest(self, quote: str) -> tuple[str, str, str]:
        """Return the passage most like ``quote``, and where the two part: (passage, quoted, found).

        >>> Text("la droite soutient la junte").nearest("la droite soutenait la junte")
        ('la droite soutient la junte', 'soutenait', 'soutient')
        """
        folded = self._fold
        wanted = _fold(quote).text.strip()
        low, high = _neighbourhood(folded.text, wanted)
        found = list(re.finditer(r"\S+", folded.text[low:high]))
        quoted = wanted.split()
        first, last = _alike(quoted, [word[0] for word in found])
        if first == last:
            return "", "", ""
        words = [word[0] for word in found[first:last]]
        start = folded.starts[low + found[first].start()]
        end = folded.ends[low + found[last - 1].end() - 1]
        return self.content[start:end], *_first_difference(quoted, words)


def _fold(text: str) -> _Folded:
    """Fold a text: its spelling made plain, each run of white space one space."""
    return _plain(text) if unicodedata.is_normalized("NFC", text) else _composed(text)


def _plain(text: str) -> _Folded:
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(text):
        low, high = piece.span()
        if piece["words"]:
            folded.append(piece["words"].translate(_SPELLINGS))
            starts += range(low, high)
            ends += range(low + 1, high + 1)
        elif folded and folded[-1] == " ":
            ends[-1] = high
        else:
            folded.append(" ")
            starts.append(low)
            ends.append(high)
    return _Folded("".join(folded), starts, ends)


def _composed(text: str) -> _Folded:
    """Fold a text that is not in NFC, and trace each character back through its composition."""
    composed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for low, high, cluster in _clusters(text):
        composed.append(cluster)
        starts += [low] * len(cluster)
        ends += [high] * len(cluster)
    folded = _plain("".join(composed))
    return _Folded(
        folded.text,
        [starts[at] for at in folded.starts],
        [ends[at - 1] for at in folded.ends],
    )


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what composes together, in NFC, with its offsets."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _continues(text[at]):
            yield start, at, unicodedata.normalize("NFC", text[start:at])
            start = at


def _continues(character: str) -> bool:
    """Whether it may compose with what stands before: a mark, or a Hangul vowel or final."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _neighbourhood(text: str, wanted: str) -> tuple[int, int]:
    """Return the part of a text, in whole words, where something most like ``wanted`` stands."""
    common = difflib.SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    if common.size < min(8, len(wanted)):
        return 0, 0
    slack = 20 + len(wanted) // 4
    low = max(0, common.a - common.b - slack)
    high = min(len(text), common.a - common.b + len(wanted) + slack)
    while low > 0 and text[low - 1] != " ":
        low -= 1
    while high < len(text) and text[high] != " ":
        high += 1
    return low, high


def _alike(quoted: list[str], found: list[str]) -> tuple[int, int]:
    """Return which words of ``found`` stand for the quoted ones, as a slice."""
    matcher = difflib.SequenceMatcher(None, quoted, found, autojunk=False)
    longest = matcher.find_longest_match()
    if not longest.size:
        # Words that only share letters, such as an ending: the middle of what was found.
        start = max(0, (len(found) - len(quoted)) // 2)
        return start, min(len(found), start + len(quoted))
    # A word such as "the" also stands further off, where it is another one.
    slack = 1 + len(quoted) // 4
    blocks = [
        block
        for block in matcher.get_matching_blocks()
        if block.size and abs((block.b - block.a) - (longest.b - longest.a)) <= slack
    ]
    first, last = blocks[0], blocks[-1]
    after = len(quoted) - last.a - last.size
    return max(0, first.b - first.a), min(len(found), last.b + last.size + after)


def _first_difference(quoted: list[str], found: list[str]) -> tuple[str, str]:
    matcher = difflib.SequenceMatcher(None, quoted, found, autojunk=False)
    for tag, q_low, q_high, f_low, f_high in matcher.get_opcodes():
        if tag != "equal":
            return " ".join(quoted[q_low:q_high]), " ".join(found[f_low:f_high])
    return "", ""


@lru_cache(maxsize=256)
def text(content: str) -> Text:
    """Return a text, folded once however often it is asked for.

    >>> text("abc") is text("abc")
    True
    """
    return Text(content)


def anchor(source: str, content: str, quote: str, *, occurrence: int | None = None) -> Passage:
    """Find a quotation in a text and return the passage.

    Args:
        source: id of the source, kept in the passage.
        content: the whole text.
        quote: the quotation; ``…`` stands for a gap inside a paragraph.
        occurrence: which one is meant, from 1, where it stands more than once.

    Raises:
        QuotationError: when it is absent (the message shows the nearest passage and where it
            differs), when it stands more than once and ``occurrence`` does not choose.

    >>> passage = anchor("s", "Mais Torres est soumis à des pressions.", "Torres est soumis")
    >>> passage.start, passage.end, passage.suffix
    (5, 22, ' à des pressions.')
    """
    searched = text(content)
    places = searched.find(quote)
    if not places:
        raise _absent(searched, source, quote)
    if occurrence is None and len(places) > 1:
        raise QuotationError(
            f"the quotation {_short(quote)} stands {len(places)} times in source {source!r}",
            remedy=f"quote more words, or add 'occurrence: 1' (up to {len(places)})",
        )
    if occurrence is not None and not 1 <= occurrence <= len(places):
        raise QuotationError(
            f"the quotation {_short(quote)} has no occurrence {occurrence}"
            f" in source {source!r}, which has it {_times(len(places))}",
            remedy="correct 'occurrence', or leave it out",
        )
    return cut(source, content, *places[(occurrence or 1) - 1])


def cut(source: str, content: str, start: int, end: int) -> Passage:
    """Return the passage between two offsets, with its context.

    >>> cut("s", "abcdef", 2, 4)
    Passage(source='s', start=2, end=4, exact='cd', prefix='ab', suffix='ef')
    """
    return Passage(
        source=source,
        start=start,
        end=end,
        exact=content[start:end],
        prefix=content[max(0, start - CONTEXT) : start],
        suffix=content[end : end + CONTEXT],
    )


def _absent(text: Text, source: str, quote: str) -> QuotationError:
    what = f"the quotation {_short(quote)} is not in source {source!r}"
    parts = [part.strip() for part in quote.split("…")]
    if len(parts) > 1 and all(part and text.find(part) for part in parts):
        return QuotationError(
            f"{what}, though its parts are: a gap (…) does not reach from one paragraph to another",
            remedy="quote each passage on its own, as a list",
        )
    passage, quoted, found = text.nearest(quote)
    if not passage:
        return QuotationError(what, remedy="copy it from the text, letter by letter")
    difference = f"you wrote “{quoted}”, the text has “{found}”"
    if not quoted:
        difference = f"the text also has “{found}”"
    elif not found:
        difference = f"the text does not have “{quoted}”"
    return QuotationError(
        f"{what}; the nearest passage is {_short(passage, 160)}: {difference}",
        remedy="copy the words as they stand",
    )


def _short(text: str, most: int = 60) -> str:
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= most else one_line[: most - 1] + '…'}”"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
