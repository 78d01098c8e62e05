"""From words to somebody: the actor, the issue or the group that a noun phrase means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clivage.model import AUTHOR
from clivage.suggest.lexicon.chunks import Phrase
from clivage.suggest.lexicon.discourse import Discourse, Spoken
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.issues import Issues
from clivage.suggest.lexicon.speech import Speech
from clivage.suggest.lexicon.tokens import Token
from clivage.suggest.records import Mention

_PEOPLE: Final = re.compile(
    r"(?:istes?|ateurs?|[lrtds]eurs|iers|iens|iennes|ataires|andais|ois|ants|enses|"
    r"dores|dores|istas?|eros|ists|men|workers|women|ians|ers)$"
)


@dataclass(frozen=True, slots=True)
class Party:
    """Who is meant, and how sure that is, from 0 to 1.

    Attributes:
        first, last: offsets of the words of the clause that mean it, for the passage.
        how: ``figure``, ``issue``, ``pronoun``, ``owner``, ``part``, ``group``, ``name``,
            ``people``, ``author`` or ``thing``.
    """

    mention: Mention
    quality: float
    how: str
    first: int
    last: int

    @property
    def key(self) -> str:
        """What tells two parties apart."""
        return self.mention.figure or self.mention.text.lower()


def human(token: Token) -> bool | None:
    """Return whether a pronoun stands for a human being; None where it may or may not."""
    if token.low in ("he", "she", "him", "his", "her", "himself", "herself"):
        return True
    return False if token.low in ("it", "its", "itself") else None


class Parties:
    """Reads the noun phrases of one sentence."""

    def __init__(
        self, text: str, words: Sequence[Token], vocabulary: Vocabulary, issues: Issues,
        discourse: Discourse, speech: Speech, paragraph: int, bodies: frozenset[str],
    ) -> None:  # fmt: skip
        self._speech = speech
        self._bodies = bodies
        self._text = text
        self._words = words
        self._vocabulary = vocabulary
        self._issues = issues
        self._discourse = discourse
        self._paragraph = paragraph

    def read(
        self, phrase: Phrase, *, target: bool, besides: frozenset[str] = frozenset()
    ) -> Party | None:
        """Return who or what a phrase means, or None where it is nobody."""
        if phrase.none:
            return None
        if phrase.pronoun is not None and phrase.sort == "pronoun":
            return self._pronoun(phrase, target=target, besides=besides)
        if phrase.figure:
            quality = 1.0 if phrase.sort == "figure" else 0.9
            found = self._placed(phrase, phrase.figure, quality, "figure")
            return None if phrase.figure in besides else found
        issue = self._issue(phrase) if target else None
        return issue or self._unnamed(phrase, besides)

    def _unnamed(self, phrase: Phrase, besides: frozenset[str]) -> Party | None:
        if phrase.sort == "clause":
            return None
        return self._owner(phrase, besides) or self._part(phrase, besides) or self._other(phrase)

    def guess(self, phrase: Phrase, besides: frozenset[str], *, holder: bool) -> Party | None:
        """Return who may be meant where nobody is named; the phrase is only where that is."""
        meant = self._discourse.salient(self._paragraph, besides, self._bodies if holder else None)
        return None if meant is None else self._spoken(meant, 0.4, "guess", phrase)

    def _issue(self, phrase: Phrase) -> Party | None:
        start = min(phrase.head, phrase.last)
        lows = [one.low for one in self._words[start : phrase.last + 1]]
        lows += [one.low for one in self._words[phrase.first : start]]
        id, score = self._issues.match(lows)
        if not id:
            return None
        return self._placed(phrase, id, 0.6 + 0.4 * score, "issue", is_issue=True)

    def _pronoun(self, phrase: Phrase, *, target: bool, besides: frozenset[str]) -> Party | None:
        assert phrase.pronoun is not None
        if phrase.pronoun.person == 1:
            return self._first_person(phrase, target=target)
        if phrase.pronoun.person == 2:
            return self._placed(phrase, "", 0.35, "pronoun")
        token = self._words[phrase.first]
        meant = self._discourse.resolve(
            phrase, token.start, self._paragraph, besides=besides, role=self.role_of(token),
            person=human(token),
        )  # fmt: skip
        if meant is None:
            return self._placed(phrase, "", 0.3, "pronoun")
        quality = {"figure": 0.75, "group": 0.6, "name": 0.6}.get(meant.sort, 0.2)
        return self._spoken(meant, quality, "pronoun", phrase)

    def role_of(self, token: Token) -> str:
        """Return what part a pronoun has in its clause."""
        closed = self._vocabulary.closed
        if token.low.endswith("-ci") or token.low in ("éste", "este", "latter"):
            return "near"
        if token.low in closed.subjects:
            return "subject"
        return "object" if token.low in closed.objects or token.low in closed.datives else "subject"

    def _first_person(self, phrase: Phrase, *, target: bool) -> Party | None:
        speaker = self._speech.speaker_at(self._words[phrase.first].start)
        if speaker is not None:
            return self._spoken(speaker, 0.8, "pronoun", phrase)
        if target:
            return self._placed(phrase, "", 0.5, "pronoun")
        return self._placed(phrase, AUTHOR, 0.8, "author")

    def _spoken(self, meant: Spoken, quality: float, how: str, phrase: Phrase) -> Party:
        mention = Mention(text=meant.text, start=meant.start, end=meant.end, figure=meant.figure)
        first, last = self._words[phrase.first].start, self._words[phrase.last].end
        return Party(mention, quality, how, first, last)

    def _owner(self, phrase: Phrase, besides: frozenset[str]) -> Party | None:
        """Return whose things they are: *ses armes* stands for him."""
        if phrase.owner is None:
            return None
        if phrase.owner.person == 1:
            found = self._first_person(phrase, target=False)
            return None if found is None else Party(
                found.mention, 0.5, "owner", found.first, found.last
            )  # fmt: skip
        if phrase.owner.person != 3:
            return None
        start = self._words[phrase.first].start
        meant = self._discourse.resolve(
            phrase, start, self._paragraph, besides=besides, person=human(self._words[phrase.first])
        )
        if meant is None or (phrase.sort == "group" and not self._is_body(meant)):
            return None
        return self._spoken(meant, 0.7 if meant.figure else 0.35, "owner", phrase)

    def _is_body(self, meant: Spoken) -> bool:
        """Whether somebody has organs that act for him: *son conseil* is the Union's."""
        return bool(meant.figure) and meant.figure in self._bodies

    def _part(self, phrase: Phrase, besides: frozenset[str]) -> Party | None:
        """Return the actor that a thing is of: *les navires du prince* stand for him."""
        if phrase.sort in ("group", "name"):
            return None
        inner, depth = phrase.complement, 0
        while inner is not None and depth < 3:
            if inner.figure and inner.figure not in besides:
                found = self._placed(inner, inner.figure, 0.65 - 0.1 * depth, "part")
                first = self._words[phrase.first].start
                return Party(found.mention, found.quality, "part", first, found.last)
            if inner.owner is not None and inner.owner.person == 3:
                return self._owner(inner, besides)
            inner, depth = inner.complement, depth + 1
        return None

    def _other(self, phrase: Phrase) -> Party:
        if phrase.sort == "group":
            return self._placed(phrase, "", 0.65, "group")
        if phrase.sort == "name":
            return self._placed(phrase, "", 0.55, "name")
        head = self._words[phrase.head].low
        if phrase.number == "p" and _PEOPLE.search(head):
            return self._placed(phrase, "", 0.5, "people")
        complement = phrase.complement
        if complement is not None and complement.sort in ("group", "name"):
            return self._placed(phrase, "", 0.4, "people")
        return self._placed(phrase, "", 0.2 if phrase.number else 0.15, "thing")

    def _begin(self, phrase: Phrase) -> int:
        """Return the first word of a phrase, a preposition that the article swallowed left out."""
        said = self._vocabulary.closed.determiners.get(self._words[phrase.first].low)
        swallowed = said is not None and bool(said.preposition) and phrase.first < phrase.last
        return phrase.first + 1 if swallowed else phrase.first

    def _placed(
        self, phrase: Phrase, figure: str, quality: float, how: str, *, is_issue: bool = False
    ) -> Party:
        first = self._words[self._begin(phrase)].start
        last = self._words[phrase.last].end
        mention = Mention(
            text=self._text[first:last], start=first, end=last, figure=figure, is_issue=is_issue
        )
        return Party(mention, quality, how, first, last)
