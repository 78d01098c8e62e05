"""A process that answers queries on a snapshot, and that may be killed at any moment.

It comes from `clivage.serve.nursery`, and answers jobs on a socket. It ends with that socket, and,
whatever becomes of the server, when a query has taken too long.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from clivage.serve import confinement, messages

#: Seconds that a server has for killing its worker before the worker ends by itself.
_GRACE: Final = 1.0


class Ready:
    """What all workers have from the process that they come from.

    Args:
        settings: ``rows``, ``bytes``, ``memory`` in MiB and ``timeout`` in seconds, of one query;
            and, where the snapshot stays what it is, its ``folder`` and ``generation``.
        network: what `clivage.serve.confinement.leave_network` said.
    """

    def __init__(self, settings: Mapping[str, Any], network: str) -> None:
        from clivage.serve import evaluation  # and the engine, in a process without a network

        self.settings = settings
        self.network = network
        self.limits = evaluation.Limits(settings["rows"], settings["bytes"])
        self.store = evaluation.shared(Path(settings["folder"])) if "folder" in settings else None
        self.generation = settings["generation"] if self.store else -1
        if self.store:  # what is slow once is done once for all
            evaluation.answer(self.store, {"sparql": "ASK {}", "table": "json"}, self.limits)


def work(connection: socket.socket, ready: Ready) -> None:
    """Answer jobs until there are no more."""
    from clivage.serve import evaluation

    store, generation, memory = ready.store, ready.generation, ready.settings["memory"]
    confinement.end_with_parent()
    confinement.write_nothing()
    confinement.limit(memory)
    incoming = connection.makefile("rb")
    out = connection.makefile("wb", buffering=0)
    _send(out, {"network": ready.network, "pid": os.getpid()})
    while (job := messages.read(incoming)) is not None:
        confinement.end_after(ready.settings["timeout"] + _GRACE)
        if store is None or job["generation"] != generation:
            confinement.lift()  # a store starts threads as it is opened
            store, generation = evaluation.opened(Path(job["folder"])), job["generation"]
            confinement.limit(memory)
        head, body = evaluation.answer(store, job, ready.limits)
        _send(out, head, body)
        confinement.end_after(0)


def _send(out: socket.SocketIO, head: dict[str, Any], body: bytes = b"") -> None:
    left = memoryview(messages.packed(head, body))
    while left:
        left = left[out.write(left) :]
