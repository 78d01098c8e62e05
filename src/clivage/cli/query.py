"""``clivage query``: SPARQL, and the named questions."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import placed, refusing


@click.command()
@click.argument("question", required=False)
@click.argument("values", nargs=-1)
@click.option(
    "-c",
    "--corpus",
    type=click.Path(),
    callback=placed,
    help="Corpus, store, RDF or endpoint.",
)
@click.option(
    "-f",
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILENAME",
    help="Read SPARQL from a file.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "tsv", "turtle", "ntriples"]),
    help="How to write the answer.  [default: table, or turtle for a graph]",
)
@click.option("--list", "list_", is_flag=True, help="List the named questions.")
@click.option("--show", is_flag=True, help="Show the SPARQL of a named question.")
@refusing
def query(
    question: str | None,
    values: tuple[str, ...],
    corpus: Place | None,
    file: Path | None,
    format_: str | None,
    list_: bool,
    show: bool,
) -> None:
    """Ask SPARQL, or a named QUESTION with its VALUES.

    \b
    clivage query supporters torres
    clivage query evidence who=right target=army --format csv
    clivage query "SELECT ?a ?b { ?a clv:opposes ?b }"
    clivage query -f question.rq        (or - to read standard input)
    """
    from clivage import corpora, query, questions

    if list_:
        console.questions()
        return
    asked = _asked(file or Path("-")) if file or question == "-" else question or ""
    if not asked.strip():
        raise click.UsageError("Give a question, SPARQL, --file or --list.")
    if show:
        click.echo(query.named(asked).sparql, nl=False)
        return
    opened = corpora.open(corpora.locate(corpus))
    # The engine cannot be interrupted by an exception: let Ctrl-C end the program itself.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    given = questions.ask(opened, asked, values, once=True)
    console.answer(given, format_)
    if said := questions.hint(opened, asked, values, given):
        click.echo(console.safe(said), err=True)


def _asked(file: Path) -> str:
    """Return the text of a file, or of standard input for ``-``."""
    from clivage import yamlfile

    if str(file) != "-":
        return yamlfile.read_text(file)
    return yamlfile.decoded(sys.stdin.buffer.read(), name="standard input")
