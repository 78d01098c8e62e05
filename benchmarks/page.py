"""Where what was measured stands in the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


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
