"""Deciding in the web app about what ``clivage suggest`` found, as ``clivage review`` does.

What is accepted becomes an entry of a coding file by way of the desk: tried, written whole, and
served when the answer goes out. The decision is noted after it. Whatever stops the server in
between, the statement is known as coded then, and is not suggested again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.routing import Route

from clivage import editing, replacing, yamlfile
from clivage.editing import Entry
from clivage.errors import ClivageError
from clivage.model import AUTHOR, Corpus
from clivage.serve.edits import Answer, Edits, one_of, placed, text_of
from clivage.serve.folder import Mark, mark
from clivage.serve.protocol import Refusal
from clivage.suggest import accepting, decisions, files, reviewing
from clivage.suggest.accepting import Wording
from clivage.suggest.decisions import Choice
from clivage.suggest.records import Mention, Suggestion
from clivage.suggest.reviewing import Names, Pending, Queue

_ALL: Final = "/api/suggestions"
_SIGNS: Final = frozenset(["supports", "opposes"])
_MADE: Final = {one.value: one for one in Choice if one is not Choice.UNDONE}


class Suggestions:
    """The addresses at which suggestions are listed and decided about.

    Args:
        edits: who edits the coding files.
    """

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        self._desk = edits.desk
        self._folder = edits.desk.folder.path
        #: What waits, and the files and the corpus that it was found in.
        self._kept: tuple[dict[str, Mark], Corpus, Queue] | None = None

    def routes(self) -> list[Route]:
        """Return the addresses."""
        route = self._edits.route
        decided = {"choice", "by", "entry", "selection"}
        return [
            route(_ALL, GET=(self._all, None)),
            route(f"{_ALL}/undo", POST=(self._undo, {"by"})),
            route(f"{_ALL}/{{id}}", POST=(self._decide, decided)),
        ]

    # What can be asked

    async def _all(self, request: Request, asked: Answer) -> Answer:
        """List what waits for a decision."""
        queue = await asyncio.to_thread(self._queue)
        corpus = self._desk.corpus
        names = Names(corpus)
        return {
            "generation": self._desk.publication.generation,
            "files": len([*self._files()]),
            "coders": [{"id": one.id, "name": one.name} for one in corpus.coders],
            "stale": [*queue.stale],
            "pending": [_as_json(one, names) for one in queue.pending],
        }

    async def _decide(self, request: Request, asked: Answer) -> Answer:
        """Accept, edit, reject or skip a suggestion; others that say the same go with it."""
        choice = _MADE.get(str(asked.get("choice")))
        if choice is None:
            raise Refusal(400, f"what shall become of it? choose one of {', '.join(_MADE)}")
        by = self._coder(asked)
        before = await asyncio.to_thread(self._queue)
        one = _waiting(before, request.path_params["id"])
        if choice in (Choice.ACCEPTED, Choice.EDITED):
            answer = await self._accept(one, by, asked)
        else:
            self._note(choice, one, by)
            answer = {"choice": choice.value}
        left = {it.id for it in (await asyncio.to_thread(self._queue)).pending}
        return answer | {"gone": [it.id for it in before.pending if it.id not in left]}

    async def _undo(self, request: Request, asked: Answer) -> Answer:
        """Take back the last decision of a coder; actors that came with it stay."""
        by = self._coder(asked)
        last = decisions.last_of(await asyncio.to_thread(decisions.read, self._folder), by)
        if last is None:
            raise Refusal(409, f"{by!r} has decided nothing that can be undone. decide first")
        answer: Answer = {}
        if isinstance(written := last.entry.get("entry"), dict):
            answer = await self._withdraw(str(last.entry.get("file", "")), written)
        self._note(Choice.UNDONE, Pending(last.suggestion, last.engine), by)
        return answer | {"undone": last.choice.value, "id": last.id}

    def _coder(self, asked: Mapping[str, Any]) -> str:
        return one_of(asked.get("by"), "coder", {one.id: one for one in self._desk.corpus.coders})

    # What waits

    def _files(self) -> Iterable[Path]:
        return (self._folder / files.FOLDER).glob("*.yaml")

    def _queue(self) -> Queue:
        """Return what waits, read anew where a file or the corpus is another one."""
        marks = {}
        for path in (*self._files(), self._folder / decisions.NAME):
            with contextlib.suppress(FileNotFoundError):
                marks[path.name] = mark(path.stat())
        corpus = self._desk.corpus
        if self._kept is None or self._kept[0] != marks or self._kept[1] is not corpus:
            try:
                queue = reviewing.queue(self._folder, corpus)
            except ClivageError as error:
                raise Refusal(409, str(error).replace(f"{self._folder}/", "")) from None
            self._kept = marks, corpus, queue
        return self._kept[2]

    # What is written

    async def _accept(self, one: Pending, by: str, asked: Mapping[str, Any]) -> Answer:
        """Append the entry that a suggestion becomes to the file of a coder."""
        entry, choice = await asyncio.to_thread(self._entry, one, asked)
        path, before, text = await asyncio.to_thread(self._appended, one, by, entry)
        answer = await self._desk.commit(path, before, text.encode())
        lines = await asyncio.to_thread(editing.lines_at, text, ("statements", -1))
        self._note(choice, one, by, {"file": answer["file"], "entry": entry})
        ids = self._desk.ids(answer["file"], *lines)
        return answer | {"choice": choice.value, "lines": list(lines), "ids": ids}

    def _entry(self, one: Pending, asked: Mapping[str, Any]) -> tuple[Entry, Choice]:
        """Return what shall be written, and whether it is what was suggested."""
        it, corpus = one.suggestion, self._desk.corpus
        text, names = corpus.source[it.source].text or "", Names(corpus)
        told, mentions = _said(asked), accepting.mentions(it)
        unknown = [key for key, mention in mentions.items() if not mention.figure]
        if told.keys() & _SIGNS:  # whoever says which side is taken also says whose
            unknown = [key for key in unknown if key not in _SIGNS]
        values = {key: id for key in unknown if (id := names.id_of(mentions[key]))} | told
        wording = Wording(values=values, place=_place(it, asked, corpus))
        entry = accepting.entry_of(it, text, one.engine, wording)
        _need_known(it, entry, corpus)
        is_edited = accepting.is_edited(it, text, one.engine, wording)
        return entry, Choice.EDITED if is_edited else Choice.ACCEPTED

    def _appended(self, one: Pending, by: str, entry: Entry) -> tuple[Path, bytes | None, str]:
        """Return the coding file with one more entry: its path, and what it was and will be."""
        source = one.suggestion.source
        path = self._edits.coding_file(source, by)
        if path is None:
            within, _ = accepting.file_for(self._folder, source, by)
            return self._folder / within, None, editing.coding_file(source, by, [entry])
        name, content = self._desk.folder.name(path), path.read_bytes()
        return (
            path,
            content,
            editing.appended(yamlfile.as_written(content, name=name), entry, name=name),
        )

    async def _withdraw(self, name: str, entry: Entry) -> Answer:
        """Take out the last entry of a coding file that says exactly this."""
        paths = self._desk.folder.codings().values()
        path = next((one for one in paths if self._desk.folder.name(one) == name), None)
        content = replacing.content_of(path) if path else None
        text = yamlfile.as_written(content or b"", name=name)
        after = accepting.without(text, entry, name=name)
        if path is None or after is None:
            why = f"the entry was changed in {name} since it was accepted, or is gone"
            raise Refusal(409, f"{why}. undo it by hand")
        return await self._desk.commit(path, content, after.encode())

    def _note(
        self, choice: Choice, one: Pending, by: str, entry: Mapping[str, Any] | None = None
    ) -> None:
        try:
            decisions.note(
                self._folder, choice, one.suggestion, by=by, engine=one.engine, entry=entry
            )
        except OSError as error:
            written = "the coding file is changed, the decision is not noted" if entry else ""
            why = f"{decisions.NAME} cannot be written: {error.strerror or error}"
            raise Refusal(409, f"{why}. {written or 'nothing was changed'}") from None


def _waiting(queue: Queue, id: str) -> Pending:
    for one in queue.pending:
        if one.id == id:
            return one
    raise Refusal(409, "that suggestion does not wait any more. load the list again")


def _said(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a request brings; an empty one takes a key away."""
    entry = asked.get("entry", {})
    if not isinstance(entry, dict):
        raise Refusal(400, 'an entry is an object, such as {"strength": 3}. correct it')
    if "quote" in entry and "selection" in asked:
        raise Refusal(400, "there is a selection and a quotation. send one")
    # A number, such as a strength, is a text in a file.
    found = {key: str(one) if type(one) is int else one for key, one in entry.items()}
    return found | ({"occurrence": found.get("occurrence", "")} if "quote" in found else {})


