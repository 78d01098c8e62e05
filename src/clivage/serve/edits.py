"""Editing the coding files of a corpus folder from the web app, in place.

Whoever edits says which state of a file they have seen (``If-Match``), so that neither another
window nor another program is ever overwritten silently. An edit that would bring an error into
the corpus is not written; one that is written is served when its answer goes out.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clivage import editing, identifiers, replacing, yamlfile
from clivage.errors import ClivageError
from clivage.model import Corpus
from clivage.serve import protocol, responses
from clivage.serve.desk import Desk, WrongError, meanwhile
from clivage.serve.folder import CODINGS, HEADER, as_json, tag
from clivage.serve.protocol import Refusal
from clivage.serve.publication import Publication
from clivage.serve.settings import Settings
from clivage.yamlfile import Location, Value
from clivage.yamltext import scalar

_JSON: Final = "application/json"
_ENTRIES: Final = "/api/codings/{name}/entries"
Answer = dict[str, Any]
Handler = Callable[[Request, Answer], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class _File:
    """A file as somebody has seen it."""

    path: Path
    name: str
    content: bytes

    @property
    def text(self) -> str:
        """Its text, with its byte order mark."""
        return yamlfile.as_written(self.content, name=self.name)


@dataclass(frozen=True, slots=True)
class _Coded:
    """A coding file as far as it can be read."""

    etag: str | None = None
    source: Value = None
    coder: Value = None
    superseded_by: Value = None
    entries: tuple[editing.Placed, ...] = ()


class Edits:
    """The addresses at which files are edited.

    Args:
        folder: of the corpus.

    Attributes:
        desk: where they are edited.
    """

    def __init__(self, folder: Path, publication: Publication, settings: Settings) -> None:
        self.desk = Desk(folder, publication)
        self._token = settings.token
        self._read: dict[Path, _Coded] = {}

    async def start(self) -> None:
        """Read the folder, and watch what others do to it."""
        await self.desk.start()

    async def stop(self) -> None:
        """End the watch."""
        await self.desk.stop()

    def routes(self) -> list[Route]:
        """Return the addresses."""
        written, described = {"entry", "selection"}, editing.DESCRIBED
        return [
            self.route("/api/codings", GET=(self._all, None),
                        POST=(self._begin, {"source", "coder"})),
            self.route(_ENTRIES, POST=(self._append, written)),
            self.route(f"{_ENTRIES}/{{number:int}}", PUT=(self._replace, written),
                        DELETE=(self._remove, None)),
            self.route("/api/undo", POST=(self._undo, {"edit"})),
            *(
                self.route(f"/api/{section}",
                            POST=(partial(self._describe, section), {"id", *described[section]}))
                for section in ("actors", "issues")
            ),
        ]  # fmt: skip

    def route(self, path: str, **methods: tuple[Handler, set[str] | None]) -> Route:
        """Return an address: for each method who answers, and the keys of its body, if any.

        Whoever asks must have the token; one at a time is answered, with the folder as it is now.
        """

        async def endpoint(request: Request) -> Response:
            protocol.authorised(request, self._token)
            handler, keys = methods["GET" if request.method == "HEAD" else request.method]
            # Before the lock: a body that comes slowly holds up nobody else.
            asked = {} if keys is None else await _body(request, keys)
            try:
                async with self.desk.lock:
                    await self.desk.look()
                    return _answered(await handler(request, asked))
            except WrongError as error:
                return _answered({"problems": as_json(error.problems)}, 422)
            except ClivageError as error:
                raise Refusal(400, str(error)) from None
            except OSError as error:
                why = f"a file of the corpus cannot be read: {error.strerror or error}"
                raise Refusal(409, f"{why}. 'clivage check' says which") from None

        return Route(path, endpoint, methods=[*methods])

    # What can be asked

    async def _all(self, request: Request, asked: Answer) -> Answer:
        """List the coding files with their entries, and what is wrong."""
        return await asyncio.to_thread(self._listed)

    async def _begin(self, request: Request, asked: Answer) -> Answer:
        """Make a coding file for a source and a coder."""
        corpus, folder = self.desk.corpus, self.desk.folder
        source = one_of(asked.get("source"), "source", corpus.source)
        coder = one_of(asked.get("coder"), "coder", {one.id: one for one in corpus.coders})
        if path := await asyncio.to_thread(self.coding_file, source, coder):
            why = f"there is a file for that source and coder: {folder.name(path)}"
            raise Refusal(409, f"{why}. add to it")
        codings = folder.path / CODINGS
        path = codings / _free_name(source, coder, {one.name.lower() for one in codings.glob("*")})
        text = f"source: {scalar(source)}\ncoder: {scalar(coder)}\nstatements: []\n"
        return await self.desk.commit(path, None, text.encode())

    async def _append(self, request: Request, asked: Answer) -> Answer:
        file = self._seen(request)
        entry = await asyncio.to_thread(self._entry, file, asked)
        change = partial(editing.appended, file.text, entry, name=file.name)
        return await self._changed(file, change, ("statements", -1))

    async def _replace(self, request: Request, asked: Answer) -> Answer:
        file = self._seen(request)
        entry = await asyncio.to_thread(self._entry, file, asked)
        number = request.path_params["number"]
        change = partial(editing.replaced, file.text, number, entry, name=file.name)
        return await self._changed(file, change, ("statements", number))

    async def _remove(self, request: Request, asked: Answer) -> Answer:
        file = self._seen(request)
        number = request.path_params["number"]
        change = partial(editing.removed, file.text, number, name=file.name)
        return await self._changed(file, change, ())

    async def _describe(self, section: str, request: Request, asked: Answer) -> Answer:
        """Add an actor or an issue to ``corpus.yaml``."""
        id = asked.pop("id", "")
        if not (isinstance(id, str) and identifiers.is_slug(id)):
            why = f"{id!r:.80} is no id. it has lower-case letters, digits and single hyphens"
            raise Refusal(400, why)
        file = self._seen(request, header=True)
        change = partial(editing.described, file.text, section, id, asked, name=file.name)
        return await self._changed(file, change, (section, id)) | {"ids": [id]}

    async def _undo(self, request: Request, asked: Answer) -> Answer:
        return await self.desk.undo(str(asked.get("edit")))

    def coding_file(self, source: str, coder: str) -> Path | None:
        """Return the file in which a coder codes a source, if there is one."""
        for path in self.desk.folder.codings().values():
            found = self._coded(path)
            if (found.source, found.coder) == (source, coder) and not found.superseded_by:
                return path
        return None

    # What is meant

    def _seen(self, request: Request, *, header: bool = False) -> _File:
        """Return the file that is meant, if it is as who asks has seen it."""
        seen = request.headers.get("if-match", "").strip()
        if not seen:
            why = "which state of the file have you seen? send If-Match with its etag"
            raise Refusal(428, f"{why} from /api/codings")
        folder = self.desk.folder
        files = {"": folder.path / HEADER} if header else folder.codings()
        path = files.get("" if header else request.path_params["name"])
        content = replacing.content_of(path) if path else None
        if path is None or content is None:
            raise Refusal(404, "there is no such coding file. /api/codings lists them")
        if seen != tag(content):
            raise meanwhile(folder.name(path))
        return _File(path, folder.name(path), content)

    def _entry(self, file: _File, asked: Mapping[str, Any]) -> editing.Entry:
        """Return the entry that a request brings; a selection is its quotation."""
        entry = asked.get("entry")
        if not isinstance(entry, dict):
            raise Refusal(400, 'there is no entry in the request. send {"entry": {…}}')
        # A number, such as a strength, is a text in a file.
        found = {key: str(one) if type(one) is int else one for key, one in entry.items()}
        if "selection" not in asked:
            return found
        if "quote" in found:
            raise Refusal(400, "there is a selection and a quotation. send one")
        quote, occurrence = self._quoted(file, asked["selection"])
        return found | {"quote": quote, "occurrence": str(occurrence) if occurrence else None}

    def _quoted(self, file: _File, selection: object) -> tuple[str, int | None]:
        """Return the quotation for a selection in the text of a file's source."""
        source, start, end = placed(selection)
        coded = self._coded(file.path).source
        if coded != source:
            raise Refusal(400, f"{file.name} codes {coded!r}. choose a file that codes {source!r}")
        return editing.quoted(text_of(source, selection, self.desk.corpus), start, end)

    async def _changed(self, file: _File, change: Callable[[], str], location: Location) -> Answer:
        """Make a change, and say where it stands now."""
        text = await asyncio.to_thread(change)
        answer = await self.desk.commit(file.path, file.content, text.encode())
        if location:
            lines = await asyncio.to_thread(editing.lines_at, text, location)
            answer |= {"lines": list(lines), "ids": self.desk.ids(file.name, *lines)}
        return answer

    # What there is

    def _listed(self) -> Answer:
        desk, corpus = self.desk, self.desk.state.corpus
        header = replacing.content_of(desk.folder.path / HEADER)
        known: Answer = {"sources": [], "coders": [], "actors": [], "issues": []}
        if corpus:
            known = {
                "sources": [{"id": one.id, "title": dict(one.title)} for one in corpus.sources],
                "coders": [{"id": one.id, "name": one.name} for one in corpus.coders],
                "actors": [
                    {"id": one.id, "label": dict(one.labels), "type": one.type.value}
                    for one in corpus.actors
                ],
                "issues": [{"id": one.id, "label": dict(one.labels)} for one in corpus.issues],
            }
        return {
            "generation": desk.publication.generation,
            "header": {"file": HEADER, "etag": tag(header) if header is not None else None},
            "files": [self._file(path) for path in desk.folder.codings().values()],
            "problems": as_json(desk.state.problems),
            **known,
        }

    def _file(self, path: Path) -> Answer:
        name, found = self.desk.folder.name(path), self._coded(path)
        return {
            "name": path.name,
            "file": name,
            "source": found.source,
            "coder": found.coder,
            "supersededBy": found.superseded_by,
            "etag": found.etag,
            "entries": [
                {
                    "number": one.number,
                    "lines": list(one.lines),
                    "entry": one.entry,
                    "ids": self.desk.ids(name, *one.lines),
                }
                for one in found.entries
            ],
        }

    def _coded(self, path: Path) -> _Coded:
        """Read a coding file, unless it is still what it was when it was read."""
        found = _Coded()
        # What is wrong with a file that cannot be read stands among the problems.
        with contextlib.suppress(ClivageError, OSError):
            content = replacing.content_of(path) or b""
            found = _Coded(tag(content))
            known = self._read.get(path)
            if known and known.etag == found.etag:
                return known
            text = yamlfile.decoded(content, name=path.name)
            data = yamlfile.parsed(text, name=path.name).data
            if isinstance(data, dict):
                source, coder = data.get("source"), data.get("coder")
                superseded_by = data.get("superseded-by")
                found = _Coded(found.etag, source, coder, superseded_by)
            found = replace(found, entries=editing.entries(text, name=path.name))
        self._read[path] = found
        return found


