"""Camps of parts too large to be searched exactly, tried on parts that are not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.analysis import camps, clustering, large_parts
from clivage.analysis.camps import Camps, find_camps
from clivage.analysis.ties import Ties
from clivage.network import SignedGraph

SIZE = 9
WEIGHTS = st.integers(-4, 6).filter(bool)
TIES = st.dictionaries(
    st.sampled_from(list(itertools.combinations(range(SIZE), 2))), WEIGHTS, min_size=1
)


def graph_of(ties: dict[tuple[int, int], int], size: int = SIZE) -> SignedGraph:
    """Make a graph of the weight of each pair."""
    first, second = (np.array([pair[end] for pair in ties], np.int32) for end in (0, 1))
    nodes = tuple(f"n{number:03}" for number in range(size))
    return SignedGraph.of_pairs(nodes, first, second, np.array(list(ties.values())))


def columns_of(graph: SignedGraph) -> Ties:
    """Return the numbered ties of a graph."""
    ends = graph.first.astype(np.int64), graph.second.astype(np.int64)
    return Ties(len(graph.nodes), *ends, graph.weight)


def crowd(size: int, camps_: int) -> SignedGraph:
    """Make a graph of camps that mostly hold together, always the same."""
    chance = np.random.default_rng(5)
    ties = {}
    for one, other in itertools.combinations(range(size), 2):
        if chance.random() < 0.3:
            likely = 0.9 if one % camps_ == other % camps_ else 0.3
            weight = int(chance.integers(1, 9))
            ties[one, other] = weight if chance.random() < likely else -weight
    return graph_of(ties, size)


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the way of large networks whatever the size."""
    monkeypatch.setattr(camps, "_MOST_TIES_HELD", 0)
    monkeypatch.setattr(camps, "_MOST_WRITTEN", 0)


@given(TIES, st.booleans())
@settings(max_examples=50)
def test_the_search_on_columns_moves_as_the_other(
    ties: dict[tuple[int, int], int], together: bool
) -> None:
    """From the same start it ends in the same groups."""
    graph = graph_of(ties)
    weights = clustering.weights_of(graph)
    start = np.zeros(SIZE, np.int64) if together else np.arange(SIZE)
    of_dicts = clustering.improve(
        sorted(weights), {node: int(start[node]) for node in sorted(weights)}, weights
    )
    expected = clustering.tidy(of_dicts, weights)
    columns = columns_of(graph)
    found = large_parts.tidied(columns, large_parts.improved(columns, start))
    for one, other in itertools.combinations(sorted(weights), 2):
        assert (found[one] == found[other]) == (expected[one] == expected[other])


@given(TIES)
@settings(max_examples=50)
def test_the_bound_of_triangles_is_a_bound(ties: dict[tuple[int, int], int]) -> None:
    """No partition costs less; the exact search knows the least."""
    graph = graph_of(ties)
    exact = find_camps(graph)
    assert exact.optimal
    assert large_parts.triangle_bound(columns_of(graph)) <= exact.frustration


def test_triangles_share_no_weight_twice() -> None:
    """Two oppositions over one friend's tie cannot both take all of it."""
    ties = {(0, 1): 5, (0, 2): 5, (0, 3): 5, (1, 2): -5, (1, 3): -5}
    assert large_parts.triangle_bound(columns_of(graph_of(ties))) == 5


def checked(found: Camps, graph: SignedGraph) -> None:
    """Assert that a result is what it says of itself."""
    camp_of = {id: number for number, camp in enumerate(found.members) for id in camp}
    rows = zip(graph.first.tolist(), graph.second.tolist(), graph.weight.tolist(), strict=True)
    contrary = {}
    for first, second, weight in rows:
        one, other = graph.nodes[first], graph.nodes[second]
        if (weight > 0) != (camp_of.get(one, one) == camp_of.get(other, other)):
            contrary[one, other] = abs(weight)
    assert {(tie.first, tie.second): tie.weight for tie in found.frustrated_edges} == contrary
    assert found.frustration == sum(contrary.values())
    assert found.lower_bound <= found.frustration
    assert all(len(camp) > 1 for camp in found.members)
    assert sorted([*camp_of, *found.unaligned]) == sorted(graph.nodes)


@pytest.mark.usefixtures("everything_is_large")
def test_fewer_camps_never_cost_less() -> None:
    """Each number of camps is kept to, and the bound of any number holds for all."""
    graph = crowd(60, 4)
    free = find_camps(graph)
    checked(free, graph)
    costs = []
    for most in range(len(free.members) + 1):
        found = find_camps(graph, most=most)
        checked(found, graph)
        assert len(found.members) <= most
        assert found.lower_bound <= free.frustration
        costs.append(found.frustration)
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == free.frustration
    assert costs[0] == graph.weight[graph.weight > 0].sum()


@pytest.mark.usefixtures("everything_is_large")
def test_several_parts_and_frustrated_ties_made_when_asked_for() -> None:
    """Parts without support between them are apart, and the ties can be counted and sliced."""
    ties = {(0, 1): 2, (1, 2): 3, (0, 2): -1, (4, 5): 1, (2, 4): -7, (0, 4): -2}
    graph = graph_of(ties)
    found = find_camps(graph)
    checked(found, graph)
    assert found.members == (("n000", "n001", "n002"), ("n004", "n005"))
    assert (found.frustration, found.lower_bound, found.optimal) == (1, 1, True)
    assert len(found.frustrated_edges) == 1
    assert found.frustrated_edges[0].first == "n000"
    assert [tie.second for tie in found.frustrated_edges[:5]] == ["n002"]
    assert find_camps(graph).members == found.members


@pytest.mark.usefixtures("everything_is_large")
def test_a_large_network_without_ties_has_no_camps() -> None:
    """And nothing is frustrated."""
    none = np.zeros(0, np.int32)
    found = find_camps(SignedGraph.of_pairs(("a", "b"), none, none, np.zeros(0, np.int64)))
    assert (found.members, found.unaligned, found.optimal) == ((), ("a", "b"), True)
