"""Two people code one text: where they agree, both statements stand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clivage import coding
from clivage.errors import CorpusError

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
