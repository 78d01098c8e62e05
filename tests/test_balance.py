"""Degrees of balance: by triangles, by walks and by frustration, each with its range."""

from __future__ import annotations

import math

import networkx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from clivage.analysis import balance, traces
from clivage.analysis.balance import (
    balance_by_frustration,
    balance_by_triangles,
    balance_by_walks,
)
from clivage.analysis.frustration import Status, frustration_index
from clivage.network import SignedGraph, SignedNetwork, merge
from tests.graphs import Row, complete, graph, matrix, renamed, rows, switched
from tests.shared_data import signed

EMPTY = SignedNetwork.of_rows([], [], [], [])
LONELY = SignedNetwork.of_rows("a", [0], [0], [-1])


def number(value: float | None) -> float:
    """Return a value that must be there."""
    assert value is not None
    return value


def large(size: int, ties: int) -> SignedGraph:
    """Make a graph whose pairs and signs are thrown by a fixed seed."""
    random = np.random.default_rng(1)
    pairs = np.unique(np.sort(random.integers(0, size, (ties, 2)), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]].astype(np.int32)
    signs = random.choice([1, 1, -1], len(pairs))
    nodes = tuple(map(str, range(size)))
    return SignedGraph.of_pairs(nodes, pairs[:, 0], pairs[:, 1], signs)


@settings(max_examples=50)
@given(rows(), st.permutations(range(7)))
@example([(0, 1, -1, 1), (1, 2, -1, 1), (2, 0, -1, 1)], list(range(7)))
def test_triangles_are_shares(table: list[Row], names: list[int]) -> None:
    """Balance is a share, weak balance at least as large, and neither is there without triangle."""
    found = balance_by_triangles(graph(table))
    assert balance_by_triangles(graph(renamed(table, names))) == found
    if found.triangles:
        assert 0 <= number(found.value) <= number(found.weak) <= 1
        assert found.reason == ""
    else:
        assert (found.value, found.weak, found.reason) == (None, None, "there is no triangle")


@settings(max_examples=50)
@given(rows())
@example([])
def test_walks_are_the_exponential_of_the_matrix(table: list[Row]) -> None:
    """The balance by walks is the ratio of two traces, as the power series gives them."""
    signs = matrix(graph(table)).astype(float)
    totals = [0.0, 0.0]
    for at, one in enumerate((signs, np.abs(signs))):
        power = np.eye(len(one))
        for length in range(1, 60):
            totals[at] += np.trace(power)
            power = power @ one / length
    found = balance_by_walks(graph(table))
    assert number(found.value) == pytest.approx(totals[0] / totals[1], rel=1e-9)
    assert 0 < number(found.low) <= number(found.value) <= number(found.high) <= 1
    assert found.exact


@settings(max_examples=50)
@given(rows(), st.lists(st.sampled_from((1, -1)), min_size=7, max_size=7))
def test_switching_changes_no_degree_of_balance(table: list[Row], sides: list[int]) -> None:
    """Turning the ties between any two sides leaves every cycle as balanced as it was."""
    one = graph(table)
    other = switched(one, sides)
    assert balance_by_triangles(other).value == balance_by_triangles(one).value
    assert number(balance_by_walks(other).value) == pytest.approx(
        number(balance_by_walks(one).value), rel=1e-9
    )
    assert balance_by_frustration(other).value == balance_by_frustration(one).value


@settings(max_examples=50)
@given(rows(), st.lists(st.sampled_from((1, -1)), min_size=7, max_size=7))
def test_two_camps_are_wholly_balanced(table: list[Row], sides: list[int]) -> None:
    """Support within two camps and opposition between them is 1 by every definition."""
    plus = [(one, two, 1, weight) for one, two, _, weight in table]
    balanced = switched(graph(plus), sides)
    assert balance_by_triangles(balanced).value in (1.0, None)
    assert number(balance_by_walks(balanced).value) == pytest.approx(1, abs=1e-9)
    assert balance_by_frustration(balanced).value in (1.0, None)


@settings(max_examples=30)
@given(rows())
def test_frustration_gives_an_interval_from_0_to_1(table: list[Row]) -> None:
    """The balance by frustration is 1 less twice the share of frustrated weight."""
    index = frustration_index(graph(table))
    found = balance_by_frustration(index)
    assert found == balance_by_frustration(graph(table))
    if index.ties:
        assert index.optimal
        assert found.value == found.low == found.high == 1 - 2 * index.value / index.ties_weight
        assert 0 <= number(found.value) <= 1
    else:
        assert (found.value, found.reason) == (None, "there is no tie")


