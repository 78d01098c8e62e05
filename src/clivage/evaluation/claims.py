"""What is compared: claims that somebody stands with, or against, somebody, in a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from clivage import identifiers
from clivage.agreement import spans
from clivage.agreement.spans import Spans
from clivage.model import AUTHOR, Certainty, Modality, Sign, Statement
from clivage.suggest.records import Mention, Suggestion

#: Before the name of somebody whom the gold does not have: no id begins like this.
UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody stands with, or against, somebody: of the gold, or predicted.

    Attributes:
        source: id of the source, as the gold has it.
        spans: the passage, as stretches in order.
        holder, target: ids as the gold has them; what it does not have begins with ``?``.
        score: how sure the prediction is; claims are read in this order, the greatest first.
        certainty: how sure the coder is; None of what was suggested.
        is_issue: whether the target is a demand or measure, not an actor.
        rule: what found it, where that is known.
    """

    source: str
    spans: Spans
    holder: str
    target: str
    sign: Sign
    modality: Modality = Modality.ACTUAL
    score: float = 1.0
    certainty: Certainty | None = None
    is_issue: bool = False
    rule: str = ""


def reading_order(one: Claim) -> tuple[object, ...]:
    """Sort claims as one reads."""
    return one.source, one.spans, one.holder, one.target, one.sign.verb, one.modality.value


def ranking(one: Claim) -> tuple[object, ...]:
    """Sort claims by score, the greatest first, and else as one reads."""
    return -one.score, *reading_order(one)


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What the gold calls the sources, actors and issues that another corpus has.

    Attributes:
        sources: ids of the sources that both have.
        figures: ids of actors and issues.
        names: ids in the gold by a name as `identifiers.plain` has it, if it names one only.
        issues: ids of issues, of the gold and of the other one.
    """

    sources: Mapping[str, str]
    figures: Mapping[str, str]
    names: Mapping[str, str]
    issues: Collection[str] = ()

    def of_statement(self, one: Statement) -> Claim:
        """Return what a statement claims; its source must be one of both."""
        source = one.evidence[0].source
        stretches = ((each.start, each.end) for each in one.evidence if each.source == source)
        target = self._figure(one.target)
        return Claim(
            source=self.sources[source],
            spans=spans.joined(stretches),
            holder=self._figure(one.holder),
            target=target,
            sign=one.sign,
            modality=one.modality,
            certainty=one.certainty,
            is_issue=not {target, one.target}.isdisjoint(self.issues),
        )

    def of_suggestion(self, one: Suggestion) -> Claim:
        """Return what a suggestion claims; its source must be one of both."""
        target = self._mention(one.target)
        known = not target.startswith(UNKNOWN)
        return Claim(
            source=self.sources[one.source],
            spans=((one.start, one.end),),
            holder=self._mention(one.holder),
            target=target,
            sign=one.sign,
            modality=one.modality,
            score=one.score,
            is_issue=target in self.issues if known else one.target.is_issue,
            rule=one.rule,
        )

    def _figure(self, id: str) -> str:
        return id if id == AUTHOR else self.figures.get(id, UNKNOWN + id)

    def _mention(self, one: Mention) -> str:
        if one.figure:
            return self._figure(one.figure)
        return self.names.get(identifiers.plain(one.text), UNKNOWN + one.text)
