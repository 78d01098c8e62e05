"""Coders adjudicate: a sheet with decisions becomes the coding that counts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clivage import build, coding
from clivage.agreement import disagreements, of_coders
from clivage.cli.agree import adjudicate, agree
from clivage.model import Sign, Statement
from tests.coders_corpus import CODINGS, INES, OTTO, ferry, letter

#: Keep what Ines says, both, neither, what Otto says, and an entry of its own.
OWN = """
      quote: The guild refuses the fare
      who: guild
      opposes: fare
      relation: refuses"""
RELATION = "fare\n      relation: refuses"
DECISIONS = ("first", "[ines, otto]", "neither", "second", OWN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the corpus of the ferry, with a sheet beside it."""
    made = ferry(tmp_path / "ferry")
    ask = ["-c", str(made), "ines", "otto", "--disagreements", str(tmp_path / "sheet.yaml")]
    assert CliRunner().invoke(agree, ask).exit_code == 0
    return made


def sheet(folder: Path) -> Path:
    return folder.parent / "sheet.yaml"


def decide(folder: Path, decisions: Sequence[str] = DECISIONS) -> None:
    """Write decisions on the sheet, in order."""
    given = iter(decisions)
    text = sheet(folder).read_text("utf-8")
    text, count = re.subn(
        "(?m)^    decision:$", lambda found: f"{found[0]} {next(given, '')}".rstrip(), text
    )
    assert count == 5
    sheet(folder).write_text(text, "utf-8")


def run(folder: Path, *words: str, input: str = "") -> Result:
    options = words if "--as" in words else (*words, "--as", "board")
    return CliRunner().invoke(
        adjudicate, [str(sheet(folder)), "-c", str(folder), *options], input=input
    )


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a corpus."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def ties(statements: Sequence[Statement]) -> list[tuple[str, Sign, str, str]]:
    return [(one.holder, one.sign, one.target, one.relation) for one in statements]


def test_what_was_decided_is_the_coding_that_counts(folder: Path) -> None:
    """Each statement once: what both said, and what the sheet says of the others."""
    decide(folder)
    done = run(folder, "--name", "The board")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(
        "2 statements agreed\n5 disagreements decided: 5 statements kept\n"
    )
    corpus = coding.read(folder)
    plus, minus = Sign.SUPPORT, Sign.OPPOSITION
    assert {one.coder for one in corpus.statements} == {"board"}
    assert ties(corpus.statements) == [
        ("ferrymen", plus, "guild", "backs"),
        ("council", minus, "fare", ""),
        ("ada-bell", plus, "ferrymen", "praises"),
        ("guild", minus, "council", "boycotts"),
        ("guild", minus, "council", "refuses"),
        ("millers", plus, "council", ""),
        ("guild", minus, "fare", "refuses"),
    ]
    assert len(corpus.superseded) == 12
    assert {one.name for one in corpus.coders} >= {"Ines", "Otto", "The board"}
    made = build.build(folder, folder.parent / "out")
    assert len(made.corpus.statements) == 7


def test_of_quotations_that_differ_in_length_the_longer_one_stands(folder: Path) -> None:
    decide(folder)
    run(folder)
    first, second = coding.read(folder).statements[:2]
    assert first.evidence[0].exact == "The ferrymen back the guild."
    assert second.evidence[0].exact == "The council opposes the new fare"


def test_the_originals_get_one_line(folder: Path) -> None:
    """All else in them stays, byte for byte, comments and line ends among it."""
    otto = OTTO.replace("\n", "\r\n")
    (folder / "codings" / "otto.yaml").write_bytes(b"\xef\xbb\xbf" + otto.encode())
    before = content(folder)
    decide(folder)
    assert run(folder).exit_code == 0
    after = content(folder)
    assert after.keys() - before.keys() == {"codings/ledger.board.yaml"}
    line = b"superseded-by: board\n"
    ines, otto_ = after["codings/ines.yaml"], after["codings/otto.yaml"]
    assert ines == INES.replace("coder: ines\n", f"coder: ines\n{line.decode()}").encode()
    assert otto_.replace(line.replace(b"\n", b"\r\n"), b"") == before["codings/otto.yaml"]
    assert len(otto_) == len(before["codings/otto.yaml"]) + len(line) + 1
    assert (
        after["corpus.yaml"].replace(b"  board:\n    name: board\n", b"") == (before["corpus.yaml"])
    )


def test_again_changes_nothing(folder: Path) -> None:
    """And the superseded codings can still be compared: by name, or as all that there are."""
    decide(folder)
    before = disagreements(of_coders(folder))
    run(folder)
    files = content(folder)
    again = run(folder)
    assert again.exit_code == 0, again.stderr
    assert again.stdout.endswith("nothing to change\n")
    assert content(folder) == files
    for coders in ((), ("ines", "otto")):
        comparison = of_coders(folder, coders)
        assert comparison.coders == ("ines", "otto")
        assert [one.kinds for one in disagreements(comparison)] == [one.kinds for one in before]
        statement = disagreements(comparison)[0].statements["ines"]
        assert str(comparison.coded["ines"].origin(statement)).endswith("ines.yaml:13")


