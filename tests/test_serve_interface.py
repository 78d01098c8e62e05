"""What programs, and the web app before all, are told as JSON."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from clivage import __version__, coding, query, render, report, view
from clivage.cli import main
from clivage.serve import drawing
from tests.serving import BASE, BOLIVIA, Served, serving

DOCUMENTS = ["/api/network.json", "/api/analysis.json", "/network.html"]
LISTS = ["/api/questions.json", "/api/vocabulary.json"]


def drawn(server: Served, path: str) -> None:
    """Wait until a document is there."""
    deadline = time.monotonic() + 60
    while (reply := server.ask("GET", path)).status == 503:
        assert reply.headers["retry-after"] == "2"
        assert reply.text.count("\n") == 1
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as running:
        for path in DOCUMENTS:
            drawn(running, path)
        yield running


@dataclass(frozen=True)
class Case:
    """A request, and what is answered."""

    path: str
    status: int = 200
    media: str = "application/json"
    holds: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def ask(name: str, accept: str = "text/csv", **values: str) -> tuple[str, dict[str, str]]:
    return f"/api/ask/{name}?{urlencode(values)}", {"Accept": accept}


def asked(name: str, accept: str = "text/csv", *, holds: str, **values: str) -> Case:
    path, headers = ask(name, accept, **values)
    return Case(path, 200, accept, holds, headers)


def refused(name: str, status: int, *, holds: str, **values: str) -> Case:
    path, headers = ask(name, **values)
    return Case(path, status, "text/plain", holds, headers)


JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
TSV = "text/tab-separated-values"
CASES = {
    "the network": Case("/api/network.json", holds='"words"'),
    "its analysis": Case("/api/analysis.json", holds='"frustration"'),
    "the questions": Case("/api/questions.json", holds="Who supports an actor or an issue?"),
    "the vocabulary": Case("/api/vocabulary.json", holds='"clv:holder"'),
    "the server": Case("/api/server.json", holds='"generation": 0'),
    "the network as a page": Case("/network.html", media="text/html", holds="<!doctype html>"),
    "a question without values": asked("actors", holds="torres"),
    "a value": asked("opponents", target="torres", holds="army"),
    "a value with its prefix": asked("opponents", target="actor:torres", holds="army"),
    "an IRI": asked("opponents", target=f"{BASE}actor/torres", holds="army"),
    "two values": asked("evidence", who="right", target="army", holds="supports"),
    "dates": asked("period", **{"from": "1971-01", "to": "1971"}, holds="1971"),
    "a value that is left out": asked("edges-by-voice", holds="voice"),
    "a field that was left empty": asked("issues", **{"": ""}, holds="bus-fares"),
    "JSON": asked("opponents", JSON, target="torres", holds='"vars"'),
    "XML": asked("opponents", XML, target="torres", holds="<sparql"),
    "TSV": asked("opponents", TSV, target="torres", holds="?"),
    "a page": asked("opponents", "text/html", target="torres", holds="<table>"),
    "no format that there is": Case(
        "/api/ask/actors", 406, "text/plain", "text/csv", {"Accept": "image/png"}
    ),
    "a graph": Case("/api/ask/actors", 406, "text/plain", "a table", {"Accept": "text/turtle"}),
    "no such question": refused("nothing", 404, holds="no such question"),
    "a question in another folder": refused("..%2fcli", 404, holds=""),
    "no value": refused("opponents", 400, holds="which target?"),
    "an empty value": refused("opponents", 400, target=" ", holds="which target?"),
    "another parameter": refused("opponents", 400, target="torres", whom="x", holds="no place"),
    "a value that is not known": refused("opponents", 400, target="tores", holds="'torres'"),
    "a value like no other": refused(
        "supporters", 400, target="zzzzzzzz", holds="see /api/ask/actors"
    ),
    "SPARQL in a value": refused("supporters", 400, target="a> } #", holds="there is no actor"),
    "no date": refused("period", 400, **{"from": "soon", "to": "1971"}, holds="soon"),
    "two values for one": Case(
        "/api/ask/opponents?target=torres&target=army", 400, "text/plain", "more than one"
    ),
    "not there": Case("/api/nothing.json", 404, "text/plain"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_request_is_answered(name: str, server: Served) -> None:
    """With its status, its media type and its words."""
    case = CASES[name]
    reply = server.ask("GET", case.path, case.headers)
    assert reply.status == case.status, reply.text
    assert reply.media == case.media
    assert case.holds in reply.text
    if case.status >= 400:
        assert reply.text.count("\n") == 1
        assert "127.0.0.1" not in reply.text and "clivage query" not in reply.text
    assert len(CASES) == 31


@pytest.mark.parametrize("path", [*DOCUMENTS, *LISTS, "/api/ask/actors"])
def test_what_a_client_has_is_not_sent_again(path: str, server: Served) -> None:
    """Each has a tag by its content, and is packed for who takes gzip."""
    plain = server.ask("GET", path)
    packed = server.ask("GET", path, {"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert plain.headers["cache-control"] == "no-cache"
    again = server.ask("GET", path, {"If-None-Match": plain.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert server.ask("GET", path, {"If-None-Match": '"x"'}).body == plain.body
    headed = server.ask("HEAD", path)
    assert (headed.status, headed.body, headed.headers["etag"]) == (
        200, b"", plain.headers["etag"],
    )  # fmt: skip


@pytest.mark.parametrize("path", [*DOCUMENTS, *LISTS, "/api/server.json", "/api/ask/actors", "/"])
def test_nothing_is_written_here(path: str, server: Served) -> None:
    """405 says what could be done."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        reply = server.ask(method, path, body=b"{}")
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_the_network_is_the_data_of_the_offline_page(server: Served) -> None:
    """One contract: the same nodes, texts and words, each edge with how it is drawn."""
    data = server.ask("GET", "/api/network.json").json
    made = render.data(view.of(coding.read(BOLIVIA)))
    assert data == json.loads(json.dumps(made))
    assert set(data) >= {"words", "language", "widest", "sources", "statements", "camps"}
    assert all(-0.2 < edge["bend"] < 0.2 and edge["width"] >= 1 for edge in data["edges"])
    assert all(len(source["text"]) > 1000 for source in data["sources"])


