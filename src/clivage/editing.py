"""Edit a coding file, or add to ``corpus.yaml``, as text: only the lines concerned change.

What is edited are *entries*, the items under ``statements``, numbered from 0. An entry with
several holders or targets makes several statements, and is replaced or removed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from clivage import quotation, schema
from clivage.errors import ClivageError, Origin, QuotationError
from clivage.yamlfile import Location, Piece, Value
from clivage.yamltext import Change, Edited, indented, inline, normal, said, scalar

#: An entry as its YAML says it: keys to texts, or to lists of texts.
Entry: TypeAlias = Mapping[str, Value]


def _keys(fields: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in fields.items())


_FILE: Final = "the file"
_STATEMENTS: Final = "statements"
#: The keys of an entry, and of what is described in ``corpus.yaml``, in the order in which they
#: are written.
KEYS: Final = _keys(schema.StatementEntry.model_fields)
DESCRIBED: Final = {
    "coders": _keys(schema.CoderEntry.model_fields),
    "sources": _keys(schema.SourceEntry.model_fields),
    "actors": _keys(schema.ActorEntry.model_fields),
    "issues": _keys(schema.IssueEntry.model_fields),
}
_SIGNS: Final = frozenset(["supports", "opposes"])
#: Quotations are long: each gets a line.
_BLOCKS: Final = frozenset(["quote"])
#: A stretch of white space in which a line ends, or that holds what YAML cannot.
_LINE_END: Final = re.compile(r"\s*[\t-\r\x1c-\x1f\x85\u2028\u2029]\s*")


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and where it stands.

    Attributes:
        lines: its first and its last line, from 1.
    """

    number: int
    lines: tuple[int, int]
    entry: Value


def entries(text: str, *, name: str = _FILE) -> tuple[Placed, ...]:
    r"""Return the entries of a coding file.

    Raises:
        ClivageError: when the file cannot be read.

    >>> text = "source: s\ncoder: me\nstatements:\n  - quote: words\n    who: a # me\n"
    >>> entries(text)
    (Placed(number=0, lines=(4, 5), entry={'quote': 'words', 'who': 'a'}),)
    """
    edited = Edited(text, name)
    pieces = edited.file.pieces((_STATEMENTS,))
    items = _items(edited)
    return tuple(
        Placed(number, edited.lines_of(pieces[number]), entry) for number, entry in enumerate(items)
    )


def appended(text: str, entry: Entry, *, name: str = _FILE) -> str:
    r"""Return a coding file with one more entry, behind the others.

    Raises:
        ClivageError: when the file cannot be read, or is written so that it must be done by hand.

    >>> print(appended("source: s\ncoder: me\nstatements: []  # none yet\n", {"quote": "a: b"}))
    source: s
    coder: me
    statements:  # none yet
      - quote: "a: b"
    <BLANKLINE>
    """
    return extended(text, [entry], name=name)


def extended(text: str, entries: Iterable[Entry], *, name: str = _FILE) -> str:
    """Return a coding file with more entries, behind the others, in their order.

    Raises:
        ClivageError: when the file cannot be read, or is written so that it must be done by hand.
    """
    edited = Edited(text, name)
    items, new = _items(edited), [_clean(entry) for entry in entries]
    if not new:
        return text

    def lines(column: int, dash: str = "- ") -> list[str]:
        return [line for one in new for line in indented(said(one, _BLOCKS), column, dash)]

    if not items:
        return edited.result(edited.begun(_STATEMENTS, lines), _STATEMENTS, [*new])
    edited.need_block(_STATEMENTS)
    last = edited.file.pieces((_STATEMENTS,))[len(items) - 1]
    column, keys = edited.column(last.start), edited.column(last.value)
    dash = f"-{' ' * max(1, keys - column - 1)}"
    at = edited.past_comments(edited.after_line(last.end), column + 1)
    change = edited.inserted(at, lines(column, dash))
    return edited.result([change], _STATEMENTS, [*items, *new])


def coding_file(source: str, coder: str, entries: Iterable[Entry]) -> str:
    r"""Return a new coding file.

    Raises:
        ClivageError: when an entry holds what no file of a corpus can hold.

    >>> print(coding_file("s", "me", [{"quote": "words", "who": "a", "opposes": "b"}]))
    source: s
    coder: me
    statements:
      - quote: words
        who: a
        opposes: b
    <BLANKLINE>
    """
    lines = [f"source: {scalar(source)}", f"coder: {scalar(coder)}", "statements:"]
    for entry in entries:
        lines += indented(said(_clean(entry), _BLOCKS), 2, "- ")
    return "\n".join(lines) + "\n"


