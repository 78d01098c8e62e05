"""What another order of suggestions is worth: measured on what it was not learnt from.

Suggestions are parted so that what stands together stays together: whole texts, or stretches of
text where there are few. Each part is ordered by what was learnt from the others.

Sources: average precision as in C. D. Manning, P. Raghavan & H. Schütze, *Introduction to
Information Retrieval* (2008), section 8.4; the paired bootstrap as in B. Efron & R. J. Tibshirani,
*An Introduction to the Bootstrap* (1993), chapters 13 and 16.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.suggest.records import Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: From so many texts on, whole texts are kept together.
TEXTS: Final = 5
#: In how many parts decisions are parted at most.
PARTS: Final = 10
_SAMPLES: Final = 1000
#: Numbers that are held at once, at most: samples are drawn in portions.
_CELLS: Final = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """How good an order is.

    Attributes:
        average_precision: the mean of the precision at each right one, 0 to 1.
        half, most: suggestions read for each accepted, until half, and 80 % of them are found.
    """

    average_precision: float
    half: float
    most: float


@dataclass(frozen=True, slots=True)
class Parting:
    """Which suggestions stand together.

    Attributes:
        part: of each suggestion, the part in which it is left out.
        units: of each, by number, what is drawn again with it: the stretch of overlapping passages,
            and the text where whole texts were kept together.
    """

    part: NDArray[np.int64]
    units: tuple[NDArray[np.int64], ...]

    @property
    def by_text(self) -> bool:
        """Whether whole texts were kept together."""
        return len(self.units) > 1


def worth(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> Worth:
    """Return what an order by scores is worth; at least one must be right.

    Equal scores are read in any order: the mean is taken.

    >>> worth(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False]))
    Worth(average_precision=0.8333333333333333, half=1.0, most=1.5)
    """
    return Worth(
        average_precision=float(_average(scores, right, np.ones((1, len(right))))[0]),
        half=_read(scores, right, 0.5),
        most=_read(scores, right, 0.8),
    )


def gained(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    right: NDArray[np.bool_],
    parting: Parting,
) -> tuple[float, float]:
    """Return the ends of the 99 % interval of the gain in average precision.

    Both orders are measured on the same samples. Samples of a few texts are too much alike, and
    those of passages take no note of texts: the wider interval counts. It is 99 %, as one asks
    again with each decision.
    """
    each = [_interval(before, after, right, units) for units in parting.units]
    return min(low for low, _ in each), max(high for _, high in each)


def _interval(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    right: NDArray[np.bool_],
    units: NDArray[np.int64],
) -> tuple[float, float]:
    chance = np.random.default_rng(0)
    size = int(units.max()) + 1
    portion = max(1, _CELLS // max(len(units), size))
    drawn = []
    for start in range(0, _SAMPLES, portion):
        count = min(portion, _SAMPLES - start)
        weights = chance.multinomial(size, np.full(size, 1 / size), count)[:, units].astype(float)
        drawn.append(_average(after, right, weights) - _average(before, right, weights))
    low, high = np.nanquantile(np.concatenate(drawn), [0.005, 0.995])
    return float(low), float(high)


def parted(suggestions: Sequence[Suggestion]) -> Parting:
    """Part suggestions, which must be in the order of the texts."""
    texts = _numbered([one.source for one in suggestions])
    places = _places(suggestions)
    if int(texts.max()) + 1 >= TEXTS:
        return Parting(_spread(texts), (places, texts))
    return Parting(_stretches(places), (places,))


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    number = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names])


def _places(suggestions: Sequence[Suggestion]) -> NDArray[np.int64]:
    """Number the stretches in which passages overlap."""
    found, at, source, end = [], -1, "", 0
    for one in suggestions:
        if one.source != source or one.start >= end:
            at, source, end = at + 1, one.source, 0
        end = max(end, one.end)
        found.append(at)
    return np.array(found)


def _spread(unit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put the largest texts into parts of their own, and each further one into the smallest."""
    sizes = np.bincount(unit)
    held = np.zeros(min(PARTS, len(sizes)))
    part = np.empty(len(sizes), np.int64)
    for text in np.argsort(-sizes, kind="stable"):
        part[text] = held.argmin()
        held[part[text]] += sizes[text]
    return part[unit]


def _stretches(unit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut the texts into parts of about the same number of suggestions."""
    first = np.searchsorted(unit, unit)  # of each suggestion, where its stretch begins
    return _numbered([str(at) for at in first * PARTS // len(unit)])


def _groups(
    scores: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many are read, and are right, after each of the scores that differ."""
    order = np.argsort(-scores, kind="stable")
    last = np.flatnonzero(np.diff(scores[order], append=-np.inf))
    read = np.cumsum(weights[:, order], axis=1)[:, last]
    return read, np.cumsum(weights[:, order] * right[order], axis=1)[:, last]


def _average(
    scores: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return average precision, one number a row of weights; not defined where none is right."""
    read, found = _groups(scores, right, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(read > 0, found / read, 0.0)
        steps = np.diff(found, axis=1, prepend=0.0)
        return np.asarray((steps * precision).sum(axis=1) / found[:, -1])


def _read(scores: NDArray[np.float64], right: NDArray[np.bool_], recall: float) -> float:
    read, found = (one[0] for one in _groups(scores, right, np.ones((1, len(right)))))
    wanted = float(np.ceil(recall * found[-1] - 1e-9))
    at = int(np.searchsorted(found, wanted))
    before = (read[at - 1], found[at - 1]) if at else (0.0, 0.0)
    share = (wanted - before[1]) / (found[at] - before[1])
    return float((before[0] + share * (read[at] - before[0])) / wanted)
