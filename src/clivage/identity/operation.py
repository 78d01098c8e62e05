"""The files of a corpus folder as an operation finds them, and writing all of them or none.

What an operation would leave is read first, from a copy: where it would have an error that was not
there before, nothing is written. Then every file is written beside the one that it replaces. While
they take their places, a journal holds what was there: a program that is ended in between leaves
it, and the next one puts everything back.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from clivage import coding, replacing, ties, trial, yamlfile
from clivage.errors import ClivageError, CorpusError, Origin, Problem
from clivage.identity import record
from clivage.identity.patches import Hunk
from clivage.identity.record import Changed, Record
from clivage.model import Corpus

HEADER: Final = coding.HEADER
#: Holds what was in the files while they are replaced.
JOURNAL: Final = ".identities.journal"


class Folder:
    """The folder of a corpus, as it was when an operation began.

    Attributes:
        log: what was done so far.

    Raises:
        ClivageError: when the records cannot be read, or an operation was broken off here that
            cannot be put back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        recovered(path)
        self._found = {record.NAME: replacing.content_of(path / record.NAME)}
        self.log = record.read(path)
        self._reading: coding.Reading | None = None

    @property
    def reading(self) -> coding.Reading:
        """What came of reading the corpus, whose statements may have errors."""
        if self._reading is None:
            self._reading = coding.inspect(self.path)
        return self._reading

    @property
    def corpus(self) -> Corpus:
        """The corpus.

        Raises:
            CorpusError: when ``corpus.yaml`` cannot be read as one.
        """
        return self.reading.need()

    def codings(self) -> list[str]:
        """Return the names of the coding files: those that `clivage.coding` reads."""
        return [f"codings/{path.name}" for path in coding.files(self.path)]

    def ties(self) -> list[str]:
        """Return the names of the tables of ties."""
        return [f"{ties.FOLDER}/{path.name}" for path in ties.files(self.path)]

    def shown(self, name: str) -> str:
        """Return what messages call a file."""
        return str(self.path / name)

    def text(self, name: str) -> str:
        """Return the text of a file, with its byte order mark.

        Raises:
            ClivageError: when it is missing, or not UTF-8.
        """
        content = self._content(name)
        if content is None:
            remedy = "check its name"
            raise ClivageError("no such file", remedy=remedy, origin=Origin(self.shown(name)))
        return yamlfile.as_written(content, name=self.shown(name))

    def commit(self, records: Iterable[Record], texts: Mapping[str, str]) -> None:
        """Write files and the records of what was done, all or none.

        Args:
            texts: files by name, from the folder, with what shall be in them.

        Raises:
            CorpusError: when the corpus would have an error that it does not have.
            ClivageError: when a file was changed meanwhile, or is a link to what no corpus has.
        """
        contents = {name: text.encode() for name, text in texts.items()}
        if contents:
            self._refuse_new_errors(contents)
        contents[record.NAME] = self.log.appended(records).encode()
        for name in contents:
            _refuse_foreign(self.path, name)
        before = {name: self._content(name) for name in contents}
        _written(self.path, before, contents)

    def _refuse_new_errors(self, contents: Mapping[str, bytes]) -> None:
        """Refuse what would give the corpus an error that it does not have."""
        known = Counter(_key(one) for one in self.reading.errors)
        fresh = []
        for one in trial.errors(self.path, contents):
            known[_key(one)] -= 1
            if known[_key(one)] < 0:
                fresh.append(replace(one, what=f"afterwards {one.what}"))
        if fresh:
            raise CorpusError(fresh)

    def _content(self, name: str) -> bytes | None:
        if name not in self._found:
            self._found[name] = replacing.content_of(self.path / name)
        return self._found[name]


def changed(name: str, text: str, hunks: tuple[Hunk, ...]) -> Changed:
    """Return the record of a file that was changed, of which this is the text afterwards."""
    return Changed(name, digest(text.encode()), hunks)


