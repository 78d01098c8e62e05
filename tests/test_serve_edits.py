"""Files are edited over HTTP: in place, and served at once; what was done can be undone."""

from __future__ import annotations

from clivage import coding
from clivage.serve.folder import CODINGS, HEADER
from tests.edited import (
    ENTRIES,
    FILE,
    NAME,
    NEW,
    SOURCE,
    WORDS,
    Desk,
    desk,
    running,
    selection,
)
from tests.serving import BOLIVIA

__all__ = ["desk", "running"]


def test_what_there_is(desk: Desk) -> None:
    """Each entry comes with its lines, its values and the statements that it makes."""
    found = desk.all()
    corpus = coding.read(BOLIVIA)
    assert {key: len(found[key]) for key in ("files", "sources", "coders", "actors", "issues")} == {
        "files": 1, "sources": 1, "coders": 1,
        "actors": len(corpus.actors), "issues": len(corpus.issues),
    }  # fmt: skip
    [file] = found["files"]
    assert (file["name"], file["file"], file["source"], file["coder"]) == (
        NAME, FILE, SOURCE, "editor",
    )  # fmt: skip
    assert [one["number"] for one in file["entries"]] == list(range(31))
    assert sorted(id for one in file["entries"] for id in one["ids"]) == sorted(corpus.statement)
    lines = desk.text().splitlines()
    for one in file["entries"]:
        first, last = one["lines"]
        assert lines[first - 1].lstrip().startswith("- quote: ")
        assert last == len(lines) or not lines[last].startswith("    ")
    [with_list] = [one["entry"] for one in file["entries"] if isinstance(one["entry"]["who"], list)
                   and "phalange" in one["entry"]["who"]]  # fmt: skip
    assert with_list["who"] == ["right", "phalange", "mnr"]
    assert found["problems"] == []


def test_a_selection_becomes_an_entry_that_is_served_at_once(desk: Desk) -> None:
    """What was written is what `clivage check` reads, and nothing else in the file changes."""
    before = desk.all()["generation"]
    answer = desk.edited("POST", ENTRIES, {"selection": selection(WORDS), "entry": NEW})
    added = (
        f"  - quote: {WORDS}\n    who: miners\n    supports: torres\n"
        "    relation: protects\n    strength: 3\n"
    )
    assert desk.text() == (BOLIVIA / FILE).read_bytes().decode() + added
    [id] = answer["ids"]
    assert desk.holds(id)
    assert desk.all()["generation"] == answer["generation"] == before + 1
    first, last = answer["lines"]
    assert desk.text().splitlines()[first - 1 : last] == added.splitlines()
    assert (answer["file"], answer["problems"]) == (FILE, [])
    assert desk.file()["etag"] == answer["etag"]
    assert id in coding.read(desk.folder).statement


def test_entries_are_edited_and_undone(desk: Desk) -> None:
    """Comments, blank lines and all other entries stay byte for byte, each time."""
    original = desk.text()
    file, edits = desk.file(), 0
    for one in file["entries"][::3]:
        body = {"entry": {**one["entry"], "note": "Read again: yes."}}
        reply = desk.ask("PUT", f"{ENTRIES}/{one['number']}", body, seen=file["etag"])
        assert reply.status == 200, reply.text
        lines, now = original.splitlines(), desk.text().splitlines()
        first, last = one["lines"]
        assert now[: first - 1] == lines[: first - 1]
        assert now[len(now) - len(lines) + last :] == lines[last:]
        assert '    note: "Read again: yes."' in now[first - 1 : reply.json["lines"][1]]
        assert reply.json["ids"] == one["ids"]
        undone = desk.ask("POST", "/api/undo", {"edit": reply.json["edit"]})
        assert undone.status == 200, undone.text
        assert undone.json["etag"] == file["etag"]
        assert desk.text() == original
        edits += 1
    assert edits == 11


def test_an_entry_is_deleted(desk: Desk) -> None:
    [id] = desk.file()["entries"][0]["ids"]
    answer = desk.edited("DELETE", f"{ENTRIES}/0")
    lines = (BOLIVIA / FILE).read_bytes().decode().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("  - quote: "))
    assert desk.text() == "".join(lines[:first] + lines[first + 7 :])
    assert not desk.holds(id)
    assert answer["ids"] == []


# Undo


