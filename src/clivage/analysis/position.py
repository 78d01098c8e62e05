"""Where an actor stands: its ties by sign, the frontier between camps, and who stands apart.

Degrees are counted apart for each sign, as in M. G. Everett & S. P. Borgatti, "Networks
containing negative ties", Social Networks 38 (2014); the frontier is made of the frustrated ties
of F. Harary, "On the measurement of structural balance", Behavioral Science 4 (1959), for any
number of groups as in P. Doreian & A. Mrvar, "A partitioning approach to structural balance",
Social Networks 18 (1996). Status is in `clivage.analysis.centrality`, and who stands between
camps in `clivage.analysis.brokerage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.arcs import directed_ties, has_directions
from clivage.errors import NetworkError
from clivage.network import Merge, SignedGraph, SignedNetwork, from_networkx, signed_graph
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.columns import Int32, Int64
    from clivage.network.reading import AnyGraph

#: What is measured, as it is printed with the results.
DEGREES: Final = "how many other actors an actor has ties with, by sign and direction"
FRONTIER: Final = (
    "weight of an actor's ties that contradict the groups: opposition within, support across; an"
    " actor in no group is one alone"
)
ISOLATES: Final = "actors without a tie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Degrees:
    """Signed degrees; each count is from 0 to the number of actors less 1.

    Attributes:
        actors: ids; the counts are in their order.
        allies, opponents: ties of each sign, directions left out.
        supports, opposes: directed ties from the actor; None where the graph has no directions.
        supported_by, opposed_by: directed ties to it, or None.
        definition: what was counted, and how the statements were merged; a pair can differ from
            its two directions.
    """

    actors: tuple[str, ...]
    allies: tuple[int, ...]
    opponents: tuple[int, ...]
    supports: tuple[int, ...] | None
    opposes: tuple[int, ...] | None
    supported_by: tuple[int, ...] | None
    opposed_by: tuple[int, ...] | None
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierActor:
    """How much of an actor's ties contradicts the groups.

    Attributes:
        id: the actor.
        ties, weight: how many of its ties do, and what they weigh; above 0.
        share: of the weight of all its ties, above 0, to 1.
    """

    id: str
    ties: int
    weight: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The actors whose ties contradict the groups.

    Attributes:
        actors: those with such a tie, the most weight first, then the larger share, then by id.
        weight: what all such ties weigh, each once; from 0 to the weight of all ties.
        definition: what was measured, and how the statements were merged.
    """

    actors: tuple[FrontierActor, ...]
    weight: float
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolates:
    """The actors without a tie, from none to all.

    Attributes:
        actors: ids of all of them.
        even: ids of those that statements do tie to others, but cancelling out; None where the
            graph was merged already, and this cannot be known.
        definition: what an isolate is, and how the statements were merged.
    """

    actors: tuple[str, ...]
    even: tuple[str, ...] | None
    definition: str


def degrees(
    graph: AnyGraph, *, rule: Merge = Merge.SUM, sign: str = "sign", weight: str | None = None
) -> Degrees:
    """Count each actor's ties by sign, and by direction where the graph has directions.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`.
        rule: how several statements on one pair, or one ordered pair, are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> from clivage.network import SignedNetwork
    >>> found = degrees(SignedNetwork.of_rows("abc", [0, 0], [1, 2], [1, -1]))
    >>> found.allies, found.opposed_by
    ((1, 1, 0), (0, 0, 1))
    """
    signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
    size = len(signed.nodes)
    ends, weights = np.concatenate([signed.first, signed.second]), np.tile(signed.weight, 2)
    out: tuple[tuple[int, ...] | None, ...] = (None,) * 4
    if has_directions(graph):
        arcs = directed_ties(graph, rule=rule, sign=sign, weight=weight)
        out = tuple(
            _counts(end, arcs.sign == which, size)
            for end in (arcs.source, arcs.target)
            for which in (1, -1)
        )
    return Degrees(
        actors=signed.nodes,
        allies=_counts(ends, weights > 0, size),
        opponents=_counts(ends, weights < 0, size),
        supports=out[0],
        opposes=out[1],
        supported_by=out[2],
        opposed_by=out[3],
        definition=defined(DEGREES, signed.definition),
    )


