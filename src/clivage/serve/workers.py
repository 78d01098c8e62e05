"""Processes that answer queries: a bounded number at work, one to spare, and a bounded queue.

The engine can be neither interrupted nor limited in memory, so that a query runs in a process
that can be killed; the spare one takes the place at once, and another is started meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from clivage.serve import messages
from clivage.serve.protocol import Refusal
from clivage.serve.settings import Settings

#: Seconds that a process has to start, and to wait before another is tried.
_START: Final = 60.0
_AGAIN: Final = 1.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said.

    Attributes:
        form: ``table`` or ``graph``.
        tag: the entity tag of the body, in its quotation marks.
        encoding: ``gzip``, or empty.
    """

    form: str
    tag: str
    encoding: str
    body: bytes


class Worker(asyncio.SubprocessProtocol):
    """One process, which answers one job at a time."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = loop.create_future()
        self._buffer = bytearray()
        self._reply: asyncio.Future[tuple[dict[str, Any], bytes]] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the handles of the process."""
        self._process = cast(asyncio.SubprocessTransport, transport)
        self._input = cast(asyncio.WriteTransport, self._process.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Collect an answer until it is whole."""
        self._buffer += data
        message = messages.taken(self._buffer)
        if message is not None and not self._reply.done():
            self._reply.set_result(message)

    def process_exited(self) -> None:
        """Tell whoever waits that nothing more will come."""
        if not self.ended.done():
            self.ended.set_result(None)
        if not self._reply.done():
            self._reply.set_exception(ConnectionError("the worker has ended"))
            self._reply.exception()  # nobody may be waiting

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.get_pid()

    async def ready(self) -> str:
        """Wait until it has opened the snapshot, and return what it knows of a network."""
        head, _ = await asyncio.wait_for(self._reply, _START)
        return str(head["network"])

    async def ask(self, job: dict[str, Any], timeout: float) -> tuple[dict[str, Any], bytes]:
        """Answer a job.

        Raises:
            TimeoutError: when it takes longer.
            ConnectionError: when the process ends.
        """
        self._reply = asyncio.get_running_loop().create_future()
        if self.ended.done():
            raise ConnectionError("the worker has ended")
        self._input.write(messages.packed(job))
        # Several times as quick as asyncio.wait_for, and this happens at each request.
        alarm = asyncio.get_running_loop().call_later(timeout, _expire, self._reply)
        try:
            return await self._reply
        finally:
            alarm.cancel()

    async def end(self) -> None:
        """Kill the process, whatever it is doing, and wait until it is gone."""
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self.ended
        self._process.close()


def _expire(reply: asyncio.Future[tuple[dict[str, Any], bytes]]) -> None:
    if not reply.done():
        reply.set_exception(TimeoutError())


class Pool:
    """The workers of a server."""

    def __init__(self, snapshot: Path, settings: Settings) -> None:
        self._settings = settings
        told = {
            "folder": str(snapshot),
            "rows": settings.rows,
            "bytes": settings.megabytes * 2**20,
            "memory": settings.memory,
            "timeout": settings.timeout,
        }
        # -P: no file of the current folder is taken for a module.
        self._words = (sys.executable, "-P", "-m", "clivage.serve.worker", json.dumps(told))
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._running = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._all: set[Worker] = set()
        self._ending = False
        self.network = ""

    async def start(self) -> None:
        """Start as many workers as may be at work, and one to spare.

        Raises:
            ConnectionError, TimeoutError: when they do not start.
        """
        number = self._settings.workers + 1
        self._idle += await asyncio.gather(*(self._started() for _ in range(number)))

    async def stop(self) -> None:
        """End every process, and refuse who waits."""
        self._ending = True
        for turn in self._waiting:
            turn.set_exception(_ended())
        self._waiting.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._all))
        self._all.clear()
        self._idle.clear()

    async def answer(self, job: dict[str, Any]) -> Reply:
        """Answer a job in a worker that is free, or when one is.

        Raises:
            Refusal: when the query is wrong, takes too long or too much, or too many wait.
        """
        if self._ending:
            raise _ended()
        worker = await self._turn()
        try:
            head, body = await self._asked(worker, job)
        finally:
            self._running -= 1
            self._next()
        if head["status"] != 200:
            raise Refusal(head["status"], head["why"])
        return Reply(head["form"], head["tag"], head["encoding"], body)

    async def _asked(self, worker: Worker, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        seconds = self._settings.timeout
        try:
            answer = await worker.ask(job, seconds)
        except TimeoutError:
            why = f"the query was ended after {seconds:g} s. ask for less, or narrow it down"
            raise Refusal(504, why) from None
        except ConnectionError:
            if self._ending:
                raise _ended() from None
            why = f"the query took more than {self._settings.memory} MiB of memory. ask for less"
            raise Refusal(503, why) from None
        else:
            self._idle.append(worker)
            return answer
        finally:
            if (
                worker not in self._idle and not self._ending
            ):  # it answered too late or never, or nobody waits for it
                self._later(self._replace(worker))

    async def _turn(self) -> Worker:
        """Take a worker that is free, or wait for one."""
        if self._free() and not self._waiting:
            return self._take()
        if len(self._waiting) >= self._settings.queue:
            raise Refusal(503, "too many queries are waiting. try again soon", {"Retry-After": "1"})
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await asyncio.wait_for(turn, self._settings.timeout)
        except TimeoutError:
            why = "the server is busy, and the query has waited in vain. try again soon"
            raise Refusal(503, why, {"Retry-After": "5"}) from None
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)

    def _free(self) -> bool:
        return bool(self._idle) and self._running < self._settings.workers

    def _take(self) -> Worker:
        self._running += 1
        return self._idle.pop()

    def _next(self) -> None:
        """Let those that wait go on, as far as there are workers."""
        while self._waiting and self._free():
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(self._take())

    def _later(self, work: Any) -> None:  # noqa: ANN401
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: Worker) -> None:
        await worker.end()
        self._all.discard(worker)
        while True:
            try:
                self._idle.append(await self._started())
                break
            except (OSError, TimeoutError):
                await asyncio.sleep(_AGAIN)
        self._next()

    async def _started(self) -> Worker:
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            Worker,
            *self._words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._all.add(worker)
        try:
            self.network = await worker.ready()
        except BaseException:
            await worker.end()
            self._all.discard(worker)
            raise
        worker.ended.add_done_callback(lambda _: self._lost(worker))
        return worker

    def _lost(self, worker: Worker) -> None:
        """Replace a worker that has ended while it had nothing to do."""
        if worker in self._idle and not self._ending:
            self._idle.remove(worker)
            self._later(self._replace(worker))


def _ended() -> Refusal:
    return Refusal(503, "the server is ending")
