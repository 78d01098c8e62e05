"""Windows of time: the periods of the calendar, or lengths that slide along it."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

#: More windows than this are refused: each is computed on its own.
MOST_WINDOWS: Final = 5_000
_ONE_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in whole months or in whole days, at least 1 of the one and 0 of the other.

    Raises:
        ValueError: when it is neither or both.

    >>> Length(months=6), str(Length(days=30))
    (Length(months=6, days=0), '30 days')
    """

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.months, self.days) != 0 or max(self.months, self.days) < 1:
            what = f"a length of {self.months} months and {self.days} days"
            raise ValueError(f"{what} is refused. Give months or days, at least 1.")

    def __str__(self) -> str:
        number = self.months or self.days
        return f"{number} {'month' if self.months else 'day'}{'s' if number > 1 else ''}"

    def after(self, day: datetime.date, times: int = 1) -> datetime.date | None:
        """Return the day that is so many lengths later, or None after the year 9999.

        A month later than a day that the month does not have is its last day.

        >>> Length(months=1).after(datetime.date(1971, 1, 31))
        datetime.date(1971, 2, 28)
        """
        if self.days:
            ordinal = day.toordinal() + self.days * times
            late = ordinal > datetime.date.max.toordinal()
            return None if late else datetime.date.fromordinal(ordinal)
        year, month = divmod(day.year * 12 + day.month - 1 + self.months * times, 12)
        if year > datetime.MAXYEAR:
            return None
        last = calendar.monthrange(year, month + 1)[1]
        return datetime.date(year, month + 1, min(day.day, last))


class Period(Enum):
    """A period of the calendar, which begins where the calendar has it begin."""

    YEAR = "year"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"

    @property
    def length(self) -> Length:
        """How long it is.

        >>> Period.QUARTER.length
        Length(months=3, days=0)
        """
        months = {Period.YEAR: 12, Period.HALF_YEAR: 6, Period.QUARTER: 3, Period.MONTH: 1}
        return Length(months=months[self]) if self in months else Length(days=1)

    def beginning(self, day: datetime.date) -> datetime.date:
        """Return the first day of the period that a day lies in.

        >>> Period.QUARTER.beginning(datetime.date(1971, 8, 21))
        datetime.date(1971, 7, 1)
        """
        months = self.length.months
        return day.replace(month=(day.month - 1) // months * months + 1, day=1) if months else day

    def label(self, day: datetime.date) -> str:
        """Return the name of the period that begins on a day.

        >>> Period.HALF_YEAR.label(datetime.date(1971, 7, 1))
        '1971-H2'
        """
        year, number = f"{day.year:04}", (day.month - 1) // max(1, self.length.months) + 1
        return {
            Period.YEAR: year,
            Period.HALF_YEAR: f"{year}-H{number}",
            Period.QUARTER: f"{year}-Q{number}",
            Period.MONTH: f"{year}-{number:02}",
            Period.DAY: day.isoformat(),
        }[self]


def windows(
    first: datetime.date,
    last: datetime.date,
    period: Period | Length,
    step: Length | None = None,
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Yield the first and last day of windows until one of them reaches a day.

    Args:
        first: lies in the first window, which begins on it where a `Length` is given, and where
            the calendar begins the period where that is one.
        last: the first window that has it, or is later, is the last of all.
        period: how long a window is.
        step: how much later than the one before it begins; as long as it is when left out.

    Raises:
        ValueError: when the step would leave days out between windows, or there were more than
            5000 of them.

    >>> days = datetime.date(1970, 12, 23), datetime.date(1971, 8, 31)
    >>> [str(start) for start, _ in windows(*days, Period.HALF_YEAR)]
    ['1970-07-01', '1971-01-01', '1971-07-01']
    """
    begin = period.beginning(first) if isinstance(period, Period) else first
    length = period.length if isinstance(period, Period) else period
    step = step or length
    start: datetime.date | None = begin
    for number in range(MOST_WINDOWS):
        if start is None:
            return
        end = _end(begin, start, length, step, number)
        yield start, end
        if end >= last:
            return
        start = step.after(begin, number + 1)
        if start is not None and start > end + _ONE_DAY:
            what = f"a step of {step} leaves days out between windows of {length}"
            raise ValueError(f"{what}. Take a shorter step.")
    what = f"there are more than {MOST_WINDOWS} windows from {first} to {last}"
    raise ValueError(f"{what}. Take longer ones, or a shorter time.")


def _end(
    begin: datetime.date, start: datetime.date, length: Length, step: Length, number: int
) -> datetime.date:
    """Return the last day of a window; months are counted from the first, so they do not drift."""
    if length.months and step.months:
        following = Length(months=step.months * number + length.months).after(begin)
    else:
        following = length.after(start)
    return following - _ONE_DAY if following else datetime.date.max
