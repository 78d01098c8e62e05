"""RDF that follows the clivage ontology, back into records: what `clivage.export` has written.

Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD are read, told by the ending of the name.
Offsets count Unicode code points. Taken is everything that the ontology has a word for: corpus,
coders, sources, actors, issues, statements and ties. The texts stand in the RDF, in a folder, or
in the corpus that is imported into. Direct edges are not taken: they are derived from statements.
An edge that rests on no statement is refused, and so is a statement of which a part that it must
have cannot be read.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from clivage import constraints, dates, identifiers, namespaces
from clivage.errors import (
    ClivageError,
    DateError,
    ImportFileError,
    OntologyError,
    Origin,
    Problem,
    Severity,
)
from clivage.importers import bounded
from clivage.importers.options import Options
from clivage.importers.records import Claim, Document, Imported, Party, Quote, Remark, Stance, Topic
from clivage.model import (
    Actor,
    Corpus,
    Issue,
    Labels,
    Source,
    Statement,
    UnevidencedTie,
    in_language,
)

FORMAT: Final = "rdf"
_ENDINGS: Final = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")
#: The base of a corpus that has none.
_UNNAMED: Final = "urn:clivage:unnamed/"
#: The sorts of things whose rules `clivage.constraints` checks, by what their problems begin with.
_CHECKED: Final = ("corpus", "coder/", "source/", "actor/", "issue/", "statement/", "tie/")
#: What becomes of a thing that breaks a rule.
_MENDED: Final = {
    "corpus-id": "it gets another id",
    "corpus-title": "the name of the file stands in",
    "corpus-licence": "it is left out",
    "actor-type": "it gets the usual one",
    "actor-label": "its id or the language of the corpus stands in",
    "issue-label": "its id or the language of the corpus stands in",
    "identity-link": "it stands in the note",
    "actor-kind": "it stands in the note",
    "actor-part-of": "it stands in the note",
    "source-title": "its id stands in",
    "source-language": "it counts as undetermined",
    "source-rights": "they are written as unknown",
    "source-digest": "it is made from the text",
    "source-date": "it stands in the provenance",
    "source-period": "it stands in the provenance",
    "source-publication": "it counts as text",
}
#: What is said of a thing that has more values than it may.
_SEVERAL: Final = re.compile(r"it has (\d+ values|two labels)")


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is RDF, by its name."""
    return path.suffix.lower() in _ENDINGS and bool(head)


def read(path: Path, options: Options) -> Imported:
    """Read a corpus from RDF.

    Raises:
        ImportFileError: when it is not RDF, or nothing in it is of the clivage ontology.
    """
    from clivage import rdf

    origin = Origin(str(path))
    triples, properties = _triples(path)
    try:
        corpus, problems = rdf.inspect(rdf.from_ntriples(triples))
    except ClivageError as error:
        raise ImportFileError(error.what, remedy=error.remedy, origin=origin) from None
    return _Reading(corpus, problems, options, path).imported(_unknown(properties, corpus))


def _triples(path: Path) -> tuple[bytes, Counter[bytes]]:
    """Return the triples of a file as N-Triples, and how often each property stands there."""
    from clivage import store

    content = bounded.content(path).removeprefix(b"\xef\xbb\xbf")
    ending = path.suffix.lower()
    if ending not in store.READABLE:
        remedy = f"the name of a file of RDF ends in {', '.join(store.READABLE)}"
        raise ImportFileError("not RDF by its name", remedy=remedy, origin=Origin(str(path)))
    try:
        triples = store.parsed(content, format=ending, name=str(path))
        lines = sorted({f"{triple} .\n".encode() for triple in triples})
    except OntologyError as error:
        origin = error.origin
        raise ImportFileError(error.what, remedy=error.remedy, origin=origin) from None
    properties = Counter(line.split(b" ", 2)[1] for line in lines)
    return b"".join(lines), properties


def _unknown(properties: Counter[bytes], corpus: Corpus) -> Iterator[Remark]:
    """Say which properties have no place: those that the corpus, written again, does not use."""
    from clivage import rdf, store

    written = rdf.ntriples(corpus, with_text=True).splitlines()
    known = {line.split(b" ", 2)[1] for line in written}
    known |= {f"<{property_}>".encode() for property_ in store.DERIVED}
    for property_, count in sorted(properties.items()):
        if property_ not in known:
            name = _short(property_.decode().strip("<>"))
            yield Remark(name, f"a property that has no place; it stands {count:,} times")


def _short(iri: str) -> str:
    for prefix, namespace in namespaces.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


