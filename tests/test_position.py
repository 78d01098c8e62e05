"""Positions: degrees, status, brokers between camps, the frontier, and who stands apart."""

from __future__ import annotations

import itertools
from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clivage import network as networks
from clivage.analysis import centrality
from clivage.analysis.brokerage import brokers
from clivage.analysis.centrality import Direction, eigenvector, pn_index
from clivage.analysis.position import degrees, frontier, isolates
from clivage.errors import NetworkError
from clivage.network import SignedGraph, SignedNetwork, from_networkx, merge
from tests.graphs import Row, complete, graph, matrix, network, renamed, rows, switched
from tests.shared_data import signed
from tests.small import small

EMPTY = SignedNetwork.of_rows([], [], [], [])
#: The example of Everett & Borgatti (2014) in which all signed degrees are equal.
EQUALS = [
    [0, 1, 0, 1, 0, 0, 0, -1, -1, 0],
    [1, 0, 1, -1, 1, -1, -1, 0, 0, 0],
    [0, 1, 0, 1, -1, 0, 0, 0, -1, 0],
    [1, -1, 1, 0, 1, -1, -1, 0, 0, 0],
    [0, 1, -1, 1, 0, 1, 0, -1, 0, -1],
    [0, -1, 0, -1, 1, 0, 1, 0, 1, -1],
    [0, -1, 0, -1, 0, 1, 0, 1, -1, 1],
    [-1, 0, 0, 0, -1, 0, 1, 0, 1, 0],
    [-1, 0, -1, 0, 0, 1, -1, 1, 0, 1],
    [0, 0, 0, 0, -1, -1, 1, 0, 1, 0],
]


def camps_of(groups: list[int]) -> list[list[str]]:
    """Give the members of camps 0 to 2; any other number stands for no camp."""
    return [[f"n{at:03}" for at, one in enumerate(groups) if one == camp] for camp in range(3)]


def friends(one: SignedGraph) -> networkx.Graph[int]:
    """Return the ties of support alone."""
    ways: networkx.Graph[int] = networkx.Graph()
    ways.add_nodes_from(range(len(one.nodes)))
    plus = one.weight > 0
    ways.add_edges_from(zip(one.first[plus].tolist(), one.second[plus].tolist(), strict=True))
    return ways


@settings(max_examples=50)
@given(rows())
def test_degrees_count_partners(table: list[Row]) -> None:
    """Each degree is a row of the signed matrix; directed ones come in pairs, out and in."""
    found = degrees(network(table))
    signs = matrix(graph(table))
    assert list(found.allies) == (signs > 0).sum(axis=0).tolist()
    assert list(found.opponents) == (signs < 0).sum(axis=0).tolist()
    assert found.supports and found.supported_by and found.opposes and found.opposed_by
    assert sum(found.supports) == sum(found.supported_by)
    assert sum(found.opposes) == sum(found.opposed_by)
    assert max(found.supports + found.opposed_by) <= 6
    assert degrees(graph(table)).supports is None


def test_the_pn_index_is_that_of_other_programs() -> None:
    """The published example, where degrees tell nobody apart, gives the known scores."""
    array = np.array(EQUALS)
    pairs = networkx.from_numpy_array(array)
    networkx.set_edge_attributes(pairs, {(a, b): array[a, b] for a, b in pairs.edges}, "sign")
    scores = pn_index(pairs).scores
    assert scores == pytest.approx(
        [0.90097473, 0.86134823, 0.90769973, 0.86134823, 0.84106584,
         0.84965577, 0.86173206, 0.90159087, 0.85098481, 0.90729298], abs=1e-8,
    )  # fmt: skip


@settings(max_examples=50)
@given(rows(), st.sampled_from(Direction), st.permutations(range(7)))
def test_the_pn_index_solves_its_equation(
    table: list[Row], direction: Direction, names: list[int]
) -> None:
    """Scores are between -1 and 2, solve their equation, and follow their actors' names."""
    found = pn_index(network(table), direction=direction)
    if found.reason:
        return
    scores = np.array(found.scores, float)
    assert found.low - 1e-9 <= scores.min() <= scores.max() <= found.high + 1e-9
    again = np.array(pn_index(network(renamed(table, names)), direction=direction).scores, float)
    assert again[list(names)] == pytest.approx(scores, abs=1e-8)
    if direction is Direction.BOTH:
        signs = matrix(graph(table)).astype(float)
        step = np.where(signs < 0, -2, signs) / 12
        assert scores == pytest.approx(1 + step @ scores, abs=1e-8)


