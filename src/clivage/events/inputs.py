"""Files of events: what each is, and how its columns are read, found from its first lines."""

from __future__ import annotations

import codecs
import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clivage.errors import ImportFileError, Origin
from clivage.events import packed
from clivage.events.formats import FIELDS, Format, formats, named, plain, recognised

if TYPE_CHECKING:
    from clivage.events.engine import Engine

#: What cells may stand apart by.
_SEPARATORS: Final = ("\t", ",", ";")
#: Bytes of a file that are looked at for anything but blanks.
_BLANK: Final = 1 << 16
#: Bytes of a row, packed and not, by which a file is thought to have so many rows.
_BYTES: Final = {True: 60, False: 250}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the cells of a file lie.

    Attributes:
        columns: the headings, as they are written; empty for a column that has none.
        header: whether the first row holds the headings.
        separator: what stands between two cells; empty for Parquet.
        quote: what a cell may stand in, or empty.
        fields: of what a record says, where it is: field to number of the column from 0.
    """

    format: Format
    columns: tuple[str, ...]
    header: bool
    separator: str
    quote: str
    fields: tuple[tuple[str, int], ...]

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet, which names its columns itself."""
        return not self.separator


@dataclass(frozen=True, slots=True)
class Input:
    """A file of events.

    Attributes:
        path: as the engine opens it: a local path or an address.
        layout: None when there is nothing in it.
        rows: how many there are; thought to be, where only reading it would tell.
        size, modified: bytes, and when it was changed last; 0 where that is not known.
    """

    path: str
    layout: Layout | None
    rows: int
    size: int
    modified: float


def look(engine: Engine, patterns: Iterable[str], format_: str, encoding: str) -> tuple[Input, ...]:
    """Look at files: their format, their columns, their size.

    Args:
        patterns: paths, addresses, or patterns with ``*``.
        format_: the name of a format, or ``auto``.

    Raises:
        ImportFileError: when there are none, or one is not what it is said to be.
    """
    wanted = None if format_ == "auto" else named(format_)
    _check_encoding(encoding)
    files: dict[str, tuple[str, int, float]] = {}
    for pattern in patterns:
        several = engine.files(pattern)
        if not several:
            raise ImportFileError("no such file", remedy="check the path", origin=Origin(pattern))
        for file in several:
            # A file that two patterns find is one file, whose events count once.
            files.setdefault(os.path.realpath(file[0]), file)
    found = [_looked_at(engine, *file, wanted, encoding) for file in files.values()]
    schemes = {one.layout.format.scheme for one in found if one.layout}
    if len(schemes) > 1:
        what = f"the files have codes of several schemes: {', '.join(sorted(schemes))}"
        raise ImportFileError(what, remedy="make a folder for each")
    if not schemes:
        what = "there is nothing in it" if len(found) == 1 else "there is nothing in the files"
        raise ImportFileError(what, origin=Origin(found[0].path))
    return tuple(found)


