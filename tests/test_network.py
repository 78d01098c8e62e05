"""The signed network: columns, windows, projections, merging, and where it comes from."""

from __future__ import annotations

import datetime
from pathlib import Path

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage import coding, network, rdf
from clivage.network import Merge, SignedNetwork
from clivage.network.columns import EVER, day_number
from clivage.store import Store
from tests.small import small

NODES = "abcde"
DAYS = st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31))


@st.composite
def networks(draw: st.DrawFn) -> SignedNetwork:
    """Give networks of five actors, with loops, dates, and several statements a pair."""
    node = st.integers(0, len(NODES) - 1)
    row = st.tuples(node, node, st.sampled_from((1, -1)), st.integers(1, 3), DAYS, DAYS)
    rows = draw(st.lists(row, max_size=20))
    spans = [sorted((day for day in row[4:] if day), key=day_number) for row in rows]
    return SignedNetwork.of_rows(
        NODES,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        weight=[row[3] for row in rows],
        not_before=[day_number(span[0]) if span else -EVER for span in spans],
        not_after=[day_number(span[-1]) if span else EVER for span in spans],
        statements=[f"s{number}" for number in range(len(rows))],
    )


def rows_of(made: SignedNetwork) -> set[tuple[object, ...]]:
    """Return what a network says, whatever the order of its rows and nodes."""
    columns = (made.holder, made.target, made.sign, made.weight, made.not_before, made.not_after)
    table = zip(*(column.tolist() for column in columns), made.statements, strict=True)
    return {(made.nodes[row[0]], made.nodes[row[1]], *row[2:]) for row in table}


@given(networks())
def test_a_network_comes_back_from_networkx(made: SignedNetwork) -> None:
    """Signs, weights, days and statements survive the way there and back."""
    back = network.from_networkx(network.rows_to_networkx(made), weight="weight")
    assert back.nodes == made.nodes
    assert rows_of(back) == rows_of(made)


def test_a_corpus_a_store_and_rdf_give_the_same_network() -> None:
    """Where the statements come from makes no difference."""
    corpus = coding.read(Path("graph/bolivia-1971"))
    own = network.of(corpus)
    stored = network.from_store(Store.from_triples(rdf.ntriples(corpus)))
    read = network.of(rdf.to_corpus(rdf.to_graph(corpus)))
    assert len(own) == 35
    assert rows_of(own) == rows_of(stored) == rows_of(read)
    assert own.issues == stored.issues


def test_columns_cannot_be_changed() -> None:
    """A network stays what it was."""
    made = network.of(small())
    with pytest.raises(ValueError, match="read-only"):
        made.sign[0] = -1
    assert made.holder.dtype == made.target.dtype == made.weight.dtype == np.int32


@given(networks(), st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31)))
def test_a_window_holds_what_may_fall_into_it(made: SignedNetwork, day: datetime.date) -> None:
    """A statement is in the window of a day when that day is between its bounds."""
    inside = made.window(day, day)
    may = {
        id
        for id, first, last, undated in zip(
            made.statements, made.not_before, made.not_after, made.undated, strict=True
        )
        if first <= day_number(day) <= last and not undated
    }
    assert set(inside.statements) == may
    undated = int(made.undated.sum())
    assert len(made.window(day, day, undated=True)) == len(inside) + undated


@given(networks())
def test_csr_lists_the_rows_of_each_holder_and_target(made: SignedNetwork) -> None:
    """Every row stands in exactly one list, that of its holder, or of its target."""
    for column, (starts, rows) in ((made.holder, made.by_holder), (made.target, made.by_target)):
        assert sorted(rows.tolist()) == list(range(len(made)))
        for node in range(len(NODES)):
            assert all(column[row] == node for row in rows[starts[node] : starts[node + 1]])


