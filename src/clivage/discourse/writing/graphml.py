"""GraphML that both visone and Gephi read: every key has a name and a type.

U. Brandes et al., "GraphML progress report", Graph Drawing 2001; http://graphml.graphdrawing.org/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.writing.names import number
from clivage.discourse.writing.nodes import Edge, Node, edges, nodes
from clivage.xmltext import escaped

_NODE: Final = {"label": "string", "type": "string", "stances": "double"}
_EDGE: Final = {"weight": "double", "sign": "int", "signed_weight": "double"}


def graphml(matrix: Matrix) -> str:
    """Return a matrix as undirected GraphML.

    ``weight`` is positive, as layouts want it; ``signed_weight`` is the value of the cell.
    """
    things = nodes(matrix)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        f"<desc>{escaped(matrix.definition)}</desc>",
        *_keys("node", _NODE),
        *_keys("edge", _EDGE),
        '<graph id="network" edgedefault="undirected">',
        *(line for node in things for line in _node(node)),
        *(line for at, edge in enumerate(edges(matrix)) for line in _edge(at, edge, things)),
        "</graph>",
        "</graphml>",
    ]
    return "\n".join(lines) + "\n"


def _keys(domain: str, types: dict[str, str]) -> Iterator[str]:
    for name, type_ in types.items():
        yield f'<key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="{type_}"/>'


def _node(node: Node) -> Iterator[str]:
    yield f'<node id="{escaped(node.id)}">'
    yield f'<data key="node-label">{escaped(node.label)}</data>'
    yield f'<data key="node-type">{node.type}</data>'
    yield f'<data key="node-stances">{number(node.stances)}</data>'
    yield "</node>"


def _edge(at: int, edge: Edge, things: tuple[Node, ...]) -> Iterator[str]:
    source, target = (escaped(things[end].id) for end in (edge.source, edge.target))
    yield f'<edge id="e{at}" source="{source}" target="{target}">'
    yield f'<data key="edge-weight">{number(abs(edge.value))}</data>'
    yield f'<data key="edge-sign">{edge.sign}</data>'
    yield f'<data key="edge-signed_weight">{number(edge.value)}</data>'
    yield "</edge>"
