"""Writing over HTTP: SPARQL 1.1 Update, and the writing half of the Graph Store Protocol.

https://www.w3.org/TR/sparql11-protocol/, section 2.2, and
https://www.w3.org/TR/sparql11-http-rdf-update/, section 5. Writes come one after the other. Each
is answered when it is on the disk and everybody who asks from then on sees it, or with a line that
says what is wrong with it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from clivage.errors import ClivageError
from clivage.serve import protocol, responses
from clivage.serve.committing import Writer
from clivage.serve.protocol import Dataset, Refusal
from clivage.serve.publication import Publication
from clivage.serve.responses import Answering
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot

#: Media types of graphs that can be put, and the file name endings of the same formats.
_READABLE: Final = {
    "text/turtle": ".ttl",
    "application/n-triples": ".nt",
    "application/ld+json": ".jsonld",
    "application/rdf+xml": ".rdf",
}
_INVALID: Final = 422
_PLAIN: Final = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
_SOON: Final = {"Retry-After": "5"}


class Updates:
    """Who writes a store, where a server may.

    Args:
        answers: by which the entity tags of ``If-Match`` are known.
    """

    def __init__(
        self,
        store: Path,
        publication: Publication,
        settings: Settings,
        answers: Answering | None = None,
    ) -> None:
        self._publication = publication
        self._settings = settings
        self._answers = answers
        self._writer = Writer(store, settings, publication.place)
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the store, and keep others from writing it.

        Raises:
            ClivageError: when it cannot be opened, or another process writes it.
        """
        await self._writer.start()

    async def stop(self) -> None:
        """End, though never in the middle of a commit."""
        await self._writer.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def update(self, request: Request, sparql: str, using: Dataset | None) -> Response:
        """Carry out a SPARQL update.

        Args:
            using: the graphs that the request names for its WHERE.

        Raises:
            Refusal: when it may not be, or cannot be.
        """
        protocol.authorised(request, self._settings.token)
        for name in [*using[0], *using[1]] if using else ():
            if name not in self._publication.snapshot.graphs:
                there = ", ".join(self._publication.snapshot.graphs)
                raise Refusal(400, f"the request names a graph that is not here. there are {there}")
        return await self._written(request, {"do": "update", "using": using}, sparql.encode())

    async def store(self, request: Request) -> Response:
        """Replace the statements (PUT), add to them (POST) or delete them (DELETE).

        Raises:
            Refusal: when it may not be, or cannot be.
        """
        protocol.authorised(request, self._settings.token)
        self._refuse_other_graph(request)
        job = {"do": "put", "format": ".nt", "merge": request.method == "POST"}
        if request.method == "DELETE":
            return await self._written(request, job, b"")
        if "content-range" in request.headers:
            raise Refusal(400, "a part of a graph cannot be put. send the whole")
        job["format"] = _format(request.headers)
        body = await responses.read(request, self._settings.megabytes * 2**20)
        return await self._written(request, job, body)

    def _refuse_other_graph(self, request: Request) -> None:
        """Refuse a graph that is not the statements, which are also the default graph here."""
        given = protocol.parameters(request.scope["query_string"])
        names = given.get("graph", [])
        if ("default" in given) == bool(names) or len(names) > 1:
            raise Refusal(400, "which graph? say ?default or ?graph=IRI")
        statements = f"{self._publication.snapshot.base}graph/statements"
        if not names or names[0] == statements:
            return
        if request.method == "DELETE" and names[0] not in self._publication.snapshot.graphs:
            raise Refusal(404, "there is no such graph")
        raise Refusal(403, f"only the statements are written. say ?default or ?graph={statements}")

    async def _written(self, request: Request, job: Mapping[str, Any], body: bytes) -> Response:
        try:
            await self._in_turn(self._write(request, job, body))
        except Refusal as refusal:
            if refusal.status != _INVALID:
                raise
            return Response(f"{refusal.why}\n".encode(), status_code=_INVALID, headers=_PLAIN)
        return Response(status_code=204, headers={"cache-control": "no-store"})

    async def _in_turn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do one work after the other, to its end, though whoever asked for it may have left."""
        try:
            await self._wait()
        except BaseException:
            work.close()
            raise
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        await asyncio.shield(task)

    async def _wait(self) -> None:
        if self._waiting >= self._settings.queue:
            raise Refusal(503, "too many updates are waiting. try again soon", {"Retry-After": "1"})
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.timeout):
                await self._turn.acquire()
        except TimeoutError:
            why = "the server is writing, and the update has waited in vain; nothing was changed"
            raise Refusal(503, f"{why}. try again soon", _SOON) from None
        finally:
            self._waiting -= 1

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._turn.release()
        if not task.cancelled():
            task.exception()  # nobody may be there to be told

    async def _write(self, request: Request, job: Mapping[str, Any], body: bytes) -> None:
        await self._refuse_if_changed(request)
        folder = await self._writer.run(job, body)
        if folder is None:
            return
        try:
            snapshot = await asyncio.to_thread(Snapshot.of_store, folder)
        except ClivageError as error:
            why = f"the update was applied, but cannot be shown yet: {error}"
            raise Refusal(503, f"{why} do not send it again") from None
        await self._publication.publish(snapshot)

    async def _refuse_if_changed(self, request: Request) -> None:
        """Refuse an update of a graph that is not any more what the client has read.

        Raises:
            Refusal: 412.
        """
        wanted = ",".join(request.headers.getlist("if-match"))
        if "if-none-match" in request.headers:
            raise Refusal(412, "the graph is there already. say with If-Match which one you mean")
        if not wanted or wanted.strip() == "*":
            return
        tags = set(re.findall(r'(?<!W/)"([^"]*)"', wanted))
        if not await self._is_one_of({tag.removesuffix("-gzip") for tag in tags}):
            why = "somebody has changed the corpus since. get it again, and make your change anew"
            raise Refusal(412, f"{why}; nothing was changed")

    async def _is_one_of(self, tags: set[str]) -> bool:
        """Whether a tag is what `/store` gives now, for the statements or for all, in a format."""
        statements = f"{self._publication.snapshot.base}graph/statements"
        for graph in (statements, ""):
            for media in _READABLE if self._answers else ():
                assert self._answers
                try:
                    reply, _ = await self._answers.give(protocol.whole(graph), accept=media)
                except Refusal as refusal:
                    if refusal.status != 400:  # it is no answer that anybody can have
                        raise
                else:
                    if reply.tag.strip('"') in tags:
                        return True
        return False


def _format(headers: Mapping[str, str]) -> str:
    """Return the format of a body as a file name ending.

    Raises:
        Refusal: 415 when it is none that can be read.
    """
    said = headers.get("content-type", "")
    media, _, rest = (part.strip().lower() for part in said.partition(";"))
    charset = re.search(r"charset=\"?([\w-]+)", rest)
    plain = headers.get("content-encoding", "identity").lower() == "identity"
    if media not in _READABLE or not plain or (charset and charset[1] not in ("utf-8", "utf8")):
        formats = ", ".join(_READABLE)
        shown = said[:100] or "nothing"
        raise Refusal(415, f"the body is said to be {shown}. send one of {formats}, UTF-8")
    return _READABLE[media]
