"""How deep a text of RDF is nested, found out before a parser that may fall over it.

The engine's parser of JSON-LD ends the whole process at some thousand levels; those of RDF/XML
and Turtle take time that grows with the square of the depth, and of what entities stand for. No
person writes such files.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from clivage.errors import OntologyError, Origin

#: How deep a text may be nested. Turtle may hold brackets in its texts: more of them is believed.
_DEEPEST: Final = 200
_DEEPEST_TURTLE: Final = 5000
#: How long the text of an entity may be: it stands for a namespace, where people use one.
_LONGEST_ENTITY: Final = 1000
_JSON_BRACKET: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|([\[{])|[\]}]', re.DOTALL)
_TURTLE_BRACKET: Final = re.compile(rb"([(\[]|<<)|[)\]]|>>")
#: Of RDF 1.2: a triple that is a term.
_TRIPLE: Final = re.compile(rb"(<<)|>>")


def bound(content: bytes, ending: str, name: str) -> None:
    """Refuse what is nested very deep.

    Args:
        content: the text, whole.
        ending: of the name of such a file, which tells the format: ``.jsonld``.
        name: the file, for the message; may be empty.

    Raises:
        OntologyError: when it is too deep, or is RDF/XML with entities that grow.

    >>> bound(b"[" * 300, ".jsonld", "a.jsonld")
    Traceback (most recent call last):
    ...
    clivage.errors.OntologyError: a.jsonld: is nested more than 200 deep. write it as N-Triples.
    """
    most, origin = _DEEPEST, Origin(name) if name else None
    if ending == ".rdf":
        depth = _depth_of_elements(content, origin)
    elif ending == ".jsonld":
        depth = _depth(_JSON_BRACKET.finditer(content))
    elif ending in (".ttl", ".trig"):
        depth, most = _depth(_TURTLE_BRACKET.finditer(content)), _DEEPEST_TURTLE
    else:
        depth = _depth(_TRIPLE.finditer(content)) if b"<<" in content else 0
    if depth > most:
        what = f"is nested more than {most:,} deep"
        raise OntologyError(what, remedy="write it as N-Triples", origin=origin)


def _depth(brackets: Iterable[re.Match[bytes]]) -> int:
    depth = deepest = 0
    for one in brackets:
        if one[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif not one[0].startswith(b'"'):
            depth = max(0, depth - 1)
    return deepest


def _depth_of_elements(content: bytes, origin: Origin | None) -> int:
    """Return how deep elements stand in each other; what is no XML is left to the parser.

    Raises:
        OntologyError: when an entity holds another, or is long: it is made to fill a memory.
    """
    parser = expat.ParserCreate()
    depth = deepest = 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(name: str, is_parameter: int, value: str | None, *more: object) -> None:
        if value is None or "&" in value or len(value) > _LONGEST_ENTITY:
            what = f"the entity {name!r} grows, or stands elsewhere"
            raise OntologyError(what, remedy="write it as N-Triples", origin=origin)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.EntityDeclHandler = declare
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(content, True)
    return deepest