def frontier(
    graph: AnyGraph,
    groups: Iterable[Iterable[str]],
    *,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
) -> Frontier:
    """Find the actors whose ties contradict given groups, such as camps or factions.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        groups: ids of the actors of each group; who is in none is a group alone.
        rule, weighted: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when an actor is unknown or in two groups, or an edge has no sign.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows("abc", [0, 1], [1, 2], [1, 1])
    >>> [one.id for one in frontier(network, [["a", "b"], ["c"]]).actors]
    ['c', 'b']
    """
    signed = signed_graph(graph, rule=rule, weighted=weighted, sign=sign, weight=weight)
    group = group_of(signed.nodes, groups)
    group = np.where(group < 0, len(group) + np.arange(len(group)), group)
    within = group[signed.first] == group[signed.second]
    contrary = within != (signed.weight > 0)
    size = len(signed.nodes)
    all_of_it, weighs, ties = (np.zeros(size, np.int64) for _ in range(3))
    for ends in (signed.first, signed.second):
        np.add.at(all_of_it, ends, np.abs(signed.weight))
        np.add.at(weighs, ends[contrary], np.abs(signed.weight[contrary]))
        np.add.at(ties, ends[contrary], 1)
    found = [
        FrontierActor(id=signed.nodes[node], ties=int(ties[node]),
                      weight=float(int(weighs[node]) * signed.unit),
                      share=int(weighs[node]) / int(all_of_it[node]))
        for node in np.flatnonzero(ties).tolist()
    ]  # fmt: skip
    return Frontier(
        actors=tuple(sorted(found, key=lambda one: (-one.weight, -one.share, one.id))),
        weight=float(int(np.abs(signed.weight[contrary]).sum()) * signed.unit),
        definition=defined(FRONTIER, signed.definition),
    )


def isolates(
    graph: AnyGraph, *, rule: Merge = Merge.SUM, sign: str = "sign", weight: str | None = None
) -> Isolates:
    """Find the actors without a tie; what an actor says of itself or of issues is none.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        rule: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> from clivage.network import SignedNetwork
    >>> isolates(SignedNetwork.of_rows("abc", [0, 1], [1, 0], [1, -1])).even
    ('a', 'b')
    """
    signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
    tied = {signed.nodes[node] for ends in (signed.first, signed.second) for node in ends.tolist()}
    return Isolates(
        actors=tuple(id for id in signed.nodes if id not in tied),
        even=_even(graph, tied, sign, weight),
        definition=defined(ISOLATES, signed.definition),
    )


def _even(graph: AnyGraph, tied: set[str], sign: str, weight: str | None) -> tuple[str, ...] | None:
    if isinstance(graph, SignedGraph):
        return None
    if not isinstance(graph, SignedNetwork):
        graph = from_networkx(graph, sign=sign, weight=weight)
    actors = graph.between_actors()
    straight = actors.where(actors.holder != actors.target)
    spoken = np.union1d(straight.holder, straight.target).tolist()
    return tuple(actors.nodes[node] for node in spoken if actors.nodes[node] not in tied)


def group_of(actors: Sequence[str], groups: Iterable[Iterable[str]]) -> Int64:
    """Return the number of the group of each actor, -1 for none.

    Raises:
        NetworkError: when a member is unknown, or in two groups.

    >>> group_of(["a", "b", "c"], [["c"], ["a"]]).tolist()
    [1, -1, 0]
    """
    number = {id: at for at, id in enumerate(actors)}
    found = np.full(len(number), -1, np.int64)
    for at, members in enumerate(groups):
        for id in members:
            if id not in number:
                remedy = "groups name actors by the ids of the graph"
                raise NetworkError(f"no actor is called {id!r}", remedy=remedy)
            if found[number[id]] not in (-1, at):
                remedy = "an actor is in one group at most"
                raise NetworkError(f"{id!r} is in two groups", remedy=remedy)
            found[number[id]] = at
    return found


def _counts(ends: Int32, kept: NDArray[np.bool_], size: int) -> tuple[int, ...]:
    return tuple(np.bincount(ends[kept], minlength=size).tolist())
