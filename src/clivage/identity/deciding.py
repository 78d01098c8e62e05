"""What a person decides of candidates: written into ``corpus.yaml``, and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from clivage import identifiers
from clivage.errors import CorpusError, Origin, Problem
from clivage.identity import people, rewriting
from clivage.identity.answers import Candidate
from clivage.identity.operation import HEADER, Folder, changed
from clivage.identity.record import Act, Changed, Log, Record
from clivage.identity.sheet import Answer, Item, Sheet
from clivage.model import Actor, Corpus, Issue

#: The sort and the id of something, and the IRI of a candidate, or else its identifier.
Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person says of one candidate.

    Attributes:
        sort: ``actor`` or ``issue``.
        service: from which the candidate came.
        origin: where the answer is written, for messages.
    """

    sort: str
    id: str
    candidate: Candidate
    answer: Answer
    service: str = ""
    origin: Origin | None = None

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.sort, self.id, self.candidate.iri or self.candidate.id


def key(item: Item, candidate: Candidate) -> Key:
    """Return what a decision on a candidate is about."""
    return item.sort, item.id, candidate.iri or candidate.id


def decided(log: Log) -> set[Key]:
    """Return what was decided, and not taken back."""
    return {
        (sort, record.said(sort), record.said("iri") or record.said("id"))
        for record in log.standing
        if record.act is Act.MATCH
        for sort in ("actor", "issue")
        if record.said(sort)
    }


def pending(sheet: Sheet, log: Log) -> list[Decision]:
    """Return the answers of a sheet that were not taken over yet."""
    known = decided(log)
    found = [
        Decision(
            sort=item.sort,
            id=item.id,
            candidate=one.candidate,
            answer=one.answer,
            service=sheet.service,
            origin=Origin(sheet.file, one.line),
        )
        for item in sheet.items
        for one in item.proposals
        if one.answer
    ]
    return [one for one in found if one.key not in known]


def unanswered(sheet: Sheet, corpus: Corpus, log: Log) -> Iterator[Item]:
    """Yield the items of a sheet of which something is to be decided, with that alone."""
    known = decided(log)
    for item in sheet.items:
        thing = _thing(corpus, item.sort, item.id)
        if thing is None or thing.exact_match:
            continue
        open_ = tuple(
            one
            for one in item.proposals
            if one.answer is None and key(item, one.candidate) not in known
        )
        if open_:
            yield replace(item, proposals=open_)


def accept(folder: Path, decisions: Sequence[Decision], *, by: str, when: str) -> list[Record]:
    """Write what a person decided, and record it: links into ``corpus.yaml``, each with a record.

    Raises:
        CorpusError: with every decision that contradicts another, or what is known.
        ClivageError: when ``corpus.yaml`` must be edited by hand.
    """
    by, opened = people.checked(by), Folder(folder)
    corpus = opened.corpus
    if problems := [*_wrong(corpus, decisions)]:
        raise CorpusError(problems)
    text, changes = _linked(opened, corpus, decisions)
    records = [
        Record(
            number=number,
            act=Act.MATCH,
            by=by,
            when=when,
            details=_details(one),
            changes=changes.get(one.key, ()),
        )
        for number, one in enumerate(decisions, opened.log.next)
    ]
    if records:
        opened.commit(records, {HEADER: text} if changes else {})
    return records


def _linked(
    folder: Folder, corpus: Corpus, decisions: Sequence[Decision]
) -> tuple[str, dict[Key, tuple[Changed, ...]]]:
    """Return ``corpus.yaml`` with the links that were accepted, and the lines of each."""
    text = folder.text(HEADER)
    found: dict[Key, tuple[Changed, ...]] = {}
    for group in _rounds([one for one in decisions if one.answer is not Answer.NO]):
        gains = {
            one.id: {one.answer.key: [one.candidate.iri]}
            for one in group
            if one.candidate.iri not in _links(corpus, one)
        }
        section = f"{group[0].sort}s"
        text, hunks = rewriting.linked(text, section, gains, name=folder.shown(HEADER))
        found |= {
            one.key: (changed(HEADER, text, hunks[one.id]),) for one in group if one.id in hunks
        }
    return text, found


def _details(decision: Decision) -> dict[str, str]:
    one = decision.candidate
    said = {
        decision.sort: decision.id,
        "match": decision.answer.value,
        "iri": one.iri,
        "id": one.id,
        "name": one.name,
        "score": f"{one.score:g}" if one.score else "",
        "service": decision.service,
    }
    return {key: value for key, value in said.items() if value}


def _rounds(decisions: Sequence[Decision]) -> Iterator[list[Decision]]:
    """Yield decisions in groups of one sort, each about another thing."""
    for sort in ("actor", "issue"):
        rest = [one for one in decisions if one.sort == sort]
        while rest:
            first = {one.id: one for one in reversed(rest)}
            group = [one for one in rest if first[one.id] is one]
            yield group
            rest = [one for one in rest if first[one.id] is not one]


def _thing(corpus: Corpus, sort: str, id: str) -> Actor | Issue | None:
    return corpus.actor.get(id) if sort == "actor" else corpus.issue.get(id)


def _links(corpus: Corpus, decision: Decision) -> tuple[str, ...]:
    thing = _thing(corpus, decision.sort, decision.id)
    return (*thing.exact_match, *thing.close_match) if thing else ()


def _wrong(corpus: Corpus, decisions: Iterable[Decision]) -> Iterator[Problem]:
    """Yield what is wrong with decisions: each may contradict what is known, or one before it."""
    things: list[Actor | Issue] = [*corpus.actors, *corpus.issues]
    links = [(one.id, link) for one in things for link in one.exact_match]
    owners = {link: id for id, link in links}
    exact = {(id, urlsplit(link).netloc): link for id, link in links}
    seen: set[Key] = set()
    for one in decisions:
        iri, thing = one.candidate.iri, _thing(corpus, one.sort, one.id)
        said = ""
        if thing is None:
            known = corpus.actor if one.sort == "actor" else corpus.issue
            remedy = identifiers.did_you_mean(one.id, known, "see corpus.yaml for the ids")
            said = f"there is no {one.sort} {one.id!r}"
        elif one.key in seen:
            said, remedy = f"{one.key[2]} is answered twice for {one.id!r}", "keep one answer"
        elif one.answer is Answer.EXACT:
            host = one.id, urlsplit(iri).netloc
            said, remedy = _contradiction(one, thing, owners, exact.get(host, ""))
            owners.setdefault(iri, one.id)
            exact.setdefault(host, iri)
        elif one.answer is Answer.CLOSE and iri in thing.exact_match:
            said = f"{iri} is the exact match of {one.id!r} already"
            remedy = "undo that first"
        if said:
            yield Problem("identity", said, remedy, f"{one.sort}/{one.id}", one.origin)
        seen.add(one.key)


def _contradiction(
    decision: Decision, thing: Actor | Issue, owners: dict[str, str], other: str
) -> tuple[str, str]:
    """Return what speaks against an exact match, and what can be done; both empty if nothing."""
    iri, id = decision.candidate.iri, decision.id
    if owners.get(iri, id) != id:
        what = f"{iri} is the exact match of {owners[iri]!r} already"
        return what, f"merge the two, or accept it for {id!r} as close"
    if other not in ("", iri):
        return f"{id!r} is {other} already, which is not {iri}", "accept one of the two"
    if iri in thing.close_match:
        return f"{iri} is a close match of {id!r} already", "undo that first"
    return "", ""
