"""Degrees of balance: how near a signed graph is to balance, by three definitions that differ.

By triangles: the share that is balanced. It sees no longer cycle. By walks: closed walks of every
length, the short ones weighing most, the balanced less the unbalanced over all of them. By
frustration: the weight of ties that must be at odds with any two sides. None stands for another;
S. Aref & M. C. Wilson, "Measuring partial balance in signed networks", Journal of Complex
Networks 6 (2018), compares them.

Sources: D. Cartwright & F. Harary, "Structural balance", Psychological Review 63 (1956), for
triangles; J. A. Davis, "Clustering and structural balance in graphs", Human Relations 20 (1967),
for weak balance; E. Estrada & M. Benzi, "Walk-based measure of balance in signed networks",
Physical Review E 90 (2014); the normalised frustration index is from Aref & Wilson. Traces of
large graphs are estimated as by R. A. Meyer, C. Musco, C. Musco & D. P. Woodruff, "Hutch++", SOSA
2021, and S. Ubaru, J. Chen & Y. Saad, "Fast estimation of tr(f(A)) via stochastic Lanczos
quadrature", SIAM Journal on Matrix Analysis and Applications 38 (2017), within the error of A.
Cortinovis & D. Kressner, "On randomized trace estimates for indefinite matrices", Foundations of
Computational Mathematics 22 (2022), theorem 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.analysis.frustration import FrustrationIndex, frustration_index
from clivage.analysis.traces import exact_trace, likely_trace, log_ratio
from clivage.analysis.triads import triad_census
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

#: What is measured, as it is printed with the results.
BY_TRIANGLES: Final = "share of the triangles in which the product of the signs is positive"
BY_WALKS: Final = (
    "closed walks of all lengths k, each weighing 1/k!: those whose product of signs is positive"
    " less the others, over all of them; trace exp(A) / trace exp(|A|), ties by sign alone"
)
BY_FRUSTRATION: Final = "1 - 2 × frustration index / weight of all ties"

#: Graphs with at most this many actors are measured by all their eigenvalues.
_MOST_EXACT: Final = 1500
#: The chance that an estimate lies outside of its bounds, by the theorem.
_RISK: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangleBalance:
    """The degree of balance by triangles.

    Attributes:
        value: share of balanced triangles (+++, +--), 0 to 1; None where there is no triangle.
        weak: share of weakly balanced ones (+++, +--, ---), from ``value`` to 1, or None.
        triangles: how many triangles there are.
        reason: why there is no value, else "".
        definition: what was measured, and how the statements were merged.
    """

    value: float | None
    weak: float | None
    triangles: int
    reason: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkBalance:
    """The degree of balance by closed walks, between two bounds.

    Attributes:
        value: above 0 (0 where too small for a float), to 1; 1 means balance, where ``exact``.
            None where there is no actor. Walks of length 0, and there and back, are always
            balanced, so even a graph of opposition alone stays above 0.
        low, high: the value lies between them: up to rounding where ``exact``, else with a
            chance of 99 %, by the theorem of Cortinovis & Kressner.
        exact: whether all eigenvalues were computed, and not estimated.
        reason: why there is no value, else "".
        seed: of the random probes of an estimate; the same seed gives the same value.
        definition: what was measured, and how the statements were merged.
    """

    value: float | None
    low: float | None
    high: float | None
    exact: bool
    reason: str
    seed: int
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrustrationBalance:
    """The degree of balance by frustration, between two proved bounds.

    Attributes:
        low, high: the value lies between them, 0 to 1; 1 means balance. None without ties.
        value: the value where the bounds meet, else None.
        reason: why there is no value, else "".
        definition: what was measured, and how the statements were merged.
    """

    value: float | None
    low: float | None
    high: float | None
    reason: str
    definition: str


def balance_by_triangles(
    graph: AnyGraph, *, rule: Merge = Merge.SUM, sign: str = "sign", weight: str | None = None
) -> TriangleBalance:
    """Measure which share of the triangles is balanced, and weakly balanced.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        rule: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> import networkx
    >>> enemies = networkx.complete_graph(3)
    >>> networkx.set_edge_attributes(enemies, -1, "sign")
    >>> balance = balance_by_triangles(enemies)
    >>> balance.value, balance.weak
    (0.0, 1.0)
    """
    signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
    census = triad_census(signed)
    friends, _, allied, enemies = census.counts
    total = census.triangles
    return TriangleBalance(
        value=(friends + allied) / total if total else None,
        weak=(friends + allied + enemies) / total if total else None,
        triangles=total,
        reason="" if total else "there is no triangle",
        definition=defined(BY_TRIANGLES, signed.definition),
    )


def balance_by_walks(
    graph: AnyGraph,
    *,
    rule: Merge = Merge.SUM,
    sign: str = "sign",
    weight: str | None = None,
    seed: int = 0,
) -> WalkBalance:
    """Measure the balance of all closed walks, exactly or within a stated error.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        rule: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.
        seed: of the random probes, which only a graph of more than 1500 actors needs.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> import networkx
    >>> friends = networkx.complete_graph(3)
    >>> networkx.set_edge_attributes(friends, 1, "sign")
    >>> balance_by_walks(friends).value
    1.0
    """
    signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
    definition = defined(BY_WALKS, signed.definition)
    exact = len(signed.nodes) <= _MOST_EXACT
    if not signed.nodes:
        reason = "there is no actor"
        return WalkBalance(value=None, low=None, high=None, exact=True, reason=reason, seed=seed,
                           definition=definition)  # fmt: skip
    value, low, high = (1.0, 1.0, 1.0) if (signed.weight > 0).all() else _walks(signed, seed)
    return WalkBalance(value=value, low=low, high=high, exact=exact, reason="", seed=seed,
                       definition=definition)  # fmt: skip


def _walks(signed: SignedGraph, seed: int) -> tuple[float, float, float]:
    """Return the ratio of the traces, and its bounds, none above 1."""
    signs = signed.matrix.astype(np.float64)
    signs.data = np.sign(signs.data)
    if len(signed.nodes) <= _MOST_EXACT:
        above, below = exact_trace(signs), exact_trace(abs(signs))
    else:
        # One chance for each of the two traces.
        above, below = (likely_trace(one, _RISK / 2, seed) for one in (signs, abs(signs)))
    value, low, high = (float(np.exp(log)) for log in log_ratio(above, below))
    return min(value, 1.0), min(low, 1.0), min(high, 1.0)


def balance_by_frustration(
    graph: AnyGraph | FrustrationIndex,
    *,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
    time_limit: float | None = 60.0,
) -> FrustrationBalance:
    """Measure which share of the ties is left, twice the frustrated ones taken away.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; or a frustration index
            that is known already, and then nothing else counts.
        rule, weighted: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.
        time_limit: seconds for the frustration index; None for no limit.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> import networkx
    >>> triangle = networkx.Graph([("a", "b", {"sign": 1}), ("b", "c", {"sign": 1}),
    ...     ("a", "c", {"sign": -1})])
    >>> round(balance_by_frustration(triangle).value, 3)
    0.333
    """
    index = graph if isinstance(graph, FrustrationIndex) else frustration_index(
        graph, rule=rule, weighted=weighted, sign=sign, weight=weight, time_limit=time_limit,
        unique=False,
    )  # fmt: skip
    definition = f"{BY_FRUSTRATION}; {index.definition}"
    if not index.ties:
        return FrustrationBalance(value=None, low=None, high=None, reason="there is no tie",
                                  definition=definition)  # fmt: skip
    low, high = (1 - 2 * cost / index.ties_weight for cost in (index.value, index.lower_bound))
    return FrustrationBalance(
        value=low if index.optimal else None,
        low=max(low, 0.0),
        high=high,
        reason="" if index.optimal else "the frustration index is known between bounds only",
        definition=definition,
    )
