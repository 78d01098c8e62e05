"""Negative cycles: closed walks with an odd number of oppositions, found by shortest paths.

Source: F. Barahona & A. R. Mahjoub, "On the cut polytope", Mathematical Programming 36 (1986),
for separating odd cycles by shortest paths in a doubled graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.clock import Deadline
from clivage.analysis.ties import Int64, Sides, Ties

Floats = NDArray[np.float64]

#: Length that every tie has beside its price, so that short cycles come first.
_SHORT: Final = 1e-3
#: Up to so many nodes, cycles with several frustrated ties are looked for too.
_SMALL: Final = 500
#: Arcs that one call of the shortest-path routine may look at, so that a deadline is kept.
_ARCS_A_CALL: Final = 4_000_000
#: No cycle with more ties is used.
_LONGEST: Final = 64


def negative_cycles(
    ties: Ties, sides: Sides, prices: Floats, rng: np.random.Generator, deadline: Deadline
) -> Iterator[Int64]:
    """Yield negative cycles whose ties cost less than 1 together, as sorted tie numbers.

    Args:
        sides: the best known sides; each cycle is closed by a tie that they frustrate.
        prices: of each tie, 0 to 1.

    >>> ring = Ties(3, np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1, 1, -1]))
    >>> free, chance = np.zeros(3), np.random.default_rng(1)
    >>> [cycle.tolist() for cycle in negative_cycles(
    ...     ring, np.ones(3, np.int64), free, chance, Deadline(1))]
    [[0, 1, 2]]
    """
    yield from _cheap(ties, ties.frustrated(sides), prices, rng, deadline, ties.size <= _SMALL)


def cycles_with_one_opposition(
    ties: Ties, sides: Sides, prices: Floats, rng: np.random.Generator, deadline: Deadline
) -> Iterator[Int64]:
    """Yield cycles with exactly one opposition that cost less than 1; see `negative_cycles`.

    Args:
        sides: one side for all; it is the opposition that closes a cycle.
    """
    yield from _cheap(ties, ties.frustrated(sides), prices, rng, deadline, False)


def _cheap(
    ties: Ties,
    frustrated: NDArray[np.bool_],
    prices: Floats,
    rng: np.random.Generator,
    deadline: Deadline,
    double: bool,
) -> Iterator[Int64]:
    if not frustrated.any():
        return
    lengths = prices + _SHORT * (1 + rng.random(len(prices)))
    search = _Search(ties, frustrated, lengths, double=double)
    for cycle in search.cycles(deadline):
        if prices[cycle].sum() < 1 - _SHORT:
            yield cycle


class _Search:
    """Shortest paths between the ends of frustrated ties, which close cycles.

    In the doubled graph every node stands twice, and frustrated ties lead from one copy to the
    other: a path back to the same copy crosses an even number of them, and the tie that closes it
    makes the number odd, so the cycle is negative.
    """

    def __init__(
        self, ties: Ties, frustrated: NDArray[np.bool_], lengths: Floats, *, double: bool
    ) -> None:
        from scipy.sparse import coo_array

        self.lengths = lengths
        self.closing = np.flatnonzero(frustrated)
        self.start, self.end = _few_starts(ties.first[self.closing], ties.second[self.closing])
        tie = np.flatnonzero(~frustrated)
        one, other = ties.first[tie], ties.second[tie]
        if double:
            crossing, a, b = self.closing, ties.first[self.closing], ties.second[self.closing]
            tie = np.concatenate([tie, tie, crossing, crossing])
            one, other = (
                np.concatenate([one, one + ties.size, a, b]),
                np.concatenate([other, other + ties.size, b + ties.size, a + ties.size]),
            )
        self.size = ties.size * (2 if double else 1)
        ends = np.concatenate([one, other]), np.concatenate([other, one])
        arcs = np.concatenate([tie, tie])
        self.graph = coo_array((lengths[arcs], ends), shape=(self.size,) * 2).tocsr()
        keys = ends[0] * self.size + ends[1]
        order = np.argsort(keys)
        self._keys, self._ties = keys[order], arcs[order]

    def cycles(self, deadline: Deadline) -> Iterator[Int64]:
        """Yield a shortest cycle through each frustrated tie, as sorted tie numbers."""
        from scipy.sparse.csgraph import dijkstra

        starts, group = np.unique(self.start, return_inverse=True)
        at_once = max(1, _ARCS_A_CALL // max(1, self.graph.nnz))
        for low in range(0, len(starts), at_once):
            if deadline.passed:
                return
            found: Any = dijkstra(
                self.graph,
                indices=starts[low : low + at_once],
                return_predecessors=True,
                limit=1 + 20 * _SHORT,
            )
            chosen = np.flatnonzero((group >= low) & (group < low + at_once))
            row = group[chosen] - low
            reached = np.isfinite(found[0][row, self.end[chosen]])
            yield from self._closed(chosen[reached], row[reached], found[1])

    def _closed(self, chosen: Int64, row: Int64, before: NDArray[np.int32]) -> Iterator[Int64]:
        """Walk back each path and close it by its frustrated tie."""
        node = self.end[chosen].copy()
        path = np.full((len(chosen), _LONGEST), -1, np.int64)
        path[:, 0] = self.closing[chosen]
        walking = np.arange(len(chosen))
        for step in range(1, _LONGEST):
            previous = before[row[walking], node[walking]]
            keys = previous.astype(np.int64) * self.size + node[walking]
            path[walking, step] = self._ties[np.searchsorted(self._keys, keys)]
            node[walking] = previous
            walking = walking[node[walking] != self.start[chosen[walking]]]
            if not len(walking):
                break
        whole = np.ones(len(chosen), np.bool_)
        whole[walking] = False
        for one in np.sort(path[whole], axis=1):
            yield _odd(one[one >= 0])


def _odd(members: Int64) -> Int64:
    """Return the ties that a closed walk uses an odd number of times."""
    if (members[1:] != members[:-1]).all():
        return members
    ties, times = np.unique(members, return_counts=True)
    odd: Int64 = ties[times % 2 == 1]
    return odd


def _few_starts(first: Int64, second: Int64) -> tuple[Int64, Int64]:
    """Turn each tie so that few nodes are starts: towards the end with more of them."""
    times = np.bincount(np.concatenate([first, second]))
    turned = times[first] < times[second]
    return np.where(turned, second, first), np.where(turned, first, second)
