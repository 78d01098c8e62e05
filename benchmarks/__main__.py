"""Run every measurement and print a table; ``--write`` puts it into docs/benchmarks.md too."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.generate import generate
from clivage import coding
from clivage.export import FORMATS, Material

SIZES = ((2_500, 25), (5_000, 50), (10_000, 100))
_PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def growth(folder: Path) -> Iterator[str]:
    """Measure how check and build grow with the corpus."""
    yield "## How check and build grow\n"
    yield "| statements | texts | check, s | a statement | build, s | a statement |"
    yield "|---:|---:|---:|---:|---:|---:|"
    first: tuple[float, float] | None = None
    for statements, texts in SIZES:
        corpus = folder / f"corpus-{statements}"
        generate(corpus, statements=statements, texts=texts)
        check = seconds("check", corpus)
        built = seconds("build", corpus, "--output", folder / f"exports-{statements}")
        first = first or (check / statements, built / statements)
        yield (
            f"| {statements:,} | {texts} | {check:.1f} | {check / statements / first[0]:.2f} x"
            f" | {built:.1f} | {built / statements / first[1]:.2f} x |"
        )
    yield "\nA statement: its time as a ratio to that in the smallest corpus; 1 is linear."


def seconds(*command: object) -> float:
    """Return how long a clivage command takes, start of the program included."""
    words = [sys.executable, "-c", "from clivage.cli import main; main()", *map(str, command)]
    start = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return time.perf_counter() - start


def engines(folder: Path) -> Iterator[str]:
    """Compare the store with rdflib's engine on the same triples."""
    statements, _ = SIZES[-1]
    corpus = coding.read(folder / f"corpus-{statements}")
    file = folder / "corpus.nt"
    file.write_text(FORMATS["ntriples"].write(Material(corpus)), encoding="utf-8")
    ours, theirs = (measured(name, file) for name in ("clivage", "rdflib"))
    count = file.read_bytes().count(b"\n")
    yield f"\n## Questions on {statements:,} statements ({count:,} triples)\n"
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
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    yield f"| **geometric mean of the ratios** | | | | **{mean:.0f} x** |"
    load = f"{ours['load']:.2f} s against {theirs['load']:.2f} s"
    yield f"\nLoading: {load}, {theirs['load'] / ours['load']:.1f} times faster."
    memory = f"{ours['memory']:.0f} MB against {theirs['memory']:.0f} MB"
    share = ours["memory"] / theirs["memory"]
    yield f"Memory that loading adds: {memory}, {share:.2f} of rdflib's."


def measured(name: str, file: Path) -> dict[str, Any]:
    """Measure one engine in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.engines", name, str(file)]
    run = subprocess.run(words, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(run.stdout)
    return result


def main() -> None:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as name:
        lines = []
        for line in (*growth(Path(name)), *engines(Path(name))):
            print(line, flush=True)
            lines.append(line)
    if "--write" in sys.argv:
        head = _PAGE.read_text(encoding="utf-8").partition("<!-- measured -->")[0]
        _PAGE.write_text(head + "<!-- measured -->\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
