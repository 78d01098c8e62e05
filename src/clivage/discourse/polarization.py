"""Polarization: how near a discourse comes to two blocs that agree within and quarrel across.

The ideal of two blocs has as much congruence and conflict as there is, the congruence spread
evenly over the pairs within a bloc, the conflict over the pairs across. The *deviation* of two
blocs is the part of all congruence and conflict that would have to be elsewhere (the total
variation distance of the two distributions), 0 to 1. The polarization is 1 less the least
deviation of any two blocs.

For few actors every two blocs are tried, so that the result is proved; for more they are
searched, and the result lies between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from clivage.discourse.matrix import Kind, Matrix
from clivage.discourse.stances import Floats
from clivage.errors import NetworkError
from clivage.network.columns import Int64

#: Up to so many actors every two blocs are tried.
EXHAUSTIVE: Final = 20
#: More actors than this are refused: their pairs do not fit in memory.
MOST: Final = 2_000
DEFINITION: Final = (
    "1 less the least part of congruence and conflict that two blocs have elsewhere than the ideal"
    " (congruence spread evenly within blocs, conflict evenly across)"
)
_CHUNK: Final = 1 << 15
_STARTS: Final = 8
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarization:
    """How polarized a discourse is.

    Attributes:
        score: 1 - deviation, 0 to 1.
        deviation: of the best two blocs that were found.
        lower_bound: no two blocs deviate less.
        proved: whether the two meet.
        unique: whether no other two blocs are as good; None where that is not known.
        blocs: ids, the larger bloc first.
        aside: ids of those with neither congruence nor conflict, who are in no bloc.
    """

    score: float
    deviation: float
    lower_bound: float
    proved: bool
    unique: bool | None
    blocs: tuple[tuple[str, ...], tuple[str, ...]]
    aside: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Congruence and conflict of each pair, as parts of all there is; symmetric."""

    congruence: Floats
    conflict: Floats
    costs: dict[int, tuple[float, Floats]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.congruence)

    def cost(self, size: int) -> tuple[float, Floats]:
        """Return the deviation if all were across, and what each pair changes if it is within.

        Both hold for blocs of ``size`` and the rest: how thin the ideal spreads depends on it.
        """
        if size not in self.costs:
            across = size * (len(self) - size)
            within = len(self) * (len(self) - 1) // 2 - across
            agreeing, quarrelling = self.congruence.sum() / 2, self.conflict.sum() / 2
            even = agreeing / within if within else 0.0
            apart = self.congruence + np.abs(self.conflict - quarrelling / across)
            change = np.abs(self.congruence - even) + self.conflict - apart
            np.fill_diagonal(change, 0)
            off = apart.sum() - np.trace(apart)
            nowhere = 0.0 if within else agreeing
            self.costs[size] = (off / 4 + nowhere / 2, change)
        return self.costs[size]

    def deviations(self, sides: Floats, size: int) -> Floats:
        """Return the deviation of several divisions of one size.

        Args:
            sides: +1 and -1, shape (divisions, actors).
        """
        base, change = self.cost(size)
        quadratic = np.einsum("ij,ij->i", sides @ change, sides)
        found: Floats = base + (change.sum() + quadratic) / 8
        return found


def find_polarization(congruence: Matrix, conflict: Matrix, *, seed: int = 0) -> Polarization:
    """Find the two blocs that come nearest to the ideal, and prove it where that can be done.

    Args:
        congruence, conflict: networks among the same actors (or issues), normalised alike.
        seed: of the starts of a search.

    Raises:
        NetworkError: when the networks do not belong together, nobody shares an issue, or there
            are more than 2000 actors.
    """
    if (congruence.kind, conflict.kind) != (Kind.CONGRUENCE, Kind.CONFLICT):
        raise NetworkError("polarization is of a congruence and a conflict network",
                           remedy="make both of the same stances")  # fmt: skip
    if congruence.rows != conflict.rows or None in (congruence.among, conflict.among):
        raise NetworkError("the two networks are not among the same actors",
                           remedy="make both of the same stances")  # fmt: skip
    tied = np.asarray((congruence.values + conflict.values).sum(axis=1)).ravel() > 0
    if not tied.any():
        raise NetworkError("no two have a stance on the same issue",
                           remedy="polarization needs at least one such pair")  # fmt: skip
    if np.count_nonzero(tied) > MOST:
        raise NetworkError(f"there are more than {MOST} actors", remedy="leave some out")
    pairs = _pairs(congruence, conflict, np.flatnonzero(tied))
    small = len(pairs) <= EXHAUSTIVE
    sides, deviation, unique = _exhaustive(pairs) if small else _searched(pairs, seed)
    bound = deviation if small else float(np.minimum(pairs.congruence, pairs.conflict).sum() / 2)
    ids = [id for id, is_tied in zip(congruence.rows, tied.tolist(), strict=True) if is_tied]
    one, other = (tuple(np.array(ids, object)[sides == side].tolist()) for side in (1, -1))
    return Polarization(
        score=1 - deviation,
        deviation=deviation,
        lower_bound=min(bound, deviation),
        proved=small or deviation - bound <= _ROUNDING,
        unique=unique,
        blocs=(one, other) if len(one) >= len(other) else (other, one),
        aside=tuple(np.array(congruence.rows, object)[~tied].tolist()),
        definition=f"{DEFINITION}; {congruence.definition}",
    )


