"""A reconciliation service on the loopback that follows the published shapes of version 0.2, and
ways in which such a service fails; and a corpus in which it is decided who is whom.

A test module takes the fixture by importing it: ``from tests.reconciling import fixture_corpus``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from clivage import coding, template
from clivage.cli.actors import actors
from clivage.cli.reconcile import reconcile
from clivage.identity import record
from tests.endpoints import Request, Small, forget, saying, small

JSON: Final = "application/json"
#: Invented, as are all people and places here.
MANIFEST: Final[dict[str, Any]] = {
    "versions": ["0.1", "0.2"],
    "name": "Register of Port-Selle",
    "identifierSpace": "http://register.port-selle.net/id/",
    "schemaSpace": "http://register.port-selle.net/schema/",
    "view": {"url": "http://register.port-selle.net/page/{{id}}"},
    "defaultTypes": [{"id": "T1", "name": "human being"}],
}
ENTITIES: Final[dict[str, list[dict[str, Any]]]] = {
    "Mayor": [
        {
            "id": "P1",
            "name": "Mayor of Port-Selle",
            "score": 71.5,
            "match": False,
            "type": [{"id": "T1", "name": "human being"}, "T9"],
            "description": "elected head: of the town\nsince 1871",
            "features": [{"id": "name_equal", "value": True}, {"id": "close", "value": 0.5}],
        },
        {"id": "P2", "name": "Mayor (play)", "score": 90, "match": True},
    ],
    "Shipowners": [{"id": "G7", "name": "Shipowners' guild", "score": 12}],
}
Behaviour = Callable[[Request], None]
_QUERY_KEYS: Final = {"query", "type", "limit", "properties", "type_strict"}


def wrong_queries(batch: object) -> list[str]:
    """Return what the published schema of a batch of queries forbids in one."""
    if not isinstance(batch, dict):
        return ["not an object"]
    said = []
    for key, query in batch.items():
        if not isinstance(query, dict) or not isinstance(query.get("query"), str):
            said.append(f"{key}: no query")
            continue
        said += [f"{key}: {one}" for one in query.keys() - _QUERY_KEYS]
        types = query.get("type", "T1")
        if not isinstance(types, str) and not all(isinstance(one, str) for one in types):
            said.append(f"{key}: type")
        if query.get("type_strict", "any") not in ("any", "should", "all"):
            said.append(f"{key}: type_strict")
        if not isinstance(query.get("limit", 1), int):
            said.append(f"{key}: limit")
    return said


def publishing(
    entities: Mapping[str, list[dict[str, Any]]] = ENTITIES, **manifest: object
) -> Behaviour:
    """Behave as the schemas say; a query that they forbid gets 400.

    Args:
        manifest: what its manifest says otherwise; None is left out.
    """
    described = {key: one for key, one in {**MANIFEST, **manifest}.items() if one is not None}

    def answer(request: Request) -> None:
        if request.command == "GET":
            request.say(200, JSON, json.dumps(described).encode())
            return
        batch = json.loads(request.form["queries"][0])
        if wrong := wrong_queries(batch):
            request.say(400, JSON, json.dumps({"status": "error", "message": wrong}).encode())
            return
        results = {
            key: {"result": entities.get(query["query"], [])[: query["limit"]]}
            for key, query in batch.items()
        }
        request.say(200, JSON, json.dumps(results).encode())

    return answer


def then(first: Behaviour, second: Behaviour, *, times: int = 1) -> Behaviour:
    """Behave in one way for some requests, and in another from then on."""

    def answer(request: Request) -> None:
        is_first = len(request.server.heard) <= times
        (first if is_first else second)(request)

    return answer


def answering(content: object) -> Behaviour:
    """Have a right manifest, and answer every query with one thing: JSON, or bytes."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return then(publishing(), saying(200, JSON, data))


def silent(seconds: float) -> Behaviour:
    """Answer too late."""

    def answer(request: Request) -> None:
        time.sleep(seconds)

    return answer


def dripping(every: float) -> Behaviour:
    """Answer without an end, a byte at a time."""

    def answer(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        for _ in range(100_000):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(every)

    return answer


def stammering(every: float) -> Behaviour:
    """Send the head of an answer a byte at a time, without an end."""

    def answer(request: Request) -> None:
        for _ in range(100_000):
            request.wfile.write(b"x")
            time.sleep(every)

    return answer


def cut(request: Request) -> None:
    """Announce more than is sent, and close the connection."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"versions": ["0.2"]')
    request.close_connection = True


def closing(request: Request) -> None:
    """Close the connection without a word."""
    request.close_connection = True


@contextmanager
def service(behaviour: Behaviour | None = None) -> Iterator[tuple[Small, str]]:
    """Start a service, give it and its address, and end it."""
    with small(behaviour or publishing()) as server:
        yield server, f"http://127.0.0.1:{server.server_port}/reconcile"


def run_reconcile(*words: str | Path, input: str | None = None) -> Result:
    """Run ``clivage reconcile``; an exception that would be a traceback fails the test."""
    return _checked(CliRunner().invoke(reconcile, [str(word) for word in words], input=input))


def run_actors(*words: str | Path) -> Result:
    """Run ``clivage actors``; an exception that would be a traceback fails the test."""
    return _checked(CliRunner().invoke(actors, [str(word) for word in words]))


def _checked(done: Result) -> Result:
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a corpus but the records of what was decided, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in files
        if path.name != "identities.yaml"
    }


# A corpus whose actors are merged and split

HEADER: Final = "corpus.yaml"
CODING: Final = "codings/gazette.yaml"
BY: Final = ("--by", "Ada", "--date", "2024-02-29")


@pytest.fixture(name="corpus")
def fixture_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the worked example of ``clivage init``, in the current folder, and be nobody."""
    forget(monkeypatch)
    monkeypatch.delenv("CLIVAGE_USER", raising=False)
    monkeypatch.chdir(tmp_path)
    template.write(Path("port"))
    return Path("port")


def edit(file: str, *pairs: tuple[str, str]) -> None:
    """Replace words of a file, the first time they stand there."""
    path = Path("port") / file
    text = path.read_bytes().decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())


def done(*words: str) -> str:
    """Run a command that must do what it says."""
    result = run_actors(words[0], "-c", "port", *words[1:], *BY)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str) -> str:
    """Run a command that must be refused and change nothing, and return what is said."""
    folder = Path("port")
    before = {**contents(folder), "log": record.read(folder).text.encode()}
    result = run_actors(words[0], "-c", "port", *words[1:], *BY)
    assert result.exit_code == 1, result.output
    assert {**contents(folder), "log": record.read(folder).text.encode()} == before
    assert result.stdout == ""
    return result.stderr


def changed(before: dict[str, bytes], file: str) -> tuple[list[str], list[str]]:
    """Return the lines that a file lost, and those that it gained."""
    old = before[file].decode().split("\n")
    new = (Path("port") / file).read_bytes().decode().split("\n")
    return [one for one in old if one not in new], [one for one in new if one not in old]


def statement(corpus: Path, holder: str, target: str) -> str:
    """Return the id of the statement of somebody on somebody."""
    (found,) = (
        one.id
        for one in coding.read(corpus).statements
        if (one.holder, one.target) == (holder, target)
    )
    return found
