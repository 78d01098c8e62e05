"""What a database has to do, so that a job can run on it: DuckDB, or Spark at an address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from clivage.events.inputs import Input

#: Records that are shown of each sort.
SAMPLES: Final = 5
#: Lines of a file that its columns are guessed from.
HEAD: Final = 20
#: What tells a record of a file: its event, day and code.
Key = tuple[str, str, str]
#: Told how far a statement has come, from 0 to 1.
Watch = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the events: whole files, or rows of a Parquet file.

    Attributes:
        rows: first and last row of the only input, from 0; None for all rows of all inputs.
    """

    inputs: tuple[Input, ...]
    rows: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """How many rows there are, or are thought to be."""
        if self.rows:
            return self.rows[1] - self.rows[0] + 1
        return sum(one.rows for one in self.inputs)


@dataclass(frozen=True, slots=True)
class Malformed:
    """Records that are no rows: with too many or too few cells, or bytes that are no text.

    Attributes:
        rows: how many.
        samples: of a few of them the file, the line, and what is wrong.
    """

    rows: int = 0
    samples: tuple[tuple[str, int, str], ...] = ()


def written(path: Path) -> list[Path]:
    """Return the files that an engine wrote for a path: one, or several with numbers.

    >>> written(Path("nowhere/dyads-0.parquet"))
    []
    """
    return sorted(path.parent.glob(f"{path.stem}.*{path.suffix.lstrip('.')}"))


class Engine(Protocol):
    """A database."""

    name: str
    #: Whether it does the work in parts, as much as its memory holds at a time.
    in_parts: bool

    def files(self, pattern: str) -> list[tuple[str, int, float]]:
        """Return the files of a pattern: path, size, and time of change; 0 where unknown."""

    def head(self, path: str, encoding: str) -> list[str]:
        """Return the first lines of a file that are not blank, two or more where there are."""

    def parquet(self, path: str) -> tuple[tuple[str, ...], int]:
        """Return the columns of a Parquet file, and how many rows it has."""

    def read(self, part: Part, encoding: str) -> None:
        """Make the view ``raw`` of a part: each of the fields as text or NULL, and ``file``."""

    def view(self, name: str, sql: str) -> None:
        """Give a statement a name."""

    def keep(self, name: str, sql: str, watch: Watch | None = None) -> None:
        """Run a statement, and give its result a name."""

    def rows(self, sql: str) -> list[Sequence[Any]]:
        """Run a statement, and return its rows."""

    def write(self, sql: str, path: Path, *, single: bool = False) -> None:
        """Run a statement, and write its rows as Parquet: whole, or not at all.

        Args:
            path: of the file; where there are several, which `written` finds, each has its number
                before the ending.
            single: whether there has to be one file.
        """

    def read_back(self, name: str, paths: Sequence[Path]) -> None:
        """Give what was written a name."""

    def malformed(self, rows: int, fields: Collection[str]) -> Malformed:
        """Return what of the last part is no row.

        Args:
            rows: how many of it are.
            fields: those that were read of each.
        """

    def locate(self, found: Sequence[tuple[str, str, str, str]]) -> tuple[int, ...]:
        """Return where records of the last part stand, each by its file, event, day and code.

        It is the line in a file of text, the number of the row in Parquet; 0 where unknown.
        """

    def close(self) -> None:
        """Let go of everything."""


def located(
    found: Sequence[tuple[str, str, str, str]],
    places: Callable[[str, set[Key]], Mapping[Key, int]],
) -> tuple[int, ...]:
    """Return where records stand, each file looked through once; 0 where unknown.

    Args:
        found: each record by its file and its key.
        places: gives the rows of some keys in a file.

    >>> located([("a", "1", "", ""), ("b", "1", "", "")], lambda file, keys: {("1", "", ""): 7})
    (7, 7)
    """
    by_file: dict[str, set[Key]] = {}
    for file, *key in found:
        by_file.setdefault(file, set()).add((key[0], key[1], key[2]))
    rows = {file: places(file, keys) for file, keys in by_file.items()}
    return tuple(rows[file].get((event, day, code), 0) for file, event, day, code in found)
