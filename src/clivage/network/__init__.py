"""The signed network: every statement that makes a direct edge, as columns of numbers.

`clivage.network.columns` holds the table of statements and its projections,
`clivage.network.merged` one signed tie a pair; `clivage.network.reading` makes networks from a
corpus, a table or a NetworkX graph, and `clivage.network.stored` from a store. This package is
networkx's one home.
"""

from clivage.network.columns import SignedNetwork, Tie, TieColumns
from clivage.network.merged import Merge, SignedGraph, agreement, merge
from clivage.network.numbered import Numbered
from clivage.network.reading import from_csv, from_networkx, of, signed_graph
from clivage.network.stored import from_store
from clivage.network.writing import rows_to_networkx, to_networkx

__all__ = [
    "Merge",
    "Numbered",
    "SignedGraph",
    "SignedNetwork",
    "Tie",
    "TieColumns",
    "agreement",
    "from_csv",
    "from_networkx",
    "from_store",
    "merge",
    "of",
    "rows_to_networkx",
    "signed_graph",
    "to_networkx",
]
