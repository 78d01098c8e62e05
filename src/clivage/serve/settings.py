"""What a server is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _processors() -> int:
    return max(4, min(8, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a server listens, and how much it does for one query.

    Attributes:
        host: name or address to listen on.
        port: 0 for any that is free.
        timeout: seconds that a query may take.
        memory: MiB that a query may take beyond what its process has when it starts.
        rows: most rows, or triples, of an answer.
        megabytes: most MiB of an answer, before it is compressed.
        workers: how many long queries run at one time, besides the brief ones.
        queue: how many may wait.
        allowed_hosts: names, besides its own, by which the server may be called.
        allowed_origins: web sites whose scripts may read answers; ``*`` for all.
        token: what a request must carry to write; empty where nobody may.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 10.0
    memory: int = 1024
    rows: int = 1_000_000
    megabytes: int = 64
    workers: int = field(default_factory=_processors)
    queue: int = 64
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
