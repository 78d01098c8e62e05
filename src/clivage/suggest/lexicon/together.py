"""Two whom the corpus knows in one sentence: likely a stance, in words that no lexicon has.

People take sides in more ways than a lexicon can list. Where a sentence names two actors of the
corpus, or an actor and an issue, and no rule has found anything between them, the passage is
worth a look all the same. Who takes the side, and which, is then little more than a guess: the
one who is named first, and the sign of what words of the lexicon there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from clivage.model import Modality, Sign
from clivage.suggest.lexicon.chunks import Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.modality import Moods
from clivage.suggest.lexicon.parties import Parties, Party
from clivage.suggest.records import Document, Suggestion

RULE: Final = "together"
#: Below whatever a rule finds.
_SCORE: Final = 0.3


def together(
    document: Document,
    clauses: Clauses,
    moods: Moods,
    vocabulary: Vocabulary,
    parties: Parties,
    made: Sequence[Suggestion],
) -> Iterator[Suggestion]:
    """Yield a suggestion for each two neighbours of a sentence between whom nothing was found."""
    named = sorted(_named(clauses, parties), key=lambda one: one[:2])
    for (start, _, one), (_, end, two) in itertools.pairwise(named):
        if one.key == two.key or (one.mention.is_issue and two.mention.is_issue):
            continue
        if any(it.start < end and start < it.end for it in made):
            continue
        holder, target = (two, one) if one.mention.is_issue else (one, two)
        yield Suggestion(
            source=document.source,
            start=start,
            end=end,
            exact=document.text[start:end],
            holder=holder.mention,
            target=target.mention,
            sign=_sign(clauses, vocabulary, start, end),
            score=_SCORE,
            rule=RULE,
            modality=_modality(clauses, moods, start, end),
        )


def _named(clauses: Clauses, parties: Parties) -> Iterator[tuple[int, int, Party]]:
    """Yield whoever is named that the corpus knows, by name or by a pronoun, and where."""
    phrases = [one for one in clauses.chunks if isinstance(one, Phrase)]
    while phrases:
        phrase = phrases.pop()
        if phrase.complement is not None:
            phrases.append(phrase.complement)
        for is_target in (False, True):  # an issue is only ever a target
            party = parties.read(phrase, target=is_target)
            if party is not None and party.mention.figure and not party.mention.is_author:
                yield clauses.words[phrase.first].start, clauses.words[phrase.last].end, party
                break


def _sign(clauses: Clauses, vocabulary: Vocabulary, start: int, end: int) -> Sign:
    """Return the sign of most words between two places; opposition where they say nothing."""
    total = 0
    for word in clauses.words:
        if start <= word.start < end:
            signs = {one.sign for one in vocabulary.entries_of(word.low)}
            total += sum(one.value for one in signs)
    return Sign.SUPPORT if total > 0 else Sign.OPPOSITION


def _modality(clauses: Clauses, moods: Moods, start: int, end: int) -> Modality:
    """Return the modality of the first finite verb between two places."""
    for at, one in enumerate(clauses.chunks):
        is_verb = isinstance(one, Verb) and one.is_finite
        if is_verb and start <= clauses.words[one.first].start < end:
            return moods.of(at).modality
    return Modality.ACTUAL
