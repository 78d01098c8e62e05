"""Labels for formats that have nothing else to tell rows apart by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

#: Control characters and line breaks, which no format takes in a label.
_SPACE: Final = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")


def names(
    labels: Sequence[str], ids: Sequence[str], replaced: Mapping[str, str]
) -> tuple[str, ...]:
    """Return labels as a format can hold them, each different.

    Args:
        replaced: what becomes of characters that the format cannot hold.

    >>> names(["The \\"party\\"", "Bank", "Bank"], ["p", "b1", "b2"], {'"': "'"})
    ("The 'party'", 'Bank (b1)', 'Bank (b2)')
    """
    table = str.maketrans(dict(replaced))
    plain = [_SPACE.sub(" ", label).translate(table).strip() for label in labels]
    often = Counter(plain)
    told_apart = [f"{label} ({id})".strip() for label, id in zip(plain, ids, strict=True)]
    found = tuple(
        label if label and often[label] == 1 else longer
        for label, longer in zip(plain, told_apart, strict=True)
    )
    return found if len({*found}) == len(found) else tuple(told_apart)


def number(value: int | float) -> str:
    """Return a value with all its digits, and without a point where it is whole.

    >>> number(3.0), number(0.1)
    ('3', '0.1')
    """
    return str(int(value)) if value == int(value) else repr(float(value))
