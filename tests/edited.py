"""What the tests of editing over HTTP share: the founding corpus, served to be edited.

A test module takes the fixtures by importing them: ``from tests.edited import desk, running``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clivage.serve.folder import CODINGS
from tests.serving import BASE, BOLIVIA, Reply, Served, serving

NAME = "bolivia-1970-71.yaml"
FILE, SOURCE = f"{CODINGS}/{NAME}", "bolivia-1970-71"
ENTRIES = f"/api/codings/{NAME}/entries"
TOKEN = "the-token-of-the-tests"
Json = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """A served corpus, and one who edits it."""

    server: Served
    folder: Path

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        seen: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request with the token, as JSON, unless the headers say otherwise."""
        said = {"Authorization": f"Bearer {TOKEN}"}
        if seen is not None:
            said["If-Match"] = seen
        content = body if isinstance(body, bytes) else None
        if body is not None:
            said["Content-Type"] = "application/json"
            content = content if content is not None else json.dumps(body).encode()
        said |= headers or {}
        return self.server.ask(method, path, {k: v for k, v in said.items() if v}, content)

    def all(self) -> Json:
        """Return what there is."""
        reply = self.ask("GET", "/api/codings")
        assert reply.status == 200, reply.text
        found: Json = reply.json
        return found

    def file(self, name: str = NAME) -> Json:
        """Return one coding file as it is listed."""
        [found] = [one for one in self.all()["files"] if one["name"] == name]
        assert isinstance(found, dict)
        return found

    def edited(self, method: str, path: str, body: object = None, name: str = NAME) -> Json:
        """Make an edit that goes well, having seen the file."""
        reply = self.ask(method, path, body, seen=self.file(name)["etag"])
        assert reply.status == 200, reply.text
        found: Json = reply.json
        return found

    def text(self, file: str = FILE) -> str:
        """Return what is in a file, byte for byte."""
        return (self.folder / file).read_bytes().decode()

    def contents(self) -> dict[str, bytes]:
        """Return every file of the corpus."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def holds(self, id: str) -> bool:
        """Whether a statement is served."""
        reply = self.server.query(f"ASK {{ <{BASE}statement/{id}> clv:holder ?who }}", "text/csv")
        assert reply.status == 200, reply.text
        return reply.text.startswith("true")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("corpora") / "bolivia-1971"
    shutil.copytree(BOLIVIA, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIVAGE_SERVE_TOKEN", TOKEN)
        with serving(folder, "--writable") as server:
            yield Desk(server, folder)


@pytest.fixture
def desk(running: Desk) -> Desk:
    """The founding corpus, as it was found."""
    shutil.rmtree(running.folder)
    shutil.copytree(BOLIVIA, running.folder)
    return running


def selection(words: str, source: str = SOURCE) -> Json:
    text = (BOLIVIA / f"texts/{SOURCE}.txt").read_text(encoding="utf-8")
    start = text.index(words)
    return {"source": source, "start": start, "end": start + len(words), "exact": words}


#: What the page says, and no entry of the corpus has yet.
NEW: Json = {"who": "miners", "supports": "torres", "relation": "protects", "strength": 3}
WORDS = "c'est par leur travail"
