"""What stands around a noun or adjective: its complements, and who owns it."""

from __future__ import annotations

from clivage.model import Modality
from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.entries import Entry, Vocabulary
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Moods, Stance

#: Chunks after a noun or adjective in which its complements stand.
_NEAR = 5


class Around:
    """Looks around the words of one sentence."""

    def __init__(self, clauses: Clauses, moods: Moods, vocabulary: Vocabulary) -> None:
        self._clauses = clauses
        self._moods = moods
        self._vocabulary = vocabulary
        self._closed = vocabulary.closed

    def match(
        self, entry: Entry, phrase: Phrase, holders: list[Phrase], targets: list[Phrase],
        stance: Stance | None, chunk: Phrase, how: str,
    ) -> Match:  # fmt: skip
        """Return a match with the modality of what governs it."""
        modality = stance.modality if stance else Modality.ACTUAL
        if chunk.none or phrase.none or chunk.preposition in ("sans", "sin", "without"):
            modality = Modality.NEGATED
        return Match(
            entry, phrase.head, phrase.head, holders, targets, modality=modality, how=how,
            voices=list(stance.voices) if stance else [],
        )  # fmt: skip

    def owner(self, phrase: Phrase) -> Phrase:
        """Return the pronoun that a possessive stands for."""
        owner = phrase.owner
        return Phrase(
            phrase.first, phrase.first, phrase.first, phrase.first, sort="pronoun",
            number=owner.number if owner else "", pronoun=owner,
        )  # fmt: skip

    def with_joined(self, at: int, complement: Phrase) -> list[Phrase]:
        """Return a complement with what is joined to it: *l'appui de A, de B et de C*."""
        found, j = [complement], at
        chunks = self._clauses.chunks
        while j + 2 < len(chunks):
            mark, other = chunks[j + 1], chunks[j + 2]
            if not isinstance(mark, Mark) or mark.kind not in (Kind.AND, Kind.COMMA):
                break
            if not isinstance(other, Phrase) or other.preposition != self._closed.genitive:
                break
            found.append(other)
            j += 2
        return found

    def near(self, prepositions: tuple[str, ...], at: int) -> list[Phrase]:
        """Return what follows a word after one of some prepositions."""
        chunks = self._clauses.chunks
        for j in range(at + 1, min(len(chunks), at + 1 + _NEAR)):
            one = chunks[j]
            if isinstance(one, Phrase):
                if one.preposition in prepositions:
                    return self._clauses.joined(j)
                if one.determiner == "des" and "de" in prepositions and j == at + 1:
                    return self._clauses.joined(j)
                if not one.preposition:
                    break
            elif (isinstance(one, Verb) and one.is_finite) or (
                isinstance(one, Mark) and one.kind in (Kind.STRONG, Kind.THAT, Kind.WHO)
            ):
                break
        return []
