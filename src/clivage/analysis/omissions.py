"""What a scenario leaves out of a corpus: a source, a coder, a voice, or what is uncertain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeAlias

from clivage.model import AUTHOR, Certainty, Corpus, Statement, in_language

#: What is left of a statement, or None.
_Keep: TypeAlias = Callable[[Statement], Statement | None]


class Kind(Enum):
    """What a scenario leaves out."""

    SOURCE = "source"
    CODER = "coder"
    VOICE = "voice"
    ALL_VOICES = "all voices"
    CERTAINTY = "certainty"

    @property
    def vacuous(self) -> str:
        """Why such a scenario may leave nothing out."""
        return {
            Kind.SOURCE: "no statement rests on this source alone",
            Kind.CODER: "no statement is by this coder",
            Kind.VOICE: "no statement is in this voice",
            Kind.ALL_VOICES: "no statement is in anybody's voice",
            Kind.CERTAINTY: "no statement is less certain",
        }[self]


@dataclass(frozen=True, slots=True)
class Omission:
    """What is left out.

    Attributes:
        id: of the source, the coder or the voice (empty: the source simply reports); the lowest
            certainty that is kept; empty where all voices are left out.
        label: what is left out, in words.
        keep: what is left of a statement, or None.
    """

    kind: Kind
    id: str
    label: str
    keep: _Keep

    def apply(self, corpus: Corpus) -> Corpus:
        """Return the corpus with what is left of its statements."""
        kept = (self.keep(statement) for statement in corpus.statements)
        return replace(corpus, statements=tuple(one for one in kept if one is not None))


def omissions(corpus: Corpus) -> Iterator[Omission]:
    """Yield what can be left out: sources, coders, voices, then what is uncertain.

    A statement that rests on two sources stays without one of them, on what the other says.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> [one.label for one in omissions(empty)][-2:]
    ['only what is certain or probable', 'only what is certain']
    """
    told = {passage.source for one in corpus.statements for passage in one.evidence}
    for id in sorted({*corpus.source, *told}):
        title = in_language(corpus.source[id].title, "en") if id in corpus.source else id
        yield Omission(Kind.SOURCE, id, f"without the source “{title}”", _without_source(id))
    names = {coder.id: coder.name for coder in corpus.coders}
    for id in sorted({*names, *(one.coder for one in corpus.statements)}):
        label = f"without the coder {names.get(id, id)}"
        yield Omission(Kind.CODER, id, label, _without_coder(id))
    for id in sorted({one.voice for one in corpus.statements}):
        label = f"without {_voice(corpus, id)}"
        yield Omission(Kind.VOICE, id, label, _without_voice(id))
    only = f"only {_voice(corpus, '')}"
    yield Omission(Kind.ALL_VOICES, "", only, _where(lambda one: not one.voice))
    for id, label, kept in _CERTAINTIES:
        yield Omission(Kind.CERTAINTY, id, label, _as_certain_as(kept))


_CERTAINTIES: Final = (
    ("probable", "only what is certain or probable", (Certainty.CERTAIN, Certainty.PROBABLE)),
    ("certain", "only what is certain", (Certainty.CERTAIN,)),
)


def _where(holds: Callable[[Statement], bool]) -> _Keep:
    return lambda one: one if holds(one) else None


def _without_coder(id: str) -> _Keep:
    return _where(lambda one: one.coder != id)


def _without_voice(id: str) -> _Keep:
    return _where(lambda one: one.voice != id)


def _as_certain_as(kept: Collection[Certainty]) -> _Keep:
    return _where(lambda one: one.certainty in kept)


def _without_source(id: str) -> _Keep:
    def keep(statement: Statement) -> Statement | None:
        left = tuple(passage for passage in statement.evidence if passage.source != id)
        if len(left) == len(statement.evidence):
            return statement
        return replace(statement, evidence=left) if left else None

    return keep


def _voice(corpus: Corpus, id: str) -> str:
    if not id:
        return "what the sources simply report"
    if id == AUTHOR:
        return "the authors' own judgements"
    name = in_language(corpus.actor[id].labels, "en") if id in corpus.actor else id
    return f"the words of {name}"
