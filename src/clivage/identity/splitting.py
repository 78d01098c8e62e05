"""Make two actors of one: the statements that a person names are those of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clivage import editing, identifiers
from clivage.errors import ClivageError, CorpusError, Origin, Problem
from clivage.identity import people, rewriting
from clivage.identity.operation import HEADER, Folder, changed
from clivage.identity.patches import Hunk, difference
from clivage.identity.record import Act, Record
from clivage.model import Corpus, Statement

_MARK = "\ufeff"


def split(
    folder: Path,
    actor: str,
    into: str,
    statements: Sequence[str],
    *,
    label: str = "",
    by: str,
    when: str,
) -> Record:
    """Move statements of an actor to another, and record it.

    In each of them the actor gives way wherever it stands: as who takes sides, as with whom, and
    as whose words these are.

    Args:
        into: id of the other actor. Where there is none of this id, one is described, with the
            type of the first.
        statements: ids of the statements. Those of one entry that name the actor go together.
        label: of an actor that is new.

    Returns:
        what was recorded.

    Raises:
        CorpusError: with every statement that cannot be moved, or every error that the corpus
            would have.
        ClivageError: when there is no such actor or statement, or a file must be edited by hand.
    """
    by, opened = people.checked(by), Folder(folder)
    corpus = opened.corpus
    people.need(actor, corpus.actor)
    _need_other(corpus, actor, into, label)
    chosen = [_statement(corpus, id) for id in dict.fromkeys(statements)]
    if not chosen:
        raise ClivageError("no statement is named", remedy="name one with --statement")
    if problems := [*_strangers(corpus, actor, chosen), *_left(corpus, actor, chosen)]:
        raise CorpusError(problems)
    files = _rewritten(opened, corpus, actor, into, label, chosen)
    record = Record(
        number=opened.log.next,
        act=Act.SPLIT,
        by=by,
        when=when,
        details={"actor": actor, "into": into, "statements": [one.id for one in chosen]},
        changes=tuple(changed(name, *one) for name, one in files.items()),
    )
    opened.commit([record], {name: text for name, (text, _) in files.items()})
    return record


def _need_other(corpus: Corpus, actor: str, into: str, label: str) -> None:
    if into == actor:
        what = f"{actor!r} cannot be split into itself"
        raise ClivageError(what, remedy="give the other one an id of its own with --into")
    if into in corpus.actor:
        if label:
            what = f"there is an actor {into!r} already, with its own label"
            raise ClivageError(what, remedy="leave --label out, or choose another id")
        return
    if not identifiers.is_slug(into) or into in corpus.issue:
        what = f"{into!r} cannot be the id of a new actor"
        raise ClivageError(what, remedy="choose lower-case letters, digits and hyphens, not taken")
    if not label.strip():
        what = f"the new actor {into!r} has no label"
        raise ClivageError(what, remedy="give it one with --label")


def _statement(corpus: Corpus, id: str) -> Statement:
    """Return a statement by its id, or as an answer to a query shows it."""
    said = identifiers.id_of(corpus.base, "statement", id).removeprefix("statement:")
    return corpus.statement[people.need(said, corpus.statement, "statement")]


def _names(statement: Statement, actor: str) -> bool:
    return actor in (statement.holder, statement.target, statement.voice)


def _origin(corpus: Corpus, statement: Statement) -> Origin:
    origin = corpus.origins.of(f"statement/{statement.id}")
    assert origin  # what was read from a folder knows its lines
    return origin


def _strangers(corpus: Corpus, actor: str, chosen: Sequence[Statement]) -> Iterator[Problem]:
    """Yield the statements that do not name the actor."""
    for one in chosen:
        if not _names(one, actor):
            what = f"the statement {one.id!r} does not name {actor!r}"
            remedy = "choose statements of that actor"
            yield Problem("statement-holder", what, remedy, origin=_origin(corpus, one))


def _left(corpus: Corpus, actor: str, chosen: Sequence[Statement]) -> Iterator[Problem]:
    """Yield the statements that would have to move too, since they are written as one entry."""
    ids = {one.id for one in chosen}
    places = {_origin(corpus, one) for one in chosen}
    for one in corpus.statements:
        if one.id not in ids and _names(one, actor) and _origin(corpus, one) in places:
            what = f"the statement {one.id!r} is of the same entry, and names {actor!r} too"
            remedy = "name it as well, or make two entries of it first"
            yield Problem("statement-id", what, remedy, origin=_origin(corpus, one))


def _rewritten(
    folder: Folder,
    corpus: Corpus,
    actor: str,
    into: str,
    label: str,
    chosen: Sequence[Statement],
) -> dict[str, tuple[str, tuple[Hunk, ...]]]:
    """Return the files that change, each with the lines that do."""
    files = {}
    if into not in corpus.actor:
        files[HEADER] = _described(folder, into, label, corpus.actor[actor].type.value)
    for name, lines in _lines(folder, corpus, chosen).items():
        text, shown = folder.text(name), folder.shown(name)
        found = rewriting.renamed(text, {actor: into}, name=shown, lines=lines)
        files[name] = found.text, found.hunks
    return files


def _described(folder: Folder, id: str, label: str, type: str) -> tuple[str, tuple[Hunk, ...]]:
    """Return a ``corpus.yaml`` with one more actor."""
    text = folder.text(HEADER)
    entry = {"label": label.strip(), "type": type}
    new = editing.described(text, "actors", id, entry, name=folder.shown(HEADER))
    return new, difference(text.removeprefix(_MARK), new.removeprefix(_MARK))


def _lines(
    folder: Folder, corpus: Corpus, chosen: Sequence[Statement]
) -> Mapping[str, frozenset[int]]:
    """Return the coding files that are concerned, and the lines of their entries."""
    names = {folder.shown(name): name for name in folder.codings()}
    found = defaultdict(set)
    for one in chosen:
        origin = _origin(corpus, one)
        found[names[origin.file]].add(origin.line)
    return {name: frozenset(lines) for name, lines in sorted(found.items())}
