"""Triangles and squares that a frustrated tie closes: most of a packing, and cheap to find.

For each frustrated tie the cheapest ties at its two ends are tried for a triangle, and, where
there is none, all pairs of them for a square. This is a search near the ends, not an exhaustive
one: what it misses, shortest paths find (`clivage.analysis.cycles`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.clock import Deadline
from clivage.analysis.ties import Int64, Sides, Ties

Floats = NDArray[np.float64]

#: How many of the cheapest ties are tried at each end.
_NEAREST: Final = 10
#: How many frustrated ties are looked at together.
_BLOCK: Final = 4096
#: Price of what is not there.
_NONE: Final = 9.0
#: Ties of equal price are told apart by chance up to this much; a cycle must save more.
_NOISE: Final = 1e-3


def short_cycles(
    ties: Ties, sides: Sides, prices: Floats, rng: np.random.Generator, deadline: Deadline
) -> Iterator[Int64]:
    """Yield negative triangles and squares that cost less than 1, as sorted tie numbers.

    Args:
        sides: the best known sides; each cycle has one tie that they frustrate.
        prices: of each tie, 0 to 1.

    >>> ring = Ties(3, np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1, 1, -1]))
    >>> free, chance = np.zeros(3), np.random.default_rng(1)
    >>> [cycle.tolist() for cycle in short_cycles(
    ...     ring, np.ones(3, np.int64), free, chance, Deadline(1))]
    [[0, 1, 2]]
    """
    frustrated = ties.frustrated(sides)
    arcs = _Arcs(ties, ~frustrated, prices, rng)
    closing = np.flatnonzero(frustrated)
    for low in range(0, len(closing), _BLOCK):
        if deadline.passed:
            return
        block = closing[low : low + _BLOCK]
        open_, triangles = _triangles(arcs, ties, prices, block)
        yield from np.sort(triangles, axis=1)
        yield from np.sort(_squares(arcs, ties, prices, open_), axis=1)


class _Arcs:
    """The ties that the sides satisfy, each in both directions, sorted by their start and end."""

    def __init__(
        self, ties: Ties, kept: NDArray[np.bool_], prices: Floats, rng: np.random.Generator
    ) -> None:
        tie = np.flatnonzero(kept)
        start = np.concatenate([ties.first[tie], ties.second[tie]])
        end = np.concatenate([ties.second[tie], ties.first[tie]])
        order = np.argsort(start * ties.size + end)
        self.size = ties.size
        # One more arc that leads nowhere and costs too much stands for what is not there.
        self.end = np.append(end[order], 0)
        self.tie = np.append(np.concatenate([tie, tie])[order], 0)
        self.price = np.append(prices[self.tie[:-1]], _NONE)
        self._keys = (start * ties.size + end)[order]
        self.cheapest = self._cheapest(start[order], rng)

    def _cheapest(self, start: Int64, rng: np.random.Generator) -> Int64:
        """Return the cheapest arcs of each node, shape (nodes, `_NEAREST`)."""
        # Prices are at most 1 and the noise less than 1/2: whole numbers keep the starts apart.
        order = np.argsort(2 * start + self.price[:-1] + _NOISE * rng.random(len(start)))
        begins = np.searchsorted(start, np.arange(self.size))
        rank = np.arange(len(start)) - begins[start]
        chosen = np.full((self.size, _NEAREST), len(start), np.int64)
        near = rank < _NEAREST
        chosen[start[near], rank[near]] = order[near]
        return chosen

    def between(self, one: Int64, other: Int64) -> Int64:
        """Return the arc from each node to another, the one that leads nowhere where none is."""
        if not len(self._keys):
            return np.zeros_like(one)
        wanted = one * self.size + other
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[place] == wanted, place, len(self._keys))


def _triangles(arcs: _Arcs, ties: Ties, prices: Floats, block: Int64) -> tuple[Int64, Int64]:
    """Return the ties that no triangle closes, and the cheapest triangles of the others."""
    found = []
    left = block
    for one, other in ((ties.first, ties.second), (ties.second, ties.first)):
        step = arcs.cheapest[one[left]]
        back = arcs.between(arcs.end[step], other[left][:, None])
        row, best, cheap = _best(arcs.price[step] + arcs.price[back], prices[left])
        parts = (left[row], arcs.tie[step[row, best]], arcs.tie[back[row, best]])
        found.append(np.stack(parts, axis=1))
        left = left[~cheap]
    return left, np.concatenate(found)


def _squares(arcs: _Arcs, ties: Ties, prices: Floats, block: Int64) -> Int64:
    """Return the cheapest square of each tie that one closes."""
    pairs = _NEAREST * _NEAREST
    one, other = arcs.cheapest[ties.first[block]], arcs.cheapest[ties.second[block]]
    one = np.repeat(one, _NEAREST, axis=1).reshape(len(block), pairs)
    other = np.tile(other, (1, _NEAREST))
    across = arcs.between(arcs.end[one], arcs.end[other])
    cost = arcs.price[one] + arcs.price[other] + arcs.price[across]
    # A path through the ends of the tie itself would close no square.
    cost[arcs.end[one] == ties.second[block][:, None]] = _NONE
    cost[arcs.end[other] == ties.first[block][:, None]] = _NONE
    row, best, _ = _best(cost, prices[block])
    members = (block[row], *(arcs.tie[arc[row, best]] for arc in (one, across, other)))
    return np.stack(members, axis=1)


def _best(cost: Floats, own: Floats) -> tuple[Int64, Int64, NDArray[np.bool_]]:
    """Return the rows with a cheap enough choice, that choice, and which rows these are."""
    choice = cost.argmin(axis=1)
    cheap = cost[np.arange(len(cost)), choice] + own < 1 - _NOISE
    row = np.flatnonzero(cheap)
    return row, choice[row], cheap
