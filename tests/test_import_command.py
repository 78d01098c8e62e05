"""``clivage import`` as a person types it, slips included."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import clivage
from clivage.cli import main
from clivage.importers import formats
from tests import dna_files

TEXT = "The dockers condemn the new toll. The chamber backs the free port.\n"
TABLE = """source,quote,who,sign,issue,when
gazette,The dockers condemn the new toll,Dockers,against,New toll,1921-05
gazette,The chamber backs the free port,Chamber,for,Free port,May 1921
gazette,The chamber barks at the port,Chamber,against,Free port,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a table and its text."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gazette.txt").write_text(TEXT)
    (tmp_path / "codings.csv").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["import", *words])


def test_a_table_becomes_a_corpus_that_checks(folder: Path) -> None:
    """One command; what was repaired and refused is told with its line."""
    done = run("codings.csv", "--into", "port", "--texts", "texts", "--language", "en")
    assert done.exit_code == 0, done.output
    assert "taken: 2 statements, 1 text, 2 actors, 2 issues, 1 coder" in done.output
    assert "line 3: 'May 1921' is not an EDTF date" in done.output
    assert "line 4: the quotation “The chamber barks at the port” is not in" in done.output
    assert done.output.endswith("wrote port\n")
    assert len(clivage.read("port").statements) == 2
    again = run("codings.csv", "--into", "port", "--texts", "texts")
    assert again.exit_code == 0
    assert "taken: nothing" in again.output
    assert "wrote port" not in again.output


def test_a_dry_run_writes_nothing_and_a_report_holds_every_line(folder: Path) -> None:
    """Twelve refused lines are ten on the terminal and twelve in the file."""
    rows = "".join(f"gazette,nowhere {n},Dockers,+,Toll,\n" for n in range(12))
    (folder / "codings.csv").write_text(TABLE + rows)
    words = ["codings.csv", "--into", "port", "--texts", "texts"]
    done = run(*words, "--dry-run", "--report", "report.txt")
    assert done.exit_code == 0
    assert "and 3 more; --report FILE tells them all" in done.output
    assert "dry run: nothing was written" in done.output
    assert len(re.findall("^  line", (folder / "report.txt").read_text(), re.M)) == 1 + 13
    assert not (folder / "port").exists()


def test_columns_and_words_are_mapped(folder: Path) -> None:
    """By --map, or in a mapping file; the command line counts more."""
    table = TABLE.replace("who", "Wer").replace("against", "dagegen").replace("for,", "dafür,")
    (folder / "codings.csv").write_text(table)
    (folder / "mapping.yaml").write_text(
        "fields: {who: Nobody}\nsigns: {dagegen: opposition, dafür: support}\n"
    )
    words = ["codings.csv", "--into", "port", "--texts", "texts", "--mapping", "mapping.yaml"]
    done = run(*words, "--map", "who=Wer")
    assert "taken: 2 statements" in done.output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 2, "Give a FILE"),
        (["codings.csv"], 2, "--into"),
        (["nothing.csv", "--into", "a"], 1, "nothing.csv: no such file. check its name."),
        (["codings.csv", "--into", "a", "--format", "cvs"], 1, "did you mean 'csv'"),
        (["codings.csv", "--into", "a", "--map", "who"], 2, "'who' is not like"),
        (["codings.csv", "--into", "a", "--mapping", "no.yaml"], 1, "no.yaml: no such file"),
        (
            ["codings.csv", "--into", "texts", "--texts", "texts"],
            1,
            "something here, but no corpus",
        ),
        (["codings.csv", "--into", "a", "--base", "nonsense"], 1, "nonsense"),
        (["odd.bin", "--into", "a"], 1, "odd.bin: of no known format. give --format"),
        (["signs.yaml", "--into", "a"], 1, "of no known format"),
        (["codings.csv", "--into", "a", "--mapping", "signs.yaml"], 1, "'perhaps' is not a sign"),
        (["codings.csv", "--into", "a", "--mapping", "typo.yaml"], 1, "no section 'sign'"),
    ],
)
def test_a_slip_is_told_in_one_line(folder: Path, words: list[str], code: int, says: str) -> None:
    """And nothing is written."""
    (folder / "odd.bin").write_bytes(bytes(range(256)) * 9)
    (folder / "signs.yaml").write_text("signs: {maybe: perhaps}\n")
    (folder / "typo.yaml").write_text("sign: {maybe: support}\n")
    before = sorted(folder.rglob("*"))
    done = run(*words)
    assert done.exit_code == code, done.output
    assert says in done.output
    if code == 1:
        assert done.output.count("\n") == 1
    assert sorted(folder.rglob("*")) == before


