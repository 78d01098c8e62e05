"""A tiny corpus, made up for the tests: a quarrel over a toll bridge in a town that never was.

It has two camps, an actor without a camp, an actor without a tie, an issue, an ambivalent pair,
a mutual support, a pair that opposes both ways, a negated statement, one in the voice of the
author, and every way of dating a statement.
"""

from __future__ import annotations

import hashlib
from typing import Any

from clivage import identifiers, quotation
from clivage.model import (
    AUTHOR,
    Actor,
    ActorType,
    Certainty,
    Coder,
    Corpus,
    DateBasis,
    Issue,
    Modality,
    Mode,
    Sign,
    Source,
    Statement,
    reading_order,
)

SOURCE = "chronique-du-pont"
TEXT = """La guilde soutient les bateliers, et les bateliers défendent la guilde.
Orla Finn loue les bateliers 🚣 ; ceux-ci la louent aussi, mais l'accusent de lenteur.
Le péager s'allie au conseil. Le conseil menace la guilde. La guilde boycotte le conseil.
La passeuse refuse le péager et demande le pont gratuit ; les bateliers le demandent en mai 1901.
Le conseil n'a jamais aidé la passeuse. L'auteur juge que le conseil a tort.
"""
_IRI = "https://w3id.org/clivage/test/bridge/"


def _said(holder: str, sign: Sign, target: str, quote: str, **more: Any) -> Statement:  # noqa: ANN401
    start = TEXT.index(quote)
    passage = quotation.cut(SOURCE, TEXT, start, start + len(quote))
    return Statement(
        id=identifiers.statement_id(holder, sign, target, passage),
        sign=sign,
        holder=holder,
        target=target,
        evidence=(passage,),
        coder="editor",
        **more,
    )


def _statements() -> tuple[Statement, ...]:
    supports, opposes = Sign.SUPPORT, Sign.OPPOSITION
    context, editor, stated = DateBasis.CONTEXT, DateBasis.EDITOR, DateBasis.STATED
    chosen = (
        _said("guild", supports, "bargemen", "La guilde soutient les bateliers", strength=3),
        _said("bargemen", supports, "guild", "les bateliers défendent la guilde"),
        _said(
            "orla-finn",
            supports,
            "bargemen",
            "Orla Finn loue les bateliers 🚣",
            relation="praises",
            mode=Mode.WORD,
            when="1901",
            date_basis=context,
        ),
        _said("bargemen", supports, "orla-finn", "ceux-ci la louent aussi", strength=3),
        _said(
            "bargemen",
            opposes,
            "orla-finn",
            "mais l'accusent de lenteur",
            relation="accuses",
            strength=1,
            certainty=Certainty.PROBABLE,
        ),
        _said(
            "toll-keeper",
            supports,
            "council",
            "Le péager s'allie au conseil",
            relation="allies-with",
            when="1901-03/1901-06",
            date_basis=editor,
        ),
        _said("council", opposes, "guild", "Le conseil menace la guilde", relation="threatens"),
        _said("guild", opposes, "council", "La guilde boycotte le conseil", relation="boycotts"),
        _said("ferry-woman", opposes, "toll-keeper", "La passeuse refuse le péager"),
        _said(
            "ferry-woman",
            supports,
            "bridge",
            "La passeuse refuse le péager et demande le pont gratuit",
            mode=Mode.DEMAND,
        ),
        _said(
            "bargemen",
            supports,
            "bridge",
            "les bateliers le demandent en mai 1901",
            when="1901-05",
            date_basis=stated,
            note="« le » reprend « le pont gratuit ».",
        ),
        _said(
            "council",
            supports,
            "ferry-woman",
            "Le conseil n'a jamais aidé la passeuse",
            modality=Modality.NEGATED,
            when="../1901",
            date_basis=context,
        ),
        _said(
            AUTHOR,
            opposes,
            "council",
            "L'auteur juge que le conseil a tort",
            about="bridge",
            voice=AUTHOR,
        ),
    )
    return tuple(sorted(chosen, key=reading_order))


def _actors() -> tuple[Actor, ...]:
    person, organization = ActorType.PERSON, ActorType.ORGANIZATION
    return (
        Actor(
            id="bargemen",
            type=ActorType.COLLECTIVE,
            kind="class",
            labels={"en": "Bargemen", "fr": "Bateliers"},
            names=("les bateliers",),
        ),
        Actor(
            id="council",
            type=organization,
            kind="government",
            labels={"en": "Town council", "fr": "Conseil"},
        ),
        Actor(id="ferry-woman", type=person, labels={"en": "The ferry woman", "fr": "La passeuse"}),
        Actor(
            id="guild",
            type=organization,
            kind="union",
            labels={"en": "Guild", "fr": "Guilde"},
            exact_match=("https://w3id.org/clivage/test/guild-elsewhere",),
            close_match=("https://w3id.org/clivage/test/almost-the-guild",),
        ),
        Actor(
            id="orla-finn",
            type=person,
            labels={"en": "Orla Finn", "fr": "Orla Finn"},
            part_of="guild",
            note="Invented, as everyone here.",
        ),
        Actor(id="stranger", type=person, labels={"en": "A stranger", "fr": "Un étranger"}),
        Actor(id="toll-keeper", type=person, labels={"en": "Toll keeper", "fr": "Péager"}),
    )


def small() -> Corpus:
    """Return the corpus; it breaks no rule."""
    return Corpus(
        id="bridge",
        base=_IRI,
        title={"en": "The toll bridge", "fr": "Le pont à péage"},
        description={"en": "A made-up quarrel.", "fr": "Une querelle inventée."},
        language="fr",
        licence="https://creativecommons.org/licenses/by/4.0/",
        coders=(Coder(id="editor", name="The editor"),),
        sources=(
            Source(
                id=SOURCE,
                title={"en": "Chronicle of the bridge", "fr": "Chronique du pont"},
                language="fr",
                sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
                rights="written for the tests",
                provenance="made up",
                text=TEXT,
            ),
        ),
        actors=_actors(),
        issues=(
            Issue(
                id="bridge",
                labels={"en": "A free bridge", "fr": "Pont gratuit"},
                definition={"en": "That the bridge be free of toll."},
            ),
        ),
        statements=_statements(),
    )
