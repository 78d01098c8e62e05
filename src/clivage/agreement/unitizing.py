"""Agreement on passages: whether coders find the same places in a text.

Three numbers, none of which looks at what the statements say:

- *characters*: F1 on code points. Of each two coders, twice the code points that both quoted,
  divided by those that the one quoted and those that the other did (L. R. Dice, "Measures of the
  amount of ecologic association between species", Ecology 26, 1945), summed over pairs of coders.
- *passages*: the same on whole passages, two of which are the same if they share so much of the
  shorter one.
- *continuum*: Krippendorff's alpha where each code point of the texts is a unit, which each coder
  quoted or did not. It counts the text that nobody coded as agreement, corrected for chance.

The last is alpha on the binary relevance of a continuum. It is not the coefficient of K.
Krippendorff, Y. Mathet, S. Bouvry & A. Widlöcher, "On the reliability of unitizing textual
continua", Quality & Quantity 50 (2016), which draws whole segments by chance, not code points.

With the same coders everywhere, the alpha of the continuum is never more than F1 on characters,
and tends to it as text is added that nobody coded; so F1 is what alpha says where uncoded text
is without end (G. Hripcsak & A. S. Rothschild, "Agreement, the F-measure, and reliability in
information retrieval", Journal of the American Medical Informatics Association 12, 2005).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clivage.agreement.pairing import paired
from clivage.agreement.spans import Spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINE_END = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Stretches:
    """A text cut wherever a coder begins or ends, or a line of it does.

    Attributes:
        lengths: of each stretch, in code points.
        coders: how many coded the text.
        quoted: how many of them quoted the stretch.
        lines: the number of its line.
    """

    lengths: NDArray[np.float64]
    coders: NDArray[np.float64]
    quoted: NDArray[np.float64]
    lines: NDArray[np.int64]

    def f1(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return F1 on characters, for weightings of the stretches, one a row.

        >>> once = np.ones((1, 4))
        >>> cut("abcdefghij", [((0, 4),), ((2, 6),)]).f1(once)
        array([0.5])
        """
        k, m = self.quoted, self.coders
        both = weights @ (self.lengths * k * (k - 1))
        any_ = weights @ (self.lengths * k * (m - 1))
        return np.divide(both, any_, out=np.full_like(both, np.nan), where=any_ > 0)

    def alpha(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return alpha of the continuum, for weightings of the stretches, one a row.

        >>> once = np.ones((1, 4))
        >>> cut("abcdefghij", [((0, 4),), ((2, 6),)]).alpha(once).round(6)
        array([0.208333])
        """
        k, m = self.quoted, self.coders
        ones, zeros = weights @ (self.lengths * k), weights @ (self.lengths * (m - k))
        observed = weights @ (self.lengths * 2 * k * (m - k) / (m - 1))
        expected = 2 * ones * zeros
        found = np.full_like(observed, np.nan)
        np.divide((ones + zeros - 1) * observed, expected, out=found, where=expected > 0)
        return 1 - found


def cut(text: str, coders: Sequence[Spans]) -> Stretches:
    """Cut a text; ``coders`` says what each of its coders quoted, two of them at least."""
    breaks = [match.end() for match in _LINE_END.finditer(text)]
    inside = {at for one in coders for span in one for at in span}
    places = np.array(sorted({0, len(text), *breaks, *inside}), dtype=int)
    steps = np.zeros(len(text) + 1)
    for one in coders:
        for start, end in one:
            steps[start] += 1
            steps[end] -= 1
    starts = places[:-1]
    quoted = np.add.accumulate(np.add.reduceat(steps, places))[:-1]
    return Stretches(
        lengths=np.diff(places).astype(float),
        coders=np.full(len(starts), float(len(coders))),
        quoted=quoted,
        lines=np.searchsorted(breaks, starts, side="right"),
    )


def together(parts: Sequence[Stretches]) -> Stretches:
    """Return the stretches of several texts, their lines numbered on."""
    shifts = itertools.accumulate((int(one.lines.max()) + 1 for one in parts), initial=0)
    return Stretches(
        lengths=np.concatenate([one.lengths for one in parts]),
        coders=np.concatenate([one.coders for one in parts]),
        quoted=np.concatenate([one.quoted for one in parts]),
        lines=np.concatenate([one.lines + by for one, by in zip(parts, shifts, strict=False)]),
    )


def found(
    quoted: Mapping[str, Sequence[tuple[int, int]]], overlap: float
) -> Iterator[tuple[int, bool]]:
    """Yield where each passage begins, and whether another coder found it, for each other coder.

    F1 on passages is the share of those that were found.

    Args:
        quoted: what each coder quoted in one text.

    >>> list(found({"ines": [(0, 4), (9, 12)], "otto": [(2, 6)]}, 0.5))
    [(0, True), (9, False), (2, True)]
    """
    passages = {coder: [(span,) for span in sorted(set(of))] for coder, of in quoted.items()}
    for one, two in itertools.combinations(sorted(passages), 2):
        pairs = paired(passages[one], passages[two], overlap, lambda i, j: (0, 0))
        there = ({pair.first for pair in pairs}, {pair.second for pair in pairs})
        for coder, numbers in zip((one, two), there, strict=True):
            yield from ((spans[0][0], at in numbers) for at, spans in enumerate(passages[coder]))
