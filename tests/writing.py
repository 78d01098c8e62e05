"""What the tests of writing share: a small store, numbered statements, and a writer to talk to."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from clivage import rdf
from clivage.rdf import iri_of
from clivage.serve import messages
from clivage.store import Store
from tests.small import small

CORPUS = small()
BASE = CORPUS.base
STATEMENTS, DERIVED = f"{BASE}graph/statements", f"{BASE}graph/derived"
ACTORS = tuple(actor.id for actor in CORPUS.actors)
_GRAPH = rdf.to_graph(CORPUS)
#: A passage to rest on.
PASSAGE = str(
    next(
        _GRAPH.objects(
            iri_of(CORPUS, "statement", CORPUS.statements[0].id),
            rdf.terms.CLV.evidence,
        )
    )
)


def make_store(folder: Path) -> Path:
    """Write the toll bridge as a store, and return its folder."""
    Store.from_triples(rdf.ntriples(CORPUS)).save(folder)
    return folder


def triples(name: str, holder: str = "guild", target: str = "council", **more: str) -> str:
    """Return a statement as the triples of an update."""
    said = {
        "a": "clv:Opposition , clv:Statement",
        "clv:holder": f"actor:{holder}",
        "clv:target": f"actor:{target}",
        "clv:modality": "clv:modality-actual",
        "clv:strength": "2",
        "clv:certainty": "clv:certainty-certain",
        "clv:evidence": f"<{PASSAGE}>",
        "prov:wasAttributedTo": "coder:editor",
        **{name.replace("_", ":"): value for name, value in more.items()},
    }
    return f"statement:{name} {' ; '.join(f'{key} {value}' for key, value in said.items())} ."


def insert(name: str, holder: str = "guild", target: str = "council", **more: str) -> str:
    """Return an update that adds a statement."""
    return f"INSERT DATA {{ {triples(name, holder, target, **more)} }}"


class WriterProcess:
    """A writer of a store, started as the server starts it."""

    def __init__(self, store: Path, *, timeout: float = 60) -> None:
        told = json.dumps({"folder": str(store), "memory": 1024, "timeout": timeout})
        words = [sys.executable, "-P", "-m", "clivage.serve.writer", told]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._buffer = bytearray()

    def __enter__(self) -> WriterProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def tell(self, head: dict[str, Any], body: str = "") -> None:
        """Send a message."""
        assert self.process.stdin
        self.process.stdin.write(messages.packed(head, body.encode()))
        self.process.stdin.flush()

    def update(self, sparql: str) -> dict[str, Any]:
        """Ask for an update, and return what is said of it first."""
        self.tell({"do": "update", "using": None}, sparql)
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """Wait for a message.

        Raises:
            EOFError: when the process has ended.
        """
        assert self.process.stdout
        while (message := messages.taken(self._buffer)) is None:
            chunk = os.read(self.process.stdout.fileno(), 2**16)
            if not chunk:
                raise EOFError
            self._buffer += chunk
        return message[0]

    def kill(self) -> None:
        """End it as kill -9 does, and wait until it is gone."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin and self.process.stdout
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):  # what was written last is lost with it
                pipe.close()
