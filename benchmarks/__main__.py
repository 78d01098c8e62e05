"""Run every measurement and print tables; ``--write`` puts them into docs/benchmarks.md too."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import columns, signed
from benchmarks.generate import generate
from clivage import coding
from clivage.export import FORMATS, Material

SIZES = ((2_500, 25), (5_000, 50), (10_000, 100))
#: How often a command runs; the least time counts.
RUNS = 3
_PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def growth(folder: Path, found: dict[str, float]) -> Iterator[str]:
    """Measure how check and build grow with the corpus."""
    yield "\n## How check and build grow\n"
    yield "| statements | texts | check, s | a statement | build, s | a statement |"
    yield "|---:|---:|---:|---:|---:|---:|"
    first: tuple[float, float] | None = None
    for statements, texts in SIZES:
        corpus = folder / f"corpus-{statements}"
        generate(corpus, statements=statements, texts=texts)
        check = seconds("check", corpus)
        built = seconds("build", corpus, "--output", folder / f"exports-{statements}")
        first = first or (check / statements, built / statements)
        found["check"], found["check growth"] = check, check / statements / first[0]
        found["build"], found["build growth"] = built, built / statements / first[1]
        yield (
            f"| {statements:,} | {texts} | {check:.2f} | {found['check growth']:.2f} x"
            f" | {built:.1f} | {found['build growth']:.2f} x |"
        )
    yield "\nA statement: its time as a ratio to that in the smallest corpus; 1 is linear."


def seconds(*command: object) -> float:
    """Return the processor time of a clivage command, the start of the program included."""
    words = [sys.executable, "-c", "from clivage.cli import main; main()", *map(str, command)]
    times = []
    for _ in range(RUNS):
        before = os.times()
        subprocess.run(words, check=True, capture_output=True)
        after = os.times()
        user = after.children_user - before.children_user
        times.append(user + after.children_system - before.children_system)
    return min(times)


def engines(folder: Path, found: dict[str, float]) -> Iterator[str]:
    """Compare the store with rdflib's engine on the same triples."""
    statements, _ = SIZES[-1]
    corpus = coding.read(folder / f"corpus-{statements}")
    file = folder / "corpus.nt"
    file.write_text(FORMATS["ntriples"].write(Material(corpus)), encoding="utf-8")
    ours, theirs = (measured(name, file) for name in ("clivage", "rdflib"))
    count = file.read_bytes().count(b"\n")
    yield f"\n## Ten questions on {statements:,} statements ({count:,} triples)\n"
    yield "| question | rows | clivage, ms | rdflib, ms | ratio |"
    yield "|---|---:|---:|---:|---:|"
    ratios = []
    for question, (our_time, rows) in ours["questions"].items():
        their_time, their_rows = theirs["questions"][question]
        if rows != their_rows:
            raise SystemExit(f"{question}: {rows} rows, but rdflib has {their_rows}")
        ratio = their_time / our_time
        ratios.append(ratio)
        yield f"| {question} | {rows:,} | {our_time:.2f} | {their_time:,.1f} | {ratio:,.0f} x |"
    found["speed"] = math.exp(sum(map(math.log, ratios)) / len(ratios))
    found["memory"] = ours["memory"] / theirs["memory"]
    yield f"| **geometric mean of the ratios** | | | | **{found['speed']:.0f} x** |"
    load = f"{ours['load']:.1f} s against {theirs['load']:.1f} s"
    yield f"\nLoading: {load}, {theirs['load'] / ours['load']:.1f} times faster."
    yield f"Memory that loading adds: {ours['memory']:.0f} MB against {theirs['memory']:.0f} MB."


def measured(name: str, file: Path) -> dict[str, Any]:
    """Measure one engine in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.engines", name, str(file)]
    run = subprocess.run(words, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(run.stdout)
    return result


def structure(folder: Path, found: dict[str, float]) -> Iterator[str]:
    """Compare questions answered from columns with the same SPARQL."""
    yield from columns.lines(folder)


def analysed(folder: Path, found: dict[str, float]) -> Iterator[str]:
    """Measure the analysis of signed networks, where the real ones are at hand."""
    if signed.DATA.exists():
        yield ""
        yield from signed.lines()
    else:
        yield f"\nThe signed networks are not here ({signed.DATA}); their part is left out."


def promises(found: dict[str, float]) -> Iterator[str]:
    """Say what is promised, and what was measured."""
    most = f"{SIZES[-1][0]:,}"
    grown = f"a statement among {most} against one among {SIZES[0][0]:,}"
    yield "| what | promised | measured |"
    yield "|---|---|---:|"
    yield f"| check, {grown} | the same time | {found['check growth']:.2f} x |"
    yield f"| build, {grown} | the same time | {found['build growth']:.2f} x |"
    a_second = f"{SIZES[-1][0] / found['check']:,.0f}"
    yield f"| statements that check verifies in a second | thousands | {a_second} |"
    yield f"| ten questions, against rdflib | 50 x as fast | {found['speed']:.0f} x |"
    yield f"| memory of the store, against rdflib | less than 0.33 | {found['memory']:.2f} |"
    yield f"| `clivage --help` | well under 0.5 s | {found['help']:.2f} s |"


def main() -> None:
    """Measure everything."""
    found = {"help": seconds("--help")}
    with tempfile.TemporaryDirectory() as name:
        lines = []
        for measure in (growth, engines, structure, analysed):
            for line in measure(Path(name), found):
                print(line, flush=True)
                lines.append(line)
    lines = [*promises(found), *lines]
    print("\n" + "\n".join(promises(found)))
    if "--write" in sys.argv:
        head = _PAGE.read_text(encoding="utf-8").partition("<!-- measured -->")[0]
        _PAGE.write_text(head + "<!-- measured -->\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
