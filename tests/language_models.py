"""A language model on the loopback that answers as it is told, well or badly.

It has no model in it: what it proves is that answers are read, never that they are right.
A test module takes the fixture by importing it: ``from tests.language_models import nobody``.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import pytest

from clivage.model import ActorType
from clivage.suggest import Cast, Document, Figure, Suggestion, engines
from clivage.suggest.llm import LanguageModel, ModelError, Settings

#: What a stance must have; invented, as all people and places here.
BACKS: Final[dict[str, Any]] = {
    "quote": "The guild of Port-Selle backed the mayor",
    "holder": "guild",
    "target": "mayor",
    "target_is": "actor",
    "sign": "supports",
    "relation": "backs",
    "modality": "actual",
    "voice": "none",
    "about": "none",
    "mode": "deed",
    "strength": 3,
}


class Asked(BaseHTTPRequestHandler):
    """A request to a model, which its server remembers."""

    server: Model

    def do_POST(self) -> None:
        """Remember what was sent, and answer as the server was told."""
        self.body: dict[str, Any] = json.loads(
            self.rfile.read(int(self.headers["Content-Length"] or 0))
        )
        self.server.heard.append(self)
        behaviours = self.server.behaviours
        with suppress(ConnectionError):  # whoever asked has heard enough
            behaviours[min(len(self.server.heard), len(behaviours)) - 1](self)

    def say(
        self, status: int, content: bytes, type_: str = "application/json", **more: str
    ) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Type": type_, **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


Behaviour = Callable[[Asked], None]


class Model(ThreadingHTTPServer):
    """A host of a model: each request is answered as its turn says, and further ones as the last.

    Attributes:
        heard: the requests.
        over: set when the test is over, for behaviours that would wait.
    """

    daemon_threads = True

    def __init__(self, behaviours: tuple[Behaviour, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.behaviours = behaviours
        self.heard: list[Asked] = []
        self.over = threading.Event()

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        """The base of its addresses."""
        return f"http://{self.host}/v1"


@contextmanager
def hosting(*behaviours: Behaviour) -> Iterator[Model]:
    """Start a host, and end it."""
    with Model(behaviours) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def completion(content: object, **more: object) -> bytes:
    """Return an answer as the published shape has it.

    Args:
        more: what its choice has otherwise.
    """
    choice = {"index": 0, "message": {"role": "assistant", "content": content}}
    usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
    choice["finish_reason"] = "stop"
    return json.dumps({"choices": [{**choice, **more}], "usage": usage}).encode()


def finding(*stances: object) -> Behaviour:
    """Answer with stances."""
    return saying(200, completion(json.dumps({"stances": stances})))


def telling(content: object, **more: object) -> Behaviour:
    """Answer with whatever words."""
    return saying(200, completion(content, **more))


def saying(status: int, content: bytes, type_: str = "application/json", **more: str) -> Behaviour:
    """Answer with one thing, whatever is asked; underscores in names of headers are hyphens."""
    return lambda asked: asked.say(status, content, type_, **more)


def failing(status: int, message: str, **more: str) -> Behaviour:
    """Answer with an error that says something."""
    return saying(status, json.dumps({"error": {"message": message}}).encode(), **more)


def silent(asked: Asked) -> None:
    """Say nothing for as long as anybody waits."""
    asked.server.over.wait(20)
    asked.close_connection = True


def closing(asked: Asked) -> None:
    """Close the connection without a word."""
    asked.close_connection = True


def cut(asked: Asked) -> None:
    """Announce more than is sent, and close the connection."""
    asked.send_response(200)
    asked.send_header("Content-Length", "1000")
    asked.end_headers()
    asked.wfile.write(b'{"choices": [')
    asked.close_connection = True


def endless(asked: Asked) -> None:
    """Send an answer without an end."""
    asked.send_response(200)
    asked.end_headers()
    asked.close_connection = True
    while not asked.server.over.is_set():
        asked.wfile.write(b" " * 65536)


def stammering(asked: Asked) -> None:
    """Send the head of an answer a byte at a time, without an end."""
    while not asked.server.over.wait(0.01):
        asked.wfile.write(b"x")


# An engine that asks it

KEY: Final = "sk-invented-0123456789"
CAST: Final = Cast(
    (
        Figure(id="guild", names=("the guild of Port-Selle", "guild"), type=ActorType.ORGANIZATION),
        Figure(id="mayor", names=("the mayor", "Orla Finn"), type=ActorType.PERSON),
        Figure(id="dyke-tax", names=("the dyke tax",), definition="a tax for the new dyke"),
    )
)
TEXT: Final = "The guild of Port-Selle backed the mayor.\n\nThe shipowners refused the dyke tax."
DOCUMENT: Final = Document("gazette", "en", TEXT)


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use nobody's model, key, cache or proxy."""
    for name in os.environ:
        if name.startswith("CLIVAGE_LLM_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


class Run:
    """An engine, the seconds that it waited, and what it made of a text."""

    def __init__(self, model: Model, **more: Any) -> None:  # noqa: ANN401
        url = f"{model.url}/chat/completions"
        settings = Settings(url=url, model="small:1b", **{"key": KEY, "timeout": 5.0, **more})
        self.waited: list[float] = []
        self.now = 0.0
        self.engine = LanguageModel(settings, wait=self._wait, clock=lambda: self.now)
        self.found: list[Suggestion] = []
        self.refused: dict[str, int] = {}

    def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    def read(self, document: Document = DOCUMENT, cast: Cast = CAST) -> list[Suggestion]:
        """Return what is grounded in a text, and remember why the rest is not."""
        grounded = engines.Grounded(self.engine, document, cast)
        self.found = list(grounded)
        self.refused = dict(grounded.refused)
        return self.found

    def error(self) -> str:
        """Return what is said where the model cannot be asked: one line, without the key."""
        with pytest.raises(ModelError) as caught:
            self.read()
        said = str(caught.value)
        assert "\n" not in said
        assert KEY not in said and KEY not in repr(caught.value) and KEY[:12] not in said
        assert self.engine.sends_to in said
        return said


def reading(*behaviours: Behaviour, document: Document = DOCUMENT, cast: Cast = CAST) -> Run:
    """Run an engine once, on a model that behaves so."""
    with hosting(*behaviours) as model:
        run = Run(model)
        run.read(document, cast)
        return run
