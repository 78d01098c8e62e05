"""The statements of a DNA database become stances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from clivage.errors import ImportFileError
from clivage.importers.dna_cast import Cast
from clivage.importers.dna_plan import Plan, Side, Variable
from clivage.importers.dna_tables import Cell, Tables, whole, words
from clivage.importers.offsets import Utf16
from clivage.importers.options import Options
from clivage.importers.records import Quote, Remark, Stance
from clivage.model import DateBasis, Sign

_VALUES: Final = {
    "boolean": "DATABOOLEAN",
    "integer": "DATAINTEGER",
    "long text": "DATALONGTEXT",
    "short text": "DATASHORTTEXT",
}
_STRONGEST: Final = 3
_USUAL: Final = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A document as its statements need it; ``day`` may be empty."""

    key: str
    text: str
    offsets: Utf16
    day: str


@dataclass
class Statements:
    """The statements of one type, as they are read.

    Attributes:
        texts: the documents by their numbers.
        others: how many statements there are of other types, by the number of the type.
    """

    tables: Tables
    plan: Plan
    options: Options
    cast: Cast
    texts: Mapping[int, Text]
    stances: list[Stance] = field(default_factory=list)
    repaired: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    others: Counter[int | None] = field(default_factory=Counter)

    def take(self) -> None:
        """Read all statements.

        Raises:
            ImportFileError: when a table is missing or damaged.
        """
        self._values = dict(self._columns())
        self._largest = max(map(abs, self._scale()), default=0)
        coders = self._coders()
        seen: set[int] = set()
        columns = ("ID", "StatementTypeId", "DocumentId", "Start", "Stop")
        for number, type, *place, coder in self.tables.rows(
            "STATEMENTS", *columns, maybe=("Coder",)
        ):
            if whole(type) != self.plan.type.id:
                self.others[whole(type)] += 1
                continue
            id = whole(number)
            if id is None or id in seen:
                what = "has no number" if id is None else "stands twice; the first one is taken"
                self.refused.append(Remark(f"statement {words(number)[:40]}", what))
                continue
            seen.add(id)
            try:
                self.stances.extend(self._stances(id, place, coders.get(whole(coder), "")))
            except ImportFileError as error:
                self.refused.append(Remark(f"statement {id}", error.what, error.remedy))

    def _coders(self) -> dict[int | None, str]:
        if not self.tables.has("CODERS"):
            return {}
        rows = self.tables.rows("CODERS", "ID", "Name")
        return {whole(number): words(name).strip() for number, name in rows}

    def _columns(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Give, for each variable that is used, its value in each statement."""
        used = self.plan.used
        for sort in sorted({one.sort for one in used.values()}):
            found: dict[int, dict[int, Cell]] = {}
            linked = sort == "short text" and self.cast.entities.numbered
            column = "Entity" if linked else "Value"
            for statement, variable, cell in self.tables.rows(
                _VALUES[sort], "StatementId", "VariableId", column
            ):
                id, of = whole(statement), whole(variable)
                if id is None or of is None or of not in used or used[of].sort != sort:
                    continue
                value = self._word(id, used[of], cell) if linked else cell
                found.setdefault(of, {}).setdefault(id, value)
            yield from found.items()

    def _word(self, statement: int, variable: Variable, cell: Cell) -> str:
        """Return the word of an entity by its number."""
        key = self.cast.entities.by_id.get(whole(cell))
        if key and key[0] == variable.id:
            return key[1]
        what = f"its {variable.name!r} is an entity that does not exist; it counts as empty"
        self.repaired.append(Remark(f"statement {statement}", what))
        return ""

    def _value(self, statement: int, variable: Variable | None) -> Cell:
        return self._values.get(variable.id, {}).get(statement) if variable else None

    def _said(self, statement: int, variable: Variable | None) -> str:
        return words(self._value(statement, variable)).strip()

    def _scale(self) -> Iterator[int]:
        """Give the values of the qualifier where it is a scale."""
        qualifier = self.plan.qualifier
        if qualifier and qualifier.sort == "integer":
            values = map(whole, self._values.get(qualifier.id, {}).values())
            yield from (value for value in values if value is not None)

    def _stances(self, id: int, place: list[Cell], coder: str) -> list[Stance]:
        """Return a stance for each thing on which a statement takes a side.

        Raises:
            ImportFileError: when it has no place, nobody takes a side, or none is taken.
        """
        text, quote = self._quote(id, *place)
        holder, who, voice = self._holder(id)
        targets = {side: self._said(id, side.target) for side in self.plan.sides}
        if not any(targets.values()):
            names = _names([side.target for side in self.plan.sides])
            raise ImportFileError(f"no side is taken on anything: nothing in {names}")
        signs = {side: self._sign(id, side) for side, target in targets.items() if target}
        cast, plan = self.cast, self.plan
        about = self._said(id, plan.about)
        if plan.people:
            self._affiliate(id)
        return [
            Stance(
                record=f"statement {id}",
                sign=sign,
                holder=cast.party(holder, who),
                target=cast.target(side.target, targets[side]),
                on_topic=cast.on_topic(side.target),
                quotes=(quote,),
                about=cast.topic(plan.about, about) if plan.about and about else "",
                voice=cast.party(plan.voice, voice) if plan.voice and voice else "",
                strength=strength,
                when=text.day,
                date_basis=DateBasis.CONTEXT if text.day else None,
                coder=coder,
                note=self._said(id, plan.note),
            )
            for side, (sign, strength) in signs.items()
        ]

    def _holder(self, id: int) -> tuple[Variable, str, str]:
        """Return who takes the side, by which variable, and who speaks where that is another."""
        plan = self.plan
        who, voice = self._said(id, plan.who), self._said(id, plan.voice)
        if who:
            return plan.who, who, voice
        if plan.instead and (instead := self._said(id, plan.instead)):
            return plan.instead, instead, ""
        names = _names([plan.who, *([plan.instead] if plan.instead else [])])
        raise ImportFileError(f"nobody takes the side: nothing in {names}")

    def _affiliate(self, id: int) -> None:
        """Note which organization a statement names beside a person."""
        cast, voice, who = self.cast, self.plan.voice, self.plan.who
        person, organization = self._said(id, voice), self._said(id, who)
        if voice and person:
            home = cast.party(who, organization) if organization else ""
            cast.affiliate(cast.party(voice, person), home)

    def _quote(self, id: int, document: Cell, start: Cell, stop: Cell) -> tuple[Text, Quote]:
        number, first, last = whole(document), whole(start), whole(stop)
        text = self.texts.get(number) if number is not None else None
        if text is None:
            raise ImportFileError(f"its document {words(document)[:40]!r} is not there")
        if first is None or last is None or first < 0 or last > text.offsets.length:
            where = f"{words(start)[:40]} to {words(stop)[:40]}"
            raise ImportFileError(f"its span {where} leads out of {text.key}")
        if first >= last:
            raise ImportFileError(f"its span {first} to {last} is empty")
        if text.offsets.inside(first) or text.offsets.inside(last):
            first -= text.offsets.inside(first)
            last += text.offsets.inside(last)
            what = "its span cut a character in two; the whole character is in it now"
            self.repaired.append(Remark(f"statement {id}", what))
        begin, end = text.offsets.point(first), text.offsets.point(last)
        exact = text.text[begin:end]
        if not exact.strip():
            raise ImportFileError(f"its span {first} to {last} holds no words")
        return text, Quote(document=text.key, exact=exact, start=begin, end=end)

    def _sign(self, id: int, side: Side) -> tuple[Sign, int]:
        """Return the sign and the strength of a stance.

        Raises:
            ImportFileError: when it has none.
        """
        qualifier = self.plan.qualifier
        if side.sign is not None or qualifier is None:
            return side.sign or Sign.SUPPORT, _USUAL
        cell, name = self._value(id, qualifier), qualifier.name
        if qualifier.sort in ("short text", "long text"):
            return self._worded(words(cell).strip(), name), _USUAL
        value = whole(cell)
        if value is None or (qualifier.sort == "boolean" and value not in (0, 1)):
            raise ImportFileError(f"it takes no side: {name!r} is {words(cell)[:40] or 'empty'}")
        if qualifier.sort == "boolean":
            return (Sign.SUPPORT if value else Sign.OPPOSITION), _USUAL
        if value == 0:
            raise ImportFileError(f"neutral: {name!r} is 0")
        return (Sign.SUPPORT if value > 0 else Sign.OPPOSITION), _strength(value, self._largest)

    def _worded(self, word: str, name: str) -> Sign:
        known = self.options.sign(word)
        if known is None:
            remedy = "map it under 'signs' in a mapping file"
            raise ImportFileError(
                f"{name!r} is {word[:40]!r}, which is no known side", remedy=remedy
            )
        if known[0] is None:
            raise ImportFileError(f"neutral: {name!r} is {word[:40]!r}")
        return known[0]


def _strength(value: int, largest: int) -> int:
    """Return the strength of a value on a scale: thirds of its largest value.

    A scale of -1, 0 and 1 has no degrees.

    >>> [_strength(value, 5) for value in (1, -2, 3, 4, -5)], _strength(1, 1)
    ([1, 2, 2, 3, 3], 2)
    """
    return -(-_STRONGEST * abs(value) // largest) if largest > 1 else _USUAL


def _names(variables: list[Variable]) -> str:
    return " or ".join(repr(one.name) for one in variables)