def test_the_pn_index_is_undefined_in_known_cases_only() -> None:
    """Of all 729 directed graphs of three, only that of pure opposition has no index."""
    pairs = list(itertools.permutations(range(3), 2))
    every = list(itertools.product((0, 1, -1), repeat=6))
    assert len(every) == 729
    undefined = []
    for signs in every:
        table = [(a, b, s, 1) for (a, b), s in zip(pairs, signs, strict=True) if s]
        found = pn_index(network(table, 3), direction=Direction.OUT)
        if found.reason:
            undefined.append(signs)
        else:
            assert all(score is not None and -1.0001 <= score <= 2.0001 for score in found.scores)
    assert undefined == [(-1,) * 6]
    assert pn_index(complete(2, -1)).scores == (None, None)
    assert pn_index(complete(1, 1)).reason == "the index needs two actors"
    assert pn_index(EMPTY).scores == ()


def test_the_pn_index_has_three_landmarks() -> None:
    """Complete support is 2, complete opposition a half, and standing apart 1."""
    cases: dict[Any, float] = {complete(6, 1): 2, complete(6, -1): 0.5}
    assert len(cases) == 2
    for one, score in cases.items():
        assert pn_index(one).scores == pytest.approx([score] * 6)
    assert pn_index(SignedNetwork.of_rows("abc", [], [], [])).scores == (1.0, 1.0, 1.0)


def test_large_graphs_have_the_same_scores() -> None:
    """Iterative solvers, which large graphs need, agree with dense ones."""
    told = signed("pc_cloister")
    ways = [*((pn_index, {"direction": one}) for one in Direction), (eigenvector, {})]
    assert len(ways) == 4
    for measure, options in ways:
        dense: Any = measure(told, **options)  # type: ignore[operator]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(centrality, "_MOST_DENSE", 2)
            again: Any = measure(told, **options)  # type: ignore[operator]
        assert again.scores == pytest.approx(dense.scores, abs=1e-7)


@settings(max_examples=50)
@given(rows(), st.lists(st.sampled_from((1, -1)), min_size=7, max_size=7))
@example([(0, 1, 1, 1), (1, 2, 1, 1), (2, 3, 1, 1), (3, 0, -1, 1)], [1] * 7)
def test_the_eigenvector_is_one_and_turns_with_the_sides(
    table: list[Row], sides: list[int]
) -> None:
    """Scores solve the eigenvalue equation of their part; switching turns them."""
    one = graph(table)
    found, turned = eigenvector(one), eigenvector(switched(one, sides))
    weights = one.matrix.toarray()
    parts = networkx.Graph(zip(one.first.tolist(), one.second.tolist(), strict=True))
    for part in networkx.connected_components(parts):
        members = sorted(part)
        scores = [found.scores[node] for node in members]
        if None in scores:
            assert set(scores) == {None}
            assert "not simple" in found.reason
            continue
        vector, inside = np.array(scores, float), weights[np.ix_(members, members)]
        largest = np.linalg.eigvalsh(inside)[-1]
        assert inside @ vector == pytest.approx(largest * vector, abs=1e-7)
        assert np.abs(vector).max() == pytest.approx(1)
        other = np.array([turned.scores[node] for node in members], float)
        assert np.abs(other) == pytest.approx(np.abs(vector), abs=1e-6)
    for node in set(range(7)) - set(parts):
        assert found.scores[node] == 0


def test_two_camps_have_two_signs() -> None:
    """In a balanced graph the sign of a score says the camp, and the first id is positive."""
    table = [(0, 1, 1, 1), (0, 2, -1, 1), (1, 2, -1, 1), (2, 3, 1, 1), (1, 3, -1, 1)]
    scores = [score or 0 for score in eigenvector(network(table, 4)).scores]
    assert np.sign(scores).tolist() == [1, 1, -1, -1] or np.sign(scores).tolist() == [-1, -1, 1, 1]
    assert max(scores, key=abs) > 0


