"""Krippendorff's alpha: agreement beyond chance, for any number of coders and missing values.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), whose worked
examples are tests of this module; *Content Analysis*, 4th edition (2019), chapter 12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What one coder said of one unit; None where nothing is known.
Value = Hashable


class Metric(Enum):
    """How far two values are apart: the level of measurement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Reliability:
    """Reliability data: what each coder said of each unit.

    Alpha is 1 − Do/De. Do is the mean squared distance of two values that different coders gave to
    one unit, De that of two values taken from all units. A unit with fewer than two values is in
    neither.

    Args:
        rows: for each unit the values of the coders, in whatever order; None is missing.
        metric: how far two values are apart; all but the nominal one take numbers.

    >>> Reliability([(1, 1), (2, 2), (1, 2), (1, None)]).alpha()
    0.4444444444444444
    >>> Reliability([(1, 1), (2, 2), (1, 2)]).agreement()
    0.6666666666666666
    """

    def __init__(
        self, rows: Iterable[Sequence[Value | None]], metric: Metric = Metric.NOMINAL
    ) -> None:
        self.metric = metric
        self.rows = [[value for value in row if value is not None] for row in rows]
        seen = dict.fromkeys(value for row in self.rows if len(row) > 1 for value in row)
        is_nominal = metric is Metric.NOMINAL
        self.values: list[Value] = [*seen] if is_nominal else sorted(seen)  # type: ignore[type-var]

    @property
    def units(self) -> int:
        """How many units have at least two values."""
        return sum(len(row) > 1 for row in self.rows)

    def alpha(self) -> float:
        """Return alpha: 1 for perfect agreement, 0 for that of chance, below 0 for less.

        It is not a number where no two values differ: whether the coders would tell other values
        apart is then unknown.
        """
        return float(self.alphas(np.ones((1, len(self.rows))))[0])

    def agreement(self) -> float:
        """Return the share of pairs of values of one unit that are the same; nan without pairs."""
        total = self._values_of_unit.sum()
        return float(self._same.sum() / total) if total else float("nan")

    def alphas(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return alpha for several weightings of the units, one a row, as resampling makes them."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.metric is Metric.NOMINAL:
                observed, expected, total = self._nominal(weights)
            else:
                observed, expected, total = self._metric(weights)
            found = 1 - (total - 1) * observed / expected
        return np.where(expected > 0, found, np.nan)

    def _nominal(self, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Return the disagreement that is observed and expected (times n − 1), and n."""
        total = weights @ self._values_of_unit
        counts = (self._counts.T @ weights.T).T
        return total - weights @ self._same, total**2 - (counts**2).sum(axis=1), total

    def _metric(self, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        size = len(self.values)
        flat = (self._coincidences.T @ weights.T).T
        coincidences = flat.reshape(len(weights), size, size)
        counts = coincidences.sum(axis=2)
        distance = self._distances(counts)
        observed = (coincidences * distance).sum(axis=(1, 2))
        expected = (counts[:, :, None] * counts[:, None, :] * distance).sum(axis=(1, 2))
        return observed, expected, counts.sum(axis=1)

    def _distances(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the squared distances of values, which ordinal ones have by their ranks."""
        if self.metric is Metric.ORDINAL:
            places = counts.cumsum(axis=1) - counts / 2
        else:
            places = np.asarray([self.values], dtype=float).reshape(1, -1)
        apart = (places[:, :, None] - places[:, None, :]) ** 2
        if self.metric is Metric.RATIO:
            both = (places[:, :, None] + places[:, None, :]) ** 2
            apart = np.divide(apart, both, out=np.zeros_like(apart), where=both > 0)
        return apart

    @cached_property
    def _values_of_unit(self) -> NDArray[np.float64]:
        """How many values each unit has, 0 where there is only one."""
        return np.array([len(row) if len(row) > 1 else 0 for row in self.rows], dtype=float)

    @cached_property
    def _same(self) -> NDArray[np.float64]:
        """The coincidences of the same value in each unit."""
        return np.array(
            [
                sum(n * (n - 1) for n in Counter(row).values()) / max(1, len(row) - 1)
                for row in self.rows
            ],
            dtype=float,
        )

    @cached_property
    def _counts(self) -> Any:  # noqa: ANN401
        """How often each unit has each value."""
        number = {value: at for at, value in enumerate(self.values)}
        cells = [
            (unit, number[value], float(n))
            for unit, row in enumerate(self.rows)
            if len(row) > 1
            for value, n in Counter(row).items()
        ]
        return sparse(cells, (len(self.rows), len(self.values)))

    @cached_property
    def _coincidences(self) -> Any:  # noqa: ANN401
        """How often two values come together in each unit: a column for each pair of values."""
        size = len(self.values)
        number = {value: at for at, value in enumerate(self.values)}
        cells = [
            (unit, number[one] * size + number[two], n * (m - (one == two)) / (len(row) - 1))
            for unit, row in enumerate(self.rows)
            if len(row) > 1
            for one, n in Counter(row).items()
            for two, m in Counter(row).items()
        ]
        return sparse(cells, (len(self.rows), size * size))


def sparse(cells: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> Any:  # noqa: ANN401
    """Return a sparse matrix of (row, column, number)."""
    rows, columns, numbers = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_array((numbers, (rows, columns)), shape=shape, dtype=float)
