"""Triads by sign: how often three actors hold together, and how often they contradict.

Undirected, a triangle is of one of four types by how many of its ties are negative: +++ and +--
are balanced, ++- is not, and --- is balanced only weakly, when more than two camps are allowed.

Directed, there are over a hundred types of signed triads, nearly all of them empty in a corpus of
statements, and balance theory says nothing on most. This census counts instead what it does speak
of, the *triples* that every closed triad is made of: transitive ones (i→j, j→k and i→k) by their
eight patterns of sign, cyclic ones (i→j, j→k, k→i) by how many ties are negative, and, so that the
frequency of a completion can be told, the paths i→j→k that no tie i→k completes. A friend's friend
being a friend is then +++ of ++, the enemy's enemy being one --+ of --.

Sources: D. Cartwright & F. Harary, "Structural balance: a generalization of Heider's theory",
Psychological Review 63 (1956); J. A. Davis, "Clustering and structural balance in graphs", Human
Relations 20 (1967); P. Doreian & D. Krackhardt, "Pre-transitive balance mechanisms for signed
networks", Journal of Mathematical Sociology 25 (2001), for the directed triples (departing from
them, statements are sparse: a path without completion is counted apart); the orientation by
degree is from N. Chiba & T. Nishizeki, "Arboricity and subgraph listing algorithms", SIAM
Journal on Computing 14 (1985).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.analysis.arcs import directed_ties
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.columns import Int64
from clivage.network.merged import defined

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from clivage.network.reading import AnyGraph

#: The types of triangles and of cyclic triples, in the order of their counts.
TYPES: Final = ("+++", "++-", "+--", "---")
#: The patterns of transitive triples: the signs of i→j, j→k and i→k.
PATTERNS: Final = ("+++", "++-", "+-+", "+--", "-++", "-+-", "--+", "---")
#: The patterns of paths: the signs of i→j and j→k.
PATHS: Final = ("++", "+-", "-+", "--")
#: What is counted, as it is printed with every result.
TRIANGLES: Final = "triangles of actors by the signs of their three ties"
TRIPLES: Final = (
    "ordered triples of actors: transitive ones by the signs of i→j, j→k and i→k, cyclic ones by"
    " how many of their ties are negative, and paths i→j→k without a tie i→k"
)

#: Paths of two ties that are looked at together; bounds the memory to some 100 MB.
_PATHS_AT_ONCE: Final = 1 << 22
#: Counts of paths that fit in this many bits each are found four at a time, in one integer.
_BITS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class TriadCensus:
    """The triangles of a graph by sign.

    Attributes:
        counts: how many triangles are +++, ++-, +-- and ---, each at least 0.
        definition: what was counted, and how the statements were merged.
    """

    counts: tuple[int, int, int, int]
    definition: str

    @property
    def triangles(self) -> int:
        """How many triangles there are."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectedTriadCensus:
    """The directed triples of a network by sign.

    Attributes:
        transitive: how many triples have each of `PATTERNS`, at least 0; a triad with ties in
            both directions holds several.
        cyclic: how many cyclic triples have each of `TYPES`; each is counted once.
        open: how many paths have each of `PATHS` and no tie from their first to their last actor.
        definition: what was counted, and how the statements were merged.
    """

    transitive: tuple[int, ...]
    cyclic: tuple[int, int, int, int]
    open: tuple[int, int, int, int]
    definition: str


def triad_census(
    graph: AnyGraph, *, rule: Merge = Merge.SUM, sign: str = "sign", weight: str | None = None
) -> TriadCensus:
    """Count the triangles of a signed graph by their signs, directions left out.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`.
        rule: how several statements on one pair are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Returns:
        All four counts are 0 where there is no triangle.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> import networkx
    >>> graph = networkx.Graph([("a", "b", {"sign": 1}), ("b", "c", {"sign": -1}),
    ...     ("a", "c", {"sign": -1})])
    >>> triad_census(graph).counts
    (0, 0, 1, 0)
    """
    signed = signed_graph(graph, rule=rule, weighted=False, sign=sign, weight=weight)
    ties = _oriented(signed)
    # With all ties from the lower to the higher rank, a triangle is one transitive triple.
    (closed,) = _completed(ties, [ties])
    definition = defined(TRIANGLES, signed.definition)
    return TriadCensus(counts=_by_negatives(closed), definition=definition)


