"""Look up in a text what a model quotes of it: there it stands, or it is refused.

Nothing is found that is only like a quotation. White space, apostrophes and what else nobody sees
may differ, as in a coding file; see `clivage.quotation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from clivage import quotation
from clivage.model import AUTHOR
from clivage.suggest.cast import Cast
from clivage.suggest.llm.chunks import GAP, Chunk
from clivage.suggest.llm.naming import Names, places
from clivage.suggest.llm.reading import Stance
from clivage.suggest.llm.strangers import line
from clivage.suggest.records import Document, Mention, Suggestion

#: Offsets of a text.
Place: TypeAlias = tuple[int, int]

#: A model is as sure of what is wrong as of what is right, so that each counts for the same; those
#: come later that need more from the person.
_SCORE: Final = 0.5
_DOUBT: Final = 0.1


class Aligner:
    """Looks up stances in a text.

    >>> from clivage.suggest.llm.reading import read
    >>> document = Document("s", "en", "The mayor spoke. The guild backed  him at once.")
    >>> said = '[{"quote": "The guild backed him", "holder": "the guild", "target": "The mayor",'
    >>> said += '"sign": "supports", "relation": "none", "modality": "actual", "voice": "none"}]'
    >>> (stance,) = read(said).stances
    >>> found = Aligner(document, Cast()).suggestion(stance, Chunk(0, 0, 47), "m#1")
    >>> found.exact, found.holder.start, found.target.text
    ('The guild backed  him', 17, 'The mayor')
    """

    def __init__(self, document: Document, cast: Cast) -> None:
        self._document, self._names = document, Names(cast)

    def suggestion(self, stance: Stance, chunk: Chunk, rule: str) -> Suggestion | None:
        """Return what a stance suggests; None where its holder is an issue.

        A quotation that does not stand in the part has no place in what is returned, and is
        refused and counted by `clivage.suggest.engines.Grounded`.

        Args:
            chunk: the part of the text that the model was shown.
        """
        figure = self._names.figure(stance.holder)
        if figure and figure.is_issue:
            return None
        start, end = self._place(stance, chunk) or (-1, -1)
        holder = self._mention(stance.holder, (start, end), chunk)
        target = self._mention(stance.target, (start, end), chunk, is_issue=stance.is_issue)
        doubts = sum((not holder.figure, not target.figure, stance.is_torn))
        return Suggestion(
            source=self._document.source,
            start=start,
            end=end,
            exact=self._document.text[start:end] if start >= 0 else stance.quote,
            holder=holder,
            target=target,
            sign=stance.sign,
            score=round(_SCORE - _DOUBT * doubts, 1),
            rule=rule,
            about=self._about(stance, (start, end), chunk),
            voice=self._voice(stance, (start, end), chunk),
            relation=stance.relation,
            mode=stance.mode,
            modality=stance.modality,
            strength=stance.strength,
        )

    def _place(self, stance: Stance, chunk: Chunk) -> Place | None:
        """Return where a quotation stands: of several places that nearest to whom it names."""
        window = self._document.text[chunk.before : chunk.end]
        found = _exact(stance.quote, window) or quotation.Text(window).find(stance.quote)
        placed = [(chunk.before + start, chunk.before + end) for start, end in found]
        # What is shown with a part, to make it clear, was a part of its own before.
        placed = [one for one in placed if one[1] > chunk.start] or placed
        if len(placed) < 2:
            return placed[0] if placed else None
        named = [self._standing(words, chunk) for words in (stance.holder, stance.target)]
        return min(placed, key=lambda one: (sum(_distance(one, near) for near in named), one))

    def _standing(self, words: str, chunk: Chunk) -> list[Place]:
        """Return where somebody is named in a part."""
        text = self._document.text
        return [
            place
            for name in self._spellings(words)
            for place in places(name, text, chunk.before, chunk.end)
        ]

    def _spellings(self, words: str) -> Sequence[str]:
        figure = self._names.figure(words)
        if figure is None:
            return (words,)
        return figure.names if words == figure.id else (words, *figure.names)

    def _mention(
        self, words: str, quote: Place, chunk: Chunk, *, is_issue: bool = False
    ) -> Mention:
        """Return whom words mean, with their place in the quotation or near it."""
        if words == AUTHOR:
            return Mention(text=AUTHOR, figure=AUTHOR)
        figure = self._names.figure(words)
        id, is_issue = (figure.id, figure.is_issue) if figure else ("", is_issue)
        if near := self._near(words, quote, chunk):
            start, end = near
            text = self._document.text[start:end]
            return Mention(text=text, start=start, end=end, figure=id, is_issue=is_issue)
        name = figure.names[0] if figure else line(words)
        return Mention(text=name, figure=id, is_issue=is_issue)

    def _near(self, words: str, quote: Place, chunk: Chunk) -> Place | None:
        """Return where somebody is named: in the quotation, else nearest to it in its paragraph."""
        start, end = quote
        if start < 0:
            return None
        standing = self._standing(words, chunk)
        within = [one for one in standing if start <= one[0] and one[1] <= end]
        if within:
            return min(within, key=lambda one: (one[0], -one[1]))
        low, high = _paragraph(self._document.text, quote, chunk)
        beside = [one for one in standing if low <= one[0] and one[1] <= high]
        return min(beside, key=lambda one: (_distance(quote, [one]), one), default=None)

    def _voice(self, stance: Stance, quote: Place, chunk: Chunk) -> Mention | None:
        if not stance.voice:
            return None
        voice = self._mention(stance.voice, quote, chunk)
        return None if voice.is_issue or not voice.text else voice

    def _about(self, stance: Stance, quote: Place, chunk: Chunk) -> Mention | None:
        if not stance.about or stance.about in (stance.target, AUTHOR):
            return None
        about = self._mention(stance.about, quote, chunk, is_issue=True)
        return about if about.is_issue and about.text else None


def _exact(quote: str, text: str) -> list[Place]:
    """Return where a quotation stands letter by letter."""
    found, at = [], text.find(quote)
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def _distance(place: Place, others: Iterable[Place]) -> int:
    """Return how many characters are between a place and the nearest of others; 0 without any.

    >>> _distance((10, 20), [(0, 4), (25, 30)]), _distance((10, 20), [(15, 17)])
    (5, 0)
    """
    gaps = (max(0, start - place[1], place[0] - end) for start, end in others)
    return min(gaps, default=0)


def _paragraph(text: str, place: Place, chunk: Chunk) -> Place:
    """Return the paragraph of a place, as far as the part reaches."""
    before = [one.end() for one in GAP.finditer(text, chunk.before, place[0])]
    after = GAP.search(text, place[1], chunk.end)
    return before[-1] if before else chunk.before, after.start() if after else chunk.end
