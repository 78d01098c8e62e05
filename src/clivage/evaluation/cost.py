"""What a prediction costs the person who reads it, the most likely claims first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from clivage.agreement.intervals import Estimate
from clivage.evaluation.scores import PASSAGE, STRICT, Scoring
from clivage.evaluation.tallies import ratio

#: After how many claims it is told what was found.
STEPS: Final = (10, 20, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is found when so many claims are read.

    Attributes:
        accepted: those that are right on the strictest level.
        useful: those on the passage of a claim of the gold.
        recall: accepted as a part of the gold; None where that is empty.
        passage_recall: claims of the gold whose passage was read, as a part of it.
    """

    read: int
    accepted: int
    useful: int
    recall: float | None
    passage_recall: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a person reads, and what comes of it.

    Attributes:
        per_accepted, per_useful: claims read for each one; not defined where there is none.
        all_read, all_accepted: of all modalities, each to be recognized.
        is_ranked: whether scores differ; else claims are read as they stand in the texts.
        curve: after each claim that is read.
        steps: after a few.
    """

    per_accepted: Estimate
    per_useful: Estimate
    all_read: int
    all_accepted: int
    is_ranked: bool
    curve: tuple[Step, ...]
    steps: tuple[Step, ...]

    @property
    def all_per_accepted(self) -> float | None:
        """Claims of all modalities read for each one accepted."""
        return self.all_read / self.all_accepted if self.all_accepted else None


def cost(scoring: Scoring) -> Cost:
    """Return what it costs to read a prediction."""
    strict, passage = scoring.tally(STRICT), scoring.tally(PASSAGE)
    bootstrap = scoring.settings.bootstrap
    curve = _curve(scoring)
    wanted = {*STEPS, len(scoring.gold), len(curve)}
    return Cost(
        per_accepted=ratio(strict.predicted, strict.right, bootstrap),
        per_useful=ratio(passage.predicted, passage.right, bootstrap),
        all_read=len(scoring.compared.predicted),
        all_accepted=_all_accepted(scoring),
        is_ranked=len({one.score for one in scoring.predicted}) > 1,
        curve=tuple(curve),
        steps=tuple(one for one in curve if one.read in wanted),
    )


def _curve(scoring: Scoring) -> Sequence[Step]:
    accepted = list(accumulate(map(int, scoring.right[STRICT])))
    useful = list(accumulate(map(int, scoring.right[PASSAGE])))
    gold = len(scoring.gold)
    touched: set[int] = set()
    steps = []
    for at, near in enumerate(scoring.near):
        touched.update(near)
        steps.append(
            Step(
                read=at + 1,
                accepted=accepted[at],
                useful=useful[at],
                recall=accepted[at] / gold if gold else None,
                passage_recall=len(touched) / gold if gold else None,
            )
        )
    return steps


def _all_accepted(scoring: Scoring) -> int:
    """Return how many of all predicted claims are right, modality and all."""
    modalities = {one.modality for one in scoring.compared.predicted}
    settings = scoring.settings
    each = (Scoring(scoring.compared, replace(settings, modality=one)) for one in modalities)
    return sum(sum(one.right[STRICT]) for one in each)
