"""Files of text that DuckDB writes: N-Triples, each file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clivage import namespaces
from clivage.errors import Origin, OutputError
from clivage.events import duck, duck_errors
from clivage.events.settings import Progress, Tell
from clivage.events.statements import statement, text

if TYPE_CHECKING:
    import duckdb

#: How a file is packed, by the end of its name.
PACKINGS: Final = {".nt": "none", ".nt.gz": "gzip", ".nt.zst": "zstd"}
#: A column in a template, and a name with its prefix where Turtle may have one.
_NAME: Final = re.compile(r"\{(\w+)\}")
#: Or a text in quotes, which stays as it is.
_PREFIXED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(^| |\^\^)([a-z]+):([\w{}]+)(?=$| )')
#: Rows that are fetched at a time.
_ROWS: Final = 4096
#: What need not be encoded in an IRI: iunreserved of RFC 3987, first and last of each run.
_UNRESERVED: Final = (
    *((0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF)),
    *((plane, plane + 0xFFFD) for plane in range(0x10000, 0xE0000, 0x10000)),
    (0xE1000, 0xEFFFD),
)


@contextlib.contextmanager
def database(memory: int, spill: Path, threads: int = 0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database that knows how N-Triples spell names and texts.

    Args:
        memory: bytes that it may take.
        spill: a folder for what does not fit into it; it need not be there.
        threads: how many work at a time; as many as there are processors when 0.

    Raises:
        ClivageError: when DuckDB is not installed.
    """
    with duck.connect() as connection:
        for setting, value in {
            "memory_limit": f"{memory // 1_000_000}MB",
            "temp_directory": str(spill),
            "threads": threads or os.cpu_count() or 1,
            "enable_progress_bar": True,
            "enable_progress_bar_print": False,
        }.items():
            connection.execute(f"SET {setting} = {text(str(value))}")
        runs = "".join(rf"\x{{{first:X}}}-\x{{{last:X}}}" for first, last in _UNRESERVED)
        connection.execute(statement("rdf_macros", unreserved=f"A-Za-z0-9._~{runs}-"))
        yield connection


def line(says: str) -> str:
    """Return a triple that is written with prefixes as a line of N-Triples.

    >>> line("<urn:a> skos:note 'b'")
    "<urn:a> <http://www.w3.org/2004/02/skos/core#note> 'b' ."
    """
    return f"{_expanded(says)} ."


def spelt(subject: str, says: Iterable[str], **given: str) -> str:
    """Return an expression of SQL: what is said of a thing, as lines of N-Triples.

    Args:
        subject: its IRI.
        says: properties and values as Turtle has them, of which ``{name}`` is a column.
        given: what stands for some of the names instead: a text, or an expression after ``=``.

    >>> print(spelt("urn:{who}", ['skos:note "{what}"'], who="a", what="=UPPER(b)"))
    concat('<urn:a> <http://www.w3.org/2004/02/skos/core#note> "', UPPER(b), '" .')
    """
    whole = "\n".join(f"<{subject}> {line(one)}" for one in says)
    parts: list[str] = []
    literal = ""
    for place, part in enumerate(_NAME.split(whole)):
        value = given.get(part, f"={part}") if place % 2 else part
        if place % 2 and value.startswith("="):
            parts += [text(literal), value[1:]]
            literal = ""
        else:
            literal += value
    return f"concat({', '.join([*parts, text(literal)])})"


def _expanded(says: str) -> str:
    """Return what is said without prefixes."""

    def whole(found: re.Match[str]) -> str:
        prefix = found[2]
        return f"{found[1]}<{namespaces.PREFIXES[prefix]}{found[3]}>" if prefix else found[0]

    return _PREFIXED.sub(whole, says)


def packing(path: Path) -> str:
    """Return how a file of N-Triples is packed.

    Raises:
        OutputError: when its name is none of such a file.
    """
    for ending, how in PACKINGS.items():
        if path.name.endswith(ending):
            return how
    remedy = f"let its name end in {', '.join(PACKINGS)}"
    raise OutputError("what is written is N-Triples", remedy=remedy, origin=Origin(str(path)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, and what was not.

    Attributes:
        triples, actors, ties: how many; a dyad with support and opposition is two ties.
        left_out: how many were not, by the reason, in words.
    """

    triples: int
    actors: int
    ties: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lines:
    """N-Triples that a statement gives, to be written or loaded.

    Attributes:
        connection: where the statement runs.
        sql: it; each row of its only column is one line or several.
        written: what they say.
    """

    connection: duckdb.DuckDBPyConnection
    sql: str
    written: Written

    def write(self, path: Path, tell: Tell = lambda progress: None) -> Written:
        """Write them to a file, by a file of another name.

        Args:
            path: a file that ends in ``.nt``, or packed in ``.nt.gz`` or ``.nt.zst``.
            tell: told how far it is, in triples.

        Raises:
            ClivageError: when it cannot be written; a file that is there stays as it was.
        """
        total = self.written.triples
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        how = f"FORMAT csv, HEADER false, QUOTE '', ESCAPE '', COMPRESSION {packing(path)}"
        copy = f"COPY ({self.sql}) TO {text(str(fresh))} ({how}, DELIMITER '\x01')"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with (
                told(path),
                duck.watched(
                    self.connection,
                    lambda share: tell(Progress(int(share * total), total, "writing triples")),
                ),
            ):
                self.connection.execute(copy)
            with fresh.open("rb") as file:
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            raise OutputError(error.strerror or str(error), origin=Origin(str(path))) from None
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink()
        return self.written

    def batches(self, size: int = 10_000_000) -> Iterator[bytes]:
        """Give them bit by bit, each of whole lines and of about so many bytes.

        Raises:
            duckdb.Error: when the statement cannot run to its end.
        """
        batch: list[str] = []
        length = 0
        result = self.connection.execute(self.sql)
        while rows := result.fetchmany(_ROWS):
            batch += [row[0] for row in rows]
            length += sum(len(row[0]) for row in rows)
            if length >= size:
                yield "\n".join([*batch, ""]).encode()
                batch, length = [], 0
        if batch:
            yield "\n".join([*batch, ""]).encode()


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in a line what DuckDB says of a file."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise duck_errors.said(error).at(Origin(str(path))) from None
