"""What a worker does with a job: it looks the query through, asks the store, and writes."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from clivage import query
from clivage.answer import Limits
from clivage.errors import ClivageError, FormatError, QueryError
from clivage.query import Endpoint
from clivage.store import Store

__all__ = ["Limits", "answer", "opened", "packed", "shared", "written"]

#: Bytes below which an answer is not compressed.
_SMALL: Final = 1024
#: Bytes on disk up to which a store is copied into memory: once for all workers, which takes a
#: second and 70 MiB for every ten, and while somebody waits.
_COPIED: Final = 32 * 2**20
_COPIED_AT_ONCE: Final = 2**20


def shared(folder: Path) -> Store | None:
    """Return a store in memory, where it answers several times as fast; None if it is large.

    Raises:
        OntologyError: when it cannot be opened.
    """
    return Store.open(folder).in_memory() if _size(folder) <= _COPIED else None


def opened(folder: Path) -> Store:
    """Open a store while somebody waits.

    Raises:
        OntologyError: when it cannot be opened.
    """
    store = Store.open(folder)
    return store.in_memory() if _size(folder) <= _COPIED_AT_ONCE else store


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.sst"))


def answer(store: Store, job: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Answer a job, or say what is wrong with it."""
    try:
        form, content = written(store, store.written, job, limits)
    except FormatError as error:
        return {"status": 406, "why": str(error)}, b""
    except ClivageError as error:
        return {"status": 400, "why": str(error)}, b""
    except MemoryError:
        return {"status": 503, "why": "the query needs too much memory. ask for less"}, b""
    # The quickest of those that are nowhere to be had by chance; it protects nothing.
    tag = hashlib.sha1(content, usedforsecurity=False).hexdigest()[:24]
    content, encoding = packed(content, wanted=bool(job.get("gzip")))
    if encoding:
        tag += "-gzip"
    return {"status": 200, "form": form, "tag": f'"{tag}"', "encoding": encoding}, content


def packed(content: bytes, *, wanted: bool) -> tuple[bytes, str]:
    """Compress an answer where a client takes that and it pays; return its encoding too."""
    if wanted and len(content) > _SMALL:
        return gzip.compress(content, 5, mtime=0), "gzip"
    return content, ""


def written(
    store: Endpoint, write: Callable[..., tuple[str, bytes]], job: Mapping[str, Any], limits: Limits
) -> tuple[str, bytes]:
    """Look a query through, and answer it as bytes; here or elsewhere.

    Args:
        write: how the store does that; see `clivage.store.Store.written`.

    Raises:
        QueryError: when it may not be, cannot be, or takes too much.
        FormatError: when the answer is of the sort for which no format was named.
        EndpointError: when the store is elsewhere, and does not answer.
    """
    sparql, table, dataset = job["sparql"], job.get("table", ""), job.get("dataset")
    query.guard(sparql, store.graphs)
    for name in [*dataset[0], *dataset[1]] if dataset else ():
        if name not in store.graphs:
            remedy = f"name one of {', '.join(store.graphs)}"
            raise QueryError(
                f"the request names the graph {name}, which is not here", remedy=remedy
            )
    form, content = write(
        sparql,
        table="json" if table == "html" else table,
        graph=job.get("graph", ""),
        limits=limits,
        dataset=dataset,
        union=not query.names_graphs(sparql),
    )
    if form == "table" and table == "html":
        from clivage.serve import hypertext  # seldom, and much comes with it

        content = hypertext.table(content, store.base, store.prefixes)
    return form, content
