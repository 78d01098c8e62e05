"""GEXF 1.3 (https://gexf.net/), as Gephi reads it: colours, places, signs and dates."""

from __future__ import annotations

from collections.abc import Iterator

from clivage import marks
from clivage.export.attributes import EDGE, NODE, Attribute, Value, edge_values, node_values, span
from clivage.model import in_language
from clivage.view import Edge, Node, View
from clivage.xmltext import escaped

#: What GEXF calls our types.
_TYPES = {str: "string", int: "integer", float: "double"}
_SHAPES = {"person": "disc", "organization": "square", "collective": "triangle", "issue": "diamond"}


def gexf(view: View) -> str:
    """Return a network as GEXF 1.3.

    Weights are positive, as layouts and statistics want them; the sign is the attribute
    ``sign``, and ``signed_weight`` their product. The ``kind`` keeps support and opposition of
    one pair apart where a program merges parallel edges. An edge is there from the first day of its
    statements to the last; one with an undated statement is there always.

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> text = gexf(of(Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")))
    >>> 'version="1.3"' in text
    True
    """
    title = escaped(in_language(view.corpus.title, view.corpus.language))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        f"<meta><creator>clivage</creator><description>{title}</description></meta>",
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">',
        *_declared("node", NODE),
        *_declared("edge", EDGE),
        "<nodes>",
        *(line for node in view.nodes for line in _node(view, node)),
        "</nodes>",
        "<edges>",
        *(line for edge in view.edges for line in _edge(view, edge)),
        "</edges>",
        "</graph>",
        "</gexf>",
    ]
    return "\n".join(lines) + "\n"


def _declared(class_: str, attributes: tuple[Attribute, ...]) -> Iterator[str]:
    yield f'<attributes class="{class_}" mode="static">'
    for one in attributes:
        yield f'<attribute id="{one.name}" title="{one.name}" type="{_TYPES[one.type]}"/>'
    yield "</attributes>"


def _values(attributes: tuple[Attribute, ...], values: dict[str, Value]) -> Iterator[str]:
    yield "<attvalues>"
    for one in attributes:
        if values[one.name] != "":
            yield f'<attvalue for="{one.name}" value="{escaped(str(values[one.name]))}"/>'
    yield "</attvalues>"


def _node(view: View, node: Node) -> Iterator[str]:
    label = in_language(node.labels, view.corpus.language)
    yield f'<node id="{node.id}" label="{escaped(label)}">'
    yield from _values(NODE, node_values(node))
    yield _colour(_node_colour(node))
    # In GEXF y grows upward.
    yield f'<viz:position x="{node.x}.0" y="{-node.y}.0" z="0.0"/>'
    yield '<viz:size value="14.0"/>'
    yield f'<viz:shape value="{_SHAPES[node.type]}"/>'
    yield "</node>"


def _edge(view: View, edge: Edge) -> Iterator[str]:
    first, last = span(view, edge)
    during = f' start="{first}"' * bool(first) + f' end="{last}"' * bool(last)
    yield (
        f'<edge id="{edge.id}" source="{edge.holder}" target="{edge.target}" type="directed"'
        f' kind="{edge.sign.verb}" label="{edge.sign.verb}" weight="{edge.weight}.0"{during}>'
    )
    yield from _values(EDGE, edge_values(view, edge))
    yield _colour(marks.colours("light")["support" if edge.sign.value > 0 else "opposition"])
    shape = "dotted" if not edge.evidenced else "solid" if edge.sign.value > 0 else "dashed"
    yield f'<viz:shape value="{shape}"/>'
    yield "</edge>"


def _node_colour(node: Node) -> str:
    colours = marks.colours("light")
    choices: list[str] = colours["camps"]
    if node.camp:
        return choices[(node.camp - 1) % len(choices)]
    found: str = colours["issue" if node.type == "issue" else "unaligned"]
    return found


def _colour(hexadecimal: str) -> str:
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
