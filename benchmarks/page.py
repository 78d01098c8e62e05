"""Where what was measured stands in the documentation."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def run(measure: Callable[[Path], Iterable[str]], page: Path, name: str) -> None:
    """Measure in a folder that is deleted afterwards, print, and write where that is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for line in measure(Path(folder)):
            print(line, flush=True)
            made.append(line)
    if "--write" in sys.argv:
        put(page, name, made)


def put(page: Path, name: str, lines: Sequence[str]) -> None:
    """Write lines between the marks of a name on a page, in the place of those before.

    Raises:
        SystemExit: when the page has no such marks.
    """
    head, mark, rest = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->")
    if not mark or not end:
        raise SystemExit(f"{page} has no place for {name}")
    text = "\n".join([head + mark, *lines, "", end + after])
    page.write_text(text, encoding="utf-8")
