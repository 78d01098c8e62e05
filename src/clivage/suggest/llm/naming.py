"""Whom and what words mean, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from clivage.suggest.cast import Cast, Figure

_APOSTROPHES: Final = "'’ʼ"


def places(words: str, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield where words stand between two offsets, whole words, in order.

    Capitals, runs of white space and the sort of the apostrophe may differ.

    >>> list(places("l'armée", "Face à L’armée, l'armée.", 0, 24))
    [(7, 14), (16, 23)]
    """
    if words.strip():
        for found in _pattern(words).finditer(text, low, high):
            yield found.span()


@lru_cache(maxsize=4096)
def _pattern(words: str) -> re.Pattern[str]:
    spelled = r"\s+".join(re.escape(one) for one in words.split())
    spelled = re.sub(f"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", spelled)
    # A script without capitals may write without spaces: there, words have no edges to look at.
    stripped = words.strip()
    left = r"(?<!\w)" if _is_cased(stripped[0]) else ""
    right = r"(?!\w)" if _is_cased(stripped[-1]) else ""
    return re.compile(left + spelled + right, re.IGNORECASE)


def _is_cased(sign: str) -> bool:
    return sign.lower() != sign.upper() or sign.isdecimal()


class Names:
    """The figures of a cast by what they are called.

    >>> from clivage.model import ActorType
    >>> right = Figure(id="right", names=("la droite",), type=ActorType.COLLECTIVE)
    >>> names = Names(Cast((right,)))
    >>> names.figure("La droite").id, names.figure("right").id, names.figure("la gauche")
    ('right', 'right', None)
    """

    def __init__(self, cast: Cast) -> None:
        self._by_id = cast.by_id
        self._by_name: dict[str, set[str]] = {}
        for one in cast.figures:
            for name in one.names:
                self._by_name.setdefault(_key(name), set()).add(one.id)

    def figure(self, words: str) -> Figure | None:
        """Return whom or what an id or a name means; None where that is nobody, or one of two."""
        if words in self._by_id:
            return self._by_id[words]
        found = self._by_name.get(_key(words), set())
        return self._by_id[next(iter(found))] if len(found) == 1 else None


def _key(words: str) -> str:
    return " ".join(re.sub(f"[{_APOSTROPHES}]", "'", words.casefold()).split())
