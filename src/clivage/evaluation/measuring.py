"""Everything that is said of a prediction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clivage.agreement.intervals import Estimate
from clivage.evaluation.alarms import Alarms, Sentences, Triage
from clivage.evaluation.cost import Cost, cost
from clivage.evaluation.opening import Compared
from clivage.evaluation.scores import Group, Scoring, Settings
from clivage.evaluation.tallies import Score


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """How good a prediction is.

    Attributes:
        levels: scores by level, each stricter than the one before.
        direction_accuracy: of pairs that are right, how many have the right holder.
        sign_accuracy: of directions that are right, how many have the right sign.
        groups: scores of some of the claims, by ``sign``, ``target``, ``tier``, ``source``.
    """

    scoring: Scoring
    levels: Mapping[str, Score]
    characters: Score
    direction_accuracy: Estimate
    sign_accuracy: Estimate
    triage: Triage | None
    alarms: tuple[Alarms, ...]
    groups: Mapping[str, tuple[Group, ...]]
    cost: Cost

    @property
    def compared(self) -> Compared:
        """What was compared."""
        return self.scoring.compared

    @property
    def settings(self) -> Settings:
        """What was counted."""
        return self.scoring.settings


def evaluate(compared: Compared, settings: Settings | None = None) -> Evaluation:
    """Measure a prediction.

    >>> nothing = Compared(gold_name="a", predicted_name="b", gold=(), predicted=(), sources=())
    >>> evaluate(nothing).levels["sign"].f1
    Estimate(value=None, low=None, high=None)
    """
    scoring = Scoring(compared, settings or Settings())
    sentences = Sentences(scoring)
    return Evaluation(
        scoring=scoring,
        levels=scoring.levels(),
        characters=scoring.characters(),
        direction_accuracy=scoring.accuracy("direction", "pair"),
        sign_accuracy=scoring.accuracy("sign", "direction"),
        triage=sentences.triage(),
        alarms=sentences.alarms(),
        groups=scoring.groups(),
        cost=cost(scoring),
    )
