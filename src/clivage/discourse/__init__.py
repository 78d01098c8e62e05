"""Discourse networks: who takes which side on which issue, as networks of actors and issues.

The unit is a stance, a statement whose target is an issue (`clivage.discourse.stances`). Stances
are chosen (`clivage.discourse.selecting`), cut into windows of time (`clivage.discourse.windows`)
and multiplied into matrices (`clivage.discourse.algebra`), which are normalised
(`clivage.discourse.normalizing`), written (`clivage.discourse.writing`) or handed to
`clivage.analysis` (`signed_graph`).

>>> import clivage
>>> from clivage import discourse
>>> corpus = clivage.read("graph/bolivia-1971")
>>> matrix = discourse.network(corpus, discourse.Recipe(kind=discourse.Kind.CONGRUENCE))
>>> len(matrix.rows) == len(matrix.columns)
True
"""

from __future__ import annotations

from clivage.discourse.algebra import affiliation, one_mode
from clivage.discourse.matrix import Among, Kind, Matrix, Normal
from clivage.discourse.polarization import Polarization, find_polarization
from clivage.discourse.recipe import Recipe, chosen, matrix_of, network, networks
from clivage.discourse.selecting import Duplicates, deduplicate, select
from clivage.discourse.signed import behind, signed_graph, signed_network
from clivage.discourse.stances import KEYS, Stances, of
from clivage.discourse.windows import Kernel, Slice, Unit, Window, slices
from clivage.discourse.writing import FORMATS, Format

__all__ = [
    "FORMATS",
    "KEYS",
    "Among",
    "Duplicates",
    "Format",
    "Kernel",
    "Kind",
    "Matrix",
    "Normal",
    "Polarization",
    "Recipe",
    "Slice",
    "Stances",
    "Unit",
    "Window",
    "affiliation",
    "behind",
    "chosen",
    "deduplicate",
    "find_polarization",
    "matrix_of",
    "network",
    "networks",
    "of",
    "one_mode",
    "select",
    "signed_graph",
    "signed_network",
    "slices",
]
