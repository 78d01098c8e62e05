"""Read databases of Discourse Network Analyzer, versions 2 and 3 (SQLite; `.dna`).

There is no public specification; the tables are read as such databases have them. Offsets count
UTF-16 code units, as Java does; dates are seconds since 1970 in version 3 and milliseconds in
version 2, in UTC; an entity of the empty word stands for a missing one.

Taken: the documents; the statements of one statement type, with their spans and coders; persons
and organizations as actors, concepts as issues, with their attributes. Left out: statements of
other types, colours, patterns, permissions; passwords are not even read.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clivage.errors import Origin
from clivage.importers import dna_entities, dna_plan, dna_tables
from clivage.importers.dna_cast import Cast
from clivage.importers.dna_plan import Plan, StatementType
from clivage.importers.dna_statements import Statements, Text
from clivage.importers.dna_tables import Row, Tables, whole, words
from clivage.importers.offsets import Utf16
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Remark

_MAGIC: Final = b"SQLite format 3\x00"
_DAY: Final = 24 * 60 * 60
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()
#: Tables for whose content clivage has no place, and what they hold.
_LEFT_OUT: Final = {
    "SETTINGS": "settings of DNA",
    "CODERS": "coders' colours, permissions and passwords, which are not read",
    "CODERRELATIONS": "rules about who sees whose work",
    "CODERPERMISSIONS": "permissions",
    "REGEXES": "patterns to highlight",
    "VARIABLELINKS": "links between variables",
    "STATEMENTLINKS": "links between statements",
}
_SAID: Final = ("Title", "Author", "Source", "Section", "Type", "Notes")


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is an SQLite database."""
    return head.startswith(_MAGIC)


def read(path: Path, options: Options) -> Imported:
    """Read a database.

    Raises:
        ImportFileError: when it is damaged, is no database of DNA, or has no statement type with
            the variables that are needed.
    """
    with dna_tables.opened(path) as tables:
        types = dna_plan.statement_types(tables)
        plan = dna_plan.plan(types, options, Origin(str(path)))
        entities = dna_entities.entities(tables)
        documents = _Documents(seconds=tables.has("ENTITIES"))
        for row in tables.rows("DOCUMENTS", "ID", "Text", maybe=("Coder", "Date", *_SAID)):
            documents.take(row)
        mended = tables.mended
        cast = Cast(plan, options, entities)
        statements = Statements(tables, plan, options, cast, documents.texts)
        statements.take()
        left_out = [*documents.left_out(), *_others(statements.others, types)]
        left_out += [*_tables_left(tables), *cast.left_out(), *_variables_left(plan)]
    repaired = [*documents.repaired, *_mended(mended), *entities.repaired, *statements.repaired]
    return Imported(
        format="dna",
        documents=tuple(documents.taken),
        parties=cast.parties(),
        topics=cast.topics(),
        stances=tuple(statements.stances),
        repaired=tuple(repaired),
        refused=(*documents.refused, *statements.refused),
        left_out=tuple(left_out),
    )


@dataclass
class _Documents:
    """The documents as they are read.

    Attributes:
        seconds: whether dates count seconds, as in version 3, or milliseconds.
    """

    seconds: bool
    taken: list[Document] = field(default_factory=list)
    texts: dict[int, Text] = field(default_factory=dict)
    repaired: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    times: int = 0
    entered: int = 0

    def take(self, row: Row) -> None:
        """Take a row, unless it has no number of its own."""
        number, text, coder, date, *cells = row
        id = whole(number)
        if id is None or id in self.texts:
            what = "has no number" if id is None else "stands twice; the first one is taken"
            self.refused.append(Remark(f"document {words(number)[:40]}", what))
            return
        moment, unit = whole(date), _DAY if self.seconds else _DAY * 1000
        day = _day(moment, unit)
        if date is not None and not day:
            what = f"its date {words(date)[:40]!r} is no moment in time; it has none now"
            self.repaired.append(Remark(f"document {id}", what))
        self.times += bool(day) and moment is not None and moment % unit != 0
        self.entered += coder is not None
        said = {name: words(cell).strip() for name, cell in zip(_SAID, cells, strict=True)}
        one = _document(id, words(text), said, day)
        self.texts[id] = Text(one.key, one.text or "", Utf16(one.text or ""), day)
        self.taken.append(one)

    def left_out(self) -> list[Remark]:
        """Return what of the documents has no place."""
        times = f"times of day, where days in UTC are taken: {self.times:,}"
        entered = f"notes of who entered a document: {self.entered:,}"
        pairs = (self.times, times), (self.entered, entered)
        return [Remark("DOCUMENTS", what) for many, what in pairs if many]


def _document(id: int, text: str, said: dict[str, str], day: str) -> Document:
    return Document(
        key=f"document {id}",
        title=said["Title"] or f"document {id}",
        text=text,
        creator=said["Author"],
        publication=said["Source"],
        section=said["Section"],
        genre=said["Type"],
        date=day,
        provenance=said["Notes"],
    )


def _day(moment: int | None, unit: int) -> str:
    """Return the day of a moment in UTC, or nothing where there is none that has a name."""
    day = _EPOCH + moment // unit if moment is not None else 0
    known = 1 <= day <= datetime.date.max.toordinal()
    return datetime.date.fromordinal(day).isoformat() if known else ""


def _mended(cells: int) -> list[Remark]:
    what = f"bytes that are not UTF-8 became '\ufffd'; cells that had some: {cells:,}"
    return [Remark("DOCUMENTS", what, "check the quotations behind them")] if cells else []


def _others(others: Counter[int | None], types: list[StatementType]) -> list[Remark]:
    labels: dict[int | None, str] = {one.id: repr(one.label) for one in types}
    remedy = "to take them instead, give 'type' under 'fields' in a mapping file"
    return [
        Remark(
            "STATEMENTS",
            f"of the type {labels.get(id, 'that does not exist')}: {many:,}",
            remedy if id in labels else "",
        )
        for id, many in others.items()
    ]


def _tables_left(tables: Tables) -> list[Remark]:
    counts = {table: tables.count(table) for table in _LEFT_OUT}
    return [
        Remark(table, f"{_LEFT_OUT[table]}: {many:,}") for table, many in counts.items() if many
    ]


def _variables_left(plan: Plan) -> list[Remark]:
    unused = [one for id, one in sorted(plan.unused.items())]
    remedy = "map it under 'fields' to take it"
    return [Remark("VARIABLES", f"the variable {one.name!r}", remedy) for one in unused]
