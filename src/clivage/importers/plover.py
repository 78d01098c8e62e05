"""Read PLOVER events (Political Language Ontology for Verifiable Event Records) from JSON.

The field names are those of https://github.com/openeventdata/PLOVER, or the older ones of its
gold standard (``source``, ``target``, ``actorText``...), in an array or one event a line. There
are no offsets: the text of an event is the passage, as a whole. Actors are told apart by their
texts, as a code such as ``IGO`` stands for many.

Taken: each event whose category takes a side, once for each actor and recipient. Left out:
events that take none, and fields that have no place, with their counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeAlias

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Party, Quote, Remark, Stance
from clivage.model import ActorType, Certainty, DateBasis, Mode, Sign

_Fields: TypeAlias = "dict[str, object]"

_LARGEST: Final = 256 * bounded.MEBIBYTE
#: The categories that take a side. DEMAND and DISAPPROVE are now called REQUEST and ACCUSE.
_SIGNS: Final = {
    **dict.fromkeys(
        ("agree", "consult", "support", "concede", "cooperate", "aid", "retreat"), Sign.SUPPORT
    ),
    **dict.fromkeys(
        ("demand", "request", "disapprove", "accuse", "reject", "threaten", "sanction", "protest",
         "crime", "mobilize", "coerce", "assault"),
        Sign.OPPOSITION,
    ),
}  # fmt: skip
#: Material cooperation in PLOVER, though nobody is helped by it; and the notes of a file.
_NEUTRAL: Final = {"investigate", "document"}
_MODES: Final = {"1": Mode.WORD, "2": Mode.DEED, "3": Mode.WORD, "4": Mode.DEED}
#: Fields that are read, by their newer and older names.
_ACTOR: Final = ("actor", "source")
_RECIPIENT: Final = ("recipient", "target")
_WORDS: Final = ("event_text", "eventText")
_INFO: Final = ("text_info", "textInfo")
_NAME: Final = ("entity_text", "actorText", "identifier_text", "code")
_READ: Final = {
    *_ACTOR, *_RECIPIENT, *_WORDS, *_INFO, "id", "date", "enddate", "event", "text", "cite_info",
    "language", "publication", "coder", "comment", "link", "quad_code",
}  # fmt: skip
_EVENT: Final = re.compile(rb'"event"\s*:')
_PARTS: Final = re.compile(rb'"(?:actor|recipient|source|target|event_text|eventText)"\s*:')


def recognise(path: Path, head: bytes) -> bool:
    """Whether the beginning of a file has an event with its parts."""
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return begins in (b"[", b"{") and bool(_EVENT.search(head) and _PARTS.search(head))


def read(path: Path, options: Options) -> Imported:
    """Read a file of events.

    Raises:
        ImportFileError: when it is no JSON, or holds something else than events.
    """
    if options.fields:
        what = f"PLOVER has no field {next(iter(options.fields))!r} to map"
        raise ImportFileError(what, remedy="leave 'fields' out", origin=Origin(str(path)))
    reading = _Reading(options)
    for record, event in _events(path):
        try:
            reading.take(record, event)
        except ImportFileError as error:
            reading.refused.append(Remark(record, error.what, error.remedy))
    return reading.imported()


@dataclass
class _Reading:
    """One reading of a file.

    Attributes:
        documents: by their texts.
        said: what is said of each actor: its fields and their values, in their order.
        types: of the actors, where the person mapped their sectors or codes.
        neutral, unread: how many events are of a category that takes no side, or have a field
            that has no place.
    """

    options: Options
    documents: dict[str, Document] = field(default_factory=dict)
    said: dict[str, dict[str, dict[str, None]]] = field(default_factory=dict)
    types: dict[str, ActorType | None] = field(default_factory=dict)
    stances: list[Stance] = field(default_factory=list)
    repaired: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    neutral: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)

    def take(self, record: str, event: _Fields) -> None:
        """Take an event.

        Raises:
            ImportFileError: when nobody is known to take a side in it, or it has no text.
        """
        self.unread.update(name for name in event if name not in _READ and event[name])
        signs = list(self._signs(event))
        if not signs:
            return
        actors, recipients = self._sides(event)
        passage = event.get("text")
        if not isinstance(passage, str) or not passage.strip():
            raise ImportFileError("there is no text on which it rests")
        pairs = [(one, other) for one in actors for other in recipients if one != other]
        for name in sorted({*actors} & {*recipients}) if actors is not recipients else ():
            self.refused.append(Remark(record, f"{name!r} would take a side on itself"))
        if not pairs:
            return
        quote = self._quote(record, event, passage)
        absent = _absent({name for pair in pairs for name in pair}, passage)
        for name in sorted(absent):
            what = f"the actor's text {name!r} does not stand in the text; taken as probable"
            self.repaired.append(Remark(record, what))
        for category, sign in signs:
            for pair in pairs:
                sure = Certainty.PROBABLE if absent & {*pair} else Certainty.CERTAIN
                one = _stance(event, record, category, sign)
                holder, target = pair
                self.stances.append(
                    replace(one, holder=holder, target=target, quotes=(quote,), certainty=sure)
                )

    def _signs(self, event: _Fields) -> Iterator[tuple[str, Sign]]:
        """Give the categories of an event that take a side, and count those that take none."""
        said = event.get("event")
        categories = [_words(one) for one in (said if isinstance(said, list) else [said])]
        if not any(categories):
            raise ImportFileError("has no category")
        for category in filter(None, dict.fromkeys(categories)):
            known = category.casefold()
            if known in self.options.signs:
                sign = self.options.signs[known]
            elif known in _SIGNS or known in _NEUTRAL:
                sign = _SIGNS.get(known)
            else:
                what = f"the category {category[:40]!r} has no known sign"
                raise ImportFileError(what, remedy="map it under 'signs' in a mapping file")
            if sign is None:
                self.neutral[category] += 1
            else:
                yield category, sign

    def _sides(self, event: _Fields) -> tuple[list[str], list[str]]:
        """Return the actors and the recipients of an event, by their keys."""
        actors = self._parties_of(event, _ACTOR)
        recipients = self._parties_of(event, _RECIPIENT)
        info = _first(event, _INFO)
        markup = info.get("markup") if isinstance(info, dict) else info
        if len(actors) > 1 and not recipients and "SRC/TAR" in _words(markup):
            recipients = actors  # who agree with each other are both at once in the older files
        for said, names in (("actor", actors), ("recipient", recipients)):
            if not names:
                raise ImportFileError(f"has no {said}")
        return actors, recipients

    def _parties_of(self, event: _Fields, names: tuple[str, ...]) -> list[str]:
        return list(dict.fromkeys(self._party(one) for one in _people(event, names)))

    def _party(self, one: _Fields) -> str:
        """Return the key of an actor, and keep what is said of it."""
        name = " ".join(_words(_first(one, _NAME)).split())
        if not name:
            raise ImportFileError("an actor has neither a text nor a code")
        said = self.said.setdefault(name, {})
        for key, value in one.items():
            if key not in _NAME[:2] and _words(value):
                said.setdefault(key, {})[_words(value)] = None
        words = (_words(one.get(key)).casefold() for key in ("sector", "code"))
        known = (self.options.types[word] for word in words if word in self.options.types)
        self.types[name] = self.types.get(name) or next(known, None)
        return name

    def _quote(self, record: str, event: _Fields, passage: str) -> Quote:
        """Return the passage of an event, in its story where that is given."""
        info = _first(event, _INFO)
        places: tuple[object, object] = (0, len(passage))
        whole = passage
        if isinstance(info, dict):
            story = info.get("text_story")
            if isinstance(story, str) and story != passage and passage in story:
                whole, places = story, (info.get("start"), info.get("end"))
        if whole not in self.documents:
            # An id may stand for several events, so the number tells texts apart.
            key = f"text {len(self.documents) + 1}, of {record}"
            self.documents[whole] = _document(key, f"text of {record}", event, whole)
        start, end = (one if type(one) is int else None for one in places)
        return Quote(document=self.documents[whole].key, exact=passage, start=start, end=end)

    def imported(self) -> Imported:
        """Return all that was taken, and what is to be said of the rest."""
        neutral = (
            Remark("events", f"of the category {name}, which takes no side: {many:,}")
            for name, many in self.neutral.items()
        )
        unread = (
            Remark("events", f"the field {name!r} of them: {many:,}")
            for name, many in self.unread.items()
        )
        return Imported(
            format="plover",
            documents=tuple(self.documents.values()),
            parties=tuple(self._parties()),
            stances=tuple(self.stances),
            repaired=tuple(self.repaired),
            refused=tuple(self.refused),
            left_out=(*neutral, *unread),
        )

    def _parties(self) -> Iterator[Party]:
        """Give the actors of whom a stance tells."""
        used = {name for one in self.stances for name in (one.holder, one.target)}
        for name, said in self.said.items():
            if name in used:
                pairs = (f"{key}: {', '.join(values)}" for key, values in sorted(said.items()))
                note = "; ".join(pairs)
                yield Party(key=name, label=name, type=self.types[name], note=note)


def _stance(event: _Fields, record: str, category: str, sign: Sign) -> Stance:
    """Return what all stances of an event have in common."""
    date, end = _words(event.get("date")), _words(event.get("enddate"))
    when = f"{date}/{end}" if date and end and end != date else date
    trigger = _words(_first(event, _WORDS))
    said = f"PLOVER {category}" + f": {trigger}" * bool(trigger)
    return Stance(
        record=record,
        sign=sign,
        holder="",
        target="",
        quotes=(),
        mode=_MODES.get(_words(event.get("quad_code"))),
        when=when,
        date_basis=DateBasis.CONTEXT if when else None,
        coder=_words(event.get("coder")),
        note="; ".join(filter(None, [said, _words(event.get("comment"))])),
    )


def _document(key: str, title: str, event: _Fields, text: str) -> Document:
    cited = event.get("cite_info")
    cite: _Fields = cited if isinstance(cited, dict) else {}
    said = [_words(cite.get("citation")), _words(cite.get("url")) or _words(event.get("link"))]
    return Document(
        key=key,
        title=_words(cite.get("title")) or title,
        text=text,
        language=_words(cite.get("language")) or _words(event.get("language")),
        publication=_words(event.get("publication")) or _words(cite.get("corpus")),
        provenance="; ".join(filter(None, said)),
    )


def _absent(names: set[str], passage: str) -> set[str]:
    """Return the names that do not stand in a passage, line breaks and blanks aside."""
    flat = " ".join(passage.split())
    return {name for name in names if name not in flat}


def _people(event: _Fields, names: tuple[str, ...]) -> Iterator[_Fields]:
    said = _first(event, names)
    for one in said if isinstance(said, list) else [said] if said else []:
        if not isinstance(one, dict):
            what = f"{_words(one)[:40]!r} stands where an actor should, with its fields"
            raise ImportFileError(what)
        yield one


def _first(event: _Fields, names: tuple[str, ...]) -> object:
    """Return the first of some fields that is there and not empty, or None."""
    return next((event[name] for name in names if event.get(name)), None)


def _words(value: object) -> str:
    """Return a value as text; what is no single value is none.

    >>> _words(" a "), _words(3), _words(None), _words(["a"])
    ('a', '3', '', '')
    """
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _events(path: Path) -> Iterator[tuple[str, _Fields]]:
    """Give each event with what a person can look it up by."""
    text = bounded.text(path, most=_LARGEST)
    if text.lstrip().startswith("["):
        found = bounded.json(text, path, of="event")
        pairs = enumerate(found if isinstance(found, list) else [found], 1)
        numbered = ((f"event {number}", one) for number, one in pairs)
    else:
        lines = enumerate(text.split("\n"), 1)
        numbered = (
            (f"line {number}", bounded.json(line, path, of="event", line=number))
            for number, line in lines
            if line.strip()
        )
    for place, one in numbered:
        if not isinstance(one, dict):
            raise ImportFileError(f"{place} is no event", origin=Origin(str(path)))
        id = _words(one.get("id"))
        yield (f"event {id}" if id else place), one
