"""GEXF 1.3 (https://gexf.net/), static and undirected, as Gephi reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.writing.names import number
from clivage.discourse.writing.nodes import Edge, Node, edges, nodes
from clivage.xmltext import escaped

_NODE: Final = {"type": "string", "stances": "double"}
_EDGE: Final = {"sign": "integer", "signed_weight": "double"}


def gexf(matrix: Matrix) -> str:
    """Return a matrix as GEXF 1.3.

    ``weight`` is positive, since Gephi does not draw an edge below 0; ``signed_weight`` is the
    value of the cell.
    """
    things = nodes(matrix)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        f"<meta><creator>clivage</creator><description>{escaped(matrix.definition)}</description>"
        "</meta>",
        '<graph defaultedgetype="undirected" mode="static">',
        *_declared("node", _NODE),
        *_declared("edge", _EDGE),
        "<nodes>",
        *(line for node in things for line in _node(node)),
        "</nodes>",
        "<edges>",
        *(line for at, edge in enumerate(edges(matrix)) for line in _edge(at, edge, things)),
        "</edges>",
        "</graph>",
        "</gexf>",
    ]
    return "\n".join(lines) + "\n"


def _declared(class_: str, types: dict[str, str]) -> Iterator[str]:
    yield f'<attributes class="{class_}" mode="static">'
    for name, type_ in types.items():
        yield f'<attribute id="{name}" title="{name}" type="{type_}"/>'
    yield "</attributes>"


def _values(values: dict[str, str]) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in values.items():
        yield f'<attvalue for="{name}" value="{value}"/>'
    yield "</attvalues>"


def _node(node: Node) -> Iterator[str]:
    yield f'<node id="{escaped(node.id)}" label="{escaped(node.label)}">'
    yield from _values({"type": node.type, "stances": number(node.stances)})
    yield "</node>"


def _edge(at: int, edge: Edge, things: tuple[Node, ...]) -> Iterator[str]:
    source, target = (escaped(things[end].id) for end in (edge.source, edge.target))
    weight = number(abs(edge.value))
    yield f'<edge id="e{at}" source="{source}" target="{target}" weight="{weight}">'
    yield from _values({"sign": str(edge.sign), "signed_weight": number(edge.value)})
    yield "</edge>"
