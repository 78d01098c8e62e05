"""Who takes sides in a DNA database, and on what: those whom its statements name."""

from __future__ import annotations

from clivage.importers.dna_entities import Entities, Key
from clivage.importers.dna_plan import Plan, Variable, actor_type
from clivage.importers.options import Options
from clivage.importers.records import Party, Remark, Topic
from clivage.model import ActorType


class Cast:
    """Keeps the actors and issues that statements name.

    The same word is the same actor in all variables that name one sort of actor, so that a
    narrator of one story can be the villain of another; a person and an organization of one
    name stay two. A person belongs to an organization when each statement that names the person
    names that organization, and no other.
    """

    def __init__(self, plan: Plan, options: Options, entities: Entities) -> None:
        self._plan, self._options = plan, options
        #: What the variables name.
        self.entities = entities
        self._parties: dict[str, tuple[Key, str]] = {}
        self._topics: dict[str, Key] = {}
        self._belong: dict[str, str] = {}
        self._named: set[Key] = set()

    def on_topic(self, variable: Variable) -> bool:
        """Whether a target is an issue: the usual one is, unless the person said otherwise."""
        if variable.name.casefold() in self._options.types:
            return actor_type(variable, self._options) is None
        return any(one.target == variable and one.sign is None for one in self._plan.sides)

    def target(self, variable: Variable, word: str) -> str:
        """Return the key of an issue, or of an actor on whom a side is taken."""
        on_topic = self.on_topic(variable)
        return self.topic(variable, word) if on_topic else self.party(variable, word)

    def topic(self, variable: Variable, word: str) -> str:
        """Return the key of an issue."""
        key = variable.id, word
        self._named.add(key)
        self._topics.setdefault(word, key)
        return word

    def party(self, variable: Variable, word: str) -> str:
        """Return the key of an actor, whose groups are kept with it."""
        type = (actor_type(variable, self._options) or self._options.actor_type).value
        key = variable.id, word
        while key not in self._named:
            self._named.add(key)
            parent = self.entities.get(key).parent
            inside = f"{type}: {parent}" if parent else ""
            known = self._parties.get(f"{type}: {key[1]}")
            # An entity of one variable may have no group where that of another has one.
            if known is None or (inside and not known[1]):
                self._parties[f"{type}: {key[1]}"] = key, inside
            if not parent:
                break
            key = key[0], parent
        return f"{type}: {word}"

    def affiliate(self, person: str, organization: str) -> None:
        """Note that a statement names a person, and an organization or none, by their keys."""
        before = self._belong.setdefault(person, organization)
        if before != organization:
            self._belong[person] = ""

    def parties(self) -> tuple[Party, ...]:
        """Return the actors, in the order in which they were named."""
        return tuple(
            self.entities.get(key).party(
                name, self._type(name, key), part_of or self._belong.get(name, "")
            )
            for name, (key, part_of) in self._parties.items()
        )

    def topics(self) -> tuple[Topic, ...]:
        """Return the issues, in the order in which they were named."""
        return tuple(self.entities.get(key).topic() for key in self._topics.values())

    def left_out(self) -> list[Remark]:
        """Return how many entities no statement names, and how many issues stand in groups."""
        used = self._plan.used
        unnamed = sum(key not in self._named and key[0] in used for key in self.entities.of)
        grouped = sum(bool(self.entities.get(key).parent) for key in self._topics.values())
        pairs = (unnamed, "entities that no statement names"), (grouped, "groups of issues")
        return [Remark("ENTITIES", f"{what}: {many:,}") for many, what in pairs if many]

    def _type(self, name: str, key: Key) -> ActorType:
        """Return the type of an actor; one that the person gave to DNA's type comes first."""
        said = self.entities.get(key).attributes.get("Type", "").casefold()
        return self._options.types.get(said) or ActorType(name.partition(":")[0])