def placed(selection: object) -> tuple[str, int, int]:
    """Return the source and the offsets of a selection.

    Raises:
        Refusal: when it is none.
    """
    values = selection if isinstance(selection, dict) else {}
    source, start, end = (values.get(key) for key in ("source", "start", "end"))
    if not (isinstance(source, str) and type(start) is int and type(end) is int):
        why = 'a selection is {"source": id, "start": 0, "end": 9}, in code points'
        raise Refusal(400, f"{why}. correct it")
    return source, start, end


def text_of(source: str, selection: object, corpus: Corpus) -> str:
    """Return the text of a source in which a selection was made.

    Raises:
        Refusal: when it cannot be read, or has other words there by now.
    """
    found, values = corpus.source.get(source), selection if isinstance(selection, dict) else {}
    if found is None or found.text is None:
        raise Refusal(400, f"the text of {source!r} cannot be read. 'clivage check' says why")
    if "exact" in values and found.text[values["start"] : values["end"]] != values["exact"]:
        raise Refusal(412, f"the text of {source!r} was changed meanwhile. load it again")
    return found.text


def one_of(id: object, sort: str, known: Mapping[str, object]) -> str:
    """Return an id, if it is a known one.

    Raises:
        Refusal: when it is not.
    """
    if not (isinstance(id, str) and id in known):
        raise Refusal(400, f"there is no {sort} {id!r:.80}. there are {', '.join(known) or 'none'}")
    return id


