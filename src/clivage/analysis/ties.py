"""Numbered ties: the bare signed graph that the algorithms of this package work on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.network.merged import symmetric

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Int64: TypeAlias = NDArray[np.int64]
#: The side of each node, +1 or -1, shape (nodes,).
Sides: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ties:
    """An undirected signed graph with at most one tie a pair and no loops.

    Attributes:
        size: how many nodes there are.
        first, second: ends of each tie, int64, shape (ties,).
        weight: positive for support, negative for opposition, never 0, int64.
    """

    size: int
    first: Int64
    second: Int64
    weight: Int64

    @classmethod
    def merged(cls, size: int, first: Int64, second: Int64, weight: Int64) -> tuple[Ties, int]:
        """Add up parallel ties and leave out loops.

        Returns the ties and their unavoidable cost: what any two sides leave frustrated in
        negative loops, and where a pair has support and opposition.

        >>> import numpy as np
        >>> ends = np.array([0, 0]), np.array([1, 1])
        >>> ties, cost = Ties.merged(2, *ends, np.array([3, -1]))
        >>> ties.weight.tolist(), cost
        ([2], 1)
        """
        loop = first == second
        cost = int(-weight[loop & (weight < 0)].sum())
        low, high = np.minimum(first, second)[~loop], np.maximum(first, second)[~loop]
        pairs, pair = np.unique(low * size + high, return_inverse=True)
        net, whole = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
        np.add.at(net, pair, weight[~loop])
        np.add.at(whole, pair, np.abs(weight[~loop]))
        cost += int((whole - np.abs(net)).sum()) // 2
        kept = net != 0
        return cls(size, pairs[kept] // size, pairs[kept] % size, net[kept]), cost

    def __len__(self) -> int:
        return len(self.weight)

    @cached_property
    def matrix(self) -> csr_array:
        """The symmetric matrix of weights, float64, shape (size, size)."""
        return symmetric(self.size, self.first, self.second, self.weight).astype(np.float64)

    def rounded_up(self, bound: float) -> int:
        """Return the least number not below a bound that a cost can be.

        Every cost is a multiple of what all weights are multiples of.

        >>> import numpy as np
        >>> Ties(2, np.array([0]), np.array([1]), np.array([-4])).rounded_up(4.5)
        8
        """
        step = int(np.gcd.reduce(self.weight)) if len(self) else 1
        return -(-math.ceil(bound) // step) * step

    def frustrated(self, sides: Sides) -> NDArray[np.bool_]:
        """Return which ties two sides leave frustrated: support across, opposition within."""
        found: NDArray[np.bool_] = self.weight * sides[self.first] * sides[self.second] < 0
        return found

    def cost(self, sides: Sides) -> int:
        """Return the weight of the ties that two sides leave frustrated."""
        return int(np.abs(self.weight[self.frustrated(sides)]).sum())

    def components(self) -> Int64:
        """Return the number of the connected component of each node, from 0."""
        return self.groups(np.ones(len(self), np.bool_))

    def groups(self, kept: NDArray[np.bool_]) -> Int64:
        """Return the number of the component of each node when only some ties hold."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        ends = (self.first[kept], self.second[kept])
        some = coo_array((np.ones(len(ends[0])), ends), shape=(self.size, self.size))
        found: Any = connected_components(some, directed=False)[1]
        return np.asarray(found, np.int64)

    def contracted(self, group: Int64, sides: Sides) -> tuple[Ties, int]:
        """Merge each group of nodes into one that keeps its members' sides to each other.

        Args:
            group: number of the group of each node, from 0.
            sides: side of each node; within a group they are fixed as they are to each other.

        Returns:
            The ties between groups and the cost of what is already decided.
        """
        weight = self.weight * sides[self.first] * sides[self.second]
        size = int(group.max()) + 1 if len(group) else 0
        return Ties.merged(size, group[self.first], group[self.second], weight)

    def joined(self, one: int, other: int, relation: int) -> tuple[Ties, int, Int64, Sides]:
        """Merge two nodes that stand on the same side (1), or on opposite ones (-1).

        Returns:
            The ties and cost of `contracted`, with the groups and sides that it was given.
        """
        group = np.arange(self.size)
        group[other] = one
        group = np.unique(group, return_inverse=True)[1]
        sides = np.ones(self.size, np.int64)
        sides[other] = relation
        return *self.contracted(group, sides), group, sides
