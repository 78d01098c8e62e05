"""Answers of the workers, remembered: a snapshot does not change, and neither do they.

With another snapshot, all of them are forgotten.
"""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from typing import Any, Final

from clivage.serve.cache import Cache
from clivage.serve.negotiation import GRAPHS, TABLES, best, gzipped
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.workers import Pool, Reply

#: Bytes that are remembered, and what an answer takes beyond its body.
_ROOM: Final = 64 * 2**20
_EXTRA: Final = 2048
_SOON: Final = {"Retry-After": "1"}
#: Functions whose value is another one each time.
_VOLATILE: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID)\b")


class Answers:
    """Asks the workers, once for all who ask the same."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known = Cache[Reply](_ROOM)
        self._generation = pool.generation
        self._asking: dict[tuple[Any, ...], asyncio.Future[Reply]] = {}

    async def give(
        self, asked: Asked, *, accept: str, accept_encoding: str = ""
    ) -> tuple[Reply, str]:
        """Answer a query in the format that a client accepts.

        Returns:
            The answer, and its media type.

        Raises:
            Refusal: when no format will do, or the query is not answered.
        """
        job, table, graph = job_of(asked, accept=accept, accept_encoding=accept_encoding)
        reply = await self._reply(job, remembered=not volatile(asked))
        return reply, table if reply.form == "table" else graph

    async def _reply(self, job: dict[str, Any], *, remembered: bool) -> Reply:
        if not remembered:
            return await self._pool.answer(job)
        if self._generation != self._pool.generation:
            self._generation = self._pool.generation
            self._known = Cache[Reply](_ROOM)
        # What was asked of an older snapshot is no answer for who asks now.
        key = (self._generation, *job.values())
        found = self._known.get(key)
        if found is not None:
            return found
        asking = self._asking.get(key)
        if asking is not None:
            return await asyncio.shield(asking)
        asking = self._asking[key] = asyncio.get_running_loop().create_future()
        try:
            reply = await self._pool.answer(job)
        except BaseException as error:
            known = error if isinstance(error, Refusal) else Refusal(503, "try again", _SOON)
            asking.set_exception(known)
            asking.exception()  # nobody else may be waiting
            raise
        else:
            asking.set_result(reply)
            if reply.generation == self._generation:
                length = len(job["sparql"]) + len(repr(job["dataset"]))
                size = len(reply.body) + length + _EXTRA
                self._known.put((reply.generation, *job.values()), reply, size)
            return reply
        finally:
            del self._asking[key]


def volatile(asked: Asked) -> bool:
    """Whether the same query may have another answer a moment later.

    >>> volatile(Asked("ASK { FILTER(rand() < 0.5) }")), volatile(Asked("ASK {}"))
    (True, False)
    """
    return _VOLATILE.search(asked.sparql.upper()) is not None


def job_of(asked: Asked, *, accept: str, accept_encoding: str) -> tuple[dict[str, Any], str, str]:
    """Return what is to be done for a client, and the media types of tables and of graphs for it.

    Raises:
        Refusal: when no format will do.
    """
    table, graph, formats = _formats(accept, accept_encoding)
    if not (table or graph):
        raise not_acceptable([*TABLES, *GRAPHS])
    return {"sparql": asked.sparql, "dataset": asked.dataset, **formats}, table, graph


@lru_cache(maxsize=256)
def _formats(accept: str, accept_encoding: str) -> tuple[str, str, dict[str, Any]]:
    """Return the media types of tables and graphs, and what a job says of formats."""
    table, graph = best(accept, TABLES), best(accept, GRAPHS)
    formats = {
        "table": TABLES.get(table, ""),
        "graph": GRAPHS.get(graph, ""),
        "gzip": gzipped(accept_encoding),
    }
    return table, graph, formats


def not_acceptable(offered: list[str]) -> Refusal:
    """Return the refusal of a client that accepts nothing of what there is."""
    return Refusal(406, f"there is no format that you accept. there are {', '.join(offered)}")