def replaced(text: str, number: int, entry: Entry, *, name: str = _FILE) -> str:
    """Return a coding file with another entry in the place of one.

    Keys whose value stays the same keep their lines; new ones are put in the order of the schema.

    Raises:
        ClivageError: when there is no such entry, or it is written so that it must be done by hand.
    """
    edited = Edited(text, name)
    items, entry = _items(edited), _clean(entry)
    old = _item(edited, number)
    piece = edited.file.pieces((_STATEMENTS,))[number]
    if isinstance(old, dict) and not edited.in_brackets(piece) and _shares(old, entry):
        changes = list(_Keys(edited, (_STATEMENTS, number), old, entry).changes())
    else:
        changes = [_anew(edited, (_STATEMENTS, number), piece, entry)]
    items[number] = dict(entry)
    return edited.result(changes, _STATEMENTS, items)


def removed(text: str, number: int, *, name: str = _FILE) -> str:
    """Return a coding file without one of its entries, and without the comments inside it.

    Those that stand deeper than its dash, below it, are inside; those above it stay.

    Raises:
        ClivageError: when there is no such entry, or it is written so that it must be done by hand.
    """
    edited = Edited(text, name)
    items = _items(edited)
    _item(edited, number)
    edited.need_block(_STATEMENTS)
    piece = edited.file.pieces((_STATEMENTS,))[number]
    start, end, _ = edited.without(piece)
    # Such a comment would become a part of a block of text that ends the entry before.
    changes = [(start, edited.past_comments(end, edited.column(piece.start) + 1), "")]
    if len(items) == 1:
        colon = edited.text.index(":", edited.file.pieces()[_STATEMENTS].start) + 1
        changes.append((colon, colon, " []"))
    del items[number]
    return edited.result(changes, _STATEMENTS, items)


def described(text: str, section: str, id: str, entry: Entry, *, name: str = _FILE) -> str:
    r"""Return a ``corpus.yaml`` with one more actor, issue, source or coder, behind the others.

    Args:
        section: ``actors``, ``issues``, ``sources`` or ``coders``.
        id: a slug.
        entry: what is said of it; its label can be a text, or texts by language.

    Raises:
        ClivageError: when there is one of that id, or it must be done by hand.

    >>> print(described("issues:\n  dyke:  # new\n    label: D\n", "issues", "tax", {"label": "T"}))
    issues:
      dyke:  # new
        label: D
      tax:
        label: T
    <BLANKLINE>
    """
    return all_described(text, section, {id: entry}, name=name)


def all_described(
    text: str, section: str, entries: Mapping[str, Entry], *, name: str = _FILE
) -> str:
    """Return a ``corpus.yaml`` with more things of one section, by id; see `described`.

    Raises:
        ClivageError: when there is one of an id already, or it must be done by hand.
    """
    edited = Edited(text, name)
    added = {id: _clean(entry, DESCRIBED[section]) for id, entry in entries.items()}
    if not added:
        return text
    found = edited.data.get(section)
    there = found if isinstance(found, dict) else {}
    if both := sorted(there.keys() & added.keys()):
        what = f"there is {both[0]!r} under {section!r} already"
        raise ClivageError(what, remedy="choose another id")
    new: dict[str, Value] = {**there, **added}

    def lines(column: int, indent: int = 2) -> list[str]:
        return [
            line
            for id, entry in added.items()
            for line in (*indented([f"{id}:"], column), *indented(said(entry), column + indent))
        ]

    if not there:
        return edited.result(edited.begun(section, lines), section, new)
    edited.need_block(section)
    last = [*edited.file.pieces((section,)).values()][-1]
    column, below = edited.column(last.start), edited.column(last.value)
    is_below = edited.line(last.value) > edited.line(last.start)
    at = edited.past_comments(edited.after_line(last.end), column + 1)
    change = edited.inserted(at, lines(column, below - column if is_below else 2))
    return edited.result([change], section, new)


def lines_at(text: str, location: Location) -> tuple[int, int]:
    r"""Return the first and the last line, from 1, of what is written at a place of a file.

    >>> lines_at("issues:\n  dyke:  # new\n    label: D\n", ("issues", "dyke"))
    (2, 3)
    """
    edited = Edited(text, _FILE)
    *above, step = location
    pieces = edited.file.pieces(tuple(above))
    return edited.lines_of(pieces[len(pieces) - 1 if step == -1 else step])


