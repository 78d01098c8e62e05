"""The parts in which events are read: each fits the memory, and is done wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from clivage.events.engine import Part
from clivage.events.inputs import Input

#: Bytes of memory for each event, when no two events are of the same pair.
_BYTES: Final = 400
#: Rows that Parquet is written in together; a part begins where such a group may.
_GROUP: Final = 122_880


def parts(inputs: Iterable[Input], memory: int) -> Iterator[Part]:
    """Divide files into parts.

    A large file of Parquet is divided, small files are taken together, and a large file of
    another sort is a part of its own, of which more is on the disk at a time.

    Args:
        memory: bytes that may be used.
    """
    most = max(_GROUP, memory // _BYTES // _GROUP * _GROUP)
    together: list[Input] = []
    rows = 0
    for one in inputs:
        if one.layout and one.layout.is_parquet and one.rows > most:
            for first in range(0, one.rows, most):
                yield Part((one,), (first, min(first + most, one.rows) - 1))
            continue
        if together and rows + one.rows > most:
            yield Part(tuple(together))
            together, rows = [], 0
        together.append(one)
        rows += one.rows
    if together:
        yield Part(tuple(together))
