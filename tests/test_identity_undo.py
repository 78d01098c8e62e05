"""What was decided of actors can be taken back, and is written whole or not at all."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import coding, replacing
from clivage.errors import ClivageError
from clivage.identity import merging, operation, record, splitting, undoing
from tests.reconciling import (
    BY,
    CODING,
    HEADER,
    contents,
    done,
    edit,
    fixture_corpus,
    refused,
    run_actors,
    statement,
)

__all__ = ["fixture_corpus"]


# Taking back


def test_undo_finds_the_lines_where_the_files_have_changed_elsewhere(corpus: Path) -> None:
    done("merge", "shipowners", "--into", "mayor")
    edit(CODING, ("source: gazette\n", "# read again\n\nsource: gazette\n"))
    edit(CODING, ("    about: dyke\n", "    about: dyke\n    note: They clapped.\n"))
    edit(HEADER, ("  council:\n", "  # The town\n  council:\n"))
    done("undo")
    text = (corpus / CODING).read_text(encoding="utf-8")
    assert "    who: shipowners\n" in text
    assert "    note: They clapped.\n" in text
    assert coding.read(corpus).actor.keys() >= {"shipowners", "mayor"}


def test_undo_is_refused_where_the_lines_have_changed(corpus: Path) -> None:
    """Another entry has a line like it, which is not taken for it."""
    done("merge", "shipowners", "--into", "mayor")
    edit(CODING, ("    who: mayor\n", "    who: [mayor, fishers-union]\n"))
    said = refused("undo")
    assert said.startswith(
        "port/codings/gazette.yaml:15: the lines, or those around them, have been changed since."
    )


def test_undo_is_refused_where_the_lines_stand_twice(corpus: Path) -> None:
    done("merge", "shipowners", "--into", "mayor")
    text = (corpus / CODING).read_text(encoding="utf-8")
    first, _, rest = text.partition("  - quote: the harbour")
    (corpus / CODING).write_text(f"{text}\n  - quote: the harbour{rest}", encoding="utf-8")
    assert first
    assert "gazette.yaml:15: the lines, or those around them, have been" in refused("undo")


def test_undo_is_refused_where_it_would_make_an_error(corpus: Path) -> None:
    id = statement(corpus, "mayor", "council")
    done("split", "council", "--into", "old", "--label", "Old", "--statement", id)
    edit(CODING, ("    supports: council\n", "    supports: old\n"))
    said = refused("undo")
    assert said.startswith(
        "port/codings/gazette.yaml:16: afterwards there is no actor or issue 'old'."
    )


def test_what_was_undone_is_in_the_log_and_not_undone_again(corpus: Path) -> None:
    assert "there is nothing to undo" in refused("undo")
    done("merge", "shipowners", "--into", "mayor")
    assert "undid 1: merged shipowners into mayor" in done("undo")
    assert "there is nothing to undo" in refused("undo")
    assert "record 1 was undone by record 2" in refused("undo", "1")
    assert "record 2 is itself an undo. do again what record 1 did." in refused("undo", "2")
    assert "there is no record 3. there are 2" in refused("undo", "3")
    result = run_actors("log", "-c", corpus)
    assert [one.split() for one in result.stdout.splitlines()[1:]] == [
        ["1", "2024-02-29", "Ada", "merged", "shipowners", "into", "mayor", "undone", "by", "2"],
        ["2", "2024-02-29", "Ada", "undid", "1"],
    ]


def test_the_records_are_only_appended_to(corpus: Path) -> None:
    done("merge", "shipowners", "--into", "mayor")
    first = (corpus / record.NAME).read_bytes()
    done("undo")
    assert (corpus / record.NAME).read_bytes().startswith(first)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("file: corpus.yaml", "file: ../../x.yaml", ":4: the 'changes' of record 1 are not whole"),
        ("file: corpus.yaml", "file: texts/gazette.txt", ":4: the 'changes' of record 1 are"),
        ("number: 1", "number: 2", ":4: record 1 in the order of the file is not 'number: 1'"),
        ("act: merge", "act: smash", ":4: record 1 does not say its 'act', 'by' and 'when'"),
        ("act: merge", "act: undo", ":4: record 1 undoes none before it"),
        ("          - line: 30", "          - line: x", ":4: the 'changes' of record 1 are not"),
        ("records:", "records: 1\nx:", ":3: it has no list 'records'"),
        ("- number", "- - number", "identities.yaml:"),
    ],
)
def test_records_that_were_tampered_with_are_refused(
    corpus: Path, old: str, new: str, said: str
) -> None:
    done("merge", "shipowners", "--into", "mayor")
    edit(record.NAME, (old, new))
    result = run_actors("undo", "-c", corpus, *BY)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.startswith("port/identities.yaml")


def test_who_did_it_must_be_said(corpus: Path) -> None:
    result = run_actors("merge", "-c", corpus, "shipowners", "--into", "mayor")
    assert result.exit_code == 1
    assert "nobody is named. give --by NAME, or set CLIVAGE_USER." in result.stderr


# All or nothing


def test_a_write_that_fails_midway_leaves_everything_as_it_was(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(corpus)
    replace, calls = Path.replace, iter([True, False])

    def failing(self: Path, target: Path) -> Path:
        if next(calls, True):
            return replace(self, target)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", failing)
    assert "No space left on device" in refused("merge", "shipowners", "--into", "mayor")
    assert contents(corpus) == before


@pytest.fixture(name="broken_off")
def fixture_broken_off(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """End a merge after its first file, as a power cut would; return what was there before."""
    before, home = contents(corpus), Path.cwd()
    monkeypatch.setattr(operation, "recovered", lambda folder: False)
    replace, calls = Path.replace, iter([True, False])
    monkeypatch.setattr(
        Path, "replace", lambda self, to: replace(self, to) if next(calls) else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        merging.merge(corpus, ["shipowners"], "mayor", by="Ada", when="2024-02-29")
    monkeypatch.undo()
    monkeypatch.chdir(home)
    assert contents(corpus) != before
    return before


def test_what_was_broken_off_is_put_back_by_the_next_command(
    corpus: Path, broken_off: dict[str, bytes]
) -> None:
    refused_undo = run_actors("undo", "-c", corpus, *BY)
    assert "there is nothing to undo" in refused_undo.stderr
    assert contents(corpus) == broken_off


def test_what_a_person_changed_meanwhile_is_not_put_back(
    corpus: Path, broken_off: dict[str, bytes]
) -> None:
    edit(HEADER, ("title: ", "title: New "))
    result = run_actors("undo", "-c", corpus, *BY)
    assert result.stderr.startswith("port/corpus.yaml: an operation was broken off here, and the")
    assert contents(corpus)[HEADER] != broken_off[HEADER]


def test_an_error_that_was_there_before_is_not_in_the_way(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the current folder too, where files have no folder in their name."""
    edit(CODING, ("quote: the harbour council voted", "quote: the harbour council banned"))
    monkeypatch.chdir(corpus)
    result = run_actors("merge", "shipowners", "--into", "mayor", *BY)
    assert result.exit_code == 0, result.output
    assert [one.rule for one in coding.inspect(Path()).errors] == ["quotation"]


