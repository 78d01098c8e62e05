r"""Tables as text: CSV after RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), and its kin.

The delimiter is a comma, a semicolon or a tab, told from the header, or named in a first line
``sep=;`` as Excel writes it. The text is UTF-8, with a byte order mark or without. Values that
hold the delimiter, quotation marks or line breaks stand in quotation marks, and those in them
are doubled. What the columns mean, `clivage.importers.headings` says; offsets, where there are
such columns, count Unicode code points from 0, the end exclusive.

Taken are statements, their quotations, what is told of their texts, and signed edges without
evidence. The texts themselves lie beside the table, or in the corpus.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded, headings, rows
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.importers.rows import Row
from clivage.importers.values import plain

FORMAT: Final = "csv"
_ENDINGS: Final = (".csv", ".tsv", ".tab")
_DELIMITERS: Final = (",", ";", "\t")
_SEPARATOR: Final = re.compile(r"sep=([,;\t])\r?\n")
#: How much of a table is looked at to find its delimiter: more than any header.
_HEADER: Final = 1 << 16


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is a table: by its name, or by a header that has the columns of one."""
    if path.suffix.lower() in _ENDINGS:
        return bool(head)
    return headings.known(_header(head.decode("utf-8-sig", errors="replace"))[1]) > 0


def read(path: Path, options: Options) -> Imported:
    """Read a table.

    Raises:
        ImportFileError: when it is not UTF-8, not a table, or lacks a column.
    """
    text = bounded.text(path)
    named = _SEPARATOR.match(text)
    skipped = named.end() if named else 0
    wanted = {plain(theirs) for theirs in options.fields.values()}
    delimiter = named[1] if named else _header(text, wanted)[0]
    line = 2 if named else 1
    stream = io.StringIO(text[skipped:], newline="")
    records = _records(csv.reader(stream, delimiter=delimiter, strict=True), str(path), line)
    line, header = next(records, (line, []))
    found = (Row(f"line {at}", cells) for at, cells in records)
    return rows.imported(FORMAT, header, found, options, Origin(str(path), line))


def _records(reader: Iterator[list[str]], name: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty, with the line on which it begins."""
    read = 0
    while True:
        line = first + read
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"the row that begins here is not CSV: {error}"
            remedy = "close every quotation mark, and double those inside a value"
            raise ImportFileError(what, remedy=remedy, origin=Origin(name, line)) from None
        read = reader.line_num  # type: ignore[attr-defined]  # which an iterator may not have
        if any(cells):
            yield line, cells


def _header(text: str, wanted: set[str] | None = None) -> tuple[str, list[str]]:
    """Return the delimiter under which the first row has most columns that are known."""
    best: tuple[tuple[int, int, int], str, list[str]] = ((-1, 0, 0), ",", [])
    for number, delimiter in enumerate(_DELIMITERS):
        reader = csv.reader(io.StringIO(text[:_HEADER], newline=""), delimiter=delimiter)
        try:
            header = next((cells for cells in reader if any(cells)), [])
        except csv.Error:
            continue
        names = {plain(name) for name in header[:_HEADER]}
        asked = len(names & (wanted or set()))
        score = (headings.known(header) + asked, len(header), -number)
        if score > best[0]:
            best = score, delimiter, header
    return best[1], best[2]
