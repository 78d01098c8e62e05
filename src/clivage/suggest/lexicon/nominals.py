"""Fill the frames of nouns: *l'appui de la marine au ministre*, *son hostilité envers lui*."""

from __future__ import annotations

from collections.abc import Iterator

from clivage.suggest.lexicon.around import Around
from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb
from clivage.suggest.lexicon.entries import Entry
from clivage.suggest.lexicon.frames import Slot
from clivage.suggest.lexicon.matches import Match

_BETWEEN = frozenset(("entre", "between"))


class Nominals(Around):
    """Finds what the nouns of one sentence say."""

    def matches(self) -> Iterator[Match]:
        """Yield the best match of each noun."""
        for at, chunk in enumerate(self._clauses.chunks):
            if isinstance(chunk, Phrase):
                yield from self._nouns(at, chunk)

    def _nouns(self, at: int, chunk: Phrase) -> Iterator[Match]:
        phrase: Phrase | None = chunk
        for _ in range(3):
            if phrase is None:
                return
            head = self._clauses.words[phrase.head].low
            entries = self._vocabulary.nouns.get(head, ())
            if entries and phrase.sort != "figure":
                found = [one for entry in entries if (one := self._noun(entry, at, chunk, phrase))]
                if found:
                    yield max(found, key=lambda one: (one.specific, bool(one.holders)))
                    return
            phrase = phrase.complement

    def _noun(self, entry: Entry, at: int, chunk: Phrase, phrase: Phrase) -> Match | None:
        frame = entry.frame
        holder_slot, target_slot = frame.slot("H"), frame.slot("T")
        if target_slot is None or not self._literal(entry, phrase):
            return None
        mutual = holder_slot is not None and bool(set(holder_slot.prepositions) & _BETWEEN)
        if mutual and (found := self._between(entry, at, chunk, phrase)):
            return found
        if self._is_of_target(target_slot, at, phrase):
            return self._noun_of_target(entry, at, chunk, phrase)
        verb_at, verb = self._supporting(at, chunk)
        stance = self._moods.of(verb_at) if verb is not None else None
        subjects = [one for one in stance.holders.phrases if one is not chunk] if stance else []
        holders, how = self._noun_holders(holder_slot, at, chunk, phrase)
        targets = self._after(target_slot, at, verb)
        gives = verb is not None and (self._is("give", verb) or "avoir" in verb.lemmas)
        loses = verb is not None and self._is("receive-lose", verb)
        receives = verb is not None and (loses or self._is("receive", verb))
        if gives and subjects and (not holders or how == "pronoun"):
            holders, how = subjects, "own"
        if not targets and receives and holders:
            targets = subjects
        if not targets and holders and self._is_with(chunk):
            targets = self._clause_subject(at)
        if not targets or not holders:
            return None
        match = self.match(entry, phrase, holders, targets, stance, chunk, how)
        against = verb is not None and gives and self._is("give-against", verb)
        match.flips = bool((loses and receives) or against)
        return match

    def _is_of_target(self, slot: Slot, at: int, phrase: Phrase) -> bool:
        """Whether the complement of a noun is the target: *la condamnation de la taxe par…*."""
        genitive = self._closed.genitive
        if not slot.prepositions or slot.prepositions == (genitive,):
            return True
        if genitive not in slot.prepositions or phrase.complement is None:
            return False
        return bool(self.near(tuple(sorted(self._closed.agents)), at))

    def _between(self, entry: Entry, at: int, chunk: Phrase, phrase: Phrase) -> Match | None:
        """*L'alliance entre le duc et les villes*: one is as much the holder as the other."""
        chunks = self._clauses.chunks
        j = next(
            (
                k
                for k in range(at + 1, min(len(chunks), at + 4))
                if isinstance(one := chunks[k], Phrase) and one.preposition in _BETWEEN
            ),
            -1,
        )
        both = self._clauses.joined(j, whole=True) if j >= 0 else []
        if len(both) < 2:
            return None
        verb_at, verb = self._supporting(at, chunk)
        stance = self._moods.of(verb_at) if verb is not None else None
        return self.match(entry, phrase, both[:1], both[1:], stance, chunk, "own")

    def _noun_of_target(self, entry: Entry, at: int, chunk: Phrase, phrase: Phrase) -> Match | None:
        """*La condamnation de la taxe par le syndicat*, *leur défense de la forêt*."""
        target = phrase.complement
        if target is None:
            return None
        verb_at, verb = self._supporting(at, chunk)
        stance = self._moods.of(verb_at) if verb is not None else None
        holders: list[Phrase] = []
        for j in range(at + 1, min(len(self._clauses.chunks), at + 4)):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb):
                break
            if isinstance(one, Phrase) and one.preposition in self._closed.agents:
                holders = self._clauses.joined(j)
                break
        if not holders and phrase.owner is not None and phrase.owner.person != 2:
            holders = [self.owner(phrase)]
        if not holders and verb is not None and stance and self._is("give", verb):
            holders = list(stance.holders.phrases)
        others = [one for one in stance.holders.phrases if one is not chunk] if stance else []
        if not holders and others and verb is not None and self._is("receive", verb):
            holders, target = [target], others[0]
        if not holders:
            return None
        return self.match(entry, phrase, holders, [target], stance, chunk, "own")

    def _noun_holders(
        self, slot: Slot | None, at: int, chunk: Phrase, phrase: Phrase
    ) -> tuple[list[Phrase], str]:
        if phrase.owner is not None and phrase.owner.person != 2:
            return [self.owner(phrase)], "pronoun"
        if phrase.complement is not None and (
            slot is None or not slot.prepositions or self._closed.genitive in slot.prepositions
        ):
            return self.with_joined(at, phrase.complement), "own"
        if slot is not None and slot.prepositions:
            found = self.near(slot.prepositions, at)
            if found:
                return found, "own"
        for preposition in ("de la part de", "de parte de", "on the part of"):
            if found := self.near((preposition,), at):
                return found, "own"
        return [], ""

    def _after(self, slot: Slot, at: int, verb: Verb | None) -> list[Phrase]:
        found = self.near(slot.prepositions, at)
        if found:
            return found
        if verb is not None:
            for token in verb.clitics:
                low = self._clauses.words[token].low
                if low in self._closed.datives:
                    return [self._clauses.pronoun(token)]
            if self._is("give", verb) or "avoir" in verb.lemmas:
                where = self._clauses.chunks.index(verb)
                after = self._clauses.objects(where).after
                for preposition in slot.prepositions:
                    if preposition in after:
                        return after[preposition]
        return []

    def _supporting(self, at: int, chunk: Phrase) -> tuple[int, Verb | None]:
        """Return the verb whose object a phrase is."""
        for j in range(at - 1, max(-1, at - 6), -1):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb):
                return j, one
            if isinstance(one, Mark) and one.kind in (Kind.STRONG, Kind.COMMA, Kind.WHO, Kind.THAT):
                break
        for j in range(at + 1, min(len(self._clauses.chunks), at + 4)):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb) and one.is_finite and not chunk.preposition:
                return j, one
        return -1, None

    def _is(self, role: str, verb: Verb) -> bool:
        known = self._vocabulary.role(role)
        simple = self._closed.prepositions
        for lemma in verb.lemmas:
            forms = (f"se {lemma}", f"s' {lemma}") if verb.reflexive else (lemma,)
            for form in forms:
                if form in known or any(f"{form} {one}" in known for one in simple):
                    return True
        return False

    def _is_with(self, chunk: Phrase) -> bool:
        known = self._vocabulary.role("with")
        preposition = chunk.preposition
        if chunk.opening and preposition:
            before = self._clauses.words[chunk.opening - 1].low
            if f"{before} {preposition}" in known:
                return True
        return preposition in known or any(
            one.startswith(preposition + " ") for one in known if preposition
        )

    def _clause_subject(self, at: int) -> list[Phrase]:
        chunks = self._clauses.chunks
        for j in [*range(at - 1, max(-1, at - 12), -1), *range(at + 1, min(len(chunks), at + 12))]:
            one = chunks[j]
            if isinstance(one, Verb) and one.is_finite:
                return list(self._clauses.subject(j).phrases)
        return []

    def _literal(self, entry: Entry, phrase: Phrase) -> bool:
        lows = [one.low for one in self._clauses.words[phrase.head + 1 : phrase.head + 6]]
        joiners = self._closed.coordinators
        literal = [one for one in entry.frame.literal if not set(one) & joiners]
        return all(any(word in lows for word in choice) for choice in literal)
