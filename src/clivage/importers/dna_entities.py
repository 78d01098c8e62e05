"""The entities of a DNA database: what its variables name, with attributes and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from clivage import codes
from clivage.importers.dna_tables import Tables, whole, words
from clivage.importers.records import Party, Remark, Topic
from clivage.model import ActorType

#: The variable, and the word; both versions of DNA can tell an entity by them.
Key: TypeAlias = tuple[int, str]
_USUAL: Final = ("Type", "Alias", "Notes")


@dataclass(frozen=True, slots=True)
class Entity:
    """What a variable names.

    Attributes:
        parent: the word that it is grouped under, or empty.
        attributes: those that are not empty, by their names.
    """

    key: Key
    parent: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    def party(self, key: str, type: ActorType, part_of: str) -> Party:
        """Return it as somebody who takes sides."""
        alias = self.attributes.get("Alias")
        code = self.attributes.get("Type", "").casefold().replace(" ", "-")
        # A kind is one of bodies: what a person is has no place but the note.
        kind = code if code in codes.kinds() and type is not ActorType.PERSON else ""
        return Party(
            key=key,
            label=self.key[1],
            type=type,
            kind=kind,
            names=(alias,) if alias else (),
            part_of=part_of,
            note=self._note("Alias", *(["Type"] if kind else [])),
        )

    def topic(self) -> Topic:
        """Return it as something on which sides are taken."""
        return Topic(key=self.key[1], label=self.key[1], note=self._note())

    def _note(self, *taken: str) -> str:
        """Return what its attributes say that are not taken otherwise."""
        notes = self.attributes.get("Notes", "")
        others = {*self.attributes} - {"Notes", *taken}
        pairs = (f"{name}: {self.attributes[name]}" for name in sorted(others))
        return "; ".join([*([notes] if notes else []), *pairs])


@dataclass(frozen=True, slots=True)
class Entities:
    """All entities.

    Attributes:
        of: by variable and word; the empty word, which stands for a missing one, is not there.
        by_id: variable and word of the entity of a number; DNA 3 only.
    """

    of: Mapping[Key, Entity]
    by_id: Mapping[int | None, Key]
    repaired: tuple[Remark, ...]

    @property
    def numbered(self) -> bool:
        """Whether statements name them by their numbers, as in version 3."""
        return bool(self.by_id)

    def get(self, key: Key) -> Entity:
        """Return an entity; one without attributes where the database has no row for it."""
        return self.of.get(key) or Entity(key)


def entities(tables: Tables) -> Entities:
    """Read the entities of either version.

    Raises:
        ImportFileError: when the database has none of their tables.
    """
    read = _three(tables) if tables.has("ENTITIES") else _two(tables)
    of, repaired = _without_cycles(read[0])
    return Entities(of, read[1], tuple(repaired))


def _three(tables: Tables) -> tuple[dict[Key, Entity], dict[int | None, Key]]:
    attributes = _attributes(tables)
    by_id: dict[int | None, Key] = {}
    groups: dict[int | None, int] = {}
    for number, variable, word, parent in tables.rows(
        "ENTITIES", "ID", "VariableId", "Value", maybe=("ChildOf",)
    ):
        id, of, group = whole(number), whole(variable), whole(parent)
        if id is None or of is None:
            continue
        by_id[id] = of, words(word).strip()
        if group is not None:
            groups[id] = group
    found: dict[Key, Entity] = {}
    for id, key in by_id.items():
        if id is not None and key[1] and key not in found:
            of, parent_word = by_id.get(groups.get(id), (-1, ""))
            inside = parent_word if of == key[0] else ""
            found[key] = Entity(key, inside, attributes.get(id, {}))
    return found, by_id


def _attributes(tables: Tables) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    if not (tables.has("ATTRIBUTEVARIABLES") and tables.has("ATTRIBUTEVALUES")):
        return found
    names = {
        whole(number): words(name).strip()
        for number, name in tables.rows("ATTRIBUTEVARIABLES", "ID", "AttributeVariable")
    }
    for entity, attribute, cell in tables.rows(
        "ATTRIBUTEVALUES", "EntityId", "AttributeVariableId", "AttributeValue"
    ):
        id, name, value = whole(entity), names.get(whole(attribute)), words(cell).strip()
        if id is not None and name and value:
            found.setdefault(id, {})[name] = value
    return {id: dict(sorted(said.items())) for id, said in found.items()}


def _two(tables: Tables) -> tuple[dict[Key, Entity], dict[int | None, Key]]:
    found: dict[Key, Entity] = {}
    for variable, word, parent, *said in tables.rows(
        "ATTRIBUTES", "VariableId", "Value", maybe=("ChildOf", *_USUAL)
    ):
        of, value = whole(variable), words(word).strip()
        if of is None or not value:
            continue
        texts = zip(_USUAL, (words(one).strip() for one in said), strict=True)
        attributes = dict(sorted((name, text) for name, text in texts if text))
        found.setdefault((of, value), Entity((of, value), words(parent).strip(), attributes))
    return found, {}


def _without_cycles(found: dict[Key, Entity]) -> tuple[dict[Key, Entity], list[Remark]]:
    """Cut groups that come round to themselves, each where it is first seen to."""
    remarks: list[Remark] = []
    sound: set[Key] = set()
    for start in found:
        way: dict[Key, None] = {}
        key = start
        while key in found and key not in sound and key not in way:
            way[key] = None
            key = (key[0], found[key].parent)
        if key in way:
            cut = found[key]
            found[key] = Entity(cut.key, "", cut.attributes)
            what = "stands in a group that comes round to itself; it is in no group now"
            remarks.append(Remark(f"entity {key[1]!r}", what))
        sound.update(way)
    return found, remarks
