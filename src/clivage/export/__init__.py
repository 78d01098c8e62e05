"""Everything that a corpus can be written as: one registry, one format a function.

Each format is made from a `Material`, which computes what several of them need only once.
"""

from __future__ import annotations

from clivage.export.formats import FORMATS, Format
from clivage.export.material import Material

__all__ = ["FORMATS", "Format", "Material"]
