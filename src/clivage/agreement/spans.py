"""Passages as stretches of code points: what two of them share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

#: Stretches ``(start, end)`` in order, none of which touches another.
Spans = tuple[tuple[int, int], ...]


def joined(stretches: Iterable[tuple[int, int]]) -> Spans:
    """Return stretches in order, those that overlap or touch made one.

    >>> joined([(5, 9), (0, 3), (3, 4), (7, 8)])
    ((0, 4), (5, 9))
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def length(spans: Spans) -> int:
    """Return how many code points there are.

    >>> length(((0, 4), (5, 9)))
    8
    """
    return sum(end - start for start, end in spans)


def overlaps(first: Sequence[Spans], second: Sequence[Spans]) -> dict[tuple[int, int], int]:
    """Return how many code points each of the first shares with each of the second, if any.

    >>> overlaps([((0, 4), (8, 9)), ((5, 6),)], [((2, 9),)])
    {(0, 0): 3, (1, 0): 1}
    """
    found: dict[tuple[int, int], int] = {}
    sides = (first, second)
    begin = sorted(
        (start, end, side, at)
        for side, items in enumerate(sides)
        for at, spans in enumerate(items)
        for start, end in spans
    )
    open_: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for start, end, side, at in begin:
        others = open_[1 - side]
        others[:] = [one for one in others if one[0] > start]
        for other_end, other in others:
            pair = (at, other) if side == 0 else (other, at)
            found[pair] = found.get(pair, 0) + min(end, other_end) - start
        open_[side].append((end, at))
    return dict(sorted(found.items()))


def meetings(first: Sequence[Spans], second: Sequence[Spans]) -> int:
    """Return how often a stretch of the first overlaps one of the second, without listing them.

    >>> meetings([((0, 4), (8, 9)), ((5, 6),)], [((2, 9),)])
    3
    """
    starts = sorted(start for spans in second for start, _ in spans)
    ends = sorted(end for spans in second for _, end in spans)
    return sum(
        bisect_left(starts, end) - bisect_right(ends, start)
        for spans in first
        for start, end in spans
    )


def densest(first: Sequence[Spans], second: Sequence[Spans]) -> tuple[int, int]:
    """Return the first stretch on which most of the first stand with most of the second.

    >>> densest([((0, 4),), ((3, 9),)], [((2, 9),)])
    (3, 4)
    """
    changes = sorted(
        (at, by, side)
        for side, items in enumerate((first, second))
        for spans in items
        for start, end in spans
        for at, by in ((start, 1), (end, -1))
    )
    open_, most, found = [0, 0], 0, (0, 0)
    for (at, by, side), (until, _, _) in pairwise(changes):
        open_[side] += by
        if until > at and open_[0] * open_[1] > most:
            most, found = open_[0] * open_[1], (at, until)
    return found


def likeness(first: Spans, second: Spans, shared: int) -> float:
    """Return what two share as a part of all that they hold, 0 to 1 (Jaccard).

    >>> likeness(((0, 4),), ((2, 6),), 2)
    0.3333333333333333
    """
    return shared / (length(first) + length(second) - shared)


def is_same(first: Spans, second: Spans, shared: int, overlap: float) -> bool:
    """Whether two are the same passage: they share so much of the shorter one.

    >>> is_same(((0, 4),), ((2, 20),), 2, 0.5)
    True
    """
    return shared > 0 and shared >= overlap * min(length(first), length(second))