def test_a_table_that_names_no_text_is_told_which(folder: Path) -> None:
    """Also where the cell of some row is empty; without it, the message says how."""
    table = "quote,who,sign,issue\nThe dockers condemn the new toll,Dockers,against,New toll\n"
    (folder / "codings.csv").write_text(table)
    words = ["codings.csv", "--into", "port", "--texts", "texts"]
    refused = run(*words)
    assert refused.exit_code == 1
    assert "or the text of all rows with --source ID." in refused.output
    assert "1 statement, 1 text" in run(*words, "--source", "gazette").output
    (folder / "codings.csv").write_text(TABLE.replace("gazette,The chamber b", ",The chamber b"))
    done = run("codings.csv", "--into", "port", "--source", "gazette")
    assert "taken: 1 statement, 1 actor, 1 issue\n" in done.output
    assert {one.evidence[0].source for one in clivage.read("port").statements} == {"gazette"}


def test_the_list_names_every_format() -> None:
    """With what it is."""
    done = run("--list")
    assert len(formats.FORMATS) == 13
    assert all(name in done.output for name in formats.FORMATS)


def test_every_format_has_its_section_and_its_tests() -> None:
    """In the page on importing, with a command to copy, and in a test file of its own."""
    page = Path("docs/importing.md").read_text(encoding="utf-8")
    sections = page.split("\n## ")[1:]
    assert sum("clivage import " in one for one in sections) >= 9
    for one in formats.FORMATS.values():
        assert Path(f"src/clivage/importers/{one.module}.py").exists()
    tests = {path.stem for path in Path("tests").glob("test_import_*.py")}
    shared = {"gexf": "graphs", "graphml": "graphs"}
    for one in formats.FORMATS.values():
        assert f"test_import_{shared.get(one.module, one.module)}" in tests


def _files(folder: Path) -> dict[str, Path]:
    """Write a small file of each format that its beginning tells."""
    made = {
        "csv": ("a.csv", TABLE),
        "brat": ("a.ann", "T1\tPerson 0 3\tThe\n"),
        "webanno": ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=A\n1-1\t0-1\tA\t\n"),
        "gexf": ("a.gexf", '<gexf xmlns="http://gexf.net/1.3"><graph/></gexf>'),
        "graphml": (
            "a.graphml",
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph/></graphml>',
        ),
        "annotation": (
            "a.jsonld",
            '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}',
        ),
        "recogito": ("a.json", '[{"annotation_id": "a", "annotates": {}, "anchor": "x"}]'),
        "plover": (
            "b.json",
            '[{"id": "1", "event": "AGREE", "date": "2000-01-01", "text": "A", "source": []}]',
        ),
        "rdf": ("a.ttl", "@prefix clv: <https://w3id.org/clivage/ns#> .\n"),
    }
    paths = {}
    for name, (file, text) in made.items():
        paths[name] = folder / file
        paths[name].write_text(text, encoding="utf-8")
    (folder / "a.txt").write_text("The")
    paths["dna"] = dna_files.write(folder / "a.dna", dna_files.Database())
    with zipfile.ZipFile(folder / "a.qdpx", "w") as archive:
        archive.writestr("project.qde", '<Project xmlns="urn:QDA-XML:project:1.0"/>')
    paths["refi"] = folder / "a.qdpx"
    return paths


def test_a_file_tells_its_format(tmp_path: Path) -> None:
    """No file is taken for one of another format."""
    paths = _files(tmp_path)
    assert len(paths) == 11
    assert {name: formats.recognised(path).name for name, path in paths.items()} == {
        name: name for name in paths
    }
    own = Path("exports/bolivia-1971")
    assert formats.recognised(own / "bolivia-1971.jsonld").name == "rdf"
    assert formats.recognised(own / "bolivia-1971.gexf").name == "gexf"


def test_what_only_looks_like_a_format_is_refused_in_one_line(tmp_path: Path) -> None:
    """A database of something else, an empty file, a folder."""
    other = tmp_path / "other.dna"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE cake (slice)")
    file.close()
    (tmp_path / "empty.csv").touch()
    (tmp_path / "empty").mkdir()
    for path in (other, tmp_path / "empty.csv", tmp_path / "empty"):
        done = run(str(path), "--into", str(tmp_path / "a"))
        assert done.exit_code == 1
        assert done.output.startswith(str(path))
        assert done.output.count("\n") == 1
