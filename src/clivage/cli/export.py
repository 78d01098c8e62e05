"""``clivage export`` and ``render``: a corpus as a file."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any, Final

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import CORPUS, excerpt_of, in_part, refusing

#: The formats that are looked at, not read on by a program.
_PICTURES: Final = ("html", "svg")


def on_terminal() -> bool:
    """Whether what is printed goes to a terminal."""
    return sys.stdout.isatty()


@click.command()
@CORPUS
@click.option("--format", "format_", help="Name of the format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, instead of printing.")
@click.option("--language", default="", help="Language of a picture, such as en.")
@click.option("--with-text", is_flag=True, help="Put the full texts into it.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication in an RO-Crate, where the corpus gives none.",
)
@in_part
@click.option("--list", "list_", is_flag=True, help="List the formats.")
@refusing
def export(
    corpus: Place | None,
    format_: str | None,
    output: Path | None,
    language: str,
    with_text: bool,
    published: datetime.datetime | None,
    list_: bool,
    **part: Any,  # noqa: ANN401
) -> None:
    """Write CORPUS in one format, whole or a part of it.

    \b
    clivage export --format turtle -o corpus.ttl
    clivage export icews --format gexf --backbone 0.05 -o icews.gexf
    """
    from clivage import corpora, replacing
    from clivage.export import FORMATS, Material

    if list_:
        rows = [(one.name, one.file, one.meaning) for one in FORMATS.values()]
        console.table(("format", "file", "what it is"), rows)
        return
    if format_ not in FORMATS:
        raise click.UsageError(f"--format is one of {', '.join(FORMATS)}.")
    chosen = FORMATS[format_]
    if chosen.packed and not output and on_terminal():
        raise click.UsageError("A terminal cannot show this format: name a file with -o.")
    made = excerpt_of(corpus, cut=format_ in _PICTURES, **part)
    place = None if made.left_out else corpus or corpora.locate()
    material = Material(
        made.corpus,
        left_out=made.left_out,
        with_text=with_text,
        language=language,
        folder=place if isinstance(place, Path) and corpora.is_corpus(place) else None,
        published=published.date() if published else None,
    )
    content = chosen.content(material)
    if output:
        replacing.write_all({output: content})
        click.echo(f"wrote {output}")
    else:
        click.echo(content, nl=False)


@click.command()
@CORPUS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File, .html for the interactive network or .svg for print.  [default: network.html]",
)
@click.option("--language", default="", help="Language of the picture, such as en.")
@in_part
@refusing
def render(
    corpus: Place | None,
    output: Path | None,
    language: str,
    **part: Any,  # noqa: ANN401
) -> None:
    """Draw CORPUS as one HTML file that opens offline, or as an SVG for print.

    What is too large to be seen is drawn in part, and the legend says what is left out.

    \b
    clivage render
    clivage render icews --by country --backbone 0.05 -o countries.html
    """
    from clivage import replacing
    from clivage.export import FORMATS, Material

    path = output or Path("network.html")
    if path.suffix not in (".html", ".svg"):
        raise click.UsageError("The name of the output ends in .html or .svg.")
    made = excerpt_of(corpus, **part)
    material = Material(made.corpus, left_out=made.left_out, language=language)
    replacing.write_all({path: FORMATS[path.suffix[1:]].write(material)})
    click.echo(f"wrote {path}")
    if made.left_out:
        from clivage import excerpt, marks

        for sentence in made.left_out.said(marks.words("en")):
            click.echo(f"{sentence}.", err=True)
        if made.left_out.ties.shown > excerpt.MOST_TIES:
            click.echo(
                "So many ties are hard to see: --backbone 0.05 keeps what stands out.", err=True
            )
