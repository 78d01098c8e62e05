"""A process that answers queries on a snapshot, and that may be killed at any moment.

``python -P -m clivage.serve.worker SETTINGS`` reads jobs on standard input and answers them on
standard output. It ends with its input, and, whatever becomes of the server, when a query has
taken too long.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from clivage.serve import confinement, messages

if TYPE_CHECKING:
    from clivage.answer import Limits
    from clivage.store import Store

#: Seconds that a server has for killing its worker before the worker ends by itself.
_GRACE: Final = 1.0
_SMALL: Final = 1024


def main() -> None:
    """Answer jobs until there are no more."""
    settings = json.loads(sys.argv[1])
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may write among answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    network = confinement.leave_network()
    from clivage.answer import Limits
    from clivage.store import Store

    store = Store.open(Path(settings["folder"]))
    limits = Limits(settings["rows"], settings["bytes"])
    _answered(store, {"sparql": "ASK {}", "table": "json"}, limits)  # what is slow once
    confinement.limit(settings["memory"])
    _send(out, {"network": network})
    while (job := messages.read(sys.stdin.buffer)) is not None:
        _alarm(settings["timeout"] + _GRACE)
        head, body = _answer(store, job, limits)
        _send(out, head, body)
        _alarm(0)


def _send(out: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    out.write(messages.packed(head, body))
    out.flush()


def _alarm(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, busy or not; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(store: Store, job: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Answer a job, or say what is wrong with it."""
    from clivage.errors import ClivageError, FormatError

    try:
        form, content = _answered(store, job, limits)
    except FormatError as error:
        return {"status": 406, "why": str(error)}, b""
    except ClivageError as error:
        return {"status": 400, "why": str(error)}, b""
    except MemoryError:
        return {"status": 503, "why": "the query needs too much memory. ask for less"}, b""
    tag = hashlib.blake2b(content, digest_size=12).hexdigest()
    encoding = ""
    if job.get("gzip") and len(content) > _SMALL:
        content, encoding = gzip.compress(content, 5, mtime=0), "gzip"
        tag += "-gzip"
    return {"status": 200, "form": form, "tag": f'"{tag}"', "encoding": encoding}, content


def _answered(store: Store, job: dict[str, Any], limits: Limits) -> tuple[str, bytes]:
    from clivage import query
    from clivage.errors import QueryError

    sparql, table, dataset = job["sparql"], job.get("table", ""), job.get("dataset")
    query.guard(sparql, store.graphs)
    for name in [*dataset[0], *dataset[1]] if dataset else ():
        if name not in store.graphs:
            remedy = f"name one of {', '.join(store.graphs)}"
            raise QueryError(
                f"the request names the graph {name}, which is not here", remedy=remedy
            )
    form, content = store.written(
        sparql,
        table="json" if table == "html" else table,
        graph=job.get("graph", ""),
        limits=limits,
        dataset=dataset,
        union=not query.names_graphs(sparql),
    )
    if form == "table" and table == "html":
        from clivage.serve import hypertext

        content = hypertext.table(content, store.base, store.prefixes)
    return form, content


if __name__ == "__main__":
    main()
