"""The parts of an Excel workbook, each counted before openpyxl reads it.

Which parts those are, and what they are called, a workbook says itself. So nothing is told from
names: openpyxl is given a ZIP file that looks at each part when it is opened. Of sheets openpyxl
holds a row at once with all its cells, of shared strings one, and whatever else is in them; of
other parts it holds everything.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO, Any, Final

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded
from clivage.importers.bounded import MEBIBYTE, Archive

#: Bytes that the parts of a workbook may have unpacked, all together.
LARGEST: Final = 512 * MEBIBYTE
_NAMESPACE: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: What openpyxl reads one by one, and how deep it stands in its part.
ROW: Final = (f"{_NAMESPACE}row", 3)
STRING: Final = (f"{_NAMESPACE}si", 2)
_NOTHING: Final = ("", 0)
#: How many rows or strings a part may have; a sheet of Excel has no more rows.
_MOST: Final = 1_048_576
#: Tags and attributes that one of them may have: a row of Excel has 16,384 cells at most. And those
#: of everything else in a part, together.
_IN_ONE: Final = 262_144
_ELSEWHERE: Final = 1_000_000
#: Those of all of a part; a cell has about seven.
_ALTOGETHER: Final = 32_000_000
#: Above this size a part may hold one tag that openpyxl would read again with every piece of it.
_LONG: Final = 16 * MEBIBYTE
#: Attributes that a row may have beside; openpyxl keeps them.
_OF_A_ROW: Final = 16
_ENCODING: Final = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{0,40})")
#: The encodings in which each tag begins with the byte that it begins with in ASCII.
_ENCODINGS: Final = re.compile(rb"utf-?8|utf-?16|us-ascii|iso-8859-\d+|windows-125\d", re.I)


class Parts(zipfile.ZipFile):
    """A workbook as openpyxl reads it: by `open` piece by piece, by `read` at once.

    Attributes:
        unit: what is read piece by piece now, rows or strings.
    """

    def __init__(self, path: Path, archive: Archive) -> None:
        #: What openpyxl leaves open where it stumbles keeps the file of the workbook open.
        self._opened: list[IO[bytes]] = []
        super().__init__(path)
        self.unit = ROW
        self._archive = archive
        self._sizes: dict[str, int] = {}
        self._counted: set[tuple[str, tuple[str, int]]] = set()

    def open(self, name: Any, *args: Any, **options: Any) -> IO[bytes]:  # noqa: ANN401
        """Open a part, when it is safe to read.

        Raises:
            ImportFileError: when it is not.
        """
        self._look(str(name), self.unit)
        part = super().open(name, *args, **options)
        self._opened.append(part)
        return part

    def close(self) -> None:
        """Close the workbook, and every part of it."""
        for part in self._opened:
            part.close()
        super().close()

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:  # noqa: ANN401
        """Return a part, when it is safe to read.

        Raises:
            ImportFileError: when it is not.
        """
        self._look(str(name), _NOTHING)
        with super().open(name, pwd=pwd) as file:
            return file.read()

    def _look(self, name: str, unit: tuple[str, int]) -> None:
        if (name, unit) in self._counted or name not in self.NameToInfo:
            return
        content = self._archive.read(name, most=LARGEST)
        self._sizes[name] = len(content)
        if sum(self._sizes.values()) > LARGEST:
            what = f"unpacks to more than {LARGEST // MEBIBYTE} MiB"
            raise ImportFileError(what, remedy="split it", origin=Origin(self._archive.name))
        _check(content, unit, Origin(f"{self._archive.name}/{name}"))
        self._counted.add((name, unit))


def _check(content: bytes, unit: tuple[str, int], origin: Origin) -> None:
    if b"<!DOCTYPE" in content:
        what = "declares a document type, which can hide entities without end"
        raise ImportFileError(what, origin=origin)
    encoding = _ENCODING.match(content)
    if encoding and not _ENCODINGS.fullmatch(encoding[1]):
        raise ImportFileError("is in an encoding that no workbook has", origin=origin)
    if (marks := bounded.marks(content)) > _ALTOGETHER:
        what = f"has {marks:,} tags and attributes; {_ALTOGETHER:,} are read at most"
        raise ImportFileError(what, remedy="split it", origin=origin)
    if marks > _IN_ONE or len(content) > _LONG:
        bounded.walked(content, _Count(unit, origin), name=str(origin))


class _Count:
    """Counts the tags and attributes of a part, as it is parsed."""

    def __init__(self, unit: tuple[str, int], origin: Origin) -> None:
        self.unit = unit
        self.origin = origin
        self.depth = self.units = self.in_one = self.elsewhere = 0
        self.inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count a tag and its attributes."""
        self.depth += 1
        if self.inside:
            self.in_one += 1 + len(attributes)
            if self.in_one > _IN_ONE:
                raise self._refused(f"has a row or a string with more than {_IN_ONE:,}")
        elif (tag, self.depth) == self.unit:
            self.inside, self.in_one = True, 0
            self.units += 1
            self.elsewhere += max(0, len(attributes) - _OF_A_ROW)
            if self.units > _MOST:
                what = f"has more than {_MOST:,} rows or strings"
                raise ImportFileError(what, remedy="split it", origin=self.origin)
        else:
            self.elsewhere += 1 + len(attributes)
        if self.elsewhere > _ELSEWHERE:
            raise self._refused(f"has beside its rows and strings more than {_ELSEWHERE:,}")

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if self.inside and self.depth == self.unit[1]:
            self.inside = False
        self.depth -= 1

    def close(self) -> None:
        """Return nothing: what was counted is within the limits."""

    def _refused(self, what: str) -> ImportFileError:
        return ImportFileError(f"{what} tags and attributes", remedy="split it", origin=self.origin)
