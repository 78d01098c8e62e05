"""Processes that answer queries: a bounded number at work, and a bounded queue.

The engine can be neither interrupted nor limited in memory, so that a query runs in a process
that can be killed. Nobody knows beforehand how long it will run, so it begins among the brief ones;
after a while it goes on among the long ones, which are few, and give way to all others.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clivage.serve.editions import Edition
from clivage.serve.processes import Message, Nursery, Worker
from clivage.serve.protocol import Refusal
from clivage.serve.settings import Settings

#: Seconds to wait before another process is tried.
_AGAIN: Final = 1.0
#: Seconds of a processor after which a query steps back behind others, once and again, and how
#: far: its process then has a tenth, and a hundredth, of what an equal of others has.
_STEPS: Final = ((0.02, 10), (0.2, 19))
#: Seconds of a processor that opening another snapshot may take besides.
_OPENING: Final = 0.2
#: Seconds of the clock, at least, between two looks at a query.
_LOOK: Final = 0.01
#: How many brief queries run at one time, besides the long ones: they are soon over.
_BRIEF_PLACES: Final = 6
#: What a new worker does first, to open its store and have everything ready.
_FIRST: Final = {"sparql": "ASK {}", "table": "json"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said.

    Attributes:
        form: ``table`` or ``graph``.
        tag: the entity tag of the body, in its quotation marks.
        encoding: ``gzip``, or empty.
        generation: of the store that was asked.
    """

    form: str
    tag: str
    encoding: str
    body: bytes
    generation: int


class Errand:
    """A job on its way: it waits, a worker has it, and then there is a reply.

    Attributes:
        alarm: what happens when it takes too long, at each stage.
        watch: the next look at how long it has worked.
        begun: the seconds that its worker had worked before.
        steps: how often it has stepped back; a brief one never has.
    """

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.alarm: asyncio.TimerHandle | None = None
        self.watch: asyncio.TimerHandle | None = None
        self.edition: Edition | None = None
        self.begun = 0.0
        self.steps = 0

    def refuse(self, refusal: Refusal) -> None:
        """End it without an answer, unless nobody waits any more."""
        if not self.reply.done():
            self.reply.set_exception(refusal)

    def be_quiet(self) -> None:
        """Let nothing more happen to it by the clock."""
        for handle in (self.alarm, self.watch):
            if handle:
                handle.cancel()


