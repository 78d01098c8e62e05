"""N-Triples that rdflib can hold: it knows nothing yet of what RDF 1.2 adds."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from typing import Final

from rdflib import Graph
from rdflib.exceptions import ParserError

from clivage.errors import OntologyError

#: A line of N-Triples whose object is a triple. No record holds one.
_TRIPLE_TERM: Final = re.compile(
    rb"(?m)^[ \t]*(?:<[^>\n]*>|_:[^\s<]+)[ \t]*<[^>\n]*>[ \t]*<<\(.*\n?"
)
#: The direction of a text behind its language, at the end of a line.
_DIRECTION: Final = re.compile(rb"(?m)(?<=[A-Za-z0-9])--(?:ltr|rtl)(?=[ \t]*\.[ \t\r]*$)")
_LONGEST_SAID: Final = 100


def from_ntriples(ntriples: bytes) -> Graph:
    """Return UTF-8 N-Triples as an rdflib graph.

    What RDF 1.2 adds, rdflib cannot hold: a triple whose object is a triple is left out, and a
    text loses its direction.

    Raises:
        OntologyError: when there is a line that rdflib cannot read.

    >>> len(from_ntriples(b"<urn:a> <urn:b> <urn:c> ."))
    1
    >>> len(from_ntriples(b"<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> ."))
    0
    """
    if b"<<(" in ntriples:
        ntriples = _TRIPLE_TERM.sub(b"", ntriples)
    if b"--" in ntriples:
        ntriples = _DIRECTION.sub(b"", ntriples)
    graph = Graph()
    try:
        with _quiet():
            graph.parse(data=ntriples, format="nt11")
    except ParserError as error:
        said = " ".join(str(error).split())[:_LONGEST_SAID]
        remedy = "write it as RDF 1.1, blank nodes with names in ASCII"
        raise OntologyError(f"rdflib cannot read it: {said}", remedy=remedy) from None
    return graph


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each value that is not of its type.

    Where it matters, a problem tells of it.
    """
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
