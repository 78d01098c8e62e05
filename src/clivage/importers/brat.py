r"""Read brat standoff: texts (``.txt``), and what is marked in them (``.ann``) beside each.

Source: https://brat.nlplab.org/standoff.html. Offsets count code points, the end exclusive. One
``.ann``, a folder of them, or a ZIP file.

Taken: relations (``R``) and events (``E``) whose type has a sign, with the entities (``T``) that
they tie; attributes of theirs (``A``, ``M``), notes (``#``), references (``N``), which become a
note as nobody has checked them, and entities that are one (``*  Equiv``). Attributes ``Holder``
and ``Target`` on a ``T`` make a stance of it: so clivage exports. A negation is a modality, and
turns no sign around. Left out: entities and attributes that no stance needs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from clivage import quotation
from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded
from clivage.importers.layers import Layers
from clivage.importers.layers_records import Link, Saying, Span
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Remark
from clivage.importers.refi_project import Selection
from clivage.importers.refi_texts import counted

_BOM: Final = b"\xef\xbb\xbf"
_MARKED: Final = re.compile(rb"(?m)^T\d+\t\S+ \d+ \d+")
#: An id of brat: a letter, then what tells it from the others of that sort.
_ID: Final = re.compile(r"[TREAMN#*]\S*")
_PLACES: Final = re.compile(r"\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*")
_LABELS: Final = "visual.conf"
#: How many words the middle of a line has at least; one where that is not told.
_LEAST: Final = {"A": 2, "M": 2, "#": 2, "N": 3}
#: How far from their place words are looked for first.
_NEAR: Final = 1000


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is an ``.ann``, or a folder or ZIP file that has some."""
    if path.is_dir():
        return any(path.glob("*.ann"))
    if head.startswith(b"PK"):
        try:
            with bounded.archive(path) as archive:
                names = archive.names()
                return any(name.endswith(".ann") and _belongs(name) for name in names)
        except ImportFileError:
            return False
    return path.suffix.lower() == ".ann" or bool(_MARKED.search(head))


def read(path: Path, options: Options) -> Imported:
    """Read a file, a folder or an archive.

    Raises:
        ImportFileError: when there is no ``.ann`` with its text.
    """
    layers = Layers("brat", options)
    files = dict(_files(path, options))
    pairs = [name for name in files if name.endswith(".ann")]
    if not pairs:
        remedy = "name an .ann with its .txt, or a folder of them"
        raise ImportFileError("has no .ann", remedy=remedy, origin=Origin(str(path)))
    for name, content in files.items():
        if name.rpartition("/")[2] == _LABELS:
            layers.labels.update(_labels(bounded.decoded(content, name=name)))
    alone = [name for name in files if name.endswith(".txt") and f"{name[:-4]}.ann" not in files]
    if alone:
        layers.left("text without an .ann beside it", many=len(alone))
    for name in pairs:
        try:
            _take(layers, files, name, path, several=len(pairs) > 1)
        except ImportFileError as error:
            if len(pairs) == 1:
                raise
            layers.refused.append(Remark(name, error.what, error.remedy))
    return layers.imported()


def _take(
    layers: Layers, files: Mapping[str, bytes], name: str, path: Path, *, several: bool
) -> None:
    """Take one ``.ann`` with its text.

    Raises:
        ImportFileError: when the text is not there, or one of them is not UTF-8.
    """
    stem = name.removesuffix(".ann")
    if f"{stem}.txt" not in files:
        what = f"the text {stem}.txt is not there"
        remedy = "put it beside, or name its folder with --texts"
        raise ImportFileError(what, remedy=remedy, origin=Origin(str(path)))
    raw = files[f"{stem}.txt"]
    text = bounded.decoded(raw, name=f"{stem}.txt")
    annotations = bounded.decoded(files[name], name=name)
    layers.documents[stem] = Document(key=stem, title=stem.rpartition("/")[2], text=text)
    alone = stem if several else ""
    _File(layers, stem, text, alone, marked=raw.startswith(_BOM)).take(annotations)


def _files(path: Path, options: Options) -> Iterator[tuple[str, bytes]]:
    """Give the files that belong to it, by name, with their bytes."""
    if path.is_dir():
        for one in sorted(path.glob("*")):
            if _belongs(one.name):
                yield one.name, bounded.content(one)
        return
    data = bounded.content(path)
    if data.startswith(b"PK"):
        with bounded.archive(path) as archive:
            for name in archive.names():
                if _belongs(name):
                    yield name, archive.read(name)
        return
    yield f"{path.stem}.ann", data
    beside = [folder for folder in (path.parent, options.texts) if folder]
    text = next((one for folder in beside if (one := folder / f"{path.stem}.txt").is_file()), None)
    if text:
        yield f"{path.stem}.txt", bounded.content(text)
    if (path.parent / _LABELS).is_file():
        yield _LABELS, bounded.content(path.parent / _LABELS)


