"""Read W3C Web Annotations: JSON-LD, as Annotorious, Recogito's annotator and Hypothesis have it.

Source: Web Annotation Data Model, W3C 2017. One annotation, an array, one a line, a page, a
collection with its first page, or a ``@graph``; compact, with the terms of the W3C's context; and
the annotations of the API of Hypothesis. Nothing is fetched, no context and no page. Offsets
should count code points; many programs count UTF-16 units: the words tell, where the text is at
hand (the folder of texts).

Taken: what clivage exports; tags such as ``supports``, ``who: Orla`` and ``target: the dyke`` on
the words of a stance; annotations with the motivation ``linking`` that tie two others, or two
stretches of a text, the first of which takes the side. Comments are notes, creators are coders.
Left out: days, programs, and annotations that no stance needs, with their counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clivage import identifiers
from clivage.errors import ImportFileError, Origin
from clivage.importers import annotation_forms, annotation_tags
from clivage.importers.annotation_json import values, words
from clivage.importers.annotation_notes import Note, note
from clivage.importers.annotation_own import Own
from clivage.importers.annotation_places import Place, last_part, quotes, text_of
from clivage.importers.layers import Layers
from clivage.importers.layers_records import Link, Span
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Quote, Remark


def recognise(path: Path, head: bytes) -> bool:
    """Whether the beginning of a file has an annotation, or its context."""
    return annotation_forms.is_some(head)


def read(path: Path, options: Options) -> Imported:
    """Read a file of annotations.

    Raises:
        ImportFileError: when it is no JSON, or holds no annotations.
    """
    layers = Layers("annotation", options)
    reading = _Reading(layers, options, path.name.partition(".")[0] or "text")
    for record, value in values(path, layers.repaired):
        for number, one in enumerate(annotation_forms.each(value, layers, record), 1):
            place = f"{record}, number {number}" if record and number > 1 else record
            reading.take(words(one.get("id")) or place or f"annotation {number}", one)
    if not reading.notes and not layers.refused:
        remedy = "is it of another format? 'clivage import --list' shows them"
        raise ImportFileError("holds no annotations", remedy=remedy, origin=Origin(str(path)))
    return reading.imported()


@dataclass
class _Reading:
    """One reading of a file.

    Attributes:
        name: stands for a text that no annotation names.
        notes: the annotations by their ids.
        found: the quotations of each, by its record.
    """

    layers: Layers
    options: Options
    name: str
    notes: dict[str, Note] = field(default_factory=dict)
    found: dict[str, tuple[Quote, ...]] = field(default_factory=dict)

    def take(self, record: str, one: dict[str, object]) -> None:
        """Take an annotation."""
        if _plain_id(record) in self.notes:
            remedy = "give each an id of its own"
            self._refuse(record, "another annotation before it has the same id", remedy)
            return
        try:
            self.notes[_plain_id(record)] = note(self.layers, record, one)
        except ImportFileError as error:
            self._refuse(record, error.what, error.remedy)

    def imported(self) -> Imported:
        """Return all that was taken, and what is to be said of the rest."""
        self._say_of_links()
        self.found = self._quotes()
        own = Own(self.options.language, self.layers.repaired, self.layers.refused)
        for one in self.notes.values():
            quoted = self.found[one.record]
            if one.own and quoted:
                own.take(one.record, one.own, quoted, one.whole)
            else:
                self._take(one, quoted)
        stances = tuple(own.stances())
        taken = self.layers.imported()
        used = {quote.document for one in (*stances, *taken.stances) for quote in one.quotes}
        documents = (one for one in taken.documents if one.text is not None or one.key in used)
        return replace(
            taken,
            documents=tuple(_titled(one, own) for one in documents),
            parties=(*own.parties, *taken.parties),
            topics=(*own.topics, *taken.topics),
            stances=(*stances, *taken.stances),
            header=own.header(self.name),
        )

    def _say_of_links(self) -> None:
        """Give links what other annotations say of them, as Annotorious tells what they mean."""
        for id, one in list(self.notes.items()):
            ids = [_plain_id(target) for target in one.targets if isinstance(target, str)]
            if len(ids) == len(one.targets) == 1 and not one.is_link:
                link = self.notes.get(ids[0])
                if link and link.is_link:
                    self.notes[ids[0]] = link.saying(one)
                    del self.notes[id]

    def _quotes(self) -> dict[str, tuple[Quote, ...]]:
        """Return the quotations of each annotation; those of one text are looked at together."""
        by_text: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for whole in self.notes.values():
            for one in whole.places:
                by_text[one.source or self.name].append((whole.record, one))
        found: dict[str, list[Quote]] = {one.record: [] for one in self.notes.values()}
        for source, places in by_text.items():
            title = last_part(source) or source
            text = text_of(self.options.texts, (source, title))
            self.layers.documents[source] = Document(key=source, title=title, text=text)
            answer = quotes(source, text, [one for _, one in places])
            if answer.how:
                self.layers.repaired.append(Remark(f"text {title!r}", answer.how))
            for (record, _), quote in zip(places, answer.quotes, strict=True):
                found[record].append(quote)
        return {record: tuple(ones) for record, ones in found.items()}

    def _take(self, one: Note, quoted: Sequence[Quote]) -> None:
        """Take an annotation that is none of ours."""
        said, plain = annotation_tags.split(self.layers, one.tags)
        signed = self.layers.sign((said.get("sign", ""), *plain)) is not None
        ends = list(self._ends(one, quoted))
        ties = one.is_link and not {"who", "target"} & {*said}
        if ties and (len(ends) > 1 or (signed and not quoted)):
            self._link(one, ends, said, plain)
        elif quoted:
            links = (f"the annotation links it to {link}; not checked" for link in one.links)
            annotation_tags.take(
                self.layers,
                key=one.record,
                quotes=quoted,
                tags=one.tags,
                notes=(*one.comments, *links),
                coder=one.coder,
            )
        elif said or one.own or signed:
            remedy = "select them with a TextQuoteSelector or a TextPositionSelector"
            self._refuse(one.record, "it stands on no words of a text", remedy)
        elif ends:
            self.layers.left("annotation of another annotation")
        else:
            self.layers.left("annotation that stands on no words of a text")

    def _ends(self, one: Note, quoted: Sequence[Quote]) -> Iterator[Span | str]:
        """Give what an annotation ties: stretches of text, and ids of others, in its order.

        What it is on comes before what its bodies lead to.
        """
        places = iter(quoted)
        for number, target in enumerate((*one.targets, *one.links * one.is_link), 1):
            if isinstance(target, str):
                if _plain_id(target) in self.notes or (one.is_link and target.startswith("#")):
                    yield _plain_id(target)
            elif target.is_some:
                yield _span(f"{one.record}, target {number}", next(places))

    def _link(
        self, one: Note, ends: Sequence[Span | str], said: dict[str, str], plain: Sequence[str]
    ) -> None:
        """Take what ties two annotations, or two stretches of a text: the first takes the side."""
        words = (said.get("sign", ""), *plain)
        sources = {text for end in ends for text in self._texts(end)}
        if self.layers.sign(words) and (len(ends) != 2 or len(sources) > 1):
            several = f"it ties {len(ends)} annotations or stretches of the file, not two"
            what = several if len(ends) != 2 else "what it ties stands in two texts"
            self._refuse(one.record, what)
            return
        for end in ends:
            if isinstance(end, Span):
                self.layers.add(end)
        keys = [end.key if isinstance(end, Span) else self._record(end) for end in ends]
        self.layers.link(
            Link(
                record=one.record,
                document="",
                words=words,
                ends=(("who", keys[0]), ("target", keys[1])),
                said={"coder": one.coder, "note": "; ".join(one.comments), **said},
            )
        )

    def _record(self, id: str) -> str:
        return self.notes[id].record if id in self.notes else id

    def _texts(self, end: Span | str) -> set[str]:
        """Return the texts in which an end stands."""
        if isinstance(end, Span):
            return {end.document}
        return {quote.document for quote in self.found.get(self._record(end), ())}

    def _refuse(self, record: str, what: str, remedy: str = "") -> None:
        self.layers.refused.append(Remark(record, what, remedy))


def _span(key: str, quote: Quote) -> Span:
    return Span(
        document=quote.document, key=key, exact=quote.exact, start=quote.start, end=quote.end
    )


def _titled(one: Document, own: Own) -> Document:
    """Return a text with the id that it should have."""
    if own.base:
        return replace(one, id=own.id("source", one.key))
    return replace(one, id=one.title if identifiers.is_slug(one.title) else "")


def _plain_id(id: str) -> str:
    """Return an id without the mark that some programs put before it."""
    return id.removeprefix("#")