def _place(one: Suggestion, asked: Mapping[str, Any], corpus: Corpus) -> tuple[int, int] | None:
    """Return the passage that a request chooses instead of the one suggested."""
    if "selection" not in asked:
        return None
    source, start, end = placed(asked["selection"])
    if source != one.source:
        raise Refusal(400, f"the suggestion is about {one.source!r}. select words in that text")
    text_of(source, asked["selection"], corpus)
    return start, end


def _need_known(one: Suggestion, entry: Entry, corpus: Corpus) -> None:
    """Refuse an entry on somebody whom the corpus does not have."""
    sign = "supports" if "supports" in entry else "opposes"
    for key, mention in (("who", one.holder), (sign, one.target)):
        said = entry.get(key)
        ids = said if isinstance(said, list) else [said] if said else []
        if not ids:
            why = f"the corpus does not have “{' '.join(mention.text.split())}”"
            raise Refusal(400, f"{why}. choose who is meant, or add it first")
        known = corpus.actor.keys() | (corpus.issue.keys() if key == sign else {AUTHOR})
        for id in map(str, ids):
            if id not in known:
                sort = "actor or issue" if key == sign else "actor"
                raise Refusal(400, f"there is no {sort} {id!r:.80} in the corpus. add it first")


def _as_json(one: Pending, names: Names) -> dict[str, Any]:
    it = one.suggestion
    about = {key: _mention_json(getattr(it, key), names) for key in _MENTIONED}
    same = {key: getattr(it, key) for key in _SAME}
    return {
        "id": one.id,
        **same,
        **about,
        "sign": it.sign.verb,
        "modality": it.modality.value,
        "cues": [*it.cues],
        "engine": one.engine,
        "wasSkipped": one.was_skipped,
    }


_MENTIONED: Final = ("holder", "target", "about", "voice")
_SAME: Final = (
    "source", "start", "end", "exact", "relation", "mode", "strength", "score", "rule",
)  # fmt: skip


def _mention_json(one: Mention | None, names: Names) -> dict[str, Any] | None:
    if one is None:
        return None
    place = {"start": one.start, "end": one.end} if one.is_placed else {}
    return {"text": one.text, "figure": names.id_of(one), "isIssue": one.is_issue, **place}
