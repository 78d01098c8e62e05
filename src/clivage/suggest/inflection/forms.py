"""What a word form says, and the small tables that the three languages share."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType


class Tense(StrEnum):
    """Tense and mood in one, as far as a reader of signed statements needs them."""

    NONE = ""  # nouns and adjectives
    PRESENT = "present"
    PAST = "past"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    SUBJUNCTIVE = "subjunctive"
    IMPERATIVE = "imperative"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    PARTICIPLE = "participle"


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One reading of a written word; readings can be sorted.

    Attributes:
        tense: ``Tense.PAST`` for imperfect and simple past, ``Tense.GERUND`` for the present
            participle, ``Tense.NONE`` for nouns and adjectives.
        person: 1, 2, 3, or 0 where the form has none.
        number: ``s``, ``p``, or empty where the form has none.
    """

    tense: Tense
    person: int = 0
    number: str = ""


Forms = Mapping[str, frozenset[Form]]

PERSONS = ((1, "s"), (2, "s"), (3, "s"), (1, "p"), (2, "p"), (3, "p"))
ABSENT = "-"


class Paradigm:
    """Collects the forms of one word.

    >>> paradigm = Paradigm()
    >>> paradigm.six(Tense.PRESENT, ["veux", "veux", "veut", "voulons", "voulez", "veulent"])
    >>> sorted(form.person for form in paradigm.frozen()["veux"])
    [1, 2]
    """

    def __init__(self) -> None:
        self._forms: dict[str, set[Form]] = {}

    def add(self, tense: Tense, words: str, person: int = 0, number: str = "") -> None:
        """Add one form; ``words`` may hold several spellings, ``peux/puis``, or be ``-``."""
        for word in words.split("/"):
            if word and word != ABSENT:
                key = unicodedata.normalize("NFC", word)
                self._forms.setdefault(key, set()).add(Form(tense, person, number))

    def six(self, tense: Tense, words: Iterable[str]) -> None:
        """Add the six persons, in the order I, thou, he, we, you, they."""
        for (person, number), word in zip(PERSONS, words, strict=True):
            self.add(tense, word, person, number)

    def frozen(self) -> Forms:
        """Return what was collected, as nobody can change it."""
        return MappingProxyType({word: frozenset(forms) for word, forms in self._forms.items()})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of verbs, with the prefix that the verb asked for puts before it."""

    prefix: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str) -> tuple[str, ...]:
        """Return the words of a cell, prefixed."""
        return tuple(self._prefixed(word) for word in self.cells[column].split())

    def _prefixed(self, words: str) -> str:
        if words == ABSENT:
            return words
        return "/".join(self.prefix + word for word in words.split("/"))


def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the lines of a table that lies beside this module."""
    path = Path(__file__).with_name(name)
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rows_of(infinitive: str, lines: Iterable[Mapping[str, str]]) -> list[Row]:
    """Return the lines that a verb follows: those of its longest ending that is listed.

    A line holds for the prefixes that it names; ``*`` is any, ``-`` is none.

    >>> lines = [{"ending": "tenir", "prefixes": "*"}, {"ending": "ir", "prefixes": "*"}]
    >>> [(row.prefix, row["ending"]) for row in rows_of("soutenir", lines)]
    [('sou', 'tenir')]
    """
    found = list(_matching(infinitive, lines))
    longest = max((len(row["ending"]) for row in found), default=0)
    return [row for row in found if len(row["ending"]) == longest]


def _matching(infinitive: str, lines: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    for line in lines:
        if infinitive.endswith(line["ending"]):
            prefix = infinitive.removesuffix(line["ending"])
            allowed = line["prefixes"].split()
            if "*" in allowed or (prefix or ABSENT) in allowed:
                yield Row(prefix, line)


def words(text: str) -> frozenset[str]:
    """Return the words of a list that stands as one string.

    >>> sorted(words("bal cal"))
    ['bal', 'cal']
    """
    return frozenset(text.split())


def phrase_plurals(
    phrase: str, rest_begins: re.Pattern[str], plurals: Callable[[str], list[str]]
) -> list[str]:
    """Return the plurals of a word, or of words: what follows a preposition stays as it is.

    Args:
        phrase: such as ``coup de main`` or ``force vive``.
        rest_begins: matches where the part begins that does not change.
        plurals: gives the plurals of one word.

    >>> phrase_plurals("act of war", re.compile(" of "), lambda word: [word + "s"])
    ['acts of war']
    """
    found = rest_begins.search(phrase)
    end = found.start() if found else len(phrase)
    heads = [""]
    for word in phrase[:end].split():
        heads = [f"{head} {plural}" for head in heads for plural in plurals(word)]
    return [head.lstrip() + phrase[end:] for head in heads]


def numbered(
    word: str, plural: str, rest_begins: re.Pattern[str], plurals: Callable[[str], list[str]]
) -> Forms:
    """Return the singular and the plurals of a noun; a plural that is given replaces the rule.

    Args:
        plural: empty where the rule holds.
        rest_begins, plurals: see `phrase_plurals`.
    """
    paradigm = Paradigm()
    paradigm.add(Tense.NONE, word, 0, "s")
    for spelling in [plural] if plural else phrase_plurals(word, rest_begins, plurals):
        paradigm.add(Tense.NONE, spelling, 0, "p")
    return paradigm.frozen()
