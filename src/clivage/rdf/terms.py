"""The terms of RDF that clivage reads and writes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, TypeAlias

from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.term import Node

from clivage import identifiers, namespaces
from clivage.model import ActorType, Sign

CLV = Namespace(namespaces.CLV)
DCTERMS = Namespace(namespaces.DCTERMS)
FOAF = Namespace(namespaces.FOAF)
OA = Namespace(namespaces.OA)
PROV = Namespace(namespaces.PROV)
SCHEMA = Namespace(namespaces.SCHEMA)
SKOS = Namespace(namespaces.SKOS)
VOID = Namespace(namespaces.VOID)
OWL = Namespace(namespaces.OWL)
EDTF_TYPE = URIRef(namespaces.EDTF + "EDTF")

Triple: TypeAlias = tuple[URIRef, URIRef, Node]

#: The class of each sort of actor, and of each sign.
ACTOR_CLASSES = {
    ActorType.PERSON: CLV.Person,
    ActorType.ORGANIZATION: CLV.Organization,
    ActorType.COLLECTIVE: CLV.Collective,
}
SIGN_CLASSES = {Sign.SUPPORT: CLV.Support, Sign.OPPOSITION: CLV.Opposition}
#: The same of ties without a quotation: no statements, so that no rule makes an edge of them.
TIE_CLASSES = {
    Sign.SUPPORT: CLV.UnevidencedSupport,
    Sign.OPPOSITION: CLV.UnevidencedOpposition,
}

#: What the ids of code tables hang from, in a folder of their own.
CODE_TABLES: Final = "https://w3id.org/clivage/", "codes"
#: Weights are written to this many decimals.
_DECIMALS: Final = 6

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')


def code_table_iri(id: str) -> URIRef:
    """Return the IRI of a code table, whatever corpus uses it.

    >>> code_table_iri("goldstein-icews/1")
    rdflib.term.URIRef('https://w3id.org/clivage/codes/goldstein-icews/1')
    """
    return URIRef(identifiers.iri(*CODE_TABLES, id))


def code_table_id(node: Node) -> str:
    """Return the id of a code table: the inverse of `code_table_iri`."""
    return identifiers.id_of(*CODE_TABLES, str(node))


def decimal(exact: Fraction) -> str:
    """Return a number as the canonical xsd:decimal of XSD 1.1, to six decimals.

    >>> decimal(Fraction(62, 5)), decimal(Fraction(12)), decimal(Fraction(1, 2))
    ('12.4', '12', '0.5')
    """
    scaled = round(exact * 10**_DECIMALS)
    whole, part = divmod(abs(scaled), 10**_DECIMALS)
    decimals = f"{part:0{_DECIMALS}}".rstrip("0")
    return ("-" if scaled < 0 else "") + (f"{whole}.{decimals}" if decimals else str(whole))


def quoted(text: str) -> str:
    """Return a text in quotation marks, as Turtle and N-Triples write it.

    >>> quoted('He said "no"')
    '"He said \\\\"no\\\\""'
    """
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def prefixes(base: str) -> dict[str, str]:
    """Return every prefix that the RDF of a corpus uses, in order of declaration.

    >>> prefixes("https://w3id.org/demo/")["actor"]
    'https://w3id.org/demo/actor/'
    """
    return namespaces.prefixes(base)


def bind(graph: Graph | Dataset, base: str) -> None:
    """Bind the prefixes of the ontology, and those of a corpus's own folders."""
    for prefix, namespace in prefixes(base).items():
        graph.bind(prefix, namespace, override=True, replace=True)
