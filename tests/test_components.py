"""Components: who is joined at all, and who by support alone."""

from __future__ import annotations

import networkx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.analysis.components import components
from clivage.network import Merge, SignedNetwork

EDGES = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from((1, -1)),
    max_size=12,
)


def parts(graph: networkx.Graph[int]) -> tuple[tuple[str, ...], ...]:
    """Return the components of a graph as NetworkX finds them, in the order of the result."""
    found = [sorted(part) for part in networkx.connected_components(graph) if len(part) > 1]
    in_order = sorted(found, key=lambda part: (-len(part), part[0]))
    return tuple(tuple(map(str, part)) for part in in_order)


@given(EDGES)
@settings(max_examples=50)
def test_components_are_those_of_networkx(edges: dict[tuple[int, int], int]) -> None:
    """By all ties, and by support alone; whoever is in none is named."""
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(10))
    graph.add_edges_from((*pair, {"sign": sign}) for pair, sign in edges.items())
    friends = graph.copy()
    friends.remove_edges_from([pair for pair, sign in edges.items() if sign < 0])
    found = components(graph)
    assert found.tied == parts(graph)
    assert found.supporting == parts(friends)
    assert found.sizes == tuple(len(part) for part in found.tied)
    assert found.supporting_sizes == tuple(len(part) for part in found.supporting)
    assert found.untied == tuple(str(node) for node in networkx.isolates(graph))
    assert found.unsupporting == tuple(str(node) for node in networkx.isolates(friends))


def test_an_even_pair_joins_nobody_and_issues_are_left_out() -> None:
    """The rule of merging decides, and is told with the result."""
    network = SignedNetwork.of_rows(
        ["guild", "press", "tax"], [0, 1, 0, 1], [1, 0, 2, 2], [1, -1, 1, 1], issues=[2]
    )
    found = components(network)
    assert (found.tied, found.untied) == ((), ("guild", "press"))
    assert Merge.SUM.meaning in found.definition


def test_a_network_without_actors_has_no_components() -> None:
    """Nothing is joined to nothing."""
    found = components(SignedNetwork.of_arrays((), *[np.zeros(0, np.int32)] * 3))
    assert (found.tied, found.supporting, found.untied, found.unsupporting) == ((), (), (), ())
