"""Windows of time: none begins after a gap, and the calendar is kept."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clivage.analysis.windows import MOST_WINDOWS, Length, Period, windows
from tests.dated import lengths, shorter


@given(st.dates(), st.integers(0, 1500), lengths, st.booleans())
@example(datetime.date(1971, 1, 31), 400, Length(months=1), False)
@example(datetime.date(9999, 11, 30), 31, Period.YEAR, True)
@example(datetime.date.min, 800, Period.HALF_YEAR, False)
def test_windows_leave_no_day_out(
    first: datetime.date, later: int, period: Period | Length, sliding: bool
) -> None:
    """Windows reach from the first day to the last, and none begins after a gap."""
    last = datetime.date.fromordinal(min(first.toordinal() + later, datetime.date.max.toordinal()))
    step = shorter(period) if sliding else None
    made_ = list(windows(first, last, period, step))
    assert made_[0][0] <= first <= made_[0][1]
    assert made_[-1][1] >= last
    assert all(end < last for _, end in made_[:-1])
    for (start, end), (start_next, end_next) in itertools.pairwise(made_):
        assert start < start_next <= end + datetime.timedelta(days=1)
        assert end < end_next
        if not sliding:
            assert start_next == end + datetime.timedelta(days=1)


@given(st.dates(), st.sampled_from(Period))
def test_a_period_begins_on_its_first_day(day: datetime.date, period: Period) -> None:
    """The beginning of a period is not after its days, and is the beginning of itself."""
    begin = period.beginning(day)
    assert begin <= day
    assert period.beginning(begin) == begin
    following = period.length.after(begin)
    assert following is None or following > day


def test_months_do_not_drift() -> None:
    """Windows from the last of January on begin on the last day of each month that has fewer."""
    first, last = datetime.date(1971, 1, 31), datetime.date(1971, 4, 1)
    found = [str(start) for start, _ in windows(first, last, Length(months=1))]
    assert found == ["1971-01-31", "1971-02-28", "1971-03-31"]


def test_windows_overlap_where_the_step_is_shorter() -> None:
    """Years that begin each half-year overlap, and end with the first that reaches the last day."""
    first, last = datetime.date(1970, 12, 23), datetime.date(1971, 8, 31)
    found = list(windows(first, last, Period.YEAR, Length(months=6)))
    assert [(str(start), str(end)) for start, end in found] == [
        ("1970-01-01", "1970-12-31"),
        ("1970-07-01", "1971-06-30"),
        ("1971-01-01", "1971-12-31"),
    ]


def test_as_many_windows_as_are_allowed_are_made() -> None:
    """The last window that is allowed is made, and one more is refused."""
    first = datetime.date(1901, 1, 1)
    last = first + datetime.timedelta(days=MOST_WINDOWS - 1)
    assert len(list(windows(first, last, Period.DAY))) == MOST_WINDOWS
    with pytest.raises(ValueError, match="more than 5000 windows"):
        list(windows(first, last + datetime.timedelta(days=1), Period.DAY))
