"""What the codes of a code book mean for a stance.

A code under the group that the person named for ``who`` is an actor, one under the group for
``target`` is what the side is taken on, and a code whose name, or that of a code above it, is a
sign tells the side. Where the sign stands above a code, that code is itself the target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from clivage.errors import ImportFileError, Origin
from clivage.importers.options import Options
from clivage.importers.refi_project import Code
from clivage.model import ActorType, Sign

#: Fields whose group of codes a mapping may name.
ROLES: Final = ("who", "target", "about", "voice")

_Path: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a code names: an issue where ``topic``, else an actor, of a type where it is known."""

    code: Code
    topic: bool
    type: ActorType | None


@dataclass(frozen=True, slots=True)
class Side:
    """A side that a code tells.

    Attributes:
        sign: None where the person said that it takes none.
        relation: where it is one of the ontology.
        on: what the code itself names, where the sign is that of a code above it.
    """

    sign: Sign | None
    relation: str
    on: Thing | None


@dataclass(frozen=True, slots=True)
class Roles:
    """What each code is, by its guid; some are nothing, and in none of them.

    Attributes:
        things: by role, then by guid.
    """

    sides: Mapping[str, Side]
    things: Mapping[str, Mapping[str, Thing]]

    def role(self, guid: str) -> str:
        """Return the role of a code that names something, else nothing."""
        return next((role for role, found in self.things.items() if guid in found), "")


def roles(codes: Mapping[str, Code], options: Options, origin: Origin) -> Roles:
    """Return what each code of a code book is.

    Raises:
        ImportFileError: when a group that the person named is not in it.
    """
    if unknown := [name for name in options.fields if name not in ROLES]:
        what = f"REFI-QDA has no field {unknown[0]!r}"
        remedy = f"the fields of a mapping for it are {', '.join(ROLES)}, each a group of codes"
        raise ImportFileError(what, remedy=remedy, origin=origin)
    tops = {role: _tops(codes, said, origin) for role, said in options.fields.items()}
    things: dict[str, dict[str, Thing]] = {role: {} for role in ROLES}
    sides: dict[str, Side] = {}
    for guid, code in codes.items():
        above = {code.path[:length] for length in range(1, len(code.path))}
        role = next((one for one, paths in tops.items() if above & paths), "")
        if role:
            (top, *_) = sorted(above & tops[role])
            things[role][guid] = _thing(code, top[-1], options, topic=role == "about")
        elif side := _side(code, options):
            sides[guid] = side
    return Roles(sides, things)


def _tops(codes: Mapping[str, Code], said: str, origin: Origin) -> set[_Path]:
    """Return the paths of the codes that a person can mean: by the name, or the whole path."""
    wanted = said.strip().casefold()
    found = {
        one.path for one in codes.values() if wanted in (one.name.casefold(), one.full.casefold())
    }
    if not found:
        there = ", ".join(repr(one.full) for one in codes.values() if len(one.path) == 1)
        remedy = f"at the top of its code book are {there[:500]}" if there else "it has no codes"
        raise ImportFileError(f"there is no group of codes {said!r}", remedy=remedy, origin=origin)
    return found


def _side(code: Code, options: Options) -> Side | None:
    """Return the side that a code tells: by its own path or name, else by one above it."""
    for length in range(len(code.path), 0, -1):
        path = code.path[:length]
        full = "/".join(path).casefold()
        known = (options.signs[full], "") if full in options.signs else options.sign(path[-1])
        if known:
            below = length < len(code.path)
            on = _thing(code, path[-1], options, topic=False) if below else None
            return Side(known[0], known[1], on)
    return None


def _thing(code: Code, group: str, options: Options, *, topic: bool) -> Thing:
    """Return what a code of a group names; the person may have mapped the group to a type."""
    word = group.casefold()
    mapped = options.types.get(word)
    return Thing(code, topic or (word in options.types and mapped is None), mapped)
