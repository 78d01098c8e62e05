"""Read a YAML file as text and line numbers, and explain its mistakes in words.

Every value stays the text that the author typed: ``1970`` is not a number here, ``1971-01-10``
not a date and ``no`` not False. What a value means is the business of `clivage.schema`.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from clivage.errors import ClivageError, Origin, Problem

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
#: The way to a value: keys and list positions from the top.
Location: TypeAlias = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What stands between the end of a list's item and the dash of the next: white space, comments.
_TO_THE_DASH = re.compile(r"(?:#[^\r\n]*|[^#-])*+(?=-)")

#: What the two YAML loaders say (part of it), and what it means to somebody who types French
#: or English, not YAML: (in the problem or its context, what, remedy). The first that fits.
_EXPLANATIONS = (
    (
        "document start",
        "a line of '...' ends the document",
        "delete it: a file is one document",
    ),
    (
        "mapping values are not allowed",
        "a colon followed by a space stands inside a value",
        "put the whole value in double quotes; if the line is a key of its own, check its indent",
    ),
    *(
        (
            cause,
            "a backslash inside double quotes means something else in YAML",
            "write it twice, or use single quotes",
        )
        for cause in ("escape", "hexdecimal")
    ),
    (
        "sequence entries are not allowed",
        "a value begins with a sign that means something else in YAML",
        "put the whole value in double quotes",
    ),
    (
        "another document",
        "a line of '---' begins a second document",
        "delete it: a file is one document",
    ),
    (
        "flow sequence",
        "a square bracket is opened and not closed, or stands inside a value",
        "close it, or put the whole value in double quotes",
    ),
    (
        "flow mapping",
        "a brace is opened and not closed, or stands inside a value",
        "close it, or put the whole value in double quotes",
    ),
    (
        "find expected ':'",
        "this line has no colon, or no space after it",
        "write a key, a colon, a space and the value",
    ),
    *(
        (
            cause,
            "a value begins with a sign that means something else in YAML",
            "put the whole value in double quotes",
        )
        for cause in (
            "cannot start any token",
            "alias",
            "anchor",
            "tag",
            "directive",
            "block scalar",
            "mapping keys are not allowed",
        )
    ),
    *(
        (
            cause,
            "the line does not fit those above it",
            "check its indent",
        )
        for cause in ("expected <block end>", "did not find expected")
    ),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an item of a list, or a key with its value, is written: offsets in the text.

    Attributes:
        start: of its dash, its key, or of an item between brackets.
        value: of its value; behind the colon or the dash where there is none.
        end: behind its last sign; blanks and comments that follow do not belong to it.
    """

    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file: its plain ``data``, and the line on which each value stands.

    Attributes:
        text: as it was read, without its byte order mark.
        problems: what is wrong in it though it is YAML: keys that stand twice (the first one
            counts); and anchors, tags and control characters, with which there is no ``data``.
    """

    path: str
    data: Value
    root: yaml.Node | None
    problems: tuple[Problem, ...] = ()
    text: str = ""

    def origin(self, location: Location = ()) -> Origin:
        """Return where the value at ``location`` (keys and list positions) is written.

        A location that leads nowhere gives the last place on its way that exists.
        """
        node, line = self.root, 1
        for step in location:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return Origin(self.path, line)

    def pieces(self, location: Location = ()) -> dict[str | int, Piece]:
        """Return where each item of the list, or each key, at ``location`` is written.

        >>> parsed("a: 1\\nb:\\n- x\\n- y # z", name="a.yaml").pieces(("b",))
        {0: Piece(start=8, value=10, end=11), 1: Piece(start=12, value=14, end=15)}
        """
        node = self.root
        for step in location:
            child = _child(node, step)
            node = child[1] if child else None
        found: dict[str | int, Piece] = {}
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                piece = Piece(key.start_mark.index, value.start_mark.index, self._end(value))
                found.setdefault(str(key.value), piece)
        elif isinstance(node, yaml.SequenceNode):
            before = node.start_mark.index
            for number, item in enumerate(node.value):
                start = item.start_mark.index
                dash = None if node.flow_style else _TO_THE_DASH.match(self.text, before, start)
                before = self._end(item)
                found[number] = Piece(dash.end() if dash else start, start, before)
        return found

    def _end(self, node: yaml.Node) -> int:
        """Return where a value ends; the marks of block values reach to what follows them."""
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.index + _length(
                self.text[node.start_mark.index : node.end_mark.index]
            )
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        return int(node.end_mark.index)


def read(path: Path, *, name: str | None = None) -> YamlFile:
    """Read a YAML file.

    Args:
        name: how messages call the file; its path when left out.

    Raises:
        ClivageError: when it is missing, not UTF-8 or not YAML.
    """
    name = name or str(path)
    return parsed(read_text(path, name=name), name=name)


def parsed(original: str, *, name: str) -> YamlFile:
    """Read the text of a YAML file, which has no byte order mark.

    Raises:
        ClivageError: when it is not YAML.
    """
    # These break a line in YAML and in no editor: the lines would be counted wrongly.
    text = original.translate(dict.fromkeys((0x85, 0x2028, 0x2029), " "))
    plain = _Plain(name, text)
    try:
        root = yaml.compose(text, Loader=_LOADER)
        data = plain.value(root) if root else None
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text, name) from None
    except yaml.reader.ReaderError as error:
        raise ClivageError(
            f"the control character U+{error.character:04X} stands here, which nobody can see",
            remedy="delete it, or type the line again",
            origin=Origin(name, text.count("\n", 0, text.index(chr(error.character))) + 1),
        ) from None
    except RecursionError:
        what = "lists or keys stand inside each other, hundreds deep"
        raise ClivageError(what, remedy="close the brackets", origin=Origin(name, 1)) from None
    data = data if plain.is_whole else None
    return YamlFile(name, data, root, tuple(plain.problems), original)


def read_text(path: Path, *, name: str | None = None) -> str:
    """Read a UTF-8 text file as it stands, line ends included, a byte order mark left out.

    Raises:
        ClivageError: when it is missing, unreadable or not UTF-8.
    """
    name = name or str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ClivageError("no such file", remedy="check its name", origin=Origin(name)) from None
    except OSError as error:
        raise ClivageError(f"cannot be read: {error.strerror}", origin=Origin(name)) from None
    return decoded(content, name=name)


def decoded(content: bytes, *, name: str) -> str:
    """Return the text of a file's bytes.

    Raises:
        ClivageError: when they are not UTF-8.

    >>> decoded(b"arm\\xe9e", name="a.txt")
    Traceback (most recent call last):
    ...
    clivage.errors.ClivageError: a.txt:1: not UTF-8: byte 0xe9. save the file again as UTF-8.
    """
    remedy = "save the file again as UTF-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ClivageError("not UTF-8 but UTF-16", remedy=remedy, origin=Origin(name, 1))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        content = error.object  # the bytes after the byte order mark, which `start` counts from
        line = content.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8: byte 0x{content[error.start]:02x}"
        raise ClivageError(what, remedy=remedy, origin=Origin(name, line)) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        what = "not a text, or not in UTF-8: it holds null characters"
        raise ClivageError(what, remedy=remedy, origin=Origin(name, line))
    return text


def as_written(content: bytes, *, name: str) -> str:
    """Return the text of a file's bytes with its byte order mark, to be edited.

    Raises:
        ClivageError: when they are not UTF-8.
    """
    decoded(content, name=name)
    return content.decode()


def _length(block: str) -> int:
    """Return how long a ``|`` or ``>`` value is without the blank lines that follow it."""
    header, *lines = block.splitlines(keepends=True) or [""]
    if "+" in header.partition("#")[0]:
        return len(block)  # which says that they belong to it
    while lines and not lines[-1].strip(" \r\n"):
        lines.pop()
    return len((header + "".join(lines)).rstrip("\r\n"))


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    return None


class _Plain:
    """Turns nodes into plain values, collecting what is wrong on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []
        self.is_whole = True
        self.seen: set[int] = set()

    def value(self, node: yaml.Node) -> Value:
        # An alias is the same node again; following it could go in a circle, or for ever.
        if id(node) in self.seen:
            return None  # said where its anchor stands
        self.seen.add(id(node))
        if self.text[node.start_mark.index : node.start_mark.index + 1] in ("&", "!"):
            self._lack(
                node,
                "YAML anchors, aliases and tags (&, * and !) are not used in clivage files",
                "write the value out, or put it in quotes if the sign belongs to it",
            )
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        return dict(self._pairs(node))

    def _say(self, node: yaml.Node, what: str, remedy: str) -> None:
        origin = Origin(self.name, node.start_mark.line + 1)
        self.problems.append(Problem("file", what, remedy, origin=origin))

    def _lack(self, node: yaml.Node, what: str, remedy: str) -> None:
        """Say what makes a value unreadable: what else is missed may only be its echo."""
        self.is_whole = False
        self._say(node, what, remedy)

    def _scalar(self, node: yaml.ScalarNode) -> str | None:
        value = str(node.value)
        if not value.isprintable():  # most are, and the test is fast
            for character in value:
                if unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r":
                    what = f"the value holds the control character U+{ord(character):04X}"
                    self._lack(node, what, "delete it, or its escape after the backslash")
                    return None
        return None if value == "" and not node.style else value

    def _pairs(self, node: yaml.Node) -> Iterator[tuple[str, Value]]:
        keys: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._lack(key, "a key must be a word", "put the value in double quotes")
            elif key.value in keys:
                remedy = "keep one of the two, or give it both values as a list: [a, b]"
                self._say(key, f"{key.value!r} stands twice here", remedy)
            else:
                keys.add(key.value)
                yield key.value, self.value(value)


