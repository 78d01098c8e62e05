"""What differs between two states of one network, and which statements make the difference.

A state is a network of some of the statements: those of a window of time, or those that a
scenario keeps. Its ties, its frustration and its camps are compared with those of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from clivage.analysis.camps import Camps, find_camps
from clivage.analysis.frustration import FrustrationIndex, Status, frustration_index
from clivage.analysis.matching import Camp, Members, camp_numbers, matched, nearer
from clivage.network import Merge, SignedGraph, SignedNetwork, merge
from clivage.network.columns import number_of

#: Ids of the two ends of a tie, in the order of the network.
Ends: TypeAlias = tuple[str, str]


class Turn(Enum):
    """What became of a tie. Of one that vanished the statements at hand do not tell."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    TURNED = "turned"
    REWEIGHED = "reweighed"


class Step(Enum):
    """What an actor did: joined a camp from none, left one for none, moved to another."""

    JOINED = "joined"
    LEFT = "left"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChange:
    """A tie that is not what it was.

    Attributes:
        first, second: ids of its ends.
        before, after: signed weight: above 0 support, below 0 opposition, 0 no tie.
        gained, lost: ids of the statements on the pair that only the second state has, and only
            the first; together at least one.
    """

    first: str
    second: str
    turn: Turn
    before: float
    after: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An actor whose camp is not what it was.

    Attributes:
        before, after: numbers of the camps, None for no camp.
        gained, lost: ids of the statements that changed a tie of this actor. Both are empty
            where only ties of others changed.
        by_choice: whether camps that are as good leave the actor where it was: then the move is a
            choice among equals. False where none was found, which is no proof that there is none.
    """

    actor: str
    step: Step
    before: int | None
    after: int | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    by_choice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that is different in the second of two states.

    Attributes:
        gained, lost: ids of the statements that only the second has, and only the first;
            statements on issues too.
        ties: by their ends; a tie whose statements changed and whose weight did not is not here.
        moves: by actor, in the order of the network.
        formed, dissolved: numbers of the camps that only the second has, and only the first.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    ties: tuple[TieChange, ...]
    moves: tuple[Move, ...]
    formed: tuple[int, ...]
    dissolved: tuple[int, ...]

    def __bool__(self) -> bool:
        """Whether anything is different."""
        parts = (self.gained, self.lost, self.ties, self.moves, self.formed, self.dissolved)
        return any(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was computed on a network.

    Attributes:
        graph: one tie a pair of actors.
        basis: ids of the statements of each pair of actors, those of even pairs included.
        partition: the camps, their numbers not yet matched.
    """

    network: SignedNetwork
    graph: SignedGraph
    basis: dict[Ends, tuple[str, ...]]
    frustration: FrustrationIndex
    partition: Camps


def state_of(
    network: SignedNetwork, *, rule: Merge, weighted: bool, time_limit: float | None
) -> State:
    """Compute the ties, the frustration index and the camps of a network.

    Raises:
        KeyboardInterrupt: when Ctrl-C ended the search; there is more to compute, so it is not
            answered with bounds here.
    """
    graph = merge(network, rule, weighted=weighted)
    basis: dict[Ends, list[str]] = {}
    actors = network.between_actors()
    columns = actors.holder.tolist(), actors.target.tolist(), actors.statements
    for holder, target, statement in zip(*columns, strict=True):
        if holder != target:
            ends = actors.nodes[min(holder, target)], actors.nodes[max(holder, target)]
            basis.setdefault(ends, []).append(statement)
    index = frustration_index(graph, time_limit=time_limit, unique=False)
    if index.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    return State(
        network=network,
        graph=graph,
        basis={ends: tuple(ids) for ends, ids in basis.items()},
        frustration=index,
        partition=find_camps(graph),
    )


