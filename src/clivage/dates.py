"""Uncertain dates: EDTF levels 0 and 1 as the first and the last day they may mean.

A date is kept as the author wrote it and gives two bounds. The qualifiers ``?``, ``~`` and
``%`` say how the author knows, and leave the bounds as they are. Seasons are refused: their
months depend on the hemisphere, and a wrong bound is worse than none.

Source: Extended Date/Time Format Specification, Library of Congress, 2019.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from clivage.errors import DateError

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"[?~%]?",
    re.ASCII,  # the digits of other scripts are not EDTF
)
_HINT = "write 1971, 1971-01, 1971-01-10, 197X, 1971-01~, or an interval such as 1970-10/1971-08"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval of days; ``None`` means that it is open or unknown on that side."""

    earliest: datetime.date | None
    latest: datetime.date | None


def bounds(edtf: str) -> Bounds:
    """Return the first and the last day that an EDTF date may mean.

    Args:
        edtf: a date or an interval of EDTF level 0 or 1, years 0001 to 9999.

    Raises:
        DateError: when it is not such a date, does not exist, or ends before it begins.

    >>> bounds("1970-10/1971-08")
    Bounds(earliest=datetime.date(1970, 10, 1), latest=datetime.date(1971, 8, 31))
    >>> bounds("1971-01~").latest
    datetime.date(1971, 1, 31)
    >>> bounds("../1965").earliest is None
    True
    """
    if "/" not in edtf:
        return _date(edtf)
    first, _, last = edtf.partition("/")
    openings = ("", "..")
    if first in openings and last in openings:
        raise DateError(f"the interval {edtf!r} has neither a beginning nor an end", remedy=_HINT)
    start = None if first in openings else _date(first).earliest
    end = None if last in openings else _date(last).latest
    if start and end and end < start:
        raise DateError(f"the interval {edtf!r} ends before it begins", remedy="swap its two dates")
    return Bounds(start, end)


def _date(edtf: str) -> Bounds:
    match = _DATE.fullmatch(edtf)
    if not match:
        raise DateError(f"{edtf!r} is not a date in EDTF", remedy=_HINT)
    year, month, day = match["year"], match["month"], match["day"]
    if (month and "X" in year) or (month == "XX" and day not in (None, "XX")):
        raise DateError(f"{edtf!r} leaves out a part before a known one", remedy=_HINT)
    if month and "21" <= month <= "24":
        raise DateError(
            f"{edtf!r} is a season, which depends on the hemisphere",
            remedy="write its months, such as 1971-06/1971-08",
        )
    if "00" in (month, day):
        raise DateError(f"the date {edtf!r} does not exist", remedy="check the calendar")
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    known_month = int(month) if month and month != "XX" else None
    known_day = int(day) if day and day != "XX" else None
    try:
        last_month = known_month or 12
        return Bounds(
            datetime.date(max(first_year, 1), known_month or 1, known_day or 1),
            datetime.date(last_year, last_month, known_day or _month_end(last_year, last_month)),
        )
    except ValueError:
        raise DateError(f"the date {edtf!r} does not exist", remedy="check the calendar") from None


def _month_end(year: int, month: int) -> int:
    if not 1 <= year <= datetime.MAXYEAR or not 1 <= month <= 12:
        raise ValueError
    return calendar.monthrange(year, month)[1]


def now() -> str:
    """Return the moment, in UTC, as records of decisions have it: ``2024-02-29T12:00:00Z``."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_date(text: str) -> bool:
    """Whether a text is a date as a corpus has them.

    >>> is_date("1971-01"), is_date("January 1971")
    (True, False)
    """
    try:
        bounds(text)
    except DateError:
        return False
    return True
