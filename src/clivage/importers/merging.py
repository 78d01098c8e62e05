"""Give what was read its ids, verify it, and merge it with what the corpus has.

Nothing is written here: what comes of it is a `Draft`, which `clivage.importers.files` writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from clivage import codes, constraints, dates, identifiers, ties
from clivage.errors import ClivageError, ImportFileError, Severity
from clivage.importers import evidence
from clivage.importers.evidence import Found
from clivage.importers.options import Options
from clivage.importers.records import Claim, Imported, Remark, Stance
from clivage.importers.report import Report, together
from clivage.importers.things import Things
from clivage.model import (
    AUTHOR,
    Corpus,
    DateBasis,
    Statement,
    UnevidencedTie,
)

#: The parts of a statement by which two of them are the same.
_Key = tuple[object, ...]
#: A stance, the statement that it makes, and where its words were found.
_Said = tuple[Stance, Statement, tuple[Found, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an import would make of a corpus.

    Attributes:
        things: the sources, actors, issues and coders that are new.
        statements: the new statements in the order of the file.
        quotes: for each new statement, by id, its passages as a coding file has them.
        ties: the new unevidenced ties.
        table: name of the table that they belong into.
    """

    things: Things
    statements: tuple[Statement, ...]
    quotes: Mapping[str, tuple[Found, ...]]
    ties: tuple[UnevidencedTie, ...]
    table: str
    report: Report


def merge(
    imported: Imported,
    corpus: Corpus,
    options: Options,
    *,
    file: Path,
    taken_texts: Iterable[str] = (),
) -> Draft:
    """Return what is new in an import.

    Args:
        corpus: what there is already; an empty one for a new corpus.
        file: the file that was read, for what is written of its origin.
        taken_texts: names of texts in the folder, described or not, which no new one may have.
    """
    return _Merging(imported, corpus, options, file, taken_texts).draft()


