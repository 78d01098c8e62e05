"""Camps: who stands with whom, found by correlation clustering.

A camp is a group of actors that support each other, directly or through others, more than they
oppose each other. How many there are comes out of the data, or is given. Nobody joins a camp for
sharing an enemy with it: with two forced sides, everyone who quarrels with the same person would be
drawn as friends.

Sources: N. Bansal, A. Blum & S. Chawla, "Correlation Clustering", Machine Learning 56 (2004);
P. Doreian & A. Mrvar, "A partitioning approach to structural balance", Social Networks 18
(1996), and "Partitioning signed social networks", Social Networks 31 (2009); the balance of
more than two groups is from J. A. Davis, "Clustering and structural balance in graphs", Human
Relations 20 (1967).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final, overload

import numpy as np

from clivage.analysis.clock import Deadline
from clivage.analysis.clustering import (
    MOST_ACTORS,
    ExactSearch,
    Groups,
    Weights,
    camps_in,
    fewer_camps,
    frustration,
    local_search,
    tidy,
)
from clivage.analysis.frustration import FrustratedTie, frustrated_tie
from clivage.analysis.large_parts import FewerCamps, cost_of, settled, triangle_bound
from clivage.analysis.packing import Packing
from clivage.analysis.ties import Int64, Ties
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.columns import number_of
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

#: What camps are, as it is printed with every result.
DEFINITION: Final = (
    "groups joined by support that leave the least weight of ties frustrated (opposition within a"
    " camp, support that leaves one); an actor that would be alone is unaligned"
)
#: Parts with at most so many actors are searched before anything else.
_FEW: Final = 12
#: Parts with more ties than this are bounded by short cycles alone.
_MOST_TIES: Final = 20_000
#: Parts with more ties than this are searched on columns and bounded by triangles near their ends.
_MOST_TIES_HELD: Final = 100_000
#: Up to so many frustrated ties are written out; more are made when they are asked for.
_MOST_WRITTEN: Final = 100_000
#: Rounds of packing that the bound of a part without an exact answer is worth.
_ROUNDS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Camps:
    """A partition of the actors that have allies.

    Attributes:
        members: ids of each camp, in the order of the graph; the largest camp first, then by its
            first member. No camp has fewer than two members.
        unaligned: ids of the actors in no camp, those without any tie included.
        frustration: weight of the ties that contradict the camps, at least 0; 0 means that the
            camps explain all.
        lower_bound: no such partition has less; proved.
        optimal: whether the two meet.
        most: how many camps were allowed; None for any number.
        frustrated_edges: the ties that contradict the camps; a tuple, but in a large network a
            sequence that makes each tie when it is asked for.
    """

    members: tuple[tuple[str, ...], ...]
    unaligned: tuple[str, ...]
    frustration: float
    lower_bound: float
    optimal: bool
    most: int | None
    frustrated_edges: Sequence[FrustratedTie]
    definition: str


def find_camps(
    graph: AnyGraph,
    *,
    most: int | None = None,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
) -> Camps:
    """Find the camps with the least frustration.

    Where several partitions have the least frustration, one is chosen by a fixed rule, the
    order of the nodes; `clivage.analysis.stability` tells who is firm. Issues do not vote.

    However large the network, the search ends: a part of the support with up to 60 actors is
    searched exactly while that is short, one with more than 100,000 ties only locally, in a fixed
    number of rounds. ``lower_bound`` says how good the answer is at least.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        most: how many camps there may be at most, 0 or more; any number when left out. With
            more allowed, the frustration is never more.
        rule, weighted: how several statements on one pair are merged; see
            `clivage.network.merge`.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.
        ValueError: when ``most`` is below 0.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows(
    ...     ["army", "guild", "miners"], [1, 1], [2, 0], [1, -1], weight=[2, 3])
    >>> camps = find_camps(network)
    >>> camps.members, camps.unaligned, camps.frustration, camps.optimal
    ((('guild', 'miners'),), ('army',), 0, True)
    """
    if most is not None and most < 0:
        raise ValueError(f"there cannot be at most {most} camps")
    signed = signed_graph(graph, rule=rule, weighted=weighted, sign=sign, weight=weight)
    parts = list(_parts(signed))
    chosen = [part.free() for part in parts]
    if most is not None:
        chosen = _shared_out(parts, most)
    return _result(signed, parts, chosen, most)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A partition of one part; ``bound`` is what no allowed partition costs less than."""

    group_of: Groups
    cost: int
    bound: int