def _explained(error: yaml.MarkedYAMLError, text: str, name: str) -> ClivageError:
    """Say a YAML error in plain words, with the line to look at."""
    mark = error.problem_mark or error.context_mark
    problem, context = error.problem or "", error.context or ""
    line = mark.line + 1 if mark else 1
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    origin = Origin(name, line)
    if "find expected ':'" in problem and error.context_mark:
        origin = Origin(name, error.context_mark.line + 1)
    if "quoted scalar" in context.replace("-quoted", " quoted") and "end of stream" in problem:
        opening = error.context_mark.line + 1 if error.context_mark else line
        return ClivageError(
            "a quotation mark is opened and not closed",
            remedy="close it, and double an apostrophe inside '...' ('l''armée')",
            origin=Origin(name, opening),
        )
    if "\t" in here[: len(here) - len(here.lstrip())]:
        remedy = "YAML indents with spaces"
        return ClivageError("a tab indents this line", remedy=remedy, origin=origin)
    if mark and (opening := _line_of_what_closes_before(mark, text)):
        what = f"what is opened here, by a quotation mark or a bracket, closes on line {line}"
        remedy = 'put the whole value in double quotes, and \\" for those inside it'
        origin = Origin(name, opening)
        return ClivageError(f"{what}, and words follow", remedy=remedy, origin=origin)
    for cause, what, remedy in _EXPLANATIONS:
        if cause in problem or cause in context:
            return ClivageError(what, remedy=remedy, origin=origin)
    return ClivageError(f"not YAML: {problem}", origin=origin)


def _line_of_what_closes_before(mark: yaml.Mark, text: str) -> int:
    """Return where the quoted or bracketed value opens that ends just before an error, or 0."""
    last: yaml.Token | None = None
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=_LOADER):
            if token.end_mark.index > mark.index:
                break
            last = token
    is_closing = isinstance(last, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)) or (
        isinstance(last, yaml.ScalarToken) and last.style in ("'", '"')
    )
    if last is None or not is_closing or last.end_mark.line != mark.line:
        return 0
    return int(last.start_mark.line) + 1
