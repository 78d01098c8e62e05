"""Edits are refused that nobody may make, that are mistakes, or that would bring errors in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from clivage import coding
from tests.edited import (
    ENTRIES,
    FILE,
    NEW,
    SOURCE,
    WORDS,
    Desk,
    Json,
    desk,
    running,
    selection,
)
from tests.serving import BOLIVIA

__all__ = ["desk", "running"]


@dataclass(frozen=True)
class Case:
    """A request that is refused, and why."""

    status: int
    why: str
    method: str = "POST"
    path: str = ENTRIES
    body: object = field(default_factory=lambda: {"entry": {"quote": WORDS, **NEW}})
    seen: str | None = "now"
    headers: dict[str, str] = field(default_factory=dict)


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CASES = {
    "no token": Case(401, "token", headers={"Authorization": ""}),
    "another token": Case(401, "token", headers={"Authorization": "Bearer x"}),
    "reading without a token": Case(
        401, "token", "GET", "/api/codings", None, headers={"Authorization": ""}
    ),
    "a form": Case(415, "send application/json", headers=FORM),
    "a text": Case(415, "send application/json", headers={"Content-Type": "text/plain"}),
    "no type": Case(415, "said to be nothing", headers={"Content-Type": ""}),
    "no state": Case(428, "send If-Match with its etag", seen=None),
    "no state to delete": Case(428, "If-Match", "DELETE", f"{ENTRIES}/0", None, None),
    "another state": Case(412, f"changed meanwhile: {FILE}. load it again", seen='"x"'),
    "any state": Case(412, "changed meanwhile", seen="*"),
    "no such file": Case(404, "no such coding file", path="/api/codings/x.yaml/entries"),
    "a path": Case(404, "nothing", path=f"/api/codings/{quote('../corpus.yaml')}/entries"),
    "an encoded path": Case(404, "nothing", path="/api/codings/..%2fcorpus.yaml/entries"),
    "another path": Case(404, "no such", path="/api/codings/%2e%2e/entries"),
    "no such entry": Case(400, "there is no entry 31", "PUT", f"{ENTRIES}/31"),
    "a wrong number": Case(404, "nothing at this address", "PUT", f"{ENTRIES}/-1"),
    "no such method": Case(405, "no other method", "PATCH"),
    "not JSON": Case(400, "the body is not JSON", body=b"{'entry': 1}"),
    "too deep": Case(400, "the body is not JSON", body=b"[" * 100_000),
    "not UTF-8": Case(400, "the body is not JSON", body=b'{"entry": "\xff"}'),
    "no object": Case(400, "no object of entry, selection", body=["entry"]),
    "another key": Case(400, "without other keys", body={"entry": {}, "file": "x"}),
    "no entry": Case(400, "there is no entry in the request", body={}),
    "an empty entry": Case(400, "the entry is empty", body={"entry": {"quote": ""}}),
    "a key of an entry": Case(400, "'quotes' is not a key here", body={"entry": {"quotes": "a"}}),
    "a list in a list": Case(400, "must be a text", body={"entry": {"quote": [["a"]]}}),
    "a truth": Case(400, "'strength' must be a text", body={"entry": {"strength": True}}),
    "a control character": Case(400, "U+0007", body={"entry": {"quote": "a\a"}}),
    "half a character": Case(400, "U+D800", body=b'{"entry": {"quote": "\\ud800"}}'),
    "two quotations": Case(
        400, "a selection and a quotation",
        body={"entry": {"quote": "a"}, "selection": selection(WORDS)},
    ),
    "no selection": Case(400, "a selection is", body={"entry": NEW, "selection": {"start": 1}}),
    "an empty selection": Case(
        400, "nothing is selected", body={"entry": NEW, "selection": {**selection(WORDS), "end": 0,
                                                                      "exact": ""}},
    ),
    "another source": Case(
        400, f"codes '{SOURCE}'", body={"entry": NEW, "selection": selection(WORDS, "gazette")}
    ),
    "another text": Case(
        412, "text of 'bolivia-1970-71' was changed",
        body={"entry": NEW, "selection": {**selection(WORDS), "exact": "words"}},
    ),
    "too long": Case(413, "longer than 262,144 bytes", body=b" " * (256 * 1024 + 1)),
    "no such edit": Case(409, "there is no such edit", path="/api/undo", body={"edit": "x"}),
    "a source that is not there": Case(
        400, "there is no source 'x'. there are bolivia-1970-71", path="/api/codings",
        body={"source": "x", "coder": "editor"},
    ),
    "a coder that is not there": Case(
        400, "there is no coder ['editor']", path="/api/codings",
        body={"source": SOURCE, "coder": ["editor"]},
    ),
    "a file that is there": Case(
        409, f"there is a file for that source and coder: {FILE}", path="/api/codings",
        body={"source": SOURCE, "coder": "editor"},
    ),
    "an id": Case(400, "'A b' is no id", path="/api/actors", body={"id": "A b", "label": "A"}),
    "no id": Case(400, "'' is no id", path="/api/issues", body={"label": "A"}),
    "an id that is there": Case(
        400, "there is 'torres' under 'actors' already", path="/api/actors",
        body={"id": "torres", "label": "Torres", "type": "person"},
    ),
    "a label": Case(400, "'label' must be", path="/api/issues", body={"id": "a", "label": [1]}),
    "a key of an actor": Case(400, "without other keys", path="/api/actors",
                              body={"id": "a", "name": "A"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_is_refused_in_one_line_and_costs_nothing(desk: Desk, name: str) -> None:
    case, before = CASES[name], desk.contents()
    now = desk.all()
    seen = case.seen
    if seen == "now":
        header = case.path in ("/api/actors", "/api/issues")
        seen = now["header"]["etag"] if header else now["files"][0]["etag"]
    reply = desk.ask(case.method, case.path, case.body, seen=seen, headers=case.headers)
    assert (reply.status, case.why in reply.text) == (case.status, True), reply.text
    assert reply.text.count("\n") == 1
    assert desk.contents() == before
    assert desk.all()["generation"] == now["generation"]


ERRORS: dict[str, tuple[Json, str]] = {
    "an unknown actor": ({"quote": WORDS, "who": "mine-workers", "supports": "torres"}, "who"),
    "words that are not there": ({"quote": "c'est par leurs travaux", **NEW}, "quote"),
    "words that stand twice": ({"quote": "la droite", **NEW}, "quote"),
    "no sign": ({"quote": WORDS, "who": "miners"}, "quote"),
    "an unknown relation": ({"quote": WORDS, **NEW, "relation": "protect"}, "relation"),
    "a wrong strength": ({"quote": WORDS, **NEW, "strength": 9}, "strength"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_not_written_but_said_as_check_says_it(
    desk: Desk, name: str, tmp_path: Path
) -> None:
    entry, key = ERRORS[name]
    before = desk.contents()
    reply = desk.ask("POST", ENTRIES, {"entry": entry}, seen=desk.file()["etag"])
    assert reply.status == 422, reply.text
    assert desk.contents() == before
    copy = tmp_path / "bolivia-1971"
    shutil.copytree(BOLIVIA, copy)
    with (copy / FILE).open("a", encoding="utf-8") as file:
        file.writelines(f"  {'- ' if one == 'quote' else '  '}{one}: {entry[one]}\n"
                        for one in entry)  # fmt: skip
    said = coding.inspect(copy).errors
    assert [(one["severity"], one["what"], one["remedy"]) for one in reply.json["problems"]] == [
        (one.severity.value, one.what, one.remedy) for one in said
    ]
    [problem] = reply.json["problems"]
    assert problem["file"] == FILE
    line = (copy / FILE).read_text(encoding="utf-8").splitlines()[problem["line"] - 1]
    assert line.strip().removeprefix("- ").startswith(key)


def test_what_is_there_is_not_coded_twice(desk: Desk) -> None:
    entry = desk.file()["entries"][1]["entry"]
    reply = desk.ask("POST", ENTRIES, {"entry": entry}, seen=desk.file()["etag"])
    assert reply.status == 422
    [problem] = reply.json["problems"]
    assert "is coded twice" in problem["what"]
    assert problem["remedy"].startswith(f"the first is at {FILE}:17;")
