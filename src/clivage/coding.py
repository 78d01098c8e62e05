"""Read a corpus folder: ``corpus.yaml``, ``texts/*.txt``, ``codings/*.yaml``, ``ties/*.csv``.

Everything is verified on the way, and everything that is wrong is reported at once, each with
its ``file:line``.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from clivage import constraints, identifiers, lock, quotation, schema, ties, yamlfile
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
    UnevidencedTie,
    reading_order,
)
from clivage.yamlfile import Location, YamlFile

_Model = TypeVar("_Model", bound=BaseModel)
#: The file that says what a corpus is, in its folder.
HEADER: Final = "corpus.yaml"
#: The sections of ``corpus.yaml`` that a rule looks an id up in.
_SECTIONS = {
    "actor-part-of": {"actors"},
    "statement-holder": {"actors"},
    "statement-target": {"actors", "issues"},
    "statement-voice": {"actors"},
    "statement-about": {"issues"},
    "tie-holder": {"actors"},
    "tie-target": {"actors", "issues"},
}


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

    def need(self) -> Corpus:
        """Return the corpus, whose statements may have errors.

        Raises:
            CorpusError: when ``corpus.yaml`` could not be read as one.
        """
        if self.corpus is None:
            raise CorpusError(self.errors)
        return self.corpus


def files(folder: Path) -> list[Path]:
    """Return the coding files of a corpus folder; what an editor hides there is none."""
    return [
        path
        for path in sorted((folder / "codings").glob("*"))
        if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")
    ]


def read(folder: Path, *, accept_changed_texts: bool = False, may_be_empty: bool = False) -> Corpus:
    """Read and verify a corpus.

    Args:
        folder: the corpus folder, such as ``graph/bolivia-1971``.
        accept_changed_texts: let a text differ from the one that was last built.
        may_be_empty: let it have no statement yet.

    Raises:
        CorpusError: with every error found, when there is one.
    """
    reading = inspect(folder, accept_changed_texts=accept_changed_texts)
    errors = [one for one in reading.errors if not (may_be_empty and one.rule == constraints.EMPTY)]
    if errors or reading.corpus is None:
        raise CorpusError(errors)
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
    # One entry with several holders breaks a rule several times, in the same words.
    once = {(one.origin, one.what): one for one in sorted(problems, key=_file_order, reverse=True)}
    return Reading(corpus, tuple(sorted(once.values(), key=_file_order)))


def _file_order(problem: Problem) -> tuple[str, int, str, str]:
    origin = problem.origin or Origin("")
    return origin.file, origin.line, problem.rule, problem.subject


@dataclass(frozen=True, slots=True)
class _File(Generic[_Model]):
    yaml: YamlFile
    entry: _Model


@dataclass(frozen=True, slots=True)
class _Coding:
    """A coding file, with those of its statements that can be read and their numbers."""

    yaml: YamlFile
    source: str
    coder: str
    superseded_by: str
    statements: tuple[tuple[int, schema.StatementEntry], ...]

    @property
    def folder(self) -> str:
        """What messages call its statements: those of a superseded coding have ids apart."""
        return "superseded" if self.superseded_by else "statement"


@dataclass
class _Written(Origins):
    """Remembers where in YAML each thing stands, and finds its line when asked.

    Attributes:
        places: subject (``actor/torres``) to its file and the way to it.
        positions: statement to the places of its holder and target in their lists.
        rows: unevidenced tie (``tie/trade.quay.opposes.mill``) to its row.
    """

    places: dict[str, tuple[YamlFile, Location]] = field(default_factory=dict)
    positions: dict[str, tuple[int, int]] = field(default_factory=dict)
    rows: dict[str, Origin] = field(default_factory=dict)

    def of(self, subject: str, field: str = "") -> Origin | None:
        if subject not in self.places:
            return self.rows.get(subject)
        file, location = self.places[subject]
        if not field:
            return file.origin(location)
        position: Location = ()
        if subject in self.positions and field in ("who", "supports", "opposes"):
            position = (self.positions[subject][field != "who"],)
        return file.origin((*location, field, *position))


class _Reader:
    """Reads one corpus folder, collecting problems as it goes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.written = _Written()
        #: Statements whose quotation failed: other rules about it would only echo that.
        self.unquoted: set[str] = set()
        #: Sections of ``corpus.yaml`` that cannot be read: what refers to them is not wrong.
        self.unread: set[str] = set()

    def corpus(self) -> Corpus | None:
        header = self._header(self.folder / HEADER)
        codings = [coding for path in files(self.folder) if (coding := self._coding(path))]
        if header is None:
            return None
        entry, language = header.entry, header.entry.language
        sources = [
            source
            for id, one in sorted(entry.sources.items())
            if (source := self._source(id, one, header.yaml, language))
        ]
        self._remember("corpus", header.yaml, ())
        # Whatever statements refer to is read, and remembered, before they are.
        coders = tuple(self._coders(header))
        actors, issues = tuple(self._actors(header)), tuple(self._issues(header))
        by_source = {source.id: source for source in sources}
        statements = self._statements([one for one in codings if not one.superseded_by], by_source)
        superseded = self._statements([one for one in codings if one.superseded_by], by_source)
        self._succeeded(codings)
        return Corpus(
            id=self.folder.resolve().name.encode(errors="replace").decode(),
            base=entry.base,
            title=_labels(entry.title, language),
            language=language,
            licence=entry.licence,
            description=_labels(entry.description, language),
            publisher=entry.publisher,
            issued=entry.issued,
            coders=coders,
            sources=tuple(sources),
            actors=actors,
            issues=issues,
            statements=statements,
            superseded=superseded,
            unevidenced=self._ties(),
            origins=self.written,
        )

    def is_echo(self, problem: Problem) -> bool:
        """Whether a broken rule only repeats what reading the files has said already."""
        if problem.rule in ("statement-coder", "statement-id"):
            return True  # said once a file, or an entry, with the line of its key
        if _SECTIONS.get(problem.rule, set()) & self.unread:
            return True
        if problem.rule == constraints.EMPTY:
            return any(one.severity is Severity.ERROR for one in self.problems)
        return problem.rule == "statement-evidence" and problem.subject in self.unquoted

    def _yaml(self, path: Path) -> YamlFile | None:
        try:
            file = yamlfile.read(path)
        except ClivageError as error:
            self._refuse("file", error)
            return None
        self.problems += file.problems
        if file.data is None and not file.problems:
            origin = Origin(file.path, 1)
            what, remedy = "the file is empty", "see what 'clivage init' writes there"
            self.problems.append(Problem("file", what, remedy, origin=origin))
        return None if file.data is None else file

    def _header(self, path: Path) -> _File[schema.CorpusFile] | None:
        """Read ``corpus.yaml``; what is wrong in it does not hide what is wrong elsewhere."""
        file = self._yaml(path)
        if file is None:
            return None
        try:
            return _File(file, schema.CorpusFile.model_validate(file.data))
        except ValidationError as error:
            self.problems += schema.explained(error, file, schema.CorpusFile)
            locations = [detail["loc"] for detail in error.errors(include_url=False)]
            self.unread = {str(location[0]) for location in locations if len(location) == 1}
            if not isinstance(file.data, dict):
                return None
            rest = schema.without_errors(file.data, error)
        return _File(file, schema.CorpusFile.model_validate(rest))

    def _coding(self, path: Path) -> _Coding | None:
        """Read a coding file; a wrong statement in it does not hide the others."""
        file = self._yaml(path)
        if file is None:
            return None
        try:
            entry = schema.CodingFile.model_validate(file.data)
            numbered = tuple(enumerate(entry.statements))
            return _Coding(file, entry.source, entry.coder, entry.superseded_by, numbered)
        except ValidationError as error:
            self.problems += schema.explained(error, file, schema.CodingFile)
            wrong = [detail["loc"] for detail in error.errors(include_url=False)]
        data = file.data if isinstance(file.data, dict) else {}
        source, statements = data.get("source"), data.get("statements")
        if not (isinstance(source, str) and isinstance(statements, list)):
            return None
        said = (data.get(key) for key in ("coder", "superseded-by"))
        coder, superseded_by = (one if isinstance(one, str) else "" for one in said)
        right = (
            (number, rest)
            for number, one in enumerate(statements)
            if (rest := schema.statement_without(one, _keys_of(number, wrong)))
        )
        return _Coding(file, source, coder, superseded_by, tuple(right))

    def _refuse(self, rule: str, error: ClivageError, origin: Origin | None = None) -> None:
        self.problems.append(Problem(rule, error.what, error.remedy, origin=error.origin or origin))

    def _remember(self, subject: str, file: YamlFile, location: Location) -> None:
        self.written.places[subject] = (file, location)

    def _coders(self, header: _File[schema.CorpusFile]) -> Iterable[Coder]:
        for id, one in sorted(header.entry.coders.items()):
            self._remember(f"coder/{id}", header.yaml, ("coders", id))
            yield Coder(id=id, name=one.name)

    def _source(
        self, id: str, entry: schema.SourceEntry, file: YamlFile, language: str
    ) -> Source | None:
        self._remember(f"source/{id}", file, ("sources", id))
        path = self.folder / (entry.file or f"texts/{id}.txt")
        try:
            content = _content(id, self.folder, path)
            text = yamlfile.decoded(content, name=str(path))
        except ClivageError as error:
            self._refuse("source-text", error, file.origin(("sources", id, "file")))
            return None
        return Source(
            id=id,
            title=_labels(entry.title, language),
            language=entry.language,
            sha256=hashlib.sha256(content).hexdigest(),
            creator=entry.creator,
            date=entry.date,
            period=entry.period,
            publication=entry.publication,
            section=entry.section,
            genre=entry.genre,
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
                names=tuple(sorted(set(one.names))),
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
        self, codings: Iterable[_Coding], sources: Mapping[str, Source]
    ) -> tuple[Statement, ...]:
        statements: dict[str, Statement] = {}
        for file in codings:
            self._known(file, "source", "describe it in corpus.yaml under 'sources'")
            self._known(file, "coder", "name it in corpus.yaml under 'coders'")
            self._known(file, "superseded-by", "name it in corpus.yaml under 'coders'")
            source = sources.get(file.source)
            for number, entry in file.statements:
                location: Location = ("statements", number)
                evidence = self._evidence(file, entry, location, source)
                for position, coded in _pairs(file, entry, evidence, location):
                    statement = _told_apart(coded, statements, superseded=bool(file.superseded_by))
                    subject = f"{file.folder}/{statement.id}"
                    if statement.id in statements:
                        self._duplicate(subject, file.yaml.origin(location))
                        continue
                    if not evidence:
                        self.unquoted.add(subject)
                    self._remember(subject, file.yaml, location)
                    self.written.positions[subject] = position
                    statements[statement.id] = statement
        return tuple(sorted(statements.values(), key=reading_order))

    def _succeeded(self, codings: Iterable[_Coding]) -> None:
        """Say which superseded coding nothing stands for: what it says would be lost."""
        live = {(one.source, one.coder) for one in codings if not one.superseded_by}
        for file in codings:
            if file.superseded_by and (file.source, file.superseded_by) not in live:
                what = f"{file.superseded_by!r} has no coding of {file.source!r} for this one"
                remedy = "delete the key 'superseded-by', or write that coding"
                origin = file.yaml.origin(("superseded-by",))
                problem = Problem("superseded-by", what, remedy, "", origin, Severity.WARNING)
                self.problems.append(problem)

    def _ties(self) -> tuple[UnevidencedTie, ...]:
        found = ties.read(self.folder)
        self.problems += found.problems
        self.written.rows |= {f"tie/{id}": origin for id, origin in found.origins.items()}
        return found.ties

    def _known(self, file: _Coding, key: str, remedy: str) -> None:
        """Say that the source, or a coder, of a file is not in ``corpus.yaml``."""
        id = {"source": file.source, "coder": file.coder}.get(key, file.superseded_by)
        sort = "source" if key == "source" else "coder"
        if not id or f"{sort}/{id}" in self.written.places or f"{sort}s" in self.unread:
            return
        places = self.written.places
        known = [key.removeprefix(f"{sort}/") for key in places if key.startswith(f"{sort}/")]
        remedy = identifiers.did_you_mean(id, known, remedy)
        what = f"there is no {sort} {id!r}"
        origin = file.yaml.origin((key,))
        self.problems.append(Problem(f"{sort}-unknown", what, remedy, origin=origin))

    def _duplicate(self, subject: str, origin: Origin) -> None:
        id, first = subject.partition("/")[2], self.written.of(subject)
        remedy = f"the first is at {first}; delete one, or give this one an 'id:' of its own"
        what = f"the statement {id!r} is coded twice"
        self.problems.append(Problem("statement-id", what, remedy, subject, origin))

    def _evidence(
        self,
        file: _Coding,
        entry: schema.StatementEntry,
        location: Location,
        source: Source | None,
    ) -> tuple[Passage, ...]:
        """Find every quotation of an entry; none at all when one of them fails."""
        if source is None or source.text is None:
            return ()
        passages = set()
        failed = False
        for number, quote in enumerate(entry.quote):
            try:
                passages.add(
                    quotation.anchor(source.id, source.text, quote, occurrence=entry.occurrence)
                )
            except ClivageError as error:
                self._refuse("quotation", error, file.yaml.origin((*location, "quote", number)))
                failed = True
        return () if failed else tuple(sorted(passages, key=lambda one: (one.start, one.end)))


