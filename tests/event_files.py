"""Small files of events in each format, about invented actors in invented places."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from clivage.events.counts import Counts
from clivage.events.making import make

ICEWS: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
POLECAT: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Primary Actor Sector", "Recipient Name", "Recipient Country",
    "Primary Recipient Sector", "Source", "Language",
)  # fmt: skip
ACLED: Final = (
    "event_id_cnty", "event_date", "year", "event_type", "sub_event_type", "actor1", "inter1",
    "actor2", "inter2", "country", "source", "notes",
)  # fmt: skip
PLOVER: Final = ("id", "date", "actor", "actor_sector", "recipient", "event", "source")
#: Columns of GDELT that are read, by their number from 1, the same in both.
_GDELT: Final = {
    1: "GLOBALEVENTID", 2: "SQLDATE", 6: "Actor1Code", 7: "Actor1Name", 8: "Actor1CountryCode",
    13: "Actor1Type1Code", 16: "Actor2Code", 17: "Actor2Name", 18: "Actor2CountryCode",
    23: "Actor2Type1Code", 27: "EventCode", 31: "GoldsteinScale",
}  # fmt: skip

Row = Mapping[str, str]


def gdelt(width: int) -> tuple[str, ...]:
    """Return the columns of GDELT: 57, 58 (with an address) or 61 (the second)."""
    names = [_GDELT.get(number, f"Column{number}") for number in range(1, width + 1)]
    if width > 57:
        names[-1] = "SOURCEURL"
    if width == 61:
        names[39] = "Actor1Geo_ADM2Code"
    return tuple(names)


def icews(number: int = 1, holder: str = "Arun", target: str = "Bek", **more: str) -> Row:
    """Return an event: Arun praises Bek, or what ``more`` says by heading, ``_`` for a blank."""
    row = {
        "Event ID": str(number), "Event Date": "2018-06-01", "Source Name": holder,
        "Source Country": "Ara", "CAMEO Code": "051", "Intensity": "3.4", "Target Name": target,
        "Target Country": "Bor", "Publisher": "Ara Post", "City": "Old Ferry",
    }  # fmt: skip
    return {**row, **{name.replace("_", " "): said for name, said in more.items()}}


def table(
    columns: Sequence[str],
    rows: Iterable[Row],
    separator: str = "\t",
    *,
    headings: bool = True,
    end: str = "\n",
) -> str:
    """Return rows as a table: with quotes where needed, but for tabs, where none are special."""
    lines = io.StringIO(newline="")
    how: dict[str, Any] = {"delimiter": separator, "lineterminator": end}
    if separator == "\t":
        how |= {"quoting": csv.QUOTE_NONE, "quotechar": None}
    writer = csv.writer(lines, **how)
    if headings:
        writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return lines.getvalue()


def written(path: Path, text: str | bytes, encoding: str = "utf-8") -> str:
    """Write a file, packed where its name ends in gz or zst, and return its path."""
    data = text.encode(encoding) if isinstance(text, str) else text
    if path.suffix == ".gz":
        data = gzip.compress(data)
    if path.suffix == ".zst":
        return _zstd(path, data.decode())
    path.write_bytes(data)
    return str(path)


def _zstd(path: Path, text: str) -> str:
    """Pack lines of text with zstd, which Python cannot, but DuckDB can."""
    import duckdb

    how = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01', COMPRESSION zstd"
    with duckdb.connect() as database:
        database.execute("CREATE TABLE lines (line VARCHAR)")
        database.executemany("INSERT INTO lines VALUES (?)", [[one] for one in text.splitlines()])
        database.execute(f"COPY lines TO '{path}' ({how})")
    return str(path)


def parquet(path: Path, columns: Mapping[str, str], rows: int = 1) -> str:
    """Write a Parquet file of equal rows, each column as SQL spells its value."""
    import duckdb

    chosen = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT {chosen} FROM range({rows})) TO '{path}' (FORMAT parquet)")
    return str(path)


def made(folder: Path, *files: str, **options: Any) -> Counts:  # noqa: ANN401
    """Make an event folder with little memory."""
    return make(files, folder, **{"memory": 400_000_000, "threads": 2, **options})


def dyads(folder: Path) -> list[tuple[Any, ...]]:
    """Return the dyads of a folder in order: window, holder, target, and all that is counted."""
    import duckdb

    columns = "CAST(window_start AS VARCHAR), holder, target, support, opposition, neutral"
    columns += ", support_tenths, opposition_tenths, first_day, last_day"
    with duckdb.connect() as database:
        sql = f"SELECT {columns} FROM '{folder}/dyads/*.parquet' ORDER BY ALL"
        return database.execute(sql).fetchall()


def manifest(folder: Path) -> dict[str, Any]:
    """Return what a folder says of itself."""
    read: dict[str, Any] = json.loads((folder / "events.json").read_text(encoding="utf-8"))
    return read
