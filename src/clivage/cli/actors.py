"""``clivage actors``: merge and split actors, and take back what was decided of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import refusing
from clivage.cli.reconcile import BY, CORPUS_OPTION, DATE
from clivage.numerals import counted

if TYPE_CHECKING:
    from pathlib import Path

    from clivage.identity.record import Record


@click.group()
def actors() -> None:
    """Merge and split actors; each step is recorded, and can be undone."""


@actors.command()
@CORPUS_OPTION
@click.argument("ids", nargs=-1, required=True)
@click.option("--into", required=True, metavar="ID", help="The actor that stays.")
@BY
@DATE
@refusing
def merge(corpus: Place | None, ids: tuple[str, ...], into: str, by: str, date: str) -> None:
    """Merge the actors of these IDS into another.

    \b
    clivage actors merge fishers fishing-folk --into fishers-union --by "Ada Lovelace"
    """
    from clivage import corpora
    from clivage.identity import merging, people

    folder = corpora.locate_folder(corpus)
    _tell(folder, merging.merge(folder, ids, into, by=by, when=people.moment(date)))


@actors.command()
@CORPUS_OPTION
@click.argument("actor")
@click.option("--into", required=True, metavar="ID", help="The other actor, there or new.")
@click.option("--label", default="", help="Label of a new actor.")
@click.option(
    "--statement",
    "--statements",
    "statements",
    multiple=True,
    metavar="ID",
    help="A statement that is the other's; repeatable.",
)
@BY
@DATE
@refusing
def split(
    corpus: Place | None,
    *,
    actor: str,
    into: str,
    label: str,
    statements: tuple[str, ...],
    by: str,
    date: str,
) -> None:
    """Move statements of ACTOR to another actor."""
    from clivage import corpora
    from clivage.identity import people, splitting

    folder, when = corpora.locate_folder(corpus), people.moment(date)
    done = splitting.split(folder, actor, into, statements, label=label, by=by, when=when)
    _tell(folder, done)


@actors.command()
@CORPUS_OPTION
@click.argument("number", type=click.IntRange(min=1), required=False)
@BY
@DATE
@refusing
def undo(corpus: Place | None, number: int | None, by: str, date: str) -> None:
    """Take back the record of this NUMBER, or the last one that holds."""
    from clivage import corpora
    from clivage.identity import people, undoing
    from clivage.identity.record import Act

    folder = corpora.locate_folder(corpus)
    taken = undoing.undo(folder, number, by=by, when=people.moment(date))
    click.echo(console.safe(f"undid {taken.number}: {taken.told()}"))
    if taken.act is Act.MATCH:
        click.echo("Where a sheet still has that answer, empty it, or it is taken over again.")


@actors.command()
@CORPUS_OPTION
@refusing
def log(corpus: Place | None) -> None:
    """List who decided what, and when."""
    from clivage import corpora
    from clivage.identity import record

    found = record.read(corpora.locate_folder(corpus))
    undone = found.undone
    rows = [
        (
            str(one.number),
            one.when,
            one.by,
            one.told(),
            f"undone by {undone[one.number]}" if one.number in undone else "",
        )
        for one in found.records
    ]
    if rows:
        console.table(("", "when", "by", "what", ""), rows)
    click.echo(counted(len(rows), "record"), err=True)


def _tell(folder: Path, record: Record) -> None:
    """Say what was done, to which lines, and how to take it back."""
    from clivage.identity import hints

    click.echo(console.safe(f"{record.number}: {record.told()}"))
    for one in record.changes:
        lines = counted(len(one.hunks), "place")
        click.echo(console.safe(f"  {one.file}: {lines}"))
    back = hints.command(folder, "actors", "undo", str(record.number), "--by", record.by)
    click.echo(console.safe(f"To take it back: {back}"))
