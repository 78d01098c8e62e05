"""The files of a corpus folder: what is in them, what would be wrong if one were changed, and
writing one whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from clivage import coding, lock, replacing, ties, trial, yamlfile
from clivage.errors import ClivageError, Severity
from clivage.model import Corpus

HEADER: Final = coding.HEADER
CODINGS: Final = "codings"
#: What tells one state of a file from another without reading it.
Mark: TypeAlias = tuple[int, int, int]
#: Every file of a corpus, and the state in which it is.
Marks: TypeAlias = Mapping[str, Mark]


class ChangedError(Exception):
    """A file is not what it was taken for: somebody else wrote it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A problem of a corpus as `clivage check` says it; its file is named from the folder."""

    severity: str
    file: str
    line: int
    what: str
    remedy: str
    rule: str


@dataclass(frozen=True, slots=True)
class State:
    """What came of reading the folder.

    Attributes:
        corpus: None when it could not be read as one.
        ids: file and line of an entry to the statements that it makes.
    """

    corpus: Corpus | None
    problems: tuple[Said, ...]
    ids: Mapping[tuple[str, int], tuple[str, ...]]

    @property
    def errors(self) -> list[Said]:
        """The problems that stop a build."""
        return [one for one in self.problems if one.severity == Severity.ERROR.value]


class Folder:
    """A corpus folder that is edited."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._sources: tuple[Mark | None, list[Path]] = (None, [])

    def codings(self) -> dict[str, Path]:
        """Return the coding files by name: those that `clivage.coding` reads."""
        return {path.name: path for path in coding.files(self.path)}

    def name(self, path: Path) -> str:
        """Return what messages call a file."""
        return path.relative_to(self.path).as_posix()

    def marks(self) -> Marks:
        """Return the state of every file that belongs to the corpus."""
        found: dict[str, Mark] = {}
        header = self.path / HEADER
        for path in (
            header,
            self.path / lock.NAME,
            *self.codings().values(),
            *ties.files(self.path),
        ):
            _note(path, found)
        if self._sources[0] != found.get(str(header)):
            self._sources = found.get(str(header)), list(_texts(header))
        for path in self._sources[1]:
            _note(path, found)
        return found

    def read(self) -> State:
        """Read the corpus as it is."""
        return _state(self.path)

    def tried(self, path: Path, content: bytes | None) -> State:
        """Read the corpus as it would be with another content of one file; None is no file."""
        with trial.copied(self.path, {self.name(path): content}) as copy:
            return _state(copy)

    def write(self, path: Path, before: bytes | None, after: bytes | None) -> Mark | None:
        """Put a content in the place of another, whole or not at all; None is no file.

        What a link leads to is written. Between the last look at a file and its replacement, which
        follow each other, somebody else could still write it.

        Raises:
            ChangedError: when the file is not what it was before.
            OSError: when it cannot be written.
        """
        real = replacing.real(path)
        if after is None:
            if replacing.content_of(real) != before:
                raise ChangedError
            path.unlink()
            return None
        real.parent.mkdir(parents=True, exist_ok=True)
        fresh = replacing.beside(path, after, like=self.path / HEADER)
        try:
            written = mark(fresh.stat())
            _put(fresh, real, before)
        finally:
            fresh.unlink(missing_ok=True)
        _keep(real.parent)
        return written


def tag(content: bytes) -> str:
    """Return the entity tag of a file.

    >>> tag(b"")
    '"e3b0c44298fc1c149afbf4c8996fb924"'
    """
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def mark(status: os.stat_result) -> Mark:
    """Return what tells a state of a file from another."""
    return status.st_mtime_ns, status.st_size, status.st_ino


def new_errors(before: State, after: State) -> list[Said]:
    """Return the errors that were not there before; lines may have moved."""
    known = [(one.file, one.rule, one.what) for one in before.errors]
    fresh = []
    for one in after.errors:
        key = (one.file, one.rule, one.what)
        if key in known:
            known.remove(key)
        else:
            fresh.append(one)
    return fresh


def _note(path: Path, found: dict[str, Mark]) -> None:
    with contextlib.suppress(OSError):
        found[str(path)] = mark(path.stat())


def _texts(header: Path) -> Iterator[Path]:
    """Yield the files of the texts that ``corpus.yaml`` names."""
    with contextlib.suppress(ClivageError):
        data = yamlfile.read(header).data
        sources = data.get("sources") if isinstance(data, dict) else None
        for id, source in sources.items() if isinstance(sources, dict) else ():
            file = source.get("file") if isinstance(source, dict) else None
            yield header.parent / str(file or f"texts/{id}.txt")


def _state(root: Path) -> State:
    reading = coding.inspect(root)

    def named(text: str) -> str:
        return text.replace(f"{root}{os.sep}", "")

    problems = tuple(
        Said(
            one.severity.value,
            named(one.origin.file).replace(os.sep, "/") if one.origin else "",
            one.origin.line if one.origin else 0,
            named(one.what),
            named(one.remedy),
            one.rule,
        )
        for one in reading.problems
    )
    ids: dict[tuple[str, int], tuple[str, ...]] = {}
    for statement in reading.corpus.statements if reading.corpus else ():
        origin = reading.corpus.origins.of(f"statement/{statement.id}") if reading.corpus else None
        if origin:
            place = named(origin.file).replace(os.sep, "/"), origin.line
            ids[place] = (*ids.get(place, ()), named(statement.id))
    return State(reading.corpus, problems, ids)


def _put(fresh: Path, real: Path, before: bytes | None) -> None:
    """Put a file in the place of another, or where there is none."""
    if before is None:
        try:
            os.link(fresh, real)  # which never writes over a file
            return
        except FileExistsError:
            raise ChangedError from None
        except OSError:  # a disk without links
            pass
    if replacing.content_of(real) != before:
        raise ChangedError
    fresh.replace(real)


def _keep(folder: Path) -> None:
    """Have the disk remember the names in a folder, where the system can be told to."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def as_json(problems: tuple[Said, ...] | list[Said]) -> list[dict[str, Any]]:
    """Return problems as JSON has them."""
    return [{name: getattr(one, name) for name in Said.__slots__} for one in problems]
