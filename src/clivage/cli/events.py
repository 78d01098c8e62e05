"""``clivage events``: from files of machine-coded events to signed dyads."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from clivage import console
from clivage.cli import events_rdf
from clivage.cli.options import DAY, refusing

if TYPE_CHECKING:
    from clivage.cli.events_rdf import Wanted
    from clivage.events.counts import Counts
    from clivage.events.settings import Tell

# The names stand here too, since --help loads no numpy; a test holds both to be the same.
_FORMATS: Final = ("auto", "gdelt2", "gdelt1", "icews", "polecat", "acled", "plover")
_WINDOWS: Final = ("year", "quarter", "month", "week", "day", "all")
_ACTORS: Final = ("name", "code", "country", "type")
#: What says how a folder is made, by the names of the options here.
_MAKING: Final = frozenset({"output", "format_", "window", "actor", "least", "encoding", "engine"})
#: Why an event is not used, in words.
_VERDICTS: Final = {
    "used": "events used",
    "period": "outside the period",
    "actor": "without a second actor",
    "itself": "of an actor on itself",
    "code": "with a code that the table does not know",
    "day": "without a day that can be",
}


def _list_tables(ctx: click.Context, param: click.Parameter, given: bool) -> None:
    """Print the tables of codes that clivage has."""
    from clivage.events import codes

    if not given:
        return
    tables = [codes.load(name) for name in codes.names()]
    rows = [(one.name, one.version, one.scheme, one.title) for one in tables]
    console.table(("table", "version", "codes", "what it says"), rows)
    ctx.exit()


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("-o", "--output", type=click.Path(path_type=Path), default="events",
              show_default=True, help="Folder that is made.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="auto",
              show_default=True, help="What the files are.")  # fmt: skip
@click.option("--codes", "table", default="", metavar="TABLE",
              help="What codes say: a table, or a CSV file.  [default: the format's]")  # fmt: skip
@click.option("--window", type=click.Choice(_WINDOWS), default="year", show_default=True,
              help="How time is cut.")  # fmt: skip
@click.option("--actors", "actor", type=click.Choice(_ACTORS),
              help="What tells actors apart.  [default: the format's]")  # fmt: skip
@click.option("--from", "first", type=DAY, help="First day.")
@click.option("--until", "last", type=DAY, help="Last day.")
@click.option("--least", type=click.IntRange(1), default=1, show_default=True,
              help="Events that a pair needs to count in the balance of a window.")  # fmt: skip
@click.option("--encoding", default="utf-8", show_default=True, help="Of text files.")
@click.option("--engine", default="duckdb", show_default=True,
              help="duckdb, or a Spark Connect server: sc://host:port.")  # fmt: skip
@click.option("--memory", default="4GB", show_default=True, help="What DuckDB may take.")
@click.option("--threads", type=click.IntRange(0), default=0, help="At a time.  [default: all]")
@click.option("--tables", "list_", is_flag=True, is_eager=True, expose_value=False,
              callback=_list_tables,
              help="List the tables of codes, and stop.")  # fmt: skip
@events_rdf.as_rdf
@click.pass_context
@refusing
def events(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    *,
    output: Path,
    format_: str,
    actor: str | None,
    first: datetime.datetime | None,
    last: datetime.datetime | None,
    memory: str,
    **options: Any,  # noqa: ANN401
) -> None:
    """Make signed dyads of machine-coded events: who acted for or against whom, window by window.

    FILES are CSV, TSV or Parquet, or the address of such; they may be packed with gzip or zstd.
    The folder that is made can stand where analyze, render and export take a corpus.

    \b
    clivage events icews.tab -o icews
    clivage events 'gdelt/*.export.CSV' --window month --actors country -o gdelt
    clivage events '/shared/*.parquet' --engine sc://cluster:15002 -o /shared/dyads
    clivage events icews --rdf icews.nt.zst --store store     (of a folder that is made already)
    clivage events icews --statements some.nt --with Norway --code 057
    """
    from clivage.events import folder, making, settings

    days = (first.date() if first else settings.FIRST), (last.date() if last else settings.LAST)
    wanted, size = events_rdf.wanted(options, *days), making.size(memory)
    if folder.is_events(Path(files[0])):
        _check_made(ctx, files, wanted)
        output = Path(files[0])
    else:
        with _bar() as tell:
            counts = making.make(
                files,
                output,
                format=format_,
                actor=actor or "",
                first=days[0],
                last=days[1],
                memory=size,
                tell=tell,
                **options,
            )
        _told(counts)
        click.echo(f"\nwrote {output}")
    how = {"table": options["table"], "threads": options["threads"], "memory": size}
    with _bar() as tell:
        said = events_rdf.write(output, wanted, tell, **how)
    for line in said:
        click.echo(console.safe(line))


def _check_made(ctx: click.Context, files: tuple[str, ...], wanted: Wanted) -> None:
    """Refuse to make a folder again that is one already."""
    given = {
        name
        for name in ctx.params
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    if len(files) > 1 or given & _MAKING:
        raise click.UsageError(f"{files[0]} is made already: give the files it was made of.")
    if not wanted:
        raise click.UsageError(f"{files[0]} is made already: --rdf, --statements or --store?")
    if given & {"first", "last"} and not wanted.statements:
        raise click.UsageError("The period is that of --statements, since the dyads are made.")


@contextmanager
def _bar() -> Iterator[Tell]:
    """Show how many rows are read, how many a second, and how long it takes yet."""
    with console.rate() as show:
        yield lambda progress: show(progress.done, progress.total, progress.step)


def _told(counts: Counts) -> None:
    """Print what became of every row."""
    rows = [
        (words, f"{counts.verdicts[verdict]:,}")
        for verdict, words in _VERDICTS.items()
        if verdict in counts.verdicts
    ]
    if counts.malformed.rows:
        rows.append(("records that are no rows", f"{counts.malformed.rows:,}"))
    rows.append(("rows read", f"{counts.rows:,}"))
    console.table(("", "rows"), rows)
    for line in _remarks(counts):
        click.echo(console.safe(line), err=True)


def _remarks(counts: Counts) -> Iterator[str]:
    for file, line, what in counts.malformed.samples:
        yield f"{file}:{line}: {what}"
    for verdict, file, event, day, code in counts.samples:
        said = f"the day {day!r}" if verdict == "day" else f"the code {code!r}"
        yield f"{file}: event {event or '?'}: {said} is not known"
    if counts.otherwise:
        yield (
            f"{counts.otherwise:,} events used have another intensity in the file than in the table"
            " of codes; the table counts"
        )
