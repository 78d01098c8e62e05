"""``clivage analyze``: a report on the network."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Final

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import CORPUS, of_dyads, refusing, written

#: What the name of a report may end in, where no format is named. One without an ending is text.
_ENDINGS: Final = (".html", ".json", ".txt", "")


@click.command()
@CORPUS
@click.option("-m", "--measure", "measures", multiple=True, help="Only this part; repeatable.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "html"]),
    help="How to write the report.  [default: by the output's ending, else text]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, instead of printing.")
@click.option(
    "--rule",
    type=click.Choice(["sum", "drop", "majority", "latest"]),
    default="sum",
    show_default=True,
    help="How statements on one pair are merged.",
)
@click.option(
    "--weighted/--unweighted", default=True, help="Whether strong and repeated ties weigh more."
)
@click.option("--camps", "most", type=click.IntRange(0), help="Most camps.  [default: any number]")
@click.option(
    "--slack",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="What nearly as good may cost more.",
)
@click.option(
    "--period",
    type=click.Choice(["year", "half-year", "quarter", "month", "day"]),
    default="year",
    show_default=True,
    help="Length of the windows of time.",
)
@click.option("--blocks", type=click.IntRange(1), help="Blocks of a blockmodel.")
@click.option("--evidenced-only", is_flag=True, help="Leave out ties without a quotation.")
@click.option(
    "--network",
    "network_",
    type=click.Choice(["direct", "subtract"]),
    default="direct",
    show_default=True,
    help="Ties that statements say, or of those who stand alike or apart on issues.",
)
@click.option(
    "--normalize",
    type=click.Choice(["none", "average", "jaccard", "cosine"]),
    default="none",
    show_default=True,
    help="Of the subtract network.",
)
@click.option(
    "--time-limit", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of every random start.")
@click.option("--language", default="", help="Language of names, such as en.")
@click.option("--rdf", type=click.Path(path_type=Path), help="Also write the findings as Turtle.")
@click.option(
    "--hypotheses",
    type=click.Path(path_type=Path),
    help="Also write who might be allies (a common enemy), as Turtle.",
)
@click.option(
    "--store",
    type=click.Path(),
    callback=written,
    help="Also write a store with the findings in a graph of their own.",
)
@of_dyads
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Day of the analysis, for RDF.")
@click.option("--list", "list_", is_flag=True, help="List the parts of a report.")
@refusing
def analyze(  # noqa: PLR0913  (an option, an argument)
    corpus: Place | None,
    *,
    measures: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    list_: bool,
    language: str,
    rdf: Path | None,
    hypotheses: Path | None,
    store: Path | None,
    date: datetime.datetime | None,
    network_: str,
    normalize: str,
    first: datetime.datetime | None,
    last: datetime.datetime | None,
    least: int,
    **options: Any,  # noqa: ANN401
) -> None:
    """Report who is in which camp, how tense it is, and who holds it together.

    CORPUS may be a table too: a CSV file with columns source, target and sign; or a folder that
    'clivage events' made.

    \b
    clivage analyze -o report.html
    clivage analyze --measure frustration edges.csv
    """
    from clivage import __version__, replacing, report
    from clivage.report import linked

    if list_:
        console.measures()
        return
    if unknown := [name for name in measures if name not in report.SECTIONS]:
        raise click.UsageError(f"{unknown[0]!r} is not one of {', '.join(report.SECTIONS)}.")
    if output and not format_ and output.suffix.lower() not in _ENDINGS:
        raise click.UsageError("The name of the output ends in .html, .json or .txt.")
    form = report.form_of(format_, output)
    chosen = report.Options.of_words(**options)
    if normalize != "none" and network_ == "direct":
        raise click.UsageError("--normalize goes with --network subtract.")
    recipe = None
    if network_ == "subtract":
        from clivage import discourse

        recipe = discourse.Recipe(normalize=discourse.Normal(normalize))
    days = {name: day.date() for name, day in (("first", first), ("last", last)) if day is not None}
    subject = report.subject_at(corpus, language=language, recipe=recipe, least=least, **days)
    study = report.Study(subject, chosen)
    files = {output: report.write(study, measures or report.WHOLE, form, version=__version__)}
    when = date.date() if date else None
    if rdf:
        files[rdf] = linked.turtle(study, when=when)
    if hypotheses:
        files[hypotheses] = linked.guesses(study)
    if store:
        linked.store(study, when=when, guessing=hypotheses is not None).save(store)
    replacing.write_all({path: text for path, text in files.items() if path})
    if None in files:
        console.report(files[None], form)
    for path in (*files, store):
        if path:
            click.echo(f"wrote {path}", err=None in files)
