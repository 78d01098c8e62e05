"""Files of text that DuckDB writes: N-Triples, each file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clivage import namespaces
from clivage.errors import Origin, OutputError
from clivage.events import duck, duck_errors
from clivage.events.engine import Watch
from clivage.events.statements import statement, text

if TYPE_CHECKING:
    import duckdb

#: How a file is packed, by the end of its name.
PACKINGS: Final = {".nt": "none", ".nt.gz": "gzip", ".nt.zst": "zstd"}
#: A column in a template, and a name with its prefix where Turtle may have one.
_NAME: Final = re.compile(r"\{(\w+)\}")
_PREFIXED: Final = re.compile(r"(^| |\^\^)([a-z]+):([\w{}]+)(?=$| )")
#: Seconds between two looks at how far a statement is.
_OFTEN: Final = 0.2
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
    return _PREFIXED.sub(
        lambda found: f"{found[1]}<{namespaces.PREFIXES[found[2]]}{found[3]}>", says
    )


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


def write(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    path: Path,
    watch: Watch = lambda share: None,
) -> None:
    """Write the only column of a statement to a file, by a file of another name.

    Raises:
        ClivageError: when it cannot be written; a file that is there stays as it was.
    """
    import duckdb

    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    how = f"FORMAT csv, HEADER false, QUOTE '', ESCAPE '', COMPRESSION {packing(path)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _watched(connection, watch):
            connection.execute(f"COPY ({sql}) TO {text(str(fresh))} ({how}, DELIMITER '\x01')")
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    except duckdb.Error as error:
        raise duck_errors.said(error).at(Origin(str(path))) from None
    except OSError as error:
        raise OutputError(error.strerror or str(error), origin=Origin(str(path))) from None
    finally:
        fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def _watched(connection: duckdb.DuckDBPyConnection, watch: Watch) -> Iterator[None]:
    """Tell from time to time how far the statement is that runs meanwhile."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_OFTEN):
            watch(max(0.0, connection.query_progress() / 100))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
