"""The search for the partition of a signed graph into blocks that contradicts its ties least."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Int64: TypeAlias = NDArray[np.int64]

#: How many starts the search has in small graphs and in others; the first is round robin by
#: degree, the others are random.
_STARTS: Final = (40, 10)
#: Graphs with more nodes than this are not small, and are searched without swaps, whose number
#: is the square.
_MOST_SWAPPED: Final = 60
#: Partial partitions that the proof looks at before it gives up. A count and not a time: the
#: answer must not depend on the machine.
_MOST_STEPS: Final = 100_000


@dataclass(frozen=True, eq=False)
class Criterion:
    """What a partition costs, in whole numbers.

    Attributes:
        matrix: symmetric weights, positive for support, int64, each node with a tie or more.
        against: cost of a weight of 1 of opposition in a positive block.
        across: cost of a weight of 1 of support in a negative block.
        relaxed: whether each block has the sign that costs less; else those on the diagonal are
            positive and the others negative.
    """

    matrix: csr_array
    against: int
    across: int
    relaxed: bool

    def pulls(self, group: Int64, k: int) -> tuple[Int64, Int64]:
        """Return the support and opposition between each node and block, shape (nodes, k)."""
        member = np.zeros((len(group), k), np.int64)
        member[np.arange(len(group)), group] = 1
        whole, size = self.matrix @ member, abs(self.matrix) @ member
        return (size + whole) // 2, (size - whole) // 2

    def blocks(self, group: Int64, k: int) -> tuple[Int64, Int64]:
        """Return the support and opposition in each block, shape (k, k), each tie once."""
        found = []
        for pull in self.pulls(group, k):
            sums = np.zeros((k, k), np.int64)
            np.add.at(sums, group, pull)
            # A tie within a block was met from both of its ends.
            sums[np.diag_indices(k)] //= 2
            found.append(sums)
        return found[0], found[1]

    def cost(self, support: Int64, opposition: Int64) -> Int64:
        """Return the cost of block matrices, shape (…, k, k), each pair of blocks once."""
        against, across = self.against * opposition, self.across * support
        k = support.shape[-1]
        own = np.eye(k, dtype=np.bool_)
        each = np.minimum(against, across) if self.relaxed else np.where(own, against, across)
        upper = np.triu(np.ones((k, k), np.bool_))
        return np.asarray(each[..., upper].sum(axis=-1), np.int64)

    def signs(self, support: Int64, opposition: Int64) -> Int64:
        """Return the sign of each block; 0 without ties. What is even is structural."""
        against, across = self.against * opposition, self.across * support
        structural = 2 * np.eye(len(support), dtype=np.int64) - 1
        signs = np.where(against == across, structural, np.sign(across - against))
        signs = signs if self.relaxed else structural
        return np.where(support + opposition > 0, signs, 0)


def best_partition(criterion: Criterion, k: int, seed: int) -> tuple[Int64, int]:
    """Return the best partition into ``k`` blocks found by moves and swaps, and its cost."""
    size = criterion.matrix.shape[0]
    random = np.random.default_rng(seed)
    starts: Iterator[Int64] = (
        _start(criterion, k, random, number) for number in range(_STARTS[size > _MOST_SWAPPED])
    )
    if criterion.relaxed:
        # What is good with fixed signs is no worse with free ones.
        fixed = best_partition(replace(criterion, relaxed=False), k, seed)[0]
        starts = itertools.chain([fixed], starts)
    best, least = np.zeros(size, np.int64), -1
    for group in starts:
        cost = _improved(criterion, group, k)
        if least < 0 or cost < least:
            best, least = group, cost
        if least == 0 or k in (1, size):
            break
    return best, least


def _start(criterion: Criterion, k: int, random: np.random.Generator, number: int) -> Int64:
    """Return a partition without an empty block."""
    size = criterion.matrix.shape[0]
    degree = np.diff(criterion.matrix.indptr)
    order = random.permutation(size) if number else np.argsort(-degree, kind="stable")
    group = np.empty(size, np.int64)
    group[order] = np.arange(size) % k
    return group


def _improved(criterion: Criterion, group: Int64, k: int) -> int:
    """Improve a partition in place until neither move nor swap does; return its cost."""
    support, opposition = criterion.blocks(group, k)
    cost = int(criterion.cost(support, opposition))
    while True:
        before = cost
        cost = _moves(criterion, group, k, cost)
        if cost == before and len(group) <= _MOST_SWAPPED:
            cost = _swaps(criterion, group, k, cost)
        if cost == before:
            return cost


def _moves(criterion: Criterion, group: Int64, k: int, cost: int) -> int:
    """Move each node to the block where the cost is least, if that is less; return the cost."""
    support, opposition = criterion.blocks(group, k)
    size = np.bincount(group, minlength=k)
    for node in range(len(group)):
        old = int(group[node])
        if size[old] == 1:
            continue
        near = _near(criterion, group, node, k)
        moved = _moved(support, near[0], old), _moved(opposition, near[1], old)
        costs = criterion.cost(*moved)
        new = int(costs.argmin())
        if costs[new] < cost:
            cost = int(costs[new])
            support, opposition = moved[0][new], moved[1][new]
            group[node] = new
            size[old] -= 1
            size[new] += 1
    return cost


def _near(criterion: Criterion, group: Int64, node: int, k: int) -> tuple[Int64, Int64]:
    """Return the support and opposition between a node and each block."""
    start, end = criterion.matrix.indptr[node : node + 2]
    blocks, weights = group[criterion.matrix.indices[start:end]], criterion.matrix.data[start:end]
    near = np.zeros((2, k), np.int64)
    np.add.at(near, ((weights < 0).astype(np.int64), blocks), np.abs(weights))
    return near[0], near[1]


def _moved(sums: Int64, near: Int64, old: int) -> Int64:
    """Return a block matrix once for each block that a node could move to, shape (k, k, k)."""
    k = len(near)
    without = sums.copy()
    without[old, :] -= near
    without[:, old] -= near
    without[old, old] += near[old]
    moved = np.repeat(without[np.newaxis], k, axis=0)
    new = np.arange(k)
    moved[new, new, :] += near
    moved[new, :, new] += near
    moved[new, new, new] -= near
    return moved


def _swaps(criterion: Criterion, group: Int64, k: int, cost: int) -> int:
    """Swap two nodes of different blocks where the cost falls; return the cost."""
    for one in range(len(group)):
        for other in range(one):
            if group[one] == group[other]:
                continue
            group[one], group[other] = group[other], group[one]
            swapped = int(criterion.cost(*criterion.blocks(group, k)))
            if swapped < cost:
                return swapped
            group[one], group[other] = group[other], group[one]
    return cost


def proved_partition(
    criterion: Criterion, k: int, group: Int64, cost: int
) -> tuple[Int64, int, bool]:
    """Return the best of all partitions into ``k`` blocks, and whether all were seen.

    Args:
        group, cost: the best partition known, and what it costs.
    """
    search = _Exhaustion(criterion, k, cost)
    finished = search.descend(0, 0, 0)
    return (group if search.best is None else search.best), search.least, finished


class _Exhaustion:
    """All partitions, node by node; a part whose cost is no less than the best known is left.

    Placing a node adds ties to blocks and takes none away, so that the cost never falls.
    """

    def __init__(self, criterion: Criterion, k: int, known: int) -> None:
        self.criterion, self.k, self.least = criterion, k, known
        dense = criterion.matrix.toarray()
        # The busiest first: they cost most, so that bad parts are left early.
        self.order = np.argsort(-np.count_nonzero(dense, axis=1), kind="stable").tolist()
        self.before = [
            [(other, int(dense[node, other])) for other in self.order[:at] if dense[node, other]]
            for at, node in enumerate(self.order)
        ]
        self.group = [-1] * len(dense)
        self.sums = [[[0, 0] for _ in range(k)] for _ in range(k)]
        self.best: Int64 | None = None
        self.steps = 0

    def descend(self, at: int, used: int, cost: int) -> bool:
        """Place the nodes from ``at`` on; return whether all that could be better was seen."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            return False
        if at == len(self.order):
            self.least, self.best = cost, np.array(self.group, np.int64)
            return True
        left = len(self.order) - at
        for block in range(min(used + 1, self.k)):
            now = max(used, block + 1)
            if self.k - now > left - 1:
                continue  # too few nodes left to fill the empty blocks
            more = self._place(at, block, 1)
            if cost + more < self.least and not self.descend(at + 1, now, cost + more):
                return False
            self._place(at, block, -1)
        return True

    def _place(self, at: int, block: int, way: int) -> int:
        """Add a node to a block, or take it away; return by how much the cost changes."""
        near: dict[int, list[int]] = {}
        for other, weight in self.before[at]:
            sums = near.setdefault(self.group[other], [0, 0])
            sums[weight < 0] += abs(weight)
        change = 0
        for other, (support, opposition) in near.items():
            sums = self.sums[min(block, other)][max(block, other)]
            change -= self._cost(sums, block == other)
            sums[0] += way * support
            sums[1] += way * opposition
            change += self._cost(sums, block == other)
        self.group[self.order[at]] = block if way > 0 else -1
        return change

    def _cost(self, sums: list[int], own: bool) -> int:
        across, against = self.criterion.across * sums[0], self.criterion.against * sums[1]
        if self.criterion.relaxed:
            return min(across, against)
        return against if own else across
