"""What may go wrong with an endpoint: one clear line each, and secrets only where they may go."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import clivage
from clivage import coding, query, rdf
from clivage.address import Address, place
from clivage.errors import EndpointError, OntologyError, QueryError
from clivage.remote import RemoteStore
from clivage.store import Store
from tests.endpoints import JSON, Request, answering, forget, refused, run, saying, small


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's credentials, patience or proxy are used."""
    forget(monkeypatch)


@pytest.fixture(scope="module")
def embedded() -> Store:
    """The founding corpus, for small endpoints to answer from."""
    return Store.from_triples(rdf.ntriples(coding.read(Path("graph/bolivia-1971"))))


# What may go wrong


def endless(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    while True:
        request.wfile.write(b" " * 65536)


def dripping(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    while True:
        request.wfile.write(b" ")
        time.sleep(0.02)


def cut(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"head":')


def noise(request: Request) -> None:
    request.wfile.write(b"\x00\x01\x02 what?\r\n\r\n")


WRONG: dict[str, tuple[Callable[[Request], None], str]] = {
    "401": (saying(401, "text/plain", b""), "asks who you are (401). set CLIVAGE_STORE_USER"),
    "403": (saying(403, "text/plain", b""), "asks who you are (403). set CLIVAGE_STORE_USER"),
    "404": (saying(404, "text/html", b"<p>"), "no SPARQL endpoint at this address (404). check"),
    "400": (
        saying(400, "text/plain", b"\n {\nParse error\x1b[31m at 1:2\nmore"),
        "the endpoint cannot answer the query: Parse error [31m at 1:2.",
    ),
    "400 long": (saying(400, "text/plain", b"a " * 9999), "a a…."),
    "400 silent": (saying(400, "text/plain", b""), "it does not say why."),
    "500": (saying(500, "text/plain", b"out of\nmemory"), "the endpoint failed (500): out of."),
    "503 page": (saying(503, "text/html", b"<h1>Sorry"), "the endpoint failed (503)."),
    "405": (saying(405, "application/json", b"[]"), "the endpoint failed (405)."),
    "HTML": (saying(200, "text/html", b"<html>"), "answered with text/html, not with SPARQL res"),
    "RDF": (saying(200, "text/turtle", b""), "answered with text/turtle, not with SPARQL results"),
    "broken": (saying(200, JSON, b'{"head":'), "the answer of the endpoint is broken: "),
    "other JSON": (saying(200, JSON, b'{"a": 1}'), "must contain a 'boolean' or a 'results' key"),
    "no UTF-8": (saying(200, JSON, b"\xff\xfe"), "the answer of the endpoint is broken: "),
    "an error within": (
        saying(200, JSON, b'{"head":{"vars":["corpus","graph"]},"results":{"bindings":[timeout'),
        "the answer of the endpoint is broken: ",
    ),
    "a truth for a table": (saying(200, JSON, b'{"boolean": true}'), "in the place of a yes or no"),
    "other columns": (
        saying(200, JSON, b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'),
        "it has other columns than corpus and graph.",
    ),
    "moved nowhere": (saying(302, "text/plain", b""), "has moved to a place that it does not say."),
    "moved to noise": (
        saying(302, "text/plain", b"", Location="http://[::\x1b"),
        "has moved to http://[::",
    ),
    "cut": (cut, "the answer of the endpoint broke off: IncompleteRead(0 bytes read, 992 more"),
    "noise": (noise, "the answer of the endpoint broke off: "),
    "silence": (lambda request: time.sleep(1), "did not answer within 0.2 seconds. ask for less"),
    "a drip": (dripping, "the answer took more than 2 seconds. ask for less"),
    "endless": (endless, "the answer has more than 1,000,000 bytes. ask for less"),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_endpoint_that_fails_gives_one_line(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what happened and what to do, and the exit code is 1."""
    monkeypatch.setenv("CLIVAGE_STORE_TIMEOUT", "0.2")
    monkeypatch.setattr("clivage.remote.MOST_BYTES", 1_000_000)
    behaviour, expected = WRONG[case]
    with small(behaviour) as server:
        line = refused("query", "-c", server.url, "actors")
    assert line.startswith(f"{server.url}: ")
    assert expected in line
    assert len(line) < 400
    assert len(server.heard) == 1
    assert len(WRONG) == 24


@pytest.mark.parametrize("command", ["check", "analyze", "render", "export --format=turtle"])
def test_every_command_that_reads_fails_alike(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And writes nothing."""
    monkeypatch.chdir(tmp_path)
    with small(saying(503, "text/plain", b"later")) as server:
        assert refused(*command.split(), server.url) == (
            f"{server.url}: the endpoint failed (503): later.\n"
        )
    assert not any(tmp_path.iterdir())


def test_what_does_not_listen_or_speak_tls_cannot_be_reached() -> None:
    """The words of the system say why."""
    with small(saying(200, JSON, b"")) as server:
        line = refused("query", "-c", server.url.replace("http:", "https:"), "actors")
        assert "the endpoint cannot be reached: " in line
    line = refused("query", "-c", server.url, "actors")
    assert "the endpoint cannot be reached: Connection refused. check the address." in line


def test_an_endpoint_that_sends_less_than_it_has_is_not_analysed(embedded: Store) -> None:
    """A limit of rows would make another network, without a word."""
    with small(answering(embedded, lost=1)) as server:
        line = refused("analyze", server.url)
        assert "the endpoint sent 1185 of 1186 triples. let it answer without a limit" in line
    with small(answering(embedded)) as server:
        assert run("check", server.url).exit_code == 0


def test_an_endpoint_that_does_not_ask_the_graphs_it_is_told_is_refused(embedded: Store) -> None:
    """Else every answer would be empty."""
    answer = answering(embedded)

    def deaf(request: Request) -> None:
        if "default-graph-uri" in request.form and "GRAPH" not in request.form["query"][0]:
            request.say(200, JSON, b'{"head": {}, "boolean": false}')
        else:
            answer(request)

    with small(deaf) as server, pytest.raises(EndpointError, match="default-graph-uri"):
        RemoteStore(server.url)


REFUSED = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "LOAD <http://127.0.0.1/data.ttl>",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * FROM <urn:other> { ?s ?p ?o }",
    "DROP ALL",
]


@pytest.mark.parametrize("sparql", REFUSED)
def test_a_query_that_would_do_more_than_read_is_never_sent(sparql: str, embedded: Store) -> None:
    """The endpoint hears where its corpus is asked for, and nothing else."""
    with small(answering(embedded)) as server:
        store = RemoteStore(server.url)
        before = len(server.heard)
        with pytest.raises(QueryError):
            query.ask(store, sparql)
        assert len(server.heard) == before
    assert len(REFUSED) == 5


# Addresses and credentials

ADDRESSES = {
    "https://": "not the address of a SPARQL endpoint. write it like https://host/sparql",
    "http://[::1/sparql": "not the address of a SPARQL endpoint",
    "https://host:99999/": "not the address of a SPARQL endpoint",
    "https://host:port/": "not the address of a SPARQL endpoint",
    "https://hôte/sparql": "not the address of a SPARQL endpoint",
    "https://..": "not the address of a SPARQL endpoint",
    f"https://{'a' * 64}.org/sparql": "not the address of a SPARQL endpoint",
    "https://host/a b": "not the address of a SPARQL endpoint",
    "https://host/\r\nX: y": "not the address of a SPARQL endpoint",
    "https://ada:hush@host/sparql": "must not hold a user or a password. put them into CLIVAGE_",
    "https://hush@host/sparql": "must not hold a user or a password",
    "https://ada:hush#@host/": "not the address of a SPARQL endpoint",
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_cannot_be_used_is_refused_without_its_secrets(url: str) -> None:
    """Nothing is looked up, and a password is not printed."""
    line = refused("query", "-c", url, "actors")
    assert ADDRESSES[url] in line
    assert "hush" not in line
    assert len(ADDRESSES) == 12


CREDENTIALS = {
    (): None,
    (("USER", "ada"), ("PASSWORD", "hush:é")): "Basic YWRhOmh1c2g6w6k=",
    (("TOKEN", "hush"),): "Bearer hush",
}


@pytest.mark.parametrize("given", CREDENTIALS)
def test_credentials_come_from_the_environment(
    given: tuple[tuple[str, str], ...], embedded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With each request to this machine, even where a proxy is set; without any, none is sent."""
    with small(answering(embedded)) as server, small(saying(200, JSON, b"")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        for name, value in given:
            monkeypatch.setenv(f"CLIVAGE_STORE_{name}", value)
        assert run("query", "-c", server.url, "actors").exit_code == 0
        sent = {request.headers["Authorization"] for request in server.heard}
        assert sent == {CREDENTIALS[given]}
        assert proxy.heard == []
    assert len(CREDENTIALS) == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_not_followed(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the query nor the credentials go to another place."""
    monkeypatch.setenv("CLIVAGE_STORE_TOKEN", "hush")
    with small(saying(200, JSON, b"")) as other:
        with small(saying(status, "text/html", b"", Location=other.url)) as server:
            line = refused("query", "-c", server.url, "actors")
        assert line == f"{server.url}: the endpoint has moved to {other.url}. ask there.\n"
        assert other.heard == []


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_refused_are_not_printed(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line says which variables to look at."""
    monkeypatch.setenv("CLIVAGE_STORE_TOKEN", "hush")
    with small(saying(status, "text/plain", b"no")) as server:
        line = refused("query", "-c", server.url, "actors")
    assert f"refuses the credentials ({status}). check CLIVAGE_STORE_USER" in line
    assert "hush" not in line


UNSAFE: list[tuple[str, dict[str, str], str]] = [
    ("http://host/sparql", {"TOKEN": "hush"}, "would be sent over plain http"),
    ("http://10.0.0.1/sparql", {"USER": "a", "PASSWORD": "hush"}, "would be sent over plain http"),
    ("http://127.0.0.1.host/", {"TOKEN": "hush"}, "would be sent over plain http"),
    ("https://host/sparql", {"USER": "a"}, "USER is set, and CLIVAGE_STORE_PASSWORD is not"),
    ("https://host/sparql", {"PASSWORD": "hush"}, "PASSWORD is set, and CLIVAGE_STORE_USER is"),
    ("https://host/", {"USER": "a", "PASSWORD": "b", "TOKEN": "hush"}, "there are both a"),
    ("https://host/sparql", {"TOKEN": "hush\r\nX: y"}, "holds a space, or what is not ASCII"),
    ("https://host/sparql", {"USER": "a:b", "PASSWORD": "hush"}, "holds a colon"),
    ("https://host/sparql", {"TIMEOUT": "soon"}, "CLIVAGE_STORE_TIMEOUT is 'soon', not a number"),
]


@pytest.mark.parametrize(("url", "given", "expected"), UNSAFE)
def test_credentials_that_cannot_be_sent_safely_are_refused_before_anything_is(
    url: str, given: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do, and without printing them."""
    for name, value in given.items():
        monkeypatch.setenv(f"CLIVAGE_STORE_{name}", value)
    line = refused("query", "-c", url, "actors")
    assert expected in line
    assert "hush" not in line
    assert len(UNSAFE) == 9


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_this_machine_may_be_asked_over_plain_http(host: str) -> None:
    """Nobody can listen in between."""
    address = Address(f"http://{host}:7878/query")
    assert address.authorization({"CLIVAGE_STORE_TOKEN": "t"}) == "Bearer t"
    assert Address("http://host:7878/query").authorization({}) is None


def test_an_address_is_for_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What writes a folder says so, and makes none called https:."""
    monkeypatch.chdir(tmp_path)
    for command in ("build", "analyze"):
        result = run(command, "--store", "https://host/sparql")
        assert result.exit_code == 2
        assert "an endpoint is read as CORPUS" in result.stderr
    assert "not the folder of a corpus" in refused("build", "https://host/sparql")
    assert not any(tmp_path.iterdir())


def test_a_path_stays_a_path() -> None:
    """Only what begins like an address is one."""
    assert place("https:/host") == Path("https:/host")
    assert place("HTTPS://host") == Address("HTTPS://host")
    with pytest.raises(OntologyError):
        clivage.read("exports/bolivia-1971/nothing.ttl")
