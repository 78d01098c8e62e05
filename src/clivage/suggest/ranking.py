"""Learning from the person: order suggestions by what people accepted and rejected before.

A small logistic regression is trained on the log of decisions, whenever it is asked for: nothing
else is stored. It is used only where it is measurably better than the score of the engine, on
texts that it did not learn from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.numerals import counted
from clivage.suggest import decisions as log
from clivage.suggest.decisions import Choice, Decision
from clivage.suggest.features import HASHED, features
from clivage.suggest.files import id_of
from clivage.suggest.gain import Parting, Worth, gained, parted, worth
from clivage.suggest.records import Suggestion
from clivage.suggest.regression import Regression, Table, fit, tabled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fewer decisions teach nothing that can be measured.
LEAST: Final = 200
#: So many of them at least must be right, and so many wrong.
LEAST_OF_EACH: Final = 20
#: Believe little of what few decisions say.
_PENALTY: Final = 4.0
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was learnt, and whether it helps.

    Attributes:
        right, wrong: suggestions that people accepted or edited, and rejected.
        texts: how many the suggestions are from.
        parts: in how many parts decisions were parted, each ordered by what the others taught.
        by_text: whether parts are whole texts; else stretches of text.
        engine, learnt: what the order by the engine's score is worth, and that which was learnt.
        gain: in average precision.
        low, high: the 99 % interval of the gain.
    """

    right: int
    wrong: int
    texts: int
    parts: int
    by_text: bool
    engine: Worth
    learnt: Worth
    gain: float
    low: float
    high: float

    @property
    def helps(self) -> bool:
        """Whether the gain is above 0, surely enough."""
        return self.low > 0

    @property
    def sentence(self) -> str:
        """What came of it, in one sentence."""
        taught = f"learnt from {counted(self.right + self.wrong, 'decision')}"
        gain = f"{self.gain:+.3f} (99 % interval {self.low:+.3f} to {self.high:+.3f})"
        if self.helps:
            return f"{taught}, and in use: it adds {gain} to the average precision of the order"
        return (
            f"{taught}, but not in use: {gain} in average precision may be chance;"
            " the order stays that of the engine's score"
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing is ordered by what was learnt.

    Attributes:
        sentence: for the person.
        report: None where there was too little to learn from.
    """

    sentence: str
    report: Report | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """An order of suggestions that was learnt, and that helps.

    Attributes:
        report: how much.
    """

    report: Report
    _columns: dict[str, int]
    _regression: Regression

    def score(self, suggestion: Suggestion) -> float:
        """Return how likely people accept a suggestion, 0 to 1."""
        return float(self.scores([suggestion])[0])

    def scores(self, suggestions: Sequence[Suggestion]) -> list[float]:
        """Return how likely people accept each of some suggestions: faster than one by one."""
        table = _table(suggestions, self._columns)
        return [float(share) for share in self._regression.shares(table)[:, 1]]

    @property
    def weighty(self) -> tuple[tuple[str, float], ...]:
        """What counts most for, or against, a suggestion: by name, with its weight."""
        weights = self._regression.weights[:, 1] - self._regression.weights[:, 0]
        named = [
            (name, float(weights[at]))
            for name, at in self._columns.items()
            if not name.startswith(HASHED)
        ]
        return tuple(sorted(named, key=lambda one: (-abs(one[1]), one[0])))


def learnt(decisions: Iterable[Decision]) -> Ranker | Reason:
    """Learn from decisions; say why not where it does not help.

    The last decision on a suggestion counts, once; what was skipped or undone does not.
    """
    decided = _decided(decisions)
    right = np.array([one.choice is not Choice.REJECTED for one in decided], dtype=bool)
    missing = _missing(len(right), int(right.sum()))
    if missing:
        return Reason(missing)
    suggestions = [one.suggestion for one in decided]
    names = sorted({name for one in suggestions for name in features(one)})
    columns = {name: at for at, name in enumerate(names)}
    table = _table(suggestions, columns)
    report = _report(suggestions, table, right)
    if not report.helps:
        return Reason(report.sentence, report)
    return Ranker(report, columns, _fitted(table, right))


def told(found: Ranker | Reason) -> tuple[str, ...]:
    """Return what a person reads about it, in lines."""
    if found.report is None:
        return (found.sentence,) if isinstance(found, Reason) else ()
    report = found.report
    where = "texts" if report.by_text else "stretches of text"
    pairs = (
        ("average precision", report.engine.average_precision, report.learnt.average_precision),
        ("read for each accepted, to find 50 %", report.engine.half, report.learnt.half),
        ("read for each accepted, to find 80 %", report.engine.most, report.learnt.most),
    )
    lines = [
        f"{counted(report.right + report.wrong, 'decision')} in {counted(report.texts, 'text')}:"
        f" {report.right:,} right, {report.wrong:,} wrong",
        f"measured in {report.parts} parts, on {where} that were not learnt from",
        "",
        f"{'ordered by':<38}{'engine':>8}{'learnt':>8}",
        *(f"{name:<38}{before:>8.3f}{after:>8.3f}" for name, before, after in pairs),
        "",
        report.sentence,
    ]
    if isinstance(found, Ranker):
        lines += [
            f"counts most {word}: {', '.join(names)}"
            for word, sign in (("for", 1), ("against", -1))
            if (names := [one for one, weight in found.weighty if weight * sign > 0][:_SHOWN])
        ]
    return tuple(lines)


def _decided(decisions: Iterable[Decision]) -> list[Decision]:
    """Return what was decided on each suggestion, in the order of the texts."""
    settled = [one for one in log.standing(decisions).values() if one.choice.settles]
    return sorted(settled, key=lambda one: _place(one.suggestion))


def _place(one: Suggestion) -> tuple[str, int, int, str]:
    return one.source, one.start, one.end, id_of(one)


def _missing(count: int, right: int) -> str:
    """Say what is missing; nothing where there is enough to learn from."""
    if count < LEAST:
        had = counted(count, "decision")
        return f"too few to learn from: {had}, {LEAST - count} more are needed"
    for number, word in ((right, "accepted"), (count - right, "rejected")):
        if number < LEAST_OF_EACH:
            more = LEAST_OF_EACH - number
            return (
                f"too few to learn from: {number} of {count:,} were {word}, {more} more are needed"
            )
    return ""


def _table(suggestions: Sequence[Suggestion], columns: dict[str, int]) -> Table:
    """Return the features of suggestions; those without a column are left out."""
    rows = (
        {columns[name]: value for name, value in features(one).items() if name in columns}
        for one in suggestions
    )
    return tabled(list(rows), width=len(columns))


def _report(suggestions: Sequence[Suggestion], table: Table, right: NDArray[np.bool_]) -> Report:
    parting = parted(suggestions)
    before = np.nan_to_num(np.array([one.score for one in suggestions], dtype=float))
    after = _unseen(table, right, parting)
    engine, learnt = worth(before, right), worth(after, right)
    low, high = gained(before, after, right, parting)
    return Report(
        right=int(right.sum()),
        wrong=int((~right).sum()),
        texts=len({one.source for one in suggestions}),
        parts=int(parting.part.max()) + 1,
        by_text=parting.by_text,
        engine=engine,
        learnt=learnt,
        gain=learnt.average_precision - engine.average_precision,
        low=low,
        high=high,
    )


def _unseen(table: Table, right: NDArray[np.bool_], parting: Parting) -> NDArray[np.float64]:
    """Return how likely each suggestion is right, by what the parts without it taught."""
    found = np.zeros(len(right))
    for part in range(int(parting.part.max()) + 1):
        out = parting.part == part
        found[out] = _fitted(table[~out], right[~out]).shares(table[out])[:, 1]
    return found


def _fitted(table: Table, right: NDArray[np.bool_]) -> Regression:
    return fit(table, right.astype(np.int64), 2, penalty=_PENALTY)
