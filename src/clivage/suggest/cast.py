"""Who and what a corpus knows already, by the words that its texts use for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from clivage.model import ActorType, Corpus, Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An actor or an issue, and what texts call it.

    Attributes:
        names: spellings, the most usual first; at least one.
        type: of an actor; None for an issue.
        definition: what an issue is about, in words; else empty.
    """

    id: str
    names: tuple[str, ...]
    type: ActorType | None = None
    definition: str = ""

    @property
    def is_issue(self) -> bool:
        """Whether it is a demand or measure."""
        return self.type is None


@dataclass(frozen=True)
class Cast:
    """The actors and issues of a corpus.

    >>> Cast((Figure(id="right", names=("la droite",), type=ActorType.COLLECTIVE),)).actors[0].id
    'right'
    """

    figures: tuple[Figure, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Figure]:
        """Figures by id."""
        return {one.id: one for one in self.figures}

    @property
    def actors(self) -> tuple[Figure, ...]:
        """The actors."""
        return tuple(one for one in self.figures if not one.is_issue)

    @property
    def issues(self) -> tuple[Figure, ...]:
        """The issues."""
        return tuple(one for one in self.figures if one.is_issue)


def cast_of(corpus: Corpus, language: str) -> Cast:
    """Return the actors and issues of a corpus, with their names in the language of a text.

    A label in another language is no name: "the army" says nothing of a French text. Names that
    sources use count for every language.
    """
    actors = (
        Figure(id=one.id, names=_names(one.labels, one.names, language), type=one.type)
        for one in corpus.actors
    )
    issues = (
        Figure(
            id=one.id,
            names=_names(one.labels, (), language),
            definition=_said(one.definition, language),
        )
        for one in corpus.issues
    )
    return Cast(tuple(one for one in (*actors, *issues) if one.names))


def _names(labels: Labels, names: tuple[str, ...], language: str) -> tuple[str, ...]:
    label = _said(labels, language)
    return tuple(dict.fromkeys([*names, *([label] if label else [])]))


def _said(labels: Labels, language: str) -> str:
    primary = language.partition("-")[0]
    return next((text for tag, text in labels.items() if tag.partition("-")[0] == primary), "")
