"""Windows of time that slide along the stances, hard or by a kernel.

A kernel gives a stance at day *t* the weight K(d) in a window with the middle m and the length w,
where d = 2(m - t)/w: at d = -1 and d = 1 are the ends of the window. Epanechnikov's is that of
V. A. Epanechnikov, "Non-parametric estimation of a multivariate probability density", Theory of
Probability and Its Applications 14 (1969).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from clivage.discourse.selecting import months, weeks, years
from clivage.discourse.stances import Floats, Stances
from clivage.errors import NetworkError
from clivage.network.columns import Int64, day_of

#: More windows than this are refused: each is a network of its own.
MOST_WINDOWS: Final = 5_000


class Unit(Enum):
    """What the length of a window is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    EVENTS = "events"


class Kernel(Enum):
    """How a stance counts by its distance d from the middle of a window."""

    NONE = "none"
    UNIFORM = "uniform"
    EPANECHNIKOV = "epanechnikov"
    GAUSSIAN = "gaussian"
    TRIANGULAR = "triangular"

    @property
    def meaning(self) -> str:
        """The kernel in words."""
        return {
            Kernel.NONE: "each counts 1 within the window",
            Kernel.UNIFORM: "each counts 1/2 where |d| is at most 1",
            Kernel.EPANECHNIKOV: "each counts 3/4 (1 - d²) where |d| is at most 1",
            Kernel.GAUSSIAN: "each counts exp(-d²/2)/√(2π), without an end",
            Kernel.TRIANGULAR: "each counts 1 - |d| where |d| is at most 1",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How windows slide.

    Attributes:
        size: how long they are, in ``unit``, at least 1.
        step: how much later each begins than the one before, at most ``size``; ``size`` when 0.
        kernel: what a stance counts by its distance from the middle.

    Raises:
        NetworkError: when the size or step is refused.
    """

    size: int = 1
    unit: Unit = Unit.YEARS
    step: int = 0
    kernel: Kernel = Kernel.NONE

    def __post_init__(self) -> None:
        if self.size < 1:
            raise NetworkError("a window is empty", remedy="let its size be 1 or more")
        if not 0 <= self.step <= self.size:
            what = f"a step of {self.step} leaves stances out between windows of {self.size}"
            raise NetworkError(what, remedy=f"take a step from 1 to {self.size}")

    @property
    def forward(self) -> int:
        """How much later each window begins than the one before."""
        return self.step or self.size


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slice:
    """The stances of one window.

    Attributes:
        number: from 1.
        first, last: days of the window, both included; with events, those of its first and last.
        stances: those that count, with their weights.
    """

    number: int
    first: datetime.date
    last: datetime.date
    stances: Stances

    @property
    def middle(self) -> datetime.date:
        """The day in the middle, the earlier of two."""
        return self.first + (self.last - self.first) // 2


def slices(stances: Stances, window: Window, *, compat: bool = False) -> Iterator[Slice]:
    """Yield the windows from the first stance to the last; undated stances are in none.

    Windows of weeks, months and years begin where the calendar begins them. Events are stances in
    the order of their days. Empty windows are yielded too.

    Args:
        compat: weigh by |1 - d| where the triangular kernel is 1 - |d|, as Discourse Network
            Analyzer does.

    Raises:
        NetworkError: when no stance has a date, or there were more than 5000 windows.
    """
    dated = stances.where(stances.dated)
    if not len(dated):
        remedy = "give statements a `when`, or their source a `date`"
        raise NetworkError("no stance on an issue has a date", remedy=remedy)
    weigh = _KERNELS[window.kernel] if not compat else _COMPAT[window.kernel]
    by_event = window.unit is Unit.EVENTS
    place = np.arange(len(dated)) if by_event else dated.day
    for number, (start, end) in enumerate(_bounds(dated, window), 1):
        if number > MOST_WINDOWS:
            remedy = "take a longer step, or a shorter time"
            raise NetworkError(f"there are more than {MOST_WINDOWS} windows", remedy=remedy)
        distance = ((start + end) - 2.0 * place) / (end - start + 1)
        inside = (place >= start) & (place <= end)
        kept = np.ones(len(dated), np.bool_) if window.kernel is Kernel.GAUSSIAN else inside
        ends = dated.day[[start, min(end, len(dated) - 1)]] if by_event else (start, end)
        first, last = (day_of(int(day)) for day in ends)
        assert first and last  # a stance that is dated has a day
        found = dated.where(kept).weighed((dated.weight * weigh(distance))[kept])
        yield Slice(number=number, first=first, last=last, stances=found)


def _bounds(dated: Stances, window: Window) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each window: days, or numbers of events."""
    if window.unit in (Unit.EVENTS, Unit.DAYS):
        number, until = (0, len(dated) - 1) if window.unit is Unit.EVENTS else _span(dated)
        opening: Callable[[int], int] = int
    else:
        period, opening = _CALENDAR[window.unit]
        number, until = period(np.array(_span(dated), np.int64)).tolist()
    while True:
        yield opening(number), opening(number + window.size) - 1
        if number + window.size > until:
            return
        number += window.forward


def _span(dated: Stances) -> tuple[int, int]:
    return int(dated.day[0]), int(dated.day[-1])


def _month_begins(number: int) -> int:
    return int(np.datetime64(number, "M").astype("datetime64[D]").astype(np.int64))


#: How days become periods, and on which day a period begins.
_CALENDAR: Final[Mapping[Unit, tuple[Callable[[Int64], Int64], Callable[[int], int]]]] = {
    Unit.WEEKS: (weeks, lambda number: number * 7 - 3),
    Unit.MONTHS: (months, _month_begins),
    Unit.YEARS: (years, lambda number: _month_begins(number * 12)),
}


def _within(weight: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    return lambda d: np.where(np.abs(d) <= 1, weight(d), 0.0)


_KERNELS: Final[Mapping[Kernel, Callable[[Floats], Floats]]] = {
    Kernel.NONE: np.ones_like,
    Kernel.UNIFORM: _within(lambda d: np.full_like(d, 0.5)),
    Kernel.EPANECHNIKOV: _within(lambda d: 0.75 * (1 - d**2)),
    Kernel.GAUSSIAN: lambda d: np.exp(-(d**2) / 2) / math.sqrt(2 * math.pi),
    Kernel.TRIANGULAR: _within(lambda d: 1 - np.abs(d)),
}
_COMPAT: Final = {**_KERNELS, Kernel.TRIANGULAR: _within(lambda d: np.abs(1 - d))}
