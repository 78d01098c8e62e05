"""GEXF, GraphML and CSV: what another program reads back is the network that was written."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import HealthCheck, given, settings

from clivage import view
from clivage.export import attributes, gexf, graphml, tables
from clivage.model import Corpus, in_language
from clivage.view import View
from clivage.xmltext import escaped
from tests import founding
from tests.small import small
from tests.strategies import corpora

BOLIVIA = founding.drawn()
READERS = {
    "gexf": lambda made: networkx.read_gexf(io.BytesIO(gexf.gexf(made).encode())),
    "graphml": lambda made: networkx.read_graphml(
        io.BytesIO(graphml.graphml(made).encode()), force_multigraph=True
    ),
}
_ANY = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def as_xml_holds_it(text: str) -> str:
    """Return a text as it comes back from XML."""
    return "".join(ElementTree.fromstring(f"<t>{escaped(text)}</t>").itertext())


def compare(made: View, name: str) -> None:
    """Hold what networkx reads to what was written: every node, edge and attribute."""
    # Where no pair has two edges, the reader gives a graph that could not hold them.
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(READERS[name](made))
    assert set(graph.nodes) == {node.id for node in made.nodes}
    for node in made.nodes:
        read = graph.nodes[node.id]
        assert read["label"] == as_xml_holds_it(in_language(node.labels, made.corpus.language))
        wanted = {key: value for key, value in attributes.node_values(node).items() if value != ""}
        assert {key: read[key] for key in wanted} == wanted
        assert "camp" in read or node.camp is None
    edges = {
        data.get("id", key): (holder, target, data)
        for holder, target, key, data in graph.edges(keys=True, data=True)
    }
    assert set(edges) == {edge.id for edge in made.edges}
    for edge in made.edges:
        holder, target, read = edges[edge.id]
        assert (holder, target, read["weight"]) == (edge.holder, edge.target, edge.weight)
        for key, value in attributes.edge_values(made, edge).items():
            wanted_text = as_xml_holds_it(value) if isinstance(value, str) else value
            assert value == "" or read[key] == wanted_text


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_back_the_founding_network(name: str) -> None:
    """All 36 nodes and 34 edges come back with their attributes."""
    assert (len(BOLIVIA.nodes), len(BOLIVIA.edges)) == (36, 34)
    compare(BOLIVIA, name)


@pytest.mark.parametrize("name", READERS)
@given(corpus=corpora())
@_ANY
def test_networkx_reads_back_any_network(name: str, corpus: Corpus) -> None:
    """Hostile labels, parallel edges and open dates come back too."""
    compare(view.of(corpus), name)


def test_gexf_keeps_weights_positive_and_tells_signs_apart_thrice() -> None:
    """Gephi takes weights as positive: the sign is an attribute, a colour and a kind."""
    root = ElementTree.fromstring(gexf.gexf(BOLIVIA))
    space = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    edges = root.findall(".//g:edge", space)
    kinds, colours = set(), set()
    for edge in edges:
        assert float(edge.attrib["weight"]) > 0
        colour = edge.find("viz:color", space)
        assert colour is not None
        kinds.add((edge.attrib["kind"], colour.attrib["r"]))
        colours.add(colour.attrib["r"])
    assert len(edges) == 34
    assert len(kinds) == len(colours) == 2


def test_gexf_dates_an_edge_from_its_first_day_to_its_last() -> None:
    """An edge whose statements are all dated has an interval; the others are there always."""
    root = ElementTree.fromstring(gexf.gexf(BOLIVIA))
    edges = {edge.attrib["id"]: edge.attrib for edge in root.iter("{http://gexf.net/1.3}edge")}
    refused = edges["world-bank.opposes.bolivia"]
    assert (refused["start"], refused["end"]) == ("1970-10-01", "1971-08-31")
    assert "start" not in edges["army.opposes.peasants"]


def test_an_open_or_undated_edge_has_no_bound() -> None:
    """A bound that not every statement has is left out rather than guessed."""
    made = view.of(small())
    spans = {edge.id: attributes.span(made, edge) for edge in made.edges}
    assert spans["orla-finn.supports.bargemen"] == ("1901-01-01", "1901-12-31")
    assert spans["guild.supports.bargemen"] == ("", "")


# ---- tables


def checked_rows(made: View, url: str) -> list[dict[str, Any]]:
    """Read a table as its CSVW metadata says, and hold every cell to it."""
    document = json.loads(tables.csv_metadata(made))
    schema = next(table["tableSchema"] for table in document["tables"] if table["url"] == url)
    text = {"nodes.csv": tables.nodes_csv, "edges.csv": tables.edges_csv}[url](made)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    assert reader.fieldnames == [column["titles"] for column in schema["columns"]]
    patterns = {
        "integer": r"-?\d+",
        "number": r"-?\d+(\.\d+)?",
        "date": r"\d{4}-\d\d-\d\d",
        "string": r"(?s:.*)",
    }
    rows = []
    for row in reader:
        for column in schema["columns"]:
            value = row[column["name"]]
            assert value or not column.get("required")
            assert not value or re.fullmatch(patterns[column["datatype"]], value)
        rows.append(dict(row))
    ids = [row[schema["primaryKey"]] for row in rows]
    assert len(ids) == len(set(ids))
    return rows


def compare_tables(made: View) -> None:
    nodes, edges = checked_rows(made, "nodes.csv"), checked_rows(made, "edges.csv")
    assert [row["id"] for row in nodes] == [node.id for node in made.nodes]
    language = made.corpus.language
    labels = [in_language(node.labels, language) for node in made.nodes]
    assert [row["label"] for row in nodes] == labels
    known = {row["id"] for row in nodes}
    assert all({row["holder"], row["target"]} <= known for row in edges)
    assert [(row["id"], int(row["weight"])) for row in edges] == [
        (edge.id, edge.weight) for edge in made.edges
    ]
    assert [row["statements"].split(" | ") for row in edges] == [
        list(edge.statements) for edge in made.edges
    ]


def test_the_tables_of_the_founding_network_follow_their_metadata() -> None:
    """Types, keys and references hold, for 36 nodes and 34 edges."""
    compare_tables(BOLIVIA)
    assert len(checked_rows(BOLIVIA, "nodes.csv")) == 36
    assert len(checked_rows(BOLIVIA, "edges.csv")) == 34


@given(corpus=corpora())
@_ANY
def test_the_tables_of_any_network_follow_their_metadata(corpus: Corpus) -> None:
    """Whatever the labels and quotations hold, a CSV reader gets them back."""
    compare_tables(view.of(corpus))


def test_the_metadata_says_which_column_points_where() -> None:
    """Both ends of an edge are keys of the table of nodes."""
    document = json.loads(tables.csv_metadata(BOLIVIA))
    keys = document["tables"][1]["tableSchema"]["foreignKeys"]
    assert [key["columnReference"] for key in keys] == ["holder", "target"]
    assert {key["reference"]["resource"] for key in keys} == {"nodes.csv"}
