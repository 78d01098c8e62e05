"""Camps: the least frustrated partition of the actors, and nobody in one without an ally."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clivage import coding, network
from clivage.analysis import camps as camps_module
from clivage.analysis import clustering
from clivage.analysis.camps import Camps, find_camps
from clivage.analysis.clustering import Weights, camps_in, tidy, weights_of
from clivage.analysis.stability import find_stability
from clivage.network import SignedNetwork
from tests.small import small

Row = tuple[int, int, int, int]
SIZE = 7


def made(rows: Iterable[Row], *, size: int = SIZE, issues: Iterable[int] = ()) -> SignedNetwork:
    """Make a network of rows: holder, target, sign, strength."""
    table = [row for row in rows if row[0] != row[1]]
    holder, target, sign, strength = zip(*table, strict=True) if table else ((), (), (), ())
    nodes = tuple(f"n{number:03}" for number in range(size))
    return SignedNetwork.of_rows(nodes, holder, target, sign, weight=strength, issues=issues)


def rows(size: int = SIZE, *, most: int = 24) -> st.SearchStrategy[list[Row]]:
    node = st.integers(0, size - 1)
    row = st.tuples(node, node, st.sampled_from((1, -1)), st.integers(1, 3))
    return st.lists(row, max_size=most)


def partitions(things: list[int]) -> Iterator[list[int]]:
    """Give every partition of things, as the group of each."""

    def extend(groups: list[int]) -> Iterator[list[int]]:
        if len(groups) == len(things):
            yield groups
            return
        for group in range(max(groups, default=-1) + 2):
            yield from extend([*groups, group])

    return extend([])


def contradictions(signed: SignedNetwork, groups: list[int]) -> int:
    """Sum the net weights that contradict a partition of all nodes."""
    return sum(
        abs(weight)
        for one, near in weights_of(network.merge(signed)).items()
        for other, weight in near.items()
        if one < other and (weight > 0) != (groups[one] == groups[other])
    )


def groups_of(found: Camps, size: int) -> list[int]:
    """Give the group of each node, the unaligned each alone."""
    groups = list(range(len(found.members), len(found.members) + size))
    for number, camp in enumerate(found.members):
        for id in camp:
            groups[int(id[1:])] = number
    return groups


def camps_of(groups: list[int], weights: Weights) -> int:
    """Count the groups that support joins, with two members or more."""
    return camps_in(
        tidy(dict(enumerate(groups)), {node: weights.get(node, {}) for node in range(SIZE)})
    )


@given(rows())
@example([(0, 1, 1, 1), (1, 2, 1, 1), (2, 0, -1, 1)])
def test_no_partition_has_less_frustration(table: list[Row]) -> None:
    """The camps of a small network are as good as the best of all 877 partitions."""
    signed = made(table)
    every = list(partitions(list(range(SIZE))))
    assert len(every) == 877
    found = find_camps(signed)
    assert found.optimal
    assert found.frustration == min(contradictions(signed, groups) for groups in every)
    assert found.frustration == contradictions(signed, groups_of(found, SIZE))


@given(rows(), st.integers(0, 3))
def test_no_partition_with_so_few_camps_has_less_frustration(table: list[Row], most: int) -> None:
    """With a limit, the camps are as good as the best of all partitions that keep it."""
    signed = made(table)
    weights = weights_of(network.merge(signed))
    every = [one for one in partitions(list(range(SIZE))) if camps_of(one, weights) <= most]
    found = find_camps(signed, most=most)
    assert len(found.members) <= most
    assert found.optimal
    assert found.frustration == min(contradictions(signed, groups) for groups in every)


@given(rows(14, most=60))
def test_more_camps_allowed_never_cost_more(table: list[Row]) -> None:
    """From no camp to any number, the frustration falls or stays, and its bound holds."""
    signed = made(table, size=14)
    found = [find_camps(signed, most=most) for most in range(8)]
    costs = [one.frustration for one in found]
    assert costs == sorted(costs, reverse=True)
    assert find_camps(signed).frustration <= costs[-1]
    assert all(one.lower_bound <= one.frustration for one in found)
    with pytest.raises(ValueError, match="at most -1 camps"):
        find_camps(signed, most=-1)


@given(rows(9, most=30))
def test_the_bound_of_a_part_that_is_too_large_holds(table: list[Row]) -> None:
    """Where nothing is searched exactly, packing bounds the frustration from below."""
    signed = made(table, size=9)
    proved = find_camps(signed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(camps_module, "MOST_ACTORS", 0)
        packed = find_camps(signed)
    assert packed.lower_bound <= proved.frustration <= packed.frustration


@given(rows(), st.integers(0, 2))
def test_near_optimal_partitions_are_counted_out(table: list[Row], slack: int) -> None:
    """How often a pair stands together is its share of all partitions that are nearly as good."""
    signed = made(table)
    graph = network.merge(signed)
    weights = {node: weights_of(graph).get(node, {}) for node in range(SIZE)}
    best = find_camps(signed).frustration
    found = find_stability(signed, slack=slack)
    assert found.complete
    for part in clustering.joined(weights_of(graph), weights_of(graph)):
        alone = clustering.within(part, weights)
        least = min(clustering.frustration(dict(zip(part, one, strict=True)), alone)
                    for one in partitions(list(part)))  # fmt: skip
        good = {
            tuple(tidy(dict(zip(part, one, strict=True)), alone).items())
            for one in partitions(list(part))
            if clustering.frustration(dict(zip(part, one, strict=True)), alone) <= least + slack
        }
        for one, other in itertools.combinations(part, 2):
            share = sum(dict(each)[one] == dict(each)[other] for each in good) / len(good)
            assert found.share(f"n{one:03}", f"n{other:03}") == pytest.approx(share)
    assert best == find_camps(signed).frustration


@given(rows(14, most=60))
def test_camps_are_joined_by_support_and_in_order(table: list[Row]) -> None:
    """A camp has two members or more, joined by prevailing support; the largest comes first."""
    signed = made(table, size=14)
    graph = network.merge(signed)
    weights = {
        graph.nodes[node]: {graph.nodes[other]: weight for other, weight in near.items()}
        for node, near in weights_of(graph).items()
    }
    found = find_camps(signed).members
    assert list(found) == sorted(found, key=lambda camp: (-len(camp), camp[0]))
    everyone = [node for camp in found for node in camp]
    assert len(everyone) == len(set(everyone))
    for camp in found:
        assert len(camp) > 1
        reached, fresh = {camp[0]}, [camp[0]]
        while fresh:
            near = weights[fresh.pop()]
            new = {one for one in near if near[one] > 0 and one in camp} - reached
            reached |= new
            fresh += sorted(new)
        assert reached == set(camp)


@given(rows(), st.permutations(range(SIZE)), st.randoms(use_true_random=False))
def test_names_and_order_do_not_change_the_frustration(
    table: list[Row], names: list[int], random: object
) -> None:
    """Renaming the actors and shuffling the statements leaves the frustration as it is."""
    renamed = [(names[one], names[other], sign, weight) for one, other, sign, weight in table]
    assert find_camps(made(renamed[::-1])).frustration == find_camps(made(table)).frustration


@given(rows(12, most=60))
def test_the_quick_search_agrees_with_itself(table: list[Row]) -> None:
    """Without any exact step the answer is never better than the proved one, and says so."""
    signed = made(table, size=12)
    proved = find_camps(signed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clustering, "MOST_STEPS", 0)
        quick = find_camps(signed)
    assert proved.optimal
    assert quick.frustration >= proved.frustration
    assert quick.frustration == contradictions(signed, groups_of(quick, 12))
    assert quick.lower_bound <= proved.frustration
    assert quick.optimal == (quick.lower_bound == quick.frustration)


def test_the_enemy_of_an_enemy_is_no_friend() -> None:
    """Two actors that oppose a third, and nothing else, are unaligned."""
    assert find_camps(made([(0, 1, -1, 3), (2, 1, -1, 3)])).members == ()


def test_issues_do_not_vote() -> None:
    """Supporting the same issue makes nobody an ally."""
    assert find_camps(made([(0, 2, 1, 3), (1, 2, 1, 3)], issues=[2])).members == ()


def test_an_ambivalent_pair_counts_for_what_prevails() -> None:
    """Support of 2 against opposition of 1 joins; 1 against 1 does not; 1 against 2 parts."""
    cases: dict[tuple[int, int], tuple[tuple[str, ...], ...]] = {
        (2, 1): (("n000", "n001"),),
        (1, 1): (),
        (1, 2): (),
    }
    assert len(cases) == 3
    for (support, opposition), members in cases.items():
        found = find_camps(made([(0, 1, 1, support), (1, 0, -1, opposition)]))
        assert (found.members, found.frustration, found.optimal) == (members, 0, True)


def test_a_friend_of_two_enemies_goes_with_the_better_friend() -> None:
    """Someone between two quarrelling actors joins the stronger support; the rest is counted."""
    found = find_camps(made([(0, 1, 1, 2), (1, 2, 1, 1), (0, 2, -1, 3)]))
    assert (found.members, found.frustration, found.optimal) == ((("n000", "n001"),), 1, True)
    (contrary,) = found.frustrated_edges
    assert (contrary.first, contrary.second, contrary.sign) == ("n001", "n002", 1)


def test_planted_camps_are_found_in_a_large_network() -> None:
    """Three camps of 100 that support inside and oppose outside come back whole."""
    table = []
    for one, step in itertools.product(range(300), (3, 6, 1, 2)):
        other = (one + step) % 300
        table.append((one, other, 1 if step % 3 == 0 else -1, 1 + one % 3))
    table.append((0, 1, 1, 1))
    found = find_camps(made(table, size=300))
    assert [len(camp) for camp in found.members] == [100, 100, 100]
    assert found.members[0] == tuple(f"n{node:03}" for node in range(0, 300, 3))


def test_the_small_corpus_has_two_camps() -> None:
    """Guild, bargemen and Orla Finn stand against council and toll keeper; the rest is free."""
    signed = network.of(small())
    found = find_camps(signed)
    assert found.members == (("bargemen", "guild", "orla-finn"), ("council", "toll-keeper"))
    assert found.unaligned == ("ferry-woman", "stranger")
    assert found.frustration == 0


def test_bolivia_has_no_camp_of_enemies_of_torres() -> None:
    """Those who only quarrel with Torres are unaligned, and the army is with the right."""
    signed = network.of(coding.read(Path("graph/bolivia-1971")))
    camp_of = {id: number for number, camp in enumerate(find_camps(signed).members) for id in camp}
    assert {"peasants", "bus-users", "oil-workers", "imperialism"}.isdisjoint(camp_of)
    assert camp_of["army"] == camp_of["right"] == camp_of["phalange"] == camp_of["mnr"]
    assert camp_of["torres"] == camp_of["miners"] != camp_of["army"]
