"""Codes that stand together on the words of a text become stances.

One coder's codes count together. A sign looks for its actors and targets on the very words that
it stands on, then on the nearest wider selection that has some.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from clivage.errors import ImportFileError
from clivage.importers.records import Party, Quote, Remark, Stance, Topic
from clivage.importers.refi_roles import Roles, Side, Thing
from clivage.model import Sign

Span: TypeAlias = tuple[int, int]
#: What stands around a sign, by role.
_Around: TypeAlias = Mapping[str, Sequence[Thing]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A code on the words of a text, and what its coder wrote to it."""

    span: Span
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A text: its key in the import, what a person calls it, and its words."""

    document: str
    name: str
    text: str

    def record(self, span: Span) -> str:
        """Return how a person looks a place up."""
        return f"{self.name}, characters {span[0]} to {span[1]}"

    def quote(self, span: Span) -> Quote | None:
        """Return the words at a place, or None where there are none but blanks."""
        exact = self.text[slice(*span)]
        quote = Quote(document=self.document, exact=exact, start=span[0], end=span[1])
        return quote if exact.strip() else None


@dataclass
class Stances:
    """The stances of a project, as its texts are read.

    Attributes:
        neutral, unknown: how often a code stands on words that takes no side, or is nothing.
        unused: how many selections have actors or targets, and no sign near them.
    """

    roles: Roles
    taken: list[Stance] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    neutral: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    unused: int = 0
    _parties: dict[str, Party] = field(default_factory=dict)
    _topics: dict[str, Topic] = field(default_factory=dict)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The actors of whom a stance tells."""
        return tuple(self._parties.values())

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The issues of which a stance tells."""
        return tuple(self._topics.values())

    def take(self, place: Place, coder: str, marks: Sequence[Mark]) -> None:
        """Take what one coder has marked in a text."""
        signs: dict[Span, dict[str, str]] = {}
        things: dict[str, dict[Span, list[Thing]]] = {one: {} for one in self.roles.things}
        for mark in marks:
            side, role = self.roles.sides.get(mark.code), self.roles.role(mark.code)
            if role:
                thing = self.roles.things[role][mark.code]
                things[role].setdefault(mark.span, []).append(thing)
            elif side is None:
                self.unknown[mark.code] += 1
            elif side.sign is None:
                self.neutral[mark.code] += 1
            else:
                signs.setdefault(mark.span, {}).setdefault(mark.code, mark.note)
        spans = sorted(signs)
        near = {role: nearest(spans, found) for role, found in things.items()}
        used = {role: {one for one in found if one} for role, found in near.items()}
        self.unused += sum(len(things[role]) - len(used[role]) for role in things)
        for number, span in enumerate(spans):
            found = {role: near[role][number] for role in near}
            around = {role: things[role].get(one or (-1, -1), []) for role, one in found.items()}
            self._take(place, span, coder, signs[span], around)

    def _take(
        self, place: Place, span: Span, coder: str, signs: Mapping[str, str], around: _Around
    ) -> None:
        """Take the signs that stand on the same words."""
        record, quote = place.record(span), place.quote(span)
        sides = {code: self.roles.sides[code] for code in signs}
        shared = {one.sign for one in sides.values() if one.on is None}
        for code, side in sides.items():
            try:
                if quote is None:
                    raise ImportFileError("no words are marked")
                if side.on is None and len(shared) > 1:
                    what = "support and opposition stand on the same words"
                    raise ImportFileError(what, remedy="mark each on words of its own")
                for one in self._stances(side, around):
                    holder, target, topic, about, voice = one
                    self.taken.append(
                        Stance(
                            record=record,
                            sign=side.sign or Sign.SUPPORT,
                            relation=side.relation,
                            holder=holder,
                            target=target,
                            on_topic=topic,
                            about=about,
                            voice=voice,
                            quotes=(quote,),
                            coder=coder,
                            note=signs[code],
                        )
                    )
            except ImportFileError as error:
                self.refused.append(Remark(record, error.what, error.remedy))
                if side.on is None:
                    break

    def _stances(self, side: Side, around: _Around) -> Iterator[tuple[str, str, bool, str, str]]:
        """Give who, on what, whether that is an issue, over what and in whose words."""
        targets = [side.on] if side.on else around["target"]
        for role, found in (("who", around["who"]), ("target", targets)):
            if not found:
                what = f"a side is taken, but no code of the group for {role!r} stands near it"
                remedy = f"name the group under 'fields' in a mapping file, such as {role}: Actors"
                raise ImportFileError(what, remedy=remedy)
        for role in ("about", "voice"):
            if len(around[role]) > 1:
                raise ImportFileError(f"several codes of the group for {role!r} stand near it")
        about = "".join(self._key(one) for one in around["about"])
        voice = "".join(self._key(one) for one in around["voice"])
        for holder in around["who"]:
            if holder.topic:
                raise ImportFileError(f"{holder.code.name!r} is an issue, and takes no side")
            for target in targets:
                yield self._key(holder), self._key(target), target.topic, about, voice

    def _key(self, one: Thing) -> str:
        """Return the key of an actor or an issue: codes of one name are the same."""
        name, note = one.code.name, one.code.description
        if one.topic:
            self._topics.setdefault(name, Topic(key=name, label=name, note=note))
        else:
            known = self._parties.get(name) or Party(key=name, label=name, type=None)
            self._parties[name] = Party(
                key=name, label=name, type=known.type or one.type, note=known.note or note
            )
        return name


def nearest(spans: Sequence[Span], around: Mapping[Span, object]) -> list[Span | None]:
    """Return for each span the span that contains it and begins last; None where none does.

    Args:
        spans: in their order.

    >>> nearest([(2, 4), (3, 9), (6, 7)], {(0, 9): 1, (2, 4): 1, (5, 8): 1})
    [(2, 4), (0, 9), (5, 8)]
    """
    waiting = sorted(around, key=lambda one: (-one[0], one[1]))
    # What has begun: one that a later one reaches beyond is never the answer again, so that
    # the ends fall from the first to the last.
    begun: list[Span] = []
    found: list[Span | None] = []
    for start, end in spans:
        while waiting and waiting[-1][0] <= start:
            one = waiting.pop()
            while begun and begun[-1][1] <= one[1]:
                begun.pop()
            begun.append(one)
        at = bisect_right(begun, -end, key=lambda one: -one[1])
        found.append(begun[at - 1] if at else None)
    return found
