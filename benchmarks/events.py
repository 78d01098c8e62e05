"""Measure ``clivage events``: against bare DuckDB, against Spark and Sail, and as events grow.

``python -m benchmarks.events`` prints tables; ``--write`` puts them into docs/scale.md. Events are
generated (`benchmarks/event_data.py`). Every run is a process of its own, and what it and those
that it starts take of processor time and memory is the system's count. Runs that are compared take
turns in one session, and the median of the ratios of each turn counts.

Spark and Sail have environments of their own: CLIVAGE_SPARK_PYTHON and CLIVAGE_SAIL_PYTHON name
the Python of each (with ``pyspark``; with ``pysail`` and ``pyspark-client``). One that is not named
is left out, and so said.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks import event_data, event_plans, page

REAL = Path("../shared/data/events/icews_sample.csv")
ROWS = 50_000_000
MEMORY = 4_000_000_000
PYTHONS = {
    "duckdb": sys.executable,
    "spark": os.environ.get("CLIVAGE_SPARK_PYTHON", ""),
    "sail": os.environ.get("CLIVAGE_SAIL_PYTHON", ""),
}
#: Events that take hardly more than the start of the program.
_START = 1_000
_ENGINES = Path(__file__).with_name("event_engines.py")


@dataclass(frozen=True, slots=True)
class Took:
    """What a process took, with all those that it started.

    Attributes:
        seconds: of the processor.
        wall: seconds by the clock.
        mebibytes: of memory, at most.
    """

    seconds: float
    wall: float
    mebibytes: float


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured.

    Attributes:
        folder: for what is made.
        data: for the events.
        rows: of the largest file; the others are parts of it.
        times: how often each run takes its turn.
        engines: on which the same SQL runs.
    """

    folder: Path
    data: Path
    rows: int
    times: int
    engines: tuple[str, ...]

    def events(self, rows: int, *, hard: bool = False) -> Path:
        """Return a file of events; one that is there already is taken."""
        path = self.data / f"{'hard' if hard else 'events'}-{rows}.parquet"
        if not path.exists():
            fresh = path.with_name(f"new-{path.name}")
            _python("benchmarks.event_data", fresh, rows, *(["hard"] if hard else []))
            fresh.replace(path)
        return path

    def make(self, name: str, source: Path, *options: str) -> Took:
        """Make an event folder of months with the command."""
        words = ("events", str(source), "-o", str(self.folder / name), "--memory", str(MEMORY))
        return clivage(*words, "--window", "month", *options)

    def bare(self, engine: str, name: str, steps: event_plans.Steps, source: Path) -> Took:
        """Run steps on an engine without clivage."""
        plan = self.folder / f"{name}.json"
        settings = event_plans.settings(MEMORY, self.folder / f"{name}-spill")
        written = {"engine": engine, "source": str(source), "settings": settings, "steps": steps}
        plan.write_text(json.dumps(written), encoding="utf-8")
        return took(PYTHONS[engine], str(_ENGINES), str(plan))

    def dyads(self, name: str) -> tuple[int, int]:
        """Return how many dyads a run made, and a hash of them whatever their order."""
        folder = self.folder / name / "dyads"
        path = folder if folder.exists() else self.folder / name
        rows, mark = json.loads(_python("benchmarks.event_plans", "fingerprint", path))
        return rows, mark


