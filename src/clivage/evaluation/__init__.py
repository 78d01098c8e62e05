"""Evaluation: how good predicted claims are, against those that people coded in the same texts.

`opening` brings both sides together, `matching` finds which claims are about the same passage and
agree, `scores`, `alarms` and `cost` count, and `report` says it. See docs/evaluation.md.
"""

from clivage.evaluation.claims import Claim
from clivage.evaluation.measuring import Evaluation, evaluate
from clivage.evaluation.opening import Compared, of_corpora, of_engine, of_suggestions, opened
from clivage.evaluation.scores import Settings

__all__ = [
    "Claim",
    "Compared",
    "Evaluation",
    "Settings",
    "evaluate",
    "of_corpora",
    "of_engine",
    "of_suggestions",
    "opened",
]
