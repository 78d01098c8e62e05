"""What the commands share that measure and give intervals: their options, and what they write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import click

from clivage import console

OVERLAP: Final = click.option(
    "--overlap",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Part of the shorter passage that two share to be the same.",
)
CONFIDENCE: Final = click.option(
    "--confidence",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Of the intervals.",
)
BOOTSTRAP: Final = click.option(
    "--bootstrap",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    help="Samples for the intervals; 0 for none.",
)
SEED: Final = click.option("--seed", type=int, default=0, show_default=True, help="Of the samples.")
FORMAT: Final = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), help="[default: text]"
)
OUTPUT: Final = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File, instead of printing."
)


def put(
    text: Callable[[], str],
    json: Callable[[], str],
    *,
    format_: str | None,
    output: Path | None,
    besides: Mapping[Path, str],
) -> None:
    """Print a report, or write it into a file; JSON where the name of the file says so.

    Args:
        besides: what else is written, by its path.
    """
    from clivage import replacing

    is_json = format_ == "json" or (format_ is None and output and output.suffix == ".json")
    written = json() if is_json else text()
    replacing.write_all({**({output: written} if output else {}), **besides})
    if not output:
        # What was quoted cannot steer the terminal.
        for line in written.rstrip("\n").split("\n"):
            click.echo(line if is_json else console.safe(line))
    for path in filter(None, (output, *besides)):
        click.echo(f"wrote {path}", err=not output)
