"""Read a YAML file as text and line numbers, and explain its mistakes in words.

Every value stays the text that the author typed: ``1970`` is not a number here, ``1971-01-10``
not a date and ``no`` not False. What a value means is the business of `clivage.schema`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from clivage.errors import ClivageError, Origin

Value: TypeAlias = "str | None | list[Value] | dict[str, Value]"
#: The way to a value: keys and list positions from the top.
Location: TypeAlias = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file: its plain ``data``, and the line on which each value stands."""

    path: str
    data: Value
    root: yaml.Node | None

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


def read(path: Path, *, name: str | None = None) -> YamlFile:
    """Read a YAML file.

    Args:
        name: how messages call the file; its path when left out.

    Raises:
        ClivageError: when it is missing, not UTF-8, not YAML, repeats a key, or uses anchors.
    """
    name = name or str(path)
    text = read_text(path, name=name)
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text, name) from None
    except yaml.YAMLError as error:  # a control character, say: no mark to point at
        what = " ".join(str(error).split())
        raise ClivageError(f"not YAML: {what}", origin=Origin(name)) from None
    seen: set[int] = set()
    return YamlFile(name, _plain(root, name, seen) if root else None, root)


def read_text(path: Path, *, name: str | None = None) -> str:
    """Read a UTF-8 text file as it stands, line ends included.

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
    try:
        return content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ClivageError(
            f"not UTF-8: byte 0x{content[error.start]:02x} cannot be read",
            remedy="save the file again as UTF-8",
            origin=Origin(name, line),
        ) from None


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    return None


def _plain(node: yaml.Node, name: str, seen: set[int]) -> Value:
    if id(node) in seen:
        raise ClivageError(
            "YAML anchors and aliases (& and *) are not used in clivage files",
            remedy="write the value out, or put it in quotes if the sign belongs to it",
            origin=Origin(name, node.start_mark.line + 1),
        )
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return None if node.value == "" and node.style is None else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name, seen) for item in node.value]
    return dict(_pairs(node, name, seen))


def _pairs(node: yaml.Node, name: str, seen: set[int]) -> Iterator[tuple[str, Value]]:
    keys: set[str] = set()
    for key, value in node.value:
        origin = Origin(name, key.start_mark.line + 1)
        if not isinstance(key, yaml.ScalarNode):
            raise ClivageError("a key must be a word", remedy="check the indent", origin=origin)
        if key.value in keys:
            remedy = "keep one of the two, or give one another name"
            raise ClivageError(f"{key.value!r} stands twice here", remedy=remedy, origin=origin)
        keys.add(key.value)
        yield key.value, _plain(value, name, seen)


def _explained(error: yaml.MarkedYAMLError, text: str, name: str) -> ClivageError:
    """Say a YAML error in the words of somebody who types French or English, not YAML."""
    mark = error.problem_mark or error.context_mark
    problem, context = error.problem or "", error.context or ""
    line = mark.line + 1 if mark else 1
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    opening = error.context_mark.line + 1 if error.context_mark else line
    if "quoted scalar" in context:
        return ClivageError(
            "a quotation mark is opened and not closed",
            remedy="close it, and double an apostrophe inside '...' ('l''armée')",
            origin=Origin(name, opening),
        )
    if "mapping values are not allowed" in problem:
        return ClivageError(
            "a colon followed by a space stands inside a value",
            remedy="put the whole value in double quotes, or begin it with '>-' on a line of its own",
            origin=Origin(name, line),
        )
    if "\t" in here[: len(here) - len(here.lstrip())] or (
        "cannot start any token" in problem and mark and here[mark.column : mark.column + 1] == "\t"
    ):
        return ClivageError(
            "a tab indents this line", remedy="YAML indents with spaces", origin=Origin(name, line)
        )
    if "cannot start any token" in problem or "alias" in context or "anchor" in context:
        return ClivageError(
            "a value begins with a sign that means something else in YAML",
            remedy="put the whole value in quotes",
            origin=Origin(name, line),
        )
    if "expected <block end>" in problem or "did not find expected" in problem:
        return ClivageError(
            "the line does not fit those above it",
            remedy="check its indent, and an apostrophe inside '...', which must be doubled",
            origin=Origin(name, line),
        )
    return ClivageError(f"not YAML: {problem}", origin=Origin(name, line))