def _pairs(congruence: Matrix, conflict: Matrix, kept: Int64) -> _Pairs:
    parts = [one.values.tocsr()[kept][:, kept].toarray() for one in (congruence, conflict)]
    total = sum(part.sum() for part in parts) / 2
    return _Pairs(parts[0] / total, parts[1] / total)


def _exhaustive(pairs: _Pairs) -> tuple[Floats, float, bool]:
    """Try every division; the first actor's side stands for both ways to call it."""
    best, found, often = np.inf, np.ones(len(pairs)), 0
    for sides, size in _divisions(len(pairs)):
        deviations = pairs.deviations(sides, size)
        at = int(np.argmin(deviations))
        least = float(deviations[at])
        alike = int(np.count_nonzero(deviations <= least + _ROUNDING))
        if least < best - _ROUNDING:
            best, found, often = least, sides[at], alike
        elif least <= best + _ROUNDING:
            often += alike
    return found, best, often == 1


def _divisions(actors: int) -> Iterator[tuple[Floats, int]]:
    """Yield all divisions into two blocs, by chunks of one size."""
    every = np.arange(1, 1 << (actors - 1), dtype=np.int64)
    sizes = np.bitwise_count(every)
    for size in range(1, actors):
        codes = every[sizes == size]
        for start in range(0, len(codes), _CHUNK):
            bits = codes[start : start + _CHUNK, None] >> np.arange(actors) & 1
            yield 1.0 - 2.0 * bits, size


def _searched(pairs: _Pairs, seed: int) -> tuple[Floats, float, None]:
    """Descend from several starts, one actor at a time, the best move first."""
    chance = np.random.default_rng(seed)
    _, vectors = np.linalg.eigh(pairs.congruence - pairs.conflict)
    starts = [np.where(vectors[:, -1] >= 0, 1.0, -1.0), np.where(vectors[:, -2] >= 0, 1.0, -1.0)]
    starts += [chance.choice([1.0, -1.0], len(pairs)) for _ in range(_STARTS)]
    results = [_descended(pairs, start) for start in starts]
    deviation, sides = min(results, key=lambda result: result[0])
    return sides, deviation, None


def _descended(pairs: _Pairs, sides: Floats) -> tuple[float, Floats]:
    if abs(sides.sum()) == len(sides):
        sides[0] = -sides[0]
    best = float(pairs.deviations(sides[None, :], _size(sides))[0])
    while True:
        moves = np.full(len(sides), np.inf)
        for side in (1.0, -1.0):
            size = _size(sides) + int(side)
            if 0 < size < len(sides):
                movable = sides == side
                moves[movable] = _moved(pairs, sides, size)[movable]
        at = int(np.argmin(moves))
        if moves[at] >= best - _ROUNDING:
            return best, sides
        best = float(moves[at])
        sides = np.where(np.arange(len(sides)) == at, -sides, sides)


def _moved(pairs: _Pairs, sides: Floats, size: int) -> Floats:
    """Return the deviation after each actor alone has changed sides."""
    base, change = pairs.cost(size)
    pull = change @ sides
    found: Floats = base + (change.sum() + sides @ pull - 4 * sides * pull) / 8
    return found


def _size(sides: Floats) -> int:
    return int(np.count_nonzero(sides < 0))
