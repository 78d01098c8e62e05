"""Answers of the workers, remembered: a snapshot does not change, and neither do they."""

from __future__ import annotations

import asyncio
import re
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
_VOLATILE: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID)\b", re.IGNORECASE)


class Answers:
    """Asks the workers, once for all who ask the same."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known = Cache[Reply](_ROOM)
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
        table, graph = best(accept, TABLES), best(accept, GRAPHS)
        if not (table or graph):
            raise not_acceptable([*TABLES, *GRAPHS])
        job = {
            "sparql": asked.sparql,
            "dataset": asked.dataset,
            "table": TABLES.get(table, ""),
            "graph": GRAPHS.get(graph, ""),
            "gzip": gzipped(accept_encoding),
        }
        reply = await self._reply(job, remembered=not volatile(asked))
        return reply, table if reply.form == "table" else graph

    async def _reply(self, job: dict[str, Any], *, remembered: bool) -> Reply:
        if not remembered:
            return await self._pool.answer(job)
        key = tuple(job.values())
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
            self._known.put(key, reply, len(reply.body) + len(repr(key)) + _EXTRA)
            return reply
        finally:
            del self._asking[key]


def volatile(asked: Asked) -> bool:
    """Whether the same query may have another answer a moment later.

    >>> volatile(Asked("ASK { FILTER(rand() < 0.5) }")), volatile(Asked("ASK {}"))
    (True, False)
    """
    return _VOLATILE.search(asked.sparql) is not None


def not_acceptable(offered: list[str]) -> Refusal:
    """Return the refusal of a client that accepts nothing of what there is."""
    return Refusal(406, f"there is no format that you accept. there are {', '.join(offered)}")
