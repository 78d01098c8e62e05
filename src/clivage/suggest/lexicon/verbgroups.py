"""Groups of words around a verb in French and Spanish: clitics, auxiliaries, negation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from clivage.suggest.inflection import Form, Tense
from clivage.suggest.lexicon.chunks import Chunk, Kind, Mark, Phrase, Verb, Voice
from clivage.suggest.lexicon.closed import Closed, words
from clivage.suggest.lexicon.entries import Reading, Vocabulary
from clivage.suggest.lexicon.tokens import Token

#: Verbs that make their past with *être*: no passive.
_MOVES = words(
    "aller venir arriver partir entrer sortir rester tomber mourir naître devenir revenir "
    "descendre monter retourner parvenir intervenir rentrer repartir apparaître convenir "
    "survenir"
)
_NOT_FINITE = (Tense.INFINITIVE, Tense.GERUND, Tense.PARTICIPLE)
#: Words between an auxiliary and its participle, at most.
_GAP = 6


#: Prepositions before an infinitive or gerund, as the lexicons spell them.
_BEFORE_INFINITIVE: Final = {
    "à": "à", "de": "de", "d'": "de", "pour": "pour", "par": "par", "sans": "sans", "en": "en",
    "a": "a", "al": "a", "por": "por", "para": "para", "sin": "sin", "con": "con",
}  # fmt: skip


def finite(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings that are conjugated."""
    return tuple(one for one in readings if one.form.tense not in _NOT_FINITE)


def of_tense(readings: Sequence[Reading], tense: Tense) -> tuple[Reading, ...]:
    """Return the readings of a tense."""
    return tuple(one for one in readings if one.form.tense is tense)


def _plainest(readings: Sequence[Reading]) -> Tense:
    """Return the tense of a form that may have several: a plain one before a subjunctive."""
    order = list(Tense)
    return min((one.form.tense for one in readings), key=order.index)


def _announces(last: Chunk | None) -> bool:
    """Whether a clause begins with what stands before."""
    return isinstance(last, Mark) and last.kind in (Kind.WHO, Kind.THAT)


def has_verb(before: Sequence[Chunk]) -> bool:
    """Whether the clause has its conjugated verb already."""
    for at in range(len(before) - 1, -1, -1):
        one = before[at]
        if isinstance(one, Mark):
            if one.kind not in (Kind.ADVERB, Kind.OTHER, Kind.PREPOSITION):
                return False
        elif isinstance(one, Verb) and one.is_finite:
            marks = [other for other in before[:at] if isinstance(other, Mark)]
            relative = (Kind.WHO, Kind.WHOM, Kind.WHOSE)
            last = next((other for other in reversed(marks)), None)
            aside = one.subject > one.main
            return not aside and not (last is not None and last.kind in relative)
    return False


@dataclass(slots=True)
class _Prefix:
    """What stands before a verb: its subject pronoun, object pronouns, *ne*."""

    end: int
    subject: int = -1
    clitics: list[int] = field(default_factory=list)
    negated: bool = False
    reflexive: bool = False


