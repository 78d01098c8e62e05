"""How far coders agree: on each level, on passages, and for each actor, relation, coder, source."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.agreement import spans, unitizing
from clivage.agreement.alpha import Metric, Reliability, Value
from clivage.agreement.codings import Comparison
from clivage.agreement.disagreements import Disagreement, disagreements
from clivage.agreement.intervals import Bootstrap, Estimate
from clivage.agreement.kappa import Confusion
from clivage.agreement.levels import LEVELS, UNCODED, Level
from clivage.agreement.pairing import Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What a table of groups is about.
GROUPINGS: Final = ("actor", "relation", "coder", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is counted, and how intervals are found.

    Attributes:
        levels: names of levels, the first of which the groups are measured on; all when empty.
        count_uncoded: take what a coder left uncoded for a value, and the text that nobody coded
            for agreement on passages.
        by_source: draw whole sources for intervals, not single units and lines.
    """

    levels: tuple[str, ...] = ()
    count_uncoded: bool = False
    by_source: bool = False
    bootstrap: Bootstrap = field(default_factory=Bootstrap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two coders: how many units both coded, and Cohen's kappa."""

    coders: tuple[str, str]
    units: int
    agreement: float | None
    kappa: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Agreement on one level.

    Attributes:
        units: how many were coded by two coders at least.
        agreement: share of pairs of values that are the same.
        kappa: the mean over pairs of coders.
    """

    level: str
    units: int
    agreement: float | None
    alpha: Estimate
    kappa: Estimate
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Agreement on the statements about one actor, of one relation, in one source, or of one coder.

    Attributes:
        statements: how many there are, of all coders.
        alone: how many of them no other coder has.
        units: how many were coded by two; of a coder, together with each other one.
    """

    name: str
    statements: int
    alone: int
    units: int
    agreement: float | None
    alpha: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Agreement on passages, and on what was found there; see `clivage.agreement.unitizing`.

    Attributes:
        characters: F1 on code points.
        passages: F1 on whole passages.
        statements: F1 on statements: of any two coders, how many of what the one coded the
            other coded too, be it otherwise.
        continuum: alpha of all text; None unless uncoded text is counted.
    """

    characters: Estimate
    passages: Estimate
    statements: Estimate
    continuum: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All that is known of the agreement of some coders."""

    comparison: Comparison
    settings: Settings
    measures: tuple[Measure, ...]
    passages: Passages
    groups: Mapping[str, tuple[Group, ...]]
    disagreements: tuple[Disagreement, ...]


def agreement(comparison: Comparison, settings: Settings | None = None) -> Agreement:
    """Measure the agreement of coders."""
    settings = settings or Settings()
    levels = [LEVELS[name] for name in settings.levels or LEVELS]
    counting = _Counting(comparison, settings)
    return Agreement(
        comparison=comparison,
        settings=settings,
        measures=tuple(counting.measure(level) for level in levels),
        passages=counting.passages(),
        groups={name: tuple(counting.groups(name, levels[0])) for name in GROUPINGS},
        disagreements=disagreements(comparison),
    )


@dataclass(frozen=True)
class _Counting:
    """The measures of one comparison, with one way of counting."""

    comparison: Comparison
    settings: Settings

    def measure(self, level: Level) -> Measure:
        rows, groups = self._rows(self.comparison.units(level), level)
        data = Reliability(rows, level.metric)
        numbers = itertools.combinations(range(len(self.comparison.coders)), 2)
        pairs = {two: Confusion((row[two[0]], row[two[1]]) for row in rows) for two in numbers}
        found = tuple(self._pair(two, one, groups) for two, one in pairs.items())
        kappa = found[0].kappa
        if len(found) > 1:
            kappa = self.settings.bootstrap.estimate(
                lambda weights: _mean([one.kappas(weights) for one in pairs.values()]),
                groups,
                len(data.values),
            )
        return Measure(
            level=level.name,
            units=data.units,
            agreement=_known(data.agreement()),
            alpha=self._estimate(data, groups),
            kappa=kappa,
            pairs=found,
        )

    def passages(self) -> Passages:
        names = sorted(self.comparison.texts)
        parts = [self._cut(source) for source in names]
        stretches = unitizing.together(parts)
        lines: Sequence[int] = stretches.lines.tolist()
        if self.settings.by_source:
            lines = [at for at, part in enumerate(parts) for _ in part.lengths]
        estimate = self.settings.bootstrap.estimate
        return Passages(
            characters=estimate(stretches.f1, lines),
            passages=self._share([*self._found(names, parts)]),
            statements=self._share([*self._answered()]),
            continuum=estimate(stretches.alpha, lines) if self.settings.count_uncoded else None,
        )

    def groups(self, name: str, level: Level) -> Iterator[Group]:
        units = self.comparison.units(level)
        if name == "coder":
            yield from (self._of_coder(coder, units, level) for coder in self.comparison.coders)
            return
        members: dict[str, list[Unit]] = {}
        for unit in units:
            for key in sorted(self._keys(name, unit)):
                members.setdefault(key, []).append(unit)
        for key, own in sorted(members.items()):
            yield self._group(key, own, *self._rows(own, level), level)

    def _keys(self, name: str, unit: Unit) -> set[str]:
        statements = unit.statements.values()
        if name == "source":
            return {unit.source}
        if name == "relation":
            return {one.relation for one in statements if one.relation}
        return {id for one in statements for id in (one.holder, one.target)
                if id in self.comparison.actors}  # fmt: skip

    def _of_coder(self, coder: str, units: Sequence[Unit], level: Level) -> Group:
        """Set each unit of a coder against each other coder."""
        place = self.comparison.coders.index(coder)
        own = [unit for unit in units if coder in unit.statements]
        rows, groups = [], []
        for values, group in zip(*self._rows(units, level), strict=True):
            for at, other in enumerate(values):
                if at != place and None not in (values[place], other):
                    rows.append((values[place], other))
                    groups.append(group)
        found = self._group(coder, own, rows, groups, level)
        alone = sum(len(unit.statements) == 1 for unit in own)
        return replace(found, statements=len(own), alone=alone)

    def _group(
        self,
        name: str,
        units: Sequence[Unit],
        rows: Sequence[Sequence[Value | None]],
        groups: Sequence[int],
        level: Level,
    ) -> Group:
        data = Reliability(rows, level.metric)
        return Group(
            name=name,
            statements=sum(len(unit.statements) for unit in units),
            alone=sum(len(unit.statements) == 1 for unit in units),
            units=data.units,
            agreement=_known(data.agreement()),
            alpha=self._estimate(data, groups),
        )

    def _rows(
        self, units: Sequence[Unit], level: Level
    ) -> tuple[list[list[Value | None]], list[int]]:
        """Return what the coders say of each unit that two of them coded, and its group."""
        rows = ((unit, self._row(unit, level)) for unit in units)
        kept = [(unit, row) for unit, row in rows if sum(one is not None for one in row) > 1]
        return [row for _, row in kept], self._groups([unit for unit, _ in kept])

    def _row(self, unit: Unit, level: Level) -> list[Value | None]:
        """Return what each coder says of a unit."""
        return [
            level.value(unit.statements[one.coder])
            if one.coder in unit.statements
            else UNCODED
            if self._counts_uncoded(level) and unit.source in one.sources
            else None
            for one in self.comparison.codings
        ]

    def _counts_uncoded(self, level: Level) -> bool:
        # Nothing at all is no point on a scale.
        return self.settings.count_uncoded and level.metric is Metric.NOMINAL

    def _pair(self, two: tuple[int, int], data: Confusion, groups: Sequence[int]) -> Pair:
        coders = self.comparison.coders
        return Pair(
            coders=(coders[two[0]], coders[two[1]]),
            units=data.units,
            agreement=_known(data.agreement()),
            kappa=self.settings.bootstrap.estimate(data.kappas, groups, len(data.pairs)),
        )

    def _estimate(self, data: Reliability, groups: Sequence[int]) -> Estimate:
        size = len(data.values)
        width = size if data.metric is Metric.NOMINAL else size * size
        return self.settings.bootstrap.estimate(data.alphas, groups, width)

    def _groups(self, units: Sequence[Unit]) -> list[int]:
        """Return what is drawn together: every unit alone, or those of one source."""
        if not self.settings.by_source:
            return [*range(len(units))]
        number = {source: at for at, source in enumerate(sorted({one.source for one in units}))}
        return [number[unit.source] for unit in units]

    def _cut(self, source: str) -> unitizing.Stretches:
        quoted = self._quoted(source)
        return unitizing.cut(
            self.comparison.texts[source], [spans.joined(of) for of in quoted.values()]
        )

    def _quoted(self, source: str) -> dict[str, list[tuple[int, int]]]:
        """Return the passages of each coder of a source."""
        coders = self.comparison.coders_of(source)
        return {coder: sorted(self._places.get((source, coder), ())) for coder in coders}

    @cached_property
    def _places(self) -> dict[tuple[str, str], set[tuple[int, int]]]:
        """Where each coder quoted each source."""
        found: dict[tuple[str, str], set[tuple[int, int]]] = {}
        for coding in self.comparison.codings:
            for passage in (passage for one in coding.statements for passage in one.evidence):
                key = (passage.source, coding.coder)
                found.setdefault(key, set()).add((passage.start, passage.end))
        return found

    def _found(
        self, names: Iterable[str], parts: Iterable[unitizing.Stretches]
    ) -> Iterator[tuple[str, int, bool]]:
        """Yield each passage with its source and line, and whether another coder found it."""
        for source, part in zip(names, parts, strict=True):
            starts = np.cumsum(part.lengths) - part.lengths
            for start, there in unitizing.found(self._quoted(source), self.comparison.overlap):
                # A passage inside another begins within a stretch.
                at = int(np.searchsorted(starts, start, side="right")) - 1
                yield source, int(part.lines[at]), there

    def _answered(self) -> Iterator[tuple[str, int, bool]]:
        """Yield each statement with its source, for each other coder, and whether that has it."""
        for number, unit in enumerate(self.comparison.units(LEVELS["tie"])):
            for one, other in itertools.permutations(self.comparison.coders_of(unit.source), 2):
                if one in unit.statements:
                    yield unit.source, number, other in unit.statements

    def _share(self, rows: Sequence[tuple[str, int, bool]]) -> Estimate:
        """Return which part of some things was found, each drawn with its line or source."""
        if not rows:
            return Estimate(None)
        keys = [row[:1] if self.settings.by_source else row[:2] for row in rows]
        number = {key: at for at, key in enumerate(sorted(set(keys)))}
        there = np.array([float(row[2]) for row in rows])
        return self.settings.bootstrap.estimate(
            lambda weights: weights @ there / weights.sum(axis=1), [number[key] for key in keys]
        )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _mean(columns: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the mean of what is defined."""
    table = np.array(columns)
    known = ~np.isnan(table)
    total, count = np.where(known, table, 0).sum(axis=0), known.sum(axis=0)
    mean = np.full(table.shape[1], np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean
