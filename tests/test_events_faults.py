"""What is no row is counted and shown; what is broken is named, and what was done is kept."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from clivage.cli.events import events
from clivage.errors import ClivageError
from clivage.events import duck_errors, inputs, units
from clivage.events.duck import DuckDB
from clivage.events.engine import Part
from clivage.events.settings import UNFINISHED
from tests.event_files import ACLED, ICEWS, dyads, icews, made, parquet, table, written

_GOOD: Final = table(ICEWS, [icews()], headings=False).encode()
_HEAD: Final = table(ICEWS, []).encode()
_COMMAS: Final = (_HEAD.replace(b"\t", b","), _GOOD.replace(b"\t", b","))
_WIDE: Final = b"x\t" * 22 + b"x\n"
_BYTES: Final = _GOOD.replace(b"Arun", b"Ar\xfcn")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (b"1\t2\n", "2 cells instead of 20"),
        (_WIDE, "23 cells instead of 20"),
        (_BYTES, "bytes that are not UTF-8"),
        (b"\xff\t\xff\n", "2 cells instead of 20"),
        (_GOOD.replace(b"Arun", b"A" * 3_000_000), "more than 2,000,000 bytes"),
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_record_that_is_no_row_is_counted_and_shown_with_its_line(
    tmp_path: Path, record: bytes, said: str, end: bytes
) -> None:
    lines = [_HEAD, _GOOD, record, _GOOD, _GOOD]
    data = b"".join(line.replace(b"\n", end) for line in lines)
    file = written(tmp_path / "a.tab", data)
    counts = made(tmp_path / "out", file)
    assert (counts.verdicts, counts.rows) == ({"used": 3}, 4)
    assert counts.malformed.samples == ((file, 3, said),)


@pytest.mark.parametrize(
    ("record", "said", "lost"),
    [
        (b"1,2\n", "2 cells instead of 20", 1),
        (b"x," * 22 + b"x\n", "23 cells instead of 20", 1),
        (_COMMAS[1].replace(b"Arun", b'"Ar"un"'), "quotes that do not match", 1),
        (_COMMAS[1].replace(b"Arun", b'"Arun'), "quotes that do not match", 1),
        (_COMMAS[1].replace(b"Arun", b"A" * 3_000_000), "more than 2,000,000 bytes", 1),
        (_COMMAS[1].replace(b"Arun", b'"A\n\xff"'), "bytes that are not UTF-8", 1),
    ],
)
def test_a_record_with_quotes_that_is_no_row_is_counted_and_shown(
    tmp_path: Path, record: bytes, said: str, lost: int
) -> None:
    heading, good = _COMMAS
    open_quote = record.count(b'"') == 1
    file = written(
        tmp_path / "a.csv", heading + good * 3 + record + (b"" if open_quote else good * 2)
    )
    counts = made(tmp_path / "out", file)
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 3 if open_quote else 5}, lost)
    assert counts.malformed.samples == ((file, 5, said),)


def test_bytes_that_are_not_read_do_not_make_a_record_malformed(tmp_path: Path) -> None:
    data = _HEAD + _GOOD.replace(b"Old Ferry", b"\xff\xfe") + b"1\t2\n"
    counts = made(tmp_path / "out", written(tmp_path / "a.tab", data))
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 1}, 1)


def test_the_encoding_that_a_file_has_makes_its_records_rows(tmp_path: Path) -> None:
    file = written(tmp_path / "a.tab", _HEAD + _GOOD + _BYTES)
    assert made(tmp_path / "one", file).malformed.rows == 1
    assert made(tmp_path / "two", file, encoding="latin-1").verdicts == {"used": 2}


def test_malformed_records_of_several_files_are_counted_together(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "a.tab", _HEAD + _GOOD * 2 + b"1\t2\n" + _BYTES),
        written(tmp_path / "b.csv", b"".join(_COMMAS) + b'"1"2",3\n4\n'),
        written(tmp_path / "c.tab.gz", _HEAD + b"\n\n" + _WIDE * 9),
        written(tmp_path / "d.tab", _HEAD + _GOOD.replace(b"\n", b"\r\n") + _GOOD + b"1\n"),
        parquet(tmp_path / "e.parquet", {key: f"'{said}'" for key, said in icews().items()}, 7),
    ]
    counts = made(tmp_path / "out", *files)
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 12}, 14)
    assert [(Path(file).name, line) for file, line, _ in counts.malformed.samples] == [
        ("a.tab", 4), ("a.tab", 5), ("b.csv", 3), ("b.csv", 4), ("c.tab.gz", 4),
    ]  # fmt: skip


def test_very_many_malformed_records_take_no_memory(tmp_path: Path) -> None:
    file = written(tmp_path / "a.tab", _HEAD + _GOOD + b"nothing\n" * 200_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts = made(tmp_path / "out", file)
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 1}, 200_000)
    # DuckDB's own table of them takes a thousand bytes for each missing cell: 4 GB here.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_lines_that_end_in_different_ways_are_refused_where_there_are_quotes(
    tmp_path: Path,
) -> None:
    heading, good = table(ICEWS, [], ",").encode(), _COMMAS[1][:-1] + b"0"
    file = written(tmp_path / "a.csv", heading + good + b"\r\n" + good + b"\n")
    with pytest.raises(ClivageError) as refused:
        made(tmp_path / "out", file)
    said = "its lines end in different ways. make them alike, for example with dos2unix."
    assert str(refused.value) == f"{file}: {said}"


def test_a_nul_is_a_letter_like_another(tmp_path: Path) -> None:
    data = _HEAD + _GOOD.replace(b"Arun", b"Ar\0un") + _GOOD
    assert made(tmp_path / "out", written(tmp_path / "a.tab", data)).verdicts == {"used": 2}


def test_a_first_row_that_is_malformed_does_not_say_how_wide_the_others_are(tmp_path: Path) -> None:
    counts = made(tmp_path / "out", written(tmp_path / "a.tab", _HEAD + _WIDE + _GOOD * 3))
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 3}, 1)


def _cut(path: str, bytes_: int) -> None:
    file = Path(path)
    file.write_bytes(file.read_bytes()[:-bytes_])


def _spoil(path: str, at: int) -> None:
    data = bytearray(Path(path).read_bytes())
    data[at : at + 4] = bytes(255 - byte for byte in data[at : at + 4])
    Path(path).write_bytes(data)


def _spoil_pages(path: str) -> None:
    """Spoil all that a Parquet file holds, and leave what it says of itself at its end."""
    data = Path(path).read_bytes()
    end = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    Path(path).write_bytes(data[:4] + bytes(255 - byte for byte in data[4:end]) + data[end:])


@pytest.mark.parametrize(
    ("name", "breaks", "said"),
    [
        ("b.tab.gz", lambda path: _cut(path, 30), "is cut off. fetch or pack it again."),
        ("b.tab.gz", lambda path: Path(path).write_bytes(_HEAD), "is not packed with gzip."),
        ("b.tab.gz", lambda path: _spoil(path, 2000), "is damaged. fetch or pack it again."),
        ("b.tab.zst", lambda path: _cut(path, 1), "is cut off. fetch or pack it again."),
        ("b.tab.zst", lambda path: _cut(path, 300), "is cut off. fetch or pack it again."),
        (
            "b.tab.zst",
            lambda path: Path(path).write_bytes(_HEAD),
            "is not packed with zstd, or dama",
        ),
        ("b.parquet", lambda path: _cut(path, 50), "is no Parquet, or cut off. fetch it again."),
        ("b.parquet", lambda path: Path(path).write_bytes(b""), "is no Parquet, or cut off."),
        ("b.parquet", _spoil_pages, "cannot be read: "),
    ],
)
def test_a_broken_file_among_good_ones_is_named_in_one_line(
    tmp_path: Path, name: str, breaks: Callable[[str], object], said: str
) -> None:
    rows = [icews(number, holder=f"Actor {number * 7919 % 1000}") for number in range(1000)]
    text = table(ICEWS, rows)
    good = [written(tmp_path / each, text) for each in ("a.tab", "c.tab.gz", "d.tab")]
    if name.endswith("parquet"):
        columns = {key: f"'{said}'" for key, said in icews().items()} | {"Source Name": "random()"}
        broken = parquet(tmp_path / name, columns, 1000)
    else:
        broken = written(tmp_path / name, text)
    breaks(broken)
    with pytest.raises(ClivageError) as refused:
        made(tmp_path / "out", good[0], broken, *good[1:])
    assert f"{broken}: {said}" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out" / "events.json").exists()


def test_bad_days_and_codes_are_found_again_in_their_file(tmp_path: Path) -> None:
    bad = icews(8, CAMEO_Code="51")
    nobody = icews(9, holder="Ü", Event_Date="NA")
    said = {**{key: f"'{value}'" for key, value in icews().items()}, "Event ID": "range::INT"}
    heading, good = _COMMAS
    files = [
        written(tmp_path / "a.tab", table(ICEWS, [icews(), {}, icews(8), bad, bad])),
        written(tmp_path / "b.csv", heading + good.replace(b"Arun", b'"A\nb"')
                + table(ICEWS, [nobody], ",", headings=False).encode()),
        parquet(tmp_path / "c.parquet", said, 30),
    ]  # fmt: skip
    engine = DuckDB(400_000_000, tmp_path)
    part = Part(inputs.look(engine, files, "auto", "utf-8"))
    engine.read(part, "utf-8")
    wanted = [
        (files[0], "8", "2018-06-01", "51"),
        (files[1], "9", "", "051"),
        (files[2], "20", "2018-06-01", "051"),
        (files[0], "8", "2018-06-02", "51"),
    ]
    assert engine.locate(wanted) == (5, 4, 21, 0)
    engine.close()


def _few_parts(patch: pytest.MonkeyPatch) -> None:
    """Let every file be a part of its own."""
    patch.setattr(units, "_GROUP", 1)
    patch.setattr(units, "_BYTES", 10**9)


def test_what_was_finished_before_a_broken_file_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _few_parts(monkeypatch)
    columns = {key: f"'{said}'" for key, said in icews().items()}
    files = [parquet(tmp_path / f"{name}.parquet", columns) for name in "abc"]
    whole = Path(files[1]).read_bytes()
    _spoil_pages(files[1])
    with pytest.raises(ClivageError, match=r"b\.parquet: cannot be read: "):
        made(tmp_path / "out", *files)
    work = tmp_path / "out" / UNFINISHED
    done = work / "dyads-0.parquet"
    before = done.stat().st_mtime_ns
    assert not (work / "dyads-1.parquet").exists()
    with pytest.raises(ClivageError):
        made(tmp_path / "out", *files)
    assert done.stat().st_mtime_ns == before
    Path(files[1]).write_bytes(whole)
    assert made(tmp_path / "out", *files).verdicts == {"used": 3}


def _limited(files: list[str], folder: str, most: int, answer: multiprocessing.Queue[str]) -> None:
    """Make a folder in a process that may write no file of more than so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        made(Path(folder), *files)
    except ClivageError as error:
        answer.put(str(error))
    else:
        answer.put("made")


