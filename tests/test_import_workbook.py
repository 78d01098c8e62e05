"""Excel workbooks of statements and of signed edges."""

from __future__ import annotations

import datetime
import functools
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clivage.errors import ClivageError, ImportFileError
from clivage.importers import workbook
from clivage.importers.options import Options
from clivage.importers.records import Imported
from tests.damaged_files import damaged

HEADER = ["source", "quote", "who", "sign", "whom", "when"]
ROW = ["gazette", "the guild left", "Guild", -1, "Council", 1903]


def saved(rows: list[list[Any]], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """Return a workbook with one sheet, as bytes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Coding"
    for row in rows:
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(folder: Path, content: bytes, options: Options | None = None) -> Imported:
    """Read a workbook of its bytes."""
    file = folder / "book.xlsx"
    file.write_bytes(content)
    return workbook.read(file, options or Options())


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a workbook with its parts changed by name and content."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return made.getvalue()


def in_sheet(pattern: bytes, by: bytes) -> Callable[[str, bytes], bytes]:
    """Return a change of the XML of sheets."""
    return lambda name, content: (
        re.sub(pattern, by, content, flags=re.DOTALL) if "worksheets/" in name else content
    )


def test_a_row_becomes_a_statement_with_its_sheet_and_row(tmp_path: Path) -> None:
    found = read(tmp_path, saved([HEADER, ROW]))
    (stance,) = found.stances
    assert stance.record == "sheet 'Coding', row 2"
    assert (stance.sign.value, stance.holder, stance.target) == (-1, "Guild", "Council")
    assert stance.quotes[0].exact == "the guild left"
    assert found.format == "xlsx"


@pytest.mark.parametrize(
    ("value", "shown", "when"),
    [
        (1903.0, "General", "1903"),
        ("1903-05~", "General", "1903-05~"),
        (datetime.datetime(1903, 5, 7), "yyyy-mm-dd", "1903-05-07"),
        (datetime.datetime(1903, 5, 7, 13, 30), "dd/mm/yyyy hh:mm", "1903-05-07"),
        (datetime.date(1903, 5, 7), "d mmm yyyy", "1903-05-07"),
        (datetime.datetime(1903, 5, 1), "mmm-yy", "1903-05"),
        (datetime.datetime(1903, 5, 1), 'mmmm" du "yyyy', "1903-05"),
        (datetime.datetime(1903, 1, 1), "yyyy", "1903"),
    ],
)
def test_a_date_counts_as_far_as_its_cell_shows_it(
    tmp_path: Path, value: object, shown: str, when: str
) -> None:
    def show(sheet: Any) -> None:  # noqa: ANN401
        sheet["F2"].number_format = shown

    found = read(tmp_path, saved([HEADER, [*ROW[:5], value]], show))
    assert [stance.when for stance in found.stances] == [when]


def test_the_value_of_a_formula_counts_and_one_without_a_value_is_refused(tmp_path: Path) -> None:
    content = saved([HEADER, ROW, ["gazette", "=A1", *ROW[2:]], [*ROW[:4], "#REF!", 1903]])
    never = read(tmp_path, content)
    assert [remark.record for remark in never.refused] == [
        "sheet 'Coding', row 3",
        "sheet 'Coding', row 4",
    ]
    assert "'quote' holds a formula that was never computed" in never.refused[0].what
    assert "'whom' is an error: #REF!" in never.refused[1].what
    computed = in_sheet(rb'<c r="B3"[^>]*><f>A1</f><v ?/?>(</v>)?</c>',
                        b'<c r="B3" t="str"><f>A1</f><v>we left</v></c>')  # fmt: skip
    found = read(tmp_path, rewritten(content, computed))
    assert [stance.quotes[0].exact for stance in found.stances] == ["the guild left", "we left"]


def test_merged_cells_give_their_value_to_every_row(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEADER, ROW, [None, "b", *ROW[2:]], [None] * 6, [None, "c", *ROW[2:]]]
    found = read(tmp_path, saved(rows, lambda sheet: sheet.merge_cells("A2:A4")))
    assert [stance.record[-1] for stance in found.stances] == ["2", "3"]
    assert [str(remark) for remark in found.repaired] == [
        "sheet 'Coding': cells that got the value of the first they are merged with: 1."
    ]
    assert [remark.record[-1] for remark in found.refused] == ["5"]


def two_sheets() -> bytes:
    """Return a workbook with a sheet of prose, and two of codings, one under a title."""
    book = openpyxl.Workbook()
    prose = book.active
    assert prose is not None
    prose.title = "Read me"
    prose.append(["Codings of the toll"])
    first = book.create_sheet("Coding")
    for row in (["Codings of the toll"], [], HEADER, ROW):
        first.append(row)
    second = book.create_sheet("Ties")
    for row in (["source", "target", "sign"], ["Guild", "Council", "-"]):
        second.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_first_sheet_with_a_known_header_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, two_sheets())
    assert [stance.record for stance in found.stances] == ["sheet 'Coding', row 4"]
    assert [str(remark) for remark in found.left_out] == [
        "sheet 'Coding', row 1: rows above the header: 1.",
        "sheet 'Read me': is not read: one sheet is. import it with --map sheet=NAME.",
        "sheet 'Ties': is not read: one sheet is. import it with --map sheet=NAME.",
    ]


def test_another_sheet_is_read_when_it_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, two_sheets(), Options(fields={"sheet": "ties"}))
    assert [claim.record for claim in found.claims] == ["sheet 'Ties', row 2"]
    with pytest.raises(ImportFileError, match=r"no sheet 'Notes'. its sheets are 'Read me'"):
        read(tmp_path, two_sheets(), Options(fields={"sheet": "Notes"}))


def test_cells_right_of_the_table_are_told_and_do_no_harm(tmp_path: Path) -> None:
    found = read(tmp_path, saved([HEADER, [*ROW, None, "see p. 7"]]))
    assert len(found.stances) == 1
    assert [str(remark) for remark in found.left_out] == [
        "column 8: has no name, and has no place; cells filled in it: 1."
    ]


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    content = saved([HEADER, ROW, ROW])
    for size in (b"A1:A1", b"A1:XFD1048576"):
        wrong = in_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % size)
        assert len(read(tmp_path, rewritten(content, wrong)).stances) == 2


def test_a_row_and_a_column_far_away_fill_no_memory(tmp_path: Path) -> None:
    far = in_sheet(
        rb'<row r="3".*?</row>', b'<row r="999999999"><c r="ZZZ999999999"><v>1</v></c></row>'
    )
    found = read(tmp_path, rewritten(saved([HEADER, ROW, ROW]), far))
    assert len(found.stances) == 1


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = in_sheet(rb"</sheetData>", b"</sheetData>" + b" " * (8 << 20))
    with pytest.raises(ImportFileError, match="unpacks to far more than it is"):
        read(tmp_path, rewritten(saved([HEADER, ROW]), bomb))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    entity = in_sheet(
        rb"^(<\?xml[^>]*>)?<worksheet",
        b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet',
    )
    with pytest.raises(ImportFileError, match=r"sheet1.xml: declares a document type"):
        read(tmp_path, rewritten(saved([HEADER, ROW]), entity))


@pytest.mark.parametrize("ending", [".xls", ".ods", ".xlsb"])
def test_other_workbooks_are_told_how_to_become_one(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"book{ending}"
    file.write_bytes(b"\xd0\xcf\x11\xe0")
    assert workbook.recognise(file, b"\xd0\xcf\x11\xe0")
    with pytest.raises(ImportFileError, match=r"which is not read. save it as .xlsx"):
        workbook.read(file, Options())


def test_a_workbook_without_a_table_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"row 1: the table has no column 'who'"):
        read(tmp_path, saved([["name", "age"], ["A", 7]]))
    with pytest.raises(ImportFileError, match="there is nothing in its sheets"):
        read(tmp_path, saved([]))


def _swapped(name: str, content: bytes, part: str, old: bytes) -> bytes:
    return content if part == name else old


def test_a_damaged_workbook_is_read_or_refused_in_words(tmp_path: Path) -> None:
    content = saved([HEADER, ROW, ["g", "=A1", *ROW[2:]]], lambda it: it.merge_cells("A2:A3"))
    assert workbook.recognise(Path("a.xlsx"), content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    broken = [*damaged(content, cuts=6, flips=8)]
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml",
                 "xl/styles.xml", "xl/_rels/workbook.xml.rels"):  # fmt: skip
        for part in damaged(parts[name], cuts=2, flips=4):
            broken.append(rewritten(content, functools.partial(_swapped, name, part)))
    outcomes: set[type] = set()
    for one in broken:
        try:
            outcomes.add(type(read(tmp_path, one)))
        except ClivageError as error:
            assert "\n" not in str(error)
            outcomes.add(type(error))
    assert outcomes == {Imported, ImportFileError}
