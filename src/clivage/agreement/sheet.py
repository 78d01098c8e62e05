"""A decision sheet: each disagreement with what every coder wrote, and room for a decision.

It is YAML that a person fills in. It remembers which texts and codings it was written from: when
they have changed since, decisions about them would be about something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clivage import yamlfile
from clivage.agreement.codings import Comparison
from clivage.agreement.disagreements import Disagreement, disagreements
from clivage.errors import ClivageError, Origin
from clivage.model import Certainty, Modality, Statement
from clivage.yamlfile import Value, YamlFile
from clivage.yamltext import Edited, indented, inline, said, scalar

#: What stands in place of a coding where a coder left something uncoded.
NOTHING: Final = "nothing coded"
_WORDS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_ITEMS: Final = "items"
_DECISION: Final = "decision"
_BLOCKS: Final = frozenset(["quote"])
_HEADER: Final = ("corpus", "coders", "overlap", "state")
_HELP: Final = """\
# Write a decision behind each 'decision:', then run
#   clivage adjudicate THIS-FILE --as YOUR-ID
# A decision is {words}, both or neither; or ids of coders: {coders};
# or an entry of its own, as in a coding file, below the key:
#   decision:
#     quote: words of the text
#     who: an-actor
#     supports: another
# Leave all the rest as it is.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A disagreement on a sheet, and what was decided about it.

    Attributes:
        decision: what stands behind the key; None while it is open.
        origin: where that is.
    """

    disagreement: Disagreement
    decision: Value
    origin: Origin


def word(number: int) -> str:
    """Return what a sheet calls a coder by place, from 0.

    >>> word(0), word(9)
    ('first', 'number-10')
    """
    return _WORDS[number] if number < len(_WORDS) else f"number-{number + 1}"


def dumps(comparison: Comparison) -> str:
    """Return an empty sheet: every disagreement with its codings, and no decision."""
    coders = comparison.coders
    words = [word(at) for at in range(len(coders))]
    lines = [
        _HELP.format(words=", ".join(words), coders=", ".join(coders)).rstrip(),
        f"corpus: {scalar(comparison.name)}",
        f"coders: {inline([*coders])}",
        f"overlap: {comparison.overlap}",
        f"state: {comparison.state}",
    ]
    items = disagreements(comparison)
    lines.append(f"{_ITEMS}:" if items else f"{_ITEMS}: []")
    for one in items:
        lines += indented(_item(comparison, one), 2, "- ")
    return "\n".join(lines) + "\n"


def _item(comparison: Comparison, one: Disagreement) -> Iterator[str]:
    yield f"about: {scalar(one.title)}"
    yield f"source: {scalar(one.source)}"
    for at, coder in enumerate(comparison.coders):
        if coder in one.statements:
            statement = one.statements[coder]
            origin = comparison.coded[coder].origin(statement)
            yield f"{word(at)}:"
            yield f"  coder: {scalar(coder)}"
            yield f"  at: {scalar(str(origin or ''))}"
            yield from (f"  {line}" for line in said(_entry(one, statement), _BLOCKS))
        elif coder in one.missed_by:
            yield f"{word(at)}: {NOTHING}"
    yield f"{_DECISION}:"


def _entry(one: Disagreement, statement: Statement) -> dict[str, Value]:
    """Return what a statement says: what is left out of it only where all agree on that."""
    quotes: list[Value] = [_plain(passage.exact) for passage in statement.evidence]
    entry: dict[str, Value] = {
        "quote": quotes if len(quotes) > 1 else quotes[0],
        "who": statement.holder,
        statement.sign.verb: statement.target,
    }
    details = {
        "about": (statement.about, ""),
        "voice": (statement.voice, ""),
        "relation": (statement.relation, ""),
        "mode": (statement.mode.value if statement.mode else "", ""),
        "modality": (statement.modality.value, Modality.ACTUAL.value),
        "strength": (str(statement.strength), "2"),
        "certainty": (statement.certainty.value, Certainty.CERTAIN.value),
        "when": (statement.when, ""),
        "date-basis": (statement.date_basis.value if statement.date_basis else "", ""),
        "note": (_plain(statement.note), ""),
    }
    for key, (value, usual) in details.items():
        if value != usual or key in one.kinds:
            entry[key] = value
    return entry


def _plain(text: str) -> str:
    """Return a text on one line, without signs that no file of a corpus can hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a person left it.

    Attributes:
        corpus: the name of the corpus.
        text: the whole file.
    """

    file: YamlFile
    corpus: str
    coders: tuple[str, ...]
    overlap: float
    text: str

    def items(self, comparison: Comparison) -> tuple[Item, ...]:
        """Return each disagreement with its decision.

        Raises:
            ClivageError: when texts or codings have changed since the sheet was written, or
                something in it was changed that is no decision.
        """
        fresh = _keys(yamlfile.parsed(dumps(comparison), name=self.file.path))
        data = _keys(self.file)
        again = "write the sheet again with 'clivage agree --disagreements'"
        if data["state"] != fresh["state"]:
            what = "the texts or the codings have changed since this sheet was written"
            raise ClivageError(what, remedy=again, origin=self.file.origin(("state",)))
        found, expected = _list(data[_ITEMS]), _list(fresh[_ITEMS])
        if len(found) != len(expected):
            what = f"the sheet has {len(found)} of {len(expected)} disagreements"
            raise ClivageError(what, remedy=again, origin=self.file.origin((_ITEMS,)))
        for number, (one, meant) in enumerate(zip(found, expected, strict=True)):
            if _settled(one) != _settled(meant):
                what = f"item {number + 1} is not as it was written"
                remedy = f"change nothing but its {_DECISION!r}, or {again}"
                raise ClivageError(what, remedy=remedy, origin=self.file.origin((_ITEMS, number)))
        return tuple(
            Item(
                disagreement,
                one.get(_DECISION) if isinstance(one, dict) else None,
                self.file.origin((_ITEMS, number, _DECISION)),
            )
            for number, (disagreement, one) in enumerate(
                zip(disagreements(comparison), found, strict=True)
            )
        )


def read(path: Path) -> Sheet:
    """Read a sheet.

    Raises:
        ClivageError: when it is no sheet.
    """
    text = yamlfile.read_text(path)
    file = yamlfile.parsed(text, name=str(path))
    if file.problems:
        first = file.problems[0]
        raise ClivageError(first.what, remedy=first.remedy, origin=first.origin)
    data = _keys(file)
    missing = [key for key in (*_HEADER, _ITEMS) if key not in data]
    coders, corpus = data.get("coders"), data.get("corpus")
    if missing or not isinstance(coders, list) or not isinstance(corpus, str):
        what = f"not a decision sheet: {(missing or ['coders'])[0]!r} is missing"
        raise ClivageError(what, remedy=_ORIGIN, origin=file.origin())
    try:
        overlap = float(str(data["overlap"]))
    except ValueError:
        overlap = -1.0
    if not 0 <= overlap <= 1:
        what = "'overlap' must be a number from 0 to 1"
        raise ClivageError(what, remedy=_ORIGIN, origin=file.origin(("overlap",)))
    return Sheet(file, corpus, tuple(map(str, coders)), overlap, text)


_ORIGIN: Final = "'clivage agree --disagreements' writes one"


def decided(text: str, decisions: Mapping[int, str], *, name: str = "the sheet") -> str:
    r"""Return a sheet with decisions behind the keys of some items, by number from 0.

    Raises:
        ClivageError: when the sheet is written so that it must be done by hand.

    >>> decided("items:\n  - about: x\n    decision:  # open\n", {0: "first"})
    'items:\n  - about: x\n    decision: first  # open\n'
    """
    edited = Edited(text, name)
    items = [dict(one) if isinstance(one, dict) else {} for one in _list(edited.data.get(_ITEMS))]
    changes = []
    for number, decision in decisions.items():
        piece = edited.file.pieces((_ITEMS, number))[_DECISION]
        changes.append(edited.instead(piece, scalar(decision)))
        items[number][_DECISION] = decision
    return edited.result(changes, _ITEMS, [*items]) if changes else text


def _keys(file: YamlFile) -> dict[str, Value]:
    if not isinstance(file.data, dict):
        raise ClivageError("not a decision sheet", remedy=_ORIGIN, origin=file.origin())
    return file.data


def _list(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else []


def _settled(item: Value) -> object:
    """Return what nobody changes in an item; lines move when a file gets a comment."""
    if not isinstance(item, dict):
        return item
    kept = {key: one for key, one in item.items() if key != _DECISION}
    return {
        key: {name: value for name, value in one.items() if name != "at"}
        if isinstance(one, dict)
        else one
        for key, one in kept.items()
    }
