"""Which statements of several coders are about the same thing.

Coders do not only judge units, they also find them: nobody hands them a list of passages. Two
statements can be compared when they quote the same passage (they share so much of the shorter
one) and have in common what the level takes as given. Where there is a choice, statements are
paired so that the coders agree as far as they can: first as many as possible that say the same,
then of what is left those that say nearly the same, and so on; each step is a maximum matching
(H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics
Quarterly 2, 1955). Taking the best alignment follows Y. Mathet, A. Widlöcher & J.-P. Métivier,
"The unified and holistic method gamma", Computational Linguistics 41 (2015).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from clivage.agreement import spans
from clivage.agreement.levels import Level
from clivage.agreement.spans import Spans
from clivage.errors import ClivageError, Origin
from clivage.model import Statement

#: How often passages of two coders may overlap in one source: each time is weighed, and where all
#: are one passage, all are weighed against all.
MOST: Final = 500_000
#: Cells up to which a choice is made in a whole matrix.
_FEW: Final = 1_000_000

#: The cells of a matrix, row and column.
Cells = Iterable[tuple[int, int]]
#: The step in which two things can be paired, the greatest first; and what they have in common
#: besides, 0 to 2, which decides between equals.
Rank = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is compared: at most one statement of each coder, about the same thing.

    Attributes:
        statements: by coder, in the order of the coders.
    """

    source: str
    statements: Mapping[str, Statement]

    @property
    def place(self) -> tuple[object, ...]:
        """Sort units as one reads."""
        return self.source, *min(_place(one) for one in self.statements.values())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that can be paired, by their numbers.

    Attributes:
        likeness: within the step, 0 to 1: of their passages, and of details.
    """

    step: int
    likeness: float
    first: int
    second: int


def units(
    codings: Mapping[str, Sequence[Statement]], level: Level, overlap: float
) -> tuple[Unit, ...]:
    """Return what can be compared on a level, in reading order; each statement is in one unit.

    Args:
        codings: the statements of each coder.
        overlap: which part of the shorter passage two must share to be the same, 0 to 1.

    Raises:
        ClivageError: when passages of two coders overlap in one source more than `MOST` times.
    """
    groups: dict[tuple[str, object], dict[str, list[Statement]]] = {}
    for coder, statements in codings.items():
        for one in statements:
            key = (one.evidence[0].source, level.given(one))
            groups.setdefault(key, {}).setdefault(coder, []).append(one)
    found = (
        Unit(source, {coder: members[coder] for coder in codings if coder in members})
        for (source, _), group in groups.items()
        for members in _aligned(group, overlap)
    )
    return tuple(sorted(found, key=lambda unit: unit.place))


def _aligned(
    group: Mapping[str, Sequence[Statement]], overlap: float
) -> Iterator[dict[str, Statement]]:
    """Join the pairs of each two coders, the most alike first, at most one statement of each."""
    members: list[tuple[str, Statement]] = [
        (coder, one) for coder in sorted(group) for one in sorted(group[coder], key=_place)
    ]
    if len(group) < 2:
        yield from ({coder: one} for coder, one in members)
        return
    numbers: dict[str, list[int]] = defaultdict(list)
    for at, (coder, _) in enumerate(members):
        numbers[coder].append(at)
    passages = [spans.joined((p.start, p.end) for p in one.evidence) for _, one in members]

    def of_two(one: str, two: str) -> Iterator[Pair]:
        first, second = numbers[one], numbers[two]
        try:
            found = paired(
                [passages[at] for at in first],
                [passages[at] for at in second],
                overlap,
                lambda i, j: _alike(members[first[i]][1], members[second[j]][1]),
            )
        except ClivageError as error:
            source = members[0][1].evidence[0].source
            raise error.at(Origin(f"source {source}, {one} and {two}")) from None
        return (Pair(it.step, it.likeness, first[it.first], second[it.second]) for it in found)

    pairs = [pair for two in itertools.combinations(sorted(group), 2) for pair in of_two(*two)]
    places = [_place(one) for _, one in members]
    pairs.sort(key=lambda p: (-p.step, -p.likeness, *sorted((places[p.first], places[p.second]))))
    for joined in _joined(pairs, [coder for coder, _ in members]):
        yield {members[at][0]: members[at][1] for at in joined}


def _joined(pairs: Iterable[Pair], coders: Sequence[str]) -> Iterable[list[int]]:
    """Join what is paired, in order, where that brings no two things of one coder together."""
    whole = {at: [at] for at in range(len(coders))}
    for pair in pairs:
        one, two = whole[pair.first], whole[pair.second]
        if one is not two and {coders[at] for at in one}.isdisjoint(coders[at] for at in two):
            one += two
            for at in two:
                whole[at] = one
    return [one for at, one in whole.items() if one[0] == at]


def paired(
    first: Sequence[Spans], second: Sequence[Spans], overlap: float, rank: Rank
) -> list[Pair]:
    """Pair passages of two coders, each at most once, step by step.

    Raises:
        ClivageError: when they overlap more than `MOST` times.

    >>> paired([((0, 9),), ((10, 19),)], [((0, 12),)], 0.5, lambda i, j: (0, 0))
    [Pair(step=0, likeness=0.25, first=0, second=0)]
    """
    if (times := spans.meetings(first, second)) > MOST:
        start, end = spans.densest(first, second)
        what = f"passages overlap {times:,} times, most at characters {start:,} to {end:,}"
        remedy = "quote shorter passages there, or make several sources of the text"
        raise ClivageError(f"{what}; {MOST:,} times are compared at most", remedy=remedy)
    steps: dict[int, list[Pair]] = defaultdict(list)
    for (i, j), shared in spans.overlaps(first, second).items():
        if spans.is_same(first[i], second[j], shared, overlap):
            step, details = rank(i, j)
            likeness = (spans.likeness(first[i], second[j], shared) + details) / 3
            steps[step].append(Pair(step, likeness, i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    found: list[Pair] = []
    for step in sorted(steps, reverse=True):
        left = [it for it in steps[step] if it.first not in taken[0] and it.second not in taken[1]]
        for pair in _matched(left):
            taken[0].add(pair.first)
            taken[1].add(pair.second)
            found.append(pair)
    return found


def _matched(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Choose as many pairs as possible, and of such choices one whose passages are most alike."""
    for part in _parts(pairs):
        rows = {at: n for n, at in enumerate(sorted({pair.first for pair in part}))}
        columns = {at: n for n, at in enumerate(sorted({pair.second for pair in part}))}
        cells = {(rows[pair.first], columns[pair.second]): pair for pair in part}
        if len(cells) == 1:
            yield part[0]
            continue
        # One more pair outweighs the likeness of all the others.
        most = 1 + min(len(rows), len(columns))
        gain = {cell: most + pair.likeness for cell, pair in cells.items()}
        best = _of_few if len(rows) * len(columns) <= _FEW else _of_many
        yield from (cells[cell] for cell in best(gain, len(rows), len(columns)) if cell in cells)


