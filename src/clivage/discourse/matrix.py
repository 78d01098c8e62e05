"""What the algebra gives: a matrix with its names, and what its numbers mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from clivage.discourse.stances import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array


class Kind(Enum):
    """How the levels of stances become a number."""

    IGNORE = "ignore"
    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"
    COMBINE = "combine"


class Among(Enum):
    """Whose network a one-mode network is."""

    ACTORS = "actors"
    ISSUES = "issues"


class Normal(Enum):
    """What a cell is divided by."""

    NONE = "none"
    ACTIVITY = "activity"
    PROMINENCE = "prominence"
    AVERAGE = "average"
    JACCARD = "jaccard"
    COSINE = "cosine"


@dataclass(frozen=True, kw_only=True, eq=False)
class Matrix:
    """A network as a matrix.

    Attributes:
        kind: how levels became numbers.
        among: whose network it is, or None for actors by issues.
        rows, columns: ids; the same where the network is among one sort of thing.
        row_labels, column_labels: what they are called.
        row_counts, column_counts: how many stances each has, as they were weighed, float64.
        values: shape (rows, columns); int64 where stances were counted and nothing divided, else
            float64; symmetric with an empty diagonal where the network is among one sort.
        definition: what the numbers are, in words.
    """

    kind: Kind
    among: Among | None
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    row_counts: Floats
    column_counts: Floats
    values: csr_array
    definition: str

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return len(self.rows), len(self.columns)

    @property
    def is_whole(self) -> bool:
        """Whether its values are integers."""
        return bool(np.issubdtype(self.values.dtype, np.integer))

    def dense(self) -> np.ndarray[tuple[int, int], np.dtype[np.int64] | np.dtype[np.float64]]:
        """Return the values as an array, zeros and all."""
        return self.values.toarray()  # type: ignore[no-any-return]

    def by_id(self) -> Matrix:
        """Return the same matrix with ids for labels, for programs that know no Unicode."""
        return replace(self, row_labels=self.rows, column_labels=self.columns)

    def edges(self) -> Iterator[tuple[int, int, int | float]]:
        """Yield the positions and the value of each cell that is not 0, each pair once."""
        cells = self.values.tocoo()
        order = np.lexsort((cells.col, cells.row))
        columns = (cells.row[order], cells.col[order], cells.data[order])
        for row, column, value in zip(*(one.tolist() for one in columns), strict=True):
            if value and (self.among is None or row < column):
                yield row, column, value
