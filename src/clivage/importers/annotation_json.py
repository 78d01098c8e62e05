"""JSON of strangers: one value, an array, or a value a line; and single things of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from clivage.errors import ImportFileError
from clivage.importers import bounded
from clivage.importers.records import Remark

#: An object of JSON.
Fields: TypeAlias = "dict[str, object]"
_LARGEST: Final = 256 * bounded.MEBIBYTE
#: Escapes that may stand for half of a character, or for a character that no file of ours holds.
_ODD: Final = re.compile(r"\\u(?:[dD][89a-fA-F]|00[01789])|\\[bf]|[\x7f-\x9f]")
#: The same in JSON that is written again; an escaped backslash before it is none of it.
_UNHELD: Final = re.compile(r"(?P<kept>\\[\\\"])|\\u00[01][0-9a-f]|\\[bf]|[\x7f-\x9f\ud800-\udfff]")


def values(path: Path, repaired: list[Remark]) -> Iterator[tuple[str, object]]:
    """Give each value of a file, with what a person can look it up by.

    The members of an array count as values; so do those of a file with one a line.

    Args:
        repaired: gets a line where characters had to be replaced.

    Raises:
        ImportFileError: when it is no JSON.
    """
    text = bounded.text(path, most=_LARGEST)
    try:
        found = _parsed(text, path, 0, repaired)
    except ImportFileError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):
            raise
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"line {number}", _parsed(line, path, number, repaired)
        return
    if isinstance(found, list):
        yield from ((f"annotation {number}", one) for number, one in enumerate(found, 1))
    else:
        yield "", found


def _parsed(text: str, path: Path, line: int, repaired: list[Remark]) -> object:
    found = bounded.json(text, path, of="annotation", line=line)
    if not _ODD.search(text):
        return found
    try:
        said = json.dumps(found, ensure_ascii=False)
    except RecursionError:
        raise bounded.needless(path, of="annotation", line=line) from None
    whole = _whole(said)
    if whole == said:
        return found
    what = "holds halves of characters or control characters; each became U+FFFD"
    repaired.append(Remark(f"line {line}" if line else "the file", what))
    return json.loads(whole)


def _whole(said: str) -> str:
    r"""Return JSON with U+FFFD for what is no character, or one that controls a terminal.

    >>> print(_whole(json.dumps("a\x07\ud800 \\u0007", ensure_ascii=False)).encode())
    b'"a\xef\xbf\xbd\xef\xbf\xbd \\\\u0007"'
    """
    return _UNHELD.sub(lambda found: found["kept"] or "\ufffd", said)


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


def iri(value: object) -> str:
    """Return what a thing is called: by itself, or by its id; the first of several.

    >>> iri("urn:a"), iri({"@id": "urn:b"}), iri(["urn:c"]), iri(7)
    ('urn:a', 'urn:b', 'urn:c', '')
    """
    one = next(iter(listed(value)), None)
    return words(one.get("id") or one.get("@id")) if isinstance(one, dict) else words(one)


def shown(value: object) -> str:
    """Return a value as a person should see it, short.

    >>> shown("x" * 99), shown([[7]]), shown({}), shown(7)
    ("'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'", 'a list', 'an object', '7')
    """
    if isinstance(value, list | dict):  # which may be deep, or large
        return "a list" if isinstance(value, list) else "an object"
    return repr(value[:40]) if isinstance(value, str) else str(value)[:40]


def offset(value: object) -> int | None:
    """Return a number that can be an offset, or None.

    >>> offset(3), offset(-1), offset(True), offset("3")
    (3, None, None, None)
    """
    return value if type(value) is int and 0 <= value < 1 << 50 else None
