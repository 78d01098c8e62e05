"""A corpus at an endpoint elsewhere, served from here: queries are guarded, limited, and sent on.

Nothing is remembered, for what is there may change at any time.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from clivage.address import Address
from clivage.answer import Limits
from clivage.errors import ClivageError, EndpointError, FormatError, QueryError
from clivage.remote import RemoteStore
from clivage.serve import evaluation
from clivage.serve.answers import job_of
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.settings import Settings
from clivage.serve.workers import Reply

#: Seconds that a thread waits longer than whoever asked: the answer is given by the clock here.
_LONGER: Final = 0.5


class Elsewhere:
    """Asks an endpoint, a bounded number of queries at one time.

    Attributes:
        store: the corpus there.
        network: what `clivage.serve.workers.Pool` says of the processes of queries; here are none.
    """

    network = "elsewhere"

    def __init__(self, address: Address, settings: Settings) -> None:
        """Find the corpus of an endpoint.

        Raises:
            ClivageError: as `clivage.remote.RemoteStore`.
        """
        self.store = RemoteStore(address)
        self._settings = settings
        self._limits = Limits(settings.rows, settings.megabytes * 2**20)
        self._free = asyncio.Semaphore(settings.workers)
        self._waiting = 0

    async def start(self) -> None:
        """Nothing has to be started."""

    async def stop(self) -> None:
        """Nothing has to be ended: the threads are no reason for a process to go on."""

    def publish(self, folder: Path) -> None:
        """Nothing is published here: an endpoint is only read."""
        raise NotImplementedError

    async def give(
        self, asked: Asked, *, accept: str, accept_encoding: str = ""
    ) -> tuple[Reply, str]:
        """Answer a query in a format that a client accepts; see `Answers.give`.

        Raises:
            Refusal: when no format will do, the query is wrong or takes too long, or the endpoint
                does not answer.
        """
        job, table, graph = job_of(asked, accept=accept, accept_encoding=accept_encoding)
        await self._turn()
        seconds = self._settings.timeout
        answer = asyncio.get_running_loop().create_future()
        threading.Thread(target=self._work, args=(answer, job), daemon=True).start()
        try:
            reply: Reply = await asyncio.wait_for(asyncio.shield(answer), seconds)
        except TimeoutError:
            why = f"the endpoint did not answer within {seconds:g} s. ask for less"
            raise Refusal(504, why) from None
        return reply, table if reply.form == "table" else graph

    async def _turn(self) -> None:
        """Wait until another query may be sent."""
        if self._free.locked() and self._waiting >= self._settings.queue:
            raise Refusal(503, "too many queries are waiting. try again soon", {"Retry-After": "1"})
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), self._settings.timeout)
        except TimeoutError:
            why = "the server is busy, and the query has waited in vain. try again soon"
            raise Refusal(503, why, {"Retry-After": "5"}) from None
        finally:
            self._waiting -= 1

    def _work(self, answer: asyncio.Future[Reply], job: Mapping[str, Any]) -> None:
        """Ask the endpoint in a thread, and hand over what it says."""
        found: Reply | Refusal
        try:
            found = self._reply(job)
        except FormatError as error:
            found = Refusal(406, str(error))
        except EndpointError as error:  # where it is, and who may ask it, is no stranger's concern
            found = Refusal(502, f"{error.what}. try again later")
        except ClivageError as error:
            found = Refusal(400, str(QueryError(error.what, remedy=error.remedy)))
        except Exception:  # the thread must not end without a word
            found = Refusal(500, "the server has failed, which is a fault of clivage")
        with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
            answer.get_loop().call_soon_threadsafe(self._done, answer, found)

    def _done(self, answer: asyncio.Future[Reply], found: Reply | Refusal) -> None:
        self._free.release()
        if isinstance(found, Reply):
            answer.set_result(found)
        else:
            answer.set_exception(found)
            answer.exception()  # whoever asked may have been told before that it took too long

    def _reply(self, job: Mapping[str, Any]) -> Reply:
        write = partial(self.store.written, seconds=self._settings.timeout + _LONGER)
        form, content = evaluation.written(self.store, write, job, self._limits)
        content, encoding = evaluation.packed(content, wanted=job["gzip"])
        return Reply(form, "", encoding, content, 0)
