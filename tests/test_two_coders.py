"""Two people code one text: where they agree, both statements stand."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from clivage import coding
from clivage.errors import CorpusError, Severity
from clivage.serve.folder import Folder

BOLIVIA = Path("graph/bolivia-1971")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return the founding corpus with a second coder who codes all of it again."""
    folder = Path(shutil.copytree(BOLIVIA, tmp_path / "bolivia-1971"))
    header = folder / "corpus.yaml"
    coders = "coders:\n  second:\n    name: A second reader\n"
    header.write_text(header.read_text("utf-8").replace("coders:\n", coders), "utf-8")
    first = (folder / "codings" / "bolivia-1970-71.yaml").read_text("utf-8")
    second = first.replace("coder: editor", "coder: second")
    (folder / "codings" / "second.yaml").write_text(second, "utf-8")
    return folder


def test_what_two_coders_say_alike_stands_twice(corpus: Path) -> None:
    """The second coder's statements have the coder in their ids, and say the same."""
    read = coding.read(corpus)
    again = [one for one in read.statements if one.coder == "second"]
    assert len(read.statements) == 2 * len(again) == 74
    for one in again:
        assert one.id.endswith(".second")
        assert read.statement[one.id.removesuffix(".second")].evidence == one.evidence


def test_one_coder_cannot_say_the_same_twice(corpus: Path) -> None:
    """Within one coder's work a repetition is a mistake."""
    shutil.copy(corpus / "codings" / "second.yaml", corpus / "codings" / "third.yaml")
    with pytest.raises(CorpusError, match="is coded twice") as raised:
        coding.read(corpus)
    assert len(raised.value.problems) == 37


@pytest.fixture
def settled(corpus: Path) -> Path:
    """Return the same where the second coding stands for the first, which is kept."""
    coded = corpus / "codings" / "bolivia-1970-71.yaml"
    text = coded.read_text("utf-8")
    header = "coder: editor\nsuperseded-by: second\n"
    coded.write_text(text.replace("coder: editor\n", header, 1), "utf-8")
    return corpus


def test_a_superseded_coding_is_kept_and_not_counted(settled: Path) -> None:
    """The live statements have the ids that they have alone; the kept ones name their coder."""
    read = coding.read(settled)
    assert {one.coder for one in read.statements} == {"second"}
    assert read.statement.keys() == coding.read(BOLIVIA).statement.keys()
    assert len(read.superseded) == len(read.statements) == 37
    assert {one.id.removesuffix(".editor") for one in read.superseded} == read.statement.keys()
    assert read == replace(read, superseded=())


def test_a_superseded_coding_is_verified_like_any_other(settled: Path) -> None:
    """Its quotations, its ids and its codes, each with its line."""
    coded = settled / "codings" / "bolivia-1970-71.yaml"
    text = coded.read_text("utf-8").replace("relation: backs", "relation: bakcs", 1)
    coded.write_text(text.replace("quote: ", "quote: Never said. ", 1), "utf-8")
    found = coding.inspect(settled).errors
    assert {one.rule for one in found} == {"quotation", "statement-relation"}
    assert {one.origin.file for one in found if one.origin} == {str(coded)}


def test_a_coding_is_superseded_by_somebody_who_coded(settled: Path) -> None:
    """An unknown coder is an error; one without a coding of the source a warning."""
    coded = settled / "codings" / "bolivia-1970-71.yaml"
    text = coded.read_text("utf-8")
    coded.write_text(text.replace("superseded-by: second", "superseded-by: secund"), "utf-8")
    (problem,) = coding.inspect(settled).errors
    assert (problem.what, problem.remedy) == ("there is no coder 'secund'", "did you mean 'second'")
    assert problem.origin is not None
    assert problem.origin.line == text.partition("superseded")[0].count("\n") + 1
    coded.write_text(text.replace("superseded-by: second", "superseded-by: editor"), "utf-8")
    said = [one for one in coding.inspect(settled).problems if one.rule == "superseded-by"]
    assert [one.severity for one in said] == [Severity.WARNING]


def test_what_is_superseded_never_takes_a_name_from_what_counts(settled: Path) -> None:
    """A third coder who says the same keeps the id that a live statement has."""
    third = (settled / "codings" / "second.yaml").read_text("utf-8")
    (settled / "codings" / "third.yaml").write_text(
        third.replace("coder: second", "coder: editor", 1), "utf-8"
    )
    read = coding.read(settled)
    assert len(read.statements) == 2 * len(read.superseded) == 74
    assert {one.coder for one in read.superseded} == {"editor"}
    # The same id, on the two sides: neither hides the other.
    assert {one.id for one in read.superseded} <= read.statement.keys()


def test_the_editing_desk_takes_a_superseded_file_as_no_place_to_code_in(settled: Path) -> None:
    """It lists no statement of it, and sees when a table of ties is written."""
    folder = Folder(settled)
    state = folder.read()
    assert not state.errors
    live = {id for ids in state.ids.values() for id in ids}
    assert state.corpus is not None
    assert live == state.corpus.statement.keys()
    assert {file for file, _ in state.ids} == {"codings/second.yaml"}
    before = folder.marks()
    (settled / "ties").mkdir()
    (settled / "ties" / "trade.csv").write_text("holder,target,sign\n")
    assert folder.marks() != before
