"""Fill the frames of verbs: active, passive, participles, relative clauses, infinitives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.chunks import Kind, Mark, Phrase, Verb, Voice
from clivage.suggest.lexicon.clauses import Clauses, Objects
from clivage.suggest.lexicon.closed import Pronoun, words
from clivage.suggest.lexicon.entries import Entry, Vocabulary
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Moods, Stance
from clivage.suggest.lexicon.slots import Slots

#: Tokens after a verb in which the fixed words of its frame must begin.
_NEAR = 7
#: Relations of what a body decides, also where the passive does not name it.
_DECISIONS = words("endorses refuses grants carries-out sanctions dismisses")
#: Relations of those who rise, also where against whom is not said.
_RISINGS = words("protests attacks mobilizes-against strikes")


@dataclass(slots=True)
class _Roles:
    holders: list[Phrase]
    targets: list[Phrase]
    about: list[Phrase]
    how: str


class VerbFrames:
    """Finds what the verbs of one sentence say."""

    def __init__(self, clauses: Clauses, moods: Moods, vocabulary: Vocabulary) -> None:
        self._clauses = clauses
        self._moods = moods
        self._vocabulary = vocabulary
        self._closed = vocabulary.closed
        self._slots = Slots(clauses, vocabulary.closed)

    def matches(self) -> Iterator[Match]:
        """Yield the best match of each verb, for each sign."""
        for at, chunk in enumerate(self._clauses.chunks):
            if isinstance(chunk, Verb):
                yield from self._of(at, chunk)

    def _of(self, at: int, verb: Verb) -> Iterator[Match]:
        entries = [
            entry for lemma in verb.lemmas for entry in self._vocabulary.by_verb.get(lemma, ())
        ]
        if not entries:
            return
        objects = self._clauses.objects(at)
        stance = self._stance(at, verb)
        found = [
            match
            for entry in entries
            if (match := self._filled(entry, at, verb, stance, objects)) is not None
        ]
        if not found:
            return
        best = max(found, key=_fit)
        yield best
        for one in sorted(found, key=_fit, reverse=True):
            other = one.entry.sign is not best.entry.sign and one.specific and not one.guess
            if other and best.specific and one.targets[0] is not best.targets[0]:
                yield one
                break

    def _stance(self, at: int, verb: Verb) -> Stance:
        if verb.voice is Voice.PARTICIPLE:
            return Stance(self._moods.modified(at))
        return self._moods.of(at)

    def _filled(
        self, entry: Entry, at: int, verb: Verb, stance: Stance, objects: Objects
    ) -> Match | None:
        """Return an entry with what stands in its places, or None where they stay empty."""
        if not self._fits(entry, verb):
            return None
        roles = self._roles(entry, at, verb, stance, objects)
        if roles is None:
            return None
        guess = self._guess(entry, verb, roles)
        if guess is None:
            return None
        calls = not roles.holders and self._calls(at, verb)
        wanting = not roles.holders and not guess and not calls
        if wanting and not self._look_before(roles, entry, at, verb):
            return None
        if verb.voice is Voice.ACTIVE and entry.mode != "deed":
            roles.holders = [*roles.holders, *self._on_behalf(at)]
        return Match(
            entry, verb.main, verb.main, roles.holders, roles.targets, roles.about,
            list(stance.voices), stance.modality, stance.flips, stance.called, how=roles.how,
            sure=stance.sure, guess=guess, by_author=calls,
        )  # fmt: skip

    def _calls(self, at: int, verb: Verb) -> bool:
        """Whether somebody calls upon others: *Votez contre la fusion !*."""
        before = self._clauses.chunks[at - 1] if at else None
        first = before is None or (
            isinstance(before, Mark) and before.kind in (Kind.STRONG, Kind.OPEN)
        )
        calls = any(one.form.tense is Tense.IMPERATIVE for one in verb.finite)
        return first and calls and verb.subject < 0 and 3 not in verb.persons

    def _fits(self, entry: Entry, verb: Verb) -> bool:
        frame = entry.frame
        before = not frame.before or self._before(entry, verb)
        return before and self._reflexive_fits(entry, verb) and self._literal(entry, verb)

    def _roles(
        self, entry: Entry, at: int, verb: Verb, stance: Stance, objects: Objects
    ) -> _Roles | None:
        frame = entry.frame
        subject = list(stance.holders.phrases)
        turned = verb.voice is not Voice.ACTIVE and not (frame.reflexive and not verb.reflexive)
        turns = turned and any(not slot.prepositions for slot in frame.slots)
        if turned and not turns:
            return None
        found: dict[str, list[Phrase]] = {}
        for slot in frame.slots:
            if turned and not slot.prepositions:
                found[slot.role] = subject
                continue
            found[slot.role] = self._slots.fill(entry, slot, at, verb, objects)
            if slot.role == "A" and " " in "".join(slot.prepositions) and not found["A"]:
                return None
        found[frame.subject] = self._agent(objects, entry) if turns else subject
        return _Roles(
            found.get("H", []), found.get("T", []), found.get("A", []),
            "agent" if turns else stance.holders.how,
        )  # fmt: skip

    def _look_before(self, roles: _Roles, entry: Entry, at: int, verb: Verb) -> bool:
        """Look for a holder that the clause does not name; say whether there may be one."""
        if verb.voice is Voice.PARTICIPLE or roles.how == "agent" or entry.frame.subject != "H":
            return False
        if roles.how == "asked" and self._moods.asks:
            return True
        if roles.how == "none":
            return False
        roles.holders, roles.how = self._implicit(at, verb)
        return bool(roles.holders)

    def _on_behalf(self, at: int) -> list[Phrase]:
        """Return in whose name the holder acts, when that is an actor of the corpus."""
        return [
            one
            for one in self._clauses.chunks[max(0, at - 5) : at + 4]
            if isinstance(one, Phrase) and one.figure
            and one.preposition in ("au nom de", "en nombre de", "on behalf of")
        ]  # fmt: skip

    def _implicit(self, at: int, verb: Verb) -> tuple[list[Phrase], str]:
        """Return a pronoun that is not there, for a subject to be looked for before."""
        top = self._conjugated(at)
        chunk = self._clauses.chunks[top] if top >= 0 else None
        if not isinstance(chunk, Verb) or self._clauses.subject(top).how == "none":
            return [], ""
        forms = [one.form for one in chunk.finite]
        form = next((one for one in forms if one.person == 3), forms[0])
        spanish = self._closed.language == "es" and form.person in (1, 3)
        if not spanish and (form.person != 3 or len(chunk.numbers) != 1):
            return [], ""
        token, pronoun = chunk.first, Pronoun(form.person, form.number)
        phrase = Phrase(
            token, token, token, token, number=pronoun.number, sort="pronoun", pronoun=pronoun
        )
        return [phrase], "implicit"

    def _conjugated(self, at: int) -> int:
        """Return the conjugated verb that a verb hangs on, or -1."""
        top = at
        for _ in range(4):
            chunk = self._clauses.chunks[top]
            assert isinstance(chunk, Verb)
            if chunk.is_finite:
                return top
            top = self._clauses.governor(top)
            if top < 0 or top > at:
                return -1
        return -1

    def _reflexive_fits(self, entry: Entry, verb: Verb) -> bool:
        if entry.frame.reflexive == verb.reflexive:
            return True
        if verb.reflexive:
            return self._closed.language == "es" and len(verb.clitics) > 1
        return entry.frame.reflexive and verb.voice is Voice.PARTICIPLE

    def _literal(self, entry: Entry, verb: Verb) -> bool:
        """Whether the fixed words of a frame follow the verb."""
        literal = entry.frame.literal
        if not literal:
            return True
        lows = [one.low for one in self._clauses.words[verb.main + 1 : verb.main + 1 + _NEAR]]
        at = -1
        for choice in literal:
            spelt = {option for one in choice for option in (one, one.replace("-", " "))}
            found = [k for k, low in enumerate(lows) if k > at and low in spelt]
            if not found:
                return False
            at = found[0]
        return True

    def _before(self, entry: Entry, verb: Verb) -> bool:
        lows = [one.low for one in self._clauses.words[verb.first : verb.main]]
        return all(any(one in lows for one in choice) for choice in entry.frame.before)

    def _agent(self, objects: Objects, entry: Entry) -> list[Phrase]:
        fixed = {word for choice in entry.frame.literal for word in choice}
        for chain in objects.chains:
            head = self._clauses.words[chain[0].head].low
            if chain[0].preposition in self._closed.agents and head not in fixed:
                return chain
        genitive = objects.after.get(self._closed.genitive, [])
        return [one for one in genitive if one.sort in ("figure", "group", "name")]

    def _guess(self, entry: Entry, verb: Verb, roles: _Roles) -> str | None:
        """Return who has to be guessed, if anybody, or None where the frame is not filled."""
        if roles.how == "agent" and roles.targets and not roles.holders:
            decided = entry.relation in _DECISIONS and verb.is_finite and not verb.negated
            return "holder" if decided else None
        if roles.targets:
            return ""
        slot = entry.frame.slot("T")
        simple = slot is not None and slot.prepositions and " " not in slot.prepositions[0]
        rises = entry.relation in _RISINGS and simple and len(entry.frame.slots) == 1
        plain = any(
            (other := one.frame.slot("T")) is not None and not other.prepositions
            for one in self._vocabulary.by_verb[entry.word]
        )
        known = bool(roles.holders) and roles.how in ("own", "pronoun", "relative")
        return "target" if rises and known and verb.is_finite and not plain else None


def _fit(match: Match) -> tuple[bool, bool, int, bool]:
    frame = match.entry.frame
    slot = frame.slot("T")
    return (
        not match.guess,
        bool(frame.literal or frame.before),
        bool(slot and slot.prepositions) + bool(frame.slot("A") and match.about),
        bool(match.holders),
    )
