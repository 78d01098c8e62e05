"""Words with their places: elisions, contractions of English and inverted pronouns apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(
    r"[^\W\d_]+(?:['\-.](?=[^\W\d_])[^\W\d_]+)*'?|\d+(?:[.,]\d+)*|[^\w\s]", re.UNICODE
)
_ELIDED: Final = re.compile(r"(?:l|d|n|s|j|m|c|t|qu|jusqu|lorsqu|puisqu|quoiqu)'", re.IGNORECASE)
_WHOLE: Final = frozenset(("aujourd'hui", "quelqu'un", "quelqu'une", "presqu'île", "d'abord"))
_INVERTED: Final = re.compile(
    r"-(?:t-)?(il|elle|ils|elles|on|je|tu|nous|vous|ce|le|la|les|lui|leur|moi|en|y)$",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(r"(n't|'s|'ve|'ll|'re|'d|'m|')$", re.IGNORECASE)
_SPELT: Final = {"'ve": "have", "'ll": "will", "'re": "are", "n't": "not", "'m": "am"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark.

    Attributes:
        low: in lower case, composed; ``l'`` with its apostrophe, ``-il`` with its hyphen.
        text: as it stands.
    """

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


def tokens(text: str, start: int, end: int, language: str) -> list[Token]:
    """Return the tokens of a stretch of a masked text.

    >>> [one.low for one in tokens("Qu'a-t-il dit à l'Union ?", 0, 25, "fr")]
    ["qu'", 'a', '-il', 'dit', 'à', "l'", 'union', '?']
    >>> [one.low for one in tokens("They don't like Ann's", 0, 21, "en")]
    ['they', 'do', 'not', 'like', 'ann', "'s"]
    """
    found: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        if language == "fr" and text[first].isalpha():
            _french(text, first, last, found)
        elif language == "en" and text[first].isalpha():
            _english(text, first, last, found)
        else:
            found.append(_token(text, first, last))
    return found


def _token(text: str, start: int, end: int, low: str = "") -> Token:
    word = text[start:end]
    return Token(start, end, word, low or unicodedata.normalize("NFC", word).lower())


def _french(text: str, start: int, end: int, found: list[Token]) -> None:
    while text[start:end].lower() not in _WHOLE:
        elided = _ELIDED.match(text, start, end)
        if not elided:
            break
        found.append(_token(text, *elided.span()))
        start = elided.end()
        if start == end:
            return
    if text[end - 1] == "'":
        end -= 1
    pronoun = _INVERTED.search(text[start:end])
    if pronoun is None:
        found.append(_token(text, start, end))
        return
    cut = start + pronoun.start()
    found.append(_token(text, start, cut))
    found.append(_token(text, start + pronoun.start(1), end, "-" + pronoun.group(1).lower()))


def _english(text: str, start: int, end: int, found: list[Token]) -> None:
    part = _ENGLISH.search(text[start:end])
    if part is None or part.start() == 0:
        found.append(_token(text, start, end))
        return
    cut = start + part.start()
    low = part.group().lower()
    if text[start:cut].lower() in ("wo", "ca", "sha"):
        whole = {"wo": "will", "ca": "can", "sha": "shall"}[text[start:cut].lower()]
        found.append(_token(text, start, cut, whole))
    else:
        found.append(_token(text, start, cut))
    found.append(_token(text, cut, end, "'s" if low == "'" else _SPELT.get(low, low)))
