"""Change the text of a YAML file where something is asked to change, and nowhere else.

Comments, blank lines, indents, quotation marks, line ends and a byte order mark stay byte for
byte. What comes of the changes is read again: where a file is written in a way that cannot be
changed safely, it is refused, never damaged.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from clivage import yamlfile
from clivage.errors import ClivageError, Origin
from clivage.yamlfile import Location, Piece, Value

#: What stands between two offsets gives way to a text.
Change: TypeAlias = tuple[int, int, str]
#: Makes lines for a column.
Lines: TypeAlias = Callable[[int], Sequence[str]]

_MARK: Final = "\ufeff"
_BREAK: Final = re.compile(r"\r\n|\n|\r")
_INDICATORS: Final = "-?:,[]{}#&*!|>'\"%@`"
#: What begins a block of text, and the comment behind it.
_HEADER: Final = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*|)")
#: What ends a plain value or begins something else, and what cannot stand in a file as it is.
_UNSAFE: Final = re.compile(r":(?=\s|$)|(?<=\s)#|[\t\n\r\u2028\u2029\ufeff\ufffe\uffff]")
_UNSAFE_IN_BRACKETS: Final = re.compile(r"[,\[\]{}:#]")
_ESCAPES: Final = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t",
    **{sign: f"\\u{ord(sign):04X}" for sign in "\u2028\u2029\ufeff\ufffe\uffff"},
}  # fmt: skip


def scalar(value: str, *, in_brackets: bool = False) -> str:
    r"""Return a text as YAML: plain where it can be, in double quotes with escapes elsewhere.

    Raises:
        ClivageError: when it holds a control character, which no file of a corpus can hold.

    >>> print(scalar("l'armée"), scalar("pressions : celle"), scalar("a\nb"), scalar(""))
    l'armée "pressions : celle" "a\nb" ""
    """
    for sign in value:
        if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r":
            what = f"the value holds the control character U+{ord(sign):04X}"
            raise ClivageError(what, remedy="leave it out")
    is_plain = (
        value == value.strip()
        and value[:1] not in ("", *_INDICATORS)
        and not _UNSAFE.search(value)
        and not (in_brackets and _UNSAFE_IN_BRACKETS.search(value))
    )
    return value if is_plain else f'"{"".join(_ESCAPES.get(sign, sign) for sign in value)}"'


def said(entry: Mapping[str, Value], blocks: frozenset[str] = frozenset()) -> list[str]:
    """Return the lines of keys with their values, without an indent.

    Args:
        blocks: keys whose lists get a line for each item; the others stand in brackets.

    >>> said({"quote": ["a: b", "c"], "who": ["d", "e"]}, frozenset(["quote"]))
    ['quote:', '  - "a: b"', '  - c', 'who: [d, e]']
    """
    lines = []
    for key, value in entry.items():
        if isinstance(value, list) and key in blocks:
            lines += [f"{key}:", *(f"  - {scalar(str(one))}" for one in value)]
        else:
            lines.append(f"{key}: {inline(value)}")
    return lines


def inline(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, list):
        return f"[{', '.join(scalar(str(one), in_brackets=True) for one in value)}]"
    if isinstance(value, dict):
        pairs = (
            f"{scalar(key, in_brackets=True)}: {scalar(str(one), in_brackets=True)}"
            for key, one in value.items()
        )
        return f"{{ {', '.join(pairs)} }}"
    return scalar(value or "")


def indented(lines: Iterable[str], column: int, dash: str = "") -> list[str]:
    """Return lines at a column, the first behind a dash where there is one.

    >>> indented(["a: 1", "b: 2"], 2, "- ")
    ['  - a: 1', '    b: 2']
    """
    first, *rest = lines
    behind = " " * (column + len(dash))
    return [f"{' ' * column}{dash}{first}", *(f"{behind}{line}" for line in rest)]


def normal(value: Value) -> Value:
    """Return what a value means: texts trimmed, one text for a list of one, no empty keys.

    >>> normal({"who": ["a "], "about": None, "supports": ["b", "c"]})
    {'who': 'a', 'supports': ['b', 'c']}
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        items = [normal(one) for one in value]
        return items[0] if len(items) == 1 and isinstance(items[0], str) else items
    if isinstance(value, dict):
        return {key: normal(one) for key, one in value.items() if one is not None}
    return value


