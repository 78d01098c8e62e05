"""What every picture and table of a network shows: nodes with places, edges with statements.

A `View` is made once from a corpus; the pages, the pictures and the exchange formats are
written from it. `to_json` is the contract with the browser: see docs/architecture.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clivage import codes, dates, identifiers, layout, network
from clivage.analysis.camps import find_camps
from clivage.excerpt import LeftOut
from clivage.model import (
    AUTHOR,
    Actor,
    Corpus,
    Issue,
    Labels,
    Sign,
    Source,
    Statement,
    UnevidencedTie,
)
from clivage.network import SignedNetwork
from clivage.network.columns import number_of

#: The version of the JSON contract; it grows when a reader of an older one would stumble.
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor or an issue, and where it is drawn.

    Attributes:
        type: ``person``, ``organization``, ``collective`` or ``issue``.
        kind: code of the list *kinds*, or empty.
        unsorted: whether nobody knows what sort of body it is; its type stands for all then.
        links: IRIs of the same thing elsewhere, each ``exact`` or ``close``.
        camp: number of its camp from 1, or None for the unaligned and for issues.
        x, y: centre of its mark in px at zoom 1; y grows downward.
    """

    id: str
    iri: str
    type: str
    kind: str
    labels: Labels
    definition: Labels
    names: tuple[str, ...]
    note: str
    part_of: str
    links: tuple[tuple[str, str], ...]
    camp: int | None
    x: int
    y: int
    unsorted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """All statements of one ordered pair and one sign.

    Attributes:
        id: ``torres.supports.debray``.
        weight: sum of the strengths of its statements, at least 1; of coded events, of what
            their codes weigh.
        statements: their ids, as one reads them.
        contradicts: whether it contradicts the camps: opposition within one, or support that
            leaves one.
        evidenced: whether quotations stand behind it. Ties without one never share an edge with
            statements: theirs is called ``torres.supports.debray.unevidenced``.
        ties: the ids of its unevidenced ties, where it has no statements.
        events: how many coded events those sum; 0 where a table says them.
    """

    id: str
    holder: str
    target: str
    sign: Sign
    weight: float
    statements: tuple[str, ...]
    contradicts: bool = False
    evidenced: bool = True
    ties: tuple[str, ...] = ()
    events: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A network ready to be drawn.

    Attributes:
        nodes: actors and issues, by id.
        edges: by holder, then target, support before opposition; then those without a quotation.
        camps: the ids of each camp's members; camp *n* is ``camps[n - 1]``.
        left_out: what is shown of how much, where this is a part of a larger network.
    """

    corpus: Corpus
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    camps: tuple[tuple[str, ...], ...]
    left_out: LeftOut | None = None


def of(corpus: Corpus, *, left_out: LeftOut | None = None) -> View:
    """Return the view of a corpus, its unevidenced ties marked as such.

    Args:
        left_out: of what it is a part, for the legend; see `clivage.excerpt`.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> of(empty).nodes
    ()
    """
    signed = network.of(corpus, unevidenced=True)
    found = find_camps(signed).members
    members = [tuple(signed.number[id] for id in camp) for camp in found]
    labels = [_thing(corpus, id).labels for id in signed.nodes]
    places = layout.places(signed, members, labels, near=_near(corpus, signed))
    camp_of = {node: number for number, camp in enumerate(members, 1) for node in camp}
    return View(
        corpus=corpus,
        nodes=tuple(
            _node(corpus, id, camp_of.get(number), places[number])
            for number, id in enumerate(signed.nodes)
        ),
        edges=(*_edges(corpus, signed, camp_of), *_edges(corpus, signed, camp_of, evidenced=False)),
        camps=found,
        left_out=left_out,
    )


def _thing(corpus: Corpus, id: str) -> Actor | Issue:
    return corpus.actor[id] if id in corpus.actor else corpus.issue[id]


def _near(corpus: Corpus, signed: SignedNetwork) -> tuple[tuple[int, int], ...]:
    """Pairs that no edge need join but that belong together: whole and part, issue and holder."""
    number = {id: at for at, id in enumerate(signed.nodes)}
    pairs = [(actor.id, actor.part_of) for actor in corpus.actors if actor.part_of]
    for one in corpus.statements:
        if one.about:
            pairs += [(one.about, end) for end in (one.holder, one.target) if end != AUTHOR]
    return tuple(sorted({(number[one], number[other]) for one, other in pairs if one != other}))


def _node(corpus: Corpus, id: str, camp: int | None, place: layout.Place) -> Node:
    thing = _thing(corpus, id)
    actor = thing if isinstance(thing, Actor) else None
    exact = [(iri, "exact") for iri in thing.exact_match]
    close = [(iri, "close") for iri in thing.close_match]
    return Node(
        id=id,
        iri=identifiers.iri(corpus.base, "actor" if actor else "issue", id),
        type=actor.type.value if actor else "issue",
        kind=actor.kind if actor else "",
        labels=thing.labels,
        definition=thing.definition if isinstance(thing, Issue) else {},
        names=actor.names if actor else (),
        note=thing.note,
        part_of=actor.part_of if actor else "",
        links=(*exact, *close),
        camp=camp,
        x=place.x,
        y=place.y,
        unsorted=actor is not None and actor.unsorted,
    )


def _edges(
    corpus: Corpus, signed: SignedNetwork, camp_of: Mapping[int, int], *, evidenced: bool = True
) -> Iterator[Edge]:
    """Yield the edges that have quotations, or those that have none: the two never merge."""
    for tie in signed.where(signed.evidenced == evidenced).ties():
        together = tie.holder in camp_of and camp_of[tie.holder] == camp_of.get(tie.target)
        on_issue = tie.target in signed.issues
        holder, target, sign = signed.nodes[tie.holder], signed.nodes[tie.target], Sign(tie.sign)
        unquoted = () if evidenced else tuple(id.removeprefix("tie/") for id in tie.statements)
        yield Edge(
            id=f"{holder}.{sign.verb}.{target}{'' if evidenced else '.unevidenced'}",
            holder=holder,
            target=target,
            sign=sign,
            weight=number_of(tie.weight * signed.unit),
            statements=tie.statements if evidenced else (),
            contradicts=not on_issue and together != (sign is Sign.SUPPORT),
            evidenced=evidenced,
            ties=unquoted,
            events=sum(corpus.tie[id].events for id in unquoted),
        )


def dumps(view: View) -> str:
    """Return ``network.json``: the contract as text, keys sorted, ending in a line break."""
    return json.dumps(to_json(view), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_json(view: View) -> dict[str, Any]:
    """Return the view as plain JSON values; empty strings and nulls mean *not given*.

    Offsets count Unicode code points. ``x`` and ``y`` are px at zoom 1.
    """
    corpus = view.corpus
    edge_of = {statement: edge.id for edge in view.edges for statement in edge.statements}
    edge_of_tie = {tie: edge.id for edge in view.edges for tie in edge.ties}
    left_out = {"leftOut": view.left_out.to_json()} if view.left_out else {}
    return left_out | {
        "format": FORMAT,
        "corpus": {
            "id": corpus.id,
            "base": corpus.base,
            "title": dict(corpus.title),
            "description": dict(corpus.description),
            "language": corpus.language,
            "licence": corpus.licence,
            "publisher": corpus.publisher,
        },
        "languages": languages(view),
        "coders": {coder.id: coder.name for coder in corpus.coders},
        "sources": [_source(corpus, source) for source in corpus.sources],
        "nodes": [_node_json(node) for node in view.nodes],
        "edges": [_edge_json(edge) for edge in view.edges],
        "statements": [_statement(corpus, one, edge_of.get(one.id)) for one in corpus.statements],
        "unevidenced": [_tie(corpus, one, edge_of_tie[one.id]) for one in corpus.unevidenced],
        "camps": [
            {"id": number, "members": list(members)} for number, members in enumerate(view.camps, 1)
        ],
        "codes": _codes(),
    }


def languages(view: View) -> list[str]:
    """Return the languages that anything is named in, the corpus's own first."""
    named = [view.corpus.title, *(node.labels for node in view.nodes)]
    found = {language for labels in named for language in labels}
    own = view.corpus.language
    return [own, *sorted(found - {own})]


