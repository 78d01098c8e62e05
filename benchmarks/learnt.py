"""How good the default engine is on texts that it has not learnt from: five folds, whole texts.

The texts that it learns from are parted in five; the suggestions for each part are made with
weights that the other four taught, and compared with the coding. Beside it stands the engine
``lexicon``, whose rules were not written on these texts. Those on which rules were written teach,
and are not measured on.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import page
from clivage import evaluation
from clivage.agreement.intervals import Bootstrap
from clivage.evaluation import Claim, Compared
from clivage.suggest.cast import Cast
from clivage.suggest.lexicon import Lexicon
from clivage.suggest.records import Document, Suggester, Suggestion
from clivage.suggest.trained import Trained, learning
from clivage.suggest.trained.learning import Lessons
from clivage.suggest.trained.weights import Weights

TEXTS = Path("tests/evaluation")
LANGUAGES = ("fr", "es", "en")
FOLDS = 5
#: Corpora on which the rules of the engine ``lexicon`` were written.
WRITTEN_ON = ("-development", "fr-validation")
LEVELS = ("passage", "pair", "sign")


@dataclass(slots=True)
class Folded:
    """The default engine, for each text with the weights that the others taught.

    Attributes:
        tables: weights by the text that they are for.
    """

    name: str = "trained"
    version: str = "in five folds"
    tables: dict[str, Weights] = field(default_factory=dict)

    def suggest(self, document: Document, cast: Cast) -> Iterator[Suggestion]:
        """Return suggestions."""
        return Trained(self.tables[document.text]).suggest(document, cast)


def lines(_folder: Path) -> Iterator[str]:
    """Yield the table."""
    columns = "language", "texts", "claims", "engine", "level", "precision", "recall", "F1", "read"
    yield f"| {' | '.join(columns)} |"
    yield "|---|--:|--:|---|---|--:|--:|--:|--:|"
    for language in LANGUAGES:
        folders = corpora(language)
        measured = [one for one in folders if not one.name.endswith(WRITTEN_ON)]
        for engine in (folded(language, folders, measured), Lexicon()):
            yield from _measured(language, engine, measured)


def corpora(language: str) -> list[Path]:
    """Return the corpora that a language is learnt from."""
    said = subprocess.run(
        ["bash", TEXTS / "lessons.sh", language], capture_output=True, text=True, check=True
    )
    return [Path(one) for one in said.stdout.split()]


def folded(language: str, folders: Sequence[Path], measured: Sequence[Path]) -> Folded:
    """Learn once for each fold."""
    engine = Folded()
    taught = {one: learning.from_corpus(one) for one in folders}
    texts = [(folder, source) for folder in measured for source in taught[folder]]
    for fold in range(FOLDS):
        held = set(texts[fold::FOLDS])
        lessons = Lessons()
        lessons.extend(learning.from_passages(language, TEXTS / "passages" / f"{language}.csv"))
        lessons.extend(learning.from_examples(language))
        for folder, of_texts in taught.items():
            for source, one in of_texts.items():
                if (folder, source) not in held:
                    lessons.extend(one)
        table = Weights(learning.learnt(lessons))
        engine.tables |= {_text(folder, source): table for folder, source in held}
    return engine


def _text(folder: Path, source: str) -> str:
    return (folder / "texts" / f"{source}.txt").read_text(encoding="utf-8")


def _measured(language: str, engine: Suggester, folders: Sequence[Path]) -> Iterator[str]:
    compared = joined([evaluation.of_engine(evaluation.opened(one), engine) for one in folders])
    settings = evaluation.Settings(bootstrap=Bootstrap(samples=0))
    found = evaluation.evaluate(compared, settings)
    claims = sum(settings.has(one) for one in compared.gold)
    for level in LEVELS:
        score = found.levels[level]
        precision, recall, f1 = score.precision.value, score.recall.value, score.f1.value
        assert precision and recall and f1
        yield (
            f"| {language} | {len(compared.sources)} | {claims:,} | `{engine.name}` | {level}"
            f" | {precision:.2f} | {recall:.2f} | {f1:.2f} | {1 / precision:.1f} |"
        )


def joined(parts: Sequence[Compared]) -> Compared:
    """Return comparisons as one, with sources that are called by their corpus too."""
    gold: list[Claim] = []
    predicted: list[Claim] = []
    texts: dict[str, str] = {}
    for part in parts:
        renamed = {source: f"{part.gold_name}/{source}" for source in part.sources}
        gold += [replace(one, source=renamed[one.source]) for one in part.gold]
        predicted += [replace(one, source=renamed[one.source]) for one in part.predicted]
        texts |= {renamed[source]: text for source, text in part.texts.items()}
    return Compared(
        gold_name="all", predicted_name=parts[0].predicted_name, gold=tuple(gold),
        predicted=tuple(predicted), sources=tuple(sorted(texts)), texts=texts,
    )  # fmt: skip


if __name__ == "__main__":
    page.run(lines, Path("docs/evaluation.md"), "learnt")
