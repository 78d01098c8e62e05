"""What a tree says in a sentence, with everybody named: the claims of the parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clivage.model import Sign
from clivage.suggest.cast import Cast
from clivage.suggest.lexicon.chunker import chunks
from clivage.suggest.lexicon.chunks import Phrase
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.discourse import Discourse
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.issues import Issues
from clivage.suggest.lexicon.matches import Match
from clivage.suggest.lexicon.modality import Moods
from clivage.suggest.lexicon.names import Names
from clivage.suggest.lexicon.parties import Parties, Party
from clivage.suggest.lexicon.sentences import Sentence
from clivage.suggest.lexicon.speech import Speech
from clivage.suggest.lexicon.tokens import Token
from clivage.suggest.lexicon.traps import Traps
from clivage.suggest.parsed.frames import TreeFrames
from clivage.suggest.parsed.trees import Tree
from clivage.suggest.records import Document


@dataclass(frozen=True, slots=True)
class Claim:
    """What the parse says of one trigger.

    Attributes:
        first, last: offsets of the trigger.
        holders, targets: who they are; empty where the parse is silent. The parse knows which word
            it is and not whom a pronoun stands for: ``how`` is then ``pronoun``.
        trapped: whether the words look like a stance and are none.
    """

    match: Match
    first: int
    last: int
    holders: tuple[Party, ...]
    targets: tuple[Party, ...]
    trapped: bool = False

    @property
    def sign(self) -> Sign:
        """The side that is taken: whoever refuses support opposes."""
        return Sign.OPPOSITION if self.match.flips else self.match.entry.sign


class TreeReading:
    """One reading of a text. No sentence depends on those before, but for the traps."""

    def __init__(self, document: Document, text: str, cast: Cast, vocabulary: Vocabulary) -> None:
        """Take a text as it stands, and masked."""
        self._document = document
        self._text = text
        self._vocabulary = vocabulary
        self._names = Names(cast, vocabulary, text)
        self._issues = Issues(cast, vocabulary.closed, text)
        self._traps = Traps(vocabulary)

    def claims(self, sentence: Sentence, words: Sequence[Token], tree: Tree) -> list[Claim]:
        """Return what the tree of a sentence says, the best reading of each trigger first."""
        vocabulary = self._vocabulary
        found = chunks(words, vocabulary, self._names)
        clauses = Clauses(words, found, vocabulary.closed)
        parties = Parties(
            self._document.text, words, vocabulary, self._issues, Discourse(),
            Speech(vocabulary), sentence.paragraph, frozenset(),
        )  # fmt: skip
        self._traps.enter(self._text, words, sentence)
        matches = TreeFrames(clauses, Moods(clauses, vocabulary), vocabulary, tree).matches()
        denied = self._is_denied(sentence)
        return [self._claim(one, clauses, parties, denied=denied) for one in matches]

    def _is_denied(self, sentence: Sentence) -> bool:
        """Whether a cry after a sentence takes it back: *Mensonge !*."""
        cry, mark, _ = self._text[sentence.end : sentence.end + 30].partition("!")
        return bool(mark) and cry.strip().lower() in self._vocabulary.role("negative-cue")

    def _claim(self, match: Match, clauses: Clauses, parties: Parties, *, denied: bool) -> Claim:
        words = clauses.words
        holders = tuple(_read(match.holders, parties, target=False))
        targets = tuple(_read(match.targets, parties, target=True))
        trapped = denied or self._traps.holds(match, clauses)
        first, last = words[match.first].start, words[match.last].end
        return Claim(match, first, last, holders, targets, trapped)


def _read(phrases: list[Phrase], parties: Parties, *, target: bool) -> Iterator[Party]:
    for phrase in phrases:
        party = parties.read(phrase, target=target)
        if party is None:
            continue
        stands_for = phrase.sort == "pronoun" or (phrase.owner is not None and not phrase.figure)
        known = party.mention.is_issue or not stands_for
        yield party if known else replace(party, how="pronoun")
