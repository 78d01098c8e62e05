"""Places by stress: distances on paper follow the distances that are wished for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.network import SignedNetwork

Floats: TypeAlias = NDArray[np.float64]
#: Node numbers of a pair and the distance wished for.
Wish: TypeAlias = tuple[int, int, float]

#: Wished distances, in steps of about 100 px.
_ALLIES, _AMBIVALENT, _ISSUE, _BELONGING, _OPPONENTS = 1.0, 1.5, 1.2, 1.3, 2.8
#: What two camps keep apart at least, and two components.
APART, ELSEWHERE = 2.2, 2.0


def wishes(
    network: SignedNetwork, camps: Sequence[Sequence[int]], near: Iterable[tuple[int, int]]
) -> list[Wish]:
    """Return a distance for each pair that something joins."""
    signs: dict[tuple[int, int], set[int]] = {}
    for tie in network.ties():
        if tie.holder != tie.target:
            pair = min(tie.holder, tie.target), max(tie.holder, tie.target)
            signs.setdefault(pair, set()).add(tie.sign)
    camp_of = {node: number for number, camp in enumerate(camps) for node in camp}
    wished: dict[tuple[int, int], float] = {}
    for one, other in near:
        wished[min(one, other), max(one, other)] = _BELONGING
    for pair, both in signs.items():
        same_camp = camp_of.get(pair[0], -1) == camp_of.get(pair[1], -2)
        if len(both) == 2:
            wished[pair] = _AMBIVALENT if same_camp else (_AMBIVALENT + _OPPONENTS) / 2
        elif both == {1}:
            wished[pair] = _ISSUE if network.issues & set(pair) else _ALLIES
        else:
            wished[pair] = _OPPONENTS
    return [(one, other, length) for (one, other), length in sorted(wished.items())]


def distances_of(links: Sequence[Wish], camps: Sequence[Sequence[int]], size: int) -> Floats:
    """Return the wished distance of every pair: along the shortest path, and camps apart."""
    distances = np.full((size, size), np.inf)
    for one, other, length in links:
        distances[one, other] = distances[other, one] = length
    for camp in camps:
        # A camp is a cloud and not a chain: its members are never far from each other.
        for one, other in combinations(camp, 2):
            length = min(distances[one, other], _ALLIES * max(1.6, math.sqrt(len(camp)) / 1.2))
            distances[one, other] = distances[other, one] = length
    np.fill_diagonal(distances, 0.0)
    for middle in range(size):  # Floyd and Warshall; minimum and + are exact
        np.minimum(
            distances, distances[:, middle, None] + distances[None, middle, :], out=distances
        )
    farthest = np.where(np.isfinite(distances), distances, 0.0).max(axis=1)
    elsewhere = (farthest[:, None] + farthest[None, :]) / 2 + ELSEWHERE
    distances = np.where(np.isfinite(distances), distances, elsewhere)
    camp_of = np.full(size, -1)
    for number, camp in enumerate(camps):
        camp_of[list(camp)] = number
    strangers = (camp_of[:, None] != camp_of[None, :]) & (camp_of >= 0)[:, None] & (camp_of >= 0)
    distances[strangers] = np.maximum(distances[strangers], APART)
    return distances


def start(camps: Sequence[Sequence[int]], size: int, turn: int) -> Floats:
    """Return points on a circle, camp by camp; each turn has another order of the camps."""
    in_camp = {node for camp in camps for node in camp}
    groups = [*map(list, camps), *([node] for node in range(size) if node not in in_camp)]
    # A step that has no divisor in common with the number of groups visits each of them.
    count = len(groups)
    steps = [step for step in range(1, count + 1) if math.gcd(step, count) == 1]
    step = steps[turn % len(steps)]
    order = [node for at in range(count) for node in groups[(at * step + turn) % count]]
    points = np.zeros((size, 2))
    for at, node in enumerate(order):
        angle = 2 * math.pi * at / size
        radius = math.sqrt(size) * (1 + 0.1 * (at % 3))
        points[node] = round(radius * math.cos(angle), 6), round(radius * math.sin(angle), 6)
    return points


def stressed(points: Floats, distances: Floats) -> Floats:
    """Move points until their distances are as wished, weighted by the inverse square.

    Each round moves every point to the mean of the places that the others wish for it
    (J. de Leeuw's majorization in its local form), two thirds of the way.
    """
    size = len(points)
    weights = 1 / np.where(distances > 0, distances, 1.0) ** 2
    np.fill_diagonal(weights, 0.0)
    total = sum_rows(weights)
    total = np.where(total > 0, total, 1.0)
    x, y = points[:, 0].copy(), points[:, 1].copy()
    for _ in range(300 if size <= 200 else 100):
        across, down = x[None, :] - x[:, None], y[None, :] - y[:, None]
        length = np.sqrt(across * across + down * down)
        pull = weights * distances / np.where(length > 1e-9, length, 1.0)
        x += (sum_rows(weights * x[:, None] + pull * across) / total - x) * (2 / 3)
        y += (sum_rows(weights * y[:, None] + pull * down) / total - y) * (2 / 3)
    return np.stack((x, y), axis=1)


def sum_rows(matrix: Floats) -> Floats:
    """Add the rows of a matrix, one after the other, in the same order everywhere."""
    total = np.zeros(matrix.shape[1])
    for row in matrix:
        total += row
    return total


def levelled(points: Floats) -> Floats:
    """Turn points so that they are as wide and low as they can be: pages and labels are wide."""
    choices = []
    for turn in range(36):
        angle = math.pi * turn / 36
        cosine, sine = round(math.cos(angle), 6), round(math.sin(angle), 6)
        x = points[:, 0] * cosine - points[:, 1] * sine
        y = points[:, 0] * sine + points[:, 1] * cosine
        choices.append((float(np.ptp(y)), turn, np.stack((x, y), axis=1)))
    return min(choices, key=lambda one: one[:2])[2]
