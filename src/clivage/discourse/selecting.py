"""Which stances count: by who, what, where and when, and once or as often as they are repeated."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Final

import numpy as np

from clivage.discourse.stances import KEYS, Flags, Stances
from clivage.errors import NetworkError
from clivage.network.columns import Int64, day_number

#: 1970-01-01 was a Thursday: so many days after a Monday.
_THURSDAY: Final = 3


class Duplicates(Enum):
    """When a repeated stance (same actor, issue and level) counts once."""

    INCLUDE = "include"
    DOCUMENT = "document"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ACROSSRANGE = "acrossrange"

    @property
    def meaning(self) -> str:
        """The rule in words."""
        return {
            Duplicates.INCLUDE: "every repetition counts",
            Duplicates.DOCUMENT: "repetitions in one source count once",
            Duplicates.WEEK: "repetitions in one week count once",
            Duplicates.MONTH: "repetitions in one month count once",
            Duplicates.YEAR: "repetitions in one year count once",
            Duplicates.ACROSSRANGE: "repetitions count once",
        }[self]


def select(
    stances: Stances,
    *,
    exclude: Mapping[str, Collection[str]] | None = None,
    invert: Collection[str] = (),
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> Stances:
    """Return the stances that are not left out.

    Args:
        exclude: for some of `KEYS` the values that are left out; actors and issues by their id
            or by what they are called.
        invert: keys of which only the values that ``exclude`` names stay.
        first, last: days, both included; stances without a day are left out where one is given.

    Raises:
        NetworkError: when a key or a value is not known.
    """
    kept = np.ones(len(stances), np.bool_)
    notes = []
    for key, values in sorted((exclude or {}).items()):
        named = _among(stances, key, values)
        kept &= named if key in invert else ~named
        words = ", ".join(sorted(values))
        notes.append(f"only {key} {words}" if key in invert else f"without {key} {words}")
    if unknown := sorted({*invert} - (exclude or {}).keys()):
        raise NetworkError(f"nothing is said of {unknown[0]!r}, which is to be inverted",
                           remedy="name the values that are to stay")  # fmt: skip
    if first is not None:
        kept &= stances.day >= day_number(first)
        notes.append(f"from {first}")
    if last is not None:
        kept &= stances.day <= day_number(last)
        notes.append(f"until {last}")
    if first is not None or last is not None:
        kept &= stances.dated
    return stances.where(kept, ", ".join(notes))


def _among(stances: Stances, key: str, values: Collection[str]) -> Flags:
    """Return which stances have one of some values."""
    if key not in KEYS:
        raise NetworkError(f"stances have no {key!r}", remedy=f"choose by {', '.join(KEYS)}")
    facet = stances.facets[key]
    numbers: dict[str, list[int]] = {name: [at] for at, name in enumerate(facet.names)}
    if key in ("actor", "issue"):
        for at, name in enumerate(facet.names):  # several may be called the same
            label = stances.labels.get(name, name)
            if label not in facet.names:
                numbers.setdefault(label, []).append(at)
    for value in values:
        if value not in numbers:
            raise NetworkError(f"no {key} is {value!r}", remedy=_remedy(key, value, numbers))
    found: Flags = np.isin(facet.codes, [at for value in values for at in numbers[value]])
    return found


def _remedy(key: str, value: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1)
    if near:
        return f"do you mean {near[0]!r}"
    shown = sorted(filter(None, known))[:10]
    return f"there are {', '.join(shown)}" if shown else f"no source has a {key}"


def deduplicate(
    stances: Stances, rule: Duplicates, *, by_level: bool = True, compat: bool = False
) -> Stances:
    """Return the stances without repetitions; of each the earliest stays.

    A stance without a day repeats none by week, month or year.

    Args:
        by_level: whether stances of different levels are different ones; a network that ignores
            levels ignores them here too.
        compat: by week and month compare their number in the year without the year, as Discourse
            Network Analyzer does: then January 2005 and January 2006 are one month.
    """
    if rule is Duplicates.INCLUDE:
        return stances
    columns = [column.astype(np.int64) for column in (stances.actor, stances.issue)]
    columns.append(_period(stances, rule, compat=compat))
    if by_level:
        columns.append(stances.level.astype(np.int64))
    keys = np.stack(columns, axis=1)
    _, first = np.unique(keys, axis=0, return_index=True)
    kept = np.zeros(len(stances), np.bool_)
    kept[first] = True
    return stances.where(kept, rule.meaning)


def _period(stances: Stances, rule: Duplicates, *, compat: bool) -> Int64:
    """Return a number of the period or source of each stance, alike where they are the same."""
    if rule is Duplicates.ACROSSRANGE:
        return np.zeros(len(stances), np.int64)
    if rule is Duplicates.DOCUMENT:
        return stances.facets["source"].codes.astype(np.int64)
    day = np.where(stances.dated, stances.day, 0).astype(np.int64)
    period = {Duplicates.WEEK: weeks, Duplicates.MONTH: months, Duplicates.YEAR: years}[rule](day)
    if compat:
        period = {Duplicates.WEEK: _week_numbers, Duplicates.MONTH: _month_numbers}.get(
            rule, years
        )(day)
    alone = np.iinfo(np.int64).min + np.arange(len(stances))
    return np.where(stances.dated, period, alone)


def weeks(day: Int64) -> Int64:
    """Return weeks, from Monday to Sunday, as numbers.

    >>> weeks(np.array([3, 4])).tolist()
    [0, 1]
    """
    return (day + _THURSDAY) // 7


def months(day: Int64) -> Int64:
    """Return months as numbers since January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def years(day: Int64) -> Int64:
    """Return years as numbers since 1970."""
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)


def _month_numbers(day: Int64) -> Int64:
    return months(day) % 12


def _week_numbers(day: Int64) -> Int64:
    """Return the number of the ISO week: a week belongs to the year of its Thursday."""
    thursday = weeks(day) * 7
    first = years(thursday).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return (thursday - first) // 7
