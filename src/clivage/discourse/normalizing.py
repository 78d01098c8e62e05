"""What the cells of a network are divided by, so that the busy do not look alike for being busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from clivage.discourse.counts import Counted
from clivage.discourse.matrix import Kind, Normal
from clivage.discourse.stances import Floats
from clivage.errors import NetworkError
from clivage.network.columns import Int64

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    _Divided: TypeAlias = tuple[csr_array, str]

_NAMED: Final = {
    Normal.NONE: "",
    Normal.ACTIVITY: "divided by the number of stances of the actor",
    Normal.PROMINENCE: "divided by the number of stances on the issue",
    Normal.AVERAGE: "divided by the mean number of stances of the two",
}


def two_mode(values: csr_array, counts: csr_array, kind: Kind, normalize: Normal) -> _Divided:
    """Return the cells of actors by issues divided, and how, in words.

    Args:
        counts: how many stances each cell has.
    """
    if normalize is Normal.NONE:
        return values, ""
    if kind is Kind.COMBINE:
        remedy = "leave out the normalisation"
        raise NetworkError("combine is a code, not a number to divide", remedy=remedy)
    if normalize not in (Normal.ACTIVITY, Normal.PROMINENCE):
        raise _unfit(normalize, "actors by issues", "none, activity or prominence")
    from scipy.sparse import diags_array

    by_actor = normalize is Normal.ACTIVITY
    totals = np.asarray(counts.sum(axis=1 if by_actor else 0), np.float64).ravel()
    share = diags_array(_inverse(totals))
    return (share @ values if by_actor else values @ share).tocsr(), _NAMED[normalize]


def one_mode(counted: Counted, kind: Kind, normalize: Normal, *, compat: bool) -> _Divided:
    """Return the cells of a network among one sort of thing, normalised, and how, in words."""
    if normalize in (Normal.NONE, Normal.AVERAGE):
        values = _raw(counted, kind, compat=compat)
        return _by(values, _mean(counted, normalize)), _NAMED[normalize]
    if normalize is Normal.JACCARD:
        return _jaccard_weighted(counted, kind) if compat else _jaccard(counted, kind)
    if normalize is Normal.COSINE:
        return _cosine_of_totals(counted, kind) if compat else _cosine(counted, kind)
    raise _unfit(normalize, "a network among one sort", "none, average, jaccard or cosine")


def _unfit(normalize: Normal, what: str, fit: str) -> NetworkError:
    return NetworkError(f"{normalize.value} does not normalise {what}", remedy=f"take {fit}")


def _raw(counted: Counted, kind: Kind, *, compat: bool) -> csr_array:
    """Return the cells before anything is divided, the diagonal empty."""
    if kind is Kind.IGNORE:
        return _without_diagonal((counted.counts @ counted.counts.T).tocsr())
    # Of signs alone both ways to weigh pairs are the same, and products stay integers.
    if not compat or counted.most == 1:
        return _without_diagonal(counted.paired(products(counted.levels, kind)))
    parts = counted.paired(nearness(counted.levels, counted.most, kind))
    return _without_diagonal(parts) / (2 * counted.most)


def products(levels: Int64, kind: Kind) -> Int64:
    """Return what pairs of levels count: the product of both strengths, sorted by their signs.

    >>> products(np.array([-1, 1, 3]), Kind.CONGRUENCE).tolist()
    [[1, 0, 0], [0, 1, 3], [0, 3, 9]]
    >>> products(np.array([-1, 1, 3]), Kind.SUBTRACT).tolist()
    [[1, -1, -3], [-1, 1, 3], [-3, 3, 9]]
    """
    product: Int64 = np.multiply.outer(levels, levels)
    if kind is Kind.CONGRUENCE:
        return np.maximum(product, 0)
    return np.maximum(-product, 0) if kind is Kind.CONFLICT else product


def nearness(levels: Int64, most: int, kind: Kind) -> Int64:
    """Return what pairs of levels count for Discourse Network Analyzer, in parts of their range.

    It takes levels for points on one scale: then weak support and weak opposition are near.

    >>> nearness(np.array([-1, 1]), 3, Kind.CONGRUENCE).tolist()
    [[6, 4], [4, 6]]
    """
    apart: Int64 = np.abs(levels[:, None] - levels[None, :])
    near: Int64 = 2 * most - apart
    if kind is Kind.CONGRUENCE:
        return near
    return apart if kind is Kind.CONFLICT else near - apart


def _without_diagonal(values: csr_array) -> csr_array:
    from scipy.sparse import csr_array

    cells = values.tocoo()
    off = cells.row != cells.col
    return csr_array((cells.data[off], (cells.row[off], cells.col[off])), shape=values.shape)


def _activity(counted: Counted) -> Floats:
    activity: Floats = np.asarray(counted.by_level.sum(axis=1), np.float64).ravel()
    return activity


def _inverse(totals: Floats) -> Floats:
    return np.divide(1.0, totals, out=np.zeros(len(totals)), where=totals > 0)


def _by(values: csr_array, divisor: Callable[[Int64, Int64], Floats] | None) -> csr_array:
    """Divide each cell by what a function of its row and column gives; 0 where that is 0."""
    if divisor is None:
        return values
    from scipy.sparse import csr_array

    cells = values.tocoo()
    by = np.asarray(divisor(cells.row, cells.col), np.float64)
    data = np.divide(cells.data, by, out=np.zeros(len(by)), where=by > 0)
    return csr_array((data, (cells.row, cells.col)), shape=values.shape)


def _mean(counted: Counted, normalize: Normal) -> Callable[[Int64, Int64], Floats] | None:
    if normalize is Normal.NONE:
        return None
    activity = _activity(counted)
    return lambda row, column: (activity[row] + activity[column]) / 2


def _cosine(counted: Counted, kind: Kind) -> _Divided:
    """Divide by the Euclidean norms of the vectors whose product a cell is."""
    if kind is Kind.IGNORE:
        squares = counted.counts.power(2).sum(axis=1)
    else:
        agreeing = products(counted.levels, Kind.CONGRUENCE)
        spread = counted.by_level @ counted.spread(agreeing)
        squares = spread.multiply(counted.by_level).sum(axis=1)
    norm = np.sqrt(np.asarray(squares, np.float64).ravel())
    raw = _raw(counted, kind, compat=False)
    values = _by(raw, lambda row, column: norm[row] * norm[column])
    values.data = np.clip(values.data, -1, 1)  # a rounding error may lead beyond
    return values, "divided by the Euclidean norms of the two (cosine)"


def _cosine_of_totals(counted: Counted, kind: Kind) -> _Divided:
    activity = _activity(counted)
    raw = _raw(counted, kind, compat=True)
    values = _by(raw, lambda row, column: activity[row] * activity[column])
    return values, "divided by the product of their numbers of stances (DNA's cosine)"


def _jaccard(counted: Counted, kind: Kind) -> _Divided:
    """Compare the sets of what they have a stance on: those shared, of those of either."""
    if kind is Kind.IGNORE:
        has = _has(counted.counts)
        return _overlap(has, has), "shared of all that either has (Jaccard)"
    sides = np.stack([counted.levels > 0, counted.levels < 0], axis=1).astype(np.int64)
    has = _has(counted.by_level @ counted.spread(sides))
    other = _has(counted.by_level @ counted.spread(sides[:, ::-1]))
    parts = []
    if kind is not Kind.CONFLICT:
        parts.append(_overlap(has, has))
    if kind is not Kind.CONGRUENCE:
        parts.append(_overlap(has, other))
    values = parts[0] if len(parts) == 1 else (parts[0] - parts[1]).tocsr()
    return values, "shared of all that either has, by side (Jaccard)"


def _has(counts: csr_array) -> csr_array:
    return (counts > 0).astype(np.int64)


def _overlap(one: csr_array, other: csr_array) -> csr_array:
    """Return |A and B| / |A or B| of the rows of the one and those of the other."""
    sizes = [np.asarray(side.sum(axis=1), np.float64).ravel() for side in (one, other)]
    shared = _without_diagonal((one @ other.T).tocsr())
    cells = shared.tocoo()
    either = sizes[0][cells.row] + sizes[1][cells.col] - cells.data
    return _by(shared, lambda row, column: either)


def _jaccard_weighted(counted: Counted, kind: Kind) -> _Divided:
    """Divide by what only the one has, only the other, and the products of what both have."""
    cells = counted.counts if kind is Kind.IGNORE else counted.by_level
    has = _has(cells)
    totals = np.asarray(cells.sum(axis=1), np.float64).ravel()
    both, of_one = (cells @ cells.T).tocsr(), (cells @ has.T).tocsr()
    values = _raw(counted, kind, compat=True)

    def either(row: Int64, column: Int64) -> Floats:
        alone = totals[row] - _at(of_one, row, column) + totals[column] - _at(of_one, column, row)
        return alone + _at(both, row, column)

    return _by(values, either), "divided by what either has, as DNA counts it"


def _at(values: csr_array, row: Int64, column: Int64) -> Floats:
    if not len(row):  # scipy refuses to look up nothing
        return np.zeros(0)
    found: Floats = np.asarray(values[row, column], np.float64).ravel()
    return found
