"""Agreement between coders: how far several people read the same ties in the same texts.

`codings` brings the work of the coders together, `pairing` finds which of their statements are
about the same thing, `measures` says how far they agree, `disagreements` where they do not, and
`adjudication` writes what was decided about that. See docs/agreement.md.
"""

from clivage.agreement.codings import Coding, Comparison, compared, of_coders, of_corpora
from clivage.agreement.disagreements import Disagreement, disagreements
from clivage.agreement.levels import LEVELS, Level
from clivage.agreement.measures import Agreement, Settings, agreement

__all__ = [
    "LEVELS",
    "Agreement",
    "Coding",
    "Comparison",
    "Disagreement",
    "Level",
    "Settings",
    "agreement",
    "compared",
    "disagreements",
    "of_coders",
    "of_corpora",
]
