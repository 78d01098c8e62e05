"""``identities.yaml``: who decided what of whom, when, and which lines that changed.

The file is only ever appended to. Taking something back is a record of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from clivage import yamlfile
from clivage.errors import ClivageError, Origin
from clivage.identity.patches import Hunk
from clivage.yamlfile import Value, YamlFile
from clivage.yamltext import inline, scalar

NAME: Final = "identities.yaml"
_HEAD: Final = """# Who is whom: what people decided, when, and which lines that changed.
# Written by 'clivage reconcile accept' and 'clivage actors', which only append to it.
records:
"""


_PARTS: Final = ("old", "new", "before", "after")
#: The files that are changed: no record, and no journal, makes another be written.
_FILE: Final = re.compile(
    r"corpus\.yaml|codings/[^/\\\0.][^/\\\0]*\.(?i:ya?ml)|ties/[^/\\\0.][^/\\\0]*\.(?i:csv)"
)


class Act(Enum):
    """What was done."""

    MATCH = "match"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that was changed: from the folder of the corpus, and its digest afterwards."""

    file: str
    sha256: str
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Something that a person did.

    Attributes:
        number: from 1, in the order of the file.
        when: a day, or a moment in UTC.
        details: what it is about: ids, an IRI, a service.
        changes: the files that were changed, each with its lines.
    """

    number: int
    act: Act
    by: str
    when: str
    details: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[Changed, ...] = ()

    def said(self, key: str) -> str:
        """Return one of the details, empty where it is not there."""
        value = self.details.get(key)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")

    def told(self) -> str:
        """Return what was done, in one line.

        >>> said = {"actors": ["b", "c"], "into": "a"}
        >>> Record(number=1, act=Act.MERGE, by="Ada", when="2024-02-29", details=said).told()
        'merged b, c into a'
        """
        if self.act is Act.MATCH:
            words = {"exact": "is", "close": "is nearly", "no": "is not"}
            thing = self.said("actor") or self.said("issue")
            is_ = words.get(self.said("match"), self.said("match"))
            return f"{thing} {is_} {self.said('iri') or self.said('id')}"
        if self.act is Act.MERGE:
            return f"merged {self.said('actors')} into {self.said('into')}"
        if self.act is Act.SPLIT:
            return f"split {self.said('into')} from {self.said('actor')}"
        return f"undid {self.said('of')}"


@dataclass(frozen=True, slots=True)
class Log:
    """All records of a corpus.

    Attributes:
        text: of the file, empty where there is none.
    """

    records: tuple[Record, ...] = ()
    text: str = ""

    @property
    def undone(self) -> dict[int, int]:
        """The numbers of the records that were taken back, and of those that did it."""
        return {int(one.said("of")): one.number for one in self.records if one.act is Act.UNDO}

    @property
    def standing(self) -> tuple[Record, ...]:
        """The records that still hold."""
        undone = self.undone
        return tuple(
            one for one in self.records if one.act is not Act.UNDO and one.number not in undone
        )

    @property
    def next(self) -> int:
        """The number of the next record."""
        return len(self.records) + 1

    def appended(self, records: Iterable[Record]) -> str:
        """Return the text of the file with more records."""
        text = self.text or _HEAD
        text += "" if text.endswith("\n") else "\n"
        return text + "".join(f"{line}\n" for one in records for line in _lines(one))


def is_file(name: str) -> bool:
    """Whether a name, from the folder of a corpus, is that of a file which a record may change.

    >>> [is_file(name) for name in ("codings/a.yaml", "codings/../a.yaml", "texts/a.txt")]
    [True, False, False]
    """
    return bool(_FILE.fullmatch(name))


def read(folder: Path) -> Log:
    """Read the records of a corpus; there may be none.

    Raises:
        ClivageError: when they cannot be read, with file and line.
    """
    path = folder / NAME
    if not path.exists():
        return Log()
    file = yamlfile.read(path)
    if file.problems:
        first = file.problems[0]
        raise ClivageError(first.what, remedy=first.remedy, origin=first.origin)
    items = file.data.get("records") if isinstance(file.data, dict) else None
    if not isinstance(items, list | None) or not isinstance(file.data, dict):
        raise _broken(file, ("records",), "it has no list 'records'")
    found = [_record(file, number, one) for number, one in enumerate(items or [], 1)]
    return Log(tuple(found), file.text)


def _record(file: YamlFile, number: int, data: Value) -> Record:
    place = ("records", number - 1)
    if not isinstance(data, dict):
        raise _broken(file, place, f"record {number} has no keys")
    details = dict(data)
    texts = {key: details.pop(key, None) for key in ("number", "act", "by", "when")}
    changes = details.pop("changes", None) or []
    if texts["number"] != str(number):
        raise _broken(
            file, place, f"record {number} in the order of the file is not 'number: {number}'"
        )
    if texts["act"] not in [one.value for one in Act] or not texts["by"] or not texts["when"]:
        raise _broken(file, place, f"record {number} does not say its 'act', 'by' and 'when'")
    is_undo = texts["act"] == Act.UNDO.value
    if is_undo and str(details.get("of")) not in map(str, range(1, number)):
        raise _broken(file, place, f"record {number} undoes none before it")
    try:
        return Record(
            number=number,
            act=Act(texts["act"]),
            by=str(texts["by"]),
            when=str(texts["when"]),
            details=details,
            changes=tuple(_file_changed(one) for one in changes),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _broken(file, place, f"the 'changes' of record {number} are not whole") from None


def _file_changed(data: object) -> Changed:
    if not isinstance(data, dict) or not is_file(str(data["file"])):
        raise ValueError("not a file of a corpus")
    hunks = (
        Hunk(line=int(one["line"]), **{key: one[key] or "" for key in _PARTS})
        for one in data["lines"]
    )
    return Changed(str(data["file"]), str(data["sha256"]), tuple(hunks))


def _broken(file: YamlFile, place: Sequence[str | int], what: str) -> ClivageError:
    remedy = "restore the file; it is written by clivage alone"
    origin = file.origin(tuple(place))
    return ClivageError(what, remedy=remedy, origin=Origin(origin.file, origin.line))


def _lines(record: Record) -> list[str]:
    """Return the lines of a record."""
    said: dict[str, Value] = {
        "number": str(record.number),
        "act": record.act.value,
        "by": record.by,
        "when": record.when,
        **{key: one for key, one in record.details.items() if one not in ("", None, [])},
    }
    lines = [f"    {key}: {inline(one)}" for key, one in said.items()]
    lines[0] = f"  - {lines[0].lstrip()}"
    if record.changes:
        lines.append("    changes:")
    for one in record.changes:
        lines += [f"      - file: {scalar(one.file)}", f"        sha256: {one.sha256}"]
        lines.append("        lines:")
        for hunk in one.hunks:
            lines.append(f"          - line: {hunk.line}")
            lines += [f"            {key}: {scalar(getattr(hunk, key))}" for key in _PARTS]
    return lines
