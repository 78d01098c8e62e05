"""Make one actor of several: whoever named one of them names the one that stays."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from clivage import identifiers
from clivage.errors import ClivageError, CorpusError, Problem
from clivage.identity import people, rewriting, tables
from clivage.identity.operation import HEADER, Folder, changed
from clivage.identity.patches import Rewritten
from clivage.identity.record import Act, Record
from clivage.model import Actor, Corpus, Statement


def merge(folder: Path, gone: Sequence[str], into: str, *, by: str, when: str) -> Record:
    """Merge actors into another, and record it.

    The lines that name them name the other. Their entries leave ``corpus.yaml``; their labels and
    names become names of the other, and their identity links its links.

    Args:
        gone: ids of the actors that will be no more.
        into: id of the one that stays.

    Returns:
        what was recorded.

    Raises:
        CorpusError: with every statement in the way: on oneself, or twice; or with every error
            that the corpus would have.
        ClivageError: when there is no such actor, or a file must be edited by hand.
    """
    by, opened = people.checked(by), Folder(folder)
    corpus = opened.corpus
    _need_several(corpus, gone, into)
    becomes = dict.fromkeys(gone, into)
    if problems := [*_selves(corpus, becomes), *_twins(corpus, becomes), *_wholes(corpus, becomes)]:
        raise CorpusError(problems)
    gains = _gains(corpus, gone, into)
    files = dict(_rewritten(opened, becomes, gains))
    record = Record(
        number=opened.log.next,
        act=Act.MERGE,
        by=by,
        when=when,
        details={"actors": [*gone], "into": into},
        changes=tuple(changed(name, one.text, one.hunks) for name, one in files.items()),
    )
    opened.commit([record], {name: one.text for name, one in files.items()})
    return record


def _need_several(corpus: Corpus, gone: Sequence[str], into: str) -> None:
    for id in (*gone, into):
        people.need(id, corpus.actor)
    if into in gone:
        what = f"{into!r} cannot be merged into itself"
        raise ClivageError(what, remedy="name the others, and with --into the one that stays")
    if twice := [id for id in gone if gone.count(id) > 1]:
        raise ClivageError(f"{twice[0]!r} is named twice", remedy="name it once")


def _rewritten(
    folder: Folder, becomes: Mapping[str, str], gains: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Rewritten]]:
    """Yield the files that change, ``corpus.yaml`` first."""
    into = next(iter(becomes.values()))
    header = folder.text(HEADER)
    yield HEADER, rewriting.merged(header, [*becomes], into, gains, name=folder.shown(HEADER))
    for names, rewrite in (
        (folder.codings(), rewriting.renamed),
        (folder.ties(), tables.renamed_rows),
    ):
        for name in names:
            text = folder.text(name)
            if any(id in text for id in becomes):  # most files name few actors
                found = rewrite(text, becomes, name=folder.shown(name))
                if found.hunks:
                    yield name, found


def _place(corpus: Corpus, statement: Statement) -> str:
    return str(corpus.origins.of(f"statement/{statement.id}") or statement.id)


def _selves(corpus: Corpus, becomes: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the statements that would be on their own holder, and are not yet."""
    live = ((f"statement/{one.id}", one) for one in corpus.statements)
    superseded = ((f"superseded/{one.id}", one) for one in corpus.superseded)
    for subject, one in (*live, *superseded):
        holder, target = (becomes.get(id, id) for id in (one.holder, one.target))
        if holder == target and one.holder != one.target:
            what = f"{one.holder!r} {one.sign.verb} {one.target!r} here: it would be on itself"
            remedy = "they are not one, or the statement is wrong"
            yield Problem("statement-self", what, remedy, subject, corpus.origins.of(subject))


@dataclass(frozen=True, slots=True)
class _Said:
    """What makes a statement the same as another, for its id is made of it."""

    id: str
    coder: str


def _twins(corpus: Corpus, becomes: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the statements that would be said twice, with where the other is."""
    first: dict[_Said, Statement] = {}
    for one in corpus.statements:
        if not one.evidence or not _has_made_id(one):
            continue
        holder, target = (becomes.get(id, id) for id in (one.holder, one.target))
        said = _Said(identifiers.statement_id(holder, one.sign, target, one.evidence[0]), one.coder)
        other = first.setdefault(said, one)
        place = _place(corpus, one)
        if other is not one and place != _place(corpus, other):
            what = f"it would say the same as the statement at {_place(corpus, other)}"
            remedy = "delete one of the two first"
            subject = f"statement/{one.id}"
            yield Problem("statement-id", what, remedy, subject, corpus.origins.of(subject))


def _has_made_id(statement: Statement) -> bool:
    made = identifiers.statement_id(
        statement.holder, statement.sign, statement.target, statement.evidence[0]
    )
    return statement.id in (made, f"{made}.{statement.coder}")


def _wholes(corpus: Corpus, becomes: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the actors to be merged of which one is a part of another."""
    together = {*becomes, *becomes.values()}
    for id in sorted(together):
        for whole in _above(corpus, id):
            if whole in together:
                what = f"{id!r} is a part of {whole!r}"
                remedy = "they are not one, or a 'part-of' is wrong"
                origin = corpus.origins.of(f"actor/{id}", "part-of")
                yield Problem("actor-part-of", what, remedy, f"actor/{id}", origin)


def _above(corpus: Corpus, id: str) -> list[str]:
    """Return what an actor is a part of, from the nearest on."""
    found: list[str] = []
    at = corpus.actor[id].part_of
    while at in corpus.actor and at not in found:
        found.append(at)
        at = corpus.actor[at].part_of
    return found


def _gains(corpus: Corpus, gone: Sequence[str], into: str) -> dict[str, list[str]]:
    """Return the names and links that the actor that stays gains.

    Raises:
        ClivageError: when two of them are different things elsewhere.
    """
    stays = corpus.actor[into]
    others = [corpus.actor[id] for id in gone]
    _need_one_identity([stays, *others])
    known = {*stays.labels.values(), *stays.names}
    names = [name for one in others for name in (*one.labels.values(), *one.names)]
    exact = _fresh((link for one in others for link in one.exact_match), stays.exact_match)
    close = (link for one in others for link in one.close_match)
    return {
        "names": _fresh(names, known),
        "exact-match": exact,
        "close-match": _fresh(close, (*stays.close_match, *stays.exact_match, *exact)),
    }


def _fresh(values: Iterable[str], known: Iterable[str]) -> list[str]:
    had = set(known)
    return [one for one in dict.fromkeys(values) if one not in had]


def _need_one_identity(actors: Sequence[Actor]) -> None:
    for one, other in itertools.combinations(actors, 2):
        for host, links in _by_host(one).items():
            if (others := _by_host(other).get(host)) and not links & others:
                what = f"{one.id!r} is {min(links)}, and {other.id!r} is {min(others)}"
                raise ClivageError(what, remedy="they are not one, or an 'exact-match' is wrong")


def _by_host(actor: Actor) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in actor.exact_match:
        found.setdefault(urlsplit(link).netloc, set()).add(link)
    return found