@given(networks())
def test_merging_by_each_rule_does_what_it_says(made: SignedNetwork) -> None:
    """Sum, drop and majority agree with counting pair by pair; loops make no tie."""
    pairs: dict[frozenset[int], list[tuple[int, int]]] = {}
    columns = (made.holder.tolist(), made.target.tolist(), made.sign.tolist(), made.weight.tolist())
    for holder, target, sign, weight in zip(*columns, strict=True):
        if holder != target:
            pairs.setdefault(frozenset((holder, target)), []).append((sign, weight))
    wanted = {
        Merge.SUM: {p: sum(s * w for s, w in said) for p, said in pairs.items()},
        Merge.DROP: {
            p: sum(s * w for s, w in said) if len({s for s, _ in said}) == 1 else 0
            for p, said in pairs.items()
        },
        Merge.MAJORITY: {
            p: sum(s * w for s, w in said if s * sum(v for v, _ in said) > 0)
            for p, said in pairs.items()
        },
    }
    assert len(wanted) == len(Merge) - 1
    for rule, weights in wanted.items():
        graph = network.merge(made, rule)
        found = {
            frozenset((int(one), int(other))): int(weight)
            for one, other, weight in zip(graph.first, graph.second, graph.weight, strict=True)
        }
        assert found == {pair: weight for pair, weight in weights.items() if weight}
        assert graph.loops == int((made.holder == made.target).sum())
        assert graph.even == sum(not weight for weight in weights.values())
        assert set(np.abs(network.merge(made, rule, weighted=False).weight.tolist())) <= {1}


def test_the_latest_rule_takes_what_may_be_last() -> None:
    """A dated statement beats earlier ones; overlapping ones add up; undated ones do not count."""
    days = [(0, 10), (20, 30), (25, 40), (-EVER, EVER)]
    cases = {(0,): 1, (0, 1): -1, (0, 1, 2): -1 + 1, (0, 1, 3): -1, (3,): 1}
    signs = (1, -1, 1, 1)
    for chosen, weight in cases.items():
        made = SignedNetwork.of_rows(
            "ab",
            [0] * len(chosen),
            [1] * len(chosen),
            [signs[one] for one in chosen],
            not_before=[days[one][0] for one in chosen],
            not_after=[days[one][1] for one in chosen],
        )
        assert network.merge(made, Merge.LATEST).weight.tolist() == ([weight] if weight else [])
    assert len(cases) == 5


def test_every_tie_leads_back_to_its_statements() -> None:
    """Both directions of a pair stand behind its one tie; even pairs are counted."""
    graph = network.merge(network.of(small()))
    behind = {
        (graph.nodes[graph.first[pair]], graph.nodes[graph.second[pair]]): graph.statements_of(pair)
        for pair in range(len(graph))
    }
    assert len(behind["bargemen", "orla-finn"]) == 3
    assert all("bargemen" in id and "orla-finn" in id for id in behind["bargemen", "orla-finn"])
    assert graph.conflicting == 1


def test_agreement_ties_those_who_stand_alike_on_an_issue() -> None:
    """Two for and one against: one tie of agreement and two of disagreement."""
    made = SignedNetwork.of_rows("abcx", [0, 1, 2, 0], [3, 3, 3, 1], [1, 1, -1, -1], issues=[3])
    graph = network.agreement(made)
    assert graph.nodes == ("a", "b", "c")
    assert dict(zip(zip(graph.first, graph.second, strict=True), graph.weight, strict=True)) == {
        (0, 1): 1,
        (0, 2): -1,
        (1, 2): -1,
    }
    assert len(made.on_issues()) == 3 and len(made.between_actors()) == 1


def test_the_graph_of_a_corpus_carries_its_quotations() -> None:
    """An edge of the NetworkX graph is a statement, with all that is known of it."""
    graph = network.to_networkx(coding.read(Path("graph/bolivia-1971")))
    assert isinstance(graph, networkx.MultiDiGraph)
    (refusal,) = graph["world-bank"]["bolivia"].values()
    assert (refusal["sign"], refusal["not_before"], refusal["not_after"]) == (
        -1,
        "1970-10-01",
        "1971-08-31",
    )
    assert refusal["quotations"][0].startswith("la Banque Mondiale")
