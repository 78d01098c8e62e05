"""The two sample databases of Discourse Network Analyzer as a corpus, read plainly for tests.

This is no importer: it takes the statements of one type, with organizations as actors and concepts
as issues, so that the algebra can be held against published numbers.
"""

from __future__ import annotations

import datetime
import functools
import re
import sqlite3
from contextlib import closing

from clivage.model import Actor, ActorType, Coder, Corpus, Issue, Passage, Sign, Source, Statement
from tests.shared_data import path

DATABASES = ("sample.dna", "sample_dna2.dna")
_STATEMENTS = """
    SELECT s.ID, s.DocumentId, s.Start, s.Stop, s.Coder, b.Value
    FROM STATEMENTS s JOIN DATABOOLEAN b ON b.StatementId = s.ID ORDER BY s.ID"""
_WORDS = {
    "sample.dna": """
        SELECT d.StatementId, v.Variable, e.Value FROM DATASHORTTEXT d
        JOIN VARIABLES v ON v.ID = d.VariableId JOIN ENTITIES e ON e.ID = d.Entity""",
    "sample_dna2.dna": """
        SELECT d.StatementId, v.Variable, d.Value FROM DATASHORTTEXT d
        JOIN VARIABLES v ON v.ID = d.VariableId""",
}


def slug(words: str) -> str:
    """Return words as an id."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


@functools.cache
def corpus(database: str) -> Corpus:
    """Return a sample database as a corpus."""
    uri = f"{path(f'dna/{database}').resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as opened:
        sources = {row[0]: _source(row, database) for row in opened.execute(
            "SELECT ID, Text, Author, Source, Section, Type, Date FROM DOCUMENTS")}  # fmt: skip
        words: dict[int, dict[str, str]] = {}
        for statement, variable, value in opened.execute(_WORDS[database]):
            words.setdefault(statement, {})[variable] = value
        rows = opened.execute(_STATEMENTS).fetchall()
    said = {row[0]: words[row[0]] for row in rows}
    return Corpus(
        id="sample",
        base="https://w3id.org/sample/",
        title={"en": "Sample"},
        language="en",
        coders=tuple(Coder(id=id, name=id) for id in sorted({f"coder-{row[4]}" for row in rows})),
        sources=tuple(sources.values()),
        actors=tuple(
            Actor(id=slug(name), type=ActorType.ORGANIZATION, labels={"en": name})
            for name in sorted({one["organization"] for one in said.values()})
        ),
        issues=tuple(
            Issue(id=slug(name), labels={"en": name})
            for name in sorted({one["concept"] for one in said.values()})
        ),
        statements=tuple(_statement(row, said[row[0]], sources[row[1]]) for row in rows),
    )


def _source(row: tuple[int, str, str, str, str, str, int], database: str) -> Source:
    number, text, author, source, section, type_, date = row
    seconds = date if database == "sample.dna" else date // 1000
    day = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return Source(
        id=f"document-{number}",
        title={"en": f"Document {number}"},
        language="en",
        sha256="",
        creator=author,
        publication=source,
        section=section,
        genre=type_,
        date=day.isoformat(),
        text=text,
    )


def _statement(
    row: tuple[int, int, int, int, int, int], said: dict[str, str], source: Source
) -> Statement:
    number, _, start, end, coder, agreement = row
    words = (source.text or "")[start:end]
    return Statement(
        id=f"statement-{number}",
        sign=Sign.SUPPORT if agreement else Sign.OPPOSITION,
        holder=slug(said["organization"]),
        target=slug(said["concept"]),
        evidence=(Passage(source=source.id, start=start, end=end, exact=words),),
        coder=f"coder-{coder}",
        when=source.date,
    )
