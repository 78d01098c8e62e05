"""A REFI-QDA project as plain records: its users, its code book, its texts and what is coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from clivage.errors import ImportFileError

#: Elements for which clivage has no place, and what several of them are called.
_LEFT_OUT: Final = {
    "PDFSource": "PDF sources",
    "PictureSource": "pictures",
    "AudioSource": "recordings of sound",
    "VideoSource": "recordings of pictures",
    "Transcript": "transcripts of recordings",
    "Case": "cases",
    "Variable": "variables",
    "Note": "notes",
    "Set": "sets",
    "Graph": "graphs",
    "Link": "links",
}
_DEEPEST: Final = 100


@dataclass(frozen=True, slots=True)
class Code:
    """A code; ``path`` is the names from the top of the code book down to its own."""

    guid: str
    path: tuple[str, ...]
    description: str = ""

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]

    @property
    def full(self) -> str:
        """Its whole path in one line."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Coding:
    """A code that a user gave; ``user`` may be empty."""

    code: str
    user: str


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a text.

    Attributes:
        guid: what the project calls it.
        start, end: as they are written; None where they are no numbers.
        name: often the words, or their beginning; often something else.
        description: a note on it.
    """

    guid: str
    start: int | None
    end: int | None
    name: str
    description: str
    codings: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text; ``content`` where it stands in the project file itself, else ``path``."""

    guid: str
    name: str
    path: str
    content: str | None
    description: str
    selections: tuple[Selection, ...]
    codings: int


@dataclass(frozen=True, slots=True)
class Project:
    """What a project file says.

    Attributes:
        users: names by guid.
        codes: by guid, in the order of the code book.
        left_out: what it holds besides, in words, with its number.
    """

    name: str
    origin: str
    users: dict[str, str]
    codes: dict[str, Code]
    sources: tuple[TextSource, ...]
    left_out: Counter[str]


def project(root: Element) -> Project:
    """Return what a project file says.

    Raises:
        ImportFileError: when its codes stand too deep in each other.
    """
    users = {_guid(one): one.get("name", "").strip() for one in _all(root, "User")}
    left_out = Counter(_LEFT_OUT[tag] for one in root.iter() if (tag := _tag(one)) in _LEFT_OUT)
    return Project(
        name=root.get("name", "").strip(),
        origin=root.get("origin", "").strip(),
        users=users,
        codes=dict(_codes(root)),
        sources=tuple(map(_source, _all(root, "TextSource"))),
        left_out=left_out,
    )


def is_project(root: Element) -> bool:
    """Whether an XML document is a project of REFI-QDA."""
    return _tag(root) == "Project"


def _codes(root: Element) -> Iterator[tuple[str, Code]]:
    """Give the codes from the top down; a loop, as a code book may be of any depth."""
    books = [one for book in root if _tag(book) == "CodeBook" for one in book]
    tops = [one for group in books if _tag(group) == "Codes" for one in group]
    ways: list[tuple[Element, tuple[str, ...]]] = [(one, ()) for one in reversed(tops)]
    while ways:
        element, above = ways.pop()
        if _tag(element) != "Code":
            continue
        if len(above) >= _DEEPEST:
            raise ImportFileError(f"its codes stand more than {_DEEPEST} deep in each other")
        path = (*above, element.get("name", "").strip() or _guid(element))
        guid = _guid(element)
        yield guid, Code(guid, path, _description(element))
        ways.extend((child, path) for child in reversed(element))


def _source(element: Element) -> TextSource:
    inline = next(_children(element, "PlainTextContent"), None)
    creator = element.get("creatingUser", "")
    return TextSource(
        guid=_guid(element),
        name=element.get("name", "").strip(),
        path=element.get("plainTextPath", "").strip(),
        content="".join(inline.itertext()) if inline is not None else None,
        description=_description(element),
        selections=tuple(
            _selection(one, creator) for one in _children(element, "PlainTextSelection")
        ),
        codings=sum(1 for _ in _children(element, "Coding")),
    )


def _selection(element: Element, creator: str) -> Selection:
    creator = element.get("creatingUser", creator)
    return Selection(
        guid=_guid(element),
        start=_number(element.get("startPosition", "")),
        end=_number(element.get("endPosition", "")),
        name=element.get("name", ""),
        description=_description(element),
        codings=tuple(
            Coding(ref.get("targetGUID", "").strip().casefold(), user.strip().casefold())
            for coding in _children(element, "Coding")
            for user in [coding.get("creatingUser", creator)]
            for ref in _children(coding, "CodeRef")
        ),
    )


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 13 else None


def _description(element: Element) -> str:
    found = next(_children(element, "Description"), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _guid(element: Element) -> str:
    return element.get("guid", "").strip().casefold()


def _tag(element: Element) -> str:
    """Return the name of an element, whichever version of the format its namespace tells."""
    return str(element.tag).rpartition("}")[2]


def _named(name: str) -> Callable[[Element], bool]:
    return lambda element: _tag(element) == name


def _children(element: Element, name: str) -> Iterator[Element]:
    return filter(_named(name), element)


def _all(root: Element, name: str) -> Iterator[Element]:
    return filter(_named(name), root.iter())
