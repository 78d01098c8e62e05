"""The life of a server: from a corpus to a listening socket, and to an end without remains."""

from __future__ import annotations

import asyncio
import signal
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import uvicorn

from clivage.errors import ClivageError
from clivage.serve.answers import Answers
from clivage.serve.app import Site
from clivage.serve.drawing import Drawing
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot
from clivage.serve.workers import Pool

#: Seconds that answers under way are given when the server ends.
_GRACE: Final = 1


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self._pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all queries, so that whoever waits for one is told."""
        await self._pool.stop()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on a signal, and not by it: what was begun is put away first."""
        self.should_exit = True


def run(path: Path, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a corpus until the process is told to end.

    Args:
        path: a corpus, a store or a file of RDF.
        say: is told, line by line, what a person wants to know.

    Raises:
        ClivageError: when the corpus is not right, or the address is taken.
    """
    signal.signal(signal.SIGTERM, _end)  # before there is a server to handle it
    with (
        _listening(settings) as listening,
        tempfile.TemporaryDirectory(prefix="clivage-", ignore_cleanup_errors=True) as folder,
    ):
        snapshot = Snapshot.of(path, Path(folder) / "store")
        # uvloop, where it is there: it halves the time of a small answer.
        loops = uvicorn.Config("", loop="auto").get_loop_factory()
        with asyncio.Runner(loop_factory=loops) as runner:
            runner.run(_served(path, snapshot, settings, listening, say))


async def _served(
    path: Path,
    snapshot: Snapshot,
    settings: Settings,
    listening: socket.socket,
    say: Callable[[str], None],
) -> None:
    pool = Pool(snapshot.folder, settings)
    page = snapshot.folder.with_name("network.html")
    drawing = await Drawing.started(path, page)
    try:
        await _start(pool)
        site = Site(snapshot, Answers(pool), page, drawing.ended)
        config = uvicorn.Config(
            site.app(settings),
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        say(f"{snapshot.title}: http://{shown}:{port}/")
        if pool.network != "no network":
            say(_WARNINGS[pool.network])
        await _Server(config, pool).serve(sockets=[listening])
    finally:
        await asyncio.gather(pool.stop(), drawing.stop())


_WARNINGS: Final = {
    "no TCP": "queries run without TCP, though not without a network of their own",
    "network": "this system does not let queries run without a network; only their words are read",
}


async def _start(pool: Pool) -> None:
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