def _source(corpus: Corpus, source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "iri": identifiers.iri(corpus.base, "source", source.id),
        "title": dict(source.title),
        "language": source.language,
        "creator": source.creator,
        "date": source.date,
        "publication": source.publication,
        "section": source.section,
        "genre": source.genre,
        "rights": source.rights,
        "provenance": source.provenance,
        "text": source.text,
    }


def _node_json(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "iri": node.iri,
        "type": node.type,
        "kind": node.kind,
        "label": dict(node.labels),
        "definition": dict(node.definition),
        "names": list(node.names),
        "note": node.note,
        "links": [{"iri": iri, "match": match} for iri, match in node.links],
        "partOf": node.part_of,
        "camp": node.camp,
        "x": node.x,
        "y": node.y,
        **({"unsorted": True} if node.unsorted else {}),
    }


def _edge_json(edge: Edge) -> dict[str, Any]:
    return {
        "id": edge.id,
        "from": edge.holder,
        "to": edge.target,
        "sign": edge.sign.value,
        "weight": edge.weight,
        "statements": list(edge.statements),
        "contradicts": edge.contradicts,
        "evidenced": edge.evidenced,
        "ties": list(edge.ties),
        **({"events": edge.events} if edge.events else {}),
    }


def _statement(corpus: Corpus, statement: Statement, edge: str | None) -> dict[str, Any]:
    bounds = dates.bounds(statement.when) if statement.when else dates.Bounds(None, None)
    return {
        "id": statement.id,
        "iri": identifiers.iri(corpus.base, "statement", statement.id),
        "sign": statement.sign.value,
        "holder": statement.holder,
        "target": statement.target,
        "about": statement.about,
        "evidence": [
            {
                "source": passage.source,
                "start": passage.start,
                "end": passage.end,
                "exact": passage.exact,
                "prefix": passage.prefix,
                "suffix": passage.suffix,
            }
            for passage in statement.evidence
        ],
        "voice": statement.voice,
        "relation": statement.relation,
        "mode": statement.mode.value if statement.mode else "",
        "modality": statement.modality.value,
        "strength": statement.strength,
        "certainty": statement.certainty.value,
        "when": statement.when,
        "notBefore": bounds.earliest.isoformat() if bounds.earliest else "",
        "notAfter": bounds.latest.isoformat() if bounds.latest else "",
        "dateBasis": statement.date_basis.value if statement.date_basis else "",
        "coder": statement.coder,
        "note": statement.note,
        "suggestedBy": statement.suggested_by,
        "edge": edge,
    }


def _tie(corpus: Corpus, tie: UnevidencedTie, edge: str) -> dict[str, Any]:
    bounds = dates.bounds(tie.when) if tie.when else dates.Bounds(None, None)
    return {
        "id": tie.id,
        "iri": identifiers.iri(corpus.base, "tie", tie.id),
        "sign": tie.sign.value,
        "holder": tie.holder,
        "target": tie.target,
        "strength": tie.strength,
        **({"events": tie.events, "weight": float(tie.weight or 0)} if tie.is_coded else {}),
        "when": tie.when,
        "notBefore": bounds.earliest.isoformat() if bounds.earliest else "",
        "notAfter": bounds.latest.isoformat() if bounds.latest else "",
        "provenance": tie.told_by,
        "note": tie.note,
        "edge": edge,
    }


def _codes() -> dict[str, Any]:
    lists: Mapping[str, codes.Codes] = {
        "kind": codes.kinds(),
        "relation": codes.relations(),
        "mode": codes.modes(),
        "modality": codes.modalities(),
        "certainty": codes.certainties(),
        "dateBasis": codes.date_bases(),
    }
    return {
        name: {code.notation: dict(code.labels) for code in list_.values()}
        for name, list_ in lists.items()
    }
