"""What coders can agree on: the whole tie, or one part of it where the rest is given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from clivage.agreement.alpha import Metric, Value
from clivage.model import Statement

#: Stands for what a coder left uncoded, where that is counted.
UNCODED: Final = "(uncoded)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A question to which the coders of one passage give an answer each.

    Attributes:
        given: what two statements must have in common, beside their passage, to be compared.
        value: the answer; None where the coder gave none.
        asks: the question, for a person.
    """

    name: str
    asks: str
    given: Callable[[Statement], Hashable]
    value: Callable[[Statement], Value | None]
    metric: Metric = Metric.NOMINAL


def _tie(one: Statement) -> tuple[str, str, str]:
    return one.holder, one.sign.verb, one.target


_ALL: Final = (
    Level(
        name="tie",
        asks="who stands how with whom, on the same passage",
        given=lambda one: None,
        value=_tie,
    ),
    Level(
        name="sign",
        asks="support or opposition, given holder and target",
        given=lambda one: (one.holder, one.target),
        value=lambda one: one.sign.verb,
    ),
    Level(
        name="holder",
        asks="who takes sides, given the target",
        given=lambda one: one.target,
        value=lambda one: one.holder,
    ),
    Level(
        name="target",
        asks="with or against whom, given the holder",
        given=lambda one: one.holder,
        value=lambda one: one.target,
    ),
    Level(
        name="relation",
        asks="which relation, given the whole tie",
        given=_tie,
        value=lambda one: one.relation or None,
    ),
    Level(
        name="strength",
        asks="how strong, 1 to 3, given the whole tie (ordinal)",
        given=_tie,
        value=lambda one: one.strength,
        metric=Metric.ORDINAL,
    ),
)
#: The levels by name.
LEVELS: Final[Mapping[str, Level]] = {one.name: one for one in _ALL}
