"""The whole picture: what is joined drawn by stress, the rest on shelves below it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from clivage.layout import clarity, landmarks, stress
from clivage.layout.boxes import GAP, MARK, Box, Place, apart, box, in_rows
from clivage.layout.stress import Floats, Wish
from clivage.model import Labels
from clivage.network import SignedNetwork

#: Above this many nodes the stress of all pairs takes too long.
_MOST_NODES = 400
#: Up to this many nodes several drawings are made and the clearest is chosen.
_MOST_CHECKED = 60


def places(
    network: SignedNetwork,
    camps: Sequence[Sequence[int]],
    labels: Sequence[Labels],
    *,
    near: Sequence[tuple[int, int]] = (),
) -> tuple[Place, ...]:
    """Return where each node is drawn; no node or label covers another.

    Args:
        network: the network.
        camps: node numbers of each camp; see `clivage.analysis.camps`.
        labels: the labels of each node; the longest is kept free.
        near: pairs of nodes that belong together although no statement joins them.

    >>> places(SignedNetwork.of_rows(["a"], [], [], []), (), [{"en": "A"}])
    (Place(x=0, y=0),)
    """
    boxes = [box(one) for one in labels]
    wishes = stress.wishes(network, camps, near)
    tied = sorted({node for one, other, _ in wishes for node in (one, other)})
    drawn = set(tied)
    loose = [node for node in range(len(network.nodes)) if node not in drawn]
    found: dict[int, Place] = {}
    if tied:
        found = _drawn(network, camps, boxes, wishes, tied)
    found |= _shelved(loose, boxes, found)
    return _centred([found[node] for node in range(len(network.nodes))], boxes)


def _drawn(
    network: SignedNetwork,
    camps: Sequence[Sequence[int]],
    boxes: Sequence[Box],
    wishes: Sequence[Wish],
    tied: Sequence[int],
) -> dict[int, Place]:
    """Draw the nodes that something joins, from several fixed starts; keep the clearest."""
    number = {node: at for at, node in enumerate(tied)}
    links = [(number[one], number[other], length) for one, other, length in wishes]
    groups = [[number[node] for node in camp] for camp in camps]
    tied_boxes = [boxes[node] for node in tied]
    if len(tied) > _MOST_NODES:
        points = landmarks.drawn(links, groups, stress.start(groups, len(tied), 0))
        best = in_rows(_scaled(stress.levelled(points)), tied_boxes)
        return dict(zip(tied, best, strict=True))
    distances = stress.distances_of(links, groups, len(tied))
    edges = [(number[tie.holder], number[tie.target]) for tie in network.ties()]
    small = len(tied) <= _MOST_CHECKED
    choices = []
    for turn in range(24 if small else 1):
        points = stress.stressed(stress.start(groups, len(tied), turn), distances)
        drawn = apart(_scaled(stress.levelled(points)), tied_boxes)
        faults = clarity.faults(drawn, tied_boxes, edges, groups) if small else 0
        choices.append((faults, turn, drawn))
    best = min(choices, key=lambda one: one[:2])[2]
    if small:
        best = clarity.nudged(best, tied_boxes, edges, groups)
    return dict(zip(tied, best, strict=True))


def _scaled(points: Floats) -> Floats:
    """Stretch points over a page of four to three with about the same room for each node.

    Not all the way: a thin network is not blown up to a page. Many nodes get more room, or
    those in the middle would be pushed far from where they belong.
    """
    many = len(points) > _MOST_CHECKED
    width = (200 if many else 155) * math.sqrt(max(len(points), 4))
    extent = np.maximum(np.ptp(points, axis=0), 1e-9)
    stretch = np.array([width, width * 0.68]) / extent
    most = 2 * float(stretch.min()) if many else 220.0
    scaled: Floats = (points - points.min(axis=0)) * np.minimum(stretch, most)
    return scaled


def _shelved(
    loose: Sequence[int], boxes: Sequence[Box], drawn: dict[int, Place]
) -> dict[int, Place]:
    """Set nodes that nothing joins in rows below the rest."""
    left = min((place.x - boxes[node].half_width for node, place in drawn.items()), default=0)
    right = max((place.x + boxes[node].half_width for node, place in drawn.items()), default=0)
    bottom = max((place.y + boxes[node].below for node, place in drawn.items()), default=0)
    right = max(right, left + 180 * math.isqrt(max(len(loose), 9)))
    found: dict[int, Place] = {}
    x, y = left, bottom + 3 * GAP + MARK
    for node in loose:
        width = 2 * boxes[node].half_width
        if x > left and x + width > right:
            x, y = left, y + MARK + boxes[node].below + GAP
        found[node] = Place(x + boxes[node].half_width, y)
        x += width + 2 * GAP
    return found


def _centred(drawn: Sequence[Place], boxes: Sequence[Box]) -> tuple[Place, ...]:
    """Move everything so that the middle of the picture is at 0, 0."""
    if not drawn:
        return ()
    columns = [place.x for place in drawn]
    rows = [place.y for place in drawn]
    x, y = (min(columns) + max(columns)) // 2, (min(rows) + max(rows)) // 2
    return tuple(Place(place.x - x, place.y - y) for place in drawn)
