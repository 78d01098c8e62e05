"""The engine of rules: a lexicon of verbs, nouns and phrases, and a grammar around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.entries import vocabulary
from clivage.suggest.lexicon.languages import READ, closed_words, first_words, language_of
from clivage.suggest.lexicon.names import closed_words_of
from clivage.suggest.lexicon.reading import Reading
from clivage.suggest.records import Document, Suggestion

#: Words that a text must have before it is judged by them.
_ENOUGH: Final = 200
#: The share of small words such as *of* and *they*: it is 0.43 or more in each text of the lessons,
#: and 0.34 or less where one letter in four is wrong.
_FEW: Final = 0.37


class Lexicon:
    """Suggests by words and grammar alone; it needs no network and learns nothing.

    >>> text = Document("s", "fr", "La droite soutient le général, mais le maire le combat.")
    >>> found = Lexicon().suggest(text, Cast())
    >>> [(one.holder.text, one.sign.verb, one.target.text) for one in found]
    [('La droite', 'supports', 'le général'), ('le maire', 'opposes', 'le général')]
    """

    name = "lexicon"
    version = "1"

    def __init__(self) -> None:
        #: What a person should know about the last text.
        self.remarks: tuple[str, ...] = ()

    def suggest(self, document: Document, cast: Cast) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the text; none in a language that it does not read.

        Raises:
            ClivageError: when a lexicon is broken.
        """
        self.remarks = remarks(document)
        language = document.primary_language
        if language not in READ:
            return iter(())
        reading = Reading(document, cast, vocabulary(language))
        return (one for each in reading.sentences() for one in each.suggestions)


def remarks(document: Document) -> tuple[str, ...]:
    """Return what a person should know about a text before its suggestions."""
    return tuple(_remarks(document, document.primary_language))


def _remarks(document: Document, language: str) -> Iterator[str]:
    if not document.text.strip():
        yield "the text is empty"
    elif language not in READ:
        yield f"the engine reads {', '.join(READ)}, not {language!r}: nothing was looked for"
    elif (guess := language_of(document.text)) and guess != language:
        yield f"the text looks like {guess!r}, and corpus.yaml says {language!r}"
    elif _is_strange(document.text, language):
        doubt = "is it badly recognised, or in another language?"
        yield f"few words of the text are {language!r}: {doubt}"


def _is_strange(text: str, language: str) -> bool:
    """Whether a text has too few of the small words that no text of its language can do without."""
    found = first_words(text)
    closed = closed_words(language)
    known = {word.strip("-'") for word in closed_words_of(closed) | closed.stopwords}
    return len(found) >= _ENOUGH and sum(word in known for word in found) < _FEW * len(found)
