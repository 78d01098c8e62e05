"""The options of ``clivage events`` that write RDF, and what they do."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec

import click

from clivage.cli.options import written

if TYPE_CHECKING:
    from clivage.events.folder import EventFolder
    from clivage.events.lines import Lines, Written
    from clivage.events.settings import Tell

_P = ParamSpec("_P")
_FILE: Final = click.Path(path_type=Path, dir_okay=False)


_OPTIONS: Final = (
    click.option("--rdf", type=_FILE,
                 help="Write the dyads as N-Triples: .nt, .nt.gz or .nt.zst."),
    click.option("--statements", type=_FILE,
                 help="Write chosen events as N-Triples, one by one."),
    click.option("--store", metavar="FOLDER", callback=written,
                 help="Load the dyads, and the statements if any, into a store."),
    click.option("--base", default="", metavar="IRI",
                 help="What names in RDF begin with."),
    click.option("--holder", "holders", multiple=True, metavar="ACTOR",
                 help="Only statements of this actor; repeatable."),
    click.option("--target", "targets", multiple=True, metavar="ACTOR",
                 help="Only statements on this actor; repeatable."),
    click.option("--with", "ends", multiple=True, metavar="ACTOR",
                 help="Only statements of or on this actor; repeatable."),
    click.option("--code", "codes", multiple=True,
                 help="Only statements with this code; repeatable."),
    click.option("--sign", type=click.Choice(["support", "opposition"]),
                 help="Only statements of this sign."),
    click.option("--most", type=click.IntRange(1), default=1_000_000, show_default=True,
                 help="Statements that there may be."),
)  # fmt: skip
#: What chooses events, and so is for nothing without a file for them.
_CHOICE: Final = ("holders", "targets", "ends", "codes", "sign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be written as RDF.

    Attributes:
        rdf, statements, store: where; None for what is not wanted.
        base: another base IRI; that of the folder when empty.
        choice: of the statements: see `clivage.events.selection.Selection`.
    """

    rdf: Path | None
    statements: Path | None
    store: Path | None
    base: str
    choice: Mapping[str, Any]

    def __bool__(self) -> bool:
        return bool(self.rdf or self.statements or self.store or self.base)


def as_rdf(command: Callable[_P, None]) -> Callable[_P, None]:
    """Let a command take what is to be written as RDF; see `wanted`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def wanted(options: dict[str, Any], first: datetime.date, last: datetime.date) -> Wanted:
    """Take the options of `as_rdf` out of the others.

    Args:
        first, last: the period of the statements.
    """
    taken = {name: options.pop(name) for name in ("rdf", "statements", "store", "base")}
    choice = {name: options.pop(name) or "" for name in (*_CHOICE, "most")}
    if any(choice[name] for name in _CHOICE) and not taken["statements"]:
        raise click.UsageError("Name a file for the chosen events with --statements.")
    found = Wanted(**taken, choice={**choice, "first": first, "last": last})
    if found:
        _check(found)
    return found


def _check(wanted: Wanted) -> None:
    """Refuse what cannot be written, before hours go into it."""
    from clivage.events import lines, triples

    if wanted.rdf and wanted.rdf == wanted.statements:
        raise click.UsageError("--rdf and --statements name the same file.")
    for path in filter(None, (wanted.rdf, wanted.statements)):
        lines.packing(path)
    if wanted.base:
        triples.based(wanted.base)


def write(
    path: Path, what: Wanted, tell: Tell, *, table: str, memory: int, threads: int
) -> list[str]:
    """Write what is wanted of an event folder, and return what was, in words."""
    from clivage.events import mapping, selection, triples
    from clivage.events.folder import EventFolder

    if what.base:
        mapping.write(path, what.base)
    folder = EventFolder(path)
    half = memory // 2
    said: list[str] = []
    with ExitStack() as stack:
        found: list[Lines] = []
        if beside := what.rdf or what.store:
            dyads = triples.opened(folder, spill=_spill(beside), memory=half, threads=threads)
            found.append(stack.enter_context(dyads))
        if what.rdf:
            said += _said(found[0].write(what.rdf, tell), what.rdf, "ties")
        if what.statements:
            choice = selection.Selection(**what.choice)
            events = selection.opened(
                folder, choice, table=table, spill=_spill(what.statements),
                memory=half, threads=threads, tell=tell,
            )  # fmt: skip
            found.append(stack.enter_context(events))
            said += _said(found[-1].write(what.statements, tell), what.statements, "events")
        if what.store:
            said.append(_load(folder, found, what.store, tell))
    return said


def _spill(path: Path) -> Path:
    return path.with_name(f".{path.name}.spill")


def _load(folder: EventFolder, found: list[Lines], store: Path, tell: Tell) -> str:
    from clivage import bulk
    from clivage.events.settings import Progress

    total = sum(one.written.triples for one in found)
    batches = chain.from_iterable(one.batches() for one in found)
    bulk.load(
        batches,
        store,
        folder.base,
        lambda done: tell(Progress(done, total, "loading triples")),
    )
    return f"wrote a store to {store}"


def _said(written: Written, path: Path, what: str) -> Iterator[str]:
    yield f"wrote {written.triples:,} triples of {written.ties:,} {what} to {path}"
    for reason, count in written.left_out.items():
        yield f"left out {count:,} {reason}"