@dataclass
class _Merging:
    imported: Imported
    corpus: Corpus
    options: Options
    file: Path
    taken_texts: Iterable[str] = ()
    statements: dict[str, Statement] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, tuple[Found, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.report = Report(
            self.imported.format,
            repaired=[*self.imported.repaired],
            refused=[*self.imported.refused],
            left_out=[*self.imported.left_out],
        )
        self.things = Things(
            self.imported,
            self.corpus,
            self.options,
            self.report,
            self.file,
            taken_texts=self.taken_texts,
        )
        self.table = identifiers.slug(self.file.stem) or "edges"
        there = (*self.corpus.statements, *self.corpus.superseded)
        self.known = Counter(_key(one) for one in there)
        #: What of them says the same in every detail, and is there for whoever says just that.
        self.alike = Counter(_whole(one) for one in there)
        self.ids = {one.id for one in there}
        self.sources = {**self.corpus.source, **{one.id: one for one in self.things.sources}}

    def draft(self) -> Draft:
        found = [one for stance in self.imported.stances if (one := self._said_by(stance))]
        # Those that are there word for word come first: no other may be taken for them.
        other = [one for one in found if not self._is_there(one[1])]
        for stance, statement, passages in other:
            self._take(stance, statement, passages)
        self._refuse_what_breaks_rules()
        claimed = self._ties()
        self._give_up(claimed)
        self._count(claimed)
        return Draft(
            self.things,
            tuple(self.statements.values()),
            self.quotes,
            claimed,
            self.table,
            self.report,
        )

    def _give_up(self, claimed: tuple[UnevidencedTie, ...]) -> None:
        """Leave out those whom only refused stances name."""
        used = {id for one in claimed for id in (one.holder, one.target)}
        for one in self.statements.values():
            used |= {one.holder, one.target, one.voice, one.about}
        named = set()
        for claim in self.imported.claims:
            named |= {self.things.id_of(claim.holder)}
            named |= {self.things.id_of(claim.target, on_topic=claim.on_topic)}
        for stance in self.imported.stances:
            named |= {self.things.id_of(stance.holder), self.things.id_of(stance.voice)}
            named |= {self.things.id_of(stance.target, on_topic=stance.on_topic)}
            named |= {self.things.id_of(stance.about, on_topic=True)}
        self.things.keep(used, named)
        coders = {one.coder for one in self.statements.values()}
        self.things.coders = [one for one in self.things.coders if one.id in coders]

    def _count(self, claimed: tuple[UnevidencedTie, ...]) -> None:
        things, report = self.things, self.report
        report.taken.update(
            {
                "statement": len(self.statements),
                "unevidenced tie": len(claimed),
                "text": len(things.sources),
                "actor": len(things.actors),
                "issue": len(things.issues),
                "coder": len(things.coders),
            }
        )
        report.known.update(things.known)
        for remarks in (report.repaired, report.refused, report.left_out):
            remarks[:] = together(remarks)

    def _said_by(self, stance: Stance) -> _Said | None:
        """Return the statement that a stance makes; None when it is refused."""
        try:
            passages = self._evidence(stance)
            return stance, self._statement(stance, passages), passages
        except ClivageError as error:
            self.report.refused.append(Remark(stance.record, error.what, error.remedy))
            return None

    def _statement(self, stance: Stance, passages: tuple[Found, ...]) -> Statement:
        relation, when, note = self._said(stance)
        evidence = {one.passage for one in passages}
        return Statement(
            id="",
            sign=stance.sign,
            holder=AUTHOR if stance.holder == AUTHOR else self.things.party(stance.holder),
            target=self.things.target(stance.target, on_topic=stance.on_topic),
            evidence=tuple(sorted(evidence, key=lambda one: (one.start, one.end))),
            coder=self.things.coder(stance.coder),
            about=self.things.topic(stance.about) if stance.about else "",
            voice=self._voice(stance.voice),
            relation=relation,
            mode=stance.mode,
            modality=stance.modality,
            strength=min(3, max(1, stance.strength)),
            certainty=stance.certainty,
            when=when,
            date_basis=(stance.date_basis or DateBasis.EDITOR) if when else None,
            note=note,
            suggested_by=stance.suggested_by,
        )

    def _is_there(self, statement: Statement) -> bool:
        """Whether the corpus has a statement word for word; each of its own counts once."""
        if self.alike[_whole(statement)] <= 0:
            return False
        self.alike[_whole(statement)] -= 1
        self.known[_key(statement)] -= 1
        self.report.known["statement"] += 1
        return True

    def _take(self, stance: Stance, statement: Statement, passages: tuple[Found, ...]) -> None:
        """Take a statement that is new; one that only differs in details is the corpus's own."""
        key = _key(statement)
        if self.known[key] > 0:
            self.known[key] -= 1
            self.report.known["statement"] += 1
            what = "there already, with other details, which stay as they are in the corpus"
            self.report.left_out.append(Remark(stance.record, what, "edit the coding file"))
            return
        statement = replace(statement, id=self._id(statement, stance.id))
        self.ids.add(statement.id)
        self.statements[statement.id] = statement
        self.records[statement.id] = stance.record
        self.quotes[statement.id] = passages

    def _voice(self, key: str) -> str:
        return key if key in ("", AUTHOR) else self.things.party(key)

    def _evidence(self, stance: Stance) -> tuple[Found, ...]:
        """Find all quotations of a stance, which must stand in one text."""
        if not stance.quotes:
            raise ImportFileError("no words are quoted", remedy="quote them, with their text")
        keys = {quote.document for quote in stance.quotes}
        if len(keys) > 1:
            what = "its quotations are from several texts"
            raise ImportFileError(what, remedy="make a statement of each")
        source = self.sources[self.things.source(keys.pop())]
        passages = []
        for quote in stance.quotes:
            one = evidence.found(source.id, source.text or "", quote)
            if one.repaired:
                self.report.repaired.append(Remark(stance.record, one.repaired))
            passages.append(one)
        # A coding file has one 'occurrence' for all quotations of a statement.
        if len({one.occurrence or 1 for one in passages}) > 1:
            what = "its quotations are not all the first, or all the second, of their words"
            raise ImportFileError(what, remedy="make a statement of each")
        return tuple(passages)

    def _said(self, stance: Stance) -> tuple[str, str, str]:
        """Return relation, date and note; what cannot be said as such stands in the note."""
        notes = [stance.note] if stance.note else []
        relation, when = stance.relation, stance.when
        known = codes.relations().get(relation)
        if relation and (known is None or known.sign not in (None, stance.sign)):
            notes.append(f"relation: {relation}")
            what = f"{relation!r} is no relation of this sign; it stands in the note"
            self.report.repaired.append(Remark(stance.record, what))
            relation = ""
        if when and not dates.is_date(when):
            notes.append(f"when: {when}")
            what = f"{when!r} is not an EDTF date; it stands in the note"
            self.report.repaired.append(Remark(stance.record, what))
            when = ""
        return relation, when, "; ".join(notes)

    def _id(self, statement: Statement, wanted: str) -> str:
        """Return the id of a new statement: that of its place where nothing has it yet."""
        if wanted and wanted not in self.ids and identifiers.is_statement_id(wanted):
            return wanted
        id = default_id(statement)
        if id not in self.ids:
            return id
        other, number = f"{id}.{statement.coder}", 2
        while other in self.ids:
            other, number = f"{id}.{statement.coder}.{number}", number + 1
        return other

    def _refuse_what_breaks_rules(self) -> None:
        """Refuse the new statements that `clivage check` would refuse, in its words."""
        candidate = replace(
            self.corpus,
            sources=tuple(self.sources.values()),
            actors=(*self.corpus.actors, *self.things.actors),
            issues=(*self.corpus.issues, *self.things.issues),
            coders=(*self.corpus.coders, *self.things.coders),
            statements=(*self.corpus.statements, *self.statements.values()),
        )
        for problem in constraints.check(candidate):
            sort, _, id = problem.subject.partition("/")
            if sort != "statement" or problem.severity is not Severity.ERROR:
                continue
            if self.statements.pop(id, None):
                remark = Remark(self.records[id], problem.what, problem.remedy)
                self.report.refused.append(remark)

    def _ties(self) -> tuple[UnevidencedTie, ...]:
        there = Counter(_tie_key(one) for one in self.corpus.unevidenced)
        taken = []
        for claim in self.imported.claims:
            try:
                tie = self._tie(claim)
            except ClivageError as error:
                self.report.refused.append(Remark(claim.record, error.what, error.remedy))
                continue
            if there[_tie_key(tie)] > 0:
                there[_tie_key(tie)] -= 1
                self.report.known["unevidenced tie"] += 1
            else:
                taken.append(tie)
        return tuple(taken)

    def _tie(self, claim: Claim) -> UnevidencedTie:
        holder = self.things.party(claim.holder)
        target = self.things.target(claim.target, on_topic=claim.on_topic)
        if holder == target:
            raise ImportFileError(f"{holder!r} takes sides with itself", remedy="delete it")
        note, when = claim.note, claim.when
        if when and not dates.is_date(when):
            what = f"{when!r} is not an EDTF date; it stands in the note"
            self.report.repaired.append(Remark(claim.record, what))
            note, when = "; ".join(filter(None, [note, f"when: {when}"])), ""
        return UnevidencedTie(
            id=ties.id_of(self.table, holder, claim.sign, target),
            sign=claim.sign,
            holder=holder,
            target=target,
            strength=min(3, max(1, claim.strength)),
            when=when,
            provenance=f"{self.file.name}, {claim.record}",
            note=note,
        )


def default_id(statement: Statement) -> str:
    """Return the id that a coding file gives a statement that has none of its own."""
    return identifiers.statement_id(
        statement.holder, statement.sign, statement.target, statement.evidence[0]
    )


def _key(statement: Statement) -> _Key:
    places = tuple((one.source, one.start, one.end) for one in statement.evidence)
    return statement.coder, statement.sign, statement.holder, statement.target, places


def _whole(statement: Statement) -> _Key:
    """Return all that a statement says, but for its id."""
    return (
        *_key(statement), statement.about, statement.voice, statement.relation, statement.mode,
        statement.modality, statement.strength, statement.certainty, statement.when,
        statement.date_basis, statement.note, statement.suggested_by,
    )  # fmt: skip


def _tie_key(tie: UnevidencedTie) -> _Key:
    return tie.sign, tie.holder, tie.target, tie.strength, tie.when
