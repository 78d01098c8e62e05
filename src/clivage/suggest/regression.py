"""Logistic regression: how likely each class is, by a sum of weights.

The weights are those of the greatest likelihood less a penalty on their squares, found by L-BFGS
from zero: whatever is rare in the examples, or not in them, weighs little or nothing.

Source: T. Hastie, R. Tibshirani & J. Friedman, *The Elements of Statistical Learning*, 2nd ed.
(2009), sections 4.4 and 18.3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A sparse matrix of scipy's, with a row for each example and a column for each feature.
Table = Any


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """What was learnt.

    Attributes:
        weights: one row a feature, one column a class.
        bias: one number a class, for an example without features.
    """

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def shares(self, table: Table) -> NDArray[np.float64]:
        """Return how likely each class is, one row an example; each row sums to 1."""
        return np.exp(_log_shares(np.asarray(table @ self.weights) + self.bias))


def fit(
    table: Table,
    classes: NDArray[np.int64],
    count: int,
    *,
    penalty: float = 1.0,
    weights: NDArray[np.float64] | None = None,
) -> Regression:
    """Learn from examples.

    Args:
        classes: of each example, from 0 on.
        count: how many classes there are.
        penalty: the greater, the less is believed.
        weights: how much each example counts; 1 without.

    >>> import numpy as np
    >>> seen = tabled([{0: 1.0}, {0: 1.0}, {1: 1.0}, {1: 1.0}], width=2)
    >>> learnt = fit(seen, np.array([0, 0, 1, 1]), 2)
    >>> [round(float(share), 2) for share in learnt.shares(tabled([{1: 1.0}], width=2))[0]]
    [0.26, 0.74]
    """
    from scipy.optimize import minimize

    width = table.shape[1]
    each = np.ones(len(classes)) if weights is None else weights
    wanted = np.zeros((len(classes), count))
    wanted[np.arange(len(classes)), classes] = 1
    turned = table.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes, bias = flat[:-count].reshape(width, count), flat[-count:]
        logs = _log_shares(np.asarray(table @ slopes) + bias)
        off = (np.exp(logs) - wanted) * each[:, None]
        value = -float(((logs * wanted).sum(axis=1) * each).sum())
        value += penalty / 2 * float((slopes**2).sum())
        slope = np.asarray(turned @ off) + penalty * slopes
        return value, np.concatenate([slope.ravel(), off.sum(axis=0)])

    start = np.zeros((width + 1) * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return Regression(found[:-count].reshape(width, count), found[-count:])


def tabled(rows: Sequence[Mapping[int, float]], *, width: int) -> Table:
    """Return examples as a matrix; each gives the value of some columns, the rest is 0."""
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *map(len, rows)])
    columns = _joined((at for row in rows for at in row), np.int64)
    values = _joined((value for row in rows for value in row.values()), np.float64)
    return csr_array((values, columns, ends), shape=(len(rows), width))


def _joined(values: Iterable[float], kind: Any) -> NDArray[Any]:  # noqa: ANN401
    return np.fromiter(values, kind)


def _log_shares(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    sums = sums - sums.max(axis=1, keepdims=True)
    return np.asarray(sums - np.log(np.exp(sums).sum(axis=1, keepdims=True)))
