"""Who was spoken of in the sentences before: whom a text means without saying so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from clivage.suggest.trained.places import How, Place

#: How many are kept in mind.
_REACH: Final = 12
_LEADS: Final = ("subject", "patient", "bare")


@dataclass(frozen=True, slots=True)
class Last:
    """Where somebody was last spoken of: the number of the sentence, and of its paragraph."""

    sentence: int
    paragraph: int
    was_subject: bool


class Memory:
    """Remembers who was spoken of, and stays small however long a text is."""

    def __init__(self) -> None:
        #: Figures, the last spoken of first.
        self.recent: list[str] = []
        self.last: dict[str, Last] = {}
        #: Whom the paragraph began with.
        self.lead = ""
        self.sentence = 0
        self._paragraph = -1
        self._counts: Counter[str] = Counter()

    def enter(self, paragraph: int) -> None:
        """Go on to a sentence."""
        self.sentence += 1
        if paragraph != self._paragraph:
            self._paragraph, self.lead = paragraph, ""

    def share(self, figure: str) -> float:
        """Return which part of what was spoken of so far was this one."""
        total = self._counts.total()
        return self._counts[figure] / total if total else 0.0

    def remember(self, places: Iterable[Place]) -> None:
        """Keep whom a sentence named, in order."""
        for one in sorted(places, key=lambda place: (place.start, place.figure)):
            if one.how is How.OTHER:
                continue
            is_subject = one.role in ("subject", "patient")
            self.last[one.figure] = Last(self.sentence, self._paragraph, is_subject)
            if not self.lead and one.role in _LEADS:
                self.lead = one.figure
            if one.figure in self.recent:
                self.recent.remove(one.figure)
            self.recent.insert(0, one.figure)
            self._counts[one.figure] += 1
        del self.recent[_REACH:]
