"""A discourse network as a signed graph, so that every analysis runs on it as on direct ties."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np

from clivage.discourse.matrix import Kind, Matrix
from clivage.discourse.stances import Floats, Stances
from clivage.errors import NetworkError
from clivage.network import SignedGraph, SignedNetwork
from clivage.network.columns import Int32, Int64

#: Weights that have no small denominator in common are kept to so many decimals in a graph...
DECIMALS: Final = 9
#: ...and in a network, whose weights are 32 bits wide.
_DECIMALS_OF_ROWS: Final = 6
#: The largest denominator that is tried.
_LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """Cells as whole multiples of a unit; what rounds to 0 is left out."""

    first: Int32
    second: Int32
    weight: Int64
    unit: Fraction


def signed_graph(matrix: Matrix) -> SignedGraph:
    """Return a network among actors, or among issues, as a signed graph, for `clivage.analysis`.

    Its weights are whole multiples of a unit. Where all values are fractions with a denominator
    in common up to a million, as with averages over few stances, the unit is the exact one;
    else they are rounded to 1e-9, and what rounds to 0 is no tie. A conflict is an opposition.

    Raises:
        NetworkError: when the matrix is of actors by issues.

    >>> from clivage.discourse.algebra import one_mode
    >>> from clivage.discourse.stances import of
    >>> from clivage.model import Corpus
    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> len(signed_graph(one_mode(of(empty), Kind.SUBTRACT)))
    0
    """
    ties = _ties(matrix, DECIMALS)
    graph = SignedGraph.of_pairs(matrix.rows, ties.first, ties.second, ties.weight)
    statements = _names(matrix, ties)
    return replace(graph, unit=ties.unit, definition=matrix.definition, statements=statements)


def signed_network(matrix: Matrix) -> SignedNetwork:
    """Return a network among actors, or among issues, as rows, one an undated tie.

    Weights are exact as in `signed_graph`, or rounded to 1e-6. Rows are named by both ends, as in
    `behind`.

    Raises:
        NetworkError: when the matrix is of actors by issues, or has a value of 2147 or more that
            must be rounded.
    """
    ties = _ties(matrix, _DECIMALS_OF_ROWS)
    if len(ties.weight) and np.abs(ties.weight).max() >= 2**31:
        raise NetworkError("a value is too large to be kept to 1e-6", remedy="normalise otherwise")
    return SignedNetwork.of_rows(
        matrix.rows,
        ties.first,
        ties.second,
        np.sign(ties.weight),
        weight=np.abs(ties.weight),
        statements=_names(matrix, ties),
        unit=ties.unit,
    )


def behind(stances: Stances, matrix: Matrix) -> dict[str, tuple[str, ...]]:
    """Return the statements behind each tie: those of both its ends on what they share.

    Args:
        stances: those that the matrix was made of.

    Returns:
        ids of statements, in the order of their days, by the name of the tie.
    """
    ties = _ties(matrix, DECIMALS)
    ends, shared = ("issue", "actor") if matrix.among and matrix.among.value == "issues" else (
        "actor", "issue")  # fmt: skip
    rows: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    facet = stances.facets[ends]
    columns = (facet.codes.tolist(), stances.facets[shared].codes.tolist())
    for row, (end, other) in enumerate(zip(*columns, strict=True)):
        rows[facet.names[end]][other].append(row)
    found = {}
    pairs = zip(ties.first.tolist(), ties.second.tolist(), _names(matrix, ties), strict=True)
    for first, second, name in pairs:
        one, two = rows[matrix.rows[first]], rows[matrix.rows[second]]
        both = sorted(row for other in one.keys() & two.keys() for row in one[other] + two[other])
        found[name] = tuple(stances.statements[row] for row in both)
    return found


def _ties(matrix: Matrix, decimals: int) -> _Ties:
    if matrix.among is None:
        remedy = "take a network among actors, such as subtract"
        raise NetworkError("a network of actors by issues has no camps", remedy=remedy)
    cells = list(matrix.edges())
    first, second = (np.array([cell[end] for cell in cells], np.int32) for end in (0, 1))
    value = np.array([cell[2] for cell in cells], matrix.values.dtype)
    weight, unit = _weights(-value if matrix.kind is Kind.CONFLICT else value, decimals)
    tied = weight != 0
    return _Ties(first[tied], second[tied], weight[tied], unit)


def _names(matrix: Matrix, ties: _Ties) -> tuple[str, ...]:
    pairs = zip(ties.first.tolist(), ties.second.tolist(), strict=True)
    return tuple(f"{matrix.rows[first]}–{matrix.rows[second]}" for first, second in pairs)


def _weights(value: Floats | Int64, decimals: int) -> tuple[Int64, Fraction]:
    """Return values as whole multiples of a unit."""
    if np.issubdtype(value.dtype, np.integer) or not len(value):
        return value.astype(np.int64), Fraction(1)
    different = np.unique(value)
    exact = [Fraction(one).limit_denominator(_LARGEST) for one in different.tolist()]
    denominator = math.lcm(*(one.denominator for one in exact))
    near = np.abs(np.array([float(one) for one in exact]) - different)
    if denominator > _LARGEST or near.max() > 10.0**-12:
        denominator = 10**decimals
    return np.rint(value * denominator).astype(np.int64), Fraction(1, denominator)
