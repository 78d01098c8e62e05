"""What looks like a stance and is none: walls, games, illnesses, the plots of films."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.sentences import Sentence
from clivage.suggest.lexicon.tokens import Token

#: Words of games in a paragraph that make it one about games.
_ENOUGH: Final = 2
#: Characters of a paragraph that are looked at.
_LOOKED: Final = 2000


class Traps:
    """Knows where a text speaks of something else than a conflict."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._sport = vocabulary.role("trap-sport")
        self._fiction = vocabulary.role("trap-fiction")
        self._things = vocabulary.role("trap-thing") | vocabulary.role("trap-illness")
        self._phrases = tuple(tuple(one.split()) for one in vocabulary.role("trap-phrase"))
        self._paragraph = -1
        self._is_game = False
        self._is_plot = False
        self._covered: set[int] = set()

    def enter(self, text: str, words: Sequence[Token], sentence: Sentence) -> None:
        """Look at a sentence, and at its paragraph when that is new."""
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            end = text.find("\n\n", sentence.start)
            end = len(text) if end < 0 else end
            stretch = text[sentence.start : min(end, sentence.start + _LOOKED)].lower()
            present = set(stretch.replace("'", " ").replace(",", " ").replace(".", " ").split())
            self._is_game = len(present & self._sport) >= _ENOUGH
            self._is_plot = bool(present & self._fiction) and "«" in stretch
        self._covered = self._inside_phrases([one.low for one in words])

    def _inside_phrases(self, lows: list[str]) -> set[int]:
        found: set[int] = set()
        for phrase in self._phrases:
            if phrase[0] not in lows:
                continue
            for at in range(len(lows) - len(phrase) + 1):
                if tuple(lows[at : at + len(phrase)]) == phrase:
                    found.update(range(at, at + len(phrase)))
        return found

    @property
    def is_elsewhere(self) -> bool:
        """Whether the paragraph tells of a game, or of what happens in a book or a film."""
        return self._is_game or self._is_plot

    def holds(self, match: Match, clauses: Clauses) -> bool:
        """Whether a match is no stance."""
        if self.is_elsewhere or match.first in self._covered:
            return True
        targets = [clauses.words[one.head].low for one in match.targets if not one.figure]
        return bool(targets) and all(one in self._things for one in targets)
