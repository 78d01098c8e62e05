"""What stands in the places of a frame: objects, pronouns, antecedents, what comes first."""

from __future__ import annotations

from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses, Objects
from clivage.suggest.lexicon.closed import Closed, Pronoun
from clivage.suggest.lexicon.entries import Entry
from clivage.suggest.lexicon.frames import Slot

#: Tokens of a clause that is taken as the name of an issue.
_CLAUSE = 14
#: Relations that an infinitive may be the object of: *refuser d'enregistrer l'édit*.
_ASKING = frozenset(("refuses", "demands"))


class Slots:
    """Fills the places after the verbs of one sentence."""

    def __init__(self, clauses: Clauses, closed: Closed) -> None:
        self._clauses = clauses
        self._closed = closed

    def fill(self, entry: Entry, slot: Slot, at: int, verb: Verb, objects: Objects) -> list[Phrase]:
        """Return what stands in a place of a frame, next to the verb that a chunk is."""
        if found := self._inside(entry, slot, objects):
            return found
        if not slot.prepositions:
            return self._direct(entry, at, verb, objects)
        fixed = {word for choice in entry.frame.literal for word in choice}
        for preposition in slot.prepositions:
            if found := self._prepositional(preposition, at, verb, objects, fixed):
                return found
        return []

    def _inside(self, entry: Entry, slot: Slot, objects: Objects) -> list[Phrase]:
        """Return what the fixed words of a frame are of: *épouser la cause du peuple*."""
        if not entry.frame.literal or slot.prepositions != (self._closed.genitive,):
            return []
        fixed = {word for choice in entry.frame.literal for word in choice}
        for chain in (objects.direct, *objects.after.values()):
            for one in chain:
                if one.complement and self._clauses.words[one.head].low in fixed:
                    return [one.complement]
        return []

    def _direct(self, entry: Entry, at: int, verb: Verb, objects: Objects) -> list[Phrase]:
        if found := self._clitic(verb, at):
            return found
        antecedent = self._relative(at, "")
        if antecedent is not None:
            return [antecedent]
        fixed = {word for choice in entry.frame.literal for word in choice}
        direct = self._plain_object(at, objects, fixed)
        asking = entry.relation in _ASKING or bool(fixed)  # *faire plier la régie*
        if not direct and objects.infinitive >= 0 and asking:
            direct = self._clauses.objects(objects.infinitive).direct
        if not direct and (objects.that >= 0 or objects.infinitive >= 0):
            direct = self._clause(max(objects.that, objects.infinitive))
        if direct and (owner := self._whose(at)) is not None:
            subject = self._clauses.subject(at).phrases
            same = any(one.figure and one.figure == owner.figure for one in subject)
            if direct[0].sort == "thing" and direct[0].owner is None and not same:
                return [owner]
        return direct

    def _clause(self, at: int) -> list[Phrase]:
        """Return a clause as if it were a noun: *exige que la taxe soit abolie*."""
        words, chunks = self._clauses.words, self._clauses.chunks
        verb = next((k for k in range(at, min(len(chunks), at + 8))
                     if isinstance(chunks[k], Verb)), -1)  # fmt: skip
        if verb < 0:
            return []
        chunk = chunks[verb]
        assert isinstance(chunk, Verb)
        last = chunks[at].first
        while (
            last + 1 < len(words)
            and words[last + 1].text not in ",;:.!?"
            and (last - chunks[at].first < _CLAUSE)
        ):
            last += 1
        first = chunks[at].first
        return [Phrase(first, last, chunk.main, first, sort="clause", number="s")]

    def _plain_object(self, at: int, objects: Objects, fixed: set[str]) -> list[Phrase]:
        """Return the object: no subject that follows its verb, no fixed word of the frame."""
        subject = self._clauses.subject(at)
        inverted = subject.phrases[:1] if subject.how == "inverted" else []
        personal: list[Phrase] = []
        plain: list[Phrase] = []
        for chain in objects.chains:
            first = chain[0]
            if first in inverted or self._clauses.words[first.head].low in fixed:
                continue
            if not first.preposition:
                plain = plain or ([] if self._clauses.is_time(first) else chain)
            elif first.preposition == "a" and self._closed.language == "es":
                personal = personal or chain
        if personal and (personal[0].sort != "thing" or not plain):
            return personal
        return plain

    def _clitic(self, verb: Verb, at: int) -> list[Phrase]:
        closed = self._closed
        for token in reversed(verb.clitics):
            low = self._clauses.words[token].low
            if low in closed.objects and low not in closed.reflexives:
                return [self._clauses.pronoun(token)]
        if verb.tense is Tense.INFINITIVE:
            governor = self._clauses.governor(at)
            above = self._clauses.chunks[governor] if 0 <= governor < at else None
            if isinstance(above, Verb) and set(above.lemmas) & {"faire", "laisser", "hacer"}:
                return self._clitic(above, governor)
        return []

    def _prepositional(
        self, preposition: str, at: int, verb: Verb, objects: Objects, fixed: set[str]
    ) -> list[Phrase]:
        if found := self._dative(preposition, verb) or objects.after.get(preposition):
            return found
        for spelt, chain in objects.after.items():
            if spelt.endswith(" " + preposition) and fixed & set(spelt.split()):
                return chain
        if preposition == "de" and objects.direct and objects.direct[0].determiner == "des":
            return objects.direct
        antecedent = self._relative(at, preposition)
        if antecedent is not None:
            return [antecedent]
        inner = self._clauses.objects(objects.infinitive) if objects.infinitive >= 0 else Objects()
        return inner.after.get(preposition) or self._fronted(preposition, at)

    def _dative(self, preposition: str, verb: Verb) -> list[Phrase]:
        """Return the pronoun before a verb that stands for a preposition: *lui*, *en*."""
        closed, clauses = self._closed, self._clauses
        lows = [clauses.words[token].low for token in verb.clitics]
        for token, low in zip(verb.clitics, lows, strict=True):
            free = not verb.reflexive or low not in closed.objects
            if preposition == closed.dative and low in closed.datives and free:
                return [clauses.pronoun(token)]
            if preposition == "de" and low == "en" and closed.language == "fr":
                return [_anybody(token)]
        if closed.language == "es" and preposition == "a" and "se" in lows:
            both = bool(set(lows) & set(closed.objects))  # *se lo negó*
            return [_anybody(verb.clitics[lows.index("se")])] if both else []
        return []

    def _fronted(self, preposition: str, at: int) -> list[Phrase]:
        """Return what stands before the subject: *Contre la loi, les mineurs…*."""
        for j in range(at - 1, max(-1, at - 10), -1):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb) or (
                isinstance(one, Mark) and one.kind not in (Kind.COMMA, Kind.ADVERB, Kind.OTHER)
            ):
                break
            if isinstance(one, Phrase) and one.preposition == preposition and self._leads(j):
                return self._clauses.joined(j)
        return []

    def _leads(self, j: int) -> bool:
        """Whether a phrase stands first in its clause."""
        before = self._clauses.chunks[j - 1] if j else None
        edges = (Kind.COMMA, Kind.STRONG, Kind.THAT, Kind.AND, Kind.OPEN)
        return before is None or (isinstance(before, Mark) and before.kind in edges)

    def _relative(self, at: int, preposition: str) -> Phrase | None:
        """Return the antecedent where a verb stands in a clause with *que*, *contre qui*…"""
        for j in range(at - 1, max(-1, at - 10), -1):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb) and not one.is_finite and one.preposition == "":
                break
            if not isinstance(one, Mark):
                continue
            if one.kind in (Kind.WHO, Kind.STRONG, Kind.THAT, Kind.AND):
                break
            if one.kind is Kind.WHOSE:
                wanted = preposition == self._closed.genitive
                return self._clauses.antecedent(j, frozenset()) if wanted else None
            if one.kind is Kind.WHOM:
                personal = (one.preposition, preposition) == ("a", "")
                return self._of_whom(j) if personal or one.preposition == preposition else None
        return None

    def _of_whom(self, j: int) -> Phrase | None:
        """Return the antecedent of *que*, unless that begins a clause after a verb."""
        clauses = self._clauses
        j = clauses.first_of(j)
        before = clauses.chunks[j - 1] if j else None
        if isinstance(before, Mark) and before.kind is Kind.COMMA and j > 1:
            before = clauses.chunks[j - 2]
        return clauses.antecedent(j, frozenset()) if isinstance(before, Phrase) else None

    def _whose(self, at: int) -> Phrase | None:
        """Return the antecedent of *dont*, whose thing the object is."""
        return self._relative(at, self._closed.genitive)


def _anybody(token: int) -> Phrase:
    return Phrase(token, token, token, token, sort="pronoun", pronoun=Pronoun(3))
