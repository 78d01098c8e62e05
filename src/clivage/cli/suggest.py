"""``clivage suggest`` and ``review``: statements that a text may hold, and a person who decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import CORPUS, refusing
from clivage.numerals import counted

if TYPE_CHECKING:
    from clivage.suggest.making import Made, Progress


@click.command()
@CORPUS
@click.option("--text", "texts", multiple=True, metavar="ID", help="Only this text; repeatable.")
@click.option("--engine", default="trained", show_default=True, help="What finds the suggestions.")
@click.option("--engines", "list_engines", is_flag=True, help="List the engines, and stop.")
@click.option(
    "--send-to",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Allow an engine to send the texts to this host.",
)
@refusing
def suggest(
    corpus: Place | None,
    *,
    texts: tuple[str, ...],
    engine: str,
    list_engines: bool,
    hosts: tuple[str, ...],
) -> None:
    """Look through the texts of CORPUS for supports and oppositions, and note them beside it.

    What is found is written to suggestions/*.yaml, and is no part of the corpus before somebody
    accepts it with 'clivage review'. What is coded or rejected already is not suggested again.

    \b
    clivage suggest graph/bolivia-1971
    clivage suggest --text bolivia-1970-71
    """
    from clivage import corpora
    from clivage.suggest import engines, making

    if list_engines:
        rows = [(name, str(point.value)) for name, point in engines.available().items()]
        console.table(("engine", "where it is"), rows)
        return
    folder = corpora.locate_folder(corpus)
    chosen = engines.load(engine, may_send_to=hosts)
    made = []
    try:
        with _bar() as show:
            for one in making.make(folder, chosen, texts=texts, progress=show):
                made.append(one)
    finally:
        if summary := getattr(chosen, "summary", ""):  # what was sent has its price, done or not
            click.echo(console.safe(summary), err=True)
    _told(made, folder)


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """Show how many texts are done, and how far the engine is in one, on a terminal."""
    with console.progress() as bar:
        yield None if bar is None else lambda done, steps, name: bar(steps, done, name)


def _told(made: Sequence[Made], folder: Path) -> None:
    """Print what came of each text."""
    names = ("text", "suggestions", "coded already", "decided already", "not in the text")
    rows = [
        (
            one.suggested.source,
            f"{len(one.suggested.suggestions):,}",
            f"{one.coded:,}",
            f"{one.settled:,}",
            f"{sum(one.suggested.refused.values()):,}",
        )
        for one in made
    ]
    console.table(names, rows)
    for one in made:
        for remark in one.remarks:
            click.echo(console.safe(f"{one.suggested.source}: {remark}"), err=True)
    total = sum(len(one.suggested.suggestions) for one in made)
    click.echo(f"\nwrote {counted(total, 'suggestion')} to {folder / 'suggestions'}")
    if total:
        click.echo(f"read them with 'clivage review -c {folder}'")
