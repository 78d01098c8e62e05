"""From files of events to a folder of dyads: part by part, each done wholly or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clivage import identifiers, replacing
from clivage.errors import ClivageError, Origin, OutputError
from clivage.events import units
from clivage.events.counts import Counts, added
from clivage.events.engine import SAMPLES, Engine, Part
from clivage.events.finishing import finish
from clivage.events.inputs import Input
from clivage.events.settings import MANIFEST, UNFINISHED, VERSION, Progress, Settings, Tell
from clivage.events.statements import literal, statement


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
    _check(folder)
    with _alone(folder):
        return _run(engine, inputs, settings, folder, whole, memory, tell)


def _run(
    engine: Engine,
    inputs: Sequence[Input],
    settings: Settings,
    folder: Path,
    whole: Sequence[Part],
    memory: int,
    tell: Tell,
) -> Counts:
    work = _begin(folder, inputs, settings, whole)
    total = sum(one.size for one in whole)
    done = 0
    counted: list[Counts] = []
    for number, part in enumerate(whole):
        if not _is_done(work, number):

            def watch(share: float, before: int = done, size: int = part.size) -> None:
                tell(Progress(before + int(share * size), total, "reading events"))

            _do(engine, part, settings, work, number, added(counted), watch)
        counted.append(Counts.of_words(_read(work / f"counts-{number}.json")))
        done += part.size
        tell(Progress(done, total, "reading events"))
    counts = added(counted)
    tell(Progress(done, total, "putting windows together"))
    found = finish(engine, settings, work, len(whole), memory)
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
            directed=settings.directed,
        ),
    )


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
    engine.keep("cells", statement("cells", window_start=settings.window_start), watch)
    verdicts = engine.rows(statement("verdicts"))
    read = ("day", "code", "intensity", f"holder_{settings.actor}", f"target_{settings.actor}")
    malformed = engine.malformed(sum(events for _, events, _ in verdicts), read)
    engine.write(statement("dyads", directed=settings.directed), work / f"dyads-{number}.parquet")
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
    _write(work / f"counts-{number}.json", asdict(counts))


def _samples(engine: Engine) -> tuple[tuple[str, ...], ...]:
    """Return a few events of the part last read that cannot be used, each with its row."""
    rows = engine.rows(statement("samples", most=str(SAMPLES)))
    found = [tuple(str(cell or "") for cell in row) for row in rows]
    places = engine.locate([(file, event, day, code) for _, file, event, day, code in found])
    return tuple(
        (verdict, f"{file}:{place}" if place else file, *rest)
        for (verdict, file, *rest), place in zip(found, places, strict=True)
    )


def _check(folder: Path) -> None:
    """Refuse a folder that holds something else than events."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("is a file", remedy="name a folder with -o", origin=Origin(str(folder)))
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    strange = MANIFEST in there and not _is_ours(folder / MANIFEST)
    if strange or (there and not there & {MANIFEST, UNFINISHED}):
        remedy = "name a new one with -o"
        raise OutputError("is no folder of events", remedy=remedy, origin=Origin(str(folder)))


def _is_ours(manifest: Path) -> bool:
    """Whether a file of that name is one that a job has written."""
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and {"clivage", "codes", "window"} <= said.keys()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other jobs out of a folder; where the system has no such lock, nobody is kept out."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what, remedy = "another job works in it", "wait for it, or name another with -o"
            raise OutputError(what, remedy=remedy, origin=Origin(str(folder))) from None
        yield
    finally:
        os.close(handle)


def _begin(
    folder: Path, inputs: Sequence[Input], settings: Settings, whole: Sequence[Part]
) -> Path:
    """Return the folder of the work; what an earlier job left there stays if it is the same job."""
    from clivage import __version__

    work = folder / UNFINISHED
    plan = {
        "version": VERSION,
        "clivage": __version__,
        **settings.words(),
        "encoding": settings.encoding,
        "inputs": [[one.path, one.size, one.modified] for one in inputs],
        "parts": [[len(one.inputs), *(one.rows or ())] for one in whole],
    }
    file = work / "plan.json"
    if not file.exists() or _read(file) != json.loads(json.dumps(plan)):
        file.unlink(missing_ok=True)  # first: what is half removed is no job to go on with
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        _write(file, plan)
    return work


def _is_done(work: Path, number: int) -> bool:
    return (work / f"counts-{number}.json").exists()


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

    _write(
        work / "made" / MANIFEST,
        {
            "version": VERSION,
            "clivage": __version__,
            "engine": engine.name,
            **settings.words(),
            "encoding": settings.encoding,
            "base": identifiers.unpublished(work.parent.resolve().name),
            "inputs": [
                {
                    "path": one.path,
                    "bytes": one.size,
                    "modified": one.modified,
                    "empty": one.layout is None,
                }
                for one in inputs
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
    (work / "plan.json").unlink()  # first: what is half removed is no job to go on with
    shutil.rmtree(work)


def _write(path: Path, value: object) -> None:
    replacing.write_all({path: json.dumps(value, ensure_ascii=False, indent=1)})


def _read(path: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ClivageError(f"cannot be read: {error}", origin=Origin(str(path))) from None
    return read
