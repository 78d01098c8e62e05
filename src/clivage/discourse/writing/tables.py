"""The matrix as CSV with semicolons, in the form that Discourse Network Analyzer writes.

UTF-8; the corner is empty; labels stand in double quotes, of which those within become single
ones; decimals have a point and six places, and integers none.
"""

from __future__ import annotations

from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.writing.names import names

_REPLACED: Final = {'"': "'"}


def matrix_csv(matrix: Matrix) -> str:
    """Return a matrix as CSV."""
    rows = names(matrix.row_labels, matrix.rows, _REPLACED)
    columns = names(matrix.column_labels, matrix.columns, _REPLACED)
    lines = [";".join(f'"{name}"' for name in ("", *columns))]
    form = str if matrix.is_whole else "{:.6f}".format
    for at, name in enumerate(rows):
        values = matrix.values[[at], :].toarray().ravel().tolist()
        lines.append(";".join([f'"{name}"', *map(form, values)]))
    return "\n".join(lines) + "\n"
