"""What a job must not do: lose rows or folders, mix with another job, or call things wrongly."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from clivage.errors import ClivageError
from clivage.events import job, making, units
from clivage.events.engine import Part
from clivage.events.folder import EventFolder
from clivage.events.inputs import Input
from clivage.events.settings import UNFINISHED
from tests.shared_data import path as shared

_HEAD = "id\tdate\tevent\tactor\trecipient\n"
_ROW = "1\t2018-06-01\tAGREE\tquay\tmill"


def _written(path: Path, rows: int = 3) -> str:
    path.write_text(_HEAD + f"{_ROW}\n" * rows, encoding="utf-8")
    return str(path)


def test_short_rows_are_counted_where_lines_end_in_two_ways(tmp_path: Path) -> None:
    file = tmp_path / "mixed.tsv"
    half = f"{_ROW}\r\n" * 1000
    file.write_bytes((_HEAD.replace("\n", "\r\n") + half + f"{_ROW}\n" * 998).encode())
    with file.open("ab") as more:
        more.write(b"1\t2018-06-01\tAGREE\n" * 2)
    counts = making.make([str(file)], tmp_path / "out")
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 1998}, 2)


def test_a_job_with_other_parts_does_not_go_on_with_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two ways to take four files together, each in two parts."""
    files = [_written(tmp_path / f"{name}.tsv", 4) for name in "abcd"]
    out = tmp_path / "out"
    grouping = {1: (2, 2), 2: (3, 1)}

    def parts(inputs: list[Input], memory: int) -> list[Part]:
        first, _ = grouping[memory // 10**9]
        return [Part(tuple(inputs[:first])), Part(tuple(inputs[first:]))]

    monkeypatch.setattr(units, "parts", parts)
    do = job._do

    def killed(*words: Any) -> None:  # noqa: ANN401
        if words[4] == 1:
            raise ClivageError("killed")
        do(*words)

    with monkeypatch.context() as patch, pytest.raises(ClivageError, match="killed"):
        patch.setattr(job, "_do", killed)
        making.make(files, out, memory=10**9)
    assert [*out.glob(f"{UNFINISHED}/counts-*")]
    assert making.make(files, out, memory=2 * 10**9).rows == 16


def test_two_jobs_do_not_work_in_one_folder(tmp_path: Path) -> None:
    file, out = _written(tmp_path / "a.tsv"), tmp_path / "out"
    out.mkdir()
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(ClivageError, match="another job works in it"):
            making.make([file], out)
    finally:
        os.close(handle)
    assert making.make([file], out).rows == 3


def test_a_folder_of_ones_own_is_not_taken_for_one_of_events(tmp_path: Path) -> None:
    file, own = _written(tmp_path / "a.tsv"), tmp_path / "own"
    (own / "dyads").mkdir(parents=True)
    (own / "events.json").write_text('{"mine": 1}')
    (own / "dyads" / "precious.txt").write_text("kept")
    with pytest.raises(ClivageError, match="is no folder of events"):
        making.make([file], own)
    assert (own / "dyads" / "precious.txt").read_text() == "kept"
    assert json.loads((own / "events.json").read_text()) == {"mine": 1}


def test_what_is_half_removed_is_begun_anew(tmp_path: Path) -> None:
    file, out = _written(tmp_path / "a.tsv"), tmp_path / "out"
    making.make([file], out)
    work = out / UNFINISHED
    work.mkdir()
    (work / "counts-0.json").write_text("{}")
    assert making.make([file], out).rows == 3


def test_codes_that_became_numbers_are_no_codes(tmp_path: Path) -> None:
    """As a number 020, an appeal, would be 20, mass violence."""
    file = tmp_path / "numbers.parquet"
    with duckdb.connect() as database:
        database.execute(
            "COPY (SELECT 1 AS event_id, DATE '2018-06-01' AS event_date, 'quay' AS source_name,"
            f" 'mill' AS target_name, 20 AS cameo_code) TO '{file}' (FORMAT parquet)"
        )
    counts = making.make([str(file)], tmp_path / "out")
    assert counts.verdicts == {"code": 1}
    assert counts.unknown == {"number 20": 1}


@pytest.mark.parametrize("name", ["run of day:5 final.tsv", "a rdf:type b.tsv", "it's.tsv"])
def test_a_file_may_be_called_anything(tmp_path: Path, name: str) -> None:
    assert making.make([_written(tmp_path / name)], tmp_path / "b[1]").rows == 3
    assert len(EventFolder(tmp_path / "b[1]").network().network) == 1


def test_countries_are_called_by_their_names(tmp_path: Path) -> None:
    out = tmp_path / "out"
    making.make([str(shared("events/icews_sample.csv"))], out, actor="country", window="all")
    actors = EventFolder(out).network().actors
    assert actors.labels == actors.names
    assert actors.countries == actors.names
    assert len(actors.names) > 100


@pytest.mark.parametrize("said", ["[]", '{"version": 1}', "junk"])
def test_a_damaged_folder_is_told_in_one_line(tmp_path: Path, said: str) -> None:
    out = tmp_path / "out"
    making.make([_written(tmp_path / "a.tsv")], out)
    (out / "events.json").write_text(said)
    with pytest.raises(ClivageError, match=r"is damaged|cannot be read"):
        EventFolder(out)


def test_damaged_parquet_is_told_in_one_line(tmp_path: Path) -> None:
    out = tmp_path / "out"
    making.make([_written(tmp_path / "a.tsv")], out)
    (out / "actors.parquet").write_text("junk")
    with pytest.raises(ClivageError) as told:
        EventFolder(out).network()
    assert "\n" not in str(told.value)


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    import datetime

    with pytest.raises(ClivageError, match="the first day is after the last"):
        making.make(
            [_written(tmp_path / "a.tsv")],
            tmp_path / "out",
            first=datetime.date(2019, 1, 1),
            last=datetime.date(2018, 1, 1),
        )