def compare(
    before: State, after: State, camps_before: Sequence[Camp], camps_after: Sequence[Camp]
) -> Changes:
    """Return what is different in the second of two states of one network.

    Args:
        before, after: states of networks with the same nodes.
        camps_before, camps_after: the camps of each, their numbers matched.
    """
    ties = _tie_changes(before, after)
    gained, lost = _difference(before.network.statements, after.network.statements)
    old, new = ({camp.number for camp in some} for some in (camps_before, camps_after))
    return Changes(
        gained=gained,
        lost=lost,
        ties=ties,
        moves=_moves(after, ties, camps_before, camps_after),
        formed=tuple(sorted(new - old)),
        dissolved=tuple(sorted(old - new)),
    )


def _difference(
    before: Sequence[str], after: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what only the second has, and what only the first has, each in its order."""
    return _without(after, before), _without(before, after)


def _without(ids: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    # Counted, as the edges of a NetworkX graph may share a name.
    left = Counter(others)
    kept = []
    for id in ids:
        if left[id]:
            left[id] -= 1
        else:
            kept.append(id)
    return tuple(kept)


def weights_by_ends(graph: SignedGraph) -> dict[Ends, int]:
    """Return the signed weight of each tie by the ids of its ends."""
    columns = graph.first.tolist(), graph.second.tolist(), graph.weight.tolist()
    return {
        (graph.nodes[first], graph.nodes[second]): weight
        for first, second, weight in zip(*columns, strict=True)
    }


def _tie_changes(before: State, after: State) -> tuple[TieChange, ...]:
    old, new = weights_by_ends(before.graph), weights_by_ends(after.graph)
    place = {id: node for node, id in enumerate(after.graph.nodes)}
    unit = after.graph.unit
    changes = []
    for ends in sorted(old.keys() | new.keys(), key=lambda pair: (place[pair[0]], place[pair[1]])):
        was, is_ = old.get(ends, 0), new.get(ends, 0)
        if was != is_:
            gained, lost = _difference(before.basis.get(ends, ()), after.basis.get(ends, ()))
            changes.append(
                TieChange(
                    first=ends[0],
                    second=ends[1],
                    turn=_turn(was, is_),
                    before=number_of(was * unit),
                    after=number_of(is_ * unit),
                    gained=gained,
                    lost=lost,
                )
            )
    return tuple(changes)


def _turn(was: int, is_: int) -> Turn:
    if not was:
        return Turn.APPEARED
    if not is_:
        return Turn.VANISHED
    return Turn.TURNED if was * is_ < 0 else Turn.REWEIGHED


def _moves(
    after: State, ties: Sequence[TieChange], old: Sequence[Camp], new: Sequence[Camp]
) -> tuple[Move, ...]:
    was, is_ = camp_numbers(old), camp_numbers(new)
    movers = [one for one in after.graph.nodes if was.get(one) != is_.get(one)]
    if not movers:
        return ()
    could_be = _numbers(nearer(old, new, after.graph), old)
    near: dict[str, list[TieChange]] = {}
    for tie in ties:
        near.setdefault(tie.first, []).append(tie)
        near.setdefault(tie.second, []).append(tie)
    return tuple(
        Move(
            actor=one,
            step=_step(was.get(one), is_.get(one)),
            before=was.get(one),
            after=is_.get(one),
            gained=tuple(id for tie in near.get(one, ()) for id in tie.gained),
            lost=tuple(id for tie in near.get(one, ()) for id in tie.lost),
            by_choice=could_be.get(one) == was.get(one),
        )
        for one in movers
    )


def _numbers(camps: Sequence[Members], known: Sequence[Camp]) -> dict[str, int]:
    """Return the known number of the camp of each actor that is in one; 0 for another camp."""
    found = matched(camps, {camp.number: camp.members for camp in known})
    return {actor: found.get(place, 0) for place, camp in enumerate(camps) for actor in camp}


def _step(before: int | None, after: int | None) -> Step:
    if before is None:
        return Step.JOINED
    return Step.LEFT if after is None else Step.MOVED
