"""Pajek's .net, safe for every script.

Pajek reads UTF-8 from version 2.00 where a file begins with a byte order mark
(http://mrvar2.fdv.si/pajek/Unicode-Pajek.htm), so one stands before labels beyond ASCII, on a
line of its own comment: programs that do not know the mark lose nothing with that line.
"""

from __future__ import annotations

from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.writing.names import names, number
from clivage.discourse.writing.nodes import edges, nodes

#: Pajek has no escapes in quoted labels, and some readers take a backslash for one.
_REPLACED: Final = {'"': "'", "\\": "/"}
_MARK: Final = "\ufeff"


def pajek(matrix: Matrix) -> str:
    """Return a matrix as a Pajek network; actors by issues as a two-mode network."""
    things = nodes(matrix)
    labels = names([node.label for node in things], [node.id for node in things], _REPLACED)
    first_mode = "" if matrix.among else f" {len(matrix.rows)}"
    lines = [
        f"% {matrix.kind.value}, made by clivage",
        f"*Vertices {len(things)}{first_mode}",
        *(f'{at} "{label}"' for at, label in enumerate(labels, 1)),
        "*Edges",
        *(f"{edge.source + 1} {edge.target + 1} {number(edge.value)}" for edge in edges(matrix)),
    ]
    text = "\n".join(lines) + "\n"
    return text if text.isascii() else _MARK + text