def _python(module: str, *words: object) -> str:
    """Run a module in a process of its own, so that this one stays small: see `took`."""
    command = [sys.executable, "-m", module, *map(str, words)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def clivage(*words: str) -> Took:
    """Run a command of clivage."""
    return took(sys.executable, "-c", "from clivage.cli import main; main()", *words)


def took(*command: str) -> Took:
    """Run a command, and say what it took.

    The system counts the memory of the process that starts another as the other's too, until
    that runs its own program; so this one loads nothing large.

    Raises:
        SystemExit: when it fails.
    """
    start = time.perf_counter()
    log = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=log, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {said[-2000:]}")
    wall = time.perf_counter() - start
    return Took(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def in_turns(runs: dict[str, Callable[[], Took]], times: int) -> dict[str, list[Took]]:
    """Run each in its turn, several times."""
    found: dict[str, list[Took]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(run())
    return found


def table(found: dict[str, list[Took]], first: str) -> Iterator[str]:
    """Yield what runs took, each as a ratio to the first."""
    yield f"| | processor, s | wall, s | memory, MiB | against {first} |"
    yield "|---|---:|---:|---:|---:|"
    for name, runs in found.items():
        ratios = [one.seconds / two.seconds for one, two in zip(runs, found[first], strict=True)]
        seconds = statistics.median(run.seconds for run in runs)
        wall = statistics.median(run.wall for run in runs)
        most = max(run.mebibytes for run in runs)
        ratio = statistics.median(ratios)
        yield f"| {name} | {seconds:.2f} | {wall:.1f} | {most:,.0f} | {ratio:.2f} x |"


def likeness(bench: Bench) -> Iterator[str]:
    """Compare the events that are generated with the real sample."""
    rows = int(event_data.SAMPLE["events"])
    made = json.loads(_python("benchmarks.event_plans", "counted", bench.events(rows)))
    real = event_data.SAMPLE
    if REAL.exists():
        real = json.loads(_python("benchmarks.event_plans", "counted", REAL))
    yield f"\n### {rows:,} events, generated and real\n"
    yield "| | real | generated |"
    yield "|---|---:|---:|"
    for name in made:
        yield f"| {name} | {real[name]:.3f} | {made[name]:.3f} |"


def overhead(bench: Bench) -> Iterator[str]:
    """Compare the command with DuckDB running the same SQL."""
    rows = bench.rows // 5
    source = bench.events(rows)
    dyads, whole = bench.folder / "bare.parquet", bench.folder / "bare-whole"
    (whole / "dyads").mkdir(parents=True, exist_ok=True)
    steps, all_steps = event_plans.dyads(dyads), event_plans.everything(whole)
    runs = {
        "DuckDB, the same SQL: dyads": lambda: bench.bare("duckdb", "bare", steps, source),
        "DuckDB, the same SQL: all of it": lambda: bench.bare("duckdb", "all", all_steps, source),
        "`clivage events`": lambda: bench.make("made", source),
    }
    found = in_turns(runs, bench.times)
    yield f"\n### What the command adds, {rows:,} events by month\n"
    yield from table(found, next(iter(runs)))
    _, whole_runs, made = found.values()
    ratio = statistics.median(
        one.seconds / two.seconds for one, two in zip(made, whole_runs, strict=True)
    )
    yield f"\nThe command against all of it (dyads, actors, triads, balance): {ratio:.2f} x."
    yield _alike({name: bench.dyads(name) for name in ("bare.parquet", "bare-whole", "made")})


def engines(bench: Bench) -> Iterator[str]:
    """Compare engines on the same SQL."""
    for rows in (min(10_000, bench.rows // 5), bench.rows // 5):
        source = bench.events(rows)
        runs, made = {}, []
        for engine in bench.engines:
            if not PYTHONS[engine]:
                yield f"\n{engine} is left out: CLIVAGE_{engine.upper()}_PYTHON names no Python."
                continue
            made.append(f"{engine}-{rows}")
            runs[engine] = _engine(bench, engine, made[-1], source)
        yield f"\n### The same SQL for dyads on each engine, {rows:,} events by month\n"
        yield from table(in_turns(runs, bench.times), next(iter(runs)))
        bench.make("made", source)
        yield _alike({name: bench.dyads(name) for name in (*made, "made")})


def _engine(bench: Bench, engine: str, name: str, source: Path) -> Callable[[], Took]:
    def run() -> Took:
        path = bench.folder / name
        event_plans.remove(path)
        return bench.bare(engine, name, event_plans.dyads(path), source)

    return run


def _alike(found: dict[str, tuple[int, int]]) -> str:
    """Return what all results are, when they are the same.

    Raises:
        SystemExit: when they are not.
    """
    if len(set(found.values())) > 1:
        raise SystemExit(f"the results differ: {found}")
    rows, mark = next(iter(found.values()))
    return f"\nThe results are the same: {rows:,} dyads, hash {mark:x} ({', '.join(found)})."


def memory(bench: Bench) -> Iterator[str]:
    """Measure the memory that the largest files take, against what is allowed."""
    yield f"\n### Memory, {bench.rows:,} events by month with `--memory 4GB`\n"
    yield "| events | dyads | parts | processor, s | wall, s | memory, MB | of 4 GB |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, hard in (("like the sample", False), ("hard", True)):
        run = bench.make("made", bench.events(bench.rows, hard=hard))
        parts = len([*(bench.folder / "made" / "dyads").glob("part-*")])
        bytes_ = run.mebibytes * 2**20
        yield (
            f"| {name} | {bench.dyads('made')[0]:,} | {parts} | {run.seconds:.1f} | {run.wall:.1f}"
            f" | {bytes_ / 10**6:,.0f} | {bytes_ / MEMORY:.0%} |"
        )


def growth(bench: Bench) -> Iterator[str]:
    """Measure how the time grows with the events: of the dyads alone, and of all that is made."""
    yield "\n### How it grows, by month with `--memory 4GB`\n"
    yield (
        "| events | dyads alone, s | a million, s | an event"
        " | `clivage events`, s | a million, s | an event | memory, MiB |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    small = bench.events(_START)
    firsts: list[float] = []
    for share in (50, 10, 5, 2, 1):
        rows = bench.rows // share
        source = bench.events(rows)
        runs: dict[str, Callable[[], Took]] = {
            "start": partial(bench.make, "small", small),
            "bare": _engine(bench, "duckdb", f"grown-{rows}", source),
            "made": partial(bench.make, "made", source),
        }
        found = in_turns(runs, bench.times)
        start = statistics.median(run.seconds for run in found["start"])
        bare = statistics.median(run.seconds for run in found["bare"])
        made = statistics.median(run.seconds for run in found["made"]) - start
        firsts = firsts or [bare / rows, made / rows]
        cells = [
            f"{seconds:.1f} | {seconds / rows * 10**6:.2f} | {seconds / rows / first:.2f} x"
            for seconds, first in zip((bare, made), firsts, strict=True)
        ]
        most = max(run.mebibytes for run in found["made"])
        yield f"| {rows:,} | {' | '.join(cells)} | {most:,.0f} |"
    yield f"\n`clivage events` without what {_START:,} events take, the start of the program."
    yield "An event: its time as a ratio to that in the smallest file; 1 is linear."


def real(bench: Bench) -> Iterator[str]:
    """Measure the way from the real sample to a picture of it."""
    yield "\n### From the real sample of ICEWS to a network page\n"
    if not REAL.exists():
        yield f"It is not here ({REAL}), and left out."
        return
    yield _both("clivage events", bench.make("real", REAL))
    page_ = str(bench.folder / "real.html")
    try:
        yield _both("clivage render", clivage("render", str(bench.folder / "real"), "-o", page_))
    except SystemExit as error:
        yield f"`clivage render` does not take it: {str(error).splitlines()[-1]}"


def triples(bench: Bench) -> Iterator[str]:
    """Measure how fast dyads are written as N-Triples."""
    rows = bench.rows // 5
    yield f"\n### Dyads as N-Triples, {rows:,} events by month\n"
    if not find_spec("clivage.events.triples"):
        yield "clivage.events.triples is not there yet."
        return
    bench.make("made", bench.events(rows))
    file = bench.folder / "made.nt"
    run = clivage("events", str(bench.folder / "made"), "--rdf", str(file))
    count = int(subprocess.check_output(["wc", "-l", str(file)]).split()[0])
    yield (
        f"{count:,} triples in {run.wall:.1f} s by the clock and {run.seconds:.1f} s of the"
        f" processor: {count / run.wall:,.0f} a second; {run.mebibytes:,.0f} MiB of memory."
    )


def _both(name: str, run: Took) -> str:
    return f"- `{name}`: {run.seconds:.1f} s of the processor, {run.wall:.1f} s by the clock"


MEASURES = {
    "likeness": likeness,
    "overhead": overhead,
    "engines": engines,
    "memory": memory,
    "growth": growth,
    "real": real,
    "triples": triples,
}


def main(words: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.events")
    parser.add_argument("--rows", type=int, default=ROWS, help="events of the largest file")
    parser.add_argument("--times", type=int, default=3, help="turns of each run")
    parser.add_argument("--engines", default="duckdb,sail,spark", help="the first is compared with")
    parser.add_argument("--only", default=",".join(MEASURES), help="names of measurements")
    parser.add_argument("--data", type=Path, help="where events are kept for the next time")
    parser.add_argument("--write", action="store_true", help="into docs/scale.md")
    asked = parser.parse_args(words)

    def measure(folder: Path) -> Iterator[str]:
        data = asked.data or folder
        data.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, data, asked.rows, asked.times, tuple(asked.engines.split(",")))
        for name in asked.only.split(","):
            yield from MEASURES[name](bench)

    page.run(measure, Path("docs/scale.md"), "measured")


if __name__ == "__main__":
    main()
