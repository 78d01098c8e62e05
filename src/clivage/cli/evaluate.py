"""``clivage evaluate``: how good predicted claims are, against what people coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import placed, refusing

if TYPE_CHECKING:
    from clivage.evaluation import Compared

_MODALITIES = ("actual", "negated", "hypothetical", "announced", "all")


@click.command()
@click.argument("gold", type=click.Path(), callback=placed)
@click.argument("predicted", required=False, type=click.Path(), callback=placed)
@click.option(
    "--suggestions", is_flag=True, help="Take PREDICTED/suggestions/*.yaml, not its codings."
)
@click.option(
    "--engine",
    default="",
    help="Run this engine on the texts of GOLD; with --suggestions: take those of this engine.",
)
@click.option(
    "--modality",
    type=click.Choice(_MODALITIES),
    default="actual",
    show_default=True,
    help="What is to be found; 'all' takes all alike.",
)
@click.option(
    "--overlap",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Part of the shorter passage that two share to be the same.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Of the intervals.",
)
@click.option(
    "--bootstrap",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    help="Samples for the intervals; 0 for none.",
)
@click.option(
    "--by-source/--by-place",
    default=None,
    help="Draw whole sources, or single places.  [default: sources, from eight on]",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the samples.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), help="[default: text]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, instead of printing.")
@click.option(
    "--json", "json_", type=click.Path(path_type=Path), help="Also write everything as JSON."
)
@refusing
def evaluate(  # noqa: PLR0913  (an option, an argument)
    gold: Place,
    predicted: Place | None,
    *,
    suggestions: bool,
    engine: str,
    modality: str,
    overlap: float,
    confidence: float,
    bootstrap: int,
    by_source: bool | None,
    seed: int,
    format_: str | None,
    output: Path | None,
    json_: Path | None,
) -> None:
    """Measure the claims of PREDICTED by those of GOLD.

    Both are corpora on the same texts, or PREDICTED holds suggestions for them. What is right is
    counted for passages, pairs, directions and signs, with precision, recall and F1.

    \b
    clivage evaluate graph/gold graph/mine
    clivage evaluate graph/gold graph/uncoded --suggestions --json scores.json
    clivage evaluate graph/gold --engine lexicon
    """
    from clivage import evaluation, replacing
    from clivage.agreement.intervals import Bootstrap
    from clivage.evaluation import report
    from clivage.model import Modality

    settings = evaluation.Settings(
        overlap=overlap,
        modality=None if modality == "all" else Modality(modality),
        by_source=by_source,
        bootstrap=Bootstrap(samples=bootstrap, confidence=confidence, seed=seed),
    )
    compared = _compared(gold, predicted, suggestions=suggestions, engine=engine)
    found = evaluation.evaluate(compared, settings)
    is_json = format_ == "json" or (format_ is None and output and output.suffix == ".json")
    written = report.data(found) if is_json else report.text(found)
    files = {output: written, json_: report.data(found) if json_ else ""}
    replacing.write_all({path: text for path, text in files.items() if path})
    if not output:
        # What was named cannot steer the terminal.
        for line in written.rstrip("\n").split("\n"):
            click.echo(line if is_json else console.safe(line))
    for path in (output, json_):
        if path:
            click.echo(f"wrote {path}", err=not output)


def _compared(gold: Place, predicted: Place | None, *, suggestions: bool, engine: str) -> Compared:
    from clivage import corpora, evaluation
    from clivage.suggest import engines, files

    if predicted is None and (suggestions or not engine):
        raise click.UsageError("Name what is measured: PREDICTED, or an --engine to run.")
    if predicted is not None and engine and not suggestions:
        raise click.UsageError("Name PREDICTED or an --engine to run, or add --suggestions.")
    if predicted is None:
        return evaluation.of_engine(evaluation.opened(gold), engines.load(engine))
    if not suggestions:
        return evaluation.of_corpora(evaluation.opened(gold), evaluation.opened(predicted))
    suggested = files.read(corpora.locate_folder(predicted))
    sides = evaluation.opened(gold), evaluation.opened(predicted)
    return evaluation.of_suggestions(*sides, suggested, engine=engine)
