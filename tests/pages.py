"""The pages of the documentation, and how their tests read them."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner, Result

from clivage.cli import main

ROOT = Path(__file__).parents[1]
BOLIVIA = ROOT / "graph" / "bolivia-1971"
PACKAGE = ROOT / "src" / "clivage"
README = ROOT / "README.md"
DOCS = ROOT / "docs"
GUIDE = DOCS / "coding-guide.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

FENCE = re.compile(r"^```(?P<sort>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")


def read(page: Path) -> str:
    """Return what stands on a page."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path, sort: str) -> list[str]:
    """Return the blocks of code of a page that are of one sort."""
    return [block["body"] for block in FENCE.finditer(read(page)) if block["sort"] == sort]


def prose(page: Path) -> str:
    """Return a page without its blocks of code."""
    return FENCE.sub("", read(page))


def section(page: Path, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    _, _, rest = read(page).partition(f"\n## {heading}\n")
    assert rest, f"{page.name} has no section {heading!r}"
    return rest.partition("\n## ")[0]


def table(text: str) -> list[list[str]]:
    """Return the cells of the rows of the tables in a text, without their heads."""
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    rules = [number for number, row in enumerate(rows) if set("".join(row)) <= set("-|")]
    heads = {*rules, *(number - 1 for number in rules)}
    return [row for number, row in enumerate(rows) if number not in heads]


def run(*words: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, list(words))
