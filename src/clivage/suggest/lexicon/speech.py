"""Whose words these are: quotations, and turns of a debate."""

from __future__ import annotations

from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.discourse import Discourse, Spoken
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.sentences import Sentence

_OPENS = "«“"
_CLOSES = "»”"
#: Tokens at the beginning of a paragraph in which a speaker is announced: *M. Roux (Port) :*.
_LABEL = 24


class Speech:
    """Keeps track of who speaks, from sentence to sentence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._says = vocabulary.role("say")
        self._inside: Spoken | None = None
        self._turn: Spoken | None = None
        self._paragraph = -1
        self._spans: list[tuple[int, int, Spoken]] = []

    def enter(self, clauses: Clauses, sentence: Sentence, discourse: Discourse) -> None:
        """Read the marks of a sentence."""
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self._turn = self._announced(clauses)
            self._inside = None
        self._spans = []
        speaker = self._speaker(clauses)
        start = sentence.start if self._inside else -1
        for word in clauses.words:
            if word.text in _OPENS:
                self._inside = speaker or self._inside or discourse.last_subject()
                start = word.end
            elif word.text in _CLOSES and start >= 0:
                if self._inside:
                    self._spans.append((start, word.start, self._inside))
                self._inside, start = None, -1
        if start >= 0 and self._inside:
            self._spans.append((start, sentence.end, self._inside))

    def speaker_at(self, offset: int) -> Spoken | None:
        """Return who says the word at an offset of the last sentence, if not the author."""
        for start, end, speaker in self._spans:
            if start <= offset < end:
                return speaker
        return self._turn

    def _announced(self, clauses: Clauses) -> Spoken | None:
        first = clauses.chunks[0]
        if not isinstance(first, Phrase) or first.sort not in ("figure", "name", "group"):
            return None
        for one in clauses.chunks[1:8]:
            if one.first > _LABEL or isinstance(one, Verb):
                return None
            if isinstance(one, Mark) and one.low == ":":
                return _spoken(first, clauses)
            if isinstance(one, Mark) and one.kind is Kind.STRONG and one.low != ".":
                return None
        return None

    def _speaker(self, clauses: Clauses) -> Spoken | None:
        """Return the subject of a verb of saying outside the quotation marks."""
        depth = 0
        for at, one in enumerate(clauses.chunks):
            if isinstance(one, Mark) and one.low in _OPENS:
                depth += 1
            elif isinstance(one, Mark) and one.low in _CLOSES:
                depth = max(0, depth - 1)
            elif isinstance(one, Verb) and not depth and self._says & set(one.lemmas):
                for phrase in clauses.subject(at).phrases:
                    if phrase.sort != "pronoun":
                        return _spoken(phrase, clauses)
        return None


def _spoken(phrase: Phrase, clauses: Clauses) -> Spoken:
    start, end = clauses.words[phrase.first].start, clauses.words[phrase.last].end
    return Spoken(
        start, end, "".join(_words(phrase, clauses)), phrase.figure, phrase.sort, phrase.number,
        phrase.gender, True, 0, start,
    )  # fmt: skip


def _words(phrase: Phrase, clauses: Clauses) -> str:
    return " ".join(one.text for one in clauses.words[phrase.first : phrase.last + 1])
