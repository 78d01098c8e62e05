"""Things as nodes of JSON-LD, in the short spelling that a context gives them.

Source: JSON-LD 1.1 Processing Algorithms, W3C 2020, section 6, as far as a corpus goes: no blank
nodes, no lists, and each property has values of the one sort that the context declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rdflib import RDF, XSD, Literal, URIRef

from clivage.rdf.turtle import Block, Section, Value


def compacted(sections: Iterable[Section], context: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return a node for each thing, sorted by its identifier, its keys and values sorted too.

    Args:
        context: the ``@context`` of the document.
    """
    short = _Short(context)
    nodes: dict[URIRef, dict[str, object]] = {}
    for section in sections:
        for _, subject, block in section.things:
            node = nodes.setdefault(subject, {"id": short.iri(subject)})
            node.update(short.pairs(block))
    ordered = sorted(nodes.values(), key=lambda node: str(node["id"]))
    return [dict(sorted(node.items())) for node in ordered]


class _Short:
    """What the terms of a context stand for, the other way round."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        meanings = {
            name: meaning["@id"] if isinstance(meaning, dict) else str(meaning)
            for name, meaning in context.items()
            if not name.startswith("@")
        }
        self.prefixes = {meaning: name for name, meaning in meanings.items() if meaning[-1] in "/#"}
        self.names: dict[str, str] = {}
        for name, meaning in meanings.items():
            prefix, _, local = meaning.partition(":")
            self.names[meanings.get(prefix, prefix) + local] = name

    def iri(self, iri: str) -> str:
        """Return the IRI of a thing, short where its namespace has a prefix."""
        end = iri.rfind("#") + 1 or iri.rfind("/") + 1
        prefix = self.prefixes.get(iri[:end])
        return f"{prefix}:{iri[end:]}" if prefix else iri

    def pairs(self, block: Block) -> Iterable[tuple[str, object]]:
        """Return what is said of one thing, as keys and values."""
        for property_, values in block.items():
            if property_ == RDF.type:
                yield "type", _one_or_more([self.names[str(value)] for value in values])
            else:
                yield self.names[str(property_)], self._values(values)

    def _values(self, values: Sequence[Value]) -> object:
        languages: dict[str, list[str | int]] = {}
        others: list[str | int] = []
        for value in values:
            if isinstance(value, Literal) and value.language:
                languages.setdefault(value.language, []).append(str(value))
            elif isinstance(value, Literal) and value.datatype == XSD.integer:
                others.append(int(value))
            elif isinstance(value, Literal) and value.datatype == XSD.boolean:
                others.append(bool(value.value))
            else:
                others.append(self.iri(str(value)) if isinstance(value, URIRef) else str(value))
        if languages:
            return {language: _one_or_more(texts) for language, texts in sorted(languages.items())}
        return _one_or_more(others)


def _one_or_more(values: Sequence[str | int]) -> object:
    """Return one value as itself, and more as a sorted list."""
    found = sorted(set(values), key=str)
    return found[0] if len(found) == 1 else found
