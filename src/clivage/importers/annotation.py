"""Read W3C Web Annotations: JSON-LD, as Annotorious, Recogito's annotator and Hypothesis have it.

Source: Web Annotation Data Model, W3C 2017. One annotation, an array, one a line, a page, a
collection with its first page, or a ``@graph``; compact, with the terms of the W3C's context.
Nothing is fetched, no context and no page. Offsets should count code points; many programs count
UTF-16 units: the words tell, where the text is at hand (the folder of texts).

Taken: what clivage exports; tags such as ``supports``, ``who: Orla`` and ``target: the dyke`` on
the words of a stance; annotations with the motivation ``linking`` that tie two others, the first
of which takes the side. Comments are notes, creators are coders. Left out: days, programs, and
annotations that no stance needs, with their counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from clivage import identifiers
from clivage.errors import ImportFileError, Origin
from clivage.importers import annotation_own, annotation_tags
from clivage.importers.annotation_json import Fields, listed, objects, values, words
from clivage.importers.annotation_own import Own
from clivage.importers.annotation_places import Place, last_part, place, quotes, text_of
from clivage.importers.layers import Layers
from clivage.importers.layers_records import Link
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Quote, Remark

_TYPE: Final = re.compile(rb'"@?type"\s*:\s*\[?\s*"(?:oa:)?Annotation(?:Page|Collection)?"')
_CONTEXT: Final = b"http://www.w3.org/ns/anno.jsonld"
_EXPANDED: Final = "http://www.w3.org/ns/oa#Annotation"
#: Bodies whose words are no tag.
_COMMENTS: Final = {"commenting", "replying", "questioning", "editing", "describing", "assessing"}
_IRIS: Final = {"linking", "identifying"}
_READ: Final = {"@context", "id", "@id", "type", "@type", "motivation", "body", "bodyValue",
                "target", "creator"}  # fmt: skip


def recognise(path: Path, head: bytes) -> bool:
    """Whether the beginning of a file has an annotation, or its context."""
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return begins and (_CONTEXT in head or bool(_TYPE.search(head)))


def read(path: Path, options: Options) -> Imported:
    """Read a file of annotations.

    Raises:
        ImportFileError: when it is no JSON, or holds no annotations.
    """
    layers = Layers("annotation", options)
    name = path.name.partition(".")[0] or "text"
    reading = _Reading(layers, options, name)
    found = 0
    for record, value in values(path):
        for one in _annotations(value, layers, record):
            found += 1
            reading.take(words(one.get("id")) or record or f"annotation {found}", one)
    if not found and not layers.refused:
        remedy = "is it of another format? 'clivage import --list' shows them"
        raise ImportFileError("holds no annotations", remedy=remedy, origin=Origin(str(path)))
    return reading.imported()


def _annotations(value: object, layers: Layers, record: str) -> Iterator[Fields]:
    """Give the annotations of a value: itself, or those of a page or collection."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, dict):
            what = "is no annotation, and no address is ever fetched"
            layers.refused.append(Remark(record, f"{str(one)[:60]!r} {what}"))
            continue
        types = {words(type_).removeprefix("oa:") for type_ in
                 [*listed(one.get("type")), *listed(one.get("@type"))]}  # fmt: skip
        if _EXPANDED in types:
            remedy = "compact it with the context http://www.w3.org/ns/anno.jsonld"
            layers.refused.append(Remark(record, "is expanded JSON-LD", remedy))
        elif "Annotation" in types or ("target" in one and "first" not in one):
            yield one
        elif inside := [listed(one[name]) for name in ("items", "@graph", "first") if name in one]:
            waiting.extend(reversed(inside[0]))
        elif types & {"AnnotationPage", "AnnotationCollection"} or types:
            layers.left(f"thing of the type {', '.join(sorted(types))[:60]!r}")
        else:
            layers.refused.append(Remark(record, "is no annotation"))
        if words(one.get("next")):
            what = "goes on in another page, and no address is ever fetched"
            layers.refused.append(Remark(record, what, "import that page as well"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """An annotation as it is read; its places are found when all of a text are known."""

    record: str
    whole: Fields
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    links: tuple[str, ...]
    coder: str
    places: tuple[Place, ...]
    others: tuple[str, ...]


@dataclass
class _Reading:
    """One reading of a file; ``name`` stands for a text that no annotation names."""

    layers: Layers
    options: Options
    name: str
    notes: list[_Note] = field(default_factory=list)

    def take(self, record: str, one: Fields) -> None:
        """Take an annotation."""
        own = annotation_own.body(listed(one.get("body")))
        for name in one:
            if name not in _READ and not (own and name == "rights"):
                self.layers.left(f"{name[:60]!r} of annotations")
        try:
            self.notes.append(self._note(record, one))
        except ImportFileError as error:
            self.layers.refused.append(Remark(record, error.what, error.remedy))

    def _note(self, record: str, one: Fields) -> _Note:
        motivations = {words(motive).rpartition(":")[2] for motive in listed(one.get("motivation"))}
        said: dict[str, list[str]] = {"tag": [], "note": [], "link": []}
        bodies = [*listed(one.get("body")), *self._plain(one)]
        for body in bodies:
            sort, value = self._body(body, motivations)
            if value:
                said[sort].append(value)
        places, others = [], []
        for target in listed(one.get("target")):
            found = self._target(target)
            if isinstance(found, str):
                others.append(found)
            else:
                places.append(found)
        linking = bool(motivations & {"linking"})
        return _Note(
            record=record,
            whole=one,
            tags=tuple(said["tag"]),
            notes=tuple(said["note"]),
            links=tuple(said["link"]),
            coder=_creator(one),
            places=tuple(places),
            others=tuple([*said["link"], *others] if linking and len(others) < 2 else others),
        )

    def _plain(self, one: Fields) -> list[object]:
        value = words(one.get("bodyValue"))
        return [{"type": "TextualBody", "value": value}] if value else []

    def _body(self, body: object, motivations: set[str]) -> tuple[str, str]:
        """Return what a body is, and what it says."""
        if isinstance(body, str):
            is_iri = identifiers.is_absolute(body) or "linking" in motivations
            return ("link" if is_iri else "tag"), body.strip()
        if not isinstance(body, dict):
            return "note", ""
        purposes = {words(one).rpartition(":")[2] for one in listed(body.get("purpose"))}
        value = words(body.get("value"))
        if not value:
            source = body.get("source") or body.get("id")
            return "link", words(source.get("id") if isinstance(source, dict) else source)
        meant = purposes or motivations
        if meant & _COMMENTS and not meant & {"tagging", "classifying"}:
            return "note", value
        if meant & _IRIS and identifiers.is_absolute(value):
            return "link", value
        known = annotation_tags.split(self.layers, [value])[0] or self.layers.sign([value])
        return ("tag" if known or meant & {"tagging", "classifying", *_IRIS} else "note"), value

    def _target(self, target: object) -> Place | str:
        """Return what a target selects of a text; or the IRI of a whole thing."""
        if not isinstance(target, dict):
            return words(target)
        if "selector" in target:
            return place(target)
        source = target.get("source") or target.get("id") or target.get("@id")
        return words(source.get("id") if isinstance(source, dict) else source)

    # what becomes of them

    def imported(self) -> Imported:
        """Return all that was taken, and what is to be said of the rest."""
        found = self._quotes()
        own = Own(self.options.language, self.layers.repaired, self.layers.refused)
        known = {_plain_id(words(note.whole.get("id")) or note.record): note.record
                 for note in self.notes}  # fmt: skip
        for note, quoted in zip(self.notes, found, strict=True):
            body = annotation_own.body(listed(note.whole.get("body")))
            if body and quoted:
                own.take(note.record, body, quoted, note.whole)
            elif ends := [known[id] for id in map(_plain_id, note.others) if id in known]:
                self._link(note, ends)
            elif not quoted:
                self._refuse(note)
            else:
                self._take(note, quoted)
        stances = tuple(own.stances())
        taken = self.layers.imported()
        used = {quote.document for one in (*stances, *taken.stances) for quote in one.quotes}
        documents = tuple(
            self._titled(one, own)
            for one in taken.documents
            if one.text is not None or one.key in used
        )
        return replace(
            taken,
            documents=documents,
            parties=(*own.parties, *taken.parties),
            topics=(*own.topics, *taken.topics),
            stances=(*stances, *taken.stances),
            header=own.header(self.name),
            left_out=tuple(
                one for one in taken.left_out if not stances or "'rights'" not in one.what
            ),
        )

    def _quotes(self) -> list[tuple[Quote, ...]]:
        """Return the quotations of each annotation; those of one text are looked at together."""
        by_text: dict[str, list[tuple[int, Place]]] = defaultdict(list)
        for number, note in enumerate(self.notes):
            for one in note.places:
                if one.is_some:
                    by_text[one.source or self.name].append((number, one))
        found: list[list[Quote]] = [[] for _ in self.notes]
        for source, places in by_text.items():
            title = last_part(source) or source
            text = text_of(self.options.texts, (source, title))
            self.layers.documents[source] = Document(key=source, title=title, text=text)
            answer = quotes(source, text, [one for _, one in places])
            if answer.how:
                self.layers.repaired.append(Remark(f"text {title!r}", answer.how))
            for (number, _), quote in zip(places, answer.quotes, strict=True):
                found[number].append(quote)
        return [tuple(one) for one in found]

    def _titled(self, one: Document, own: Own) -> Document:
        """Return a text with the id that it should have."""
        if own.base:
            return replace(one, id=own.id("source", one.key))
        return replace(one, id=one.title if identifiers.is_slug(one.title) else "")

    def _take(self, note: _Note, quoted: Sequence[Quote]) -> None:
        links = (f"the annotation links it to {one}; not checked" for one in note.links)
        annotation_tags.take(
            self.layers,
            key=note.record,
            quotes=quoted,
            tags=note.tags,
            notes=(*note.notes, *links),
            coder=note.coder,
        )

    def _link(self, note: _Note, ends: Sequence[str]) -> None:
        """Take an annotation that ties two others."""
        if len(ends) != 2:
            what = f"it ties {len(ends)} annotations of the file, not two"
            self.layers.refused.append(Remark(note.record, what))
            return
        said, plain = annotation_tags.split(self.layers, note.tags)
        self.layers.link(
            Link(
                record=note.record,
                document="",
                words=(said.get("sign", ""), *plain),
                ends=(("who", ends[0]), ("target", ends[1])),
                said={"coder": note.coder, "note": "; ".join(note.notes), **said},
            )
        )

    def _refuse(self, note: _Note) -> None:
        """Say why an annotation is not taken that stands on no words."""
        said, plain = annotation_tags.split(self.layers, note.tags)
        if said or self.layers.sign(plain) or annotation_own.body(listed(note.whole.get("body"))):
            what = "it stands on no words of a text"
            remedy = "select them with a TextQuoteSelector or a TextPositionSelector"
            self.layers.refused.append(Remark(note.record, what, remedy))
        else:
            self.layers.left("annotation that stands on no words of a text")


def _plain_id(id: str) -> str:
    """Return an id without the mark that some programs put before it."""
    return id.removeprefix("#")


def _creator(one: Fields) -> str:
    """Return the name of who made an annotation."""
    for creator in listed(one.get("creator")):
        if isinstance(creator, dict):
            names = (words(creator.get(name)) for name in ("name", "nickname", "id"))
            return next(filter(None, names), "")
        if words(creator):
            return words(creator)
    made = (body.get("creator") for body in objects(one.get("body")))
    return next(filter(None, (_creator({"creator": one}) for one in made if one)), "")
