"""Who decides, and when; and the actors of a corpus that are meant."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Final

from clivage import dates, identifiers
from clivage.errors import ClivageError
from clivage.identity.answers import cleaned

#: The variable of the environment that says who decides, where no option does.
USER: Final = "CLIVAGE_USER"
_WHEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")


def checked(by: str) -> str:
    """Return the name of who decides.

    Raises:
        ClivageError: when there is none, or one that is not a line of printed signs.
    """
    name = by.strip()
    if not name:
        what = "an identity is decided by a person, and nobody is named"
        raise ClivageError(what, remedy=f"give --by NAME, or set {USER}")
    if cleaned(name) != name:
        what = "the name of who decides is too long, or not of printed signs"
        raise ClivageError(what, remedy="give another --by")
    return name


def moment(text: str = "") -> str:
    """Return a day or a moment as records write it; now, where none is given.

    Raises:
        ClivageError: when there is no such day.

    >>> moment("2024-02-29")
    '2024-02-29'
    """
    if not text:
        return dates.now()
    try:
        if not _WHEN.fullmatch(text):
            raise ValueError
        datetime.datetime.fromisoformat(text)
    except ValueError:
        what = f"{text!r} is not a day"
        raise ClivageError(what, remedy="write it like 2024-02-29") from None
    return text


def need(id: str, known: Iterable[str], sort: str = "actor") -> str:
    """Return an id that is known.

    Raises:
        ClivageError: when it is not, with the nearest.
    """
    known = list(known)
    if id in known:
        return id
    remedy = identifiers.did_you_mean(id, known, f"see corpus.yaml for the ids of {sort}s")
    raise ClivageError(f"there is no {sort} {id!r}", remedy=remedy)
