"""Which conclusions of one state of a network hold in another.

A conclusion is *kept* where the second state has it too. It is *open* where the second state has
another one and yet there is one that is as good and has it: the best camps, and the best two
sides, are seldom the only ones. Else it has *fallen*.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from clivage.analysis.changes import Ends, State, weights_by_ends
from clivage.analysis.frustration import FrustrationIndex
from clivage.analysis.matching import Camp, Members, nearer
from clivage.analysis.ties import Sides, Ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """What became of conclusions that are about pairs of actors; each by the ids of its ends.

    Attributes:
        kept: hold in both states.
        open: hold in the first, and in a result of the second that is as good as the one found.
        fallen: hold in the first only. That a result as good has them is not excluded: it was
            looked for near the first state alone.
        new: hold in the second only.
    """

    kept: tuple[Ends, ...]
    open: tuple[Ends, ...]
    fallen: tuple[Ends, ...]
    new: tuple[Ends, ...]

    @property
    def before(self) -> int:
        """How many held in the first state."""
        return len(self.kept) + len(self.open) + len(self.fallen)

    @property
    def complete(self) -> bool:
        """Whether all that held is kept."""
        return not self.open and not self.fallen


def camps_survival(before: Sequence[Camp], after: State, camps_after: Sequence[Camp]) -> Survival:
    """Return which pairs that stand together in a camp still do.

    Args:
        before: the camps of the first state.
        after, camps_after: the second, its camps numbered as those before.
    """
    order = after.graph.nodes
    was, is_ = (_pairs((camp.members for camp in some), order) for some in (before, camps_after))
    could_be: frozenset[Ends] = frozenset()
    if was - is_:
        could_be = _pairs(nearer(before, camps_after, after.graph), order)
    return _survival(was, is_, could_be, order)


def oppositions_survival(before: State, after: State) -> Survival:
    """Return which pairs whose tie is an opposition still have one."""
    was, is_ = (
        frozenset(ends for ends, weight in weights_by_ends(one.graph).items() if weight < 0)
        for one in (before, after)
    )
    return _survival(was, is_, frozenset(), after.graph.nodes)


def frustrated_survival(before: State, after: State) -> Survival:
    """Return which ties that the best two sides leave frustrated still are left so."""
    was, is_ = (
        frozenset((tie.first, tie.second) for tie in one.frustration.frustrated_edges)
        for one in (before, after)
    )
    could_be = _frustrated_by(before, after) if was - is_ else frozenset()
    return _survival(was, is_, could_be, after.graph.nodes)


def _frustrated_by(before: State, after: State) -> frozenset[Ends]:
    """Return the ties that the sides of the first state frustrate where these are as good."""
    graph = after.graph
    columns = (column.astype(np.int64) for column in (graph.first, graph.second, graph.weight))
    ties = Ties(len(graph.nodes), *columns)
    component = ties.components()[ties.first]
    count = len(graph.nodes)
    old, new = (ties.frustrated(_sides(one.frustration, graph.nodes)) for one in (before, after))
    cost_old, cost_new = (
        np.bincount(component[flags], np.abs(ties.weight[flags]), count) for flags in (old, new)
    )
    chosen = np.flatnonzero(old & (cost_old <= cost_new)[component]).tolist()
    return frozenset(
        (graph.nodes[graph.first[pair]], graph.nodes[graph.second[pair]]) for pair in chosen
    )


def _sides(index: FrustrationIndex, nodes: Sequence[str]) -> Sides:
    other = set(index.factions[1])
    return np.array([-1 if node in other else 1 for node in nodes], np.int64)


def _pairs(camps: Iterable[Members], order: Sequence[str]) -> frozenset[Ends]:
    place = {id: at for at, id in enumerate(order)}
    return frozenset(
        pair
        for camp in camps
        for pair in itertools.combinations(sorted(camp, key=place.__getitem__), 2)
    )


def _survival(
    was: AbstractSet[Ends],
    is_: AbstractSet[Ends],
    could_be: AbstractSet[Ends],
    order: Sequence[str],
) -> Survival:
    place = {id: at for at, id in enumerate(order)}

    def listed(pairs: AbstractSet[Ends]) -> tuple[Ends, ...]:
        return tuple(sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])))

    gone = was - is_
    return Survival(
        kept=listed(was & is_),
        open=listed(gone & could_be),
        fallen=listed(gone - could_be),
        new=listed(is_ - was),
    )
