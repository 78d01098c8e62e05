"""Chosen events as statements in RDF: each with its code, its weight and where it was reported."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clivage.errors import ClivageError, Origin
from clivage.events import codes, formats, inputs, job, lines, making, triples, units
from clivage.events.codes import Codes
from clivage.events.engine import Engine
from clivage.events.folder import EventFolder
from clivage.events.inputs import Input
from clivage.events.lines import Lines, Written
from clivage.events.settings import FIRST, LAST, Progress, Settings, Tell
from clivage.events.statements import statement, text
from clivage.rdf.terms import code_table_iri

if TYPE_CHECKING:
    import duckdb

#: Events that are taken where nobody says how many.
MOST: Final = 1_000_000
#: What is said of an event, and what only of some.
_EVENT: Final = (
    "rdf:type clv:{sort}",
    "rdf:type clv:UnevidencedTie",
    "rdf:type clv:CodedEvent",
    "clv:holder <{base}actor/{holder}>",
    "clv:target <{base}actor/{target}>",
    'clv:eventCode "{code}"',
    'clv:weight "{weight}"^^xsd:decimal',
    'clv:when "{day}"^^edtf:EDTF',
    'clv:notBefore "{day}"^^xsd:date',
    'clv:notAfter "{day}"^^xsd:date',
    "clv:codeTable <{table}>",
)
_ADDRESS: Final = "dcterms:source <{address}>"
_WORDS: Final = 'dcterms:provenance "{words}"'
_PART: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
#: An address that an IRI can be: one that is not would break all that is loaded with it.
_IRI: Final = rf"https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?]{_PART})?(#{_PART})?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which events are meant: those that fit all that is said.

    Attributes:
        holders, targets, ends: who acts, who is acted on, who is either; anybody when empty.
        codes: as the data have them; any when empty.
        sign: ``support``, ``opposition``, or either when empty.
        first, last: the days of the period, both included.
        most: how many are taken; there may not be more.
    """

    holders: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    sign: str = ""
    first: datetime.date = FIRST
    last: datetime.date = LAST
    most: int = MOST

    def condition(self) -> str:
        """Return it in SQL.

        >>> print(Selection(holders=("Arun", "Bek"), sign="support").condition())
        verdict = 'used' AND tenths <> 0 AND holder IN ('Arun', 'Bek') AND tenths > 0
        """
        said = ["verdict = 'used' AND tenths <> 0"]
        if self.holders:
            said.append(f"holder IN {_listed(self.holders)}")
        if self.targets:
            said.append(f"target IN {_listed(self.targets)}")
        if self.ends:
            ends = _listed(self.ends)
            said.append(f"(holder IN {ends} OR target IN {ends})")
        if self.codes:
            said.append(f"UPPER(code) IN {_listed([code.upper() for code in self.codes])}")
        if self.sign:
            said.append("tenths > 0" if self.sign == "support" else "tenths < 0")
        return " AND ".join(said)


@contextmanager
def opened(
    folder: EventFolder,
    selection: Selection,
    base: str = "",
    *,
    table: str = "",
    spill: Path,
    memory: int = triples.MEMORY,
    threads: int = 0,
    tell: Tell = lambda progress: None,
) -> Iterator[Lines]:
    """Give chosen events as N-Triples, read again from the files that a folder was made of.

    An event that takes no side is none of them.

    Args:
        folder: whose files, format, code table and actors they are.
        base: the base IRI of the corpus; that of the folder when empty.
        table: the path of the table of codes, where it is a person's own.
        spill: a folder for what does not fit into the memory; it need not be there.
        memory: bytes that DuckDB may take.
        threads: how many work at a time; as many as there are processors when 0.
        tell: told how far it is, in rows.

    Raises:
        ClivageError: when the files are gone or not what they were, there are too many such
            events, or none.
    """
    base = triples.based(base or folder.base)
    about = triples.header(folder, base)
    spill.mkdir(parents=True, exist_ok=True)
    try:
        with making.opened("duckdb", spill, memory=memory, threads=threads) as engine:
            files = _selected(engine, folder, selection, _codes(folder, table), spill, memory, tell)
        with lines.database(memory, spill, threads) as connection:
            with lines.told(folder.path):
                _view(connection, folder, files)
                events, actors, more, left_out = _counted(connection)
            more += len(about) + len(triples.ACTOR) * actors
            more += events * (len(_EVENT) + (not folder.directed))
            written = Written(triples=more, actors=actors, ties=events, left_out=left_out)
            yield Lines(connection, _sql(folder, base, about), written)
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _codes(folder: EventFolder, table: str) -> Codes:
    """Return the table of codes of a folder."""
    known = folder.manifest["codes"]
    if not table and known["name"] not in codes.names():
        what = f"the table of codes {known['name']!r} is not one of clivage's"
        raise ClivageError(what, remedy="name its file with --codes")
    found = codes.load(table or known["name"])
    if found.sha256 != known["sha256"]:
        what = f"the table {found.name!r} is not the one that the dyads were made with"
        raise ClivageError(what, remedy="make them again", origin=Origin(str(folder.path)))
    return found


