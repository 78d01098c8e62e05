"""Rows of a table, of text or of a workbook, as statements or as signed edges.

A table with a column of quotations holds statements; one without holds signed edges. What a row
says that nobody can be sure of is refused with its row; what the columns mean stands in
`clivage.importers.headings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from clivage import codes
from clivage.errors import ImportFileError, Origin
from clivage.importers import cells, headings, values
from clivage.importers.cells import Said
from clivage.importers.headings import Columns
from clivage.importers.options import Options
from clivage.importers.records import Claim, Imported, Remark, Stance
from clivage.importers.references import References
from clivage.model import AUTHOR, ActorType, Certainty, DateBasis, Modality, Mode, Sign

#: Stances that one row may give: its holders times its targets.
_MOST: Final = 100
_UNDIRECTED: Final = frozenset(("undirected", "mutual", "non oriente", "no dirigido"))
_DIRECTED: Final = frozenset(("directed", "oriente", "dirigido"))
#: What a tie without evidence keeps of its row, in its note.
_NOTED: Final = ("about", "relation", "mode", "voice", "certainty", "date_basis", "coder", "id",
                 "source", "statements", "quotations")  # fmt: skip
_YES: Final = frozenset(("yes", "true", "1", "oui", "si"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        record: where it stands, as a person would look it up.
        cells: what stands in it, as text.
        broken: numbers of the columns whose cell has no value that can be trusted, with why.
    """

    record: str
    cells: Sequence[str]
    broken: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Side:
    """With whom, or against whom, a row takes sides."""

    sign: Sign
    name: str
    on_topic: bool = False
    relation: str = ""
    type: ActorType | None = None


def imported(
    format: str, header: Sequence[str], rows: Iterable[Row], options: Options, origin: Origin
) -> Imported:
    """Return what the rows of a table say.

    Args:
        format: name of the format.
        origin: where the header stands.

    Raises:
        ImportFileError: when the table lacks a column, or has no sign.

    >>> header = ["who", "whom", "sign", "quote", "source"]
    >>> rows = [Row("line 2", ["Orla Finn", "the guild", "-", "Orla Finn left the guild", "text"])]
    >>> found = imported("csv", header, rows, Options(), Origin("a.csv", 1))
    >>> found.stances[0].sign, [party.label for party in found.parties]
    (<Sign.OPPOSITION: -1>, ['Orla Finn', 'the guild'])
    """
    columns = headings.columns(header, options, origin)
    return _Reading(columns, options, list(rows), origin).imported(format)


