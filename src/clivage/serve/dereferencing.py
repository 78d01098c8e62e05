"""From an IRI of the corpus to what is known of it.

An IRI is an address under ``/id/``, which leads (303, for a person is not a document) to a page
under ``/page/`` or to RDF under ``/data/``. See https://www.w3.org/TR/cooluris/, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote

from clivage.serve.negotiation import GRAPHS, best
from clivage.serve.protocol import Asked

#: What a browser gets, besides the formats of RDF.
_EITHER: Final[Mapping[str, str]] = {"text/html": "html", "application/xhtml+xml": "html"} | {
    media: format for media, format in GRAPHS.items() if "xml" not in media or "rdf" in media
}
#: What no IRI has in it.
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\udfff]')
_SAFE: Final = "/:@!$&'()*+,;=~"
#: Most triples of a page.
MOST: Final = 2000
_ABOUT: Final = """{ VALUES ?s { <IRI> } ?s ?p ?o }
  UNION { VALUES ?o { <IRI> } ?s ?p ?o }
  UNION { ?s oa:hasSource <IRI> ; ?p ?o }"""


def iri(base: str, path: str) -> str:
    """Return the IRI that a path stands for, or an empty text when it cannot be one.

    Args:
        path: what follows ``/id/``, as it was sent.

    >>> iri("https://w3id.org/e/", "actor/l%C3%A9o"), iri("https://w3id.org/e/", "a%3E")
    ('https://w3id.org/e/actor/léo', '')
    """
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return ""
    return "" if _NOT_IN_IRI.search(decoded) else base + decoded


def address(base: str, iri: str, folder: str = "id") -> str:
    """Return where an IRI of the corpus is on this server, or the IRI itself if it is no such.

    >>> address("https://w3id.org/e/", "https://w3id.org/e/source/a#char=1,2")
    '/id/source/a#char=1,2'
    """
    if not iri.startswith(base):
        return iri
    path, mark, fragment = iri.removeprefix(base).partition("#")
    return f"/{folder}/{quote(path, safe=_SAFE)}{mark}{quote(fragment, safe=_SAFE)}"


def encoded(iri: str) -> str:
    """Return an IRI as a URI of ASCII alone.

    >>> encoded("https://w3id.org/e/léo#a")
    'https://w3id.org/e/l%C3%A9o#a'
    """
    return quote(iri, safe=_SAFE + "#?%[]")


def wants_page(accept: str) -> bool:
    """Whether a client would rather have a page than RDF.

    >>> wants_page("text/html,application/xml;q=0.9,*/*;q=0.8"), wants_page("text/turtle")
    (True, False)
    """
    return _EITHER.get(best(accept, _EITHER)) == "html"


def exists(iri: str) -> Asked:
    """Return the question whether anything is said of an IRI."""
    return Asked(f"ASK {{ {_about(iri)} }}")


def triples(iri: str) -> Asked:
    """Return the question for all that is said of an IRI, and of the passages of a source."""
    return Asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_about(iri)} }}")


def rows(iri: str) -> Asked:
    """Return the same as a table, for a page; a row more than it shows, if there are so many."""
    limit = f"ORDER BY ?s ?p ?o LIMIT {MOST + 1}"
    return Asked(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {_about(iri)} }} {limit}")


def _about(iri: str) -> str:
    return _ABOUT.replace("<IRI>", f"<{iri}>")
