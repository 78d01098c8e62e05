"""A matrix as nodes and edges, for the formats of networks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clivage.discourse.matrix import Among, Kind, Matrix


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or issue.

    Attributes:
        type: ``actor`` or ``issue``.
        stances: how many stances it has, or are on it, as they were weighed.
    """

    id: str
    label: str
    type: str
    stances: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A cell that is not 0.

    Attributes:
        source, target: positions among the nodes.
        value: what stands in the cell.
        sign: +1, -1, or 0 where a code says both support and opposition.
    """

    source: int
    target: int
    value: int | float
    sign: int


def nodes(matrix: Matrix) -> tuple[Node, ...]:
    """Return the rows, and the columns where they are something else."""
    type_ = "issue" if matrix.among is Among.ISSUES else "actor"
    rows = (matrix.rows, matrix.row_labels, matrix.row_counts.tolist())
    found = [Node(id, label, type_, often) for id, label, often in zip(*rows, strict=True)]
    if matrix.among is None:
        columns = (matrix.columns, matrix.column_labels, matrix.column_counts.tolist())
        found += [
            Node(id, label, "issue", often) for id, label, often in zip(*columns, strict=True)
        ]
    return tuple(found)


def edges(matrix: Matrix) -> Iterator[Edge]:
    """Yield the cells that are not 0, each pair once, in the order of the rows."""
    shift = 0 if matrix.among else len(matrix.rows)
    for row, column, value in matrix.edges():
        yield Edge(row, column + shift, value, sign(matrix, value))


def sign(matrix: Matrix, value: int | float) -> int:
    """Return what a value stands for; a conflict is an opposition."""
    if matrix.kind is Kind.COMBINE:
        return {1: 1, 2: -1}.get(int(value), 0)
    positive = (value > 0) is not (matrix.kind is Kind.CONFLICT)
    return 1 if positive else -1
