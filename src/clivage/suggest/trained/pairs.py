"""Who may stand how with whom in a sentence: every two that are named or may be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clivage.suggest.trained.places import NOWHERE, How, Place
from clivage.suggest.trained.scene import Scene

#: Of those spoken of before, how many are thought of.
_HOLDERS: Final = 4
_TARGETS: Final = 5
_FAR: Final = 99
#: In a sentence with more places, such as a list of names, only two that are near make a pair.
_CROWD: Final = 24
_NEAR: Final = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """A holder and a target."""

    holder: Place
    target: Place

    @property
    def distance(self) -> int | None:
        """Words from one to the other; None where one is not in the sentence."""
        if not (self.holder.is_here and self.target.is_here):
            return None
        return abs(self.holder.first - self.target.first)

    @property
    def share_verb(self) -> bool:
        """Whether both belong to the same verb."""
        return self.holder.verb != NOWHERE and self.holder.verb == self.target.verb

    @property
    def key(self) -> tuple[str, str]:
        """The figures."""
        return self.holder.figure, self.target.figure


def pairs(scene: Scene) -> list[Pair]:
    """Return the pairs of a sentence; of two at several places, the nearest of one verb."""
    best: dict[tuple[str, str], Pair] = {}
    for one in _all(scene):
        other = best.get(one.key)
        if other is None or _nearness(one) < _nearness(other):
            best[one.key] = one
    return list(best.values())


def _all(scene: Scene) -> Iterator[Pair]:
    before = [one for one in scene.absent if one.how is How.BEFORE]
    rest = [one for one in scene.absent if one.how is not How.BEFORE]
    actors = [one for one in before if not one.is_issue][:_HOLDERS]
    holders = [*scene.places, *actors, *rest]
    targets = [*scene.places, *before[:_TARGETS], *rest]
    order = {one: rank for rank, one in enumerate(sorted(scene.places, key=_first))}
    is_crowd = len(scene.places) > _CROWD
    for holder in holders:
        if holder.is_issue:
            continue
        for target in targets:
            if holder.figure == target.figure or target.how is How.AUTHOR:
                continue
            if is_crowd and not _is_near(order.get(holder), order.get(target)):
                continue
            yield Pair(holder, target)


def _first(one: Place) -> int:
    return one.first


def _is_near(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= _NEAR


def _nearness(one: Pair) -> tuple[bool, int]:
    return not one.share_verb, _FAR if one.distance is None else one.distance
