"""Take back what was decided: the lines get back what stood there, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from clivage.errors import ClivageError
from clivage.identity import hints, operation, people
from clivage.identity.operation import Folder
from clivage.identity.patches import undone
from clivage.identity.record import Act, Record

_MARK: Final = "\ufeff"


def undo(folder: Path, number: int | None = None, *, by: str, when: str) -> Record:
    """Take back a record, and record that.

    Args:
        number: of the record; the last one that still holds when left out.

    Returns:
        the record that was taken back.

    Raises:
        ClivageError: when there is none, or its lines have been changed since, with file and line.
        CorpusError: when the corpus would have an error that it does not have.
    """
    by, opened = people.checked(by), Folder(folder)
    taken = _found(opened, number)
    texts = {}
    for one in taken.changes:
        text = opened.text(one.file)
        is_same = operation.digest(text.encode()) == one.sha256
        mark = _MARK if text.startswith(_MARK) else ""
        bare, name = text.removeprefix(mark), opened.shown(one.file)
        texts[one.file] = mark + undone(bare, one.hunks, is_same=is_same, name=name)
    record = Record(
        number=opened.log.next,
        act=Act.UNDO,
        by=by,
        when=when,
        details={"of": str(taken.number)},
    )
    opened.commit([record], texts)
    return taken


def _found(opened: Folder, number: int | None) -> Record:
    log, see = opened.log, f"see `{hints.command(opened.path, 'actors', 'log')}`"
    if number is None:
        if not log.standing:
            raise ClivageError("there is nothing to undo", remedy=see)
        return log.standing[-1]
    if not 1 <= number <= len(log.records):
        what = f"there is no record {number}"
        raise ClivageError(what, remedy=f"there are {len(log.records)}; {see}")
    record = log.records[number - 1]
    if record.act is Act.UNDO:
        what = f"record {number} is itself an undo"
        raise ClivageError(what, remedy=f"do again what record {record.said('of')} did")
    if number in log.undone:
        what = f"record {number} was undone by record {log.undone[number]}"
        raise ClivageError(what, remedy="there is nothing left to take back")
    return record
