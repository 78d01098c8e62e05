"""The end of a job: the dyads of its parts put together, actors, triads and balance."""

from __future__ import annotations

import datetime
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from clivage.events.engine import Engine, written
from clivage.events.settings import Settings
from clivage.events.statements import statement, text

#: Bytes of memory for each dyad, when triads are counted or what parts counted is added up.
_DYAD: Final = 1600


def finish(
    engine: Engine, settings: Settings, work: Path, parts: int, memory: int
) -> dict[str, Any]:
    """Put the dyads of all parts together, and what follows from them.

    Args:
        work: the folder of the job, in which its parts lie; the folder ``made`` is made in it.
        parts: how many there are.
        memory: bytes that may be used.

    Returns:
        How many dyads there are, and their first and last day.
    """
    made = work / "made"
    shutil.rmtree(made, ignore_errors=True)
    (made / "dyads").mkdir(parents=True)
    files = [written(work / f"dyads-{number}.parquet") for number in range(parts)]
    shared = _shared(engine, files)
    for number, several in enumerate(files):
        _settle(engine, several, made / "dyads" / f"part-{number:05}.parquet", shared)
    if shared:
        engine.read_back("parts", [file for several in files for file in several])
        engine.view("several", f"SELECT * FROM parts WHERE window_start IN ({_days(shared)})")
        merged = statement("merged", directed=settings.directed)
        for number, within in enumerate(_stretches(engine, memory, "several")):
            engine.view("stretch", f"SELECT * FROM several WHERE {within}")
            engine.write(merged, made / "dyads" / f"shared-{number:05}.parquet")
    engine.read_back("dyads", sorted((made / "dyads").iterdir()))
    attributes = [written(work / f"attributes-{number}.parquet") for number in range(parts)]
    engine.read_back("attributes", [file for several in attributes for file in several])
    engine.write(statement("actors"), made / "actors.parquet", single=True)
    _balance(engine, settings, made / "balance.parquet", memory)
    ((dyads, first, last),) = engine.rows(
        "SELECT COUNT(*), MIN(first_day), MAX(last_day) FROM dyads"
    )
    days = [day.isoformat() for day in (first, last) if day]
    return {"dyads": dyads, "days": days}


def _balance(engine: Engine, settings: Settings, path: Path, memory: int) -> None:
    """Count triads, as many windows at a time as the memory holds: no triad spans two."""
    folder = path.parent.parent / "balance"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    files = []
    for number, within in enumerate(_stretches(engine, memory, "dyads")):
        engine.view("stretch", f"SELECT * FROM dyads WHERE {within}")
        engine.keep("pairs", statement("pairs", least=str(settings.least)))
        engine.keep("arcs", statement("arcs"))
        engine.view("triads", statement("triads"))
        files.append(folder / f"{number:05}.parquet")
        engine.write(statement("balance"), files[-1], single=True)
    engine.read_back("balances", files)
    engine.write("SELECT * FROM balances ORDER BY window_start", path, single=True)


def _stretches(engine: Engine, memory: int, dyads: str) -> list[str]:
    """Return conditions for windows in a row whose dyads fit the memory together."""
    most = memory // _DYAD if engine.in_parts else sys.maxsize
    counted = engine.rows(
        f"SELECT window_start, COUNT(*) FROM {dyads} GROUP BY window_start ORDER BY window_start"
    )
    stretches: list[list[datetime.date]] = []
    rows = most
    for day, more in counted:
        if not stretches or rows + more > most:
            stretches.append([day, day])
            rows = 0
        stretches[-1][1] = day
        rows += more
    return [
        f"window_start BETWEEN DATE {text(first.isoformat())} AND DATE {text(last.isoformat())}"
        for first, last in stretches
    ] or ["TRUE"]


def _days(days: Sequence[datetime.date]) -> str:
    return ", ".join(f"DATE {text(day.isoformat())}" for day in days)


def _shared(engine: Engine, files: Sequence[Sequence[Path]]) -> list[datetime.date]:
    """Return the windows that several parts, each of some files, reach into."""
    seen: set[datetime.date] = set()
    several: set[datetime.date] = set()
    for part in files if len(files) > 1 else ():
        engine.read_back("one", part)
        days = {row[0] for row in engine.rows("SELECT DISTINCT window_start FROM one")}
        several |= seen & days
        seen |= days
    return sorted(several)


def _settle(
    engine: Engine, files: Sequence[Path], place: Path, shared: Sequence[datetime.date]
) -> None:
    """Put the dyads of a part where they belong, without those of windows that it shares."""
    if shared:
        engine.read_back("one", files)
        alone = f"SELECT * FROM one WHERE window_start NOT IN ({_days(shared)})"
        engine.write(alone, place)
        return
    for file in files:
        # What follows the first dot is the number of the file, if it has one, and the ending.
        target = place.with_name(f"{place.stem}.{file.name.partition('.')[2]}")
        try:
            os.link(file, target)
        except OSError:
            shutil.copyfile(file, target)
