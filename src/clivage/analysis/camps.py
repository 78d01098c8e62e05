"""Camps: who stands with whom, found by correlation clustering.

A camp is a group of actors that support each other, directly or through others, more than they
oppose each other. How many there are comes out of the data. Nobody joins a camp for sharing an
enemy with it: with two forced sides, everyone who quarrels with the same person would be drawn
as friends.

Sources: N. Bansal, A. Blum & S. Chawla, "Correlation Clustering", Machine Learning 56 (2004);
P. Doreian & A. Mrvar, "A partitioning approach to structural balance", Social Networks 18
(1996), and "Partitioning signed social networks", Social Networks 31 (2009); the balance of
more than two groups is from J. A. Davis, "Clustering and structural balance in graphs", Human
Relations 20 (1967).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clivage.network import SignedNetwork

#: How many partial partitions the exact search looks at in one component before it gives up.
#: A count and not a time: the answer must not depend on the machine.
_MOST_STEPS = 100_000

#: Components with more actors than this are not searched exactly.
_MOST_ACTORS = 60

#: Net weight of each neighbour of each actor: positive for support, negative for opposition.
_Weights = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Camps:
    """A partition of the actors that have allies.

    Attributes:
        members: node numbers of each camp, sorted; the largest camp first, then by its first
            member. Actors in no camp are unaligned; no camp has fewer than two members.
        frustration: net weight of the pairs that contradict the camps: opposition inside one,
            support across two or towards the unaligned. 0 means that the camps explain all.
        optimal: whether it is proved that no partition has less frustration.
    """

    members: tuple[tuple[int, ...], ...]
    frustration: int
    optimal: bool


def camps(network: SignedNetwork) -> Camps:
    """Find the camps with the least frustration.

    The weight of a pair of actors is the strength of all support between them, in both
    directions, less that of all opposition: an ambivalent pair counts for what prevails, and
    not at all when the two are even. Issues do not vote. Each camp is joined by support: where
    a part of a group has no prevailing support with the rest, dividing the two never adds
    frustration. Departing from the articles, an actor that would be a camp alone is unaligned.

    Where several partitions have the least frustration, one is chosen by a fixed rule, the
    order of the node numbers.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows(
    ...     ["army", "guild", "miners"], [1, 1], [2, 0], [1, -1], weight=[2, 3])
    >>> camps(network)
    Camps(members=((1, 2),), frustration=0, optimal=True)
    """
    weights = net_weights(network)
    groups: list[tuple[int, ...]] = []
    frustration, optimal = 0, True
    # Between two components there is no prevailing support: they never share a camp.
    for component in _joined(sorted(weights), weights):
        found = _partition(component, weights)
        groups += found.members
        frustration += found.frustration
        optimal = optimal and found.optimal
    members = sorted((one for one in groups if len(one) > 1), key=lambda one: (-len(one), one[0]))
    return Camps(tuple(members), frustration, optimal)


def net_weights(network: SignedNetwork) -> _Weights:
    """Return support less opposition for each pair of actors, where they are not even."""
    sums: dict[tuple[int, int], int] = {}
    for tie in network.ties():
        if tie.holder != tie.target and not network.issues & {tie.holder, tie.target}:
            pair = min(tie.holder, tie.target), max(tie.holder, tie.target)
            sums[pair] = sums.get(pair, 0) + tie.sign * tie.weight
    weights: dict[int, dict[int, int]] = {}
    for (one, other), weight in sorted(sums.items()):
        if weight:
            weights.setdefault(one, {})[other] = weight
            weights.setdefault(other, {})[one] = weight
    return weights


def _joined(actors: Sequence[int], weights: _Weights) -> Iterator[tuple[int, ...]]:
    """Part actors into groups joined by support."""
    left = set(actors)
    for first in actors:
        if first not in left:
            continue
        left.remove(first)
        group, fresh = [first], [first]
        while fresh:
            actor = fresh.pop()
            near = [one for one, weight in weights[actor].items() if weight > 0 and one in left]
            left.difference_update(near)
            group += near
            fresh += near
        yield tuple(sorted(group))


def _partition(actors: tuple[int, ...], weights: _Weights) -> Camps:
    """Partition one component, exactly where that is not too long."""
    inside = {
        one: {other: weight for other, weight in weights[one].items() if other in set(actors)}
        for one in actors
    }
    if all(weight > 0 for near in inside.values() for weight in near.values()):
        return Camps((actors,), 0, True)
    group_of = _local_search(actors, inside)
    optimal = False
    if len(actors) <= _MOST_ACTORS:
        group_of, optimal = _Search(actors, inside).best(group_of)
    members: dict[int, list[int]] = {}
    for actor in actors:
        members.setdefault(group_of[actor], []).append(actor)
    parts = tuple(part for group in members.values() for part in _joined(group, inside))
    part_of = {actor: number for number, part in enumerate(parts) for actor in part}
    return Camps(parts, _frustration(part_of, inside), optimal)


def _frustration(group_of: Mapping[int, int], weights: _Weights) -> int:
    contrary = sum(
        abs(weight)
        for one, near in weights.items()
        for other, weight in near.items()
        if (weight > 0) != (group_of[one] == group_of[other])
    )
    return contrary // 2


def _local_search(actors: tuple[int, ...], weights: _Weights) -> dict[int, int]:
    """Improve fixed starts by moving actors and merging groups; return the best end."""
    starts = [dict.fromkeys(actors, 0), {actor: at for at, actor in enumerate(actors)}]
    best: dict[int, int] = {}
    for turn in range(min(len(actors), 8)):
        order = actors[turn:] + actors[:turn]
        for start in starts:
            group_of = dict(start)
            while _move(order, group_of, weights) or _merge(group_of, weights):
                pass
            if not best or _frustration(group_of, weights) < _frustration(best, weights):
                best = group_of
    return best


def _move(order: Sequence[int], group_of: dict[int, int], weights: _Weights) -> bool:
    """Move each actor to the group that it supports most; say whether anyone moved."""
    moved = False
    for actor in order:
        pull = {group_of[actor]: 0}
        for other, weight in weights[actor].items():
            pull[group_of[other]] = pull.get(group_of[other], 0) + weight
        group = max(sorted(pull), key=lambda one: pull[one])
        if pull[group] < 0:
            group = max(group_of.values()) + 1
            pull[group] = 0
        if pull[group] > pull[group_of[actor]]:
            group_of[actor] = group
            moved = True
    return moved


def _merge(group_of: dict[int, int], weights: _Weights) -> bool:
    """Merge the two groups with the most prevailing support, if there are such."""
    between: dict[tuple[int, int], int] = {}
    for one, near in weights.items():
        for other, weight in near.items():
            pair = group_of[one], group_of[other]
            if pair[0] < pair[1]:
                between[pair] = between.get(pair, 0) + weight
    pair = max(sorted(between), key=lambda one: between[one], default=(0, 0))
    if between.get(pair, 0) <= 0:
        return False
    for actor, group in group_of.items():
        if group == pair[1]:
            group_of[actor] = pair[0]
    return True


class _Search:
    """Branch and bound over the actors of one component, one actor after the other.

    The last actors are solved first, then with one more before them, and so on: what the rest
    costs alone is a lower bound for every search that ends in it (Russian doll search:
    G. Verfaillie, M. Lemaître & T. Schiex, AAAI 1996).
    """

    def __init__(self, actors: Sequence[int], weights: _Weights) -> None:
        # The busiest last: they are in every small problem, so its bound is strong.
        self.order = sorted(actors, key=lambda actor: (len(weights[actor]), actor))
        self.weights = weights
        self.rest = [0] * (len(actors) + 1)
        self.steps = 0

    def best(self, known: Mapping[int, int]) -> tuple[dict[int, int], bool]:
        """Return the best partition, and whether that is proved; at worst the known one."""
        found = dict(known)
        for first in reversed(range(len(self.order))):
            # Adding one actor costs at most what separating it from all its friends costs.
            alone = self._loss(self.order[first], set(), set(self.order[first:]))
            limit = self.rest[first + 1] + alone
            if first == 0:
                limit = min(limit, _frustration(found, self.weights))
            better = self._descend(first, {}, 0, limit, first)
            if self.steps > _MOST_STEPS:
                return found, False
            self.rest[first], solution = better
            if first == 0 and solution and self.rest[0] < _frustration(found, self.weights):
                found = solution
        return found, True

    def _loss(self, actor: int, group: set[int], placed: set[int]) -> int:
        """Frustration between an actor in a group and those already placed."""
        return sum(
            max(0, -weight) if other in group else max(0, weight)
            for other, weight in self.weights[actor].items()
            if other in placed
        )

    def _descend(
        self, at: int, group_of: dict[int, int], cost: int, limit: int, first: int
    ) -> tuple[int, dict[int, int]]:
        """Return the least cost below ``limit`` and its partition, else ``limit`` and nothing."""
        self.steps += 1
        if self.steps > _MOST_STEPS or cost + self._bound(at, group_of) >= limit:
            return limit, {}
        if at == len(self.order):
            return cost, dict(group_of)
        actor, best = self.order[at], (limit, dict[int, int]())
        groups = sorted(set(group_of.values()))
        placed = set(group_of)
        fresh = groups[-1] + 1 if groups else 0
        losses = [
            (self._loss(actor, {one for one in placed if group_of[one] == group}, placed), group)
            for group in [*groups, fresh]
        ]
        for loss, group in sorted(losses):
            group_of[actor] = group
            below = self._descend(at + 1, group_of, cost + loss, best[0], first)
            if below[1]:
                best = below
            del group_of[actor]
        return best

    def _bound(self, at: int, group_of: Mapping[int, int]) -> int:
        """Return what the actors not yet placed cost at least, with the placed and alone."""
        least = self.rest[at]
        for actor in self.order[at:]:
            pull: dict[int, int] = {}
            against = support = 0
            for other, weight in self.weights[actor].items():
                if other in group_of:
                    group = group_of[other]
                    pull[group] = pull.get(group, 0) + weight
                    support += max(0, weight)
            against = support - max([0, *pull.values()])
            least += against
        return least
