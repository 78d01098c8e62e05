"""Actors that stand for several: what they are called, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from clivage import codes
from clivage.model import Actor, ActorType, Corpus, Labels, in_language

#: How many members of a group are named; those with most weight of ties.
_MOST_NAMED: Final = 50
_TYPES: Final[Mapping[str, Labels]] = {
    "person": {"en": "Persons", "es": "Personas", "fr": "Personnes"},
    "organization": {"en": "Organizations", "es": "Organizaciones", "fr": "Organisations"},
    "collective": {"en": "Collectives", "es": "Colectivos", "fr": "Collectifs"},
}
_CAMP: Final = {
    "en": "Camp of {one} and {more} more",
    "es": "Bando de {one} y {more} más",
    "fr": "Camp de {one} et {more} autres",
}


def group_actor(corpus: Corpus, by: str, id: str, members: Sequence[Actor]) -> Actor:
    """Return the actor that stands for others.

    Args:
        by: what they are put together by: ``type``, ``kind``, ``whole`` or ``camp``.
        members: the actors in it, those with most weight first.

    >>> members = [Actor(id=id, type=ActorType.PERSON, labels={"en": id}) for id in ("Ada", "Bo")]
    >>> corpus = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> group_actor(corpus, "type", "type-person", members).names
    ('Ada', 'Bo')
    """
    others = [one for one in members if one.id != id]
    names = named([in_language(one.labels, corpus.language) for one in others])
    if by == "whole":
        whole = corpus.actor[id]
        return replace(whole, names=tuple(dict.fromkeys((*whole.names, *names))))
    types = {one.type for one in members}
    kind = members[0].kind if by == "kind" else ""
    return Actor(
        id=id,
        type=types.pop() if len(types) == 1 else ActorType.COLLECTIVE,
        labels=_labels(by, members),
        kind=kind,
        names=names,
    )


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first of many names, each once, and how many more there are.

    >>> named(["a"] * 2), named([str(number) for number in range(60)])[-2:]
    (('a',), ('49', '… +10'))
    """
    found = tuple(dict.fromkeys(names))
    more = len(found) - _MOST_NAMED
    return found if more <= 0 else (*found[:_MOST_NAMED], f"… +{more}")


def camp_labels(first: Labels, members: int) -> Labels:
    """Return what a camp is called: after whoever in it has most weight.

    >>> camp_labels({"en": "the army"}, 5)["en"]
    'Camp of the army and 4 more'
    """
    return {
        language: text.format(one=in_language(first, language), more=members - 1)
        for language, text in _CAMP.items()
    }


def _labels(by: str, members: Sequence[Actor]) -> Labels:
    first = members[0]
    if by == "camp":
        return camp_labels(first.labels, len(members))
    known: Mapping[str, Labels] = {first.type.value: _TYPES[first.type.value]}
    value = first.type.value
    if by == "kind":
        value = first.kind
        known = {one.notation: one.labels for one in codes.kinds().values()}
    labels = known.get(value, {"en": value})
    return {language: f"{text} ({len(members)})" for language, text in labels.items()}
