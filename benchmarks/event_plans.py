"""The SQL of ``clivage events`` as steps, to run it without clivage, and what came out of it.

``python -m benchmarks.event_plans fingerprint|counted FILE`` looks at a file in a process of its
own: what the process that measures has in memory would count as its children's.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from clivage.events import codes, job
from clivage.events.engine import Part
from clivage.events.formats import FIELDS, named
from clivage.events.settings import Settings
from clivage.events.statements import statement

#: What to do, a name or a path, and a statement.
Steps = list[tuple[str, str, str]]

#: The share of the memory that clivage lets DuckDB count as its own.
_SHARE: Final = 0.7
#: The largest below 2^63.
_PRIME: Final = 9223372036854775783
_MONTH: Final = "CAST(DATE_TRUNC('month', day) AS DATE)"


class _Noted:
    """Notes the views that a job would make."""

    def __init__(self) -> None:
        self.steps: Steps = []

    def view(self, name: str, sql: str) -> None:
        self.steps.append(("view", name, sql))

    def read(self, part: Part, encoding: str) -> None:
        """Note how the fields of a record are found in the view ``source``: text, or NULL."""
        headings = named("icews").headings
        fields = [
            f"NULLIF(NULLIF(TRIM(CAST({headings[name]} AS STRING)), ''), 'NA') AS {name}"
            if name in ("event", "day", "holder_name", "target_name", "code", "intensity", "source")
            else f"CAST(NULL AS STRING) AS {name}"
            for name in FIELDS
        ]
        self.view("raw", f"SELECT {', '.join(fields)}, '' AS file FROM source")


def _start() -> Steps:
    noted: Any = _Noted()
    settings = Settings(format=named("icews"), codes=codes.load("goldstein-icews"))
    job.prepare(noted, Part(()), settings)
    steps: Steps = noted.steps
    return steps


def dyads(path: Path) -> Steps:
    """Return the steps from events to a file of dyads."""
    cells = ("view", "cells", statement("cells", window_start=_MONTH))
    return [*_start(), cells, ("write", str(path), statement("dyads", directed="TRUE"))]


def everything(folder: Path) -> Steps:
    """Return the steps to all that an event folder holds, without parts or a manifest."""
    dyads, attributes = folder / "dyads" / "all.parquet", folder / "attributes.parquet"
    return [
        *_start(),
        ("keep", "cells", statement("cells", window_start=_MONTH)),
        ("rows", "", statement("verdicts")),
        ("write", str(dyads), statement("dyads", directed="TRUE")),
        ("write", str(attributes), statement("attributes", actor="name")),
        ("view", "dyads", f"SELECT * FROM '{dyads}'"),
        ("view", "attributes", f"SELECT * FROM '{attributes}'"),
        ("write", str(folder / "actors.parquet"), statement("actors")),
        ("view", "stretch", "SELECT * FROM dyads"),
        ("keep", "pairs", statement("pairs", least="1")),
        ("keep", "arcs", statement("arcs")),
        ("view", "triads", statement("triads")),
        ("write", str(folder / "balance.parquet"), statement("balance")),
    ]


def settings(memory: int, spill: Path) -> dict[str, str]:
    """Return the settings of DuckDB that clivage gives it."""
    return {
        "memory_limit": f"{int(memory * _SHARE) // 10**6}MB",
        "temp_directory": str(spill),
        "threads": str(os.cpu_count() or 1),
        "preserve_insertion_order": "false",
    }


def fingerprint(path: Path) -> tuple[int, int]:
    """Return how many dyads there are in a file or folder, and a sum of their hashes."""
    import duckdb

    files = path if path.is_file() else path / "*.parquet"
    columns = (
        "window_start, holder, target, directed, support, opposition, neutral, support_tenths,"
        " opposition_tenths, first_day, last_day"
    )
    mark = f"SUM(CAST(hash(concat_ws('|', {columns})) AS HUGEINT)) % {_PRIME}"
    sql = f"SELECT COUNT(*), {mark} FROM read_parquet('{files}') WHERE holder IS NOT NULL"
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        ((rows, mark),) = database.execute(sql).fetchall()
    return rows, int(mark or 0)


def remove(path: Path) -> None:
    """Remove a file or a folder, where there is one."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def counted(path: Path) -> dict[str, float]:
    """Count in events what `benchmarks.event_data.SAMPLE` says of the real ones."""
    import duckdb

    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        scan = f"read_csv('{path}', all_varchar = true)" if path.suffix == ".csv" else f"'{path}'"
        database.execute(f"CREATE VIEW made AS SELECT * FROM {scan}")
        database.execute(
            "CREATE TABLE pairs AS SELECT LEAST(source_name, target_name) AS a,"
            " GREATEST(source_name, target_name) AS b, COUNT(*) AS n FROM made GROUP BY ALL"
        )
        database.execute(
            "CREATE TABLE ends AS SELECT a, SUM(n) AS n FROM (SELECT a, n FROM pairs UNION ALL"
            " SELECT b, n FROM pairs) GROUP BY a"
        )

        def one(sql: str) -> float:
            rows: Sequence[Any] = database.execute(sql).fetchall()
            return float(rows[0][0])

        def most(table: str, top: int) -> float:
            return one(f"SELECT SUM(n) FROM (FROM {table} ORDER BY n DESC LIMIT {top})")

        events = one("SELECT COUNT(*) FROM made")
        ordered = "SELECT COUNT(*) FROM (SELECT DISTINCT source_name, target_name FROM made)"
        triads = (
            "SELECT COUNT(*) FROM pairs x JOIN pairs y ON x.b = y.a"
            " JOIN pairs z ON z.a = x.a AND z.b = y.b"
        )
        within = "SELECT COUNT(*) FROM made WHERE source_country = target_country"
        sign = "SELECT COUNT(*) FROM made WHERE CAST(intensity AS DOUBLE)"
        return {
            "ordered pairs an event": one(ordered) / events,
            "unordered pairs an event": one("SELECT COUNT(*) FROM pairs") / events,
            "actors an event": one("SELECT COUNT(*) FROM ends") / events,
            "ends at the 10 most frequent actors": most("ends", 10) / events / 2,
            "ends at the 100 most frequent actors": most("ends", 100) / events / 2,
            "events of the 10 most frequent pairs": most("pairs", 10) / events,
            "events of the 100 most frequent pairs": most("pairs", 100) / events,
            "events within a country": one(within) / events,
            "events that support": one(f"{sign} > 0") / events,
            "events that oppose": one(f"{sign} < 0") / events,
            "triads an event": one(triads) / events,
        }


if __name__ == "__main__":
    look = {"fingerprint": fingerprint, "counted": counted}[sys.argv[1]]
    print(json.dumps(look(Path(sys.argv[2]))))
