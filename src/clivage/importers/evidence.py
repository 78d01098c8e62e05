"""Find the words of an imported stance in their text, or say why they are not evidence."""

from __future__ import annotations

from dataclasses import dataclass

from clivage import editing, quotation, yamltext
from clivage.errors import QuotationError
from clivage.importers.records import Quote
from clivage.model import Passage


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, as the model and as a coding file have it.

    Attributes:
        quote: what a coding file writes.
        occurrence: which one is meant where the words stand several times, else None.
        repaired: what was wrong with the place that the import gave, or empty.
    """

    passage: Passage
    quote: str
    occurrence: int | None
    repaired: str = ""


def found(source: str, text: str, quote: Quote) -> Found:
    """Return where a quotation stands in its text.

    Words and offsets together must say the same; where they differ the words count, at the
    place next to the offsets.

    Raises:
        QuotationError: when the words are not in the text, or stand there several times and no
            offset tells which is meant; or when there are offsets alone, and they are none.
    """
    start, end, repaired = _place(source, text, quote)
    words, occurrence = editing.quoted(text, start, end)
    yamltext.scalar(words)  # which refuses what no coding file can hold
    passage = quotation.anchor(source, text, words, occurrence=occurrence)
    exact = quote.exact.strip()
    if exact and not repaired and passage.exact not in (exact, quote.exact):
        repaired = "spelt otherwise in the text (apostrophes, spaces, accents), which counts"
    return Found(passage, words, occurrence, repaired)


def _place(source: str, text: str, quote: Quote) -> tuple[int, int, str]:
    given = None
    if quote.start is not None and quote.end is not None:
        given = (quote.start, quote.end)
    if given and 0 <= given[0] < given[1] <= len(text):
        if not quote.exact.strip() or text[slice(*given)] == quote.exact:
            return *given, ""
        if given in quotation.text(text).find(quote.exact):
            return *given, ""
    if not quote.exact.strip():
        where = f"{given[0]} to {given[1]}" if given else "nowhere"
        what = f"there are no words, and the offsets lead {where} in a text of {len(text)}"
        raise QuotationError(what, remedy="code it again, or correct the offsets")
    places = quotation.text(text).find(quote.exact)
    start = quote.start if quote.start is not None else None
    if start is None or not places:
        # It raises what a coding file with these words would: absent, or several times.
        passage = quotation.anchor(source, text, quote.exact)
        return passage.start, passage.end, ""
    nearest = min(places, key=lambda place: (abs(place[0] - start), place))
    if quote.end is None and nearest[0] == start:
        return *nearest, ""
    told = f"{start} to {quote.end}" if quote.end is not None else f"{start}"
    return *nearest, f"the words stand at {nearest[0]} to {nearest[1]}, not at {told}"
