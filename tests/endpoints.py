"""SPARQL endpoints on the loopback: a real one, and small ones that misbehave."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result

from clivage.answer import Triples
from clivage.cli import main
from clivage.store import Store

JSON = "application/sparql-results+json"


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use nobody's credentials, patience or proxy."""
    for name in os.environ:
        if name.startswith("CLIVAGE_STORE_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def run(*words: str | Path) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, [str(word) for word in words])


def refused(*words: str | Path) -> str:
    """Run a command that must be refused with exit code 1, and return its one line."""
    result = run(*words)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def oxigraph() -> str:
    """Return the program of the package ``oxigraph``; skip without it, or fail where CI=true."""
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    found = found or shutil.which("oxigraph")
    if found is None:
        said = "no oxigraph found: pip install oxigraph"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return found


@contextmanager
def serving(*loads: tuple[str, str, bytes], union: bool = False) -> Iterator[str]:
    """Start ``oxigraph serve`` with RDF in it, give its address, and end it.

    Args:
        loads: where each goes (``default``, ``graph=IRI``, or empty for quads), its media type,
            and the RDF.
        union: let its default graph be the union of all, as that of many other engines is.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        free_port = free.getsockname()[1]
    at = f"127.0.0.1:{free_port}"
    words = [oxigraph(), "serve", "--bind", at, *(["--union-default-graph"] if union else [])]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(free_port)
        for where, type_, content in loads:
            _post(f"http://{at}/store?{where}", type_, content)
        yield f"http://{at}/query"
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionError:
            time.sleep(0.05)
    pytest.fail("oxigraph does not start")


def _post(url: str, type_: str, content: bytes) -> None:
    request = urllib.request.Request(url, data=content, headers={"Content-Type": type_})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=30).close()


class Request(BaseHTTPRequestHandler):
    """A request to a small endpoint, which its server remembers."""

    server: Small

    def handle_one_request(self) -> None:
        """Remember what was sent, however, and answer as the server was told."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.form = parse_qs(body)
        self.server.heard.append(self)
        with suppress(ConnectionError):  # whoever asked has heard enough
            self.server.behaviour(self)

    def say(self, status: int, type_: str, content: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Type": type_, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


class Small(ThreadingHTTPServer):
    """A small endpoint that behaves as it is told.

    Attributes:
        heard: the requests.
    """

    daemon_threads = True

    def __init__(self, behaviour: Callable[[Request], None]) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.behaviour = behaviour
        self.heard: list[Request] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/sparql"


@contextmanager
def small(behaviour: Callable[[Request], None]) -> Iterator[Small]:
    """Start a small endpoint, and end it."""
    with Small(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def answering(store: Store, *, lost: int = 0) -> Callable[[Request], None]:
    """Behave like an endpoint with one graph, which loses some triples of what it sends."""

    def answer(request: Request) -> None:
        found = store.query(request.form["query"][0])
        if isinstance(found, Triples):
            lines = found.ntriples.splitlines(keepends=True)
            request.say(200, "application/n-triples", b"".join(lines[lost:]))
        else:
            json = found.serialize("json").encode()
            request.say(200, "application/sparql-results+json", json)

    return answer


def saying(status: int, type_: str, content: bytes, **headers: str) -> Callable[[Request], None]:
    """Behave by saying one thing, whatever is asked."""
    return lambda request: request.say(status, type_, content, **headers)
