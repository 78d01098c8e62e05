"""What can be computed on a signed network; each measure in a module of its own name.

Every measure takes a `SignedNetwork`, a `SignedGraph`, or any NetworkX graph whose edges have a
``sign``, and gives its definition with its result.
"""

from clivage.analysis.backbone import Backbone, signed_backbone
from clivage.analysis.balance import (
    FrustrationBalance,
    TriangleBalance,
    WalkBalance,
    balance_by_frustration,
    balance_by_triangles,
    balance_by_walks,
)
from clivage.analysis.blockmodel import Blockmodel, signed_blockmodel
from clivage.analysis.brokerage import Broker, Brokers, brokers
from clivage.analysis.centrality import Direction, Scores, eigenvector, pn_index
from clivage.analysis.changes import Changes, Move, TieChange
from clivage.analysis.components import Components, components
from clivage.analysis.frustration import FrustratedTie, FrustrationIndex, frustration_index
from clivage.analysis.matching import Camp
from clivage.analysis.periods import OverTime, Window, over_time
from clivage.analysis.position import (
    Degrees,
    Frontier,
    FrontierActor,
    Isolates,
    degrees,
    frontier,
    isolates,
)
from clivage.analysis.scenarios import Scenario, WhatIf, what_if
from clivage.analysis.survival import Survival
from clivage.analysis.triads import (
    DirectedTriadCensus,
    TriadCensus,
    directed_triad_census,
    triad_census,
)
from clivage.analysis.windows import Length, Period

__all__ = [
    "Backbone",
    "Blockmodel",
    "Broker",
    "Brokers",
    "Camp",
    "Changes",
    "Components",
    "Degrees",
    "DirectedTriadCensus",
    "Direction",
    "Frontier",
    "FrontierActor",
    "FrustratedTie",
    "FrustrationBalance",
    "FrustrationIndex",
    "Isolates",
    "Length",
    "Move",
    "OverTime",
    "Period",
    "Scenario",
    "Scores",
    "Survival",
    "TieChange",
    "TriadCensus",
    "TriangleBalance",
    "WalkBalance",
    "WhatIf",
    "Window",
    "balance_by_frustration",
    "balance_by_triangles",
    "balance_by_walks",
    "brokers",
    "components",
    "degrees",
    "directed_triad_census",
    "eigenvector",
    "frontier",
    "frustration_index",
    "isolates",
    "over_time",
    "pn_index",
    "signed_backbone",
    "signed_blockmodel",
    "triad_census",
    "what_if",
]
