"""Windows of time and kernels: nothing is lost or counted twice, and weights are right."""

from __future__ import annotations

import datetime
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import discourse
from clivage.discourse import Kernel, Recipe, Unit, Window
from clivage.errors import NetworkError
from tests.debate import debate

DAYS = st.lists(st.dates(datetime.date(1999, 1, 1), datetime.date(2001, 12, 31)), min_size=1,
                max_size=12)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(DAYS, st.sampled_from(Unit), st.integers(1, 5))
def test_windows_side_by_side_add_up_to_the_whole(
    days: list[datetime.date], unit: Unit, size: int
) -> None:
    size = size * 100 if unit is Unit.DAYS else size
    corpus = debate([("ab"[at % 2], "x", 1, str(day)) for at, day in enumerate(days)])
    stances = discourse.of(corpus)
    window = Window(size=size, unit=unit)
    parts = list(discourse.slices(stances, window))
    assert sorted(id for part in parts for id in part.stances.statements) == sorted(
        stances.statements
    )
    total = np.sum(
        [discourse.affiliation(part.stances, isolates=True).dense() for part in parts], axis=0
    )
    assert total.tolist() == discourse.affiliation(stances, isolates=True).dense().tolist()
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    if unit is not Unit.EVENTS:
        apart = [one.first - before.last for before, one in itertools.pairwise(parts)]
        assert set(apart) <= {datetime.timedelta(days=1)}


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        (Unit.DAYS, "2004-02-29", "2004-02-29"),
        (Unit.WEEKS, "2004-02-23", "2004-02-29"),
        (Unit.MONTHS, "2004-02-01", "2004-02-29"),
        (Unit.YEARS, "2004-01-01", "2004-12-31"),
        (Unit.EVENTS, "2004-02-29", "2004-02-29"),
    ],
)
def test_windows_begin_where_the_calendar_begins_them(unit: Unit, first: str, last: str) -> None:
    stances = discourse.of(debate([("a", "x", 1, "2004-02-29")]))
    (made,) = discourse.slices(stances, Window(unit=unit))
    assert (str(made.first), str(made.last)) == (first, last)


def test_windows_slide_by_their_step() -> None:
    stances = discourse.of(debate([("a", "x", 1, f"2001-0{month}-15") for month in range(1, 7)]))
    made = list(discourse.slices(stances, Window(size=3, unit=Unit.MONTHS, step=1)))
    assert [len(one.stances) for one in made] == [3, 3, 3, 3]
    assert [one.first.month for one in made] == [1, 2, 3, 4]
    events = list(discourse.slices(stances, Window(size=4, unit=Unit.EVENTS, step=2)))
    assert [len(one.stances) for one in events] == [4, 4]
    assert str(events[1].middle) == "2001-04-30"


@pytest.mark.parametrize(
    ("kernel", "compat", "weights"),
    [
        (Kernel.NONE, False, [1, 1, 1]),
        (Kernel.UNIFORM, False, [0.5, 0.5, 0.5]),
        (Kernel.EPANECHNIKOV, False, [0.75 * (1 - 0.64), 0.75, 0.75 * (1 - 0.64)]),
        (Kernel.TRIANGULAR, False, [0.2, 1, 0.2]),
        (Kernel.TRIANGULAR, True, [0.2, 1, 1.8]),
        (Kernel.GAUSSIAN, False, [math.exp(-0.32) / math.sqrt(2 * math.pi), 0.3989422804014327,
                                  math.exp(-0.32) / math.sqrt(2 * math.pi)]),
    ],
)  # fmt: skip
def test_kernels_weigh_by_the_distance_from_the_middle(
    kernel: Kernel, compat: bool, weights: list[float]
) -> None:
    days = ["2001-01-01", "2001-01-03", "2001-01-05"]
    stances = discourse.of(debate([("a", "x", 1, day) for day in days]))
    window = Window(size=5, unit=Unit.DAYS, kernel=kernel)
    (made,) = discourse.slices(stances, window, compat=compat)
    assert made.stances.weight == pytest.approx(weights)
    assert discourse.affiliation(made.stances).dense().sum() == pytest.approx(sum(weights))


def test_a_gaussian_reaches_beyond_its_window_and_others_do_not() -> None:
    stances = discourse.of(debate([("a", "x", 1, day) for day in ("2001-01-01", "2001-01-11")]))
    for kernel, reached in ((Kernel.GAUSSIAN, 2), (Kernel.EPANECHNIKOV, 1)):
        window = Window(size=4, unit=Unit.DAYS, kernel=kernel)
        assert len(next(iter(discourse.slices(stances, window))).stances) == reached


def test_pairs_in_a_window_are_weighed_by_both() -> None:
    rows = [("a", "x", 1, "2001-01-01"), ("b", "x", 1, "2001-01-03")]
    recipe = Recipe(window=Window(size=5, unit=Unit.DAYS, kernel=Kernel.UNIFORM))
    ((_, matrix),) = discourse.networks(debate(rows), recipe)
    assert matrix.dense().tolist() == [[0, 0.25], [0.25, 0]]
    assert "2001-01-01 to 2001-01-05, kernel uniform" in matrix.definition


def test_undated_stances_are_in_no_window_and_empty_ones_are_left_out() -> None:
    rows = [("a", "x", 1, "2001"), ("b", "x", 1, "2004"), ("c", "x", 1)]
    made = list(discourse.networks(debate(rows), Recipe(window=Window())))
    assert [(slice_.number, matrix.rows) for slice_, matrix in made] == [(1, ("a",)), (4, ("b",))]


def test_what_cannot_be_cut_is_refused() -> None:
    with pytest.raises(NetworkError, match="no stance on an issue has a date"):
        list(discourse.slices(discourse.of(debate([("a", "x", 1)])), Window()))
    with pytest.raises(NetworkError, match="leaves stances out"):
        Window(size=2, step=3)
    with pytest.raises(NetworkError, match="a window is empty"):
        Window(size=0)
    far = discourse.of(debate([("a", "x", 1, "0001"), ("a", "x", 1, "9999")]))
    with pytest.raises(NetworkError, match="more than 5000 windows"):
        list(discourse.slices(far, Window(unit=Unit.DAYS)))


def test_days_before_the_epoch_fall_into_their_own_periods() -> None:
    days = ["1899-12-31", "1900-01-01", "1969-12-31"]
    stances = discourse.of(debate([("a", "x", 1, day) for day in days]))
    made = list(discourse.slices(stances, Window(size=50, unit=Unit.YEARS)))
    assert [len(one.stances) for one in made] == [2, 1]
    assert np.all(stances.day < 0)
