"""From a token of a tree to the noun phrase that the lexicon engine reads there."""

from __future__ import annotations

from clivage.suggest.lexicon.chunks import Mark, Phrase, Verb
from clivage.suggest.lexicon.clauses import Clauses
from clivage.suggest.parsed.trees import Tree


class Phrases:
    """The noun phrases of one sentence, by the tokens of its tree."""

    def __init__(self, clauses: Clauses, tree: Tree) -> None:
        self._clauses = clauses
        self._tree = tree
        self._chunk_at: list[int] = []
        for number, chunk in enumerate(clauses.chunks):
            self._chunk_at += [number] * (chunk.last + 1 - len(self._chunk_at))

    def chunk_of(self, token: int) -> int:
        """Return the number of the chunk that a token is in."""
        return self._chunk_at[token]

    def of(self, token: int) -> Phrase | None:
        """Return the phrase that a token is the head of, or the one around it."""
        chunk = self._clauses.chunks[self._chunk_at[token]]
        if isinstance(chunk, Mark):
            return self._antecedent(token, chunk)
        if isinstance(chunk, Verb):
            own = token == chunk.subject or token in chunk.clitics
            return self._pronoun(token) if own else None
        inner = chunk
        while inner.complement is not None and inner.complement.opening <= token:
            inner = inner.complement
        return inner

    def all_of(self, tokens: list[int]) -> list[Phrase]:
        """Return the phrases of tokens, each once."""
        found: list[Phrase] = []
        for token in tokens:
            phrase = self.of(token)
            if phrase is not None and not any(phrase is one for one in found):
                found.append(phrase)
        return found

    def preposition(self, token: int) -> str:
        """Return what a token hangs on, as the frames spell it; empty where it is nothing."""
        chunk = self._clauses.chunks[self._chunk_at[token]]
        if isinstance(chunk, Mark):
            return chunk.preposition
        if isinstance(chunk, Phrase):
            phrase = self.of(token)
            return (phrase.preposition if phrase else "") or self._contracted(token)
        low = self._clauses.words[token].low
        closed = self._clauses.closed
        if low == "en":
            return closed.genitive
        is_dative = low in closed.datives and low not in closed.objects
        return closed.dative if is_dative else ""

    def _contracted(self, token: int) -> str:
        """*Des* is a preposition where the tree says so."""
        case = {self._clauses.words[one].low for one in self._tree.below(token, "case")}
        return self._clauses.closed.genitive if case & {"de", "d'", "des"} else ""

    def _antecedent(self, token: int, mark: Mark) -> Phrase | None:
        closed = self._clauses.closed
        if mark.low not in closed.who | closed.whom | closed.whose:
            return None
        noun = self._tree.antecedent(token)
        if noun < 0 or isinstance(self._clauses.chunks[self._chunk_at[noun]], Mark):
            return None
        return self.of(noun)

    def _pronoun(self, token: int) -> Phrase | None:
        low, closed = self._clauses.words[token].low, self._clauses.closed
        if low in closed.reflexives or low in closed.expletive or low in ("y", "en"):
            return None
        return self._clauses.pronoun(token)
