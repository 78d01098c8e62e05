"""The frustration index: right on every graph that can be counted out, and proved beyond."""

from __future__ import annotations

import itertools
from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from clivage import analysis, network
from clivage.analysis import frustration
from clivage.analysis.clock import Deadline
from clivage.analysis.minimum import Minimum
from clivage.analysis.packing import Certificate, Packing
from clivage.analysis.reduction import SCALE, reduce
from clivage.analysis.ties import Ties
from clivage.errors import NetworkError
from clivage.network import Merge, SignedNetwork
from tests.shared_data import signed, wars

_ANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
#: Least frustration of each window of the Correlates of War, 1946 to 1999, by the rule *drop*.
WARS = (17, 20, 45)


@st.composite
def graphs(draw: st.DrawFn, *, most: int = 8, heaviest: int = 3) -> Ties:
    """Give signed graphs with weights, sparse and dense, connected or not."""
    size = draw(st.integers(1, most))
    pairs = list(itertools.combinations(range(size), 2))
    weight = st.integers(-heaviest, heaviest)
    drawn = draw(st.lists(weight, min_size=len(pairs), max_size=len(pairs)))
    rows = [(*pair, weight) for pair, weight in zip(pairs, drawn, strict=True) if weight]
    return made(size, rows)


def made(size: int, rows: list[tuple[int, int, int]]) -> Ties:
    table = np.array(rows, np.int64).reshape(-1, 3)
    return Ties(size, table[:, 0], table[:, 1], table[:, 2])


def every_side(size: int) -> list[Any]:
    return [np.array((1, *rest)) for rest in itertools.product((1, -1), repeat=size - 1)]


def solved(ties: Ties, seconds: float = 30) -> Minimum:
    search = Minimum(ties, seed=0, deadline=Deadline(seconds))
    search.run()
    return search


def as_networkx(ties: Ties) -> networkx.Graph[int]:
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(ties.size))
    rows = zip(ties.first.tolist(), ties.second.tolist(), ties.weight.tolist(), strict=True)
    for one, other, weight in rows:
        graph.add_edge(one, other, sign=weight, weight=weight)
    return graph


@given(ties=graphs())
@_ANY
def test_the_least_cost_is_that_of_all_sides_tried(ties: Ties) -> None:
    """Value, bound and uniqueness are those that counting out gives."""
    costs = [ties.cost(sides) for sides in every_side(ties.size)]
    search = solved(ties)
    assert ties.cost(search.sides) == search.bound == min(costs)
    parts = len(set(ties.components().tolist()))
    only = costs.count(min(costs)) == 2 ** (parts - 1)
    assert search.unique() in (only, None)


@pytest.mark.parametrize("seed", range(4))
def test_sixteen_nodes_with_all_ties_are_solved(seed: int) -> None:
    """Dense graphs, where packing alone does not reach, are closed by cases."""
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(16, 1)
    ties = Ties(16, first, second, rng.choice(np.array([-1, 1]), len(first)))
    matrix = ties.matrix.toarray()
    sides = np.array(every_side(16))
    costs = (len(ties) - np.einsum("si,ij,sj->s", sides, matrix, sides) / 2) / 2
    search = solved(ties)
    assert ties.cost(search.sides) == search.bound == costs.min()


def by_mixed_integer_program(ties: Ties) -> float:
    """Solve the model of Aref, Mason & Wilson by another program: a variable a node and a tie."""
    nodes, pairs = ties.size, len(ties)
    rows, upper = [], []
    for pair in range(pairs):
        one, other = int(ties.first[pair]), int(ties.second[pair])
        # frustrated >= |x - y| for support, >= |x + y - 1| for opposition
        for a, b, constant in (
            ((1, -1, 0), (-1, 1, 0)) if ties.weight[pair] > 0 else ((1, 1, -1), (-1, -1, 1))
        ):
            row = np.zeros(nodes + pairs)
            row[one], row[other], row[nodes + pair] = a, b, -1
            rows.append(row)
            upper.append(-constant)
    cost = np.concatenate([np.zeros(nodes), np.abs(ties.weight)])
    limits = LinearConstraint(np.array(rows), ub=np.array(upper, float))
    whole = np.concatenate([np.ones(nodes), np.zeros(pairs)])
    return float(milp(cost, constraints=limits, integrality=whole, bounds=(0, 1)).fun)


@pytest.mark.parametrize("seed", range(6))
def test_an_independent_exact_model_finds_the_same(seed: int) -> None:
    """Another formulation, solved by another program, on graphs of twenty nodes."""
    rng = np.random.default_rng(seed)
    first, second = np.array(np.triu_indices(20, 1))[:, rng.random(190) < 0.25]
    weight = rng.integers(1, 4, len(first)) * rng.choice(np.array([-1, 1]), len(first))
    ties = Ties(20, first, second, weight)
    search = solved(ties)
    assert ties.cost(search.sides) == search.bound == round(by_mixed_integer_program(ties))