def _free_name(source: str, coder: str, taken: set[str]) -> str:
    """Return a name for a coding file that no other has.

    >>> _free_name("gazette", "anna", set()), _free_name("gazette", "anna", {"gazette.yaml"})
    ('gazette.yaml', 'gazette-anna.yaml')
    """
    safe = [re.sub("[^a-z0-9]+", "-", one.lower()).strip("-")[:60] for one in (source, coder)]
    stems = [safe[0] or "coding", "-".join(filter(None, safe)) or "coding"]
    stems += [f"{stems[1]}-{number}" for number in range(2, len(taken) + 3)]
    return next(f"{stem}.yaml" for stem in stems if f"{stem}.yaml" not in taken)


async def _body(request: Request, keys: set[str]) -> dict[str, Any]:
    """Read the JSON of a request."""
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != _JSON:
        raise Refusal(415, f"the body is said to be {kind[:100] or 'nothing'}. send {_JSON}")
    body = await responses.read(request)
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, f"the body is not JSON: {error}. correct it") from None
    if not isinstance(asked, dict) or asked.keys() - keys:
        why = f"the body is no object of {', '.join(sorted(keys))}"
        raise Refusal(400, f"{why}. send one, without other keys")
    return asked


def _answered(answer: Answer, status: int = 200) -> Response:
    headers = {"content-type": _JSON, "cache-control": "no-store"}
    content = json.dumps(answer, ensure_ascii=False).encode()
    return Response(content, status_code=status, headers=headers)
