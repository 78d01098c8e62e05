"""Which camp of one partition is which of another, and how near two partitions could be.

A camp keeps its number where it shares the most members with the camp that had it. Camps that
have gone are remembered by their last members, and get their number back when they return.

Source: D. Greene, D. Doyle & P. Cunningham, "Tracking the evolution of communities in dynamic
social networks", ASONAM 2010, where the last members of each camp are its *front*. Departures
from it: one camp goes on as at most one; between neighbours it is the number of shared members
that counts, without a threshold; who returns must share half of all members of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from clivage.analysis.clustering import (
    Groups,
    Weights,
    frustration,
    joined,
    tidy,
    weights_of,
    within,
)
from clivage.network import SignedGraph

#: Ids of the members of a camp.
Members: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Camp:
    """A camp with a number that it keeps.

    Attributes:
        number: from 1.
        members: ids, in the order of the network.
    """

    number: int
    members: Members


def matched(
    camps: Sequence[Members], known: Mapping[int, Members], *, half: bool = False
) -> dict[int, int]:
    """Match camps with known ones, the largest overlap first; each with at most one.

    Where two overlaps are as large, the two camps with fewer members that they do not share come
    first, then the lower number, then the earlier camp.

    Args:
        camps: members of each camp.
        known: members of the known ones by their numbers.
        half: whether only those match that share at least half of all their members.

    Returns:
        Known numbers by the places of the camps that have one.

    >>> matched([("a", "b"), ("c", "d", "e")], {1: ("c", "d"), 2: ("a", "e")})
    {1: 1, 0: 2}
    """
    numbers: dict[str, list[int]] = {}
    for number, members in known.items():
        for actor in members:
            numbers.setdefault(actor, []).append(number)
    shared = Counter(
        (place, number)
        for place, members in enumerate(camps)
        for actor in members
        for number in numbers.get(actor, ())
    )
    ranked = []
    for (place, number), overlap in shared.items():
        together = len(camps[place]) + len(known[number]) - overlap
        if not half or 2 * overlap >= together:
            ranked.append((-overlap, together, number, place))
    found: dict[int, int] = {}
    for _, _, number, place in sorted(ranked):
        if place not in found and number not in found.values():
            found[place] = number
    return found


@dataclass
class Numbering:
    """The numbers of camps along a row of partitions.

    >>> numbering = Numbering()
    >>> [camp.number for camp in numbering.next([("a", "b"), ("c", "d")])]
    [1, 2]
    >>> [camp.number for camp in numbering.next([("c", "d", "e"), ("f", "g")])]
    [2, 3]
    """

    _now: dict[int, Members] = field(default_factory=dict)
    _gone: dict[int, Members] = field(default_factory=dict)

    def next(self, camps: Sequence[Members]) -> tuple[Camp, ...]:
        """Number the camps of the next partition, and return them by their numbers."""
        found = matched(camps, self._now)
        rest = [place for place in range(len(camps)) if place not in found]
        returned = matched([camps[place] for place in rest], self._gone, half=True)
        found |= {rest[place]: number for place, number in returned.items()}
        fresh = max([0, *self._now, *self._gone]) + 1
        for place in range(len(camps)):
            if place not in found:
                found[place], fresh = fresh, fresh + 1
        now = {number: tuple(camps[place]) for place, number in found.items()}
        known = {**self._gone, **self._now}
        self._gone = {number: known[number] for number in known.keys() - now.keys()}
        self._now = now
        return tuple(Camp(number, now[number]) for number in sorted(now))


def camp_numbers(camps: Iterable[Camp]) -> dict[str, int]:
    """Return the number of the camp of each actor that is in one."""
    return {actor: camp.number for camp in camps for actor in camp.members}


def nearer(
    before: Sequence[Camp], camps: Sequence[Camp], graph: SignedGraph
) -> tuple[Members, ...]:
    """Return camps that are as good as those found, and nearer to those before.

    The best camps of a graph are seldom the only best ones, so a difference to those before may
    be a choice among equals. Two ways back are tried among the actors that support joins: all
    camps of before, as far as support still joins them; and each actor in turn put back alone.
    There may be other ways that neither finds.

    Args:
        before: the camps of another graph.
        camps: the best ones of this graph, their numbers matched with those before.
        graph: has the ties that count.

    Returns:
        The members of each camp, the largest camp first, then by its first member.
    """
    weights = weights_of(graph)
    number = {id: node for node, id in enumerate(graph.nodes)}
    old, new = (_groups(some, number) for some in (before, camps))
    groups: list[Members] = []
    for part in joined(weights, weights):
        alone = within(part, weights)
        old_here, new_here = ({one: some.get(one, -1 - one) for one in part} for some in (old, new))
        kept = tidy(old_here, alone)
        if frustration(kept, alone) > frustration(new_here, alone):
            kept = _put_back(old_here, new_here, alone)
        members: dict[int, list[str]] = {}
        for one in part:
            members.setdefault(kept[one], []).append(graph.nodes[one])
        groups += [tuple(group) for group in members.values() if len(group) > 1]
    # In the order in which `find_camps` gives camps, so that equal overlaps match alike.
    return tuple(sorted(groups, key=lambda group: (-len(group), number[group[0]])))


def _groups(camps: Iterable[Camp], number: Mapping[str, int]) -> Groups:
    return {number[actor]: camp for actor, camp in camp_numbers(camps).items() if actor in number}


def _put_back(old: Groups, new: Groups, weights: Weights) -> Groups:
    """Put each actor back into its old group where that costs nothing."""
    groups = dict(new)
    for actor in old:
        there, here = (
            [weight for other, weight in weights[actor].items() if groups[other] == group]
            for group in (old[actor], groups[actor])
        )
        welcome = old[actor] < 0 or any(weight > 0 for weight in there)
        if old[actor] != groups[actor] and welcome and sum(there) >= sum(here):
            groups[actor] = old[actor]
    return tidy(groups, weights)
