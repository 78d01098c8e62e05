"""One sentence, with all that may speak for or against a stance in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from clivage.model import AUTHOR, Modality, Sign
from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.chunks import Verb
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.reading import Reading, Understood
from clivage.suggest.lexicon.together import RULE as TOGETHER
from clivage.suggest.lexicon.tokens import Token
from clivage.suggest.records import Suggestion
from clivage.suggest.trained.cues import Cue, cues
from clivage.suggest.trained.memory import Last, Memory
from clivage.suggest.trained.places import How, Place
from clivage.suggest.trained.placing import Placing
from clivage.suggest.trained.themes import Likeness, Themes

#: How many of those spoken of before, and of the issues of the text, are thought of.
_BEFORE: Final = 6
_THEMES: Final = 4
#: Characters at the foot of a text in which it may be signed.
_SIGNED: Final = 160
_BREAKS: Final = frozenset(";:()–—")
_STEM: Final = 6
_FIRST_PERSON: Final = 1


@dataclass(frozen=True, slots=True)
class Action:
    """A verb of the sentence.

    Attributes:
        first, last: numbers of its tokens, up to the one that carries the meaning.
        signs: of its entries in the lexicon.
    """

    lemma: str
    first: int
    last: int
    signs: frozenset[Sign]
    negated: bool
    modality: Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known of a sentence.

    Attributes:
        words: its tokens; ``terms`` the same as infinitives and stems.
        signs: of each token, what the lexicon has of it.
        cues: of each token.
        parts: of each token, the number of the part between strong marks that it is in.
        places: who is named; ``absent`` who else may be meant.
        actions: its verbs, by the number of their chunk.
        rules: what the rules suggest; ``neighbours`` what they only guess, of two who are known.
        last: where figures were last spoken of; ``shares`` how much of the text they have so far.
        themes: issues of the text, and what the sentence has of each.
        signers: who may have signed the text.
        lead: whom the paragraph began with.
        speaker: id of the actor whose words these are, or empty.
        first_person: whether somebody says *I* or *we*.
        is_elsewhere: whether it tells of a game or a plot.
    """

    start: int
    end: int
    number: int
    paragraph: int
    words: tuple[Token, ...]
    terms: tuple[str, ...]
    signs: tuple[frozenset[Sign], ...]
    cues: tuple[Cue, ...]
    parts: tuple[int, ...]
    places: tuple[Place, ...]
    absent: tuple[Place, ...]
    actions: Mapping[int, Action]
    rules: tuple[Suggestion, ...]
    neighbours: tuple[Suggestion, ...]
    last: Mapping[str, Last]
    shares: Mapping[str, float]
    themes: Mapping[str, tuple[int, Likeness]]
    signers: frozenset[str]
    lead: str
    speaker: str
    first_person: bool
    is_elsewhere: bool


