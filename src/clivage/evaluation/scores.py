"""How good predicted claims are: on passages, pairs, directions and signs, and in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from clivage.agreement import spans
from clivage.agreement.codings import OVERLAP
from clivage.agreement.intervals import Bootstrap, Estimate
from clivage.evaluation import matching
from clivage.evaluation.claims import Claim, ranking, reading_order
from clivage.evaluation.matching import LEVELS, Near
from clivage.evaluation.opening import Compared
from clivage.evaluation.tallies import Score, Tally, ratio, summed
from clivage.model import Certainty, Modality

#: From so many sources on, whole sources are drawn for intervals.
ENOUGH: Final = 8
#: The level that asks for the passage alone, which need not be one to one.
PASSAGE: Final = "passage"
STRICT: Final = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is counted, and how intervals are found.

    Attributes:
        overlap: which part of the shorter of two passages they must share to be the same.
        modality: of the claims that are compared, on both sides; None for all alike.
        by_source: draw whole sources for intervals, else single places; None for sources where
            there are enough of them.
    """

    overlap: float = OVERLAP
    modality: Modality | None = Modality.ACTUAL
    by_source: bool | None = None
    bootstrap: Bootstrap = field(default_factory=Bootstrap)

    def has(self, one: Claim) -> bool:
        """Whether a claim is of the modality that is compared."""
        return self.modality in (None, one.modality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The scores of some of the claims, by level, without intervals."""

    name: str
    scores: Mapping[str, Score]


@dataclass(frozen=True)
class Scoring:
    """The claims of one comparison, matched on every level."""

    compared: Compared
    settings: Settings

    @cached_property
    def gold(self) -> Sequence[Claim]:
        """The claims to find, in reading order."""
        return sorted(filter(self.settings.has, self.compared.gold), key=reading_order)

    @cached_property
    def predicted(self) -> Sequence[Claim]:
        """The predicted claims, the greatest score first."""
        return sorted(filter(self.settings.has, self.compared.predicted), key=ranking)

    @cached_property
    def near(self) -> Near:
        """Claims of the gold on the passage of each predicted one."""
        return matching.near(self.gold, self.predicted, self.settings.overlap)

    @cached_property
    def by_source(self) -> bool:
        """Whether whole sources are drawn."""
        chosen = self.settings.by_source
        return len(self.compared.sources) >= ENOUGH if chosen is None else chosen

    @cached_property
    def right(self) -> Mapping[str, Sequence[bool]]:
        """Which predicted claims are right, on each level."""
        by_level = {name: self.partners[name].keys() for name in LEVELS}
        numbers = range(len(self.predicted))
        return {
            PASSAGE: [bool(each) for each in self.near],
            **{name: [at in right for at in numbers] for name, right in by_level.items()},
        }

    @cached_property
    def found(self) -> Mapping[str, Sequence[bool]]:
        """Which claims of the gold were found, on each level."""
        touched = {at for each in self.near for at in each}
        by_level = {name: set(self.partners[name].values()) for name in LEVELS}
        numbers = range(len(self.gold))
        return {
            name: [at in found for at in numbers]
            for name, found in {PASSAGE: touched, **by_level}.items()
        }

    @cached_property
    def partners(self) -> Mapping[str, Mapping[int, int]]:
        """The claim of the gold that each predicted one is matched with, on each level."""
        return {
            name: matching.matched(
                matching.agreeing(self.near, self.gold, self.predicted, level.key)
            )
            for name, level in LEVELS.items()
        }

    @cached_property
    def units(self) -> tuple[Sequence[int], Sequence[int], int]:
        """The unit of each claim of the gold and of each predicted one, and how many there are."""
        if self.by_source:
            number = {source: at for at, source in enumerate(self.compared.sources)}
            gold = [number[one.source] for one in self.gold]
            return gold, [number[one.source] for one in self.predicted], len(number)
        both = matching.places([*self.gold, *self.predicted])
        return both[: len(self.gold)], both[len(self.gold) :], max(both, default=-1) + 1

    def tally(self, level: str) -> Tally:
        """Return what is right on a level, in each unit."""
        return self._counted(level, *self.units)

    def _counted(
        self, level: str, gold: Sequence[int], predicted: Sequence[int], count: int
    ) -> Tally:
        return Tally(
            predicted=summed([1] * len(predicted), predicted, count),
            right=summed(self.right[level], predicted, count),
            gold=summed([1] * len(gold), gold, count),
            found=summed(self.found[level], gold, count),
        )

    def levels(self) -> dict[str, Score]:
        """Return the score on each level, passages first."""
        names = (PASSAGE, *LEVELS)
        return {name: self.tally(name).score(self.settings.bootstrap) for name in names}

    def accuracy(self, level: str, given: str) -> Estimate:
        """Return how many of those that are right on one level are right on a stricter one."""
        part, whole = self.tally(level).right, self.tally(given).right
        return ratio(part, whole, self.settings.bootstrap)

    def characters(self) -> Score:
        """Return the score on code points that are quoted, whoever is said to stand how."""
        gold_units, predicted_units, count = self.units
        sides: list[tuple[list[spans.Spans], ...]] = [([], []) for _ in range(count)]
        for one, unit in zip(self.gold, gold_units, strict=True):
            sides[unit][0].append(one.spans)
        for one, unit in zip(self.predicted, predicted_units, strict=True):
            sides[unit][1].append(one.spans)
        rows = [self._lengths(*each) for each in sides]
        gold, predicted, shared = (
            summed([row[at] for row in rows], range(count), count) for at in range(3)
        )
        return Tally(predicted, shared, gold, shared).score(self.settings.bootstrap)

    @staticmethod
    def _lengths(gold: Sequence[spans.Spans], predicted: Sequence[spans.Spans]) -> tuple[int, ...]:
        """Return how many code points the gold has in a unit, the prediction, and both."""
        first = spans.joined(stretch for one in gold for stretch in one)
        second = spans.joined(stretch for one in predicted for stretch in one)
        shared = spans.overlaps([first], [second]).get((0, 0), 0)
        return spans.length(first), spans.length(second), shared

    def groups(self) -> dict[str, tuple[Group, ...]]:
        """Return scores by sign, by sort of target, by tier of the gold, and by source."""
        return {
            "sign": self._by(lambda one: one.sign.verb, ["supports", "opposes"]),
            "target": self._by(
                lambda one: "issue" if one.is_issue else "actor", ["actor", "issue"]
            ),
            "tier": self._by(_tier, [one.value for one in Certainty]),
            "source": self._by(lambda one: one.source, self.compared.sources),
        }

    def _by(self, kind: Callable[[Claim], str], names: Sequence[str]) -> tuple[Group, ...]:
        number = {name: at for at, name in enumerate(names)}
        other = len(names)
        gold, predicted = (
            [number.get(kind(one), other) for one in side] for side in (self.gold, self.predicted)
        )
        tallies = {
            level: self._counted(level, gold, predicted, other + 1) for level in (PASSAGE, *LEVELS)
        }
        found = (
            Group(name=name, scores={level: one.of(at) for level, one in tallies.items()})
            for name, at in number.items()
        )
        return tuple(one for one in found if any(map(_has_any, one.scores.values())))


def _tier(one: Claim) -> str:
    return one.certainty.value if one.certainty else ""


def _has_any(one: Score) -> bool:
    return bool(one.gold or one.predicted)
