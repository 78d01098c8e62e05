"""Where annotations stand: selectors, the texts that they select from, and how offsets count."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from clivage import identifiers, quotation
from clivage.errors import ImportFileError
from clivage.importers import bounded
from clivage.importers.annotation_json import Fields, iri, listed, objects, offset, words
from clivage.importers.records import Quote
from clivage.importers.refi_project import Selection
from clivage.importers.refi_texts import counted

#: Selectors within selectors beyond which nobody means anything.
_DEEPEST: Final = 8
#: RFC 5147: characters of a plain text, and what a check of them may say.
_FRAGMENT: Final = re.compile(r"char=(\d{0,15}),(\d{1,15})(?:;.*)?")
#: Endings of texts that are no part of their names.
_ENDING: Final = re.compile(r"\.(?:txt|md|html?)$", re.IGNORECASE)
#: Characters before and after words in which what stands around them is looked for.
_WINDOW: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is selected of a text: by words, by offsets as the file has them, or by both."""

    source: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def is_some(self) -> bool:
        """Whether anything is selected."""
        return bool(self.exact.strip()) or (self.start is not None and self.end is not None)


def place(target: Fields) -> Place:
    """Return what a target selects; nothing where its selectors are for pictures and the like.

    Raises:
        ImportFileError: when selectors stand within selectors without end.
    """
    found = _selected(target.get("selector"), 0)
    return replace(found, source=iri(target.get("source")))


def fragment(iri: str) -> Place | None:
    """Return the stretch of a text that an IRI names, or None.

    >>> fragment("urn:a#char=3,9") == Place(source="urn:a", start=3, end=9), fragment("urn:a")
    (True, None)
    """
    source, _, part = iri.partition("#")
    match = _FRAGMENT.fullmatch(part)
    return Place(source=source, start=int(match[1] or 0), end=int(match[2])) if match else None


def _selected(said: object, depth: int) -> Place:
    if depth > _DEEPEST:
        raise ImportFileError("its selectors stand within selectors without end")
    found = Place()
    for one in objects(said):
        inner = _selected(one["refinedBy"], depth + 1) if "refinedBy" in one else None
        found = _both(found, _refined(_of(one), inner) if inner else _of(one))
    return found


def _of(selector: Fields) -> Place:
    """Return what one selector selects."""
    sorts = {words(one).rpartition(":")[2] for one in listed(selector.get("type"))}
    exact = selector.get("exact")
    if "FragmentSelector" in sorts and (match := _FRAGMENT.fullmatch(words(selector.get("value")))):
        return Place(start=int(match[1] or 0), end=int(match[2]))
    if "TextPositionSelector" in sorts:
        return Place(start=offset(selector.get("start")), end=offset(selector.get("end")))
    if "TextQuoteSelector" in sorts and isinstance(exact, str):
        prefix, suffix = selector.get("prefix"), selector.get("suffix")
        return Place(
            exact=exact,
            prefix=prefix if isinstance(prefix, str) else "",
            suffix=suffix if isinstance(suffix, str) else "",
        )
    return Place()


def _both(one: Place, other: Place) -> Place:
    """Return what two selectors of the same thing say of it."""
    words_of = one if one.exact else other
    place_of = one if one.start is not None else other
    return replace(words_of, start=place_of.start, end=place_of.end)


def _refined(outer: Place, inner: Place) -> Place:
    """Return what a selector selects of what another has selected."""
    if inner.start is None or inner.end is None:
        return replace(inner, start=outer.start, end=None) if inner.exact else outer
    if outer.start is not None:
        return replace(inner, start=outer.start + inner.start, end=outer.start + inner.end)
    exact = inner.exact or outer.exact[inner.start : inner.end]
    return replace(inner, exact=exact, start=None, end=None)


def text_of(folder: Path | None, called: Iterable[str]) -> str | None:
    """Return the text of one of some names from a folder, or None.

    Raises:
        ImportFileError: when it cannot be read.
    """
    if folder is None:
        return None
    for name in called:
        # The last part alone: a name from a file never leads out of the folder.
        stem = last_part(name)
        for path in (folder / f"{stem}.txt", folder / f"{identifiers.slug(name)}.txt"):
            if stem and os.path.isfile(path):  # noqa: PTH113 - which takes names that are too long
                return bounded.text(path)
    return None


def last_part(iri: str) -> str:
    """Return what a file is called of which an IRI speaks, without its ending.

    >>> last_part("https://example.org/texts/A%20letter.txt#x"), last_part("letter.HTML")
    ('A letter', 'letter')
    """
    path = unquote(iri.partition("#")[0].partition("?")[0]).replace("\\", "/").rstrip("/")
    name = path.rpartition("/")[2]
    return _ENDING.sub("", name) if name.strip(".") else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The quotations of places, in their order.

    Attributes:
        how: how their offsets count, where it is not in code points, and how many are wrong.
    """

    quotes: tuple[Quote, ...]
    how: str = ""


def quotes(document: str, text: str | None, places: Sequence[Place]) -> Found:
    """Return the quotations of all places of a text.

    Where the text is at hand, offsets are read as they were counted, and words that stand
    several times are told apart by what stands around them.
    """
    if text is None:
        plain = (Quote(document=document, exact=one.exact, start=one.start, end=one.end)
                 for one in places)  # fmt: skip
        return Found(tuple(plain))
    selections = [
        Selection(str(number), one.start, one.end, " ".join(one.exact.split()), "", ())
        for number, one in enumerate(places)
    ]
    how = counted(text, selections)
    found, moved = [], 0
    for one, selection in zip(places, selections, strict=True):
        there = how.place(selection)
        if there is None or not _says(text, there, one):
            meant = how.reading(one.start) if one.start is not None else None
            there = _around(text, one, meant if meant is not None else one.start) or there
            moved += one.start is not None and there is not None and there[0] != meant
        start, end = there or (one.start, one.end)
        exact = one.exact or (text[slice(*there)] if there else "")
        found.append(Quote(document=document, exact=exact, start=start, end=end))
    elsewhere = f"{moved:,} of its offsets lead elsewhere, and the words next to them count"
    return Found(tuple(found), "; ".join(filter(None, [how.how, elsewhere * bool(moved)])))


def _says(text: str, there: tuple[int, int], one: Place) -> bool:
    return not one.exact.strip() or text[slice(*there)] == one.exact


def _around(text: str, one: Place, meant: int | None) -> tuple[int, int] | None:
    """Return where words stand between what they should; of several places that next to one."""
    if not one.exact.strip():
        return None
    places = quotation.text(text).find(one.exact)
    if len(places) > 1 and (one.prefix or one.suffix):
        places = [place for place in places if _between(text, place, one)] or places
    if len(places) > 1 and meant is None:
        return None
    return min(places, key=lambda found: abs(found[0] - (meant or 0)), default=None)


def _between(text: str, place: tuple[int, int], one: Place) -> bool:
    """Whether words stand between what they should, whatever blanks and line breaks there are."""
    start, end = place
    before = " ".join(text[max(0, start - _WINDOW) : start].split())
    behind = " ".join(text[end : end + _WINDOW].split())
    prefix = " ".join(one.prefix[-_WINDOW // 2 :].split())
    suffix = " ".join(one.suffix[: _WINDOW // 2].split())
    return before.endswith(prefix) and behind.startswith(suffix)
