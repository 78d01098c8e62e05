"""What a request asks: the SPARQL 1.1 Protocol, and who may write.

https://www.w3.org/TR/sparql11-protocol/, sections 2.1 and 2.2, and for graphs
https://www.w3.org/TR/sparql11-http-rdf-update/, section 4.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.requests import Request

#: Most bytes of a request: a query that a person wrote is a hundred times shorter.
LONGEST: Final = 256 * 1024
#: Most bytes of an update, or of a graph, of somebody who may write.
LONGEST_UPDATE: Final = 64 * 2**20
#: The default graphs and the named ones.
Dataset: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_BEARER: Final = {"WWW-Authenticate": "Bearer"}


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
    dataset: Dataset | None = field(default=None)


def whole(graph: str = "") -> Asked:
    """Return the query for all triples of a graph, or of all graphs together.

    >>> whole("urn:g").dataset
    (('urn:g',), ())
    """
    return Asked("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", ((graph,), ()) if graph else None)


@dataclass(frozen=True, slots=True)
class Update:
    """An update, and the graphs that the request names for its WHERE.

    Attributes:
        using: the default graphs and the named ones; None leaves it to the update.
    """

    sparql: str
    using: Dataset | None = field(default=None)


def authorised(request: Request, token: str) -> None:
    """Let a request pass that carries the token: ``Authorization: Bearer TOKEN``.

    Raises:
        Refusal: 401 when it does not.
    """
    said = request.headers.getlist("authorization")
    scheme, _, given = (said[0] if len(said) == 1 else "").partition(" ")
    known = hmac.compare_digest(given.strip().encode("latin-1"), token.encode())
    if not (token and known and scheme.lower() == "bearer"):
        why = "only who has the token of this server may do that. send Authorization: Bearer TOKEN"
        raise Refusal(401, why, _BEARER)


def by_get(query_string: bytes) -> Asked | None:
    """Read a query from the address, or None where there is none: the client asks what this is.

    Raises:
        Refusal: when it is not one query.

    >>> by_get(b"query=ASK%20%7B%7D&named-graph-uri=urn:g")
    Asked(sparql='ASK {}', dataset=((), ('urn:g',)))
    """
    if not query_string:
        return None
    given = parameters(query_string)
    if "update" in given:
        raise Refusal(403, "updates by GET are refused. send one by POST to a server that writes")
    return _asked(given)


def by_post(content_type: str, query_string: bytes, body: bytes) -> Asked | Update:
    """Read a query or an update from a form, or from a body that is the one or the other.

    Raises:
        Refusal: when it is not one of them.
    """
    media, _, rest = (part.strip().lower() for part in content_type.partition(";"))
    charset = rest.partition("charset=")[2].strip("\"' ")
    if media not in (_FORM, _QUERY, _UPDATE) or charset not in ("", "utf-8", "utf8"):
        said = content_type or "nothing"
        raise Refusal(415, f"the body is said to be {said[:100]}. send {_QUERY} or {_FORM}, UTF-8")
    if media == _FORM:
        given = parameters(body, most=LONGEST_UPDATE)
        if "update" in given:
            return _update(given)
        return _asked(given)
    given = parameters(query_string)
    if "query" in given or "update" in given:
        raise Refusal(400, "there is something in the body and in the address. send one")
    if media == _UPDATE:
        return _update({**given, "update": [_decoded(body)]})
    return _asked({**given, "query": [_decoded(body)]})


def parameters(encoded: bytes, *, most: int = LONGEST) -> dict[str, list[str]]:
    """Read the parameters of an address or a form.

    Raises:
        Refusal: when they are not UTF-8, too long, or too many.
    """
    if len(encoded) > most:
        raise Refusal(413, f"the request is longer than {most:,} bytes. send a shorter query")
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
    queries = given.get("query", [])
    if len(queries) != 1:
        found = "no query" if not queries else f"{len(queries)} queries"
        raise Refusal(400, f"there is {found} in the request. send one parameter named query")
    return Asked(queries[0], _dataset(given, "default-graph-uri", "named-graph-uri"))


def _update(given: Mapping[str, Sequence[str]]) -> Update:
    updates = given["update"]
    if len(updates) != 1 or "query" in given:
        raise Refusal(400, "there is more than one update or query in the request. send one")
    return Update(updates[0], _dataset(given, "using-graph-uri", "using-named-graph-uri"))


def _dataset(given: Mapping[str, Sequence[str]], *names: str) -> Dataset | None:
    default, named = (tuple(given.get(name, ())) for name in names)
    return (default, named) if default or named else None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the body is not UTF-8. encode it as UTF-8") from None
