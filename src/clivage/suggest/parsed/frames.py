"""Lay the frames of the lexicons over a tree: who stands where, as the parse has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.chunks import Phrase, Verb, Voice
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.entries import Entry, Vocabulary
from clivage.suggest.lexicon.frames import Slot
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Moods, Stance
from clivage.suggest.parsed.phrases import Phrases
from clivage.suggest.parsed.trees import Tree

#: What a complement after a preposition may be to its verb or noun.
_OBLIQUE: Final = ("obl:arg", "obl:mod", "obl:agent", "iobj", "nmod")
#: What hangs on a word and is somebody or something.
_NOMINAL: Final = ("obj", *_OBLIQUE)
#: Tokens after a trigger in which the fixed words of its frame stand.
_NEAR: Final = 7


class TreeFrames:
    """Finds what the triggers of one sentence say by its tree.

    A match may lack its holders or its targets: the parse was silent about them.
    """

    def __init__(self, clauses: Clauses, moods: Moods, vocabulary: Vocabulary, tree: Tree) -> None:
        self._clauses = clauses
        self._moods = moods
        self._vocabulary = vocabulary
        self._tree = tree
        self._phrases = Phrases(clauses, tree)

    def matches(self) -> Iterator[Match]:
        """Yield a match for each entry of each trigger, the most specific of a trigger first."""
        for at, chunk in enumerate(self._clauses.chunks):
            found: list[Match] = []
            if isinstance(chunk, Verb):
                found = [*self._verb(at, chunk), *self._adjective(chunk.main)]
            elif isinstance(chunk, Phrase):
                found = [*self._nouns(chunk), *self._adjective(chunk.head)]
            else:
                found = list(self._adjective(chunk.first))
            yield from sorted(found, key=_fit, reverse=True)

    def _verb(self, at: int, verb: Verb) -> Iterator[Match]:
        stance: Stance | None = None
        for lemma in verb.lemmas:
            for entry in self._vocabulary.by_verb.get(lemma, ()):
                if not self._is_said(entry, verb):
                    continue
                stance = stance or self._stance(at, verb)
                holders, targets = self._sides(entry, verb, called=stance.called)
                yield _match(entry, verb.main, holders, targets, stance)

    def _is_said(self, entry: Entry, verb: Verb) -> bool:
        """Whether the verb is reflexive where the frame is, and has its fixed words."""
        frame = entry.frame
        participle = verb.voice is Voice.PARTICIPLE
        if frame.reflexive != verb.reflexive and not (frame.reflexive and participle):
            return False
        words = self._clauses.words
        before = {one.low for one in words[verb.first : verb.main]}
        return self._has_fixed(entry, verb.main) and all(
            before & set(choice) for choice in frame.before
        )

    def _has_fixed(self, entry: Entry, at: int) -> bool:
        lows = {one.low for one in self._clauses.words[at + 1 : at + 1 + _NEAR]}
        joiners = self._clauses.closed.coordinators
        return all(lows & set(one) for one in entry.frame.literal if not joiners & set(one))

    def _stance(self, at: int, verb: Verb) -> Stance:
        if verb.voice is Voice.PARTICIPLE:
            return Stance(self._moods.modified(at))
        return self._moods.of(at)

    def _sides(
        self, entry: Entry, verb: Verb, *, called: bool
    ) -> tuple[list[Phrase], list[Phrase]]:
        frame, tree, at = entry.frame, self._tree, verb.main
        subjects = self._subjects(verb, called=called)
        plain = any(not slot.prepositions for slot in frame.slots)
        turned = verb.voice is not Voice.ACTIVE or bool(tree.below(at, "obl:agent", "nsubj:pass"))
        turned = turned and not verb.reflexive
        roles: dict[str, list[Phrase]] = {}
        for slot in frame.slots:
            if slot.prepositions:
                roles[slot.role] = self._oblique(slot, at)
            elif turned:
                roles[slot.role] = subjects
            else:
                roles[slot.role] = self._objects(entry, at)
        if turned and plain:
            roles[frame.subject] = self._agents(at)
        elif not turned or (frame.reflexive and verb.voice is Voice.PARTICIPLE):
            roles[frame.subject] = subjects
        return roles.get("H", []), roles.get("T", [])

    def _subjects(self, verb: Verb, *, called: bool) -> list[Phrase]:
        """Return who does what a verb says; of an infinitive, whom its governor names.

        Args:
            called: whether the governor only calls on others, which is then a side of its own.
        """
        tree, at = self._tree, verb.main
        found = self._phrases.all_of(tree.subjects(at))
        if verb.tense is not Tense.INFINITIVE or tree.below(at, "nsubj"):
            return found
        if tree.labels[at] == "acl":  # of a thing, it says what that is and not who does it
            return [one for one in found if one.sort != "thing"]
        objects = self._phrases.all_of(tree.below(tree.heads[at], "obj"))
        controls = tree.labels[at] == "xcomp" and verb.preposition != "pour" and not called
        return objects if controls and objects else found

    def _objects(self, entry: Entry, at: int) -> list[Phrase]:
        fixed = {word for choice in entry.frame.literal for word in choice}
        found = [
            one
            for first in self._tree.below(at, "obj")
            for one in self._tree.joined(first)
            if self._clauses.words[one].low not in fixed
        ]
        return self._phrases.all_of(found)

    def _agents(self, at: int) -> list[Phrase]:
        agents = self._tree.below(at, "obl:agent")
        if not agents:
            known = self._clauses.closed.agents
            below = self._tree.below(at, *_OBLIQUE)
            agents = [one for one in below if self._phrases.preposition(one) in known]
        return self._phrases.all_of([one for first in agents for one in self._tree.joined(first)])

    def _oblique(self, slot: Slot, at: int) -> list[Phrase]:
        """Return what hangs on a word after one of some prepositions.

        Where nothing does, what hangs on its object counts: a parser often attaches too low.
        """
        near = self._tree.below(at, *_NOMINAL)
        low = [two for one in near for two in self._tree.below(one, *_OBLIQUE)]
        for reach in (near, low):
            for one in reach:
                if self._phrases.preposition(one) in slot.prepositions:
                    return self._phrases.all_of(self._tree.joined(one))
        return []

    def _nouns(self, chunk: Phrase) -> Iterator[Match]:
        phrase: Phrase | None = chunk
        while phrase is not None:
            low = self._clauses.words[phrase.head].low
            entries = () if phrase.sort == "figure" else self._vocabulary.nouns.get(low, ())
            for entry in entries:
                if self._has_fixed(entry, phrase.head):
                    yield self._noun(entry, phrase)
            phrase = phrase.complement

    def _noun(self, entry: Entry, phrase: Phrase) -> Match:
        frame, at = entry.frame, phrase.head
        roles = {slot.role: self._oblique(slot, at) for slot in frame.slots if slot.prepositions}
        between = next((one for one in roles.get("H", []) if one.preposition == "entre"), None)
        if between is not None:
            both = roles["H"]
            return _match(entry, at, both[:1], both[1:], self._above(at))
        holders, targets = roles.get("H", []), roles.get("T", [])
        verb = self._supporting(at)
        if verb is not None:
            holders, targets = self._supported(entry, verb, holders, targets)
        if not holders and phrase.owner is not None and phrase.owner.person != 2:
            holders = [_owner(phrase)]
        return _match(entry, at, holders, targets, self._above(at))

    def _supporting(self, at: int) -> Verb | None:
        """Return the verb that a noun is the object of."""
        tree = self._tree
        if tree.labels[at] not in ("obj", "obl:arg", "obl:mod"):
            return None
        chunk = self._clauses.chunks[self._phrases.chunk_of(tree.heads[at])]
        return chunk if isinstance(chunk, Verb) else None

    def _supported(
        self, entry: Entry, verb: Verb, holders: list[Phrase], targets: list[Phrase]
    ) -> tuple[list[Phrase], list[Phrase]]:
        """Whoever gives, or hides, his support holds it; whoever gets it is its target."""
        slot = entry.frame.slot("T")
        subjects = self._phrases.all_of(self._tree.subjects(verb.main))
        if self._has_role(verb, "receive", "receive-lose"):
            return holders, targets or subjects
        objects = self._phrases.all_of(self._tree.below(verb.main, "obj"))
        own = any(one.owner is not None and one.owner.person == 3 for one in objects)
        if not own and not self._has_role(verb, "give"):
            return holders, targets
        if not targets and slot is not None and slot.prepositions:
            targets = self._oblique(slot, verb.main)
        return holders or subjects, targets

    def _has_role(self, verb: Verb, *roles: str) -> bool:
        known = {one.split()[0] for role in roles for one in self._vocabulary.role(role)}
        return bool(known & set(verb.lemmas)) and not verb.reflexive

    def _above(self, at: int) -> Stance | None:
        """Return what governs a noun: the stance of the verb that it is an object of."""
        tree = self._tree
        for _ in range(3):
            if tree.labels[at].startswith("nsubj"):
                return None
            at = tree.heads[at]
            number = self._phrases.chunk_of(at)
            chunk = self._clauses.chunks[number]
            if isinstance(chunk, Verb):
                return self._moods.of(number)
        return None

    def _adjective(self, at: int) -> Iterator[Match]:
        low = self._clauses.words[at].low
        for entry in self._vocabulary.adjectives.get(low, ()):
            slot = next((one for one in entry.frame.slots if one.role in "HT"), None)
            if slot is None or not self._has_fixed(entry, at):
                continue
            around = self._phrases.all_of(self._tree.subjects(at))
            subjects = [one for one in around if not one.first <= at <= one.last]
            sides = {entry.frame.subject: subjects, slot.role: self._oblique(slot, at)}
            yield _match(entry, at, sides.get("H", []), sides.get("T", []), self._copula(at))

    def _copula(self, at: int) -> Stance | None:
        for one in (*self._tree.below(at, "cop"), self._tree.heads[at]):
            number = self._phrases.chunk_of(one)
            if isinstance(self._clauses.chunks[number], Verb):
                return self._moods.of(number)
        return None


def _match(
    entry: Entry, at: int, holders: list[Phrase], targets: list[Phrase], stance: Stance | None
) -> Match:
    found = Match(entry, at, at, holders, targets, how="parse")
    if stance is not None:
        found.modality, found.sure = stance.modality, stance.sure
        found.flips, found.called = stance.flips, stance.called
    return found


def _owner(phrase: Phrase) -> Phrase:
    """Return whose something is, as a pronoun."""
    assert phrase.owner is not None
    at = phrase.first
    return Phrase(at, at, at, at, number=phrase.owner.number, sort="pronoun", pronoun=phrase.owner)


def _fit(match: Match) -> tuple[bool, int, int]:
    frame = match.entry.frame
    asked = sum(bool(slot.prepositions) for slot in frame.slots)
    return bool(match.holders and match.targets), len(frame.literal), asked + frame.reflexive
