"""What belongs together in a sentence: lists, appositions, antecedents of relative pronouns."""

from __future__ import annotations

from collections.abc import Sequence

from clivage.suggest.lexicon.chunks import Chunk, Kind, Mark, Phrase, Verb, Voice
from clivage.suggest.lexicon.closed import Closed, words
from clivage.suggest.lexicon.tokens import Token

#: Chunks between two that belong together, at most: what keeps the work linear.
REACH = 24


class Constituents:
    """The chunks of one sentence, and which of them belong together."""

    def __init__(self, words: Sequence[Token], chunks: list[Chunk], closed: Closed) -> None:
        self.words = words
        self.chunks = chunks
        self.closed = closed
        for at, one in enumerate(chunks):
            if isinstance(one, Phrase) and one.sort in ("thing", "group"):
                named = None if one.figure else self._explained(at)
                if named is not None:
                    one.figure, one.sort = named.figure, "figure"

    def pronoun(self, token: int) -> Phrase:
        """Return the phrase that a pronoun of a verb is."""
        low = self.words[token].low
        closed = self.closed
        for table in (closed.subjects, closed.objects, closed.datives, closed.strong):
            if one := table.get(low):
                return Phrase(
                    token, token, token, token, number=one.number, gender=one.gender,
                    sort="pronoun", pronoun=one,
                )  # fmt: skip
        return Phrase(token, token, token, token, sort="pronoun")

    def named(self, i: int) -> Phrase:
        """Return a phrase, or the one that it explains (*M. Roux, député du port*)."""
        phrase = self.chunks[i]
        assert isinstance(phrase, Phrase)
        if phrase.figure:
            return phrase
        if i < 2 or phrase.sort == "name":
            return phrase
        mark, other = self.chunks[i - 1], self.chunks[i - 2]
        if isinstance(mark, Mark) and mark.kind is Kind.COMMA and isinstance(other, Phrase):
            alike = not other.number or other.number == phrase.number
            if other.figure and alike and other.preposition == phrase.preposition:
                return other
        return phrase

    def _explained(self, i: int) -> Phrase | None:
        """Return the actor that follows between commas: *l'héritier, le prince Aldéric,*."""
        here, after = self.chunks[i], self.chunks[i + 1 : i + 5]
        if after and isinstance(after[0], Verb) and after[0].voice is Voice.PARTICIPLE:
            after = after[1:]  # *l'héritier désigné*
        if len(after) < 3 or not isinstance(here, Phrase):
            return None
        mark, other, end = after[:3]
        commas = all(isinstance(one, Mark) and one.kind is Kind.COMMA for one in (mark, end))
        if not commas or not isinstance(other, Phrase) or other.preposition:
            return None
        return other if other.figure and here.number == other.number else None

    def topic(self) -> Phrase | None:
        """Return what a sentence puts first and takes up again: *Ce préfet, on le hait*."""
        if len(self.chunks) < 4:
            return None
        first, mark = self.chunks[:2]
        if not isinstance(first, Phrase) or first.preposition or not isinstance(mark, Mark):
            return None
        clitic = any(isinstance(one, Verb) and one.clitics for one in self.chunks[2:4])
        return first if mark.kind is Kind.COMMA and clitic else None

    def spelt_out(self, phrase: Phrase) -> list[Phrase]:
        """Return the names that follow a phrase: *deux ouvriers, Jean Roux et Paul Morel*."""
        if phrase.figure or phrase.sort in ("name", "pronoun"):
            return [phrase]
        i = next((k for k, one in enumerate(self.chunks) if one is phrase), len(self.chunks))
        if i + 2 >= len(self.chunks):
            return [phrase]
        mark, other = self.chunks[i + 1], self.chunks[i + 2]
        if not isinstance(mark, Mark) or mark.kind is not Kind.COMMA:
            return [phrase]
        if not isinstance(other, Phrase) or other.preposition or self.starts_clause(i + 2):
            return [phrase]
        names = self.joined(i + 2)
        plural = phrase.number != "p" or len(names) > 1 or other.number == "p"
        known = all(one.figure or one.sort == "name" for one in names)
        return names if known and plural else [phrase]

    def joined(self, i: int, *, whole: bool = False) -> list[Phrase]:
        """Return a phrase with those that are joined to its right.

        Args:
            i: number of its chunk.
            whole: even where the last may be the subject of a verb.
        """
        first = self.chunks[i]
        assert isinstance(first, Phrase)
        chain, waiting, j = [first], [], i
        while j + 2 < len(self.chunks):
            mark, other = self.chunks[j + 1], self.chunks[j + 2]
            if not isinstance(mark, Mark) or mark.kind not in (Kind.COMMA, Kind.AND):
                break
            if mark.kind is Kind.COMMA and isinstance(other, Mark) and other.kind is Kind.AND:
                j += 1
                continue
            if not isinstance(other, Phrase) or other.preposition not in ("", first.preposition):
                break
            if not whole and self.starts_clause(j + 2):
                break
            waiting.append(other)
            if mark.kind is Kind.AND:
                chain += waiting
                waiting = []
            j += 2
        return chain

    def starts_clause(self, i: int) -> bool:
        """Whether a phrase is the subject of the verb after it."""
        following = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        phrase = self.chunks[i]
        if not isinstance(following, Verb) or not following.is_finite:
            return False
        if isinstance(phrase, Phrase) and phrase.preposition:
            return False
        return following.subject < 0

    def is_time(self, phrase: Phrase) -> bool:
        """Whether a phrase says when (*le 12 septembre*), not who."""
        head = self.words[phrase.head].low
        return not phrase.figure and (head in TIMES or self.words[phrase.head].text.isdigit())

    def first_of(self, i: int) -> int:
        """Return the relative pronoun that another one is joined to: *qui… et qui…*."""
        before = self.chunks[i - 1] if i else None
        if isinstance(before, Mark) and before.kind is Kind.AND:
            kinds = (Kind.WHO, Kind.WHOM, Kind.WHOSE)
            for j in range(i - 2, max(-1, i - REACH), -1):
                one = self.chunks[j]
                if isinstance(one, Mark) and one.kind in kinds:
                    return j
        return i

    def antecedent(self, i: int, numbers: frozenset[str]) -> Phrase | None:
        """Return the phrase that a relative pronoun stands for."""
        first: Phrase | None = None
        if i and self.words[self.chunks[i - 1].last].low in ("ce", "celui", "celle"):
            return None
        for j in range(i - 1, max(-1, i - 9), -1):
            one = self.chunks[j]
            if _bars(one):
                break
            if not isinstance(one, Phrase) or one.none or self._is_not(j):
                continue
            phrase = self.named(j)
            fits = not numbers or phrase.number in numbers
            if fits and (first is None or not first.figure):
                return phrase
            if phrase.complement and phrase.complement.number in numbers:
                return phrase.complement
            first = first or phrase
        return first

    def _is_not(self, j: int) -> bool:
        """Whether a phrase is set aside: *et non la reine*."""
        before = self.chunks[j - 1] if j else None
        return isinstance(before, Mark) and before.low in ("non", "not", "no")

    def verb_before(self, i: int) -> int:
        """Return the conjugated verb before a chunk in its clause, or -1."""
        for j in range(i - 1, max(-1, i - REACH), -1):
            one = self.chunks[j]
            if isinstance(one, Mark) and one.kind is Kind.STRONG:
                return -1
            if isinstance(one, Verb) and one.is_finite:
                return j
        return -1


def _bars(one: Chunk) -> bool:
    """Whether an antecedent cannot stand further to the left."""
    if isinstance(one, Mark):
        return one.kind in (Kind.STRONG, Kind.WHO, Kind.THAT)
    return isinstance(one, Verb) and one.is_finite


#: Nouns that say when.
TIMES = words(
    "jour jours lendemain matin soir nuit mois année années an ans semaine hiver été "
    "printemps automne lundi mardi mercredi jeudi vendredi samedi dimanche janvier février "
    "mars avril mai juin juillet août septembre octobre novembre décembre fois veille siècle "
    "heure heures día días mañana noche mes año años semana invierno verano primavera otoño "
    "lunes martes miércoles jueves viernes sábado domingo vez veces siglo hora horas tarde "
    "day days morning evening night month year years week weeks winter summer spring autumn "
    "monday tuesday wednesday thursday friday saturday sunday time times century hour hours "
    "today yesterday"
)
