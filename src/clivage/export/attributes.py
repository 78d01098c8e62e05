"""What the exchange formats say of a node and of an edge: the same in GEXF, GraphML and CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from clivage import dates
from clivage.model import Statement
from clivage.view import Edge, Node, View

Value: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column: its name, its type, what it means, and whether it holds several values."""

    name: str
    type: type[str] | type[int] | type[float]
    meaning: str
    several: bool = False


#: Between values where there are several. Quotations may hold it: read those from the RDF.
SEPARATOR: Final = " | "

NODE: Final = (
    Attribute("type", str, "person, organization, collective or issue"),
    Attribute("kind", str, "kind of actor, such as party"),
    Attribute("camp", int, "number of its camp; empty without one"),
    Attribute("part_of", str, "id of the actor that it is a part of"),
    Attribute("iri", str, "identifier in RDF"),
    Attribute("x", int, "horizontal place in px"),
    Attribute("y", int, "vertical place in px, growing downward"),
)
EDGE: Final = (
    Attribute("sign", int, "1 support, -1 opposition"),
    Attribute("signed_weight", float, "sign times weight"),
    Attribute("not_before", str, "first possible day; empty where open or undated"),
    Attribute("not_after", str, "last possible day; empty where open or undated"),
    Attribute("undated", int, "how many of its statements, or ties, have no date"),
    Attribute("relations", str, "relations, such as refuses", several=True),
    Attribute("about", str, "ids of the issues it is about", several=True),
    Attribute("statements", str, "ids of its statements", several=True),
    Attribute("quotations", str, "the passages it rests on, verbatim", several=True),
    Attribute("evidenced", int, "1 where quotations stand behind it, 0 for unevidenced ties"),
    Attribute("provenance", str, "where its unevidenced ties come from", several=True),
)


def node_values(node: Node) -> dict[str, Value]:
    """Return the values of a node by the names in `NODE`; empty where there is none."""
    return {
        "type": node.type,
        "kind": node.kind,
        "camp": node.camp or "",
        "part_of": node.part_of,
        "iri": node.iri,
        "x": node.x,
        "y": node.y,
    }


def edge_values(view: View, edge: Edge) -> dict[str, Value]:
    """Return the values of an edge by the names in `EDGE`; empty where there is none."""
    said, ties = statements(view, edge), [view.corpus.tie[id] for id in edge.ties]
    first, last = span(view, edge)
    return {
        "sign": edge.sign.value,
        "signed_weight": edge.sign.value * edge.weight,
        "not_before": first,
        "not_after": last,
        "undated": sum(not one.when for one in said) + sum(not one.when for one in ties),
        "relations": _joined(one.relation for one in said),
        "about": _joined(one.about for one in said),
        "statements": _joined(one.id for one in said),
        "quotations": _joined(passage.exact for one in said for passage in one.evidence),
        "evidenced": int(edge.evidenced),
        "provenance": _joined(one.told_by for one in ties),
    }


def statements(view: View, edge: Edge) -> list[Statement]:
    """Return the statements of an edge, as one reads them."""
    return [view.corpus.statement[id] for id in edge.statements]


def span(view: View, edge: Edge) -> tuple[str, str]:
    """Return the first and last possible day of an edge, empty where one is open.

    An edge with an undated statement is open on both sides: it may stand for any time.
    """
    said = [one.when for one in statements(view, edge)]
    said += [view.corpus.tie[id].when for id in edge.ties]
    if not all(said):
        return "", ""
    bounds = [dates.bounds(when) for when in said]
    first = [one.earliest for one in bounds]
    last = [one.latest for one in bounds]
    return (
        min(day.isoformat() for day in first if day) if None not in first else "",
        max(day.isoformat() for day in last if day) if None not in last else "",
    )


def _joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(value for value in values if value))
