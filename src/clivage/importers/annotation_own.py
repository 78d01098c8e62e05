"""The bodies in which clivage says all of a statement, in Web Annotations that it has exported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeVar

from clivage import identifiers, namespaces
from clivage.errors import ImportFileError
from clivage.importers.annotation_json import Fields, listed, objects, shown, words
from clivage.importers.annotation_json import iri as iri_of
from clivage.importers.records import Party, Quote, Remark, Stance, Topic
from clivage.model import (
    AUTHOR,
    ActorType,
    Certainty,
    Coder,
    Corpus,
    DateBasis,
    Labels,
    Modality,
    Mode,
    Sign,
    in_language,
)

_STATEMENT: Final = "clv:Statement"
_SIGNS: Final = {"clv:Support": Sign.SUPPORT, "clv:Opposition": Sign.OPPOSITION}
_AUTHORS: Final = ("clv:author", f"{namespaces.CLV}author")
_OF_CORPUS: Final = re.compile(r"(.+[/#])(?:actor|issue|source|statement|coder)/[^/#]+")
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_Code = TypeVar("_Code", bound=Enum)


def body(bodies: Sequence[object]) -> Fields | None:
    """Return the body that says all of a statement, or None."""
    return next((one for one in objects(list(bodies)) if _STATEMENT in _types(one)), None)


def _types(one: Fields) -> list[str]:
    return [words(type_) for type_ in listed(one.get("type"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    record: str
    body: Fields
    quotes: tuple[Quote, ...]
    coder: str


@dataclass
class Own:
    """Statements that clivage has exported.

    Attributes:
        language: in which things are called first; empty where nobody said.
        bases: how often an IRI hangs from a base.
        coders: ids by name.
        licence: of the codings, where it is told.
    """

    language: str
    repaired: list[Remark]
    refused: list[Remark]
    bases: Counter[str] = field(default_factory=Counter)
    coders: dict[str, str] = field(default_factory=dict)
    licence: str = ""
    _told: list[_Told] = field(default_factory=list)
    _parties: dict[str, Party] = field(default_factory=dict)
    _topics: dict[str, Topic] = field(default_factory=dict)

    def take(
        self, record: str, body: Fields, quotes: tuple[Quote, ...], annotation: Fields
    ) -> None:
        """Take a statement; it is read when all are there, and the base of their IRIs is known."""
        creator = next(iter(objects(annotation.get("creator"))), {})
        name, iri = words(creator.get("name")), words(creator.get("id"))
        for known in (words(body.get("id")), iri, *(quote.document for quote in quotes)):
            if match := _OF_CORPUS.fullmatch(known):
                self.bases[match[1]] += 1
        coder = name or iri.rpartition("/")[2]
        if coder and iri:
            self.coders.setdefault(coder, iri)
        licence = words(annotation.get("rights"))
        if identifiers.is_http(licence):
            self.licence = self.licence or licence
        elif licence:
            what = f"its rights {licence[:60]!r} are no address of a licence, and are left out"
            self.repaired.append(Remark(record, what))
        self._told.append(_Told(record=record, body=body, quotes=quotes, coder=coder))

    @property
    def base(self) -> str:
        """The IRI from which most things hang, or an empty string."""
        found = self.bases.most_common(1)
        return found[0][0] if found and identifiers.is_base(found[0][0]) else ""

    def id(self, folder: str, iri: str) -> str:
        """Return the id of an IRI: its last part where it hangs from the base.

        One that hangs from elsewhere is made of its words, so that it is known again.
        """
        short = identifiers.id_of(self.base, folder, iri) if self.base else iri
        if folder == "statement":
            return short if identifiers.is_statement_id(short) else ""
        return short if identifiers.is_slug(short) else identifiers.slug(iri)

    def header(self, name: str) -> Corpus | None:
        """Return what a new corpus takes over."""
        if not self.base:
            return None
        coders = {self.id("coder", iri): called for called, iri in self.coders.items()}
        said = (tag for one in self._parties.values() for tag in one.labels)
        language = self.language or next(said, "und")
        return Corpus(
            id=name,
            base=self.base,
            title={language: name},
            language=language,
            licence=self.licence,
            coders=tuple(Coder(id=id, name=called) for id, called in coders.items()),
        )

    def stances(self) -> Iterator[Stance]:
        """Give the stances, and refuse what is none."""
        for told in self._told:
            try:
                yield self._stance(told)
            except ImportFileError as error:
                self.refused.append(Remark(told.record, error.what, error.remedy))

    @property
    def parties(self) -> tuple[Party, ...]:
        """The actors of whom a stance has told."""
        return tuple(self._parties.values())

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The issues of which a stance has told."""
        return tuple(self._topics.values())

    def _stance(self, told: _Told) -> Stance:
        body = told.body
        sign = next((_SIGNS[one] for one in _types(body) if one in _SIGNS), None)
        if sign is None:
            raise ImportFileError("its statement is neither clv:Support nor clv:Opposition")
        target, on_topic = self._thing(body, "clv:target")
        holder, is_topic = self._thing(body, "clv:holder")
        if not holder or not target:
            raise ImportFileError(f"its statement has no {'target' if holder else 'holder'}")
        if is_topic:
            raise ImportFileError("its holder is an issue, and takes no sides")
        about, voice = self._thing(body, "clv:about")[0], self._thing(body, "clv:voice")[0]
        when, strength = words(body.get("clv:when")), body.get("clv:strength", 2)
        if type(strength) is not int:
            what = f"{shown(strength)} is no clv:strength, and is left out"
            self.repaired.append(Remark(told.record, what))
        modality = self._code(told.record, Modality, body, "clv:modality", "modality-")
        certainty = self._code(told.record, Certainty, body, "clv:certainty", "certainty-")
        return Stance(
            record=told.record,
            sign=sign,
            holder=holder,
            target=target,
            quotes=told.quotes,
            on_topic=on_topic,
            about=about,
            voice=voice,
            relation=_last(words(body.get("clv:relation")), "relation-"),
            mode=self._code(told.record, Mode, body, "clv:mode", "mode-"),
            modality=modality or Modality.ACTUAL,
            strength=strength if type(strength) is int else 2,
            certainty=certainty or Certainty.CERTAIN,
            when=when,
            date_basis=self._code(told.record, DateBasis, body, "clv:dateBasis", "basis-"),
            coder=told.coder,
            note=words(body.get("skos:note")),
            suggested_by=words(body.get("clv:suggestedBy")),
            id=self.id("statement", words(body.get("id"))),
        )

    def _code(
        self, record: str, of: type[_Code], body: Fields, name: str, list_: str
    ) -> _Code | None:
        word = _last(words(body.get(name)), list_)
        try:
            return of(word) if word else None
        except ValueError:
            self.repaired.append(Remark(record, f"{word[:40]!r} is no {name}, and is left out"))
            return None

    def _thing(self, body: Fields, name: str) -> tuple[str, bool]:
        """Return the key of an actor or an issue, and whether it is an issue."""
        said = body.get(name)
        one: Fields = said if isinstance(said, dict) else {"id": said}
        iri = words(one.get("id"))
        if iri in _AUTHORS:
            return AUTHOR, False
        is_topic = "clv:Issue" in _types(one) or name == "clv:about"
        if iri and is_topic and iri not in self._topics:
            self._topics[iri] = self._topic(iri, one)
        elif iri and not is_topic and iri not in self._parties:
            self._parties[iri] = self._party(iri, one)
        return iri, is_topic

    def _party(self, iri: str, one: Fields) -> Party:
        types = {words(type_).lower() for type_ in listed(one.get("type"))}
        labels = self._labels(iri, one, "skos:prefLabel")
        return Party(
            key=iri,
            label=in_language(labels, self.language) or _last(iri, "/"),
            type=next((type_ for type_ in ActorType if f"clv:{type_.value}" in types), None),
            kind=_last(words(one.get("clv:kind")), "kind-"),
            names=tuple(_names(one.get("skos:altLabel"))),
            part_of=words(one.get("clv:partOf")),
            exact_match=tuple(_matches(one, "skos:exactMatch")),
            close_match=tuple(_matches(one, "skos:closeMatch")),
            note=self._note(iri, one),
            labels=labels,
            id=self.id("actor", iri),
        )

    def _topic(self, iri: str, one: Fields) -> Topic:
        labels = self._labels(iri, one, "skos:prefLabel")
        return Topic(
            key=iri,
            label=in_language(labels, self.language) or _last(iri, "/"),
            definition=self._labels(iri, one, "skos:definition"),
            exact_match=tuple(_matches(one, "skos:exactMatch")),
            close_match=tuple(_matches(one, "skos:closeMatch")),
            note=self._note(iri, one),
            labels=labels,
            id=self.id("issue", iri),
        )

    def _labels(self, iri: str, one: Fields, name: str) -> Labels:
        """Return texts by language; those of no language are of the corpus's, or undetermined."""
        said = one.get(name)
        pairs = said.items() if isinstance(said, dict) else [("", said)]
        found: dict[str, str] = {}
        for tag, text in pairs:
            if not words(text):
                continue
            if not _LANGUAGE.fullmatch(tag):
                known = self.language or "und"
                what = f"{tag[:40]!r} is no language of a {name}; written as {known}"
                self.repaired.append(Remark(iri, what))
                found.setdefault(known, words(text))
            else:
                found[tag] = words(text)
        return found

    def _note(self, iri: str, one: Fields) -> str:
        """Return the note of a thing, with the links that are no addresses."""
        notes = [words(one.get("skos:note"))]
        for name in ("skos:exactMatch", "skos:closeMatch"):
            for link in filter(None, map(iri_of, listed(one.get(name)))):
                if not identifiers.is_http(link):
                    self.repaired.append(Remark(iri, f"{link[:60]!r} is no address; in its note"))
                    notes.append(f"{name}: {link}")
        return "; ".join(filter(None, notes))


def _last(text: str, mark: str) -> str:
    """Return what stands behind a mark, or the whole text."""
    return text.rpartition(mark)[2]


def _names(said: object) -> Iterator[str]:
    by_language = said.values() if isinstance(said, dict) else [said]
    yield from (words(name) for one in by_language for name in listed(one) if words(name))


def _matches(one: Fields, name: str) -> Iterator[str]:
    yield from (link for link in map(iri_of, listed(one.get(name))) if identifiers.is_http(link))
