"""XML that unpacks into more than a memory holds is refused before it is kept."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from clivage.errors import ImportFileError
from clivage.importers import bounded, refi, workbook, workbook_parts
from clivage.importers.options import Options
from tests.test_import_workbook import HEADER, ROW, in_sheet, read, rewritten, saved

STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"<a>" + b"<b/>" * 3_000_000 + b"</a>", "has 3,000,001 elements; 3,000,000 are read"),
        (b"<a " + b"b='' " * 8_000_000 + b"/>", "has 8,000,001 tags and attributes; 8,000,000 are"),
        (b"<a>" + b"".join(b"<b%d/>" % n for n in range(10_000)) + b"</a>", "10,000 names of"),
        (b"<a b='" + b"x" * (17 << 20) + b"'/>", "a tag or comment of more than 16,777,216 bytes"),
    ],
    ids=["elements", "attributes", "names", "a long tag"],
)
def test_what_would_fill_a_memory_is_refused(document: bytes, said: str) -> None:
    with pytest.raises(ImportFileError, match=said) as refused:
        bounded.xml(document, name="a.xml")
    assert str(refused.value).startswith("a.xml: has ")


def test_a_large_graph_and_a_long_text_are_read() -> None:
    """200,000 edges with a sign; a text of 20 MiB; and elements in each other, 100,000 deep."""
    edge = b'<edge source="a" target="b"><data key="s">-1</data></edge>'
    assert len(bounded.xml(b"<graph>" + edge * 200_000 + b"</graph>", name="a")) == 200_000
    text = bounded.xml(b"<a>" + b"x = y " * (20 << 17) + b"</a>", name="a").text
    assert text
    assert len(text) == 6 * (20 << 17)
    deep = bounded.xml(b"<a>" * 100_000 + b"</a>" * 100_000, name="a")
    assert sum(1 for _ in deep.iter()) == 100_000


def test_a_line_is_counted_across_the_pieces_that_are_fed() -> None:
    lines = b"<a>" + b"<b/>\n" * 300_000
    with pytest.raises(ImportFileError, match=r"a.xml:300001: not well-formed XML"):
        bounded.xml(lines + b"</c>", name="a.xml")
    with pytest.raises(ImportFileError, match=r"a.xml:300001: not well-formed XML"):
        bounded.xml(lines, name="a.xml")


def test_a_small_project_of_very_many_elements_is_refused(tmp_path: Path) -> None:
    """Packed no more than text can be, by what stands beside."""
    path = tmp_path / "a.qdpx"
    noise = random.Random(7).randbytes(90_000).hex().encode()
    body = b"<Set/>" * 3_000_000 + b"<!--" + noise + b"-->"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("project.qde", b"<Project>" + body + b"</Project>")
    assert path.stat().st_size < 200_000
    with pytest.raises(ImportFileError, match=r"a.qdpx: has 3,000,00. elements"):
        refi.read(path, Options())


# Workbooks


def of_sheet(inside: bytes) -> bytes:
    return rewritten(saved([HEADER, ROW]), in_sheet(rb"</sheetData>", inside + b"</sheetData>"))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (b"<row>" + b"<c/>" * 1001 + b"</row>", "a row or a string with more than 1,000"),
        (b"<row>" + b"<row><c/></row>" * 501 + b"</row>", "a row or a string with more than 1,000"),
        (b"<row/>" * 1001, "has more than 900 rows or strings"),
        (
            b"</sheetData>" + b"<x/>" * 2000 + b"<sheetData>",
            "beside its rows and strings more than",
        ),
        (
            b"<row a='%b'/>" % (b"b=" * 9000),
            "tags and attributes; 9,000 are read at most",
        ),
    ],
    ids=["a row", "rows in a row", "rows", "elsewhere", "altogether"],
)
def test_a_sheet_is_counted_before_it_is_read(
    inside: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_parts, "_IN_ONE", 1000)
    monkeypatch.setattr(workbook_parts, "_ELSEWHERE", 2000)
    monkeypatch.setattr(workbook_parts, "_MOST", 900)
    monkeypatch.setattr(workbook_parts, "_ALTOGETHER", 9000)
    with pytest.raises(ImportFileError, match=rf"sheet1.xml: .*{said}.*split it"):
        read(tmp_path, of_sheet(inside))


def with_strings(strings: bytes, inside: bytes = b"") -> bytes:
    """Return a workbook with a part of shared strings that is not called as one."""
    declared = f'<Override PartName="/xl/pictures.bin" ContentType="{STRINGS}"/></Types>'.encode()
    made = io.BytesIO(
        rewritten(
            of_sheet(inside),
            lambda name, content: (
                content.replace(b"</Types>", declared) if name.startswith("[") else content
            ),
        )
    )
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/pictures.bin", b'<sst xmlns="%b">%b</sst>' % (MAIN.encode(), strings))
    return made.getvalue()


@pytest.mark.parametrize(
    ("strings", "said"),
    [
        (b"<si>" + b"<r/>" * 300_000 + b"</si>", "a row or a string with more than 262,144"),
        (b"<row/>" * 1_000_001, "beside its rows and strings more than 1,000,000"),
    ],
    ids=["a string", "rows"],
)
def test_shared_strings_are_counted_whatever_their_part_is_called(
    strings: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "_RATIO", 10_000)
    with pytest.raises(ImportFileError, match=said):
        read(tmp_path, with_strings(strings))


def test_a_part_in_an_encoding_that_hides_its_tags_is_refused(tmp_path: Path) -> None:
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-styleSheet/+AD4-'
    content = rewritten(
        saved([HEADER, ROW]), lambda name, old: hidden if name == "xl/styles.xml" else old
    )
    with pytest.raises(ImportFileError, match=r"styles.xml: is in an encoding that no workbook"):
        read(tmp_path, content)


def test_many_cells_that_share_a_long_text_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_CHARACTERS", 1000)
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 6 + b"</row>"
    shared = b"<si><t>" + b"x" * 90 + b" </t></si>"
    with pytest.raises(ImportFileError, match="its cells have more than 1,000 characters"):
        read(tmp_path, with_strings(shared, row * 2))
    assert len(read(tmp_path, with_strings(shared, row)).stances) == 1
