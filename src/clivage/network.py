"""The signed network: statements that make a direct edge, as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Int32: TypeAlias = NDArray[np.int32]
Int8: TypeAlias = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Tie:
    """All statements of one ordered pair and one sign.

    Attributes:
        holder, target: positions in `SignedNetwork.nodes`.
        sign: +1 support, -1 opposition.
        weight: sum of the strengths, at least 1.
        statements: ids, in the order of the network's columns.
    """

    holder: int
    target: int
    sign: int
    weight: int
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SignedNetwork:
    """An immutable columnar projection; row *k* of each column is one statement.

    Attributes:
        nodes: ids of actors and issues, sorted; positions in it are node numbers.
        issues: node numbers of the issues, sorted.
        holder, target: node numbers, int32, shape (statements,).
        sign: +1 or -1, int8.
        strength: 1 to 3, int8.
        statements: statement ids.
    """

    nodes: tuple[str, ...]
    issues: frozenset[int]
    holder: Int32
    target: Int32
    sign: Int8
    strength: Int8
    statements: tuple[str, ...]

    def ties(self) -> tuple[Tie, ...]:
        """Merge the statements of each ordered pair and sign, sorted by pair, support first."""
        merged: dict[tuple[int, int, int], list[int]] = {}
        for row in range(len(self.statements)):
            key = (int(self.holder[row]), int(self.target[row]), -int(self.sign[row]))
            merged.setdefault(key, []).append(row)
        return tuple(
            Tie(
                holder,
                target,
                -negative_sign,
                int(self.strength[rows].sum()),
                tuple(self.statements[row] for row in rows),
            )
            for (holder, target, negative_sign), rows in sorted(merged.items())
        )
