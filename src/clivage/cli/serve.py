"""``clivage serve``: a corpus in a browser, and SPARQL over HTTP."""

from __future__ import annotations

from typing import Any

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import CORPUS, refusing


@click.command()
@CORPUS
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(16),
    default=1024,
    show_default=True,
    help="MiB that a query may take.",
)
@click.option(
    "--rows",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    help="Most rows, or triples, of an answer.",
)
@click.option(
    "--megabytes",
    type=click.IntRange(1),
    default=64,
    show_default=True,
    help="Most MiB of an answer.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Long queries at one time.  [default: one a processor, 4 to 8]",
)
@click.option(
    "--queue",
    type=click.IntRange(0),
    default=64,
    show_default=True,
    help="Brief queries that may wait.",
)
@click.option(
    "--allowed-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="Another name of this server; repeatable.",
)
@click.option(
    "--allowed-origin",
    "allowed_origins",
    multiple=True,
    metavar="ORIGIN",
    help="Web site whose scripts may read answers, or * for all; repeatable.",
)
@click.option(
    "--writable",
    is_flag=True,
    help="Let who has the token of CLIVAGE_SERVE_TOKEN, or of the address, write.",
)
@refusing
def serve(corpus: Place | None, *, writable: bool, **options: Any) -> None:  # noqa: ANN401
    """Show CORPUS in a browser, and answer SPARQL about it over HTTP.

    What is served is the corpus as it is now, or with --writable as it becomes: a store by updates,
    a folder by the editor of the web app. Ctrl-C ends it.
    """
    from clivage import corpora
    from clivage.serve import running, writing
    from clivage.serve.settings import Settings

    given = {name: value for name, value in options.items() if value is not None}
    settings = Settings(**given, token=writing.token() if writable else "")
    running.run(corpora.locate(corpus), settings, lambda line: click.echo(console.safe(line)))