def test_a_file_that_was_changed_meanwhile_is_not_written_over(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = replacing.beside

    def slow(path: Path, content: bytes, *, like: Path) -> Path:
        edit(CODING, ("coder: me", "coder: me  # and nobody else"))
        monkeypatch.setattr(replacing, "beside", beside)
        return beside(path, content, like=like)

    monkeypatch.setattr(replacing, "beside", slow)
    with pytest.raises(ClivageError, match="the file was changed meanwhile"):
        merging.merge(corpus, ["shipowners"], "mayor", by="Ada", when="2024-02-29")
    assert "who: shipowners" in (corpus / CODING).read_text(encoding="utf-8")
    assert list(corpus.rglob(".*")) == []


# Any folder


ACTORS = ("a", "b", "c", "d")
WORDS = tuple(f"word{number}" for number in range(6))


@st.composite
def people(draw: st.DrawFn) -> str:
    """Write one or more actors, as authors do."""
    chosen = draw(st.lists(st.sampled_from(ACTORS[:3]), min_size=1, max_size=3, unique=True))
    style = draw(st.sampled_from(["one", "brackets", "lines", "quoted"]))
    if style in ("one", "quoted"):
        return f" '{chosen[0]}'" if style == "quoted" else f" {chosen[0]}"
    if style == "brackets":
        return f" [{', '.join(chosen)}]{draw(st.sampled_from(['', '  # said so']))}"
    comment = draw(st.sampled_from(["", " # x"]))
    return "".join(f"\n      - {one}{comment}" for one in chosen)


@st.composite
def codings(draw: st.DrawFn) -> str:
    """Write a coding file in which a, b and c take sides on d and on an issue."""
    lines = ["# coded twice", "source: s", "coder: me", "statements:"]
    for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True)):
        sign = draw(st.sampled_from(["supports", "opposes"]))
        target = draw(st.sampled_from(["d", "toll", "[d, toll]"]))
        voice = draw(st.sampled_from(["", "\n    voice: b", "\n    voice: c"]))
        gap = draw(st.sampled_from(["", "\n", "\n  # next\n"]))
        lines.append(
            f"{gap}  - quote: {word}\n    who:{draw(people())}\n    {sign}: {target}{voice}"
        )
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# the end"]))