def quoted(text: str, start: int, end: int) -> tuple[str, int | None]:
    r"""Return the quotation for a selection in a text, and its occurrence where it needs one.

    White space and marks of emphasis at both ends are left out, and a line end inside becomes a
    space: `clivage.quotation` finds the words again at exactly the place that was selected.

    Raises:
        QuotationError: when no words are selected, or a letter is parted from its accent.

    >>> quoted("Le pont, le péage\net le pont.", 9, 21)
    ('le péage et', None)
    >>> quoted("Le pont, le pont.", 12, 16), quoted("Le pont, le pont.", 3, 7)
    (('pont', 2), ('pont', 1))
    """
    if not 0 <= start < end <= len(text):
        raise QuotationError("nothing is selected in the text", remedy="select the words")
    source = quotation.text(text)
    within = [at for at in source.find(text[start:end]) if start <= at[0] and at[1] <= end]
    place = within[0] if within else (start, end)
    quote = _LINE_END.sub(" ", text[slice(*place)])
    places = source.find(quote)
    if place not in places:
        what = "no whole words are selected"
        raise QuotationError(what, remedy="select the words, each letter with its accent")
    return quote, None if len(places) == 1 else places.index(place) + 1


def _items(edited: Edited) -> list[Value]:
    """Return what stands under ``statements``."""
    found = edited.data.get(_STATEMENTS)
    if found is None or isinstance(found, list):
        return [*(found or [])]
    raise edited.by_hand("'statements' is not a list", edited.file.origin((_STATEMENTS,)).line)


def _item(edited: Edited, number: int) -> Value:
    items = _items(edited)
    if not 0 <= number < len(items):
        what = f"there is no entry {number}: the file has {len(items)}, counted from 0"
        raise ClivageError(what, remedy="load the file again", origin=Origin(edited.name))
    return items[number]


def _clean(entry: Entry, keys: Sequence[str] = KEYS) -> dict[str, Value]:
    """Return an entry in the order of the schema, without what is empty."""
    for key, value in entry.items():
        if key not in keys:
            raise ClivageError(f"{key!r} is not a key here", remedy=f"they are {', '.join(keys)}")
        if not _is_text(value, by_language=keys is not KEYS):
            raise ClivageError(f"{key!r} must be a text, or a list of texts", remedy="correct it")
    found = _meant(entry)
    if not found:
        raise ClivageError("the entry is empty", remedy="say something in it")
    return {key: found[key] for key in keys if key in found}


def _is_text(value: Value, *, by_language: bool) -> bool:
    """Whether a value is one text, a list of them, or none; or one for each language."""
    if isinstance(value, dict):
        return by_language and all(isinstance(one, str) for one in value.values())
    items = value if isinstance(value, list) else [value]
    return value is None or all(isinstance(one, str) for one in items)


def _meant(entry: Entry) -> dict[str, Value]:
    found = {key: normal(value) for key, value in entry.items()}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _shares(old: Entry, new: Entry) -> bool:
    """Whether two entries have a key in common, to which the others can be added."""
    return bool(_meant(old).keys() & new.keys())


def _anew(edited: Edited, location: Location, piece: Piece, entry: Entry) -> Change:
    """Write an entry anew in the place of one that has nothing in common with it."""
    edited.need_no_comment(location, piece)
    column = edited.column(piece.value) + (piece.value == piece.end)
    between = f"{edited.newline}{' ' * column}"
    return edited.instead(piece, between.join(said(entry, _BLOCKS)))


