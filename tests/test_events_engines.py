"""The same events on DuckDB, on Sail and on Apache Spark with two workers: equal, row by row.

`make test` has neither Sail nor Spark; ``.ci/run`` installs them, and sets CLIVAGE_CLUSTERS=1.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from clivage.errors import ClivageError
from clivage.events import codes, inputs, job, making
from clivage.events.duck import DuckDB
from clivage.events.engine import Engine, Part
from clivage.events.settings import UNFINISHED, WINDOWS, Settings
from clivage.events.statements import statement
from tests import clusters
from tests.event_cases import CASES, Case, parquet_in_several_files, quoted_tables
from tests.event_files import ICEWS, icews, made, manifest, table, written
from tests.shared_data import path as shared

ENGINES = ("sail", "spark")


def _need(missing: str) -> None:
    """Skip where a server or its client is not installed, or fail where it has to be."""
    if missing and os.environ.get("CLIVAGE_CLUSTERS") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    _need(clusters.missing_sail())
    with clusters.sail() as address:
        yield address


@pytest.fixture(scope="session")
def spark() -> Iterator[str]:
    _need(clusters.missing_spark())
    with clusters.spark(os.environ[clusters.SPARK_PYTHON]) as address:
        yield address


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def server(address: str, tmp_path: Path) -> Iterator[Engine]:
    from clivage.events.spark import Spark

    engine = Spark(address, tmp_path / "spill")
    yield engine
    engine.close()


def _rows(files: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as database:
        return database.execute(f"SELECT * FROM '{files}' ORDER BY ALL").fetchall()


def _types(file: Path) -> list[tuple[str, str]]:
    with duckdb.connect() as database:
        found = database.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    return [(row[0], row[1]) for row in found]


def _equal(folder: Path, case: Case, address: str) -> None:
    files, options = case
    ours = made(folder / "duckdb", *files, **options)
    theirs = made(folder / "there", *files, engine=address, **options)
    assert theirs == ours
    for name in ("dyads/*.parquet", "actors.parquet", "balance.parquet"):
        rows = _rows(f"{folder}/there/{name}")
        assert rows == _rows(f"{folder}/duckdb/{name}"), name
    assert len(rows) == (1 if options["window"] == "all" else len({row[0] for row in rows}))
    for name in ("actors.parquet", "balance.parquet"):
        assert _types(folder / "there" / name) == _types(folder / "duckdb" / name)
    assert manifest(folder / "there")["engine"] == "spark"
    assert {one.name for one in (folder / "there").iterdir()} == {
        one.name for one in (folder / "duckdb").iterdir()
    }


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_odd_events_come_out_alike(
    tmp_path: Path, make: Callable[[Path], Case], address: str
) -> None:
    (tmp_path / "files").mkdir()
    _equal(tmp_path, make(tmp_path / "files"), address)


def test_the_real_sample_comes_out_alike(tmp_path: Path, address: str) -> None:
    file = str(shared("events/icews_sample.csv").resolve())
    _equal(tmp_path, ([file], {"window": "month", "table": "quadclass"}), address)


def test_every_window_and_every_sort_of_actor_comes_out_alike(
    tmp_path: Path, server: Engine
) -> None:
    (tmp_path / "files").mkdir()
    files, options = parquet_in_several_files(tmp_path / "files")
    ours = DuckDB(400_000_000, tmp_path)
    counted = 0
    for actor, windows in (("name", WINDOWS), ("country", ("year",)), ("type", ("day",))):
        one, other = (
            _cells(each, files, options["format"], actor, windows) for each in (ours, server)
        )
        assert one == other, actor
        assert {row[0] for row in one} == set(windows)
        counted += len(one)
    ours.close()
    assert counted > 5_000


def _cells(
    engine: Engine, files: Sequence[str], format: str, actor: str, windows: Sequence[str]
) -> list[Sequence[Any]]:
    """Return the events that count together in windows of several sorts, each row with its sort."""
    found = inputs.look(engine, files, format, "utf-8")
    layout = found[0].layout
    assert layout is not None
    table = codes.load("goldstein-icews")
    several = [
        Settings(format=layout.format, codes=table, window=window, actor=actor)
        for window in windows
    ]
    job.prepare(engine, Part(found), several[0])
    cells = [statement("cells", window_start=one.window_start) for one in several]
    sorts = [
        f"SELECT '{window}' AS sort, counted.* FROM ({sql}) AS counted"
        for window, sql in zip(windows, cells, strict=True)
    ]
    return sorted(engine.rows(" UNION ALL ".join(sorts)), key=repr)


def test_nothing_that_can_be_used_comes_out_alike(tmp_path: Path, sail: str) -> None:
    """Sail writes no file where there are no rows."""
    rows = [icews(1, holder="Arun", target="Arun"), icews(2, Event_Date="soon")]
    file = written(tmp_path / "none.csv", table(ICEWS, rows, ","))
    _equal(tmp_path, ([file], {"window": "day"}), sail)


def test_codes_that_became_numbers_are_known_nowhere(tmp_path: Path, address: str) -> None:
    """As a number 020, an appeal, would be 20, mass violence."""
    file = tmp_path / "numbers.parquet"
    with duckdb.connect() as database:
        database.execute(
            "COPY (SELECT 1 AS event_id, DATE '2018-06-01' AS event_date, 'quay' AS source_name,"
            f" 'mill' AS target_name, 20 AS cameo_code) TO '{file}' (FORMAT parquet)"
        )
    for engine in ("duckdb", address):
        counts = making.make([str(file)], tmp_path / engine[:2], engine=engine)
        assert (counts.verdicts, counts.unknown) == ({"code": 1}, {"number 20": 1})


def test_tables_with_quotes_come_out_alike_on_sail(tmp_path: Path, sail: str) -> None:
    (tmp_path / "files").mkdir()
    _equal(tmp_path, quoted_tables(tmp_path / "files"), sail)


def test_tables_with_quotes_and_faults_come_out_alike_on_spark(tmp_path: Path, spark: str) -> None:
    """Sail cannot pass over the faults, and says so."""
    (tmp_path / "files").mkdir()
    files, options = quoted_tables(tmp_path / "files")
    lines = table(ICEWS, map(icews, range(30)), ",").splitlines()
    lines[7] += ",one more"
    lines[9] = "too,few"
    files.append(written(tmp_path / "files" / "faulty.csv", "\n".join(lines)))
    _equal(tmp_path, (files, options), spark)
    assert manifest(tmp_path / "there")["counts"]["malformed"]["rows"] == 2


def test_spark_reads_latin_1(tmp_path: Path, spark: str) -> None:
    from clivage.events.spark import Spark

    text = table(ICEWS, [icews(1, holder="Élan", target="Ça")], ",")
    file = written(tmp_path / "old.csv", text, "latin-1")
    engine = Spark(spark, tmp_path / "spill")
    engine.read(Part(inputs.look(engine, [file], "icews", "latin-1")), "latin-1")
    assert engine.rows("SELECT holder_name, target_name FROM raw") == [("Élan", "Ça")]
    engine.close()


def test_sail_names_what_it_cannot_pass_over(tmp_path: Path, sail: str) -> None:
    text = table(ICEWS, [icews()] * 3, ",") + "too,few\n"
    file = written(tmp_path / "faulty.csv", text)
    with pytest.raises(ClivageError, match=r"line 5 of a file has 2 cells instead of 20\. take"):
        made(tmp_path / "out", file, engine=sail)


def test_a_packed_file_that_is_damaged_is_named(tmp_path: Path, sail: str) -> None:
    file = written(tmp_path / "a.csv.gz", table(ICEWS, map(icews, range(3_000)), ","))
    whole = Path(file).read_bytes()
    Path(file).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ClivageError) as refused:
        made(tmp_path / "out", file, engine=sail)
    assert str(refused.value) == f"{file}: is cut off. fetch or pack it again."


@pytest.mark.parametrize("name", ["_a.csv", "a[1].csv"])
def test_names_that_a_server_takes_for_something_else_are_refused(
    tmp_path: Path, sail: str, name: str
) -> None:
    """Otherwise it would find nothing there, or other files."""
    file = written(tmp_path / name, table(ICEWS, [icews()], ","))
    with pytest.raises(ClivageError, match=r"has a name that S.* give it one without"):
        made(tmp_path / "out", file, engine=sail)


def test_a_folder_that_the_cluster_alone_sees_is_refused_before_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sail: str
) -> None:
    file = written(tmp_path / "a.csv", table(ICEWS, [icews()], ","))
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(ClivageError) as refused:
        made(tmp_path / "out", file, engine=sail)
    assert str(refused.value) == (
        f"the cluster wrote to {tmp_path}/out/.unfinished/spill, which this machine does not see. "
        "name a folder with -o that both share."
    )


def test_an_encoding_that_sail_does_not_read_is_refused(tmp_path: Path, sail: str) -> None:
    file = written(tmp_path / "old.csv", table(ICEWS, [icews()], ","))
    with pytest.raises(ClivageError, match="the cluster reads utf-8, and not latin-1"):
        made(tmp_path / "out", file, engine=sail, encoding="latin-1")


def test_a_server_that_ends_is_said_in_a_line_and_the_next_run_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _need(clusters.missing_sail())
    monkeypatch.setattr("clivage.events.spark_session._TRIES_LATER", 1)
    from clivage.events.spark import Spark

    file = written(tmp_path / "a.csv", table(ICEWS, [icews()], ","))
    folder = tmp_path / "out"
    with clusters.sail() as address:
        engine = Spark(address, folder / UNFINISHED / "spill")
        found = inputs.look(engine, [file], "auto", "utf-8")
    layout = found[0].layout
    assert layout is not None
    settings = Settings(format=layout.format, codes=codes.load("goldstein-icews"))
    with pytest.raises(ClivageError) as refused:
        job.run(engine, found, settings, folder, memory=0)
    assert str(refused.value) == (
        f"the Spark Connect server at {address} does not answer any more. "
        "start it, and run the same again."
    )
    engine.close()
    with clusters.sail() as another:
        assert made(folder, file, engine=another).verdicts == {"used": 1}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sc://127.0.0.1:{closed}", "no Spark Connect server answers at sc://127.0.0.1:{closed}: "),
        ("sc://", "'sc://' is no address of a Spark Connect server. write it like "),
        ("sc://127.0.0.1:many", "'sc://127.0.0.1:many' is no address of a Spark Connect server. "),
    ],
)
def test_where_there_is_no_server_a_line_says_so(tmp_path: Path, address: str, said: str) -> None:
    file = written(tmp_path / "a.csv", table(ICEWS, [icews()], ","))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        with pytest.raises(ClivageError) as refused:
            made(tmp_path / "out", file, engine=address.format(closed=port))
    assert str(refused.value).startswith(said.format(closed=port))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("", "--engine sc://... needs the client of Spark Connect: "),
        ("3.5.1", "pyspark 3.5.1 is too old for --engine sc://"),
    ],
)
def test_a_client_that_is_missing_or_too_old_is_said_with_the_command_that_helps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, said: str
) -> None:
    old = ModuleType("pyspark")
    old.__dict__["__version__"] = version
    monkeypatch.setitem(sys.modules, "pyspark", old if version else None)
    file = written(tmp_path / "a.csv", table(ICEWS, [icews()], ","))
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"sc://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ClivageError) as refused:
            made(tmp_path / "out", file, engine=address)
    assert str(refused.value).startswith(said)
    assert str(refused.value).endswith("pip install 'clivage[spark]'.")
