"""Lower bounds by packing: negative cycles that share no tie beyond its weight.

Every negative cycle keeps at least one of its ties frustrated, whatever the two sides. So if
each cycle *C* gets an amount y(C) >= 0 and no tie carries more than its weight, the sum of the
amounts is a lower bound; where a tie carries too much, the excess is taken off. The bound is
recomputed in integers, from cycles that are checked to be negative: it is a theorem whatever
the arithmetic that found the amounts.

The amounts are found by a first-order method for linear programs on a growing pool of
cycles; the pool grows by shortest paths in the graph of the ties that the best known sides satisfy,
with the dual prices as lengths. By complementary slackness an optimal packing uses only cycles with
exactly one tie that the optimal sides frustrate, so these are looked for first.

Sources: F. Barahona & A. R. Mahjoub, "On the cut polytope", Mathematical Programming 36 (1986),
for the odd-cycle inequalities; A. Chambolle & T. Pock, "A first-order primal-dual algorithm
for convex problems with applications to imaging", J. Math. Imaging Vision 40 (2011), with the
step sizes of T. Pock & A. Chambolle, ICCV 2011; the exact bound from a dual is that of A. Neumaier
& O. Shcherbina, "Safe bounds in linear and mixed-integer programming", Math. Programming 99 (2004).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.clock import Deadline
from clivage.analysis.cycles import cycles_with_one_opposition, negative_cycles
from clivage.analysis.short_cycles import short_cycles
from clivage.analysis.ties import Int64, Sides, Ties

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
_Finder: TypeAlias = Callable[[Ties, Sides, Floats, np.random.Generator, Deadline], Iterator[Int64]]

#: Amounts are whole multiples of this part of a unit of weight.
_PARTS: Final = 2**20
#: Up to so many nodes, shortest paths are quick enough to begin with.
_SMALL: Final = 500
#: Short cycles are looked for while they are new for this part of the frustrated ties.
_FEW: Final = 0.05
#: Steps of the first-order method between two looks for new cycles.
_STEPS: Final = 100


@dataclass(frozen=True, eq=False)
class Certificate:
    """A lower bound that anybody can check: cycles with amounts.

    Attributes:
        ties: the graph.
        starts, members: the cycles as CSR over the ties.
        amounts: of each cycle, in `_PARTS` of a unit, int64, at least 0.
        one_opposition: whether each cycle has exactly one opposition, as bounds for more than
            two groups need; else any odd number will do.
    """

    ties: Ties
    starts: Int64
    members: Int64
    amounts: Int64
    one_opposition: bool = False

    @classmethod
    def of_cycles(
        cls,
        ties: Ties,
        cycles: Sequence[Int64],
        amounts: Floats,
        *,
        one_opposition: bool = False,
    ) -> Certificate:
        """Make a certificate of cycles and their amounts, rounded down."""
        starts = np.cumsum([0, *map(len, cycles)])
        members = np.concatenate([*cycles, np.zeros(0, np.int64)]).astype(np.int64)
        whole = np.floor(amounts * _PARTS).astype(np.int64)
        return cls(ties, starts, members, whole, one_opposition)

    def bound(self) -> float:
        """Return the lower bound, after checking that every cycle is negative and closed.

        Raises:
            ArithmeticError: when one is not; the bound would then prove nothing.
        """
        if not self._holds():
            raise ArithmeticError("a cycle of the certificate is not a negative cycle")
        excess = int(np.minimum(0, self._spare()).sum())
        return (int(self.amounts.sum()) + excess) / _PARTS

    def spare(self) -> Floats:
        """Return the weight of each tie that the cycles leave unused, at least 0."""
        return np.maximum(0, self._spare()) / _PARTS

    def _spare(self) -> Int64:
        carried = np.zeros(len(self.ties), np.int64)
        np.add.at(carried, self.members, np.repeat(self.amounts, np.diff(self.starts)))
        return np.abs(self.ties.weight) * _PARTS - carried

    def _holds(self) -> bool:
        """Whether each set of ties meets every node evenly, and has odd opposition."""
        cycle = np.repeat(np.arange(len(self.amounts)), np.diff(self.starts))
        odd = np.zeros(len(self.amounts), np.int64)
        np.add.at(odd, cycle, (self.ties.weight[self.members] < 0).astype(np.int64))
        ends = np.concatenate([self.ties.first[self.members], self.ties.second[self.members]])
        met = np.unique(np.concatenate([cycle, cycle]) * self.ties.size + ends, return_counts=True)
        right = odd == 1 if self.one_opposition else odd % 2 == 1
        return bool(right.all() and (met[1] % 2 == 0).all())


class Packing:
    """A packing of negative cycles that grows and improves.

    Args:
        one_opposition: use only cycles with exactly one opposition; the sides are then always
            one side for all.
        thorough: whether longer cycles are looked for too, which takes a shortest path from
            every other node.
    """

    def __init__(
        self,
        ties: Ties,
        rng: np.random.Generator,
        *,
        one_opposition: bool = False,
        thorough: bool = True,
    ) -> None:
        self.ties = ties
        self._rng = rng
        self._seen: set[bytes] = set()
        self._cycles: list[Int64] = []
        self._amounts: Floats = np.zeros(0)
        self._prices: Floats = np.zeros(len(ties))
        self._short_are_worth_it = ties.size > _SMALL or not thorough
        self._one, self._thorough = one_opposition, thorough
        self.certificate = Certificate.of_cycles(ties, [], np.zeros(0), one_opposition=self._one)

    @property
    def prices(self) -> Floats:
        """The price of each tie, 0 to 1: near 1 where it is likely to be frustrated."""
        return np.minimum(self._prices, 1)

    def improve(self, sides: Sides, deadline: Deadline) -> tuple[float, bool]:
        """Look for cycles, and share the weights among them anew.

        Args:
            sides: the best known sides.

        Returns:
            The best bound so far, and whether new cycles were found.
        """
        short, exact = short_cycles, cycles_with_one_opposition if self._one else negative_cycles
        new = self._look(short, sides, deadline) if self._short_are_worth_it else 0
        if self._thorough and new < _FEW * int(self.ties.frustrated(sides).sum()):
            self._short_are_worth_it = False
            new += self._look(exact, sides, deadline)
        self._amounts = np.concatenate([self._amounts, np.zeros(new)])
        if self._cycles:
            self._share(deadline)
        return self.certificate.bound(), new > 0

    def _look(self, find: _Finder, sides: Sides, deadline: Deadline) -> int:
        """Add the cycles that a search finds to the pool; return how many are new."""
        before = len(self._cycles)
        for cycle in find(self.ties, sides, self.prices, self._rng, deadline):
            key = cycle.tobytes()
            if key not in self._seen:
                self._seen.add(key)
                self._cycles.append(cycle)
        return len(self._cycles) - before

    def _share(self, deadline: Deadline) -> None:
        from scipy.sparse import csr_array

        starts = np.cumsum([0, *map(len, self._cycles)])
        members = np.concatenate(self._cycles)
        shape = (len(self._cycles), len(self.ties))
        crossing = csr_array((np.ones(len(members)), members, starts), shape=shape)
        best = self.certificate.bound()
        for amounts in self._iterate(crossing, deadline):
            found = Certificate.of_cycles(
                self.ties, self._cycles, amounts, one_opposition=self._one
            )
            if (bound := found.bound()) > best:
                best, self.certificate = bound, found

    def _iterate(self, crossing: csr_array, deadline: Deadline) -> Iterator[Floats]:
        """Run the primal-dual method; yield amounts now and then, the last and their mean."""
        across: csr_array = crossing.T.tocsr()
        weight = np.abs(self.ties.weight).astype(np.float64)
        one = 1 / np.maximum(1, np.diff(crossing.indptr))
        other = 1 / np.maximum(1, np.diff(across.indptr))
        amounts, prices = self._amounts, self._prices
        mean = np.zeros_like(amounts)
        for step in range(1, _STEPS + 1):
            moved = np.maximum(0, amounts + one * (1 - crossing @ prices))
            prices = np.maximum(0, prices + other * (across @ (2 * moved - amounts) - weight))
            amounts = moved
            mean += amounts
            if step % (_STEPS // 2) == 0 or deadline.passed:
                yield amounts
                yield mean / step
            if deadline.passed:
                break
        self._amounts, self._prices = amounts, prices
