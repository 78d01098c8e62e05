"""The engine: the default engine's suggestions, sentence by sentence, weighed by the parse."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.entries import vocabulary
from clivage.suggest.lexicon.languages import READ
from clivage.suggest.lexicon.masking import masked
from clivage.suggest.lexicon.sentences import Sentence, sentences
from clivage.suggest.lexicon.tokens import Token, tokens
from clivage.suggest.parsed.reading import TreeReading
from clivage.suggest.parsed.trees import Parser, Tree
from clivage.suggest.parsed.weighing import alone, weighed
from clivage.suggest.records import Document, Suggestion
from clivage.suggest.trained import Trained


class Parsed:
    """The default engine, its scores corrected by a parse, and what only the parse finds."""

    name = "spacy"

    def __init__(self, parsers: Mapping[str, Parser]) -> None:
        """Take a parser for each language."""
        self._parsers = parsers
        self._default = Trained()
        models = ", ".join(one.version for one in parsers.values())
        self.version = f"1+{Trained.version} {models}"
        #: What a person should know about the last text.
        self.remarks: tuple[str, ...] = ()

    def suggest(self, document: Document, cast: Cast) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the text; without a model for it, as they are.

        Raises:
            ClivageError: when a model cannot be loaded, or a lexicon or the weights are broken.
        """
        found = self._default.suggest(document, cast)
        self.remarks = self._default.remarks
        language = document.primary_language
        parser = self._parsers.get(language)
        if parser is not None:
            return _weighed(document, cast, language, parser, found)
        if language in READ:
            said = f"no model of spaCy reads {language!r}: this is the engine {Trained.name!r}"
            self.remarks += (said,)
        return found


def _weighed(
    document: Document, cast: Cast, language: str, parser: Parser, found: Iterator[Suggestion]
) -> Iterator[Suggestion]:
    waiting, text = _Waiting(found), masked(document.text)
    reading = TreeReading(document, text, cast, vocabulary(language))
    for sentence, words, tree in _parsed(text, language, parser):
        claims = reading.claims(sentence, words, tree)
        known = waiting.until(sentence.end)
        yield from weighed(known, claims)
        yield from alone(claims, known, document)
    yield from waiting.until(len(document.text))


class _Waiting:
    """Suggestions as they come, handed out up to a place in the text."""

    def __init__(self, suggestions: Iterator[Suggestion]) -> None:
        self._suggestions = suggestions
        self._next = next(suggestions, None)

    def until(self, end: int) -> list[Suggestion]:
        """Return those that end there or before, each once."""
        found = []
        while self._next is not None and self._next.end <= end:
            found.append(self._next)
            self._next = next(self._suggestions, None)
        return found


def _parsed(
    text: str, language: str, parser: Parser
) -> Iterator[tuple[Sentence, Sequence[Token], Tree]]:
    """Yield the sentences of a text with their trees; only a few are in memory at a time."""
    ahead: deque[tuple[Sentence, Sequence[Token]]] = deque()

    def read() -> Iterator[Sequence[Token]]:
        for sentence in sentences(text):
            if words := tokens(text, sentence.start, sentence.end, language):
                ahead.append((sentence, words))
                yield words

    for tree in parser.trees(read()):
        sentence, words = ahead.popleft()
        yield sentence, words, tree
