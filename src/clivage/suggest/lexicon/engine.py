"""The engine of rules: a lexicon of verbs, nouns and phrases, and a grammar around them."""

from __future__ import annotations

from collections.abc import Iterator

from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.entries import vocabulary
from clivage.suggest.lexicon.languages import READ, language_of
from clivage.suggest.lexicon.reading import Reading
from clivage.suggest.records import Document, Suggestion


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
        language = document.language.partition("-")[0].lower()
        if language not in READ:
            return iter(())
        reading = Reading(document, cast, vocabulary(language))
        return (one for each in reading.sentences() for one in each.suggestions)


def remarks(document: Document) -> tuple[str, ...]:
    """Return what a person should know about a text before its suggestions."""
    return tuple(_remarks(document, document.language.partition("-")[0].lower()))


def _remarks(document: Document, language: str) -> Iterator[str]:
    if not document.text.strip():
        yield "the text is empty"
    elif language not in READ:
        yield f"the engine reads {', '.join(READ)}, not {language!r}: nothing was looked for"
    elif (guess := language_of(document.text)) and guess != language:
        yield f"the text looks like {guess!r}, and corpus.yaml says {language!r}"