def _belongs(name: str) -> bool:
    """Whether a file is one of brat's; some systems pack hidden ones of the same names."""
    last = name.rpartition("/")[2]
    return last.endswith((".ann", ".txt", _LABELS)) and not last.startswith(".")


def _labels(text: str) -> Iterator[tuple[str, str]]:
    """Give what ``visual.conf`` calls things: ``id | name``."""
    section = text.partition("[labels]")[2].partition("\n[")[0]
    for line in section.splitlines():
        id, bar, name = line.partition(" | ")
        if bar and id.strip() and name.strip():
            yield id.strip(), name.strip()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file: its id, its type, and what it is of."""

    id: str
    type: str
    rest: list[str]
    words: str
    number: int


@dataclass
class _File:
    """One ``.ann`` with its text.

    Attributes:
        alone: stands before each record, where several files are read.
        marked: whether a byte order mark stood before the text.
        said: attributes by what they are of, in the names of the file.
        notes, links: notes, and references to other places, likewise.
        read: ids of which a stance tells all that is said.
    """

    layers: Layers
    document: str
    text: str
    alone: str
    marked: bool
    said: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[str, Span] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def take(self, annotations: str) -> None:
        """Take all lines of it."""
        lines = [line for line in self._lines(annotations) if line is not None]
        sorts = defaultdict(list)
        for line in lines:
            sorts[line.id[0]].append(line)
        for line in (*sorts["A"], *sorts["M"]):
            self._attribute(line)
        for line in sorts["#"]:
            self._note(line)
        for line in sorts["N"]:
            self._reference(line)
        self._spans(sorts["T"])
        triggers = {line.type.partition(":")[2] for line in sorts["E"]}
        for span in self.spans.values():
            self._stand(span, triggers)
        for line in (*sorts["R"], *sorts["E"]):
            self._link(line)
        for line in sorts["*"]:
            if line.type == "Equiv":
                self.layers.same((self.document, id) for id in line.rest)
            else:
                self.layers.left(f"relation {line.type[:60]!r} that has no direction")
        self._unread()

    def _record(self, id: str) -> str:
        return f"{self.alone} {id}".strip()

    def _lines(self, annotations: str) -> Iterator[_Line | None]:
        # Words may hold what Python takes for the end of a line; brat ends them with a line feed.
        for number, line in enumerate(annotations.replace("\r\n", "\n").split("\n"), 1):
            if not line.strip():
                continue
            id, tab, more = line.partition("\t")
            middle, _, words = more.partition("\t")
            parts = middle.split()
            whole = len(parts) >= _LEAST.get(id.strip()[:1], 1)
            if not (tab and whole and _ID.fullmatch(id.strip())):
                what = f"{line[:40]!r} is no annotation"
                self.layers.refused.append(Remark(self._record(f"line {number}"), what))
                continue
            yield _Line(id.strip(), parts[0], parts[1:], words, number)

    def _attribute(self, line: _Line) -> None:
        of, value = line.rest[0], " ".join(line.rest[1:])
        if self.said[of].setdefault(line.type, value) != value:
            what = f"{line.type[:40]!r} is told of {of[:40]} already; the first counts"
            self.layers.refused.append(Remark(self._record(line.id), what))

    def _note(self, line: _Line) -> None:
        if line.type == "Statement":
            self.said[line.rest[0]]["Statement"] = line.words.strip()
        elif line.words.strip():
            self.notes[line.rest[0]].append(line.words.strip())

    def _reference(self, line: _Line) -> None:
        label = f" ({line.words.strip()})" if line.words.strip() else ""
        self.links[line.rest[0]].append(f"brat links it to {line.rest[1]}{label}; not checked")

    def _spans(self, lines: list[_Line]) -> None:
        """Find the words of each ``T``, as its offsets were counted."""
        selections = [self._selection(line) for line in lines]
        whole = [one for one in selections if one]
        how = counted(self.text, whole, marked=self.marked)
        if how.how:
            what = f"{how.how} in its offsets; they are converted"
            self.layers.repaired.append(Remark(self._record("T"), what))
        for line, selection in zip(lines, selections, strict=True):
            if line.id in self.spans:
                what = "stands twice; the first counts"
                self.layers.refused.append(Remark(self._record(line.id), what))
                continue
            place = how.place(selection) if selection else None
            found = self._anchored(line, place) if selection else None
            if found is None:
                what = f"the words {line.words.strip()[:60]!r} do not stand in its text there"
                self.layers.refused.append(Remark(self._record(line.id), what))
                continue
            start, end = found
            self.spans[line.id] = Span(
                document=self.document,
                key=line.id,
                exact=self.text[start:end],
                start=start,
                end=end,
                name=line.words.strip(),
                types=(line.type,),
                sort=line.type,
            )

    def _selection(self, line: _Line) -> Selection | None:
        """Return the place of a ``T``, from its first fragment to the end of its last."""
        places = " ".join(line.rest)
        if not _PLACES.fullmatch(places):
            return None
        offsets = [int(one) for part in places.split(";") for one in part.split()]
        words = " ".join(line.words.split())
        return Selection(
            line.id, offsets[0], offsets[-1], words if len(offsets) == 2 else "", "", ()
        )

    def _anchored(self, line: _Line, place: tuple[int, int] | None) -> tuple[int, int] | None:
        """Return where the words of a ``T`` stand; nearest to its place if they are not there."""
        words = line.words.strip()
        if place:
            there = " ".join(self.text[slice(*place)].split())
            parts = len(" ".join(line.rest).split(";"))
            if not words or there == " ".join(words.split()):
                return place
            # The words of fragments stand joined; what lies between them is not told.
            if (
                parts > 1
                and there.startswith(words.split()[0])
                and there.endswith(words.split()[-1])
            ):
                return place
        if not words:
            return None
        start = int(line.rest[0])
        nearest = self._near(words, start)
        if nearest is None:
            found = quotation.text(self.text).find(words)
            nearest = min(found, key=lambda one: abs(one[0] - start), default=None)
        if nearest:
            what = f"the words stand at {nearest[0]} to {nearest[1]}, not at {' '.join(line.rest)}"
            self.layers.repaired.append(Remark(self._record(line.id), what))
        return nearest

    def _near(self, words: str, start: int) -> tuple[int, int] | None:
        """Return where words stand next to a place, as most that are astray do."""
        before = self.text.rfind(words, max(0, start - _NEAR), start + len(words))
        after = self.text.find(words, start, start + _NEAR)
        found = [at for at in (before, after) if at >= 0]
        nearest = min(found, key=lambda at: abs(at - start), default=None)
        return None if nearest is None else (nearest, nearest + len(words))

    def _fields(self, id: str) -> Mapping[str, str]:
        """Return what attributes and notes say of an annotation, by our names of the fields."""
        named = {self.layers.names.field(name): value or "yes"
                 for name, value in self.said.get(id, {}).items()}  # fmt: skip
        named.pop("", None)
        notes = [*filter(None, [named.get("note", "")]), *self.notes.get(id, ())]
        return {**named, **({"note": "; ".join(notes)} if notes else {})}

    def _stand(self, span: Span, triggers: set[str]) -> None:
        """Take an entity; or a stance, where its attributes tell who takes which side on whom."""
        said = self._fields(span.key)
        if span.key in triggers:
            return
        if {"who", "target"} <= {*said} or (said.keys() & {"who", "target"} and self._signed(span)):
            self.read.add(span.key)
            id = self.said[span.key].get("Statement", "")
            record, words = self._record(span.key), (said.get("sign", ""), *span.types)
            saying = Saying(record=record, words=words, quotes=(span.quote,), said=said, id=id)
            self.layers.say(saying)
            return
        notes = (*self.links.get(span.key, ()), *self.notes.get(span.key, ()))
        self.layers.add(replace(span, notes=notes, types=(said.get("type", ""), *span.types)))

    def _signed(self, span: Span) -> bool:
        return self.layers.sign(span.types) is not None

    def _link(self, line: _Line) -> None:
        """Take a relation or an event."""
        type_, _, trigger = line.type.partition(":")
        self.read.update((line.id, trigger))
        said = {**self._fields(trigger), **self._fields(line.id)}
        if line.id[0] == "E" and trigger not in self.spans:
            what = f"its trigger {trigger[:40]!r} is not there"
            self.layers.refused.append(Remark(self._record(line.id), what))
            return
        ends = []
        for part in line.rest:
            role, colon, id = part.partition(":")
            name = self.layers.names.field(role) if colon else ""
            if name in ("who", "target", "about", "voice"):
                ends.append((name, id))
            else:
                self.layers.left(f"role {role[:60]!r}")
        self.layers.link(
            Link(
                record=self._record(line.id),
                document=self.document,
                words=(said.get("sign", ""), type_),
                ends=tuple(ends),
                trigger=self.spans[trigger] if line.id[0] == "E" else None,
                said=said,
            )
        )

    def _unread(self) -> None:
        """Count attributes, notes and references that say nothing of a stance."""
        for id, notes in self.notes.items():
            if id not in self.spans and id not in self.read:
                self.layers.left("note on what is no marked words and no relation", many=len(notes))
        for id, links in self.links.items():
            if id not in self.spans or id in self.read:
                self.layers.left("reference of what is nobody", many=len(links))
        for id, said in self.said.items():
            for name in said:
                known = self.layers.names.field(name)
                if name != "Statement" and not (known and (id in self.read or known == "type")):
                    self.layers.left(f"attribute {name[:60]!r}")
