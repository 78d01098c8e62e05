"""Projects in the shape in which clivage exports REFI-QDA, also after another program had them.

One code is one stance: its path is the sign, the holder and the target (``opposes``, ``the
millers``, ``the dyke``), where holder and target stand under ``Actors`` or ``Issues`` as well,
or its description names their ids. A selection's description holds the rest, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from clivage.importers.records import Document, Party, Quote, Remark, Stance, Topic
from clivage.importers.refi_project import Code, TextSource
from clivage.model import AUTHOR, ActorType, Certainty, DateBasis, Modality, Mode, Sign

#: Values by the keys of coding files; ``note`` may run over several lines.
Lines: TypeAlias = "dict[str, list[str]]"
_Word = TypeVar("_Word", bound=Enum)

_SIGN: Final = re.compile(r"(supports|opposes)(?: \((negated|hypothetical|announced)\))?")
_LINE: Final = re.compile(r"([a-z][a-z-]*):(?: (.*))?")
_TYPES: Final = {
    "persons": ActorType.PERSON,
    "organizations": ActorType.ORGANIZATION,
    "collectives": ActorType.COLLECTIVE,
}
_STRENGTHS: Final = {"1": 1, "2": 2, "3": 3}


def lines(description: str) -> Lines:
    r"""Return what a description says, line by line; nothing where it is not of this shape.

    >>> lines("id: a.1\nwhen: 1921\nnote: unsure,\nas it: seems")
    {'id': ['a.1'], 'when': ['1921'], 'note': ['unsure,\nas it: seems']}
    >>> lines("just words")
    {}
    """
    found: Lines = {}
    if not description.startswith("id: "):
        return found
    head, note, rest = f"\n{description}".partition("\nnote:")
    for line in head.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            found.setdefault(match[1], []).append((match[2] or "").strip())
    if note:
        found["note"] = [rest.strip()]
    return found


def document(source: TextSource, key: str, name: str, text: str) -> Document:
    """Return a text with what its description says of it."""
    said = lines(source.description)
    return Document(
        key=key,
        title=name,
        text=text,
        id=_one(said, "id"),
        language=_one(said, "language"),
        creator=_one(said, "creator"),
        date=_one(said, "date"),
        period=_one(said, "period"),
        publication=_one(said, "publication"),
        section=_one(said, "section"),
        genre=_one(said, "genre"),
        rights=_one(said, "rights"),
        provenance=_one(said, "provenance") if said else source.description,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the path of a code says; ``holder`` and ``target`` are keys."""

    sign: Sign
    modality: Modality
    holder: str
    target: str
    on_topic: bool


