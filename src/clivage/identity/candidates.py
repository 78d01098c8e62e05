"""What to ask a service about a corpus, and the sheet that its answers make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from clivage import identifiers
from clivage.errors import ClivageError, Origin
from clivage.identity import deciding, hints, operation, people
from clivage.identity import sheet as sheets
from clivage.identity.answers import Candidate, best_first
from clivage.identity.record import Log
from clivage.identity.service import BATCH, Query, Service
from clivage.identity.sheet import FOLDER, Item, Proposal, Sheet
from clivage.model import Actor, Corpus, Issue, in_language

#: Told how many queries were answered, and of how many.
Told: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something of the corpus whose identity is looked for.

    Attributes:
        sort: ``actor`` or ``issue``.
        asked: the names to ask for.
        types: identifiers of types that the service knows; any where there is none.
    """

    sort: str
    id: str
    asked: tuple[str, ...]
    types: tuple[str, ...] = ()


def wanted(
    corpus: Corpus,
    *,
    only: Sequence[str] = (),
    names: bool = False,
    issues: bool = False,
    types: Mapping[str, Sequence[str]] | None = None,
) -> list[Wanted]:
    """Return what has no exact match yet: actors, and issues where they are wanted.

    Args:
        only: ids, where not all.
        names: ask for every label and name, and not for the label in the corpus's language alone.
        types: types of actors to the identifiers of types that the service knows.

    Raises:
        ClivageError: when there is nothing of an id.
    """
    for id in only:
        people.need(id, [*corpus.actor, *corpus.issue])
    types = types or {}
    things: list[tuple[str, Actor | Issue]] = [("actor", one) for one in corpus.actors]
    if issues or any(id in corpus.issue for id in only):
        things += [("issue", one) for one in corpus.issues]
    return [
        Wanted(sort, one.id, _names(one, corpus.language, names), _types(one, types))
        for sort, one in things
        if not one.exact_match and (not only or one.id in only)
    ]


def asked(
    service: Service,
    things: Sequence[Wanted],
    *,
    limit: int = 5,
    batch: int = BATCH,
    template: str = "",
    told: Told | None = None,
) -> list[Item]:
    """Ask a service about everything that is wanted.

    Args:
        limit: most candidates of one thing.
        template: what makes an IRI of an identifier, where not what the service says.

    Raises:
        ServiceError: when it fails; then nothing is returned.
    """
    queries = {
        f"{number}.{place}": Query(text, one.types, limit)
        for number, one in enumerate(things)
        for place, text in enumerate(one.asked)
    }
    found: dict[int, dict[str, Candidate]] = {}
    answers = service.candidates(queries, template=template, batch=batch)
    for done, (key, candidates) in enumerate(answers, 1):
        of = found.setdefault(int(key.partition(".")[0]), {})
        for one in candidates:
            if one.id not in of or best_first(one) < best_first(of[one.id]):
                of[one.id] = one
        if told:
            told(done, len(queries))
    return [
        Item(one.sort, one.id, one.asked, _proposals(found.get(number, {}).values(), limit))
        for number, one in enumerate(things)
    ]


def fresh(items: Iterable[Item], corpus: Corpus, log: Log) -> Iterator[Item]:
    """Yield items without the candidates of which a person has decided, or that are links now."""
    decided = deciding.decided(log)
    for item in items:
        thing = corpus.actor.get(item.id) if item.sort == "actor" else corpus.issue.get(item.id)
        links = (*thing.exact_match, *thing.close_match) if thing else ()
        kept = tuple(
            one
            for one in item.proposals
            if deciding.key(item, one.candidate) not in decided and one.candidate.iri not in links
        )
        yield replace(item, proposals=kept)


def path_of(folder: Path, name: str) -> Path:
    """Return where the sheet of a service lies.

    >>> path_of(Path("c"), "Wikidata (en)").as_posix()
    'c/reconciliation/wikidata-en.yaml'
    """
    return folder / FOLDER / f"{identifiers.slug(name) or 'service'}.yaml"


def write(folder: Path, path: Path, sheet: Sheet, log: Log) -> None:
    """Write a sheet, whole or not at all.

    Raises:
        ClivageError: when one is there whose answers were not taken over yet, or is broken.
    """
    if path.exists() and deciding.pending(sheets.read(path), log):
        what = "the sheet has answers that were not taken over yet"
        accept = hints.command(folder, "reconcile", "accept", "--by", "YOUR-NAME")
        remedy = f"run `{accept}`, or delete the sheet"
        raise ClivageError(what, remedy=remedy, origin=Origin(str(path)))
    operation.put(path, sheets.written(sheet).encode(), like=folder / operation.HEADER)


def _names(thing: Actor | Issue, language: str, all_: bool) -> tuple[str, ...]:
    first = in_language(thing.labels, language)
    if not all_:
        return (first,)
    others = thing.names if isinstance(thing, Actor) else ()
    return tuple(dict.fromkeys([first, *thing.labels.values(), *others]))


def _types(thing: Actor | Issue, types: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(types.get(thing.type.value, ())) if isinstance(thing, Actor) else ()


def _proposals(candidates: Iterable[Candidate], limit: int) -> tuple[Proposal, ...]:
    return tuple(Proposal(one) for one in sorted(candidates, key=best_first)[:limit])