class _Keys:
    """The keys of an entry, each on lines of its own, and what shall become of them."""

    def __init__(
        self, edited: Edited, location: Location, old: dict[str, Value], new: dict[str, Value]
    ) -> None:
        self.edited = edited
        self.location = location
        self.old = old
        self.new = new
        self.pieces = {str(key): one for key, one in edited.file.pieces(location).items()}
        #: A key that takes the lines of another: supports for opposes, or the reverse.
        gone, fresh = self._gone(), [key for key in new if key not in self.pieces]
        self.flipped = dict(zip(_SIGNS & set(gone), _SIGNS & set(fresh), strict=False))
        self.gone = [key for key in gone if key not in self.flipped]
        self.fresh = [key for key in fresh if key not in self.flipped.values()]

    def _gone(self) -> list[str]:
        return [key for key in self.pieces if key not in self.new and self.old[key] is not None]

    def changes(self) -> Iterator[Change]:
        yield from self._without()
        yield from self._with_fresh()
        for old, new in self.flipped.items():
            start = self.edited.text.index(old, self.pieces[old].start)
            yield start, start + len(old), new
            yield from self._changed(old, self.new[new])
        for key in self.pieces.keys() & self.new.keys():
            yield from self._changed(key, self.new[key])

    def _without(self) -> Iterator[Change]:
        """Leave keys out; the line of the dash stays, and another key moves up to it."""
        order = [*self.pieces]
        first = self.pieces[order[0]]
        edited = self.edited
        has_dash = edited.text[edited.line_start(first.start) : first.start].strip() != ""
        stays = next(number for number, key in enumerate(order) if key not in self.gone)
        leading = order[:stays] if has_dash else []
        gaps = "".join(
            edited.text[self.pieces[one].end : self.pieces[next_].start]
            for one, next_ in zip(leading, order[1:], strict=False)
        )
        if leading and "#" not in gaps:
            yield first.start, self.pieces[order[stays]].start, ""
        elif leading:
            yield first.start, first.end, ""
            leading = leading[:1]
        for key in self.gone:
            if key not in leading:
                yield edited.without(self.pieces[key])

    def _with_fresh(self) -> Iterator[Change]:
        """Put new keys where the order of the schema has them, among those that stay."""
        places = {self.flipped.get(key, key): one for key, one in self.pieces.items()}
        stay = [key for key in KEYS if key in places and key not in self.gone]
        first = next(iter(self.pieces.values()))
        column = self.edited.column(first.start)
        groups: dict[str, dict[str, Value]] = {}
        for key in self.fresh:
            before = [one for one in stay if KEYS.index(one) < KEYS.index(key)]
            groups.setdefault(before[-1] if before else "", {})[key] = self.new[key]
        for before_, entry in groups.items():
            lines = said(entry, _BLOCKS)
            if before_:
                at = self.edited.after_line(places[before_].end)
                yield self.edited.inserted(at, indented(lines, column))
            else:
                end = f"{self.edited.newline}{' ' * column}"
                yield first.start, first.start, end.join([*lines, ""])

    def _changed(self, key: str, new: Value) -> Iterator[Change]:
        """Give a key a value, if it is another one."""
        edited, piece, old = self.edited, self.pieces[key], self.old[key]
        location = (*self.location, key)
        if normal(old) == new:
            return
        inner = [*edited.file.pieces(location).values()]
        if isinstance(old, list) and all(isinstance(one, str) for one in old):
            fresh: list[Value] = new if isinstance(new, list) else [new]
            if not edited.in_brackets(piece):
                yield from _listed(edited, inner, old, fresh)
                return
            if len(old) == len(fresh):
                for at, was, one in zip(inner, old, fresh, strict=True):
                    if was != one:
                        yield edited.instead(at, scalar(str(one), in_brackets=True))
                return
        if not isinstance(old, str):
            edited.need_no_comment(location, piece)
        if isinstance(new, list) and key in _BLOCKS:
            column = edited.column(piece.start) + 2
            start = len(edited.text[: piece.value].rstrip())
            items = indented((f"- {scalar(str(one))}" for one in new), column)
            lines = edited.newline.join([edited.comment_of_block(piece), *items])
            yield start, piece.end, lines + edited.ending(piece)
        else:
            yield edited.instead(piece, inline(new))


def _listed(
    edited: Edited, inner: list[Piece], old: list[Value], new: list[Value]
) -> Iterator[Change]:
    """Change a list that has a line for each item: items that stay keep their lines."""
    least = min(len(old), len(new))
    before = next((n for n in range(least) if old[n] != new[n]), least)
    behind = next((n for n in range(least - before) if old[-1 - n] != new[-1 - n]), least - before)
    was, now = inner[before : len(old) - behind], new[before : len(new) - behind]
    for piece, one in zip(was, now, strict=False):
        yield edited.instead(piece, scalar(str(one)))
    for piece in was[len(now) :]:
        yield edited.without(piece)
    if more := now[len(was) :]:
        column = edited.column(inner[0].start)
        lines = [f"{' ' * column}- {scalar(str(one))}" for one in more]
        last = before + len(was)
        at = edited.after_line(inner[last - 1].end) if last else edited.line_start(inner[0].start)
        yield edited.inserted(at, lines)
