"""How many stances each actor has on each issue, at each level: what the algebra computes with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clivage.discourse.matrix import Among
from clivage.discourse.stances import Stances
from clivage.network.columns import Int32, Int64

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class Counted:
    """X: how many stances each row has on each column at each level.

    Attributes:
        rows, columns: positions of what is in it, in the names of the stances.
        by_level: X as a matrix, shape (rows, columns * levels).
        levels: the levels, ascending.
        most: the strongest level there can be.
    """

    rows: Int32
    columns: Int32
    by_level: csr_array
    levels: Int64
    most: int

    @property
    def counts(self) -> csr_array:
        """X summed over levels, shape (rows, columns)."""
        return self.by_level @ self.spread(np.ones((len(self.levels), 1), np.int64))

    @property
    def sums(self) -> csr_array:
        """Levels added up, shape (rows, columns)."""
        return self.by_level @ self.spread(self.levels[:, None])

    def paired(self, pairs: Int64) -> csr_array:
        """Return products of rows, summed over columns and pairs of levels.

        Args:
            pairs: what a pair of levels counts, symmetric, shape (levels, levels).
        """
        product = self.by_level @ self.spread(pairs) @ self.by_level.T
        return ((product + product.T) / 2 if product.dtype == np.float64 else product).tocsr()

    def spread(self, block: Int64) -> csr_array:
        """Return what multiplies X by a block of levels in each column.

        Args:
            block: shape (levels, any).
        """
        from scipy.sparse import csr_array, eye_array, kron

        return csr_array(kron(eye_array(len(self.columns), dtype=np.int64), block))


def count(stances: Stances, rows: Among, *, isolates: bool = False) -> Counted:
    """Count stances by row, column and level.

    Args:
        rows: what the rows are; the columns are the other sort.
        isolates: keep what has no stance.
    """
    from scipy.sparse import coo_array

    keys = ("actor", "issue") if rows is Among.ACTORS else ("issue", "actor")
    row, column = (stances.facets[key] for key in keys)
    kept_rows, kept_columns = (
        np.arange(len(one.names)) if isolates else np.unique(one.codes) for one in (row, column)
    )
    levels, level = np.unique(stances.level.astype(np.int64), return_inverse=True)
    place = np.searchsorted(kept_columns, column.codes) * len(levels) + level
    whole = bool(np.all(stances.weight == 1))
    weight = stances.weight.astype(np.int64) if whole else stances.weight
    cells = (weight, (np.searchsorted(kept_rows, row.codes), place))
    shape = (len(kept_rows), len(kept_columns) * len(levels))
    by_level = coo_array(cells, shape=shape).tocsr()
    return Counted(
        kept_rows.astype(np.int32), kept_columns.astype(np.int32), by_level, levels, stances.most
    )
