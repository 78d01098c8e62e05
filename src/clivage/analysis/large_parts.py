"""Correlation clustering of parts too large for `clivage.analysis.clustering`, on columns.

The local search is the same, move for move; only its ties stand in arrays, and an actor is looked
at again only where a neighbour has moved. It ends after a fixed number of rounds at the latest. The
bound is a packing of triangles with exactly one opposition, found near the ends of each
opposition: each triangle takes what it keeps frustrated off all three of its ties, in whole
numbers, so that what they take together is what any partition leaves frustrated at least.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.ties import Int64, Ties

Truths: TypeAlias = NDArray[np.bool_]

#: Rounds over all actors, and times that groups are moved as if they were actors, at most.
_ROUNDS: Final = 30
_LEVELS: Final = 12
#: How many friends of one end of each opposition are tried for a triangle, the busiest first.
_FRIENDS: Final = 64


@dataclass(frozen=True, eq=False)
class _Arcs:
    """Ties in both directions as CSR over their starts, the ends in order."""

    starts: Int64
    ends: Int64
    weight: Int64

    @classmethod
    def of(cls, size: int, first: Int64, second: Int64, weight: Int64) -> _Arcs:
        one, other = np.concatenate([first, second]), np.concatenate([second, first])
        order = np.argsort(one * size + other)
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(one, minlength=size), out=starts[1:])
        return cls(starts, other[order], weight[order % max(1, len(first))])

    def busiest_first(self) -> _Arcs:
        """Return the arcs of each start in the order of how many arcs leave their end."""
        leaving = np.diff(self.starts)
        start = np.repeat(np.arange(len(leaving)), leaving)
        order = np.lexsort((-leaving[self.ends], start))
        return _Arcs(self.starts, self.ends[order], self.weight[order])


def cost_of(ties: Ties, group: Int64) -> int:
    """Return the weight of opposition within groups and of support across them."""
    contrary = (ties.weight > 0) != (group[ties.first] == group[ties.second])
    return int(np.abs(ties.weight[contrary]).sum())


def settled(ties: Ties) -> Int64:
    """Return the group of each node after a local search from two fixed starts, the better end.

    Groups are numbered by their first node, and support joins each.

    >>> pair = Ties(3, np.array([0, 1]), np.array([1, 2]), np.array([2, -1]))
    >>> settled(pair).tolist()
    [0, 0, 1]
    """
    together, alone = np.zeros(ties.size, np.int64), np.arange(ties.size)
    ends = [improved(ties, start) for start in (together, alone)]
    return tidied(ties, min(ends, key=lambda group: cost_of(ties, group)))


def improved(ties: Ties, start: Int64) -> Int64:
    """Move nodes in turn, then whole groups, until nothing gains or the rounds are over.

    Where they are not over, it ends in the groups of `clivage.analysis.clustering.improve`.
    """
    arcs = _Arcs.of(ties.size, ties.first, ties.second, ties.weight)
    group, _ = _moved(arcs, start)
    for _ in range(_LEVELS):
        bloc = np.unique(group, return_inverse=True)[1]
        joined, gained = _moved(_between(ties, bloc), np.arange(bloc.max(initial=-1) + 1))
        if not gained:
            break
        group, _ = _moved(arcs, joined[bloc])
    return group


def _moved(arcs: _Arcs, start: Int64) -> tuple[Int64, bool]:
    """Move each node to the group that it supports most; return the groups, and if any moved."""
    group, starts = start.copy(), arcs.starts.tolist()
    fresh = int(group.max(initial=-1)) + 1
    pull = np.zeros(2 * len(group) + 1, np.int64)
    stale, ever = np.ones(len(group), np.bool_), False
    for _ in range(_ROUNDS):
        if not stale.any():
            break
        for node in range(len(group)):
            if not stale[node]:
                continue
            stale[node] = False
            some = slice(starts[node], starts[node + 1])
            near = group[arcs.ends[some]]
            np.add.at(pull, near, arcs.weight[some])
            pulls, own = pull[near], pull[group[node]]
            pull[near] = 0
            best = pulls.max(initial=own)
            if best <= own and own >= 0:
                continue
            if best < 0:
                group[node], fresh = fresh, fresh + 1
                if fresh == len(pull):
                    pull = np.append(pull, np.zeros_like(pull))
            else:
                group[node] = near[pulls == best].min()
            stale[arcs.ends[some]] = ever = True
    return group, ever


def _between(ties: Ties, group: Int64) -> _Arcs:
    """Return the net weight between each two groups that have a tie, even where it is 0."""
    one, other = group[ties.first], group[ties.second]
    apart = one != other
    size = int(group.max(initial=-1)) + 1
    key = np.minimum(one, other)[apart] * size + np.maximum(one, other)[apart]
    pairs, pair = np.unique(key, return_inverse=True)
    weight = np.zeros(len(pairs), np.int64)
    np.add.at(weight, pair, ties.weight[apart])
    return _Arcs.of(size, pairs // max(1, size), pairs % max(1, size), weight)


def tidied(ties: Ties, group: Int64) -> Int64:
    """Split each group into what support joins, and number the parts by their first node."""
    part = ties.groups((ties.weight > 0) & (group[ties.first] == group[ties.second]))
    _, first, found = np.unique(part, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[found]


class FewerCamps:
    """What becomes of groups when camps are merged or dissolved one by one, the cheapest first.

    Two camps are merged only where some support joins them: else they would be two still.
    """

    def __init__(self, ties: Ties, group: Int64) -> None:
        size = np.bincount(group)
        camps = np.flatnonzero(size > 1)
        number = np.full(len(size), -1)
        number[camps] = np.arange(len(camps))
        self.camps = len(camps)
        self._camp = number[group]
        self._inside = [0] * self.camps
        #: Net weight and support between each camp and others that it has a tie with.
        self._near: list[dict[int, tuple[int, int]]] = [{} for _ in range(self.camps)]
        self._steps: list[tuple[int, int]] = []
        self._sum_up(ties)
        self._run()

    def groups(self, most: int) -> Int64:
        """Return groups of which so many are camps at most."""
        label = np.arange(self.camps)
        for camp, other in self._steps[: max(0, self.camps - most)]:
            label[label == other] = camp
        # The last of the labels is that of the nodes in no camp.
        camp = np.append(label, -1)[self._camp]
        return np.where(camp >= 0, camp, self.camps + np.arange(len(camp)))

    def _sum_up(self, ties: Ties) -> None:
        one, other = self._camp[ties.first], self._camp[ties.second]
        both = (one >= 0) & (other >= 0)
        key = np.minimum(one, other)[both] * self.camps + np.maximum(one, other)[both]
        pairs, pair = np.unique(key, return_inverse=True)
        net, support = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
        np.add.at(net, pair, ties.weight[both])
        np.add.at(support, pair, np.maximum(0, ties.weight[both]))
        lists = (pairs.tolist(), net.tolist(), support.tolist())
        for pair_, weight, supporting in zip(*lists, strict=True):
            low, high = divmod(pair_, self.camps)
            if low == high:
                self._inside[low] = weight
            else:
                self._near[low][high] = self._near[high][low] = weight, supporting

    def _run(self) -> None:
        """Find every step down to no camp: a camp and what is merged into it; -1 dissolves."""
        alive = set(range(self.camps))
        heap = [step for camp in range(self.camps) for step in self._choices(camp)]
        heapq.heapify(heap)
        while alive:
            cost, camp, other = heapq.heappop(heap)
            if camp not in alive or cost != self._cost(camp, other):
                continue
            if other < 0:
                alive.remove(camp)
                self._steps.append((-1, camp))
                self._forget(camp)
                continue
            alive.remove(other)
            self._steps.append((camp, other))
            self._merge(camp, other)
            for step in self._choices(camp):
                heapq.heappush(heap, step)

    def _choices(self, camp: int) -> Iterator[tuple[int, int, int]]:
        """Yield what dissolving a camp costs, and merging it with each that it has support with."""
        for other in (-1, *self._near[camp]):
            cost = self._cost(camp, other)
            if cost is not None:
                yield cost, *((camp, other) if camp < other or other < 0 else (other, camp))

    def _cost(self, camp: int, other: int) -> int | None:
        """Return what a step costs now, None where it cannot be made."""
        if other < 0:
            return self._inside[camp]
        weight, support = self._near[camp].get(other, (0, 0))
        return -weight if support else None

    def _forget(self, camp: int) -> None:
        for other in self._near[camp]:
            del self._near[other][camp]
        self._near[camp] = {}

    def _merge(self, camp: int, other: int) -> None:
        gone = self._near[other]
        self._inside[camp] += self._inside[other] + gone[camp][0]
        self._forget(other)
        for third, (weight, support) in gone.items():
            if third != camp:
                before = self._near[camp].get(third, (0, 0))
                after = before[0] + weight, before[1] + support
                self._near[camp][third] = self._near[third][camp] = after


def triangle_bound(ties: Ties) -> int:
    """Return a weight that every partition leaves frustrated at least; proved.

    >>> ring = Ties(3, np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([2, 3, -4]))
    >>> triangle_bound(ring)
    2
    """
    triangles, bound = _Triangles(ties), 0
    for turn in range(_FRIENDS):
        closed = triangles.closed(turn)
        while len(closed):
            bound += triangles.take(closed)
            closed = closed[triangles.open(closed)]
    return bound


class _Triangles:
    """Triangles with one opposition, and what is left of the weight of each tie."""

    def __init__(self, ties: Ties) -> None:
        support = np.flatnonzero(ties.weight > 0)
        arcs = _Arcs.of(ties.size, ties.first[support], ties.second[support], support)
        self._tie, self._size = arcs.weight, ties.size
        friends = np.diff(arcs.starts)
        self._keys = np.repeat(np.arange(ties.size) * ties.size, friends) + arcs.ends
        self._friends = arcs.busiest_first()
        against = np.flatnonzero(ties.weight < 0)
        one, other = ties.first[against], ties.second[against]
        swapped = friends[one] > friends[other]
        # Friends are tried at the end that has few, so that it is often all of them; in the order
        # of the other ends, one search after the other is in the same part of the keys.
        near, far = np.where(swapped, other, one), np.where(swapped, one, other)
        order = np.argsort(far, kind="stable")
        self._against, self._near, self._far = against[order], near[order], far[order]
        self._left = np.abs(ties.weight)

    def closed(self, turn: int) -> Int64:
        """Return the triangles over the friend of that rank, as rows of three open ties."""
        starts = self._friends.starts
        some = starts[self._near] + turn < starts[self._near + 1]
        some &= self._left[self._against] > 0
        near, far = self._near[some], self._far[some]
        arc = starts[near] + turn
        across = self._between(far, self._friends.ends[arc])
        rows = np.stack([self._against[some], self._friends.weight[arc], across], axis=1)
        rows = rows[across >= 0]
        return rows[self.open(rows)]

    def open(self, rows: Int64) -> Truths:
        """Which triangles have weight left on all three ties."""
        return np.asarray((self._left[rows] > 0).all(axis=1))

    def take(self, rows: Int64) -> int:
        """Take from triangles that share no tie what they can give; return how much that is."""
        amount = self._left[rows].min(axis=1)
        rows = rows[np.argsort(-amount, kind="stable")]
        claimed = np.full(len(self._left), len(rows))
        place = np.repeat(np.arange(len(rows)), 3)
        np.minimum.at(claimed, rows.ravel(), place)
        mine = rows[(claimed[rows] == np.arange(len(rows))[:, None]).all(axis=1)]
        amount = self._left[mine].min(axis=1)
        self._left[mine] -= amount[:, None]
        return int(amount.sum())

    def _between(self, one: Int64, other: Int64) -> Int64:
        """Return the support between nodes, -1 where there is none."""
        wanted = one * self._size + other
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[place] == wanted, self._tie[place], -1)
