"""What an entry of the lexicon found in a sentence, before anybody is named."""

from __future__ import annotations

from dataclasses import dataclass, field

from clivage.model import Modality
from clivage.suggest.lexicon.chunks import Phrase
from clivage.suggest.lexicon.entries import Entry


@dataclass(slots=True)
class Match:
    """An entry, and the words that stand in its places.

    Attributes:
        first, last: numbers of the tokens of the trigger.
        holders, targets, about: noun phrases; no holder where ``by_author``.
        how: how the holder was found; see `clauses.Found`.
        sure: from 0 to 1.
        guess: ``holder`` or ``target`` where the words do not name him: who else it may be.
        known_only: whether the target must be an actor or issue of the corpus.
        place: offsets of the trigger, where it stands in an earlier sentence.
    """

    entry: Entry
    first: int
    last: int
    holders: list[Phrase]
    targets: list[Phrase]
    about: list[Phrase] = field(default_factory=list)
    voices: list[Phrase] = field(default_factory=list)
    modality: Modality = Modality.ACTUAL
    flips: bool = False
    called: bool = False
    by_author: bool = False
    how: str = "own"
    sure: float = 1.0
    guess: str = ""
    known_only: bool = False
    place: tuple[int, int] | None = None

    @property
    def specific(self) -> bool:
        """Whether the frame asks for more than a plain object."""
        frame = self.entry.frame
        slot = frame.slot("T")
        return bool(frame.literal or frame.reflexive or (slot and slot.prepositions))
