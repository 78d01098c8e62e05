"""Brokers: who stands between the camps, on the shortest ways of support from one to another.

A broker's score is the betweenness of L. C. Freeman, "A set of measures of centrality based on
betweenness", Sociometry 40 (1977), departing from it twice: ways lead over support alone, and
only pairs of different camps count, as in the brokerage between groups of R. V. Gould & R. M.
Fernandez, "Structures of mediation", Sociological Methodology 19 (1989). Computed by the
algorithm of U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical
Sociology 25 (2001), whose variant with chosen sources and targets is in U. Brandes, "On variants
of shortest-path betweenness centrality", Social Networks 30 (2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clivage.analysis.position import group_of
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

#: What is measured, as it is printed with every result.
BROKERS: Final = (
    "for each two actors of different camps, which share of the shortest ways of support between"
    " them leads through the actor, summed; a tie is one step whatever its weight"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """An actor between camps.

    Attributes:
        id: the actor.
        camp: the number of its camp in the order given, None where it is in none.
        score: above 0, to the number of joined pairs.
    """

    id: str
    camp: int | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokers:
    """Who stands between the camps.

    Attributes:
        actors: those with a score, the highest first, then by id.
        pairs: how many pairs of actors are of different camps.
        joined: for how many of these there is a way of support at all.
        definition: what was measured, and how the statements were merged.
    """

    actors: tuple[Broker, ...]
    pairs: int
    joined: int
    definition: str


def brokers(
    graph: AnyGraph,
    camps: Iterable[Iterable[str]],
    *,
    rule: Merge = Merge.SUM,
    sign: str = "sign",
    weight: str | None = None,
) -> Brokers:
    """Find who stands on the shortest ways of support between given camps.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        camps: ids of the members of each camp; who is in none can be a broker all the same.
        rule: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when a member is unknown or in two camps, or an edge has no sign.

    >>> from clivage.network import SignedNetwork
    >>> way = SignedNetwork.of_rows("abc", [0, 1, 0], [1, 2, 2], [1, 1, -1])
    >>> brokers(way, [["a"], ["c"]]).actors
    (Broker(id='b', camp=None, score=1.0),)
    """
    signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
    camp: list[int] = group_of(signed.nodes, camps).tolist()
    friends = _friends(signed)
    scores, joined = [0.0] * len(camp), 0
    for source in range(len(camp)):
        if camp[source] >= 0:
            joined += _add_ways(source, friends, camp, scores)
    found = [
        # Every pair was met from both of its ends.
        Broker(id=signed.nodes[at], camp=camp[at] if camp[at] >= 0 else None, score=score / 2)
        for at, score in enumerate(scores)
        if score > 0
    ]
    return Brokers(
        actors=tuple(sorted(found, key=lambda one: (-one.score, one.id))),
        pairs=_pairs(camp),
        joined=joined // 2,
        definition=defined(BROKERS, signed.definition),
    )


def _friends(signed: SignedGraph) -> list[list[int]]:
    friends: list[list[int]] = [[] for _ in signed.nodes]
    support = signed.weight > 0
    ends = signed.first[support].tolist(), signed.second[support].tolist()
    for one, other in zip(*ends, strict=True):
        friends[one].append(other)
        friends[other].append(one)
    return friends


def _add_ways(
    source: int, friends: Sequence[Sequence[int]], camp: Sequence[int], scores: list[float]
) -> int:
    """Add the ways from one actor to all of other camps to the scores; return how many it meets."""
    distance, ways = {source: 0}, {source: 1}
    before: dict[int, list[int]] = {source: []}
    order = [source]
    for node in order:
        for friend in friends[node]:
            if friend not in distance:
                distance[friend], ways[friend], before[friend] = distance[node] + 1, 0, []
                order.append(friend)
            if distance[friend] == distance[node] + 1:
                ways[friend] += ways[node]
                before[friend].append(node)
    met, share = 0, dict.fromkeys(order, 0.0)
    for node in reversed(order):
        ends_here = camp[node] >= 0 and camp[node] != camp[source]
        met += ends_here
        for previous in before[node]:
            share[previous] += ways[previous] / ways[node] * (ends_here + share[node])
        if node != source:
            scores[node] += share[node]
    return met


def _pairs(camp: Sequence[int]) -> int:
    """Count the pairs of members of different camps."""
    sizes = [camp.count(number) for number in sorted(set(camp) - {-1})]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
