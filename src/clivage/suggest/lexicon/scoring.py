"""How likely a suggestion is right: a sum that can be read, from 0 to 1."""

from __future__ import annotations

from typing import Final

from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.parties import Party

#: Below this nothing is suggested.
THRESHOLD: Final = 0.45
#: Where nothing says that the holder is somebody, the target must be.
_KNOWN: Final = 0.6
_NAMED: Final = 0.7
_SOMEBODY: Final = 0.4
_HOW: Final = {
    "own": 0.1, "agent": 0.1, "relative": 0.1, "pronoun": 0.08, "author": 0.1, "shared": 0.07,
    "governed": 0.05, "inverted": 0.03, "implicit": 0.0,
}  # fmt: skip


def score(match: Match, holder: Party, target: Party) -> float:
    """Return the score of a suggestion.

    What counts: how surely the words mean the holder (up to 0.3) and the target (0.4), whether
    the frame asks for a preposition or more (0.1), how the subject was found (0.1); what governs
    the verb may take some of it away.
    """
    total = 0.1 + 0.3 * holder.quality + 0.4 * target.quality
    total += 0.1 * match.specific + _HOW.get(match.how, 0.0)
    named = target.quality >= _KNOWN and holder.quality >= _SOMEBODY
    if match.known_only and not named:
        return 0.0
    if holder.how == "thing" and target.quality < (_NAMED if match.how == "agent" else _KNOWN):
        return 0.0
    nominal = match.entry.frame.anchor == "N" and not match.specific
    if nominal and holder.how == "thing":
        return 0.0
    if match.entry.relation in ("demands", "negotiates") and target.how in ("thing", "pronoun"):
        total *= 0.6
    return round(min(1.0, total) * match.sure, 3)