class Scenes:
    """Makes the scenes of one text, in order."""

    def __init__(self, reading: Reading, cast: Cast, vocabulary: Vocabulary) -> None:
        self._reading = reading
        self._vocabulary = vocabulary
        self._cues = cues(vocabulary.closed.language)
        self._kinds = {
            one.id: one.type.value if one.type is not None else "issue" for one in cast.figures
        }
        self._themes = Themes(cast, reading.issues, reading.text)
        self._signers = _signers(cast, reading.text)
        self._memory = Memory()

    def __iter__(self) -> Iterator[Scene]:
        for understood in self._reading.sentences():
            yield self._of(understood)

    def _of(self, one: Understood) -> Scene:
        memory, clauses = self._memory, one.clauses
        memory.enter(one.sentence.paragraph)
        placing = Placing(
            clauses, one.parties, self._kinds, self._reading.names.portraits, memory.recent
        )
        places = placing.places()
        words = tuple(clauses.words)
        themes = self._themes.alike(word.low for word in words if word.is_word)
        first_person = self._says_we(words)
        known = {place.figure for place in places} | set(memory.recent)
        scene = Scene(
            start=one.sentence.start,
            end=one.sentence.end,
            number=memory.sentence,
            paragraph=one.sentence.paragraph,
            words=words,
            terms=tuple(self._terms(one)),
            signs=tuple(self._signs(words)),
            cues=tuple(self._cues.of(words)),
            parts=tuple(_parts(words)),
            places=tuple(places),
            absent=tuple(self._absent(places, themes, signed=first_person)),
            actions=self._actions(one),
            rules=tuple(it for it in one.suggestions if it.rule != TOGETHER),
            neighbours=tuple(it for it in one.suggestions if it.rule == TOGETHER),
            last={figure: memory.last[figure] for figure in known if figure in memory.last},
            shares={figure: memory.share(figure) for figure in known},
            themes={it.figure: (rank, it) for rank, it in enumerate(themes)},
            signers=self._signers,
            lead=memory.lead,
            speaker=one.speaker,
            first_person=first_person,
            is_elsewhere=one.is_elsewhere,
        )
        memory.remember(places)
        return scene

    def _absent(
        self, places: list[Place], themes: tuple[Likeness, ...], *, signed: bool
    ) -> Iterator[Place]:
        """Yield who is not in the sentence, and may be meant."""
        here = {place.figure for place in places}
        before = [one for one in self._memory.recent if one not in here][:_BEFORE]
        yield from (self._thought(one, How.BEFORE, rank) for rank, one in enumerate(before))
        known = here | set(before)
        for rank, theme in enumerate(themes[:_THEMES]):
            if theme.figure not in known:
                yield self._thought(theme.figure, How.THEME, rank)
        if signed:
            for figure in sorted(self._signers - known):
                yield self._thought(figure, How.SIGNATURE, 0)
        yield self._thought(AUTHOR, How.AUTHOR, 0)

    def _thought(self, figure: str, how: How, rank: int) -> Place:
        kind = "author" if how is How.AUTHOR else self._kinds.get(figure, "")
        return Place(figure=figure, kind=kind, how=how, role=how.value, rank=rank)

    def _says_we(self, words: tuple[Token, ...]) -> bool:
        closed = self._vocabulary.closed
        tables = (
            closed.subjects, closed.objects, closed.datives, closed.strong, closed.possessives,
        )  # fmt: skip
        return any(
            table[word.low].person == _FIRST_PERSON
            for word in words
            for table in tables
            if word.low in table
        )

    def _terms(self, one: Understood) -> Iterator[str]:
        verbs = {
            chunk.main: chunk.lemmas[0]
            for chunk in one.clauses.chunks
            if isinstance(chunk, Verb) and chunk.lemmas
        }
        for at, word in enumerate(one.clauses.words):
            yield verbs.get(at) or (_stem(word.low) if word.is_word else word.low)

    def _signs(self, words: tuple[Token, ...]) -> Iterator[frozenset[Sign]]:
        known = self._vocabulary
        lows = [one.low for one in words]
        for at, low in enumerate(lows):
            entries = list(known.entries_of(low))
            for spelt, entry in known.phrases.get(low, ()):
                if tuple(lows[at : at + len(spelt)]) == spelt:
                    entries.append(entry)
                    break
            yield frozenset(entry.sign for entry in entries)

    def _actions(self, one: Understood) -> dict[int, Action]:
        found = {}
        for at, verb in enumerate(one.clauses.chunks):
            if not isinstance(verb, Verb):
                continue
            entries = [e for lemma in verb.lemmas for e in self._vocabulary.by_verb.get(lemma, ())]
            lemma = verb.lemmas[0] if verb.lemmas else _stem(one.clauses.words[verb.main].low)
            signs = frozenset(entry.sign for entry in entries)
            modality = one.moods.of(at).modality
            found[at] = Action(lemma, verb.first, verb.main, signs, verb.negated, modality)
        return found


def _parts(words: tuple[Token, ...]) -> Iterator[int]:
    number = 0
    for word in words:
        number += word.text in _BREAKS
        yield number


def _stem(low: str) -> str:
    if len(low) < _STEM:
        return low
    bare = low.rstrip("s")
    return (bare[:_STEM] if len(bare) > _STEM else bare.rstrip("e")) or low


def _signers(cast: Cast, text: str) -> frozenset[str]:
    """Return whose name stands at the foot of a text."""
    foot = text.strip().lower()[-_SIGNED:]
    return frozenset(
        one.id
        for one in cast.actors
        if any(re.search(rf"\b{re.escape(name.lower())}\b", foot) for name in one.names)
    )