def test_a_full_disk_is_told_in_one_line_and_the_next_run_goes_on(tmp_path: Path) -> None:
    rows = [icews(number, holder=f"Actor {number * 7919}") for number in range(5000)]
    file = written(tmp_path / "a.tab", table(ICEWS, rows))
    answer: multiprocessing.Queue[str] = multiprocessing.get_context("spawn").Queue()
    arguments = ([file], str(tmp_path / "out"), 8_000, answer)
    child = multiprocessing.get_context("spawn").Process(target=_limited, args=arguments)
    child.start()
    said = answer.get(timeout=60)
    child.join()
    assert said.startswith("the disk is full: ")
    assert said.endswith("finished parts are kept.")
    assert "\n" not in said
    assert not list((tmp_path / "out").rglob("*.new"))
    assert made(tmp_path / "out", file).verdicts == {"used": 5000}
    assert len(dyads(tmp_path / "out")) == 5000


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("IO Error: Could not write to \"x\": No space left on device\n\nMore",
         "the disk is full: Could not write to \"x\": No space left on device. free some"),
        ("Out of Memory Error: could not allocate block of size 2 GiB\n\nPossible solutions:",
         "the memory does not suffice: could not allocate block of size 2 GiB. allow more with"),
        ("Binder Error: something new\n\nLINE 1: SELECT", "cannot be read: something new."),
        ("", "cannot be read: Exception."),
    ],
)  # fmt: skip
def test_an_error_of_the_engine_becomes_one_line(error: str, said: str) -> None:
    told = str(duck_errors.said(Exception(error)))
    assert told.startswith(said)
    assert "\n" not in told


def test_the_command_prints_what_became_of_every_row(tmp_path: Path) -> None:
    file = written(tmp_path / "a.tab", _HEAD + _GOOD + b"1\t2\n" + _GOOD.replace(b"051", b"51"))
    result = CliRunner().invoke(events, [file, "-o", str(tmp_path / "out"), "--memory", "400MB"])
    assert result.exit_code == 0
    assert f"{file}:3: 2 cells instead of 20" in result.output
    assert "the code '51' is not known" in result.output
    assert " ".join(result.stdout.split()).startswith(
        "rows events used 1 with a code that the table does not know 1"
        " records that are no rows 1 rows read 3"
    )


def test_the_command_refuses_with_one_line(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", table(ACLED, [], ","))
    result = CliRunner().invoke(events, [file, "--format", "icews", "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert not (tmp_path / "out").exists()
