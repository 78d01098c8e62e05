"""What a node and its label cover, and how boxes are kept from covering each other."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clivage.layout.stress import Floats, sum_rows
from clivage.model import Labels

#: Half the height of a node's mark, in px; the label begins below it.
MARK = 14
#: Height of a label's line, in px, for a sans-serif of 14 px.
LINE = 20
#: The widest label, in px, that places are kept free for; longer ones should be cut.
WIDEST = 340
#: Clear space kept around each node with its label, in px.
GAP = 10


@dataclass(frozen=True, slots=True)
class Place:
    """The centre of a node's mark, in px at zoom 1; y grows downward."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """What a node and its label cover, in px, measured from the centre of the mark."""

    half_width: int
    above: int
    below: int

    def overlaps(self, place: Place, other: Box, there: Place, *, gap: int = 0) -> bool:
        """Whether this box at ``place`` comes nearer than ``gap`` to another one."""
        return (
            abs(place.x - there.x) < self.half_width + other.half_width + gap
            and place.y - self.above < there.y + other.below + gap
            and there.y - other.above < place.y + self.below + gap
        )


def text_width(text: str) -> int:
    """Return a width in px that a text does not exceed in a usual sans-serif of 14 px.

    >>> text_width("MNR"), text_width("illicit")
    (36, 45)
    """
    return math.ceil(sum(_character_width(one) for one in text))


def _character_width(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 16.0
    if character in "iljtfrI.,;:'’ |!()[]":
        return 6.0
    return 12.0 if character.isupper() or character in "mwMW@%—…&" else 8.8


def box(labels: Labels) -> Box:
    """Return what a node covers with the longest of its labels below its mark.

    >>> box({"en": "MNR"})
    Box(half_width=18, above=14, below=36)
    """
    width = max((text_width(label) for label in labels.values()), default=0)
    return Box(max(MARK, (min(width, WIDEST) + 1) // 2), MARK, MARK + 2 + LINE)


def apart(points: Floats, boxes: Sequence[Box]) -> list[Place]:
    """Round points to places where no box covers another, near where they were."""
    grid: dict[tuple[int, int], list[int]] = {}
    found: dict[int, Place] = {}
    middle = [round(float(value)) for value in (points.min(axis=0) + points.max(axis=0)) / 2]
    wanted = [Place(round(float(x)), round(float(y))) for x, y in _pushed(points, boxes)]
    order = sorted(
        range(len(boxes)),
        key=lambda at: (abs(wanted[at].x - middle[0]) + abs(wanted[at].y - middle[1]), at),
    )
    for node in order:
        for place in _rings(wanted[node]):
            if not any(
                boxes[node].overlaps(place, boxes[other], found[other], gap=GAP)
                for other in _around(grid, place)
            ):
                break
        found[node] = place
        grid.setdefault((place.x // _CELL, place.y // _CELL), []).append(node)
    return [found[node] for node in range(len(boxes))]


def in_rows(points: Floats, boxes: Sequence[Box]) -> list[Place]:
    """Round points to rows in which no box covers another, as near as they were side by side.

    For thousands of boxes, which `apart` takes too long to set. Within a row the sum of the
    squared moves is the least there is: pooling adjacent violators (R. E. Barlow et al.,
    "Statistical Inference under Order Restrictions", 1972).
    """
    height = max(one.above + one.below for one in boxes) + GAP
    rows: dict[int, list[tuple[float, int]]] = {}
    for node, (x, y) in enumerate(points.tolist()):
        rows.setdefault(math.floor(y / height), []).append((x, node))
    found: dict[int, Place] = {}
    for row, members in rows.items():
        nodes = [node for _, node in sorted(members)]
        # Where each box would begin if those before it had no width: these must only not fall.
        before, wanted = [0.0], []
        for node in nodes:
            wanted.append(points[node, 0] - boxes[node].half_width - before[-1])
            before.append(before[-1] + 2 * boxes[node].half_width + GAP + 1)
        for node, begins, offset in zip(nodes, _rising(wanted), before, strict=False):
            x = math.floor(begins) + round(offset) + boxes[node].half_width
            found[node] = Place(x, row * height)
    return [found[node] for node in range(len(boxes))]


def _rising(wanted: Sequence[float]) -> Iterator[float]:
    """Yield the nearest values, by least squares, that never fall."""
    pools: list[tuple[float, int]] = []
    for value in wanted:
        total, count = float(value), 1
        while pools and pools[-1][0] * count > total * pools[-1][1]:
            last = pools.pop()
            total, count = total + last[0], count + last[1]
        pools.append((total, count))
    for total, count in pools:
        yield from [total / count] * count


#: Side of a cell of the grid in which neighbours are looked up; no two boxes reach farther.
_CELL = WIDEST + GAP


def _around(grid: dict[tuple[int, int], list[int]], place: Place) -> Iterator[int]:
    column, row = place.x // _CELL, place.y // _CELL
    for x in (column - 1, column, column + 1):
        for y in (row - 1, row, row + 1):
            yield from grid.get((x, y), ())


def _rings(centre: Place) -> Iterator[Place]:
    """Give the centre and then the points of ever larger squares around it."""
    yield centre
    for radius in range(1, 10_000):
        step = 12 * radius
        sides = range(-radius, radius + 1)
        for at in sides:
            yield Place(centre.x + 12 * at, centre.y - step)
            yield Place(centre.x + 12 * at, centre.y + step)
            yield Place(centre.x - step, centre.y + 12 * at)
            yield Place(centre.x + step, centre.y + 12 * at)


def _pushed(points: Floats, boxes: Sequence[Box]) -> Floats:
    """Push boxes that cover each other apart, the shorter way, a little at a time."""
    x, y = points[:, 0].copy(), points[:, 1].copy()
    half_width = np.array([one.half_width for one in boxes], dtype=np.float64)
    above = np.array([one.above for one in boxes], dtype=np.float64)
    below = np.array([one.below for one in boxes], dtype=np.float64)
    reach_x = half_width[:, None] + half_width[None, :] + 2 * GAP
    middle = (below - above) / 2
    reach_y = (above + below)[:, None] / 2 + (above + below)[None, :] / 2 + 2 * GAP
    order = np.arange(len(boxes), dtype=np.float64)
    for _ in range(120):
        across, down = x[None, :] - x[:, None], (y + middle)[None, :] - (y + middle)[:, None]
        over_x, over_y = reach_x - abs(across), reach_y - abs(down)
        over = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(over, False)
        if not over.any():
            break
        tie = np.where(order[None, :] > order[:, None], 1.0, -1.0)
        sideways = over & (over_x < over_y)
        upright = over & ~sideways
        push_x = np.where(sideways, over_x * np.where(across == 0, tie, np.sign(across)), 0.0)
        push_y = np.where(upright, over_y * np.where(down == 0, tie, np.sign(down)), 0.0)
        x += sum_rows(push_x) * 0.3
        y += sum_rows(push_y) * 0.3
    return np.stack((x, y), axis=1)
