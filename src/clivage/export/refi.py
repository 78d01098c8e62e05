"""REFI-QDA project (`.qdpx`): what NVivo, MAXQDA, ATLAS.ti and QualCoder import.

Source: REFI-QDA Standard 1.5, with the schema Project.xsd of 18 March 2019. A statement is one
code on its words: `supports`, then the holder, then the target, each under the other, so that
it survives programs that keep nothing but a code and its place. All else that is known of a
statement stands as lines `key: value` in the description of its selection.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Final, TypeAlias

from clivage.export.archive import archive
from clivage.export.material import Material
from clivage.export.wording import told_apart, verb
from clivage.model import (
    Actor,
    ActorType,
    Certainty,
    Corpus,
    Issue,
    Modality,
    Passage,
    Source,
    Statement,
    in_language,
)
from clivage.xmltext import escaped

_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
#: Characters of a selection's words that its name shows.
_SHOWN: Final = 80
_GROUPS: Final = {
    ActorType.PERSON: "persons",
    ActorType.ORGANIZATION: "organizations",
    ActorType.COLLECTIVE: "collectives",
}
_Pairs: TypeAlias = Iterable[tuple[str, str]]


def refi(material: Material) -> bytes:
    """Return the corpus as a project with its texts.

    Raises:
        ClivageError: when the texts are not to travel, or one is not there.
    """
    corpus = material.corpus
    texts = {id: _Text(text) for id, text in material.full_texts("REFI-QDA").items()}
    files = {
        f"Sources/{_guid(corpus, 'source', id)}.txt": text.plain.encode()
        for id, text in texts.items()
    }
    lines = "\n".join(_project(material, texts)) + "\n"
    return archive({"project.qde": lines.encode(), **files})


class _Text:
    """A text with line ends of one character, and where its places are in it."""

    def __init__(self, text: str) -> None:
        self.plain = text.replace("\r\n", "\n").replace("\r", "\n")
        self._gone = [at for at, pair in enumerate(pairwise(text)) if pair == ("\r", "\n")]

    def place(self, offset: int) -> int:
        """Return where an offset of the text has come to."""
        return offset - bisect_left(self._gone, offset)


@dataclass(frozen=True, slots=True)
class _Element:
    """An element: its name, what stands in its tag, and what it holds."""

    name: str
    attributes: Mapping[str, str]
    description: str = ""
    children: Sequence[_Element] = ()

    def lines(self) -> Iterator[str]:
        said = "".join(
            f' {name}="{escaped(value)}"' for name, value in self.attributes.items() if value
        )
        if not self.description and not self.children:
            yield f"<{self.name}{said}/>"
            return
        yield f"<{self.name}{said}>"
        if self.description:
            yield f"<Description>{escaped(self.description)}</Description>"
        for child in self.children:
            yield from child.lines()
        yield f"</{self.name}>"


def _project(material: Material, texts: Mapping[str, _Text]) -> Iterator[str]:
    """Yield the lines of the project file, its elements in the order of the schema."""
    corpus = material.corpus
    title = in_language(corpus.title, corpus.language) or corpus.id
    origin = f"clivage {version('clivage')}"
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<Project xmlns="{_NAMESPACE}" name="{escaped(title)}" origin="{escaped(origin)}">'
    users = [
        _Element("User", {"guid": _guid(corpus, "coder", one.id), "name": one.name, "id": one.id})
        for one in corpus.coders
    ]
    book = list(_codes(corpus))
    sources = [_source(material, one, texts[one.id]) for one in corpus.sources]
    parts = [_Element("Users", {}, "", users)] if users else []
    if book:
        parts.append(_Element("CodeBook", {}, "", [_Element("Codes", {}, "", book)]))
    if sources:
        parts.append(_Element("Sources", {}, "", sources))
    for part in parts:
        yield from part.lines()
    if description := in_language(corpus.description, corpus.language):
        yield f"<Description>{escaped(description)}</Description>"
    yield "</Project>"


def _codes(corpus: Corpus) -> Iterator[_Element]:
    """Yield the code book: what is coded, then what the names in it mean."""
    names = told_apart(corpus)
    tree: dict[str, dict[str, dict[str, Statement]]] = {}
    for one in corpus.statements:
        tree.setdefault(verb(one), {}).setdefault(one.holder, {}).setdefault(one.target, one)
    for top in sorted(tree):
        holders = [
            _code(corpus, (top, holder), names[holder], children=[
                _code(corpus, _path(one), names[target], _short(one), codable=True)
                for target, one in sorted(tree[top][holder].items())
            ])
            for holder in sorted(tree[top])
        ]  # fmt: skip
        yield _code(corpus, (top,), top, children=holders)
    groups = [
        _code(corpus, ("Actors", name), name, children=[
            _code(corpus, ("Actors", name, one.id), names[one.id], _lines(_of_actor(one)))
            for one in corpus.actors if one.type is type_
        ])
        for type_, name in _GROUPS.items() if any(one.type is type_ for one in corpus.actors)
    ]  # fmt: skip
    if groups:
        yield _code(corpus, ("Actors",), "Actors", children=groups)
    issues = [
        _code(corpus, ("Issues", one.id), names[one.id], _lines(_of_issue(corpus, one)))
        for one in corpus.issues
    ]
    if issues:
        yield _code(corpus, ("Issues",), "Issues", children=issues)


def _code(
    corpus: Corpus,
    path: tuple[str, ...],
    name: str,
    description: str = "",
    *,
    codable: bool = False,
    children: Sequence[_Element] = (),
) -> _Element:
    guid = _guid(corpus, "code", "\n".join(path))
    said = {"guid": guid, "name": name, "isCodable": "true" if codable else "false"}
    return _Element("Code", said, description, children)


def _path(one: Statement) -> tuple[str, str, str]:
    return verb(one), one.holder, one.target


def _short(one: Statement) -> str:
    return f"{one.holder} {one.sign.verb} {one.target}"


def _source(material: Material, one: Source, text: _Text) -> _Element:
    corpus = material.corpus
    guid = _guid(corpus, "source", one.id)
    said = {
        "guid": guid,
        "name": in_language(one.title, corpus.language) or one.id,
        "plainTextPath": f"internal://{guid}.txt",
    }
    selections = [
        _selection(corpus, statement, passage, text)
        for statement, passage in material.cited[one.id]
    ]
    return _Element("TextSource", said, _lines(_of_source(one)), selections)


def _selection(corpus: Corpus, one: Statement, passage: Passage, text: _Text) -> _Element:
    place = f"{one.id} {passage.source} {passage.start} {passage.end}"
    coder = _guid(corpus, "coder", one.coder)
    code = _guid(corpus, "code", "\n".join(_path(one)))
    shown = " ".join(passage.exact.split())
    said = {
        "guid": _guid(corpus, "selection", place),
        "name": shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…",
        "startPosition": str(text.place(passage.start)),
        "endPosition": str(text.place(passage.end)),
        "creatingUser": coder,
    }
    coding = _Element(
        "Coding",
        {"guid": _guid(corpus, "coding", place), "creatingUser": coder},
        "",
        [_Element("CodeRef", {"targetGUID": code})],
    )
    return _Element("PlainTextSelection", said, _lines(_of_statement(one)), [coding])


def _of_statement(one: Statement) -> _Pairs:
    yield "id", one.id
    yield "about", one.about
    yield "voice", one.voice
    yield "relation", one.relation
    yield "mode", one.mode.value if one.mode else ""
    yield "modality", one.modality.value if one.modality is not Modality.ACTUAL else ""
    yield "strength", str(one.strength) if one.strength != 2 else ""
    yield "certainty", one.certainty.value if one.certainty is not Certainty.CERTAIN else ""
    yield "when", one.when
    yield "date-basis", one.date_basis.value if one.date_basis else ""
    yield "suggested-by", one.suggested_by
    yield "note", one.note


def _of_actor(one: Actor) -> _Pairs:
    yield "id", one.id
    yield from (("name", name) for name in one.names)
    yield "kind", one.kind
    yield "part-of", one.part_of
    yield from _links(one)


def _of_issue(corpus: Corpus, one: Issue) -> _Pairs:
    yield "id", one.id
    yield "definition", in_language(one.definition, corpus.language)
    yield from _links(one)


def _links(one: Actor | Issue) -> _Pairs:
    yield from (("exact-match", link) for link in one.exact_match)
    yield from (("close-match", link) for link in one.close_match)
    yield "note", one.note


def _of_source(one: Source) -> _Pairs:
    yield "id", one.id
    for key in ("language", "creator", "date", "period", "publication", "section", "genre",
                "rights", "provenance"):  # fmt: skip
        yield key, getattr(one, key)


def _lines(pairs: _Pairs) -> str:
    """Return lines ``key: value``; only a note, which stands last, may go on over lines."""
    return "\n".join(
        f"{key}: {value if key == 'note' else ' '.join(value.split())}"
        for key, value in pairs
        if value
    )


def _guid(corpus: Corpus, folder: str, id: str) -> str:
    """Return the GUID of a thing: the same for the same thing of the same corpus."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{corpus.base}{folder}/{id}"))
