"""Learn ``weights.csv`` of a language from coded corpora, and from short passages.

``python -m clivage.suggest.trained.learning LANGUAGE PASSAGES.csv CORPUS...`` writes the table
beside the lexicons. A corpus teaches which sentences take a side, between whom, and which;
whatever its coding leaves out counts as no stance. A passage has one ``{holder}``, one
``<target>`` and a sign, or ``none``; the examples of the lexicons are such passages too, with what
rules find left out, as the rules were written on them. The penalty on the squares of the weights
keeps small whatever is rare.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from clivage import corpora
from clivage.model import ActorType, Modality, Sign, Statement
from clivage.suggest.cast import Cast, Figure, cast_of
from clivage.suggest.lexicon.entries import FOLDER, vocabulary
from clivage.suggest.lexicon.reading import Reading
from clivage.suggest.records import Document
from clivage.suggest.regression import fit, tabled
from clivage.suggest.trained import hints
from clivage.suggest.trained.hints import ALWAYS, Hints
from clivage.suggest.trained.pairs import pairs
from clivage.suggest.trained.scene import Scene, Scenes
from clivage.suggest.trained.weights import QUESTIONS, Weights, weights, written

#: What a passage counts, by question, where a sentence of a corpus counts 1.
PASSAGE: Final = {"sentence": 0.15, "pair": 0.3, "side": 0.6}
EXAMPLE: Final = {"pair": 0.3, "side": 0.2}
PENALTY: Final = {"sentence": 10.0, "pair": 4.0, "side": 4.0}
#: A hint that is seen more rarely is no hint.
_SEEN: Final = 2
#: Weights nearer to 0 are left out.
_SMALL: Final = 0.05
#: Weights that differ by less are the same: one that is left out, and how computers round.
_SAME: Final = _SMALL + 0.02
#: French pairs are so many that the fit stops before what is always so, which has no penalty, has
#: settled; where it then stands depends on the computer.
_SAME_ALWAYS: Final = 0.5
#: So that passages, which mostly take a side, do not teach that most sentences do.
_ARTIFICIAL: Final = "artificial"
_SIGNS: Final = {"supports": Sign.SUPPORT, "opposes": Sign.OPPOSITION, "none": None}


@dataclass(slots=True)
class Lessons:
    """What is learnt from: hints, the answer, and what it counts, by question."""

    of: dict[str, list[tuple[Hints, bool, float]]] = field(
        default_factory=lambda: {question: [] for question in QUESTIONS}
    )

    def add(self, question: str, found: Hints, counts: float, *, answer: bool) -> None:
        """Add one."""
        self.of[question].append((found, answer, counts))

    def extend(self, other: Lessons) -> None:
        """Add all of another."""
        for question, lessons in other.of.items():
            self.of[question] += lessons


def from_corpus(folder: Path) -> dict[str, Lessons]:
    """Return what the codings of a corpus teach, by source.

    Raises:
        CorpusError: when the corpus has errors.
    """
    corpus = corpora.load(folder)
    found = {}
    for source in corpus.sources:
        if source.text is None:
            continue
        own = [one for one in corpus.statements if one.evidence[0].source == source.id]
        document = Document(source.id, source.language, source.text)
        found[source.id] = _of_text(document, cast_of(corpus, source.language), own)
    return found


def _of_text(document: Document, cast: Cast, statements: Sequence[Statement]) -> Lessons:
    lessons = Lessons()
    for scene in _scenes(document, cast):
        here = [
            one
            for one in statements
            if any(
                it.source == document.source and it.start < scene.end and scene.start < it.end
                for it in one.evidence
            )
        ]
        actual = {(one.holder, one.target) for one in here if one.modality is Modality.ACTUAL}
        signs = {(one.holder, one.target): one.sign for one in here}
        lessons.add("sentence", hints.of_sentence(scene), 1.0, answer=bool(actual))
        for pair in pairs(scene):
            sign = signs.get(pair.key)
            if sign is None or pair.key in actual:  # what did not happen teaches the sign alone
                lessons.add("pair", hints.of_pair(scene, pair), 1.0, answer=sign is not None)
            if sign is not None:
                against = sign is Sign.OPPOSITION
                lessons.add("side", hints.of_side(scene, pair), 1.0, answer=against)
    return lessons


def from_passages(language: str, path: Path) -> Lessons:
    """Return what short passages teach: ``sign,passage`` with ``{holder}`` and ``<target>``."""
    lessons = Lessons()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lessons.extend(_of_passage(language, row["passage"], _SIGNS[row["sign"]], PASSAGE))
    return lessons


def from_examples(language: str) -> Lessons:
    """Return what the examples of the lexicons teach."""
    lessons = Lessons()
    for entry in vocabulary(language).entries:
        if "{" in entry.example and "<" in entry.example:
            lessons.extend(_of_passage(language, entry.example, entry.sign, EXAMPLE))
    return lessons


def _of_passage(
    language: str, passage: str, sign: Sign | None, counts: Mapping[str, float]
) -> Lessons:
    text, cast = _unmarked(passage)
    by_rules = "sentence" in counts  # the rules were written on the others
    lessons = Lessons()
    for scene in _scenes(Document("passage", language, text), cast):
        if by_rules:
            found = {**hints.of_sentence(scene), _ARTIFICIAL: 1.0}
            lessons.add("sentence", found, counts["sentence"], answer=sign is not None)
        for pair in pairs(scene):
            if not (pair.holder.is_here and pair.target.is_here):
                continue
            right = pair.holder.figure[0] == "h" and pair.target.figure[0] == "t"
            answer = right and sign is not None
            found = {**_kept(hints.of_pair(scene, pair), by_rules=by_rules), _ARTIFICIAL: 1.0}
            lessons.add("pair", found, counts["pair"], answer=answer)
            if answer:
                found = {**_kept(hints.of_side(scene, pair), by_rules=by_rules), _ARTIFICIAL: 1.0}
                lessons.add("side", found, counts["side"], answer=sign is Sign.OPPOSITION)
    return lessons


def _kept(found: Hints, *, by_rules: bool) -> Hints:
    if by_rules:
        return found
    left_out = ("sentence: ", "ruled", "neighbours")
    return {name: value for name, value in found.items() if not name.startswith(left_out)}


def _unmarked(passage: str) -> tuple[str, Cast]:
    """Return the words of a passage, and its holders and targets as a cast."""
    figures: list[Figure] = []
    text, opened = "", 0
    for sign in passage:
        if sign in "{<":
            opened = len(text)
        elif sign in "}>":
            id = f"{'h' if sign == '}' else 't'}{len(figures)}"
            figures.append(Figure(id=id, names=(text[opened:],), type=ActorType.COLLECTIVE))
        else:
            text += sign
    return text, Cast(tuple(figures))


def _scenes(document: Document, cast: Cast) -> Iterator[Scene]:
    words = vocabulary(document.primary_language)
    yield from Scenes(Reading(document, cast, words), cast, words)


def learnt(lessons: Lessons) -> dict[str, dict[str, float]]:
    """Return the weights, by question and hint."""
    return {question: _fitted(lessons.of[question], PENALTY[question]) for question in QUESTIONS}


def _fitted(lessons: Sequence[tuple[Hints, bool, float]], penalty: float) -> dict[str, float]:
    counts = Counter(name for found, _, _ in lessons for name in found)
    names = sorted(name for name, seen in counts.items() if seen >= _SEEN)
    columns = {name: at for at, name in enumerate(names)}
    rows = [
        {columns[name]: value for name, value in found.items() if name in columns}
        for found, _, _ in lessons
    ]
    answers = np.array([int(answer) for _, answer, _ in lessons])
    counting = np.array([one for _, _, one in lessons])
    model = fit(tabled(rows, width=len(names)), answers, 2, penalty=penalty, weights=counting)
    found = {
        name: float(model.weights[at, 1] - model.weights[at, 0]) for name, at in columns.items()
    }
    found[ALWAYS] = found.get(ALWAYS, 0.0) + float(model.bias[1] - model.bias[0])
    found.pop(_ARTIFICIAL, None)
    return {name: one for name, one in found.items() if abs(one) >= _SMALL or name == ALWAYS}


def main(arguments: Sequence[str]) -> None:
    """Learn the weights of a language and write them, or compare with ``--check``."""
    reader = argparse.ArgumentParser(description="Learn weights.csv of a language.")
    reader.add_argument("language")
    reader.add_argument("passages", type=Path)
    reader.add_argument("corpora", type=Path, nargs="+")
    reader.add_argument("--check", action="store_true", help="only compare with the table there")
    asked = reader.parse_args(arguments)
    lessons = from_passages(asked.language, asked.passages)
    lessons.extend(from_examples(asked.language))
    for folder in asked.corpora:
        for of_text in from_corpus(folder).values():
            lessons.extend(of_text)
    found = learnt(lessons)
    if not asked.check:
        written(_rows(found), FOLDER / asked.language / "weights.csv")
    elif other := differing(found, weights(asked.language)):
        what = f"{asked.language}/weights.csv is not what is learnt"
        sys.exit(f"{what}: {len(other)} weights differ, as that of {other[0]}")


def differing(found: Mapping[str, Mapping[str, float]], known: Weights) -> list[str]:
    """Return the hints that weigh otherwise than a table has it, by more than computers differ."""
    return [
        f"{question} {name!r}"
        for question in QUESTIONS
        for name in sorted({*found[question], *known.of[question]})
        if abs(found[question].get(name, 0.0) - known.of[question].get(name, 0.0))
        > (_SAME_ALWAYS if name == ALWAYS else _SAME)
    ]


def _rows(found: Mapping[str, Mapping[str, float]]) -> Iterable[tuple[str, str, float]]:
    for question, table in found.items():
        for name, weight in table.items():
            yield question, name, weight


if __name__ == "__main__":
    main(sys.argv[1:])
