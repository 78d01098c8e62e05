"""Groups of words around a verb in English: auxiliaries, *not*, passives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clivage.suggest.inflection import Form, Tense
from clivage.suggest.lexicon.chunks import Chunk, Kind, Mark, Phrase, Verb, Voice
from clivage.suggest.lexicon.closed import words
from clivage.suggest.lexicon.entries import Reading
from clivage.suggest.lexicon.verbgroups import VerbGroups, has_verb, of_tense

_MODALS: Final = words("will would shall should may might can could must wo ca")
_DO: Final = frozenset(("do", "does", "did"))
_BE: Final = words("am is are was were be been being 'm 're")
_HAVE: Final = frozenset(("have", "has", "had", "having", "hath"))
_PAST: Final = frozenset(("was", "were", "had", "did"))
_PLURAL: Final = frozenset(("are", "were", "have", "do"))
_SINGULAR: Final = frozenset(("is", "was", "has", "does", "am", "hath"))


class EnglishVerbs(VerbGroups):
    """Reads groups of verbs from a list of English tokens."""

    def parse(self, at: int, before: Sequence[Chunk]) -> Verb | None:
        """Return the group that begins at a token, if one does."""
        low = self._words[at].low
        if low == "to":
            return self._infinitive(at)
        subject, k = -1, at
        if low in self._closed.subjects and not self._is_object(at, before):
            subject, k = at, self._skipped(at + 1)[0]
        if k >= len(self._words):
            return None
        group = self._auxiliaries(at, k) or self._plain(at, k, before, subject=subject)
        if group is None:
            return None
        group.subject = subject
        return group

    def _is_object(self, at: int, before: Sequence[Chunk]) -> bool:
        """Whether *it* or *you* follows a verb whose object it is."""
        low = self._words[at].low
        if low not in self._closed.objects or not before:
            return False
        last = before[-1]
        return isinstance(last, Verb) or (isinstance(last, Mark) and last.kind is Kind.PREPOSITION)

    def _skipped(self, k: int) -> tuple[int, bool]:
        """Return the first token that is no adverb, and whether *not* was among them."""
        negated, start = False, k
        while k < len(self._words) and k - start < 4:
            low = self._words[k].low
            if low in self._closed.negations:
                negated = True
            elif not (low in self._closed.adverbs or (low.endswith("ly") and len(low) > 4)):
                break
            k += 1
        return k, negated

    def _auxiliaries(self, start: int, k: int) -> Verb | None:
        """Return a group with *will*, *have*, *be* or *do* in front."""
        words = self._words
        first = words[k].low
        if first not in _MODALS | _DO | _BE | _HAVE or first in ("being", "having", "been", "be"):
            return None
        negated, chain, last = False, [first], k
        passive = first in _BE
        while True:
            k, no = self._skipped(k + 1)
            negated = negated or no
            if k >= len(words) or words[k].low not in _MODALS | _BE | _HAVE:
                break
            chain.append(words[k].low)
            passive, last = words[k].low in _BE, k
        readings = self.readings(k)
        participle = of_tense(readings, Tense.PARTICIPLE)
        progressive = of_tense(readings, Tense.GERUND)
        base = of_tense(readings, Tense.INFINITIVE)
        group = Verb(
            start, last, last, self.readings(last) or self.readings(start), tense=_tense(chain),
            finite=_finite(chain), negated=negated, modal=_modal(chain),
        )  # fmt: skip
        if chain[-1] in _BE | _HAVE and participle:
            group.main, group.last, group.readings = k, k, participle
            group.voice = Voice.PASSIVE if passive else Voice.ACTIVE
        elif chain[-1] in _BE and progressive:
            group.main, group.last, group.readings = k, k, progressive
        elif chain[-1] in _MODALS | _DO and base:
            group.main, group.last, group.readings = k, k, base
        elif chain[-1] in _MODALS:
            return None
        else:
            group.readings = (Reading("be" if chain[-1] in _BE else "have", Form(Tense.PRESENT)),)
        return group

    def _plain(self, start: int, k: int, before: Sequence[Chunk], *, subject: int) -> Verb | None:
        words = self._words
        readings = self.readings(k)
        found = tuple(one for one in readings if one.form.tense in (Tense.PRESENT, Tense.PAST))
        low = words[k].low
        if not found or low in self._closed.prepositions or low in self._closed.determiners:
            return self._gerund(start, k) if subject < 0 else None
        if subject < 0 and (has_verb(before) or not self._follows_subject(k, before)):
            return None
        after = words[k + 1].low if k + 1 < len(words) else ""
        comma = bool(before) and isinstance(before[-1], Mark) and before[-1].kind is Kind.COMMA
        passive = (after == "by" and low.endswith("ed")) or (comma and after == "by")
        if subject < 0 and passive and of_tense(readings, Tense.PARTICIPLE):
            return None
        number = ""
        if all(one.form.tense is Tense.PRESENT for one in found):
            singular = any(one.form.person == 3 and one.form.number == "s" for one in found)
            number = "s" if singular else "p"
        finite = tuple(Reading(one.lemma, Form(one.form.tense, 0, number)) for one in found)
        tense = Tense.PAST if number == "" else Tense.PRESENT
        return Verb(start, k, k, found, finite, tense)

    def _follows_subject(self, k: int, before: Sequence[Chunk]) -> bool:
        last = before[-1] if before else None
        if isinstance(last, Phrase):
            return last.last == k - 1
        if isinstance(last, Verb) or last is None:
            return False
        if last.kind in (Kind.WHO, Kind.AND, Kind.ADVERB, Kind.CLOSE, Kind.THAT):
            earlier = any(isinstance(one, Phrase | Verb) for one in before)
            return last.kind is Kind.WHO or earlier
        if last.kind is Kind.COMMA:
            return any(isinstance(one, Phrase) for one in before[:-1])
        return False

    def _gerund(self, start: int, k: int) -> Verb | None:
        if self._words[k].low in ("having", "being"):
            after, negated = self._skipped(k + 1)
            if participle := of_tense(self.readings(after), Tense.PARTICIPLE):
                voice = Voice.ACTIVE if self._words[k].low == "having" else Voice.PARTICIPLE
                return Verb(
                    start, after, after, participle, tense=Tense.GERUND, voice=voice,
                    negated=negated,
                )  # fmt: skip
        usable = of_tense(self.readings(k), Tense.GERUND)
        if not usable or (k and self._words[k - 1].low in self._closed.determiners):
            return None
        return Verb(start, k, k, usable, tense=Tense.GERUND)

    def _infinitive(self, at: int) -> Verb | None:
        k, negated = self._skipped(at + 1)
        if k < len(self._words) and self._words[k].low == "be":
            after, no = self._skipped(k + 1)
            if participle := of_tense(self.readings(after), Tense.PARTICIPLE):
                return Verb(
                    at, after, after, participle, tense=Tense.INFINITIVE, voice=Voice.PASSIVE,
                    preposition="to", negated=negated or no,
                )  # fmt: skip
        usable = of_tense(self.readings(k), Tense.INFINITIVE)
        if not usable:
            return None
        return Verb(
            at, k, k, usable, tense=Tense.INFINITIVE, preposition="to",
            negated=negated or (at > 0 and self._words[at - 1].low == "not"),
        )  # fmt: skip


def _tense(chain: list[str]) -> Tense:
    first = chain[0]
    if first in ("will", "shall"):
        return Tense.FUTURE
    if first in ("would", "should"):
        return Tense.CONDITIONAL
    return Tense.PAST if first in _PAST else Tense.PRESENT


def _modal(chain: list[str]) -> str:
    return chain[0] if chain[0] in ("may", "might", "can", "could", "must", "should") else ""


def _finite(chain: list[str]) -> tuple[Reading, ...]:
    number = "p" if chain[0] in _PLURAL else "s" if chain[0] in _SINGULAR else ""
    return (Reading(chain[0], Form(_tense(chain), 0, number)),)