def _selected(
    engine: Engine,
    folder: EventFolder,
    selection: Selection,
    table: Codes,
    spill: Path,
    memory: int,
    tell: Tell,
) -> list[Path]:
    """Write the events that are meant as Parquet, part by part."""
    settings = _settings(folder, selection, table)
    parts = list(units.parts(_inputs(engine, folder), memory))
    total, done, count = sum(part.size for part in parts), 0, 0
    files: list[Path] = []
    for number, part in enumerate(parts):
        tell(Progress(done, total, "choosing events"))
        job.prepare(engine, part, settings)
        file = spill / f"selected-{number}.parquet"
        engine.write(statement("rdf_selected", chosen=selection.condition()), file)
        files.append(file)
        engine.read_back("selected", [file])
        count += engine.rows("SELECT COUNT(*) FROM selected")[0][0]
        if count > selection.most:
            what = f"more than {selection.most:,} events are like that"
            raise ClivageError(what, remedy="choose fewer, or allow more with --most")
        done += part.size
    if not count:
        what = "no event that takes sides is like that"
        raise ClivageError(
            what, remedy="actors are named as in actors.parquet, codes as in the files"
        )
    return files


def _settings(folder: EventFolder, selection: Selection, table: Codes) -> Settings:
    if not folder.directed and (selection.holders or selection.targets):
        what = "these events do not say who acts on whom"
        raise ClivageError(what, remedy="choose with --with")
    first, last = (datetime.date.fromisoformat(folder.manifest[end]) for end in ("first", "last"))
    return Settings(
        format=formats.named(folder.manifest["format"]),
        codes=table,
        actor=folder.manifest["actor"],
        first=max(first, selection.first),
        last=min(last, selection.last),
        encoding=folder.manifest["encoding"],
    )


def _inputs(engine: Engine, folder: EventFolder) -> tuple[Input, ...]:
    """Return the files that a folder was made of, if they are still what they were."""
    known = {one["path"]: (one["bytes"], one["modified"]) for one in folder.manifest["inputs"]}
    manifest = folder.manifest
    found = inputs.look(engine, known, manifest["format"], manifest["encoding"])
    for one in found:
        if (one.size, one.modified) != known.get(one.path):
            what = "has changed since the dyads were made of it"
            raise ClivageError(what, remedy="make them again", origin=Origin(one.path))
    return found


def _view(
    connection: duckdb.DuckDBPyConnection, folder: EventFolder, files: Sequence[Path]
) -> None:
    """Make the tables of the chosen events, and of the actors who take part in them."""
    listed = ", ".join(text(str(path)) for path in files)
    actors = folder.table("actors.parquet")
    connection.execute(
        f"CREATE TEMP VIEW selected AS SELECT * FROM read_parquet([{listed}]);"
        f" CREATE TEMP VIEW actors AS SELECT * FROM {actors}"
        " WHERE actor IN (SELECT holder FROM selected UNION SELECT target FROM selected)"
    )
    triples.named(connection)
    told = statement("rdf_events", address=text(_IRI))
    connection.execute(f"CREATE TEMP TABLE told AS {told}")


def _counted(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int, dict[str, int]]:
    """Return how many events, actors, and triples of some events alone there are; and the rest."""
    ((events, more),) = connection.execute(
        "SELECT COUNT(*), COUNT(address) + COUNT(words) FROM told"
    ).fetchall()
    ((chosen,),) = connection.execute("SELECT COUNT(*) FROM selected").fetchall()
    ((actors,),) = connection.execute("SELECT COUNT(name) FROM names").fetchall()
    left_out = {"events of actors whose name cannot stand in an IRI": chosen - events}
    return events, actors, more, left_out if chosen > events else {}


def _sql(folder: EventFolder, base: str, about: Sequence[str]) -> str:
    """Return the statement that gives all lines."""
    given = {"base": base, "table": str(code_table_iri(triples.code_table(folder).id))}
    says = _EVENT if folder.directed else (*_EVENT, triples.UNDIRECTED)
    subject = "{base}event/{event}"
    parts = (
        lines.spelt(subject, says, **given),
        f"CASE WHEN address IS NOT NULL THEN {lines.spelt(subject, [_ADDRESS], **given)} END",
        f"CASE WHEN words IS NOT NULL THEN {lines.spelt(subject, [_WORDS], **given)} END",
    )
    return (
        f"SELECT {text(chr(10).join(about))} AS line UNION ALL {triples.spelt_actors(base)}"
        f" UNION ALL SELECT concat_ws(chr(10), {', '.join(parts)}) AS line FROM told"
    )


def _listed(names: Sequence[str]) -> str:
    return f"({', '.join(map(text, names))})"
