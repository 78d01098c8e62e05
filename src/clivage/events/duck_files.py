"""How DuckDB reads files of events: what stands in a FROM."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from clivage.events.formats import FIELDS
from clivage.events.inputs import Input, Layout
from clivage.events.statements import text

#: Bytes of the longest line that is read as one, and of what is read at a time.
_LONGEST: Final = 2_000_000
_BUFFER: Final = 8_000_000
#: How an empty cell is spelt while missing cells are told from empty ones.
_NEVER: Final = "\x01\x02"
#: Cells too many, up to which the records of a file with quotes are counted at once.
_TOO_MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """How files of text are read.

    Attributes:
        forgiving: whether what is no row is passed over, or ends the reading.
        mixed: the files without quotes whose lines end in different ways.
    """

    encoding: str = "utf-8"
    forgiving: bool = False
    mixed: frozenset[str] = frozenset()


def group(inputs: Iterable[Input]) -> dict[Layout, list[str]]:
    """Return the files by their layout; what is empty has none."""
    found: dict[Layout, list[str]] = {}
    for one in inputs:
        if one.layout:
            found.setdefault(one.layout, []).append(one.path)
    return found


def files(paths: Iterable[str]) -> str:
    """Return files as a list, in whose names no letter means another."""
    return f"[{', '.join(text(alone(path)) for path in paths)}]"


def alone(path: str) -> str:
    """Return the pattern that only this path fits.

    >>> alone("a[1]*.csv")
    'a[[]1][*].csv'
    """
    return re.sub(r"[\[*?]", r"[\g<0>]", path)


def table(paths: Sequence[str], more: str = "") -> str:
    """Return what reads files of Parquet, also when the same column has other types in each."""
    union = ", union_by_name = true" if len(paths) > 1 else ""
    return f"read_parquet({files(paths)}, binary_as_string = true{union}{more})"


def listed(path: str, encoding: str, most: int) -> str:
    """Return a statement that gives the first lines of a file that are not blank."""
    return (
        f"SELECT line FROM read_csv({files([path])}, delim = '\x01', quote = '', escape = '',"
        " header = false, auto_detect = false, strict_mode = false, ignore_errors = true,"
        f" parallel = false, {_size()}, encoding = {text(encoding)},"
        " columns = {'line': 'VARCHAR'})"
        f" WHERE TRIM(line) <> '' LIMIT {most}"
    )


def counted(layout: Layout, paths: Sequence[str], reading: Reading) -> str:
    """Return what has a row for each record, whatever its cells.

    A record that is none even so is in ``reject_errors``: few are, since DuckDB keeps a message
    of a thousand bytes for each cell too few or too many, which fills the memory.
    """
    if layout.is_parquet:
        return table(paths)
    if layout.quote:
        how = "strict_mode = true, null_padding = true, parallel = false, store_rejects = true"
        return _text(layout, paths, reading, len(layout.columns) + _TOO_MANY, how)
    how = "strict_mode = false, null_padding = true, store_rejects = true"
    return _text(layout, paths, reading, len(layout.columns), how)


def selected(
    layout: Layout,
    paths: Sequence[str],
    reading: Reading,
    rows: tuple[int, int] | None,
    *,
    numbered: bool = False,
) -> str:
    """Return a statement that gives the fields of records, each as text, or NULL.

    Args:
        rows: the first and the last that are meant, of a file of Parquet.
        numbered: whether its number, from 1, is the field ``row``.
    """
    fields = ", ".join([*_fields(layout), "clivage_file AS file"])
    if not layout.is_parquet:
        alike = [path for path in paths if path not in reading.mixed]
        mixed = [path for path in paths if path in reading.mixed]
        read = (
            [_text(layout, alike, reading, len(layout.columns), _how(layout, reading))]
            if alike
            else []
        )
        read += [_mixed(layout, mixed, reading)] if mixed else []
        return "\nUNION ALL\n".join(f"SELECT {fields} FROM {each}" for each in read)
    number = ", file_row_number + 1 AS row" if numbered else ""
    part = f" WHERE file_row_number BETWEEN {rows[0]} AND {rows[1]}" if rows else ""
    more = ", filename = 'clivage_file'" + (", file_row_number = true" if rows or numbered else "")
    return f"SELECT {fields}{number} FROM {table(paths, more)}{part}"


#: What DuckDB calls numbers.
_NUMBERS: Final = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "FLOAT", "DOUBLE",
)  # fmt: skip


def _fields(layout: Layout) -> Iterable[str]:
    where = dict(layout.fields)
    missing = layout.format.missing
    for name in FIELDS:
        if name not in where:
            yield f"CAST(NULL AS VARCHAR) AS {name}"
            continue
        column = f"c{where[name]}"
        if layout.is_parquet:
            column = '"' + layout.columns[where[name]].replace('"', '""') + '"'
            if name == "code" and layout.format.scheme == "cameo":
                # As a number 020 is 20, which says the opposite: so no number is a code.
                numbers = f"typeof({column}) IN {_NUMBERS}"
                known = f"CASE WHEN {numbers} THEN 'number ' ELSE '' END"
                column = f"concat({known}, {column})"
        spelt = f"NULLIF(TRIM(BOTH ' ' FROM CAST({column} AS VARCHAR)), '')"
        yield f"NULLIF({spelt}, {text(missing)}) AS {name}" if missing else f"{spelt} AS {name}"


def _how(layout: Layout, reading: Reading) -> str:
    """Return how strictly files are read whose lines all end in the same way."""
    if not reading.forgiving:
        return "strict_mode = true"
    # In several places at once, DuckDB passes over more than the record whose quotes do not match.
    alone = ", parallel = false" if layout.quote else ""
    return f"strict_mode = true, ignore_errors = true{alone}"


def _mixed(layout: Layout, paths: Sequence[str], reading: Reading) -> str:
    """Return what reads files whose lines end in different ways, which is not strictly CSV.

    What is then no row shows by a last cell that is missing, or by one too many that is
    not empty.
    """
    width = len(layout.columns)
    how = f"strict_mode = false, null_padding = true, nullstr = {text(_NEVER)}"
    how += ", ignore_errors = true" if reading.forgiving else ""
    source = _text(layout, paths, reading, width + 1, how)
    fits = f"c{width - 1} IS NOT NULL AND COALESCE(c{width}, '') = ''"
    return f"(SELECT * FROM {source} WHERE {fits})"


def _text(layout: Layout, paths: Sequence[str], reading: Reading, width: int, how: str) -> str:
    """Return what reads files of text of one layout, the columns called c0, c1 and so on."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    return (
        f"read_csv({files(paths)}, filename = 'clivage_file', hive_partitioning = false,"
        f" auto_detect = false, {how}, {_size()}, header = {str(layout.header).lower()},"
        f" delim = {text(layout.separator)}, quote = {text(layout.quote)},"
        f" escape = {text(layout.quote)},"
        f" encoding = {text(reading.encoding)}, columns = {{{columns}}})"
    )


def _size() -> str:
    return f"max_line_size = {_LONGEST}, buffer_size = {_BUFFER}"
