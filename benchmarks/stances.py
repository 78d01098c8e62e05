"""Who supports whom, on real sentences that nobody here wrote: what a linear model can tell.

``python -m benchmarks.stances`` prints the tables. The pair is given in each sentence, so this is
classification, not the search that ``clivage suggest`` does. The data stands outside the
repository (``../shared/data/evaluation``); the published English test is read if its path is given:
``python -m benchmarks.stances test.txt``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import pairs, suggested
from benchmarks.pairs import DATA, Pair
from clivage.agreement.intervals import Bootstrap, Estimate
from clivage.suggest.regression import Regression, fit, tabled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clivage.suggest.regression import Table

#: What is said of the words around a pair, from little to much; see `pairs.features`.
VARIANTS = ("sentence", "places", "stems")
_PENALTY = 0.1
_FOLDS = 4
_ENGLISH = ("none", "1 + 2", "2 + 1", "1 − 2", "2 − 1")
_SIGNS = ("other", "supports", "opposes")
_HEAD = "| model | rows | micro F1 | macro F1 | each class |\n|---|---:|---:|---:|---|"


@dataclass(frozen=True)
class Model:
    """What was learnt from pairs.

    Attributes:
        columns: of each feature, its column and how much it weighs, as it is rare.
    """

    variant: str
    columns: Mapping[str, tuple[int, float]]
    regression: Regression

    def classes(self, examples: Sequence[Pair]) -> NDArray[np.int64]:
        """Return the likeliest class of each."""
        table = _table([pairs.features(one, self.variant) for one in examples], self.columns)
        return np.asarray(self.regression.shares(table).argmax(axis=1), dtype=np.int64)


def trained(examples: Sequence[Pair], variant: str) -> Model:
    """Learn from pairs; of features, those that two of them have."""
    found = [pairs.features(one, variant) for one in examples]
    having = Counter(name for one in found for name in one)
    kept = [name for name, count in having.items() if count > 1]
    columns = {
        name: (at, float(np.log(len(found) / having[name]) + 1)) for at, name in enumerate(kept)
    }
    classes = np.array([one.label for one in examples])
    sizes = np.bincount(classes)
    weights = sizes[classes] ** -0.5  # rare classes count more, but not as much as the rest
    weights *= len(classes) / weights.sum()
    learnt = fit(
        _table(found, columns), classes, len(sizes), penalty=_PENALTY, weights=weights
    )  # fmt: skip
    return Model(variant, columns, learnt)


def _table(found: Sequence[set[str]], columns: Mapping[str, tuple[int, float]]) -> Table:
    rows = []
    for names in found:
        # In sorted order: sums must not hang on the order of a set, which is chance.
        row = dict(columns[name] for name in sorted(names) if name in columns)
        length = sum(value * value for value in row.values()) ** 0.5
        rows.append({at: value / length for at, value in row.items()})
    return tabled(rows, width=len(columns))


def english(test: Path | None) -> Iterator[str]:
    """Measure directed sentiment in English news sentences."""
    train, valid = pairs.english("dse_train.txt.gz"), pairs.english("dse_valid.txt")
    models = {variant: trained(train, variant) for variant in VARIANTS}
    yield "## English: who holds what opinion of whom, five classes\n"
    yield from _measured("validation", train, valid, models)
    if test:
        yield ""
        yield from _measured("published test", train, pairs.read_english(test), models)
    yield f"\nClasses: {', '.join(_ENGLISH)}. After ±: half the 95 % interval."


def _measured(
    name: str, train: Sequence[Pair], examples: Sequence[Pair], models: Mapping[str, Model]
) -> Iterator[str]:
    known = {one.key for one in train}
    leaked = np.array([one.key in known for one in examples])
    gold = np.array([one.label for one in examples])
    found = {
        "majority": np.zeros_like(gold),
        **{
            f"{engine} engine, as it is": np.array(
                [suggested.label(one, engine) for one in examples]
            )
            for engine in ("trained", "lexicon")
        },
        **{f"{name} regression": one.classes(examples) for name, one in models.items()},
    }
    shared = f"{leaked.sum()} of {len(gold):,} rows stand in the training part too"
    yield f"**{name.capitalize()}**: {shared}.\n"
    yield _HEAD
    for model, labels in found.items():
        for which, rows in (("all", leaked | True), ("unleaked", ~leaked), ("leaked", leaked)):
            yield _row(model, which, gold[rows], labels[rows], 5)


def portuguese() -> Iterator[str]:
    """Measure support and opposition in Portuguese headlines, across folds."""
    examples = pairs.portuguese()
    fold = np.array([one.fold % _FOLDS for one in examples])
    yield "## Portuguese: headlines, four folds\n"
    yield _HEAD
    for name, wanted in (("five classes", 5), ("three classes", 3)):
        kept = (
            examples
            if wanted == 5
            else [replace(one, label=-(-one.label // 2)) for one in examples]
        )
        gold = np.array([one.label for one in kept])
        yield _row("majority", name, gold, np.zeros_like(gold), wanted)
        for variant in VARIANTS:
            labels = np.zeros_like(gold)
            for out in range(_FOLDS):
                seen = [one for one, at in zip(kept, fold, strict=True) if at != out]
                unseen = [one for one, at in zip(kept, fold, strict=True) if at == out]
                labels[fold == out] = trained(seen, variant).classes(unseen)
            yield _row(f"{variant} regression", name, gold, labels, wanted)
    yield f"\nFive classes: as in English. Three classes: {', '.join(_SIGNS)}."


def _row(
    model: str, rows: str, gold: NDArray[np.int64], labels: NDArray[np.int64], classes: int
) -> str:
    bootstrap, groups = Bootstrap(), range(len(gold))
    same = (gold == labels).astype(float)
    micro = bootstrap.estimate(lambda w: w @ same / w.sum(axis=1), groups)
    macro = bootstrap.estimate(lambda w: _f1(w, gold, labels, classes).mean(axis=1), groups)
    each = _f1(np.ones((1, len(gold))), gold, labels, classes)[0]
    shown = " ".join(f"{one:.2f}" for one in each)
    return f"| {model} | {rows}: {len(gold):,} | {_said(micro)} | {_said(macro)} | {shown} |"


def _f1(
    weights: NDArray[np.float64], gold: NDArray[np.int64], labels: NDArray[np.int64], classes: int
) -> NDArray[np.float64]:
    """Return the F1 of each class, one row a weighting; 0 where a class is neither said nor so."""
    each = np.arange(classes)
    so, said = (one[:, None] == each for one in (gold, labels))
    return np.asarray(2 * (weights @ (so & said)) / np.maximum(weights @ so + weights @ said, 1))


def _said(one: Estimate) -> str:
    assert one.value is not None and one.low is not None and one.high is not None
    return f"{one.value:.3f} ± {(one.high - one.low) / 2:.3f}"


def lines(test: Path | None = None) -> Iterator[str]:
    """Measure everything; yield the tables."""
    yield from english(test)
    yield ""
    yield from portuguese()
    yield ""
    yield from suggested.lines(pairs.english("dse_train.txt.gz"))


if __name__ == "__main__":
    if not DATA.exists():
        raise SystemExit(f"the sentences are not here: {DATA}")
    for line in lines(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(line, flush=True)
