"""Engines on real sentences whose pair is given, and what learning adds to its order."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.pairs import Pair
from clivage.model import ActorType, Modality, Sign
from clivage.suggest import engines, ranking
from clivage.suggest.cast import Cast, Figure
from clivage.suggest.decisions import Choice, Decision
from clivage.suggest.engines import Grounded
from clivage.suggest.ranking import Report
from clivage.suggest.records import Document, Suggester, Suggestion

_FIRST, _SECOND = "first", "second"
_LABELS = {
    (_FIRST, Sign.SUPPORT): 1,
    (_SECOND, Sign.SUPPORT): 2,
    (_FIRST, Sign.OPPOSITION): 3,
    (_SECOND, Sign.OPPOSITION): 4,
}
#: How many decisions are learnt from.
_SIZES = (200, 400)
#: The engine whose suggestions are taken for a log.
_LOGGED = "trained"


def label(one: Pair, engine: str) -> int:
    """Return what the likeliest suggestion about a pair says; 0 where there is none."""
    found = suggestions(one, "s", engine)
    return _label(max(found, key=lambda it: it.score)) if found else 0


def suggestions(one: Pair, source: str, engine: str) -> list[Suggestion]:
    """Return what an engine suggests about a pair, and says to have happened."""
    if one.first is None or one.second is None:
        return []
    first, second = (_plain(one.text[slice(*place)]) for place in (one.first, one.second))
    if first == second:
        return []
    cast = Cast(
        tuple(
            Figure(id=id, names=(name,), type=ActorType.COLLECTIVE)
            for id, name in ((_FIRST, first), (_SECOND, second))
        )
    )
    return [
        it
        for it in Grounded(_engine(engine), Document(source, "en", _plain(one.text)), cast)
        if {it.holder.figure, it.target.figure} == {_FIRST, _SECOND}
        and it.modality is Modality.ACTUAL
    ]


def lines(examples: Sequence[Pair]) -> Iterator[str]:
    """Learn an order of the engine's suggestions from people's labels; yield a table."""
    log = list(_log(examples))
    yield "## The order of the engine's suggestions, learnt from labels as from decisions\n"
    yield "| decisions | right | order | average precision | read, 50 % | read, 80 % | in use |"
    yield "|---:|---:|---|---:|---:|---:|---|"
    for size in (*_SIZES, len(log)):
        some = np.random.default_rng(size).permutation(len(log))[:size]
        found = ranking.learnt(log[at] for at in some)
        if found.report is None:
            yield f"| {size} | | | | | | {' '.join(ranking.told(found))} |"
        else:
            yield from _rows(size, found.report)


def _rows(size: int, report: Report) -> Iterator[str]:
    right = report.right / (report.right + report.wrong)
    gain = f"{report.gain:+.3f} (99 % interval {report.low:+.3f} to {report.high:+.3f})"
    said = f"{'yes' if report.helps else 'no'}: {gain}"
    for name, one, end in (("engine", report.engine, ""), ("learnt", report.learnt, said)):
        yield (
            f"| {size} | {right:.2f} | {name} | {one.average_precision:.3f}"
            f" | {one.half:.2f} | {one.most:.2f} | {end} |"
        )


@functools.cache
def _engine(name: str) -> Suggester:
    return engines.load(name)


def _log(examples: Sequence[Pair]) -> Iterator[Decision]:
    """Yield a decision on each suggestion; each sentence is a text of its own, and counts once."""
    for at, one in enumerate({it.key: it for it in examples}.values()):
        for it in suggestions(one, f"s{at}", _LOGGED):
            choice = Choice.ACCEPTED if _label(it) == one.label else Choice.REJECTED
            yield Decision(choice=choice, by="label", when="", engine=_LOGGED, suggestion=it)


def _label(one: Suggestion) -> int:
    return _LABELS[one.holder.figure, one.sign]


def _plain(text: str) -> str:
    return text.replace("[", "").replace("]", "")
