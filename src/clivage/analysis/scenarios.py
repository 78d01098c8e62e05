"""What if: which conclusions survive without a source, a coder, a voice, or what is uncertain.

Everything is computed again on what is left, and each conclusion of the whole corpus is looked
for in the new result: who stands together in a camp, who opposes whom, which ties are frustrated,
who changes camp.

Source: leaving out one group of the evidence at a time is the jackknife: B. Efron & C. Stein,
"The jackknife estimate of variance", Annals of Statistics 9 (1981). No variance is estimated
here: the sources of a historian are no random sample, so each conclusion is listed instead.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clivage.analysis.camps import Camps
from clivage.analysis.changes import Changes, State, Step, TieChange, Turn, compare, state_of
from clivage.analysis.frustration import FrustrationIndex
from clivage.analysis.matching import Camp, Numbering
from clivage.analysis.omissions import Kind, Omission, omissions
from clivage.analysis.survival import (
    Survival,
    camps_survival,
    frustrated_survival,
    oppositions_survival,
)
from clivage.model import Corpus, in_language
from clivage.network import Merge, of
from clivage.network.numbered import Ids

#: When a conclusion survives, as it is printed with every result.
DEFINITION: Final = (
    "a conclusion survives where it holds in what is left too; it is open where another result,"
    " as good as the one found, has it; else it falls"
)
#: What the columns of the table are.
HEADER: Final = (
    "scenario",
    "statements",
    "edges",
    "ties",
    "frustration",
    "camps",
    "pairs together",
    "oppositions",
    "frustrated ties",
    "change camp",
    "verdict",
)
#: What an actor does, and what several do.
_STEPS: Final = {
    Step.MOVED: ("changes camp", "change camp"),
    Step.LEFT: ("leaves the camp", "leave their camps"),
    Step.JOINED: ("joins a camp", "join a camp"),
}
#: More names than this are not listed in a verdict.
_MOST_NAMES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What holds when some statements count.

    Attributes:
        statements: how many there are.
        edges: how many of them make a direct edge.
        ties: how many pairs of actors have a tie; ``oppositions`` is how many of these oppose.
        frustration: the index, with its bounds.
        camps: their numbers matched with those of the baseline.
        partition: the same camps with their frustration and its bound, and who is unaligned.
    """

    statements: int
    edges: int
    ties: int
    oppositions: int
    frustration: FrustrationIndex
    camps: tuple[Camp, ...]
    partition: Camps

    @property
    def pairs_together(self) -> int:
        """How many pairs stand together in a camp."""
        sizes = [len(camp.members) for camp in self.camps]
        return sum(size * (size - 1) // 2 for size in sizes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What holds when some statements are left out.

    Attributes:
        id: of the source, the coder or the voice (empty: the source simply reports) that is left
            out; the lowest certainty that is kept; empty where all voices are left out.
        label: what is left out, in words.
        left_out: ids of the statements, in the order of the corpus.
        together: pairs that stand together in a camp.
        opposed: pairs whose tie is an opposition.
        frustrated: ties that the best two sides leave frustrated; of several best ones, those
            that were found.
        changes: what differs from the baseline: ``ties`` with the statements that are missing,
            ``moves`` of who changes camp.
        verdict: all that in one line of plain words.
    """

    kind: Kind
    id: str
    label: str
    left_out: tuple[str, ...]
    outcome: Outcome
    together: Survival
    opposed: Survival
    frustrated: Survival
    changes: Changes
    verdict: str

    @property
    def survives(self) -> bool:
        """Whether every conclusion of the baseline does."""
        parts = (self.together, self.opposed, self.frustrated)
        return all(part.complete for part in parts)

    @property
    def turned(self) -> tuple[TieChange, ...]:
        """The ties that have the opposite sign."""
        return tuple(tie for tie in self.changes.ties if tie.turn is Turn.TURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A scenario that would leave nothing out, and why."""

    kind: Kind
    id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The baseline, and what becomes of it in each scenario.

    Attributes:
        baseline: what holds when all statements count.
        scenarios: sources, coders, voices and certainties, in this order.
        skipped: those that would leave nothing out.
        definition: when a conclusion survives, and how statements are merged.
    """

    baseline: Outcome
    scenarios: tuple[Scenario, ...]
    skipped: tuple[Skipped, ...]
    definition: str

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """A row of words for the baseline and for each scenario; `HEADER` names the columns."""
        first = self.baseline
        frustrated = len(first.frustration.frustrated_edges)
        held = map(str, (first.pairs_together, first.oppositions, frustrated))
        rows = [("all statements", *_cells(first), *held, "", "")]
        for one in self.scenarios:
            survived = map(_share, (one.together, one.opposed, one.frustrated))
            moves = str(len(one.changes.moves))
            rows.append((one.label, *_cells(one.outcome), *survived, moves, one.verdict))
        return tuple(rows)


def _cells(outcome: Outcome) -> tuple[str, ...]:
    counts = map(str, (outcome.statements, outcome.edges, outcome.ties))
    return (*counts, _between(outcome.frustration), str(len(outcome.camps)))


def _between(index: FrustrationIndex) -> str:
    return str(index.value) if index.optimal else f"{index.lower_bound} to {index.value}"


def _share(part: Survival) -> str:
    open_ = f", {len(part.open)} open" if part.open else ""
    return f"{len(part.kept)} of {part.before}{open_}"


def what_if(
    corpus: Corpus,
    *,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    time_limit: float | None = 5.0,
) -> WhatIf:
    """Tell which conclusions survive without each source, coder, voice, and the uncertain.

    Left out are each source, each coder, each voice (what is in no voice counts as one, and once
    everything that is in a voice is left out together), then what is disputed, then what is
    probable too. A scenario that would leave nothing out is skipped, and named.

    Args:
        rule, weighted: how several statements on one pair are merged; see
            `clivage.network.merge`.
        time_limit: seconds for the frustration index of each scenario; None for no limit.

    Raises:
        NetworkError: when a statement is of or on what is not in the corpus.

    >>> from clivage import coding
    >>> from pathlib import Path
    >>> found = what_if(coding.read(Path("graph/bolivia-1971")))
    >>> certain = found.scenarios[-1]
    >>> certain.label, certain.survives
    ('only what is certain', False)
    """
    runs = _Runs(rule, weighted, time_limit)
    whole = runs.state(corpus)
    camps = Numbering().next(whole.partition.members)
    scenarios: list[Scenario] = []
    skipped: list[Skipped] = []
    for one in omissions(corpus):
        left = one.apply(corpus)
        if len(left.statements) == len(corpus.statements):
            skipped.append(Skipped(kind=one.kind, id=one.id, label=one.label,
                                   reason=one.kind.vacuous))  # fmt: skip
        else:
            scenarios.append(_scenario(one, corpus, left, (whole, runs.state(left)), camps))
    return WhatIf(
        baseline=_outcome(corpus, whole, camps),
        scenarios=tuple(scenarios),
        skipped=tuple(skipped),
        definition=f"{DEFINITION}; {rule.value}: {rule.meaning}",
    )


class _Runs:
    """Computes each network once: several scenarios may leave the same statements."""

    def __init__(self, rule: Merge, weighted: bool, time_limit: float | None) -> None:
        self._rule, self._weighted, self._time_limit = rule, weighted, time_limit
        self._known: dict[Ids, State] = {}

    def state(self, corpus: Corpus) -> State:
        network = of(corpus)
        if network.statements not in self._known:
            self._known[network.statements] = state_of(
                network, rule=self._rule, weighted=self._weighted, time_limit=self._time_limit
            )
        return self._known[network.statements]


def _outcome(corpus: Corpus, state: State, camps: tuple[Camp, ...]) -> Outcome:
    return Outcome(
        statements=len(corpus.statements),
        edges=len(state.network),
        ties=len(state.graph),
        oppositions=int((state.graph.weight < 0).sum()),
        frustration=state.frustration,
        camps=camps,
        partition=state.partition,
    )


def _scenario(
    omission: Omission,
    corpus: Corpus,
    left: Corpus,
    states: tuple[State, State],
    camps: tuple[Camp, ...],
) -> Scenario:
    before, after = states
    numbering = Numbering()
    numbering.next(before.partition.members)
    camps_after = numbering.next(after.partition.members)
    kept = {statement.id for statement in left.statements}
    found = Scenario(
        kind=omission.kind,
        id=omission.id,
        label=omission.label,
        left_out=tuple(one.id for one in corpus.statements if one.id not in kept),
        outcome=_outcome(left, after, camps_after),
        together=camps_survival(camps, after, camps_after),
        opposed=oppositions_survival(before, after),
        frustrated=frustrated_survival(before, after),
        changes=compare(before, after, camps, camps_after),
        verdict="",
    )
    return dataclasses.replace(
        found, verdict=_verdict(corpus, _outcome(corpus, before, camps), found)
    )


def _verdict(corpus: Corpus, baseline: Outcome, found: Scenario) -> str:
    """Say in one line what becomes of the baseline."""
    gone = f"{len(found.left_out)} of {_count(baseline.statements, 'statement')} left out"
    if found.outcome.edges == baseline.edges:
        return f"{gone}, none of which makes an edge: every conclusion stands."
    if not found.outcome.edges:
        return f"{gone}: no edge is left, so everything rests on them."
    findings = [*_fallen(found), *_moved(corpus, found)]
    now, then = (_between(one.frustration) for one in (found.outcome, baseline))
    if now != then:
        findings.append(f"the frustration is {now} instead of {then}")
    if found.survives:
        findings.insert(0, "every conclusion stands")
    return f"{gone}: {'; '.join(findings)}."


def _fallen(found: Scenario) -> Iterator[str]:
    """Yield what falls and what is open, part by part."""
    parts = (
        (
            found.together,
            "pair",
            "that stood together no longer does",
            "that stood together no longer do",
        ),
        (found.opposed, "opposition", "falls", "fall"),
        (found.frustrated, "frustrated tie", "is frustrated no more", "are frustrated no more"),
    )
    for part, noun, falls, fall in parts:
        fallen, open_ = len(part.fallen), len(part.open)
        if fallen:
            what = _count(part.before, noun)
            yield f"{fallen} of {what} {falls if fallen == 1 else fall}"
        if open_:
            yield f"of {_count(part.before, noun)} {open_} {'is' if open_ == 1 else 'are'} open"
    turned, new = len(found.turned), len(found.together.new)
    if turned:
        yield f"{_count(turned, 'tie')} {'changes' if turned == 1 else 'change'} sign"
    if new:
        yield f"{_count(new, 'pair')} newly {'stands' if new == 1 else 'stand'} together"


def _moved(corpus: Corpus, found: Scenario) -> Iterator[str]:
    """Yield who leaves, joins or changes a camp, apart where it is a choice among equals."""
    for by_choice, doubt in ((False, ""), (True, ", a choice among equals")):
        for step, (does, do) in _STEPS.items():
            movers = [
                in_language(corpus.actor[move.actor].labels, "en")
                for move in found.changes.moves
                if move.by_choice is by_choice and move.step is step
            ]
            if movers:
                names, more = ", ".join(movers[:_MOST_NAMES]), len(movers) - _MOST_NAMES
                others = f" and {more} more" if more > 0 else ""
                yield f"{names}{others} {does if len(movers) == 1 else do}{doubt}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
