"""What can be computed on a signed network; each measure in a module of its own name.

Every measure takes a `SignedNetwork`, a `SignedGraph`, or any NetworkX graph whose edges have a
``sign``, and gives its definition with its result.
"""

from clivage.analysis.frustration import FrustratedTie, FrustrationIndex, frustration_index

__all__ = ["FrustratedTie", "FrustrationIndex", "frustration_index"]
