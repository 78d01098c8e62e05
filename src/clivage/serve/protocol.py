"""What a request asks: the SPARQL 1.1 Protocol, as far as it reads.

https://www.w3.org/TR/sparql11-protocol/, section 2.1, and for graphs
https://www.w3.org/TR/sparql11-http-rdf-update/, section 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs

#: Most bytes of a request: a query that a person wrote is a hundred times shorter.
LONGEST: Final = 256 * 1024
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_READS: Final = "this server only reads. edit the corpus, and serve it again"


class Refusal(Exception):  # noqa: N818  (it is an answer)
    """A request that is not answered, and why.

    Attributes:
        status: the HTTP status.
        why: one line for a person.
        headers: what else the answer says.
    """

    def __init__(self, status: int, why: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the graphs that the request names for it.

    Attributes:
        dataset: the default graphs and the named ones; None leaves it to the query.
    """

    sparql: str
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | None = field(default=None)


def by_get(query_string: bytes) -> Asked | None:
    """Read a query from the address, or None where there is none: the client asks what this is.

    Raises:
        Refusal: when it is not one query.

    >>> by_get(b"query=ASK%20%7B%7D&named-graph-uri=urn:g")
    Asked(sparql='ASK {}', dataset=((), ('urn:g',)))
    """
    if not query_string:
        return None
    return _asked(parameters(query_string))


def by_post(content_type: str, query_string: bytes, body: bytes) -> Asked:
    """Read a query from a form, or from a body that is the query itself.

    Raises:
        Refusal: when it is not one query, or an update.
    """
    media, _, rest = (part.strip().lower() for part in content_type.partition(";"))
    charset = rest.partition("charset=")[2].strip("\"' ")
    if media == _UPDATE:
        raise Refusal(403, f"updates are refused: {_READS}")
    if media not in (_FORM, _QUERY) or charset not in ("", "utf-8", "utf8"):
        said = content_type or "nothing"
        raise Refusal(415, f"the body is said to be {said[:100]}. send {_QUERY} or {_FORM}, UTF-8")
    if media == _FORM:
        return _asked(parameters(body))
    given = parameters(query_string)
    if "query" in given:
        raise Refusal(400, "there is a query in the body and one in the address. send one")
    return _asked({**given, "query": [_decoded(body)]})


def parameters(encoded: bytes) -> dict[str, list[str]]:
    """Read the parameters of an address or a form.

    Raises:
        Refusal: when they are not UTF-8, or there are too many.
    """
    if len(encoded) > LONGEST:
        raise Refusal(413, f"the request is longer than {LONGEST:,} bytes. send a shorter query")
    try:
        text = encoded.decode("ascii")
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        why = "the parameters are not UTF-8. encode them as UTF-8, then as %XX"
        raise Refusal(400, why) from None
    except ValueError:
        why = "there are too many parameters. send the query and its graphs"
        raise Refusal(400, why) from None


def graph_of(given: Mapping[str, Sequence[str]], graphs: Sequence[str]) -> str:
    """Return the graph that a request of the Graph Store Protocol names; empty for the default.

    Raises:
        Refusal: when it does not name one that is there.
    """
    names = given.get("graph", [])
    if ("default" in given) == bool(names) or len(names) > 1:
        raise Refusal(400, "which graph? say ?default or ?graph=IRI")
    if names and names[0] not in graphs:
        raise Refusal(404, f"there is no such graph. there are {', '.join(graphs)}")
    return names[0] if names else ""


def _asked(given: Mapping[str, Sequence[str]]) -> Asked:
    if "update" in given:
        raise Refusal(403, f"updates are refused: {_READS}")
    queries = given.get("query", [])
    if len(queries) != 1:
        found = "no query" if not queries else f"{len(queries)} queries"
        raise Refusal(400, f"there is {found} in the request. send one parameter named query")
    default, named = (tuple(given.get(f"{sort}-graph-uri", ())) for sort in ("default", "named"))
    return Asked(queries[0], (default, named) if default or named else None)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the query is not UTF-8. encode it as UTF-8") from None
