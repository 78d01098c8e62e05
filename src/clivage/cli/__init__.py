"""The command line. Only this package and `clivage.console` print.

Heavy libraries are imported inside commands, so that ``clivage --help`` answers at once.
"""

from __future__ import annotations

import gc
import io
import sys
from typing import Final

import click

from clivage.cli import (
    actors,
    agree,
    analyze,
    corpus,
    evaluate,
    events,
    export,
    importing,
    network,
    query,
    reconcile,
    review,
    serve,
    suggest,
)

_COMMANDS: Final = (
    corpus.init,
    corpus.check,
    corpus.build,
    corpus.schema,
    query.query,
    export.export,
    export.render,
    analyze.analyze,
    network.network,
    agree.agree,
    agree.adjudicate,
    serve.serve,
    importing.import_,
    reconcile.reconcile,
    actors.actors,
    suggest.suggest,
    review.review,
    evaluate.evaluate,
    events.events,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clivage", message="clivage %(version)s")
def main() -> None:
    """Signed actor networks in which every support or opposition rests on a quotation.

    A CORPUS is a folder with a corpus.yaml; when it is left out, the current folder or the
    only graph/* is meant. Where a corpus is only read, a file of RDF, a store, or the address of
    a SPARQL endpoint (https://...) will do too.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed, as by >&- in a shell
            setattr(sys, name, io.TextIOWrapper(io.BytesIO()))
    # Records hold no cycles: looking for some after every 700 took half the time of a check.
    gc.set_threshold(20_000)


for _command in _COMMANDS:
    main.add_command(_command)
