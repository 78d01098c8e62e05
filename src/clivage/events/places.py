"""Where in a file of text a record stands: looked up for the few that a report shows.

DuckDB reads a file in several places at once and numbers no line of it, so a file is read again
here, from its beginning, and not to its end when it is long.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from clivage.events.inputs import Layout

#: Records of a file among which one is looked for.
_MOST: Final = 2_000_000
#: Bytes of the longest line that DuckDB takes.
_LONGEST: Final = 2_000_000
#: The cells of a record in which quotes do not match, and of one that is too long.
_BROKEN: Final = ["broken"]
_TOO_LONG: Final = ["long"]


def malformed(
    path: str, layout: Layout, encoding: str, fields: Collection[str], most: int
) -> list[tuple[int, str]]:
    """Return the line of the first records that are no rows, and what is wrong with each.

    Args:
        fields: those that are read; what bytes the others have does not matter.
    """
    width = len(layout.columns)
    places = [place for field, place in layout.fields if field in fields]
    found = (
        (line, what)
        for line, cells in _records(path, layout, encoding, only_doubtful=True)
        if (what := _wrong(cells, width, places, encoding))
    )
    return list(islice(found, most))


def lines(
    path: str, layout: Layout, encoding: str, wanted: Collection[tuple[str, str, str]]
) -> dict[tuple[str, str, str], int]:
    """Return the line of the first record with each event, day and code that is wanted.

    What is not among the first two million records is left out.
    """
    where = dict(layout.fields)
    places = [where.get(field, -1) for field in ("event", "day", "code")]
    left, found = set(wanted), dict[tuple[str, str, str], int]()
    for line, cells in _records(path, layout, encoding):
        if not left:
            break
        if len(cells) >= len(layout.columns):
            event, day, code = (
                _said(cells[place], layout, encoding) if place >= 0 else "" for place in places
            )
            key = (event, day, code)
            if key in left:
                left.remove(key)
                found[key] = line
    return found


def _said(cell: str, layout: Layout, encoding: str) -> str:
    if _is_utf8(encoding):
        cell = _bytes(cell).decode("utf-8", "replace")
    cell = cell.strip(" ")
    return "" if cell == layout.format.missing else cell


def _wrong(cells: list[str], width: int, places: list[int], encoding: str) -> str:
    """Return what is wrong with a record; nothing when it is a row."""
    if cells is _BROKEN:
        return "quotes that do not match"
    if cells is _TOO_LONG or sum(map(len, cells)) > _LONGEST:
        return f"more than {_LONGEST:,} bytes"
    if len(cells) < width or any(cells[width:]):  # as DuckDB, which lets empty ones pass
        return f"{len(cells)} cells instead of {width}"
    for cell in (cells[place] for place in places):
        if _is_utf8(encoding) and not cell.isascii():
            try:
                _bytes(cell).decode("utf-8")
            except UnicodeDecodeError:
                return "bytes that are not UTF-8"
    return ""


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "") == "utf8"


def _bytes(cell: str) -> bytes:
    """Return the bytes of a cell of a file that is thought to be UTF-8."""
    return cell.encode("latin-1")


def _records(
    path: str, layout: Layout, encoding: str, *, only_doubtful: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Give each record with the line where it begins; nothing of a file that is not here.

    A file that is thought to be UTF-8 is read as Latin-1, which knows every byte.

    Args:
        only_doubtful: whether to leave out records that are surely rows, where that is quick.
    """
    if not Path(path).is_file() or path.lower().endswith(".zst"):
        return
    packed = path.lower().endswith(".gz")
    with (gzip.open if packed else open)(path, "rb") as file:
        told = "latin-1" if _is_utf8(encoding) else encoding
        text = io.TextIOWrapper(file, encoding=told, errors="replace")
        if layout.quote:
            records = ((line, cells) for line, cells in _quoted(text, layout) if cells)
            yield from islice(records, int(layout.header), _MOST)
        else:
            yield from _plain(text, layout, only_doubtful=only_doubtful)


def _plain(
    text: io.TextIOWrapper, layout: Layout, *, only_doubtful: bool
) -> Iterator[tuple[int, list[str]]]:
    separator, between = layout.separator, len(layout.columns) - 1
    lines = ((number, line) for number, line in enumerate(text, 1) if line != "\n")
    for number, line in islice(lines, int(layout.header), _MOST):
        is_sound = line.count(separator) == between and len(line) <= _LONGEST and line.isascii()
        if not (only_doubtful and is_sound):
            yield number, line.rstrip("\n").split(separator)


def _quoted(text: io.TextIOWrapper, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=layout.separator, quotechar=layout.quote, strict=True)
    before = csv.field_size_limit(_LONGEST)
    try:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except csv.Error as error:
                cells = _TOO_LONG if "field limit" in str(error) else _BROKEN
            yield line, cells
    except StopIteration:
        return
    finally:
        csv.field_size_limit(before)
