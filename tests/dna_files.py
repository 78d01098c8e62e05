"""Databases as Discourse Network Analyzer has them, of any size and with any oddity."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

#: Tables of either version: the columns that the reader may meet.
_BOTH: Final = """
CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT);
CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT, Red INTEGER, Password TEXT);
CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT,
    Source TEXT, Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT);
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT,
    StatementTypeId INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER,
    Start INTEGER, Stop INTEGER, Coder INTEGER);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
    Value INTEGER);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
    Value INTEGER);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
    Value TEXT);
"""
_THREE: Final = """
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT, ChildOf INTEGER);
CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY, VariableId INTEGER,
    AttributeVariable TEXT);
CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY, EntityId INTEGER,
    AttributeVariableId INTEGER, AttributeValue TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
    Entity INTEGER);
"""
_TWO: Final = """
CREATE TABLE ATTRIBUTES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT, Type TEXT,
    Alias TEXT, Notes TEXT, ChildOf TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
    Value TEXT);
"""
_TABLES: Final = {
    "boolean": "DATABOOLEAN",
    "integer": "DATAINTEGER",
    "long text": "DATALONGTEXT",
    "short text": "DATASHORTTEXT",
}
#: The usual statement type; names of variables to their data types.
USUAL: Final = {
    "person": "short text",
    "organization": "short text",
    "concept": "short text",
    "agreement": "boolean",
}
TEXT: Final = "The mayor of Orb said: we refuse the dyke. The millers cheered, for they want it."
#: 3 May 1921, in seconds since 1970.
DAY: Final = (datetime.date(1921, 5, 3) - datetime.date(1970, 1, 1)).days * 86_400

#: What one cell of a row of values may be.
Cell = str | int | bytes | None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: the values of its variables, and its place in a document."""

    values: Mapping[str, Cell]
    span: tuple[Cell, Cell] = (23, 41)
    document: Cell = 1
    type: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """What a database holds.

    Attributes:
        attributes: of the entity of a variable and a word, by name; ``ChildOf`` is a word.
        texts: the documents' texts; their number is the place in the list, from 1.
    """

    said: Iterable[Said] = ()
    types: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: {"Claim": USUAL})
    attributes: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    texts: Iterable[Cell] = (TEXT,)
    day: Cell = DAY


def write(path: Path, made: Database, *, version: int = 3) -> Path:
    """Write a database of DNA 2 or 3."""
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.executescript(_BOTH + (_THREE if version == 3 else _TWO))
        _Writing(file, made, version).write()
    file.close()
    return path


def altered(path: Path, *statements: str) -> Path:
    """Change a database by SQL."""
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA synchronous = OFF")
        for one in statements:
            file.execute(one)
    file.close()
    return path


class _Writing:
    def __init__(self, file: sqlite3.Connection, made: Database, version: int) -> None:
        self.file, self.made, self.three = file, made, version == 3
        self.variables: dict[tuple[int, str], tuple[int, str]] = {}
        self.entities: dict[tuple[int, Cell], int] = {}

    def write(self) -> None:
        self._add("CODERS", (1, "Ada Orr", 255, "a secret"), (2, "Bo Lind", 0, "another"))
        self._add("SETTINGS", ("version", "3.0.7" if self.three else "2.0 beta 19"))
        day = self.made.day
        if isinstance(day, int) and not self.three:
            day *= 1000
        for number, text in enumerate(self.made.texts, 1):
            said = ("Orb Gazette", "p. 2", "from the archive", "report")
            self._add("DOCUMENTS", (number, f"Text {number}", text, 1, "A. Mill", *said, day))
        for number, (label, variables) in enumerate(self.made.types.items(), 1):
            self._add("STATEMENTTYPES", (number, label))
            for name, sort in variables.items():
                id = len(self.variables) + 1
                self.variables[number, name] = id, sort
                self._add("VARIABLES", (id, name, sort, number))
                if sort == "short text":
                    self._entity(id, "")
        self._attributes()
        for id, one in enumerate(self.made.said, 1):
            self._statement(id, one)

    def _add(self, table: str, *rows: tuple[Cell, ...]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        self.file.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _statement(self, id: int, one: Said) -> None:
        self._add("STATEMENTS", (id, one.type, one.document, *one.span, 1 + id % 2))
        for name, value in one.values.items():
            variable, sort = self.variables[one.type, name]
            linked = sort == "short text" and self.three
            cell = self._entity(variable, value) if linked else value
            self._add(_TABLES[sort], (None, id, variable, cell))

    def _entity(self, variable: int, word: Cell) -> int:
        if (variable, word) not in self.entities:
            id = self.entities[variable, word] = len(self.entities) + 1
            if self.three:
                self._add("ENTITIES", (id, variable, word, None))
            else:
                self._add("ATTRIBUTES", (id, variable, word, "", "", "", ""))
        return self.entities[variable, word]

    def _attributes(self) -> None:
        names: dict[tuple[int, str], int] = {}
        for (variable, word), said in self.made.attributes.items():
            of = next(id for (_, name), (id, _) in self.variables.items() if name == variable)
            entity = self._entity(of, word)
            for name, value in said.items():
                if not self.three:
                    self.file.execute(
                        f"UPDATE ATTRIBUTES SET {name} = ? WHERE ID = ?", (value, entity)
                    )
                elif name == "ChildOf":
                    parent = self._entity(of, value)
                    self.file.execute(
                        "UPDATE ENTITIES SET ChildOf = ? WHERE ID = ?", (parent, entity)
                    )
                else:
                    if (of, name) not in names:
                        names[of, name] = len(names) + 1
                        self._add("ATTRIBUTEVARIABLES", (names[of, name], of, name))
                    self._add("ATTRIBUTEVALUES", (None, entity, names[of, name], value))


def many(number: int) -> Database:
    """Return a database of so many statements, 100 to a text."""
    sentence = "Actor number {:07} stands against, or for, the dyke of Orb.\n"
    texts = ["".join(map(sentence.format, range(at, at + 100))) for at in range(0, number, 100)]
    length = len(sentence.format(0))

    def said(at: int) -> Said:
        start = at % 100 * length
        values: dict[str, Cell] = {
            "person": f"person {at % 5000}",
            "organization": f"body {at % 500}",
            "concept": f"demand {at % 97}",
            "agreement": at % 2,
        }
        return Said(values, (start, start + length - 1), 1 + at // 100)

    return Database(said=map(said, range(number)), texts=texts)
