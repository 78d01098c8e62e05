"""Uncertain dates: the same bounds as the reference implementation, and no other dates."""

from __future__ import annotations

import calendar
import datetime
import time

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import dates
from clivage.errors import DateError

years = st.integers(1000, 2999).map(str)
months = st.integers(1, 12).map("{:02}".format)


@st.composite
def single(draw: st.DrawFn) -> str:
    """Give a date of EDTF level 0 or 1, but for seasons and years beyond four digits."""
    year, month = draw(years), draw(months)
    day = draw(st.integers(1, calendar.monthrange(int(year), int(month))[1]))
    choice = draw(st.sampled_from(("Y", "YM", "YMD", "decade", "century", "Y-XX", "YM-XX")))
    text = {
        "Y": year,
        "YM": f"{year}-{month}",
        "YMD": f"{year}-{month}-{day:02}",
        "decade": f"{year[:3]}X",
        "century": f"{year[:2]}XX",
        "Y-XX": f"{year}-XX",
        "YM-XX": f"{year}-{month}-XX",
    }[choice]
    return text + draw(st.sampled_from(("", "", "?", "~", "%")))


def theirs(text: str) -> tuple[datetime.date, datetime.date]:
    """Return the strict bounds of the package ``edtf``."""
    parsed = edtf.parse_edtf(text)
    return as_date(parsed.lower_strict()), as_date(parsed.upper_strict())


def as_date(value: time.struct_time) -> datetime.date:
    return datetime.date(value.tm_year, value.tm_mon, value.tm_mday)


@given(single())
@settings(max_examples=150)
def test_a_date_has_the_bounds_of_the_reference(text: str) -> None:
    """The first and the last day are those that the package edtf gives."""
    found = dates.bounds(text)
    assert (found.earliest, found.latest) == theirs(text)


@given(single(), single())
@settings(max_examples=100)
def test_an_interval_spans_from_the_first_day_of_its_beginning(first: str, last: str) -> None:
    """An interval takes its first day from its beginning and its last from its end."""
    begins, ends = theirs(first)[0], theirs(last)[1]
    if ends < begins:
        with pytest.raises(DateError, match="ends before it begins"):
            dates.bounds(f"{first}/{last}")
    else:
        assert dates.bounds(f"{first}/{last}") == dates.Bounds(begins, ends)


@given(single())
def test_an_open_interval_is_open_on_one_side(text: str) -> None:
    """Open and unknown sides have no bound; the other side keeps its own."""
    begins, ends = theirs(text)
    for opening in ("..", ""):
        assert dates.bounds(f"{opening}/{text}") == dates.Bounds(None, ends)
        assert dates.bounds(f"{text}/{opening}") == dates.Bounds(begins, None)


WRONG = {
    "1971-02-30": "does not exist",
    "1971-13": "does not exist",
    "1971-00": "does not exist",
    "1971-01-00": "does not exist",
    "1971-21": "season",
    "1971/1970": "ends before it begins",
    "/": "neither a beginning nor an end",
    "../..": "neither a beginning nor an end",
    "XXXX": "not a date",
    "197X-01": "leaves out a part",
    "1971-XX-10": "leaves out a part",
    "janvier 1971": "not a date",
    "1971-1-1": "not a date",
    "10/01/1971": "not a date",
    "１９７１": "not a date",
    "Y20000": "not a date",
    "": "not a date",
    "1971 ": "not a date",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_date_is_refused_with_a_remedy(text: str) -> None:
    """Impossible, inverted and unreadable dates are refused, each with what to write instead."""
    with pytest.raises(DateError, match=WRONG[text]) as raised:
        dates.bounds(text)
    assert raised.value.remedy
    assert len(WRONG) == 18
