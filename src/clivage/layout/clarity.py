"""How hard a drawing is to read, and small moves that make it easier."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from clivage.layout.boxes import GAP, Box, Place

#: Moves that are tried, in px.
_MOVES = [(x, y) for x in range(-90, 91, 30) for y in range(-60, 61, 20)]


def faults(
    drawn: Sequence[Place],
    boxes: Sequence[Box],
    edges: Sequence[tuple[int, int]],
    camps: Sequence[Sequence[int]],
) -> int:
    """Count what makes a drawing hard to read: crossings, edges over nodes, intruders."""
    pairs = _pairs(edges)
    crossings = sum(
        _cross(drawn[a], drawn[b], drawn[c], drawn[d])
        for (a, b), (c, d) in combinations(pairs, 2)
        if len({a, b, c, d}) == 4
    )
    covered = sum(
        _over(drawn[a], drawn[b], drawn[node], boxes[node])
        for a, b in pairs
        for node in range(len(drawn))
        if node not in (a, b)
    )
    return crossings + 2 * covered + 5 * _intruders(drawn, camps)


def _pairs(edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]})


def _intruders(drawn: Sequence[Place], camps: Sequence[Sequence[int]]) -> int:
    """Count the nodes that stand inside a camp which is not theirs."""
    found = 0
    for camp in camps:
        outline = hull([drawn[node] for node in camp])
        members = set(camp)
        found += sum(
            _inside(place, outline) for node, place in enumerate(drawn) if node not in members
        )
    return found


def nudged(
    drawn: Sequence[Place],
    boxes: Sequence[Box],
    edges: Sequence[tuple[int, int]],
    camps: Sequence[Sequence[int]],
) -> list[Place]:
    """Move single nodes a little where that makes the drawing easier to read."""
    places = list(drawn)
    pairs = _pairs(edges)
    for _ in range(3):
        for node in range(len(places)):
            _nudge(node, places, boxes, pairs, camps)
    return places


def _nudge(
    node: int,
    places: list[Place],
    boxes: Sequence[Box],
    pairs: Sequence[tuple[int, int]],
    camps: Sequence[Sequence[int]],
) -> None:
    here = places[node]
    best = (_faults_at(node, places, boxes, pairs, camps), 0)
    chosen = here
    for x, y in _MOVES if best[0] else ():
        there = Place(here.x + x, here.y + y)
        if any(
            boxes[node].overlaps(there, boxes[other], places[other], gap=GAP)
            for other in range(len(places))
            if other != node
        ):
            continue
        places[node] = there
        found = (_faults_at(node, places, boxes, pairs, camps), abs(x) + abs(y))
        if found < best:
            best, chosen = found, there
    places[node] = chosen


def _faults_at(
    node: int,
    places: Sequence[Place],
    boxes: Sequence[Box],
    pairs: Sequence[tuple[int, int]],
    camps: Sequence[Sequence[int]],
) -> int:
    """Count the faults that one node has a part in."""
    own = [pair for pair in pairs if node in pair]
    others = [pair for pair in pairs if node not in pair]
    crossings = sum(
        _cross(places[a], places[b], places[c], places[d])
        for a, b in own
        for c, d in others
        if not {a, b} & {c, d}
    )
    covered = sum(_over(places[a], places[b], places[node], boxes[node]) for a, b in others)
    covered += sum(
        _over(places[a], places[b], places[other], boxes[other])
        for a, b in own
        for other in range(len(places))
        if other not in (a, b)
    )
    return crossings + 2 * covered + 5 * _intruders(places, camps)


def _side(a: Place, b: Place, c: Place) -> int:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _cross(a: Place, b: Place, c: Place, d: Place) -> bool:
    return (_side(a, b, c) > 0) != (_side(a, b, d) > 0) and (_side(c, d, a) > 0) != (
        _side(c, d, b) > 0
    )


def _over(a: Place, b: Place, node: Place, box: Box) -> bool:
    """Whether an edge runs over a node's mark or label."""
    left, right = node.x - box.half_width, node.x + box.half_width
    top, bottom = node.y - box.above, node.y + box.below
    corners = [Place(left, top), Place(right, top), Place(right, bottom), Place(left, bottom)]
    return any(_cross(a, b, corners[at - 1], corners[at]) for at in range(4))


def hull(points: Sequence[Place]) -> list[Place]:
    """Return the convex hull (A. M. Andrew, 1979), in one sense of turning."""
    ordered = sorted(set(points), key=lambda one: (one.x, one.y))
    halves = []
    for row in (ordered, ordered[::-1]):
        half: list[Place] = []
        for point in row:
            while len(half) > 1 and _side(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return halves[0] + halves[1]


def _inside(point: Place, hull: Sequence[Place]) -> bool:
    return len(hull) > 2 and all(
        _side(hull[at - 1], hull[at], point) > 0 for at in range(len(hull))
    )
