"""The life of a server: from a corpus to a listening socket, and to an end without remains."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import uvicorn

from clivage.address import Address, Place
from clivage.errors import ClivageError
from clivage.serve import assets, writing
from clivage.serve.answers import Answers
from clivage.serve.app import Site
from clivage.serve.drawing import Drawing
from clivage.serve.elsewhere import Elsewhere
from clivage.serve.publication import Publication
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot
from clivage.serve.workers import Pool

#: Most triples that are read from an endpoint elsewhere, to draw and to analyse them here.
_MOST: Final = 1_000_000
#: Most triples that are drawn at all: each statement and tie takes a kilobyte of memory and more.
_MOST_HERE: Final = 5_000_000
#: Seconds that answers under way are given when the server ends.
_GRACE: Final = 1


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, pool: Pool | Elsewhere) -> None:
        super().__init__(config)
        self._pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all queries, so that whoever waits for one is told."""
        await self._pool.stop()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on a signal, and not by it: what was begun is put away first."""
        self.should_exit = True


def run(place: Place, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a corpus until the process is told to end.

    Args:
        place: a corpus, a store, a file of RDF, or the address of an endpoint.
        say: is told, line by line, what a person wants to know.

    Raises:
        ClivageError: when the corpus is not right, cannot be written though it should be, or the
            address is taken.
    """
    signal.signal(signal.SIGTERM, _end)  # before there is a server to handle it
    if settings.token:
        writing.writable(place)
    with (
        _listening(settings) as listening,
        tempfile.TemporaryDirectory(prefix="clivage-", ignore_cleanup_errors=True) as folder,
    ):
        at = Path(folder) / "store"
        pool: Pool | Elsewhere
        if isinstance(place, Address):
            pool = Elsewhere(place, settings)
            snapshot = Snapshot.described(pool.store, at, place)
        else:
            snapshot = Snapshot.of(place, at)
            pool = Pool(at, settings, stays=not settings.token)
        # uvloop, where it is there: it halves the time of a small answer.
        loops = uvicorn.Config("", loop="auto").get_loop_factory()
        with asyncio.Runner(loop_factory=loops) as runner:
            drawing = Drawing(at.with_name("drawn"))
            publication = Publication(snapshot, pool, drawing)
            runner.run(_served(place, publication, pool, settings, listening, say))


async def _served(
    place: Place,
    publication: Publication,
    pool: Pool | Elsewhere,
    settings: Settings,
    listening: socket.socket,
    say: Callable[[str], None],
) -> None:
    try:
        await _start(pool)
        _draw(publication)
        what = writing.writable(place) if settings.token else ""
        answers = Answers(pool) if isinstance(pool, Pool) else pool
        writers = writing.writers(place, publication, answers, settings, what)
        async with writers as (updates, extra):
            site = Site(
                publication=publication,
                answers=answers,
                files=assets.app(),
                writable=what,
                updates=updates,
                token=settings.token,
            )
            config = uvicorn.Config(
                site.app(settings, extra),
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE,
            )
            for line in _announced(publication.snapshot, pool, settings, listening):
                say(line)
            await _Server(config, pool).serve(sockets=[listening])
    finally:
        await asyncio.gather(pool.stop(), publication.drawing.stop())


def _draw(publication: Publication) -> None:
    """Begin to draw the first snapshot, unless that would ask too much."""
    snapshot, drawing = publication.snapshot, publication.drawing
    elsewhere = isinstance(snapshot.source, Address)
    most = _MOST if elsewhere else _MOST_HERE
    if snapshot.triples > most:
        where = "is elsewhere, and " if elsewhere else ""
        drawing.why = f"it {where}has more than {most:,} triples"
    else:
        drawing.begin(snapshot.source, calm=0)


def _announced(
    snapshot: Snapshot, pool: Pool | Elsewhere, settings: Settings, listening: socket.socket
) -> Iterator[str]:
    """Yield what a person wants to know: the address first."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    told = os.environ.get(writing.TOKEN, "")
    # What follows a # is never sent to a server, and so comes into no log.
    fragment = f"#token={settings.token}" if settings.token and not told else ""
    yield f"{snapshot.title}: http://{shown}:{port}/{fragment}"
    if settings.token:
        whose = f"the token of {writing.TOKEN}" if told else "this address"
        yield f"it can be written by whoever has {whose}"
    if pool.network in _WARNINGS:
        yield _WARNINGS[pool.network]


_WARNINGS: Final = {
    "no TCP": "queries run without TCP, though not without a network of their own",
    "network": "this system does not let queries run without a network; only their words are read",
}


async def _start(pool: Pool | Elsewhere) -> None:
    try:
        await pool.start()
    except (ConnectionError, TimeoutError):
        what = "the processes that answer queries do not start"
        raise ClivageError(what, remedy="give them more --memory, or use fewer --workers") from None


def _listening(settings: Settings) -> socket.socket:
    """Listen, so that a port that is taken is known before anything else is done."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server(
            (settings.host, settings.port), family=family, backlog=1024
        )
        # Inherited by connections; asyncio leaves it out for a socket that it did not make, and
        # an answer in two packets would wait for 40 ms in between.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        what = f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}"
        raise ClivageError(what, remedy="choose another --port or --host") from None


def _end(sig: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
