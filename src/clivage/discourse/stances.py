"""Stances: the statements whose target is an issue, as columns of numbers.

This is the one input of the whole algebra: who (actor) takes which side (level) on what (issue),
when (day), where it is written (source and its metadata) and who coded it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage import dates
from clivage.errors import NetworkError
from clivage.model import Actor, Corpus, Issue, Source, Statement, in_language
from clivage.network.columns import EVER, Int32, day_number

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

#: The day of a stance that has no date, nor its source.
UNDATED: Final = EVER
#: What stances can be chosen by.
KEYS: Final = (
    "actor", "issue", "source", "creator", "publication", "section", "genre", "coder",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """One thing that is known of each stance.

    Attributes:
        names: the values that there are, sorted.
        codes: for each stance the position of its value in ``names``, int32.
    """

    names: tuple[str, ...]
    codes: Int32

    @classmethod
    def of(cls, values: Sequence[str], names: Sequence[str] = ()) -> Facet:
        """Make a facet of values; ``names`` adds some that no stance has.

        >>> Facet.of(["b", "a", "b"]).codes.tolist()
        [1, 0, 1]
        """
        known = tuple(sorted({*values, *names}))
        number = {name: at for at, name in enumerate(known)}
        return cls(known, np.fromiter((number[one] for one in values), np.int32, len(values)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Stances:
    """Every stance on an issue, sorted by day; row *k* of each column is one statement.

    Attributes:
        facets: what stances can be chosen by, by the names in `KEYS`. The names of ``actor`` and
            ``issue`` are ids of all actors and issues, those without a stance included.
        labels: what each actor and issue is called.
        level: positive for support, negative for opposition, int32, from -most to most.
        most: the strongest level there can be: 1, or 3 where strength counts.
        day: days since 1970-01-01, int32; `UNDATED` where there is none.
        borrowed: whether the day is that of the source, as the statement has none.
        weight: what each counts, 1 unless a kernel says otherwise, float64.
        statements: their ids.
        notes: what was done to come to these stances, in words.
    """

    facets: Mapping[str, Facet]
    labels: Mapping[str, str]
    level: Int32
    most: int
    day: Int32
    borrowed: Flags
    weight: Floats
    statements: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def actors(self) -> tuple[str, ...]:
        """Ids of all actors, sorted."""
        return self.facets["actor"].names

    @property
    def issues(self) -> tuple[str, ...]:
        """Ids of all issues, sorted."""
        return self.facets["issue"].names

    @property
    def actor(self) -> Int32:
        """For each stance the position of its actor in `actors`."""
        return self.facets["actor"].codes

    @property
    def issue(self) -> Int32:
        """For each stance the position of its issue in `issues`."""
        return self.facets["issue"].codes

    @cached_property
    def dated(self) -> Flags:
        """Which stances have a day."""
        found: Flags = self.day != UNDATED
        return found

    def where(self, kept: Flags, note: str = "") -> Stances:
        """Return some of the stances; all actors and issues stay known.

        Args:
            kept: which ones, shape (stances,).
            note: what was done, in words.
        """
        rows = np.flatnonzero(kept)
        facets = {key: Facet(one.names, one.codes[rows]) for key, one in self.facets.items()}
        return replace(
            self,
            facets=MappingProxyType(facets),
            level=self.level[rows],
            day=self.day[rows],
            borrowed=self.borrowed[rows],
            weight=self.weight[rows],
            statements=tuple(self.statements[row] for row in rows.tolist()),
            notes=(*self.notes, *filter(None, [note])),
        )

    def weighed(self, weight: Floats) -> Stances:
        """Return the same stances, each counting as much as it is given.

        Args:
            weight: 0 or more for each stance.
        """
        return replace(self, weight=weight)


@dataclass
class _Rows:
    """Columns as they are filled."""

    facets: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in KEYS})
    level: list[int] = field(default_factory=list)
    day: list[int] = field(default_factory=list)
    borrowed: list[bool] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)


def of(corpus: Corpus, *, strength: bool = False, about: bool = False) -> Stances:
    """Return the stances of a corpus.

    A statement counts when it is *actual*, its target is an issue, and it is not the author's own
    judgement. The day of a stance is the first day that its date may mean (where that is
    open, the last), else in the same way that of its source. Ties without a quotation do not count.

    Args:
        strength: let a level be the sign times the strength, -3 to 3, instead of the sign alone.
        about: count also statements on an actor *about* an issue, as if who supports somebody
            about an issue supported the issue, and who opposes somebody opposed it. That is
            often false (one may oppose a person's way of pursuing what one wants too), so they
            are left out by default.

    Raises:
        NetworkError: when one is of somebody who is no actor of the corpus.

    >>> len(of(Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")))
    0
    """
    rows = _Rows()
    day_of_source = {source.id: _day(source.date) for source in corpus.sources}
    days: dict[str, int] = {"": UNDATED}
    for statement, issue in _counted(corpus, about):
        if statement.holder not in corpus.actor:
            raise NetworkError(f"{statement.holder!r} is no actor of the corpus")
        if statement.when not in days:
            days[statement.when] = _day(statement.when)
        day = days[statement.when]
        source = statement.evidence[0].source if statement.evidence else ""
        _add(rows, statement, issue, corpus.source.get(source))
        rows.borrowed.append(day == UNDATED)
        rows.day.append(day_of_source.get(source, UNDATED) if day == UNDATED else day)
        rows.level.append(statement.sign.value * (statement.strength if strength else 1))
    return _columns(rows, corpus, strength=strength, about=about)


def _counted(corpus: Corpus, about: bool) -> Iterator[tuple[Statement, str]]:
    """Yield the statements that count, each with its issue."""
    for statement in corpus.statements:
        if not statement.makes_edge:
            continue
        if statement.target in corpus.issue:
            yield statement, statement.target
        elif about and statement.about in corpus.issue:
            yield statement, statement.about


def _day(when: str) -> int:
    if not when:
        return UNDATED
    bounds = dates.bounds(when)
    day = bounds.earliest or bounds.latest
    return UNDATED if day is None else day_number(day)


def _add(rows: _Rows, statement: Statement, issue: str, source: Source | None) -> None:
    values = {
        "actor": statement.holder,
        "issue": issue,
        "source": source.id if source else "",
        "creator": source.creator if source else "",
        "publication": source.publication if source else "",
        "section": source.section if source else "",
        "genre": source.genre if source else "",
        "coder": statement.coder,
    }
    for key, value in values.items():
        rows.facets[key].append(value)
    rows.statements.append(statement.id)


def _columns(rows: _Rows, corpus: Corpus, *, strength: bool, about: bool) -> Stances:
    """Return the columns sorted by day; what is undated comes last."""
    all_of_it = {"actor": tuple(corpus.actor), "issue": tuple(corpus.issue)}
    day = np.array(rows.day, np.int32)
    order = np.argsort(day, kind="stable")
    facets = {
        key: Facet.of([values[at] for at in order.tolist()], all_of_it.get(key, ()))
        for key, values in rows.facets.items()
    }
    things: list[Actor | Issue] = [*corpus.actors, *corpus.issues]
    borrowed = np.array(rows.borrowed, np.bool_)[order] & (day[order] != UNDATED)
    return Stances(
        facets=MappingProxyType(facets),
        labels={one.id: in_language(one.labels, corpus.language) or one.id for one in things},
        level=np.array(rows.level, np.int32)[order],
        most=3 if strength else 1,
        day=day[order],
        borrowed=borrowed,
        weight=np.ones(len(day)),
        statements=tuple(rows.statements[at] for at in order.tolist()),
        notes=_notes(borrowed, day, about=about),
    )


def _notes(borrowed: Flags, day: Int32, *, about: bool) -> tuple[str, ...]:
    """Return in words what a reader should know of the stances."""
    total, undated = len(day), int(np.count_nonzero(day == UNDATED))
    notes = []
    if about:
        notes.append("statements on an actor about an issue count as stances on the issue")
    if count := int(np.count_nonzero(borrowed)):
        notes.append(f"{count} of {total} stances have the date of their source")
    if undated:
        notes.append(f"{undated} of {total} stances have no date")
    return tuple(notes)
