"""A server in front of an endpoint elsewhere: guarded, limited, and as good as a store here."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
import rdflib

from clivage import coding, query, rdf
from clivage.store import Store
from tests import endpoints
from tests.endpoints import JSON, Request, answering, forget, small
from tests.serving import BASE, BOLIVIA, DERIVED, STATEMENTS, Reply, Served
from tests.serving import serving as serving_path

EXPORTS = Path("exports/bolivia-1971")
QUADS = ("", "application/n-quads", (EXPORTS / "bolivia-1971.nq").read_bytes())
TURTLE = ("default", "text/turtle", (EXPORTS / "bolivia-1971.ttl").read_bytes())
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@contextmanager
def serving(url: str, *options: str) -> Iterator[Served]:
    """Start a server in front of an endpoint; a path would lose a slash of its address."""
    with serving_path(url, *options) as running:
        yield running


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's credentials, patience or proxy are used."""
    forget(monkeypatch)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with endpoints.serving(QUADS) as address:
        yield address


@pytest.fixture(scope="module")
def there(url: str) -> Iterator[Served]:
    """A server in front of a real endpoint."""
    with serving(url) as running:
        yield running


@pytest.fixture(scope="module")
def here() -> Iterator[Served]:
    """A server of the same corpus."""
    with serving_path(BOLIVIA) as running:
        yield running


# The same as here


