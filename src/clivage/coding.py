"""Read a corpus folder: ``corpus.yaml``, ``texts/*.txt`` and ``codings/*.yaml``.

Everything is verified on the way, and everything that is wrong is reported at once, each with
its ``file:line``.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from clivage import constraints, identifiers, lock, quotation, schema, yamlfile
from clivage.errors import ClivageError, CorpusError, Origin, Origins, Problem, Severity
from clivage.model import (
    Actor,
    Coder,
    Corpus,
    Issue,
    Labels,
    Passage,
    Sign,
    Source,
    Statement,
    reading_order,
)
from clivage.yamlfile import Location, YamlFile

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a corpus folder.

    Attributes:
        corpus: the corpus, or None when ``corpus.yaml`` could not be read as one.
        problems: all that is wrong, errors and warnings, in the order of the files.
    """

    corpus: Corpus | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def read(folder: Path, *, accept_changed_texts: bool = False) -> Corpus:
    """Read and verify a corpus.

    Args:
        folder: the corpus folder, such as ``graph/bolivia-1971``.
        accept_changed_texts: let a text differ from the one that was last built.

    Raises:
        CorpusError: with every error found, when there is one.
    """
    reading = inspect(folder, accept_changed_texts=accept_changed_texts)
    if reading.errors or reading.corpus is None:
        raise CorpusError(reading.errors)
    return reading.corpus


def inspect(folder: Path, *, accept_changed_texts: bool = False) -> Reading:
    """Read a corpus and report everything that is wrong with it, without raising."""
    reader = _Reader(folder)
    corpus = reader.corpus()
    problems = reader.problems
    if corpus:
        problems += [one for one in constraints.check(corpus) if not reader.is_echo(one)]
        if not accept_changed_texts:
            problems += lock.changes(folder, corpus)
    return Reading(corpus, tuple(sorted(problems, key=_file_order)))


def _file_order(problem: Problem) -> tuple[str, int, str, str]:
    origin = problem.origin or Origin("")
    return origin.file, origin.line, problem.rule, problem.subject


@dataclass(frozen=True, slots=True)
class _File(Generic[_Model]):
    yaml: YamlFile
    entry: _Model


@dataclass
class _Written(Origins):
    """Remembers where in YAML each thing stands, and finds its line when asked."""

    places: dict[str, tuple[YamlFile, Location]] = field(default_factory=dict)

    def of(self, subject: str, field: str = "") -> Origin | None:
        if subject not in self.places:
            return None
        file, location = self.places[subject]
        return file.origin((*location, field) if field else location)


