"""Words that hint at a side where somebody does or says them to somebody: ``cues.csv``.

An entry of the other lexicons says who stands how to whom; a cue only that support, or opposition,
is in the air: *gratuitement*, *faire crédit à*, *huissier*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from clivage.errors import ClivageError
from clivage.suggest import inflection
from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.entries import FOLDER, forms_of, rows, spellings
from clivage.suggest.lexicon.languages import closed_words
from clivage.suggest.lexicon.names import closed_words_of
from clivage.suggest.lexicon.tokens import Token, tokens

#: What stands for any article, and for any possessive, in an expression.
_ARTICLE: Final = "<the>"
_POSSESSIVE: Final = "<whose>"
_BEFORE_VERB: Final = 3
_INFINITIVES: Final = {"fr": ("er", "ir", "re"), "es": ("ar", "er", "ir"), "en": ("",)}
#: Shorter words that begin an expression are no verbs: *on*, *in*.
_SHORTEST: Final = 3
_PARTS: Final = ("verb", "noun", "adjective", "adverb", "phrase")
_SIGNS: Final = ("supports", "opposes")


@dataclass(frozen=True, slots=True)
class Cue:
    """How strongly a word or several hint at support, and at opposition: 0 to 3 each."""

    support: int = 0
    opposition: int = 0


@dataclass(slots=True)
class _Index:
    """Cues by form: alone, of reflexive verbs only, and expressions by their first word."""

    words: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    reflexive: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[tuple[tuple[str, ...], str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    #: Infinitives that begin an expression, by their forms.
    heads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class Cues:
    """Finds the cues of a language.

    Raises:
        ClivageError: when the file has a row that cannot be read.
    """

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        self._closed = closed_words(language)
        self._ignored = closed_words_of(self._closed)
        self._index = _Index()
        for word, part, sign, strength in _rows(folder / language / "cues.csv"):
            self._add(word, part, sign, strength)
        for first in list(self._index.phrases):
            if first.endswith(_INFINITIVES[language]) and len(first) >= _SHORTEST:
                for form in _conjugated(language, first):
                    self._index.heads[form].add(first)

    def _add(self, word: str, part: str, sign: str, strength: int) -> None:
        language = self._closed.language
        bare, reflexive = _without_reflexive(word, self._closed)
        if part == "phrase" or " " in bare:
            spelt = self._spelt(bare)
            self._index.phrases[spelt[0]].append((spelt, sign, strength))
            return
        index = self._index.reflexive if reflexive else self._index.words
        for form in _inflected(language, bare, part):
            index[form].append((sign, strength))

    def _spelt(self, phrase: str) -> tuple[str, ...]:
        plain = phrase.replace("’", "'").replace("one's", "his")
        found = tokens(plain, 0, len(plain), self._closed.language)
        return tuple(self._plain(one.low) for one in found)

    def _plain(self, low: str) -> str:
        """Return a word so that its contractions and persons are alike."""
        closed = self._closed
        if low in closed.possessives:
            return _POSSESSIVE
        if low in closed.determiners:
            return closed.determiners[low].preposition or _ARTICLE
        return {"d'": "de", "s'": "se", "qu'": "que"}.get(low, low)

    def of(self, words: Sequence[Token]) -> list[Cue]:
        """Return the cue of each token of a sentence; that of an expression at its first."""
        plain = [self._plain(one.low) for one in words]
        found = [Cue()] * len(words)
        covered: set[int] = set()
        for at, one in enumerate(words):
            sign, strength, length = self._phrase(at, one.low, plain)
            if length:
                found[at] = _cue([(sign, strength)])
                covered.update(range(at, at + length))
        for at, one in enumerate(words):
            if at not in covered and one.low not in self._ignored:
                found[at] = _cue(self._alone(at, words))
        return found

    def _alone(self, at: int, words: Sequence[Token]) -> list[tuple[str, int]]:
        low = words[at].low
        before = {one.low for one in words[max(0, at - _BEFORE_VERB) : at]}
        found = list(self._index.words.get(low, ()))
        if before & self._closed.reflexives:
            found += self._index.reflexive.get(low, ())
        return found

    def _phrase(self, at: int, low: str, plain: Sequence[str]) -> tuple[str, int, int]:
        """Return the longest expression that begins at a token: its sign, strength and length.

        One word may stand after its verb: *fit aussitôt crédit à*.
        """
        best = ("", 0, 0)
        heads = self._index.heads.get(low, set())
        for first in sorted({plain[at], *heads}):
            for spelt, sign, strength in self._index.phrases.get(first, ()):
                for skipped in (0, 1) if first in heads and len(spelt) > 1 else (0,):
                    length = len(spelt) + skipped
                    rest = tuple(plain[at + 1 + skipped : at + length])
                    if rest == spelt[1:] and length > best[2]:
                        best = (sign, strength, length)
        return best


@cache
def cues(language: str) -> Cues:
    """Return the cues of a language, read once."""
    return Cues(language)


def _cue(found: Sequence[tuple[str, int]]) -> Cue:
    strongest = {sign: max((n for one, n in found if one == sign), default=0) for sign in _SIGNS}
    return Cue(*strongest.values())


def _without_reflexive(word: str, closed: Closed) -> tuple[str, bool]:
    for prefix in ("se ", "s'"):
        if word.startswith(prefix) and closed.language in ("fr", "es"):
            return word.removeprefix(prefix), True
    return word, False


def _inflected(language: str, word: str, part: str) -> Iterable[str]:
    if part == "verb":
        return _conjugated(language, word)
    if part == "noun":
        return spellings(inflection.noun(language, word), word)
    if part == "adjective":
        return spellings(inflection.adjective(language, word), word)
    return (word,)


def _conjugated(language: str, infinitive: str) -> Iterable[str]:
    return forms_of(language, infinitive) or (infinitive,)


def _rows(path: Path) -> Iterator[tuple[str, str, str, int]]:
    for origin, row in rows(path, ("word",)):
        known = row["part"] in _PARTS and row["sign"] in _SIGNS
        if not known or row["strength"] not in ("1", "2", "3"):
            remedy = f"a part of {', '.join(_PARTS)}, a sign and a strength are needed"
            raise ClivageError("the row is no cue", remedy=remedy, origin=origin)
        yield row["word"], row["part"], row["sign"], int(row["strength"])