@settings(max_examples=50)
@given(rows(9, most=40), st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_brokers_are_on_the_shortest_ways_between_camps(
    table: list[Row], groups: list[int]
) -> None:
    """Scores are those of NetworkX's betweenness of sources and targets in different camps."""
    one = graph(table, 9)
    found = brokers(one, camps_of(groups))
    expected = [0.0] * 9
    joined = pairs = 0
    for source in range(9):
        targets = [at for at, camp in enumerate(groups) if camp < 3 and camp != groups[source]]
        if groups[source] == 3:
            continue
        ways = friends(one)
        subset = networkx.betweenness_centrality_subset(ways, [source], targets)
        for node, score in subset.items():
            expected[node] += score
        pairs += len(targets)
        joined += sum(networkx.has_path(ways, source, target) for target in targets)
    scores = {broker.id: broker.score for broker in found.actors}
    assert [scores.get(id, 0) for id in one.nodes] == pytest.approx(expected)
    assert (found.pairs, found.joined) == (pairs / 2, joined / 2)
    assert all(0 < score <= found.joined for score in scores.values())


def test_brokers_are_refused_unknown_actors() -> None:
    """An actor that is not there, or in two camps, is an error that says so."""
    line = network([(0, 1, 1, 1)], 3)
    with pytest.raises(NetworkError, match="no actor is called 'nobody'"):
        brokers(line, [["nobody"]])
    with pytest.raises(NetworkError, match="'n001' is in two groups"):
        frontier(line, [["n000", "n001"], ["n001"]])


@settings(max_examples=50)
@given(rows(), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_the_frontier_counts_every_contrary_tie_twice(table: list[Row], groups: list[int]) -> None:
    """What the actors of the frontier have against the groups is twice what all ties have."""
    one = graph(table)
    found = frontier(one, camps_of(groups))
    alone = [group if group < 3 else 10 + at for at, group in enumerate(groups)]
    contrary = sum(
        abs(weight)
        for first, second, weight in zip(
            one.first.tolist(), one.second.tolist(), one.weight.tolist(), strict=True
        )
        if (weight > 0) != (alone[first] == alone[second])
    )
    assert found.weight == contrary
    assert sum(actor.weight for actor in found.actors) == 2 * contrary
    assert all(0 < actor.share <= 1 and actor.ties for actor in found.actors)


@settings(max_examples=50)
@given(rows(most=6))
def test_isolates_have_no_tie_and_the_even_have_statements(table: list[Row]) -> None:
    """Whoever has no tie is isolated, and is even where others were spoken of all the same."""
    found = isolates(network(table))
    one = degrees(graph(table))
    tied = [a + b > 0 for a, b in zip(one.allies, one.opponents, strict=True)]
    assert list(found.actors) == [id for id, has in zip(one.actors, tied, strict=True) if not has]
    spoken = {f"n{at:03}" for row in table if row[0] != row[1] for at in row[:2]}
    assert found.even is not None
    assert set(found.even) == spoken & set(found.actors)
    assert isolates(graph(table)).even is None
    assert isolates(graph(table)).actors == found.actors


def test_degenerate_graphs_have_positions() -> None:
    """No actor, one that opposes itself, and no tie: every measure has an answer."""
    cases = [
        EMPTY,
        SignedNetwork.of_rows("a", [0], [0], [-1]),
        SignedNetwork.of_rows("abc", [], [], []),
    ]
    assert len(cases) == 3
    for one in cases:
        zeros = (0,) * len(one.nodes)
        assert degrees(one).allies == degrees(one).opposed_by == zeros
        assert eigenvector(one).scores == zeros
        assert frontier(one, []).actors == ()
        assert brokers(one, []).actors == ()
        assert isolates(one).actors == one.nodes


def test_the_measures_say_how_statements_were_merged() -> None:
    """Every definition names the measure and the rule."""
    told = networks.of(small())
    results: list[Any] = [
        degrees(told), pn_index(told), pn_index(told, direction=Direction.IN), eigenvector(told),
        brokers(told, []), frontier(told, []), isolates(told),
    ]  # fmt: skip
    assert len(results) == 7
    assert all("sum: support counts for" in result.definition for result in results)
    assert isolates(told).actors == ("stranger",)


def test_the_tribes_have_the_known_degrees() -> None:
    """The 58 ties of the tribes, half of them hostile, are counted from both of their ends."""
    tribes = signed("tribes")
    found = degrees(tribes)
    assert (sum(found.allies), sum(found.opponents)) == (58, 58)
    scores = np.array(eigenvector(tribes).scores, float)
    weights = merge(tribes).matrix.toarray()
    ratio = (scores @ weights @ scores) / (scores @ scores)
    assert ratio == pytest.approx(np.linalg.eigvalsh(weights)[-1])
    assert isolates(from_networkx(complete(3, -1))).actors == ()