class _Reading:
    """Makes records of a corpus, whatever is wrong with it."""

    def __init__(
        self, corpus: Corpus, problems: Sequence[Problem], options: Options, path: Path
    ) -> None:
        self.corpus, self.path = corpus, path
        self.language = corpus.language or options.language or "und"
        self.repaired: list[Remark] = []
        self.refused: list[Remark] = []
        #: What could not be read of statements and ties, by their IRIs.
        self.unread: dict[str, list[str]] = defaultdict(list)
        self.broken: set[tuple[str, str]] = set()
        for problem in problems:
            if problem.severity is Severity.ERROR:
                self._remark(problem)
        names = Counter(one.name for one in corpus.coders)
        #: A name that two coders have tells nobody who coded.
        self.coders = {
            one.id: one.name if names[one.name] == 1 else one.id for one in corpus.coders
        }

    def imported(self, unknown: Iterable[Remark]) -> Imported:
        corpus = self.corpus
        documents = tuple(self._document(one) for one in corpus.sources)
        parties = tuple(self._party(one) for one in corpus.actors)
        stances = [
            self._stance(one)
            for one in corpus.statements
            if identifiers.iri(corpus.base, "statement", one.id) not in self.unread
        ]
        if coded := sum(bool(_coding(one)) for one in corpus.unevidenced):
            what = f"what {coded:,} of them weigh, and how a machine coded them, stands in the note"
            self.repaired.append(Remark("unevidenced ties", what))
        claims = [
            self._claim(one)
            for one in corpus.unevidenced
            if identifiers.iri(corpus.base, "tie", one.id) not in self.unread
        ]
        for iri, said in self.unread.items():
            name = iri.removeprefix(corpus.base)
            self.refused.append(Remark(name.replace("/", " ", 1), "; ".join(said)))
        return Imported(
            format=FORMAT,
            documents=documents,
            parties=parties,
            topics=tuple(self._topic(one) for one in corpus.issues),
            stances=tuple(stances),
            claims=tuple(claims),
            repaired=tuple(self.repaired),
            refused=tuple(self.refused),
            left_out=tuple(unknown),
            header=self._header(),
        )

    # Problems

    def _remark(self, problem: Problem) -> None:
        """Sort a problem: of a statement, of another thing, or of an edge without any."""
        subject, rule = problem.subject, problem.rule
        what = problem.what.partition(": ")[2] or problem.what
        checked = subject.startswith(_CHECKED)
        sort = rule.partition("-")[0]
        if rule == "edge-evidence":
            name = f"actor {self._id(subject, 'actor')}"
            self.refused.append(Remark(name, what, "code the statement"))
        elif sort in ("statement", "tie") and not checked:
            # Who coded it may be told by the person.
            if not (rule == "statement-coder" and "has no" in what):
                self.unread[subject].append(what)
        elif rule in _MENDED:
            name = subject if checked else f"{sort}/{self._id(subject, sort)}"
            mended = "one of them counts" if _SEVERAL.match(what) else _MENDED[rule]
            if mended == _MENDED[rule]:
                self.broken.add((rule, name))
            self.repaired.append(Remark(name.replace("/", " ", 1), f"{what}; {mended}"))
        # What is wrong with passages, and what the rules say of statements, is said again
        # when each statement is verified.

    def _id(self, iri: str, folder: str) -> str:
        return identifiers.id_of(self.corpus.base, folder, iri)

    # Things

    def _header(self) -> Corpus | None:
        corpus = self.corpus
        if constraints.wrong_base(corpus.base) or corpus.base == _UNNAMED:
            return None
        licence = "" if ("corpus-licence", "corpus") in self.broken else corpus.licence
        title = corpus.title if any(corpus.title.values()) else {self.language: self.path.stem}
        return replace(
            corpus, title=self._labels(title), description=self._labels(corpus.description),
            language=self.language, licence=licence, sources=(), actors=(), issues=(),
            statements=(), unevidenced=(),
        )  # fmt: skip

    def _labels(self, labels: Labels) -> Labels:
        """Return labels of which each has a language and words."""
        return {tag or self.language: text for tag, text in labels.items() if text.strip()}

    def _document(self, one: Source) -> Document:
        provenance = [one.provenance] if one.provenance else []
        own, named = _own(one.id)
        provenance += [named] if named else []
        told = {"date": one.date, "period": one.period}
        for name, date in told.items():
            if date and not _is_date(date):
                provenance.append(f"{name}: {date}")
                told[name] = ""
        if one.text is not None and one.sha256:
            digest = hashlib.sha256(one.text.encode("utf-8", "replace")).hexdigest()
            if digest != one.sha256:
                what = "its text is not the one that its digest is of; it counts as it is here"
                self.repaired.append(Remark(f"source {one.id}", what))
        titles = self._labels(one.title)
        return Document(
            key=one.id,
            title=in_language(titles, self.language) or one.id,
            titles=titles,
            text=one.text,
            language=one.language,
            creator=one.creator,
            publication=one.publication,
            section=one.section,
            genre=one.genre,
            rights=one.rights,
            provenance="; ".join(provenance),
            id=own,
            **told,
        )

    def _party(self, one: Actor) -> Party:
        labels, own, exact, close, notes = self._named(one, f"actor {one.id}")
        part_of = one.part_of
        if part_of and ("actor-part-of", f"actor/{one.id}") in self.broken:
            notes.append(f"part of: {part_of}")
            part_of = ""
        unknown = one.unsorted or ("actor-type", f"actor/{one.id}") in self.broken
        return Party(
            key=one.id,
            label=in_language(labels, self.language) or one.id,
            labels=labels,
            type=None if unknown else one.type,
            kind=one.kind,
            names=one.names,
            part_of=part_of,
            exact_match=exact,
            close_match=close,
            note="; ".join(notes),
            id=own,
        )

    def _topic(self, one: Issue) -> Topic:
        labels, own, exact, close, notes = self._named(one, f"issue {one.id}")
        return Topic(
            key=one.id,
            label=in_language(labels, self.language) or one.id,
            labels=labels,
            definition=self._labels(one.definition),
            exact_match=exact,
            close_match=close,
            note="; ".join(notes),
            id=own,
        )

    def _named(
        self, one: Actor | Issue, name: str
    ) -> tuple[Labels, str, tuple[str, ...], tuple[str, ...], list[str]]:
        """Return labels, id, exact and close matches and notes of an actor or an issue."""
        notes = [one.note] if one.note else []
        exact = [link for link in one.exact_match if identifiers.is_http(link)]
        close = [link for link in one.close_match if identifiers.is_http(link)]
        links = (*one.exact_match, *one.close_match)
        notes += [f"same as: {link}" for link in links if not identifiers.is_http(link)]
        own, named = _own(one.id)
        if named and identifiers.is_http(one.id):
            what = "it is named by an IRI of another place, which stands among its exact matches"
            self.repaired.append(Remark(name, what))
            exact = [*dict.fromkeys([*exact, one.id])]
        elif named:
            notes.append(named)
        return self._labels(one.labels), own, tuple(exact), tuple(close), notes

    # Statements

    def _stance(self, one: Statement) -> Stance:
        own, named = _own(one.id, statement=True)
        return Stance(
            record=f"statement {one.id}",
            sign=one.sign,
            holder=one.holder,
            target=one.target,
            on_topic=one.target in self.corpus.issue,
            quotes=tuple(
                Quote(
                    document=it.source,
                    exact=it.exact,
                    start=it.start if it.start >= 0 else None,
                    end=it.end if it.end >= 0 else None,
                )
                for it in one.evidence
            ),
            about=one.about,
            voice=one.voice,
            relation=one.relation,
            mode=one.mode,
            modality=one.modality,
            strength=one.strength,
            certainty=one.certainty,
            when=one.when,
            date_basis=one.date_basis,
            coder=self.coders.get(one.coder, one.coder),
            note="; ".join(filter(None, [one.note, named])),
            suggested_by=one.suggested_by,
            id=own,
        )

    def _claim(self, one: UnevidencedTie) -> Claim:
        return Claim(
            record=f"tie {one.id}",
            sign=one.sign,
            holder=one.holder,
            target=one.target,
            on_topic=one.target in self.corpus.issue,
            strength=one.strength,
            when=one.when,
            note="; ".join(filter(None, [one.note, one.provenance, _coding(one)])),
        )


def _coding(one: UnevidencedTie) -> str:
    """Return in words what a table of ties has no column for."""
    said = []
    if one.is_coded:
        said.append(f"coded by a machine as {one.code}" if one.code
                    else f"{one.events:,} events, coded by a machine")  # fmt: skip
    if one.code_table:
        said.append(f"code table {one.code_table}")
    if one.weight is not None:
        said.append(f"weight {float(one.weight):.6f}".rstrip("0").rstrip("."))
    if not one.directed:
        said.append("without a direction")
    return ", ".join([*said, *filter(None, [one.source])])


def _own(id: str, *, statement: bool = False) -> tuple[str, str]:
    """Return the id that a thing can keep, and in words the IRI that it cannot."""
    fits = identifiers.is_statement_id(id) if statement else identifiers.is_slug(id)
    return (id, "") if fits else ("", f"named {id}")


def _is_date(text: str) -> bool:
    try:
        dates.bounds(text)
    except DateError:
        return False
    return True
