"""Which issues of the corpus a text is about, and how much a sentence has of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.issues import Issues, stem

#: The share of the words of its name that must stand in the text.
_PRESENT: Final = 0.5
_DEFINED: Final = 0.3
_MOST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of an issue stands in a sentence.

    Attributes:
        named: the share of the words of its name.
        defined: how many words of its definition.
    """

    figure: str
    named: float
    defined: int

    @property
    def score(self) -> float:
        """What likenesses are sorted by."""
        return self.named + _DEFINED * min(_MOST, self.defined)


class Themes:
    """The issues of one text, by the stems of their words."""

    def __init__(self, cast: Cast, issues: Issues, text: str) -> None:
        present = {stem(word) for word in _WORD.findall(text.lower())}
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        for one in cast.issues:
            name = frozenset(issues.content(one.names[-1]))
            if not name or len(name & present) / len(name) < _PRESENT:
                continue
            defined = frozenset(issues.content(one.definition)) - name
            self._known[one.id] = name, defined

    def alike(self, words: Iterable[str]) -> tuple[Likeness, ...]:
        """Return every issue of the text with what a sentence has of it, the most first.

        Args:
            words: of the sentence, in lower case.
        """
        stems = {stem(word) for word in words if len(word) > 3}
        found = (
            Likeness(id, len(stems & name) / len(name), len(stems & defined))
            for id, (name, defined) in self._known.items()
        )
        return tuple(sorted(found, key=lambda one: (-one.score, one.figure)))
