"""A report for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from clivage.report.section import Claim, Section, Table


def text(sections: Iterable[Section], *, width: int = 100) -> str:
    """Return sections as text, at most so many characters wide.

    >>> print(text([Section(name="a", title="Camps", sentences=("Two.",))]))
    Camps
    =====
    Two.
    <BLANKLINE>
    """
    return "\n".join(line for section in sections for line in _section(section, width))


def _section(section: Section, width: int) -> Iterator[str]:
    yield section.title
    yield "=" * len(section.title)
    for sentence in section.sentences:
        yield from textwrap.wrap(sentence, width)
    for table in section.tables:
        yield ""
        yield from _table(table, width)
    for claim in section.claims:
        yield ""
        yield from _claim(claim, width)
    for definition in section.definitions:
        yield ""
        yield from textwrap.wrap(f"Measured: {definition}", width, subsequent_indent="  ")
    yield ""


def _table(table: Table, width: int) -> Iterator[str]:
    yield f"{table.caption}:"
    rows = [table.header, *table.rows]
    columns = len(table.header)
    wide = [max(len(row[at]) for row in rows) for at in range(columns)]
    # The last column takes what is left, and wraps.
    before = sum(wide[:-1]) + 2 * (columns - 1) + 2
    last = max(20, min(wide[-1], width - before)) if columns else 0
    for row in rows:
        start = "  " + "".join(
            f"{cell:<{size}}  " for cell, size in zip(row[:-1], wide[:-1], strict=True)
        )
        lines = textwrap.wrap(row[-1], last) or [""]
        yield (start + lines[0]).rstrip()
        yield from (" " * before + line for line in lines[1:])


def _claim(claim: Claim, width: int) -> Iterator[str]:
    mark = {1: "→ ", -1: "⊣ ", 0: "± "}[claim.sign]
    yield from textwrap.wrap(mark + claim.sentence, width, subsequent_indent="  ")
    for sign, quotation in claim.quotations:
        words = " ".join(quotation.words.split())
        said = f"“{words}” ({quotation.place})" if words else quotation.place
        start = f"    {'+' if sign > 0 else '−'} "
        yield from textwrap.wrap(said, width, initial_indent=start, subsequent_indent="      ")