def test_undo_is_refused_when_the_file_has_changed_since(desk: Desk) -> None:
    edit = desk.edited("DELETE", f"{ENTRIES}/0")["edit"]
    later = desk.edited("DELETE", f"{ENTRIES}/5")["edit"]
    reply = desk.ask("POST", "/api/undo", {"edit": edit})
    assert (reply.status, "undo what came later first" in reply.text) == (409, True)
    assert desk.ask("POST", "/api/undo", {"edit": later}).status == 200
    assert desk.ask("POST", "/api/undo", {"edit": edit}).status == 200
    assert desk.contents() == {
        path.relative_to(BOLIVIA).as_posix(): path.read_bytes()
        for path in BOLIVIA.rglob("*") if path.is_file()
    }  # fmt: skip


def test_undo_can_be_undone(desk: Desk) -> None:
    answer = desk.edited("POST", ENTRIES, {"entry": {"quote": WORDS, **NEW}})
    written = desk.text()
    undone = desk.ask("POST", "/api/undo", {"edit": answer["edit"]}).json
    assert not desk.holds(answer["ids"][0])
    assert desk.ask("POST", "/api/undo", {"edit": undone["edit"]}).status == 200
    assert desk.text() == written
    assert desk.holds(answer["ids"][0])


def test_undo_brings_no_error_in(desk: Desk) -> None:
    """An actor that was added is needed by now."""
    seen = desk.all()["header"]["etag"]
    body = {"id": "students", "label": {"fr": "Étudiants"}, "type": "collective"}
    added = desk.ask("POST", "/api/actors", body, seen=seen).json
    desk.edited("POST", ENTRIES, {"entry": {"quote": WORDS, **NEW, "who": "students"}})
    reply = desk.ask("POST", "/api/undo", {"edit": added["edit"]})
    assert reply.status == 422
    assert "there is no actor 'students'" in reply.json["problems"][0]["what"]
    assert "students" in desk.text(HEADER)


# What else can be added


def test_an_actor_and_an_issue_are_added(desk: Desk) -> None:
    before = desk.text(HEADER)
    actor = {"id": "students", "label": {"fr": "Étudiants", "en": "Students"}, "type": "collective",
             "kind": "class"}  # fmt: skip
    answer = desk.ask("POST", "/api/actors", actor, seen=desk.all()["header"]["etag"])
    assert answer.status == 200, answer.text
    issue = {"id": "exams", "label": "Les examens : tous"}
    reply = desk.ask("POST", "/api/issues", issue, seen=answer.json["etag"])
    assert reply.status == 200, reply.text
    lines = ["  students:", "    label: { fr: Étudiants, en: Students }", "    type: collective",
             "    kind: class"]  # fmt: skip
    more = ["  exams:", '    label: "Les examens : tous"']
    now = desk.text(HEADER)
    assert now == before.replace("\nissues:\n", "\n".join([*lines, "", "issues:", ""])) + "\n".join(
        [*more, ""]
    )
    first, last = answer.json["lines"]
    assert now.splitlines()[first - 1 : last] == lines
    assert (answer.json["ids"], reply.json["ids"]) == (["students"], ["exams"])
    found = desk.all()
    assert {"students", "exams"} <= {one["id"] for one in found["actors"] + found["issues"]}
    answered = desk.server.query("SELECT ?l { actor:students ?p ?l }", "text/csv")
    assert "Étudiants" in answered.text


def test_an_actor_of_no_type_is_refused(desk: Desk) -> None:
    body = {"id": "students", "label": "Étudiants", "type": "crowd"}
    reply = desk.ask("POST", "/api/actors", body, seen=desk.all()["header"]["etag"])
    assert (reply.status, reply.json["problems"][0]["file"]) == (422, HEADER)
    assert desk.text(HEADER) == (BOLIVIA / HEADER).read_bytes().decode()


def test_a_second_coder_gets_a_file(desk: Desk) -> None:
    header = desk.folder / HEADER
    text = header.read_text(encoding="utf-8")
    header.write_text(text.replace("coders:\n", "coders:\n  anna:\n    name: Anna\n"), "utf-8")
    reply = desk.ask("POST", "/api/codings", {"source": SOURCE, "coder": "anna"})
    assert reply.status == 200, reply.text
    name = f"{SOURCE}-anna.yaml"
    assert reply.json["file"] == f"{CODINGS}/{name}"
    assert desk.text(reply.json["file"]) == f"source: {SOURCE}\ncoder: anna\nstatements: []\n"
    body = {"entry": {"quote": WORDS, **NEW}}
    answer = desk.edited("POST", f"/api/codings/{name}/entries", body, name)
    assert desk.holds(answer["ids"][0])
    for edit in (answer["edit"], reply.json["edit"]):
        assert desk.ask("POST", "/api/undo", {"edit": edit}).status == 200
    assert [one["name"] for one in desk.all()["files"]] == [NAME]
    assert sorted(path.name for path in (desk.folder / CODINGS).iterdir()) == [NAME]
