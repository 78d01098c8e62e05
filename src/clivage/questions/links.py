"""Who is tied to whom: pairs of nodes as columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.network.columns import Int32, Int64

AnyInt: TypeAlias = NDArray[np.integer[Any]]
Flags: TypeAlias = NDArray[np.bool_]

#: How many pairs are looked up at once.
_BATCH: Final = 1 << 22


@dataclass(frozen=True, eq=False)
class Links:
    """Ordered pairs of nodes, each once, sorted.

    Attributes:
        nodes: how many nodes there are.
        keys: ``first * nodes + second`` of each pair, int64, sorted.
    """

    nodes: int
    keys: Int64

    @classmethod
    def of_pairs(cls, first: AnyInt, second: AnyInt, nodes: int) -> Links:
        """Make links of pairs, which may stand there more than once.

        >>> import numpy as np
        >>> links = Links.of_pairs(np.array([2, 0, 2]), np.array([1, 1, 0]), 3)
        >>> links.first.tolist(), links.second.tolist()
        ([0, 2, 2], [1, 0, 1])
        """
        return cls(nodes, _distinct(first.astype(np.int64) * nodes + second))

    def __len__(self) -> int:
        return len(self.keys)

    def __or__(self, other: Links) -> Links:
        return Links(self.nodes, _distinct(np.concatenate([self.keys, other.keys])))

    @cached_property
    def first(self) -> Int32:
        """The first node of each pair."""
        return (self.keys // max(1, self.nodes)).astype(np.int32)

    @cached_property
    def second(self) -> Int32:
        """The second node of each pair."""
        return (self.keys % max(1, self.nodes)).astype(np.int32)

    @cached_property
    def degree(self) -> Int64:
        """How many links start at each node."""
        return np.bincount(self.first, minlength=self.nodes)

    @cached_property
    def starts(self) -> Int64:
        """Where the links of each node start, and where the last end; shape (nodes + 1,)."""
        starts = np.zeros(self.nodes + 1, np.int64)
        np.cumsum(self.degree, out=starts[1:])
        return starts

    @cached_property
    def reversed(self) -> Links:
        """The same pairs with the second node first."""
        return Links.of_pairs(self.second, self.first, self.nodes)

    @cached_property
    def mutual(self) -> Links:
        """Each pair in both orders."""
        return self | self.reversed

    def of(self, node: int) -> Int32:
        """Return the nodes that a node links to, sorted; none for a number below 0."""
        if node < 0:
            return self.second[:0]
        return self.second[self.starts[node] : self.starts[node + 1]]

    def where(self, kept: Flags) -> Links:
        """Return some of the links."""
        return Links(self.nodes, self.keys[kept])

    def hold(self, first: AnyInt, second: AnyInt) -> Flags:
        """Whether each of these pairs is linked."""
        wanted = first.astype(np.int64) * self.nodes + second
        at = np.searchsorted(self._ended, wanted)
        found: Flags = self._ended[at] == wanted
        return found

    @cached_property
    def _ended(self) -> Int64:
        return np.append(self.keys, np.iinfo(np.int64).max)

    def joined(self, nodes: AnyInt) -> tuple[Int64, Int32]:
        """Follow every link of some nodes.

        Returns:
            For each link its place in ``nodes``, and the node that it leads to, in order.

        >>> import numpy as np
        >>> links = Links.of_pairs(np.array([0, 0, 1]), np.array([1, 2, 2]), 3)
        >>> [column.tolist() for column in links.joined(np.array([1, 0]))]
        [[0, 1, 1], [2, 1, 2]]
        """
        counts = self.degree[nodes]
        place = np.repeat(np.arange(len(nodes)), counts)
        before = np.cumsum(counts) - counts
        at = np.arange(len(place)) + np.repeat(self.starts[nodes] - before, counts)
        return place, self.second[at]

    def shared(self, first: AnyInt, second: AnyInt) -> tuple[Int64, Int32]:
        """Find the nodes that both nodes of each pair link to.

        Returns:
            For each that is found the place of the pair, and the node, in order.
        """
        swapped = self.degree[first] > self.degree[second]
        fewer, more = np.where(swapped, second, first), np.where(swapped, first, second)
        places, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
        for start, end in self._batches(fewer):
            place, node = self.joined(fewer[start:end])
            place += start
            both = np.flatnonzero(self.hold(more[place], node))
            places.append(place[both])
            found.append(node[both])
        return np.concatenate(places), np.concatenate(found)

    def _batches(self, nodes: AnyInt) -> Iterator[tuple[int, int]]:
        """Split nodes so that each part has not too many links."""
        number = np.cumsum(self.degree[nodes]) // _BATCH
        ends = [*(np.flatnonzero(np.diff(number)) + 1).tolist(), len(nodes)]
        return zip([0, *ends], ends, strict=False)


def _distinct(keys: Int64) -> Int64:
    """Sort, and leave out what repeats: np.unique hashes first, and that is much slower here."""
    ordered = np.sort(keys)
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]