def digest(content: bytes) -> str:
    """Return what tells one content of a file from another."""
    return hashlib.sha256(content).hexdigest()


def put(path: Path, content: bytes, *, like: Path) -> None:
    """Write one file whole or not at all.

    Args:
        like: the file whose mode it gets, where it is new.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    replacing.beside(path, content, like=like).replace(replacing.real(path))


def recovered(folder: Path) -> bool:
    """Put back what an operation left that was ended while it wrote; say whether there was one.

    Raises:
        ClivageError: when a file was changed since, or one is named that is none of the corpus.
    """
    path = folder / JOURNAL
    if not path.exists():
        return False
    try:
        journal = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): _told(one) for name, one in journal.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        path.unlink()  # it was ended before the journal was whole, and so before any file
        return True
    for name in files:
        if name != record.NAME and not record.is_file(name):  # the folder may be from elsewhere
            what = f"the journal names {name!r}, which is no file of the corpus"
            raise ClivageError(what, remedy="move it out of the folder", origin=Origin(str(path)))
        _refuse_foreign(folder, name)
    for name, (before, after) in files.items():
        content = replacing.content_of(folder / name)
        if content not in (None, before) and digest(content) != after:
            what = "an operation was broken off here, and the file has been changed since"
            remedy = "move it elsewhere and try again: what was there is put back then"
            raise ClivageError(what, remedy=remedy, origin=Origin(str(folder / name)))
    for name, (before, _) in files.items():
        _put_back(folder, name, before)
    path.unlink()
    return True


def _told(entry: Mapping[str, str | None]) -> tuple[bytes | None, str]:
    """Return what a journal says of a file: what was in it, and the digest of what came there."""
    before = entry["before"]
    return None if before is None else str.encode(before), str(entry["after"])


def _refuse_foreign(folder: Path, name: str) -> None:
    """Refuse a link to what no corpus has, or out of the folder to nothing.

    Whoever sends a folder could have any file of its reader written by a link in it.
    """
    there, origin = replacing.real(folder / name), Origin(str(folder / name))
    if there.suffix.lower() not in (".yaml", ".yml", ".csv"):
        what = f"it is a link to {there}, which is neither YAML nor CSV by its name"
        raise ClivageError(what, remedy="put the file itself in its place", origin=origin)
    if not there.exists() and not there.is_relative_to(replacing.real(folder)):
        what = f"it is a link to {there}, and nothing is there"
        raise ClivageError(what, remedy="bring that back, or move the link away", origin=origin)


def _written(folder: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes]) -> None:
    """Write files beside those that they replace, then replace all, or put all back."""
    fresh: dict[str, Path] = {}
    try:
        for name, content in after.items():
            fresh[name] = replacing.beside(folder / name, content, like=folder / HEADER)
        for name, old in before.items():
            if replacing.content_of(folder / name) != old:
                what = "the file was changed meanwhile"
                raise ClivageError(what, remedy="try again", origin=Origin(str(folder / name)))
        _journal(folder, before, after)
        try:
            for name, path in fresh.items():
                path.replace(replacing.real(folder / name))
        except BaseException:
            recovered(folder)
            raise
        (folder / JOURNAL).unlink()
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)


def _journal(folder: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes]) -> None:
    said = {
        name: {
            "before": None if (old := before[name]) is None else old.decode(),
            "after": digest(content),
        }
        for name, content in after.items()
    }
    with (folder / JOURNAL).open("w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def _put_back(folder: Path, name: str, content: bytes | None) -> None:
    path = folder / name
    if content is None:
        replacing.real(path).unlink(missing_ok=True)
    elif replacing.content_of(path) != content:
        # A file that is gone, the header too, gets the mode of one that is there.
        like = folder / (HEADER if (folder / HEADER).exists() else JOURNAL)
        put(path, content, like=like)


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.origin.file if problem.origin else "", problem.rule, problem.what
