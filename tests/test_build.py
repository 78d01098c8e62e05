"""A build: all or nothing, the same bytes, and nothing lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from clivage import build, corpora, replacing
from clivage.errors import ClivageError, CorpusError, OutputError

BOLIVIA = Path("graph/bolivia-1971")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a copy of the founding corpus, which a test may spoil."""
    return Path(shutil.copytree(BOLIVIA, tmp_path / "graph" / "bolivia-1971"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_builds_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    """The same input gives the same output, the page included."""
    first = build.build(corpus, tmp_path / "first")
    second = build.build(corpus, tmp_path / "second")
    assert contents(first.folder) == contents(second.folder)
    assert len(first.files) == len(contents(first.folder)) == 17


def test_the_committed_exports_are_what_a_build_writes(corpus: Path, tmp_path: Path) -> None:
    """The examples that people look at are the truth."""
    built = build.build(corpus, tmp_path / "fresh")
    fresh, committed = contents(built.folder), contents(Path("exports/bolivia-1971"))
    del fresh["network.html"]
    committed.pop("network.html", None)
    assert fresh == committed
    assert len(fresh) == 16


def test_exports_go_beside_the_graph_folder_when_no_output_is_named(corpus: Path) -> None:
    """``graph/x`` builds into ``exports/x``."""
    built = build.build(corpus)
    assert built.folder == corpus.parent.parent.resolve() / "exports" / "bolivia-1971"


def test_a_refused_corpus_writes_nothing(corpus: Path, tmp_path: Path) -> None:
    """An error stops a build before its first byte."""
    coding = corpus / "codings" / "bolivia-1970-71.yaml"
    coding.write_text(coding.read_text().replace("who: army", "who: armie", 1))
    with pytest.raises(CorpusError, match="did you mean 'army'"):
        build.build(corpus, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert (corpus / "corpus.lock").read_bytes() == (BOLIVIA / "corpus.lock").read_bytes()


def test_a_text_that_was_edited_stops_the_build_until_it_is_accepted(corpus: Path) -> None:
    """The message names the quotations that moved."""
    build.build(corpus)
    text = corpus / "texts" / "bolivia-1970-71.txt"
    text.write_text("Un mot de plus. " + text.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CorpusError, match="quotations stand elsewhere now: “"):
        build.build(corpus)
    build.build(corpus, accept_changed_texts=True)
    build.build(corpus)


def test_an_output_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs nothing but the build: no file is changed, and none is left over."""
    old = {tmp_path / "a.txt": "old a", tmp_path / "b.txt": "old b"}
    replacing.write_all(old)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot be written: No space left.*nothing was changed"):
        replacing.write_all(dict.fromkeys(old, "new"))
    assert contents(tmp_path) == {"a.txt": b"old a", "b.txt": b"old b"}


def test_an_output_under_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    """A folder that cannot be made says so."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as raised:
        replacing.write_all({tmp_path / "file" / "a.txt": "a"})
    assert "\n" not in str(raised.value)


def test_the_only_corpus_is_found_and_several_are_not_guessed(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a path, the current folder or the only ``graph/*`` is meant."""
    monkeypatch.chdir(corpus.parent.parent)
    assert corpora.locate() == Path("graph/bolivia-1971")
    shutil.copytree(corpus, corpus.with_name("other"))
    with pytest.raises(ClivageError, match="several corpora here: graph/bolivia-1971, graph/other"):
        corpora.locate()
    monkeypatch.chdir(corpus)
    assert corpora.locate() == Path()
    monkeypatch.chdir(corpus / "texts")
    with pytest.raises(ClivageError, match="there is no corpus here"):
        corpora.locate()


@pytest.mark.parametrize("name", ["bolivia-1971.ttl", "bolivia-1971.nt", "bolivia-1971.trig"])
def test_a_corpus_comes_back_from_its_own_export(name: str) -> None:
    """What was exported can be loaded, and is the same corpus but for its full texts."""
    written = corpora.load(Path("exports/bolivia-1971") / name)
    read = corpora.load(BOLIVIA)
    assert written.statements == read.statements
    assert written.actors == read.actors
    assert [source.sha256 for source in written.sources] == [s.sha256 for s in read.sources]


def test_an_edge_that_no_statement_backs_is_found_in_rdf(tmp_path: Path) -> None:
    """A forged edge is an error of the file that holds it."""
    forged = tmp_path / "forged.ttl"
    honest = Path("exports/bolivia-1971/bolivia-1971.ttl").read_text(encoding="utf-8")
    forged.write_text(honest + "\nactor:debray clv:opposes actor:torres .\n", encoding="utf-8")
    corpus, problems = corpora.inspect(forged)
    assert corpus is not None
    assert [problem.rule for problem in problems] == ["edge-evidence"]
    assert str(problems[0]).startswith(f"{forged}: actor/debray: that it opposes actor/torres")
