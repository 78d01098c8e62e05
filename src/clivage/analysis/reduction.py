"""Exact reductions: what the least frustration of a graph has for sure, taken out of it.

Three rules are used until none applies. A node without ties is taken out. A node that one tie
binds at least as strongly as all its others together is merged with the other end of that tie
(*dominance*; it covers one and two ties of the same weight). A node with three ties is replaced by
a triangle between its ends that costs the same for any two sides (*star-triangle*).

Sources: the rules are those of maximum cut, the same problem: F. Barahona & A. R. Mahjoub, "On
the cut polytope", Mathematical Programming 36 (1986); D. Ferizovic et al., "Engineering
Kernelization for Maximum Cut", ALENEX 2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from clivage.analysis.ties import Sides, Ties

#: Weights are counted in quarters, since the third rule halves: twice at most, then it waits.
SCALE: Final = 4

#: The ties of a node when it was taken out: number of the other end, weight.
_Near: TypeAlias = dict[int, int]


@dataclass(frozen=True, eq=False)
class Kernel:
    """What is left of a graph.

    Attributes:
        ties: the ties that are left, their weights `SCALE` times those of the graph.
        constant: frustration that is decided already, `SCALE` times that of the graph.
        nodes: number in the graph of each node that is left.
        removed: the nodes taken out, in order, each with its ties of that moment.
    """

    ties: Ties
    constant: int
    nodes: tuple[int, ...]
    size: int
    removed: tuple[tuple[int, _Near], ...]

    def expand(self, sides: Sides) -> tuple[Sides, bool]:
        """Return the best sides in the graph for given sides in the kernel.

        Returns:
            The sides, and whether some node could as well stand on the other.
        """
        full = np.zeros(self.size, np.int64)
        full[list(self.nodes)] = sides
        known = full.tolist()
        undecided = False
        for node, near in reversed(self.removed):
            pull = sum(weight * known[other] for other, weight in near.items())
            known[node] = -1 if pull < 0 else 1
            undecided = undecided or (pull == 0 and bool(near))
        return np.array(known, np.int64), undecided


def reduce(ties: Ties) -> Kernel:
    """Take out of a graph what can be decided at once.

    For every choice of two sides in the kernel, the least cost of the graph with the same
    sides is (cost of the kernel + constant) / `SCALE`.

    >>> import numpy as np
    >>> triangle = Ties(3, np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([1, 1, -1]))
    >>> kernel = reduce(triangle)
    >>> kernel.ties.size, kernel.constant / SCALE
    (0, 1.0)
    """
    work = _Work(ties)
    work.run()
    return work.kernel()


class _Work:
    """The graph while it is reduced: for each node its ties to others."""

    def __init__(self, ties: Ties) -> None:
        self.near: list[_Near] = [{} for _ in range(ties.size)]
        columns = (ties.first.tolist(), ties.second.tolist(), (ties.weight * SCALE).tolist())
        for one, other, weight in zip(*columns, strict=True):
            self.near[one][other] = self.near[other][one] = weight
        self.constant = 0
        self.removed: list[tuple[int, _Near]] = []
        self.gone = bytearray(ties.size)
        self.waiting = bytearray(b"\1" * ties.size)
        self.todo = list(range(ties.size))

    def run(self) -> None:
        while self.todo:
            node = self.todo.pop()
            self.waiting[node] = 0
            if not self.gone[node]:
                self._look(node, self.near[node])

    def _look(self, node: int, near: _Near) -> None:
        whole, most, strongest = 0, 0, -1
        for other, weight in near.items():
            size = abs(weight)
            whole += size
            if size > most:
                most, strongest = size, other
        if 2 * most >= whole:
            self._take_out(node, near)
            if near:
                self._merge(near, strongest)
        elif len(near) == 3 and whole % 2 == 0:
            self._take_out(node, near)
            self._to_triangle(near)

    def _take_out(self, node: int, near: _Near) -> None:
        self.gone[node] = 1
        self.removed.append((node, near))
        for other in near:
            del self.near[other][node]
            self._again(other)

    def _again(self, node: int) -> None:
        if not self.waiting[node]:
            self.waiting[node] = 1
            self.todo.append(node)

    def _merge(self, near: _Near, strongest: int) -> None:
        """Give the ties of a node that follows another to that other."""
        same = 1 if near[strongest] > 0 else -1
        for other, weight in near.items():
            if other != strongest:
                self._add(strongest, other, weight * same)

    def _to_triangle(self, near: _Near) -> None:
        ends = list(near.items())
        for skipped in range(3):
            (one, a), (other, b) = ends[:skipped] + ends[skipped + 1 :]
            size = (abs(a) + abs(b) - abs(ends[skipped][1])) // 2
            self._add(one, other, size if (a > 0) == (b > 0) else -size)

    def _add(self, one: int, other: int, weight: int) -> None:
        """Add to a tie; of support and opposition only the difference stays, the rest is cost."""
        before = self.near[one].get(other, 0)
        after = before + weight
        if before and (before > 0) != (weight > 0):
            self.constant += min(abs(before), abs(weight))
        if after:
            self.near[one][other] = self.near[other][one] = after
        else:
            self.near[one].pop(other, None)
            self.near[other].pop(one, None)

    def kernel(self) -> Kernel:
        nodes = [node for node, gone in enumerate(self.gone) if not gone]
        number = {node: at for at, node in enumerate(nodes)}
        rows = np.array(list(self._rows(nodes, number)), np.int64).reshape(-1, 3)
        ties = Ties(len(nodes), rows[:, 0], rows[:, 1], rows[:, 2])
        removed = tuple(self.removed)
        return Kernel(ties, self.constant, tuple(nodes), len(self.near), removed)

    def _rows(self, nodes: list[int], number: dict[int, int]) -> Iterator[tuple[int, int, int]]:
        for node in nodes:
            for other, weight in sorted(self.near[node].items()):
                if node < other:
                    yield number[node], number[other], weight
