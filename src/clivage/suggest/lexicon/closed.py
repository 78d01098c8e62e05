"""The closed words of a language, as far as the engine reads sentences with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun stands for: person, number and gender; empty where it does not say."""

    person: int
    number: str = ""
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Determiner:
    """What a determiner says of its noun, and the preposition that it has swallowed."""

    number: str = ""
    gender: str = ""
    preposition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Words of a language that have a part in its grammar.

    Attributes:
        subjects: pronouns that are subjects; ``objects`` without a preposition; ``datives`` to
            or for whom; ``strong`` ones that stand alone or after a preposition.
        expletive: subjects that mean nobody (*on*, *it*).
        reflexives: words that make a verb reflexive.
        possessives: to the person and number of who owns.
        agents: prepositions of who acts in a passive.
        be, have: infinitives; ``become`` take a predicate as well.
        verbs: frequent verbs that take no side, for their forms are landmarks.
        before_noun: adjectives that precede their noun.
        suffixes: endings that only verbs have, with the number that they show.
        particles: other words that are no part of a noun phrase.
    """

    language: str
    subjects: Mapping[str, Pronoun]
    objects: Mapping[str, Pronoun]
    datives: Mapping[str, Pronoun]
    strong: Mapping[str, Pronoun]
    expletive: frozenset[str]
    reflexives: frozenset[str]
    possessives: Mapping[str, Pronoun]
    determiners: Mapping[str, Determiner]
    prepositions: frozenset[str]
    agents: frozenset[str]
    genitive: str
    dative: str
    be: frozenset[str]
    have: frozenset[str]
    become: frozenset[str]
    who: frozenset[str]
    whom: frozenset[str]
    whose: frozenset[str]
    coordinators: frozenset[str]
    subordinators: frozenset[str]
    conditional: frozenset[str]
    negations: frozenset[str]
    nobody: frozenset[str]
    adverbs: frozenset[str]
    before_noun: frozenset[str]
    titles: frozenset[str]
    suffixes: tuple[tuple[str, str], ...]
    verbs: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    stopwords: frozenset[str] = frozenset()


def words(text: str) -> frozenset[str]:
    """Return the words of a string; ``_`` is a space inside one.

    >>> sorted(words("le la_plupart"))
    ['la plupart', 'le']
    """
    return frozenset(one.replace("_", " ") for one in text.split())


def pronouns(text: str) -> dict[str, Pronoun]:
    """Read pronouns written ``il:3sm``: the person, the number and the gender.

    >>> pronouns("elles:3pf")["elles"].number
    'p'
    """
    found = {}
    for one in text.split():
        word, _, marks = one.partition(":")
        number = "p" if "p" in marks else "s" if "s" in marks else ""
        gender = "f" if "f" in marks else "m" if "m" in marks else ""
        found[word] = Pronoun(int(marks[0]), number, gender)
    return found


def determiners(text: str) -> dict[str, Determiner]:
    """Read determiners written ``du:sm:de``: number and gender, and a preposition inside it.

    >>> determiners("du:sm:de")["du"].preposition
    'de'
    """
    found = {}
    for one in text.split():
        word, marks, preposition = (*one.split(":"), "", "")[:3]
        number = "p" if "p" in marks else "s" if "s" in marks else ""
        gender = "f" if "f" in marks else "m" if "m" in marks else ""
        found[word] = Determiner(number, gender, preposition)
    return found
