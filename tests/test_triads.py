"""Triads: every triangle and every directed triple is counted once, in its type."""

from __future__ import annotations

import itertools
from typing import Any

import networkx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clivage import network as networks
from clivage.analysis import triads
from clivage.analysis.triads import (
    PATHS,
    PATTERNS,
    TYPES,
    directed_triad_census,
    triad_census,
)
from clivage.errors import NetworkError
from clivage.network import Merge, SignedNetwork
from tests.graphs import Row, complete, graph, matrix, network, renamed, rows
from tests.shared_data import signed
from tests.small import small

EMPTY = SignedNetwork.of_rows([], [], [], [])
SIGNS = {1: "+", -1: "-"}


def arcs(table: list[Row]) -> dict[tuple[int, int], int]:
    """Return the sign of each ordered pair: what prevails."""
    sums: dict[tuple[int, int], int] = {}
    for one, other, sign, weight in table:
        if one != other:
            sums[one, other] = sums.get((one, other), 0) + sign * weight
    return {pair: 1 if total > 0 else -1 for pair, total in sums.items() if total}


def triples(
    table: list[Row], size: int = 7
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Count the transitive and the cyclic triples and the open paths one by one."""
    tie = arcs(table)
    transitive, cyclic = dict.fromkeys(PATTERNS, 0), dict.fromkeys(TYPES, 0)
    left = dict.fromkeys(PATHS, 0)
    for i, j, k in itertools.permutations(range(size), 3):
        if (i, j) not in tie or (j, k) not in tie:
            continue
        path = SIGNS[tie[i, j]] + SIGNS[tie[j, k]]
        if (i, k) in tie:
            transitive[path + SIGNS[tie[i, k]]] += 1
        else:
            left[path] += 1
        if (k, i) in tie and i < min(j, k):
            negatives = [tie[i, j], tie[j, k], tie[k, i]].count(-1)
            cyclic[TYPES[negatives]] += 1
    return transitive, cyclic, left


@settings(max_examples=50)
@given(rows())
@example([(0, 1, 1, 1), (1, 2, 1, 1), (2, 0, -1, 1)])
def test_every_triangle_is_counted_in_its_type(table: list[Row]) -> None:
    """The census is what one finds by looking at any three actors."""
    merged = graph(table)
    signs = matrix(merged)
    expected = [0, 0, 0, 0]
    for one, two, three in itertools.combinations(range(7), 3):
        ties = [signs[one, two], signs[two, three], signs[one, three]]
        if all(ties):
            expected[ties.count(-1)] += 1
    assert list(triad_census(merged).counts) == expected
    assert triad_census(network(table)).counts == triad_census(merged).counts


@settings(max_examples=50)
@given(rows(12, most=80), st.permutations(range(12)))
def test_the_census_counts_each_triangle_whatever_it_is_called(
    table: list[Row], names: list[int]
) -> None:
    """The four types add up to the triangles of NetworkX, and renaming changes nothing."""
    merged = graph(table, 12)
    census = triad_census(merged)
    pairs = networkx.Graph(zip(merged.first.tolist(), merged.second.tolist(), strict=True))
    found: dict[Any, int] = networkx.triangles(pairs)  # type: ignore[assignment]
    assert census.triangles == sum(found.values()) // 3
    again = network(renamed(table, names), 12)
    assert triad_census(again).counts == census.counts
    assert directed_triad_census(again) == directed_triad_census(network(table, 12))


@settings(max_examples=50)
@given(rows(most=40))
def test_every_directed_triple_is_counted_in_its_pattern(table: list[Row]) -> None:
    """The directed census is what one finds by looking at any ordered three actors."""
    census = directed_triad_census(network(table))
    transitive, cyclic, left = triples(table)
    assert dict(zip(PATTERNS, census.transitive, strict=True)) == transitive
    assert dict(zip(TYPES, census.cyclic, strict=True)) == cyclic
    assert dict(zip(PATHS, census.open, strict=True)) == left


@settings(max_examples=20)
@given(rows(most=40))
def test_hubs_and_small_portions_change_nothing(table: list[Row]) -> None:
    """Counting row by row, and in halves where counts are large, gives the same census."""
    expected = triad_census(network(table)), directed_triad_census(network(table))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(triads, "_PATHS_AT_ONCE", 1)
        patch.setattr(triads, "_BITS", 0)
        assert (triad_census(network(table)), directed_triad_census(network(table))) == expected


def test_degenerate_graphs_have_no_triads() -> None:
    """No actor, one, none with a tie, and one that speaks of itself: all counts are 0."""
    cases = [
        EMPTY,
        SignedNetwork.of_rows("a", [], [], []),
        SignedNetwork.of_rows("abc", [], [], []),
        SignedNetwork.of_rows("abc", [0, 0], [0, 1], [-1, 1]),
    ]
    assert len(cases) == 4
    for one in cases:
        census = directed_triad_census(one)
        assert triad_census(one).counts == census.cyclic == census.open == (0, 0, 0, 0)
        assert census.transitive == (0,) * 8


def test_two_groups_of_pure_opposition_are_all_minus() -> None:
    """In two separate groups where everyone opposes everyone, each three are ---."""
    both = networkx.disjoint_union(complete(4, -1), complete(3, -1))
    assert triad_census(both).counts == (0, 0, 0, 5)


def test_the_result_says_what_was_counted() -> None:
    """Every definition names what was counted and the rule by which statements were merged."""
    told = networks.of(small())
    census = triad_census(told, rule=Merge.DROP)
    assert "three ties; drop: " in census.definition
    assert "in each direction, sum: " in directed_triad_census(told).definition


def test_directions_cannot_be_invented() -> None:
    """A directed census of a graph without directions is refused, with a remedy."""
    cases: list[Any] = [graph([(0, 1, 1, 1)]), complete(3, 1)]
    assert len(cases) == 2
    for one in cases:
        with pytest.raises(NetworkError, match="give a SignedNetwork or a directed"):
            directed_triad_census(one)


def test_real_networks_have_the_known_triangles() -> None:
    """The triangles of two large networks are those that igraph and NetworkX find too."""
    cases = {
        "pc_wikielections": (400303, 139769, 58294, 8913),
        "epinions": (3939584, 397612, 377150, 55756),
    }
    assert len(cases) == 2
    for name, counts in cases.items():
        assert triad_census(signed(name)).counts == counts


@pytest.mark.parametrize("name", ["tribes", "pc_cloister", "bitcoin_alpha"])
def test_a_real_network_is_counted_tie_by_tie(name: str) -> None:
    """On a real network the census is what one finds by looking at each triangle of NetworkX."""
    merged = networks.merge(signed(name))
    pairs: networkx.Graph[int] = networkx.Graph()
    columns = (merged.first.tolist(), merged.second.tolist(), merged.weight.tolist())
    for one, two, weight in zip(*columns, strict=True):
        pairs.add_edge(one, two, sign=1 if weight > 0 else -1)
    expected = [0, 0, 0, 0]
    for one, two in pairs.edges:
        for three in set(pairs[one]) & set(pairs[two]):
            ties = [pairs[one][two], pairs[one][three], pairs[two][three]]
            expected[[tie["sign"] for tie in ties].count(-1)] += 1
    assert sum(expected) > 0
    assert list(triad_census(merged).counts) == [count // 3 for count in expected]