@given(ties=graphs(most=14), data=st.data())
@_ANY
def test_switching_changes_nothing(ties: Ties, data: st.DataObject) -> None:
    """Reversing all ties between some nodes and the rest keeps the least cost."""
    some = st.lists(st.sampled_from((1, -1)), min_size=ties.size, max_size=ties.size)
    turn = np.array(data.draw(some))
    switched = Ties(
        ties.size, ties.first, ties.second, ties.weight * turn[ties.first] * turn[ties.second]
    )
    assert solved(switched).bound == solved(ties).bound


@given(ties=graphs(most=14, heaviest=1))
@_ANY
def test_the_least_cost_is_at_most_half_of_the_ties_and_all_opposition(ties: Ties) -> None:
    """L <= min(m-, floor(m / 2))."""
    opposition = int(np.count_nonzero(ties.weight < 0))
    assert solved(ties).bound <= min(opposition, len(ties) // 2)


@given(ties=graphs(most=14), data=st.data())
@_ANY
def test_a_balanced_graph_costs_nothing(ties: Ties, data: st.DataObject) -> None:
    """Signs that follow two sides leave nothing frustrated."""
    some = st.lists(st.sampled_from((1, -1)), min_size=ties.size, max_size=ties.size)
    sides = np.array(data.draw(some))
    weight = np.abs(ties.weight) * sides[ties.first] * sides[ties.second]
    search = solved(Ties(ties.size, ties.first, ties.second, weight))
    assert (search.bound, search.ties.cost(search.sides)) == (0, 0)


@given(ties=graphs())
@_ANY
def test_a_reduction_keeps_the_least_cost_for_every_choice_in_the_kernel(ties: Ties) -> None:
    """What is taken out is decided right whatever stands in the rest."""
    kernel = reduce(ties)
    nodes = list(kernel.nodes)
    least: dict[tuple[int, ...], int] = {}
    for sides in [*every_side(ties.size), *(-sides for sides in every_side(ties.size))]:
        chosen = tuple(sides[nodes].tolist())
        least[chosen] = min(least.get(chosen, 10**9), ties.cost(sides))
    for chosen, cost in least.items():
        sides = np.array(chosen, np.int64)
        assert kernel.ties.cost(sides) + kernel.constant == SCALE * cost
        assert ties.cost(kernel.expand(sides)[0]) == cost


def test_planted_camps_are_found_and_proved() -> None:
    """Two camps of 150 with one in twenty signs turned are found again."""
    rng = np.random.default_rng(3)
    camp = np.repeat([1, -1], 150)
    first, second = np.array(np.triu_indices(300, 1))[:, rng.random(44850) < 0.1]
    sign = camp[first] * camp[second] * rng.choice(np.array([1, -1]), len(first), p=[0.95, 0.05])
    ties = Ties(300, first, second, sign)
    search = solved(ties)
    assert ties.cost(search.sides) == search.bound <= ties.cost(camp)
    assert abs(int((search.sides * camp).sum())) >= 296


# ---- real networks


def index_of(graph: SignedNetwork, **more: Any) -> frustration.FrustrationIndex:  # noqa: ANN401
    return analysis.frustration_index(graph, rule=Merge.DROP, weighted=False, **more)


def test_known_networks_have_their_known_index() -> None:
    """Tribes 7, cloister 34, and Bitcoin Alpha 720, each proved."""
    known = ("tribes", "pc_cloister", "bitcoin_alpha")
    found = {name: index_of(signed(name)) for name in known}
    assert {name: (one.value, one.lower_bound) for name, one in found.items()} == {
        "tribes": (7, 7),
        "pc_cloister": (34, 34),
        "bitcoin_alpha": (720, 720),
    }
    assert all(one.optimal and one.status is frustration.Status.OPTIMAL for one in found.values())


def test_every_window_of_the_wars_is_proved() -> None:
    """All 51 windows of the Correlates of War meet their bound, from 17 to 45."""
    found = [index_of(graph, unique=False) for graph in wars().values()]
    assert len(found) == 51
    assert all(one.optimal for one in found)
    assert (found[0].value, found[2].value, found[-1].value) == WARS


def test_a_frustrated_tie_leads_to_its_statements() -> None:
    """The ties that the sides leave frustrated weigh the value, and name what they rest on."""
    rows = SignedNetwork.of_rows(
        ["a", "b", "c"],
        [0, 1, 0, 2],
        [1, 2, 2, 0],
        [1, 1, -1, -1],
        weight=[3, 3, 1, 1],
        statements=["s1", "s2", "s3", "s4"],
    )
    index = analysis.frustration_index(rows)
    assert [one.statements for one in index.frustrated_edges] == [("s3", "s4")]
    assert sum(one.weight for one in index.frustrated_edges) == index.value == 2
    assert index.factions == (("a", "b", "c"), ())
    assert index.unique
    assert "sum: " in index.definition


# ---- certificates


def test_a_certificate_with_a_positive_or_open_cycle_is_refused() -> None:
    """A bound counts only where every cycle is closed and has odd opposition."""
    ties = made(4, [(0, 1, 1), (1, 2, 1), (0, 2, -1), (2, 3, 1)])
    honest = Certificate.of_cycles(ties, [np.array([0, 1, 2])], np.array([1.0]))
    assert honest.bound() == 1
    for forged in ([0, 1, 3], [0, 1], [2]):
        certificate = Certificate.of_cycles(ties, [np.array(forged)], np.array([1.0]))
        with pytest.raises(ArithmeticError):
            certificate.bound()


@given(ties=graphs(most=12), amounts=st.lists(st.floats(0, 9), max_size=20))
@_ANY
def test_a_bound_holds_whatever_the_amounts(ties: Ties, amounts: list[float]) -> None:
    """Amounts that overload ties lower the bound instead of breaking it."""
    packing = Packing(ties, np.random.default_rng(0))
    packing.improve(np.ones(ties.size, np.int64), Deadline(10))
    cycles = packing.certificate
    count = min(len(cycles.amounts), len(amounts))
    forged = Certificate(
        ties,
        cycles.starts[: count + 1],
        cycles.members[: cycles.starts[count]],
        np.array([int(amount * 2**20) for amount in amounts[:count]], np.int64),
    )
    assert forged.bound() <= solved(ties).bound


# ---- limits, and what people hand in


def test_the_same_seed_gives_the_same_result() -> None:
    """Nothing depends on chance that is not given."""
    (first, second) = (index_of(signed("bitcoin_alpha")) for _ in range(2))
    assert first == second


def test_no_time_gives_honest_bounds() -> None:
    """A search cut short says so, and its bounds hold."""
    index = index_of(signed("bitcoin_alpha"), time_limit=0)
    assert index.status is frustration.Status.TIME_LIMIT
    assert index.lower_bound <= 720 <= index.value
    assert index.gap == (index.value - index.lower_bound) / index.value
    assert index.unique is None


def test_an_interrupted_search_returns_what_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no error."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Packing, "improve", interrupted)
    index = index_of(signed("bitcoin_alpha"))
    assert index.status is frustration.Status.INTERRUPTED
    assert index.lower_bound <= 720 <= index.value < 1152


@pytest.mark.parametrize("ends", [[], [("a", "a", 1)], [("a", "b", 1)], [("a", "b", -1)]])
def test_small_and_empty_graphs_are_balanced(ends: list[tuple[str, str, int]]) -> None:
    """No tie, a loop or a single tie leave nothing frustrated."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for one, other, sign in ends:
        graph.add_edge(one, other, sign=sign)
    index = analysis.frustration_index(graph)
    assert (index.value, index.optimal, index.unique, index.gap) == (0, True, True, 0.0)


@pytest.mark.parametrize("sign", [0, None, "maybe", float("nan"), 0.0])
def test_an_edge_without_a_sign_is_named(sign: object) -> None:
    """A sign that is none is refused, with the edge."""
    graph = networkx.Graph([("a", "b", {"sign": sign})])
    with pytest.raises(NetworkError, match="the sign of the edge 'a', 'b' is"):
        analysis.frustration_index(graph)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 0, "heavy", 1e-9, 1e12])
def test_a_weight_that_is_no_finite_number_is_refused(weight: object) -> None:
    """A weight must be a number that can be counted."""
    graph = networkx.Graph([("a", "b", {"sign": 1, "weight": weight})])
    with pytest.raises(NetworkError, match="the weight is"):
        analysis.frustration_index(graph, weight="weight")


def test_decimal_weights_are_counted_exactly() -> None:
    """Weights with decimals add up without rounding."""
    graph: networkx.Graph[str] = networkx.Graph()
    for one, other, weight in (("a", "b", 0.1), ("b", "c", 0.2), ("a", "c", -0.3)):
        graph.add_edge(one, other, weight=weight)
    index = analysis.frustration_index(graph, sign="weight", weight="weight")
    assert (index.value, index.lower_bound, index.ties_weight) == (0.1, 0.1, 0.6)


@given(ties=graphs(most=7))
@_ANY
def test_any_networkx_graph_will_do(ties: Ties) -> None:
    """Directed or not, with parallel edges or not, the index is that of the merged ties."""
    graph = as_networkx(ties)
    value = analysis.frustration_index(graph, weight="weight").value
    assert value == solved(ties).bound
    for kind in (networkx.DiGraph, networkx.MultiGraph, networkx.MultiDiGraph):
        other: networkx.Graph[int] = kind()
        other.add_edges_from(graph.edges(data=True))
        assert analysis.frustration_index(other, weight="weight").value == value


def test_networks_of_a_store_or_a_table_are_the_same_as_any() -> None:
    """A merged graph is taken as it is."""
    graph = signed("tribes")
    merged = network.merge(graph, Merge.DROP, weighted=False)
    assert analysis.frustration_index(merged).value == 7
