"""W3C Web Annotation, as JSON-LD: one annotation a statement, in one JSON array.

Source: Web Annotation Data Model, W3C 2017. Annotorious and Recogito's text annotator take such
an array. Each annotation repeats its context, so that it can be taken out of the array alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from clivage import identifiers, namespaces
from clivage.export.material import Material
from clivage.export.wording import said, verb
from clivage.model import AUTHOR, Actor, Corpus, Issue, Passage, Statement
from clivage.rdf import foreign

_Json: TypeAlias = dict[str, Any]

_IRIS: Final = (
    "clv:holder", "clv:target", "clv:about", "clv:voice", "clv:relation", "clv:mode",
    "clv:modality", "clv:certainty", "clv:dateBasis", "clv:evidence", "clv:kind", "clv:partOf",
    "skos:exactMatch", "skos:closeMatch", "prov:wasAttributedTo",
)  # fmt: skip
#: The published context knows the annotation; what a statement is, the second says.
CONTEXT: Final = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "clv": namespaces.CLV,
        "edtf": namespaces.EDTF,
        "prov": namespaces.PROV,
        "skos": namespaces.SKOS,
        **{name: {"@type": "@id"} for name in _IRIS},
        "clv:when": {"@type": "edtf:EDTF"},
        "skos:prefLabel": {"@container": "@language"},
        "skos:altLabel": {"@container": "@language"},
        "skos:definition": {"@container": "@language"},
    },
)


def webannotation(material: Material) -> str:
    """Return the statements of a corpus as an array of annotations, in reading order."""
    corpus = material.corpus
    made = [_annotation(corpus, one) for one in corpus.statements]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _annotation(corpus: Corpus, one: Statement) -> _Json:
    iri = identifiers.iri(corpus.base, "statement", one.id)
    targets = [_target(corpus, passage) for passage in one.evidence]
    return _filled(
        {
            "@context": CONTEXT,
            "id": foreign.part_iri(iri, "annotation"),
            "type": "Annotation",
            "motivation": "classifying",
            "creator": _creator(corpus, one.coder),
            "rights": corpus.licence,
            "body": [*_words(corpus, one), _statement(corpus, one, iri)],
            "target": targets[0] if len(targets) == 1 else targets,
        }
    )


def _creator(corpus: Corpus, id: str) -> _Json:
    # Whether a coder is a person or a program is not known, and so not said.
    name = next((coder.name for coder in corpus.coders if coder.id == id), "")
    iri = identifiers.iri(corpus.base, "coder", id)
    return _filled({"id": iri, "type": "prov:Agent", "name": name})


def _words(corpus: Corpus, one: Statement) -> list[_Json]:
    """Return the bodies that programs which know no clivage can show."""
    bodies = [_text("tagging", verb(one)), _text("describing", said(corpus, one))]
    return [*bodies, _text("commenting", one.note)] if one.note else bodies


def _text(purpose: str, value: str) -> _Json:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _statement(corpus: Corpus, one: Statement, iri: str) -> _Json:
    """Return the body that says all of a statement, in the terms of the ontology."""
    return _filled(
        {
            "id": iri,
            "type": ["clv:Statement", f"clv:{one.sign.name.capitalize()}"],
            "clv:holder": _thing(corpus, one.holder),
            "clv:target": _thing(corpus, one.target),
            "clv:about": _thing(corpus, one.about),
            "clv:voice": _thing(corpus, one.voice),
            "clv:relation": _code("relation", one.relation),
            "clv:mode": _code("mode", one.mode.value if one.mode else ""),
            "clv:modality": _code("modality", one.modality.value),
            "clv:strength": one.strength,
            "clv:certainty": _code("certainty", one.certainty.value),
            "clv:when": one.when,
            "clv:dateBasis": _code("basis", one.date_basis.value if one.date_basis else ""),
            "skos:note": one.note,
            "clv:suggestedBy": one.suggested_by,
            "clv:evidence": [_passage_iri(corpus, passage) for passage in one.evidence],
            "prov:wasAttributedTo": identifiers.iri(corpus.base, "coder", one.coder),
        }
    )


def _thing(corpus: Corpus, id: str) -> _Json:
    if not id or id == AUTHOR:
        return {"id": f"{namespaces.CLV}author"} if id else {}
    if id in corpus.actor:
        return _actor(corpus, corpus.actor[id])
    return _issue(corpus, corpus.issue[id])


def _actor(corpus: Corpus, one: Actor) -> _Json:
    whole = identifiers.iri(corpus.base, "actor", one.part_of) if one.part_of else ""
    return _filled(
        {
            "id": identifiers.iri(corpus.base, "actor", one.id),
            "type": ["clv:Actor", f"clv:{one.type.value.capitalize()}"],
            **_names(one),
            "skos:altLabel": {corpus.language: list(one.names)} if one.names else {},
            "clv:kind": _code("kind", one.kind),
            "clv:partOf": whole,
        }
    )


def _issue(corpus: Corpus, one: Issue) -> _Json:
    return _filled(
        {
            "id": identifiers.iri(corpus.base, "issue", one.id),
            "type": "clv:Issue",
            **_names(one),
            "skos:definition": dict(one.definition),
        }
    )


def _names(one: Actor | Issue) -> _Json:
    return {
        "skos:prefLabel": dict(one.labels),
        "skos:exactMatch": list(one.exact_match),
        "skos:closeMatch": list(one.close_match),
        "skos:note": one.note,
    }


def _code(list_: str, notation: str) -> str:
    return f"clv:{list_}-{notation}" if notation else ""


def _passage_iri(corpus: Corpus, passage: Passage, part: str = "char") -> str:
    source = identifiers.iri(corpus.base, "source", passage.source)
    return identifiers.passage_iri(source, passage, part)


def _target(corpus: Corpus, passage: Passage) -> _Json:
    """Return a passage: by its words, and by its place in code points."""
    quote = {
        "id": _passage_iri(corpus, passage, "quote"),
        "type": "TextQuoteSelector",
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }
    position = {
        "id": _passage_iri(corpus, passage, "position"),
        "type": "TextPositionSelector",
        "start": passage.start,
        "end": passage.end,
    }
    return {
        "id": _passage_iri(corpus, passage),
        "type": "SpecificResource",
        "source": identifiers.iri(corpus.base, "source", passage.source),
        "selector": [_filled(quote), position],
    }


def _filled(pairs: Mapping[str, Any]) -> _Json:
    """Return the pairs that say something."""
    return {key: value for key, value in pairs.items() if value}
