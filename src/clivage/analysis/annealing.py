"""Two sides with little frustration: many annealed starts, and what they agree on merged.

Annealing alone is not to be trusted: a whole bloc that stands on the wrong side is a valley that
no single flip leaves, and every run may end in the same wrong valley. Therefore several runs
start from different places (all on one side, a spectral split, chance), and then are *merged*:
nodes whose relation is the same in all of them become one node. What is left is a small graph of
blocs, which is reduced and solved in turn; moving whole blocs is then a single flip.

Flips run over colour classes: nodes of one colour have no ties to each other, so all of them may
flip at once, and a sweep is a few matrix products.

Sources: S. Kirkpatrick, C. D. Gelatt & M. P. Vecchi, "Optimization by Simulated Annealing",
Science 220 (1983); F. Barahona, "On the computational complexity of Ising spin glass models",
J. Phys. A 15 (1982), for the problem; merging is the multilevel idea of C. Walshaw,
"Multilevel refinement for combinatorial optimisation problems", Annals of OR 131 (2004).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.clock import Deadline
from clivage.analysis.reduction import reduce
from clivage.analysis.ties import Int64, Sides, Ties

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: Runs of a round, each from another start.
RUNS: Final = 6
#: Sweeps of a run, for graphs with at most so many ties.
_SWEEPS: Final = ((2_000, 60), (200_000, 150), (10**12, 300))
#: Temperatures as multiples of the mean weight of a tie: where each run begins, where all end.
_HOT: Final = (2.0, 4.0, 8.0, 16.0, 1.0, 4.0)
_COLD: Final = 0.2


def best_sides(
    ties: Ties, rng: np.random.Generator, deadline: Deadline, known: Sides | None = None
) -> Sides:
    """Return two sides with little frustration.

    Args:
        known: sides that are known already; the result is not worse.

    >>> import numpy as np
    >>> ring = Ties(3, np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1, -1, -1]))
    >>> best_sides(ring, np.random.default_rng(1), Deadline(10)).tolist()
    [1, 1, -1]
    """
    if not ties.size:
        return np.ones(0, np.int64)
    found = _anneal(ties, rng, deadline)
    if known is not None:
        found = np.column_stack([found, known])
    merged = _merged(ties, found, rng, deadline)
    turned: Sides = merged * merged[0]
    return turned


def settled(ties: Ties, deadline: Deadline) -> Sides:
    """Return sides that no single flip improves, from all on one side: a quick beginning.

    >>> import numpy as np
    >>> quarrel = Ties(2, np.array([0]), np.array([1]), np.array([-1]))
    >>> quarrel.cost(settled(quarrel, Deadline(1)))
    0
    """
    classes = _Classes(ties)
    sides = np.ones((ties.size, 1), np.float32)
    classes.settle(sides, deadline)
    found = np.empty(ties.size, np.int64)
    found[classes.order] = sides[:, 0].astype(np.int64)
    return found


def _merged(ties: Ties, found: Int64, rng: np.random.Generator, deadline: Deadline) -> Sides:
    """Return sides that are at least as good as the best column, and all columns agree with."""
    costs = [ties.cost(column) for column in found.T]
    best: Sides = found[:, int(np.argmin(costs))]
    relation = found[ties.first] * found[ties.second]
    agreed = (relation == relation[:, :1]).all(axis=1)
    group = ties.groups(agreed)
    # Within a group the columns agree, and so do the sides that the first gives.
    first: Sides = found[:, 0]
    blocs, _ = ties.contracted(group, first)
    if blocs.size == ties.size or not len(blocs) or deadline.passed:
        return best
    kernel = reduce(blocs)
    inside = best_sides(kernel.ties, rng, deadline)
    solved = kernel.expand(inside)[0][group] * first
    return solved if ties.cost(solved) <= min(costs) else best


def _anneal(ties: Ties, rng: np.random.Generator, deadline: Deadline) -> Int64:
    """Return the ends of several runs, shape (nodes, `RUNS`)."""
    classes = _Classes(ties)
    sides = rng.choice(np.array([-1.0, 1.0], np.float32), size=(ties.size, RUNS))
    sides[:, 0] = 1
    sides[:, 1] = _spectral(ties)[classes.order]
    mean = float(np.abs(ties.weight).mean())
    sweeps = next(number for most, number in _SWEEPS if len(ties) <= most)
    for step in range(sweeps):
        done = step / (sweeps - 1)
        heat = np.array([mean * hot ** (1 - done) * _COLD**done for hot in _HOT], np.float32)
        classes.sweep(sides, heat, rng)
        if deadline.passed:
            break
    classes.settle(sides, deadline)
    ends = np.empty_like(sides)
    ends[classes.order] = sides
    return ends.astype(np.int64)


def _spectral(ties: Ties) -> NDArray[np.float32]:
    """Split by the signs of the leading eigenvector; all on one side where it is not found.

    Source: J. Kunegis et al., "Spectral analysis of signed graphs for clustering, prediction and
    visualization", SDM 2010.
    """
    from scipy.sparse.linalg import ArpackError, eigsh

    if ties.size < 4:
        return np.ones(ties.size, np.float32)
    start = np.cos(np.arange(ties.size))  # fixed, and orthogonal to nothing by accident
    try:
        _, vectors = eigsh(ties.matrix, k=1, which="LA", v0=start, tol=1e-2, maxiter=200)
    except ArpackError:
        return np.ones(ties.size, np.float32)
    return np.where(vectors[:, 0] < 0, -1, 1).astype(np.float32)


class _Classes:
    """The nodes by colour, and the rows of the matrix of each colour."""

    def __init__(self, ties: Ties) -> None:
        matrix = ties.matrix.astype(np.float32)
        colour = _coloured(matrix)
        self.order = np.argsort(colour, kind="stable")
        matrix = matrix[self.order][:, self.order]
        ends = np.cumsum(np.bincount(colour)).tolist()
        self.rows = [
            (slice(start, end), matrix[start:end])
            for start, end in zip([0, *ends], ends, strict=False)
        ]

    def sweep(
        self, sides: NDArray[np.float32], heat: NDArray[np.float32], rng: np.random.Generator
    ) -> None:
        """Let every node flip once where that costs little for the heat (Metropolis)."""
        allowed = rng.standard_exponential(sides.shape, dtype=np.float32)
        allowed *= heat / 2
        for part, rows in self.rows:
            mine = sides[part]
            np.negative(mine, out=mine, where=(rows @ sides) * mine < allowed[part])

    def settle(self, sides: NDArray[np.float32], deadline: Deadline) -> None:
        """Flip what gains until nothing does."""
        moved = True
        while moved and not deadline.passed:
            moved = False
            for part, rows in self.rows:
                mine = sides[part]
                gains = (rows @ sides) * mine < 0
                moved = moved or bool(gains.any())
                np.negative(mine, out=mine, where=gains)


def _coloured(matrix: csr_array) -> NDArray[Any]:
    """Return a colour for each node, none shared by neighbours; the busiest choose first."""
    starts, near = matrix.indptr.tolist(), matrix.indices.tolist()
    colour = [-1] * matrix.shape[0]
    for node in np.argsort(-np.diff(matrix.indptr), kind="stable").tolist():
        taken = {colour[other] for other in near[starts[node] : starts[node + 1]]}
        free = 0
        while free in taken:
            free += 1
        colour[node] = free
    return np.array(colour)
