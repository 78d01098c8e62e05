"""One annotation: where it stands, and what its bodies say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from urllib.parse import unquote

from clivage import identifiers
from clivage.importers import annotation_own, annotation_tags
from clivage.importers.annotation_json import Fields, iri, listed, objects, words
from clivage.importers.annotation_places import Place, fragment, place
from clivage.importers.layers import Layers

#: Bodies whose words are no tag.
_COMMENTS: Final = {"commenting", "replying", "questioning", "editing", "describing", "assessing"}
_TAGS: Final = {"tagging", "classifying"}
_IRIS: Final = {"linking", "identifying"}
_READ: Final = {"@context", "id", "@id", "type", "@type", "motivation", "body", "bodyValue",
                "target", "creator"}  # fmt: skip
#: A stretch of a text, or the IRI of something else.
Target: TypeAlias = Place | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An annotation as it is read; where its places are is found when all of a text are known.

    Attributes:
        record: what a person can look it up by, unique in the file.
        own: the body in which clivage says all of a statement, if there is one.
        tags, comments, links: what its bodies say.
        targets: what it is on.
        is_link: whether it is meant to tie things.
    """

    record: str
    whole: Fields
    own: Fields | None
    tags: tuple[str, ...]
    comments: tuple[str, ...]
    links: tuple[str, ...]
    targets: tuple[Target, ...]
    coder: str
    is_link: bool

    @property
    def places(self) -> list[Place]:
        """The stretches of text that it is on."""
        return [one for one in self.targets if isinstance(one, Place) and one.is_some]

    def saying(self, other: Note) -> Note:
        """Return it with what another annotation says of it."""
        return replace(
            self,
            tags=(*self.tags, *other.tags),
            comments=(*self.comments, *other.comments),
            coder=self.coder or other.coder,
        )


def note(layers: Layers, record: str, one: Fields) -> Note:
    """Return an annotation, and count what it has that has no place.

    Raises:
        ImportFileError: when its selectors stand within selectors without end.
    """
    own = annotation_own.body(listed(one.get("body")))
    for name in one:
        if name not in _READ and not (own and name == "rights"):
            layers.left(f"{name[:60]!r} of annotations")
    motives = _last_parts(one.get("motivation"))
    bodies = [*listed(one.get("body")), *_plain(one)]
    found = [_body(layers, body, motives) for body in bodies if body is not own]
    said = {sort: tuple(value for other, value in found if other == sort)
            for sort in ("tag", "comment", "link")}  # fmt: skip
    return Note(
        record=record,
        whole=one,
        own=own,
        tags=said["tag"],
        comments=said["comment"],
        links=said["link"],
        targets=tuple(_target(target) for target in listed(one.get("target"))),
        coder=_creator(one),
        is_link="linking" in motives,
    )


def _last_parts(said: object) -> set[str]:
    """Return words without the prefix of their vocabulary."""
    return {words(one).rpartition(":")[2] for one in listed(said)}


def _plain(one: Fields) -> list[object]:
    value = words(one.get("bodyValue"))
    return [{"type": "TextualBody", "value": value}] if value else []


def _body(layers: Layers, body: object, motives: set[str]) -> tuple[str, str]:
    """Return what a body is, and what it says; nothing where it has no place."""
    if isinstance(body, str):
        is_iri = identifiers.is_absolute(body) or "linking" in motives
        return ("link" if is_iri else "tag"), body.strip()
    if not isinstance(body, dict):
        layers.left("body that is no text")
        return "", ""
    value = words(body.get("value"))
    if not value:
        return _thing(layers, body)
    meant = _last_parts(body.get("purpose")) - {""} or motives
    if meant & _COMMENTS and not meant & _TAGS:
        return "comment", value
    if meant & _IRIS and identifiers.is_absolute(value):
        return "link", value
    is_tag = meant & {*_TAGS, *_IRIS} or annotation_tags.split(layers, [value])[0]
    return ("tag" if is_tag or layers.sign([value]) else "comment"), value


def _thing(layers: Layers, body: Fields) -> tuple[str, str]:
    """Return what a body without words refers to."""
    if found := iri(body.get("source")) or iri(body):
        return "link", found
    sort = words(body.get("type")) or words(body.get("purpose"))
    layers.left(f"body of the type {sort[:60]!r}" if sort else "body that says nothing")
    return "", ""


def _target(target: object) -> Target:
    """Return what a target selects of a text; or the IRI of a whole thing."""
    if isinstance(target, dict) and "selector" in target:
        return place(target)
    found = iri(target.get("source")) or iri(target) if isinstance(target, dict) else words(target)
    return fragment(found) or found


def _creator(one: Fields) -> str:
    """Return the name of who made an annotation, or one of its bodies."""
    bodies = (body.get("creator") for body in objects(one.get("body")))
    for creators in (one.get("creator"), *bodies):
        if name := next(filter(None, map(_called, listed(creators))), ""):
            return name
    return ""


def _called(creator: object) -> str:
    if isinstance(creator, dict):
        names: Sequence[str] = [words(creator.get(name)) for name in ("name", "nickname")]
        return next(filter(None, names), "") or _account(iri(creator))
    return _account(words(creator))


def _account(id: str) -> str:
    """Return the last part of the address of somebody.

    >>> _account("https://example.org/users/ana#me"), _account("acct:ben@example.org")
    ('ana', 'ben@example.org')
    >>> _account("https://example.org/people#eva"), _account("Orla Finn")
    ('eva', 'Orla Finn')
    """
    if not identifiers.is_http(id):
        return id.removeprefix("acct:").removeprefix("mailto:")
    path, _, part = id.rstrip("/#").partition("#")
    last = part if part not in ("", "me", "this", "id") else path.rstrip("/").rpartition("/")[2]
    return unquote(last) or id