class _Part:
    """Actors joined by support, and their best partitions with any number of camps."""

    def __init__(self, actors: tuple[int, ...], weights: Weights) -> None:
        self.actors, self.weights = actors, weights
        self._search = ExactSearch(actors, weights) if len(actors) <= MOST_ACTORS else None
        self._free: _Answer | None = None
        self._limited: list[_Answer] = []

    def free(self) -> _Answer:
        """Return the best partition with as many camps as it likes."""
        if self._free is None:
            self._free = self._found()
        return self._free

    def limited(self, most: int) -> _Answer:
        """Return the best partition with at most so many camps, never worse than with fewer."""
        while len(self._limited) <= most:
            self._limited.append(self._with_at_most(len(self._limited)))
        return self._limited[most]

    @property
    def proved(self) -> bool:
        """Whether every answer so far is proved."""
        return all(one.bound == one.cost for one in (self.free(), *self._limited))

    def _found(self) -> _Answer:
        contrary = any(weight < 0 for near in self.weights.values() for weight in near.values())
        if not contrary:
            return _Answer(dict.fromkeys(self.actors, 0), 0, 0)
        known = tidy(local_search(self.actors, self.weights), self.weights)
        cost = frustration(known, self.weights)
        # For few actors the search is quicker than the packing, for more the packing often does.
        bound = self._packed(cost) if len(self.actors) > _FEW else None
        if bound != cost and self._search:
            known, proved = self._search.best(known)
            known = tidy(known, self.weights)
            cost = frustration(known, self.weights)
            bound = cost if proved else bound
        return _Answer(known, cost, self._packed(cost) if bound is None else min(bound, cost))

    def _with_at_most(self, most: int) -> _Answer:
        free = self.free()
        if camps_in(free.group_of) <= most:
            return free
        tried = [fewer_camps(free.group_of, most, self.weights)]
        if most:
            tried.append(self._limited[most - 1].group_of)
        known = min(tried, key=lambda one: frustration(one, self.weights))
        proved = most == 0
        if self._search and most:
            known, proved = self._search.best(known, most)
        known = tidy(known, self.weights)
        cost = frustration(known, self.weights)
        return _Answer(known, cost, cost if proved else free.bound)

    def _packed(self, cost: int) -> int:
        """Return a lower bound by packing cycles with exactly one opposition."""
        place = {actor: at for at, actor in enumerate(self.actors)}
        rows = np.array(
            [
                (place[one], place[other], weight)
                for one, near in self.weights.items()
                for other, weight in near.items()
                if one < other
            ],
            np.int64,
        )
        ties = Ties(len(self.actors), rows[:, 0], rows[:, 1], rows[:, 2])
        rng, thorough = np.random.default_rng(0), len(ties) <= _MOST_TIES
        packing = Packing(ties, rng, one_opposition=True, thorough=thorough)
        bound, more, together = 0.0, True, np.ones(ties.size, np.int64)
        for _ in range(_ROUNDS):
            if not more or math.ceil(bound) >= cost:
                break
            bound, more = packing.improve(together, Deadline(None))
        return min(cost, math.ceil(bound))


class _LargePart:
    """Actors joined by support, too many for `_Part`, and good partitions of them."""

    def __init__(self, actors: Int64, ties: Ties) -> None:
        self._actors, self._ties = actors.tolist(), ties
        self._groups = settled(ties)
        self._free = self._answer(self._groups, triangle_bound(ties))
        self._fewer: FewerCamps | None = None
        self._limited: list[_Answer] = []

    def free(self) -> _Answer:
        """Return the partition found with as many camps as it likes."""
        return self._free

    def limited(self, most: int) -> _Answer:
        """Return a partition with at most so many camps, never worse than with fewer."""
        if self._fewer is None:
            self._fewer = FewerCamps(self._ties, self._groups)
        while len(self._limited) <= most:
            tried = self._answer(self._fewer.groups(len(self._limited)), self._free.bound)
            known = self._limited[-1] if self._limited else tried
            self._limited.append(min(known, tried, key=attrgetter("cost")))
        return self._limited[most]

    @property
    def proved(self) -> bool:
        """Whether every answer so far is proved."""
        return all(one.bound == one.cost for one in (self._free, *self._limited))

    def _answer(self, groups: Int64, bound: int) -> _Answer:
        cost = cost_of(self._ties, groups)
        group_of = dict(zip(self._actors, groups.tolist(), strict=True))
        return _Answer(group_of, cost, min(bound, cost))


