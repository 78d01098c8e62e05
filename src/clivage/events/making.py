"""Make a folder of dyads out of files of events, in one call."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from clivage.errors import ClivageError, ImportFileError
from clivage.events import codes, inputs, job
from clivage.events.counts import Counts
from clivage.events.duck import DuckDB
from clivage.events.engine import Engine
from clivage.events.formats import Format
from clivage.events.inputs import Input
from clivage.events.settings import FIRST, LAST, UNFINISHED, WINDOWS, Settings, Tell

#: The table of codes of each format, where nobody chooses one.
_TABLES: Final = {
    "gdelt1": "goldstein-gdelt",
    "gdelt2": "goldstein-gdelt",
    "icews": "goldstein-icews",
    "polecat": "plover",
    "plover": "plover",
    "acled": "acled",
}
_UNITS: Final = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
#: DuckDB itself needs more than this.
_LEAST_MEMORY: Final = 200_000_000


def make(  # noqa: PLR0913
    files: Iterable[str],
    folder: Path,
    *,
    format: str = "auto",
    table: str = "",
    window: str = "year",
    actor: str = "",
    first: datetime.date = FIRST,
    last: datetime.date = LAST,
    least: int = 1,
    encoding: str = "utf-8",
    engine: str = "duckdb",
    memory: int = 4 * 10**9,
    threads: int = 0,
    tell: Tell = lambda progress: None,
) -> Counts:
    """Make an event folder out of files of events.

    Args:
        files: paths, addresses or patterns of CSV, TSV or Parquet, packed with gzip or zstd or not.
        folder: where it is made.
        format: ``gdelt1``, ``gdelt2``, ``icews``, ``polecat``, ``acled``, ``plover``, or ``auto``.
        table: what codes say, by the name of a table or the path of an own one; that of the
            format when empty.
        window: ``year``, ``quarter``, ``month``, ``week``, ``day`` or ``all``.
        actor: what tells actors apart: ``name``, ``code``, ``country`` or ``type``; that of the
            format when empty.
        first, last: the days of the period, both included.
        least: events that a pair needs in a window to count in its balance.
        engine: ``duckdb``, or the address of a Spark Connect server, ``sc://host:port``.
        memory: bytes that DuckDB may take.
        threads: how many work at a time; as many as there are processors when 0.
        tell: told how far it is.

    Raises:
        ClivageError: in one line, when something is wrong with the files or the options.
    """
    if window not in WINDOWS:
        raise ClivageError(f"no window is called {window!r}", remedy=", ".join(WINDOWS))
    if first > last:
        raise ClivageError("the first day is after the last", remedy="check --from and --until")
    if memory < _LEAST_MEMORY:
        raise ClivageError("so little memory does not suffice", remedy="allow 200MB or more")
    with opened(engine, folder, memory=memory, threads=threads) as database:
        found = inputs.look(database, files, format, encoding)
        one = next(each.layout.format for each in found if each.layout)
        settings = Settings(
            format=one,
            codes=_codes(table or _TABLES[one.name], one),
            window=window,
            actor=_actor(actor or one.actor, one, found),
            first=first,
            last=last,
            least=least,
            encoding=encoding,
        )
        return job.run(database, found, settings, folder, memory=memory, tell=tell)


@contextmanager
def opened(engine: str, folder: Path, *, memory: int, threads: int = 0) -> Iterator[Engine]:
    """Open an engine by its name or address, and close it.

    Args:
        folder: beneath it DuckDB puts what does not fit into the memory.

    Raises:
        ClivageError: when there is no such engine, or it does not answer.
    """
    database: Engine
    if engine == "duckdb":
        database = DuckDB(memory, folder / UNFINISHED / "spill", threads=threads)
    elif engine.startswith("sc://"):
        from clivage.events.spark import Spark

        database = Spark(engine, folder / UNFINISHED / "spill")
    else:
        remedy = "duckdb, or the address of a Spark Connect server such as sc://localhost:15002"
        raise ClivageError(f"no engine is called {engine!r}", remedy=remedy)
    try:
        yield database
    finally:
        database.close()


def size(text: str) -> int:
    """Return a size in words as bytes.

    Raises:
        ClivageError: when it is none.

    >>> size("4GB"), size("500 MB"), size("1.5g")
    (4000000000, 500000000, 1500000000)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", text.lower())
    if not match:
        raise ClivageError(f"{text!r} is no size", remedy="write it like 4GB or 500MB")
    unit = _UNITS[match[2]]
    if match[3]:
        unit = round(1024 ** ("kmgt".index(match[2]) + 1)) if match[2] else 1
    return int(float(match[1]) * unit)


def _codes(table: str, one: Format) -> codes.Codes:
    chosen = codes.load(table)
    if chosen.scheme and chosen.scheme != one.scheme:
        what = f"the table {chosen.name!r} is of {chosen.scheme}, and {one.name} has {one.scheme}"
        raise ClivageError(what, remedy="choose another with --codes, or name an own one")
    return chosen


def _actor(actor: str, one: Format, found: Iterable[Input]) -> str:
    """Return what tells actors apart, once every file is found to say it."""
    if actor not in one.apart():
        what = f"{one.name} does not tell actors apart by {actor}"
        raise ClivageError(what, remedy=f"choose {' or '.join(one.apart())}")
    for each in found:
        if each.layout and f"holder_{actor}" in inputs.absent(each.layout):
            what = f"the file has no column {one.headings[f'holder_{actor}']!r}"
            raise ImportFileError(f"{each.path}: {what}")
    return actor