def test_an_unproved_index_gives_bounds_and_no_value() -> None:
    """Where the frustration index is open, the balance is an interval that says so."""
    proved = frustration_index(complete(5, -1))
    fields = {name: getattr(proved, name) for name in proved.__slots__}
    fields |= {"lower_bound": 1, "optimal": False, "status": Status.TIME_LIMIT}
    found = balance_by_frustration(type(proved)(**fields))
    assert (proved.value, proved.ties) == (4, 10)
    assert found.value is None
    assert number(found.low) == pytest.approx(0.2)
    assert number(found.high) == pytest.approx(0.8)
    assert "between bounds" in found.reason


def test_what_is_undefined_is_none_with_its_reason() -> None:
    """No actor, or one that opposes itself: no triangle, no tie, and no division by 0."""
    assert balance_by_walks(EMPTY).value is None
    assert balance_by_walks(EMPTY).reason == "there is no actor"
    assert balance_by_walks(LONELY).value == 1.0
    cases = (EMPTY, LONELY, SignedNetwork.of_rows("abc", [], [], []))
    assert len(cases) == 3
    for one in cases:
        assert balance_by_triangles(one).reason == "there is no triangle"
        assert balance_by_frustration(one).reason == "there is no tie"


def test_pure_opposition_is_weakly_balanced() -> None:
    """Where all oppose all, no triangle is balanced, and all are weakly so."""
    enemies = complete(4, -1)
    found = balance_by_triangles(networkx.disjoint_union(enemies, enemies))
    assert (found.value, found.weak, found.triangles) == (0.0, 1.0, 8)
    expected = (math.exp(-3) + 3 * math.e) / (math.exp(3) + 3 / math.e)
    assert number(balance_by_walks(enemies).value) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("ties", [300, 700, 3000])
def test_an_estimate_holds_the_exact_value(ties: int) -> None:
    """The bounds of the estimate hold the value of all eigenvalues, and the seed decides it."""
    one = large(300, ties)
    exact = balance_by_walks(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(balance, "_MOST_EXACT", 100)
        found = balance_by_walks(one, seed=3)
        assert balance_by_walks(one, seed=3) == found
    assert exact.exact
    assert not found.exact
    assert number(found.low) <= number(exact.value) <= number(found.high)
    assert number(found.value) == pytest.approx(number(exact.value), rel=0.05)


def test_the_quadrature_is_the_exponential() -> None:
    """Lanczos quadrature of a vector gives what all eigenvalues give."""
    signs = large(100, 500).matrix.astype(np.float64)
    probes = np.random.default_rng(0).standard_normal((100, 5))
    values, vectors = np.linalg.eigh(signs.toarray())
    expected = ((vectors.T @ probes) ** 2 * np.exp(values - values[-1])[:, None]).sum(axis=0)
    found = traces._quadrature(signs, probes, 40, float(values[-1]))
    assert found == pytest.approx(expected, rel=1e-10)


def test_huge_traces_do_not_overflow() -> None:
    """A trace of more than e⁷¹⁰ is held as a logarithm, and its ratio to another is a number."""
    many, more = (
        traces.exact_trace(csr_array(np.array([[0.0, one], [one, 0.0]]))) for one in (1000, 1001)
    )
    assert many.log == pytest.approx(1000)
    assert many.value == pytest.approx(1)
    value, low, high = traces.log_ratio(many, more)
    assert value == pytest.approx(-1)
    assert low <= value <= high


def test_real_networks_have_the_known_balance() -> None:
    """The tribes: 7 of 58 ties are frustrated; their triangles and walks as NumPy finds them."""
    tribes = signed("tribes")
    assert balance_by_frustration(tribes).value == 1 - 2 * 7 / 58
    triangles = balance_by_triangles(tribes)
    signs = matrix(merge(tribes))
    negative = np.trace(np.linalg.matrix_power(signs, 3))
    total = np.trace(np.linalg.matrix_power(np.abs(signs), 3))
    assert triangles.triangles == total / 6 > 0
    assert number(triangles.value) == pytest.approx((1 + negative / total) / 2)
    assert number(balance_by_walks(tribes).value) == pytest.approx(0.35757610565846926)
