r"""Excel workbooks (ECMA-376, Office Open XML): the tables of `clivage.importers.table` in a sheet.

The first sheet with a header that is known is read, or the one that the mapping names with
``sheet``. Cells count as they are shown: a day as its day, a month as ``1971-01``, a whole number
without decimals. A formula counts by the value that it had when the workbook was saved. Where
cells are merged, the first of them stands for those below it. Offsets count Unicode code points.
Colours, comments and other sheets are not read, nor is what stands right of column 256.

A workbook is a ZIP file of XML: what openpyxl reads of it is counted before
(`clivage.importers.workbook_parts`).
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from clivage.errors import ClivageError, ImportFileError, Origin
from clivage.importers import bounded, headings, rows
from clivage.importers.bounded import MEBIBYTE, Archive
from clivage.importers.options import Options
from clivage.importers.records import Imported, Remark
from clivage.importers.rows import Row
from clivage.importers.values import plain, whole
from clivage.importers.workbook_parts import LARGEST, ROW, STRING, Parts

FORMAT: Final = "xlsx"
_ENDINGS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
#: Workbooks of other formats, for which there is a better answer than that they are unknown.
_OTHERS: Final = (".xls", ".xlsb", ".ods")
#: The rows that a sheet of Excel can have, and the columns that are read of it.
_ROWS: Final = 1_048_576
_COLUMNS: Final = 256
#: Characters that its cells may have: many cells can share one long text.
_CHARACTERS: Final = 256 * MEBIBYTE
#: In how many rows a header is looked for: above it may stand a title.
_ABOVE: Final = 20
_ERRORS: Final = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_MERGED: Final = re.compile(
    rb"mergeCell [^>]{0,99}?ref=.([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})\b"
)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
#: What in a number format is text or colour, and no part of a date.
_SAID: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(slots=True)
class _Sheet:
    """A sheet as openpyxl reads it, row by row.

    Attributes:
        cells: the sheet with the values of formulas.
        formulas: the same with the formulas, where it has any.
        merged: row and column of the first cell of each merged range, to its last row.
        filled: how many cells got the value of the first of their range.
        characters: how many its cells have, as far as they were read.
    """

    cells: Any
    formulas: Any = None
    merged: Mapping[tuple[int, int], int] = field(default_factory=dict)
    filled: int = 0
    characters: int = 0

    @property
    def name(self) -> str:
        return f"sheet {self.cells.title!r}"

    def rows(self, *, most: int = _ROWS) -> Iterator[Row]:
        """Yield the rows that are not empty, each without the empty cells at its end."""
        above: dict[int, tuple[int, str]] = {}
        for number, (row, formulas) in enumerate(self._pairs(most), 1):
            if not row:
                continue
            texts = [_text(cell) for cell in row]
            broken = {
                at: why for at, cell in enumerate(row) if (why := _broken(cell, formulas, at))
            }
            if any(texts) or broken:
                self._fill(number, texts, above)
                self._add(texts)
                yield Row(f"{self.name}, row {number}", texts, broken)

    def _add(self, texts: list[str]) -> None:
        self.characters += sum(map(len, texts))
        if self.characters > _CHARACTERS:
            what = f"its cells have more than {_CHARACTERS:,} characters"
            raise ImportFileError(what, remedy="split it", origin=Origin(self.name))

    def _fill(self, number: int, texts: list[str], above: dict[int, tuple[int, str]]) -> None:
        """Give the empty cells of a merged range the value of its first cell.

        Args:
            above: for each column, the last row of its last merged range, and its value.
        """
        for at, text in enumerate(texts):
            if (number, at) in self.merged:
                above[at] = self.merged[number, at], text
        for at, (last, text) in above.items():
            texts += [""] * (at + 1 - len(texts)) if number <= last else []
            if number <= last and text and not texts[at]:
                texts[at] = text
                self.filled += 1

    def _pairs(self, most: int) -> Iterator[tuple[list[Any], list[Any]]]:
        formulas = _rows(self.formulas, most) if self.formulas else itertools.repeat([])
        return zip(_rows(self.cells, most), formulas, strict=False)


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is a workbook, or one that should have been saved as such."""
    ending = path.suffix.lower()
    return bool(head) and (
        ending in _OTHERS or (ending in _ENDINGS and head.startswith((b"PK", b"\xd0\xcf")))
    )


def read(path: Path, options: Options) -> Imported:
    """Read a workbook.

    Raises:
        ImportFileError: when it is damaged, of another format, or has no table that is known.
    """
    if path.suffix.lower() in _OTHERS:
        what = f"a workbook of the format {path.suffix}, which is not read"
        raise ImportFileError(what, remedy="save it as .xlsx", origin=Origin(str(path)))
    with bounded.archive(path) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not read, as we tell too
        try:
            return _read(path, archive, options)
        except ClivageError:
            raise
        except Exception as error:  # in a damaged workbook openpyxl stumbles over anything
            cause = error.__cause__ or error
            said = " ".join(str(cause).split())[:100].rstrip(".") or type(cause).__name__
            remedy = "open it in a spreadsheet program and save it again"
            what = f"a damaged workbook: {said}"
            raise ImportFileError(what, remedy=remedy, origin=Origin(str(path))) from None


