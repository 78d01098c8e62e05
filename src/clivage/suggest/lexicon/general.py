"""What takes a side in any sentence, whatever its verb: *contre*, *en faveur de*, a gift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from clivage.errors import Origin
from clivage.model import Sign
from clivage.suggest.lexicon.chunks import Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.closed import words
from clivage.suggest.lexicon.entries import Entry, Vocabulary
from clivage.suggest.lexicon.frames import Frame, Slot
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Moods, Stance

#: Prepositions of whoever is opposed, and of whoever is supported.
_AGAINST: Final = ("contre", "à l' encontre de", "contra", "en contra de", "against")
_FOR: Final = (
    "en faveur de", "du côté de", "aux côtés de", "au profit de", "au bénéfice de", "au secours de",
    "à l' appui de", "a favor de", "en favor de", "en defensa de", "in favour of", "in favor of",
    "in support of", "in defence of", "in defense of",
)  # fmt: skip
#: Verbs of giving: whoever is given something is helped, unless the gift says otherwise.
_GIVING: Final = words(
    "donner envoyer porter apporter prêter offrir remettre fournir expédier céder distribuer "
    "dar enviar llevar prestar ofrecer entregar traer regalar give send lend bring offer "
    "supply"
)


def _entry(word: str, sign: Sign, relation: str, slot: Slot, mode: str = "") -> Entry:
    frame = Frame(f"H … {word} T", "P", "H", slots=(slot,))
    return Entry(word, frame, sign, relation, mode, 1, "", Origin("grammar"))


class General:
    """Finds stances that no entry of the lexicon knows, where both parties are known."""

    def __init__(self, clauses: Clauses, moods: Moods, vocabulary: Vocabulary) -> None:
        self._clauses = clauses
        self._moods = moods
        self._vocabulary = vocabulary
        self._closed = vocabulary.closed

    def matches(self, found: Sequence[Match]) -> list[Match]:
        """Return matches beside those found already."""
        taken = {id(phrase) for match in found for phrase in match.targets}
        triggers = {match.first for match in found}
        return [*self._prepositions(taken), *self._gifts(taken, triggers)]

    def _prepositions(self, taken: set[int]) -> Iterator[Match]:
        for at, one in enumerate(self._clauses.chunks):
            if not isinstance(one, Phrase) or id(one) in taken:
                continue
            if one.preposition in _AGAINST:
                entry = _entry(
                    one.preposition, Sign.OPPOSITION, "opposes", Slot("T", (one.preposition,))
                )
            elif one.preposition in _FOR:
                entry = _entry(
                    one.preposition, Sign.SUPPORT, "backs", Slot("T", (one.preposition,))
                )
            else:
                continue
            holders, stance = self._holders(at)
            if holders:
                yield self._match(entry, one.opening, holders, self._clauses.joined(at), stance)

    def _match(
        self, entry: Entry, token: int, holders: list[Phrase], targets: list[Phrase], stance: Stance
    ) -> Match:
        return Match(
            entry, token, token, holders, targets, voices=list(stance.voices),
            modality=stance.modality, flips=stance.flips, how=stance.holders.how,
            sure=0.75 * stance.sure, known_only=True,
        )  # fmt: skip

    def _holders(self, at: int) -> tuple[list[Phrase], Stance]:
        """Return whose doing it is: of the noun before, or of the verb of the clause."""
        verb_at = self._clauses.verb_before(at)
        if verb_at < 0:
            verb_at = next(
                (
                    j
                    for j in range(at + 1, min(len(self._clauses.chunks), at + 6))
                    if isinstance(one := self._clauses.chunks[j], Verb) and one.is_finite
                ),
                -1,
            )
        stance = self._moods.of(verb_at) if verb_at >= 0 else Stance(self._moods.modified(at))
        before = self._clauses.chunks[at - 1] if at else None
        if isinstance(before, Phrase) and before.complement is not None:
            inner = before.complement
            if inner.figure or inner.sort == "group":
                return [inner], stance
        return list(stance.holders.phrases), stance

    def _gifts(self, taken: set[int], triggers: set[int]) -> Iterator[Match]:
        for at, verb in enumerate(self._clauses.chunks):
            if not isinstance(verb, Verb) or verb.main in triggers or verb.reflexive:
                continue
            if not set(verb.lemmas) & _GIVING:
                continue
            objects = self._clauses.objects(at)
            some = "de" if self._closed.language == "fr" else ""  # *lui porte de la farine*
            plain = [one for one in objects.chains if one[0].preposition in ("", some)]
            receivers = self._receivers(verb, objects.after.get(self._closed.dative, []))
            if not receivers and len(plain) > 1 and self._closed.language == "en":
                receivers, plain = plain[0], plain[1:]
            nouns = (self._clauses.words[chain[0].head].low for chain in plain)
            if not plain or any(noun in self._vocabulary.nouns for noun in nouns):
                continue
            stance = self._moods.of(at)
            if receivers and stance.holders.phrases and id(receivers[0]) not in taken:
                entry = _entry(verb.lemmas[0], Sign.SUPPORT, "aids", Slot("T", ("à",)), "deed")
                yield self._match(entry, verb.main, list(stance.holders.phrases), receivers, stance)

    def _receivers(self, verb: Verb, after: list[Phrase]) -> list[Phrase]:
        for token in verb.clitics:
            low = self._clauses.words[token].low
            if low in self._closed.datives and low not in self._closed.reflexives:
                return [self._clauses.pronoun(token)]
        return after
