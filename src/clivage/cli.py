"""The command line. Only this module prints.

Heavy libraries are imported inside commands, so that ``clivage --help`` answers at once.
"""

from __future__ import annotations

import datetime
import gc
import io
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from clivage import console
from clivage.address import Address, Place, place
from clivage.errors import ClivageError, CorpusError, Origin, Severity

_P = ParamSpec("_P")


def _placed(ctx: click.Context, param: click.Parameter, value: str | None) -> Place | None:
    """Return a path, or the address of an endpoint, which as a path would lose a slash."""
    return None if value is None else place(value)


def _written(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Return the folder of a store to write; an address there is a slip."""
    if isinstance(_placed(ctx, param, value), Address):
        raise click.BadParameter("a folder is written there; an endpoint is read as CORPUS")
    return None if value is None else Path(value)


_CORPUS = click.argument("corpus", required=False, type=click.Path(), callback=_placed)


def _refusing(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn an error on purpose into its lines on standard error, and exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ClivageError as error:
            console.refused(error)
            raise SystemExit(1) from None
        except BrokenPipeError:
            raise  # whoever read has enough; click ends the program
        except OSError as error:
            origin = Origin(str(error.filename or "standard output"))
            console.refused(ClivageError(error.strerror or str(error), origin=origin))
            raise SystemExit(1) from None

    return run


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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base", default="", help="Base IRI of the corpus, ending in / or #.")
@_refusing
def init(folder: Path, base: str) -> None:
    """Make a new corpus in FOLDER, with a worked example to edit."""
    from clivage import template

    for path in template.write(folder, base=base):
        click.echo(f"wrote {path}")
    click.echo(f"Edit it, then run: clivage check {folder}")


@main.command()
@_CORPUS
@click.option("--shacl", is_flag=True, help="Run the published SHACL shapes too (slow).")
@_refusing
def check(corpus: Place | None, shacl: bool) -> None:
    """Verify CORPUS and write nothing: files, ids, dates, quotations and every rule."""
    from clivage import corpora

    path = corpora.locate(corpus)
    found, problems = corpora.inspect(path, shacl=shacl)
    for problem in problems:
        click.echo(console.safe(str(problem)), err=problem.severity is Severity.ERROR)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors or found is None:
        click.echo(console.counted(len(errors), "error"), err=True)
        raise SystemExit(1)
    quotations = sum(len(statement.evidence) for statement in found.statements)
    click.echo(
        f"{path}: {console.counted(len(found.statements), 'statement')},"
        f" {console.counted(quotations, 'quotation')} verified, {console.warnings(problems)}"
    )


@main.command()
@_CORPUS
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the exports.")
@click.option("--store", type=click.Path(), callback=_written, help="Also write a store there.")
@click.option("--with-text", is_flag=True, help="Put the full texts into the RDF.")
@click.option("--accept-changed-texts", is_flag=True, help="Let a text differ from the last build.")
@_refusing
def build(
    corpus: Place | None,
    output: Path | None,
    store: Path | None,
    with_text: bool,
    accept_changed_texts: bool,
) -> None:
    """Verify CORPUS, derive its edges and write every export, all or none."""
    from clivage import build as builder
    from clivage import corpora

    path = corpora.locate_folder(corpus)
    with console.progress() as progress:
        built = builder.build(
            path,
            output,
            accept_changed_texts=accept_changed_texts,
            with_text=with_text,
            store_folder=store,
            progress=progress,
        )
    console.built(built, str(store or ""))


@main.command()
@click.argument("question", required=False)
@click.argument("values", nargs=-1)
@click.option(
    "-c",
    "--corpus",
    type=click.Path(),
    callback=_placed,
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
@_refusing
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
    console.answer(questions.ask(opened, asked, values, once=True), format_)


def _asked(file: Path) -> str:
    """Return the text of a file, or of standard input for ``-``."""
    from clivage import yamlfile

    if str(file) != "-":
        return yamlfile.read_text(file)
    return yamlfile.decoded(sys.stdin.buffer.read(), name="standard input")


@main.command()
@_CORPUS
@click.option("--format", "format_", help="Name of the format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, instead of printing.")
@click.option("--language", default="", help="Language of a picture, such as en.")
@click.option("--with-text", is_flag=True, help="Put the full texts into the RDF.")
@click.option("--list", "list_", is_flag=True, help="List the formats.")
@_refusing
def export(
    corpus: Place | None,
    format_: str | None,
    output: Path | None,
    language: str,
    with_text: bool,
    list_: bool,
) -> None:
    """Write CORPUS in one format."""
    from clivage import build, corpora
    from clivage.export import FORMATS, Material

    if list_:
        rows = [(one.name, one.file, one.meaning) for one in FORMATS.values()]
        console.table(("format", "file", "what it is"), rows)
        return
    if format_ not in FORMATS:
        raise click.UsageError(f"--format is one of {', '.join(FORMATS)}.")
    material = Material(
        corpora.load(corpora.locate(corpus)), with_text=with_text, language=language
    )
    text = FORMATS[format_].write(material)
    if output:
        build.write_all({output: text})
        click.echo(f"wrote {output}")
    else:
        click.echo(text.encode(), nl=False)


@main.command()
@_CORPUS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File, .html for the interactive network or .svg for print.  [default: network.html]",
)
@click.option("--language", default="", help="Language of the picture, such as en.")
@_refusing
def render(corpus: Place | None, output: Path | None, language: str) -> None:
    """Draw CORPUS as one HTML file that opens offline, or as an SVG for print."""
    from clivage import build, corpora
    from clivage.export import FORMATS, Material

    path = output or Path("network.html")
    if path.suffix not in (".html", ".svg"):
        raise click.UsageError("The name of the output ends in .html or .svg.")
    material = Material(corpora.load(corpora.locate(corpus)), language=language)
    build.write_all({path: FORMATS[path.suffix[1:]].write(material)})
    click.echo(f"wrote {path}")


@main.command()
@_CORPUS
@_refusing
def schema(corpus: Place | None) -> None:
    """Print the JSON Schema of a coding file, with the ids of CORPUS for completion."""
    import json

    from clivage import coding, corpora
    from clivage import schema as schemas

    reading = coding.inspect(corpora.locate_folder(corpus))
    if reading.corpus is None:
        raise CorpusError(reading.errors)
    document = schemas.json_schema(reading.corpus)
    click.echo(json.dumps(document, indent=1, ensure_ascii=False))


@main.command()
@_CORPUS
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
    callback=_written,
    help="Also write a store with the findings in a graph of their own.",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Day of the analysis, for RDF.")
@click.option("--list", "list_", is_flag=True, help="List the parts of a report.")
@_refusing
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
    **options: Any,  # noqa: ANN401
) -> None:
    """Report who is in which camp, how tense it is, and who holds it together.

    CORPUS may be a table too: a CSV file with columns source, target and sign.

    \b
    clivage analyze -o report.html
    clivage analyze --measure frustration edges.csv
    """
    from clivage import __version__, build, report
    from clivage.report import linked

    if list_:
        console.measures()
        return
    if unknown := [name for name in measures if name not in report.SECTIONS]:
        raise click.UsageError(f"{unknown[0]!r} is not one of {', '.join(report.SECTIONS)}.")
    form = report.form_of(format_, output)
    chosen = report.Options.of_words(**options)
    study = report.Study(report.subject_at(corpus, language=language), chosen)
    files = {output: report.write(study, measures or report.WHOLE, form, version=__version__)}
    when = date.date() if date else None
    if rdf:
        files[rdf] = linked.turtle(study, when=when)
    if hypotheses:
        files[hypotheses] = linked.guesses(study)
    if store:
        linked.store(study, when=when, guessing=hypotheses is not None).save(store)
    build.write_all({path: text for path, text in files.items() if path})
    if None in files:
        console.report(files[None], form)
    for path in (*files, store):
        if path:
            click.echo(f"wrote {path}", err=None in files)


@main.command()
@_CORPUS
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
@_refusing
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
