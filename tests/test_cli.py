"""The command line, as a newcomer uses it and as a script does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from clivage.cli import main

BOLIVIA = "graph/bolivia-1971"


def run(*words: str | Path, input: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=input)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a copy of the founding corpus, which a test may spoil."""
    return Path(shutil.copytree(BOLIVIA, tmp_path / "bolivia-1971"))


def test_help_loads_no_heavy_library() -> None:
    """`clivage --help` answers before rdflib, networkx or pyoxigraph could be imported."""
    code = (
        "import sys; from clivage.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'rdflib', 'networkx', 'pyoxigraph', 'pydantic', 'numpy', 'rich'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_the_version_is_printed() -> None:
    """Bug reports can say which clivage it was."""
    assert run("--version").output.startswith("clivage 0.")


def test_a_new_corpus_is_clean_and_can_be_built(tmp_path: Path) -> None:
    """The worked example passes every check, and a build of it writes a page."""
    folder = tmp_path / "Ma thèse"
    made = run("init", folder)
    assert made.exit_code == 0
    assert "unpublished/ma-these/" in (folder / "corpus.yaml").read_text(encoding="utf-8")
    checked = run("check", "--shacl", folder)
    assert checked.exit_code == 0, checked.output
    assert "5 statements, 5 quotations verified, no problem" in checked.output
    built = run("build", folder, "-o", tmp_path / "out")
    assert built.exit_code == 0, built.output
    assert (tmp_path / "out" / "network.html").exists()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    """A folder with anything in it is left alone."""
    (tmp_path / "mine.txt").write_text("mine")
    refused = run("init", tmp_path)
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_base_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    """The base ends in / or #."""
    refused = run("init", tmp_path / "new", "--base", "https://w3id.org/me")
    assert refused.exit_code == 1
    assert not (tmp_path / "new").exists()


def test_check_reports_every_error_with_its_line_and_its_remedy(corpus: Path) -> None:
    """Three faults give three lines, a count, and exit code 1."""
    coding = corpus / "codings" / "bolivia-1970-71.yaml"
    text = coding.read_text(encoding="utf-8")
    text = text.replace("who: army", "who: armie", 1).replace(
        "when: 1970-12-23", "when: 1970-12-32"
    )
    text = text.replace("quote: il libère Régis Debray", "quote: il libera Régis Debray")
    coding.write_text(text, encoding="utf-8")
    refused = run("check", corpus)
    assert refused.exit_code == 1
    lines = refused.stderr.splitlines()
    assert len(lines) == 4
    assert all(line.startswith(f"{coding}:") for line in lines[:3])
    assert lines[-1] == "3 errors"
    assert "you wrote “libera”, the text has “libère”" in refused.stderr
    assert "did you mean 'army'" in refused.stderr


def test_a_warning_does_not_stop_a_build(corpus: Path, tmp_path: Path) -> None:
    """An actor against itself is unusual, not impossible."""
    coding = corpus / "codings" / "bolivia-1970-71.yaml"
    text = coding.read_text(encoding="utf-8")
    coding.write_text(text.replace("who: conspirators", "who: government", 1), encoding="utf-8")
    checked = run("check", corpus)
    assert checked.exit_code == 0
    assert "warning: 'government' opposes itself" in checked.output
    assert "1 warning" in checked.output
    assert run("build", corpus, "-o", tmp_path / "out").exit_code == 0


def test_a_missing_corpus_is_one_line(tmp_path: Path) -> None:
    """A slip in a path says so."""
    refused = run("check", tmp_path / "nowhere")
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "no such corpus" in refused.stderr


def test_a_folder_without_a_corpus_is_one_line(tmp_path: Path) -> None:
    """A folder that is no corpus says which file it lacks."""
    refused = run("build", tmp_path)
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "corpus.yaml" in refused.stderr


def test_a_question_is_asked_inline_by_file_and_on_standard_input(tmp_path: Path) -> None:
    """Three ways to the same answer, in every format."""
    sparql = "SELECT ?who { ?who clv:opposes actor:bolivia } ORDER BY ?who"
    file = tmp_path / "question.rq"
    file.write_text(sparql)
    inline = run("query", "-c", BOLIVIA, sparql, "--format", "csv")
    by_file = run("query", "-c", BOLIVIA, "-f", file, "--format", "csv")
    piped = run("query", "-c", BOLIVIA, "-", "--format", "csv", input=sparql)
    assert inline.output == by_file.output == piped.output
    assert inline.output.splitlines()[1].endswith("actor/idb")
    as_json = run("query", "-c", BOLIVIA, sparql, "--format", "json")
    assert len(json.loads(as_json.stdout)["results"]["bindings"]) == 2
    assert run("query", "-c", BOLIVIA, sparql, "--format", "tsv").stdout.startswith("?who\n")


def test_a_construct_gives_turtle_that_rdflib_reads() -> None:
    """A part of the graph can be taken away."""
    sparql = "CONSTRUCT { ?a clv:supports ?b } { ?a clv:supports ?b }"
    taken = run("query", "-c", BOLIVIA, sparql)
    assert taken.exit_code == 0
    assert len(rdflib.Graph().parse(data=taken.stdout, format="turtle")) > 10


@pytest.mark.parametrize("kind", ["corpus", "store", "turtle"])
def test_the_same_question_has_one_answer_wherever_the_corpus_is(kind: str, tmp_path: Path) -> None:
    """A corpus, a store on disk and a Turtle file answer alike."""
    if kind == "store":
        built = run("build", BOLIVIA, "-o", tmp_path / "out", "--store", tmp_path / "db")
        assert built.exit_code == 0, built.output
    places: dict[str, str | Path] = {
        "corpus": BOLIVIA,
        "store": tmp_path / "db",
        "turtle": "exports/bolivia-1971/bolivia-1971.ttl",
    }
    asked = run("query", "-c", places[kind], "opponents", "torres", "--format", "csv")
    assert asked.exit_code == 0, asked.output
    assert (
        asked.stdout == run("query", "-c", BOLIVIA, "opponents", "torres", "--format", "csv").stdout
    )
    assert len(asked.stdout.splitlines()) == 5


def test_the_questions_and_the_formats_are_listed() -> None:
    """A newcomer finds what there is to ask and to take."""
    assert "supporters target=" in run("query", "--list").output
    assert "?who clv:supports ?target" in run("query", "--show", "supporters").output
    assert "GEXF" in run("export", "--list").output or "Gephi" in run("export", "--list").output


def test_a_wrong_call_is_usage_and_a_wrong_query_is_refused() -> None:
    """Exit code 2 for a wrong call, 1 for a refused input."""
    assert run("query", "-c", BOLIVIA).exit_code == 2
    assert run("export", BOLIVIA, "--format", "docx").exit_code == 2
    refused = run("query", "-c", BOLIVIA, "DROP ALL")
    assert refused.exit_code == 1
    assert "only reads" in refused.stderr


def test_an_export_goes_to_the_terminal_or_to_a_file(tmp_path: Path) -> None:
    """Both hold the same text, from a corpus and from its Turtle."""
    printed = run("export", BOLIVIA, "--format", "edges")
    file = tmp_path / "edges.csv"
    assert run("export", BOLIVIA, "--format", "edges", "-o", file).exit_code == 0
    assert printed.stdout_bytes == file.read_bytes()
    turtle = run("export", "exports/bolivia-1971/bolivia-1971.ttl", "--format", "edges")
    assert turtle.stdout_bytes == file.read_bytes()


def test_a_corpus_is_drawn_as_a_page_or_as_a_picture(tmp_path: Path) -> None:
    """The name of the output says which."""
    assert run("render", BOLIVIA, "-o", tmp_path / "n.html").exit_code == 0
    assert run("render", BOLIVIA, "-o", tmp_path / "n.svg", "--language", "en").exit_code == 0
    assert "World Bank" in (tmp_path / "n.svg").read_text(encoding="utf-8")
    assert run("render", BOLIVIA, "-o", tmp_path / "n.png").exit_code == 2


def test_the_schema_knows_the_ids_of_the_corpus() -> None:
    """An editor can complete actors."""
    schema = json.loads(run("schema", BOLIVIA).output)
    assert "torres" in json.dumps(schema["$defs"]["StatementEntry"]["properties"]["who"])
