"""Ids for what is imported, and whether the corpus knows it already."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from clivage import identifiers
from clivage.errors import ImportFileError
from clivage.model import Actor, ActorType, Issue


class Ids:
    """Ids that are taken, and new ones that are not.

    >>> ids = Ids(["senate"])
    >>> ids.new("Senate", "actor"), ids.new("Сенат", "actor")
    ('senate-2', 'actor-1')
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def new(self, name: str, sort: str, *, wanted: str = "") -> str:
        """Return an id for a name, and take it.

        Args:
            sort: what it is called, with a number, when its name has no Latin letters.
            wanted: the id that it should have if that is free.
        """
        if identifiers.is_slug(wanted) and wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        base = identifiers.slug(wanted or name)
        numbered = (f"{base or sort}-{number}" for number in itertools.count(2 if base else 1))
        tried = itertools.chain([base] if base else [], numbered)
        id = next(one for one in tried if one not in self._taken)
        self._taken.add(id)
        return id


class Known:
    """Actors or issues by what they are called.

    A label counts before another name: only where nothing has the label are names looked at.
    """

    def __init__(self, things: Iterable[Actor | Issue]) -> None:
        self._types: dict[str, ActorType | None] = {}
        self._labels: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for thing in things:
            self.add(thing)

    def add(self, thing: Actor | Issue) -> None:
        """Take one more into account."""
        self._types[thing.id] = thing.type if isinstance(thing, Actor) else None
        for label in thing.labels.values():
            self._labels[identifiers.plain(label)].add(thing.id)
        for name in thing.names if isinstance(thing, Actor) else ():
            self._names[identifiers.plain(name)].add(thing.id)

    def has(self, name: str, *, wanted: str = "") -> bool:
        """Whether anything is called so, or has the id that is wanted."""
        return (
            identifiers.plain(name) in self._labels
            or identifiers.plain(name) in self._names
            or wanted in self._types
        )

    def find(
        self,
        label: str,
        *,
        names: Iterable[str] = (),
        wanted: str = "",
        type: ActorType | None = None,
        strictly: bool = False,
    ) -> str:
        """Return the id of the one that is called so, or an empty string when none is.

        Args:
            type: of several, the one of this type is meant.
            strictly: one of another type is never meant.

        Raises:
            ImportFileError: when several are called so.
        """
        if wanted in self._types:
            return wanted
        for called in (label, *names):
            for index in (self._labels, self._names):
                found = index.get(identifiers.plain(called), set())
                same = {id for id in found if self._types[id] is type}
                found = same if same or (strictly and type) else found
                if len(found) > 1:
                    what = f"{called!r} may be any of {', '.join(sorted(found))}"
                    remedy = "give one of them another label, or name it by its id"
                    raise ImportFileError(what, remedy=remedy)
                if found:
                    return next(iter(found))
        return ""
