"""The terms of RDF that clivage reads and writes."""

from __future__ import annotations

from typing import TypeAlias

from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.term import Node

from clivage import namespaces
from clivage.model import ActorType, Sign

CLV = Namespace(namespaces.CLV)
DCTERMS = Namespace(namespaces.DCTERMS)
FOAF = Namespace(namespaces.FOAF)
OA = Namespace(namespaces.OA)
PROV = Namespace(namespaces.PROV)
SCHEMA = Namespace(namespaces.SCHEMA)
SKOS = Namespace(namespaces.SKOS)
VOID = Namespace(namespaces.VOID)
EDTF_TYPE = URIRef(namespaces.EDTF + "EDTF")

Triple: TypeAlias = tuple[URIRef, URIRef, Node]

#: The class of each sort of actor, and of each sign.
ACTOR_CLASSES = {
    ActorType.PERSON: CLV.Person,
    ActorType.ORGANIZATION: CLV.Organization,
    ActorType.COLLECTIVE: CLV.Collective,
}
SIGN_CLASSES = {Sign.SUPPORT: CLV.Support, Sign.OPPOSITION: CLV.Opposition}

#: The folders under a corpus's base IRI; each is also a prefix.
FOLDERS = ("actor", "issue", "source", "statement", "coder", "graph")


def prefixes(base: str) -> dict[str, str]:
    """Return every prefix that the RDF of a corpus uses, in order of declaration.

    >>> prefixes("https://w3id.org/demo/")["actor"]
    'https://w3id.org/demo/actor/'
    """
    return {**namespaces.PREFIXES, **{folder: f"{base}{folder}/" for folder in FOLDERS}}


def bind(graph: Graph | Dataset, base: str) -> None:
    """Bind the prefixes of the ontology, and those of a corpus's own folders."""
    for prefix, namespace in prefixes(base).items():
        graph.bind(prefix, namespace, override=True, replace=True)
