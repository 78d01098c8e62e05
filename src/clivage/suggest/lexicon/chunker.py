"""Cut a sentence into chunks, from left to right, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clivage.suggest.lexicon.chunks import Chunk, Kind, Mark, Phrase, Verb
from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.names import Names
from clivage.suggest.lexicon.nounphrases import NounPhrases
from clivage.suggest.lexicon.tokens import Token
from clivage.suggest.lexicon.verbgroups import VerbGroups

_PUNCTUATION: Final = {
    ",": Kind.COMMA, ";": Kind.STRONG, ":": Kind.STRONG, "—": Kind.STRONG, "–": Kind.STRONG,
    "(": Kind.OPEN, ")": Kind.CLOSE, "«": Kind.OPEN, "»": Kind.CLOSE, "“": Kind.OPEN,
    "”": Kind.CLOSE, ".": Kind.STRONG, "!": Kind.STRONG, "?": Kind.STRONG, "…": Kind.STRONG,
}  # fmt: skip


def chunks(words: Sequence[Token], vocabulary: Vocabulary, names: Names) -> list[Chunk]:
    """Return the chunks of a sentence, in order and without gaps."""
    return _Chunker(words, vocabulary, names).run()


class _Chunker:
    def __init__(self, words: Sequence[Token], vocabulary: Vocabulary, names: Names) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._closed: Closed = vocabulary.closed
        self._verbs = _verbs_of(vocabulary, words)
        self._nouns = NounPhrases(vocabulary, names, words)
        self._found: list[Chunk] = []

    def run(self) -> list[Chunk]:
        at = 0
        while at < len(self._words):
            chunk = self._next(at)
            self._found.append(chunk)
            at = chunk.last + 1
        return self._found

    def _next(self, at: int) -> Chunk:
        low = self._words[at].low
        if low in _PUNCTUATION:
            return Mark(_PUNCTUATION[low], at, at, low)
        if not self._words[at].text[0].isalnum():
            return Mark(Kind.OTHER, at, at, low)
        return (
            self._fixed(at)
            or self._conjunction(at)
            or self._verbs.parse(at, self._found)
            or self._prepositional(at)
            or self._participle(at)
            or self._nouns.parse(at)
            or self._adverb(at)
        )

    def _fixed(self, at: int) -> Mark | None:
        """Return an adverb of several words, such as *à l'unanimité*."""
        words = self._words
        for phrase in self._vocabulary.adverbs.get(words[at].low, ()):
            if tuple(one.low for one in words[at : at + len(phrase)]) == phrase:
                return Mark(Kind.ADVERB, at, at + len(phrase) - 1, words[at].low)
        return None

    def _conjunction(self, at: int) -> Mark | None:
        words, closed = self._words, self._closed
        low = words[at].low
        after = words[at + 1].low if at + 1 < len(words) else ""
        if closed.language == "fr" and low == "s'":
            return Mark(Kind.THAT, at, at, "si") if after in ("il", "ils") else None
        if closed.language == "fr" and low == "si" and not self._is_if(at + 1):
            return None
        kinds = (
            (closed.who, Kind.WHO),
            (closed.whose, Kind.WHOSE),
            (closed.whom, Kind.WHOM),
            (closed.coordinators, Kind.AND),
            (closed.subordinators, Kind.THAT),
        )
        kind = next((kind for known, kind in kinds if low in known), None)
        return None if kind is None else Mark(kind, at, at, low)

    def _is_if(self, at: int) -> bool:
        """Whether *si* before a word is *if*, and not *so*."""
        if at >= len(self._words):
            return False
        word, closed = self._words[at], self._closed
        known = (closed.determiners, closed.subjects, closed.strong, closed.prepositions)
        return word.is_capital or any(word.low in one for one in known)

    def _prepositional(self, at: int) -> Chunk | None:
        """Return a noun phrase with the preposition before it, or that alone."""
        spelt, after = self._preposition(at)
        if not spelt:
            return None
        words, closed = self._words, self._closed
        if after < len(words):
            low = words[after].low
            following = words[after + 1].low if after + 1 < len(words) else ""
            joined = low in closed.determiners and closed.language == "es"
            if joined and (following == "que" or following in closed.whom):
                return Mark(Kind.WHOM, at, after + 1, low, preposition=spelt)
            if low in closed.who or low in closed.whom:
                return Mark(Kind.WHOM, at, after, low, preposition=spelt)
            phrase = self._nouns.parse(after, bare=True)
            if phrase is not None:
                phrase.preposition, phrase.opening = spelt, at
                return phrase
        last = max(at, after - 1)
        return Mark(Kind.PREPOSITION, at, last, words[at].low, preposition=spelt)

    def _preposition(self, at: int) -> tuple[str, int]:
        """Return a preposition as the frames spell it, and the token after it."""
        words, closed = self._words, self._closed
        low = words[at].low
        determined = at > 0 and words[at - 1].low in closed.determiners
        for phrase in () if determined else self._vocabulary.prepositions.get(low, ()):
            stretch = [one.low for one in words[at : at + len(phrase)]]
            if len(stretch) == len(phrase) and tuple(stretch[:-1]) == phrase[:-1]:
                if stretch[-1] == phrase[-1] or (stretch[-1], phrase[-1]) == ("d'", "de"):
                    return " ".join(phrase), at + len(phrase)
                said = closed.determiners.get(stretch[-1])
                if (said and said.preposition == phrase[-1]) or (
                    closed.language == "fr" and stretch[-1] == "des" and phrase[-1] == "de"
                ):
                    return " ".join(phrase), at + len(phrase) - 1
        if low == "d'" and closed.language == "fr":
            return "de", at + 1
        said = closed.determiners.get(low)
        if said and said.preposition:
            return said.preposition, at
        if low == "des" and self._is_genitive(at):
            return "de", at
        return (low, at + 1) if low in closed.prepositions else ("", at)

    def _is_genitive(self, at: int) -> bool:
        """Whether French *des* is *de les*: after a noun or certain verbs it may be, else not."""
        return bool(self._found) and isinstance(self._found[-1], Phrase)

    def _participle(self, at: int) -> Verb | None:
        return self._verbs.bare_participle(at, self._found)

    def _adverb(self, at: int) -> Mark:
        low = self._words[at].low
        adverb = low in self._closed.adverbs or low.endswith(("ment", "mente", "ly"))
        return Mark(Kind.ADVERB if adverb else Kind.OTHER, at, at, low)


def _verbs_of(vocabulary: Vocabulary, words: Sequence[Token]) -> VerbGroups:
    if vocabulary.closed.language == "en":
        from clivage.suggest.lexicon.englishverbs import EnglishVerbs

        return EnglishVerbs(vocabulary, words)
    return VerbGroups(vocabulary, words)
