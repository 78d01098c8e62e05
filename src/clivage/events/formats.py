"""The formats of event data: what each file calls the parts of an event, and how it is read."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

from clivage.errors import ImportFileError

#: What a record says, whatever the format; not every format has all of it.
FIELDS: Final = (
    "event", "day", "holder_name", "holder_code", "holder_country", "holder_type", "target_name",
    "target_code", "target_country", "target_type", "code", "intensity", "source",
)  # fmt: skip
#: What has to be there to recognise a format, and to make a tie of an event.
_NEEDED: Final = ("day", "code")
#: The columns of a file of GDELT, which has no row of headings.
_WIDTHS: Final = {57: "gdelt1", 58: "gdelt1", 61: "gdelt2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of event data.

    Attributes:
        scheme: what its codes are: ``cameo``, ``plover`` or ``acled``.
        actor: which of name and code tells its actors apart, where nobody says otherwise.
        directed: whether the first actor acts on the second; in ACLED neither does.
        missing: how an empty cell is spelt, besides being empty.
        headings: field to heading, in small letters with ``_`` for a blank.
        places: field to the number of its column from 1, where files have no headings.
    """

    name: str
    scheme: str
    actor: str = "name"
    directed: bool = True
    missing: str = ""
    headings: Mapping[str, str] = field(hash=False)
    places: Mapping[str, int] = field(hash=False)

    def apart(self) -> tuple[str, ...]:
        """Return what may tell its actors apart: some of name, code, country and type."""
        known = ("name", "code", "country", "type")
        return tuple(key for key in known if f"holder_{key}" in self.headings)


@cache
def formats() -> Mapping[str, Format]:
    """Return the formats by name.

    >>> sorted(formats())
    ['acled', 'gdelt1', 'gdelt2', 'icews', 'plover', 'polecat']
    """
    headings: dict[str, dict[str, str]] = {}
    places: dict[str, dict[str, int]] = {}
    text = resources.files("clivage.events").joinpath("formats.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        headings.setdefault(row["format"], {})[row["field"]] = row["heading"]
        if row["place"]:
            places.setdefault(row["format"], {})[row["field"]] = int(row["place"])
    known = {
        "gdelt1": {"scheme": "cameo", "actor": "code"},
        "gdelt2": {"scheme": "cameo", "actor": "code"},
        "icews": {"scheme": "cameo", "missing": "NA"},
        "polecat": {"scheme": "plover", "missing": "None"},
        "acled": {"scheme": "acled", "directed": False},
        "plover": {"scheme": "plover"},
    }
    return {
        name: Format(name=name, headings=headings[name], places=places.get(name, {}), **more)  # type: ignore[arg-type]
        for name, more in known.items()
    }


def plain(heading: str) -> str:
    """Return a heading as formats write it.

    >>> plain(" Event ID")
    'event_id'
    """
    return heading.strip().strip('"').lower().replace(" ", "_")


def recognised(cells: Sequence[str]) -> tuple[Format, bool] | None:
    """Return the format of a file by its first row, and whether that row holds headings.

    A file of GDELT has none, and is known by the number of its columns.

    >>> recognised(["Event ID", "Event Date", "Source Name", "Target Name", "CAMEO Code"])[0].name
    'icews'
    """
    names = {plain(cell) for cell in cells}
    for one in formats().values():
        needed = {one.headings[field] for field in _NEEDED}
        if needed <= names and any(one.headings[f"holder_{key}"] in names for key in one.apart()):
            return _newer(one, names), True
    width = _WIDTHS.get(len(cells))
    return (formats()[width], False) if width and cells[1].strip().isdigit() else None


def _newer(one: Format, names: set[str]) -> Format:
    """Tell the two GDELTs apart, whose headings are alike but for what the second added."""
    return formats()["gdelt2"] if one.name == "gdelt1" and "actor1geo_adm2code" in names else one


def named(name: str) -> Format:
    """Return a format by its name.

    Raises:
        ImportFileError: when there is none of that name.
    """
    if name not in formats():
        raise ImportFileError(f"no format is called {name!r}", remedy=", ".join(formats()))
    return formats()[name]
