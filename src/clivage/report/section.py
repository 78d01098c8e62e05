"""What a report is made of: sections of sentences, tables and quotations, before any layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clivage.numerals import counted
from clivage.report.study import Quotation


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; the cells are texts."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence on two actors, and the quotations behind it.

    Attributes:
        sign: +1 support, -1 opposition, 0 both.
        quotations: each with the sign of the statement that rests on it.
    """

    sentence: str
    sign: int
    quotations: tuple[tuple[int, Quotation], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a report.

    Attributes:
        name: what ``clivage analyze --measure`` calls it.
        definitions: what was measured and how, in words.
    """

    name: str
    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    claims: tuple[Claim, ...] = ()
    definitions: tuple[str, ...] = ()


#: How many names and sentences a report has at most in one place; as JSON it has them all.
MOST: Final = 60


def listed(names: list[str]) -> str:
    """Return names as one lists them in a sentence; of very many, how many more there are.

    >>> listed(["the army", "the right", "the MNR"]), listed([])
    ('the army, the right and the MNR', 'nobody')
    >>> listed(["an actor"] * 200)[-28:]
    'an actor and 140 more actors'
    """
    if len(names) < 2:
        return names[0] if names else "nobody"
    if len(names) > MOST:
        more = counted(len(names) - MOST, "more actor")
        return f"{', '.join(names[:MOST])} and {more}"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def most(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return as many claims as anybody reads, and a last one that says how many more there are."""
    if len(claims) <= MOST:
        return tuple(claims)
    more = f"{counted(len(claims) - MOST, 'more pair')}: --format json has them all."
    return (*claims[:MOST], Claim(more, 0, ()))
