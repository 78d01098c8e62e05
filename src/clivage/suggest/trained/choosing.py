"""From what is likely to suggestions: which pairs of a sentence a person should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from clivage.model import AUTHOR, Modality, Sign
from clivage.suggest.cast import Cast
from clivage.suggest.records import Document, Mention, Suggestion
from clivage.suggest.trained import hints
from clivage.suggest.trained.pairs import Pair, pairs
from clivage.suggest.trained.places import How, Place
from clivage.suggest.trained.scene import Scene
from clivage.suggest.trained.weights import Weights, chance

#: The rule that a suggestion names where no rule of the lexicon said the same.
RULE: Final = "trained"
#: How likely a sentence must be to take a side, and a pair after the first to be one of it.
_SENTENCE: Final = 0.38
_FURTHER: Final = 0.2
_MOST: Final = 4
#: With fewer actors of the corpus in a text, those are missing that it is about: what rules find of
#: others is then shown wherever it stands.
_CHARTED: Final = 4
_CUES: Final = 3


@dataclass(frozen=True, slots=True)
class Likely:
    """A pair, and how likely it is one: 0 to 1."""

    pair: Pair
    sign: Sign
    chance: float


class Choosing:
    """Makes the suggestions of one text."""

    def __init__(self, document: Document, cast: Cast, weights: Weights) -> None:
        self._document = document
        self._cast = cast
        self._weights = weights
        self._is_charted = _names(document.text, cast, _CHARTED)

    def of(self, scene: Scene) -> Iterator[Suggestion]:
        """Yield the suggestions of a sentence, in the order of the text."""
        stance = self._weights.likely("sentence", hints.of_sentence(scene))
        made = []
        if stance >= _SENTENCE and not scene.is_elsewhere:
            made = [self._suggestion(scene, one, stance) for one in self.likely(scene)]
        made += list(self._of_rules(scene, made, stance))
        yield from sorted(made, key=lambda one: (one.start, one.end, one.rule))

    def likely(self, scene: Scene) -> list[Likely]:
        """Return the likeliest pair of a sentence, and others that are likely by themselves."""
        shared = self._weights.total("pair", hints.of_any_pair(scene))
        weighed = [
            (chance(shared + self._weights.total("pair", hints.of_this_pair(scene, one))), one)
            for one in pairs(scene)
        ]
        weighed.sort(key=lambda it: (-it[0], it[1].key))
        chosen: dict[tuple[str, str], Likely] = {}
        for likelihood, one in weighed:
            if len(chosen) == _MOST or (chosen and likelihood < _FURTHER):
                break
            if one.key[::-1] in chosen:
                continue
            against = self._weights.likely("side", hints.of_side(scene, one))
            sign = Sign.OPPOSITION if against > 0.5 else Sign.SUPPORT
            chosen[one.key] = Likely(one, sign, likelihood)
        return list(chosen.values())

    def _of_rules(
        self, scene: Scene, made: list[Suggestion], stance: float
    ) -> Iterator[Suggestion]:
        """Yield what only rules can find: somebody new, and what did not happen."""
        for one in scene.rules:
            if all(one.figures) and one.modality is Modality.ACTUAL:
                continue
            if any(one.start < other.end and other.start < one.end for other in made):
                continue
            if stance >= _SENTENCE or not self._is_charted:
                yield one

    def _suggestion(self, scene: Scene, likely: Likely, stance: float) -> Suggestion:
        score = round(stance * (0.3 + 0.7 * likely.chance), 3)
        for one in scene.rules:
            if one.figures == likely.pair.key and one.sign is likely.sign:
                return replace(one, score=score)
        holder, target = likely.pair.holder, likely.pair.target
        start, end = _passage(scene, likely.pair)
        return Suggestion(
            source=self._document.source,
            start=start,
            end=end,
            exact=self._document.text[start:end],
            holder=self._mention(holder),
            target=self._mention(target),
            sign=likely.sign,
            score=score,
            rule=RULE,
            modality=_modality(scene, likely.pair),
            cues=tuple(self._cues(scene, likely.sign, start, end)),
        )

    def _mention(self, place: Place) -> Mention:
        if place.how is How.AUTHOR:
            return Mention(text="", figure=AUTHOR)
        if place.is_here:
            text = self._document.text[place.start : place.end]
            return Mention(
                text=text, start=place.start, end=place.end, figure=place.figure,
                is_issue=place.is_issue,
            )  # fmt: skip
        name = self._cast.by_id[place.figure].names[0]
        return Mention(text=name, figure=place.figure, is_issue=place.is_issue)

    def _cues(self, scene: Scene, sign: Sign, start: int, end: int) -> Iterator[str]:
        """Yield the words that most hint at a side."""
        found = [
            (cue.support if sign is Sign.SUPPORT else cue.opposition, word)
            for cue, word in zip(scene.cues, scene.words, strict=True)
            if start <= word.start < end
        ]
        strongest = sorted(found, key=lambda it: -it[0])[:_CUES]
        for strength, word in sorted(strongest, key=lambda it: it[1].start):
            if strength:
                yield self._document.text[word.start : word.end]


def _names(text: str, cast: Cast, least: int) -> bool:
    """Whether a text names so many actors."""
    low = text.lower()
    named = (one for one in cast.actors if any(name.lower() in low for name in one.names))
    return len(list(islice(named, least))) == least


def _passage(scene: Scene, pair: Pair) -> tuple[int, int]:
    """Return the parts of a sentence, between strong marks, in which the two stand."""
    here = [one for one in (pair.holder, pair.target) if one.is_here]
    parts = [scene.parts[at] for one in here for at in (one.first, one.last)]
    words = [
        word
        for word, part in zip(scene.words, scene.parts, strict=True)
        if word.is_word and (not parts or min(parts) <= part <= max(parts))
    ]
    if not words:
        return scene.start, scene.end
    start = min([words[0].start, *(one.start for one in here)])
    return start, max([words[-1].end, *(one.end for one in here)])


def _modality(scene: Scene, pair: Pair) -> Modality:
    """Return the modality of the verb of the target, or else of the holder."""
    for place in (pair.target, pair.holder):
        if place.verb in scene.actions:
            return scene.actions[place.verb].modality
    return Modality.ACTUAL