class VerbGroups:
    """Reads groups of verbs from a list of tokens."""

    def __init__(self, vocabulary: Vocabulary, words: Sequence[Token]) -> None:
        self._vocabulary = vocabulary
        self._closed: Closed = vocabulary.closed
        self._words = words

    def readings(self, at: int) -> tuple[Reading, ...]:
        """Return what a word may be a form of, pronouns written to its end taken off."""
        if at >= len(self._words):
            return ()
        low = self._words[at].low
        known = self._vocabulary.verbs.get(low)
        if known is None and self._closed.language == "es":
            known = enclitic(low, self._vocabulary)[0]
        return known or ()

    def parse(self, at: int, before: Sequence[Chunk]) -> Verb | None:
        """Return the group that begins at a token, if one does."""
        low = self._words[at].low
        leads = low in self._closed.prepositions or (low == "al" and self._closed.language == "es")
        preposition = _BEFORE_INFINITIVE.get(low, "") if leads else ""
        prefix = self._prefix(at + 1 if preposition else at)
        if not preposition or (preposition == "en" and finite(self.readings(prefix.end))):
            group = self._finite(at, prefix, before)
            if group is not None:
                return group
        if prefix.subject >= 0 or prefix.end >= len(self._words):
            return None
        return self._infinite(at, preposition, prefix)

    def _infinite(self, start: int, preposition: str, prefix: _Prefix) -> Verb | None:
        """Return a group around an infinitive or gerund."""
        closed, end = self._closed, prefix.end
        found = self.readings(end)
        tense = Tense.INFINITIVE if of_tense(found, Tense.INFINITIVE) else Tense.GERUND
        usable = of_tense(found, tense)
        if not usable or (start and self._is_nominal(end)):
            return None
        lows = [self._words[k].low for k in range(start + bool(preposition), end)]
        articles = bool(lows) and all(low in closed.determiners for low in lows)
        if (tense is Tense.GERUND and articles) or (
            not lows and self._words[end].low in closed.prepositions
        ):
            return None
        group = Verb(
            start, end, end, usable, tense=tense, clitics=prefix.clitics, preposition=preposition,
            reflexive=prefix.reflexive or self._is_enclitic_reflexive(end),
            negated=prefix.negated,
        )  # fmt: skip
        if tense is Tense.GERUND or {one.lemma for one in usable} & closed.be:
            self._compound(group, usable)
        return group

    def _compound(self, group: Verb, usable: tuple[Reading, ...]) -> None:
        """*Ayant soutenu*, *être soutenu*: the participle carries the meaning."""
        lemmas = {one.lemma for one in usable}
        at = self._skip(group.last + 1, group)
        if lemmas & (self._closed.have | self._closed.be) and self._participle(at):
            self._take(group, at, passive=not lemmas & self._closed.have)

    def bare_participle(self, at: int, before: Sequence[Chunk]) -> Verb | None:
        """Return a participle without its auxiliary, or with that of the verb before it."""
        usable = of_tense(self.readings(at), Tense.PARTICIPLE)
        if not usable:
            return None
        group = Verb(at, at, at, usable, tense=Tense.PARTICIPLE, voice=Voice.PARTICIPLE)
        last = before[-1] if before else None
        if isinstance(last, Verb) and last.is_finite and self._is_noun(self._words[at].low):
            return None  # *tomó partido*
        if not isinstance(last, Mark) or last.kind is not Kind.AND:
            return group
        earlier = next((one for one in reversed(before) if isinstance(one, Verb)), None)
        if earlier is None or not self._is_compound(earlier):
            return group
        if earlier.voice is Voice.ACTIVE and self._has_agent(at):
            return group
        group.finite, group.voice, group.tense = earlier.finite, earlier.voice, earlier.tense
        group.negated = earlier.negated or last.low in ("ni", "nor")
        return group

    def _has_agent(self, at: int) -> bool:
        stretch = self._words[at + 1 : at + 4]
        return any(one.low in self._closed.agents for one in stretch)

    def _is_compound(self, group: Verb) -> bool:
        return bool(group.finite) and any(
            one.form.tense is Tense.PARTICIPLE for one in group.readings
        )

    def _is_nominal(self, at: int) -> bool:
        """Whether an article makes a noun of an infinitive (*le pouvoir*, *el poder*)."""
        before = self._words[at - 1].low
        return before in self._closed.determiners and before not in self._closed.objects

    def _prefix(self, at: int) -> _Prefix:
        words, closed = self._words, self._closed
        found = _Prefix(at)
        if at + 1 < len(words) and (words[at].low, words[at + 1].low) == ("l'", "on"):
            found.end += 1
        low = words[found.end].low if found.end < len(words) else ""
        if low in closed.subjects and not low.startswith("-"):
            found.subject = found.end
            found.end += 1
        while found.end < len(words) and found.end - at < 7 and self._takes(found):
            found.end += 1
        return found

    def _takes(self, found: _Prefix) -> bool:
        """Take in a pronoun or a negation before the verb; say whether there was one."""
        closed, low = self._closed, self._words[found.end].low
        spanish = closed.language == "es"
        if low in ("ne", "n'") or (spanish and low in closed.negations):
            found.negated = True
            return True
        if found.negated and low in closed.negations:
            return True
        pronoun = low in closed.objects or low in closed.datives
        if low in closed.reflexives:
            found.reflexive = True
        elif not pronoun and (spanish or low not in ("y", "en")):
            return False
        found.clitics.append(found.end)
        return True

    def _finite(self, start: int, prefix: _Prefix, before: Sequence[Chunk]) -> Verb | None:
        found = self._agreeing(prefix)
        if not found or not self._is_verbal(start, prefix, before):
            return None
        group = Verb(
            start, prefix.end, prefix.end, found, found, _plainest(found), subject=prefix.subject,
            clitics=prefix.clitics, reflexive=prefix.reflexive, negated=prefix.negated,
        )  # fmt: skip
        self._complete(group)
        return group

    def _agreeing(self, prefix: _Prefix) -> tuple[Reading, ...]:
        """Return the readings that go with the subject pronoun; *nous* may be an object."""
        found = self._conjugated(prefix.end)
        if prefix.subject < 0:
            spanish = self._closed.language == "es"
            return tuple(
                one for one in found
                if spanish or one.form.person in (0, 3) or one.form.number == "p"
            )  # fmt: skip
        low = self._words[prefix.subject].low
        person = self._closed.subjects[low].person
        if not found or any(one.form.person in (person, 0) for one in found):
            return found
        if low not in self._closed.objects:
            return ()
        prefix.clitics.insert(0, prefix.subject)
        prefix.subject = -1
        return found

    def _conjugated(self, at: int) -> tuple[Reading, ...]:
        found = finite(self.readings(at))
        if found or at >= len(self._words):
            return found
        return self._guessed(self._words[at])

    def _guessed(self, word: Token) -> tuple[Reading, ...]:
        """Return a reading of an unknown word that ends as only verbs do."""
        low = word.low
        if word.is_capital or len(low) < 5 or low in self._vocabulary.groups:
            return ()
        for ending, number in self._closed.suffixes:
            if low.endswith(ending) and len(low) > len(ending) + 1:
                return (Reading(low, Form(Tense.PAST, 3, number)),)
        return ()

    def _is_verbal(self, start: int, prefix: _Prefix, before: Sequence[Chunk]) -> bool:
        """Whether a word that may be a noun as well stands where a verb does."""
        closed, end = self._closed, prefix.end
        low = self._words[end].low
        plain = prefix.subject < 0 and not prefix.negated
        known = (closed.prepositions, closed.adverbs, closed.determiners)
        after = self._words[end + 1].low if end + 1 < len(self._words) else ""
        twice = low in closed.prepositions and after in closed.prepositions  # *entre en guerre*
        function = start == end and any(low in one for one in known) and not twice
        if function or (plain and has_verb(before)):
            return False
        last = before[-1] if before else None
        if not plain or _announces(last):
            return True
        mark = last.kind if isinstance(last, Mark) else None
        if mark is Kind.PREPOSITION:
            return False
        if start < end:
            return self._follows_pronouns(start, end, last)
        if last is None or mark is not None:
            said = closed.determiners.get(after)
            object_after = said is not None and not said.preposition and after != "des"
            takes = mark in (Kind.COMMA, Kind.AND) and object_after  # *…, combat les barons*
            free = takes or (closed.language == "es" and last is None)
            noun = self._is_noun(low) and not free
            return not noun and not (self._words[end].is_capital and end > 0)
        return not self._words[end].is_capital

    def _is_noun(self, low: str) -> bool:
        return low in self._vocabulary.nouns or low in self._vocabulary.groups

    def _follows_pronouns(self, start: int, end: int, last: Chunk | None) -> bool:
        """Whether *la*, *les*, *leur* before a word are pronouns, and so the word a verb."""
        closed, words = self._closed, self._words
        run = [words[k].low for k in range(start, end)]
        if not all(one in closed.determiners or one == "en" for one in run):
            return True
        nominal = self._is_noun(words[end].low)
        if isinstance(last, Phrase) and last.last == start - 1:
            after = words[end + 1].low if end + 1 < len(words) else ""
            return not nominal or after not in ("de", "du", "des", "d'", "del")
        return not nominal and run[-1] not in closed.determiners

    def _complete(self, group: Verb) -> None:
        """Find the participle of a compound tense, the voice, and what negates."""
        lemmas = {one.lemma for one in group.finite}
        closed = self._closed
        at = self._skip(group.last + 1, group)
        if lemmas & (closed.have | closed.be) and self._participle(at):
            self._take(group, at, passive=bool(lemmas & closed.be) and not lemmas & closed.have)
        else:
            at = group.last + 1
            self._skip(at, group)
        self._settle_negation(group)

    def _take(self, group: Verb, at: int, *, passive: bool) -> None:
        usable = self._participle(at)
        lemmas = {one.lemma for one in usable}
        group.main, group.last, group.readings = at, at, usable
        if lemmas & self._closed.be:
            following = self._skip(at + 1, group)
            if self._participle(following):
                self._take(group, following, passive=True)
            return
        if passive and not group.reflexive and not lemmas <= _MOVES:
            group.voice = Voice.PASSIVE

    def _participle(self, at: int) -> tuple[Reading, ...]:
        return of_tense(self.readings(at), Tense.PARTICIPLE)

    def _skip(self, at: int, group: Verb) -> int:
        """Return the first token that is no adverb, negation or inverted pronoun."""
        words, closed, start = self._words, self._closed, at
        while at < len(words) and at - start < _GAP:
            low = words[at].low
            if low.startswith("-") and low in closed.subjects and group.subject < 0:
                group.subject = at
                group.last = max(group.last, at)
            elif low in ("pas", "nullement", "aucunement") and closed.language == "fr":
                group.negated = True
            elif not (
                low in closed.adverbs or low in closed.negations or low in ("ni", "tous", "toutes")
                or (low.endswith(("ment", "mente")) and len(low) > 6 and not self.readings(at))
            ):  # fmt: skip
                break
            at += 1
        return at

    def _settle_negation(self, group: Verb) -> None:
        """*ne … que* limits, and denies nothing."""
        if not group.negated or self._closed.language != "fr":
            return
        words = self._words
        for at in range(group.first, min(len(words), group.last + 9)):
            low = words[at].low
            if low in self._closed.negations or low in self._closed.nobody or low == "ni":
                return
            if low in (",", ";", ":"):
                return
            if at > group.main and low in ("que", "qu'"):
                group.negated = False
                return

    def _is_enclitic_reflexive(self, at: int) -> bool:
        if self._closed.language != "es":
            return False
        return "se" in enclitic(self._words[at].low, self._vocabulary)[1]


_ENCLITICS = (
    "melo",
    "sela",
    "selo",
    "les",
    "los",
    "las",
    "nos",
    "le",
    "lo",
    "la",
    "se",
    "me",
    "te",
)
_PLAIN = str.maketrans("áéíóú", "aeiou")


def enclitic(
    low: str, vocabulary: Vocabulary
) -> tuple[tuple[Reading, ...] | None, tuple[str, ...]]:
    """Return the readings of a Spanish verb with pronouns at its end, and the pronouns.

    *apoyarlo* is *apoyar* and *lo*; *favorecíanle* is *favorecían* and *le*.
    """
    for ending in _ENCLITICS:
        if low.endswith(ending) and len(low) > len(ending) + 3:
            stem = low[: -len(ending)]
            for spelling in (stem, stem.translate(_PLAIN)):
                if known := vocabulary.verbs.get(spelling):
                    return known, (ending,)
    return None, ()
