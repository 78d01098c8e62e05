"""The tables of an SQLite file that a stranger wrote, read without writing and without trust.

The file is opened immutable, so that nothing is written beside it. Views, virtual tables and
generated columns, which compute instead of hold, count as absent. A damaged or made-up file can
tell SQLite to give more rows than it has bytes; counts that its size bounds end that.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded

#: A value of SQLite; text has become `str`.
Cell: TypeAlias = "int | float | str | bytes | None"
Row: TypeAlias = tuple[Cell, ...]

#: Bytes that one cell may have.
_LARGEST_CELL: Final = 64 * bounded.MEBIBYTE
#: A row takes at least so many bytes of the file.
_SMALLEST_ROW: Final = 4
#: Text in UTF-16 grows by a half when it becomes UTF-8, and a page may be read from two tables.
_GROWTH: Final = 4
#: Steps of SQLite's machine: some to begin with, and so many for each byte of the file.
_STEPS: Final = 20_000_000
_STEPS_A_BYTE: Final = 50
_AT_ONCE: Final = 100_000
_TOO_MUCH: Final = "gives more than it has bytes for: damaged, or made to fill a memory"
_LARGEST_INTEGER: Final = (1 << 63) - 1


class Tables:
    """An open file. Its errors are `ImportFileError`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, size: int) -> None:
        self._connection = connection
        self._origin = Origin(str(path))
        self._rows_left = size // _SMALLEST_ROW
        self._bytes_left = size * _GROWTH
        self._calls_left = (_STEPS + size * _STEPS_A_BYTE) // _AT_ONCE
        #: How many cells held bytes that are not UTF-8, up to now.
        self.mended = 0
        connection.text_factory = self._text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
        connection.set_progress_handler(self._too_long, _AT_ONCE)
        with self._clear():
            for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
                connection.execute(f"PRAGMA {pragma}")
            found = self._connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
            )
            self._names = {str(name).upper(): str(name) for (name,) in found}

    def has(self, table: str) -> bool:
        """Whether there is such a table."""
        return table in self._names

    def columns(self, table: str) -> set[str]:
        """Return the columns that a table has, in lower case; none where there is no table."""
        if not self.has(table):
            return set()
        with self._clear():
            described = self._connection.execute(f"PRAGMA table_info({self._quoted(table)})")
            return {str(row[1]).lower() for row in described}

    def rows(self, table: str, *columns: str, maybe: tuple[str, ...] = ()) -> Iterator[Row]:
        """Give the rows of a table in the order in which they were written.

        Args:
            columns: columns that it must have.
            maybe: further columns; None in the place of those that it has not.

        Raises:
            ImportFileError: when it has not, or the file is damaged.
        """
        known = self.columns(table)
        if not known:
            self._fail(f"has no table {table}, so it is no database of DNA")
        for column in columns:
            if column.lower() not in known:
                self._fail(f"the table {table} has no column {column!r}")
        taken = [*columns, *(one if one.lower() in known else "NULL" for one in maybe)]
        query = f"SELECT {', '.join(taken)} FROM {self._quoted(table)} ORDER BY rowid"
        with self._clear():
            for row in self._connection.execute(query):
                self._count(row)
                yield row

    def count(self, table: str) -> int:
        """Return how many rows a table has; 0 where there is none."""
        if not self.has(table):
            return 0
        with self._clear():
            # With a limit the rows are stepped through, which can be interrupted.
            some = f"SELECT 1 FROM {self._quoted(table)} LIMIT {self._rows_left + 1}"
            many = int(self._connection.execute(f"SELECT count(*) FROM ({some})").fetchone()[0])
        self._rows_left -= many
        if self._rows_left < 0:
            self._fail(_TOO_MUCH)
        return many

    def _quoted(self, table: str) -> str:
        name = self._names[table].replace('"', '""')
        return f'"{name}"'

    def _text(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            self.mended += 1
            return data.decode(errors="replace")

    def _too_long(self) -> bool:
        self._calls_left -= 1
        return self._calls_left < 0

    def _count(self, row: Row) -> None:
        self._rows_left -= 1
        self._bytes_left -= sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if self._rows_left < 0 or self._bytes_left < 0:
            self._fail(_TOO_MUCH)

    def _fail(self, what: str) -> NoReturn:
        raise ImportFileError(what, origin=self._origin)

    @contextlib.contextmanager
    def _clear(self) -> Iterator[None]:
        """Let what SQLite says become an error of ours."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if str(error) == "interrupted":
                self._fail("takes longer to read than its size allows: damaged, or made to")
            self._fail(f"cannot be read as an SQLite database: {error}")
        except (sqlite3.Error, OverflowError, MemoryError, ValueError) as error:
            self._fail(f"cannot be read as an SQLite database: {error}")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Tables]:
    """Open an SQLite file for reading; nothing is written, not even a lock.

    Raises:
        ImportFileError: when it cannot be read, or another program has not finished writing it.
    """
    origin = Origin(str(path))
    size = _size(path, origin)
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.is_file() and beside.stat().st_size:
            what = f"has changes that are not in it yet, but in {beside.name}"
            remedy = "close the program that has it open, and open it there once more if it crashed"
            raise ImportFileError(what, remedy=remedy, origin=origin)
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
    except sqlite3.Error as error:
        raise ImportFileError(f"cannot be opened: {error}", origin=origin) from None
    with contextlib.closing(connection):
        yield Tables(connection, path, size)


def _size(path: Path, origin: Origin) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ImportFileError(f"cannot be read: {error.strerror}", origin=origin) from None
    if size > bounded.LARGEST:
        what = f"has {size:,} bytes; {bounded.LARGEST:,} are read at most"
        raise ImportFileError(what, remedy="split it", origin=origin)
    return size


def whole(cell: Cell) -> int | None:
    """Return a cell as a whole number, also where it was written as text; None: it is none.

    >>> whole("12"), whole(12.0), whole(None), whole("twelve"), whole(1e300)
    (12, 12, None, None, None)
    """
    if isinstance(cell, str):
        cell = cell.strip()
        number = cell.removeprefix("-")
        return int(cell) if number.isascii() and number.isdigit() and len(number) < 19 else None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < _LARGEST_INTEGER else None
    return cell if isinstance(cell, int) else None


def words(cell: Cell) -> str:
    """Return a cell as text, whatever SQLite stored it as.

    >>> words(None), words(109), words(b"a"), words(" a ")
    ('', '109', 'a', ' a ')
    """
    if isinstance(cell, bytes):
        return cell.decode(errors="replace")
    return "" if cell is None else str(cell)
