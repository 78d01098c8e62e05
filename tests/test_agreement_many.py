"""Very many statements of two coders: on one passage, and on passages that overlap in a chain."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.agreement import LEVELS, pairing
from clivage.agreement.pairing import paired, units
from clivage.agreement.spans import Spans
from clivage.errors import ClivageError
from clivage.model import Passage, Sign, Statement

CHAIN = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), min_size=1, max_size=12)


def chained(places: list[tuple[int, int]]) -> list[Spans]:
    return [((start, start + length),) for start, length in places]


def said(number: int, start: int) -> Statement:
    passage = Passage(source="ledger", start=start, end=start + 10, exact="x" * 10)
    return Statement(
        id=f"s{number}", sign=Sign.SUPPORT, holder=f"body-{number}", target="council",
        evidence=(passage,), coder="",
    )  # fmt: skip


@settings(max_examples=50)
@given(first=CHAIN, second=CHAIN, overlap=st.sampled_from([0.0, 0.5]))
def test_a_long_chain_is_paired_as_well_as_a_short_one(
    first: list[tuple[int, int]], second: list[tuple[int, int]], overlap: float
) -> None:
    """As many pairs, as much alike, by a matrix that holds only what overlaps."""
    sides = chained(first), chained(second)
    whole = paired(*sides, overlap, lambda i, j: (i % 2, j % 3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "_FEW", 0)
        sparse = paired(*sides, overlap, lambda i, j: (i % 2, j % 3))
    # What the best step takes decides what is left for others; ties can be broken otherwise.
    best = max((pair.step for pair in whole), default=0)
    of_best = [[pair.likeness for pair in it if pair.step == best] for it in (sparse, whole)]
    assert len(of_best[0]) == len(of_best[1])
    assert sum(of_best[0]) == pytest.approx(sum(of_best[1]))
    for pairs in (sparse, whole):
        assert len({p.first for p in pairs}) == len({p.second for p in pairs}) == len(pairs)


def test_a_chain_of_thousands_is_paired() -> None:
    """Its whole matrix would have 16 million cells."""
    first = [((at * 10, at * 10 + 14),) for at in range(4000)]
    found = paired(first, first, 0.0, lambda i, j: (0, 0))
    assert [(pair.first, pair.second) for pair in found] == [(at, at) for at in range(4000)]


def test_too_many_statements_on_one_passage_are_refused_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And as many on passages of their own are not."""
    monkeypatch.setattr(pairing, "MOST", 400)
    crowd = [said(number, 50) for number in range(21)]
    apart = [said(number, 100 + 10 * number) for number in range(300)]
    assert len(units({"ines": apart, "otto": apart}, LEVELS["tie"], 0.5)) == 300
    assert len(units({"ines": crowd[:20], "otto": crowd[:20]}, LEVELS["tie"], 0.5)) == 20
    with pytest.raises(ClivageError) as refused:
        units({"ines": crowd + apart, "otto": crowd}, LEVELS["tie"], 0.5)
    assert str(refused.value) == (
        "source ledger, ines and otto: passages overlap 441 times, most at characters 50 to 60; "
        "400 times are compared at most. "
        "quote shorter passages there, or make several sources of the text."
    )
