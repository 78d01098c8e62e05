"""Blockmodels: the partition that contradicts the ties least, and what it leaves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import networkx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clivage.analysis import blockmodel, partition
from clivage.analysis.blockmodel import Blockmodel, signed_blockmodel
from clivage.errors import NetworkError
from clivage.network import SignedGraph, SignedNetwork, merge
from tests.graphs import Row, complete, graph, network, renamed, rows
from tests.shared_data import signed

ALPHAS = (0.0, 0.25, 0.5, 0.9, 1.0)


def partitions(size: int, k: int) -> Iterator[list[int]]:
    """Give every partition of some things into k groups, none empty."""
    for groups in itertools.product(range(k), repeat=size):
        order = list(dict.fromkeys(groups))
        if order == list(range(k)):
            yield list(groups)


def cost(one: SignedGraph, group: dict[int, int], k: int, alpha: float, relaxed: bool) -> float:
    """Return the criterion of a partition, tie by tie."""
    sums = np.zeros((2, k, k))
    for first, second, weight in zip(
        one.first.tolist(), one.second.tolist(), one.weight.tolist(), strict=True
    ):
        pair = sorted((group[first], group[second]))
        sums[int(weight < 0), pair[0], pair[1]] += abs(weight)
    support, opposition = (1 - alpha) * sums[0], alpha * sums[1]
    if relaxed:
        return float(np.minimum(support, opposition).sum())
    return float(np.where(np.eye(k, dtype=bool), opposition, support).sum())


def tied(one: SignedGraph) -> list[int]:
    """Return the nodes with a tie."""
    ties: list[int] = np.union1d(one.first, one.second).tolist()
    return ties


def groups_of(one: SignedGraph, found: Blockmodel) -> dict[int, int]:
    """Return the block of each node with a tie."""
    number = {id: at for at, id in enumerate(one.nodes)}
    return {number[id]: at for at, block in enumerate(found.blocks) for id in block}


@settings(max_examples=40, deadline=None)
@given(rows(6, most=20), st.integers(1, 4), st.sampled_from(ALPHAS), st.booleans())
def test_no_partition_into_as_many_blocks_is_better(
    table: list[Row], k: int, alpha: float, relaxed: bool
) -> None:
    """The objective is the least over all partitions, and that of the blocks given."""
    one = graph(table, 6)
    actors = tied(one)
    assume(len(actors) >= k)
    found = signed_blockmodel(one, k, alpha=alpha, relaxed=relaxed)
    every = [dict(zip(actors, groups, strict=True)) for groups in partitions(len(actors), k)]
    assert every
    least = min(cost(one, groups, k, alpha, relaxed) for groups in every)
    assert found.optimal
    assert found.objective == pytest.approx(least)
    assert cost(one, groups_of(one, found), k, alpha, relaxed) == pytest.approx(least)
    assert sorted(groups_of(one, found)) == actors
    assert len(found.blocks) == k


@settings(max_examples=30, deadline=None)
@given(rows(6, most=20), st.integers(1, 3), st.permutations(range(6)))
def test_names_do_not_change_the_objective(table: list[Row], k: int, names: list[int]) -> None:
    """Renaming the actors leaves the objective, and relaxed balance is never worse."""
    one = graph(table, 6)
    assume(len(tied(one)) >= k)
    found = signed_blockmodel(one, k)
    assert signed_blockmodel(network(renamed(table, names), 6), k).objective == found.objective
    assert signed_blockmodel(one, k, relaxed=True).objective <= found.objective


@settings(max_examples=40, deadline=None)
@given(rows(7), st.integers(1, 4), st.booleans())
def test_signs_and_densities_describe_the_blocks(table: list[Row], k: int, relaxed: bool) -> None:
    """Shares are from 0 to 1, matrices symmetric, and structural signs are as they must be."""
    one = graph(table)
    assume(len(tied(one)) >= k)
    found = signed_blockmodel(one, k, relaxed=relaxed)
    assert sorted(map(len, found.blocks), reverse=True) == list(map(len, found.blocks))
    for row, column in itertools.product(range(k), repeat=2):
        support, opposition = found.support[row][column], found.opposition[row][column]
        assert found.support[column][row] == support
        if support is None or opposition is None:
            assert row == column and len(found.blocks[row]) == 1
            continue
        assert 0 <= support + opposition <= 1
        assert (found.signs[row][column] == 0) == (support + opposition == 0)
        if not relaxed and found.signs[row][column]:
            assert found.signs[row][column] == (1 if row == column else -1)
    assert found.inconsistent == pytest.approx(2 * found.objective)


@settings(max_examples=20, deadline=None)
@given(rows(9, most=40), st.integers(2, 4), st.booleans())
def test_a_search_without_proof_says_so(table: list[Row], k: int, relaxed: bool) -> None:
    """Without an exact step the objective is no better, and called optimal only where it is 0."""
    one = graph(table, 9)
    assume(len(tied(one)) >= k)
    proved = signed_blockmodel(one, k, relaxed=relaxed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blockmodel, "_MOST_PROVED", 0)
        quick = signed_blockmodel(one, k, relaxed=relaxed)
        assert signed_blockmodel(one, k, relaxed=relaxed) == quick
        assert not relaxed or quick.objective <= signed_blockmodel(one, k).objective
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partition, "_MOST_STEPS", 1)
        hasty = signed_blockmodel(one, k, relaxed=relaxed)
    assert proved.optimal
    assert quick.objective >= proved.objective
    assert quick.optimal == (quick.objective == 0)
    assert hasty.objective >= proved.objective


def test_planted_blocks_are_found() -> None:
    """Three groups of 20 that support inside and oppose outside come back whole."""
    planted = networkx.complete_graph(60)
    for one, other in planted.edges:
        planted[one][other]["sign"] = 1 if one % 3 == other % 3 else -1
    found = signed_blockmodel(planted, 3)
    assert (found.objective, found.optimal) == (0, True)
    assert sorted(map(len, found.blocks)) == [20, 20, 20]
    assert found.support[0][:2] == (1.0, 0.0)


def test_relaxed_balance_has_mediators_and_quarrelling_blocks() -> None:
    """Two whom two hostile sides both support, themselves at odds, are one negative block."""
    sides = [(0, 1, 1, 1), (2, 3, 1, 1)]
    hostile = [(one, other, -1, 1) for one in (0, 1) for other in (2, 3)]
    support = [(side, mediator, 1, 1) for side in range(4) for mediator in (4, 5)]
    table = [*sides, *hostile, *support, (4, 5, -1, 1)]
    found = signed_blockmodel(network(table, 6), 3, relaxed=True)
    assert (found.objective, found.optimal) == (0, True)
    mediators = found.blocks.index(("n004", "n005"))
    assert found.signs[mediators][mediators] == -1
    assert signed_blockmodel(network(table, 6), 3).objective > 0


def test_pure_opposition_has_as_many_blocks_as_one_likes() -> None:
    """Where all oppose all, structural blocks are single actors, and one relaxed block explains."""
    enemies = complete(5, -1)
    assert signed_blockmodel(enemies, 5).objective == 0
    assert signed_blockmodel(enemies, 1).objective == 5
    assert signed_blockmodel(enemies, 1, relaxed=True).signs == ((-1,),)
    assert signed_blockmodel(enemies, 5).support[0][0] is None


def test_actors_without_a_tie_are_in_no_block() -> None:
    """An isolate, and one that speaks of itself alone, are left out, in separate parts too."""
    parts = SignedNetwork.of_rows("abcdef", [0, 2, 4], [1, 3, 4], [1, 1, -1])
    found = signed_blockmodel(parts, 2)
    assert found.blocks == (("a", "b"), ("c", "d"))
    assert found.signs == ((1, 0), (0, 1))


def test_impossible_blocks_are_refused() -> None:
    """More blocks than tied actors, none, or a share that is none: an error with a remedy."""
    one = network([(0, 1, 1, 1)], 3)
    empty = SignedNetwork.of_rows([], [], [], [])
    cases = [(one, 3, 0.5), (one, 0, 0.5), (empty, 1, 0.5), (one, 1, 1.5), (one, 1, float("nan"))]
    assert len(cases) == 5
    for told, k, alpha in cases:
        with pytest.raises(NetworkError):
            signed_blockmodel(told, k, alpha=alpha)


def test_the_tribes_have_three_camps() -> None:
    """The tribes in three blocks leave two ties unexplained, as is known, and it is proved."""
    tribes = signed("tribes")
    found = signed_blockmodel(tribes, 3)
    assert (found.objective, found.inconsistent, found.optimal) == (1.0, 2.0, True)
    assert sorted(map(len, found.blocks)) == [4, 5, 7]
    assert signed_blockmodel(tribes, 2).objective == 3.5
    assert "1 - alpha" in found.definition and "sum: " in found.definition
    assert len(merge(tribes)) == 58
