"""From files of events to a folder of dyads: part by part, each done wholly or not at all."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from clivage import identifiers
from clivage.errors import ClivageError, Origin, OutputError
from clivage.events import units
from clivage.events.codes import Codes
from clivage.events.engine import Engine, Malformed, Part, written
from clivage.events.formats import Format
from clivage.events.inputs import Input
from clivage.events.statements import literal, statement, text

#: The first day of each sort of window, in SQL.
WINDOWS: Final = ("year", "quarter", "month", "week", "day", "all")
#: The file that says what an event folder holds, written last.
MANIFEST: Final = "events.json"
#: Where the work of a job lies until it is done.
UNFINISHED: Final = ".unfinished"
#: The version of the files of an event folder.
VERSION: Final = 1
FIRST: Final = datetime.date(1000, 1, 1)
LAST: Final = datetime.date(2999, 12, 31)
_SAMPLES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is made of the events.

    Attributes:
        window: length of the windows: one of `WINDOWS`.
        actor: what tells actors apart: ``name``, ``code``, ``country`` or ``type``.
        first, last: the days of the period, both included.
        least: events that a pair needs in a window to count in its balance.
    """

    format: Format
    codes: Codes
    window: str = "year"
    actor: str = "name"
    first: datetime.date = FIRST
    last: datetime.date = LAST
    least: int = 1
    encoding: str = "utf-8"

    def words(self) -> dict[str, Any]:
        """Return the settings as they stand in a manifest."""
        return {
            "format": self.format.name,
            "directed": self.format.directed,
            "codes": {
                "name": self.codes.name,
                "version": self.codes.version,
                "title": self.codes.title,
                "source": self.codes.source,
                "sha256": self.codes.sha256,
            },
            "window": self.window,
            "actor": self.actor,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "least": self.least,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done, total: rows; the total is an estimate where files are text.
        step: what is done now, in words.
    """

    done: int
    total: int
    step: str


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows that were read.

    Attributes:
        verdicts: number of events by verdict: ``used``, or why they are not.
        otherwise: used events whose own intensity is another than the table's.
        malformed: records that are no rows.
        samples: verdict, file, id, day and code of a few events that cannot be used.
        unknown: the most frequent codes that the table does not know, with their numbers.
    """

    verdicts: dict[str, int] = field(default_factory=dict)
    otherwise: int = 0
    malformed: Malformed = field(default_factory=Malformed)
    samples: tuple[tuple[str, ...], ...] = ()
    unknown: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many there were."""
        return sum(self.verdicts.values()) + self.malformed.rows


def run(
    engine: Engine,
    inputs: Sequence[Input],
    settings: Settings,
    folder: Path,
    *,
    memory: int,
    tell: Tell = lambda progress: None,
) -> Counts:
    """Make an event folder.

    What an earlier job with the same files and settings has finished is not done again.

    Args:
        folder: where it is made. One that is there is replaced when the new one is whole.

    Raises:
        ClivageError: when a file cannot be read or written; finished parts stay.
    """
    whole = list(units.parts(inputs, memory)) if engine.in_parts else [Part(tuple(inputs))]
    work = _begin(folder, inputs, settings, whole)
    total = sum(one.size for one in whole)
    done = 0
    for number, part in enumerate(whole):
        if not _is_done(work, number):

            def watch(share: float, before: int = done, size: int = part.size) -> None:
                tell(Progress(before + int(share * size), total, "reading events"))

            earlier = _add(_counts(work, before) for before in range(number))
            _do(engine, part, settings, work, number, earlier, watch)
        done += part.size
        tell(Progress(done, total, "reading events"))
    counts = _add(_counts(work, number) for number in range(len(whole)))
    tell(Progress(done, total, "putting windows together"))
    found = _finish(engine, settings, work, len(whole))
    _manifest(work, inputs, settings, engine, {**asdict(counts), "rows": counts.rows, **found})
    _put_in_place(work, folder)
    return counts


def prepare(engine: Engine, part: Part, settings: Settings) -> None:
    """Make the views ``raw``, ``events`` and ``judged`` of a part."""
    folded = {code.upper(): tenths for code, tenths in settings.codes.tenths.items()}
    rows = ", ".join(f"({literal(code)}, {tenths})" for code, tenths in folded.items())
    engine.view("signs", f"SELECT * FROM (VALUES {rows}) AS listed(code, tenths)")
    engine.read(part, settings.encoding)
    engine.view("events", statement("events", actor=settings.actor))
    engine.view(
        "judged",
        statement(
            "judged",
            first=settings.first.isoformat(),
            last=settings.last.isoformat(),
            directed=_directed(settings),
        ),
    )


def _directed(settings: Settings) -> str:
    return str(settings.format.directed).upper()


#: The first day of a window, in SQL that all engines read alike: of ``DATE_TRUNC`` Sail makes a
#: moment, which it does not know before 1678. A week is counted from a Monday before all days.
_STARTS: Final = {
    "year": "MAKE_DATE(YEAR(day), 1, 1)",
    "quarter": "MAKE_DATE(YEAR(day), CAST(FLOOR((MONTH(day) - 1) / 3) * 3 + 1 AS INT), 1)",
    "month": "MAKE_DATE(YEAR(day), MONTH(day), 1)",
    "week": "day - CAST(CAST(day - DATE '0999-12-30' AS INT) % 7 AS INT)",
    "day": "day",
}


def window_start(settings: Settings) -> str:
    """Return the first day of the window of an event, in SQL; of the only one, of the period."""
    return _STARTS.get(settings.window, f"DATE {text(settings.first.isoformat())}")


def _do(
    engine: Engine,
    part: Part,
    settings: Settings,
    work: Path,
    number: int,
    earlier: Counts,
    watch: Callable[[float], None],
) -> None:
    """Make the dyads of a part, and write what was counted last: then it is done."""
    prepare(engine, part, settings)
    engine.keep("cells", statement("cells", window_start=window_start(settings)), watch)
    verdicts = engine.rows(statement("verdicts"))
    read = ("day", "code", "intensity", f"holder_{settings.actor}", f"target_{settings.actor}")
    malformed = engine.malformed(sum(events for _, events, _ in verdicts), read)
    engine.write(statement("dyads", directed=_directed(settings)), work / f"dyads-{number}.parquet")
    attributes = statement("attributes", actor=settings.actor)
    engine.write(attributes, work / f"attributes-{number}.parquet")
    odd = {verdict for verdict, *_ in verdicts if verdict in ("day", "code")}
    samples = _samples(engine) if odd - {row[0] for row in earlier.samples} else ()
    unknown = engine.rows(statement("codes")) if "code" in odd else []
    counts = Counts(
        verdicts={verdict: events for verdict, events, _ in verdicts},
        otherwise=sum(otherwise or 0 for verdict, _, otherwise in verdicts if verdict == "used"),
        malformed=malformed,
        samples=samples,
        unknown={str(code or ""): events for code, events in unknown},
    )
    _write_json(work / f"counts-{number}.json", asdict(counts))


def _samples(engine: Engine) -> tuple[tuple[str, ...], ...]:
    """Return a few events of the part last read that cannot be used, each with its row."""
    found = [tuple(str(cell or "") for cell in row)
             for row in engine.rows(statement("samples", most=str(_SAMPLES)))]  # fmt: skip
    places = engine.locate([row[1:] for row in found])
    return tuple(
        (verdict, f"{file}:{place}" if place else file, *rest)
        for (verdict, file, *rest), place in zip(found, places, strict=True)
    )


def _begin(
    folder: Path, inputs: Sequence[Input], settings: Settings, whole: Sequence[Part]
) -> Path:
    """Return the folder of the work; what an earlier job left there stays if it is the same job."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("is a file", remedy="name a folder with -o", origin=Origin(str(folder)))
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if there and not there & {MANIFEST, UNFINISHED}:
        remedy = "name a new one with -o"
        raise OutputError("is no folder of events", remedy=remedy, origin=Origin(str(folder)))
    work = folder / UNFINISHED
    plan = {
        "version": VERSION,
        **settings.words(),
        "encoding": settings.encoding,
        "inputs": [[one.path, one.size, one.modified] for one in inputs],
        "parts": [[*(one.rows or ())] for one in whole],
    }
    file = work / "plan.json"
    if not file.exists() or _read_json(file) != json.loads(json.dumps(plan)):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        _write_json(file, plan)
    return work


def _is_done(work: Path, number: int) -> bool:
    return (work / f"counts-{number}.json").exists()


def _counts(work: Path, number: int) -> Counts:
    read = _read_json(work / f"counts-{number}.json")
    malformed = read.pop("malformed")
    samples = tuple(tuple(one) for one in malformed["samples"])
    return Counts(
        **{**read, "samples": tuple(tuple(one) for one in read["samples"])},
        malformed=Malformed(malformed["rows"], samples),
    )


def _add(several: Iterator[Counts]) -> Counts:
    verdicts: dict[str, int] = {}
    unknown: dict[str, int] = {}
    otherwise, malformed = 0, Malformed()
    samples: list[tuple[str, ...]] = []
    for one in several:
        for verdict, events in one.verdicts.items():
            verdicts[verdict] = verdicts.get(verdict, 0) + events
        for code, events in one.unknown.items():
            unknown[code] = unknown.get(code, 0) + events
        otherwise += one.otherwise
        malformed = Malformed(
            malformed.rows + one.malformed.rows,
            (*malformed.samples, *one.malformed.samples)[:_SAMPLES],
        )
        samples += one.samples
    kept = [
        row
        for verdict in ("code", "day")
        for row in [each for each in samples if each[0] == verdict][:_SAMPLES]
    ]
    return Counts(
        verdicts=dict(sorted(verdicts.items())),
        otherwise=otherwise,
        malformed=malformed,
        samples=tuple(kept),
        unknown=dict(sorted(unknown.items(), key=lambda item: (-item[1], item[0]))),
    )


def _finish(engine: Engine, settings: Settings, work: Path, parts: int) -> dict[str, Any]:
    """Put the dyads of all parts together, and what follows from them; return what there is."""
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
        merged = statement("merged", directed=_directed(settings)).replace(
            "FROM parts", "FROM several"
        )
        engine.write(merged, made / "dyads" / "shared.parquet")
    engine.read_back("dyads", sorted((made / "dyads").iterdir()))
    attributes = [written(work / f"attributes-{number}.parquet") for number in range(parts)]
    engine.read_back("attributes", [file for several in attributes for file in several])
    engine.write(statement("actors"), made / "actors.parquet", single=True)
    engine.view("pairs", statement("pairs", least=str(settings.least)))
    engine.view("triads", statement("triads"))
    engine.write(statement("balance"), made / "balance.parquet", single=True)
    ((dyads, first, last),) = engine.rows(
        "SELECT COUNT(*), MIN(first_day), MAX(last_day) FROM dyads"
    )
    days = [day.isoformat() for day in (first, last) if day]
    return {"dyads": dyads, "days": days}


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


def _manifest(
    work: Path,
    inputs: Sequence[Input],
    settings: Settings,
    engine: Engine,
    counts: dict[str, Any],
) -> None:
    # What is made of a folder knows of it what this job says of it.
    from clivage import __version__
    from clivage.events import mapping

    _write_json(
        work / "made" / MANIFEST,
        {
            "version": VERSION,
            "clivage": __version__,
            "engine": engine.name,
            **settings.words(),
            "encoding": settings.encoding,
            "base": identifiers.unpublished(work.parent.resolve().name),
            "inputs": [
                {"path": one.path, "bytes": one.size, "empty": one.layout is None} for one in inputs
            ],
            "counts": counts,
        },
    )
    mapping.write(work / "made")


def _put_in_place(work: Path, folder: Path) -> None:
    """Move what was made into the folder, the manifest last, and leave nothing else."""
    made = work / "made"
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in [*sorted({one.name for one in made.iterdir()} - {MANIFEST}), MANIFEST]:
        old = folder / name
        if old.is_dir():
            shutil.rmtree(old)
        (made / name).replace(old)
    shutil.rmtree(work)


def _write_json(path: Path, value: object) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ClivageError(f"cannot be read: {error}", origin=Origin(str(path))) from None
    return read
