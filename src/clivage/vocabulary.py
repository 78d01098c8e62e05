"""The ontology as its own files say it, and the JSON files that are generated from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from clivage import namespaces, resources
from clivage.schema import json_schema

CLV: Final = Namespace(namespaces.CLV)
ONTOLOGY: Final = URIRef(namespaces.CLV.rstrip("#"))
#: The sorts of property that the ontology has.
PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
#: The lists of a coding file; PLOVER's categories are an alignment, not a list to code with.
_CODED = ("kinds", "relations", "modes", "modalities", "certainties", "dateBases")

#: Terms of other vocabularies that the RDF of a corpus uses, and how JSON-LD writes their values:
#: ``@language`` for texts by language, ``@id`` for links, a datatype, or nothing.
REUSED: Final[Mapping[str, tuple[str, str]]] = {
    "Agent": ("prov:Agent", ""),
    "Dataset": ("void:Dataset", ""),
    "PropertyValue": ("schema:PropertyValue", ""),
    "SoftwareAgent": ("prov:SoftwareAgent", ""),
    "SpecificResource": ("oa:SpecificResource", ""),
    "TextPositionSelector": ("oa:TextPositionSelector", ""),
    "TextQuoteSelector": ("oa:TextQuoteSelector", ""),
    "altLabel": ("skos:altLabel", "@language"),
    "closeMatch": ("skos:closeMatch", "@id"),
    "created": ("dcterms:created", "xsd:date"),
    "creator": ("dcterms:creator", ""),
    "date": ("dcterms:date", "edtf:EDTF"),
    "definition": ("skos:definition", "@language"),
    "description": ("dcterms:description", "@language"),
    "end": ("oa:end", ""),
    "endedAtTime": ("prov:endedAtTime", "xsd:dateTime"),
    "exact": ("oa:exact", ""),
    "exactMatch": ("skos:exactMatch", "@id"),
    "hasSelector": ("oa:hasSelector", "@id"),
    "hasSource": ("oa:hasSource", "@id"),
    "issued": ("dcterms:issued", "xsd:date"),
    "language": ("dcterms:language", ""),
    "license": ("dcterms:license", "@id"),
    "name": ("foaf:name", ""),
    "note": ("skos:note", ""),
    "position": ("schema:position", ""),
    "prefLabel": ("skos:prefLabel", "@language"),
    "prefix": ("oa:prefix", ""),
    "propertyID": ("schema:propertyID", ""),
    "propertyValue": ("schema:value", ""),  # clv:value is called value
    "provenance": ("dcterms:provenance", ""),
    "publisher": ("dcterms:publisher", ""),
    "rights": ("dcterms:rights", ""),
    "sha256": ("schema:sha256", ""),
    "softwareVersion": ("schema:softwareVersion", ""),
    "source": ("dcterms:source", "@id"),
    "start": ("oa:start", ""),
    "suffix": ("oa:suffix", ""),
    "title": ("dcterms:title", "@language"),
    "used": ("prov:used", "@id"),
    "versionInfo": ("owl:versionInfo", ""),
    "wasAssociatedWith": ("prov:wasAssociatedWith", "@id"),
    "wasAttributedTo": ("prov:wasAttributedTo", "@id"),
    "wasGeneratedBy": ("prov:wasGeneratedBy", "@id"),
}


# Reading


@cache
def graph() -> Graph:
    """Return the ontology, with the prefixes of its file and no others."""
    return Graph(bind_namespaces="none").parse(resources.ontology("clivage.ttl"))


@cache
def shape_graph() -> Graph:
    """Return the shapes."""
    return Graph(bind_namespaces="none").parse(resources.ontology("shapes.ttl"))


def local(node: Node) -> str:
    """Return the name of a term in the namespace: ``holder``."""
    return str(node).removeprefix(namespaces.CLV)


def terms(*classes: URIRef) -> list[URIRef]:
    """Return the terms of some sorts, in the order in which the ontology defines them."""
    text = resources.ontology("clivage.ttl").read_text(encoding="utf-8")
    found = {
        term
        for class_ in classes
        for term in graph().subjects(RDF.type, class_)
        if isinstance(term, URIRef) and str(term).startswith(namespaces.CLV)
    }
    return sorted(found, key=lambda term: text.index(f"\nclv:{local(term)} a "))


def values(subject: Node, property_: URIRef) -> list[Node]:
    """Return the values of a property of a term, sorted."""
    return sorted(graph().objects(subject, property_), key=str)


def text_in(where: Graph, subject: Node, property_: URIRef, language: str) -> str:
    """Return the text of a property in a language, or an empty string."""
    for text in where.objects(subject, property_):
        if isinstance(text, Literal) and text.language == language:
            return str(text)
    return ""


def concepts(scheme: str) -> list[URIRef]:
    """Return the concepts of a scheme (``relations``), in the order of the ontology."""
    return [
        concept
        for concept in terms(SKOS.Concept)
        if (concept, SKOS.inScheme, CLV[scheme]) in graph()
    ]


def rule_of(shape: str) -> str:
    """Return the id of the rule that a shape belongs to.

    >>> rule_of("https://w3id.org/clivage/shapes#statement-bounds.dated")
    'statement-bounds'
    """
    return shape.removeprefix(namespaces.SHAPES).partition(".")[0]


def rule_ids() -> list[str]:
    """Return the ids of the rules that the shapes check, in alphabetical order.

    >>> "statement-holder" in rule_ids()
    True
    """
    return sorted({rule_of(str(shape)) for shape in shape_graph().subjects(SH.message)})


# Files of JSON


def codes_json() -> str:
    """Return ``codes.json``: the code lists, as the command line reads them at every start.

    >>> json.loads(codes_json())["relations"]["refuses"]["sign"]
    -1
    """
    lists = {
        scheme: {
            str(graph().value(concept, SKOS.notation)): _code(concept)
            for concept in concepts(scheme)
        }
        for scheme in _CODED
    }
    return _dumps(lists)


def _code(concept: URIRef) -> dict[str, Any]:
    labels = {
        str(label.language): str(label)
        for label in graph().objects(concept, SKOS.prefLabel)
        if isinstance(label, Literal)
    }
    signs: dict[Node | None, int] = {CLV.Support: 1, CLV.Opposition: -1}
    entailed = graph().value(concept, CLV.entails)
    return {"labels": labels, **({"sign": signs[entailed]} if entailed in signs else {})}


def context() -> str:
    """Return ``context.jsonld``: a short name for every term that the RDF of a corpus uses.

    Integers and truths have no type there: JSON has them. Decimals do, for its numbers are not
    decimal.

    >>> json.loads(context())["@context"]["holder"]
    {'@id': 'clv:holder', '@type': '@id'}
    """
    names: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"}
    names |= dict(sorted(namespaces.PREFIXES.items()))
    own = {local(term): _entry(term) for term in terms(OWL.Class, *PROPERTIES)}
    own["author"] = "clv:author"
    reused = {name: _typed(iri, how) for name, (iri, how) in REUSED.items()}
    names |= dict(sorted({**own, **reused}.items()))
    return json.dumps({"@context": names}, ensure_ascii=False, indent=1) + "\n"


def _entry(term: URIRef) -> str | dict[str, str]:
    kinds = set(graph().objects(term, RDF.type))
    name = f"clv:{local(term)}"
    if kinds & {OWL.ObjectProperty, OWL.AnnotationProperty}:
        return _typed(name, "@id")
    types = {
        namespaces.EDTF + "EDTF": "edtf:EDTF",
        namespaces.XSD + "date": "xsd:date",
        namespaces.XSD + "decimal": "xsd:decimal",
    }
    return _typed(name, types.get(str(graph().value(term, RDFS.range)), ""))


def _typed(iri: str, how: str) -> str | dict[str, str]:
    if not how:
        return iri
    return {"@id": iri, "@container" if how == "@language" else "@type": how}


def schema() -> str:
    """Return ``coding.schema.json``: with it, editors complete the keys of a coding file."""
    return _dumps(json_schema())


def _dumps(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
