"""Hide what is no prose, at equal length, so that every offset stays what it was."""

from __future__ import annotations

import re
from typing import Final

#: What is no word of the text: addresses, tags, notes, list marks and the marks of Markdown.
_NOISE: Final = re.compile(
    r"https?://[^\s<>\"»”)]+|www\.[^\s<>\"»”)]+"
    r"|</?[A-Za-z][^<>\n]{0,200}>"
    r"|\(\d{1,3}\)|\[\d{1,3}\]|[¹²³⁰⁴-⁹]+"
    r"|^[ \t]{0,3}(?:#{1,6}|>+|[-*+•])(?=[ \t])"
    r"|\*+|(?<!\w)_+|_+(?!\w)|`+",
    re.MULTILINE,
)
_SAME: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
    | {"‑": "-", "‐": "-", "\u00ad": "-", "\t": " "}
)


def masked(text: str) -> str:
    """Return a text of the same length with blanks in the place of what is no prose.

    >>> masked("**La droite** (11) l’aide")
    "  La droite        l'aide"
    """
    blank = _NOISE.sub(lambda found: " " * len(found.group()), text)
    return blank.replace("\r\n", " \n").replace("\r", "\n").translate(_SAME)
