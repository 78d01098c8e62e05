"""The values of things in a graph, one at a time; what is wrong with one is a `Problem`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from clivage import dates, identifiers
from clivage.errors import DateError, Problem
from clivage.model import AUTHOR, Labels
from clivage.rdf.terms import CLV, EDTF_TYPE

_Code = TypeVar("_Code", bound=Enum)
_UNNAMED = "urn:clivage:unnamed/"


class Values:
    """Reads single values of one graph, collecting problems as it goes.

    Attributes:
        node: the corpus, or None where it has no name.
        base: what its ids hang from.
        issues: the issues of the corpus, once they are known.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.problems: list[Problem] = []
        nodes = [one for one in in_order(self._instances(CLV.Corpus)) if isinstance(one, URIRef)]
        self.node = nodes[0] if nodes else None
        self.base = str(self.node) if self.node else _UNNAMED
        self.issues: set[Node] = set()

    def _instances(self, *classes: URIRef) -> set[Node]:
        return {node for class_ in classes for node in self.graph.subjects(RDF.type, class_)}

    def _say(self, rule: str, node: Node, what: str, remedy: str = "") -> None:
        # The name of a blank node is another one at each reading.
        name = "a blank node" if isinstance(node, BNode) else self._short(node)
        self.problems.append(Problem(rule, f"{name}: {what}", remedy, str(node)))

    def _short(self, node: Node) -> str:
        return str(node).removeprefix(self.base)

    def _id_of(self, folder: str, node: Node) -> str:
        if node == CLV.author:
            return AUTHOR
        short = identifiers.id_of(self.base, folder, str(node))
        may_have_dots = folder in ("statement", "tie")
        fits = identifiers.is_statement_id if may_have_dots else identifiers.is_slug
        return short if fits(short) else str(node)

    def _all(self, node: Node, property_: URIRef) -> list[Node]:
        return in_order(self.graph.objects(node, property_))

    def _one(
        self, node: Node, property_: URIRef, rule: str, *, required: bool = False
    ) -> Node | None:
        """Return the one value of a property; say so when there are more, or none."""
        values = self._all(node, property_)
        name = str(property_).rpartition("#")[2].rpartition("/")[2]
        if len(values) > 1:
            self._say(rule, node, f"it has {len(values)} values of {name}, not one")
        elif required and not values:
            self._say(rule, node, f"it has no {name}")
        return values[0] if values else None

    def _text(
        self, node: Node, property_: URIRef, rule: str = "", *, required: bool = False
    ) -> str:
        if not rule:
            return next((str(value) for value in self._all(node, property_)), "")
        value = self._one(node, property_, rule, required=required)
        return "" if value is None else str(value)

    def _words(self, node: Node, property_: URIRef, rule: str) -> str:
        """Return the one text of a property; say so when it is no text."""
        value = self._one(node, property_, rule)
        if value is not None and not isinstance(value, Literal):
            self._say(rule, node, f"{self._short(value)} is not a text")
        return "" if value is None else str(value)

    def _link(self, node: Node, property_: URIRef, rule: str) -> str:
        """Return the one IRI of a property; say so when it is none."""
        value = self._one(node, property_, rule)
        if value is not None and not isinstance(value, URIRef):
            self._say(rule, node, f"{str(value)!r} is not an IRI")
        return "" if value is None else str(value)

    def _labels(self, node: Node, property_: URIRef, rule: str = "") -> Labels:
        labels: dict[str, str] = {}
        for value in self._all(node, property_):
            language = (value.language or "") if isinstance(value, Literal) else ""
            if language in labels and rule:
                self._say(rule, node, f"it has two labels in the language {language!r}")
            labels[language] = str(value)
        return dict(sorted(labels.items()))

    def _texts(self, node: Node, property_: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in self.graph.objects(node, property_)))

    def _edtf(self, node: Node, property_: URIRef, rule: str) -> str:
        value = self._one(node, property_, rule)
        if value is None:
            return ""
        if not (isinstance(value, Literal) and value.datatype == EDTF_TYPE):
            self._say(rule, node, f"the date {str(value)!r} is not of the type edtf:EDTF")
        return str(value)

    def _code(self, node: Node, property_: URIRef, prefix: str, rule: str) -> str:
        value = self._one(node, property_, rule)
        return "" if value is None else str(value).removeprefix(f"{CLV}{prefix}-")

    def _member(
        self,
        codes: type[_Code],
        node: Node,
        property_: URIRef,
        *,
        rule: str,
        required: bool = False,
    ) -> _Code | None:
        """Return the member of a closed list that a concept such as clv:mode-deed stands for."""
        value = self._one(node, property_, rule, required=required)
        if value is None:
            return None
        prefix = rule.removeprefix("statement-").removeprefix("date-")
        notation = str(value).removeprefix(f"{CLV}{prefix}-")
        for member in codes:
            if member.value == notation:
                return member
        self._say(rule, node, f"{notation!r} is not in the list")
        return None

    def _number(
        self, node: Node, property_: URIRef, rule: str, *, otherwise: int, required: bool = True
    ) -> int:
        value = self._one(node, property_, rule, required=required)
        number = value.toPython() if isinstance(value, Literal) else None
        if isinstance(number, int) and not isinstance(number, bool):
            return number
        if value is not None:
            self._say(rule, node, f"{str(value)!r} is not a whole number")
        return otherwise

    def _when(self, node: Node, rule: str = "statement-when") -> str:
        when = self._edtf(node, CLV.when, rule)
        written = [
            self._one(node, property_, "statement-bounds")
            for property_ in (CLV.notBefore, CLV.notAfter)
        ]
        days = [None if value is None else str(value) for value in written]
        for value in written:
            if value is not None and not (
                isinstance(value, Literal) and value.datatype == XSD.date
            ):
                self._say("statement-bounds", node, f"the bound {str(value)!r} is not an xsd:date")
        if not when and any(days):
            self._say("statement-bounds", node, "it has bounds of a date but no date")
        elif days[0] and days[1] and days[1] < days[0]:
            self._say("statement-bounds", node, "its date ends before it begins")
        elif when and any(days) and days != _bounds(when, days):
            self._say("statement-bounds", node, f"the bounds are not those of the date {when!r}")
        return when

    def _truth(self, node: Node, property_: URIRef, rule: str) -> bool:
        """Return what is true unless the data deny it."""
        value = self._one(node, property_, rule)
        truth = value.toPython() if isinstance(value, Literal) else None
        if value is not None and not isinstance(truth, bool):
            self._say(rule, node, f"{str(value)!r} is neither true nor false")
        return truth is not False


def _bounds(when: str, otherwise: list[str | None]) -> list[str | None]:
    """Return the bounds of a date, or those written when the date itself is wrong."""
    try:
        bounds = dates.bounds(when)
    except DateError:
        return otherwise
    return [day.isoformat() if day else None for day in (bounds.earliest, bounds.latest)]


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Sort nodes of any sort; rdflib's own order compares literals by value."""
    return sorted(nodes, key=lambda node: node.n3())
