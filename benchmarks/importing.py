"""Measure imports: how time and memory grow with the number of statements.

``python -m benchmarks.importing`` prints a table; ``--write`` puts it into docs/importing.md.
Each import runs as the command does, in a process of its own, into a new corpus, and then once
more into the corpus that is there by then.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import page
from benchmarks.costs import cost
from tests import dna_files

SIZES = (10_000, 30_000, 100_000)
#: Statements in a text.
_EACH = 100


def dna(folder: Path, statements: int) -> list[str]:
    """Write a DNA database, and return the words of the command that name it."""
    path = folder / f"{statements}.dna"
    dna_files.write(path, dna_files.many(statements))
    return [str(path)]


def table(folder: Path, statements: int) -> list[str]:
    """Write a table with its texts, and return the words of the command that name it."""
    texts, path = folder / f"texts-{statements}", folder / f"{statements}.csv"
    texts.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "quote", "who", "sign", "whom", "when"])
        for first in range(0, statements, _EACH):
            said = [f"Body {at % 500} took a side, the {at}th of all." for at in
                    range(first, first + _EACH)]  # fmt: skip
            name = f"text-{first // _EACH}"
            (texts / f"{name}.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
            rows.writerows(
                [name, quote, f"Body {at % 500}", "+" if at % 3 else "-", f"Body {at % 499 + 600}",
                 "1921-05"]
                for at, quote in enumerate(said, first)
            )  # fmt: skip
    return [str(path), "--texts", str(texts)]


MADE: dict[str, Callable[[Path, int], list[str]]] = {"dna": dna, "csv": table}


def lines(folder: Path) -> Iterator[str]:
    """Yield the table."""
    yield "| format | statements | s | a statement | memory, MiB | again, s |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, made in MADE.items():
        first = 0.0
        for statements in SIZES:
            into = str(folder / f"{name}-{statements}")
            words = ["import", *made(folder, statements), "--format", name, "--into", into]
            new, again = cost(*words), cost(*words)
            first = first or new.seconds / statements
            yield (
                f"| {name} | {statements:,} | {new.seconds:.1f}"
                f" | {new.seconds / statements / first:.2f} x | {new.mebibytes:,.0f}"
                f" | {again.seconds:.1f} |"
            )
    yield "\nA statement: its time as a ratio to that in the smallest file; 1 is linear."
    yield "Again: the same file into the corpus that has it by then, where it changes nothing."


if __name__ == "__main__":
    page.run(lines, Path("docs/importing.md"), "measured")
