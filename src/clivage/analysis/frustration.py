"""The frustration index: how far a signed graph is from falling into two camps, with its proof.

It is the least weight of ties that must be *frustrated* whatever the two sides: support across
them, or opposition within one. 0 means that the graph is balanced.

Sources: F. Harary, "On the measurement of structural balance", Behavioral Science 4 (1959);
R. P. Abelson & M. J. Rosenberg, "Symbolic psycho-logic", Behavioral Science 3 (1958), as the line
index of balance; S. Aref, A. J. Mason & M. C. Wilson, "A modeling and computational study of
the frustration index in signed networks", Networks 75 (2020).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.analysis.clock import Deadline
from clivage.analysis.minimum import Minimum
from clivage.analysis.ties import Sides, Ties
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.columns import number_of
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

#: What the index is, as it is printed with every result.
DEFINITION: Final = (
    "the least weight of ties that two sides leave frustrated (support across, opposition within)"
)

#: Seconds a tie that it takes to make a result of what was found.
_A_TIE: Final = 1.5e-6


class Status(Enum):
    """How a search ended."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time limit"
    INTERRUPTED = "interrupted"
    OPEN = "open"

    @property
    def meaning(self) -> str:
        """The status in words."""
        return {
            Status.OPTIMAL: "it is proved that no two sides cost less",
            Status.TIME_LIMIT: "the time was up; the value lies between the bounds",
            Status.INTERRUPTED: "interrupted; the value lies between the bounds",
            Status.OPEN: "no proof was found; the value lies between the bounds",
        }[self]


@dataclass(frozen=True, slots=True)
class FrustratedTie:
    """A tie that the best two sides leave frustrated.

    Attributes:
        first, second: ids of its ends.
        sign: +1 for support across the sides, -1 for opposition within one.
        weight: above 0.
        statements: ids of the statements that it rests on.
    """

    first: str
    second: str
    sign: int
    weight: float
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrustrationIndex:
    """The index between two bounds, with the sides that give the upper one.

    Attributes:
        value: weight of the frustrated ties of the best sides found, at least 0.
        lower_bound: no two sides have less; proved in exact arithmetic.
        gap: (value - lower bound) / value, 0 to 1; 0 where they meet.
        optimal: whether they meet: then the value is a theorem.
        unique: whether no other two sides are as good, up to turning a connected part around;
            None where that was not asked or could not be decided.
        factions: ids on each side, the larger first; those without a tie are in neither.
        frustrated_edges: the ties that these sides leave frustrated, by their ends.
        ties: how many ties the graph has; ``ties_weight`` is what they weigh together.
        seed: with the same graph and seed the result is the same, unless the time was up.
    """

    value: float
    lower_bound: float
    gap: float
    optimal: bool
    unique: bool | None
    factions: tuple[tuple[str, ...], tuple[str, ...]]
    frustrated_edges: tuple[FrustratedTie, ...]
    ties: int
    ties_weight: float
    status: Status
    definition: str
    seed: int


def frustration_index(
    graph: AnyGraph,
    *,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
    time_limit: float | None = 60.0,
    unique: bool = True,
    seed: int = 0,
) -> FrustrationIndex:
    """Find the frustration index of a signed graph and prove it, or bound it.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        rule, weighted: how several statements on one pair are merged; see
            `clivage.network.merge`.
        sign, weight: attributes of the edges of a NetworkX graph.
        time_limit: seconds, kept within one second; None for no limit.
        unique: whether to look for other sides that are as good.
        seed: of the random starts.

    Returns:
        Never a bare number: the value comes with a lower bound. Ctrl-C ends the search and
        returns what is known.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> import networkx
    >>> triangle = networkx.Graph([("a", "b", {"sign": 1}), ("b", "c", {"sign": 1}),
    ...     ("a", "c", {"sign": -1})])
    >>> index = frustration_index(triangle)
    >>> index.value, index.lower_bound, index.optimal, index.unique
    (1, 1, True, False)
    """
    deadline = Deadline(time_limit)
    signed = signed_graph(graph, rule=rule, weighted=weighted, sign=sign, weight=weight)
    ties = Ties(len(signed.nodes), *(column.astype(np.int64) for column in
                                     (signed.first, signed.second, signed.weight)))  # fmt: skip
    # What was found has to be put together too, and that takes about so long.
    deadline = deadline.sooner(len(ties) * _A_TIE)
    search = Minimum(ties, seed, deadline)
    interrupted = not _finished(search.run)
    sides, bound = search.sides, search.bound
    met = ties.cost(sides) == bound
    only = search.unique() if unique and met and not interrupted else None
    status = _status(met, interrupted, deadline)
    return _result(signed, ties, sides, bound=bound, unique=only, status=status, seed=seed)


def _finished(run: Callable[[], None]) -> bool:
    """Run a search; return whether it came to its end before somebody pressed Ctrl-C."""
    try:
        run()
    except KeyboardInterrupt:
        return False
    return True


def _status(met: bool, interrupted: bool, deadline: Deadline) -> Status:
    if met:
        return Status.OPTIMAL
    if interrupted:
        return Status.INTERRUPTED
    return Status.TIME_LIMIT if deadline.passed else Status.OPEN


def _result(
    signed: SignedGraph,
    ties: Ties,
    sides: Sides,
    *,
    bound: int,
    unique: bool | None,
    status: Status,
    seed: int,
) -> FrustrationIndex:
    value = ties.cost(sides)
    frustrated = np.flatnonzero(ties.frustrated(sides)).tolist()
    return FrustrationIndex(
        value=number_of(value * signed.unit),
        lower_bound=number_of(bound * signed.unit),
        gap=(value - bound) / value if value else 0.0,
        optimal=value == bound,
        unique=unique,
        factions=_factions(signed, ties, sides),
        frustrated_edges=tuple(frustrated_tie(signed, pair) for pair in frustrated),
        ties=len(ties),
        ties_weight=number_of(int(np.abs(ties.weight).sum()) * signed.unit),
        status=status,
        definition=defined(DEFINITION, signed.definition),
        seed=seed,
    )


def _factions(
    signed: SignedGraph, ties: Ties, sides: Sides
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return both sides, those of every connected part turned so that its first node is on one."""
    component = ties.components()
    _, first = np.unique(component, return_index=True)
    turned = sides * sides[first[component]]
    tied = np.zeros(len(signed.nodes), np.bool_)
    tied[signed.first] = tied[signed.second] = True
    one, other = (
        tuple(signed.nodes[node] for node in np.flatnonzero(tied & (turned == side)).tolist())
        for side in (1, -1)
    )
    return (one, other) if len(one) >= len(other) else (other, one)


def frustrated_tie(signed: SignedGraph, pair: int) -> FrustratedTie:
    """Return a tie of a graph by its number."""
    weight = int(signed.weight[pair])
    return FrustratedTie(
        first=signed.nodes[signed.first[pair]],
        second=signed.nodes[signed.second[pair]],
        sign=1 if weight > 0 else -1,
        weight=number_of(abs(weight) * signed.unit),
        statements=signed.statements_of(pair),
    )
