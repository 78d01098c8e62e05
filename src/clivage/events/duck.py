"""DuckDB: in this process, within a limit of memory, and what is more goes to the disk."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clivage.errors import ClivageError, ImportFileError, Origin, OutputError
from clivage.events import duck_errors, packed, places
from clivage.events.duck_files import Reading, counted, files, group, listed, selected, table
from clivage.events.engine import HEAD, SAMPLES, Key, Malformed, Part, Watch, located
from clivage.events.inputs import Layout
from clivage.events.statements import text

if TYPE_CHECKING:
    import duckdb

#: The part of the memory that somebody allows which DuckDB may count as its own: it counts no
#: buffers of files, no results, and not itself.
_SHARE: Final = 0.7
#: Seconds between two looks at how far a statement is.
_OFTEN: Final = 0.2
#: Columns that hold no text, number or date of their own.
_NESTED: Final = ("list", "array", "struct", "map", "union")


class DuckDB:
    """An engine in this process.

    Args:
        memory: bytes that the process may take.
        folder: for what does not fit into it; it is there already.
        threads: how many work at a time; as many as there are processors when 0.

    Raises:
        ClivageError: when DuckDB is not installed.
    """

    name = "duckdb"
    in_parts = True

    def __init__(self, memory: int, folder: Path, *, threads: int = 0) -> None:
        self._connection = connect()
        self._part = Part(())
        self._reading = Reading()
        self._first: tuple[str, int, str] | None = None
        for setting, value in {
            "memory_limit": f"{int(memory * _SHARE) // 1_000_000}MB",
            "temp_directory": str(folder),
            "threads": threads or os.cpu_count() or 1,
            "preserve_insertion_order": False,
            "TimeZone": "UTC",
            "enable_progress_bar": True,
            "enable_progress_bar_print": False,
        }.items():
            self._connection.execute(f"SET {setting} = {text(str(value))}")

    def files(self, pattern: str) -> list[tuple[str, int, float]]:
        """Return the files of a pattern."""
        path = Path(pattern)
        if path.is_file():
            return [(pattern, *_status(path))]
        if path.is_dir():
            remedy = f"name its files, such as '{pattern.rstrip('/')}/*'"
            raise ImportFileError("is a folder", remedy=remedy, origin=Origin(pattern))
        with told(pattern):
            found = self.rows(f"SELECT file FROM glob({text(pattern)}) ORDER BY file")
        return [(row[0], *_status(Path(row[0]))) for row in found]

    def head(self, path: str, encoding: str) -> list[str]:
        """Return the first lines of a file that are not blank; none where it is empty."""
        with told(path):
            return [row[0] for row in self.rows(listed(path, encoding, HEAD))]

    def parquet(self, path: str) -> tuple[tuple[str, ...], int]:
        """Return the columns of a Parquet file that are no lists and the like, and its rows."""
        with told(path):
            self._run(f"SELECT * FROM {table([path])} LIMIT 0")
            columns = tuple(
                column[0]
                for column in self._connection.description or ()
                if getattr(column[1], "id", "") not in _NESTED
            )
            ((rows,),) = self.rows(
                f"SELECT SUM(num_rows) FROM parquet_file_metadata({files([path])})"
            )
        return columns, int(rows or 0)

    def read(self, part: Part, encoding: str) -> None:
        """Make the view ``raw`` of a part.

        Files of text are taken to be without fault; when a statement finds one, it begins again,
        and passes over what is no row.
        """
        self._part, self._reading, self._first = part, Reading(encoding), None
        self._see()

    def _see(self) -> None:
        sources = [
            selected(layout, paths, self._reading, self._part.rows)
            for layout, paths in group(self._part.inputs).items()
        ]
        self.view("raw", "\nUNION ALL\n".join(sources))

    def view(self, name: str, sql: str) -> None:
        """Give a statement a name."""
        self._run(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def keep(self, name: str, sql: str, watch: Watch | None = None) -> None:
        """Run a statement, and give its result a name."""
        with watched(self._connection, watch):
            self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def rows(self, sql: str) -> list[Sequence[Any]]:
        """Run a statement, and return its rows."""
        return self._run(sql)

    def write(self, sql: str, path: Path, *, single: bool = False) -> None:
        """Run a statement, and write its rows as Parquet, by a file of another name."""
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            self._run(f"COPY ({sql}) TO {text(str(fresh))} (FORMAT parquet, COMPRESSION zstd)")
            with fresh.open("rb") as file:
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            raise OutputError(error.strerror or str(error), origin=Origin(str(path))) from None
        finally:
            fresh.unlink(missing_ok=True)

    def read_back(self, name: str, paths: Sequence[Path]) -> None:
        """Give what was written a name."""
        self.view(name, f"SELECT * FROM read_parquet({files(str(path) for path in paths)})")

    def malformed(self, rows: int, fields: Collection[str]) -> Malformed:
        """Return what of the part is no row."""
        if not (self._reading.forgiving or self._reading.mixed):
            return Malformed()
        missing = self._records() - rows
        return Malformed(missing, self._samples(fields) if missing else ())

    def locate(self, found: Sequence[tuple[str, str, str, str]]) -> tuple[int, ...]:
        """Return the row of each record by its file, event, day and code; 0 where unknown."""
        layouts = {one.path: one.layout for one in self._part.inputs}

        def in_file(file: str, keys: set[Key]) -> dict[Key, int]:
            layout = layouts.get(file)
            return self._lines(file, layout, keys) if layout else {}

        return located(found, in_file)

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()

    def _lines(self, path: str, layout: Layout, wanted: Collection[Key]) -> dict[Key, int]:
        if not layout.is_parquet:
            return places.lines(path, layout, self._reading.encoding, wanted)
        keys = ", ".join(f"({', '.join(map(text, key))})" for key in sorted(wanted))
        columns = "COALESCE(event, ''), COALESCE(day, ''), COALESCE(code, '')"
        source = selected(layout, [path], self._reading, self._part.rows, numbered=True)
        sql = (
            f"SELECT {columns}, MIN(row) FROM ({source}) WHERE ({columns}) IN ({keys}) GROUP BY ALL"
        )
        return {(row[0], row[1], row[2]): row[3] for row in self.rows(sql)}

    def _records(self) -> int:
        """Return how many records the part has, rows or not."""
        if self._part.rows:
            return self._part.size
        count = 0
        for layout, paths in group(self._part.inputs).items():
            ((read,),) = self.rows(f"SELECT COUNT(*) FROM {counted(layout, paths, self._reading)}")
            count += read
            if not layout.is_parquet:
                # One record may have several faults.
                faults = "SELECT DISTINCT scan_id, file_id, line FROM reject_errors"
                count += self.rows(f"SELECT COUNT(*) FROM ({faults})")[0][0]
                self._run("DELETE FROM reject_errors")
                self._run("DELETE FROM reject_scans")
        return count

    def _samples(self, fields: Collection[str]) -> tuple[tuple[str, int, str], ...]:
        found: list[tuple[str, int, str]] = []
        for one in self._part.inputs:
            if one.layout and not one.layout.is_parquet and len(found) < SAMPLES:
                most = SAMPLES - len(found)
                lines = places.malformed(one.path, one.layout, self._reading.encoding, fields, most)
                found += [(one.path, *line) for line in lines]
        return tuple(found) or ((self._first,) if self._first else ())

    def _run(self, sql: str) -> list[Sequence[Any]]:
        import duckdb

        while True:
            try:
                return list(self._connection.execute(sql).fetchall())
            except duckdb.Error as error:
                if not self._forgives(error):
                    raise self._named(duck_errors.said(error), str(error)) from None

    def _forgives(self, error: Exception) -> bool:
        """Whether a statement can run again: what it stumbled over is passed over from now on."""
        mixed, record = duck_errors.mixed(error), duck_errors.record(error)
        # With quotes, so much of such a file may be taken for one record that it is refused.
        plain = {one.path for one in self._part.inputs if one.layout and not one.layout.quote}
        if mixed in plain - self._reading.mixed:
            self._reading = replace(self._reading, mixed=self._reading.mixed | {mixed})
        elif (record or mixed) and not self._reading.forgiving:
            self._first = record
            self._reading = replace(self._reading, forgiving=True)
        else:
            return False
        for one in self._part.inputs:
            if one.path.lower().endswith(".gz"):
                packed.whole_gzip(one.path)
        self._see()
        return True

    def _named(self, error: ClivageError, whole: str) -> ClivageError:
        """Return an error of reading with the file at which it came up."""
        if not isinstance(error, ImportFileError) or error.origin:
            return error
        paths = [one.path for one in self._part.inputs if one.layout]
        named = [path for path in paths if path in whole]
        at = max(named, key=len) if named else self._unreadable()
        return error.at(Origin(at)) if at else error

    def _unreadable(self) -> str:
        """Return the first file of the part that cannot be read to its end."""
        import duckdb

        for layout, paths in group(self._part.inputs).items():
            for path in paths:
                try:
                    source = selected(layout, [path], self._reading, self._part.rows)
                    self._connection.execute(f"SELECT COUNT(COLUMNS(*)) FROM ({source})").fetchall()
                except duckdb.Error:
                    return path
        return ""


@contextlib.contextmanager
def watched(connection: duckdb.DuckDBPyConnection, watch: Watch | None) -> Iterator[None]:
    """Tell from time to time how far the statement is that a connection runs meanwhile."""
    if watch is None:
        yield
        return
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_OFTEN):
            watch(max(0.0, connection.query_progress() / 100))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()


def connect() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory.

    Raises:
        ClivageError: when DuckDB is not installed.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        remedy = "install it with: pip install 'clivage[events]'"
        raise ClivageError("events need DuckDB, which is not installed", remedy=remedy) from None
    return duckdb.connect(config={"autoinstall_known_extensions": "true"})


def _status(path: Path) -> tuple[int, float]:
    """Return size and time of change of a file; 0 where it is not here."""
    if not path.is_file():
        return 0, 0.0
    status = path.stat()
    return status.st_size, status.st_mtime


@contextlib.contextmanager
def told(path: str) -> Iterator[None]:
    """Name the file where an error does not."""
    import duckdb

    try:
        yield
    except ClivageError as error:
        raise error.at(Origin(path)) from None
    except duckdb.Error as error:
        raise duck_errors.said(error).at(Origin(path)) from None
