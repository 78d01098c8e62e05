"""Which camp is which: numbers that stay, and camps made nearer to those before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clivage.analysis.camps import find_camps
from clivage.analysis.clustering import frustration, weights_of
from clivage.analysis.matching import Camp, Numbering, matched, nearer
from tests.graphs import Row, graph, rows


@given(rows(), rows())
def test_nearer_camps_are_as_good(table: list[Row], earlier: list[Row]) -> None:
    """Camps made nearer to those before cost no more than the best ones, and none is alone."""
    numbering = Numbering()
    before = numbering.next(find_camps(graph(earlier)).members)
    signed = graph(table)
    found = find_camps(signed)
    members = nearer(before, numbering.next(found.members), signed)
    groups = {node: -1 - node for node in range(7)}
    for at, group in enumerate(members):
        assert len(group) > 1
        groups |= {int(id[1:]): at for id in group}
    assert frustration(groups, weights_of(signed)) == found.frustration


@given(st.lists(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=2), max_size=3), max_size=6))
def test_camps_are_matched_one_to_one(partitions: list[list[set[str]]]) -> None:
    """A number stands for one camp at a time, for the best match, and is never given twice."""
    numbering, before, used = Numbering(), dict[int, tuple[str, ...]](), set[int]()
    for some in partitions:
        taken: set[str] = set()
        camps = []
        for one in some:
            camps.append(tuple(sorted(one - taken)))
            taken |= one
        camps = sorted(filter(None, camps), key=lambda camp: (-len(camp), camp))
        numbered = numbering.next(camps)
        assert sorted(camp.members for camp in numbered) == sorted(camps)
        numbers = [camp.number for camp in numbered]
        assert numbers == sorted({*numbers})
        overlaps = [
            (len({*members} & {*camp}), old) for old, members in before.items() for camp in camps
        ]
        best = max(overlaps, default=(0, 0))
        if best[0]:
            # The largest overlap of all is always kept.
            kept = [len({*before[one.number]} & {*one.members}) for one in numbered
                    if one.number in before]  # fmt: skip
            assert max(kept) == best[0]
        fresh = {*numbers} - used
        assert not fresh or min(fresh) == max(used, default=0) + 1
        used |= fresh
        before = {camp.number: camp.members for camp in numbered}


def test_a_camp_that_returns_has_its_number_back() -> None:
    """A camp keeps its number over a window without it, if half of all its members return."""
    numbering = Numbering()
    assert numbering.next([("a", "b", "c"), ("x", "y")])[0] == Camp(1, ("a", "b", "c"))
    assert [camp.number for camp in numbering.next([("x", "y", "z")])] == [2]
    returned = numbering.next([("x", "y", "z"), ("a", "b"), ("c", "d", "e")])
    assert returned == (Camp(1, ("a", "b")), Camp(2, ("x", "y", "z")), Camp(3, ("c", "d", "e")))


def test_the_larger_part_of_a_split_camp_keeps_the_number() -> None:
    """Where a camp splits, the part that shares more members is the same camp; the rest is new."""
    assert matched([("a", "b"), ("c", "d", "e")], {7: ("a", "b", "c", "d", "e")}) == {1: 7}
    assert matched([("a", "b"), ("c", "d")], {7: ("a", "b", "c", "d")}) == {0: 7}
