"""Who was spoken of just before: what a pronoun may stand for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from clivage.suggest.lexicon.chunks import Phrase

#: How many mentions, and how many paragraphs back, a pronoun may reach.
_MEMORY = 24


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody that the text spoke of.

    Attributes:
        start, end: where the words stand.
        at: where he was last meant, by those words or by a pronoun.
    """

    start: int
    end: int
    text: str
    figure: str
    sort: str
    number: str
    gender: str
    is_subject: bool
    paragraph: int
    at: int
    is_object: bool = False
    is_person: bool | None = None

    @property
    def key(self) -> str:
        """What tells two apart."""
        return self.figure or self.text.lower()


class Discourse:
    """Remembers the last mentions, so that it stays small however long the text is."""

    def __init__(self) -> None:
        self._spoken: deque[Spoken] = deque(maxlen=_MEMORY)

    def remember(self, one: Spoken) -> None:
        """Add a mention."""
        self._spoken.append(one)

    def last_subject(self) -> Spoken | None:
        """Return who was last the subject of a sentence."""
        for one in reversed(self._spoken):
            if one.is_subject and one.sort != "thing":
                return one
        return None

    def salient(
        self, paragraph: int, besides: frozenset[str], among: frozenset[str] | None = None
    ) -> Spoken | None:
        """Return the actor spoken of most in the last sentences, besides some."""
        weights: dict[str, float] = {}
        last: dict[str, Spoken] = {}
        for age, one in enumerate(reversed(self._spoken)):
            known = one.figure and one.figure not in besides
            if not known or paragraph - one.paragraph > 1:
                continue
            if among is not None and one.figure not in among:
                continue
            weight = 1.0 / (2 + age) + 0.1 + (0.3 if one.is_subject else 0.0)
            weights[one.figure] = weights.get(one.figure, 0.0) + weight
            last.setdefault(one.figure, one)
        if not weights:
            return None
        return last[max(sorted(weights), key=lambda figure: weights[figure])]

    def resolve(
        self, phrase: Phrase, start: int, paragraph: int, *, besides: frozenset[str] = frozenset(),
        role: str = "subject", person: bool | None = None,
    ) -> Spoken | None:  # fmt: skip
        """Return whom a pronoun of the third person stands for.

        Args:
            phrase: the pronoun, or a noun phrase with a possessive.
            start: where it stands: only what is before it counts.
            paragraph: number of its paragraph.
            besides: figures that it cannot be.
            person: whether it must be a human being, or must not; None where both will do.
            role: ``subject``, ``object``, or ``near`` for *celui-ci*.
        """
        best: Spoken | None = None
        best_score = -20.0
        owner = phrase.owner
        number = owner.number if owner else phrase.number
        gender = "" if owner else phrase.gender
        age = 0
        for one in reversed(self._spoken):
            if one.at >= start or paragraph - one.paragraph > 1:
                continue
            age += 1
            if one.key in besides:
                continue
            if not _may_be(one, number, gender) or (
                person is not None and one.is_person is not None and one.is_person != person
            ):
                continue
            score = _likelihood(one, age, number, gender, paragraph)
            if role == "near":
                score -= 2.0 * age + 3.0 * one.is_subject
            elif role == "object":
                score += 2.0 * one.is_object - 1.5 * one.is_subject
            if score > best_score:
                best, best_score = one, score
        return best


def _may_be(one: Spoken, number: str, gender: str) -> bool:
    if number and one.number and number != one.number:
        return False
    return not (gender and one.gender and gender != one.gender)


def _likelihood(one: Spoken, age: int, number: str, gender: str, paragraph: int) -> float:
    score = 3.0 * one.is_subject - 0.25 * age
    score += {"figure": 2.5, "group": 1.5, "name": 1.2}.get(one.sort, -1.0)
    score += 0.7 * bool(gender and gender == one.gender) + 0.3 * bool(number == one.number)
    return score + 3.0 - 2.0 * (paragraph != one.paragraph)
