"""Candidates come from a table or a file of results too, and the page on it tells the truth."""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import coding, template
from clivage.errors import ClivageError
from clivage.identity import offline, record, sheet
from tests.reconciling import (
    HEADER,
    contents,
    fixture_corpus,
    publishing,
    run_actors,
    run_reconcile,
    service,
)
from tests.small import small
from tests.strategies import HOSTILE

__all__ = ["fixture_corpus"]

P1 = "http://register.port-selle.net/id/P1"


def refused(*words: str | Path) -> str:
    """Run a command that must be refused and change nothing, and return what is said."""
    before = contents(Path("port"))
    done = run_reconcile(*words)
    assert done.exit_code == 1, done.output
    assert contents(Path("port")) == before
    return done.stderr


def take(content: str, name: str = "found.csv", *words: str) -> str:
    """Take candidates from a file, and return what is told on standard error."""
    Path(name).write_text(content, encoding="utf-8")
    done = run_reconcile("-c", "port", "--from", name, *words)
    assert done.exit_code == 0, done.output
    return done.stderr


def test_a_table_makes_a_sheet_and_no_row_is_lost(corpus: Path) -> None:
    told = take(
        "mention;qid;name;accept\n"
        "  MAIRE ;Q1;The mayor;exact\n"
        "shipowners;Q2;;\n"
        ";;;\n"
        "Port council;Q3;;\n"
        "Mayor;P9;;\n"
        "Mayor;Q8;;maybe\n"
    )
    assert told.splitlines() == [
        "found.csv:5: warning: nobody is called 'Port council'. did you mean 'council'.",
        "found.csv:6: warning: 'P9' is no QID. write it like Q7164.",
        "found.csv:7: warning: 'accept' cannot be 'maybe'. write exact, close, no, or nothing.",
    ]
    before = (corpus / HEADER).read_bytes()
    assert Path("port/reconciliation/found.yaml").exists()
    assert (corpus / HEADER).read_bytes() == before
    done = run_reconcile("accept", "-c", "port", "--by", "Ada")
    assert done.exit_code == 0, done.output
    found = coding.read(corpus).actor
    assert found["mayor"].exact_match == ("http://www.wikidata.org/entity/Q1",)
    assert found["shipowners"].exact_match == ()
    assert record.read(corpus).records[0].said("service") == "found.csv"


def test_a_name_is_known_in_another_spelling_as_an_import_knows_it(corpus: Path) -> None:
    """A curly apostrophe is the same as a straight one."""
    assert take("mention,qid\nFISHERS\u2019  union,Q1\n") == ""


def test_results_of_a_service_make_a_sheet(corpus: Path) -> None:
    data = {"mayor": {"result": [{"id": "P1", "name": "Mayor", "score": 3, "match": True}]}}
    take(json.dumps(data), "found.json", "--iri", "http://register.port-selle.net/id/{{id}}")
    assert P1 in Path("port/reconciliation/found.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "who,qid\na,Q1\n", "a.csv:1: the table has no column of actor, issue, id, ment"),
        ("a.csv", "actor,wikidata\na,Q1\n", "no column of iri, uri, qid; it has actor, wikidata"),
        ("a.csv", "", "a.csv:1: the table has no column of actor"),
        ("a.csv", "actor,qid\n", "a.csv: the file names nobody"),
        ("a.csv", 'actor,qid\n"mayor,Q1\n', "a.csv:2: not CSV: unexpected end of data"),
        ("a.csv", "actor,qid\nm\xe9", "a.csv:2: not UTF-8: byte 0xe9"),
        ("a.csv", "actor,qid\n" + "x" * 140_000, "a.csv:2: not CSV: field larger than"),
        ("b.json", "[]", "b.json: not results of a reconciliation service: it is not a JSON ob"),
        ("b.json", '{"mayor": {}}', "'mayor' has no list 'result'"),
        (
            "b.json",
            '{"mayor": {"result": [{"id": "P1", "name": "M", "score": 3}]}}',
            "nothing says which IRI 'P1' has. give --iri with {{id}} in it",
        ),
        ("c.csv", None, "c.csv: no such file. check its name."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(
    corpus: Path, name: str, content: str | None, said: str
) -> None:
    if content is not None:
        Path(name).write_bytes(content.encode("latin-1"))
    found = refused("-c", corpus, "--from", name)
    assert said in found
    assert found.count("\n") == 1


SHEET = """service: s
name: S
items:
  - actor: mayor
    asked: [Mayor]
    candidates:
      - id: Q1
        iri: http://a.net/1
        score: 2
        accept: exact
"""
RECORDS = """records:
  - number: 1
    act: merge
    by: Ada
    when: 2024-02-29
    changes:
      - file: corpus.yaml
        sha256: x
        lines:
          - line: 3
            old: "a\\n"
            new: ""
            before: ""
            after: ""
"""
RESULTS = '{"mayor": {"result": [{"id": "http://a.net/1", "name": "M", "score": 3}]}}'
TABLE = 'actor,iri,score,accept\nmayor,http://a.net/1,3,exact\n"Mayor",http://a.net/2,,\n'


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_file_is_read_or_refused(data: st.DataObject) -> None:
    """Cut, spliced and with signs that do not belong there: an error on purpose, or none."""
    corpus = small()
    with tempfile.TemporaryDirectory() as place:
        for name, text, read in (
            ("a.yaml", SHEET, sheet.read),
            (record.NAME, RECORDS, lambda path: record.read(path.parent)),
            ("a.json", RESULTS, lambda path: offline.read(path, corpus)),
            ("a.csv", TABLE, lambda path: offline.read(path, corpus)),
        ):
            start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
            middle = data.draw(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)))
            path = Path(place) / name
            content = f"{text[:start]}{middle}{text[end:]}"
            path.write_bytes(content.encode("utf-8", "surrogatepass"))
            with suppress(ClivageError):
                read(path)


def test_the_commands_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed one after the other; the address is that of a service on this machine."""
    page = (Path(__file__).parents[1] / "docs" / "identity.md").read_text(encoding="utf-8")
    typed = re.findall(r"^\$ clivage (.*)", page, re.MULTILINE)
    (table,) = re.findall(r"^```text\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    assert len(typed) == 7
    monkeypatch.chdir(tmp_path)
    template.write(Path("my-corpus"))
    Path("found.csv").write_text(table, encoding="utf-8")
    wikidata = publishing(name="Wikidata (en)", identifierSpace="http://www.wikidata.org/entity/")
    with service(wikidata) as (_, url):
        for command in typed:
            group, *words = shlex.split(re.sub(r"https://\S+", url, command))
            done = {"reconcile": run_reconcile, "actors": run_actors}[group](*words)
            assert done.exit_code == 0, f"{command}: {done.output}"
    assert Path("my-corpus/reconciliation/wikidata-en.yaml").exists()
    acts = [one.act.value for one in record.read(Path("my-corpus")).records]
    assert acts == ["match", "merge", "split", "undo"]
