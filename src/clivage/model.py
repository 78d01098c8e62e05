"""The records of a corpus: who stood with whom, over what, when, and where it is written.

The unit is the `Statement`: *a source says that a holder supports, or opposes, a target*.
These records know neither YAML nor RDF, and do not check themselves: `clivage.coding`
reads them, `clivage.constraints` checks them, `clivage.rdf` writes them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import cached_property

from clivage.errors import Origins

#: A text in several languages: BCP 47 tag to text, e.g. ``{"fr": "l'armée", "en": "the army"}``.
Labels = Mapping[str, str]


def in_language(labels: Labels, language: str) -> str:
    """Return the text in ``language``, else in English, else in the first language there is.

    >>> in_language({"fr": "l'armée", "en": "the army"}, "es")
    'the army'
    """
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")


#: The reserved actor id for the author of the source at hand, whoever that is.
AUTHOR = "author"


class Sign(Enum):
    """Whether a statement is a support (+1) or an opposition (-1)."""

    SUPPORT = 1
    OPPOSITION = -1

    @property
    def verb(self) -> str:
        """The word that a coding file uses.

        >>> Sign.OPPOSITION.verb
        'opposes'
        """
        return "supports" if self is Sign.SUPPORT else "opposes"


class ActorType(Enum):
    """What sort of body takes sides; a collective is an unorganised one ("les masses")."""

    PERSON = "person"
    ORGANIZATION = "organization"
    COLLECTIVE = "collective"


class Mode(Enum):
    """How the stance is taken: said, done, or asked for."""

    WORD = "word"
    DEED = "deed"
    DEMAND = "demand"


class Modality(Enum):
    """Whether the source says that it happened; only ``ACTUAL`` makes a direct edge."""

    ACTUAL = "actual"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    ANNOUNCED = "announced"


class Certainty(Enum):
    """How sure the coder is that the passage says so."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    DISPUTED = "disputed"


class DateBasis(Enum):
    """Where a date comes from: the passage, the rest of the source, or the editor."""

    STATED = "stated"
    CONTEXT = "context"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, an organization or a collective that can take sides.

    Attributes:
        id: slug, unique among actors and issues of the corpus.
        kind: code of the list *kinds* (``party``, ``union``, ``bank``...), or empty.
        names: what the sources call the actor, spelling variants included.
        part_of: id of the actor that this one belongs to, or empty.
        exact_match, close_match: IRIs of the same thing elsewhere, checked by a person.
        unsorted: whether nobody knows what sort of body it is, as of whom event data name; its
            type is then the usual one, ``COLLECTIVE``.
    """

    id: str
    type: ActorType
    labels: Labels
    kind: str = ""
    names: tuple[str, ...] = ()
    part_of: str = ""
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    note: str = ""
    unsorted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A demand or policy that can be supported or opposed."""

    id: str
    labels: Labels
    definition: Labels = field(default_factory=dict)
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text and what is known of it.

    Attributes:
        language: BCP 47 tag of the text.
        period: EDTF date of what the text tells about, or empty.
        publication: what it appeared in: a newspaper, a series, an archive.
        section: where in it.
        genre: what sort of text it is: article, speech, minutes.
        rights: the rights in the text itself ("unknown" is an answer).
        provenance: how the text came into the corpus.
        sha256: hex digest of the file's bytes.
        text: the text, or ``None`` when only its quotations travelled (RDF without texts).
    """

    id: str
    title: Labels
    language: str
    sha256: str
    creator: str = ""
    date: str = ""
    period: str = ""
    publication: str = ""
    section: str = ""
    genre: str = ""
    rights: str = ""
    provenance: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A verbatim slice of a source: ``text[start:end] == exact``, in Unicode code points.

    Attributes:
        source: id of the source.
        start, end: offsets from 0, the end exclusive.
        prefix, suffix: up to 32 code points on either side.
    """

    source: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A source says that ``holder`` supports, or opposes, ``target``.

    Attributes:
        holder: id of an actor, or `AUTHOR`.
        target: id of an actor or an issue.
        about: id of the issue at stake, or empty.
        evidence: the passages it rests on; at least one.
        voice: id of the actor whose words these are, `AUTHOR` for the author's own
            judgement, empty when the source simply reports.
        relation: code of the list *relations* (``backs``, ``refuses``...), or empty.
        strength: 1 weak, 2 clear, 3 strong.
        when: EDTF date, or empty; ``date_basis`` says where it comes from.
        coder: id of the person or program that coded it.
        suggested_by: the engine that proposed it, its rule and its score, where `coder` accepted
            a suggestion; empty where somebody found it in the text.
    """

    id: str
    sign: Sign
    holder: str
    target: str
    evidence: tuple[Passage, ...]
    coder: str
    about: str = ""
    voice: str = ""
    relation: str = ""
    mode: Mode | None = None
    modality: Modality = Modality.ACTUAL
    strength: int = 2
    certainty: Certainty = Certainty.CERTAIN
    when: str = ""
    date_basis: DateBasis | None = None
    note: str = ""
    suggested_by: str = ""

    @property
    def makes_edge(self) -> bool:
        """Whether it makes a direct edge: it happened, and is not the author's own stance."""
        return self.modality is Modality.ACTUAL and AUTHOR not in (self.voice, self.holder)


