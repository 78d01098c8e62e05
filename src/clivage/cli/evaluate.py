"""``clivage evaluate``: how good predicted claims are, against what people coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clivage.address import Place
from clivage.cli import measuring
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
@measuring.OVERLAP
@measuring.CONFIDENCE
@measuring.BOOTSTRAP
@click.option(
    "--by-source/--by-place",
    default=None,
    help="Draw whole sources, or single places.  [default: sources, from eight on]",
)
@measuring.SEED
@measuring.FORMAT
@measuring.OUTPUT
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
    clivage evaluate graph/gold --engine trained
    """
    from clivage import evaluation
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
    measuring.put(
        lambda: report.text(found),
        lambda: report.data(found),
        format_=format_,
        output=output,
        besides={json_: report.data(found)} if json_ else {},
    )


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
