"""A corpus of the part of another that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from clivage import network
from clivage.excerpt.choice import Choice
from clivage.excerpt.groups import group_actor
from clivage.excerpt.left_out import ROWS, STATEMENTS, LeftOut, Part, left_out
from clivage.excerpt.selection import Selection, select, weights_of
from clivage.model import Actor, Corpus
from clivage.network import SignedNetwork

#: What is chosen where nobody has chosen.
OPEN: Final = Choice()
#: What is written whole unless somebody chooses a part.
WHOLE: Final = Choice(whole=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What is drawn.

    Attributes:
        corpus: the actors, issues and statements drawn, and nothing else.
        left_out: what is shown of how much; None where the whole is drawn.
    """

    corpus: Corpus
    left_out: LeftOut | None = None


def of_corpus(corpus: Corpus, choice: Choice = OPEN) -> Excerpt:
    """Return the part of a corpus that is drawn; itself where that is all of it.

    Statements that make no direct edge are on no line, and so no part of an excerpt. Whoever a
    statement quotes and what it is about are drawn with it.

    Raises:
        NetworkError: when actors cannot be put together so, or nothing is left to draw.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> of_corpus(empty).left_out is None
    True
    """
    if choice == WHOLE:  # nothing is to be chosen, so no network is made to choose from
        return Excerpt(corpus=corpus)
    signed = network.of(corpus, unevidenced=True)
    directed = any(one.directed for one in corpus.unevidenced) or not corpus.unevidenced
    directed = directed or any(one.makes_edge for one in corpus.statements)
    chosen = select(signed, choice, _attributes(corpus), directed=directed)
    if chosen.is_whole:
        return Excerpt(corpus=corpus)
    drawn = _drawn(corpus, signed, chosen, choice.by)
    in_it = sum(chosen.group_of.get(one, one) in drawn.actor for one in corpus.actor)
    said = left_out(
        signed,
        chosen,
        choice,
        np.ones(len(signed), np.int64),
        counted=ROWS if corpus.unevidenced else STATEMENTS,
        apart=len(corpus.statements) + len(corpus.unevidenced) - len(signed),
        drawn=(Part(in_it, len(corpus.actors)), Part(len(drawn.issues), len(corpus.issues))),
        marks=len(drawn.actors),
    )
    return Excerpt(corpus=drawn, left_out=said)


def _attributes(corpus: Corpus) -> dict[str, dict[str, str]]:
    """Return what is known of the actors: type, kind, and the whole that each is part of."""
    wholes = {}
    for actor in corpus.actors:
        above = [actor.id]
        while (part_of := corpus.actor[above[-1]].part_of) in corpus.actor:
            if part_of in above:  # RDF from elsewhere may go round in circles
                break
            above.append(part_of)
        wholes[actor.id] = above[-1]
    return {
        "type": {one.id: one.type.value for one in corpus.actors},
        "kind": {one.id: one.kind for one in corpus.actors},
        "whole": wholes if any(one.part_of for one in corpus.actors) else {},
    }


def _drawn(corpus: Corpus, signed: SignedNetwork, chosen: Selection, by: str) -> Corpus:
    """Return the corpus of a selection, its statements of and on the actors drawn."""
    of = chosen.group_of
    rows = {signed.statements[row] for row in chosen.rows.tolist()}
    statements = tuple(
        replace(
            one,
            holder=of.get(one.holder, one.holder),
            target=of.get(one.target, one.target),
            voice=of.get(one.voice, one.voice),
        )
        for one in corpus.statements
        if one.makes_edge and one.id in rows
    )
    ties = tuple(
        replace(one, holder=of.get(one.holder, one.holder), target=of.get(one.target, one.target))
        for one in corpus.unevidenced
        if f"tie/{one.id}" in rows
    )
    shown = {*chosen.network.nodes, *(one.voice for one in statements)}
    shown |= {one.about for one in statements}
    actors = _actors(corpus, signed, of, by, shown)
    return replace(
        corpus,
        actors=tuple(
            replace(one, part_of=one.part_of if one.part_of in shown else "") for one in actors
        ),
        issues=tuple(one for one in corpus.issues if one.id in shown),
        statements=statements,
        superseded=(),
        unevidenced=ties,
    )


def _actors(
    corpus: Corpus, signed: SignedNetwork, of: Mapping[str, str], by: str, shown: Iterable[str]
) -> list[Actor]:
    """Return the actors drawn by id, each as itself or as the group that it is in."""
    weight = dict(zip(signed.nodes, weights_of(signed).tolist(), strict=True))
    members: dict[str, list[Actor]] = {id: [] for id in sorted(shown)}
    for one in sorted(corpus.actors, key=lambda one: (-weight[one.id], one.id)):
        if (id := of.get(one.id, one.id)) in members:
            members[id].append(one)
    return [
        group_actor(corpus, by, id, some) if some[0].id in of else some[0]
        for id, some in members.items()
        if some
    ]
