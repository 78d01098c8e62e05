"""Find the actors of a corpus in a text by their names: the longest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clivage.model import ActorType
from clivage.suggest.cast import Cast, Figure
from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.tokens import Token, tokens

#: A share of the words of a label that must stand in the text before its head alone means it.
_PRESENT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words without its article; capitals count where it is a proper one."""

    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    figure: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the grammar may know of an actor: gender and number; empty where it does not say."""

    gender: str = ""
    number: str = ""
    person: bool = False


class Names:
    """The names of the actors that a text may hold."""

    def __init__(self, cast: Cast, vocabulary: Vocabulary, text: str) -> None:
        self._closed = vocabulary.closed
        self._low = text.lower()
        #: The share of the words of a label that stand in the text, and how many they are.
        self._weights: dict[str, tuple[float, int]] = {}
        self._by_first: dict[str, list[Name]] = {}
        self._heads: dict[str, set[str]] = {}
        self.portraits: dict[str, Portrait] = {}
        #: Actors that some name gives a possessive: *ses officiers*.
        self.owned: set[str] = set()
        for figure in cast.actors:
            self._add(figure, vocabulary)
        for names in self._by_first.values():
            names.sort(key=lambda one: (-len(one.words), *self._order(one.figure)))

    def at(self, words: Sequence[Token], start: int) -> tuple[int, str]:
        """Return how many words from ``start`` on are the name of an actor, and of which."""
        for name in self._by_first.get(words[start].low, ()):
            length = len(name.words)
            stretch = words[start : start + length]
            if tuple(one.low for one in stretch) == name.words and all(
                one.is_capital or not capital
                for one, capital in zip(stretch, name.capitals, strict=True)
            ):
                return length, name.figure
        return 0, ""

    def by_head(self, head: str) -> str:
        """Return the one actor of the text whose label has this head; empty where it is not one."""
        known = sorted(self._heads.get(head, ()), key=self._order)
        if not known or self._weights[known[0]][0] < _PRESENT:
            return ""
        if len(known) > 1 and self._weights[known[1]] == self._weights[known[0]]:
            return ""
        return known[0]

    def _order(self, figure: str) -> tuple[float, int, str]:
        """Sort actors who share a name: first whose label the text has most words of."""
        share, words = self._weights[figure]
        return -share, -words, figure

    def _add(self, figure: Figure, vocabulary: Vocabulary) -> None:
        spelt = [self._spelt(name) for name in figure.names]
        if any(one and one[0].low in self._closed.possessives for one in spelt):
            self.owned.add(figure.id)
        if not any(spelt):
            return
        label = [one for one in spelt[-1] if one.low not in self._closed.determiners]
        content = [one.low for one in label if len(one.low) > 2 and one.is_word]
        there = sum(word in self._low for word in content)
        self._weights[figure.id] = (there / len(content) if content else 0.0, there)
        self.portraits[figure.id] = self._portrait(figure, spelt, vocabulary)
        for name in spelt:
            bare = self._without_article(name)
            self._register(bare, figure.id)
            if figure.type is ActorType.PERSON:
                self._person(bare, figure.id)
        if label and not label[0].is_capital:
            self._heads.setdefault(label[0].low, set()).add(figure.id)

    def _spelt(self, name: str) -> list[Token]:
        plain = name.replace("’", "'")
        return tokens(plain, 0, len(plain), self._closed.language)

    def _without_article(self, name: list[Token]) -> list[Token]:
        at = 0
        while at < len(name) - 1 and name[at].low in self._closed.determiners:
            at += 1
        return name[at:]

    def _person(self, name: list[Token], figure: str) -> None:
        """Register what comes after titles and functions, and the last name alone."""
        at = 0
        while at < len(name) and (
            not name[at].is_capital or name[at].low in self._closed.titles or name[at].text == "."
        ):
            at += 1
        proper = name[at:]
        if not proper or (len(proper) == len(name) and len(proper) == 1):
            return
        self._register(proper, figure)
        if proper[-1].is_capital and proper[-1].is_word:
            self._register(proper[-1:], figure)

    def _register(self, name: list[Token], figure: str) -> None:
        if not name or (len(name) == 1 and len(name[0].low) < 2):
            return
        shout = len(name[0].text) > 1 and all(one.text.isupper() for one in name)
        capitals = tuple(one.is_capital and not shout for one in name)
        one = Name(tuple(token.low for token in name), capitals, figure)
        known = self._by_first.setdefault(name[0].low, [])
        if one not in known:
            known.append(one)

    def _portrait(
        self, figure: Figure, spelt: list[list[Token]], vocabulary: Vocabulary
    ) -> Portrait:
        gender, number = "", ""
        for name in reversed([one for one in spelt if one]):
            first, rest = name[0], self._without_article(name)
            determiner = self._closed.determiners.get(first.low)
            group = vocabulary.groups.get(rest[0].low)
            gender = gender or (determiner.gender if determiner else "")
            number = number or (determiner.number if determiner else "")
            gender = gender or _GENDERS.get(first.low, "") or (group.gender if group else "")
        if figure.type is ActorType.PERSON:
            number = "s"
        if figure.type is ActorType.COLLECTIVE and not number and spelt[-1][-1].low.endswith("s"):
            number = "p"
        return Portrait(gender, number, figure.type is ActorType.PERSON)


_GENDERS: Final[Mapping[str, str]] = {
    "m": "m", "mm": "m", "monsieur": "m", "mr": "m", "sir": "m", "lord": "m", "don": "m",
    "mme": "f", "mlle": "f", "madame": "f", "mrs": "f", "ms": "f", "miss": "f", "lady": "f",
    "doña": "f", "señora": "f", "señor": "m", "king": "m", "queen": "f",
}  # fmt: skip


def closed_words_of(closed: Closed) -> frozenset[str]:
    """Return every word that is no noun, adjective or main verb."""
    return frozenset(
        {
            *closed.subjects, *closed.objects, *closed.datives, *closed.strong,
            *closed.determiners, *closed.possessives, *closed.prepositions, *closed.reflexives,
            *closed.who, *closed.whom, *closed.whose, *closed.coordinators, *closed.subordinators,
            *closed.negations, *closed.nobody, *closed.adverbs, *closed.particles,
        }
    )  # fmt: skip