class _Reading:
    """Reads the rows one after the other, once it knows what stands in all of them."""

    def __init__(
        self, columns: Columns, options: Options, rows: Sequence[Row], origin: Origin
    ) -> None:
        self.columns, self.options, self.rows = columns, options, rows
        asked = {values.plain(name): value for name, value in options.fields.items()}
        self.unevidenced = values.plain(asked.get("unevidenced", "")) in _YES
        self.signs = values.signs(set(self._column("sign")), options)
        self.weighs = self._weighs(origin)
        self.things = References((self._values(row) for row in self.rows), options)
        self.found: list[Stance | Claim] = []
        self.repaired: list[Remark] = []
        self.refused: list[Remark] = []
        self.left: list[Remark] = []

    def imported(self, format: str) -> Imported:
        for row in self.rows:
            if not any(cell.strip() for cell in row.cells) and not row.broken:
                continue
            try:
                self._take(row)
            except ImportFileError as error:
                self.refused.append(Remark(row.record, error.what, error.remedy))
        things, found = self.things, self.found
        keys = {key for one in found for key in _refers(one)}
        return Imported(
            format=format,
            documents=tuple(one for key, one in things.documents.items() if key in keys),
            parties=tuple(one for key, one in things.parties.items() if key in keys),
            topics=tuple(one for key, one in things.topics.items() if key in keys),
            stances=tuple(one for one in found if isinstance(one, Stance)),
            claims=tuple(one for one in found if isinstance(one, Claim)),
            repaired=(*self.repaired, *things.repaired),
            refused=tuple(self.refused),
            left_out=(*self.left, *things.left, *self._unread()),
        )

    # The whole table

    def _column(self, field: str) -> Iterator[str]:
        at = self.columns.at.get(field)
        for row in self.rows if at is not None else ():
            if at is not None and at < len(row.cells) and (cell := row.cells[at].strip()):
                yield cell

    def _weighs(self, origin: Origin) -> bool:
        """Whether the weights give the signs, of which some then are negative."""
        if any(name in self.columns.at for name in ("sign", "relation", "supports", "opposes")):
            return False
        numbers = [values.finite(cell) or 0 for cell in self._column("weight")]
        if numbers and not any(number < 0 for number in numbers):
            what = "nothing says who opposes: there is no column 'sign', and no weight is negative"
            remedy = "name the column of signs with --map sign=COLUMN"
            raise ImportFileError(what, remedy=remedy, origin=origin)
        return True

    def _unread(self) -> Iterator[Remark]:
        """Say which columns have no place, and how much stands in them."""
        filled: Counter[int] = Counter()
        for row in self.rows:
            filled.update(at for at, cell in enumerate(row.cells) if cell.strip())
        for at, name in self.columns.left.items():
            if filled[at]:
                called = f"column {name[:40]!r}" if name else f"column {at + 1}"
                what = f"has no place; cells filled in it: {filled[at]:,}"
                remedy = "name it with --map FIELD=COLUMN if it has one" if name else ""
                yield Remark(called, what if name else f"has no name, and {what}", remedy)

    # One row

    def _take(self, row: Row) -> None:
        said = self._said(row)
        sides = list(self._sides(row, said))
        holders = values.several(said.get("who", ""))
        if not holders:
            raise ImportFileError("nobody takes sides", remedy="fill the column 'who'")
        if len(holders) * len(sides) > _MOST:
            what = f"it gives {len(holders) * len(sides):,} statements; {_MOST} are taken at most"
            raise ImportFileError(what, remedy="split the row")
        evidence = self.columns.evidence and (self._quoted(said) or not self.unevidenced)
        make = self._stance if evidence else self._claim
        made = [one for name in holders for side in sides for one in make(row, said, name, side)]
        if len(made) > 1:
            made = [
                replace(one, id=f"{one.id}.{number}") if isinstance(one, Stance) and one.id else one
                for number, one in enumerate(made, 1)
            ]
        self.found += made

    def _said(self, row: Row) -> Said:
        width = self.columns.width
        if any(cell.strip() for cell in row.cells[width:]):
            what = f"it has {len(row.cells)} cells, and the table {width} columns"
            remedy = "put a value that holds the delimiter into quotation marks"
            raise ImportFileError(what, remedy=remedy)
        for name, at in self.columns.at.items():
            if at in row.broken:
                what = f"the cell of {name!r} {row.broken[at]}"
                raise ImportFileError(what, remedy="open the workbook, correct it and save it")
        return self._values(row)

    def _values(self, row: Row) -> Said:
        return {
            name: cell
            for name, at in self.columns.at.items()
            if at < len(row.cells) and (cell := row.cells[at].strip())
        }

    def _quoted(self, said: Said) -> bool:
        return "quote" in said or {"start", "end"} <= said.keys()

    def _sides(self, row: Row, said: Said) -> Iterator[_Side]:
        relation = values.relation(said.get("relation", ""))
        for verb in (Sign.SUPPORT, Sign.OPPOSITION):
            for name in values.several(said.get(verb.verb, "")):
                yield _Side(verb, name, relation=relation)
        if not {"whom", "on"} & said.keys():
            if not {"supports", "opposes"} & said.keys():
                what, remedy = "nobody is named with whom sides are taken", "fill the column 'whom'"
                raise ImportFileError(what, remedy=remedy)
            return
        sign, told = self._sign(said)
        if sign is None:
            word = said.get("sign", said.get("relation", ""))
            self.left.append(Remark(row.record, f"{word[:40]!r} takes no side"))
            return
        type_, issue = self.things.type(row.record, said.get("whom_type", ""))
        for name in values.several(said.get("whom", "")):
            yield _Side(sign, name, issue, relation or told, type_)
        for name in values.several(said.get("on", "")):
            yield _Side(sign, name, True, relation or told)

    def _sign(self, said: Said) -> tuple[Sign | None, str]:
        weight = values.finite(said.get("weight", ""))
        if self.weighs and weight:
            return (Sign.SUPPORT if weight > 0 else Sign.OPPOSITION), ""
        word = said.get("sign") or said.get("relation", "")
        if not word:
            remedy = "write + for a support, - for an opposition"
            raise ImportFileError("it has no sign", remedy=remedy)
        known = self.signs(word)
        if known is None:
            what = f"{word[:40]!r} is neither a support nor an opposition"
            raise ImportFileError(what, remedy="map it under 'signs' in a mapping file")
        if known[0] is Sign.SUPPORT and weight and weight < 0:
            what = f"its sign is {word[:40]!r}, and its weight negative"
            raise ImportFileError(what, remedy="correct one of the two")
        return known

    def _stance(self, row: Row, said: Said, name: str, side: _Side) -> Iterator[Stance]:
        if not self._quoted(said):
            remedy = "quote the words it rests on, or map 'unevidenced: yes' for ties without any"
            raise ImportFileError("no quotation", remedy=remedy)
        details = self._details(row, said)
        document = self.things.document(row.record, said)
        quotes = tuple(cells.quotes(said, document))
        holder = self.things.holder(row.record, name, said.get("who_type", ""))
        voice = said.get("voice", "")
        if voice:
            voice = AUTHOR if cells.is_author(voice) else self.things.party(voice)
        elif holder == AUTHOR:
            voice = AUTHOR
        yield Stance(
            record=row.record,
            sign=side.sign,
            holder=holder,
            target=self._target(side),
            on_topic=side.on_topic,
            quotes=quotes,
            relation=side.relation,
            voice=voice,
            **details,
        )

    def _details(self, row: Row, said: Said) -> dict[str, Any]:
        """Return what else a row says of its statements."""
        notes = [said["note"]] if "note" in said else []
        about, *others = values.several(said.get("about", "")) or [""]
        if others:
            what = "it is about several things; all but the first stand in its note"
            self.repaired.append(Remark(row.record, what))
            notes.append(f"also about: {'; '.join(others)}")
        found: dict[str, Any] = {
            "about": self.things.topic(about) if about else "",
            "coder": said.get("coder", ""),
            "id": said.get("id", ""),
            "when": cells.when(said),
            "certainty": cells.member(Certainty, said, "certainty", codes.certainties()),
            "modality": cells.member(Modality, said, "modality", codes.modalities()),
            "strength": self._strength(row, said, notes),
        }
        found = {name: value for name, value in found.items() if value is not None}
        return found | {
            "mode": cells.member(Mode, said, "mode", codes.modes()),
            "date_basis": cells.member(DateBasis, said, "date_basis", codes.date_bases()),
            "note": "; ".join(notes),
        }

    def _strength(self, row: Row, said: Said, notes: list[str]) -> int | None:
        """Return the strength that a row gives; a weight that is none goes into the notes."""
        if "strength" in said:
            strength = values.strength(said["strength"])
            if strength is None:
                what = f"the strength {said['strength'][:40]!r} is not 1, 2 or 3"
                raise ImportFileError(what, remedy="1 is weak, 2 clear, 3 strong")
            notes += [f"weight {said['weight']}"] if "weight" in said else []
            return strength
        if "weight" not in said:
            return None
        known = values.weight(said["weight"])
        if known is None:
            what = f"the weight {said['weight'][:40]!r} is not a number other than 0"
            raise ImportFileError(what, remedy="correct it, or delete the row")
        strength, same = known
        if not same:
            notes.append(f"weight {said['weight']}")
            what = "its weight is not 1, 2 or 3; it stands in the note, and the strength is 2"
            self.repaired.append(Remark(row.record, what))
        return strength

    def _claim(self, row: Row, said: Said, name: str, side: _Side) -> Iterator[Claim]:
        modality = cells.member(Modality, said, "modality", codes.modalities())
        if modality not in (None, Modality.ACTUAL):
            what = f"it is {said['modality']}, and a tie without evidence is taken as a fact"
            raise ImportFileError(what, remedy="give it a quotation")
        if cells.is_author(name):
            what = "the author of a text cannot hold a tie without a text"
            raise ImportFileError(what, remedy="name the author")
        notes = [said["note"]] if "note" in said else []
        relation = said.get("relation") or side.relation
        more = {**said, "relation": relation} if relation else said
        strength = self._strength(row, said, notes)
        notes += [f"{field.replace('_', ' ')}: {more[field]}" for field in _NOTED if field in more]
        claim = Claim(
            record=row.record,
            sign=side.sign,
            holder=self.things.holder(row.record, name, said.get("who_type", "")),
            target=self._target(side),
            on_topic=side.on_topic,
            strength=2 if strength is None else strength,
            when=cells.when(said),
            note="; ".join(notes),
        )
        direction = values.plain(said.get("direction", ""))
        if direction in _UNDIRECTED and not side.on_topic:
            what = "it has no direction; it became two ties, one each way"
            self.repaired.append(Remark(row.record, what))
            yield claim
            yield replace(claim, holder=claim.target, target=claim.holder)
        elif direction and direction not in _DIRECTED:
            yield replace(claim, note="; ".join([*notes, f"type: {said['direction']}"]))
        else:
            yield claim

    def _target(self, side: _Side) -> str:
        if side.on_topic:
            return self.things.topic(side.name)
        return self.things.party(side.name, side.type)


def _refers(one: Stance | Claim) -> Iterator[str]:
    """Yield the keys of what a stance or a claim refers to, of whatever sort."""
    yield from (one.holder, one.target)
    if isinstance(one, Stance):
        yield from (one.about, one.voice, *(quote.document for quote in one.quotes))