class Pool:
    """The workers of a server.

    Args:
        stays: whether no other snapshot will follow, so that it is worth taking into memory.
    """

    def __init__(self, snapshot: Path, settings: Settings, *, stays: bool = False) -> None:
        self._settings = settings
        self._edition = Edition(snapshot, 0)
        self._told: dict[str, Any] = {
            "rows": settings.rows,
            "bytes": settings.megabytes * 2**20,
            "memory": settings.memory,
            "timeout": settings.timeout,
        }
        if stays:
            self._told |= _named(self._edition)
        self._nursery: Nursery | None = None
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Errand] = {}
        self._long: list[Worker] = []  # the oldest first
        self._waiting: deque[Errand] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = False
        self.network = ""

    async def start(self) -> None:
        """Start as many workers as may be at work.

        Raises:
            ConnectionError, TimeoutError: when they do not start.
        """
        number = self._settings.workers + _BRIEF_PLACES
        await asyncio.gather(*(self._started() for _ in range(number)))

    async def stop(self) -> None:
        """End every process, and refuse who waits."""
        self._ending = True
        for errand in [*self._waiting, *self._busy.values()]:
            errand.be_quiet()
            errand.refuse(_ended())
        self._waiting.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._nursery:
            await self._nursery.end()

    @property
    def generation(self) -> int:
        """How often another snapshot was published."""
        return self._edition.generation

    def publish(self, folder: Path) -> None:
        """Answer from another snapshot from now on.

        The folder before it is deleted when the last job on it has ended. No process is started
        anew for it: each opens the new folder with its next job.

        Args:
            folder: a store that nobody else writes; from now on it belongs to the pool.
        """
        before, self._edition = self._edition, Edition(folder, self.generation + 1)
        before.end()

    async def answer(self, job: dict[str, Any]) -> Reply:
        """Answer a job in a worker that is free, or when one is.

        Raises:
            Refusal: when the query is wrong, takes too long or too much, or too many wait.
        """
        if self._ending:
            raise _ended()
        errand = Errand(job)
        if self._free() and not self._waiting:
            self._give(errand)
        elif len(self._waiting) >= self._settings.queue:
            raise Refusal(503, "too many queries are waiting. try again soon", {"Retry-After": "1"})
        else:
            self._waiting.append(errand)
            errand.alarm = self._alarm(lambda: self._in_vain(errand))
        return await errand.reply

    def _alarm(self, what: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(self._settings.timeout, what)

    def _free(self) -> bool:
        return bool(self._idle) and len(self._busy) - len(self._long) < _BRIEF_PLACES

    def _give(self, errand: Errand) -> None:
        """Give a job to a worker that is free."""
        worker = self._idle.pop()
        self._busy[worker] = errand
        errand.edition = self._edition
        errand.edition.take()
        errand.begun = worker.worked()
        if worker.generation != self.generation:  # it opens the store first, which is no query
            worker.generation = self.generation
            errand.begun += _OPENING
        errand.alarm = self._alarm(lambda: self._late(worker))
        self._look_after(_STEPS[0][0], worker)
        worker.ask(errand.job | _named(self._edition))

    def _look_after(self, seconds: float, worker: Worker) -> None:
        loop = asyncio.get_running_loop()
        self._busy[worker].watch = loop.call_later(seconds, self._look_at, worker)

    def _look_at(self, worker: Worker) -> None:
        """Let a query step back when it has worked for long."""
        errand = self._busy[worker]
        seconds, far = _STEPS[errand.steps]
        left = seconds - self._worked(worker)
        if left > 0:  # it has waited for a processor rather than worked
            self._look_after(max(left, _LOOK), worker)
            return
        if errand.steps == 0:
            self._make_long(worker)
        errand.steps += 1
        worker.step_back(far)
        if errand.steps < len(_STEPS):
            self._look_after(_LOOK, worker)

    def _worked(self, worker: Worker) -> float:
        """Return the seconds that a worker has spent on its job; endless where nobody knows."""
        return (worker.worked() or math.inf) - self._busy[worker].begun

    def _make_long(self, worker: Worker) -> None:
        """Count a query among the long ones; where they are many, the longest makes way.

        It will most probably never end, and this one may end soon.
        """
        if len(self._long) >= self._settings.workers:
            self._end(max(self._long, key=self._worked), _crowded_out())
        self._long.append(worker)
        self._next()

    def _next(self) -> None:
        """Let those that wait go on, as far as there are workers."""
        while self._waiting and self._free():
            errand = self._waiting.popleft()
            errand.be_quiet()
            if not errand.reply.done():
                self._give(errand)

    def _over(self, worker: Worker) -> tuple[Errand, int]:
        """Take from a worker the job that it has, with the generation on which it ran."""
        errand = self._busy.pop(worker)
        if worker in self._long:
            self._long.remove(worker)
        assert errand.edition
        errand.be_quiet()
        errand.edition.give_back()
        return errand, errand.edition.generation

    def _answered(self, worker: Worker, message: Message) -> None:
        """Pass on what a worker has said."""
        if worker not in self._busy or self._ending:  # it was ended already
            return
        (head, body), (errand, generation) = message, self._over(worker)
        if errand.steps:  # it can never step forward again
            self._replace(worker)
        else:
            self._idle.append(worker)
        self._next()
        if head["status"] != 200:
            errand.refuse(Refusal(head["status"], head["why"]))
        elif not errand.reply.done():
            reply = Reply(head["form"], head["tag"], head["encoding"], body, generation)
            errand.reply.set_result(reply)

    def _end(self, worker: Worker, why: Refusal) -> None:
        """End a worker with its job."""
        self._over(worker)[0].refuse(why)
        self._replace(worker)
        self._next()

    def _late(self, worker: Worker) -> None:
        seconds = self._settings.timeout
        why = f"the query was ended after {seconds:g} s. ask for less, or narrow it down"
        self._end(worker, Refusal(504, why))

    def _in_vain(self, errand: Errand) -> None:
        """Send away who has waited too long."""
        self._waiting.remove(errand)
        why = "the server is busy, and the query has waited in vain. try again soon"
        errand.refuse(Refusal(503, why, {"Retry-After": "5"}))

    def _lost(self, worker: Worker) -> None:
        """Replace a worker that has ended by itself."""
        if self._ending:
            return
        if worker in self._busy:
            why = f"the query took more than {self._settings.memory} MiB of memory. ask for less"
            self._end(worker, Refusal(503, why))
        elif worker in self._idle:
            self._idle.remove(worker)
            self._replace(worker)

    def _replace(self, worker: Worker) -> None:
        """End a worker, and have another in its place."""
        if self._nursery:
            self._nursery.kill(worker)
        task = asyncio.get_running_loop().create_task(self._another())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _another(self) -> None:
        while True:
            try:
                await self._started()
                break
            except (OSError, TimeoutError):
                await asyncio.sleep(_AGAIN)
        self._next()

    async def _started(self) -> None:
        if self._nursery is None or self._nursery.has_ended:
            self._nursery = Nursery(self._told)
        edition = self._edition
        edition.take()
        try:
            worker = await self._nursery.worker(_FIRST | _named(edition), self._answered)
        finally:
            edition.give_back()
        self.network, worker.generation = worker.network, edition.generation
        self._idle.append(worker)
        worker.ended.add_done_callback(lambda _: self._lost(worker))


def _crowded_out() -> Refusal:
    why = "others are waiting, and of the long queries this one had run longest. try again later"
    return Refusal(503, why, {"Retry-After": "10"})


def _named(edition: Edition) -> dict[str, Any]:
    return {"folder": str(edition.folder), "generation": edition.generation}


def _ended() -> Refusal:
    return Refusal(503, "the server is ending")
