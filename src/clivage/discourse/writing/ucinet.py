"""UCINET's data language DL, with the full matrix.

The file is UTF-8, but UCINET knows no Unicode: where labels have letters beyond ASCII, write ids.
"""

from __future__ import annotations

from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.writing.names import names, number

_REPLACED: Final = {'"': "", "'": ""}


def dl(matrix: Matrix) -> str:
    """Return a matrix as DL; quotation marks in labels are left out, for want of an escape."""
    rows = names(matrix.row_labels, matrix.rows, _REPLACED)
    if matrix.among:
        lines = [f"dl n = {len(rows)}, format = fullmatrix", "labels:", *_quoted(rows)]
    else:
        columns = names(matrix.column_labels, matrix.columns, _REPLACED)
        lines = [
            f"dl nr = {len(rows)}, nc = {len(columns)}, format = fullmatrix",
            "row labels:",
            *_quoted(rows),
            "col labels:",
            *_quoted(columns),
        ]
    lines.append("data:")
    for at in range(len(rows)):
        values = matrix.values[[at], :].toarray().ravel().tolist()
        lines.append("".join(f" {number(value)}" for value in values))
    return "\n".join(lines) + "\n"


def _quoted(labels: tuple[str, ...]) -> list[str]:
    return [f'"{label}"' for label in labels]
