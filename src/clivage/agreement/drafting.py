"""The files of an adjudicated coding: entries as their authors wrote them, and what marks these."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

from clivage import coding, editing, identifiers, yamlfile
from clivage.agreement.codings import Comparison
from clivage.editing import Entry, Placed
from clivage.errors import ClivageError, Origin
from clivage.model import Statement
from clivage.yamlfile import Value
from clivage.yamltext import Edited, normal, scalar

_KEY: Final = "superseded-by"
_HEADER: Final = Path("corpus.yaml")


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement that stands, or an entry that the adjudicator wrote instead.

    Attributes:
        place: where it begins and ends in its text.
    """

    source: str
    place: tuple[int, int]
    coder: str = ""
    statement: Statement | None = None
    entry: Entry = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What an adjudication would write.

    Attributes:
        kept: what stands.
    """

    folder: Path
    comparison: Comparison
    adjudicator: str
    kept: Sequence[Kept]
    _read: dict[str, tuple[Placed, ...]] = field(default_factory=dict)

    def files(self, name: str) -> dict[Path, str]:
        """Return the files by their paths in the corpus folder, those that stay among them.

        Args:
            name: of the adjudicator, where ``corpus.yaml`` has none yet.

        Raises:
            ClivageError: when the adjudicator has coded these sources already, or a file is
                written so that it must be changed by hand.
        """
        found = {_HEADER: self._header(name)}
        for source in self.comparison.texts:
            found[self._path(source)] = self._coding(source)
        for path in coding.files(self.folder):
            data = yamlfile.read(path).data
            header = data if isinstance(data, dict) else {}
            source, coder = str(header.get("source")), str(header.get("coder"))
            within = path.relative_to(self.folder)
            if source not in self.comparison.texts:
                continue
            if within in found or coder == self.adjudicator:
                self._need_the_same(within, found.get(within, ""), source)
            elif coder in self.comparison.coded:
                found[within] = self._marked(path)
        return found

    def _path(self, source: str) -> Path:
        return Path("codings", f"{source}.{self.adjudicator}.yaml")

    def _need_the_same(self, path: Path, text: str, source: str) -> None:
        """Refuse to write over a coding that says something else, or to add to one."""
        if content(self.folder / path) != text.encode():
            what = f"{source!r} has a coding of {self.adjudicator!r} already, which says otherwise"
            remedy = "choose another id, or move that file away"
            raise ClivageError(what, remedy=remedy, origin=Origin(str(self.folder / path)))

    def _header(self, name: str) -> str:
        path = self.folder / _HEADER
        text, data = path.read_bytes().decode(), yamlfile.read(path).data
        coders = data.get("coders") if isinstance(data, dict) else None
        if isinstance(coders, dict) and self.adjudicator in coders:
            return text
        entry = {"name": name or self.adjudicator}
        return editing.described(text, "coders", self.adjudicator, entry, name=str(path))

    def _marked(self, path: Path) -> str:
        """Return an original with the line that says what stands for it."""
        edited = Edited(path.read_bytes().decode(), str(path))
        there = edited.data.get(_KEY)
        if there == self.adjudicator:
            return edited.mark + edited.text
        if there:
            origin = edited.file.origin((_KEY,))
            what = f"this coding is superseded by {there!r} already"
            raise ClivageError(what, remedy="delete the line to adjudicate anew", origin=origin)
        if edited.text.lstrip().startswith("{"):
            raise edited.by_hand("the keys of this file are in braces", 1)
        piece = edited.file.pieces()["coder"]
        line = f"{' ' * edited.column(piece.start)}{_KEY}: {self.adjudicator}"
        change = edited.inserted(edited.after_line(piece.end), [line])
        return edited.result([change], _KEY, self.adjudicator)

    def _coding(self, source: str) -> str:
        kept = sorted((one for one in self.kept if one.source == source), key=lambda one: one.place)
        entries = [*self._entries(kept)]
        who = " and ".join(self.comparison.coders_of(source))
        text = editing.coding_file(source, self.adjudicator, entries)
        if not entries:
            text = f"source: {scalar(source)}\ncoder: {self.adjudicator}\nstatements: []\n"
        return f"# What {who} agreed on, or what was decided: clivage adjudicate wrote it.\n{text}"

    def _entries(self, kept: Sequence[Kept]) -> Iterator[Entry]:
        """Yield entries: those of one entry of one coder together, where they can be."""
        ids = Counter(_id(one.statement) for one in kept if one.statement)
        used: Counter[str] = Counter()
        groups: dict[tuple[str, int], list[Statement]] = {}
        entries: dict[tuple[str, int], Entry] = {}
        for number, one in enumerate(kept):
            key, entry = ("", number), one.entry
            if one.statement:
                key, entry = self._written(one)
                groups.setdefault(key, []).append(one.statement)
            entries[key] = entry
        for key, entry in entries.items():
            statements = groups.get(key, [])
            if _is_product(statements) and all(ids[_id(each)] == 1 for each in statements):
                yield _narrowed(entry, statements)
                continue
            for each in statements:
                used[_id(each)] += 1
                count = used[_id(each)]
                yield _narrowed(entry, [each], f"{_id(each)}.{count}" if count > 1 else "")

    def _written(self, kept: Kept) -> tuple[tuple[str, int], Entry]:
        """Return the entry that a statement comes from, and what tells it from others."""
        statement = kept.statement
        origin = self.comparison.coded[kept.coder].origin(statement) if statement else None
        if origin is None:
            raise ClivageError(f"nobody knows where {kept.coder!r} wrote this")
        if origin.file not in self._read:
            text = Path(origin.file).read_bytes().decode()
            self._read[origin.file] = editing.entries(text, name=origin.file)
        found = self._read[origin.file]
        at = bisect_right(found, origin.line, key=lambda one: one.lines[0]) - 1
        entry = found[at].entry
        return (origin.file, at), entry if isinstance(entry, dict) else {}


def _id(one: Statement) -> str:
    """Return the id that a statement gets where none is written."""
    return identifiers.statement_id(one.holder, one.sign, one.target, one.evidence[0])


def _is_product(statements: Sequence[Statement]) -> bool:
    """Whether statements of one entry are of all its holders that are left, on all targets."""
    pairs = {(one.holder, one.target) for one in statements}
    return pairs == {*product({who for who, _ in pairs}, {whom for _, whom in pairs})}


def _narrowed(entry: Entry, statements: Sequence[Statement], id: str = "") -> Entry:
    """Return an entry with only the holders and targets of some of its statements."""
    if not statements:
        return entry
    verb = statements[0].sign.verb
    kept = {
        "who": {one.holder for one in statements},
        verb: {one.target for one in statements},
    }
    found: dict[str, Value] = {}
    for key, value in entry.items():
        if key in kept:
            listed = value if isinstance(value, list) else [value]
            found[key] = normal([one for one in listed if str(one).strip() in kept[key]])
        elif key != "id":
            found[key] = value
    return {**found, "id": id} if id else found


def content(path: Path) -> bytes | None:
    """Return what is in a file, or None where there is none."""
    return path.read_bytes() if path.is_file() else None
