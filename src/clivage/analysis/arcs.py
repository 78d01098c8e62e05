"""Directed signed ties: the ordered pairs of actors, each with at most one sign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clivage.errors import NetworkError
from clivage.network import Merge, SignedGraph, SignedNetwork, from_networkx, merge
from clivage.network.columns import Int8, Int32

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from clivage.network.reading import AnyGraph


@dataclass(frozen=True, kw_only=True, eq=False)
class Arcs:
    """A directed signed graph: at most one tie an ordered pair, and no loops.

    Attributes:
        nodes: ids of the actors; positions in it are node numbers.
        source, target: node numbers of each tie, sorted by source and target, int32.
        sign: +1 for support, -1 for opposition, int8.
        definition: how the statements were merged, in words.
    """

    nodes: tuple[str, ...]
    source: Int32
    target: Int32
    sign: Int8
    definition: str

    def __len__(self) -> int:
        return len(self.sign)

    @cached_property
    def matrix(self) -> csr_array:
        """The matrix of signs, a row a source, int64, shape (nodes, nodes)."""
        from scipy.sparse import coo_array

        ends = (self.source, self.target)
        shape = (len(self.nodes),) * 2
        return coo_array((self.sign.astype(np.int64), ends), shape=shape).tocsr()


def directed_ties(
    graph: AnyGraph, *, rule: Merge = Merge.SUM, sign: str = "sign", weight: str | None = None
) -> Arcs:
    """Merge the statements of each ordered pair of actors into at most one directed tie.

    Args:
        graph: a `SignedNetwork` or a directed NetworkX graph; issues are left out.
        rule: how several statements of one actor on another are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when the graph has no directions, or an edge no sign.

    >>> from clivage.network import SignedNetwork
    >>> both = SignedNetwork.of_rows("ab", [0, 1, 1], [1, 0, 1], [1, -1, 1])
    >>> directed_ties(both).sign.tolist()
    [1, -1]
    """
    network = _network(graph, sign, weight).between_actors()
    straight = network.where(network.holder != network.target)
    size = len(network.nodes)
    # With every actor twice, once as a holder and once as a target, an ordered pair is a pair.
    doubled = SignedNetwork(
        nodes=network.nodes * 2,
        issues=frozenset(),
        holder=straight.holder,
        target=straight.target + np.int32(size),
        sign=straight.sign,
        weight=straight.weight,
        not_before=straight.not_before,
        not_after=straight.not_after,
        statements=straight.statements,
        evidenced=straight.evidenced,
        unit=straight.unit,
    )
    merged = merge(doubled, rule, weighted=False)
    return Arcs(
        nodes=network.nodes,
        source=merged.first,
        target=merged.second - np.int32(size),
        sign=merged.weight.astype(np.int8),
        definition=f"in each direction, {merged.definition}",
    )


def _network(graph: AnyGraph, sign: str, weight: str | None) -> SignedNetwork:
    if isinstance(graph, SignedNetwork):
        return graph
    if isinstance(graph, SignedGraph) or not graph.is_directed():
        what = "the graph has no directions, and this measure is of who speaks of whom"
        raise NetworkError(what, remedy="give a SignedNetwork or a directed NetworkX graph")
    return from_networkx(graph, sign=sign, weight=weight)


def has_directions(graph: AnyGraph) -> bool:
    """Return whether `directed_ties` takes a graph.

    >>> from clivage.network import SignedNetwork
    >>> has_directions(SignedNetwork.of_rows("ab", [0], [1], [1]))
    True
    """
    if isinstance(graph, SignedGraph):
        return False
    return isinstance(graph, SignedNetwork) or graph.is_directed()
