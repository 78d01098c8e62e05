"""The network as two CSV tables, and what their columns mean as CSV on the Web.

CSV is as RFC 4180 has it, with the line breaks of CSV on the Web's own dialect (LF or CRLF, here
LF); UTF-8 without a byte order mark. Values stand as they are: a quotation that begins with
``=`` is not altered, so import the tables into a spreadsheet as text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final

from clivage.export.attributes import (
    EDGE,
    NODE,
    SEPARATOR,
    Attribute,
    Value,
    edge_values,
    node_values,
)
from clivage.model import in_language
from clivage.view import Edge, View

_NODES: Final = (
    Attribute("id", str, "the node"),
    Attribute("label", str, "name in the language of the corpus"),
    *NODE,
)
_EDGES: Final = (
    Attribute("id", str, "the edge: all statements of one ordered pair and one sign"),
    Attribute("holder", str, "the node whose stance it is"),
    Attribute("target", str, "the node that the stance is on"),
    Attribute("weight", float, "sum of the strengths of its statements"),
    *EDGE,
)


def nodes_csv(view: View) -> str:
    """Return ``nodes.csv``: a row an actor or issue.

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> nodes_csv(of(Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")))
    'id,label,type,kind,camp,part_of,iri,x,y\\n'
    """
    language = view.corpus.language
    rows = (
        {"id": node.id, "label": in_language(node.labels, language), **node_values(node)}
        for node in view.nodes
    )
    return _csv(_NODES, rows)


def edges_csv(view: View) -> str:
    """Return ``edges.csv``: a row an ordered pair and sign.

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> edges_csv(of(Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")))[:26]
    'id,holder,target,weight,si'
    """
    return _csv(_EDGES, (_edge(view, edge) for edge in view.edges))


def _edge(view: View, edge: Edge) -> dict[str, Value]:
    ends: dict[str, Value] = {"id": edge.id, "holder": edge.holder, "target": edge.target}
    return ends | {"weight": edge.weight} | edge_values(view, edge)


def _csv(columns: tuple[Attribute, ...], rows: Iterable[dict[str, Value]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [one.name for one in columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_metadata(view: View) -> str:
    """Return what the two tables mean, as CSV on the Web (https://www.w3.org/TR/tabular-metadata/).

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> text = csv_metadata(of(Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")))
    >>> [table["url"] for table in json.loads(text)["tables"]]
    ['nodes.csv', 'edges.csv']
    """
    reference = {"resource": "nodes.csv", "columnReference": "id"}
    keys = [{"columnReference": end, "reference": reference} for end in ("holder", "target")]
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": {tag: view.corpus.title[tag] for tag in sorted(view.corpus.title)},
        "dc:license": {"@id": view.corpus.licence},
        "tables": [_table("nodes.csv", _NODES, []), _table("edges.csv", _EDGES, keys)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _table(url: str, columns: tuple[Attribute, ...], keys: list[Any]) -> dict[str, Any]:
    schema = {"columns": [_column(one) for one in columns], "primaryKey": "id"}
    return {"url": url, "tableSchema": schema | ({"foreignKeys": keys} if keys else {})}


def _column(attribute: Attribute) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": attribute.name,
        "titles": attribute.name,
        "dc:description": attribute.meaning,
        "datatype": {str: "string", int: "integer", float: "number"}[attribute.type],
    }
    if attribute.name in ("not_before", "not_after"):
        found["datatype"] = "date"
    if attribute.name in ("id", "holder", "target"):
        found["required"] = True
    if attribute.several:
        found["separator"] = SEPARATOR
    return found
