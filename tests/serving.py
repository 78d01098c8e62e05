"""What the tests of the server share: a server in a process of its own, and how it is asked."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

BOLIVIA = Path("graph/bolivia-1971")
BASE = "https://w3id.org/clivage/bolivia-1971/"
DERIVED, STATEMENTS = f"{BASE}graph/derived", f"{BASE}graph/statements"
#: It would run for days.
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c + ?f = ?i) }"


@dataclass(frozen=True)
class Reply:
    """What a server answered; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    @property
    def media(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def json(self) -> Any:  # noqa: ANN401
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    port: int
    said: str

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 60,
    ) -> Reply:
        """Send one request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            reply = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in reply.getheaders():
                before = found.get(name.lower())
                found[name.lower()] = f"{before}, {value}" if before else value
            return Reply(reply.status, found, reply.read())
        finally:
            connection.close()

    def query(self, sparql: str, accept: str = "", **more: str) -> Reply:
        """Ask by GET."""
        headers = {"Accept": accept} if accept else {}
        return self.ask("GET", f"/sparql?{urlencode({'query': sparql, **more})}", headers)

    def family(self) -> set[int]:
        """Return the processes that descend from it, as Linux knows them."""
        parents = _parents()
        found = {self.process.pid}
        while more := {one for one, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}

    def workers(self) -> set[int]:
        """Return the processes in which queries run: they come from the nursery."""
        family, parents = self.family(), _parents()
        nurseries = {
            pid
            for pid in family
            if parents.get(pid) == self.process.pid and b"clivage.serve.nursery" in _command(pid)
        }
        return {pid for pid in family if parents.get(pid) in nurseries}

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def _parents() -> dict[int, int]:
    """Return the parent of every process that there is."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        state, parent = stat.rpartition(")")[2].split()[:2]
        if state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def serving(corpus: Path | str = BOLIVIA, *options: str) -> Iterator[Served]:
    """Start a server on any free port, and end it by its own handle."""
    code = "from clivage.cli import main; main()"
    words = [sys.executable, "-c", code, "serve", str(corpus), "--port", "0", *options]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            assert "http://" in said, said + process.stdout.read()
            yield Served(
                process, int(said.partition("/#")[0].rstrip("/\n").rpartition(":")[2]), said
            )
        finally:
            if process.poll() is None:
                process.terminate()