def reading_order(statement: Statement) -> tuple[str, int, int, str]:
    """Sort statements as one reads: by source, then by place, then by id."""
    first = statement.evidence[0] if statement.evidence else None
    if first is None:
        return "", 0, 0, statement.id
    return first.source, first.start, first.end, statement.id


@dataclass(frozen=True, slots=True, kw_only=True)
class UnevidencedTie:
    """A support or opposition that a table claims, or a program coded, with no quotation behind it.

    It is no statement, and makes no direct edge in RDF: it enters the network marked as what
    it is.

    Attributes:
        id: its table and what it says, ``trade.quay.opposes.mill``.
        holder: id of an actor.
        target: id of an actor or an issue.
        strength: 1 weak, 2 clear, 3 strong.
        when: EDTF date, or empty; of coded events, from the first day to the last.
        provenance: where it comes from, in words.
        weight: what it weighs where its table says so, to six decimals, else None: it weighs its
            strength.
        events: how many events that a program coded it sums; 0 where it is the row of a table.
        code: the code of the event where it is a single one, such as ``173``, else empty.
        code_table: id of the table that gave the codes their signs and weights, or empty.
        source: http address of the report of a single event, or empty.
        directed: whether the data say who acted on whom.
    """

    id: str
    sign: Sign
    holder: str
    target: str
    strength: int = 2
    when: str = ""
    provenance: str = ""
    note: str = ""
    weight: Fraction | None = None
    events: int = 0
    code: str = ""
    code_table: str = ""
    source: str = ""
    directed: bool = True

    @property
    def is_coded(self) -> bool:
        """Whether a program coded what it says: it is one event, or the sum of several."""
        return self.events > 0

    @property
    def told_by(self) -> str:
        """Who says so, in words: its provenance, and that a machine coded it where one did.

        >>> event = UnevidencedTie(
        ...     id="t", sign=Sign.SUPPORT, holder="quay", target="mill", provenance="Port Gazette",
        ...     events=1, code="051", code_table="tolls/1",
        ... )
        >>> event.told_by
        'Port Gazette; coded by a machine, tolls/1'
        """
        coded = ", ".join(filter(None, ["coded by a machine", self.code_table]))
        return "; ".join(filter(None, [self.provenance, coded if self.is_coded else ""]))

    @property
    def weighs(self) -> Fraction:
        """What it counts in a network: its weight, or its strength where it has none.

        >>> tie = UnevidencedTie(id="t", sign=Sign.SUPPORT, holder="quay", target="mill")
        >>> tie.weighs
        Fraction(2, 1)
        """
        return Fraction(self.strength) if self.weight is None else self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTable:
    """Which signs and weights the codes of events have; where tables differ, so do networks.

    Attributes:
        id: its name and version, ``goldstein-icews/1``, or an IRI that somebody else gave it.
        source: http address of where it was taken from, or empty.
        sha256: hex digest of its file, or empty.
    """

    id: str
    title: Labels
    version: str
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Who coded a statement."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """A coded corpus: its sources, actors, issues and statements, each in a fixed order.

    Attributes:
        id: slug; the name of its folder.
        base: the IRI that all its ids hang from, ending in ``/`` or ``#``.
        language: BCP 47 tag of the language in which exports speak first.
        licence: IRI of the licence of the codings (not of the texts).
        issued: the day on which the corpus was published, as the author gives it, or None.
        superseded: statements of codings that another stands for: kept and verified, and no part
            of the corpus else; RDF does not have them, and two corpora that differ in them only
            are equal.
        unevidenced: signed ties without a quotation, kept apart, by id.
        code_tables: those by which programs coded some of these ties, by id.
        origins: where each thing is written, for messages.
    """

    id: str
    base: str
    title: Labels
    language: str
    licence: str = ""
    description: Labels = field(default_factory=dict)
    publisher: str = ""
    issued: datetime.date | None = None
    coders: tuple[Coder, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    issues: tuple[Issue, ...] = ()
    statements: tuple[Statement, ...] = ()
    superseded: tuple[Statement, ...] = field(default=(), compare=False)
    unevidenced: tuple[UnevidencedTie, ...] = ()
    code_tables: tuple[CodeTable, ...] = ()
    origins: Origins = field(default_factory=Origins, compare=False, repr=False)

    @cached_property
    def actor(self) -> Mapping[str, Actor]:
        """Actors by id."""
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def issue(self) -> Mapping[str, Issue]:
        """Issues by id."""
        return {issue.id: issue for issue in self.issues}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def tie(self) -> Mapping[str, UnevidencedTie]:
        """Unevidenced ties by id."""
        return {tie.id: tie for tie in self.unevidenced}

    @cached_property
    def statement(self) -> Mapping[str, Statement]:
        """Statements by id."""
        return {statement.id: statement for statement in self.statements}
