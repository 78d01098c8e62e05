"""Read a text sentence by sentence: what each says, and what the rules suggest of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from clivage.model import AUTHOR, ActorType, Modality, Sign
from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.chunker import chunks
from clivage.suggest.lexicon.chunks import Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.discourse import Discourse, Spoken
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.general import General
from clivage.suggest.lexicon.issues import Issues
from clivage.suggest.lexicon.masking import masked
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Moods
from clivage.suggest.lexicon.names import Names
from clivage.suggest.lexicon.nominals import Nominals
from clivage.suggest.lexicon.parties import Parties, Party, human
from clivage.suggest.lexicon.predicates import Predicates
from clivage.suggest.lexicon.scoring import THRESHOLD, score
from clivage.suggest.lexicon.sentences import Sentence, sentences
from clivage.suggest.lexicon.speech import Speech
from clivage.suggest.lexicon.together import together
from clivage.suggest.lexicon.tokens import Token, tokens
from clivage.suggest.lexicon.traps import Traps
from clivage.suggest.lexicon.verbframes import VerbFrames
from clivage.suggest.records import Document, Mention, Suggestion


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence, what the grammar made of it, and what the rules suggest.

    Attributes:
        is_elsewhere: whether it tells of a game, or of what happens in a book or a film.
        speaker: id of the actor whose words these are, by a quotation or a turn; else empty.
    """

    sentence: Sentence
    clauses: Clauses
    moods: Moods
    parties: Parties
    suggestions: tuple[Suggestion, ...]
    is_elsewhere: bool
    speaker: str


