"""The transformations: one definition each, plain SQL in ``sql/``, the same on every engine."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from string import Template


@cache
def _file(name: str) -> Template:
    sql = resources.files("clivage.events").joinpath("sql", f"{name}.sql")
    return Template(sql.read_text(encoding="utf-8"))


def statement(name: str, **parts: str) -> str:
    """Return a statement, what is written ``$part`` in it filled in.

    Raises:
        KeyError: when a part is missing.

    >>> statement("samples", most="5").splitlines()[-2]
    'WHERE place <= 5'
    """
    return _file(name).substitute(parts)


def text(value: str) -> str:
    """Return a text as SQL spells it.

    >>> print(text("l'État"))
    'l''État'
    """
    return "'" + value.replace("'", "''") + "'"


def literal(value: str) -> str:
    """Return a text as every engine spells it.

    In it ``'`` and ``\\`` stand for themselves on none or on some of them, so they have numbers.

    >>> print(literal("l'État"))
    'l' || chr(39) || 'État'
    """
    parts = re.split(r"(['\\])", value)
    spelt = [f"chr({ord(part)})" if part in "'\\" else f"'{part}'" for part in parts if part]
    return " || ".join(spelt) or "''"
