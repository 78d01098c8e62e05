"""Where a corpus folder is edited: each change is checked, written whole, and served.

One change is made at a time, under ``lock``. What others do to the files is seen within a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clivage import rdf, replacing
from clivage.errors import ClivageError
from clivage.model import Corpus
from clivage.serve.folder import (
    HEADER,
    ChangedError,
    Folder,
    Said,
    State,
    as_json,
    new_errors,
    tag,
)
from clivage.serve.protocol import Refusal
from clivage.serve.publication import Publication
from clivage.serve.snapshot import Snapshot
from clivage.store import Store

#: Seconds between two looks at the files.
_PAUSE: Final = 1.0
#: How many edits can be undone.
KEPT: Final = 100


class WrongError(Exception):
    """An edit that would bring errors into the corpus: it is not made."""

    def __init__(self, problems: list[Said]) -> None:
        super().__init__(problems[0].what)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Edit:
    """What an edit did; None stands for no file.

    Attributes:
        before: what the file was, compressed.
        after: the entity tag of what it became.
    """

    path: Path
    before: bytes | None
    after: str | None


class Desk:
    """A folder that is edited, and the publication that follows it.

    Attributes:
        lock: held by whoever looks or commits.
        state: what came of the last reading.
    """

    def __init__(self, folder: Path, publication: Publication) -> None:
        self.folder = Folder(folder)
        self.publication = publication
        self.lock = asyncio.Lock()
        self.state = State(None, (), {})
        #: What the files were when they were last read; at first, when they were served.
        self._marks = self.folder.marks()
        self._is_read = False
        #: The corpus that is served, once the folder was read.
        self._served: Corpus | None = None
        self._log: OrderedDict[str, _Edit] = OrderedDict()
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read the folder, and watch it from now on."""
        async with self.lock:
            await self.look()
        self._watch = asyncio.create_task(self._watching())

    async def stop(self) -> None:
        """End the watch."""
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch

    @property
    def corpus(self) -> Corpus:
        """The corpus as the files say it.

        Raises:
            Refusal: when they cannot be read as one.
        """
        if self.state.corpus is None:
            raise Refusal(409, f"{HEADER} cannot be read. correct it: 'clivage check' says what")
        return self.state.corpus

    async def look(self) -> None:
        """Read the folder again if a file changed, and serve what came of it.

        Raises:
            Refusal: when it cannot be served.
        """
        marks = await asyncio.to_thread(self.folder.marks)
        is_same = marks == self._marks
        if is_same and self._is_read:
            return
        self.state = await asyncio.to_thread(self.folder.read)
        self._marks, self._is_read = marks, True
        if is_same:
            self._served = self.state.corpus
        else:
            await self._serve()

    async def commit(self, path: Path, before: bytes | None, after: bytes | None) -> dict[str, Any]:
        """Check a content of a file, write it in the place of another, and serve it.

        Args:
            before: what the file must be; None when there must be none.
            after: None to delete it.

        Raises:
            WrongError: when it would bring errors into the corpus.
            Refusal: when the file is not as it was before, or cannot be written.
        """
        name = self.folder.name(path)
        try:
            tried = await asyncio.to_thread(self.folder.tried, path, after)
            if wrong := new_errors(self.state, tried):
                raise WrongError(wrong)
            mark = await asyncio.to_thread(self.folder.write, path, before, after)
        except ChangedError:
            raise meanwhile(name) from None
        except OSError as error:
            why = f"{name} cannot be written: {error.strerror or error}. nothing was changed"
            raise Refusal(409, why) from None
        others = {key: one for key, one in self._marks.items() if key != str(path)}
        self._marks = {**others, str(path): mark} if mark else others
        self.state = tried
        id = self._noted(path, before, after)
        await self._serve()
        return {
            "etag": _tag(after),
            "edit": id,
            "file": name,
            "lines": None,
            "ids": [],
            "problems": as_json(self.state.problems),
            "generation": self.publication.generation,
        }

    async def undo(self, id: str) -> dict[str, Any]:
        """Put back what a file was before an edit, if it still is what the edit made of it.

        Raises:
            WrongError: when that would bring errors into the corpus.
            Refusal: when it is not, or the edit is unknown.
        """
        edit = self._log.get(id)
        if edit is None:
            raise Refusal(409, f"there is no such edit. the last {KEPT} can be undone")
        now = replacing.content_of(edit.path)
        if _tag(now) != edit.after:
            name = self.folder.name(edit.path)
            raise Refusal(409, f"{name} was changed since that edit. undo what came later first")
        before = zlib.decompress(edit.before) if edit.before is not None else None
        del self._log[id]  # its undoing takes its place
        try:
            return await self.commit(edit.path, now, before)
        except (WrongError, Refusal):
            self._log[id] = edit
            raise

    def ids(self, name: str, first: int, last: int) -> list[str]:
        """Return the statements that the entry on some lines of a file makes."""
        lines = range(first, last + 1)
        return [id for line in lines for id in self.state.ids.get((name, line), ())]

    def _noted(self, path: Path, before: bytes | None, after: bytes | None) -> str:
        id = secrets.token_hex(8)
        packed = zlib.compress(before, level=1) if before is not None else None
        self._log[id] = _Edit(path, packed, _tag(after))
        while len(self._log) > KEPT:
            self._log.popitem(last=False)
        return id

    async def _serve(self) -> None:
        """Publish the corpus, unless it has errors or is served already."""
        corpus = self.state.corpus
        if corpus is None or self.state.errors or corpus == self._served:
            return
        place = self.publication.place()
        try:
            snapshot = await asyncio.to_thread(_snapshot, corpus, place, self.folder.path)
        except (ClivageError, OSError) as error:
            why = f"the files were changed, but cannot be served: {error}. start the server again"
            raise Refusal(500, why) from None
        await self.publication.publish(snapshot)
        self._served = corpus

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE)
            # What cannot be read or served now is tried again when a file changes.
            with contextlib.suppress(ClivageError, OSError, Refusal):
                async with self.lock:
                    await self.look()


def _tag(content: bytes | None) -> str | None:
    return tag(content) if content is not None else None


def meanwhile(name: str) -> Refusal:
    """Return the answer to those who have seen another state of a file."""
    return Refusal(412, f"the file was changed meanwhile: {name}. load it again")


def _snapshot(corpus: Corpus, place: Path, folder: Path) -> Snapshot:
    store = Store.from_triples(rdf.ntriples(corpus))
    store.snapshot(place)
    return Snapshot.described(store, place, folder)
