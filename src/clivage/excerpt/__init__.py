"""The part of a large network that is drawn, and what is left out, said openly.

A picture of thousands of actors is a black spot. `select` chooses a part: actors drawn together,
ties that weigh more than chance would make them, actors with most weight. `of_corpus` and
`of_network` make a corpus of that part, which everything that draws takes, and a `LeftOut` with
the numbers for its legend. See docs/decisions/0024-what-of-a-large-network-is-drawn.md.
"""

from clivage.excerpt.choice import GROUPINGS, Choice
from clivage.excerpt.coded import of_network
from clivage.excerpt.left_out import LeftOut, Part, Sentence
from clivage.excerpt.opening import at, of_events
from clivage.excerpt.reduced import WHOLE, Excerpt, of_corpus
from clivage.excerpt.selection import MOST_NODES, MOST_TIES, Selection, select

__all__ = [
    "GROUPINGS",
    "MOST_NODES",
    "MOST_TIES",
    "WHOLE",
    "Choice",
    "Excerpt",
    "LeftOut",
    "Part",
    "Selection",
    "Sentence",
    "at",
    "of_corpus",
    "of_events",
    "of_network",
    "select",
]
