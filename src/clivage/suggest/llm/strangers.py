"""What a model or its host says is a stranger's: nothing about its shape is taken for granted."""

from __future__ import annotations

from typing import Final

#: Most characters of a stranger's words in a message, or of a name in a suggestion.
LONGEST: Final = 200


def member(value: object, *path: str | int) -> object:
    """Return what lies within a value of JSON; None where there is nothing.

    >>> member({"a": [{"b": 1}]}, "a", 0, "b"), member({"a": []}, "a", 0), member("a", "b")
    (1, None, None)
    """
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def line(text: str) -> str:
    r"""Return words as a part of one line, without what cannot stand in a file.

    >>> line(" two\nlines \x1b[31m\ud800.")
    'two lines [31m'
    """
    signs = (one if one.isprintable() else " " for one in text[: 10 * LONGEST])
    words = " ".join("".join(signs).split()).rstrip(" .,")
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
