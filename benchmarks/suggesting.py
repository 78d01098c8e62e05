"""Measure the default engine: how fast it reads, and how time and memory grow with a text.

``python -m benchmarks.suggesting`` prints a table; ``--write`` puts it into docs/suggesting.md. The
books are made of the sentences of the development texts, shuffled; each is one text, and is read
by the command in a process of its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks import page
from benchmarks.costs import cost

TEXTS = Path(__file__).parents[1] / "tests" / "evaluation"
LANGUAGES = ("fr", "es", "en")
#: Bytes of a book.
SIZES = (100_000, 1_000_000, 5_000_000)


def book(folder: Path, language: str, size: int) -> Path:
    """Write a corpus of one long text, with the actors of the development texts."""
    development = TEXTS / f"{language}-development"
    header = yaml.safe_load((development / "corpus.yaml").read_text(encoding="utf-8"))
    source = {"title": "A book", "language": language, "rights": "written for clivage, CC BY 4.0"}
    corpus = folder / f"{language}-{size}"
    (corpus / "texts").mkdir(parents=True)
    said = yaml.safe_dump({**header, "sources": {"book": source}}, allow_unicode=True)
    (corpus / "corpus.yaml").write_text(said, encoding="utf-8")
    (corpus / "texts" / "book.txt").write_text(_words(development, size), encoding="utf-8")
    return corpus


def _words(development: Path, size: int) -> str:
    paragraphs = [
        paragraph
        for path in sorted((development / "texts").glob("*.txt"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
    ]
    draw, chosen, length = random.Random(0), list[str](), 0
    while length < size:
        chosen.append(draw.choice(paragraphs))
        length += len(chosen[-1].encode()) + 2
    return "\n\n".join(chosen) + "\n"


def lines(folder: Path) -> Iterator[str]:
    """Yield the table."""
    yield "| language | book, MB | s | MB a minute | a byte | memory, MiB |"
    yield "|---|---:|---:|---:|---:|---:|"
    for language in LANGUAGES:
        first = 0.0
        for size in SIZES:
            took = cost("suggest", str(book(folder, language, size)))
            start = cost("suggest", "--engines")  # the program itself, and no text
            seconds = took.seconds - start.seconds
            first = first or seconds / size
            yield (
                f"| {language} | {size / 1e6:.1f} | {seconds:.1f} | {size / 1e6 / seconds * 60:.1f}"
                f" | {seconds / size / first:.2f} x | {took.mebibytes:,.0f} |"
            )
    yield "\nProcessor time of one core, without the start of the program."
    yield "A byte: its time as a ratio to that in the shortest book; 1 is linear."


if __name__ == "__main__":
    page.run(lines, Path("docs/suggesting.md"), "speed")
