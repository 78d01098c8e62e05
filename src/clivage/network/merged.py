"""One signed tie a pair: how repeated and conflicting statements are merged, said openly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from clivage.network.columns import Int32, Int64, SignedNetwork, grouped
from clivage.network.numbered import Ids, Numbered, taken

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def defined(what: str, merged: str) -> str:
    """Return a definition with how the statements were merged, where that is known.

    >>> defined("ties", "")
    'ties'
    """
    return f"{what}; {merged}" if merged else what


def symmetric(
    size: int, first: NDArray[np.integer], second: NDArray[np.integer], weight: Int64
) -> csr_array:
    """Return the matrix of an undirected graph, int64, shape (size, size).

    >>> import numpy as np
    >>> symmetric(2, np.array([0]), np.array([1]), np.array([-3])).toarray().tolist()
    [[0, -3], [-3, 0]]
    """
    from scipy.sparse import coo_array

    ends = np.concatenate([first, second]), np.concatenate([second, first])
    return coo_array((np.concatenate([weight, weight]), ends), shape=(size, size)).tocsr()


class Merge(Enum):
    """What becomes of a pair of actors when there are several statements on it."""

    SUM = "sum"
    DROP = "drop"
    MAJORITY = "majority"
    LATEST = "latest"

    @property
    def meaning(self) -> str:
        """The rule in words, as it is printed with every result."""
        return _MEANINGS[self]


_MEANINGS: Final[Mapping[Merge, str]] = {
    Merge.SUM: "support counts for, opposition against, each by its weight; an even pair has"
    " no tie",
    Merge.DROP: "a pair with both support and opposition has no tie",
    Merge.MAJORITY: "the sign that most statements have, with their weight; an even pair has no"
    " tie",
    Merge.LATEST: "the sign and weight of the statements that may be the latest; an even pair has"
    " no tie",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class SignedGraph:
    """An undirected signed graph: at most one tie a pair, directions left out.

    Attributes:
        nodes: ids; positions in it are node numbers.
        first, second: node numbers of each pair, ``first < second``, sorted, int32.
        weight: positive for support, negative for opposition, never 0, int64, in ``unit``.
        unit: what a weight of 1 stands for.
        definition: how the statements were merged, in words.
        pair: for each statement of the network the number of its pair, -1 where it has none,
            int32.
        statements: their ids.
        conflicting: how many pairs have both support and opposition.
        even: how many pairs have statements and yet no tie.
        loops: how many statements are of an actor on itself; they have no tie.
    """

    nodes: tuple[str, ...]
    first: Int32
    second: Int32
    weight: Int64
    unit: Fraction = Fraction(1)
    definition: str = ""
    pair: Int32
    statements: Ids
    conflicting: int = 0
    even: int = 0
    loops: int = 0

    @classmethod
    def of_pairs(
        cls, nodes: tuple[str, ...], first: Int32, second: Int32, weight: Int64
    ) -> SignedGraph:
        """Make a graph of pairs that are merged already, each once and without loops.

        >>> import numpy as np
        >>> one, two = np.array([0], np.int32), np.array([1], np.int32)
        >>> SignedGraph.of_pairs(("a", "b"), two, one, np.array([-1])).first.tolist()
        [0]
        """
        low, high = np.minimum(first, second), np.maximum(first, second)
        order = np.lexsort((high, low))
        return cls(
            nodes=nodes,
            first=low[order].astype(np.int32),
            second=high[order].astype(np.int32),
            weight=weight[order].astype(np.int64),
            pair=np.arange(len(low), dtype=np.int32),
            statements=Numbered.upto(len(low)),
        )

    def __len__(self) -> int:
        return len(self.weight)

    @cached_property
    def matrix(self) -> csr_array:
        """The symmetric matrix of weights, int64, shape (nodes, nodes)."""
        return symmetric(len(self.nodes), self.first, self.second, self.weight)

    def statements_of(self, pair: int) -> tuple[str, ...]:
        """Return the ids of the statements that a tie rests on."""
        starts, rows = self._rows_by_pair
        return tuple(taken(self.statements, rows[starts[pair] : starts[pair + 1]]))

    @cached_property
    def _rows_by_pair(self) -> tuple[Int32, Int32]:
        kept = np.flatnonzero(self.pair >= 0)
        starts, rows = grouped(self.pair[kept], len(self))
        return starts, kept[rows].astype(np.int32)


def merge(network: SignedNetwork, rule: Merge = Merge.SUM, *, weighted: bool = True) -> SignedGraph:
    """Merge the statements of each pair, whatever their direction, into at most one tie.

    Issues are left out: a tie is between actors.

    Args:
        rule: what becomes of a pair with several statements.
        weighted: whether a tie weighs what its statements do together; else each weighs 1.

    >>> from clivage.network import SignedNetwork
    >>> twice = SignedNetwork.of_rows("ab", [0, 1, 0], [1, 0, 1], [1, -1, 1])
    >>> merge(twice).weight.tolist(), len(merge(twice, Merge.DROP))
    ([1], 0)
    """
    actors = network.between_actors()
    straight = actors.holder != actors.target
    low = np.minimum(actors.holder, actors.target).astype(np.int64)
    high = np.maximum(actors.holder, actors.target)
    key = np.where(straight, low * max(1, len(actors.nodes)) + high, -1)
    pairs, pair = np.unique(key, return_inverse=True)
    loops = int(np.count_nonzero(~straight))
    if loops:  # the loops are the first of the groups, as -1 sorts before all others
        pairs, pair = pairs[1:], pair - 1
    weight = _RULES[rule](actors, pair, len(pairs))
    return _graph(actors, pairs, pair, weight if weighted else np.sign(weight), rule, loops)


def _graph(
    actors: SignedNetwork, pairs: Int64, pair: Int64, weight: Int64, rule: Merge, loops: int
) -> SignedGraph:
    tied = weight != 0
    number = np.where(tied, np.cumsum(tied) - 1, -1)
    size = max(1, len(actors.nodes))
    support, opposition = (_sums(pair, actors.sign == sign, len(pairs)) > 0 for sign in (1, -1))
    return SignedGraph(
        nodes=actors.nodes,
        first=(pairs[tied] // size).astype(np.int32),
        second=(pairs[tied] % size).astype(np.int32),
        weight=weight[tied],
        unit=actors.unit,
        definition=f"{rule.value}: {rule.meaning}",
        pair=np.where(pair >= 0, np.append(number, -1)[pair], -1).astype(np.int32),
        statements=actors.statements,
        conflicting=int(np.count_nonzero(support & opposition)),
        even=int(np.count_nonzero(~tied)),
        loops=loops,
    )


def _sums(pair: Int64, values: NDArray[np.generic], pairs: int) -> Int64:
    """Sum integers by pair, exactly."""
    sums = np.zeros(pairs, np.int64)
    kept = pair >= 0
    np.add.at(sums, pair[kept], values[kept].astype(np.int64))
    return sums


def _signed(actors: SignedNetwork) -> Int64:
    signed: Int64 = actors.sign.astype(np.int64) * actors.weight
    return signed


def _by_sum(actors: SignedNetwork, pair: Int64, pairs: int) -> Int64:
    return _sums(pair, _signed(actors), pairs)


def _by_drop(actors: SignedNetwork, pair: Int64, pairs: int) -> Int64:
    total = _by_sum(actors, pair, pairs)
    all_of_it = _sums(pair, actors.weight, pairs)
    return np.where(np.abs(total) == all_of_it, total, 0)


def _by_majority(actors: SignedNetwork, pair: Int64, pairs: int) -> Int64:
    votes = np.sign(_sums(pair, actors.sign, pairs))
    winning = actors.sign == np.append(votes, 0)[pair]
    return _sums(pair, np.where(winning, _signed(actors), 0), pairs)


def _by_latest(actors: SignedNetwork, pair: Int64, pairs: int) -> Int64:
    """Count the statements that no other of the pair is certainly later than.

    Undated ones count only where the whole pair is undated: nobody knows that they are late.
    """
    dated = ~actors.undated & (pair >= 0)
    begins = np.full(pairs + 1, np.iinfo(np.int64).min)
    np.maximum.at(begins, pair[dated], actors.not_before[dated].astype(np.int64))
    some_date = np.zeros(pairs + 1, np.bool_)
    some_date[pair[dated]] = True
    may_be_last = np.where(some_date[pair], dated & (actors.not_after >= begins[pair]), True)
    return _sums(pair, np.where(may_be_last, _signed(actors), 0), pairs)


_RULES: Final[Mapping[Merge, Callable[[SignedNetwork, Int64, int], Int64]]] = {
    Merge.SUM: _by_sum,
    Merge.DROP: _by_drop,
    Merge.MAJORITY: _by_majority,
    Merge.LATEST: _by_latest,
}


def agreement(network: SignedNetwork) -> SignedGraph:
    """Tie the actors that take sides on the same issues: agreement less disagreement.

    On each issue an actor stands for what prevails among its statements, counted by weight. Two
    actors gain 1 for each issue on which they stand alike and lose 1 for each on which they
    differ; the even have no tie. This is the *subtract* network of discourse network analysis
    (P. Leifeld, "Discourse Network Analysis", in: The Oxford Handbook of Political Networks,
    2017), here on stances directed at issues.

    >>> from clivage.network import SignedNetwork
    >>> two = SignedNetwork.of_rows("abx", [0, 1], [2, 2], [1, -1], issues=[2])
    >>> agreement(two).weight.tolist()
    [-1]
    """
    from scipy.sparse import coo_array, triu

    on = network.on_issues()
    shape = (len(network.nodes),) * 2
    stances = coo_array((_signed(on), (on.holder, on.target)), shape=shape).tocsr()
    stances.data = np.sign(stances.data)
    stances.eliminate_zeros()
    product = triu(stances @ stances.T, k=1).tocoo()
    tied = product.data != 0
    actors = np.flatnonzero(~network.is_issue)
    new = np.full(len(network.nodes), -1, np.int64)
    new[actors] = np.arange(len(actors))
    first, second = (new[ends[tied]].astype(np.int32) for ends in (product.row, product.col))
    nodes = tuple(network.nodes[actor] for actor in actors.tolist())
    return SignedGraph.of_pairs(nodes, first, second, product.data[tied].astype(np.int64))
