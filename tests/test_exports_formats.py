"""The formats that other programs take: made when asked for, the same bytes, never by a build."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from clivage import rdf
from clivage.cli.export import export
from clivage.errors import ClivageError
from clivage.export import FORMATS, Material
from clivage.export.archive import archive
from clivage.model import Corpus
from tests.exported import DAY, FOLDER, FOREIGN, FOUNDING, MATERIAL, hostile, unpacked


@pytest.mark.parametrize("name", FOREIGN)
def test_the_same_corpus_gives_the_same_bytes(name: str) -> None:
    """Made twice from fresh material, each format is byte for byte the same."""
    drawn = name in ("kumu", "crate")
    for corpus in (hostile(),) if drawn else (hostile(), FOUNDING):
        one, other = (
            FORMATS[name].content(Material(corpus, with_text=True, published=DAY)) for _ in range(2)
        )
        assert one == other
        assert len(one) > 500


@pytest.mark.parametrize("name", FOREIGN)
def test_an_empty_corpus_is_written_too(name: str) -> None:
    """A corpus without anything in it breaks no format."""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    empty = Corpus(id="e", base="https://w3id.org/e/", title={}, language="en", licence=licence)
    content = FORMATS[name].content(Material(empty, with_text=True, published=DAY))
    if FORMATS[name].packed:
        assert set(unpacked(content)) & {"project.qde", "visual.conf", "ro-crate-metadata.json"}
    else:
        assert content.decode().startswith(("[]", "{", "# "))


def test_a_build_writes_none_of_them() -> None:
    """What a build writes is what it always wrote, and what dataset.ttl lists is of that."""
    assert [one.name for one in FORMATS.values() if not one.built] == list(FOREIGN)
    assert all(one.built for one in FORMATS.values() if one.distributed)
    assert sum(one.built for one in FORMATS.values()) == 15


@pytest.mark.parametrize("name", ["refi", "brat"])
def test_a_format_that_needs_the_texts_says_so(name: str) -> None:
    """Without leave, and without a text, nothing is written; both say what to do."""
    with pytest.raises(ClivageError, match=r"holds the full texts.*--with-text"):
        FORMATS[name].content(Material(FOUNDING))
    untexted = rdf.to_corpus(rdf.to_graph(FOUNDING))
    with pytest.raises(ClivageError, match=r"'bolivia-1970-71', which is not there\. export from"):
        FORMATS[name].content(Material(untexted, with_text=True))


def test_a_packed_format_is_no_text() -> None:
    """Whoever asks for a text learns that it is none."""
    with pytest.raises(ClivageError, match=r"'brat' is no text\. write it to a file: bolivia"):
        FORMATS["brat"].write(Material(FOUNDING, with_text=True))
    assert FORMATS["crm"].write(Material(FOUNDING)).startswith("# La Bolivie")


def test_archives_tell_nothing_of_when_and_where_they_were_made(tmp_path: Path) -> None:
    """Sorted, stored, of the first day that a zip can tell."""
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"b.txt": b"two", "a/é.txt": b"one"}))
    with zipfile.ZipFile(path) as packed:
        entries = packed.infolist()
    assert [one.filename for one in entries] == ["a/é.txt", "b.txt"]
    for one in entries:
        assert one.date_time == (1980, 1, 1, 0, 0, 0)
        assert (one.compress_type, one.create_system) == (zipfile.ZIP_STORED, 3)


def run(*arguments: str) -> tuple[int, bytes, str]:
    done = CliRunner().invoke(export, [str(FOLDER), *arguments])
    return done.exit_code, done.stdout_bytes, done.output


def test_the_command_writes_each_of_them(tmp_path: Path) -> None:
    """To a file, or to a pipe: the bytes that the library gives."""
    for name in FOREIGN:
        wanted = ("--format", name, "--with-text", "--published", "2026-01-31")
        if name in ("brat", "crm"):
            assert run(*wanted)[1] == FORMATS[name].content(MATERIAL)
        elif name != "kumu":
            code, _, said = run(*wanted, "-o", str(tmp_path / name))
            assert (code, said) == (0, f"wrote {tmp_path / name}\n")
            assert (tmp_path / name).read_bytes() == FORMATS[name].content(MATERIAL)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_terminal_is_spared_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong call, before anything is read; a text is printed."""
    monkeypatch.setattr("clivage.cli.export.on_terminal", lambda: True)
    code, _, said = run("--format", "refi", "--with-text")
    assert code == 2
    assert "name a file with -o" in said
    assert run("--format", "crm")[0] == 0


def test_the_command_refuses_in_one_line_and_lists_all() -> None:
    """Exit code 1 with the remedy; the list tells what there is."""
    code, _, said = run("--format", "crate")
    assert code == 1
    assert said.count("\n") == 1
    assert "--published 2026-01-31" in said
    listed = run("--list")[2]
    assert all(f"\n{name} " in listed for name in FORMATS)


def test_kumu_takes_elements_and_signed_connections() -> None:
    """Ids join them, texts and ties without a quotation come whole, and names are shown."""
    for material, elements, connections in ((MATERIAL, 36, 34), (Material(hostile()), 6, 4)):
        blueprint = json.loads(FORMATS["kumu"].write(material))
        assert set(blueprint) == {"elements", "connections"}
        ids = [one["id"] for part in blueprint.values() for one in part]
        assert len(ids) == len(set(ids)) == elements + connections
        assert len(blueprint["elements"]) == elements
        for one in blueprint["connections"]:
            assert {one["from"], one["to"]} < set(ids)
            assert one["direction"] == "directed"
            assert (one["type"].split()[0], one["Sign"]) in {("supports", 1), ("opposes", -1)}
    unevidenced = [one for one in blueprint["connections"] if "unevidenced" in one["type"]]
    assert [(one["from"], one["to"], one["tags"]) for one in unevidenced] == [
        ("council", "she", ["unevidenced"])
    ]
    (scolds,) = (one for one in blueprint["connections"] if one["from"] == "council" and
                 one["Sign"] < 0)  # fmt: skip
    assert "“<lamp>;\r\nthe council\tscolds the keepers”" in scolds["description"]
    assert (scolds["First day"], scolds["Last day"]) == ("1901-02-01", "1901-02-28")
    labels = {one["id"]: one["label"] for one in blueprint["elements"]}
    assert labels["she"] == "أهلا 🌊"


def test_the_documentation_has_an_example_and_a_row_for_each() -> None:
    """Of the formats that no build writes: a command that names it, and what survives."""
    page = Path("docs/exports.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert sorted(rows) == sorted(FOREIGN)
    assert {line.count("|") for line in rows.values()} == {9}
    for name in FOREIGN:
        assert f"clivage export --format {name} " in page
