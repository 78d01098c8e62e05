"""Right and wrong, counted in each unit that is drawn again for the intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clivage.agreement.intervals import Bootstrap, Estimate, Statistic

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How much of what was predicted is right, and how much of the gold was found.

    Attributes:
        precision: right of predicted; not defined where nothing was predicted.
        recall: found of gold; not defined where the gold has nothing.
        f1: the harmonic mean; 0 where only one of them is defined.
    """

    predicted: int
    right: int
    gold: int
    found: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts, unit by unit."""

    predicted: NDArray[np.float64]
    right: NDArray[np.float64]
    gold: NDArray[np.float64]
    found: NDArray[np.float64]

    def score(self, bootstrap: Bootstrap) -> Score:
        """Return the score with its intervals.

        >>> two = Tally(*(np.array(one, dtype=float) for one in ([3, 1], [2, 0], [2, 0], [2, 0])))
        >>> two.score(Bootstrap(samples=0)).precision
        Estimate(value=0.5, low=None, high=None)
        """
        return Score(
            predicted=round(self.predicted.sum()),
            right=round(self.right.sum()),
            gold=round(self.gold.sum()),
            found=round(self.found.sum()),
            precision=ratio(self.right, self.predicted, bootstrap),
            recall=ratio(self.found, self.gold, bootstrap),
            f1=_estimate(self._f1, len(self.gold), bootstrap),
        )

    def of(self, unit: int) -> Score:
        """Return the score of one unit alone."""
        one = slice(unit, unit + 1)
        alone = Tally(self.predicted[one], self.right[one], self.gold[one], self.found[one])
        return alone.score(Bootstrap(samples=0))

    def _f1(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        precision = _divided(weights @ self.right, weights @ self.predicted)
        recall = _divided(weights @ self.found, weights @ self.gold)
        nothing = np.isnan(precision) & np.isnan(recall)
        sides = np.nan_to_num(precision), np.nan_to_num(recall)
        both = _divided(2 * sides[0] * sides[1], sides[0] + sides[1])
        return np.where(nothing, np.nan, np.nan_to_num(both))


def summed(values: Sequence[float], units: Sequence[int], count: int) -> NDArray[np.float64]:
    """Return the sum of some values in each unit.

    >>> summed([1, 1, 2], [0, 2, 0], 3)
    array([3., 0., 1.])
    """
    at = np.asarray(units, dtype=np.int64)
    found = np.zeros(count)
    np.add.at(found, at, np.asarray(values, dtype=float))
    return found


def ratio(part: NDArray[np.float64], whole: NDArray[np.float64], bootstrap: Bootstrap) -> Estimate:
    """Return one sum as a part of another; not defined where that is 0."""
    return _estimate(lambda w: _divided(w @ part, w @ whole), len(part), bootstrap)


def _estimate(statistic: Statistic, count: int, bootstrap: Bootstrap) -> Estimate:
    return bootstrap.estimate(statistic, range(count)) if count else Estimate(None)


def _divided(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
