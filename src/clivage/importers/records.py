"""What a reader of a foreign format hands on: documents, parties and stances.

Nothing in it is verified yet, and nothing has an id of the corpus: `clivage.importers.merging`
does both. Things refer to each other by keys that only have to be unique within one import.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from clivage.model import (
    ActorType,
    Certainty,
    Corpus,
    DateBasis,
    Labels,
    Modality,
    Mode,
    Sign,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that was coded.

    Attributes:
        key: what quotations refer to it by.
        text: the whole text, or None where the format does not carry it.
        date: EDTF, or empty.
        id: the id that it should have in the corpus, or empty.
    """

    key: str
    title: str
    text: str | None = None
    language: str = ""
    creator: str = ""
    publication: str = ""
    section: str = ""
    genre: str = ""
    date: str = ""
    period: str = ""
    rights: str = ""
    provenance: str = ""
    titles: Labels = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who takes sides, or with whom sides are taken.

    Attributes:
        key: what stances refer to it by.
        label: what it is called.
        type: None where the format does not say.
        kind: code of the list of kinds; what is no such code belongs into the note.
        names: other things that it is called.
        part_of: key of the party that it belongs to, or empty.
        exact_match, close_match: IRIs that a person has checked. What a program has guessed
            belongs into the note.
        labels: labels by language, where the format knows languages.
        id: the id that it should have in the corpus, or empty.
    """

    key: str
    label: str
    type: ActorType | None = None
    kind: str = ""
    names: tuple[str, ...] = ()
    part_of: str = ""
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    note: str = ""
    labels: Labels = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something that is supported or opposed, or at stake: an issue of the corpus."""

    key: str
    label: str
    definition: Labels = field(default_factory=dict)
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    note: str = ""
    labels: Labels = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words that a stance rests on: by their wording, their place, or better by both.

    Attributes:
        document: key of the document.
        exact: the words; empty where the format gives offsets alone.
        start, end: offsets in Unicode code points of the document's text, or None.
    """

    document: str
    exact: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A statement as the format has it.

    Attributes:
        record: where it stands in the file, as a person would look it up: ``line 12``.
        holder: key of a party; or `clivage.model.AUTHOR`.
        target: key of a party, or of a topic when ``on_topic``.
        about: key of a topic, or empty.
        voice: key of a party, `clivage.model.AUTHOR`, or empty.
        coder: name of the coder; empty where the format does not say.
        when: EDTF, or empty.
        id: the id that it should have, or empty.
    """

    record: str
    sign: Sign
    holder: str
    target: str
    quotes: tuple[Quote, ...]
    on_topic: bool = False
    about: str = ""
    voice: str = ""
    relation: str = ""
    mode: Mode | None = None
    modality: Modality = Modality.ACTUAL
    strength: int = 2
    certainty: Certainty = Certainty.CERTAIN
    when: str = ""
    date_basis: DateBasis | None = None
    coder: str = ""
    note: str = ""
    suggested_by: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A signed edge for which the format has no quotation: it becomes an unevidenced tie."""

    record: str
    sign: Sign
    holder: str
    target: str
    on_topic: bool = False
    strength: int = 2
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the report of an import.

    Attributes:
        record: where it stands in the file: ``line 12``, ``statement 7``, ``REGEXES``.
        what: what was repaired, refused or left out, and how or why; no full stop.
        remedy: what a person can do; no full stop.

    >>> print(Remark("line 12", "no quotation", "give the column 'quote'"))
    line 12: no quotation. give the column 'quote'.
    """

    record: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.record}: " if self.record else ""
        remedy = f" {self.remedy}." if self.remedy else ""
        return f"{where}{self.what}.{remedy}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """All that a reader found in a file.

    Attributes:
        format: name of the format.
        stances: in the order of the file.
        claims: signed edges without a quotation.
        repaired: what was taken, though not as it stood.
        refused: what would have been a stance or a text, but cannot be one.
        left_out: what the file holds besides, and clivage has no place for.
        header: a corpus whose title, base, language and licence a new corpus takes over.
    """

    format: str
    documents: tuple[Document, ...] = ()
    parties: tuple[Party, ...] = ()
    topics: tuple[Topic, ...] = ()
    stances: tuple[Stance, ...] = ()
    claims: tuple[Claim, ...] = ()
    repaired: tuple[Remark, ...] = ()
    refused: tuple[Remark, ...] = ()
    left_out: tuple[Remark, ...] = ()
    header: Corpus | None = None
