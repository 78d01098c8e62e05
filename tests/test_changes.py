"""What differs between two states, and which statements make the difference."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage import network
from clivage.analysis import changes as changes_module
from clivage.analysis.changes import Changes, weights_by_ends
from clivage.analysis.frustration import Status, frustration_index
from clivage.analysis.matching import camp_numbers
from clivage.analysis.periods import Window, over_time
from clivage.analysis.windows import Period
from clivage.network import Merge
from clivage.network.columns import number_of
from tests.dated import Row, day, made, realignment, rows


def applied(weights: dict[tuple[str, str], float], some: Changes) -> dict[tuple[str, str], float]:
    """Give the ties after changes."""
    after = dict(weights)
    for tie in some.ties:
        assert after.pop((tie.first, tie.second), 0) == tie.before
        if tie.after:
            after[tie.first, tie.second] = tie.after
    return after


@given(rows(), st.sampled_from(Merge), st.booleans(), st.booleans())
def test_changes_lead_from_a_window_to_the_next(
    table: list[Row], rule: Merge, weighted: bool, cumulative: bool
) -> None:
    """Changes applied to the statements, ties and camps of a window give those of the next."""
    signed = made(table)
    found = over_time(
        signed, period=Period.QUARTER, rule=rule, weighted=weighted, cumulative=cumulative
    )
    for before, after in itertools.pairwise(found.windows):
        assert after.changes is not None
        some = after.changes
        left = Counter(before.statements) - Counter(some.lost) + Counter(some.gained)
        assert left == Counter(after.statements)
        old, new = (
            {ends: number_of(weight) for ends, weight in weights_by_ends(
                network.merge(signed.window(one.start, one.end), rule, weighted=weighted)).items()}
            for one in (before, after)
        )  # fmt: skip
        assert applied(old, some) == new
        camp_of = camp_numbers(before.camps)
        for move in some.moves:
            assert camp_of.pop(move.actor, None) == move.before
            if move.after is not None:
                camp_of[move.actor] = move.after
        assert camp_of == camp_numbers(after.camps)
        assert {*some.formed} == {*camp_of.values()} - {camp.number for camp in before.camps}
        assert_statements_explain(some, before, after)
    assert all(window.changes is None for window in found.windows[:1])


def assert_statements_explain(some: Changes, before: Window, after: Window) -> None:
    """Every changed tie has statements that came or went, on its pair; moves have theirs."""
    for tie in some.ties:
        assert tie.gained or tie.lost
        assert {*tie.gained} <= {*some.gained} & {*after.statements}
        assert {*tie.lost} <= {*some.lost} & {*before.statements}
    for move in some.moves:
        mine = [tie for tie in some.ties if move.actor in (tie.first, tie.second)]
        assert move.gained == tuple(id for tie in mine for id in tie.gained)
        assert move.lost == tuple(id for tie in mine for id in tie.lost)


def test_edges_that_share_a_name_are_counted() -> None:
    """Where two statements have the same id, one of them may go and the other stay."""
    once, later = day("1970-05-01"), day("1971-05-01")
    signed = made([(0, 1, 1, once, once), (0, 1, 1, once, later)])
    signed = dataclasses.replace(signed, statements=("same", "same"))
    second = over_time(signed).windows[1]
    assert second.changes is not None
    assert (second.changes.lost, second.changes.gained) == (("same",), ())
    assert [tie.lost for tie in second.changes.ties] == [("same",)]


def test_interrupting_one_window_ends_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the search of one window is not taken for the end of that search alone."""

    def interrupted(*_: object, **__: object) -> object:
        whole = frustration_index(made([]))
        return dataclasses.replace(whole, status=Status.INTERRUPTED)

    monkeypatch.setattr(changes_module, "frustration_index", interrupted)
    with pytest.raises(KeyboardInterrupt):
        over_time(realignment())
