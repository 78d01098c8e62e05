"""Cohen's kappa: agreement of two coders beyond chance.

Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20 (1960). Chance is what the two would have in common if each kept to the shares
that the values have in their own coding; Krippendorff's alpha takes the shares of both together.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clivage.agreement.alpha import Value, sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Confusion:
    """What two coders said of the same units; a unit that one of them did not code is left out.

    >>> Confusion([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("b", None)]).kappa()
    0.5
    """

    def __init__(self, pairs: Iterable[tuple[Value | None, Value | None]]) -> None:
        self.pairs = [*pairs]
        self._kept = [
            (unit, *pair)
            for unit, pair in enumerate(self.pairs)
            if pair[0] is not None and pair[1] is not None
        ]

    @property
    def units(self) -> int:
        """How many units both coded."""
        return len(self._kept)

    def agreement(self) -> float:
        """Return the share of units to which both gave the same value; nan without units."""
        same = sum(first == second for _, first, second in self._kept)
        return same / len(self._kept) if self._kept else float("nan")

    def kappa(self) -> float:
        """Return kappa, 1 at most; not a number where both gave all units one and the same value.

        Nothing says then whether they would tell other values apart.
        """
        return float(self.kappas(np.ones((1, len(self.pairs))))[0])

    def kappas(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return kappa for several weightings of the units, one a row."""
        first, second, same = self._matrices
        total = weights @ np.asarray(first.sum(axis=1)).ravel()
        chance = ((first.T @ weights.T) * (second.T @ weights.T)).sum(axis=0)
        observed = weights @ same
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (observed * total - chance) / (total**2 - chance)
        return np.where(total**2 > chance, found, np.nan)

    @cached_property
    def _matrices(self) -> tuple[Any, Any, NDArray[np.float64]]:
        """The values of either coder by unit, and in which units they are the same."""
        number: dict[Value, int] = {}
        for _, *values in self._kept:
            for value in values:
                number.setdefault(value, len(number))
        shape = (len(self.pairs), len(number))
        same = np.zeros(len(self.pairs))
        same[[unit for unit, first, second in self._kept if first == second]] = 1
        firsts = [(unit, number[value], 1.0) for unit, value, _ in self._kept]
        seconds = [(unit, number[value], 1.0) for unit, _, value in self._kept]
        return sparse(firsts, shape), sparse(seconds, shape), same