def test_an_entry_for_several_stays_one(tmp_path: Path) -> None:
    """Of an entry with several holders those stand that were agreed on; its id does not."""
    head = "source: ledger\ncoder: {}\nstatements:\n"
    entry = "  - quote: The millers wait\n    who: {}\n    opposes: guild\n    {}\n"
    codings = {
        "ines": head.format("ines") + entry.format("[ferrymen, millers, council]", "id: waiting"),
        "otto": head.format("otto") + entry.format("[council, millers]", ""),
    }
    folder = ferry(tmp_path / "ferry", codings)
    CliRunner().invoke(agree, [str(folder), "--disagreements", str(sheet(folder))])
    text = sheet(folder).read_text("utf-8").replace("decision:\n", "decision: neither\n")
    sheet(folder).write_text(text, "utf-8")
    assert run(folder).exit_code == 0
    written = (folder / "codings" / "ledger.board.yaml").read_text("utf-8")
    assert written.count("quote:") == 1
    assert "who: [millers, council]" in written
    assert "id:" not in written


def test_a_source_with_nothing_left_gets_an_empty_coding(tmp_path: Path) -> None:
    one = ("the guild supports you", "guild", "supports", "ada-bell")
    folder = ferry(tmp_path / "ferry", {"a": letter("ines", one), "b": letter("otto")})
    CliRunner().invoke(agree, [str(folder), "--disagreements", str(sheet(folder))])
    text = sheet(folder).read_text("utf-8").replace("decision:\n", "decision: second\n")
    sheet(folder).write_text(text, "utf-8")
    done = run(folder)
    assert done.exit_code == 0, done.stderr
    assert content(folder)["codings/letter.board.yaml"].endswith(b"\nstatements: []\n")


def test_no_disagreement_no_decision(tmp_path: Path) -> None:
    same = {"ines": INES, "otto": INES.replace("coder: ines", "coder: otto")}
    folder = ferry(tmp_path / "ferry", same)
    CliRunner().invoke(agree, [str(folder), "--disagreements", str(sheet(folder))])
    assert run(folder).stdout.startswith("6 statements agreed\n0 disagreements decided")
    assert len(coding.read(folder).statements) == 6


def test_what_is_open_is_told_or_left_out(folder: Path) -> None:
    decide(folder, ["first", "", "both"])
    before = content(folder)
    refused = run(folder)
    assert refused.exit_code == 1
    assert "sheet.yaml:" in refused.stderr
    line = int(refused.stderr.split("sheet.yaml:")[1].split(":")[0])
    assert sheet(folder).read_text("utf-8").splitlines()[line - 1] == "    decision:"
    assert "3 of 5 disagreements are not decided" in refused.stderr
    assert content(folder) == before
    done = run(folder, "--leave-open")
    assert done.exit_code == 0, done.stderr
    assert "3 disagreements left out" in done.stdout
    assert len(coding.read(folder).statements) == 2 + 1 + 2


def test_the_terminal_asks(folder: Path) -> None:
    """What was answered is on the sheet, and what was skipped is still open."""
    decide(folder, ["first"])
    refused = run(folder, "--ask", input="both\nneither\nskip\nfirst\n")
    assert "2. other relation" in refused.stdout
    assert "first (ines): guild opposes council, relation boycotts" in refused.stdout
    assert "1 disagreement is not decided" in refused.stderr
    assert run(folder, "--ask", input="second\n").exit_code == 0
    text = sheet(folder).read_text("utf-8")
    assert re.findall(r"decision: (\w+)", text)[-5:] == [
        "first", "both", "neither", "second", "first",
    ]  # fmt: skip


# What is refused


def changed_text(folder: Path) -> None:
    file = folder / "texts" / "ledger.txt"
    file.write_text(file.read_text("utf-8") + "More.\n", "utf-8")


def changed_coding(folder: Path) -> None:
    file = folder / "codings" / "otto.yaml"
    file.write_text(file.read_text("utf-8").replace("refuses", "criticizes"), "utf-8")


def edited(old: str, new: str, count: int = 1) -> object:
    def change(folder: Path) -> None:
        text = sheet(folder).read_text("utf-8")
        assert old in text
        sheet(folder).write_text(text.replace(old, new, count), "utf-8")

    return change


def truncated(part: float) -> object:
    def change(folder: Path) -> None:
        text = sheet(folder).read_text("utf-8")
        sheet(folder).write_text(text[: int(len(text) * part)], "utf-8")

    return change


def written(text: str) -> object:
    def change(folder: Path) -> None:
        sheet(folder).write_bytes(text.encode())

    return change


