"""Whether what a verb says happened, and who would have done it: negation, mood, governors."""

from __future__ import annotations

from dataclasses import dataclass

from clivage.model import Modality
from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb, Voice
from clivage.suggest.lexicon.clauses import Clauses, Found
from clivage.suggest.lexicon.closed import words
from clivage.suggest.lexicon.entries import Vocabulary

#: How many verbs up an infinitive may hang: *a refusé de cesser de soutenir*.
_HEIGHT = 4
_ATTEMPTS = words(
    "tenter essayer chercher efforcer tâcher échouer parvenir réussir entendre offrir "
    "proposer intentar tratar procurar buscar fracasar lograr attempt try seek strive manage "
    "venir"
)


@dataclass(slots=True)
class Stance:
    """What governs a verb.

    Attributes:
        holders: who does it.
        flips: whether the side is the other one (*refuser de soutenir*).
        called: whether the holders only call on others to do it.
        sure: from 0 to 1, how firmly the words say so.
        voices: who says so, where the words are reported.
    """

    holders: Found
    modality: Modality = Modality.ACTUAL
    flips: bool = False
    called: bool = False
    sure: float = 1.0
    voices: tuple[Phrase, ...] = ()


class Moods:
    """Reads the modality of the verbs of one sentence."""

    def __init__(self, clauses: Clauses, vocabulary: Vocabulary) -> None:
        self._clauses = clauses
        self._vocabulary = vocabulary
        words = clauses.words
        #: Whether the sentence is a question.
        self.asks = bool(words) and words[-1].text == "?"
        self._doubt = vocabulary.closed.conditional
        self._denial, self._until = self._find_denial()

    def of(self, at: int) -> Stance:
        """Return what governs the verb that a chunk is."""
        verb = self._clauses.chunks[at]
        assert isinstance(verb, Verb)
        if verb.is_finite:
            stance = Stance(self._clauses.subject(at), self._of_finite(at, verb))
        elif verb.tense is Tense.INFINITIVE or self._is_governed(at):
            stance = self._of_infinitive(at, verb)
        else:
            stance = Stance(self._clauses.subject(at))
        if not verb.is_finite and verb.negated:
            stance.modality = Modality.NEGATED
        if stance.modality is Modality.ACTUAL and self.asks and not self._is_who(at):
            stance.modality = Modality.HYPOTHETICAL
        self._reported(at, stance)
        return stance

    def _is_governed(self, at: int) -> bool:
        """Whether an English gerund follows its verb: *stopped supporting*."""
        before = self._clauses.chunks[at - 1] if at else None
        verb = self._clauses.chunks[at]
        gerund = isinstance(verb, Verb) and verb.tense is Tense.GERUND
        return gerund and self._vocabulary.closed.language == "en" and isinstance(before, Verb)

    def _is_who(self, at: int) -> bool:
        """Whether the question takes it for granted: *Qui l'a nourri ?*, *Pourquoi… ?*."""
        first = self._clauses.words[0].low
        return first in ("qui", "pourquoi", "comment", "who", "why", "quién", "cómo")

    def _of_finite(self, at: int, verb: Verb) -> Modality:
        if self._is_negated(at, verb):
            return Modality.NEGATED
        modal = bool(verb.modal) and self._role("modal-hypothetical", [verb.modal])
        if modal or self._in_condition(at) or verb.tense is Tense.CONDITIONAL:
            return Modality.HYPOTHETICAL
        if verb.tense is Tense.FUTURE:
            return Modality.HYPOTHETICAL if self._has_condition() else Modality.ANNOUNCED
        return Modality.ACTUAL

    def _is_negated(self, at: int, verb: Verb) -> bool:
        chunks = self._clauses.chunks
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        nothing = isinstance(after, Phrase) and after.none
        if verb.negated:
            return not self._is_certain(verb)
        return nothing or self._nobody(at) or self._is_denied(verb)

    def _is_denied(self, verb: Verb) -> bool:
        """Whether words such as *il est faux que* stand before the verb."""
        return 0 <= self._denial < verb.first and self._until > verb.first

    def _find_denial(self) -> tuple[int, int]:
        """Return where such words end, and where their reach does."""
        lows = [one.low for one in self._clauses.words]
        cues = self._vocabulary.denials
        for at, low in enumerate(lows):
            for phrase in cues.get(low, ()):
                if tuple(lows[at : at + len(phrase)]) == phrase:
                    ends = (k for k in range(at, len(lows)) if lows[k] in (";", ":", "."))
                    return at + len(phrase) - 1, next(ends, len(lows))
        return -1, -1

    def _is_certain(self, verb: Verb) -> bool:
        """*Ne fait aucun doute*: what is not doubted is said."""
        after = self._clauses.words[verb.last + 1 : verb.last + 8]
        return any(one.low in ("doute", "doutes", "duda", "dudas", "doubt") for one in after)

    def _nobody(self, at: int) -> bool:
        return any(one.none for one in self._clauses.subject(at).phrases)

    def _in_condition(self, at: int) -> bool:
        """Whether the clause of a verb begins with *si*."""
        for j in range(at - 1, max(-1, at - 12), -1):
            one = self._clauses.chunks[j]
            if isinstance(one, Verb) and one.is_finite:
                return False
            if isinstance(one, Mark):
                if one.low in self._doubt:
                    return True
                if one.kind in (Kind.STRONG, Kind.WHO, Kind.WHOM, Kind.WHOSE):
                    return False
        return False

    def _has_condition(self) -> bool:
        return any(
            isinstance(one, Mark) and one.low in self._doubt and one.kind is Kind.THAT
            for one in self._clauses.chunks
        )

    def _of_infinitive(self, at: int, verb: Verb) -> Stance:
        clauses = self._clauses
        stance = Stance(Found())
        chain, current = [], at
        for _ in range(_HEIGHT):
            governor = self._governor(current)
            if governor < 0:
                break
            chain.append((governor, current))
            current = governor
            above = clauses.chunks[governor]
            assert isinstance(above, Verb)
            if above.is_finite or above.tense is not Tense.INFINITIVE:
                break
        if not chain:
            return stance
        top = chain[-1][0]
        matrix = clauses.chunks[top]
        assert isinstance(matrix, Verb)
        stance.holders = clauses.subject(top)
        if not stance.holders.phrases and matrix.clitics:
            low = clauses.words[matrix.clitics[-1]].low
            if low in self._vocabulary.closed.datives:
                stance.holders = Found([clauses.pronoun(matrix.clitics[-1])], "governed", top)
        if matrix.voice is Voice.PARTICIPLE and not stance.holders.phrases:
            stance.holders = self.modified(top)
        stance.modality = self._of_finite(top, matrix) if matrix.is_finite else Modality.ACTUAL
        for governor, governed in reversed(chain):
            self._apply(stance, governor, governed)
        return stance

    def modified(self, at: int) -> Found:
        """Return what a participle belongs to: the phrase before it, or the subject after it."""
        clauses = self._clauses
        before = clauses.chunks[at - 1] if at else None
        if isinstance(before, Phrase):
            phrase = before if before.preposition else clauses.named(at - 1)
            return Found([phrase], "own", at - 1)
        nearest: Phrase | None = None
        for j in range(at - 1, max(-1, at - 10), -1):
            one = clauses.chunks[j]
            if isinstance(one, Verb):
                if one.voice is Voice.PARTICIPLE:
                    return self.modified(j)
                if one.is_finite:
                    return _preferred(clauses.subject(j), nearest, j)
            elif isinstance(one, Phrase):
                nearest = nearest or one
                if not one.preposition and self._comma_after(j, at):
                    return Found([clauses.named(j)], "own", j)
            elif one.kind in (Kind.STRONG, Kind.WHO, Kind.THAT, Kind.WHOM):
                break
        return self._subject_after(at)

    def _subject_after(self, at: int) -> Found:
        """Return the subject of the next verb, or what follows the next comma."""
        clauses = self._clauses
        first: Found | None = None
        for j in range(at + 1, min(len(clauses.chunks), at + 24)):
            one = clauses.chunks[j]
            if isinstance(one, Verb) and one.is_finite:
                return clauses.subject(j)
            if isinstance(one, Mark) and one.kind is Kind.STRONG:
                break
            after = clauses.chunks[j + 1] if j + 1 < len(clauses.chunks) else None
            comma = isinstance(one, Mark) and one.kind is Kind.COMMA
            if comma and first is None and isinstance(after, Phrase) and not after.preposition:
                first = Found([after], "own", j + 1)
        return first or Found()

    def _comma_after(self, j: int, at: int) -> bool:
        return any(
            isinstance(one, Mark) and one.kind is Kind.COMMA
            for one in self._clauses.chunks[j + 1 : at]
        )

    def _governor(self, at: int) -> int:
        """Return the verb that an infinitive hangs on; one that it is joined to has the same."""
        chunks = self._clauses.chunks
        before = chunks[at - 1] if at else None
        governor = self._clauses.governor(at)
        if isinstance(before, Mark) and before.kind is Kind.AND and governor >= 0:
            other = chunks[governor]
            if isinstance(other, Verb) and other.tense is Tense.INFINITIVE:
                return self._governor(governor)
        return governor

    def _apply(self, stance: Stance, governor: int, governed: int) -> None:
        """Let one verb change what the one below it says."""
        clauses, role = self._clauses, self._role
        above, below = clauses.chunks[governor], clauses.chunks[governed]
        assert isinstance(above, Verb) and isinstance(below, Verb)
        keys = self._keys(above, below, governor, governed)
        if below.preposition in ("sans", "sin", "without"):
            stance.modality = Modality.NEGATED
        elif below.preposition in ("pour", "para") and not role("announce", keys):
            stance.sure *= 0.85
        elif role("refuse", keys) or role("cease", keys):
            self._refuse(stance)
        elif role("negative-verb", keys):
            stance.modality = Modality.NEGATED
        elif role("call", keys) or role("causative", keys):
            stance.called = role("call", keys)
        elif set(above.lemmas) & _BLAMES:
            self._blamed(stance, governor)
        elif set(above.lemmas) & _ATTEMPTS and below.preposition:
            stance.sure *= 0.9
        elif role("fail", keys):
            stance.modality = Modality.HYPOTHETICAL
        elif role("announce", keys):
            self._announce(stance, above)
        elif role("hypothetical", keys) or role("modal-hypothetical", keys):
            if stance.modality is Modality.ACTUAL:
                stance.modality = Modality.HYPOTHETICAL
        elif not role("implicative", keys):
            stance.sure *= 0.8

    def _refuse(self, stance: Stance) -> None:
        if stance.modality is Modality.NEGATED:
            stance.modality = Modality.ACTUAL
        else:
            stance.flips = not stance.flips

    def _announce(self, stance: Stance, above: Verb) -> None:
        moved = any(one.form.tense is Tense.PARTICIPLE for one in above.readings)
        if moved and "aller" in above.lemmas:
            return
        if stance.modality is Modality.ACTUAL:
            stance.modality = Modality.ANNOUNCED

    def _blamed(self, stance: Stance, governor: int) -> None:
        """*Reproche au préfet d'avoir…*: he that is blamed would have done it."""
        found = self._clauses.objects(governor)
        verb = self._clauses.chunks[governor]
        assert isinstance(verb, Verb)
        blamed = found.direct or found.after.get("à") or found.after.get("a") or []
        if not blamed and verb.clitics:
            blamed = [self._clauses.pronoun(verb.clitics[-1])]
        stance.voices = tuple(stance.holders.phrases)
        stance.holders = Found(blamed, "governed" if blamed else "", governor)
        stance.sure *= 0.8

    def _keys(self, above: Verb, below: Verb, governor: int, governed: int) -> list[str]:
        """Return how ``grammar.csv`` may spell a governing verb: *s'apprêter à*, *vouloir*."""
        preposition = "de" if below.preposition == "d'" else below.preposition
        found = []
        for lemma in above.lemmas:
            forms = [lemma]
            if above.reflexive:
                forms += [f"se {lemma}", f"s' {lemma}"]
            for form in forms:
                found += [f"{form} {preposition}"] if preposition else [form]
        between = self._clauses.words[above.last + 1 : below.first]
        if "être" in {one.lemma for one in above.finite} or between:
            middle = " ".join(one.low for one in between)
            found += [
                f"{lemma} {middle} {preposition}".replace("  ", " ") for lemma in above.lemmas
            ]
        return found

    def _role(self, name: str, keys: list[str]) -> bool:
        known = self._vocabulary.role(name)
        return any(key in known for key in keys)

    def _reported(self, at: int, stance: Stance) -> None:
        """Find who says so: *le maire dit que…*; what is denied did not happen."""
        for j in range(at - 1, max(-1, at - 16), -1):
            one = self._clauses.chunks[j]
            if isinstance(one, Mark) and one.kind is Kind.STRONG:
                return
            if isinstance(one, Mark) and one.low in ("que", "qu'", "that"):
                self._govern(self._before_adverbs(j) - 1, stance)
                return

    def _govern(self, at: int, stance: Stance) -> None:
        """Let the verb before a clause with *que* say what becomes of it."""
        verb = self._clauses.chunks[at] if at >= 0 else None
        if not isinstance(verb, Verb):
            return
        says = self._says(verb)
        denied = says and bool(set(verb.lemmas) & _DENIES)
        if denied != verb.negated and stance.modality is Modality.ACTUAL:
            stance.modality = Modality.NEGATED
        if not says:
            return
        found = self._clauses.subject(at)
        stance.voices = stance.voices or tuple(found.phrases)
        doubtful = verb.tense in (Tense.FUTURE, Tense.CONDITIONAL) and found.how == "none"
        if doubtful and stance.modality is Modality.ACTUAL:
            stance.modality = Modality.HYPOTHETICAL

    def _before_adverbs(self, j: int) -> int:
        while j > 1:
            one = self._clauses.chunks[j - 1]
            if not (isinstance(one, Mark) and one.kind in (Kind.ADVERB, Kind.OTHER)):
                break
            j -= 1
        return j

    def _says(self, verb: Verb) -> bool:
        known = self._vocabulary.role("say")
        return any(lemma in known or f"{lemma} que" in known for lemma in verb.lemmas)


def _preferred(subject: Found, nearest: Phrase | None, at: int) -> Found:
    """Return the subject of the sentence, unless only what stands nearer can be somebody."""
    somebody = any(one.sort != "thing" for one in subject.phrases)
    if nearest is not None and not somebody and nearest.sort != "thing":
        return Found([nearest], "own", at)
    return subject


_BLAMES = words(
    "accuser reprocher blâmer soupçonner louer féliciter remercier punir critiquer acusar "
    "reprochar accuse blame"
)
_DENIES = frozenset(["nier", "démentir", "contester", "negar", "desmentir", "deny"])