def _parts(signed: SignedGraph) -> Iterator[_Part | _LargePart]:
    """Yield the parts that support joins, by their first actor, each with the ties within it."""
    ties = Ties(len(signed.nodes), *(column.astype(np.int64) for column in
                                     (signed.first, signed.second, signed.weight)))  # fmt: skip
    part = ties.groups(ties.weight > 0)
    tied = np.unique(np.concatenate([ties.first, ties.second]))
    rows = np.flatnonzero(part[ties.first] == part[ties.second])
    # In the order of the parts' first actors; within a part in the order of the graph.
    number = np.full(ties.size, -1)
    _, first, of_tied = np.unique(part[tied], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    number[tied] = rank[of_tied]
    actors = _split(tied, number[tied], len(first))
    within_each = _split(rows, number[ties.first[rows]], len(first))
    for nodes, within in zip(actors, within_each, strict=True):
        columns = ties.first[within], ties.second[within], ties.weight[within]
        yield _part(nodes, *columns)


def _split(values: Int64, part: Int64, parts: int) -> list[Int64]:
    """Return the values of each part, in their order."""
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(parts), side="right")
    return np.split(values[order], ends)[:parts]


def _part(actors: Int64, first: Int64, second: Int64, weight: Int64) -> _Part | _LargePart:
    if len(weight) > _MOST_TIES_HELD:
        ends = np.searchsorted(actors, first), np.searchsorted(actors, second)
        return _LargePart(actors, Ties(len(actors), *ends, weight))
    weights: dict[int, dict[int, int]] = {actor: {} for actor in actors.tolist()}
    for one, other, value in zip(first.tolist(), second.tolist(), weight.tolist(), strict=True):
        weights[one][other] = weights[other][one] = value
    return _Part(tuple(weights), weights)


def _shared_out(parts: list[_Part | _LargePart], most: int) -> list[_Answer]:
    """Share so many camps among the parts, at the least cost together."""
    best: list[tuple[int, list[int]]] = [(0, [])] * (most + 1)
    for part in parts:
        useful = min(most, camps_in(part.free().group_of))
        costs = [part.limited(count).cost for count in range(useful + 1)]
        best = [
            min(
                (best[all_ - mine][0] + costs[mine], [*best[all_ - mine][1], mine])
                for mine in range(min(all_, useful) + 1)
            )
            for all_ in range(most + 1)
        ]
    return [part.limited(mine) for part, mine in zip(parts, best[most][1], strict=True)]


def _result(
    signed: SignedGraph,
    parts: list[_Part | _LargePart],
    chosen: list[_Answer],
    most: int | None,
) -> Camps:
    members: list[tuple[int, ...]] = []
    for answer in chosen:
        groups: dict[int, list[int]] = {}
        for actor, group in answer.group_of.items():
            groups.setdefault(group, []).append(actor)
        members += [tuple(sorted(group)) for group in groups.values() if len(group) > 1]
    members.sort(key=lambda camp: (-len(camp), camp[0]))
    aligned = {actor for camp in members for actor in camp}
    group_of = {actor: camp for camp, some in enumerate(members) for actor in some}
    camp_of = -1 - np.arange(len(signed.nodes))
    camp_of[list(group_of)] = list(group_of.values())
    together = camp_of[signed.first] == camp_of[signed.second]
    contrary = np.flatnonzero((signed.weight > 0) != together)
    cost = int(np.abs(signed.weight[contrary]).sum())
    bound = _bound(parts, chosen, most)
    contradicting = _Frustrated(signed, contrary)
    return Camps(
        members=tuple(tuple(signed.nodes[actor] for actor in camp) for camp in members),
        unaligned=tuple(id for actor, id in enumerate(signed.nodes) if actor not in aligned),
        frustration=number_of(cost * signed.unit),
        lower_bound=number_of(bound * signed.unit),
        optimal=bound >= cost,
        most=most,
        frustrated_edges=contradicting if len(contrary) > _MOST_WRITTEN else tuple(contradicting),
        definition=defined(DEFINITION, signed.definition),
    )


def _bound(parts: list[_Part | _LargePart], chosen: list[_Answer], most: int | None) -> int:
    """Return what no partition with the camps allowed costs less than.

    How the camps are shared out is proved where every answer that was weighed is; else the
    bounds of the parts with any number of camps hold still.
    """
    if most is None or all(part.proved for part in parts):
        return sum(answer.bound for answer in chosen)
    return sum(part.free().bound for part in parts)


class _Frustrated(Sequence[FrustratedTie]):
    """Frustrated ties that are made when they are asked for: millions would not be read."""

    def __init__(self, signed: SignedGraph, pairs: Int64) -> None:
        self._signed, self._pairs = signed, pairs

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, at: int) -> FrustratedTie: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[FrustratedTie]: ...
    def __getitem__(self, at: int | slice) -> FrustratedTie | Sequence[FrustratedTie]:
        if isinstance(at, slice):
            return _Frustrated(self._signed, self._pairs[at])
        return frustrated_tie(self._signed, int(self._pairs[at]))
