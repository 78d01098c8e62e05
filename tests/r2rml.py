"""As much of R2RML as the mapping of an event folder uses, in plain Python and DuckDB."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

RR = Namespace("http://www.w3.org/ns/r2rml#")
#: What RFC 3987 calls iunreserved.
_UNRESERVED = re.compile(
    "[A-Za-z0-9._~\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000))
    + "\U000e1000-\U000efffd-]"
)

Row = Mapping[str, object]


def encoded(value: str) -> str:
    """Return the IRI-safe version of a value, as the standard has it."""
    return "".join(
        one if _UNRESERVED.fullmatch(one) else "".join(f"%{byte:02X}" for byte in one.encode())
        for one in value
    )


def triples(mapping: str, folder: Path) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the triples that a mapping makes of the tables of an event folder."""
    graph = Graph().parse(data=mapping, format="turtle", publicID="urn:mapping")
    with duckdb.connect() as database:
        for name, files in (("actors", "actors.parquet"), ("dyads", "dyads/*.parquet")):
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder}/{files}'")
        for map_, table in graph.subject_objects(RR.logicalTable):
            result = database.execute(str(graph.value(table, RR.sqlQuery)))
            columns = [column[0] for column in result.description or ()]
            for cells in result.fetchall():
                yield from _of_row(graph, map_, dict(zip(columns, cells, strict=True)))


def _of_row(graph: Graph, map_: Node, row: Row) -> Iterator[tuple[Node, Node, Node]]:
    subject = graph.value(map_, RR.subject)
    if how := graph.value(map_, RR.subjectMap):
        subject = _term(graph, how, row)
        for class_ in graph.objects(how, RR["class"]):
            yield subject, RDF.type, class_
    assert subject
    for pair in graph.objects(map_, RR.predicateObjectMap):
        property_ = graph.value(pair, RR.predicate)
        value = graph.value(pair, RR.object)
        how = graph.value(pair, RR.objectMap)
        assert property_
        if value is None:
            assert how
            value = _term(graph, how, row)
        yield subject, property_, value


def _term(graph: Graph, how: Node, row: Row) -> Node:
    if template := graph.value(how, RR.template):
        return URIRef(re.sub(r"{(\w+)}", lambda one: encoded(str(row[one[1]])), str(template)))
    value = row[str(graph.value(how, RR.column))]
    if language := graph.value(how, RR.language):
        return Literal(str(value), lang=str(language))
    # Normalized, a number would be spelt in another way.
    return Literal(str(value), datatype=str(graph.value(how, RR.datatype)), normalize=False)
