"""What the cells of one row say, where several of them speak together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from clivage import codes, identifiers
from clivage.errors import ImportFileError
from clivage.importers import values
from clivage.importers.records import Quote
from clivage.model import AUTHOR

#: What a row says: the values of its cells by our names of the fields, without the empty ones.
Said: TypeAlias = Mapping[str, str]
#: What the author of a source is called, as `values.plain` has it.
_AUTHORS: Final = frozenset(
    ("author", "the author", "auteur", "l auteur", "autor", "el autor", "la autora")
)


def quotes(said: Said, document: str) -> Iterator[Quote]:
    """Yield the quotations of a row; several stand between bars, as do their offsets.

    Raises:
        ImportFileError: when the offsets are no numbers, or not as many as the quotations.

    >>> [one.exact for one in quotes({"quote": "the guild left | the toll fell"}, "text")]
    ['the guild left', 'the toll fell']
    """
    starts, ends = (values.several(said.get(field, "")) for field in ("start", "end"))
    words = [one.strip() for one in said.get("quote", "").split(values.BAR)]
    if max(len(starts), len(ends)) == 1:
        words = [said.get("quote", "")]
    if {len(starts), len(ends)} - {0, len(words)}:
        what = f"it has {len(words)} quotations, {len(starts)} starts and {len(ends)} ends"
        raise ImportFileError(what, remedy="give as many of each, with ' | ' between them")
    for at, exact in enumerate(words):
        start = _offset(starts[at]) if starts else None
        end = _offset(ends[at]) if ends else None
        yield Quote(document=document, exact=exact, start=start, end=end)


def _offset(text: str) -> int:
    number = values.whole(text)
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        what = f"the offset {text[:40]!r} is not a whole number"
        raise ImportFileError(what, remedy="count code points from 0")
    return int(number)


def when(said: Said) -> str:
    """Return the date of a row, as EDTF where it is one.

    >>> when({"not_before": "1970-10-07"}), when({"when": "1971.0"})
    ('1970-10-07/..', '1971')
    """
    if "when" in said:
        return values.edtf(said["when"])
    first, last = (values.edtf(said.get(field, "")) for field in ("not_before", "not_after"))
    return values.interval(first, last)


def member(
    of: type[values.Member], said: Said, field: str, known: codes.Codes
) -> values.Member | None:
    """Return the member of a closed list that a row names, or None where it names none.

    Raises:
        ImportFileError: when what it names is not in the list.
    """
    if field not in said:
        return None
    found = values.member(of, said[field], known)
    if found is None:
        what = f"{said[field][:40]!r} is no {field.replace('_', ' ')}"
        raise ImportFileError(what, remedy=f"it is one of {', '.join(known)}")
    return found


def is_author(name: str) -> bool:
    """Whether a name stands for the author of the source, whoever that is.

    >>> is_author("L'auteur"), is_author("Orla Finn")
    (True, False)
    """
    return values.plain(name) in _AUTHORS


def id_of(name: str) -> str:
    """Return a name that is an id already, else an empty string; a number alone is none.

    >>> id_of("toll-keeper"), id_of("Orla Finn"), id_of("17")
    ('toll-keeper', '', '')
    """
    return name if identifiers.is_slug(name) and not name.isdigit() and name != AUTHOR else ""