class Reading:
    """One reading of a text, with what has to be remembered from sentence to sentence."""

    def __init__(self, document: Document, cast: Cast, words: Vocabulary) -> None:
        self._document = document
        self._vocabulary = words
        self._text = masked(document.text)
        self._names = Names(cast, words, self._text)
        self._issues = Issues(cast, words.closed, self._text)
        self._discourse = Discourse()
        #: What a question asked for the holder of, until the next sentence.
        self._asked: list[tuple[Match, Party]] = []
        self._bodies = frozenset(
            one.id for one in cast.actors if one.type is ActorType.ORGANIZATION
        )
        self._speech = Speech(words)
        self._traps = Traps(words)

    @property
    def names(self) -> Names:
        """The names of the actors."""
        return self._names

    @property
    def issues(self) -> Issues:
        """The issues, by their words."""
        return self._issues

    @property
    def text(self) -> str:
        """The text, with what is no prose masked at equal length."""
        return self._text

    def sentences(self) -> Iterator[Understood]:
        """Yield the sentences that hold a word, in order."""
        language = self._vocabulary.closed.language
        for sentence in sentences(self._text):
            words = tokens(self._text, sentence.start, sentence.end, language)
            if words:
                yield self._of(sentence, words)

    def _of(self, sentence: Sentence, words: list[Token]) -> Understood:
        clauses = Clauses(
            words, chunks(words, self._vocabulary, self._names), self._vocabulary.closed
        )
        moods = Moods(clauses, self._vocabulary)
        parties = Parties(
            self._document.text, words, self._vocabulary, self._issues, self._discourse,
            self._speech, sentence.paragraph, self._bodies,
        )  # fmt: skip
        self._remember(clauses, parties, sentence)
        self._speech.enter(clauses, sentence, self._discourse)
        self._traps.enter(self._text, words, sentence)
        answered = list(self._answers(clauses, parties))
        found = [
            *VerbFrames(clauses, moods, self._vocabulary).matches(),
            *Nominals(clauses, moods, self._vocabulary).matches(),
            *Predicates(clauses, moods, self._vocabulary).matches(),
        ]
        found += General(clauses, moods, self._vocabulary).matches(found)
        made = [
            one
            for match in found
            if not self._traps.holds(match, clauses)
            for one in self._made(match, clauses, parties)
        ]
        self._asked = [
            (replace(match, place=(words[match.first].start, words[match.last].end)), target)
            for match in found
            if match.how == "asked"
            for phrase in match.targets
            if (target := parties.read(phrase, target=True)) is not None
        ]
        best = _best(answered + made)
        if not self._traps.is_elsewhere:
            best += together(self._document, clauses, moods, self._vocabulary, parties, best)
        speaker = self._speech.speaker_at(words[0].start)
        return Understood(
            sentence, clauses, moods, parties, tuple(self._denied(best, sentence)),
            self._traps.is_elsewhere, speaker.figure if speaker else "",
        )  # fmt: skip

    def _answers(self, clauses: Clauses, parties: Parties) -> Iterator[Suggestion]:
        """*Qui l'a nourri ? Les financiers.*: the holder is in the sentence after."""
        first = clauses.chunks[0]
        if not self._asked or not isinstance(first, Phrase) or first.preposition:
            return
        for phrase in clauses.joined(0):
            holder = parties.read(phrase, target=False)
            for match, target in self._asked:
                if holder is None or holder.key == target.key:
                    continue
                if one := self._suggestion(match, holder, target, clauses, parties):
                    yield one

    def _denied(self, made: list[Suggestion], sentence: Sentence) -> list[Suggestion]:
        """Return suggestions as denied where the next word says so: *Mensonge !*."""
        after = self._text[sentence.end : sentence.end + 30].strip().lower()
        cues = tuple(one for one in self._vocabulary.role("negative-cue") if len(one) > 5)
        cry = after.startswith(cues) and len(after.split("!")[0].split()) <= 2
        said = self._text[sentence.start : sentence.end + 60].lower()
        if cry or any(one in said for one in _DENIALS):
            return [replace(one, modality=Modality.NEGATED) for one in made]
        return made

    def _remember(self, clauses: Clauses, parties: Parties, sentence: Sentence) -> None:
        subjects = {
            id(phrase)
            for at, one in enumerate(clauses.chunks)
            if isinstance(one, Verb) and one.is_finite
            for phrase in clauses.subject(at).phrases
        }
        topic = clauses.topic()
        for at, one in enumerate(clauses.chunks):
            if isinstance(one, Phrase):
                leads = id(one) in subjects or one is topic
                self._mention(one, clauses, sentence, is_subject=leads)
            elif isinstance(one, Verb):
                self._pronouns(at, one, clauses, sentence)

    def _mention(
        self, phrase: Phrase, clauses: Clauses, sentence: Sentence, *, is_subject: bool
    ) -> None:
        if phrase.sort == "pronoun":
            if is_subject:
                self._again(phrase, clauses, sentence)
            return
        inner = phrase.complement
        if inner is not None and inner.sort != "thing":
            through = is_subject and phrase.sort == "thing"
            self._mention(inner, clauses, sentence, is_subject=through)
        if phrase.sort == "thing":
            self._issues.match([one.low for one in clauses.words[phrase.head : phrase.last + 1]])
        if phrase.none or (phrase.sort == "thing" and not is_subject):
            return
        start, end = clauses.words[phrase.first].start, clauses.words[phrase.last].end
        self._discourse.remember(
            Spoken(
                start, end, self._document.text[start:end], phrase.figure, phrase.sort,
                phrase.number, phrase.gender, is_subject, sentence.paragraph, start,
                is_person=self._is_person(phrase, clauses),
            )
        )  # fmt: skip

    def _is_person(self, phrase: Phrase, clauses: Clauses) -> bool | None:
        if phrase.figure:
            portrait = self._names.portraits.get(phrase.figure)
            return portrait.person if portrait else None
        group = self._vocabulary.groups.get(clauses.words[phrase.head].low)
        if group is not None:
            return group.type == "person"
        return None if phrase.sort == "name" else False

    def _pronouns(self, at: int, verb: Verb, clauses: Clauses, sentence: Sentence) -> None:
        subject = ""
        if verb.subject >= 0:
            subject = self._again(clauses.pronoun(verb.subject), clauses, sentence)
        elif verb.is_finite:
            phrases = clauses.subject(at).phrases
            subject = self._key(phrases[0], clauses) if phrases else ""
        for token in verb.clitics:
            if clauses.words[token].low not in clauses.closed.reflexives:
                self._again(clauses.pronoun(token), clauses, sentence, besides=subject)

    def _again(
        self, pronoun: Phrase, clauses: Clauses, sentence: Sentence, *, besides: str | None = None
    ) -> str:
        """A pronoun keeps whom it stands for in mind; return who that is."""
        if pronoun.pronoun is None or pronoun.pronoun.person != 3:
            return ""
        word = clauses.words[pronoun.first]
        if word.low in clauses.closed.expletive or word.low in ("y", "en"):
            return ""
        is_object = besides is not None
        role = "near" if word.low.endswith("-ci") else "object" if is_object else "subject"
        others = frozenset(filter(None, [besides]))
        meant = self._discourse.resolve(
            pronoun, word.start, sentence.paragraph, besides=others, role=role, person=human(word)
        )
        if meant is None:
            return ""
        self._discourse.remember(
            replace(
                meant, is_subject=not is_object, is_object=is_object, at=word.start,
                paragraph=sentence.paragraph, gender=meant.gender or pronoun.gender,
            )
        )  # fmt: skip
        return meant.key

    def _key(self, phrase: Phrase, clauses: Clauses) -> str:
        start, end = clauses.words[phrase.first].start, clauses.words[phrase.last].end
        return phrase.figure or self._document.text[start:end].lower()

    def _made(self, match: Match, clauses: Clauses, parties: Parties) -> Iterator[Suggestion]:
        for holder in self._holders(match, clauses, parties):
            besides = frozenset([holder.key])
            for target in self._targets(match, besides, clauses, parties):
                if target.mention.is_author or target.key == holder.key:
                    continue
                if one := self._suggestion(match, holder, target, clauses, parties):
                    yield one

    def _targets(
        self, match: Match, besides: frozenset[str], clauses: Clauses, parties: Parties
    ) -> Iterator[Party]:
        if match.guess == "target":
            found = [parties.guess(_at(match), besides, holder=False)]
        else:
            names = [name for one in match.targets for name in clauses.spelt_out(one)]
            found = [parties.read(one, target=True, besides=besides) for one in names]
        yield from (one for one in found if one is not None)

    def _holders(self, match: Match, clauses: Clauses, parties: Parties) -> Iterator[Party]:
        if match.by_author:
            words = clauses.words
            first, last = words[match.first].start, words[match.last].end
            speaker = self._speech.speaker_at(first)
            if speaker is not None:
                mention = Mention(
                    text=speaker.text, start=speaker.start, end=speaker.end, figure=speaker.figure
                )
                yield Party(mention, 0.9, "pronoun", first, last)
            else:
                yield Party(Mention(text="", figure=AUTHOR), 0.9, "author", first, last)
            return
        if match.guess == "holder":
            targets = (parties.read(one, target=True) for one in match.targets)
            figures = frozenset(one.mention.figure for one in targets if one is not None)
            guessed = parties.guess(_at(match), figures, holder=True)
            if guessed is not None and any(figures):
                yield guessed
            return
        for phrase in match.holders:
            party = parties.read(phrase, target=False)
            if party is not None:
                yield party

    def _suggestion(
        self, match: Match, holder: Party, target: Party, clauses: Clauses, parties: Parties
    ) -> Suggestion | None:
        value = score(match, holder, target)
        if value < THRESHOLD:
            return None
        words = clauses.words
        first, last = match.place or (words[match.first].start, words[match.last].end)
        start, end = min(first, holder.first, target.first), max(last, holder.last, target.last)
        entry = match.entry
        sign, modality = entry.sign, match.modality
        if match.flips:
            sign, modality = _turned(sign, modality)
        text = self._document.text
        return Suggestion(
            source=self._document.source,
            start=start,
            end=end,
            exact=text[start:end],
            holder=self._exact(holder.mention),
            target=self._exact(target.mention),
            sign=sign,
            score=value,
            rule=entry.rule,
            about=self._about(match, parties),
            voice=self._voice(match, holder, first, parties),
            relation=("refuses" if sign is Sign.OPPOSITION else "")
            if match.flips
            else entry.relation,
            mode="demand" if match.called else entry.mode,
            modality=modality,
            strength=entry.strength,
            cues=(text[first:last],),
        )

    def _exact(self, mention: Mention) -> Mention:
        if not mention.is_placed:
            return mention
        return replace(mention, text=self._document.text[mention.start : mention.end])

    def _about(self, match: Match, parties: Parties) -> Mention | None:
        for phrase in match.about:
            party = parties.read(phrase, target=True)
            if party is not None and party.mention.is_issue:
                return self._exact(party.mention)
        return None

    def _voice(self, match: Match, holder: Party, at: int, parties: Parties) -> Mention | None:
        for phrase in match.voices:
            party = parties.read(phrase, target=False)
            if party is not None and party.quality >= 0.5:
                return self._exact(party.mention)
        speaker = self._speech.speaker_at(at)
        if speaker is not None:
            spoken = Mention(
                text=speaker.text, start=speaker.start, end=speaker.end, figure=speaker.figure
            )
            return self._exact(spoken)
        if match.entry.mode == "word" and match.modality is Modality.ACTUAL:
            return self._exact(holder.mention)
        return None


