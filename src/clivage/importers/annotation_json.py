"""JSON of strangers: one value, an array, or a value a line; and single things of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded

#: An object of JSON.
Fields: TypeAlias = "dict[str, object]"
_LARGEST: Final = 256 * bounded.MEBIBYTE


def values(path: Path) -> Iterator[tuple[str, object]]:
    """Give each value of a file, with what a person can look it up by.

    The members of an array count as values; so do those of a file with one a line.

    Raises:
        ImportFileError: when it is no JSON.
    """
    text = bounded.text(path, most=_LARGEST)
    try:
        found = _parsed(text, path, 0)
    except ImportFileError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):
            raise
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"line {number}", _parsed(line, path, number)
        return
    if isinstance(found, list):
        yield from ((f"annotation {number}", one) for number, one in enumerate(found, 1))
    else:
        yield "", found


def _parsed(text: str, path: Path, line: int) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        origin = Origin(str(path), line or error.lineno)
        raise ImportFileError(f"not JSON: {error.msg}", origin=origin) from None
    except (ValueError, RecursionError):  # a number of many digits; lists within lists
        what = "holds JSON that no annotation needs: too deep, or too long a number"
        raise ImportFileError(what, origin=Origin(str(path), line)) from None


def listed(value: object) -> list[object]:
    """Return a value as a list, as JSON-LD means it: one thing may stand for a list of one."""
    return [] if value is None else value if isinstance(value, list) else [value]


def objects(value: object) -> list[Fields]:
    """Return the objects among some values."""
    return [one for one in listed(value) if isinstance(one, dict)]


def words(value: object) -> str:
    """Return a text without blanks around it; what is none is empty.

    >>> words(" a "), words(3), words(None)
    ('a', '', '')
    """
    return value.strip() if isinstance(value, str) else ""


def offset(value: object) -> int | None:
    """Return a number that can be an offset, or None.

    >>> offset(3), offset(-1), offset(True), offset("3")
    (3, None, None, None)
    """
    return value if type(value) is int and 0 <= value < 1 << 50 else None
