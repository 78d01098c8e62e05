"""What a stranger cannot make a server do: reach another, read a file, tell a web site."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.serving import BOLIVIA, Served, serving
from tests.test_query import HIDDEN


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def open_server() -> Iterator[Served]:
    names = ("--allowed-host", "corpus.example", "--allowed-origin", "https://yasgui.example")
    with serving(BOLIVIA, *names) as running:
        yield running


class Canary:
    """A server on the loopback that counts who knocks."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.heard = 0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.heard += 1
            connection.close()

    def close(self) -> None:
        """Hear no more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def canary() -> Iterator[Canary]:
    with closing(Canary()) as one:
        yield one


REACHING = (
    *HIDDEN,
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * {{ service x: {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?e {{ <{0}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "LOAD <{0}>",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * FROM x:y {{ ?s ?p ?o }}",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
)


def test_no_query_reaches_another_server(server: Served, canary: Canary) -> None:
    """SERVICE, LOAD and FROM, however they are spelt, are refused and knock nowhere."""
    for template in REACHING:
        sparql = template.format(canary.address)
        assert server.query(sparql).status == 400, sparql
        for sort in ("default", "named"):
            more = {f"{sort}-graph-uri": canary.address}
            assert server.query("SELECT * { ?s ?p ?o }", **more).status == 400
        body = urlencode({"update": sparql}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert server.ask("POST", "/sparql", headers, body).status == 403
    assert server.ask("GET", f"/store?graph={quote(canary.address)}").status == 404
    assert server.ask("GET", f"/id/{quote(canary.address)}").status == 404
    assert canary.heard == 0


CONFINED = """
import socket, sys
from clivage.serve.confinement import leave_network
left = leave_network()
from clivage.store import Store
from clivage.errors import QueryError
store = Store.from_triples(b"<urn:c> a <https://w3id.org/clivage/ns#Corpus> .", format=".ttl")
for sparql in (f"SELECT * {{ SERVICE <{sys.argv[1]}> {{ ?s ?p ?o }} }}",):
    try:
        store.query(sparql)
        print("answered")
    except QueryError:
        print("refused")
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=2)
    print("connected")
except OSError:
    print("not connected")
print(left)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the second layer")
def test_a_worker_has_no_network_even_when_its_guard_is_asleep(canary: Canary) -> None:
    """The engine itself, asked for SERVICE without the guard, reaches nothing from inside."""
    port = canary.address.rstrip("/").rpartition(":")[2]
    words = [sys.executable, "-c", CONFINED, canary.address, port]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split("\n")
    if said[2] == "network":
        pytest.skip("this system lets no process leave the network")
    assert said[:2] == ["refused", "not connected"]
    assert canary.heard == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")
def test_the_workers_of_a_server_are_in_a_network_of_their_own(server: Served) -> None:
    """Where the system allows it; else the server says so as it starts."""
    ours = Path("/proc/self/ns/net").readlink()
    theirs = {Path(f"/proc/{pid}/ns/net").readlink() for pid in server.workers()}
    assert theirs
    if ours in theirs:
        pytest.skip("this system lets no process make a network of its own")


def test_a_server_goes_by_its_own_names_only(server: Served, open_server: Served) -> None:
    """A name that a stranger has pointed at 127.0.0.1 is refused, with the remedy."""
    for name in ("127.0.0.1", "localhost", f"localhost:{server.port}", "LOCALHOST:1", "[::1]:8000"):
        assert server.ask("GET", "/sparql", {"Host": name}).status == 200, name
    for name in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1", ""):
        reply = server.ask("GET", "/sparql?query=ASK%7B%7D", {"Host": name})
        assert (reply.status, reply.text.count("\n")) == (403, 1), name
        assert "--allowed-host" in reply.text
    assert server.ask("GET", "/sparql", {"Host": "corpus.example"}).status == 403
    assert open_server.ask("GET", "/sparql", {"Host": "corpus.example:443"}).status == 200


def test_a_remembered_answer_is_not_given_under_a_strange_name(server: Served) -> None:
    """The memory stands behind the same door."""
    path = "/sparql?query=" + quote("ASK { ?remembered ?p ?o }")
    assert [server.ask("GET", path).status for _ in range(2)] == [200, 200]
    assert server.ask("GET", path, {"Host": "evil.example"}).status == 403


def test_no_web_site_reads_answers_unless_it_is_allowed(
    server: Served, open_server: Served
) -> None:
    """And none is ever given credentials."""
    path = "/sparql?query=ASK%7B%7D"
    for origin in ("https://evil.example", "null"):
        for one in (server, open_server):
            for method in ("GET", "OPTIONS"):
                reply = one.ask(method, path, {"Origin": origin})
                assert "access-control-allow-origin" not in reply.headers
    ask = {"Origin": "https://yasgui.example", "Access-Control-Request-Method": "POST"}
    reply = open_server.ask("OPTIONS", path, ask)
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "https://yasgui.example"
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in reply.headers
    got = open_server.ask("GET", path, {"Origin": "https://yasgui.example"})
    assert got.headers["access-control-allow-origin"] == "https://yasgui.example"
    assert "Origin" in got.headers["vary"]


def test_every_site_may_read_where_everyone_is_allowed() -> None:
    """A public corpus is started with --allowed-origin "*"."""
    with serving(BOLIVIA, "--allowed-origin", "*") as running:
        for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=nonsense", "/id/actor/torres"):
            reply = running.ask("GET", path, {"Origin": "https://any.example"})
            assert reply.headers["access-control-allow-origin"] == "*"
            assert "access-control-allow-credentials" not in reply.headers
