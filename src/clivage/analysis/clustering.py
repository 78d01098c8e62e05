"""Correlation clustering of a signed graph: groups that contradict the fewest ties.

Each connected part of the support is a problem of its own: between two of them there is no
support, so no good group spans both. A part is searched exactly while that is short, and bounded
by a packing of cycles that have exactly one opposition: each of them must keep one of its ties
frustrated, whatever the groups.

Sources: N. Bansal, A. Blum & S. Chawla, "Correlation Clustering", Machine Learning 56 (2004);
E. D. Demaine, D. Emanuel, A. Fiat & N. Immorlica, "Correlation clustering in general weighted
graphs", Theoretical Computer Science 361 (2006), for the cycles; G. Verfaillie, M. Lemaître &
T. Schiex, "Russian doll search for solving constraint optimization problems", AAAI 1996.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from clivage.network import SignedGraph

#: How many partial partitions the exact search looks at in one part before it gives up. A
#: count and not a time: the answer must not depend on the machine.
MOST_STEPS: Final = 30_000
#: How many orders of the actors the local search tries, in parts that are not large.
_TURNS: Final = 8
_MANY: Final = 200
#: Parts with more actors than this are not searched exactly.
MOST_ACTORS: Final = 60

#: Weight of the tie with each neighbour of each actor: positive for support.
Weights: TypeAlias = Mapping[int, Mapping[int, int]]
#: The group of each actor.
Groups: TypeAlias = dict[int, int]


def weights_of(graph: SignedGraph) -> dict[int, dict[int, int]]:
    """Return the ties of each node that has any."""
    weights: dict[int, dict[int, int]] = {}
    columns = (graph.first.tolist(), graph.second.tolist(), graph.weight.tolist())
    for one, other, weight in zip(*columns, strict=True):
        weights.setdefault(one, {})[other] = weight
        weights.setdefault(other, {})[one] = weight
    return weights


def joined(actors: Iterable[int], weights: Weights) -> Iterator[tuple[int, ...]]:
    """Part actors into groups joined by support."""
    left = set(actors)
    for first in sorted(left):
        if first not in left:
            continue
        left.remove(first)
        group, fresh = [first], [first]
        while fresh:
            near = [one for one, weight in weights[fresh.pop()].items() if weight > 0]
            new = [one for one in near if one in left]
            left.difference_update(new)
            group += new
            fresh += new
        yield tuple(sorted(group))


def within(actors: Sequence[int], weights: Weights) -> dict[int, dict[int, int]]:
    """Return the ties among some actors."""
    some = set(actors)
    return {
        one: {other: weight for other, weight in weights[one].items() if other in some}
        for one in actors
    }


def frustration(group_of: Mapping[int, int], weights: Weights) -> int:
    """Return the weight of opposition within groups and of support across them."""
    contrary = sum(
        abs(weight)
        for one, near in weights.items()
        for other, weight in near.items()
        if (weight > 0) != (group_of[one] == group_of[other])
    )
    return contrary // 2


def tidy(group_of: Mapping[int, int], weights: Weights) -> Groups:
    """Split each group into what support joins, and number groups by their first actor.

    Where a part of a group has no support with the rest, dividing the two never costs.
    """
    members: dict[int, list[int]] = {}
    for actor in sorted(group_of):
        members.setdefault(group_of[actor], []).append(actor)
    parts = sorted(part for group in members.values() for part in joined(group, weights))
    return {actor: number for number, part in enumerate(parts) for actor in part}


def camps_in(group_of: Mapping[int, int]) -> int:
    """Return how many groups have two members or more."""
    sizes: dict[int, int] = {}
    for group in group_of.values():
        sizes[group] = sizes.get(group, 0) + 1
    return sum(size > 1 for size in sizes.values())


def local_search(actors: Sequence[int], weights: Weights) -> Groups:
    """Improve fixed starts by moving actors and whole groups; return the best end."""
    starts = [dict.fromkeys(actors, 0), {actor: at for at, actor in enumerate(actors)}]
    best: Groups = {}
    least = 0
    for turn in range(min(len(actors), _TURNS if len(actors) <= _MANY else 1)):
        order = [*actors[turn:], *actors[:turn]]
        for start in starts:
            group_of = improve(order, start, weights)
            cost = frustration(group_of, weights)
            if not best or cost < least:
                best, least = group_of, cost
    return best


def improve(order: Sequence[int], start: Groups, weights: Weights) -> Groups:
    """Move actors in turn, and then whole groups, until nothing gains.

    Moving groups as if they were actors is the second phase of V. D. Blondel, J.-L. Guillaume,
    R. Lambiotte & E. Lefebvre, "Fast unfolding of communities in large networks", J. Stat. Mech.
    (2008), here for net weight instead of modularity.
    """
    group_of = dict(start)
    _move(order, group_of, weights)
    while True:
        blocs = _between(group_of, weights)
        bloc_of = {bloc: at for at, bloc in enumerate(sorted(blocs))}
        if not _move(sorted(blocs), bloc_of, blocs):
            return group_of
        group_of = {actor: bloc_of[group] for actor, group in group_of.items()}
        _move(order, group_of, weights)


def _move(order: Sequence[int], group_of: Groups, weights: Weights) -> bool:
    """Move each actor to the group that it supports most, until none moves; say if any did."""
    fresh = max(group_of.values(), default=0) + 1
    ever, moved = False, True
    while moved:
        moved = False
        for actor in order:
            pull = {group_of[actor]: 0}
            for other, weight in weights[actor].items():
                pull[group_of[other]] = pull.get(group_of[other], 0) + weight
            group = max(sorted(pull), key=lambda one: pull[one])
            if pull[group] < 0:
                group, fresh = fresh, fresh + 1
                pull[group] = 0
            if pull[group] > pull[group_of[actor]]:
                group_of[actor] = group
                moved = ever = True
    return ever


def _between(group_of: Groups, weights: Weights) -> dict[int, dict[int, int]]:
    """Return the net weight between each two groups, both ways, for every group."""
    between: dict[int, dict[int, int]] = {group: {} for group in group_of.values()}
    for one, near in weights.items():
        mine = between[group_of[one]]
        for other, weight in near.items():
            group = group_of[other]
            if group != group_of[one]:
                mine[group] = mine.get(group, 0) + weight
    return between


def fewer_camps(group_of: Groups, most: int, weights: Weights) -> Groups:
    """Merge or dissolve camps, the cheapest first, until there are no more than ``most``."""
    found = tidy(group_of, weights)
    while camps_in(found) > most:
        found = tidy(
            min(_with_one_less(found, weights), key=lambda one: frustration(one, weights)), weights
        )
    return found


def _with_one_less(group_of: Groups, weights: Weights) -> Iterator[Groups]:
    sizes: dict[int, int] = {}
    for group in group_of.values():
        sizes[group] = sizes.get(group, 0) + 1
    real = sorted(group for group, size in sizes.items() if size > 1)
    alone = max(sizes) + 1
    for camp in real:
        yield {
            actor: alone + actor if group == camp else group for actor, group in group_of.items()
        }
    between = _between(group_of, weights)
    for one, other in itertools.combinations(real, 2):
        if between[one].get(other, 0) > 0:
            yield {actor: one if group == other else group for actor, group in group_of.items()}


class ExactSearch:
    """Branch and bound over the actors of one part, one actor after the other.

    The last actors are solved first, then with one more before them, and so on: what the rest
    costs alone is a lower bound for every search that ends in it (Russian doll search).
    """

    def __init__(self, actors: Sequence[int], weights: Weights) -> None:
        # The busiest last: they are in every small problem, so its bound is strong.
        self.order = sorted(actors, key=lambda actor: (len(weights[actor]), actor))
        self.weights = weights
        self.rest = [0] * (len(actors) + 1)
        self.steps = 0
        self.ready = False

    def best(self, known: Groups, most: int | None = None) -> tuple[Groups, bool]:
        """Return the best partition, and whether that is proved; at worst the known one.

        Args:
            most: how many groups may have two members or more; any number when left out.
        """
        self.steps = 0
        if not self.ready and not self._prepare():
            return known, False
        limit = frustration(known, self.weights)
        _, found = self._descend(0, {}, 0, limit, most)
        return found or known, self.steps <= MOST_STEPS

    def all_within(self, most_cost: int, limit: int) -> tuple[list[Groups], bool]:
        """Return every partition that costs at most so much, and whether these are all.

        Args:
            limit: how many are wanted at most.
        """
        self.steps = 0
        if not self.ready and not self._prepare():
            return [], False
        found: dict[tuple[int, ...], Groups] = {}
        for group_of in self._walk(0, {}, 0, most_cost):
            neat = tidy(group_of, self.weights)
            found.setdefault(tuple(neat[actor] for actor in sorted(neat)), neat)
            if len(found) >= limit:
                return list(found.values()), False
        return list(found.values()), self.steps <= MOST_STEPS

    def _prepare(self) -> bool:
        """Solve the ends, shortest first; return whether that took few enough steps."""
        for first in reversed(range(1, len(self.order))):
            # Adding one actor costs at most what separating it from all its friends costs.
            alone = self._loss(self.order[first], set(), set(self.order[first:]))
            limit = self.rest[first + 1] + alone
            self.rest[first], _ = self._descend(first, {}, 0, limit, None)
            if self.steps > MOST_STEPS:
                return False
        self.ready = True
        return True

    def _loss(self, actor: int, group: set[int], placed: set[int]) -> int:
        """Frustration between an actor in a group and those already placed."""
        return sum(
            max(0, -weight) if other in group else max(0, weight)
            for other, weight in self.weights[actor].items()
            if other in placed
        )

    def _choices(self, at: int, group_of: Groups) -> list[tuple[int, int]]:
        """Return what each group costs the next actor, a new one included, the cheapest first."""
        groups = sorted(set(group_of.values()))
        placed = set(group_of)
        fresh = groups[-1] + 1 if groups else 0
        losses = [
            (
                self._loss(
                    self.order[at], {one for one in placed if group_of[one] == group}, placed
                ),
                group,
            )
            for group in [*groups, fresh]
        ]
        return sorted(losses)

    def _descend(
        self, at: int, group_of: Groups, cost: int, limit: int, most: int | None
    ) -> tuple[int, Groups]:
        """Return the least cost below ``limit`` and its partition, else ``limit`` and nothing."""
        self.steps += 1
        if self.steps > MOST_STEPS or cost + self._bound(at, group_of) >= limit:
            return limit, {}
        if most is not None and camps_in(group_of) > most:
            return limit, {}
        if at == len(self.order):
            neat = tidy(group_of, self.weights)
            kept = most is None or camps_in(neat) <= most
            return (cost, neat) if kept else (limit, {})
        best = (limit, dict[int, int]())
        for loss, group in self._choices(at, group_of):
            group_of[self.order[at]] = group
            below = self._descend(at + 1, group_of, cost + loss, best[0], most)
            if below[1]:
                best = below
            del group_of[self.order[at]]
        return best

    def _walk(self, at: int, group_of: Groups, cost: int, most_cost: int) -> Iterator[Groups]:
        """Yield every partition that costs at most so much."""
        self.steps += 1
        if self.steps > MOST_STEPS or cost + self._bound(at, group_of) > most_cost:
            return
        if at == len(self.order):
            yield dict(group_of)
            return
        for loss, group in self._choices(at, group_of):
            group_of[self.order[at]] = group
            yield from self._walk(at + 1, group_of, cost + loss, most_cost)
            del group_of[self.order[at]]

    def _bound(self, at: int, group_of: Mapping[int, int]) -> int:
        """Return what the actors not yet placed cost at least, with the placed and alone."""
        least = self.rest[at]
        for actor in self.order[at:]:
            pull: dict[int, int] = {}
            support = 0
            for other, weight in self.weights[actor].items():
                if other in group_of:
                    group = group_of[other]
                    pull[group] = pull.get(group, 0) + weight
                    support += max(0, weight)
            least += support - max([0, *pull.values()])
        return least
