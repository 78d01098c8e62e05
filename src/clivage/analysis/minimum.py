"""The least cost of two sides, from above and from below, until the two meet or time is up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from clivage.analysis.annealing import best_sides, settled
from clivage.analysis.branching import prove
from clivage.analysis.clock import Deadline
from clivage.analysis.packing import Certificate, Packing
from clivage.analysis.reduction import SCALE, Kernel, reduce
from clivage.analysis.ties import Int64, Sides, Ties

#: Up to so many nodes, a gap that packing leaves is closed by cases.
_MOST_NODES: Final = 400
#: With more ties than this, annealing takes more than a moment.
_LARGE: Final = 20_000
#: Fresh rounds of annealing that a gap is worth.
_ROUNDS: Final = 2
#: How many pairs are tried, one after the other, to see whether other sides cost the same.
_MOST_TRIED: Final = 60


@dataclass(eq=False)
class _Part:
    """One connected part of the kernel and what is known of it, in its own units.

    Attributes:
        nodes: its nodes in the kernel.
        bound: no sides cost less.
        certificate: the packing that proves the bound; None where cases proved it.
    """

    ties: Ties
    nodes: Int64
    sides: Sides
    bound: int = 0
    certificate: Certificate | None = None

    @property
    def cost(self) -> int:
        return self.ties.cost(self.sides)

    @property
    def proved(self) -> bool:
        return self.bound >= self.cost


@dataclass(eq=False)
class Minimum:
    """A search for the least cost; what it knows is right at any moment, also when cut short.

    >>> import numpy as np
    >>> ring = Ties(3, np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1, 1, -1]))
    >>> search = Minimum(ring, seed=0, deadline=Deadline(10))
    >>> search.run()
    >>> ring.cost(search.sides), search.bound, search.unique()
    (1, 1, False)
    """

    ties: Ties
    seed: int
    deadline: Deadline
    _kernel: Kernel | None = None
    _parts: list[_Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(self.seed)

    def run(self) -> None:
        """Search until the bounds meet, or the time is up."""
        self._kernel = reduce(self.ties)
        self._parts = sorted(_connected(self._kernel.ties), key=lambda part: part.ties.size)
        for part in self._parts:
            self._solve(part)

    @property
    def sides(self) -> Sides:
        """The best sides so far, shape (nodes,)."""
        return self._expanded()[0]

    @property
    def bound(self) -> int:
        """What no sides cost less than; a whole number."""
        if self._kernel is None:
            return 0
        decided = self._kernel.constant + sum(part.bound for part in self._parts)
        return max(0, math.ceil(decided / SCALE))

    def _expanded(self) -> tuple[Sides, bool]:
        if self._kernel is None:
            return np.ones(self.ties.size, np.int64), False
        inside = np.ones(self._kernel.ties.size, np.int64)
        for part in self._parts:
            inside[part.nodes] = part.sides
        return self._kernel.expand(inside)

    def _solve(self, part: _Part) -> None:
        if len(part.ties) > _LARGE:  # something to return, should the rest be interrupted
            part.sides = settled(part.ties, self.deadline)
        for _ in range(_ROUNDS):
            part.sides = best_sides(part.ties, self._rng, self.deadline, part.sides)
            if part.proved or not self._pack(part):
                break
        if not part.proved and part.ties.size <= _MOST_NODES and not self.deadline.passed:
            proof = prove(part.ties, part.sides, self._rng, self.deadline)
            part.sides = proof.sides
            if proof.bound > part.bound:
                part.bound, part.certificate = proof.bound, None

    def _pack(self, part: _Part) -> bool:
        """Raise the bound by packing; return whether a gap and time are left."""
        packing = Packing(part.ties, self._rng)
        more = True
        while more and not part.proved and not self.deadline.passed:
            bound, more = packing.improve(part.sides, self.deadline)
            whole = part.ties.rounded_up(bound)
            if whole > part.bound:
                part.bound, part.certificate = whole, packing.certificate
        return not part.proved and not self.deadline.passed

    # Are there other sides of the same cost?

    def unique(self) -> bool | None:
        """Whether no other two sides cost as little; None where that could not be decided.

        Turning around both sides of a connected part of the graph changes nothing and does not
        count. Only to be asked when the bounds have met.
        """
        sides, undecided = self._expanded()
        pull = (self.ties.matrix @ sides) * sides
        tied = np.diff(self.ties.matrix.indptr) > 0
        if undecided or bool((pull[tied] == 0).any()) or self._falls_apart():
            return False
        answers = [self._unique(part) for part in self._parts]
        return False if False in answers else None if None in answers else True

    def _falls_apart(self) -> bool:
        """Whether parts that the graph joins can be turned around each on its own."""
        if self._kernel is None:
            return False
        alone = sum(not near for _, near in self._kernel.removed)
        return len(self._parts) + alone > len(set(self.ties.components().tolist()))

    def _unique(self, part: _Part) -> bool | None:
        certain = _certain(part)
        group = part.ties.groups(certain)
        blocs, cost = part.ties.contracted(group, part.sides)
        trials = list(_spanning(blocs))
        if len(trials) < blocs.size - 1:  # support and opposition between blocs are even
            return False
        if len(trials) > _MOST_TRIED:
            return None
        for one, other in trials:
            if self.deadline.passed:
                return None
            rest, more, *_ = blocs.joined(one, other, -1)
            proof = prove(rest, np.ones(rest.size, np.int64), self._rng, self.deadline)
            if rest.cost(proof.sides) + more + cost <= part.cost:
                return False
            if proof.bound + more + cost <= part.cost:
                return None
        return True


def _connected(ties: Ties) -> Iterator[_Part]:
    """Yield the connected parts of a graph."""
    component = ties.components()
    number = np.zeros(ties.size, np.int64)
    for label in range(int(component.max()) + 1 if ties.size else 0):
        nodes = np.flatnonzero(component == label)
        number[nodes] = np.arange(len(nodes))
        inside = component[ties.first] == label
        first, second = number[ties.first[inside]], number[ties.second[inside]]
        part = Ties(len(nodes), first, second, ties.weight[inside])
        yield _Part(part, nodes, np.ones(len(nodes), np.int64))


def _certain(part: _Part) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which ties every optimal pair of sides satisfies, as far as the packing tells.

    A tie that carries less than its weight could not be frustrated without costing the rest of
    it beyond the bound.
    """
    satisfied = ~part.ties.frustrated(part.sides)
    if part.certificate is None:
        return satisfied & False
    return satisfied & (part.certificate.bound() + part.certificate.spare() > part.cost)


def _spanning(ties: Ties) -> Iterator[tuple[int, int]]:
    """Yield ties that join all that is connected, without a circle."""
    found = list(range(ties.size))

    def root(node: int) -> int:
        while found[node] != node:
            node = found[node]
        return node

    for one, other in zip(ties.first.tolist(), ties.second.tolist(), strict=True):
        if root(one) != root(other):
            found[root(one)] = root(other)
            yield one, other
