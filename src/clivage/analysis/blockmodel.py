"""Blockmodels of signed graphs: actors parted into blocks that explain who supports whom.

*Structural* balance wants support within each block and opposition between any two. *Relaxed*
balance lets each block, and each pair of blocks, have the sign that fits it better, so that there
may be quarrelling blocks, and mediators whom both sides support. What contradicts the signs is
weighed: ``alpha`` for opposition where support belongs, ``1 - alpha`` for the contrary.

Sources: P. Doreian & A. Mrvar, "A partitioning approach to structural balance", Social Networks
18 (1996), for the criterion and the search by moves and swaps; P. Doreian & A. Mrvar,
"Partitioning signed social networks", Social Networks 31 (2009), for relaxed balance; M. Brusco,
P. Doreian, A. Mrvar & D. Steinley, "Two algorithms for relaxed structural balance partitioning",
Sociological Methods & Research 40 (2011), for exact search by branch and bound. Departing from
them, directions are left out, and actors without a tie are in no block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.partition import Criterion, best_partition, proved_partition
from clivage.errors import NetworkError
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

Int64: TypeAlias = NDArray[np.int64]
#: A row and a column a block.
Matrix: TypeAlias = tuple[tuple[float | None, ...], ...]

#: What is measured, as it is printed with every result.
STRUCTURAL: Final = (
    "alpha × weight of opposition within blocks + (1 - alpha) × weight of support between them"
)
RELAXED: Final = (
    "the sum, over all blocks and pairs of blocks, of the lesser of alpha × weight of opposition"
    " and (1 - alpha) × weight of support"
)
#: Graphs with more tied actors than this are searched, and nothing is proved.
_MOST_PROVED: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockmodel:
    """A partition of the tied actors into blocks.

    Attributes:
        blocks: ids of the actors of each block, the largest first, then by the first member.
        objective: the criterion, from 0 to the weight of all ties; 0 means that the blocks
            explain everything (or that alpha is 0 or 1, and does not ask for an explanation).
        optimal: whether it is proved that no partition into as many blocks has less. That
            is tried with up to 24 tied actors, and comes to an end with a dozen; an objective
            of 0 is a proof already.
        signs: for each pair of blocks +1, -1, or 0 where there is no tie.
        support, opposition: for each pair of blocks the share of the pairs of actors that such
            a tie joins, 0 to 1; None where a block of one has no pair.
        inconsistent: weight of the ties that contradict the signs, from 0 to that of all ties.
        alpha: weight of opposition where support belongs, 0 to 1.
        relaxed: whether blocks had their signs free.
        definition: the criterion, and how the statements were merged.
        seed: with the same graph and seed the result is the same.
    """

    blocks: tuple[tuple[str, ...], ...]
    objective: float
    optimal: bool
    signs: tuple[tuple[int, ...], ...]
    support: Matrix
    opposition: Matrix
    inconsistent: float
    alpha: float
    relaxed: bool
    definition: str
    seed: int


def signed_blockmodel(  # noqa: PLR0913  (how a graph is read takes four)
    graph: AnyGraph,
    k: int,
    *,
    alpha: float = 0.5,
    relaxed: bool = False,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
    seed: int = 0,
) -> Blockmodel:
    """Part the tied actors into ``k`` blocks that contradict each other's signs least.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; directions are left out.
        k: how many blocks, none empty; from 1 to the number of tied actors.
        alpha: weight of opposition where support belongs, 0 to 1, to three decimals.
        relaxed: whether each block, and each pair of blocks, has its sign free.
        rule, weighted: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.
        seed: of the starts of the search.

    Raises:
        NetworkError: when there are fewer tied actors than blocks, ``k`` is below 1, ``alpha``
            is not from 0 to 1, or an edge has no sign.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows("abcd", [0, 2, 0, 1], [1, 3, 2, 3], [1, 1, -1, -1])
    >>> model = signed_blockmodel(network, 2)
    >>> model.blocks, model.objective, model.optimal
    ((('a', 'b'), ('c', 'd')), 0.0, True)
    """
    signed = signed_graph(graph, rule=rule, weighted=weighted, sign=sign, weight=weight)
    tied = np.union1d(signed.first, signed.second)
    _check(k, alpha, len(tied))
    share = Fraction(round(alpha * 1000), 1000)
    criterion = Criterion(
        matrix=signed.matrix[tied][:, tied].tocsr(),
        against=share.numerator,
        across=share.denominator - share.numerator,
        relaxed=relaxed,
    )
    group, cost = best_partition(criterion, k, seed)
    optimal = cost == 0
    if cost and len(tied) <= _MOST_PROVED:
        group, cost, optimal = proved_partition(criterion, k, group, cost)
    exact = Fraction(cost, share.denominator) * signed.unit
    return _described(signed, tied, _in_order(group), criterion, float(exact), optimal, seed)


def _check(k: int, alpha: float, tied: int) -> None:
    if not 1 <= k <= tied:
        remedy = "ask for at least one block, and for no more than there are actors with a tie"
        raise NetworkError(f"{tied} tied actors cannot be in {k} blocks", remedy=remedy)
    if not 0 <= alpha <= 1:
        raise NetworkError(f"alpha is {alpha}", remedy="it is a share, from 0 to 1")


def _in_order(group: Int64) -> Int64:
    """Number the blocks anew: the largest first, then the one whose first member comes first."""
    _, first, size = np.unique(group, return_index=True, return_counts=True)
    new = np.empty(len(size), np.int64)
    new[np.lexsort((first, -size))] = np.arange(len(size))
    return new[group]


def _described(
    signed: SignedGraph,
    tied: Sequence[int] | NDArray[np.int32],
    group: Int64,
    criterion: Criterion,
    objective: float,
    optimal: bool,
    seed: int,
) -> Blockmodel:
    k = int(group.max()) + 1
    support, opposition = criterion.blocks(group, k)
    signs = criterion.signs(support, opposition)
    contrary = np.where(signs > 0, opposition, np.where(signs < 0, support, 0))
    size = np.bincount(group, minlength=k)
    pairs = np.where(np.eye(k, dtype=np.bool_), size * (size - 1) // 2, np.outer(size, size))
    signless = Criterion(criterion.matrix.sign(), 1, 1, criterion.relaxed)
    ties = signless.blocks(group, k)
    what = RELAXED if criterion.relaxed else STRUCTURAL
    return Blockmodel(
        blocks=tuple(
            tuple(signed.nodes[tied[at]] for at in np.flatnonzero(group == block).tolist())
            for block in range(k)
        ),
        objective=objective,
        optimal=optimal,
        signs=tuple(tuple(row) for row in signs.tolist()),
        support=_shares(ties[0], pairs),
        opposition=_shares(ties[1], pairs),
        inconsistent=float(int(np.triu(contrary).sum()) * signed.unit),
        alpha=criterion.against / (criterion.against + criterion.across),
        relaxed=criterion.relaxed,
        definition=defined(what, signed.definition),
        seed=seed,
    )


def _shares(ties: Int64, pairs: Int64) -> Matrix:
    rows = zip(ties.tolist(), pairs.tolist(), strict=True)
    return tuple(
        tuple(some / all_of_them if all_of_them else None
              for some, all_of_them in zip(*row, strict=True))
        for row in rows
    )  # fmt: skip