def _of_few(gain: Mapping[tuple[int, int], float], rows: int, columns: int) -> Cells:
    """Return the cells of the greatest gain, at most one of a row and of a column."""
    matrix = np.zeros((rows, columns))
    for cell, one in gain.items():
        matrix[cell] = one
    return zip(*linear_sum_assignment(matrix, maximize=True), strict=True)


def _of_many(gain: Mapping[tuple[int, int], float], rows: int, columns: int) -> Cells:
    """Do the same for passages that overlap in a long chain: a matrix would be all but empty."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    # Each row has a column of its own beside, for when it is left alone. No cell may be zero.
    alone = [(row, columns + row) for row in range(rows)]
    values = [1 + one for one in gain.values()] + [1.0] * rows
    at = np.array([*gain, *alone]).T
    matrix = coo_array((values, (at[0], at[1])), shape=(rows, columns + rows)).tocsr()
    return zip(*min_weight_full_bipartite_matching(matrix, maximize=True), strict=True)


def _parts(pairs: Sequence[Pair]) -> Iterable[list[Pair]]:
    """Part pairs that have nothing to do with each other, directly or through others."""
    above: dict[tuple[int, int], tuple[int, int]] = {}

    def root(end: tuple[int, int]) -> tuple[int, int]:
        while (up := above.setdefault(end, end)) != end:
            above[end] = above[up]
            end = up
        return end

    for pair in pairs:
        above[root((0, pair.first))] = root((1, pair.second))
    found: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[root((0, pair.first))].append(pair)
    return found.values()


def _alike(one: Statement, two: Statement) -> tuple[int, int]:
    """Return how nearly two statements say the same, and how many details they share."""
    holder, target = one.holder == two.holder, one.target == two.target
    tie = 4 * (holder and target) + 2 * (holder or target) + (one.sign is two.sign)
    return tie, (one.relation == two.relation) + (one.strength == two.strength)


def _place(one: Statement) -> tuple[int, int, str, str, str, str]:
    first = one.evidence[0]
    return first.start, first.end, one.holder, one.sign.verb, one.target, one.relation
