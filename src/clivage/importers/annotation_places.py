"""Where annotations stand: selectors, the texts that they select from, and how offsets count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from clivage import identifiers, quotation
from clivage.errors import ImportFileError
from clivage.importers import bounded
from clivage.importers.annotation_json import Fields, listed, objects, offset, words
from clivage.importers.records import Quote
from clivage.importers.refi_project import Selection
from clivage.importers.refi_texts import counted

#: Selectors within selectors beyond which nobody means anything.
_DEEPEST: Final = 8
#: RFC 5147: characters of a plain text.
_FRAGMENT: Final = re.compile(r"char=(\d{1,15}),(\d{1,15})")


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
    source = target.get("source")
    if isinstance(source, dict):
        source = source.get("id") or source.get("@id")
    found = _selected(target.get("selector"), 0)
    return replace(found, source=words(source))


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
        return Place(start=int(match[1]), end=int(match[2]))
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
            if stem and path.is_file():
                return bounded.text(path)
    return None


def last_part(iri: str) -> str:
    """Return what a file is called of which an IRI speaks, without ``.txt``.

    >>> last_part("https://example.org/texts/A%20letter.txt#x"), last_part("letter")
    ('A letter', 'letter')
    """
    path = unquote(iri.partition("#")[0].partition("?")[0]).replace("\\", "/").rstrip("/")
    name = path.rpartition("/")[2]
    return name.removesuffix(".txt") if name.strip(".") else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The quotations of places, in their order.

    Attributes:
        how: how their offsets count, where it is not in code points.
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
    found = []
    for one, selection in zip(places, selections, strict=True):
        there = how.place(selection)
        if there is None or not _says(text, there, one):
            there = _around(text, one) or there
        start, end = there or (one.start, one.end)
        exact = one.exact or (text[slice(*there)] if there else "")
        found.append(Quote(document=document, exact=exact, start=start, end=end))
    return Found(tuple(found), how.how)


def _says(text: str, there: tuple[int, int], one: Place) -> bool:
    return not one.exact.strip() or text[slice(*there)] == one.exact


def _around(text: str, one: Place) -> tuple[int, int] | None:
    """Return where words stand between what they should; the nearest place of several."""
    if not one.exact.strip():
        return None
    places = quotation.text(text).find(one.exact)
    if len(places) > 1 and (one.prefix or one.suffix):
        between = [
            (start, end)
            for start, end in places
            if text.endswith(one.prefix, 0, start) and text.startswith(one.suffix, end)
        ]
        places = between or places
    if len(places) > 1 and one.start is None:
        return None
    return min(places, key=lambda found: abs(found[0] - (one.start or 0)), default=None)
