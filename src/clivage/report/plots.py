"""Plots of a report, as SVG that stands in its page and takes its colours from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from clivage.analysis.camps import Camps
from clivage.analysis.position import group_of
from clivage.network import SignedGraph
from clivage.xmltext import escaped

_CELL: Final = 56
_LEFT, _TOP = 90, 30
_WIDTH, _HEIGHT, _MARGIN = 640, 220, 48


def camp_matrix(graph: SignedGraph, camps: Camps) -> str:
    """Draw the weight of support and opposition within and between camps.

    Each cell holds support above and opposition below; the last row and column are the actors
    without a camp.

    Returns:
        An SVG element, or an empty string where there is no camp.
    """
    if not camps.members:
        return ""
    size = len(camps.members) + 1
    camp = group_of(graph.nodes, camps.members)
    group = np.where((camp >= 0) & (camp < size - 1), camp, size - 1)
    sums = np.zeros((2, size, size), np.int64)
    for one, other, weight in zip(
        group[graph.first].tolist(), group[graph.second].tolist(), graph.weight, strict=True
    ):
        low, high = min(one, other), max(one, other)
        sums[0 if weight > 0 else 1, low, high] += abs(int(weight))
    names = [*(f"camp {number}" for number in range(1, size)), "no camp"]
    wide, high = _LEFT + size * _CELL + 1, _TOP + size * _CELL + 1
    parts = [
        f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img"'
        f' aria-label="Support and opposition within and between camps">'
    ]
    for at, name in enumerate(names):
        middle = at * _CELL + _CELL // 2
        x, y = _LEFT + middle, _TOP + middle + 4
        parts.append(f'<text x="{_LEFT - 8}" y="{y}" text-anchor="end">{name}</text>')
        parts.append(f'<text x="{x}" y="{_TOP - 10}" text-anchor="middle">{name}</text>')
    most = max(1, int(sums.max()))
    parts += [
        _cell(row, column, int(sums[0, row, column]), int(sums[1, row, column]), most)
        for row in range(size)
        for column in range(row, size)
    ]
    return "".join([*parts, "</svg>"])


def _cell(row: int, column: int, support: int, opposition: int, most: int) -> str:
    x, y, half = _LEFT + column * _CELL, _TOP + row * _CELL, _CELL // 2
    drawn = [f'<rect class="cell" x="{x}" y="{y}" width="{_CELL}" height="{_CELL}"/>']
    for number, name, top in ((support, "support", y), (opposition, "opposition", y + half)):
        if number:
            strength = 0.15 + 0.6 * number / most
            drawn.append(
                f'<rect class="{name}" x="{x + 1}" y="{top + 1}" width="{_CELL - 2}"'
                f' height="{half - 2}" opacity="{strength:.2f}"/>'
                f'<text x="{x + half}" y="{top + half // 2 + 5}" text-anchor="middle">'
                f"{'+' if name == 'support' else '−'}{number}</text>"
            )
    return "".join(drawn)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of one window between its bounds, 0 to 1; None where it is not defined."""

    name: str
    low: float | None
    high: float | None


def over_time(points: Sequence[Point], label: str) -> str:
    """Draw values between their bounds, a window after the other.

    Returns:
        An SVG element, or an empty string where fewer than two windows have a value.
    """
    drawn = [(at, one) for at, one in enumerate(points) if one.low is not None]
    if len(drawn) < 2:
        return ""
    step = (_WIDTH - 2 * _MARGIN) / max(1, len(points) - 1)

    def x(at: int) -> float:
        return round(_MARGIN + at * step, 1)

    def y(value: float) -> float:
        return round(_HEIGHT - _MARGIN - value * (_HEIGHT - 2 * _MARGIN), 1)

    top = " ".join(f"{x(at)},{y(one.high or 0)}" for at, one in drawn)
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
        f' aria-label="{escaped(label)}">',
        *(
            f'<line class="grid" x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{y(v)}" y2="{y(v)}"/>'
            f'<text x="{_MARGIN - 8}" y="{y(v) + 4}" text-anchor="end">{v:g}</text>'
            for v in (0, 0.5, 1)
        ),
        f'<polyline class="curve" points="{top}"/>',
    ]
    every = max(1, len(points) // 8)
    for at, one in enumerate(points):
        if at % every == 0:
            parts.append(
                f'<text x="{x(at)}" y="{_HEIGHT - _MARGIN + 20}" text-anchor="middle">'
                f"{escaped(one.name)}</text>"
            )
        if one.low is not None and one.high is not None:
            parts.append(f'<circle class="point" cx="{x(at)}" cy="{y(one.high)}" r="4"/>')
            if one.low < one.high:
                parts.append(
                    f'<line class="range" x1="{x(at)}" x2="{x(at)}" y1="{y(one.low)}"'
                    f' y2="{y(one.high)}"/>'
                )
    return "".join([*parts, "</svg>"])
