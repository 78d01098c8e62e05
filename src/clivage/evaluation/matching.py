"""Which predicted claims are about the same passage as a claim of the gold, and which match it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clivage.agreement import spans
from clivage.evaluation.claims import Claim

#: For each predicted claim the numbers of the gold ones on the same passage, the most alike first.
Near = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much of a claim must be right.

    Attributes:
        key: what two claims on the same passage must have in common.
        asks: the same, for a person.
    """

    name: str
    asks: str
    key: Callable[[Claim], Hashable]


_ALL: Final = (
    Level(
        name="pair",
        asks="and the two who are tied, in any order",
        key=lambda one: frozenset((one.holder, one.target)),
    ),
    Level(
        name="direction",
        asks="and who of them takes sides",
        key=lambda one: (one.holder, one.target),
    ),
    Level(
        name="sign",
        asks="and support or opposition (strict)",
        key=lambda one: (one.holder, one.target, one.sign),
    ),
)
#: Levels by name, each stricter than the one before; all are one to one.
LEVELS: Final[Mapping[str, Level]] = {one.name: one for one in _ALL}


def near(gold: Sequence[Claim], predicted: Sequence[Claim], overlap: float) -> Near:
    """Return for each predicted claim the gold ones whose passage is the same."""
    found: list[list[tuple[float, int]]] = [[] for _ in predicted]
    sides: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, claims in enumerate((gold, predicted)):
        for at, one in enumerate(claims):
            sides[one.source][side].append(at)
    for here, there in sides.values():
        shares = spans.overlaps(
            [gold[at].spans for at in here], [predicted[at].spans for at in there]
        )
        for (i, j), shared in shares.items():
            first, second = gold[here[i]].spans, predicted[there[j]].spans
            if spans.is_same(first, second, shared, overlap):
                found[there[j]].append((-spans.likeness(first, second, shared), here[i]))
    return [[at for _, at in sorted(each)] for each in found]


def agreeing(
    near: Near, gold: Sequence[Claim], predicted: Sequence[Claim], key: Callable[[Claim], Hashable]
) -> Near:
    """Return what is left of those near when two must also have a key in common."""
    keys = [key(one) for one in gold]
    return [
        [at for at in each if keys[at] == key(one)]
        for one, each in zip(predicted, near, strict=True)
    ]


def matched(near: Near) -> dict[int, int]:
    """Match each of the first with one of the second, one to one, as many as can be.

    They are taken in order, and each is matched where those before it leave room by changing
    partners (augmenting paths: C. Berge, "Two theorems in graph theory", Proceedings of the
    National Academy of Sciences 43, 1957). So the first *n* alone have as many matches as they
    can have, for every *n*.

    >>> matched([[0, 1], [0], [1]])
    {0: 1, 1: 0}
    """
    partner: dict[int, int] = {}
    taken: dict[int, int] = {}
    for one in range(len(near)):
        path = _path(near, one, taken)
        while path:
            first, second = path.pop()
            partner[first], taken[second] = second, first
    return dict(sorted(partner.items()))


def _path(near: Near, start: int, taken: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return who must take whom so that one more is matched; nothing where none can be."""
    reached: dict[int, int] = {}
    came: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        one = waiting.popleft()
        for other in near[one]:
            if other in reached:
                continue
            reached[other] = one
            if other in taken:
                came[taken[other]] = other
                waiting.append(taken[other])
                continue
            path = [(one, other)]
            while path[-1][0] != start:
                before = came[path[-1][0]]
                path.append((reached[before], before))
            return path
    return []


def places(claims: Sequence[Claim]) -> list[int]:
    """Return for each claim the number of its place: claims that overlap are in one place.

    A passage with gaps counts from its beginning to its end.
    """
    found = [0] * len(claims)
    number, source, reach = -1, "", 0
    extent = [(one.source, one.spans[0][0], one.spans[-1][1]) for one in claims]
    for at in sorted(range(len(claims)), key=extent.__getitem__):
        where, start, end = extent[at]
        if number < 0 or where != source or start >= reach:
            number, source, reach = number + 1, where, end
        reach = max(reach, end)
        found[at] = number
    return found
