"""The coding guide: its examples are valid codings, and it says what the program says."""

from __future__ import annotations

import dataclasses
import re
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clivage import codes, coding, dates, schema
from clivage.importers.options import read_mapping
from clivage.model import Corpus, Sign, Statement
from tests.pages import (
    BOLIVIA,
    CODE,
    FENCE,
    GUIDE,
    PAGES,
    README,
    blocks,
    prose,
    read,
    run,
    section,
    table,
)  # fmt: skip


def examples(page: Path) -> Iterator[tuple[str, Any, str]]:
    """Yield each example in YAML: the sort of its fence, what it holds, and how it is written."""
    for block in FENCE.finditer(read(page)):
        if block["sort"].split()[:1] == ["yaml"]:
            yield block["sort"], yaml.safe_load(block["body"]), block["body"]


CODED = [
    (page.name, sort, body)
    for page in (GUIDE, README)
    for sort, value, body in examples(page)
    if isinstance(value, list) or "statements" in value
]


def corpus_for(sort: str, folder: Path) -> tuple[Path, str]:
    """Make the corpus that the examples of a sort are about, and return the source they code."""
    if sort == "yaml":
        shutil.copytree(BOLIVIA, folder)
        return folder, "bolivia-1970-71"
    assert run("init", str(folder)).exit_code == 0
    header = folder / "corpus.yaml"
    text = read(header).replace("coders:\n", "coders:\n  anna:\n    name: Anna\n")
    if sort == "yaml gazette":
        header.write_text(text, encoding="utf-8")
        return folder, "gazette"
    assert sort == "yaml invented"
    entry = "\n  invented:\n    title: Invented\n    language: en\n    rights: ours\n"
    header.write_text(text.replace("\nsources:\n", f"\nsources:{entry}"), encoding="utf-8")
    sentences = re.findall(r"^> Invented: (.+)$", read(GUIDE), re.MULTILINE)
    (folder / "texts" / "invented.txt").write_text("\n".join(sentences), encoding="utf-8")
    return folder, "invented"


def coded(sort: str, body: str, folder: Path) -> Corpus:
    """Return the corpus that the real reader makes of an example, which must break no rule."""
    corpus, source = corpus_for(sort, folder)
    coder = yaml.safe_load(read(corpus / "corpus.yaml"))["coders"].popitem()[0]
    if body.startswith("- "):
        for file in (corpus / "codings").iterdir():
            file.unlink()
        statements = textwrap.indent(body, "  ")
        body = f"source: {source}\ncoder: {coder}\nstatements:\n{statements}"
    (corpus / "codings" / "example.yaml").write_text(body, encoding="utf-8")
    reading = coding.inspect(corpus)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.corpus and reading.corpus.statements
    return reading.corpus


def test_the_pages_have_the_examples_that_are_tested() -> None:
    """An example that a slip in its fence would hide from the tests is missed here."""
    assert Counter((name, sort) for name, sort, _ in CODED) == {
        ("coding-guide.md", "yaml"): 13,
        ("coding-guide.md", "yaml gazette"): 2,
        ("coding-guide.md", "yaml invented"): 1,
        ("README.md", "yaml gazette"): 1,
    }
    assert sum(len(list(examples(page))) for page in (GUIDE, README)) == len(CODED) + 1
    assert {page.name for page in PAGES if "```y" in read(page)} == {
        "README.md", "coding-guide.md",  # and these, whose examples are files of another sort
        "agreement.md", "identity.md", "importing.md",
    }  # fmt: skip


def test_the_mappings_of_the_page_on_importing_can_be_read(tmp_path: Path) -> None:
    """Whoever copies one into a file has a mapping file."""
    page = next(page for page in PAGES if page.name == "importing.md")
    bodies = [body for _, _, body in examples(page)]
    assert len(bodies) == 4
    for body in bodies:
        file = tmp_path / "mapping.yaml"
        file.write_text(body, encoding="utf-8")
        found = read_mapping(file)
        assert found.fields or found.signs or found.types


@pytest.mark.parametrize(("document", "sort", "body"), CODED)
def test_an_example_is_a_valid_coding(document: str, sort: str, body: str, tmp_path: Path) -> None:
    """Whoever copies an example into a coding file of its corpus gets no error and no warning."""
    coded(sort, body, tmp_path / "example")


