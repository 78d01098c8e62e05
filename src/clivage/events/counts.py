"""What became of the rows that a job has read, counted part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from clivage.events.engine import SAMPLES, Malformed


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows that were read.

    Attributes:
        verdicts: number of events by verdict: ``used``, or why they are not.
        otherwise: used events whose own intensity is another than the table's.
        malformed: records that are no rows.
        samples: verdict, file, id, day and code of a few events that cannot be used.
        unknown: the most frequent codes that the table does not know, with their numbers.
    """

    verdicts: dict[str, int] = field(default_factory=dict)
    otherwise: int = 0
    malformed: Malformed = field(default_factory=Malformed)
    samples: tuple[tuple[str, ...], ...] = ()
    unknown: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many there were."""
        return sum(self.verdicts.values()) + self.malformed.rows

    @classmethod
    def of_words(cls, words: dict[str, Any]) -> Counts:
        """Return counts that `dataclasses.asdict` made words of, and JSON lists of tuples."""
        malformed = words["malformed"]
        lines = tuple(tuple(one) for one in malformed["samples"])
        return cls(
            verdicts=words["verdicts"],
            otherwise=words["otherwise"],
            malformed=Malformed(malformed["rows"], lines),
            samples=tuple(tuple(one) for one in words["samples"]),
            unknown=words["unknown"],
        )


def added(several: Iterable[Counts]) -> Counts:
    """Add the counts of parts up, and keep samples of the first.

    >>> added([Counts(verdicts={"used": 2}), Counts(verdicts={"used": 1, "day": 1})]).verdicts
    {'day': 1, 'used': 3}
    """
    parts = list(several)
    verdicts: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for one in parts:
        verdicts.update(one.verdicts)
        unknown.update(one.unknown)
    lines = [line for one in parts for line in one.malformed.samples]
    samples = [row for one in parts for row in one.samples]
    return Counts(
        verdicts=dict(sorted(verdicts.items())),
        otherwise=sum(one.otherwise for one in parts),
        malformed=Malformed(sum(one.malformed.rows for one in parts), tuple(lines[:SAMPLES])),
        samples=tuple(
            row
            for verdict in ("code", "day")
            for row in [each for each in samples if each[0] == verdict][:SAMPLES]
        ),
        unknown=dict(sorted(unknown.items(), key=lambda item: (-item[1], item[0]))),
    )
