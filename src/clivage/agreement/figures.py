"""Measured numbers as reports show them: rounded, with their intervals, in aligned columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from clivage.agreement.intervals import Estimate

#: What stands where there is no number.
NONE: Final = "–"


def share(value: float | None) -> str:
    """Return a share in percent.

    >>> share(0.125), share(None)
    ('12.5%', '–')
    """
    return NONE if value is None else f"{value:.1%}"


def estimate(one: Estimate) -> tuple[str, str]:
    """Return a number, and its interval where it has one.

    >>> estimate(Estimate(0.5, 0.25, 0.75)), estimate(Estimate(None))
    (('0.500', '[0.250, 0.750]'), ('–', ''))
    """
    value = NONE if one.value is None else f"{one.value:.3f}"
    if one.low is None or one.high is None:
        return value, ""
    return value, f"[{one.low:.3f}, {one.high:.3f}]"


def as_json(one: Estimate) -> dict[str, float | None]:
    """Return a number and its interval as JSON has them."""
    return {"value": one.value, "low": one.low, "high": one.high}


def table(rows: Sequence[Sequence[str]], left: set[int]) -> Iterator[str]:
    """Yield rows in aligned columns.

    Args:
        left: the columns that are aligned to the left.

    >>> list(table([("a", "12"), ("bcd", "3")], left={0}))
    ['a    12', 'bcd   3']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
