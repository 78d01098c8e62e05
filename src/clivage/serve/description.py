"""What the service is, in RDF: SPARQL 1.1 Service Description.

https://www.w3.org/TR/sparql11-service-description/; without blank nodes, as everything here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clivage.answer import Triples
from clivage.namespaces import DCTERMS, RDF, VOID, XSD
from clivage.serve.snapshot import Snapshot

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_WRITTEN: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip


def described(snapshot: Snapshot, endpoint: str) -> Triples:
    """Return the description of the service at an address."""
    lines = sorted(f"{' '.join(triple)} .\n" for triple in _triples(snapshot, endpoint))
    return Triples("".join(lines).encode(), {**snapshot.prefixes, "sd": _SD})


def _triples(snapshot: Snapshot, endpoint: str) -> Iterator[tuple[str, str, str]]:
    service, data, whole = (f"<{endpoint}#{name}>" for name in ("service", "dataset", "union"))
    type_ = f"<{RDF}type>"
    yield service, type_, f"<{_SD}Service>"
    yield service, f"<{_SD}endpoint>", f"<{endpoint}>"
    yield service, f"<{_SD}supportedLanguage>", f"<{_SD}SPARQL11Query>"
    yield service, f"<{_SD}feature>", f"<{_SD}UnionDefaultGraph>"
    for name in _WRITTEN:
        yield service, f"<{_SD}resultFormat>", f"<{_FORMATS}{name}>"
    yield service, f"<{_SD}defaultDataset>", data
    yield data, type_, f"<{_SD}Dataset>"
    yield data, f"<{DCTERMS}title>", _literal(snapshot.title)
    yield data, f"<{_SD}defaultGraph>", whole
    yield whole, type_, f"<{_SD}Graph>"
    yield whole, f"<{VOID}triples>", _number(snapshot.triples)
    for place, (name, triples) in enumerate(snapshot.graphs.items(), 1):
        named, graph = (f"<{endpoint}#{sort}-{place}>" for sort in ("named", "graph"))
        yield data, f"<{_SD}namedGraph>", named
        yield named, type_, f"<{_SD}NamedGraph>"
        yield named, f"<{_SD}name>", f"<{name}>"
        yield named, f"<{_SD}graph>", graph
        yield graph, type_, f"<{_SD}Graph>"
        yield graph, f"<{VOID}triples>", _number(triples)


def _number(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
