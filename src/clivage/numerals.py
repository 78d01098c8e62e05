"""Numbers in words that people read."""

from __future__ import annotations


def counted(number: float, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "error"), counted(1200, "error"), counted(2, "entry", "entries")
    ('1 error', '1,200 errors', '2 entries')
    """
    return f"{shown(number)} {noun if number == 1 else plural or noun + 's'}"


def shown(number: float | None) -> str:
    """Return a number as a reader wants it: whole where it is whole, else to three decimals.

    >>> shown(1200), shown(0.5), shown(None)
    ('1,200', '0.500', '–')
    """
    if number is None:
        return "–"
    return f"{int(number):,}" if number == int(number) else f"{number:,.3f}"