def header(ending: str) -> str:
    parts = {"a": "", "b": "    exact-match: http://x.net/1\n", "c": "    names: [C, Cc]\n"}
    actors = "".join(
        f"  {id}: # who\n    label: {id.upper()}\n    type: person\n{parts.get(id, '')}"
        f"{'    part-of: c' + chr(10) if id == 'd' else ''}"
        for id in ACTORS
    )
    return (
        "title: T\nbase: https://w3id.org/clivage/test/t/\nlanguage: en\n"
        "coders: { me: { name: M } }\n"
        "sources: { s: { title: S, language: en, rights: none } }\n"
        f"actors:\n{actors}issues:\n  toll: {{ label: Toll }}{ending}"
    )


@pytest.fixture(name="place", scope="module")
def fixture_place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


@settings(max_examples=15, deadline=None)
@given(
    text=codings(),
    gone=st.lists(st.sampled_from(("b", "c")), min_size=1, unique=True),
    newline=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_a_merge_or_split_that_is_undone_gives_the_same_bytes_back(
    place: Path, text: str, gone: list[str], newline: str, mark: str
) -> None:
    folder = place / "any"
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in (
        (HEADER, mark + header("\n")),
        ("codings/s.yaml", mark + text),
        ("texts/s.txt", " ".join(WORDS)),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.replace("\n", newline).encode())
    before = contents(folder)
    assert coding.inspect(folder).errors == ()
    merging.merge(folder, gone, "a", by="Ada", when="2024-02-29")
    merged = coding.read(folder)
    assert not {*gone} & {
        id for one in merged.statements for id in (one.holder, one.target, one.voice)
    }
    assert coding.inspect(folder).errors == ()
    undoing.undo(folder, by="Ada", when="2024-02-29")
    assert contents(folder) == before
    names = [one for one in coding.read(folder).statements if one.target == "d"]
    if names:
        chosen = [one.id for one in names]
        splitting.split(folder, "d", "e", chosen, label="E", by="Ada", when="2024-02-29")
        assert not [one for one in coding.read(folder).statements if one.target == "d"]
        undoing.undo(folder, by="Ada", when="2024-02-29")
        assert contents(folder) == before


@pytest.mark.parametrize("name", ["../known.txt", "ABSOLUTE", "codings/../../known.yaml", "a.txt"])
def test_a_journal_from_elsewhere_leads_nowhere(corpus: Path, tmp_path: Path, name: str) -> None:
    """A folder that somebody sends may hold one: no file outside the corpus is touched."""
    known = tmp_path / "known.yaml"
    known.write_text("mine")
    name = str(known) if name == "ABSOLUTE" else name
    journal = {name: {"before": "theirs", "after": operation.digest(b"mine")}}
    (corpus / operation.JOURNAL).write_text(json.dumps(journal))
    result = run_actors("undo", "-c", corpus, *BY)
    assert result.exit_code == 1
    assert "which is no file of the corpus" in result.stderr
    assert known.read_text() == "mine"


# What a journal may say


def links_out(corpus: Path, outside: Path) -> bytes:
    """Put the coding file elsewhere, with a link in its place, and return what is in it."""
    content = (corpus / CODING).read_bytes()
    outside.parent.mkdir(exist_ok=True)
    (corpus / CODING).rename(outside)
    (corpus / CODING).symlink_to(outside.absolute())
    return content


def journal(corpus: Path, **files: tuple[str | None, bytes]) -> None:
    """Leave a journal: what was in the coding file or the header, and what was to come there."""
    names = {"coding": CODING, "header": HEADER, "log": record.NAME}
    said = {
        names[key]: {"before": before, "after": operation.digest(after)}
        for key, (before, after) in files.items()
    }
    (corpus / operation.JOURNAL).write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize("gone", [[CODING], [HEADER], [HEADER, CODING]])
def test_a_file_that_is_gone_is_put_back_too(
    corpus: Path, broken_off: dict[str, bytes], gone: list[str]
) -> None:
    """Whoever moved it away did so because the message asked for it."""
    mode = (corpus / CODING).stat().st_mode
    for name in gone:
        (corpus / name).unlink()
    if CODING in gone:
        (corpus / CODING).parent.rmdir()
    assert operation.recovered(corpus)
    assert contents(corpus) == broken_off
    assert {(corpus / name).stat().st_mode for name in gone} == {mode}


def test_a_file_that_is_no_longer_text_is_told_in_one_line(
    corpus: Path, broken_off: dict[str, bytes]
) -> None:
    (corpus / HEADER).write_bytes(b"\xff\xfe")
    result = run_actors("undo", "-c", corpus, *BY)
    assert result.stderr == (
        "port/corpus.yaml: an operation was broken off here, and the file has been changed since."
        " move it elsewhere and try again: what was there is put back then.\n"
    )
    (corpus / HEADER).rename("elsewhere.yaml")
    assert operation.recovered(corpus)
    assert contents(corpus) == broken_off


def test_a_coding_file_that_is_a_link_is_put_back_where_it_lies(corpus: Path) -> None:
    outside = Path("shared/gazette.yaml")
    content = links_out(corpus, outside)
    done("merge", "shipowners", "--into", "mayor")
    journal(corpus, coding=(content.decode(), outside.read_bytes()))
    assert operation.recovered(corpus)
    assert outside.read_bytes() == content
    assert (corpus / CODING).is_symlink()
    assert not (corpus / operation.JOURNAL).exists()


@pytest.mark.parametrize(
    ("outside", "said"),
    [
        ("shared/profile", "which is neither YAML nor CSV by its name. put the file itself in"),
        ("port/hook", "which is neither YAML nor CSV by its name. put the file itself in"),
        ("shared/gone.yaml", "and nothing is there. bring that back, or move the link away."),
    ],
)
def test_a_link_in_a_folder_from_elsewhere_makes_nothing_be_written(
    corpus: Path, outside: str, said: str
) -> None:
    """A merge and a recovery agree on it; what was to be put back is still in the journal."""
    path = Path(outside)
    content = links_out(corpus, path)
    if path.name == "gone.yaml":
        path.unlink()
    else:
        assert said in refused("merge", "shipowners", "--into", "mayor")
    journal(corpus, coding=("theirs", content))
    assert said in run_actors("undo", "-c", corpus, *BY).stderr
    assert not path.exists() if path.name == "gone.yaml" else path.read_bytes() == content
    assert (corpus / operation.JOURNAL).exists()


@pytest.mark.parametrize("before", ["1", '"\\ud800"', "[]"])
def test_a_journal_that_is_not_whole_changes_nothing(corpus: Path, before: str) -> None:
    was = contents(corpus)
    said = f'{{"{CODING}": {{"before": {before}, "after": "x"}}}}'
    (corpus / operation.JOURNAL).write_text(said)
    assert operation.recovered(corpus)
    assert contents(corpus) == was


# What one is told to type


def test_the_command_that_takes_it_back_can_be_copied(corpus: Path) -> None:
    """From a folder with a blank in its name, by somebody with two names."""
    folder = corpus.rename("the port")
    before = contents(folder)
    by = ("--by", "Ada O'Neil")
    said = run_actors("merge", "-c", folder, "shipowners", "--into", "mayor", *by).stdout
    typed = shlex.split(said.splitlines()[-1].partition(": ")[2])
    assert typed[:2] == ["clivage", "actors"]
    assert run_actors(*typed[2:]).exit_code == 0
    assert contents(folder) == before
    nothing = run_actors("undo", "-c", folder, *by).stderr
    assert nothing == "there is nothing to undo. see `clivage actors log -c 'the port'`.\n"