def _content(id: str, folder: Path, path: Path) -> bytes:
    """Return the bytes of the text of a source, which belongs to its corpus and lies in it."""
    within = path.is_relative_to(folder) and ".." not in path.relative_to(folder).parts
    if not within:
        what = f"the text of {id!r} is not inside the corpus: {path}"
        raise ClivageError(what, remedy="copy it into the folder texts/")
    try:
        return path.read_bytes()
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        why = "is missing" if is_missing else f"cannot be read ({error.strerror})"
        remedy = "put it there, or say with 'file' where it is"
        raise ClivageError(f"the text of {id!r} {why}: {path}", remedy=remedy) from None


def _keys_of(number: int, locations: Iterable[Location]) -> set[str]:
    """Return the keys of one statement among the places of errors; an empty one means it all."""
    ours = [one for one in locations if one[:2] == ("statements", number)]
    return {str(one[2]) if len(one) > 2 else "" for one in ours}


def _told_apart(
    coded: Statement, statements: Mapping[str, Statement], *, superseded: bool
) -> Statement:
    """Return a statement with its coder in its id where another coder says the very same.

    One that is superseded always has: so it is told from the one that stands for it.
    """
    first = statements.get(coded.id)
    if not superseded and (first is None or first.coder == coded.coder):
        return coded
    return replace(coded, id=f"{coded.id}.{coded.coder}")