#: What takes back the clause before it.
_DENIALS: Final = (
    "il n'en est rien", "rien n'est plus faux", "c'est faux", "cela est faux", "no hay tal",
    "nada más falso", "eso es falso", "es falso", "nothing of the sort", "nothing of the kind",
    "that is false", "this is false", "that is untrue", "it does not.",
)  # fmt: skip


def _at(match: Match) -> Phrase:
    """Return a phrase that stands where the trigger does."""
    return Phrase(match.first, match.last, match.first, match.first, sort="thing")


def _turned(sign: Sign, modality: Modality) -> tuple[Sign, Modality]:
    """Return what a refusal makes of a stance: not to oppose is not to support."""
    if sign is Sign.OPPOSITION:
        return sign, Modality.NEGATED if modality is Modality.ACTUAL else modality
    return Sign.OPPOSITION, modality


def _best(made: list[Suggestion]) -> list[Suggestion]:
    """Return one suggestion for each holder, target and sign, the best."""
    best: dict[tuple[str, str, Sign], Suggestion] = {}
    for one in made:
        key = (one.holder.figure or one.holder.text, one.target.figure or one.target.text, one.sign)
        if key not in best or one.score > best[key].score:
            best[key] = one
    return sorted(best.values(), key=lambda one: (one.start, one.end, one.rule))
