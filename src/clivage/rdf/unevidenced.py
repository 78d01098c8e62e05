"""Ties without a quotation to records: those of a table, and those that a program coded."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from rdflib import RDF, XSD, Literal
from rdflib.term import Node

from clivage.model import CodeTable, UnevidencedTie
from clivage.rdf.terms import (
    CLV,
    DCTERMS,
    OWL,
    SCHEMA,
    SIGN_CLASSES,
    SKOS,
    TIE_CLASSES,
    code_table_id,
)
from clivage.rdf.values import Values

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


class Ties(Values):
    """Reads the unevidenced ties of one graph, and the tables by which they were coded."""

    def _tie(self, node: Node) -> UnevidencedTie | None:
        signs = [
            sign for sign, class_ in TIE_CLASSES.items() if (node, RDF.type, class_) in self.graph
        ]
        if len(signs) != 1:
            self._say("tie-sign", node, "it is not one of a support and an opposition")
        if self._is_statement_too(node):
            self._say(
                "tie-apart", node, "it is a statement, or has evidence: it is one or the other"
            )
        holder = self._one(node, CLV.holder, "tie-holder", required=True)
        target = self._one(node, CLV.target, "tie-target", required=True)
        when, coding = self._when(node, "tie-when"), self._coding(node)
        if not signs or holder is None or target is None:
            return None
        return UnevidencedTie(
            id=self._id_of("tie", node),
            sign=signs[0],
            holder=self._id_of("actor", holder),
            target=self._id_of("issue" if target in self.issues else "actor", target),
            when=when,
            provenance=self._text(node, DCTERMS.provenance),
            note=self._text(node, SKOS.note),
            **coding,
        )

    def _coding(self, node: Node) -> dict[str, Any]:
        """Read what a tie weighs, and what it says of the events that a program coded."""
        is_event, is_dyad = (
            (node, RDF.type, class_) in self.graph for class_ in (CLV.CodedEvent, CLV.Dyad)
        )
        if is_event and is_dyad:
            self._say("tie-events", node, "it is one coded event, or a sum of them, and not both")
        events = int(is_event)
        if is_dyad:
            events = self._number(node, CLV.events, "tie-events", otherwise=1)
            if events < 1:
                self._say("tie-events", node, f"it sums {events} events")
        table = self._one(node, CLV.codeTable, "tie-code-table")
        is_row = not (is_event or is_dyad)
        return {
            "strength": self._number(
                node, CLV.strength, "tie-strength", otherwise=2, required=is_row
            ),
            "weight": self._weight(node),
            "events": events,
            "code": self._event_code(node, required=is_event),
            "code_table": "" if table is None else code_table_id(table),
            "source": self._link(node, DCTERMS.source, "tie-source"),
            "directed": self._truth(node, CLV.directed, "tie-directed"),
        }

    def _event_code(self, node: Node, *, required: bool) -> str:
        value = self._one(node, CLV.eventCode, "tie-code", required=required)
        if value is None:
            return ""
        if not (isinstance(value, Literal) and value.datatype in (None, XSD.string)):
            # As a number, 040 would be 40.
            self._say("tie-code", node, f"the code {str(value)!r} is not a text")
        return str(value)

    def _weight(self, node: Node) -> Fraction | None:
        value = self._one(node, CLV.weight, "tie-weight")
        if value is None:
            return None
        is_decimal = isinstance(value, Literal) and value.datatype == XSD.decimal
        if is_decimal and _DECIMAL.fullmatch(str(value)):
            return Fraction(str(value))
        self._say("tie-weight", node, f"{str(value)!r} is not an xsd:decimal")
        return None

    def _code_table(self, node: Node) -> CodeTable:
        return CodeTable(
            id=code_table_id(node),
            title=self._labels(node, DCTERMS.title),
            version=self._text(node, OWL.versionInfo, "code-table", required=True),
            source=self._link(node, DCTERMS.source, "code-table"),
            sha256=self._text(node, SCHEMA.sha256, "code-table"),
        )

    def _is_statement_too(self, node: Node) -> bool:
        """Whether a tie is said to be a statement too, or to have evidence."""
        classes = (CLV.Statement, *SIGN_CLASSES.values())
        coded = any((node, RDF.type, class_) in self.graph for class_ in classes)
        return coded or (node, CLV.evidence, None) in self.graph
