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
from clivage.analysis.camps import camps, net_weights
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
        for one, near in net_weights(signed).items()
        for other, weight in near.items()
        if one < other and (weight > 0) != (groups[one] == groups[other])
    )


def groups_of(members: tuple[tuple[int, ...], ...], size: int) -> list[int]:
    """Give the group of each node, the unaligned each alone."""
    groups = list(range(len(members), len(members) + size))
    for number, camp in enumerate(members):
        for node in camp:
            groups[node] = number
    return groups


@given(rows())
@example([(0, 1, 1, 1), (1, 2, 1, 1), (2, 0, -1, 1)])
def test_no_partition_has_less_frustration(table: list[Row]) -> None:
    """The camps of a small network are as good as the best of all 877 partitions."""
    signed = made(table)
    every = list(partitions(list(range(SIZE))))
    assert len(every) == 877
    found = camps(signed)
    assert found.optimal
    assert found.frustration == min(contradictions(signed, groups) for groups in every)
    assert found.frustration == contradictions(signed, groups_of(found.members, SIZE))


@given(rows(14, most=60))
def test_camps_are_joined_by_support_and_in_order(table: list[Row]) -> None:
    """A camp has two members or more, joined by prevailing support; the largest comes first."""
    signed = made(table, size=14)
    weights = net_weights(signed)
    found = camps(signed).members
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
    assert camps(made(renamed[::-1])).frustration == camps(made(table)).frustration


@given(rows(12, most=60))
def test_the_quick_search_agrees_with_itself(table: list[Row]) -> None:
    """Without any exact step the answer is never better than the proved one, and says so."""
    signed = made(table, size=12)
    proved = camps(signed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(camps_module, "_MOST_STEPS", 0)
        quick = camps(signed)
    assert proved.optimal
    assert quick.frustration >= proved.frustration
    assert quick.frustration == contradictions(signed, groups_of(quick.members, 12))
    assert quick.frustration == 0 or not quick.optimal


def test_the_enemy_of_an_enemy_is_no_friend() -> None:
    """Two actors that oppose a third, and nothing else, are unaligned."""
    assert camps(made([(0, 1, -1, 3), (2, 1, -1, 3)])).members == ()


def test_issues_do_not_vote() -> None:
    """Supporting the same issue makes nobody an ally."""
    assert camps(made([(0, 2, 1, 3), (1, 2, 1, 3)], issues=[2])).members == ()


def test_an_ambivalent_pair_counts_for_what_prevails() -> None:
    """Support of 2 against opposition of 1 joins; 1 against 1 does not; 1 against 2 parts."""
    cases = {(2, 1): ((0, 1),), (1, 1): (), (1, 2): ()}
    assert len(cases) == 3
    for (support, opposition), members in cases.items():
        found = camps(made([(0, 1, 1, support), (1, 0, -1, opposition)]))
        assert found == camps_module.Camps(members, 0, True)


def test_a_friend_of_two_enemies_goes_with_the_better_friend() -> None:
    """Someone between two quarrelling actors joins the stronger support; the rest is counted."""
    found = camps(made([(0, 1, 1, 2), (1, 2, 1, 1), (0, 2, -1, 3)]))
    assert found == camps_module.Camps(((0, 1),), 1, True)


def test_planted_camps_are_found_in_a_large_network() -> None:
    """Three camps of 100 that support inside and oppose outside come back whole."""
    table = []
    for one, step in itertools.product(range(300), (3, 6, 1, 2)):
        other = (one + step) % 300
        table.append((one, other, 1 if step % 3 == 0 else -1, 1 + one % 3))
    table.append((0, 1, 1, 1))
    found = camps(made(table, size=300))
    assert [len(camp) for camp in found.members] == [100, 100, 100]
    assert found.members[0] == tuple(range(0, 300, 3))


def test_the_small_corpus_has_two_camps() -> None:
    """Guild, bargemen and Orla Finn stand against council and toll keeper; the rest is free."""
    signed = network.of(small())
    found = camps(signed)
    assert [[signed.nodes[one] for one in camp] for camp in found.members] == [
        ["bargemen", "guild", "orla-finn"],
        ["council", "toll-keeper"],
    ]
    assert found.frustration == 0


def test_bolivia_has_no_camp_of_enemies_of_torres() -> None:
    """Those who only quarrel with Torres are unaligned, and the army is with the right."""
    signed = network.of(coding.read(Path("graph/bolivia-1971")))
    camp_of = {
        signed.nodes[node]: number
        for number, camp in enumerate(camps(signed).members)
        for node in camp
    }
    assert {"peasants", "bus-users", "oil-workers", "imperialism"}.isdisjoint(camp_of)
    assert camp_of["army"] == camp_of["right"] == camp_of["phalange"] == camp_of["mnr"]
    assert camp_of["torres"] == camp_of["miners"] != camp_of["army"]
