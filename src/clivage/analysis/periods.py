"""Over time: ties, balance and camps by window, what changed, and which statements changed it.

A statement counts in each window that its interval of possible days meets: with an uncertain
date it stands in several, and the result names those. A statement without any date stands in
none, and the result names it: it is neither dropped in silence nor spread over all windows.

Between the first and the last day that any statement names, windows follow one another. An open
end (``1971/..``, ``../1965``) names only one day, so it lengthens nothing; the statement counts
in every window on its open side.

What vanished from one window to the next is what no statement of the later one says: that the
sources are silent, and not that an alliance broke. Where that matters, let windows add up.

Sources: P. Doreian & A. Mrvar, "Structural balance and signed international relations", Journal of
Social Structure 16 (2015), for the frustration of signed networks in windows of years; the camps
are matched as in `clivage.analysis.matching`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.camps import Camps
from clivage.analysis.changes import Changes, State, compare, state_of
from clivage.analysis.frustration import FrustrationIndex
from clivage.analysis.matching import Camp, Numbering, camp_numbers
from clivage.analysis.windows import Length, Period, windows
from clivage.network import Merge, SignedNetwork
from clivage.network.columns import EVER, day_number, day_of
from clivage.network.numbered import Ids

if TYPE_CHECKING:
    Flags: TypeAlias = NDArray[np.bool_]

#: When a statement counts, as it is printed with every result.
DEFINITION: Final = (
    "a statement counts in each window that its interval of possible days meets, and without a"
    " date in none"
)
_CUMULATIVE: Final = "each window goes from the beginning of the first to its own end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What holds in one window of time.

    Attributes:
        label: its name, such as ``1971-Q3``; of windows that slide or add up the EDTF interval.
        start, end: its first and last day, both included.
        statements: ids of those that count in it; statements on issues too.
        ties: how many pairs of actors have a tie.
        frustration: the index, with its bounds.
        camps: by their numbers, which stay the same from window to window.
        partition: the same camps with their frustration and its bound, and who is unaligned.
        changes: what differs from the window before; None in the first.
    """

    label: str
    start: datetime.date
    end: datetime.date
    statements: Ids
    ties: int
    frustration: FrustrationIndex
    camps: tuple[Camp, ...]
    partition: Camps
    changes: Changes | None

    def camp_of(self, actor: str) -> int | None:
        """Return the number of an actor's camp, or None."""
        return camp_numbers(self.camps).get(actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """The windows in their order, and what became of every statement.

    Attributes:
        windows: empty where no dated statement falls between the days asked for.
        undated: ids of the statements without any date; they count in no window.
        several: ids of those that stand in several windows: their dates are uncertain, or the
            windows overlap. With ``cumulative`` that is nearly all of them.
        outside: ids of the dated ones that stand in no window, as their days lie before the
            start or after the end that was asked for.
        open_ended: ids of those whose first or last possible day is open.
        reason: why there is no window, else "".
        definition: what the windows are, when a statement counts, how statements are merged.
    """

    windows: tuple[Window, ...]
    undated: tuple[str, ...]
    several: tuple[str, ...]
    outside: tuple[str, ...]
    open_ended: tuple[str, ...]
    cumulative: bool
    reason: str
    definition: str


def over_time(  # noqa: PLR0913  (each is a choice of its own)
    network: SignedNetwork,
    *,
    period: Period | Length = Period.YEAR,
    step: Length | None = None,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    cumulative: bool = False,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    time_limit: float | None = 5.0,
) -> OverTime:
    """Compute balance and camps window by window, and what changed between them.

    Args:
        network: its undated statements count in no window, and are named.
        period: how long a window is: a `Period` begins with the calendar, a `Length` on the
            first day.
        step: how much later each window begins; as long as the window when left out. A shorter
            one makes windows that overlap.
        start, end: days that the first and the last window reach; the first and the last day
            that a dated statement names when left out.
        cumulative: whether each window goes from the beginning of the first to its own end.
        rule, weighted: how several statements on one pair are merged; see
            `clivage.network.merge`.
        time_limit: seconds for the frustration index of each window; None for no limit.

    Raises:
        ValueError: when the end is before the start, when a step leaves days out between
            windows, or when there were more than 5000 windows.

    >>> from clivage.network.columns import day_number
    >>> may = day_number(datetime.date(1970, 5, 1))
    >>> network = SignedNetwork.of_rows(["army", "guild", "miners"], [1, 1, 0], [2, 0, 2],
    ...     [1, 1, -1], not_before=[may, may + 365, -EVER], not_after=[may, may + 365, EVER])
    >>> found = over_time(network)
    >>> [(window.label, window.ties, window.camps[0].members) for window in found.windows]
    [('1970', 1, ('guild', 'miners')), ('1971', 1, ('army', 'guild'))]
    >>> [(move.actor, move.step.value) for move in found.windows[1].changes.moves]
    [('army', 'joined'), ('miners', 'left')]
    >>> found.undated
    ('2',)
    """
    if start and end and end < start:
        raise ValueError(f"the end, {end}, is before the start, {start}. Swap them.")
    first, last = _range(network, start, end)
    spans = _spans(first, last, period, step) if first and last and first <= last else []
    if cumulative:
        spans = [_Span(f"{spans[0].start}/{one.end}", spans[0].start, one.end) for one in spans]
    kept = [_meeting(network, one.start, one.end) for one in spans]
    states = _states(network, kept, rule, weighted, time_limit)
    counts = sum((flags.astype(np.int64) for flags in kept), np.zeros(len(network), np.int64))
    open_ended = (network.not_before == -EVER) ^ (network.not_after == EVER)
    return OverTime(
        windows=tuple(_compared(spans, states)),
        undated=_ids(network, network.undated),
        several=_ids(network, counts > 1),
        outside=_ids(network, (counts == 0) & ~network.undated),
        open_ended=_ids(network, open_ended),
        cumulative=cumulative,
        reason="" if spans else _no_window(network),
        definition=_definition(period, step, cumulative, rule),
    )


def _range(
    network: SignedNetwork, start: datetime.date | None, end: datetime.date | None
) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and last day that a statement names, or those asked for."""
    named = np.concatenate([network.not_before, network.not_after])
    named = named[np.abs(named.astype(np.int64)) < EVER]
    if len(named):
        start, end = start or day_of(int(named.min())), end or day_of(int(named.max()))
    return start, end


class _Span(NamedTuple):
    label: str
    start: datetime.date
    end: datetime.date


def _spans(
    first: datetime.date, last: datetime.date, period: Period | Length, step: Length | None
) -> list[_Span]:
    whole = isinstance(period, Period) and not step
    return [
        _Span(period.label(start) if isinstance(period, Period) and whole else f"{start}/{end}",
              start, end)
        for start, end in windows(first, last, period, step)
    ]  # fmt: skip


def _meeting(network: SignedNetwork, start: datetime.date, end: datetime.date) -> Flags:
    """Return which statements may fall between two days, as `SignedNetwork.window` does."""
    meets: Flags = (network.not_before <= day_number(end)) & (
        network.not_after >= day_number(start)
    )
    return meets & ~network.undated


def _states(
    network: SignedNetwork,
    kept: Iterable[Flags],
    rule: Merge,
    weighted: bool,
    time_limit: float | None,
) -> Iterator[State]:
    """Yield what holds in each window; where no statement came or went, the state stays."""
    same: Flags | None = None
    for flags in kept:
        if same is None or not np.array_equal(same, flags):
            state = state_of(
                network.where(flags), rule=rule, weighted=weighted, time_limit=time_limit
            )
            same = flags
        yield state


def _compared(spans: Iterable[_Span], states: Iterable[State]) -> Iterator[Window]:
    numbering = Numbering()
    before: tuple[State, tuple[Camp, ...]] | None = None
    for span, state in zip(spans, states, strict=True):
        camps = numbering.next(state.partition.members)
        yield Window(
            label=span.label,
            start=span.start,
            end=span.end,
            statements=state.network.statements,
            ties=len(state.graph),
            frustration=state.frustration,
            camps=camps,
            partition=state.partition,
            changes=compare(before[0], state, before[1], camps) if before else None,
        )
        before = state, camps


def _ids(network: SignedNetwork, flags: Flags) -> tuple[str, ...]:
    return tuple(network.statements[row] for row in np.flatnonzero(flags).tolist())


def _no_window(network: SignedNetwork) -> str:
    if not len(network):
        return "there is no statement"
    if network.undated.all():
        return "no statement has a date"
    return "the last day that a statement names is before the start, or the first after the end"


def _definition(
    period: Period | Length,
    step: Length | None,
    cumulative: bool,
    rule: Merge,
) -> str:
    length = f"by {period.value}" if isinstance(period, Period) else f"windows of {period}"
    parts = [length, f"one every {step}" if step else "", _CUMULATIVE if cumulative else ""]
    return "; ".join([*filter(None, parts), DEFINITION, f"{rule.value}: {rule.meaning}"])
