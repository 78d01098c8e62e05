"""What the codes of machine-coded events say: support, opposition or neither, and how much.

Such tables disagree with each other, so they are data, chosen by name: ``codes/tables.csv`` lists
them, and says where each comes from. Values are whole tenths, so that sums of millions of them
are the same in any order: 34 is 3.4 of support, -50 is 5.0 of opposition, 0 takes no side.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from clivage.errors import ClivageError, Origin

_FOLDER: Final = Path(__file__).with_name("codes")
_LARGEST: Final = 1024 * 1024
#: Ten either way, in tenths: where the scale of Goldstein ends.
_MOST: Final = 100
#: What a sign weighs where a table has no values.
_EVEN: Final = 10
_SIGNS: Final = {
    **dict.fromkeys(("+1", "1", "+", "support"), _EVEN),
    **dict.fromkeys(("-1", "-", "opposition"), -_EVEN),
    **dict.fromkeys(("0", "neutral"), 0),
}
_NUMBER: Final = re.compile(r"([+-]?)([0-9]{1,4})(?:\.([0-9]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """A table of codes and what they say.

    Attributes:
        name: what a person chooses it by; of a person's own table the name of its file.
        version: goes up when a value changes; empty for a person's own table.
        scheme: what the codes are: ``cameo``, ``plover`` or ``acled``; empty for an own table.
        title, source, note: what it is, where its values are from, and what to know of it.
        sha256: of the bytes of its file.
        tenths: code to its value times ten. A code that is not in it is unknown, even where its
            first digits are: 084 says nothing of 0841.
    """

    name: str
    version: str = ""
    scheme: str = ""
    title: str = ""
    source: str = ""
    note: str = ""
    sha256: str
    tenths: Mapping[str, int]


def names() -> tuple[str, ...]:
    """Return the names of the tables that clivage has.

    >>> names()
    ('goldstein-icews', 'goldstein-gdelt', 'quadclass', 'plover', 'acled')
    """
    return tuple(_tables())


def load(name: str | Path) -> Codes:
    """Return a table by its name, or read a person's own by its path.

    An own table is a CSV file with the column ``code`` and one of ``sign`` (``support``,
    ``opposition`` or ``neutral``; also 1, -1 or 0), ``goldstein`` (3.4) or ``tenths`` (34).
    A name with a slash or an ending is a path.

    Raises:
        ClivageError: when there is no such table, or a line of a file is not right.

    >>> load("goldstein-icews").tenths["016"], load("acled").tenths["Agreement"]
    (-50, 10)
    """
    path = Path(name)
    if isinstance(name, str) and (known := _tables().get(name)):
        table = _read(_FOLDER / f"{name}.csv")
        return Codes(**known, sha256=table.sha256, tenths=table.tenths)
    if isinstance(name, Path) or path.suffix or len(path.parts) > 1:
        return _read(path)
    remedy = f"choose one of {', '.join(names())}, or name a CSV file"
    raise ClivageError(f"there is no table of codes {name!r}", remedy=remedy)


def differences(one: Codes, other: Codes) -> dict[str, tuple[int, int]]:
    """Return the codes that two tables both have but value differently, with both values.

    >>> differences(load("goldstein-gdelt"), load("goldstein-icews"))["016"]
    (-20, -50)
    """
    return {
        code: (one.tenths[code], other.tenths[code])
        for code in sorted(one.tenths.keys() & other.tenths.keys())
        if one.tenths[code] != other.tenths[code]
    }


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """Return what is said of each table, by its name."""
    with (_FOLDER / "tables.csv").open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row for row in csv.DictReader(lines)}


def _read(path: Path) -> Codes:
    """Read the values of a table, and take the hash of its file."""
    data = _bytes(path)
    tenths: dict[str, int] = {}
    for origin, code, value in _rows(data, path):
        if code in tenths:
            raise ClivageError(f"the code {code!r} stands here again", origin=origin)
        tenths[code] = value
    if not tenths:
        remedy = "write one code a line, under 'code,sign'"
        raise ClivageError("there is no code in it", remedy=remedy, origin=Origin(str(path)))
    sha256 = hashlib.sha256(data).hexdigest()
    return Codes(name=path.name, sha256=sha256, tenths=MappingProxyType(tenths))


def _bytes(path: Path) -> bytes:
    origin = Origin(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise ClivageError(f"the codes cannot be read: {said}", origin=origin) from None
    if len(data) > _LARGEST:
        what = "this is too large for a table of codes: more than 1 MiB"
        raise ClivageError(what, remedy="check the path", origin=origin)
    return data


def _rows(data: bytes, path: Path) -> Iterator[tuple[Origin, str, int]]:
    """Give the code and the value of each line, with its place."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = "save it again as UTF-8"
        raise ClivageError("this is no UTF-8", remedy=remedy, origin=Origin(str(path))) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [cell.strip().casefold() for cell in next(reader, [])]
        value = _column(heading, Origin(str(path), 1))
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _row(heading, row, value, Origin(str(path), reader.line_num))
    except csv.Error as error:
        origin = Origin(str(path), reader.line_num)
        raise ClivageError(f"this is no CSV: {error}", origin=origin) from None


def _column(heading: list[str], origin: Origin) -> str:
    """Return the one column that has the values."""
    found = [cell for cell in heading if cell in _VALUES]
    if heading.count("code") != 1 or len(found) != 1:
        remedy = "name the columns in the first line: 'code' and one of sign, goldstein, tenths"
        raise ClivageError("the columns are not those of codes", remedy=remedy, origin=origin)
    return found[0]


def _row(heading: list[str], row: list[str], value: str, origin: Origin) -> tuple[Origin, str, int]:
    if len(row) != len(heading):
        what = f"there are {len(row)} cells here, but {len(heading)} columns"
        raise ClivageError(what, remedy="put cells with commas in quotes", origin=origin)
    code, said = (row[heading.index(name)].strip() for name in ("code", value))
    if not code:
        raise ClivageError("the code is missing", origin=origin)
    read, remedy = _VALUES[value]
    tenths = read(said)
    if tenths is None or abs(tenths) > _MOST:
        what = f"{said[:40]!r} is no {value} for the code {code!r}"
        raise ClivageError(what, remedy=remedy, origin=origin)
    return origin, code, tenths


def _of_sign(said: str) -> int | None:
    return _SIGNS.get(said.casefold())


def _of_goldstein(said: str) -> int | None:
    """Return a decimal of at most one digit in tenths, without the detour of a float.

    >>> _of_goldstein("-0.4"), _of_goldstein("10"), _of_goldstein("3.45")
    (-4, 100, None)
    """
    if not (found := _NUMBER.fullmatch(said)):
        return None
    sign, whole, tenth = found.groups("0")
    return (-1 if sign == "-" else 1) * (int(whole) * 10 + int(tenth))


def _of_tenths(said: str) -> int | None:
    return int(said) if _NUMBER.fullmatch(said) and "." not in said else None


#: How each column of values is read, and what to write in it.
_VALUES: Final[Mapping[str, tuple[Callable[[str], int | None], str]]] = {
    "sign": (_of_sign, "write support, opposition or neutral"),
    "goldstein": (_of_goldstein, "write a number from -10.0 to 10.0, with one digit after the dot"),
    "tenths": (_of_tenths, "write a whole number from -100 to 100"),
}
