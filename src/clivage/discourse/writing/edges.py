"""A network as a table of edges, one a row, which `clivage analyze` and spreadsheets read.

CSV with commas as RFC 4180 has it, line breaks LF, UTF-8 without a byte order mark. All digits of
a value stand in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.windows import Slice
from clivage.discourse.writing.names import number
from clivage.discourse.writing.nodes import edges, nodes

_EDGE: Final = ("source", "target", "sign", "weight", "value", "source_label", "target_label")


def edges_csv(matrix: Matrix) -> str:
    """Return a matrix as a table: ``weight`` is positive, ``value`` is the cell with its sign."""
    return _csv(_EDGE, _rows(matrix))


def long_csv(windows: Iterable[tuple[Slice, Matrix]]) -> str:
    """Return networks over time as one table, the window before each edge."""
    header = ("window", "not_before", "not_after", *_EDGE)
    rows = (
        (str(slice_.number), slice_.first.isoformat(), slice_.last.isoformat(), *row)
        for slice_, matrix in windows
        for row in _rows(matrix)
    )
    return _csv(header, rows)


def _rows(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    things = nodes(matrix)
    for edge in edges(matrix):
        source, target = things[edge.source], things[edge.target]
        yield (
            source.id,
            target.id,
            str(edge.sign),
            number(abs(edge.value)),
            number(edge.value),
            source.label,
            target.label,
        )


def _csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
