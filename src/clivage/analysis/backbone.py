"""The backbone of a signed network: the ties that weigh more than chance would make them.

The disparity filter asks of each tie whether it has more of the weight of one of its ends than it
would if that weight fell on the ties of the end at random. It keeps strong ties of small actors,
which a threshold on the weight would not. Here it is asked of support and of opposition apart: an
actor supports often and opposes seldom, and among all its ties together its few oppositions would
never count.

Sources: M. Á. Serrano, M. Boguñá & A. Vespignani, "Extracting the multiscale backbone of complex
weighted networks", PNAS 106 (2009), 6483-6488, for the filter, on directed networks by outward and
inward strength; Z. P. Neal, "backbone: An R package to extract network backbones", PLoS ONE 17
(2022), e0269137, for tests of many ties at once; Y. Benjamini & Y. Hochberg, "Controlling the
false discovery rate", Journal of the Royal Statistical Society B 57 (1995). What these call a
signed backbone is another thing: signs inferred from weights that have none, as in F. Gürsoy &
B. Badur, "Extracting the signed backbone of intrinsically dense weighted networks",
arXiv:2012.05216. Here the signs are given. That each is tested apart is our own extension.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clivage.errors import NetworkError
from clivage.network import SignedNetwork
from clivage.network.columns import Int64, TieColumns, Truths

#: What the filter does, as it is printed with every result.
DEFINITION: Final = (
    "signed disparity filter: a tie of weight w stays where p = (1 - w / s)^(k - 1) is below the"
    " significance for one of its ends, s being the weight and k the number of the ties of the same"
    " sign that the holder has outward, or the target inward; an end with a single tie of that sign"
    " says nothing of it (p = 1). Null model: the weight of an end falls on its ties as random cuts"
    " part a line, each division equally likely"
)
#: What is different where ties have no direction.
UNDIRECTED: Final = "; ties have no direction, and each end counts all that it has of a sign"
#: What is different where the many tests are answered for.
CORRECTED: Final = (
    "; the significance is the share of false ones among the ends that are found significant, by"
    " Benjamini and Hochberg over all ends tested, as if they were independent"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Backbone:
    """Which ties of a network stay, and how surely.

    Attributes:
        ties: the ties that were tested: the rows of each ordered pair and sign together, or of
            each pair where they have no direction.
        p_values: for each tie the smaller of its two, from 0 to 1; 1 for a tie with itself.
        alpha: the significance asked for.
        level: the p-value below which a tie stays: ``alpha``, or less where it is corrected.
        tested: how many ends of ties were tested, those with two or more ties of the sign.
        by_chance: how many of the ends found significant are so by chance: where it is not
            corrected, if all weights were as the null model has them; no more ties than that.
        definition: what was done, in words.
    """

    ties: TieColumns
    p_values: NDArray[np.float64]
    alpha: float
    level: float
    tested: int
    by_chance: float
    definition: str

    @property
    def kept(self) -> Truths:
        """Which ties stay, shape (ties,)."""
        found: Truths = self.p_values < self.level
        return found

    @property
    def kept_rows(self) -> Truths:
        """Which rows of the network stay, shape (statements,)."""
        rows = np.zeros(len(self.ties.rows), np.bool_)
        rows[self.ties.rows] = np.repeat(self.kept, self.ties.count)
        return rows

    @property
    def share(self) -> float:
        """Which part of all weight the ties that stay have, from 0 to 1."""
        total = int(self.ties.weight.sum())
        return float(Fraction(int(self.ties.weight[self.kept].sum()), total)) if total else 0.0


def signed_backbone(
    network: SignedNetwork, *, alpha: float = 0.05, corrected: bool = False, directed: bool = True
) -> Backbone:
    """Find the ties that weigh more than chance would make them, of each sign for itself.

    A tie of an actor with itself is neither counted nor kept. Weights are taken for continuous:
    where they are small whole numbers, p-values are approximate. Where all ties weigh alike none
    has a p-value below 1/e, and there is no backbone to speak of.

    Args:
        alpha: significance, above 0 and at most 1. Without correction it is that of one test:
            `Backbone.by_chance` says how many ends would pass it by chance.
        corrected: whether ``alpha`` is the false discovery rate of all tests together.
        directed: whether holder and target differ; else a pair has one tie of a sign.

    Raises:
        NetworkError: when ``alpha`` is not a significance.

    >>> weights = [90, 2, 2, 2, 2, 2]
    >>> star = SignedNetwork.of_rows("abcdefg", [0] * 6, range(1, 7), [-1] * 6, weight=weights)
    >>> found = signed_backbone(star, alpha=0.01)
    >>> found.kept.tolist(), found.share, found.tested
    ([True, False, False, False, False, False], 0.9, 6)
    """
    if not 0 < alpha <= 1:
        remedy = "it is above 0 and at most 1, such as 0.05"
        raise NetworkError(f"{alpha} is no significance", remedy=remedy)
    ties = _ties(network, directed=directed)
    p_values, tests = _tested(ties, len(network.nodes), directed=directed)
    level = _level(tests, alpha) if corrected else alpha
    significant = int(np.count_nonzero(tests < level))
    return Backbone(
        ties=ties,
        p_values=p_values,
        alpha=alpha,
        level=level,
        tested=len(tests),
        by_chance=alpha * (significant if corrected else len(tests)),
        definition=DEFINITION + ("" if directed else UNDIRECTED) + (CORRECTED if corrected else ""),
    )


def _ties(network: SignedNetwork, *, directed: bool) -> TieColumns:
    if directed:
        return network.tie_columns()
    low, high = (f(network.holder, network.target) for f in (np.minimum, np.maximum))
    return replace(network, holder=low, target=high).tie_columns()


def _tested(
    ties: TieColumns, nodes: int, *, directed: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the smaller p-value of each tie, and those of all ends that were tested."""
    straight = ties.holder != ties.target
    weight = ties.weight[straight]
    # A place for each node and sign, as holder or as target.
    one, other = (
        2 * ends[straight].astype(np.int64) + (ties.sign[straight] < 0)
        for ends in (ties.holder, ties.target)
    )
    if directed:
        other += 2 * nodes
    ends = np.concatenate([one, other])
    degree = np.bincount(ends, minlength=4 * nodes)
    strength = np.zeros(4 * nodes, np.int64)
    for end in (one, other):
        np.add.at(strength, end, weight)
    p_values, tests = np.ones(len(ties)), []
    for end in (one, other):
        found = _p_values(weight, strength[end], degree[end])
        tests.append(found[degree[end] > 1])
        p_values[straight] = np.minimum(p_values[straight], found)
    return p_values, np.concatenate(tests)


def _p_values(weight: Int64, strength: Int64, degree: Int64) -> NDArray[np.float64]:
    """Return ``(1 - weight / strength) ** (degree - 1)``.

    By squaring, and not by a logarithm: products are rounded alike on every machine.
    """
    result, power = np.ones(len(weight)), (strength - weight) / strength
    left = degree - 1
    at = np.flatnonzero(left)
    while len(at):
        odd = at[left[at] & 1 == 1]
        result[odd] *= power[odd]
        left[at] >>= 1
        at = at[left[at] > 0]
        power[at] *= power[at]
    return result


def _level(tests: NDArray[np.float64], alpha: float) -> float:
    """Return below which p-value the false discovery rate is ``alpha``, by the step-up rule."""
    limits = alpha * np.arange(1, len(tests) + 1) / max(1, len(tests))
    passed = np.flatnonzero(np.sort(tests) < limits)
    return float(limits[passed[-1]]) if len(passed) else 0.0
