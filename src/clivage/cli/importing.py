"""``clivage import``: codings that were made with another program."""

from __future__ import annotations

from pathlib import Path

import click

from clivage import console
from clivage.cli.options import refusing

#: Remarks of each sort that are told on a terminal.
_MOST = 10


def _pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return ``ours=theirs`` as a mapping."""
    pairs = {}
    for value in values:
        ours, sign, theirs = value.partition("=")
        if not (ours.strip() and sign):
            raise click.BadParameter(f"{value!r} is not like who=organization")
        pairs[ours.strip()] = theirs.strip()
    return pairs


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Corpus folder, there or new.")
@click.option("--format", "format_", default="", help="Name of the format.  [default: recognised]")
@click.option("--texts", type=click.Path(path_type=Path), help="Folder of the texts.")
@click.option(
    "--map",
    "fields",
    multiple=True,
    metavar="OURS=THEIRS",
    callback=_pairs,
    help="Name of a field in the file, such as who=organization; repeatable.",
)
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="File of fields, signs and types (YAML)."
)
@click.option("--coder", default="", help="Name of the coder, where the file has none.")
@click.option("--source", default="", metavar="ID", help="The text, where a table names none.")
@click.option("--language", default="", help="Language of texts and names, such as fr.")
@click.option(
    "--actor-type",
    type=click.Choice(["person", "organization", "collective"]),
    default="organization",
    show_default=True,
    help="Type of actors, where the file does not say.",
)
@click.option("--base", default="", help="Base IRI of a new corpus.")
@click.option("--title", default="", help="Title of a new corpus.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the whole report there.")
@click.option("--dry-run", is_flag=True, help="Verify and report, and write nothing.")
@click.option("--list", "list_", is_flag=True, help="List the formats.")
@refusing
def import_(  # noqa: PLR0913  (an option, an argument)
    file: Path | None,
    *,
    into: Path | None,
    format_: str,
    texts: Path | None,
    fields: dict[str, str],
    mapping: Path | None,
    coder: str,
    source: str,
    language: str,
    actor_type: str,
    base: str,
    title: str,
    report: Path | None,
    dry_run: bool,
    list_: bool,
) -> None:
    """Bring the codings in FILE, made with another program, into a corpus.

    Each quotation is verified against its text. What was repaired, refused or left out is told.
    Importing the same file again changes nothing.

    \b
    clivage import hearings.dna --into graph/hearings
    clivage import codings.csv --texts texts/ --map who=Acteur --into graph/strike
    """
    from clivage.importers import formats, job
    from clivage.importers import options as opts
    from clivage.model import ActorType

    if list_:
        rows = [(one.name, one.meaning) for one in formats.FORMATS.values()]
        console.table(("format", "what it is"), rows)
        return
    if file is None or into is None:
        raise click.UsageError("Give a FILE, and with --into the corpus; or --list.")
    if report and report.resolve() == file.resolve():
        raise click.UsageError("The report would be written over FILE.")
    if texts and not texts.is_dir():
        raise click.UsageError(f"--texts is a folder; {texts} is none.")
    given = opts.Options(
        texts=texts,
        coder=coder,
        source=source.strip(),
        language=language,
        actor_type=ActorType(actor_type),
        fields=fields,
    )
    if mapping:
        given = given.merged(opts.read_mapping(mapping)).merged(opts.Options(fields=fields))
    with console.status() as step:
        found = job.bring(
            file,
            into,
            format=format_,
            options=given,
            new=job.NewCorpus(base=base, title=title),
            dry_run=dry_run,
            step=step,
        )
    for line in found.lines(most=_MOST):
        click.echo(console.safe(line))
    if report:
        from clivage import replacing

        replacing.write_all({report: "\n".join(found.lines()) + "\n"})
        click.echo(f"wrote {report}")
    if dry_run:
        click.echo("dry run: nothing was written")
    elif found.changes:
        click.echo(f"wrote {into}")
    if found.refused and not (found.changes or found.known["statement"]):
        raise SystemExit(1)
