"""Which variables of a DNA database say who takes which side, as it is usual or as told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clivage.errors import ImportFileError, Origin
from clivage.importers.dna_tables import Tables, whole, words
from clivage.importers.options import Options
from clivage.model import ActorType, Sign

#: Our names of fields that a mapping may give.
_FIELDS: Final = ("type", "who", "target", "sign", "voice", "about", "note", "supports", "opposes")
_BY_NAME: Final = {
    "person": ActorType.PERSON,
    "organization": ActorType.ORGANIZATION,
    "organisation": ActorType.ORGANIZATION,
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a statement type; ``sort`` is DNA's data type: ``short text``, ``boolean``."""

    id: int
    name: str
    sort: str


@dataclass(frozen=True, slots=True)
class StatementType:
    """A statement type; its variables by their names in lower case."""

    id: int
    label: str
    variables: Mapping[str, Variable]


@dataclass(frozen=True, slots=True)
class Side:
    """One thing on which a row takes a side: always the same side, or as the qualifier says."""

    target: Variable
    sign: Sign | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the statements of one type become stances.

    Attributes:
        instead: who takes the side where ``who`` is empty.
        voice: who speaks where ``who`` is not empty.
    """

    type: StatementType
    who: Variable
    instead: Variable | None
    sides: tuple[Side, ...]
    qualifier: Variable | None
    voice: Variable | None
    about: Variable | None
    note: Variable | None

    @property
    def used(self) -> dict[int, Variable]:
        """The variables that are taken, by their ids."""
        targets = [side.target for side in self.sides]
        single = [self.who, self.instead, self.qualifier, self.voice, self.about, self.note]
        return {one.id: one for one in [*targets, *single] if one is not None}

    @property
    def unused(self) -> dict[int, Variable]:
        """The other variables of the type, by their ids."""
        used = self.used
        return {one.id: one for one in self.type.variables.values() if one.id not in used}

    @property
    def people(self) -> bool:
        """Whether rows name persons beside the organizations for which they speak."""
        return self.instead is not None and self.instead == self.voice


def actor_type(variable: Variable, options: Options) -> ActorType | None:
    """Return what sort of actor a variable names; None: an issue, as the person has said."""
    name = variable.name.casefold()
    if name in options.types:
        return options.types[name]
    return _BY_NAME.get(name, options.actor_type)


def statement_types(tables: Tables) -> list[StatementType]:
    """Return the statement types of a database, in their order.

    Raises:
        ImportFileError: when it has no such tables.
    """
    variables: dict[int, dict[str, Variable]] = {}
    for number, name, sort, type_id in tables.rows(
        "VARIABLES", "ID", "Variable", "DataType", "StatementTypeId"
    ):
        id, of = whole(number), whole(type_id)
        if id is not None and of is not None:
            one = Variable(id, words(name).strip(), words(sort).strip().lower())
            variables.setdefault(of, {}).setdefault(one.name.casefold(), one)
    found = []
    for number, label in tables.rows("STATEMENTTYPES", "ID", "Label"):
        if (id := whole(number)) is not None:
            found.append(StatementType(id, words(label).strip(), variables.get(id, {})))
    return found


def plan(types: list[StatementType], options: Options, origin: Origin) -> Plan:
    """Return how statements are read: those of the first type that has the variables.

    Raises:
        ImportFileError: when there is none, or what a person named is not there.
    """
    if unknown := [name for name in options.fields if name not in _FIELDS]:
        what = f"DNA has no field {unknown[0]!r}"
        remedy = f"the fields of a mapping for it are {', '.join(_FIELDS)}"
        raise ImportFileError(what, remedy=remedy, origin=origin)
    wanted = options.fields.get("type", "").strip().casefold()
    for one in types:
        if (not wanted or one.label.casefold() == wanted) and (made := _plan(one, options)):
            _check(made, options, origin)
            return made
    there = "; ".join(
        f"{one.label!r} has {', '.join(variable.name for variable in one.variables.values())}"
        for one in types
    )
    what = f"no statement type{' of that label' * bool(wanted)} has the variables to take sides"
    raise ImportFileError(
        f"{what}: {there[:500] or 'there is no statement type'}",
        remedy="name them under 'fields' in a mapping file, such as who: actor",
        origin=origin,
    )


def _plan(type: StatementType, options: Options) -> Plan | None:
    """Return how a statement type is read, or None where a variable is missing."""

    def named(field: str, *usual: str) -> Variable | None:
        names = [options.fields[field]] if field in options.fields else usual
        return next((found for one in names if (found := _variable(type, one))), None)

    who = named("who", "organization", "organisation", "person")
    target, qualifier = named("target", "concept"), named("sign", "agreement")
    fixed = {one: named(one) for one in ("supports", "opposes")}
    sides = [Side(one, _fixed(field)) for field, one in fixed.items() if one]
    # The usual target counts where nobody said otherwise, or asked for it beside the others.
    direct = any(field in options.fields for field in fixed)
    if target and qualifier and (not direct or "target" in options.fields):
        sides.append(Side(target))
    optional = {field: named(field) for field in ("voice", "about", "note")}
    missing = [one for one in (*fixed, *optional) if one in options.fields and not named(one)]
    if who is None or not sides or missing:
        return None
    person = _variable(type, "person")
    speaks = person if person != who and who.name.casefold() in _BY_NAME else None
    return Plan(
        type=type,
        who=who,
        instead=speaks if "who" not in options.fields else None,
        sides=tuple(sides),
        qualifier=qualifier if any(side.sign is None for side in sides) else None,
        voice=optional["voice"] or speaks,
        about=optional["about"],
        note=optional["note"],
    )


def _variable(type: StatementType, name: str) -> Variable | None:
    return type.variables.get(name.strip().casefold())


def _fixed(field: str) -> Sign:
    return Sign.SUPPORT if field == "supports" else Sign.OPPOSITION


def _check(made: Plan, options: Options, origin: Origin) -> None:
    """Refuse variables that cannot be what they are to be."""
    for one in (made.who, made.voice):
        if one and actor_type(one, options) is None:
            what = f"{one.name!r} is mapped to issues, which take no sides"
            raise ImportFileError(what, remedy="correct it under 'types'", origin=origin)
    named = [made.who, *(side.target for side in made.sides), made.voice, made.about]
    for one in named:
        if one and one.sort not in ("short text", "long text"):
            what = f"the variable {one.name!r} is a {one.sort}, and names nobody"
            raise ImportFileError(what, remedy="correct it under 'fields'", origin=origin)
