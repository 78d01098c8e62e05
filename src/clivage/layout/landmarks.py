"""Places of many nodes: stress towards neighbours and towards a few landmarks only.

With thousands of nodes there is no time for all pairs. The wished distances are kept between
neighbours, and from every node to some landmarks that lie far from each other; a landmark speaks
for all the nodes around it.

Sources: V. de Silva & J. B. Tenenbaum, "Sparse multidimensional scaling using landmark points",
Stanford 2004; M. Ortmann, M. Klimenta & U. Brandes, "A Sparse Stress Model", Journal of Graph
Algorithms and Applications 21 (2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clivage.layout.stress import APART, ELSEWHERE, Floats, Wish

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: How many landmarks there are.
_LANDMARKS: Final = 32
#: Rounds of moving all nodes.
_ROUNDS: Final = 60


class _Terms(NamedTuple):
    """Wishes: the node that is moved, the other, their distance, and how much the wish weighs."""

    node: NDArray[np.int64]
    other: NDArray[np.int64]
    length: Floats
    weight: Floats


def drawn(links: Sequence[Wish], camps: Sequence[Sequence[int]], start: Floats) -> Floats:
    """Return the places of many nodes.

    Args:
        links: wished distances between neighbours.
        start: where the nodes begin, shape (nodes, 2).
    """
    size = len(start)
    table = np.array(links, np.float64).reshape(-1, 3)
    one, other = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    terms = _terms(one, other, table[:, 2], camps, size)
    # Sums are taken in a fixed order, so that every machine gives the same places.
    total = np.bincount(terms.node, terms.weight, size)
    x, y = start[:, 0].copy(), start[:, 1].copy()
    for _ in range(_ROUNDS):
        across, down = x[terms.other] - x[terms.node], y[terms.other] - y[terms.node]
        length = np.sqrt(across * across + down * down)
        step = terms.weight * (1 - terms.length / np.where(length > 1e-9, length, 1.0))
        x += np.bincount(terms.node, step * across, size) / total * (2 / 3)
        y += np.bincount(terms.node, step * down, size) / total * (2 / 3)
    return np.stack((x, y), axis=1)


def _terms(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    length: Floats,
    camps: Sequence[Sequence[int]],
    size: int,
) -> _Terms:
    camp = np.full(size, -1)
    for number, members in enumerate(camps):
        camp[list(members)] = number
    landmarks, far = _landmarks(one, other, length, size)
    node = np.tile(np.arange(size), len(landmarks))
    mark = np.repeat(landmarks, size)
    strangers = (camp[node] != camp[mark]) & (camp[node] >= 0) & (camp[mark] >= 0)
    distance = np.where(strangers, np.maximum(far.ravel(), APART), far.ravel())
    kept = (node != mark) & (distance > 0)
    node, mark, distance = node[kept], mark[kept], distance[kept]
    # A landmark speaks for its share of all the nodes.
    share = size / len(landmarks) / distance**2
    near = 1 / length**2
    return _Terms(
        np.concatenate([one, other, node]),
        np.concatenate([other, one, mark]),
        np.concatenate([length, length, distance]),
        np.concatenate([near, near, share]),
    )


def _landmarks(
    one: NDArray[np.int64], other: NDArray[np.int64], length: Floats, size: int
) -> tuple[NDArray[np.int64], Floats]:
    """Return nodes far from each other, and the distance of every node to each of them."""
    from scipy.sparse import coo_array

    ends = np.concatenate([one, other]), np.concatenate([other, one])
    graph = coo_array((np.concatenate([length, length]), ends), shape=(size, size)).tocsr()
    busiest = int(np.argmax(np.bincount(ends[0], minlength=size)))
    chosen, rows = [busiest], [_distances(graph, busiest)]
    while len(chosen) < min(_LANDMARKS, size):
        nearest = np.minimum.reduce(rows)
        farthest = int(np.argmax(np.where(np.isinf(nearest), np.finfo(float).max, nearest)))
        if nearest[farthest] == 0:
            break
        chosen.append(farthest)
        rows.append(_distances(graph, farthest))
    far = np.array(rows)
    reached = np.where(np.isinf(far), 0.0, far)
    far = np.where(np.isinf(far), reached.max() + ELSEWHERE, far)
    return np.array(chosen), far


def _distances(graph: csr_array, node: int) -> Floats:
    from scipy.sparse.csgraph import dijkstra

    found: Floats = dijkstra(graph, indices=node)
    return found
