"""Which issue of the corpus some words mean, by the content words that they share with its name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.closed import Closed, words
from clivage.suggest.lexicon.names import closed_words_of
from clivage.suggest.lexicon.tokens import tokens

#: Shares of the weight of a name that the words must have: with its first word, and without it.
_WITH_HEAD: Final = 0.3
_WITHOUT: Final = 0.6
_ALONE: Final = 0.12
#: Nouns that take up an issue without saying which.
_MEASURES: Final = words(
    "projet mesure mesures proposition texte réforme plan décision demande demandes requête "
    "motion loi édit décret proyecto medida medidas propuesta texto reforma plan decisión "
    "petición ley moción decreto project measure measures proposal bill reform scheme plan "
    "decision demand demands request motion law act"
)
#: How much a word of a definition weighs beside one of a name.
_DEFINED: Final = 0.4


def stem(word: str) -> str:
    """Return the beginning of a word that its forms share.

    >>> stem("cessions") == stem("cession")
    True
    """
    bare = word.rstrip("sx") if len(word) > 4 else word
    return bare[:6] if len(bare) > 7 else bare.rstrip("e") if len(bare) > 4 else bare


class Issues:
    """The issues of a corpus, by the stems of their names."""

    def __init__(self, cast: Cast, closed: Closed, text: str) -> None:
        self._closed = closed
        self._ignored = closed_words_of(closed) | closed.stopwords
        low = text.lower()
        self._heads: dict[str, str] = {}
        self._stems: dict[str, dict[str, float]] = {}
        self._there: dict[str, float] = {}
        self._last = ""
        for one in cast.issues:
            name = self.content(one.names[-1])
            known = dict.fromkeys(name, 1.0)
            for word in self.content(one.definition):
                known.setdefault(word, _DEFINED)
            if name:
                self._heads[one.id] = name[0]
                self._stems[one.id] = known
                self._there[one.id] = sum(word in low for word in name) / len(name)
        counts = Counter(word for known in self._stems.values() for word in known)
        total = len(self._stems) + 1
        self._weights = {word: math.log(1 + total / n) for word, n in counts.items()}

    def content(self, text: str) -> list[str]:
        """Return the stems of the words of a name or definition that say what it is about."""
        found = tokens(text.replace("’", "'"), 0, len(text), self._closed.language)
        return [
            stem(one.low)
            for one in found
            if one.is_word and len(one.low) > 2 and one.low not in self._ignored
        ]

    def match(self, words: Sequence[str]) -> tuple[str, float]:
        """Return the issue that words mean, and how well they do; empty where none is meant.

        Args:
            words: in lower case, the chief one first.
        """
        stems = [stem(one) for one in words if len(one) > 2 and one not in self._ignored]
        best, best_score = "", 0.0
        if not any(one in self._weights for one in stems):
            return self._anaphoric(words)
        for id, known in self._stems.items():
            if not any(one in known for one in stems):
                continue
            score = self._score(known, stems)
            with_head = self._heads[id] in stems[:2]
            chief = bool(stems) and stems[0] in known
            only = all(one in known for one in stems)
            needed = _ALONE if with_head and only else _WITH_HEAD if with_head else _WITHOUT
            if score < needed or not (with_head or chief):
                continue
            score = score + 0.5 * with_head + 0.4 * self._there[id]
            if score > best_score:
                best, best_score = id, score
        if not best:
            return self._anaphoric(words)
        self._last = best
        return best, min(1.0, best_score)

    def _anaphoric(self, words: Sequence[str]) -> tuple[str, float]:
        """Return the issue spoken of last, where the words are no more than *le projet*."""
        nouns = [one for one in words if one not in self._ignored]
        if len(nouns) == 1 and nouns[0] in _MEASURES and self._last:
            return self._last, 0.4
        return "", 0.0

    def _score(self, known: dict[str, float], stems: Iterable[str]) -> float:
        shared = sum(self._weights[one] * known[one] for one in sorted(set(stems)) if one in known)
        total = sum(self._weights[one] for one, weight in known.items() if weight == 1.0)
        return shared / total if total else 0.0
