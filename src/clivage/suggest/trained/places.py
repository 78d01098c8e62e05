"""Somebody or something that the corpus knows, at one place of a sentence, or only in mind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

#: Where no token stands.
NOWHERE: Final = -1


class How(Enum):
    """How a place means somebody."""

    NAME = "name"
    ISSUE = "issue"
    PRONOUN = "pronoun"
    #: Whom the pronoun may stand for as well.
    OTHER = "other"
    OWNER = "owner"
    PART = "part"
    #: Spoken of in the sentences before.
    BEFORE = "before"
    #: An issue that the text is about.
    THEME = "theme"
    #: Named at the foot of a text, where a sentence says *we* or *I*.
    SIGNATURE = "signature"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody at a place.

    Attributes:
        figure: id of the actor or issue, or ``author``.
        kind: ``person``, ``organization``, ``collective``, ``issue`` or ``author``.
        role: ``subject``, ``patient`` (the subject of a passive), ``object``, ``of`` (of a noun),
            ``bare``, ``pronoun``, a preposition, a pronoun before its verb, or as ``how`` has it.
        verb: number of the chunk of its verb, or -1.
        subject: how the subject was found; see `clivage.suggest.lexicon.clauses.Found`.
        noun: number of the token of the noun that it belongs to, or -1.
        first, last: numbers of its tokens; -1 where it does not stand in the sentence.
        start, end: offsets in the text; -1 likewise.
        rank: of those that are not in the sentence, how near they are, from 0 on.
    """

    figure: str
    kind: str
    how: How
    role: str
    verb: int = NOWHERE
    subject: str = ""
    noun: int = NOWHERE
    first: int = NOWHERE
    last: int = NOWHERE
    start: int = NOWHERE
    end: int = NOWHERE
    rank: int = 0

    @property
    def is_here(self) -> bool:
        """Whether it stands in the sentence."""
        return self.first != NOWHERE

    @property
    def is_issue(self) -> bool:
        """Whether it is a demand or measure."""
        return self.kind == "issue"
