"""A corpus in the vocabularies of others: what such views share when they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from clivage.rdf.turtle import Block, Names, one_line


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: a comment over it, and in TriG the graph that it is.

    Attributes:
        graph: its name, or None in the graph that has none.
    """

    comment: str
    things: Mapping[URIRef, Block]
    graph: URIRef | None = None


class _Names(Names):
    def __init__(self, base: str, more: Mapping[str, str]) -> None:
        super().__init__(base)
        added = [(namespace, prefix) for prefix, namespace in more.items()]
        self.namespaces = sorted([*self.namespaces, *added], key=lambda pair: (-len(pair[0]), pair))


def dumps(
    about: Iterable[str], parts: Sequence[Part], base: str, prefixes: Mapping[str, str]
) -> str:
    """Write parts as Turtle, or as TriG where they are graphs.

    Args:
        about: lines of comment at the top.
        prefixes: those of the vocabularies, besides the prefixes of clivage.
    """
    names = _Names(base, prefixes)
    body = "\n".join(_part(names, one) for one in parts if one.things)
    comment = "".join(f"# {one_line(line)}\n" for line in about)
    return f"{comment}\n{names.header()}\n{body}"


def _part(names: Names, part: Part) -> str:
    comment = f"# {one_line(part.comment)}\n" if part.comment else ""
    blocks = "\n".join(names.block(node, block) for node, block in part.things.items())
    return f"{comment}{names.term(part.graph)} {{\n{blocks}}}\n" if part.graph else comment + blocks


def part_iri(iri: str, part: str) -> str:
    """Return the IRI of something that belongs to a thing; an IRI has one fragment at most.

    >>> part_iri("urn:s", "annotation"), part_iri("urn:c#s", "annotation")
    ('urn:s#annotation', 'urn:c#s/annotation')
    """
    return f"{iri}{'/' if '#' in iri else '#'}{part}"
