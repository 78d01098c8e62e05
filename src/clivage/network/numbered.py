"""Names of rows that are made when somebody asks: a prefix and the number of the row.

Ten million strings take most of a gigabyte, and nearly all of them are never read. The rows of a
large network are therefore told apart by numbers, and have their names only on the way out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray


class Numbered(Sequence[str]):
    """An immutable sequence of names, each a prefix and a number.

    Args:
        numbers: the number of each row, integers of any width, shape (rows,).
        prefix: what stands before every number.

    >>> rows = Numbered.upto(4, prefix="tie/")
    >>> rows[1], rows[-1], tuple(rows[:2])
    ('tie/1', 'tie/3', ('tie/0', 'tie/1'))
    """

    __slots__ = ("numbers", "prefix")

    def __init__(self, numbers: NDArray[np.integer], *, prefix: str = "") -> None:
        self.numbers = numbers.view()
        self.numbers.setflags(write=False)
        self.prefix = prefix

    @classmethod
    def upto(cls, rows: int, *, prefix: str = "") -> Numbered:
        """Name so many rows by their place, from 0."""
        return cls(np.arange(rows, dtype=np.int32), prefix=prefix)

    def taken(self, rows: NDArray[np.integer]) -> Numbered:
        """Return the names of some rows, in the order in which they are asked for."""
        return Numbered(self.numbers[rows], prefix=self.prefix)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Numbered: ...
    def __getitem__(self, at: int | slice) -> str | Numbered:
        if isinstance(at, slice):
            return Numbered(self.numbers[at], prefix=self.prefix)
        return f"{self.prefix}{self.numbers[at]}"

    def __iter__(self) -> Iterator[str]:
        return (f"{self.prefix}{number}" for number in self.numbers.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Numbered):
            return NotImplemented
        return self.prefix == other.prefix and np.array_equal(self.numbers, other.numbers)

    def __hash__(self) -> int:
        return hash((self.prefix, self.numbers.astype(np.int64).tobytes()))

    def __repr__(self) -> str:
        return f"Numbered({len(self)} rows, prefix={self.prefix!r})"


#: The ids of the rows of a network: written out, or made when they are asked for.
Ids: TypeAlias = tuple[str, ...] | Numbered


def taken(ids: Ids, rows: NDArray[np.integer]) -> Ids:
    """Return the ids of some rows, in their order.

    >>> taken(("a", "b", "c"), np.array([2, 0]))
    ('c', 'a')
    """
    if isinstance(ids, Numbered):
        return ids.taken(rows)
    return tuple(ids[row] for row in rows.tolist())