@dataclass(frozen=True)
class Case:
    """A request, which has the same answer here and there."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def get(sparql: str, accept: str = "", **graphs: object) -> Case:
    given = {f"{sort}-graph-uri": graph for sort, graph in graphs.items()}
    path = "/sparql?" + urlencode({"query": sparql, **given}, doseq=True)
    return Case(path, headers={"Accept": accept} if accept else {})


ROWS = "SELECT ?who ?whom { ?who clv:opposes ?whom } ORDER BY ?who ?whom"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
EDGES = "CONSTRUCT { ?a clv:opposes ?b } WHERE { ?a clv:opposes ?b }"
XML = "application/sparql-results+xml"
CASES = {
    "by GET": get("ASK { actor:torres ?p ?o }"),
    "by form": Case("/sparql", "POST", urlencode({"query": ROWS}).encode(), FORM),
    "direct": Case("/sparql", "POST", ROWS.encode(), DIRECT),
    "JSON": get(ROWS, JSON),
    "XML": get(ROWS, XML),
    "CSV": get(ROWS, "text/csv"),
    "TSV": get(ROWS, "text/tab-separated-values"),
    "a page": get(ROWS, "text/html"),
    "a truth as XML": get("ASK { ?s clv:opposes ?o }", XML),
    "a truth as a page": get("ASK { ?s clv:opposes ?o }", "text/html"),
    "Turtle": get(EDGES, "text/turtle"),
    "N-Triples": get(EDGES, "application/n-triples"),
    "RDF/XML": get(EDGES, "application/rdf+xml"),
    "JSON-LD": get(EDGES, "application/ld+json"),
    "texts with quotation marks, in CSV": get(
        "SELECT ?q { ?p oa:hasSelector/oa:exact ?q } ORDER BY ?q", "text/csv"
    ),
    "languages and types, in TSV": get(
        "SELECT ?o { ?s ?p ?o FILTER(!ISIRI(?o)) } ORDER BY STR(?o) LANG(?o) STR(DATATYPE(?o))",
        "text/tab-separated-values",
    ),
    "no graph is all of them": get(COUNT),
    "a default graph": get(COUNT, default=DERIVED),
    "two default graphs": get(COUNT, default=[DERIVED, STATEMENTS]),
    "a named graph": get(NAMED, named=DERIVED),
    "both sorts": get(COUNT, default=DERIVED, named=STATEMENTS),
    "FROM": get(COUNT.replace("{", f"FROM <{DERIVED}> {{", 1)),
    "FROM NAMED": get(NAMED.replace("{", f"FROM NAMED <{DERIVED}> {{", 1)),
    "the request outdoes FROM": get(
        COUNT.replace("{", f"FROM <{STATEMENTS}> {{", 1), default=DERIVED
    ),
    "a graph that is not here": get(COUNT, default="urn:no"),
    "FROM a graph that is not here": get("ASK FROM <urn:no> {}"),
    "SERVICE": get("ASK { SERVICE <urn:s> {} }"),
    "an update as a query": get("CLEAR ALL"),
    "an update": Case("/sparql", "POST", b"update=CLEAR%20ALL", FORM),
    "nothing acceptable": get("ASK {}", "image/png"),
    "a graph, but only tables are accepted": get(EDGES, "text/csv"),
    "a table, but only graphs are accepted": get(ROWS, "text/turtle"),
    "a whole graph": Case(f"/store?graph={quote(DERIVED)}", headers={"Accept": "text/turtle"}),
    "all graphs": Case("/store?default", headers={"Accept": "application/n-triples"}),
    "a graph that is not in the store": Case("/store?graph=urn:no"),
    "the IRI of a thing": Case("/id/actor/torres", headers={"Accept": "text/html"}),
    "the IRI of a graph": Case("/id/graph/derived"),
    "the page of a thing": Case("/page/actor/torres"),
    "the data of a thing": Case("/data/actor/torres"),
    "the passages of a source": Case("/data/source/bolivia-1970-71"),
    "nothing is said of it": Case("/page/actor/nobody"),
    "a question": Case("/api/ask/opponents?target=torres", headers={"Accept": "text/csv"}),
    "a question as a page": Case("/api/ask/actors", headers={"Accept": "text/html"}),
    "a value that is not known": Case("/api/ask/opponents?target=tores"),
    "the questions": Case("/api/questions.json"),
    "the vocabulary": Case("/api/vocabulary.json"),
    "what the server is": Case("/api/server.json"),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_that_of_a_store_here(name: str, there: Served, here: Served) -> None:
    """To the byte, with its status and its media type."""
    case = CASES[name]
    far, near = (one.ask(case.method, case.path, case.headers, case.body) for one in (there, here))
    assert (far.status, far.media) == (near.status, near.media), far.text
    assert far.headers.get("location") == near.headers.get("location")
    assert far.text == near.text
    assert len(CASES) == 47


@pytest.mark.parametrize("name", query.questions())
def test_the_sparql_of_each_question_has_its_rows(name: str, there: Served, here: Served) -> None:
    """As it stands on its page."""
    sparql = query.questions()[name].sparql
    assert there.query(sparql).text == here.query(sparql).text


def test_what_is_elsewhere_may_change_and_is_not_remembered(there: Served) -> None:
    """Neither here nor by a browser."""
    for path in (f"/sparql?{urlencode({'query': ROWS})}", "/store?default", "/api/ask/actors"):
        reply = there.ask("GET", path)
        assert reply.headers["cache-control"] == "no-store"
        assert "etag" not in reply.headers


def test_a_change_at_the_endpoint_is_seen() -> None:
    """By the next query."""
    with endpoints.serving(QUADS) as url, serving(url) as running:
        before = running.query(COUNT, "text/csv").text
        more = f"<{BASE}actor/torres> <urn:p> 1 ."
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        place = f"/store?graph={quote(STATEMENTS)}"
        connection.request("POST", place, more.encode(), {"Content-Type": "text/turtle"})
        assert connection.getresponse().status == 204
        connection.close()
        after = running.query(COUNT, "text/csv").text
        assert int(after.split()[1]) == int(before.split()[1]) + 1


def test_a_long_answer_is_compressed(there: Served) -> None:
    """For who takes gzip."""
    path = f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o'})}"
    plain, packed = (
        there.ask("GET", path, {"Accept-Encoding": one}) for one in ("identity", "gzip")
    )
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4


def test_the_network_elsewhere_is_drawn_and_analysed_here(there: Served, here: Served) -> None:
    """The texts of the sources are not there; all else is the same."""
    data, page, found = (
        (drawn(there, path), drawn(here, path))
        for path in ("/api/network.json", "/network.html", "/api/analysis.json")
    )
    for one in (data[0], page[0], found[0]):
        assert one.status == 200, one.text
    far, near = data[0].json, data[1].json
    texts = [[source.pop("text") for source in one["sources"]] for one in (far, near)]
    assert far == near
    assert not any(texts[0]) and all(texts[1])
    assert found[0].json == found[1].json


def drawn(server: Served, path: str) -> Reply:
    """Return a document once it is there, or will never be."""
    deadline = time.monotonic() + 60
    while (reply := server.ask("GET", path)).status == 503:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return reply


def test_a_corpus_in_the_default_graph_is_served_too() -> None:
    """It has no graphs to name."""
    with endpoints.serving(TURTLE) as url, serving(url) as running:
        assert "1186" in running.query(COUNT, "text/csv").text
        assert running.ask("GET", "/api/server.json").json["triples"] == 1186
        assert running.ask("GET", "/data/actor/torres").status == 200
        assert running.ask("GET", "/store?default").status == 200
        described = rdflib.Graph().parse(data=running.ask("GET", "/sparql").text, format="turtle")
        assert len(described) > 10


# Limits


def test_limits_of_rows_and_bytes_hold(url: str) -> None:
    """400, and a line that says so; less is answered."""
    with serving(url, "--rows", "100", "--megabytes", "1") as running:
        for sparql in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            reply = running.query(sparql)
            assert (reply.status, reply.text.count("\n")) == (400, 1)
            assert "more than 100" in reply.text
            assert running.query(f"{sparql} LIMIT 100").status == 200
        long = 'SELECT ?a { VALUES ?a { "%s" } ?s ?p ?o } LIMIT 100' % ("x" * 20_000)
        reply = running.query(long)
        assert (reply.status, "bytes" in reply.text) == (400, True)


def slow(store: Store, seconds: float) -> Callable[[Request], None]:
    """Behave like an endpoint that thinks long about one sort of query."""
    answer = answering(store)

    def behave(request: Request) -> None:
        if "slow" in request.form["query"][0]:
            time.sleep(seconds)
        answer(request)

    return behave


@pytest.fixture(scope="module")
def embedded() -> Store:
    return Store.from_triples(rdf.ntriples(coding.read(BOLIVIA)))


def test_an_endpoint_that_does_not_answer_is_given_up(embedded: Store) -> None:
    """504 at the deadline; others are answered meanwhile, and too many are turned away."""
    options = ("--timeout", "1", "--workers", "2", "--queue", "1")
    with small(slow(embedded, 4)) as endpoint, serving(endpoint.url, *options) as running:
        start = time.monotonic()
        reply = running.query("ASK { ?slow ?p ?o }")
        assert (reply.status, reply.text.count("\n")) == (504, 1)
        assert 1 <= time.monotonic() - start < 4
        assert running.query("ASK { ?s ?p ?o }").status == 200
        replies: list[Reply] = []
        threads = [
            threading.Thread(target=lambda: replies.append(running.query("ASK { ?slow ?p ?o }")))
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = {reply.status for reply in replies}
        assert found <= {503, 504}
        assert 503 in found
        assert all("retry-after" in one.headers for one in replies if one.status == 503)
        assert running.end() == 0


def failing(store: Store, status: int, type_: str, content: bytes) -> Callable[[Request], None]:
    """Behave like an endpoint that answers one sort of query with something else."""
    answer = answering(store)

    def behave(request: Request) -> None:
        if "broken" in request.form["query"][0]:
            request.say(status, type_, content)
        else:
            answer(request)

    return behave


FAILURES = {
    "an error": (500, "text/plain", b"out of memory", 502, "failed (500)"),
    "a refusal": (400, "text/plain", b"no such function", 400, "no such function"),
    "a wall": (401, "text/html", b"<h1>Login</h1>", 502, "who you are"),
    "a web page": (200, "text/html", b"<h1>Hello</h1>", 502, "text/html"),
    "half an answer": (200, JSON, b'{"head":{"vars":["a"]},"results":{"bin', 502, "broken"),
    "another answer": (200, JSON, b"[]", 502, "broken"),
    "a graph": (200, "text/turtle", b"<urn:a> <urn:b> <urn:c> .", 502, "text/turtle"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_an_endpoint_that_fails_is_never_an_answer(name: str, embedded: Store) -> None:
    """One line with a status of its own, and nothing about where the endpoint is."""
    said, type_, content, status, words = FAILURES[name]
    behaviour = failing(embedded, said, type_, content)
    with small(behaviour) as endpoint, serving(endpoint.url) as running:
        reply = running.query("SELECT ?broken { ?broken ?p ?o }")
        assert (reply.status, reply.media) == (status, "text/plain"), reply.text
        assert words in reply.text
        assert reply.text.count("\n") == 1
        assert str(endpoint.server_port) not in reply.text
        assert "CLIVAGE_STORE" not in reply.text
    assert len(FAILURES) == 7


def test_an_endpoint_that_is_gone_is_said_to_be(embedded: Store) -> None:
    """502, while the server goes on."""
    with small(answering(embedded)) as endpoint, serving(endpoint.url) as running:
        assert running.query("ASK {}").status == 200
        endpoint.shutdown()
        endpoint.server_close()
        reply = running.query("ASK { ?s ?p ?o }")
        assert (reply.status, "cannot be reached" in reply.text) == (502, True)
        assert running.ask("GET", "/index").status == 200


def test_credentials_go_to_the_endpoint_and_to_nobody_else(
    embedded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come from the environment; what a client sends goes no further."""
    monkeypatch.setenv("CLIVAGE_STORE_TOKEN", "t0ken")
    with small(answering(embedded)) as endpoint, serving(endpoint.url) as running:
        reply = running.ask(
            "GET", "/sparql?query=ASK%7B%7D", {"Authorization": "Bearer other", "Cookie": "a=b"}
        )
        assert reply.status == 200
        assert "t0ken" not in str(reply.headers) + running.said
        assert {one.headers["Authorization"] for one in endpoint.heard} == {"Bearer t0ken"}
        assert all("Cookie" not in one.headers for one in endpoint.heard)


def test_what_is_refused_never_reaches_the_endpoint(embedded: Store) -> None:
    """Updates, other servers and foreign graphs are seen here already."""
    with small(answering(embedded)) as endpoint, serving(endpoint.url) as running:
        drawn(running, "/api/analysis.json")
        heard = len(endpoint.heard)
        for sparql in ("CLEAR ALL", "ASK { SERVICE <urn:s> {} }", "ASK FROM <urn:no> {}"):
            assert running.query(sparql).status == 400
        assert running.query("ASK {}", **{"default-graph-uri": "urn:no"}).status == 400
        assert running.query("SELECT * {}", "text/turtle").status == 406
        assert len(endpoint.heard) == heard


# What is said when it starts


def test_an_endpoint_is_only_read(url: str) -> None:
    """--writable is refused with one line, as is an address where there is nothing."""
    line = endpoints.refused("serve", url, "--port", "0", "--writable")
    assert "only read" in line
    assert "--writable" in line
    nothing = endpoints.refused("serve", "http://127.0.0.1:9/sparql", "--port", "0")
    assert "cannot be reached" in nothing
