"""Who stands where in a sentence: the actors and issues of the corpus, and what part each has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from clivage.suggest.lexicon.chunks import Phrase, Verb, Voice
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.names import Portrait
from clivage.suggest.lexicon.parties import Parties, Party
from clivage.suggest.trained.places import NOWHERE, How, Place

#: Whom else a pronoun may stand for, at most.
_OTHERS: Final = 3
_HOW: Final = {
    "figure": How.NAME, "issue": How.ISSUE, "pronoun": How.PRONOUN, "owner": How.OWNER,
    "part": How.PART,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Role:
    name: str
    verb: int = NOWHERE
    subject: str = ""


class Placing:
    """Finds the places of one sentence.

    Args:
        kinds: of each figure of the corpus.
        recent: figures spoken of before, the last first.
    """

    def __init__(
        self, clauses: Clauses, parties: Parties, kinds: Mapping[str, str],
        portraits: Mapping[str, Portrait], recent: Collection[str],
    ) -> None:  # fmt: skip
        self._clauses = clauses
        self._parties = parties
        self._kinds = kinds
        self._portraits = portraits
        self._recent = recent
        self._roles = self._read_roles()

    def places(self) -> list[Place]:
        """Return every place, none twice."""
        found: dict[tuple[str, int], Place] = {}
        for one in self._all():
            found.setdefault((one.figure, one.first), one)
        return list(found.values())

    def _all(self) -> Iterator[Place]:
        for at, one in enumerate(self._clauses.chunks):
            if isinstance(one, Phrase):
                yield from self._of_phrase(one)
            elif isinstance(one, Verb):
                yield from self._of_pronouns(at, one)

    def _of_phrase(self, phrase: Phrase) -> Iterator[Place]:
        yield from self._read(phrase, self._role(phrase, "bare"))
        outer, inner = phrase, phrase.complement
        while inner is not None:
            for place in self._read(inner, _Role("of")):
                yield replace(place, noun=outer.head)
            outer, inner = inner, inner.complement

    def _of_pronouns(self, at: int, verb: Verb) -> Iterator[Place]:
        closed = self._clauses.closed
        tokens = ([verb.subject] if verb.subject != NOWHERE else []) + verb.clitics
        for token in tokens:
            low = self._clauses.words[token].low
            if low in closed.reflexives:
                continue
            besides = self._subjects(at) if token in verb.clitics else frozenset[str]()
            pronoun = self._clauses.pronoun(token)
            here = list(self._read(pronoun, self._role(pronoun, "pronoun"), besides))
            yield from here
            third = pronoun.pronoun is not None and pronoun.pronoun.person == 3
            if third and low not in closed.expletive and low not in ("y", "en"):
                yield from self._others(pronoun, besides | {one.figure for one in here})

    def _others(self, pronoun: Phrase, besides: Collection[str]) -> Iterator[Place]:
        """Yield who else a pronoun may stand for, by number and gender."""
        count = 0
        for figure in self._recent:
            portrait = self._portraits.get(figure)
            if portrait is None or figure in besides or not _agrees(portrait, pronoun):
                continue
            yield replace(
                self._place(pronoun, figure, How.OTHER, self._role(pronoun, "pronoun")), rank=count
            )
            count += 1
            if count == _OTHERS:
                return

    def _read(
        self, phrase: Phrase, role: _Role, besides: frozenset[str] = frozenset()
    ) -> Iterator[Place]:
        """Yield the actor that a phrase means, and the issue."""
        for is_target in (False, True):  # an issue is only ever a target
            party = self._parties.read(phrase, target=is_target, besides=besides)
            if party is not None and party.mention.figure and not party.mention.is_author:
                yield self._place(phrase, party.mention.figure, _how(party), role)

    def _place(self, phrase: Phrase, figure: str, how: How, role: _Role) -> Place:
        words = self._clauses.words
        return Place(
            figure=figure,
            kind=self._kinds.get(figure, ""),
            how=how,
            role=role.name,
            verb=role.verb,
            subject=role.subject,
            first=phrase.first,
            last=phrase.last,
            start=words[phrase.first].start,
            end=words[phrase.last].end,
        )

    def _role(self, phrase: Phrase, otherwise: str) -> _Role:
        return self._roles.get(phrase.first) or _Role(phrase.preposition or otherwise)

    def _read_roles(self) -> Mapping[int, _Role]:
        """Return the first part that each phrase has with a verb, by its first token."""
        found: dict[int, _Role] = {}
        for at, verb in enumerate(self._clauses.chunks):
            if not isinstance(verb, Verb):
                continue
            subjects = self._clauses.subject(at)
            name = "subject" if verb.voice is Voice.ACTIVE else "patient"
            for phrase in subjects.phrases:
                found.setdefault(phrase.first, _Role(name, at, subjects.how))
            objects = self._clauses.objects(at)
            for phrase in objects.direct:
                found.setdefault(phrase.first, _Role("object", at))
            for preposition, phrases in objects.after.items():
                for phrase in phrases:
                    found.setdefault(phrase.first, _Role(preposition, at))
            for token in verb.clitics:
                low = self._clauses.words[token].low
                found.setdefault(token, _Role(f"pronoun {low}", at))
        return found

    def _subjects(self, at: int) -> frozenset[str]:
        parties = (
            self._parties.read(one, target=False) for one in self._clauses.subject(at).phrases
        )
        return frozenset(one.mention.figure for one in parties if one and one.mention.figure)


def _how(party: Party) -> How:
    return _HOW.get(party.how, How.NAME)


def _agrees(portrait: Portrait, pronoun: Phrase) -> bool:
    if portrait.number and pronoun.number and portrait.number != pronoun.number:
        return False
    return not (portrait.gender and pronoun.gender and portrait.gender != pronoun.gender)