def _pairs(
    file: _Coding,
    entry: schema.StatementEntry,
    evidence: tuple[Passage, ...],
    location: Location,
) -> Iterator[tuple[tuple[int, int], Statement]]:
    """Make the statements of one entry: one for each holder and each target.

    Each comes with the places of its holder and target in their lists.
    """
    sign = Sign.SUPPORT if entry.supports is not None else Sign.OPPOSITION
    targets = (entry.supports if entry.supports is not None else entry.opposes) or []
    common = {
        name: getattr(entry, name)
        for name in (
            "about", "voice", "relation", "mode", "modality",
            "strength", "certainty", "when", "date_basis", "note", "suggested_by",
        )
    }  # fmt: skip
    alone = len(entry.who) == len(targets) == 1
    positions = itertools.product(range(len(entry.who)), range(len(targets)))
    for who, whom in positions:
        holder, target = entry.who[who], targets[whom]
        if not evidence:
            id = f"{file.yaml.origin((*location, 'quote'))}.{who}.{whom}"
        elif entry.id:
            id = entry.id if alone else f"{entry.id}.{holder}.{target}"
        else:
            id = identifiers.statement_id(holder, sign, target, evidence[0])
        yield (who, whom), Statement(
            id=id, sign=sign, holder=holder, target=target,
            evidence=evidence, coder=file.coder, **common,
        )  # fmt: skip


def _labels(labels: Mapping[str, str], language: str) -> Labels:
    """Give a text that names no language the language of the corpus; sort by language."""
    return {key or language: text for key, text in sorted(labels.items())}
