"""Over time: what counts in which window, what changed, and which statements changed it."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage import coding, network
from clivage.analysis.camps import find_camps
from clivage.analysis.changes import Move, Step, Turn, weights_by_ends
from clivage.analysis.frustration import frustration_index
from clivage.analysis.matching import Camp
from clivage.analysis.periods import OverTime, Window, over_time
from clivage.analysis.windows import Length, Period
from clivage.network import Merge, SignedNetwork
from clivage.network.columns import day_number
from tests import shared_data
from tests.dated import Row, day, days, lengths, made, realignment, rows, shorter


def meets(row: Row, window: Window) -> bool:
    first, last = row[3], row[4]
    if first is None and last is None:
        return False
    return (first or datetime.date.min) <= window.end and (
        last or datetime.date.max
    ) >= window.start


def test_periods_begin_with_the_calendar() -> None:
    """A window of the calendar has the days and the name that the calendar gives it."""
    cases = {
        Period.YEAR: ("1972", "1972-01-01", "1972-12-31"),
        Period.HALF_YEAR: ("1972-H1", "1972-01-01", "1972-06-30"),
        Period.QUARTER: ("1972-Q1", "1972-01-01", "1972-03-31"),
        Period.MONTH: ("1972-02", "1972-02-01", "1972-02-29"),
        Period.DAY: ("1972-02-10", "1972-02-10", "1972-02-10"),
    }
    assert len(cases) == len(Period)
    once = day("1972-02-10")
    for period, expected in cases.items():
        (window,) = over_time(made([(0, 1, 1, once, once)]), period=period).windows
        assert (window.label, str(window.start), str(window.end)) == expected


def test_impossible_windows_are_refused() -> None:
    """A length of nothing or of two sorts, gaps, endless rows and a reversed time are refused."""
    once = made([(0, 1, 1, day("1901-01-01"), day("1971-01-01"))])
    refusals = 0
    for months, some_days in ((0, 0), (1, 1), (-1, 0), (0, -3), (2, -1)):
        with pytest.raises(ValueError, match="Give months or days"):
            Length(months=months, days=some_days)
        refusals += 1
    with pytest.raises(ValueError, match="a step of 30 days leaves days out"):
        over_time(once, period=Length(months=1), step=Length(days=30))
    with pytest.raises(ValueError, match="more than 5000 windows"):
        over_time(once, period=Period.DAY)
    with pytest.raises(ValueError, match="before the start"):
        over_time(once, start=day("1971-01-02"), end=day("1971-01-01"))
    assert refusals == 5


@given(rows(), lengths, st.booleans(), st.booleans())
def test_a_statement_counts_where_its_days_meet(
    table: list[Row], period: Period | Length, sliding: bool, cumulative: bool
) -> None:
    """Every dated statement counts in each window it meets and no other; the undated are named."""
    signed = made(table)
    step = shorter(period) if sliding else None
    found = over_time(signed, period=period, step=step, cumulative=cumulative)
    counts: Counter[str] = Counter()
    for window in found.windows:
        expected = tuple(f"s{at}" for at, row in enumerate(table) if meets(row, window))
        assert window.statements == expected
        assert window.statements == signed.window(window.start, window.end).statements
        counts.update(expected)
    undated = tuple(f"s{at}" for at, row in enumerate(table) if row[3:] == (None, None))
    assert found.undated == undated
    assert {*counts, *undated} == set(signed.statements)
    assert found.outside == ()
    assert found.several == tuple(id for id in signed.statements if counts[id] > 1)
    assert found.open_ended == tuple(
        f"s{at}" for at, row in enumerate(table) if (row[3] is None) != (row[4] is None)
    )
    assert bool(found.windows) == bool(counts)
    assert bool(found.reason) != bool(found.windows)


@given(rows(), days, days)
def test_what_lies_outside_the_time_asked_for_is_named(
    table: list[Row], one: datetime.date, other: datetime.date
) -> None:
    """Between two days that are asked for, every statement counts, is outside, or is undated."""
    first, last = sorted((one, other))
    found = over_time(made(table), period=Period.MONTH, start=first, end=last)
    inside = {id for window in found.windows for id in window.statements}
    assert found.windows[0].start == first.replace(day=1)
    assert found.windows[-1].end >= last
    assert sorted([*inside, *found.outside, *found.undated]) == sorted(
        f"s{at}" for at in range(len(table))
    )


@given(rows())
def test_a_window_is_the_network_of_its_days(table: list[Row]) -> None:
    """Frustration and camps of a window are those of the statements that meet it."""
    signed = made(table, issues=[5])
    for window in over_time(signed, period=Period.HALF_YEAR).windows:
        alone = signed.window(window.start, window.end)
        assert window.partition == find_camps(alone)
        assert {camp.members for camp in window.camps} == {*window.partition.members}
        index = frustration_index(alone, unique=False)
        assert (window.frustration.value, window.ties) == (index.value, index.ties)
        assert all(window.camp_of(id) is None for id in window.partition.unaligned)


def test_who_changes_camp_and_by_which_statements() -> None:
    """An actor that turns from one camp to the other is told with the statements that did it."""
    found = over_time(realignment())
    first, second = found.windows
    assert first.camps == (Camp(1, ("n0", "n1", "n4")), Camp(2, ("n2", "n3")))
    assert second.camps == (Camp(1, ("n0", "n4")), Camp(2, ("n1", "n2", "n3")))
    assert second.changes is not None
    (move,) = second.changes.moves
    assert (move.actor, move.step, move.before, move.after) == ("n1", Step.MOVED, 1, 2)
    assert (move.gained, move.lost, move.by_choice) == (("s3", "s4"), ("s0",), False)
    turns = {(tie.first, tie.second): (tie.turn, tie.before, tie.after)
             for tie in second.changes.ties}  # fmt: skip
    assert turns == {
        ("n0", "n1"): (Turn.TURNED, 1, -1),
        ("n0", "n4"): (Turn.REWEIGHED, 1, 2),
        ("n1", "n2"): (Turn.APPEARED, 0, 1),
    }
    assert second.changes.gained == ("s3", "s4", "s5", "s6", "s7")
    assert (found.undated, found.several) == (("s8",), ())
    assert second.camp_of("n5") is None


def test_a_tie_that_no_statement_repeats_vanishes_unless_windows_add_up() -> None:
    """Silence ends a tie in separate windows, and ends nothing in cumulative ones."""
    signed = realignment()
    apart = over_time(signed, end=day("1972-06-30"))
    assert len(apart.windows) == 3
    assert apart.windows[2].changes is not None
    assert {tie.turn for tie in apart.windows[2].changes.ties} == {Turn.VANISHED}
    assert apart.windows[2].changes.dissolved == (1, 2)
    together = over_time(signed, end=day("1972-06-30"), cumulative=True)
    assert [window.label for window in together.windows] == [
        "1970-01-01/1970-12-31",
        "1970-01-01/1971-12-31",
        "1970-01-01/1972-12-31",
    ]
    assert together.windows[2].changes is not None
    assert not together.windows[2].changes
    assert together.windows[1].ties == 3  # n0 and n1 are even by then


def test_a_move_between_equals_is_called_one() -> None:
    """Where the camps of before would be as good, who moves is said to be a choice."""
    year = {number: (day(f"{number}-05-01"), day(f"{number}-05-01")) for number in (1970, 1971)}
    moves: list[Move] = []
    for friend, enemy in ((0, 2), (2, 0)):
        signed = made(
            [
                (1, friend, 1, *year[1970]),
                (1, friend, 1, *year[1971]),
                (1, enemy, 1, *year[1971]),
                (0, 2, -1, *year[1971]),
            ],
            size=3,
        )
        second = over_time(signed).windows[1]
        assert second.changes is not None
        moves += second.changes.moves
    assert sorted(move.actor for move in moves) == ["n0", "n2"]
    assert all(move.by_choice for move in moves)


def test_the_rule_of_merging_is_used_and_named() -> None:
    """A pair with both signs has a tie by the rule that was asked for, and the result says so."""
    once = day("1970-05-01"), day("1970-05-01")
    signed = made([(0, 1, 1, *once), (0, 1, 1, *once), (1, 0, -1, *once)])
    ties = {rule: over_time(signed, rule=rule).windows[0].ties for rule in Merge}
    assert ties == {Merge.SUM: 1, Merge.DROP: 0, Merge.MAJORITY: 1, Merge.LATEST: 1}
    for rule in Merge:
        assert rule.meaning in over_time(signed, rule=rule).definition
    sliding = over_time(signed, period=Length(days=30), step=Length(days=10), cumulative=True)
    assert sliding.definition.startswith("windows of 30 days; one every 10 days; each window goes")


def test_without_dates_there_is_no_window_and_a_reason() -> None:
    """Nothing, no date, and days outside of the time asked for are told apart."""
    dated, undated = (0, 1, 1, day("1970-05-01"), day("1970-05-01")), (0, 1, 1, None, None)
    nothing = over_time(made([]))
    assert (nothing.windows, nothing.reason) == ((), "there is no statement")
    assert over_time(made([], size=0)).windows == ()
    none = over_time(made([undated]))
    assert (none.reason, none.undated) == ("no statement has a date", ("s0",))
    late = over_time(made([dated]), start=day("1980-01-01"))
    assert late.reason.startswith("the last day that a statement names is before the start")
    assert late.outside == ("s0",)
    asked = over_time(made([undated]), start=day("1970-01-01"), end=day("1971-01-01"))
    assert [len(window.statements) for window in asked.windows] == [0, 0]


def test_an_open_end_lengthens_nothing() -> None:
    """A statement with an open end counts on its open side, as far as other statements reach."""
    signed = made(
        [
            (0, 1, 1, day("1971-01-01"), None),
            (1, 2, 1, None, day("1971-12-31")),
            (2, 3, 1, day("1973-05-01"), day("1973-05-01")),
        ]
    )
    found = over_time(signed)
    assert [(window.label, window.statements) for window in found.windows] == [
        ("1971", ("s0", "s1")),
        ("1972", ("s0",)),
        ("1973", ("s0", "s2")),
    ]
    assert (found.open_ended, found.several) == (("s0", "s1"), ("s0",))
    earlier = over_time(signed, start=day("1969-01-01")).windows[0]
    assert (earlier.label, earlier.statements) == ("1969", ("s1",))


@given(rows())
def test_the_same_network_gives_the_same_result(table: list[Row]) -> None:
    """Computing twice gives equal results, numbers of camps included."""
    one, other = (over_time(made(table), period=Period.MONTH) for _ in range(2))
    assert one == other


def founding(period: Period) -> OverTime:
    return over_time(network.of(coding.read(Path("graph/bolivia-1971"))), period=period)


def test_most_of_bolivia_is_undated() -> None:
    """Of its 35 edges 24 have no date and are named; the refusals of the banks are in all."""
    found = founding(Period.QUARTER)
    assert (len(found.undated), found.outside, found.open_ended) == (24, (), ())
    assert [window.label for window in found.windows] == [
        "1970-Q4",
        "1971-Q1",
        "1971-Q2",
        "1971-Q3",
    ]
    assert [len(window.statements) for window in found.windows] == [3, 7, 5, 2]
    assert [id.split(".", 2)[2] for id in found.several] == [
        "idb.opposes.bolivia",
        "world-bank.opposes.bolivia",
    ]


def test_the_camps_of_bolivia_by_quarter() -> None:
    """Torres is with Debray, then with the miners; the Assembly is a camp of its own."""
    found = founding(Period.QUARTER)
    assert [window.camps for window in found.windows] == [
        (Camp(1, ("debray", "torres")),),
        (Camp(1, ("miners", "torres")), Camp(2, ("banzer", "conspirators"))),
        (
            Camp(
                3,
                ("left-parties", "popular-assembly", "university-organizations", "workers-unions"),
            ),
        ),
        (),
    ]
    changes = found.windows[1].changes
    assert changes is not None
    miners = next(move for move in changes.moves if move.actor == "miners")
    assert (miners.step, miners.after) == (Step.JOINED, 1)
    assert sorted(id.split(".", 2)[2] for id in miners.gained) == [
        "miners.supports.torres",
        "torres.opposes.miners",
    ]


def test_the_wars_by_year() -> None:
    """Windows of the Correlates of War, taken for years, change as their tables differ."""
    wars = shared_data.wars()
    assert len(wars) == 51
    nodes = wars["46-49"].nodes
    first = [day_number(datetime.date(1900 + int(years[:2]), 1, 1)) for years in wars]
    numbers = np.repeat(first, [len(one) for one in wars.values()]).tolist()
    columns = [
        np.concatenate([getattr(one, column) for one in wars.values()])
        for column in ("holder", "target", "sign")
    ]
    dated = SignedNetwork.of_rows(nodes, *columns, not_before=numbers, not_after=numbers)
    found = over_time(dated, start=day("1955-01-01"), end=day("1963-12-31"))
    assert [window.label for window in found.windows] == [str(year) for year in range(1955, 1964)]
    assert len(found.outside) + sum(len(one.statements) for one in found.windows) == len(dated)
    assert found.several == found.undated == ()
    cases = 0
    for before, after in itertools.pairwise(found.windows):
        old, new = (
            weights_by_ends(network.merge(wars[f"{year % 100}-{year % 100 + 3}"]))
            for year in (before.start.year, after.start.year)
        )
        assert after.changes is not None
        told = {(tie.first, tie.second): tie for tie in after.changes.ties}
        assert told.keys() == {ends for ends, _ in old.items() ^ new.items()}
        assert sum(tie.turn is Turn.APPEARED for tie in told.values()) == len(new.keys() - old)
        assert sum(tie.turn is Turn.VANISHED for tie in told.values()) == len(old.keys() - new)
        assert after.camps[0].number == 1
        assert after.frustration.optimal
        cases += 1
    assert cases == 8
    assert [window.frustration.value for window in found.windows] == [
        35, 34, 26, 30, 36, 39, 37, 36, 29,
    ]  # fmt: skip
