"""The text of a TSV file, put together from its sentences and the offsets of their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from clivage.errors import ImportFileError, Origin
from clivage.importers.offsets import Utf16
from clivage.importers.webanno_rows import Row, Sentence, unescaped

#: Characters between sentences, all together, beyond which offsets are wrong.
_MOST_GAPS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and how offsets of the file lead into it.

    Attributes:
        gaps: how many of its characters the file does not have.
        how: how its offsets count, where it is not as they should.
        astray: how many tokens are not what stands at their offsets.
    """

    text: str
    point: Callable[[int], int | None]
    gaps: int = 0
    how: str = ""
    astray: int = 0

    def place(self, begin: int, end: int) -> tuple[int, int] | None:
        """Return a place in code points, or None where it is none."""
        start, stop = self.point(begin), self.point(end)
        return (start, stop) if start is not None and stop is not None and start <= stop else None


def put_together(sentences: Sequence[Sentence], name: str, original: str | None = None) -> Text:
    """Return the text of sentences.

    Offsets should count UTF-16 units; some programs count code points.

    Args:
        original: a text that may be the one that was annotated: it is taken where it holds every
            sentence at its place, as it alone has what stands between sentences.

    Raises:
        ImportFileError: when the offsets of sentences run into each other.
    """
    lines = (line for sentence in sentences for line in sentence.lines)
    special = any(Utf16(line).length > len(line) for line in lines)
    ways = [True, False] if special else [True]
    found = [_together(sentences, name, units=units) for units in ways]
    best = min(found, key=lambda one: one.astray)
    if original is not None and best.gaps and _holds(original, best, sentences):
        return _reading(original, units=not best.how)
    return best


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def _reading(text: str, *, units: bool, gaps: int = 0, astray: int = 0) -> Text:
    if units:
        return Text(text, Utf16(text).point, gaps, "", astray)
    how = "offsets count code points, not UTF-16 units"
    return Text(text, lambda at: at if 0 <= at <= len(text) else None, gaps, how, astray)


def _together(sentences: Sequence[Sentence], name: str, *, units: bool) -> Text:
    pieces: list[str] = []
    cursor, gaps, tokens = 0, 0, []
    for sentence in sentences:
        begin = sentence.rows[0].begin if sentence.rows else cursor
        gap = begin - cursor
        gaps += gap
        if gap < 0 or gaps > _MOST_GAPS + len(sentences):
            what = f"a sentence begins at {begin}, and the one before ends at {cursor}"
            raise ImportFileError(
                what, remedy="export it again", origin=Origin(name, sentence.line)
            )
        text = _words(sentence, begin, units=units)
        pieces += ["\n" * gap, text]
        cursor = begin + (Utf16(text).length if units else len(text))
        tokens += [row for row in sentence.rows if row.is_token]
    made = _reading("".join(pieces), units=units, gaps=gaps)
    astray = sum(not _stands(made, row) for row in tokens)
    return _reading(made.text, units=units, gaps=gaps, astray=astray)


def _words(sentence: Sentence, begin: int, *, units: bool) -> str:
    """Return the text of a sentence; some programs do not escape what they should."""
    written = _joined(sentence.lines)
    meant = unescaped(written)
    if meant == written:
        return written

    def score(text: str) -> int:
        reading = _reading(text, units=units)
        return sum(_stands(reading, row, begin) for row in sentence.rows)

    return written if score(written) > score(meant) else meant


def _stands(text: Text, row: Row, begin: int = 0) -> bool:
    place = text.place(row.begin - begin, row.end - begin)
    return place is not None and text.text[slice(*place)] in (row.form, unescaped(row.form))


def _holds(original: str, made: Text, sentences: Sequence[Sentence]) -> bool:
    """Whether a text has every sentence where the text that was put together has it."""
    starts = [one for sentence in sentences if sentence.rows
              if (one := made.point(sentence.rows[0].begin)) is not None]  # fmt: skip
    ends = [*starts[1:], len(made.text)]
    return all(
        original[start:end].startswith(made.text[start:end].rstrip("\n"))
        for start, end in zip(starts, ends, strict=True)
    )
