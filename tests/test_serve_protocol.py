"""The server and the SPARQL 1.1 Protocol: what each request of the standard is answered."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
import rdflib

from tests.serving import BASE, DERIVED, STATEMENTS, Served, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as running:
        yield running


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Case:
    """A request, and what the standard wants of the answer."""

    method: str
    path: str
    status: int = 200
    media: str = ""
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    holds: str = ""
    rows: int | None = None


def get(query: str, **more: object) -> Case:
    accept = {"Accept": str(more.pop("accept"))} if "accept" in more else {}
    graphs = {f"{sort}-graph-uri": more.pop(sort) for sort in ("default", "named") if sort in more}
    path = "/sparql?" + urlencode({"query": query, **graphs}, doseq=True)
    return Case("GET", path, headers=accept, **more)  # type: ignore[arg-type]


def post(body: bytes | str, headers: dict[str, str], path: str = "/sparql", **more: object) -> Case:
    content = body.encode() if isinstance(body, str) else body
    return Case("POST", path, body=content, headers=headers, **more)  # type: ignore[arg-type]


def form(query: str, **graphs: object) -> str:
    return urlencode({"query": query, **{f"{k}-graph-uri": v for k, v in graphs.items()}}, True)


CASES = {
    # 2.1.1 to 2.1.3: the three ways to send a query
    "by GET": get("ASK {}", media="application/sparql-results+json", holds='"boolean":true'),
    "by form": post(form("ASK {}"), FORM, media="application/sparql-results+json"),
    "by form with a charset": post(
        form("ASK {}"), {"Content-Type": FORM["Content-Type"] + "; charset=UTF-8"}
    ),
    "direct": post("ASK {}", DIRECT, media="application/sparql-results+json", holds="true"),
    "direct, in UTF-8": post('SELECT ("é" AS ?e) {}', DIRECT, holds="é"),
    # 2.1.4: the dataset of the request
    "no graph is all of them": get(COUNT, rows=1186),
    "a default graph": get(COUNT, default=DERIVED, rows=72),
    "two default graphs": get(COUNT, default=[DERIVED, STATEMENTS], rows=1186),
    "a default graph leaves no named one": get(NAMED, default=DERIVED, rows=0),
    "a named graph": get(NAMED, named=DERIVED, rows=72),
    "a named graph leaves no default one": get(COUNT, named=DERIVED, rows=0),
    "two named graphs": get(NAMED, named=[DERIVED, STATEMENTS], rows=1186),
    "both sorts": get(COUNT, default=DERIVED, named=STATEMENTS, rows=72),
    "graphs by form": post(form(COUNT, default=DERIVED), FORM, rows=72),
    "graphs of a direct query": post(
        COUNT, DIRECT, "/sparql?" + urlencode({"default-graph-uri": DERIVED}), rows=72
    ),
    "FROM": get(COUNT.replace("{", f"FROM <{DERIVED}> {{", 1), rows=72),
    "FROM NAMED": get(NAMED.replace("{", f"FROM NAMED <{DERIVED}> {{", 1), rows=72),
    "the request outdoes FROM": get(
        COUNT.replace("{", f"FROM <{STATEMENTS}> {{", 1), default=DERIVED, rows=72
    ),
    "a graph that is not here": get(COUNT, default="urn:no", status=400, holds="urn:no"),
    "FROM a graph that is not here": get("ASK FROM <urn:no> {}", status=400, holds="FROM"),
    # 2.1.5: formats
    "JSON": get("ASK {}", accept="application/sparql-results+json", holds="true"),
    "XML": get(
        "ASK {}", accept="application/sparql-results+xml",
        media="application/sparql-results+xml", holds="<boolean>true</boolean>",
    ),
    "CSV": get("SELECT (1 AS ?n) {}", accept="text/csv", media="text/csv", holds="n\r\n1\r\n"),
    "TSV": get(
        "SELECT (1 AS ?n) {}", accept="text/tab-separated-values",
        media="text/tab-separated-values", holds="?n\n1\n",
    ),
    "plain JSON": get("ASK {}", accept="application/json", media="application/json"),
    "a page": get("SELECT (1 AS ?n) {}", accept="text/html,*/*;q=0.8", media="text/html"),
    "Turtle": get("CONSTRUCT WHERE { ?s clv:holder ?o }", media="text/turtle"),
    "N-Triples": get(
        "CONSTRUCT WHERE { ?s clv:holder ?o }", accept="application/n-triples",
        media="application/n-triples", holds="/ns#holder>",
    ),
    "JSON-LD": get(
        "CONSTRUCT WHERE { ?s clv:holder ?o }", accept="application/ld+json",
        media="application/ld+json", holds='"@id"',
    ),
    "RDF/XML": get(
        "CONSTRUCT WHERE { ?s clv:holder ?o }", accept="application/rdf+xml",
        media="application/rdf+xml", holds="<rdf:RDF",
    ),
    "DESCRIBE": get("DESCRIBE actor:torres", accept="text/turtle", holds="Torres"),
    "qualities": get(
        "ASK {}", accept="text/csv;q=0.5, application/sparql-results+xml;q=0.6, text/turtle",
        media="application/sparql-results+xml",
    ),
    "nothing acceptable": get("ASK {}", accept="image/png", status=406, holds="text/csv"),
    "a graph, but only tables are accepted": get(
        "CONSTRUCT WHERE { ?s ?p ?o }", accept="text/csv", status=406, holds="a graph"
    ),
    "a table, but only graphs are accepted": get(
        "SELECT * { ?s ?p ?o }", accept="text/turtle", status=406, holds="a table"
    ),
    # 2.1.6 and 3: what is wrong with a request
    "no query in a form": post("a=b", FORM, status=400, holds="no query"),
    "two queries": Case("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400, holds="2 queries"),
    "two queries in a form": post("query=ASK%7B%7D&query=ASK%7B%7D", FORM, status=400),
    "a query in the body and in the address": post(
        "ASK {}", DIRECT, "/sparql?query=ASK%7B%7D", status=400
    ),
    "no query in the address": Case("GET", "/sparql?default-graph-uri=urn:g", 400),
    "not a query": get("SELECT ?a {", status=400, holds="cannot be answered"),
    "an empty query": get("", status=400),
    "not UTF-8": Case("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%E9%22%20%7D", 400),
    "not UTF-8, direct": post(b'ASK { ?s ?p "\xe9" }', DIRECT, status=400, holds="UTF-8"),
    "another charset": post(
        "ASK {}", {"Content-Type": "application/sparql-query; charset=latin-1"}, status=415
    ),
    "a wrong media type": post("ASK {}", {"Content-Type": "text/plain"}, status=415),
    "no media type": post("ASK {}", {}, status=415, holds="application/sparql-query"),
    "a body that is too long": post(b"#" * 300_000, DIRECT, status=413),
    "a method that is not of the protocol": Case("PUT", "/sparql", 405, body=b"ASK {}"),
    "DELETE": Case("DELETE", "/sparql", 405, holds="only reads"),
    # 2.2: updates are refused
    "an update by form": post("update=CLEAR%20ALL", FORM, status=403, holds="updates"),
    "an update, direct": post(
        "CLEAR ALL", {"Content-Type": "application/sparql-update"}, status=403
    ),
    "an update by GET": Case("GET", "/sparql?update=CLEAR%20ALL", 403, holds="updates"),
    "an update as a query": get("CLEAR ALL", status=400, holds="writes"),
    "SERVICE": get("ASK { SERVICE <urn:s> {} }", status=400, holds="SERVICE"),
    # Service Description
    "a description": Case("GET", "/sparql", media="text/turtle", holds="UnionDefaultGraph"),
    "a description as XML": Case(
        "GET", "/sparql", media="application/rdf+xml", headers={"Accept": "application/rdf+xml"}
    ),
    "a description as a picture": Case("GET", "/sparql", 406, headers={"Accept": "image/png"}),
    # Graph Store Protocol, as far as it reads
    "the default graph": Case("GET", "/store?default", media="text/turtle", holds="Torres"),
    "a graph of the store": Case(
        "GET", f"/store?graph={quote(DERIVED)}", media="application/n-triples",
        headers={"Accept": "application/n-triples"}, holds="/ns#supports>",
    ),
    "a graph that is not in the store": Case("GET", "/store?graph=urn:no", 404),
    "no graph": Case("GET", "/store", 400, holds="default"),
    "two graphs": Case("GET", f"/store?default&graph={quote(DERIVED)}", 400),
    "a graph as a table": Case("GET", "/store?default", 406, headers={"Accept": "text/csv"}),
    "writing a graph": Case("PUT", "/store?default", 405, body=b""),
    "adding to a graph": Case("POST", "/store?default", 405, body=b""),
    "deleting a graph": Case("DELETE", "/store?default", 405),
    # Elsewhere
    "nowhere": Case("GET", "/nowhere", 404),
    "out of every folder": Case("GET", "/../../etc/passwd", 404),
    "out of every folder, encoded": Case("GET", "/id/..%2f..%2f..%2fetc%2fpasswd", 404),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_request_is_answered_as_the_standard_says(name: str, server: Served) -> None:
    """Its status, its media type and its answer."""
    case = CASES[name]
    reply = server.ask(case.method, case.path, case.headers, case.body)
    assert reply.status == case.status, reply.text
    assert case.holds in reply.text
    if case.media:
        assert reply.media == case.media
    if case.rows is not None:
        assert reply.json["results"]["bindings"][0]["n"]["value"] == str(case.rows)
    if case.status >= 400:
        assert reply.media == "text/plain"
        assert reply.text.count("\n") == 1
    assert len(CASES) == 70


def test_a_refused_method_names_those_that_are_allowed(server: Served) -> None:
    """405 says in Allow what could be done."""
    reply = server.ask("PUT", "/sparql", body=b"")
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_options_and_head_are_answered(server: Served) -> None:
    """HEAD has the headers of GET and no body; OPTIONS says what is allowed."""
    options = server.ask("OPTIONS", "/sparql")
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    got, headed = (server.ask(method, "/sparql?query=ASK%7B%7D") for method in ("GET", "HEAD"))
    assert (headed.status, headed.body) == (200, b"")
    assert headed.headers["content-length"] == got.headers["content-length"]
    assert headed.headers["etag"] == got.headers["etag"]


def test_an_answer_that_a_client_has_is_not_sent_again(server: Served) -> None:
    """A conditional request gets 304, in each format and encoding by its own tag."""
    path = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 50")
    tags = set()
    for accept in ("text/csv", "application/sparql-results+json"):
        for encoding in ("identity", "gzip"):
            headers = {"Accept": accept, "Accept-Encoding": encoding}
            first = server.ask("GET", path, headers)
            tags.add(first.headers["etag"])
            assert "Accept-Encoding" in first.headers["vary"]
            for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
                again = server.ask("GET", path, {**headers, "If-None-Match": known})
                assert (again.status, again.body) == (304, b"")
                assert again.headers["etag"] == first.headers["etag"]
            assert server.ask("GET", path, {**headers, "If-None-Match": '"x"'}).status == 200
    assert len(tags) == 4


def test_a_long_answer_is_compressed_for_who_takes_gzip(server: Served) -> None:
    """And only for them; the words are the same."""
    path = "/sparql?query=" + quote("SELECT * { ?s ?p ?o }")
    plain = server.ask("GET", path)
    packed = server.ask("GET", path, {"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 4
    assert gzip.decompress(packed.body) == plain.body
    refused = server.ask("GET", path, {"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_what_is_different_each_time_is_not_remembered(server: Served) -> None:
    """RAND() has a new value for each who asks."""
    path = "/sparql?query=" + quote("SELECT (RAND() AS ?r) {}")
    one, two = (server.ask("GET", path) for _ in range(2))
    assert one.body != two.body
    assert one.headers["cache-control"] == "no-store"


def test_the_same_question_has_the_same_bytes(server: Served) -> None:
    """Asked by GET, by form or directly, remembered or not."""
    sparql = "SELECT * { ?s clv:holder ?o } ORDER BY ?s"
    got = server.query(sparql)
    again = server.query(sparql)
    posted = server.ask("POST", "/sparql", DIRECT, sparql.encode())
    assert got.body == again.body == posted.body
    assert got.headers["etag"] == again.headers["etag"]


GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own, as it reads JSON-LD
@pytest.mark.parametrize("media", GRAPHS)
def test_every_format_holds_the_same_graph(media: str, server: Served) -> None:
    """rdflib reads back from each as many triples as the store holds."""
    reply = server.ask("GET", "/store?default", {"Accept": media})
    graph = rdflib.Graph().parse(data=reply.text, format=GRAPHS[media])
    assert len(graph) == 1186
    assert (rdflib.URIRef(f"{BASE}actor/torres"), None, None) in graph


def test_a_description_is_rdf_and_names_the_graphs(server: Served) -> None:
    """Its endpoint is the address by which it was asked."""
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = rdflib.Graph().parse(data=server.ask("GET", "/sparql").text, format="turtle")
    endpoint = rdflib.URIRef(f"http://127.0.0.1:{server.port}/sparql")
    assert list(graph.objects(None, sd.endpoint)) == [endpoint]
    names = {str(name) for name in graph.objects(None, sd.name)}
    assert names == {DERIVED, STATEMENTS}
