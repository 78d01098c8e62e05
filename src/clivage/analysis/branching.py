"""What packing leaves open, closed by linear programs and cases.

A gap between the best sides and the packing bound has two causes: the packing is not optimal yet,
or no packing reaches. Here the linear program over the cycles is solved to its optimum by HiGHS
(its dual is a packing, from which the bound is again recomputed in integers), and where that
does not reach, one pair is merged both ways, on the same and on opposite sides, and each case is
solved in turn. A case is closed when its proved bound leaves no room for better sides. The proof
is thus a tree of packings, each exact.

Sources: F. Barahona, M. Grötschel, M. Jünger & G. Reinelt, "An application of combinatorial
optimization to statistical physics and circuit layout design", Operations Research 36 (1988);
Q. Huangfu & J. A. J. Hall, "Parallelizing the dual revised simplex method", Math. Programming
Computation 10 (2018), for HiGHS.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.annealing import best_sides
from clivage.analysis.clock import Deadline
from clivage.analysis.cycles import negative_cycles
from clivage.analysis.packing import Certificate
from clivage.analysis.reduction import SCALE, reduce
from clivage.analysis.ties import Int64, Sides, Ties


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of a graph.

    Attributes:
        sides: the best that were found.
        bound: no sides cost less; a whole number.
    """

    sides: Sides
    bound: int


def prove(ties: Ties, sides: Sides, rng: np.random.Generator, deadline: Deadline) -> Proof:
    """Find the least cost of two sides and prove it, as far as the time goes.

    Args:
        sides: good sides to begin with.

    >>> k5 = np.triu_indices(5, 1)
    >>> quarrel = Ties(5, k5[0], k5[1], -np.ones(10, np.int64))
    >>> proof = prove(quarrel, np.ones(5, np.int64), np.random.default_rng(1), Deadline(10))
    >>> quarrel.cost(proof.sides), proof.bound
    (4, 4)
    """
    tree = _Tree(ties, sides, rng, deadline)
    tree.grow()
    return Proof(tree.best, min(tree.bound, tree.cost))


@dataclass(frozen=True, eq=False)
class _Case:
    """The graph with some pairs merged.

    Attributes:
        ties, cost: the graph of what is merged, and what the merging costs.
        group: for each node of the whole graph its node here.
        sides: for each node of the whole graph its side to others of the group.
    """

    ties: Ties
    cost: int
    group: Int64
    sides: Sides

    def merged(self, one: int, other: int, relation: int) -> _Case:
        """Return the case in which two nodes stand on the same side (1) or not (-1)."""
        ties, cost, group, sides = self.ties.joined(one, other, relation)
        turned = self.sides * sides[self.group]
        return _Case(ties, self.cost + cost, group[self.group], turned)


class _Tree:
    """The cases that are open, the least bound first."""

    def __init__(
        self, ties: Ties, sides: Sides, rng: np.random.Generator, deadline: Deadline
    ) -> None:
        self.ties, self.rng, self.deadline = ties, rng, deadline
        self.best, self.cost = sides, ties.cost(sides)
        whole = _Case(ties, 0, np.arange(ties.size), np.ones(ties.size, np.int64))
        self.open: list[tuple[int, int, _Case]] = [(0, 0, whole)]
        self.made = 1

    @property
    def bound(self) -> int:
        """What no sides cost less than, by the open cases."""
        return self.open[0][0] if self.open else self.cost

    def grow(self) -> None:
        while self.open and self.bound < self.cost and not self.deadline.passed:
            least, _, case = heapq.heappop(self.open)
            bound, pair = self._look(case, least)
            # Both cases inherit what is proved of the one that they split.
            if pair:
                for relation in (1, -1):
                    self._add(bound, case.merged(*pair, relation))
            elif bound < self.cost:  # cut short by the deadline
                self._add(bound, case)
        self.open = [one for one in self.open if one[0] < self.cost]
        heapq.heapify(self.open)

    def _add(self, bound: int, case: _Case) -> None:
        heapq.heappush(self.open, (bound, self.made, case))
        self.made += 1

    def _look(self, case: _Case, least: int) -> tuple[int, tuple[int, int] | None]:
        """Return the bound of a case, and the pair to split it at, if it must be split."""
        kernel = reduce(case.ties)
        inside = best_sides(kernel.ties, self.rng, self.deadline)
        full = kernel.expand(inside)[0][case.group] * case.sides
        if (cost := self.ties.cost(full)) < self.cost:
            self.best, self.cost = full, cost
        program = _Program(kernel.ties, inside, self.rng, self.deadline)
        bound = least
        for found in program.bounds():
            proved = math.ceil((found + kernel.constant) / SCALE) + case.cost
            bound = max(bound, self.ties.rounded_up(proved))
            if bound >= self.cost:
                return bound, None
        pair = program.undecided()
        if self.deadline.passed or pair is None:
            return bound, None
        return bound, (kernel.nodes[pair[0]], kernel.nodes[pair[1]])


class _Program:
    """The linear program: the least weight of ties that meets every negative cycle."""

    def __init__(
        self, ties: Ties, sides: Sides, rng: np.random.Generator, deadline: Deadline
    ) -> None:
        import highspy

        self.ties, self.sides, self.rng, self.deadline = ties, sides, rng, deadline
        self.prices: NDArray[np.float64] = np.zeros(len(ties))
        self.cycles: list[Int64] = []
        self.engine: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self.engine.setOptionValue(option, value)
        size = len(ties)
        self.engine.addVars(size, np.zeros(size), np.ones(size))
        weights = np.abs(ties.weight).astype(np.float64)
        self.engine.changeColsCost(size, np.arange(size, dtype=np.int32), weights)

    def bounds(self) -> Any:  # noqa: ANN401
        """Yield ever better bounds until no cycle is left to add, or the time is up."""
        yield 0.0
        known: set[bytes] = set()
        while not self.deadline.passed:
            found = negative_cycles(self.ties, self.sides, self.prices, self.rng, self.deadline)
            fresh = {cycle.tobytes(): cycle for cycle in found}
            new = [cycle for key, cycle in fresh.items() if key not in known]
            known |= fresh.keys()
            if not new:
                return
            yield self._solve(new)

    def _solve(self, new: list[Int64]) -> float:
        members = np.concatenate(new).astype(np.int32)
        starts = np.cumsum([0, *map(len, new)])[:-1].astype(np.int32)
        least, most = np.ones(len(new)), np.full(len(new), np.inf)
        values = np.ones(len(members))
        self.engine.addRows(len(new), least, most, len(members), starts, members, values)
        self.cycles += new
        # HiGHS counts its time over all calls.
        limit = min(1e9, self.deadline.left)
        self.engine.setOptionValue("time_limit", self.engine.getRunTime() + limit)
        self.engine.run()
        solution = self.engine.getSolution()
        if len(solution.row_dual) != len(self.cycles):
            return 0.0
        self.prices = np.clip(np.array(solution.col_value), 0, 1)
        amounts = np.maximum(0, np.array(solution.row_dual))
        return Certificate.of_cycles(self.ties, self.cycles, amounts).bound()

    def undecided(self) -> tuple[int, int] | None:
        """Return the pair whose tie the program can decide least; None when there are no ties."""
        if not len(self.ties):
            return None
        doubt = np.minimum(self.prices, 1 - self.prices) * np.abs(self.ties.weight)
        # Where the program is whole and yet below the best sides, the heaviest tie will do.
        chosen = int(np.argmax(doubt if doubt.any() else np.abs(self.ties.weight)))
        return int(self.ties.first[chosen]), int(self.ties.second[chosen])
