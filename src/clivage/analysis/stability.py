"""How firm the camps are: in how many nearly as good partitions two actors stand together.

One best partition hides the others: a historian wants to know which memberships hold in all of
them, and which are a matter of a single statement.

Source: M. J. Brusco & D. Steinley, "K-balance partitioning: an exact method with applications to
generalized structural balance and other psychological contexts", Psychological Methods 15
(2010), for listing all optimal partitions; the shares are those of consensus clustering
(A. Lancichinetti & S. Fortunato, "Consensus clustering in complex networks", Scientific Reports 2,
2012), counted out instead of sampled where that is possible.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.analysis.clustering import (
    MOST_ACTORS,
    ExactSearch,
    Groups,
    Weights,
    frustration,
    improve,
    joined,
    local_search,
    tidy,
    weights_of,
    within,
)
from clivage.network import Merge, signed_graph

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

#: More partitions of one part than this are not listed; the list is then a sample.
_MOST: Final = 5_000
#: How many random starts a part that is not searched exactly is sampled by.
_STARTS: Final = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors and the share of partitions in which they stand together, 0 to 1."""

    first: str
    second: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """What nearly as good partitions have in common.

    Attributes:
        pairs: every pair that stands together in some of the partitions, by its ends.
        partitions: how many there are; parts without a tie of support between them are counted
            each on its own, and multiplied.
        slack: how much more frustration than the least a partition may have, in each part.
        complete: whether these are all; else they are a sample of good ones.
    """

    pairs: tuple[Pair, ...]
    partitions: int
    slack: float
    complete: bool
    definition: str
    _shares: dict[tuple[str, str], float] = field(repr=False, compare=False)

    def share(self, one: str, other: str) -> float:
        """Return the share of partitions in which two actors stand together, 0 to 1."""
        return self._shares.get((min(one, other), max(one, other)), 0.0)

    @property
    def loose(self) -> tuple[Pair, ...]:
        """The pairs that stand together in some partitions and apart in others."""
        return tuple(pair for pair in self.pairs if pair.share < 1)


def find_stability(
    graph: AnyGraph,
    *,
    slack: int = 0,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
    seed: int = 0,
) -> Stability:
    """Count in how many nearly optimal partitions into camps each pair stands together.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        slack: how much more frustration than the least is nearly as good, in units of weight.
        rule, weighted: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.
        seed: of the sample, where a part is too large to list.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> from clivage.network import SignedNetwork
    >>> between = SignedNetwork.of_rows(
    ...     ["army", "mayor", "miners"], [1, 1, 0], [0, 2, 2], [1, 1, -1])
    >>> found = find_stability(between)
    >>> found.partitions, found.share("mayor", "army")
    (3, 0.6666666666666666)
    """
    signed = signed_graph(graph, rule=rule, weighted=weighted, sign=sign, weight=weight)
    weights = weights_of(signed)
    rng = np.random.default_rng(seed)
    shares: dict[tuple[str, str], float] = {}
    count, complete = 1, True
    for actors in joined(weights, weights):
        if len(actors) > 1:
            found, all_ = _good(actors, within(actors, weights), slack, rng)
            count, complete = count * len(found), complete and all_
            for one, other in itertools.combinations(actors, 2):
                together = sum(each[one] == each[other] for each in found)
                if together:
                    ends = sorted((signed.nodes[one], signed.nodes[other]))
                    shares[ends[0], ends[1]] = together / len(found)
    return Stability(
        pairs=tuple(Pair(*ends, share) for ends, share in sorted(shares.items())),
        partitions=count,
        slack=slack,
        complete=complete,
        definition=f"partitions into camps with at most {slack} more frustration than the least,"
        f" in each part that support joins; {signed.definition}",
        _shares=shares,
    )


def _good(
    actors: Sequence[int], weights: Weights, slack: int, rng: np.random.Generator
) -> tuple[list[Groups], bool]:
    """Return the nearly optimal partitions of a part, and whether these are all."""
    known = local_search(actors, weights)
    if len(actors) <= MOST_ACTORS:
        search = ExactSearch(actors, weights)
        best, proved = search.best(known)
        least = frustration(best, weights)
        if proved:
            listed, all_ = search.all_within(least + slack, _MOST)
            if all_:
                return listed, True
    return list(_sampled(actors, weights, slack, rng)), False


def _sampled(
    actors: Sequence[int], weights: Weights, slack: int, rng: np.random.Generator
) -> Iterator[Groups]:
    """Yield the best different ends of random starts."""
    ends: dict[tuple[tuple[int, int], ...], Groups] = {}
    for _ in range(_STARTS):
        order = [int(actor) for actor in rng.permutation(actors)]
        start = {actor: int(rng.integers(len(actors))) for actor in actors}
        neat = tidy(improve(order, start, weights), weights)
        ends[tuple(sorted(neat.items()))] = neat
    least = min(frustration(each, weights) for each in ends.values())
    yield from (each for each in ends.values() if frustration(each, weights) <= least + slack)