def mine(folder: Path) -> None:
    header = folder / "corpus.yaml"
    text = header.read_text("utf-8").replace("coders:\n", "coders:\n  board: { name: B }\n")
    header.write_text(text, "utf-8")
    (folder / "codings" / "board.yaml").write_text(INES.replace("coder: ines", "coder: board"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed_text, "the texts or the codings have changed since this sheet was written"),
        (changed_coding, "the texts or the codings have changed since this sheet was written"),
        (edited("who: guild", "who: council"), "item 2 is not as it was written"),
        (edited("  - about: missed by ines", "  - kind: missed"), "item 4 is not as it was"),
        (edited("decision: first", "decision: frist"), "'frist' is no decision. write one of fir"),
        (edited("decision: first", "decision: [[a]]"), "a list in a list is no decision"),
        (edited("decision: \n      quote: The guild refuses", "decision:\n      quote: The fare"),
         "the quotation “The fare the fare” is not in source 'ledger'"),
        (edited(RELATION, "fare\n      relatoin: refuses"), "'relatoin' is not a key"),
        (edited(RELATION, "fare\n      relation: praises"), "sheet.yaml: 'praises' does not go"),
        (edited(RELATION, "fares\n      relation: refuses"), "sheet.yaml: there is no actor or"),
        (edited("overlap: 0.5", "overlap: nan"), "'overlap' must be a number from 0 to 1"),
        (edited("overlap: 0.5", "overlap: 0.9"), "have changed since this sheet was written"),
        (edited("corpus: ferry", "corpus: barge"), "the sheet is about the corpus 'barge'"),
        (edited("coders: [ines, otto]", "coders: [ines, oto]"), "there is no coder 'oto'"),
        (edited("coders: [ines, otto]", "coders: ines"), "not a decision sheet"),
        (truncated(0.0), "not a decision sheet"),
        (truncated(0.2), ""),
        (truncated(0.5), ""),
        (truncated(0.9), ""),
        (written("- a list\n"), "not a decision sheet"),
        (written("corpus: &a [*a]\n"), "anchors"),
        (written("[" * 5000), ""),
        (written("a: b: c"), "a colon followed by a space"),
        (written("corpus: \x07"), "control character"),
        (mine, "'ledger' has a coding of 'board' already"),
    ],
)  # fmt: skip
def test_what_is_refused(change: object, message: str, folder: Path) -> None:
    """Each in one line or a few, and nothing is written."""
    decide(folder)
    assert callable(change)
    change(folder)
    before = content(folder)
    refused = run(folder)
    assert refused.exit_code == 1, refused.stdout
    assert refused.exception is None or isinstance(refused.exception, SystemExit)
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr
    assert content(folder) == before


@pytest.mark.parametrize(
    ("id", "message"),
    [("otto", "'otto' is one of the coders"), ("The Board", "lower-case letters, digits and hyph")],
)
def test_ids_that_cannot_adjudicate(id: str, message: str, folder: Path) -> None:
    decide(folder)
    refused = run(folder, "--as", id)
    assert refused.exit_code == 1
    assert message in refused.stderr


def test_a_second_verdict_is_refused(folder: Path) -> None:
    """By somebody else, or otherwise by the same."""
    decide(folder)
    run(folder)
    before = content(folder)
    refused = run(folder, "--as", "court")
    assert "ines.yaml:4: this coding is superseded by 'board' already" in refused.stderr
    edit = edited("decision: first", "decision: second")
    assert callable(edit)
    edit(folder)
    assert "which says otherwise" in run(folder).stderr
    assert content(folder) == before


def test_no_sheet(tmp_path: Path) -> None:
    folder = ferry(tmp_path / "ferry")
    assert "sheet.yaml: no such file" in run(folder).stderr
    sheet(folder).write_bytes(b"\xff\xfea")
    assert "UTF-16" in run(folder).stderr


def test_a_corpus_that_has_moved_is_the_same(folder: Path, tmp_path: Path) -> None:
    """A sheet names no path that matters, and a comment in a coding does not matter either."""
    decide(folder)
    there = Path(shutil.copytree(folder, tmp_path / "elsewhere" / "ferry"))
    file = there / "codings" / "ines.yaml"
    file.write_text(f"# A remark.\n{file.read_text('utf-8')}", "utf-8")
    words = [str(sheet(folder)), "-c", str(there), "--as", "board"]
    assert CliRunner().invoke(adjudicate, words).exit_code == 0


def test_a_coder_who_settled_nothing_is_compared(tmp_path: Path) -> None:
    """Whoever only coded a source again stays among all coders; the adjudicator does not."""
    codings = {
        **{name: text.replace("coder:", "superseded-by: uma\ncoder:", 1)
           for name, text in CODINGS.items()},
        "board": letter("uma"),
        "third": letter("otto", ("the guild supports you", "guild", "supports", "ada-bell")),
    }  # fmt: skip
    folder = ferry(tmp_path, codings)
    assert of_coders(folder).coders == ("ines", "otto")