def directed_triad_census(
    graph: AnyGraph, *, rule: Merge = Merge.SUM, sign: str = "sign", weight: str | None = None
) -> DirectedTriadCensus:
    """Count the directed triples of a network by their signs.

    Args:
        graph: a `SignedNetwork` or a directed NetworkX graph; issues are left out.
        rule: how several statements of one actor on another are merged.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when the graph has no directions, or an edge no sign.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows("abc", [0, 1, 0], [1, 2, 2], [-1, -1, 1])
    >>> dict(zip(PATTERNS, directed_triad_census(network).transitive))["--+"]
    1
    """
    arcs = directed_ties(graph, rule=rule, sign=sign, weight=weight)
    ties = arcs.matrix
    transitive, cyclic = _completed(ties, [ties, ties.T.tocsr()])
    once, twice, thrice, never = (count // 3 for count in _by_negatives(cyclic))
    left = (_two_paths(ties) - transitive.sum(axis=2)).ravel().tolist()
    return DirectedTriadCensus(
        transitive=tuple(transitive.ravel().tolist()),
        cyclic=(once, twice, thrice, never),
        open=(left[0], left[1], left[2], left[3]),
        definition=f"{TRIPLES}; {arcs.definition}",
    )


def _oriented(signed: SignedGraph) -> csr_array:
    """Return every tie once, from its end with the lower degree, as a matrix of signs.

    No node then has more than √(2 × ties) ties that leave it, so hubs make few paths.
    """
    from scipy.sparse import coo_array

    size = len(signed.nodes)
    degree = np.bincount(signed.first, minlength=size) + np.bincount(signed.second, minlength=size)
    rank = np.empty(size, np.int32)
    rank[np.argsort(degree, kind="stable")] = np.arange(size, dtype=np.int32)
    one, other = rank[signed.first], rank[signed.second]
    ends = np.minimum(one, other), np.maximum(one, other)
    return coo_array((np.sign(signed.weight), ends), shape=(size, size)).tocsr()


def _completed(ties: csr_array, completions: list[csr_array]) -> Int64:
    """Count the paths i→j→k whose ends a further tie joins, by sign.

    Args:
        ties: signs of the ties, shape (nodes, nodes), no loops.
        completions: matrices whose entry (i, k) is the sign of the tie that completes the path.

    Returns:
        Counts for each completion by the signs of i→j, of j→k and of the completing tie, 0 for
        support and 1 for opposition, shape (completions, 2, 2, 2).
    """
    most = max(np.bincount(ties.indices).max(initial=0), np.diff(ties.indptr).max(initial=0))
    bits, halves = (_BITS, [ties]) if most < 1 << _BITS else (31, _halves(ties))
    counts = np.zeros((len(completions), 4, 2), np.int64)
    second = _coded(ties, bits)
    for rows in _portions(ties):
        for half, first in enumerate(halves):
            paths = _coded(first[rows], 2 * bits if len(halves) == 1 else 0) @ second
            for number, completion in enumerate(completions):
                found = paths.multiply(completion[rows]).tocsr().data
                for sign, some in enumerate((found[found > 0], -found[found < 0])):
                    for digit in range(4 // len(halves)):
                        path = (some >> digit * bits) & ((1 << bits) - 1)
                        counts[number, 2 * half + digit, sign] += path.sum()
    return counts.reshape(-1, 2, 2, 2)


def _coded(ties: csr_array, bits: int) -> csr_array:
    """Return ties that are 1 where they are positive, and 1 moved up by some bits elsewhere."""
    coded = ties.copy()
    coded.data = np.where(ties.data > 0, 1, 1 << bits)
    return coded


def _halves(ties: csr_array) -> list[csr_array]:
    return [_of_sign(ties, 1), _of_sign(ties, -1)]


def _of_sign(ties: csr_array, sign: int) -> csr_array:
    some = ties.copy()
    some.data = (ties.data == sign).astype(np.int64)
    some.eliminate_zeros()
    return some


def _portions(ties: csr_array) -> Iterator[slice]:
    """Part the rows so that few paths begin in each part; a row is never parted."""
    leaving = np.diff(ties.indptr).astype(np.int64)
    paths = np.concatenate([[0], np.cumsum(leaving[ties.indices])])[ties.indptr]
    row = 0
    while row < ties.shape[0]:
        enough = int(np.searchsorted(paths, paths[row] + _PATHS_AT_ONCE, side="right")) - 1
        end = max(row + 1, enough)
        yield slice(row, end)
        row = end


def _two_paths(ties: csr_array) -> Int64:
    """Count the paths i→j→k with i ≠ k by the signs of both ties, shape (2, 2)."""
    halves = _halves(ties)
    counts = np.zeros((2, 2), np.int64)
    for one, first in enumerate(halves):
        for other, second in enumerate(halves):
            all_of_them = (first.sum(axis=0) * second.sum(axis=1)).sum()
            there_and_back = first.multiply(second.T).sum()
            counts[one, other] = all_of_them - there_and_back
    return counts


def _by_negatives(counts: Int64) -> tuple[int, int, int, int]:
    """Sum counts by pattern, shape (2, 2, 2), into those with 0, 1, 2 and 3 negative ties."""
    negatives = np.indices((2, 2, 2)).sum(axis=0).ravel()
    sums = [int(counts.ravel()[negatives == number].sum()) for number in range(4)]
    return sums[0], sums[1], sums[2], sums[3]