def _check_encoding(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        remedy = "choose utf-8, utf-16 or latin-1"
        raise ImportFileError(f"no encoding is called {encoding!r}", remedy=remedy) from None


def _looked_at(
    engine: Engine, path: str, size: int, modified: float, wanted: Format | None, encoding: str
) -> Input:
    low = path.lower()
    is_empty = modified > 0 and size == 0
    if low.endswith((".parquet", ".pq")):
        columns, rows = engine.parquet(path)
        return Input(path, _parquet(path, columns, wanted), rows, size, modified)
    if low.endswith(".zip"):
        raise ImportFileError("is packed with ZIP", remedy="unpack it first", origin=Origin(path))
    if is_empty:
        return Input(path, None, 0, size, modified)
    if low.endswith(".zst"):
        packed.whole_zstd(path)
    lines = engine.head(path, encoding)
    if not lines and _is_not_blank(path):
        what = f"no line of it is {encoding}"
        raise ImportFileError(what, remedy="check --encoding", origin=Origin(path))
    layout = _text(path, lines, wanted) if lines else None
    rows = max(1, size // _BYTES[low.endswith((".gz", ".zst"))]) if layout else 0
    return Input(path, layout, rows, size, modified)


def _is_not_blank(path: str) -> bool:
    if not Path(path).is_file() or path.lower().endswith((".gz", ".zst")):
        return False
    with Path(path).open("rb") as file:
        return bool(file.read(_BLANK).strip())


def _parquet(path: str, columns: tuple[str, ...], wanted: Format | None) -> Layout:
    one = _format(path, columns, wanted)
    return Layout(one, columns, True, "", "", _by_heading(one, columns, path))


def _text(path: str, lines: list[str], wanted: Format | None) -> Layout:
    """Find how a table is written from its first rows."""
    first = lines[0].removeprefix("\ufeff")
    if "\0" in first:
        remedy = "if it is UTF-16, say so with --encoding utf-16"
        raise ImportFileError("is no text", remedy=remedy, origin=Origin(path))
    separator = max(_SEPARATORS, key=first.count)
    quote = "" if separator == "\t" and not first.startswith('"') else '"'
    rows = [_cells(line, separator, quote) for line in [first, *lines[1:]]]
    guess = recognised(rows[0])
    if guess is None or not guess[1]:
        typical = _typical(rows)
        guess = recognised(typical)
        one = wanted if wanted and wanted.places else guess[0] if guess and not wanted else None
        if one:
            return _without_headings(path, one, typical, separator, quote)
    one = _format(path, rows[0], wanted)
    width = len(_typical(rows[1:])) if rows[1:] else len(rows[0])
    columns = _fitted(one, rows[0], width)
    return Layout(one, columns, True, separator, quote, _by_heading(one, columns, path))


def _typical(rows: list[list[str]]) -> list[str]:
    """Return the first row that is as wide as most are: one may have lost a cell."""
    ((width, _),) = Counter(map(len, rows)).most_common(1)
    return next(row for row in rows if len(row) == width)


def _cells(line: str, separator: str, quote: str) -> list[str]:
    if not quote:
        return line.split(separator)
    return next(csv.reader([line], delimiter=separator), [])


def _format(path: str, columns: Iterable[str], wanted: Format | None) -> Format:
    if wanted:
        return wanted
    found = recognised(tuple(columns))
    if found is None:
        remedy = f"name one with --format: {', '.join(formats())}"
        raise ImportFileError("not a format that is known", remedy=remedy, origin=Origin(path))
    return found[0]


def _without_headings(
    path: str, one: Format, cells: list[str], separator: str, quote: str
) -> Layout:
    last = max(place for field, place in one.places.items() if field != "source")
    if len(cells) < last:
        what = f"has {len(cells)} columns, and {one.name} has more than {last}"
        raise ImportFileError(what, remedy="check --format", origin=Origin(path))
    fields = tuple((field, place - 1) for field, place in one.places.items() if place <= len(cells))
    return Layout(one, ("",) * len(cells), False, separator, quote, fields)


def _fitted(one: Format, cells: list[str], width: int) -> tuple[str, ...]:
    """Return the headings of as many columns as the rows have.

    Some files of POLECAT have a heading too many, which no row has a cell for, others rows with
    empty cells behind the last heading.
    """
    if one.name != "polecat":
        return tuple(cells)
    if width < len(cells):
        known = [cell for cell in cells if plain(cell) not in _NO_COLUMN]
        cells = known if len(known) == width else cells
    return (*cells, *[""] * (width - len(cells)))


#: Headings of POLECAT that stand above no column.
_NO_COLUMN: Final = frozenset({"headline"})


def _by_heading(one: Format, columns: Iterable[str], path: str) -> tuple[tuple[str, int], ...]:
    at: Mapping[str, int] = {
        plain(name): number for number, name in reversed([*enumerate(columns)])
    }
    missing = [one.headings[field] for field in ("day", "code") if one.headings[field] not in at]
    keys = one.apart()
    if not any(one.headings[f"holder_{key}"] in at for key in keys):
        missing.append(one.headings[f"holder_{one.actor}"])
    if missing:
        what = f"{one.name} has a column {missing[0]!r}, and this file does not"
        raise ImportFileError(what, remedy="check --format", origin=Origin(path))
    return tuple((field, at[heading]) for field, heading in one.headings.items() if heading in at)


def absent(layout: Layout) -> Iterator[str]:
    """Give what a record could say, and these do not."""
    there = {field for field, _ in layout.fields}
    yield from (field for field in FIELDS if field not in there)
