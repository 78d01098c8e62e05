"""GraphML (U. Brandes et al., Graph Drawing 2001; http://graphml.graphdrawing.org/)."""

from __future__ import annotations

from collections.abc import Iterator

from clivage.export.attributes import EDGE, NODE, Attribute, Value, edge_values, node_values
from clivage.model import in_language
from clivage.view import Edge, Node, View
from clivage.xmltext import escaped

_TYPES = {str: "string", int: "int", float: "double"}
_LABEL = Attribute("label", str, "name in the language of the corpus")
_WEIGHT = Attribute("weight", float, "sum of the strengths of its statements")


def graphml(view: View) -> str:
    """Return a network as GraphML: directed, parallel edges apart by their ids.

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> text = graphml(of(Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")))
    >>> 'edgedefault="directed"' in text
    True
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *_keys("node", (_LABEL, *NODE)),
        *_keys("edge", (_WEIGHT, *EDGE)),
        f'<graph id="{view.corpus.id}" edgedefault="directed">',
        *(line for node in view.nodes for line in _node(view, node)),
        *(line for edge in view.edges for line in _edge(view, edge)),
        "</graph>",
        "</graphml>",
    ]
    return "\n".join(lines) + "\n"


def _keys(domain: str, attributes: tuple[Attribute, ...]) -> Iterator[str]:
    for one in attributes:
        yield (
            f'<key id="{domain}-{one.name}" for="{domain}" attr.name="{one.name}"'
            f' attr.type="{_TYPES[one.type]}"><desc>{escaped(one.meaning)}</desc></key>'
        )


def _node(view: View, node: Node) -> Iterator[str]:
    label = in_language(node.labels, view.corpus.language)
    yield f'<node id="{node.id}">'
    yield from _data("node", {"label": label, **node_values(node)})
    yield "</node>"


def _edge(view: View, edge: Edge) -> Iterator[str]:
    yield f'<edge id="{edge.id}" source="{edge.holder}" target="{edge.target}">'
    yield from _data("edge", {"weight": edge.weight, **edge_values(view, edge)})
    yield "</edge>"


def _data(domain: str, values: dict[str, Value]) -> Iterator[str]:
    for name, value in values.items():
        if value != "":
            yield f'<data key="{domain}-{name}">{escaped(str(value))}</data>'