class Edited:
    """A file that is being edited: its text without the byte order mark, and what stands where.

    Raises:
        ClivageError: when it is not YAML, or has no keys.
    """

    def __init__(self, text: str, name: str) -> None:
        self.mark = _MARK if text.startswith(_MARK) else ""
        self.text = text.removeprefix(_MARK)
        self.name = name
        self.file = yamlfile.parsed(self.text, name=name)
        if self.file.data is None and self.file.problems:
            first = self.file.problems[0]
            raise ClivageError(first.what, remedy=first.remedy, origin=first.origin)
        if not isinstance(self.file.data, dict):
            remedy = "see what 'clivage init' writes there"
            raise ClivageError("the file has no keys", remedy=remedy, origin=Origin(name, 1))
        self.data = self.file.data
        breaks = list(_BREAK.finditer(self.text))
        self.newline = breaks[0][0] if breaks else "\n"
        self._starts = [0, *(one.end() for one in breaks)]

    def by_hand(self, what: str, line: int) -> ClivageError:
        """Return the error of a place that a person must edit."""
        return ClivageError(what, remedy="edit the file by hand", origin=Origin(self.name, line))

    def in_brackets(self, piece: Piece) -> bool:
        """Whether a value stands in brackets or braces."""
        return self.text[piece.value : piece.value + 1] in ("[", "{")

    def need_block(self, key: str) -> None:
        """Refuse a list, or keys, in brackets.

        Raises:
            ClivageError: when the value of this key stands in them.
        """
        if self.in_brackets(self.file.pieces()[key]):
            what = f"what stands under {key!r} is in brackets"
            raise self.by_hand(what, self.file.origin((key,)).line)

    def need_no_comment(self, location: Location, piece: Piece) -> None:
        """Refuse to write over a comment.

        Raises:
            ClivageError: when one stands inside this value.
        """
        if self._holds_comment(location, piece):
            raise self.by_hand("a comment stands inside this value", self.line(piece.start))

    def _holds_comment(self, location: Location, piece: Piece) -> bool:
        inner, at = self.file.pieces(location), piece.value
        if not inner and not self.in_brackets(piece):
            return self.comment_of_block(piece) != ""
        for step, child in inner.items():
            if "#" in self.text[at : child.value] or self._holds_comment((*location, step), child):
                return True
            at = child.end
        return "#" in self.text[at : piece.end]

    def comment_of_block(self, piece: Piece) -> str:
        """Return the comment behind the sign that begins a block of text, if it is one."""
        found = _HEADER.match(self.text, piece.value)
        return found[1] if found else ""

    def line(self, at: int) -> int:
        """Return the number of the line of an offset, from 1."""
        return bisect_right(self._starts, at)

    def line_start(self, at: int) -> int:
        """Return where the line of an offset begins."""
        return self._starts[self.line(at) - 1]

    def column(self, at: int) -> int:
        """Return how far an offset stands from the beginning of its line."""
        return at - self.line_start(at)

    def after_line(self, end: int) -> int:
        """Return where the line begins that follows a value and the comment behind it."""
        line = self.line(end - 1)
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def lines_of(self, piece: Piece) -> tuple[int, int]:
        """Return the first and the last line of what is written, from 1."""
        return self.line(piece.start), self.line(piece.end - 1)

    def past_comments(self, at: int, column: int) -> int:
        """Return where the lines end that are comments of at least this indent."""
        comment = re.compile(rf"(?: *[\r\n])* {{{column},}}#[^\r\n]*(?:\r\n|\n|\r|$)")
        while found := comment.match(self.text, at):
            at = found.end()
        return at

    def inserted(self, at: int, lines: Iterable[str]) -> Change:
        """Put lines where a line begins, or behind a last line that does not end."""
        text = self.newline.join(lines)
        is_begun = at > 0 and self.text[at - 1] not in "\n\r"
        return at, at, self.newline + text if is_begun else text + self.newline

    def without(self, piece: Piece) -> Change:
        """Leave out the lines of what is written."""
        return self.line_start(piece.start), self.after_line(piece.end), ""

    def instead(self, piece: Piece, value: str) -> Change:
        """Put another value in the place of one, or where there is none."""
        if piece.value == piece.end:
            return piece.value, piece.end, f" {value}"
        return piece.value, piece.end, value + self.comment_of_block(piece) + self.ending(piece)

    def ending(self, piece: Piece) -> str:
        """Return the line end that a value brings along: a block may keep its last ones."""
        return self.newline if self.text[piece.end - 1] in "\r\n" else ""

    def begun(self, key: str, lines: Lines) -> Iterator[Change]:
        """Begin a list, or keys, under a key that has none, or that is not there.

        Raises:
            ClivageError: when the place is in braces, or a comment is.
        """
        pieces = self.file.pieces()
        if self.text.lstrip().startswith("{"):
            raise self.by_hand("the keys of this file are in braces", 1)
        if key not in pieces:
            last = [*pieces.values()][-1]
            column = self.column(last.start)
            new = [f"{' ' * column}{key}:", *lines(column + 2)]
            yield self.inserted(self.after_line(last.end), new)
            return
        piece = pieces[key]
        self.need_no_comment((key,), piece)
        at, column = self.after_line(piece.end), self.column(piece.start)
        if piece.value < piece.end:
            yield len(self.text[: piece.value].rstrip()), piece.end, ""
        else:
            at = self.past_comments(at, column + 1)
        yield self.inserted(at, lines(column + 2))

    def result(self, changes: Iterable[Change], key: str, meant: Value) -> str:
        """Make changes that do not overlap, and read what came of them.

        Args:
            key: the only one at the top whose value changes.
            meant: its value then.

        Raises:
            ClivageError: when it would be read otherwise.
        """
        text, changes = self.text, sorted(changes, reverse=True)
        for start, end, instead in changes:
            text = text[:start] + instead + text[end:]
        try:
            found = normal(yamlfile.parsed(text, name=self.name).data)
        except ClivageError:
            found = None
        if found != normal({**self.data, key: meant}):
            raise self.by_hand(
                "what stands here is written in an unusual way", self.line(changes[-1][0])
            )
        return self.mark + text
