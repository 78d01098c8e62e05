"""What of a network is not drawn: numbers, and the sentences of a legend."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from clivage.excerpt.choice import Choice
from clivage.excerpt.selection import Selection, ties_of
from clivage.network import SignedNetwork
from clivage.network.columns import Int64

#: What rows of a network are counted as.
STATEMENTS, ROWS, EVENTS = "statements", "rows", "events"


@dataclass(frozen=True, slots=True)
class Part:
    """How many of all are shown."""

    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a legend.

    Attributes:
        key: what it is called among the words of the page.
        values: what stands in it; whole numbers, and others as decimals.
    """

    key: str
    values: Mapping[str, int | float]

    def said(self, words: Mapping[str, str]) -> str:
        """Return the sentence, its numbers written as the language writes them.

        >>> words = {"k": "{a} % of {b}", "excerpt-number": "1000 10.000,5"}
        >>> Sentence("k", {"a": 0.5, "b": 12000}).said(words)
        '0,5 % of 12.000'
        """
        numbers = {
            name: _written(value, words["excerpt-number"]) for name, value in self.values.items()
        }
        return words[self.key].format(**numbers)


def _written(value: float, samples: str) -> str:
    """Write a number as a language does, by its samples of a thousand, and of ten with a half.

    >>> _written(1200, "1000 10.000,5"), _written(1200, "1,000 10,000.5")
    ('1200', '1,200')
    """
    small, large = samples.split(" ")
    between, point = large[2], large[-2]
    whole, _, part = f"{value:.10f}".rstrip("0").rstrip(".").partition(".")
    if value >= 10_000 or between in small:
        whole = f"{int(whole):,}".replace(",", between)
    return whole + (point + part if part else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What is shown of a network, and of how much.

    Attributes:
        actors: those drawn, as themselves or in a group.
        issues: those drawn.
        ties: lines: an ordered pair, a sign, with or without quotation; after actors were put
            together.
        rows: what the ties rest on, counted as ``counted`` says.
        counted: ``statements``, ``events`` that programs coded, or ``rows``: statements and ties
            without a quotation.
        weight: weight of the ties drawn, of all, in the unit of the network.
        by: what actors are put together by, or empty.
        drawn: how many marks the actors have.
        inside: how many of the rows are between actors of one group.
        proved: whether the groups are as good as they can be.
        significance: of the ties drawn; None where all are.
        corrected: whether that is a false discovery rate.
        tested: how many ends of ties were tested.
        by_chance: how many of those found significant are so by chance, at most.
        top: how many actors and issues with most weight were looked for; None for all.
        automatic: whether that number is ours, as all would have been too many.
    """

    actors: Part
    issues: Part
    ties: Part
    rows: Part
    counted: str
    weight: Part
    by: str = ""
    drawn: int
    inside: int = 0
    proved: bool = True
    significance: float | None = None
    corrected: bool = False
    tested: int = 0
    by_chance: float = 0.0
    top: int | None = None
    automatic: bool = False

    @property
    def percent(self) -> float:
        """The part of all weight that is shown, in percent; rounded down to a decimal."""
        if not self.weight.total:
            return 100.0
        return self.weight.shown * 1000 // self.weight.total / 10

    def sentences(self) -> tuple[Sentence, ...]:
        """Return what a legend says, each sentence short enough for a row of it."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        counts = {"actors": self.actors, "issues": self.issues, "ties": self.ties}
        numbers = {name: part.shown for name, part in counts.items()}
        numbers |= {f"all-{name}": part.total for name, part in counts.items()}
        yield Sentence("excerpt-actors-issues" if self.issues.total else "excerpt-actors", numbers)
        rows = {"rows": self.rows.shown, "all-rows": self.rows.total, "share": self.percent}
        yield Sentence(f"excerpt-{self.counted}", rows)
        if self.by:
            yield Sentence(f"excerpt-by-{self.by}", {"drawn": self.drawn})
            if not self.proved:
                yield Sentence("excerpt-not-proved", {})
        if self.inside:
            yield Sentence(f"excerpt-inside-{self.counted}", {"inside": self.inside})
        if self.significance is not None:
            key = "excerpt-backbone-corrected" if self.corrected else "excerpt-backbone"
            yield Sentence(key, {"alpha": self.significance})
            if not self.corrected:
                chance = min(math.ceil(self.by_chance), self.ties.total)
                yield Sentence("excerpt-by-chance", {"chance": chance, "all-ties": self.ties.total})
        if self.automatic:
            yield Sentence("excerpt-automatic", {})
        if self.top is not None:
            yield Sentence("excerpt-top", {"top": self.top})

    def said(self, words: Mapping[str, str]) -> tuple[str, ...]:
        """Return the sentences in the language of some words, as `clivage.marks.words` has them."""
        return tuple(one.said(words) for one in self.sentences())

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON values, the sentences with their keys and numbers."""
        said = [{"key": one.key, "values": dict(one.values)} for one in self.sentences()]
        found = asdict(self)
        by_chance = found.pop("by_chance")
        return {**found, "byChance": by_chance, "percent": self.percent, "sentences": said}


def left_out(
    whole: SignedNetwork,
    chosen: Selection,
    choice: Choice,
    counts: Int64,
    *,
    counted: str,
    apart: int = 0,
    drawn: tuple[Part, Part],
    marks: int,
) -> LeftOut:
    """Return what a selection leaves out.

    Args:
        counts: how many each row of the whole counts for, shape (statements,).
        apart: how many more there are that are no rows of it.
        drawn: the actors and the issues drawn.
        marks: how many marks these actors have.
    """
    shown, between = int(counts[chosen.rows].sum()), int(counts[chosen.between].sum())
    total, backbone = int(counts.sum()), chosen.backbone
    weight = (int(one.weight.sum(dtype=np.int64)) for one in (chosen.network, whole))
    return LeftOut(
        actors=drawn[0],
        issues=drawn[1],
        ties=Part(ties_of(chosen.network), chosen.all_ties),
        rows=Part(shown, total + apart),
        counted=counted,
        weight=Part(*weight),
        by=choice.by,
        drawn=marks,
        inside=total - between,
        proved=chosen.proved,
        significance=backbone.alpha if backbone else None,
        corrected=choice.corrected,
        tested=backbone.tested if backbone else 0,
        by_chance=backbone.by_chance if backbone else 0.0,
        top=chosen.top,
        automatic=chosen.automatic,
    )
