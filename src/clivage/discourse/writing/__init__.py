"""Matrices as files: one format a module, each a function from a matrix to a text.

The same matrix gives the same bytes. Formats without room for ids tell rows apart by their labels
alone, so `clivage.discourse.writing.names` makes those unique.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from clivage.discourse.matrix import Matrix
from clivage.discourse.writing.edges import edges_csv, long_csv
from clivage.discourse.writing.gexf import gexf
from clivage.discourse.writing.graphml import graphml
from clivage.discourse.writing.pajek import pajek
from clivage.discourse.writing.tables import matrix_csv
from clivage.discourse.writing.ucinet import dl

__all__ = [
    "FORMATS",
    "Format",
    "dl",
    "edges_csv",
    "gexf",
    "graphml",
    "long_csv",
    "matrix_csv",
    "pajek",
]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a matrix.

    Attributes:
        name: what the command line calls it.
        ending: of its files, with the dot.
        meaning: what it is, in a few words.
        write: makes the text.
    """

    name: str
    ending: str
    meaning: str
    write: Callable[[Matrix], str]


#: Every format by name.
FORMATS: Final[Mapping[str, Format]] = {
    one.name: one
    for one in (
        Format("csv", ".csv", "matrix with semicolons, as DNA writes it", matrix_csv),
        Format("dl", ".dl", "matrix for UCINET", dl),
        Format("graphml", ".graphml", "network for visone and Gephi", graphml),
        Format("pajek", ".net", "network for Pajek", pajek),
        Format("gexf", ".gexf", "network for Gephi", gexf),
        Format("edges", ".edges.csv", "table of edges, which `clivage analyze` reads", edges_csv),
    )
}
