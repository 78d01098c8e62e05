"""What hangs on what in a sentence, token by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from clivage.suggest.lexicon.tokens import Token

#: Words whose subject is that of the word they hang on.
_SHARING: Final = frozenset(("xcomp", "conj", "advcl", "cop", "aux:tense", "aux:pass"))
#: Words that say something of the noun they hang on.
_QUALIFYING: Final = frozenset(("acl", "amod", "appos"))
#: Steps upward, at most: a tree may be deeper than makes sense.
_HEIGHT: Final = 6


@dataclass(frozen=True)
class Tree:
    """The parse of a sentence.

    Attributes:
        heads: of each token, the number of the one that it hangs on; its own at the root.
        labels: how it hangs there, as Universal Dependencies name it.

    >>> tree = Tree((1, 1, 1), ("nsubj", "ROOT", "obj"))
    >>> tree.subjects(1), tree.below(1, "obj")
    ([0], [2])
    """

    heads: tuple[int, ...]
    labels: tuple[str, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Of each token, those that hang on it, from left to right."""
        found: list[list[int]] = [[] for _ in self.heads]
        for at, head in enumerate(self.heads):
            if head != at:
                found[head].append(at)
        return tuple(map(tuple, found))

    def below(self, at: int, *labels: str) -> list[int]:
        """Return what hangs on a token under one of some labels."""
        return [one for one in self.children[at] if self.labels[one] in labels]

    def joined(self, at: int) -> list[int]:
        """Return a token with those that are coordinated with it."""
        found = [at]
        for one in found:
            found += self.below(one, "conj")
        return found

    def subjects(self, at: int) -> list[int]:
        """Return of whom a word says something: its own subject, a shared one, or its noun."""
        for _ in range(_HEIGHT):
            if own := self.below(at, "nsubj", "nsubj:pass"):
                return [one for first in own for one in self.joined(first)]
            label, head = self.labels[at], self.heads[at]
            if label in _QUALIFYING:
                return [head]
            if label not in _SHARING:
                return []
            at = head
        return []

    def antecedent(self, at: int) -> int:
        """Return the noun that the relative clause of a token is about, or -1."""
        for _ in range(_HEIGHT):
            if self.labels[at] == "acl:relcl":
                return self.heads[at]
            if self.heads[at] == at:
                return -1
            at = self.heads[at]
        return -1


class Parser(Protocol):
    """Turns sentences into trees.

    Attributes:
        version: changes whenever the same sentence may give another tree.
    """

    version: str

    def trees(self, sentences: Iterator[Sequence[Token]]) -> Iterator[Tree]:
        """Yield the tree of each sentence, reading only a few ahead."""
        ...
