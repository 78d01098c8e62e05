"""``suggestions/*.yaml``: what an engine suggested for a text, for people to read and decide.

Each file belongs to one text and one engine, and is written anew by every run. What people decided
stands elsewhere, see `clivage.suggest.decisions`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clivage import yamlfile
from clivage.errors import ClivageError, Origin
from clivage.model import Modality, Sign
from clivage.suggest.records import Mention, Suggestion
from clivage.yamlfile import Value, YamlFile
from clivage.yamltext import indented, said, scalar

FOLDER: Final = "suggestions"
_HEAD: Final = (
    "# Written by 'clivage suggest'; 'clivage review' walks through it. No part of the corpus.\n"
)
_PLACE: Final = re.compile(r"([0-9]+)-([0-9]+)")
_REMEDY: Final = "write it anew with 'clivage suggest'"


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions of one engine for one text.

    Attributes:
        text: SHA-256 of the text, as hex digits.
        refused: suggestions that were not grounded in the text: why, and how many.
        file: where it is written; empty where it is not.
    """

    source: str
    engine: str
    version: str
    text: str
    suggestions: tuple[Suggestion, ...]
    refused: Mapping[str, int] = field(default_factory=dict)
    file: str = ""


def id_of(one: Suggestion) -> str:
    """Return what names a suggestion: the same words, said by and of the same, have the same name.

    >>> ann, bob = Mention(text="Ann", figure="ann"), Mention(text="Bob", figure="bob")
    >>> one = Suggestion(source="s", start=0, end=9, exact="Ann backs", holder=ann, target=bob,
    ...                  sign=Sign.SUPPORT, score=0.5, rule="r")
    >>> id_of(one)
    'ce4650bcb1'
    """
    key = (one.source, one.start, one.end, whom(one.holder), one.sign.verb, whom(one.target))
    return hashlib.sha256("\n".join(map(str, key)).encode()).hexdigest()[:10]


def whom(mention: Mention) -> str:
    """Return what tells one who is named from another: the id, or else the words."""
    return mention.figure or f"«{' '.join(mention.text.casefold().split())}»"


def name_of(source: str, engine: str) -> Path:
    """Return the path of a file, from the folder of the corpus."""
    return Path(FOLDER, f"{source}.{engine}.yaml")


def written(what: Suggested) -> str:
    """Return the text of a file."""
    lines = [
        f"source: {scalar(what.source)}",
        f"engine: {scalar(what.engine)}",
        f"version: {scalar(what.version)}",
        f"text: {what.text}",
    ]
    if what.refused:
        lines.append("refused:")
        lines += [f"  {scalar(why)}: {number}" for why, number in sorted(what.refused.items())]
    lines.append("suggestions:" if what.suggestions else "suggestions: []")
    for one in what.suggestions:
        lines += indented(said(_entry(one), frozenset()), 2, "- ")
    return _HEAD + "\n".join(lines) + "\n"


def read(folder: Path) -> tuple[Suggested, ...]:
    """Return all suggestions that lie in the folder of a corpus, by source and engine.

    Raises:
        ClivageError: when a file cannot be read, with its line.
    """
    paths = sorted((folder / FOLDER).glob("*.yaml"))
    return tuple(_read(path) for path in paths if not path.name.startswith("."))


def _entry(one: Suggestion) -> dict[str, Value]:
    entry: dict[str, Value] = {
        "id": id_of(one),
        "score": f"{one.score:.3f}",
        "quote": one.exact,
        "at": f"{one.start}-{one.end}",
        "who": _mention(one.holder),
        one.sign.verb: _mention(one.target),
        "about": _mention(one.about) if one.about else None,
        "voice": _mention(one.voice) if one.voice else None,
        "relation": one.relation,
        "mode": one.mode,
        "modality": "" if one.modality is Modality.ACTUAL else one.modality.value,
        "strength": "" if one.strength == 2 else str(one.strength),
        "rule": one.rule,
        "cues": list(one.cues),
    }
    return {key: value for key, value in entry.items() if value}


def _mention(one: Mention) -> Value:
    found = {
        "id": one.figure,
        "words": one.text,
        "at": f"{one.start}-{one.end}" if one.is_placed else "",
        "is": "issue" if one.is_issue else "",
    }
    return {key: value for key, value in found.items() if value}


def _read(path: Path) -> Suggested:
    file = yamlfile.read(path)
    data = file.data
    if file.problems or not isinstance(data, dict):
        origin = file.problems[0].origin if file.problems else Origin(str(path), 1)
        raise ClivageError("no file of suggestions", remedy=_REMEDY, origin=origin)
    entries, refused = data.get("suggestions"), data.get("refused")
    source = _text(data, "source")
    return Suggested(
        source=source,
        engine=_text(data, "engine"),
        version=_text(data, "version"),
        text=_text(data, "text"),
        suggestions=tuple(_suggestions(file, source, entries)),
        refused=dict(_counts(refused)),
        file=str(path),
    )


def _counts(refused: Value) -> Iterator[tuple[str, int]]:
    for why, number in refused.items() if isinstance(refused, dict) else ():
        if isinstance(number, str) and number.isdecimal():
            yield why, int(number)


def _suggestions(file: YamlFile, source: str, entries: Value) -> Iterable[Suggestion]:
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        try:
            if not isinstance(entry, dict):
                raise ValueError("it is no entry")
            yield _suggestion(source, entry)
        except ValueError as error:
            origin = file.origin(("suggestions", number))
            what = f"the suggestion cannot be read: {error}"
            raise ClivageError(what, remedy=_REMEDY, origin=origin) from None


def _suggestion(source: str, entry: Mapping[str, Value]) -> Suggestion:
    start, end = _place(_text(entry, "at"))
    sign = Sign.SUPPORT if "supports" in entry else Sign.OPPOSITION
    cues = entry.get("cues")
    return Suggestion(
        source=source,
        start=start,
        end=end,
        exact=_text(entry, "quote"),
        holder=_named(entry.get("who")),
        target=_named(entry.get(sign.verb)),
        sign=sign,
        score=float(_text(entry, "score")),
        rule=_text(entry, "rule"),
        about=_named(entry["about"]) if entry.get("about") else None,
        voice=_named(entry["voice"]) if entry.get("voice") else None,
        relation=_text(entry, "relation"),
        mode=_text(entry, "mode"),
        modality=Modality(_text(entry, "modality") or "actual"),
        strength=int(_text(entry, "strength") or 2),
        cues=tuple(map(str, cues)) if isinstance(cues, list) else (),
    )


def _named(value: Value) -> Mention:
    if not isinstance(value, dict):
        raise ValueError("nobody is named")
    place = _text(value, "at")
    start, end = _place(place) if place else (-1, -1)
    return Mention(
        text=_text(value, "words"),
        start=start,
        end=end,
        figure=_text(value, "id"),
        is_issue=_text(value, "is") == "issue",
    )


def _place(text: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:40]!r} is no place")
    return int(match[1]), int(match[2])


def _text(data: Mapping[str, Value], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