@dataclass
class Own:
    """The codes of this shape, and the stances that their selections make.

    Attributes:
        told: by the guid of the code.
    """

    told: Mapping[str, Told]
    parties: tuple[Party, ...]
    topics: tuple[Topic, ...]
    repaired: list[Remark] = field(default_factory=list)
    _taken: dict[tuple[str, str], Stance] = field(default_factory=dict)

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stances, in the order in which their first selection stands."""
        return tuple(self._taken.values())

    def take(
        self, code: str, place: str, quote: Quote, coder: str, description: str, *, alone: bool
    ) -> None:
        """Take a selection; several with the id of one stance are its passages.

        Args:
            alone: whether it has no other code of this shape. What its description says could
                be of each of several, and is then kept as a note only.
        """
        said = lines(description) if alone else {}
        key = code, (_one(said, "id") or f"{place} {coder}")
        if key in self._taken:
            known = self._taken[key]
            self._taken[key] = replace(known, quotes=(*known.quotes, quote))
            return
        told = self.told[code]
        if description and not alone:
            what = "one description for several stances; it stands in the note of each"
            self.repaired.append(Remark(place, what))
        self._taken[key] = Stance(
            record=_one(said, "id") or place,
            sign=told.sign,
            modality=told.modality,
            holder=told.holder,
            target=told.target,
            on_topic=told.on_topic,
            quotes=(quote,),
            about=_one(said, "about"),
            voice=_one(said, "voice") or (AUTHOR if told.holder == AUTHOR else ""),
            relation=_one(said, "relation"),
            mode=self._word(place, Mode, said, "mode"),
            strength=_STRENGTHS.get(_one(said, "strength"), 2),
            certainty=self._word(place, Certainty, said, "certainty") or Certainty.CERTAIN,
            when=_one(said, "when"),
            date_basis=self._word(place, DateBasis, said, "date-basis"),
            coder=coder,
            note=_one(said, "note") if said else description,
            suggested_by=_one(said, "suggested-by"),
            id=_one(said, "id"),
        )

    def _word(self, place: str, words: type[_Word], said: Lines, key: str) -> _Word | None:
        """Return a code of the model, and tell of one that is none."""
        word = _one(said, key)
        try:
            return words(word) if word else None
        except ValueError:
            what = f"{word[:40]!r} is no {key}, and is left out"
            self.repaired.append(Remark(place, what))
            return None


def own(codes: Mapping[str, Code], language: str) -> Own:
    """Return what a code book has of this shape; often nothing.

    Args:
        language: of its definitions; empty where it is not known.
    """
    parties: dict[str, Party] = {}
    topics: dict[str, Topic] = {}
    for code in codes.values():
        if len(code.path) == 3 and code.path[0] == "Actors" and code.path[1] in _TYPES:
            parties[code.name] = _party(code)
        elif len(code.path) == 2 and code.path[0] == "Issues":
            topics[code.name] = _topic(code, language or "und")
    actors = {label: one.key for label, one in parties.items()}
    issues = {label: one.key for label, one in topics.items()}
    told = {guid: one for guid, code in codes.items() if (one := _told(code, actors, issues))}
    if not told:
        return Own({}, (), ())
    return Own(told, tuple(parties.values()), tuple(topics.values()))


def _told(code: Code, actors: Mapping[str, str], issues: Mapping[str, str]) -> Told | None:
    """Return what a code tells, where its path is one of this shape, and names what is known."""
    match = _SIGN.fullmatch(code.path[0])
    if not match or len(code.path) != 3:
        return None
    holder, verb, target = [*code.description.split(), "", "", ""][:3]
    if verb != match[1]:
        holder = target = ""
    known = {*actors.values(), *issues.values()}
    holder = holder if holder in known or holder == AUTHOR else actors.get(code.path[1], "")
    if not holder and code.path[1] == AUTHOR:
        holder = AUTHOR
    if target not in known:
        target = actors.get(code.path[2]) or issues.get(code.path[2], "")
    if not (holder and target):
        return None
    return Told(
        sign=Sign.SUPPORT if match[1] == Sign.SUPPORT.verb else Sign.OPPOSITION,
        modality=Modality(match[2] or Modality.ACTUAL.value),
        holder=holder,
        target=target,
        on_topic=target not in actors.values(),
    )


def _party(code: Code) -> Party:
    said = lines(code.description)
    id = _one(said, "id")
    return Party(
        key=id or code.name,
        label=_label(code.name, id),
        type=_TYPES[code.path[1]],
        kind=_one(said, "kind"),
        names=_many(said, "name"),
        part_of=_one(said, "part-of"),
        exact_match=_many(said, "exact-match"),
        close_match=_many(said, "close-match"),
        note=_one(said, "note") if said else code.description,
        id=id,
    )


def _topic(code: Code, language: str) -> Topic:
    said = lines(code.description)
    id, definition = _one(said, "id"), _one(said, "definition")
    return Topic(
        key=id or code.name,
        label=_label(code.name, id),
        definition={language: definition} if definition else {},
        exact_match=_many(said, "exact-match"),
        close_match=_many(said, "close-match"),
        note=_one(said, "note") if said else code.description,
        id=id,
    )


def _label(name: str, id: str) -> str:
    """Return a name without the id that tells it from another of the same words."""
    return name.removesuffix(f" ({id})") if id else name


def _one(said: Lines, key: str) -> str:
    return said[key][0] if key in said else ""


def _many(said: Lines, key: str) -> tuple[str, ...]:
    """Return the values of a key, each on a line of its own."""
    return tuple(value for value in said.get(key, ()) if value)
