"""Who does what to whom in a sentence: the subjects and objects of its verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.chunks import Chunk, Kind, Mark, Phrase, Verb, Voice
from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.constituents import REACH, Constituents
from clivage.suggest.lexicon.tokens import Token


@dataclass(slots=True)
class Found:
    """The subjects of a verb, and how they were found.

    Attributes:
        how: ``own``, ``pronoun``, ``relative``, ``shared``, ``inverted``, ``governed``, ``none``
            (somebody unnamed, as *on*) or empty.
        at: number of the chunk.
    """

    phrases: list[Phrase] = field(default_factory=list)
    how: str = ""
    at: int = -1


@dataclass(slots=True)
class Objects:
    """What follows a verb: plain objects, those after prepositions, an infinitive."""

    direct: list[Phrase] = field(default_factory=list)
    after: dict[str, list[Phrase]] = field(default_factory=dict)
    chains: list[list[Phrase]] = field(default_factory=list)
    infinitive: int = -1
    that: int = -1


class Clauses(Constituents):
    """Answers questions about the verbs of one sentence."""

    def __init__(self, words: Sequence[Token], chunks: list[Chunk], closed: Closed) -> None:
        super().__init__(words, chunks, closed)
        self._subjects: dict[int, Found] = {}
        self._busy: set[int] = set()

    def subject(self, at: int) -> Found:
        """Return the subjects of the verb that a chunk is."""
        if at in self._subjects:
            return self._subjects[at]
        if at in self._busy:
            return Found()
        self._busy.add(at)
        verb = self.chunks[at]
        assert isinstance(verb, Verb)
        found = self._finite_subject(at, verb) if verb.is_finite else self._governed(at)
        self._busy.discard(at)
        self._subjects[at] = found
        return found

    def _finite_subject(self, at: int, verb: Verb) -> Found:
        if verb.subject >= 0:
            low = self.words[verb.subject].low
            if low.startswith("-"):
                found = self._leftward(at, verb)
                if found.phrases and found.how == "own":
                    return found
            if low in self.closed.expletive:
                return Found(how="none", at=at)
            return Found([self.pronoun(verb.subject)], "pronoun", at)
        return self._leftward(at, verb)

    def _leftward(self, at: int, verb: Verb) -> Found:
        i = at - 1
        for _ in range(REACH):
            if i < 0:
                return self._inverted(at, verb)
            one = self.chunks[i]
            if isinstance(one, Phrase):
                if one.preposition or self.is_time(one) or self._is_between(i):
                    i -= 1
                    continue
                return self._with_left(i, at, verb)
            if isinstance(one, Verb):
                if one.is_finite or one.tense is Tense.INFINITIVE:
                    return self._inverted(at, verb)
                i -= 1
                continue
            found = self._at_mark(i, one, at, verb)
            if found is not None:
                return found
            i = self._before(i, one)
        return Found()

    def _at_mark(self, i: int, one: Mark, at: int, verb: Verb) -> Found | None:
        """Return what a mark to the left of a verb decides, or None to go on."""
        if one.kind is Kind.WHO:
            return self._relative(i, verb)
        if one.kind is Kind.AND:
            shared = self._shared(i, verb)
            return shared if shared.phrases or shared.how else self._inverted(at, verb)
        if one.kind in (Kind.WHOM, Kind.WHOSE, Kind.THAT, Kind.STRONG, Kind.OPEN):
            return self._inverted(at, verb)
        if one.kind is Kind.COMMA and self._opening(i) < 0:
            return self._at_comma(i, at, verb)
        return None

    def _at_comma(self, i: int, at: int, verb: Verb) -> Found:
        before = self.chunks[i - 1] if i else None
        if isinstance(before, Phrase) and not before.preposition and not self.is_time(before):
            if self.verb_before(i) < 0:
                return self._with_left(i - 1, at, verb)
        elif isinstance(before, Verb) and not before.is_finite:
            return self._inverted(at, verb)
        shared = self._shared(i, verb)
        return shared if shared.phrases else self._inverted(at, verb)

    def _before(self, i: int, one: Mark) -> int:
        """Return where to go on, left of a mark: before what stands between two commas."""
        if one.kind is Kind.COMMA:
            return self._opening(i) - 1
        if one.kind is Kind.CLOSE:
            for j in range(i - 1, max(-1, i - REACH), -1):
                other = self.chunks[j]
                if isinstance(other, Mark) and other.kind is Kind.OPEN:
                    return j - 1
        return i - 1

    def _opening(self, closing: int) -> int:
        """Return the comma that opens what a comma closes, or -1."""
        verbs = 0
        for j in range(closing - 1, max(-1, closing - REACH), -1):
            one = self.chunks[j]
            if isinstance(one, Verb) and one.is_finite:
                verbs += 1
            if isinstance(one, Mark) and one.kind is Kind.STRONG:
                return -1
            if isinstance(one, Mark) and one.kind is Kind.COMMA:
                opener = self.chunks[j + 1]
                marks = (Kind.WHO, Kind.WHOM, Kind.WHOSE, Kind.THAT)
                relative = isinstance(opener, Mark) and (
                    opener.kind in marks or bool(opener.preposition)
                )
                aside = isinstance(opener, Verb) and opener.subject > opener.main
                if j and (relative or aside or not verbs):
                    return j
                if verbs and not relative:
                    continue
        return -1

    def _is_between(self, i: int) -> bool:
        """Whether a phrase is the second after *entre*."""
        if i < 2:
            return False
        mark, other = self.chunks[i - 1], self.chunks[i - 2]
        joined = isinstance(mark, Mark) and mark.kind is Kind.AND
        return joined and isinstance(other, Phrase) and other.preposition in ("entre", "between")

    def _with_left(self, i: int, at: int, verb: Verb) -> Found:
        """Return a phrase as subject, with those that are joined to its left."""
        phrase = self.chunks[i]
        assert isinstance(phrase, Phrase)
        before = self.chunks[i - 1] if i else None
        if isinstance(before, Verb) and before.is_finite:
            above = self.subject(i - 1)
            if above.how == "relative" and agrees(above.phrases, verb):
                return Found(above.phrases, "own", above.at)
        chain, first = self._list_before(i)
        joined = len(chain) > 1
        plural = "p" in verb.numbers or not verb.numbers
        object_of = first > 0 and isinstance(self.chunks[first - 1], Verb)
        if joined and plural and not object_of:
            return Found(chain, "own", i)
        if verb.numbers and phrase.number and phrase.number not in verb.numbers:
            if phrase.complement and phrase.complement.number in verb.numbers:
                return Found([phrase], "own", i)
            if phrase.sort not in ("figure", "group", "name"):
                further = self._shared(i, verb)
                return further if further.phrases else Found([phrase], "own", i)
        return Found([self.named(i)], "own", i)

    def _list_before(self, i: int) -> tuple[list[Phrase], int]:
        """Return a phrase with those joined to its left, and the number of the first."""
        phrase = self.chunks[i]
        assert isinstance(phrase, Phrase)
        chain, j = [phrase], i
        while j >= 2:
            mark, other = self.chunks[j - 1], self.chunks[j - 2]
            if not (isinstance(mark, Mark) and isinstance(other, Phrase)) or other.preposition:
                break
            if mark.kind is not Kind.AND and (mark.kind is not Kind.COMMA or len(chain) < 2):
                break
            chain.insert(0, other)
            j -= 2
        return chain, j

    def _relative(self, i: int, verb: Verb) -> Found:
        phrase = self.antecedent(self.first_of(i), verb.numbers)
        if phrase is None:
            return Found(how="none" if i else "asked", at=i)
        return Found([phrase], "relative", i)

    def _shared(self, i: int, verb: Verb) -> Found:
        """Return the subject of the verb before, for one that is joined to it."""
        j = i
        for _ in range(3):
            j = self.verb_before(j)
            if j < 0:
                return Found()
            found = self.subject(j)
            if found.how == "none":
                return found
            if found.phrases and agrees(found.phrases, verb):
                return Found(found.phrases, "shared", found.at)
        return Found()

    def _inverted(self, at: int, verb: Verb) -> Found:
        """Return a subject that follows: *que soutient le préfet*, *dit le maire*."""
        j = at + 1
        while j < len(self.chunks) and j < at + 4:
            one = self.chunks[j]
            if isinstance(one, Mark) and one.kind in (Kind.ADVERB, Kind.OTHER):
                j += 1
                continue
            if isinstance(one, Phrase) and not one.preposition and not self.is_time(one):
                chain = self.joined(j)
                if agrees(chain, verb):
                    return Found(chain, "inverted", j)
            break
        return Found()

    def _governed(self, at: int) -> Found:
        """Return who would do what an infinitive, gerund or participle says."""
        governor = self.governor(at)
        if governor >= 0:
            found = self.subject(governor)
            return Found(found.phrases, "governed" if found.phrases else found.how, found.at)
        return Found()

    def governor(self, at: int) -> int:
        """Return the verb that an infinitive or gerund depends on, or -1."""
        for j in range(at - 1, max(-1, at - REACH), -1):
            one = self.chunks[j]
            if isinstance(one, Mark) and one.kind is Kind.STRONG:
                break
            if not isinstance(one, Verb) or one.tense is Tense.GERUND:
                continue
            if one.voice is not Voice.PARTICIPLE or j == at - 1:
                return j
        for j in range(at + 1, min(len(self.chunks), at + REACH)):
            one = self.chunks[j]
            if isinstance(one, Verb) and one.is_finite:
                return j
        return -1

    def objects(self, at: int) -> Objects:
        """Return what follows a verb in its clause."""
        found, j, commas = Objects(), at + 1, 0
        while j < len(self.chunks) and j - at < REACH:
            one = self.chunks[j]
            if isinstance(one, Phrase):
                if self.starts_clause(j) and found.direct:
                    break
                j += self._add(found, j, one)
                continue
            if isinstance(one, Mark) and one.kind is Kind.COMMA:
                commas += 1
            if commas > 2 or self._ends_objects(j, one):
                if isinstance(one, Verb) and one.tense is Tense.INFINITIVE:
                    found.infinitive = j
                elif isinstance(one, Mark) and one.kind in (Kind.THAT, Kind.WHOM):
                    found.that = j
                break
            j += 1
        return found

    def _add(self, found: Objects, j: int, one: Phrase) -> int:
        """Add a phrase and what is joined to it; return how many chunks that is."""
        chain = self.joined(j)
        found.chains.append(chain)
        if one.preposition:
            found.after.setdefault(one.preposition, chain)
        elif not found.direct and not self.is_time(one):
            found.direct = chain
        return 2 * len(chain) - 1

    def _ends_objects(self, j: int, one: Verb | Mark) -> bool:
        if isinstance(one, Verb):
            return one.voice is not Voice.PARTICIPLE or self._has_agent(j)
        if one.kind is Kind.COMMA:
            return not self._goes_on(j)
        if one.kind is Kind.AND:
            return self._joins_verbs(j)
        return one.kind in (Kind.THAT, Kind.WHOM, Kind.WHO, Kind.WHOSE, Kind.STRONG)

    def _has_agent(self, at: int) -> bool:
        after = self.chunks[at + 1] if at + 1 < len(self.chunks) else None
        return isinstance(after, Phrase) and after.preposition in self.closed.agents

    def _goes_on(self, comma: int) -> bool:
        after = self.chunks[comma + 1] if comma + 1 < len(self.chunks) else None
        if isinstance(after, Phrase):
            return bool(after.preposition)
        return isinstance(after, Mark) and after.kind in (Kind.ADVERB, Kind.OTHER, Kind.PREPOSITION)

    def _joins_verbs(self, j: int) -> bool:
        for one in self.chunks[j + 1 : j + 3]:
            if isinstance(one, Verb):
                return True
            if isinstance(one, Mark) and one.kind in (Kind.THAT, Kind.WHO, Kind.WHOM):
                return True
        return False


def agrees(phrases: Sequence[Phrase], verb: Verb) -> bool:
    """Whether a verb may have these subjects, by number and person."""
    pronoun = phrases[0].pronoun if len(phrases) == 1 else None
    if pronoun and verb.persons and pronoun.person not in verb.persons:
        return False
    if not verb.numbers:
        return True
    if len(phrases) > 1:
        return "p" in verb.numbers or phrases[-1].number in verb.numbers
    number = phrases[0].number
    return not number or number in verb.numbers or phrases[0].sort in ("group", "name")
