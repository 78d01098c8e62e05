"""Spark, at an address: Apache Spark, Sail, or another server of Spark Connect.

The server reads and writes the files, so it has to see the same folders as this machine.
"""

from __future__ import annotations

import gzip
import io
import itertools
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clivage.errors import ClivageError, ImportFileError, Origin, OutputError
from clivage.events import packed, places
from clivage.events.engine import HEAD, SAMPLES, Key, Malformed, Part, Watch, located, written
from clivage.events.inputs import Layout
from clivage.events.spark_files import Source, escaped, known, lines, sources
from clivage.events.spark_session import connect, end, telling

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame

#: Rows of a file of Parquet among which one is looked for, and by what.
_MOST: Final = 2_000_000
_KEY: Final = ("event", "day", "code")
#: Columns that hold no text, number or date of their own.
_NESTED: Final = ("array", "large_list", "list", "fixed_size_list", "map", "struct", "variant")


class Spark:
    """An engine at an address.

    Args:
        address: ``sc://host:port``.
        folder: for what is made on the way; the cluster writes there, and this machine reads.

    Raises:
        ClivageError: when there is no client here, or no server there.
    """

    name = "spark"
    in_parts = False

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder.absolute()
        self._session = connect(address)
        self._part: tuple[Part, str] = (Part(()), "utf-8")
        self._sources: list[Source] = []
        self._types: dict[str, tuple[str, ...]] = {}
        # Sail gives its own version here, and Apache Spark the same twice.
        ((told,),) = self.rows("SELECT version()")
        with telling(address):
            self._is_spark = str(told).split()[0] == self._session.version

    def files(self, pattern: str) -> list[tuple[str, int, float]]:
        """Return the files of a pattern, those of this machine by their whole path."""
        path = Path(pattern)
        if path.is_dir():
            remedy = f"name its files, such as '{pattern.rstrip('/')}/*'"
            raise ImportFileError("is a folder", remedy=remedy, origin=Origin(pattern))
        found = [path] if path.is_file() else _fitting(path)
        here = [(str(one.absolute()), one.stat()) for one in found if one.is_file()]
        if here:
            return [(name, status.st_size, status.st_mtime) for name, status in here]
        return self._distant(pattern)

    def head(self, path: str, encoding: str) -> list[str]:
        """Return the first lines of a file that are not blank; none where it is empty."""
        known(encoding, is_spark=self._is_spark)
        if Path(path).is_file() and not path.lower().endswith(".zst"):
            return _first_lines(path, encoding)
        with self._telling(path):
            names = [escaped(path, is_spark=self._is_spark)]
            read = known(encoding, is_spark=self._is_spark)
            frame = lines(self._session, names, read, header=False)
            found = frame.limit(HEAD).collect()
            return [row[0] for row in found if row[0] and row[0].strip()]

    def parquet(self, path: str) -> tuple[tuple[str, ...], int]:
        """Return the columns of a Parquet file that are no lists and the like, and its rows."""
        with self._telling(path):
            if Path(path).is_file():
                types, rows = _footer(path)
            else:
                frame = self._session.read.parquet(escaped(path, is_spark=self._is_spark))
                types = {one.name: one.dataType.simpleString() for one in frame.schema.fields}
                rows = frame.count()
        self._types[path] = tuple(types.values())
        return tuple(name for name, kind in types.items() if not kind.startswith(_NESTED)), rows

    def read(self, part: Part, encoding: str) -> None:
        """Make the view ``raw`` of all files.

        Raises:
            OutputError: when what the cluster writes is not seen here, before much is done.
        """
        self._write("SELECT 1 AS one", self._folder / "seen")
        self._part = part, encoding
        self._sources = sources(
            part.inputs,
            self._types,
            known(encoding, is_spark=self._is_spark),
            is_spark=self._is_spark,
        )
        with telling(self._address):
            for number, source in enumerate(self._sources):
                source.frame(self._session).createOrReplaceTempView(f"source_{number}")
        selected = [one.selected(f"source_{number}") for number, one in enumerate(self._sources)]
        self.view("raw", "\nUNION ALL\n".join(selected))

    def view(self, name: str, sql: str) -> None:
        """Give a statement a name."""
        with telling(self._address):
            self._session.sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def keep(self, name: str, sql: str, watch: Watch | None = None) -> None:
        """Run a statement, and give its result a name: a folder of files that are read from it."""
        try:
            with self._watched(watch):
                self._write(sql, self._folder / name)
        except ImportFileError:
            self._look_into_packed()
            raise
        self.read_back(name, [self._folder / name])

    def rows(self, sql: str) -> list[Sequence[Any]]:
        """Run a statement, and return its rows."""
        with telling(self._address):
            return [tuple(row) for row in self._session.sql(sql).collect()]

    def write(self, sql: str, path: Path, *, single: bool = False) -> None:
        """Run a statement, and write its rows as Parquet, by a folder that the cluster makes."""
        path = path.absolute()
        fresh = path.with_name(f".{path.name}.new")
        self._write(sql, fresh)
        try:
            for old in written(path):
                old.unlink()
            files = sorted(fresh.glob("*.parquet"))
            if single and len(files) > 1:
                files = [_joined(files, fresh / "whole")]
            for number, file in enumerate(files):
                numbered = path.with_name(f"{path.stem}.{number:05}{path.suffix}")
                file.replace(numbered if len(files) > 1 else path)
            shutil.rmtree(fresh)
        except OSError as error:
            raise OutputError(error.strerror or str(error), origin=Origin(str(path))) from None

    def read_back(self, name: str, paths: Sequence[Path]) -> None:
        """Give what was written a name."""
        names = [escaped(str(path.absolute()), is_spark=self._is_spark) for path in paths]
        with telling(self._address):
            self._session.read.parquet(*names).createOrReplaceTempView(name)

    def malformed(self, rows: int, fields: Collection[str]) -> Malformed:
        """Return what is no row.

        Bytes that are not of the encoding are no fault here: they are read as U+FFFD.
        """
        if not any(one.counts_faults for one in self._sources):
            return Malformed()
        counts = " UNION ALL ".join(
            f"SELECT COUNT(*) AS records FROM source_{number}"
            for number in range(len(self._sources))
        )
        ((records,),) = self.rows(f"SELECT CAST(SUM(records) AS BIGINT) FROM ({counts}) AS counts")
        missing = records - rows
        return Malformed(missing, tuple(self._samples()) if missing else ())

    def locate(self, found: Sequence[tuple[str, str, str, str]]) -> tuple[int, ...]:
        """Return the row of each record by its file, event, day and code; 0 where unknown."""
        part, encoding = self._part
        layouts = {one.path: one.layout for one in part.inputs}

        def in_file(file: str, keys: set[Key]) -> dict[Key, int]:
            layout = layouts.get(file)
            return _places(file, layout, encoding, keys) if layout else {}

        return located(found, in_file)

    def close(self) -> None:
        """Let go of everything."""
        end(self._session)

    def _distant(self, pattern: str) -> list[tuple[str, int, float]]:
        """Return the files of a pattern that the cluster alone sees."""
        reader = self._session.read.format("binaryFile")
        try:
            with telling(self._address):
                frame = reader.load(pattern).select("path", "length", "modificationTime")
                found = sorted(frame.collect())
        except ClivageError as error:
            if "PATH_NOT_FOUND" in error.what:
                return []
            raise error.at(Origin(pattern)) from None
        if len(found) == 1:
            return [(pattern, found[0][1], found[0][2].timestamp())]
        return [(row[0], row[1], row[2].timestamp()) for row in found]

    def _write(self, sql: str, place: Path) -> None:
        """Let the cluster write a folder, and see that it is here."""
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        with telling(self._address):
            frame = self._session.sql(sql)
            frame.write.mode("overwrite").option("compression", "zstd").parquet(str(place))
            if not any(place.glob("*.parquet")):
                _write_empty(frame, place)

    @contextmanager
    def _watched(self, watch: Watch | None) -> Iterator[None]:
        """Tell how far a statement is, where the server says so."""
        if watch is None:
            yield
            return

        def look(stages: Any, **_: object) -> None:  # noqa: ANN401
            total = sum(stage.num_tasks for stage in stages or ())
            if total:
                watch(sum(stage.num_completed_tasks for stage in stages) / total)

        self._session.registerProgressHandler(look)
        try:
            yield
        finally:
            self._session.removeProgressHandler(look)

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Name the file where an error does not."""
        try:
            with telling(self._address):
                yield
        except ImportFileError as error:
            raise error.at(Origin(path)) from None

    def _look_into_packed(self) -> None:
        """Name a packed file that is damaged, where a server says only that there is one."""
        for one in self._part[0].inputs:
            if one.path.lower().endswith(".gz"):
                packed.whole_gzip(one.path)

    def _samples(self) -> Iterator[tuple[str, int, str]]:
        part, encoding = self._part
        found = (
            (one.path, *line)
            for one in part.inputs
            if one.layout and not one.layout.is_parquet
            for line in places.malformed(one.path, one.layout, encoding, (), SAMPLES)
        )
        return itertools.islice(found, SAMPLES)


def _fitting(pattern: Path) -> list[Path]:
    """Return the files of this machine that fit a pattern with ``*``, in the order of names."""
    try:
        return sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
    except ValueError:  # not a pattern, though maybe one of an address
        return []


def _joined(files: Sequence[Path], whole: Path) -> Path:
    """Put files of Parquet together in one, of which Sail makes several in any case."""
    from pyarrow import parquet

    schema = parquet.read_schema(files[0])
    with parquet.ParquetWriter(whole, schema, compression="zstd") as writer:
        for file in files:
            with parquet.ParquetFile(file) as read:
                for batch in read.iter_batches():
                    writer.write_batch(batch.cast(schema))
    return whole


def _write_empty(frame: DataFrame, place: Path) -> None:
    """Write a file without rows, where Sail writes none.

    Raises:
        OutputError: when there are rows, so that files must have been written somewhere else.
    """
    from pyarrow import parquet

    if frame.limit(1).count():
        what = f"the cluster wrote to {place.parent}, which this machine does not see"
        raise OutputError(what, remedy="name a folder with -o that both share")
    place.mkdir(parents=True, exist_ok=True)
    parquet.write_table(frame.limit(0).toArrow(), place / "empty.parquet")


def _footer(path: str) -> tuple[dict[str, str], int]:
    """Return the types of the columns of a Parquet file of this machine, and its rows."""
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            return {one.name: str(one.type) for one in file.schema_arrow}, file.metadata.num_rows
    except (ArrowException, OSError):
        remedy = "fetch it again"
        raise ImportFileError("is no Parquet, or cut off", remedy=remedy) from None


def _places(
    path: str, layout: Layout, encoding: str, wanted: Collection[tuple[str, str, str]]
) -> dict[tuple[str, str, str], int]:
    """Return where a file of this machine first has an event, day and code; not all are found."""
    if not layout.is_parquet:
        return places.lines(path, layout, encoding, wanted)
    if not Path(path).is_file():
        return {}
    from pyarrow import parquet

    where = dict(layout.fields)
    names = {field: layout.columns[where[field]] for field in _KEY if field in where}
    found: dict[tuple[str, str, str], int] = {}
    row = 0
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=list(names.values())):
            columns = [
                batch.column(names[field]).to_pylist() if field in names else [None] * len(batch)
                for field in _KEY
            ]
            for cells in zip(*columns, strict=True):
                row += 1
                event, day, code = (_spelt(cell, layout.format.missing) for cell in cells)
                if (event, day, code) in wanted:
                    found.setdefault((event, day, code), row)
            if row > _MOST or len(found) == len(wanted):
                break
    return found


def _spelt(cell: object, missing: str) -> str:
    text = "" if cell is None else str(cell).strip(" ")
    return "" if text == missing else text


def _first_lines(path: str, encoding: str) -> list[str]:
    """Return the first lines of a file of this machine."""
    is_packed = path.lower().endswith(".gz")
    try:
        with (gzip.open if is_packed else open)(path, "rb") as file:
            text = io.TextIOWrapper(file, encoding=encoding, errors="replace")
            return list(
                itertools.islice((line.rstrip("\n") for line in text if line.strip()), HEAD)
            )
    except OSError as error:
        if is_packed:
            packed.whole_gzip(path)
        raise ImportFileError(error.strerror or str(error), origin=Origin(path)) from None
    except EOFError:
        raise ImportFileError(
            "is cut off", remedy="fetch or pack it again", origin=Origin(path)
        ) from None
