"""Read annotations of Recogito 2, as its backend keeps them: JSON, an array or one a line.

Source: the annotations of https://github.com/pelagios/recogito2. An anchor ``char-offset:12``
says where the words of the body ``QUOTE`` begin; whether it counts code points or UTF-16 units is
not stated, so that the words decide.

Taken: relations whose tag has a sign: the annotation that holds the relation takes the side, on
the one that it relates to; and tags such as ``supports``, ``who: Orla``. ``PERSON`` tells a type,
``COMMENT`` is a note, and so is a reference, as nobody has checked it. Who changed the relation
last is its coder. Left out: days, versions, and annotations that no stance needs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from clivage.errors import ImportFileError, Origin
from clivage.importers import annotation_tags
from clivage.importers.annotation_json import Fields, listed, objects, values, words
from clivage.importers.annotation_places import Place, quotes, text_of
from clivage.importers.layers import Layers
from clivage.importers.layers_records import Link
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Quote, Remark

_ANCHOR: Final = re.compile(r"char-offset:(\d{1,15})")
_READ: Final = {"annotation_id", "annotates", "anchor", "bodies", "relations", "contributors",
                "last_modified_by"}  # fmt: skip
_BODIES: Final = {"QUOTE", "TAG", "COMMENT", "PERSON", "PLACE", "EVENT"}


def recognise(path: Path, head: bytes) -> bool:
    """Whether the beginning of a file has an annotation with an anchor."""
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return begins and b'"annotation_id"' in head and b'"annotates"' in head


def read(path: Path, options: Options) -> Imported:
    """Read a file of annotations.

    Raises:
        ImportFileError: when it is no JSON, or holds no annotations.
    """
    reading = _Reading(Layers("recogito", options), options, path.name.partition(".")[0] or "text")
    for record, value in values(path, reading.layers.repaired):
        if isinstance(value, dict) and words(value.get("annotation_id")):
            reading.take(value)
        else:
            what = "is no annotation of Recogito"
            reading.layers.refused.append(Remark(record or "the file", what))
    if not reading.notes:
        what, origin = "holds no annotations of Recogito", Origin(str(path))
        raise ImportFileError(
            what, remedy="a Web Annotation is read with --format annotation", origin=origin
        )
    return reading.imported()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """An annotation as it is read; its place is found when all of a text are known."""

    id: str
    whole: Fields
    document: str
    place: Place


@dataclass
class _Reading:
    """One reading of a file; ``name`` stands for a text that has no id."""

    layers: Layers
    options: Options
    name: str
    notes: list[_Note] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def take(self, one: Fields) -> None:
        """Take an annotation."""
        for name in one:
            if name not in _READ:
                self.layers.left(f"{name[:60]!r} of annotations")
        annotates = next(iter(objects(one.get("annotates"))), {})
        document = words(annotates.get("filepart_id")) or words(annotates.get("document_id"))
        bodies = objects(one.get("bodies"))
        quoted = (body.get("value") for body in bodies if body.get("type") == "QUOTE")
        exact = next((one for one in quoted if isinstance(one, str)), "")
        anchor = words(one.get("anchor"))
        match = _ANCHOR.fullmatch(anchor)
        if not match and anchor:
            self.layers.left("anchor that is no place in a plain text")
        start = int(match[1]) if match else None
        end = start + len(exact) if start is not None else None
        place = Place(exact=exact, start=start, end=end)
        id = words(one.get("annotation_id"))
        if id in self.ids:
            what = "another annotation before it has the same id"
            self.layers.refused.append(Remark(id, what, "keep the version that counts"))
            return
        self.ids.add(id)
        self.notes.append(_Note(id=id, whole=one, document=document or self.name, place=place))

    def imported(self) -> Imported:
        """Return all that was taken, and what is to be said of the rest."""
        for note, quote in zip(self.notes, self._quotes(), strict=True):
            if not quote.exact.strip():
                self.layers.left("annotation that quotes no words")
            else:
                self._take(note, quote)
            for relation in objects(note.whole.get("relations")):
                self._relation(note, relation)
        taken = self.layers.imported()
        used = {quote.document for one in taken.stances for quote in one.quotes}
        documents = (one for one in taken.documents if one.text is not None or one.key in used)
        return replace(taken, documents=tuple(documents))

    def _quotes(self) -> list[Quote]:
        """Return the quotation of each annotation; those of one text are looked at together."""
        by_text: dict[str, list[int]] = defaultdict(list)
        for number, note in enumerate(self.notes):
            by_text[note.document].append(number)
        found: dict[int, Quote] = {}
        for key, numbers in by_text.items():
            document_id = self._document_id(numbers[0])
            names = (key, document_id, *([self.name] if len(by_text) == 1 else []))
            text = text_of(self.options.texts, names)
            title = self.name if len(by_text) == 1 else key
            self.layers.documents[key] = Document(key=key, title=title, text=text)
            answer = quotes(key, text, [self.notes[number].place for number in numbers])
            if answer.how:
                self.layers.repaired.append(Remark(f"text {title!r}", answer.how))
            found.update(zip(numbers, answer.quotes, strict=True))
        return [found[number] for number in range(len(self.notes))]

    def _document_id(self, number: int) -> str:
        annotates = next(iter(objects(self.notes[number].whole.get("annotates"))), {})
        return words(annotates.get("document_id"))

    def _take(self, note: _Note, quote: Quote) -> None:
        bodies = objects(note.whole.get("bodies"))
        for body in bodies:
            if words(body.get("type")) not in _BODIES:
                self.layers.left(f"body of the type {words(body.get('type'))[:60]!r}")
        annotation_tags.take(
            self.layers,
            key=note.id,
            quotes=[quote],
            tags=list(_said(bodies, "TAG")),
            notes=[*_said(bodies, "COMMENT"), *_references(bodies)],
            types=[sort for sort in ("PERSON", "PLACE", "EVENT")
                   if any(body.get("type") == sort for body in bodies)],
            coder=_coder(note.whole),
        )  # fmt: skip

    def _relation(self, note: _Note, relation: Fields) -> None:
        """Take a relation: its tags say what it is."""
        bodies = objects(relation.get("bodies"))
        said, plain = annotation_tags.split(self.layers, list(_said(bodies, "TAG")))
        coders = (words(body.get("last_modified_by")) for body in bodies)
        coder = next(filter(None, coders), "") or _coder(note.whole)
        comments = "; ".join(_said(bodies, "COMMENT"))
        self.layers.link(
            Link(
                record=note.id,
                document=note.document,
                words=(said.get("sign", ""), *plain),
                ends=(("who", note.id), ("target", words(relation.get("relates_to")))),
                said={"coder": coder, "note": comments, **said},
            )
        )


def _said(bodies: list[Fields], sort: str) -> Iterator[str]:
    """Give what bodies of a sort say."""
    for body in bodies:
        if body.get("type") == sort and words(body.get("value")):
            yield words(body.get("value"))


def _references(bodies: list[Fields]) -> Iterator[str]:
    for body in bodies:
        for reference in objects(body.get("reference")):
            if uri := words(reference.get("uri")):
                yield f"Recogito links it to {uri}; not checked"


def _coder(one: Fields) -> str:
    contributors = (words(name) for name in listed(one.get("contributors")))
    return words(one.get("last_modified_by")) or next(filter(None, contributors), "")