def test_the_analysis_is_that_of_the_command(server: Served) -> None:
    """But for the time that it may take."""
    found = server.ask("GET", "/api/analysis.json").json
    words = ["analyze", str(BOLIVIA), "--format", "json", "--time-limit", "20"]
    assert found == json.loads(CliRunner().invoke(main, words).stdout)
    assert found["results"]["camps"]["members"]


def test_the_questions_say_how_they_are_asked(server: Served) -> None:
    """Name, words, parameters and SPARQL of each."""
    found = {one["name"]: one for one in server.ask("GET", "/api/questions.json").json}
    assert list(found) == list(query.questions())
    assert found["evidence"]["parameters"][1] == {
        "name": "target",
        "kind": "target",
        "required": True,
        "description": "the actor or issue it takes sides on",
    }
    assert all(one["asks"].endswith("?") or "(" in one["asks"] for one in found.values())
    assert all("SELECT" in one["sparql"] for one in found.values())


SAMPLES = {"actor": "torres", "issue": "bus-fares", "target": "torres", "source": "bolivia-1970-71"}


@pytest.mark.parametrize("name", query.questions())
def test_a_question_has_the_rows_of_the_command(name: str, server: Served) -> None:
    """Each of them, with a value for every parameter."""
    values = {
        one.name: "1971-01" if one.sort == "date" else SAMPLES[one.sort]
        for one in query.questions()[name].parameters
    }
    reply = server.ask("GET", *ask(name, JSON, **values))
    words = [f"{name_}={value}" for name_, value in values.items()]
    said = CliRunner().invoke(main, ["query", "-c", str(BOLIVIA), name, *words, "--format", "json"])
    assert reply.json == json.loads(said.stdout)


def test_the_vocabulary_is_what_an_editor_completes(server: Served) -> None:
    """Prefixes, classes, properties and codes, with what they mean in three languages."""
    found = server.ask("GET", "/api/vocabulary.json").json
    assert found["prefixes"]["actor"] == f"{BASE}actor/"
    by_name = {
        sort: {one["name"]: one for one in found[sort]} for sort in found if sort != "prefixes"
    }
    assert by_name["classes"]["clv:Actor"]["label"] == {
        "en": "actor", "es": "actor", "fr": "acteur",
    }  # fmt: skip
    assert by_name["properties"]["clv:holder"]["comment"]["en"]
    assert by_name["codes"]["clv:modality-actual"]["label"]["fr"]
    assert {"skos:prefLabel", "clv:opposes"} <= set(by_name["properties"])
    assert "oa:SpecificResource" in by_name["classes"]
    prefixes = {name.partition(":")[0] for one in by_name.values() for name in one}
    assert prefixes <= set(found["prefixes"])


def test_the_server_says_what_it_is(server: Served) -> None:
    """And is asked anew each time."""
    reply = server.ask("GET", "/api/server.json")
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers
    found = reply.json
    assert (found["title"], found["base"]) == ("Bolivia under Torres, 1970–1971", BASE)
    assert (found["statements"], found["triples"]) == (37, 1186)
    assert (found["generation"], found["writable"], found["version"]) == (0, "", __version__)
    assert found["limits"]["timeout"] == 10.0
    assert set(found["limits"]) == {
        "timeout", "memory", "rows", "megabytes", "workers", "queue", "request",
    }  # fmt: skip


def test_a_network_that_cannot_be_drawn_is_not_there(tmp_path: Path) -> None:
    """404 once that is known; everything else is answered."""
    clv = "https://w3id.org/clivage/ns#"
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        f"<urn:e/s> a <{clv}Support> ; <{clv}holder> <urn:e/a> ; <{clv}target> <urn:e/b> .",
        encoding="utf-8",
    )
    with serving(broken) as running:
        for path in DOCUMENTS:
            drawn(running, path)
            reply = running.ask("GET", path)
            assert reply.status == 404
            assert "could not be" in reply.text
        assert running.query("ASK { ?s clv:holder ?o }").json["boolean"] is True


def test_what_cannot_be_computed_in_time_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An analysis has what was done by then; the time of a server is not for one corpus alone."""
    corpus = coding.read(BOLIVIA)
    whole = json.loads(drawing._analysed(corpus))["results"]
    monkeypatch.setattr(report.Study, "over_time", property(lambda study: time.sleep(60)))
    monkeypatch.setattr(drawing, "_PATIENCE", 3.0)
    start = time.monotonic()
    found = json.loads(drawing._analysed(corpus))["results"]
    assert time.monotonic() - start < 50
    assert {"over_time", "what_if"} <= set(whole) - set(found)
    assert all(whole[name] == found[name] for name in found)