def _read(path: Path, archive: Archive, options: Options) -> Imported:
    with contextlib.ExitStack() as opened:
        parts = opened.enter_context(Parts(path, archive))
        book = _loaded(path, parts, values=True)
        sheet, above = _chosen(book, options, Origin(str(path)))
        content = archive.read(sheet._worksheet_path.lstrip("/"), most=LARGEST)
        formulas = None
        if _FORMULA.search(content):
            formulas = _loaded(path, parts, values=False)[sheet.title]
        table = _Sheet(sheet, formulas, _merged(content))
        told = list(table.rows())
        origin = Origin(f"{path}, {told[above].record}")
        # Remarks stand right of a table, where no header reaches.
        width = max(len(row.cells) for row in told)
        header = [*told[above].cells, *[""] * (width - len(told[above].cells))]
        made = rows.imported(FORMAT, header, told[above + 1 :], options, origin)
        return _remarked(made, book, table, told[:above])


def _loaded(path: Path, parts: Parts, *, values: bool) -> Any:  # noqa: ANN401
    """Return a workbook as openpyxl knows it, with the values of formulas or the formulas."""
    from openpyxl.reader.excel import ExcelReader  # whose types know no cells that are only read

    class Reader(ExcelReader):
        def read_strings(self) -> None:
            parts.unit = STRING
            super().read_strings()
            parts.unit = ROW
            # Once here: a cell that strips its own would hold a copy.
            self.shared_strings = [one.strip() for one in self.shared_strings]

        def read_chartsheet(self, sheet: Any, rel: Any) -> None:  # noqa: ANN401
            """Leave out what holds no cells."""

    with path.open("rb") as file:  # one that openpyxl opens itself stays open when it is damaged
        reader = Reader(file, read_only=True, data_only=values, keep_links=False)
        reader.archive = parts
        reader.read()
    return reader.wb


def _chosen(book: Any, options: Options, origin: Origin) -> tuple[Any, int]:  # noqa: ANN401
    """Return the sheet to read, and how many of its rows stand above the header."""
    asked = {plain(name): value for name, value in options.fields.items()}.get("sheet", "")
    sheets = [one for one in book.worksheets if not asked or plain(one.title) == plain(asked)]
    if not sheets:
        names = ", ".join(repr(one.title) for one in book.worksheets[:20])
        what = f"there is no sheet {asked!r}" if asked else "there is no sheet"
        remedy = f"its sheets are {names}" if names else ""
        raise ImportFileError(what, remedy=remedy, origin=origin)
    first = None
    for sheet in sheets:
        for above, row in enumerate(_Sheet(sheet).rows(most=_ABOVE)):
            try:
                headings.columns(row.cells, options, Origin(f"{origin}, {row.record}"))
            except ImportFileError as error:
                # Of several rows that are no header, the longest is the likeliest.
                if first is None or len(row.cells) > first[0]:
                    first = len(row.cells), error
            else:
                return sheet, above
    if first:
        raise first[1]
    raise ImportFileError("there is nothing in its sheets", origin=origin)


def _rows(sheet: Any, most: int) -> Iterator[list[Any]]:  # noqa: ANN401
    """Yield the cells of each row, the empty ones at its end left out."""
    from openpyxl.cell.read_only import EMPTY_CELL

    # What a sheet says of its size may be wrong: it is read to its end, or to the limit.
    sheet.reset_dimensions()
    blank: Any = None
    for row in itertools.islice(sheet.iter_rows(max_col=_COLUMNS), most):
        if row is blank:  # for rows that are not there, openpyxl gives the same one each time
            yield []
            continue
        width = len(row)
        while width and row[width - 1] is EMPTY_CELL:
            width -= 1
        blank = row if not width else blank
        yield list(row[:width])


def _text(cell: Any) -> str:  # noqa: ANN401
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return _day(value, cell.number_format)
    return whole(str(value)) if isinstance(value, float) else str(value).strip()


def _day(value: datetime.datetime, number_format: str) -> str:
    """Return a date as far as the cell shows it."""
    shown = _SAID.sub("", number_format[:200]).lower()
    day = value.date().isoformat()
    if "y" not in shown or "d" in shown:
        return day
    return day[:7] if "m" in shown else day[:4]


def _broken(cell: Any, formulas: list[Any], at: int) -> str:  # noqa: ANN401
    """Return why the value of a cell cannot be trusted, or an empty string."""
    if isinstance(cell.value, str) and cell.value in _ERRORS:
        return f"is an error: {cell.value}"
    if cell.value is None and at < len(formulas) and formulas[at].data_type == "f":
        return "holds a formula that was never computed"
    return ""


def _merged(content: bytes) -> dict[tuple[int, int], int]:
    """Return the ranges of merged cells in the XML of a sheet."""
    from openpyxl.utils import column_index_from_string

    return {
        (int(first), column_index_from_string(column.decode()) - 1): int(last)
        for column, first, last in _MERGED.findall(content)
    }


def _remarked(made: Imported, book: Any, sheet: _Sheet, above: list[Row]) -> Imported:  # noqa: ANN401
    repaired, left = list(made.repaired), list(made.left_out)
    if sheet.filled:
        what = f"cells that got the value of the first they are merged with: {sheet.filled:,}"
        repaired.append(Remark(sheet.name, what))
    if above:
        left.append(Remark(above[0].record, f"rows above the header: {len(above)}"))
    for other in book.worksheets:
        if other is not sheet.cells and any(_Sheet(other).rows(most=_ABOVE)):
            what, remedy = "is not read: one sheet is", "import it with --map sheet=NAME"
            left.append(Remark(f"sheet {other.title!r}", what, remedy))
    return replace(made, repaired=tuple(repaired), left_out=tuple(left))
