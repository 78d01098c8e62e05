"""``clivage agree`` and ``adjudicate``: what several coders of one text have in common."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clivage import console
from clivage.cli import measuring
from clivage.cli.options import refusing
from clivage.errors import ClivageError, Origin
from clivage.numerals import counted

if TYPE_CHECKING:
    from clivage.agreement.codings import Comparison

_CORPUS = click.option(
    "-c",
    "--corpus",
    type=click.Path(path_type=Path),
    help="Corpus folder.  [default: the current folder or the only graph/*]",
)


@click.command()
@click.argument("coders", nargs=-1)
@_CORPUS
@click.option(
    "--level",
    "levels",
    multiple=True,
    help="Only this one: tie, sign, holder, target, relation or strength; repeatable.",
)
@measuring.OVERLAP
@click.option("--count-uncoded", is_flag=True, help="What is left uncoded is a value too.")
@measuring.CONFIDENCE
@measuring.BOOTSTRAP
@click.option("--by-source", is_flag=True, help="Draw whole sources, not single units.")
@measuring.SEED
@measuring.FORMAT
@measuring.OUTPUT
@click.option(
    "--disagreements", type=click.Path(path_type=Path), help="Also write a sheet to decide on them."
)
@refusing
def agree(  # noqa: PLR0913  (an option, an argument)
    coders: tuple[str, ...],
    *,
    corpus: Path | None,
    levels: tuple[str, ...],
    overlap: float,
    count_uncoded: bool,
    confidence: float,
    bootstrap: int,
    by_source: bool,
    seed: int,
    format_: str | None,
    output: Path | None,
    disagreements: Path | None,
) -> None:
    """Measure how far CODERS agree, and list where they do not.

    CODERS are ids of coders of one corpus (all, when left out), or the folders of two or more
    corpora on the same texts.

    \b
    clivage agree ines otto
    clivage agree graph/first graph/second -o agreement.json
    """
    from clivage.agreement import LEVELS, Settings, agreement, report, sheet
    from clivage.agreement.intervals import Bootstrap

    if unknown := [level for level in levels if level not in LEVELS]:
        raise click.UsageError(f"{unknown[0]!r} is not one of {', '.join(LEVELS)}.")
    comparison, is_one_corpus = _compared(corpus, coders, overlap)
    if disagreements and not is_one_corpus:
        raise click.UsageError("A decision sheet is about coders of one corpus.")
    if disagreements and disagreements.exists():
        what = "is there already, and may hold decisions"
        remedy = "name another file, or delete it"
        raise ClivageError(what, remedy=remedy, origin=Origin(str(disagreements)))
    drawing = Bootstrap(samples=bootstrap, confidence=confidence, seed=seed)
    settings = Settings(
        levels=levels, count_uncoded=count_uncoded, by_source=by_source, bootstrap=drawing
    )
    found = agreement(comparison, settings)
    measuring.put(
        lambda: report.text(found),
        lambda: report.data(found),
        format_=format_,
        output=output,
        besides={disagreements: sheet.dumps(comparison)} if disagreements else {},
    )


def _compared(corpus: Path | None, names: Sequence[str], overlap: float) -> tuple[Comparison, bool]:
    """Return what is compared, and whether it is of one corpus."""
    from clivage import corpora
    from clivage.agreement import of_coders, of_corpora

    folders = [Path(name) for name in names if corpus is None and _is_corpus(name)]
    if len(folders) > 1 and len(folders) == len(names):
        return of_corpora(folders, overlap=overlap), False
    if folders and len(names) > 1:
        raise click.UsageError("Name coders of one corpus, or corpora, not both.")
    if folders:
        return of_coders(folders[0], overlap=overlap), True
    if any("/" in name for name in names):
        corpora.locate_folder(Path(next(name for name in names if "/" in name)))
    return of_coders(corpora.locate_folder(corpus), names, overlap=overlap), True


def _is_corpus(name: str) -> bool:
    return (Path(name) / "corpus.yaml").exists()


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path))
@_CORPUS
@click.option("--as", "adjudicator", required=True, help="Id of who decides.")
@click.option("--name", default="", help="Name of who decides, for corpus.yaml.  [default: the id]")
@click.option("--ask", is_flag=True, help="Ask for each open decision, and write it on the sheet.")
@click.option("--leave-open", is_flag=True, help="Leave out what is not decided.")
@refusing
def adjudicate(
    sheet: Path,
    *,
    corpus: Path | None,
    adjudicator: str,
    name: str,
    ask: bool,
    leave_open: bool,
) -> None:
    """Write what coders agree on, and what was decided on SHEET, as the coding that counts.

    The codings stay, each with a line that says by whom they are superseded.

    \b
    clivage agree ines otto --disagreements decisions.yaml
    clivage adjudicate decisions.yaml --as board
    """
    from clivage import corpora
    from clivage.agreement import adjudication

    folder = corpora.locate_folder(corpus)
    if ask:
        _ask(sheet, folder)
    done = adjudication.adjudicate(
        sheet, folder, adjudicator=adjudicator, name=name, leave_open=leave_open
    )
    click.echo(f"{counted(done.agreed, 'statement')} agreed")
    decided = counted(done.decided, "disagreement")
    click.echo(f"{decided} decided: {counted(done.kept, 'statement')} kept")
    if done.left_open:
        click.echo(f"{counted(done.left_open, 'disagreement')} left out")
    for path in done.files:
        click.echo(f"wrote {folder / path}")
    if not done.files:
        click.echo("nothing to change")


def _ask(path: Path, folder: Path) -> None:
    """Go through what is open on a sheet; what was answered is written, whatever stops it."""
    from clivage import replacing
    from clivage.agreement import of_coders, report
    from clivage.agreement import sheet as sheets

    given = sheets.read(path)
    comparison = of_coders(folder, given.coders, overlap=given.overlap)
    items = given.items(comparison)
    words = [*(sheets.word(at) for at in range(len(given.coders))), "both", "neither", "skip"]
    decisions: dict[int, str] = {}
    try:
        for number, item in enumerate(items):
            if item.decision not in (None, ""):
                continue
            click.echo(console.safe(f"\n{number + 1}. {item.disagreement.title}"))
            for at, coder in enumerate(given.coders):
                statement = item.disagreement.statements.get(coder)
                said = report.says(item.disagreement, statement) if statement else sheets.NOTHING
                click.echo(console.safe(f"  {sheets.word(at)} ({coder}): {said}"))
                if statement:
                    click.echo(console.safe(f"    {report.quotation(statement)}"))
            decision = click.prompt("decision", type=click.Choice(words), default="skip")
            if decision != "skip":
                decisions[number] = decision
    finally:
        if decisions:
            text = path.read_bytes().decode()
            replacing.write_all({path: sheets.decided(text, decisions, name=str(path))})
