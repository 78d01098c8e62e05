"""Change who is named in a table of ties: only the rows concerned, and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from clivage.errors import ClivageError, Origin
from clivage.identity.patches import Hunk, Rewritten, surrounded

_MARK: Final = "\ufeff"
#: The columns that name actors: who holds the stance, and towards whom.
_NAMING: Final = ("holder", "target")


def renamed_rows(text: str, becomes: Mapping[str, str], *, name: str) -> Rewritten:
    r"""Return a table of ties, as CSV, whose rows name other actors.

    Raises:
        ClivageError: when it is not CSV, or a row would be a tie of somebody to itself.

    >>> renamed_rows("holder,sign,target\nb,+,c\n", {"b": "a"}, name="t.csv").text
    'holder,sign,target\na,+,c\n'
    """
    mark = _MARK if text.startswith(_MARK) else ""
    hunks, kept = [], []
    header: list[str] | None = None
    for line, raw, row in _rows(text.removeprefix(mark), name):
        new = row
        if header is None:
            header = [one.strip().lower() for one in row] or None
        else:
            new = _renamed(row, header, becomes)
            if new != row and _is_self(new, header):
                what = f"the tie {','.join(row)!r} would be one of somebody to itself"
                raise ClivageError(what, remedy="delete the row first", origin=Origin(name, line))
        fresh = raw if new == row else _row(new, raw)
        if fresh != raw:
            hunks.append(Hunk(line=line, old=raw, new=fresh))
        kept.append(fresh)
    whole = "".join(kept)
    return Rewritten(mark + whole, surrounded(hunks, whole))


def _rows(text: str, name: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each row with its first line, from 1, and as it is written."""
    lines = io.StringIO(text, newline="").readlines()
    reader, start = csv.reader(lines, strict=True), 0
    try:
        for row in reader:
            yield start + 1, "".join(lines[start : reader.line_num]), row
            start = reader.line_num
    except csv.Error as error:
        origin = Origin(name, reader.line_num)
        raise ClivageError(f"not CSV: {error}", remedy="correct it", origin=origin) from None


def _renamed(row: Sequence[str], header: Sequence[str], becomes: Mapping[str, str]) -> list[str]:
    named = {at for at, one in enumerate(header) if one in _NAMING}
    return [becomes.get(one.strip(), one) if at in named else one for at, one in enumerate(row)]


def _is_self(row: Sequence[str], header: Sequence[str]) -> bool:
    cells = dict(zip(header, row, strict=False))
    return cells.get("holder") == cells.get("target")


def _row(cells: Sequence[str], raw: str) -> str:
    """Write a row as its file ends its lines."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue() + raw[len(raw.rstrip("\r\n")) :]