class _Reader:
    """Reads one corpus folder, collecting problems as it goes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.written = _Written()
        #: Statements whose quotation failed: other rules about it would only echo that.
        self.unquoted: set[str] = set()

    def corpus(self) -> Corpus | None:
        header = self._load(self.folder / "corpus.yaml", schema.CorpusFile)
        codings = [
            coding
            for path in sorted((self.folder / "codings").glob("*.yaml"))
            if (coding := self._load(path, schema.CodingFile))
        ]
        if header is None:
            return None
        entry, language = header.entry, header.entry.language
        sources = [
            source
            for id, one in entry.sources.items()
            if (source := self._source(id, one, header.yaml, language))
        ]
        self._remember("corpus", header.yaml, ())
        return Corpus(
            id=self.folder.resolve().name,
            base=entry.base,
            title=_labels(entry.title, language),
            language=language,
            licence=entry.licence,
            description=_labels(entry.description, language),
            publisher=entry.publisher,
            issued=entry.issued,
            coders=tuple(self._coders(header)),
            sources=tuple(sources),
            actors=tuple(self._actors(header)),
            issues=tuple(self._issues(header)),
            statements=self._statements(codings, {source.id: source for source in sources}),
            origins=self.written,
        )

    def is_echo(self, problem: Problem) -> bool:
        """Whether a broken rule only repeats what reading the files has said already."""
        if problem.rule == "corpus-empty":
            return any(one.severity is Severity.ERROR for one in self.problems)
        return problem.rule == "statement-evidence" and problem.subject in self.unquoted

    def _load(self, path: Path, model: type[_Model]) -> _File[_Model] | None:
        try:
            yaml = yamlfile.read(path)
        except ClivageError as error:
            self._refuse("file", error)
            return None
        try:
            return _File(yaml, model.model_validate({} if yaml.data is None else yaml.data))
        except ValidationError as error:
            self.problems += schema.explained(error, yaml, model)
            return None

    def _refuse(self, rule: str, error: ClivageError, origin: Origin | None = None) -> None:
        self.problems.append(Problem(rule, error.what, error.remedy, origin=error.origin or origin))

    def _remember(self, subject: str, file: YamlFile, location: Location) -> None:
        self.written.places[subject] = (file, location)

    def _coders(self, header: _File[schema.CorpusFile]) -> Iterable[Coder]:
        for id, one in header.entry.coders.items():
            self._remember(f"coder/{id}", header.yaml, ("coders", id))
            yield Coder(id=id, name=one.name)

    def _source(
        self, id: str, entry: schema.SourceEntry, file: YamlFile, language: str
    ) -> Source | None:
        self._remember(f"source/{id}", file, ("sources", id))
        path = self.folder / (entry.file or f"texts/{id}.txt")
        try:
            text = yamlfile.read_text(path)
            content = path.read_bytes()
        except ClivageError as error:
            self._refuse("source-text", error)
            return None
        return Source(
            id=id,
            title=_labels(entry.title, language),
            language=entry.language,
            sha256=hashlib.sha256(content).hexdigest(),
            creator=entry.creator,
            date=entry.date,
            period=entry.period,
            rights=entry.rights,
            provenance=entry.provenance,
            text=text,
        )

    def _actors(self, header: _File[schema.CorpusFile]) -> Iterable[Actor]:
        for id, one in sorted(header.entry.actors.items()):
            self._remember(f"actor/{id}", header.yaml, ("actors", id))
            yield Actor(
                id=id,
                type=one.type,
                labels=_labels(one.label, header.entry.language),
                kind=one.kind,
                names=tuple(one.names),
                part_of=one.part_of,
                exact_match=tuple(sorted(one.exact_match)),
                close_match=tuple(sorted(one.close_match)),
                note=one.note,
            )

    def _issues(self, header: _File[schema.CorpusFile]) -> Iterable[Issue]:
        for id, one in sorted(header.entry.issues.items()):
            self._remember(f"issue/{id}", header.yaml, ("issues", id))
            yield Issue(
                id=id,
                labels=_labels(one.label, header.entry.language),
                definition=_labels(one.definition, header.entry.language),
                exact_match=tuple(sorted(one.exact_match)),
                close_match=tuple(sorted(one.close_match)),
                note=one.note,
            )

    def _statements(
        self, codings: Iterable[_File[schema.CodingFile]], sources: Mapping[str, Source]
    ) -> tuple[Statement, ...]:
        statements: dict[str, Statement] = {}
        for file in codings:
            for number, entry in enumerate(file.entry.statements):
                location: Location = ("statements", number)
                for statement in self._entry(file, entry, location, sources):
                    if statement.id in statements:
                        self._duplicate(statement.id, file.yaml.origin(location))
                        continue
                    self._remember(f"statement/{statement.id}", file.yaml, location)
                    statements[statement.id] = statement
        return tuple(sorted(statements.values(), key=reading_order))

    def _duplicate(self, id: str, origin: Origin) -> None:
        first = self.written.of(f"statement/{id}")
        remedy = f"the first is at {first}; delete one, or give this one an 'id:' of its own"
        what = f"the statement {id!r} is coded twice"
        self.problems.append(Problem("statement-id", what, remedy, f"statement/{id}", origin))

    def _entry(
        self,
        file: _File[schema.CodingFile],
        entry: schema.StatementEntry,
        location: Location,
        sources: Mapping[str, Source],
    ) -> Iterable[Statement]:
        """Make the statements of one entry: one for each holder and each target."""
        origin = file.yaml.origin(location)
        sign = Sign.SUPPORT if entry.supports is not None else Sign.OPPOSITION
        targets = entry.supports if entry.supports is not None else entry.opposes
        evidence = self._evidence(file, entry, location, sources)
        pairs = list(itertools.product(entry.who, targets or []))
        for holder, target in pairs:
            if not evidence:
                id = f"{origin}.{holder}.{target}"
                self.unquoted.add(f"statement/{id}")
            elif entry.id:
                id = entry.id if len(pairs) == 1 else f"{entry.id}.{holder}.{target}"
            else:
                id = identifiers.statement_id(holder, sign, target, evidence[0])
            yield Statement(
                id=id,
                sign=sign,
                holder=holder,
                target=target,
                evidence=evidence,
                coder=file.entry.coder,
                about=entry.about,
                voice=entry.voice,
                relation=entry.relation,
                mode=entry.mode,
                modality=entry.modality,
                strength=entry.strength,
                certainty=entry.certainty,
                when=entry.when,
                date_basis=entry.date_basis,
                note=entry.note,
            )

    def _evidence(
        self,
        file: _File[schema.CodingFile],
        entry: schema.StatementEntry,
        location: Location,
        sources: Mapping[str, Source],
    ) -> tuple[Passage, ...]:
        source = sources.get(file.entry.source)
        if source is None or source.text is None:
            if f"source/{file.entry.source}" not in self.written.places and location[-1] == 0:
                self._unknown_source(file)
            return ()
        passages = []
        for quote in entry.quote:
            try:
                passages.append(
                    quotation.anchor(source.id, source.text, quote, occurrence=entry.occurrence)
                )
            except ClivageError as error:
                self._refuse("quotation", error, file.yaml.origin((*location, "quote")))
                return ()
        return tuple(passages)

    def _unknown_source(self, file: _File[schema.CodingFile]) -> None:
        known = [key.removeprefix("source/") for key in self.written.places if "source/" in key]
        near = identifiers.nearest(file.entry.source, known)
        self.problems.append(
            Problem(
                "source-unknown",
                f"there is no source {file.entry.source!r}",
                f"did you mean {near!r}" if near else "describe it in corpus.yaml under 'sources'",
                origin=file.yaml.origin(("source",)),
            )
        )


def _labels(labels: Mapping[str, str], language: str) -> Labels:
    """Give a text that names no language the language of the corpus; sort by language."""
    return {key or language: text for key, text in sorted(labels.items())}
