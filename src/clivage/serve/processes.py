"""The processes of a server as it sees them: workers, and the one that makes them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from clivage.serve import messages
from clivage.serve.nursery import KILL, MAKE, ORDER

#: Seconds that a process has to start.
_START: Final = 60.0
#: Each thread of a store would reserve 64 MiB of addresses, which count as memory taken.
_SPARING: Final = {"MALLOC_ARENA_MAX": "1"}

#: What a worker says: a head, and a body.
Message: TypeAlias = tuple[dict[str, Any], bytes]


def _without_secrets() -> dict[str, str]:
    """Return the environment but for our own tokens and passwords: strangers' queries run in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CLIVAGE_")}


class Worker(asyncio.Protocol):
    """One process, which answers one job at a time.

    Args:
        answered: is told what it says.

    Attributes:
        network: what it knows of a network.
        generation: of the snapshot that it was last asked.
        ended: is done when the process is gone.
    """

    def __init__(self, answered: Callable[[Worker, Message], None]) -> None:
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = loop.create_future()
        self.pid = 0
        self.network = ""
        self.generation = -1
        self._first: asyncio.Future[Message] | None = loop.create_future()
        self._answered = answered
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the process."""
        self._way = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Collect an answer until it is whole."""
        self._buffer += data
        message = messages.taken(self._buffer)
        if message is None:
            return
        if self._first is None:
            self._answered(self, message)
        elif not self._first.done():
            self._first.set_result(message)

    def connection_lost(self, error: Exception | None) -> None:
        """Tell whoever waits that nothing more will come."""
        self.ended.set_result(None)
        if self._first and not self._first.done():
            self._first.set_exception(ConnectionError("the worker has ended"))
            self._first.exception()  # nobody may be waiting

    async def begin(self, job: dict[str, Any]) -> None:
        """Wait until it has done a first job, in which it opens its store.

        Raises:
            TimeoutError, ConnectionError: when it does not.
        """
        assert self._first
        head, _ = await asyncio.wait_for(self._first, _START)
        self.pid, self.network = head["pid"], head["network"]
        self._first = asyncio.get_running_loop().create_future()
        self.ask(job)
        await asyncio.wait_for(self._first, _START)
        self._first = None

    def ask(self, job: dict[str, Any]) -> None:
        """Give it a job, when it has none."""
        self._way.write(messages.packed(job))

    def worked(self) -> float:
        """Return the seconds that it has had a processor, as far as the system tells (Linux)."""
        try:
            told = Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return int(told.split()[0]) / 1e9

    def step_back(self, far: int) -> None:
        """Let other processes go first, for as long as it lives.

        Args:
            far: its niceness, up to 19.
        """
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, far)


class Nursery:
    """The process that makes workers, and kills them.

    Args:
        told: see `clivage.serve.worker.Ready`.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        self._orders, theirs = socket.socketpair()
        with theirs:
            words = (str(theirs.fileno()), json.dumps(told))
            self._process = subprocess.Popen(
                # -P: no file of the current folder is taken for a module.
                (sys.executable, "-P", "-m", "clivage.serve.nursery", *words),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=_without_secrets() | _SPARING,
            )

    @property
    def has_ended(self) -> bool:
        """Whether no worker can come from it any more."""
        return self._process.poll() is not None

    async def worker(
        self, job: dict[str, Any], answered: Callable[[Worker, Message], None]
    ) -> Worker:
        """Make a worker that has done a first job.

        Raises:
            OSError, TimeoutError: when none can be made.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._orders, [ORDER.pack(MAKE, 0)], [theirs.fileno()])
        loop = asyncio.get_running_loop()
        way, worker = await loop.create_connection(lambda: Worker(answered), sock=ours)
        try:
            await worker.begin(job)
        except BaseException:
            self.kill(worker)
            way.close()
            raise
        return worker

    def kill(self, worker: Worker) -> None:
        """Kill a worker, whatever it is doing. Nobody waits until it is gone."""
        with contextlib.suppress(OSError):  # the nursery has ended, and its workers with it
            if worker.pid:
                self._orders.send(ORDER.pack(KILL, worker.pid))

    async def end(self) -> None:
        """End it, and every worker that came from it."""
        self._orders.close()
        await asyncio.get_running_loop().run_in_executor(None, self._process.wait)
