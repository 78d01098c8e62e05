"""A corpus at a SPARQL endpoint, which answers as `clivage.store.Store` does.

Whatever speaks the SPARQL 1.1 Protocol will do. A query goes there as it is, with the prefixes
that it uses; the answer comes back as from a store here. Nothing is ever written.
"""

from __future__ import annotations

import http.client
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from clivage import fetching, namespaces
from clivage.address import PASSWORD, TOKEN, USER, Address
from clivage.answer import (
    Answer,
    Limits,
    Rows,
    Triples,
    Truth,
    read_graph,
    read_table,
    rewritten,
)
from clivage.errors import ClivageError, EndpointError, FormatError, OntologyError, QueryError

#: The variable of the environment that says for how many seconds an endpoint may be silent.
TIMEOUT: Final = "CLIVAGE_STORE_TIMEOUT"
_SECONDS: Final = 60.0
#: How often longer than the longest silence an answer may take as a whole.
_PATIENCE: Final = 10
#: Most bytes of an answer.
MOST_BYTES: Final = 1 << 30
_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples, text/turtle;q=0.5"
#: What an answer may be written in, and what `clivage.answer` calls it.
_READABLE: Final = {
    _TABLE: "json",
    "application/json": "json",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
}
#: What is passed over, the prefixes that a query declares itself, and the word that it begins with.
_BEGINNING: Final = re.compile(
    r"""\#[^\n]* | <[^<>\s]*>
    | \bPREFIX\s+(?P<prefix>[\w.-]*):
    | \b(?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_OF_GRAPHS: Final = ("CONSTRUCT", "DESCRIBE")
_UNNAMED: Final = "urn:clivage:unnamed/"
_GRAPHS: Final = ("statements", "derived", "findings", "hypotheses")
_FIND_CORPORA: Final = """SELECT DISTINCT ?corpus ?graph {
  { ?corpus a clv:Corpus } UNION { GRAPH ?graph { ?corpus a clv:Corpus } }
} ORDER BY ?corpus ?graph"""
_HAS_CORPUS: Final = """ASK {
  { ?thing a clv:Corpus } UNION { ?thing a clv:Statement }
  UNION { ?thing a clv:Support } UNION { ?thing a clv:Opposition }
}"""
_HAS_EDGES: Final = "ASK { { ?a clv:supports ?b } UNION { ?a clv:opposes ?b } }"
_MAKES_EDGES: Final = """ASK {
  ?statement clv:holder ?holder ; clv:target ?target ; clv:modality clv:modality-actual .
  FILTER (?holder != clv:author)
  FILTER NOT EXISTS { ?statement clv:voice clv:author }
}"""
_COUNT: Final = "SELECT (COUNT(*) AS ?count) { { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } }"
_SLOW: Final = f"ask for less, or set {TIMEOUT} to more seconds"
_LOAD: Final = "load the .trig or .nq of its exports, which hold both graphs"


class RemoteStore:
    """A corpus at a SPARQL endpoint, for reading.

    Credentials come from the environment: ``CLIVAGE_STORE_USER`` and ``CLIVAGE_STORE_PASSWORD``,
    or ``CLIVAGE_STORE_TOKEN``. The endpoint must hold the derived edges too, as the ``.trig`` and
    ``.nq`` exports do: there they are not made again.

    Attributes:
        base: the base IRI of its corpus.
        graphs: the names of its graphs; none where the corpus is in the default graph.
    """

    def __init__(self, address: Address | str, *, timeout: float | None = None) -> None:
        """Find the corpus of an endpoint.

        Args:
            address: where it is; after a ``#`` the base IRI of the corpus, if there are several.
            timeout: seconds for which the endpoint may be silent; 60 when left out, or what the
                environment says in ``CLIVAGE_STORE_TIMEOUT``.

        Raises:
            EndpointError: when the address or the credentials cannot be used, or what is there
                does not answer as an endpoint.
            OntologyError: when there is no corpus, or not one alone, or one without its edges.
        """
        self.address = Address(address) if isinstance(address, str) else address
        self._line = _Line(self.address, _patience(self.address) if timeout is None else timeout)
        self.graphs: tuple[str, ...] = ()
        self.base = _UNNAMED
        try:
            self.base, in_default = self._corpus(self.address.split().fragment)
            if not in_default:
                self.graphs = tuple(sorted(self._graphs()))
            self._refuse_half()
        except ClivageError as error:
            raise error.at(self.address.origin) from None

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix that a query may use without declaring it."""
        return namespaces.prefixes(self.base)

    def query(self, sparql: str, *, union: bool = True) -> Answer:
        """Answer a SPARQL 1.1 query; see `clivage.store.Store.query`.

        This method trusts its caller; `clivage.query.ask` refuses what only a stranger would send.

        Args:
            union: ask all graphs of the corpus together, and no others; else only those that the
                query names by FROM.

        Raises:
            QueryError: when the endpoint refuses the query.
            EndpointError: when it cannot be reached, or does not answer as an endpoint.
        """
        graphs = self.graphs if union else ()
        dataset = [("default-graph-uri", graph) for graph in graphs]
        dataset += [("named-graph-uri", graph) for graph in graphs]
        return self._line.ask(_prefixed(sparql, self.prefixes), dataset, self.prefixes)

    def written(
        self,
        sparql: str,
        *,
        table: str,
        graph: str,
        limits: Limits,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        union: bool = True,
        seconds: float | None = None,
    ) -> tuple[str, bytes]:
        """Answer a query as bytes, whole or not at all; see `clivage.store.Store.written`.

        Args:
            limits: of the answer as it is written, and of the bytes that the endpoint sends.
            seconds: for which the endpoint may be silent, where not as long as usual.

        Raises:
            FormatError: when the answer is of the sort for which no format was named.
            QueryError: when the endpoint refuses the query, or the answer is too large.
            EndpointError: when it cannot be reached, or does not answer as an endpoint.
        """
        default, named = dataset or ((self.graphs, self.graphs) if union else ((), ()))
        graphs = [("default-graph-uri", name) for name in default]
        graphs += [("named-graph-uri", name) for name in named]
        asked = _prefixed(sparql, self.prefixes)
        is_graph = _form(asked) in _OF_GRAPHS
        if not (graph if is_graph else table):
            if is_graph:
                raise FormatError("the answer is a graph", remedy="accept text/turtle")
            remedy = "accept application/sparql-results+json, or text/csv"
            raise FormatError("the answer is a table", remedy=remedy)
        format, content = self._line.fetch(asked, graphs, most=limits.bytes, seconds=seconds)
        try:
            return rewritten(
                content, format, table=table, graph=graph, limits=limits, prefixes=self.prefixes
            )
        except ValueError as error:
            raise self._line.broken(_line(str(error))) from None

    def ntriples(self) -> bytes:
        """Return all graphs as one, as sorted UTF-8 N-Triples.

        Raises:
            EndpointError: as `query`, and when the endpoint sends less than it has.
        """
        found = self.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
        assert isinstance(found, Triples)
        ((counted,),) = self._rows(_COUNT, "count") or [[""]]
        if not counted.isdecimal() or len(found) < int(counted):
            what = f"the endpoint sent {len(found)} of {_line(counted) or 'some'} triples"
            remedy = "let it answer without a limit of rows"
            raise EndpointError(what, remedy=remedy, origin=self.address.origin)
        return found.ntriples

    def _corpus(self, wanted: str) -> tuple[str, bool]:
        """Return the base IRI of the corpus, and whether it is in the default graph."""
        found: dict[str, set[str]] = {}
        for corpus, graph in self._rows(_FIND_CORPORA, "corpus", "graph"):
            found.setdefault(corpus, set()).add(graph)
        if wanted:
            found = {corpus: graphs for corpus, graphs in found.items() if corpus == wanted}
        if len(found) > 1:
            what = f"the endpoint holds several corpora: {', '.join(found)}"
            raise OntologyError(what, remedy=f"name one: {self.address}#{min(found)}")
        if not found:
            if not wanted and self.query(_HAS_CORPUS):
                return _UNNAMED, True
            what = f"the endpoint does not hold the corpus {wanted}"
            raise OntologyError(what if wanted else "the endpoint holds no corpus", remedy=_LOAD)
        ((corpus, graphs),) = found.items()
        if f"{corpus}graph/statements" in graphs:
            return corpus, False
        if "" not in graphs:
            what = f"the corpus is not in its own graph, {corpus}graph/statements"
            raise OntologyError(what, remedy=_LOAD)
        return corpus, True

    def _graphs(self) -> Iterator[str]:
        """Yield the graphs of the corpus that hold something."""
        for name in _GRAPHS:
            graph = f"{self.base}graph/{name}"
            if self.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"):
                yield graph

    def _refuse_half(self) -> None:
        """Refuse a corpus whose edges were not loaded, and an endpoint that mistakes graphs."""
        if self.query(_HAS_EDGES):
            return
        if self.query(_MAKES_EDGES):
            what = "the endpoint holds statements, but not the edges that follow from them"
            raise OntologyError(what, remedy=_LOAD)
        if not self.query(_HAS_CORPUS):
            what = "the endpoint does not ask the graphs that it is told to (default-graph-uri)"
            raise EndpointError(what, remedy="clivage needs the whole SPARQL 1.1 Protocol")

    def _rows(self, sparql: str, *names: str) -> list[list[str]]:
        """Return the values of some columns in each row, empty where there is none."""
        found = self.query(sparql)
        if not isinstance(found, Rows) or found.variables != names:
            raise self._line.broken(f"it has other columns than {' and '.join(names)}")
        return [[term.value if term else "" for term in row] for row in found.rows]


class _Line:
    """The way to an endpoint, and back."""

    def __init__(self, address: Address, timeout: float) -> None:
        self._address, self._timeout = address, timeout
        self._url = address.split()._replace(fragment="").geturl()
        self._authorization = address.authorization()
        proxies = ProxyHandler({}) if address.is_here else ProxyHandler()
        self._opener = build_opener(fetching.NoRedirect, proxies)

    def ask(
        self, sparql: str, dataset: Sequence[tuple[str, str]], prefixes: Mapping[str, str]
    ) -> Answer:
        """Send a query as it is, and read its answer."""
        format, content = self.fetch(sparql, dataset)
        try:
            if format != "json":
                return read_graph(content, format, prefixes)
            found = read_table(content, prefixes)
        except ValueError as error:
            raise self.broken(_line(str(error))) from None
        form = _form(sparql)
        if form and isinstance(found, Truth) != (form == "ASK"):
            raise self.broken("it is a table in the place of a yes or no, or the other way round")
        return found

    def fetch(
        self,
        sparql: str,
        dataset: Sequence[tuple[str, str]],
        *,
        most: int | None = None,
        seconds: float | None = None,
    ) -> tuple[str, bytes]:
        """Send a query as it is, and return its answer, and what `clivage.answer` calls its format.

        Args:
            most: bytes of the answer, where not as many as usual.
            seconds: for which the endpoint may be silent, where not as long as usual.
        """
        wanted = _GRAPH if _form(sparql) in _OF_GRAPHS else _TABLE
        body = urlencode([("query", sparql), *dataset]).encode()
        type_, content = self._exchange(body, wanted, most or MOST_BYTES, seconds or self._timeout)
        format = _READABLE.get(type_, "")
        if not format or (format == "json") != (wanted is _TABLE):
            what = f"the endpoint answered with {type_ or 'nothing that it names'}, not with"
            what += " SPARQL results" if wanted is _TABLE else " a graph"
            raise self._error(what, "check that this is the address of a SPARQL endpoint")
        return format, content

    def broken(self, why: str) -> EndpointError:
        """Return the error that an answer is not what was asked for."""
        what = f"the answer of the endpoint is broken: {why}"
        return self._error(what, "ask again, or for less")

    def _exchange(self, body: bytes, wanted: str, most: int, seconds: float) -> tuple[str, bytes]:
        """Return the media type and the content of an answer."""
        headers = {
            "Accept": wanted,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "clivage",
        }
        if self._authorization:
            headers["Authorization"] = self._authorization
        request = Request(self._url, data=body, headers=headers, method="POST")
        try:
            with self._opener.open(request, timeout=seconds) as response:
                return response.headers.get_content_type(), self._content(response, most, seconds)
        except HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise self._broken_off(error, seconds) from None

    def _content(self, response: http.client.HTTPResponse, most: int, seconds: float) -> bytes:
        patience = _PATIENCE * seconds
        try:
            return fetching.body(response, most=most, seconds=patience)
        except fetching.TooLargeError:
            what = f"the answer has more than {most:,} bytes"
            remedy = "ask for less, for example with LIMIT"
            raise QueryError(what, remedy=remedy, origin=self._address.origin) from None
        except fetching.TooSlowError:
            what = f"the answer took more than {patience:g} seconds"
            raise self._error(what, _SLOW) from None

    def _refusal(self, error: HTTPError) -> ClivageError:
        """Say in one line what the status of an answer means."""
        if 300 <= error.code < 400:
            where = Address(error.headers.get("Location") or "a place that it does not say")
            return self._error(f"the endpoint has moved to {_line(str(where))}", "ask there")
        if error.code in (401, 403):
            if self._authorization:
                return self._error(
                    f"the endpoint refuses the credentials ({error.code})",
                    f"check {USER} and {PASSWORD}, or {TOKEN}",
                )
            return self._error(
                f"the endpoint asks who you are ({error.code})",
                f"set {USER} and {PASSWORD}, or {TOKEN}, in the environment",
            )
        if error.code == 404:
            remedy = "check its path, such as /query, /sparql or /repositories/NAME"
            return self._error("there is no SPARQL endpoint at this address (404)", remedy)
        said = self._said(error)
        if error.code == 400:
            what = f"the endpoint cannot answer the query: {said or 'it does not say why'}"
            return QueryError(what, origin=self._address.origin)
        return self._error(f"the endpoint failed ({error.code}){': ' if said else ''}{said}")

    def _said(self, error: HTTPError) -> str:
        """Return the first line of an answer that holds a word; of a web page, none."""
        if error.headers.get_content_type() == "text/html":
            return ""
        try:
            words = error.read(2000).decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return ""
        return next((_line(line) for line in words.splitlines() if re.search(r"\w", line)), "")

    def _broken_off(
        self, error: OSError | http.client.HTTPException, seconds: float
    ) -> EndpointError:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            what = f"the endpoint did not answer within {seconds:g} seconds"
            return self._error(what, _SLOW)
        said = _line(getattr(reason, "strerror", None) or str(reason) or type(reason).__name__)
        if reason is error:
            return self._error(f"the answer of the endpoint broke off: {said}", "ask again")
        return self._error(f"the endpoint cannot be reached: {said}", "check the address")

    def _error(self, what: str, remedy: str = "") -> EndpointError:
        return EndpointError(what, remedy=remedy, origin=self._address.origin)


def _form(sparql: str) -> str:
    """Return the word that a query begins with, in capitals; empty where there is none."""
    found = (one["form"] for one in _BEGINNING.finditer(sparql) if one["form"])
    return next(found, "").upper()


def _prefixed(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Declare the prefixes that a query uses, on its first line, so that its lines keep count.

    >>> _prefixed("ASK { ?a a b:C }", {"b": "urn:b:", "c": "urn:c:"})
    'PREFIX b: <urn:b:> ASK { ?a a b:C }'
    >>> _prefixed("PREFIX b: <urn:own:> ASK { ?a a b:C }", {"b": "urn:b:"})
    'PREFIX b: <urn:own:> ASK { ?a a b:C }'
    """
    own = {one["prefix"] for one in _BEGINNING.finditer(sparql)}
    used = [prefix for prefix in prefixes if prefix not in own and f"{prefix}:" in sparql]
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in used) + sparql


def _patience(address: Address) -> float:
    text = os.environ.get(TIMEOUT, "")
    try:
        seconds = float(text or _SECONDS)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        what = f"{TIMEOUT} is {text!r}, not a number of seconds"
        raise EndpointError(what, remedy="set it to, say, 600", origin=address.origin)
    return seconds


def _line(text: str) -> str:
    """Return a text of a stranger as a part of one line."""
    words = " ".join(text.split()).rstrip(".,")
    return words if len(words) <= 200 else words[:199] + "…"