@pytest.mark.parametrize("body", [body for _, sort, body in CODED if sort == "yaml"])
def test_what_is_shown_of_bolivia_is_what_the_founding_corpus_holds(
    body: str, tmp_path: Path
) -> None:
    """An example leaves keys out, and says nothing that the coding file does not say."""
    founding = coding.read(BOLIVIA)
    for statement in coded("yaml", body, tmp_path / "example").statements:
        assert statement.id in founding.statement
        held = founding.statement[statement.id]
        for field in dataclasses.fields(Statement):
            shown = getattr(statement, field.name)
            assert shown in (field.default, getattr(held, field.name)), field.name


def test_the_actors_of_the_guide_are_those_of_the_founding_corpus() -> None:
    """The entries of actors that the guide shows stand in corpus.yaml, with more keys."""
    (shown,) = (value for _, value, _ in examples(GUIDE) if "actors" in value)
    held = yaml.safe_load(read(BOLIVIA / "corpus.yaml"))

    def is_part(part: Any, whole: Any) -> bool:  # noqa: ANN401
        if not isinstance(part, dict):
            return bool(part == whole)
        return all(key in whole and is_part(one, whole[key]) for key, one in part.items())

    assert len(shown["actors"]) == 2
    assert is_part(shown, held)


TRAPS = table(section(GUIDE, "What YAML makes of it"))


def test_the_traps_are_tested() -> None:
    """Every row of the table of traps is read as one."""
    assert len(TRAPS) == 11
    assert all(len(row) == 3 for row in TRAPS)


@pytest.mark.parametrize(("wrong", "said", "right"), TRAPS)
def test_a_trap_is_explained_as_the_guide_says(
    wrong: str, said: str, right: str, tmp_path: Path
) -> None:
    """The first cell gives the message of the second, and the third cell gives none."""
    folder, source = corpus_for("yaml", tmp_path / "trap")
    file = folder / "codings" / "bolivia-1970-71.yaml"
    for cell, expected in ((wrong, said.rstrip("…")), (right, None)):
        line = cell.strip("`")
        key = line.partition(":")[0]
        entry = {
            "quote": "quote: la réaction des masses est violente",
            "who": "who: masses",
            "opposes": "opposes: conspirators",
        } | {key: line}
        if key == "when":
            entry["date-basis"] = "date-basis: editor"
        lines = "\n    ".join(entry.values())
        file.write_text(
            f"source: {source}\ncoder: editor\nstatements:\n  - {lines}\n", encoding="utf-8"
        )
        problems = [str(problem) for problem in coding.inspect(folder).problems]
        if expected is None:
            assert problems == []
        else:
            assert any(f"{file}:" in one and expected in one for one in problems), problems


def test_every_date_of_the_guide_is_one() -> None:
    """What the table of dates tells to write can be written."""
    cells = " ".join(row[0] for row in table(section(GUIDE, "When")))
    written = CODE.findall(cells)
    assert len(written) == 9
    assert all(dates.bounds(date) for date in written)


def test_the_guide_lists_every_relation_under_its_sign() -> None:
    """A coder finds all the verbs there are, and no other."""
    rows = {
        row[0]: CODE.findall(row[1])
        for row in table(section(GUIDE, "How: relation, mode, strength, certainty"))
    }
    assert rows == {
        sign.verb: sorted(id for id, one in codes.relations().items() if one.sign is sign)
        for sign in Sign
    }


def test_the_guide_names_every_key_of_an_entry() -> None:
    """Whatever can be written in a statement is explained, but `occurrence` further down."""
    named = {key for row in table(section(GUIDE, "A statement")) for key in CODE.findall(row[0])}
    keys = schema.json_schema()["$defs"]["StatementEntry"]["properties"]
    assert named | {"occurrence"} == set(keys)


def test_a_changed_text_is_refused_in_the_words_of_the_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edited text stops check and build, until it is accepted; then the check is content."""
    monkeypatch.chdir(tmp_path)
    run("init", "my-corpus")
    assert run("build", "my-corpus").exit_code == 0
    file = Path("my-corpus/texts/gazette.txt")
    file.write_text(read(file).replace("In the spring of", "In spring"), encoding="utf-8")
    refused = run("check", "my-corpus")
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[0] + "\n" == blocks(GUIDE, "text")[1]
    assert run("build", "my-corpus").exit_code == 1
    assert run("build", "my-corpus", "--accept-changed-texts").exit_code == 0
    assert run("check", "my-corpus").exit_code == 0


def test_the_id_that_the_guide_shows_is_that_of_its_statement(tmp_path: Path) -> None:
    """An id is where a statement stands and what it says."""
    run("init", str(tmp_path / "new"))
    (shown,) = re.findall(r"`(gazette\.[^`]+)`", prose(GUIDE))
    assert shown in coding.read(tmp_path / "new").statement
