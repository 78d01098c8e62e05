"""Who writes, where a server may: one writer for a store, or the editor of a folder of files."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from starlette.routing import Route

from clivage import corpora
from clivage.address import Address, Place
from clivage.errors import ClivageError, Origin
from clivage.serve.app import Updates
from clivage.serve.publication import Publication
from clivage.serve.responses import Answering
from clivage.serve.settings import Settings

#: The variable of the environment that says what those send who may write.
TOKEN: Final = "CLIVAGE_SERVE_TOKEN"


def token() -> str:
    """Return what those send who may write: from the environment, or made anew.

    Raises:
        ClivageError: when it could not be sent in a header.
    """
    given = os.environ.get(TOKEN, "")
    if given and not re.fullmatch(r"[!-~]+", given):
        raise ClivageError(f"{TOKEN} holds a space, or what is not ASCII", remedy="set it anew")
    return given or secrets.token_urlsafe(24)


def writable(place: Place) -> str:
    """Return what can be written at a place: ``store``, or ``corpus`` for a folder of files.

    Raises:
        ClivageError: when nothing can.
    """
    if isinstance(place, Address):
        what = "an endpoint elsewhere is only read"
        raise ClivageError(what, remedy="serve it without --writable", origin=place.origin)
    if place.is_file():
        what = "a file of RDF is only read"
        remedy = "serve a folder, or a store made by 'clivage build --store'"
        raise ClivageError(what, remedy=remedy, origin=Origin(str(place)))
    return "corpus" if corpora.is_corpus(place) else "store"


@asynccontextmanager
async def writers(
    place: Place, publication: Publication, answers: Answering, settings: Settings, what: str
) -> AsyncIterator[tuple[Updates | None, Sequence[Route]]]:
    """Have somebody write as long as the server runs.

    Args:
        what: ``store``, ``corpus`` or nothing, as `writable` says.

    Returns:
        Who carries out updates, and the addresses at which files are edited.
    """
    if isinstance(place, Address) or not what:
        yield None, ()
    elif what == "store":
        from clivage.serve.updates import Updates as Writer

        updates = Writer(place, publication, settings, answers)
        await updates.start()
        try:
            yield updates, ()
        finally:
            await updates.stop()
    else:
        from clivage.serve.edits import Edits
        from clivage.serve.suggestions import Suggestions

        edits = Edits(place, publication, settings)
        await edits.start()
        try:
            yield None, [*edits.routes(), *Suggestions(edits).routes()]
        finally:
            await edits.stop()
