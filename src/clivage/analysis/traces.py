"""The trace of the exponential of a symmetric matrix: exact, or estimated within bounds.

Traces of adjacency matrices overflow soon, so they are held as a logarithm and a factor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Float64 = NDArray[np.float64]

#: Largest eigenvalues that are found exactly before the rest is estimated; in a social network
#: they make nearly all of the trace.
_DEFLATED: Final = 24
#: Random vectors for the rest.
_PROBES: Final = 64


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace ``exp(log) * value`` whose value lies within ``error``, which is at least 0."""

    log: float
    value: float
    error: float


def log_ratio(above: Trace, below: Trace) -> tuple[float, float, float]:
    """Return the logarithm of the ratio of two traces, at its best, least and most.

    >>> log_ratio(Trace(2.0, 3.0, 0.0), Trace(1.0, 3.0, 0.0))
    (1.0, 1.0, 1.0)
    """
    shift = above.log - below.log
    least = above.value - above.error, below.value + below.error
    most = above.value + above.error, below.value - below.error
    value, low, high = (
        shift + math.log(over / under) if over > 0 < under else bound
        for (over, under), bound in (
            ((above.value, below.value), math.nan),
            (least, -math.inf),
            (most, math.inf),
        )
    )
    return value, low, high


def exact_trace(matrix: csr_array) -> Trace:
    """Return the trace of the exponential of a symmetric matrix, by all its eigenvalues.

    >>> from scipy.sparse import csr_array
    >>> exact_trace(csr_array((2, 2))).value
    2.0
    """
    values = np.linalg.eigvalsh(matrix.toarray())
    top, widest = float(values[-1]), float(np.abs(values).max())
    value = float(np.exp(values - top).sum())
    # An eigenvalue is off by less than size × precision × norm, and the exponential as much.
    off = math.expm1(2 * len(values) * np.finfo(np.float64).eps * (1 + widest))
    return Trace(top, value, value * off)


def likely_trace(matrix: csr_array, risk: float, seed: int) -> Trace:
    """Estimate the trace of the exponential of a large symmetric matrix.

    The part of the largest eigenvalues is computed; what is orthogonal to them is probed by
    Gaussian vectors, each measured by Lanczos quadrature with as many steps as leave an error
    below that of rounding. The error of the probes is that of Cortinovis & Kressner (2022),
    theorem 1, for a positive matrix whose norm is at most that of the last eigenvalue computed.

    Args:
        risk: the chance that the true trace lies outside of the error.
        seed: of the probes.
    """
    from scipy.sparse.linalg import eigsh

    size = matrix.shape[0]
    random = np.random.default_rng(seed)
    start = random.standard_normal(size)
    values, vectors = eigsh(matrix, k=_DEFLATED, which="LA", v0=start)
    least = float(eigsh(matrix, k=1, which="SA", v0=start, return_eigenvectors=False)[0])
    top = float(values.max())
    probes = random.standard_normal((size, _PROBES))
    probes -= vectors @ (vectors.T @ probes)
    # The error of the quadrature falls like exp(-(degree)² / spread), degree = 2 × steps - 1.
    steps = 20 + math.ceil(5 * math.sqrt(max(top - least, 0.0) / 2))
    rest = float(_quadrature(matrix, probes, steps, top).mean())
    norm, chance = math.exp(float(values.min()) - top), math.log(2 / risk)
    # The Frobenius norm squared is at most norm × trace, and the trace at most rest + error.
    linear = 8 * chance * norm
    error = (linear + math.sqrt(linear**2 + 16 * _PROBES * chance * norm * rest)) / (2 * _PROBES)
    computed = float(np.exp(values - top).sum())
    rounding = 1e-8 * (computed + rest)
    return Trace(top, computed + rest, error + rounding)


def _quadrature(matrix: csr_array, probes: Float64, steps: int, shift: float) -> Float64:
    """Return v' exp(matrix - shift) v for each column v of ``probes``, shape (probes,).

    The Lanczos recurrence of all columns at once, without reorthogonalisation: lost
    orthogonality only repeats nodes of the quadrature, and their weights share what is due.
    """
    from scipy.linalg import eigh_tridiagonal

    lengths = np.linalg.norm(probes, axis=0)
    present, last = probes / lengths, np.zeros_like(probes)
    alphas, betas = np.zeros((2, steps, probes.shape[1]))
    beta = np.zeros(probes.shape[1])
    for step in range(steps):
        following = matrix @ present - last * beta
        alphas[step] = (following * present).sum(axis=0)
        following -= present * alphas[step]
        betas[step] = beta = np.linalg.norm(following, axis=0)
        last, present = present, following / np.where(beta > 0, beta, 1.0)
    found = np.zeros(len(lengths))
    for number, length in enumerate(lengths):
        nodes, directions = eigh_tridiagonal(alphas[:, number], betas[:-1, number])
        found[number] = length**2 * (directions[0] ** 2 @ np.exp(nodes - shift))
    return found
