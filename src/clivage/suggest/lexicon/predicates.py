"""Fill the frames of adjectives, of nouns that are predicates, and of fixed phrases."""

from __future__ import annotations

from collections.abc import Iterator

from clivage.model import Modality
from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.around import Around
from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb
from clivage.suggest.lexicon.closed import words
from clivage.suggest.lexicon.entries import Entry
from clivage.suggest.lexicon.frames import Slot
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Stance

#: Verbs that are copulas with a reflexive: *se dire*, *declararse*.
_SAYS_OF_ITSELF = words(
    "dire déclarer vouloir montrer prétendre proclamer sentir decir declarar mostrar "
    "proclamar considerar"
)


class Predicates(Around):
    """Finds what the adjectives, predicates and fixed phrases of one sentence say."""

    def matches(self) -> Iterator[Match]:
        """Yield the match of each trigger."""
        for at, chunk in enumerate(self._clauses.chunks):
            if isinstance(chunk, Phrase):
                yield from self._predicate_nouns(at, chunk)
            elif isinstance(chunk, Verb):
                if any(one.form.tense is Tense.PARTICIPLE for one in chunk.readings):
                    yield from self._adjective(at, chunk.main)
            elif chunk.kind in (Kind.OTHER, Kind.ADVERB):
                yield from self._adjective(at, chunk.first)
        yield from self._phrases()

    def _predicate_nouns(self, at: int, chunk: Phrase) -> Iterator[Match]:
        """*Le duc est un adversaire de la réforme*, *les partisans du roi*."""
        head = self._clauses.words[chunk.head].low
        for entry in self._vocabulary.adjectives.get(head, ()):
            slot = _after_anchor(entry)
            if slot is None or chunk.figure:
                continue
            others = self.near(slot.prepositions, at)
            if self._closed.genitive in slot.prepositions and chunk.complement is not None:
                others = self.with_joined(at, chunk.complement)
            if not others and chunk.owner is not None:
                others = [self.owner(chunk)]
            if others:
                bearers, stance = self._bearers(at, chunk.first)
                holders, targets = bearers or [chunk], others
                if slot.role == "H":
                    holders, targets = targets, holders
                yield self.match(entry, chunk, holders, targets, stance, chunk, "own")
                return

    def _adjective(self, at: int, token: int) -> Iterator[Match]:
        head = self._clauses.words[token].low
        for entry in self._vocabulary.adjectives.get(head, ()):
            slot = _after_anchor(entry)
            if slot is None:
                continue
            bearers, stance = self._bearers(at, token)
            verb = self._be_before(at)
            others = self.near(slot.prepositions, at) if slot.prepositions else []
            if not others and verb is not None:
                for clitic in verb.clitics:
                    if self._clauses.words[clitic].low in self._closed.datives:
                        others = [self._clauses.pronoun(clitic)]
            if others and bearers:
                turned = slot.role == "H"
                yield Match(
                    entry, token, token, others if turned else bearers,
                    bearers if turned else others,
                    modality=stance.modality if stance else Modality.ACTUAL,
                    voices=list(stance.voices) if stance else [],
                    how=stance.holders.how if stance else "own",
                )  # fmt: skip
                return

    def _be_before(self, at: int) -> Verb | None:
        for j in range(at - 1, max(-1, at - 5), -1):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb):
                return one
            if isinstance(one, Phrase) or one.kind not in (Kind.ADVERB, Kind.OTHER, Kind.AND):
                break
        return None

    def _bearers(self, at: int, token: int) -> tuple[list[Phrase], Stance | None]:
        """Return whom an adjective or predicate is said of."""
        clauses = self._clauses
        here = clauses.chunks[at]
        if isinstance(here, Verb) and here.is_finite:
            stance = self._moods.of(at)
            return list(stance.holders.phrases), stance
        verb = self._be_before(at)
        copular = self._closed.be | self._closed.become
        if verb is not None and verb.reflexive:
            copular |= _SAYS_OF_ITSELF
        if verb is not None and set(verb.lemmas) & copular:
            stance = self._moods.of(clauses.chunks.index(verb))
            return list(stance.holders.phrases), stance
        if at and isinstance(clauses.chunks[at - 1], Phrase) and verb is None:
            phrase = clauses.named(at - 1)
            chunk = clauses.chunks[at]
            return ([] if isinstance(chunk, Phrase) else [phrase]), None
        while at > 2 and isinstance(clauses.chunks[at - 1], Mark):
            before = clauses.chunks[at - 1]
            if not (isinstance(before, Mark) and before.kind in (Kind.OTHER, Kind.ADVERB)):
                break
            at -= 1
        if at > 1 and isinstance(clauses.chunks[at - 2], Phrase):
            mark = clauses.chunks[at - 1]
            if isinstance(mark, Mark) and mark.kind is Kind.COMMA:
                return [clauses.named(at - 2)], None
        if all(isinstance(one, Mark) for one in clauses.chunks[:at]):
            found = self._moods.modified(at)
            return list(found.phrases), None
        return [], None

    def _phrases(self) -> Iterator[Match]:
        words = self._clauses.words
        lows = [one.low for one in words]
        for at, low in enumerate(lows):
            for spelt, entry in self._vocabulary.phrases.get(low, ()):
                if tuple(lows[at : at + len(spelt)]) == spelt:
                    match = self._phrase(entry, at, at + len(spelt) - 1)
                    if match is not None:
                        yield match
                        break

    def _phrase(self, entry: Entry, first: int, last: int) -> Match | None:
        at = self._chunk_of(last)
        after = self._phrase_after(at, last)
        subject = entry.frame.subject
        follows = self._clauses.joined(after) if after >= 0 else []
        if subject == "T":
            return self._turned_phrase(entry, first, last, at, follows)
        if not follows:
            return None
        if not subject:
            if self._is_named(first, last) or not self._begins(at):
                return None
            return Match(entry, first, last, [], follows, by_author=True, how="author")
        holders, modality = self._phrase_subject(at, first)
        if not holders:
            return None
        return Match(entry, first, last, holders, follows, modality=modality, sure=0.9)

    def _turned_phrase(
        self, entry: Entry, first: int, last: int, at: int, follows: list[Phrase]
    ) -> Match | None:
        """*Le traitant au gibet !*, *la ville est aux mains des mutins*."""
        if entry.frame.slot("H") is not None:
            targets, modality = self._phrase_subject(at, first)
            if not targets or not follows:
                return None
            return Match(entry, first, last, follows, targets, modality=modality)
        before = next(
            (one for one in self._clauses.chunks[max(0, at - 2) : at] if isinstance(one, Phrase)),
            None,
        )
        short = len(self._clauses.chunks) < 8 and not any(
            isinstance(one, Verb) for one in self._clauses.chunks
        )
        if before is None or not short:
            return None
        return Match(entry, first, last, [], [before], by_author=True, how="author")

    def _chunk_of(self, token: int) -> int:
        for j, one in enumerate(self._clauses.chunks):
            opening = one.opening if isinstance(one, Phrase) else one.first
            if opening <= token <= one.last:
                return j
        return 0

    def _phrase_after(self, at: int, last: int) -> int:
        """Return the noun phrase that a fixed phrase leads to, or -1."""
        chunks = self._clauses.chunks
        one = chunks[at]
        if isinstance(one, Phrase) and one.last > last:
            return at
        for j in range(at + 1, min(len(chunks), at + 3)):
            if isinstance(chunks[j], Phrase):
                return j
        return -1

    def _is_named(self, first: int, last: int) -> bool:
        """Whether the words are a name (*la Vive*), or nothing follows them at once."""
        words = self._clauses.words
        before = words[first - 1].low if first else ""
        after = words[last + 1].text if last + 1 < len(words) else ""
        return before in self._closed.determiners or after == ","

    def _begins(self, at: int) -> bool:
        """Whether a cry stands at the beginning of a sentence or quotation."""
        before = self._clauses.chunks[at - 1] if at else None
        if isinstance(before, Mark) and before.kind in (Kind.STRONG, Kind.OPEN, Kind.AND):
            return True
        return self._clauses.verb_before(at) < 0

    def _phrase_subject(self, at: int, first: int) -> tuple[list[Phrase], Modality]:
        clauses = self._clauses
        before = clauses.chunks[at - 1] if at else None
        comma = isinstance(before, Mark) and before.kind is Kind.COMMA
        if comma and at > 1 and isinstance(clauses.chunks[at - 2], Phrase):
            return [clauses.named(at - 2)], Modality.ACTUAL
        verb_at = clauses.verb_before(at)
        if verb_at >= 0:
            stance = self._moods.of(verb_at)
            return list(stance.holders.phrases), stance.modality
        return list(self._moods.modified(at).phrases), Modality.ACTUAL


def _after_anchor(entry: Entry) -> Slot | None:
    """Return the place of the other party, after an adjective."""
    return entry.frame.slot("T") or entry.frame.slot("H")
