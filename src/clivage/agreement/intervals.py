"""Confidence intervals by bootstrap: what a number would be in other samples like this one.

Source: B. Efron & R. J. Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13, the
percentile interval. What is drawn again, with replacement, are whole groups of units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A number for each weighting of the units, one a row.
Statistic = Callable[["NDArray[np.float64]"], "NDArray[np.float64]"]

#: Numbers that are held at once, at most: samples are drawn in portions.
_CELLS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and its interval.

    Attributes:
        value: None where it is not defined.
        low, high: None where no interval could be found.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """How intervals are found.

    Attributes:
        samples: how many are drawn; none for no interval.
        confidence: share of them between the ends of an interval.
        seed: of chance; the same one gives the same intervals.
    """

    samples: int = 1000
    confidence: float = 0.95
    seed: int = 0

    def estimate(self, statistic: Statistic, groups: Sequence[int], width: int = 1) -> Estimate:
        """Return a number with its interval.

        There is none with fewer than two groups, or where the number is not defined in half of
        the samples.

        Args:
            groups: for each unit the number of its group.
            width: how many numbers the statistic holds for each sample beside the weights.

        >>> mean = lambda weights: weights @ [0.0, 1.0] / weights.sum(axis=1)
        >>> Bootstrap().estimate(mean, [0, 1])
        Estimate(value=0.5, low=0.0, high=1.0)
        """
        value = _defined(float(statistic(np.ones((1, len(groups))))[0]))
        each, numbers = np.unique(np.asarray(groups, dtype=int), return_inverse=True)
        if value is None or not self.samples or len(each) < 2:
            return Estimate(value)
        drawn = np.concatenate(
            [statistic(weights) for weights in self._weights(numbers, max(width, len(groups)))]
        )
        drawn = drawn[~np.isnan(drawn)]
        if 2 * len(drawn) < self.samples:
            return Estimate(value)
        tail = (1 - self.confidence) / 2
        low, high = np.quantile(drawn, [tail, 1 - tail])
        return Estimate(value, float(low), float(high))

    def _weights(self, groups: NDArray[np.int64], width: int) -> Iterator[NDArray[np.float64]]:
        """Yield how often each unit is in each sample, in portions of samples."""
        chance = np.random.default_rng(self.seed)
        size = int(groups.max()) + 1
        portion = max(1, min(self.samples, _CELLS // width))
        for start in range(0, self.samples, portion):
            count = min(portion, self.samples - start)
            picks = (
                chance.integers(size, size=(count, size), dtype=np.int32)
                + size * np.arange(count)[:, None]
            )
            counts = np.bincount(picks.ravel(), minlength=count * size).astype(float)
            yield counts.reshape(count, size)[:, groups]


def _defined(value: float) -> float | None:
    return None if np.isnan(value) else value
