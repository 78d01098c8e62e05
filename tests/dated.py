"""Small networks of dated statements, and windows of time, for the tests."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from hypothesis import strategies as st

from clivage.analysis.windows import Length, Period
from clivage.network import SignedNetwork
from clivage.network.columns import EVER, day_number

Day = datetime.date | None
#: Holder, target, sign, first and last possible day; None is open.
Row = tuple[int, int, int, Day, Day]
SIZE = 6


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def made(rows: Iterable[Row], *, size: int = SIZE, issues: Iterable[int] = ()) -> SignedNetwork:
    """Make a network of rows; nodes are n0, n1 and so on."""
    table = list(rows)
    return SignedNetwork.of_rows(
        tuple(f"n{one}" for one in range(size)),
        (row[0] for row in table),
        (row[1] for row in table),
        (row[2] for row in table),
        not_before=(day_number(row[3]) if row[3] else -EVER for row in table),
        not_after=(day_number(row[4]) if row[4] else EVER for row in table),
        statements=(f"s{number}" for number in range(len(table))),
        issues=issues,
    )


days = st.dates(day("1970-11-01"), day("1971-12-31"))


@st.composite
def spans(draw: st.DrawFn) -> tuple[Day, Day]:
    """Give a day, an interval, one with an open end, or no date."""
    first, last = sorted((draw(days), draw(days)))
    return draw(
        st.sampled_from([(first, first), (first, last), (first, None), (None, last), (None, None)])
    )


@st.composite
def rows(draw: st.DrawFn, *, most: int = 14) -> list[Row]:
    node = st.integers(0, SIZE - 1)
    ends = st.tuples(node, node, st.sampled_from((1, 1, -1)))
    return [(*draw(ends), *draw(spans())) for _ in range(draw(st.integers(0, most)))]


lengths = st.one_of(
    st.sampled_from([Period.YEAR, Period.HALF_YEAR, Period.QUARTER, Period.MONTH]),
    st.builds(Length, months=st.integers(1, 15)),
    st.builds(Length, days=st.integers(20, 400)),
)


def shorter(period: Period | Length) -> Length:
    """Give a step that leaves nothing out."""
    length = period.length if isinstance(period, Period) else period
    if length.months:
        return Length(months=max(1, length.months // 2))
    return Length(days=max(1, length.days // 2))


def realignment() -> SignedNetwork:
    """Give two years: n1 is with n0, then with n2 against n0; one statement is undated."""
    years = [(day(f"{year}-01-01"), day(f"{year}-12-31")) for year in (1970, 1971)]
    return made(
        [
            (0, 1, 1, *years[0]),
            (2, 3, 1, *years[0]),
            (0, 4, 1, *years[0]),
            (1, 0, -1, *years[1]),
            (1, 2, 1, *years[1]),
            (2, 3, 1, *years[1]),
            (0, 4, 1, *years[1]),
            (0, 4, 1, *years[1]),
            (2, 4, -1, None, None),
        ]
    )
