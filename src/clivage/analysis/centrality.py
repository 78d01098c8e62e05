"""Status in a network with opposition: the PN index and the signed eigenvector.

Sources: M. G. Everett & S. P. Borgatti, "Networks containing negative ties", Social Networks 38
(2014), for the PN index; P. Bonacich & P. Lloyd, "Calculating status with negative relations",
Social Networks 26 (2004), for the eigenvector, here of each connected part for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.arcs import directed_ties
from clivage.analysis.ties import Ties
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.merged import defined

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from clivage.network.reading import AnyGraph

Float64: TypeAlias = NDArray[np.float64]

#: What is measured, as it is printed with the results.
PN_INDEX: Final = (
    "(I - A / (2n - 2))⁻¹ 1 with A = support - 2 × opposition; directed, (I - AA' / 4(n - 1)²)⁻¹"
    " (I + A / (2n - 2)) 1 outward, and the same of A' inward"
)
EIGENVECTOR: Final = (
    "eigenvector of the largest eigenvalue of the signed weights, for each connected part, its"
    " largest entry 1; of several largest ones, that of the first id is positive"
)

#: Eigenvalues nearer to each other than this share of the largest count as equal.
_SAME: Final = 1e-9
#: Connected parts, or graphs, with more actors than this are left to iterative solvers.
_MOST_DENSE: Final = 1000


class Direction(Enum):
    """Which way ties are looked at."""

    BOTH = "both"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """A number for each actor.

    Attributes:
        actors: ids; the scores are in their order.
        scores: None where undefined.
        low, high: no score of this measure, in any graph, is outside of them.
        reason: why some are undefined, else "".
        definition: what was measured, and how the statements were merged.
    """

    actors: tuple[str, ...]
    scores: tuple[float | None, ...]
    low: float
    high: float
    reason: str
    definition: str


def pn_index(
    graph: AnyGraph,
    *,
    direction: Direction = Direction.BOTH,
    rule: Merge = Merge.SUM,
    sign: str = "sign",
    weight: str | None = None,
) -> Scores:
    """Measure status by walks in which opposition counts twice and against.

    An actor without ties has 1, everyone in a complete graph of support 2, and everyone in one
    of opposition ½. From -1 to 2: the equation maps scores within these bounds to such scores.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`.
        direction: whether ties are looked at from both ends, from the actor, or towards it; the
            latter two need a directed graph.
        rule: how several statements on one pair, or one ordered pair, are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Returns:
        Scores that are all None where the index is undefined: of fewer than two actors; of two
        that oppose; and, with a direction, where everyone opposes everyone.

    Raises:
        NetworkError: when the graph lacks the direction asked for, or an edge a sign.

    >>> from clivage.network import SignedNetwork
    >>> pn_index(SignedNetwork.of_rows("abc", [0], [1], [1])).scores[2]
    1.0
    """
    if direction is Direction.BOTH:
        signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
        nodes, ties, merged = signed.nodes, signed.matrix, signed.definition
    else:
        arcs = directed_ties(graph, rule=rule, sign=sign, weight=weight)
        nodes, ties, merged = arcs.nodes, arcs.matrix, arcs.definition
        ties = ties.T.tocsr() if direction is Direction.IN else ties
    reason = _no_pn_index(len(nodes), int((ties.data < 0).sum()), direction)
    nothing: list[float | None] = [None] * len(nodes)
    scores = nothing if reason else _solved(ties, direction).tolist()
    definition = defined(f"{PN_INDEX}; ties looked at: {direction.value}", merged)
    return Scores(actors=nodes, scores=tuple(scores), low=-1.0, high=2.0, reason=reason,
                  definition=definition)  # fmt: skip


def _no_pn_index(size: int, negative: int, direction: Direction) -> str:
    """Say why the equation has no single solution; these are all such cases.

    A norm of 2n - 2 is what makes it singular; only complete opposition has it, and of its
    eigenvalues only -(2n - 2) is as large, which undirected is no matter but where n = 2.
    """
    if size < 2:
        return "the index needs two actors"
    if size == 2 and negative:
        return "two actors of whom one opposes the other: no single solution"
    if direction is not Direction.BOTH and negative == size * (size - 1):
        return "everyone opposes everyone: no single solution"
    return ""


def _solved(ties: csr_array, direction: Direction) -> Float64:
    size = ties.shape[0]
    step = ties.astype(np.float64)
    step.data = np.where(ties.data > 0, 1.0, -2.0) / (2 * size - 2)
    ones = np.ones(size)
    both = direction is Direction.BOTH
    right = ones if both else ones + step @ ones
    if size <= _MOST_DENSE:
        dense = step.toarray()
        solved = np.linalg.solve(np.eye(size) - (dense if both else dense @ dense.T), right)
        return np.asarray(solved, np.float64)
    return _descended(lambda x: x - (step @ x if both else step @ (step.T @ x)), right)


def _descended(apply: Callable[[Float64], Float64], right: Float64) -> Float64:
    """Solve a positive definite system by conjugate gradients.

    These are: no eigenvalue of A is larger than 2n - 2, so that none here is below 0.
    """
    solution = np.zeros_like(right)
    rest = right.copy()
    ahead, size = rest.copy(), float(rest @ rest)
    least = size * 1e-30
    for _ in range(len(right)):
        if size <= least:
            break
        image = apply(ahead)
        step = size / float(ahead @ image)
        solution += step * ahead
        rest -= step * image
        size, before = float(rest @ rest), size
        ahead = rest + size / before * ahead
    return solution


def eigenvector(
    graph: AnyGraph,
    *,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
) -> Scores:
    """Measure status in two hostile camps: the leading eigenvector of the signed weights.

    Actors of one sign lean to one side, and the more so the larger the score. Scores of
    different connected parts cannot be compared. An actor without ties has 0.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        rule, weighted: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Returns:
        Scores from -1 to 1; None in a connected part whose largest eigenvalue is not simple.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> from clivage.network import SignedNetwork
    >>> [round(one, 9) for one in eigenvector(SignedNetwork.of_rows("ab", [0], [1], [-1])).scores]
    [1.0, -1.0]
    """
    signed = signed_graph(graph, rule=rule, weighted=weighted, sign=sign, weight=weight)
    part = _ties(signed).components()
    scores: list[float | None] = [0.0] * len(signed.nodes)
    undefined = 0
    order = np.argsort(part, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        if len(members) < 2:
            continue
        ids = [signed.nodes[node] for node in members.tolist()]
        found = _leading(signed.matrix[members][:, members].astype(np.float64), ids)
        undefined += len(members) if found is None else 0
        for at, node in enumerate(members.tolist()):
            scores[node] = None if found is None else found[at]
    reason = f"{undefined} actors are in a part whose largest eigenvalue is not simple"
    return Scores(actors=signed.nodes, scores=tuple(scores), low=-1.0, high=1.0,
                  reason=reason if undefined else "",
                  definition=defined(EIGENVECTOR, signed.definition))  # fmt: skip


def _leading(matrix: csr_array, ids: Sequence[str]) -> list[float] | None:
    """Return the leading eigenvector of a connected part, None where there is more than one."""
    from scipy.sparse.linalg import eigsh

    if len(ids) <= _MOST_DENSE:
        values, vectors = np.linalg.eigh(matrix.toarray())
    else:
        start = np.random.default_rng(0).standard_normal(len(ids))
        values, vectors = eigsh(matrix, k=2, which="LA", v0=start, tol=_SAME / 10)
        order = np.argsort(values)
        values, vectors = values[order], vectors[:, order]
    if values[-1] - values[-2] <= _SAME * max(1.0, float(np.abs(values).max())):
        return None
    vector = vectors[:, -1]
    size = np.abs(vector)
    largest = np.flatnonzero(size >= size.max() * (1 - 1e-6)).tolist()
    first = min(largest, key=lambda at: ids[at])
    scaled: list[float] = (vector / size.max() * np.sign(vector[first])).tolist()
    return scaled


def _ties(signed: SignedGraph) -> Ties:
    columns = (signed.first, signed.second, signed.weight)
    return Ties(len(signed.nodes), *(column.astype(np.int64) for column in columns))
