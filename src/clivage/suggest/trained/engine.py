"""The default engine: what is likely, by hints that were weighed on coded texts."""

from __future__ import annotations

from collections.abc import Iterator

from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.engine import remarks
from clivage.suggest.lexicon.entries import vocabulary
from clivage.suggest.lexicon.languages import READ
from clivage.suggest.lexicon.reading import Reading
from clivage.suggest.records import Document, Suggestion
from clivage.suggest.trained.choosing import Choosing
from clivage.suggest.trained.scene import Scenes
from clivage.suggest.trained.weights import Weights, weights


class Trained:
    """Suggests who of those whom the corpus knows takes a side; needs no network.

    Whoever the corpus does not know is found by the rules of the engine ``lexicon`` alone.

    >>> from clivage.suggest.cast import Figure
    >>> from clivage.model import ActorType
    >>> cast = Cast((
    ...     Figure(id="right", names=("La droite",), type=ActorType.COLLECTIVE),
    ...     Figure(id="general", names=("le général",), type=ActorType.PERSON),
    ... ))
    >>> text = Document("s", "fr", "La droite soutient le général depuis ce jour.")
    >>> [(one.holder.figure, one.sign.verb, one.target.figure)
    ...  for one in Trained().suggest(text, cast)]
    [('right', 'supports', 'general')]
    """

    name = "trained"
    version = "1"

    def __init__(self, table: Weights | None = None) -> None:
        """Take other weights than those of the package, for all languages."""
        self._table = table
        #: What a person should know about the last text.
        self.remarks: tuple[str, ...] = ()

    def suggest(self, document: Document, cast: Cast) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the text; none in a language that it does not read.

        Raises:
            ClivageError: when a lexicon or the weights are broken.
        """
        self.remarks = remarks(document)
        language = document.primary_language
        if language not in READ:
            return iter(())
        words = vocabulary(language)
        choosing = Choosing(document, cast, self._table or weights(language))
        scenes = Scenes(Reading(document, cast, words), cast, words)
        return (one for scene in scenes for one in choosing.of(scene))
