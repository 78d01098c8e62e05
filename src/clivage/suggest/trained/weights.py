"""What each hint counts for: ``weights.csv``, a table that a person can read."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from clivage.errors import ClivageError
from clivage.suggest.lexicon.entries import FOLDER, rows

#: The questions: is there a stance, between these two, and is it opposition.
QUESTIONS: Final = ("sentence", "pair", "side")
#: Log odds below which a chance is 0, before their exponent is too great for a computer.
_NEVER: Final = -700.0
COLUMNS: Final = ("question", "hint", "weight")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by question and hint; what is not there is 0.

    >>> Weights({"pair": {"always": -2.0, "one verb": 2.0}}).likely("pair", {"one verb": 1.0})
    0.88...
    """

    of: Mapping[str, Mapping[str, float]]

    def likely(self, question: str, hints: Mapping[str, float]) -> float:
        """Return how likely the answer is yes, 0 to 1."""
        return chance(self.total(question, hints))

    def total(self, question: str, hints: Mapping[str, float]) -> float:
        """Return the sum of what hints count for: log odds, where it is over all of them.

        The sum is exact, so that it is the same in whatever order the hints come.
        """
        known = self.of[question]
        return math.fsum(value * known[name] for name, value in hints.items() if name in known)


def chance(log_odds: float) -> float:
    """Return the logistic function.

    >>> chance(0.0), chance(-1000.0)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > _NEVER else 0.0


@cache
def weights(language: str, folder: Path = FOLDER) -> Weights:
    """Return the weights of a language, read once.

    Raises:
        ClivageError: when a row cannot be read.
    """
    path = folder / language / "weights.csv"
    found: dict[str, dict[str, float]] = {question: {} for question in QUESTIONS}
    for origin, row in rows(path, ("hint",)):
        try:
            found[row["question"]][row["hint"]] = float(row["weight"])
        except (KeyError, ValueError):
            remedy = f"the columns are {', '.join(COLUMNS)}"
            raise ClivageError("the row is no weight", remedy=remedy, origin=origin) from None
    return Weights(found)


def written(table: Iterable[tuple[str, str, float]], path: Path) -> None:
    """Write weights, by question and hint."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for question, hint, weight in sorted(table):
            writer.writerow((question, hint, f"{weight:.2f}"))
