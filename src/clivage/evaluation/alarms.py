"""Sentences: how well they are sorted out, and where something is seen that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from clivage.agreement.intervals import Bootstrap
from clivage.agreement.spans import Spans
from clivage.evaluation import matching
from clivage.evaluation.claims import Claim
from clivage.evaluation.scores import Scoring
from clivage.evaluation.sentences import sentences, touched
from clivage.evaluation.tallies import Score, Tally, summed
from clivage.model import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """Predicted claims where the gold has none of the kind.

    Attributes:
        where: of what: ``negated statements``, ``neutral sentences``.
        number: how many of them there are.
        alarms: predicted claims there.
    """

    where: str
    number: int
    alarms: int

    @property
    def rate(self) -> float | None:
        """False alarms for each hundred of them; None where there are none."""
        return 100 * self.alarms / self.number if self.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Which sentences are marked, whatever is said of them.

    Attributes:
        sentences: how many there are.
        score: marked sentences by those in which the gold has a claim.
    """

    sentences: int
    score: Score

    @property
    def base_rate(self) -> float:
        """The share of sentences that hold a claim: the precision of marking them all."""
        return self.score.gold / self.sentences

    @property
    def marked(self) -> float:
        """The share of sentences that are marked."""
        return self.score.predicted / self.sentences


@dataclass(frozen=True)
class Sentences:
    """The sentences of the texts of a comparison; sources whose text is not known have none."""

    scoring: Scoring

    @cached_property
    def places(self) -> Mapping[str, Spans]:
        """Where the sentences of each text are."""
        return {id: sentences(text) for id, text in self.scoring.compared.texts.items()}

    @cached_property
    def _claimed(self) -> Mapping[str, set[int]]:
        """The sentences in which the gold has a claim of any modality."""
        return self._touched(self.scoring.compared.gold)

    def _touched(self, claims: Iterable[Claim]) -> dict[str, set[int]]:
        by_source: dict[str, list[Spans]] = {id: [] for id in self.places}
        for one in claims:
            if one.source in by_source:
                by_source[one.source].append(one.spans)
        return {id: touched(self.places[id], passages) for id, passages in by_source.items()}

    def triage(self) -> Triage | None:
        """Return how well sentences are sorted out; None where no text has a sentence."""
        rows = []
        gold, predicted = self._touched(self.scoring.gold), self._touched(self.scoring.predicted)
        for number, (id, places) in enumerate(self.places.items()):
            for at in range(len(places)):
                rows.append((number, at in gold[id], at in predicted[id]))
        if not rows:
            return None
        units: Sequence[int] = range(len(rows))
        if self.scoring.by_source:
            units = [number for number, _, _ in rows]
        count = units[-1] + 1
        true = [float(one) for _, one, _ in rows]
        marked = [float(one) for _, _, one in rows]
        right = summed([a * b for a, b in zip(true, marked, strict=True)], units, count)
        tally = Tally(summed(marked, units, count), right, summed(true, units, count), right)
        return Triage(sentences=len(rows), score=tally.score(self._bootstrap))

    @property
    def _bootstrap(self) -> Bootstrap:
        return self.scoring.settings.bootstrap

    def alarms(self) -> tuple[Alarms, ...]:
        """Return false alarms: on claims of other modalities, neutral sentences, and texts."""
        return (*self._of_modalities(), *self._neutral())

    def _of_modalities(self) -> Iterator[Alarms]:
        """Yield predictions on a claim of another modality, and on none of that which is asked."""
        scoring = self.scoring
        for modality in Modality:
            others = [one for one in scoring.compared.gold if one.modality is modality]
            if scoring.settings.modality in (None, modality) or not others:
                continue
            near = matching.near(others, scoring.predicted, scoring.settings.overlap)
            alarms = sum(
                bool(there) and not here for there, here in zip(near, scoring.near, strict=True)
            )
            yield Alarms(where=f"{modality.value} statements", number=len(others), alarms=alarms)

    def _neutral(self) -> Iterator[Alarms]:
        """Yield predictions all of whose sentences, or whose text, the gold claims nothing of."""
        number = sum(map(len, self.places.values()))
        claimed = sum(map(len, self._claimed.values()))
        alarms = [one for one in self.scoring.predicted if self._is_neutral(one)]
        yield Alarms(where="neutral sentences", number=number - claimed, alarms=len(alarms))
        coded = {one.source for one in self.scoring.gold}
        texts = {
            "neutral texts": {id for id, found in self._claimed.items() if not found},
            "texts with other claims only": {
                id for id, found in self._claimed.items() if found and id not in coded
            },
        }
        for where, ids in texts.items():
            if ids:
                yield Alarms(
                    where=f"sentences of {where}",
                    number=sum(len(self.places[id]) for id in ids),
                    alarms=sum(one.source in ids for one in self.scoring.predicted),
                )

    def _is_neutral(self, one: Claim) -> bool:
        places = self.places.get(one.source)
        return places is not None and touched(places, [one.spans]).isdisjoint(
            self._claimed[one.source]
        )
