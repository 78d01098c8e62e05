"""Small signed networks and graphs for the tests of the measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import networkx
import numpy as np
from hypothesis import strategies as st

from clivage.network import SignedGraph, SignedNetwork, merge

#: A statement: holder, target, sign, strength.
Row = tuple[int, int, int, int]


def rows(size: int = 7, *, most: int = 30) -> st.SearchStrategy[list[Row]]:
    """Give statements between actors, some of them on themselves, repeated or contrary."""
    node = st.integers(0, size - 1)
    row = st.tuples(node, node, st.sampled_from((1, -1)), st.integers(1, 3))
    return st.lists(row, max_size=most)


def network(table: Iterable[Row], size: int = 7) -> SignedNetwork:
    """Make a network of statements."""
    columns = list(zip(*table, strict=True)) or [()] * 4
    nodes = [f"n{number:03}" for number in range(size)]
    return SignedNetwork.of_rows(nodes, *columns[:3], weight=columns[3])


def graph(table: Iterable[Row], size: int = 7) -> SignedGraph:
    """Make a graph of statements, merged by their sum."""
    return merge(network(table, size))


def matrix(signed: SignedGraph) -> Any:  # noqa: ANN401
    """Return the signs of a graph as a dense matrix."""
    return np.sign(signed.matrix.toarray())


def switched(signed: SignedGraph, sides: Sequence[int]) -> SignedGraph:
    """Turn the sign of every tie between two sides, given as +1 and -1."""
    side = np.array(sides)
    weight = signed.weight * side[signed.first] * side[signed.second]
    return SignedGraph.of_pairs(signed.nodes, signed.first, signed.second, weight)


def renamed(table: Iterable[Row], names: Sequence[int]) -> list[Row]:
    """Give every actor another number, and the statements another order."""
    return [(names[one], names[other], sign, weight) for one, other, sign, weight in table][::-1]


def complete(size: int, sign: int) -> networkx.Graph[Any]:
    """Return a graph in which everyone has the same tie with everyone."""
    everyone: networkx.Graph[Any] = networkx.complete_graph(size)
    networkx.set_edge_attributes(everyone, dict.fromkeys(everyone.edges, sign), "sign")
    return everyone
