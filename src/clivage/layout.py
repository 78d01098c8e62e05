"""Where the nodes of a network are drawn (first version: on a grid)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clivage.model import Labels
from clivage.network import SignedNetwork


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is drawn, in px; y grows downward."""

    x: int
    y: int


def places(
    network: SignedNetwork,
    camps: Sequence[Sequence[int]],
    labels: Sequence[Labels],
    *,
    near: Sequence[tuple[int, int]] = (),
) -> tuple[Place, ...]:
    """Return the places."""
    return tuple(Place(at % 6 * 220, at // 6 * 130) for at in range(len(network.nodes)))
