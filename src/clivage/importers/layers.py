"""Spans of words, and what ties them, become stances: one set of rules for every such format.

A *link* ties marked words: a relation between two spans, or an event whose trigger has roles.
Its sign is what it is called, its parties are called as the words that are marked, and it rests
on the words from the first to the last of what it ties. A *saying* is a span that tells itself,
in features, who takes which side on whom; it rests on its own words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from clivage import identifiers
from clivage.errors import ImportFileError
from clivage.importers import cells, values
from clivage.importers.layers_features import Names, stance
from clivage.importers.layers_records import Link, Ref, Saying, Span
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Party, Quote, Remark, Stance, Topic
from clivage.model import AUTHOR, ActorType, Sign

#: Words for types of annotation schemes, besides those that need no mapping.
_TYPES: Final = {
    **dict.fromkeys(("per", "pers"), ActorType.PERSON),
    **dict.fromkeys(("gpe",), ActorType.ORGANIZATION),
    **dict.fromkeys(("norp",), ActorType.COLLECTIVE),
}
_ISSUE: Final = "issue"
#: The types that a file tells, by name.
_Types: TypeAlias = Mapping[str, Sequence[ActorType | str]]
_RUN_TOGETHER: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAP_SIGN: Final = "map it under 'signs' in a mapping file"
_MAP_TYPE: Final = "map it under 'types' in a mapping file"


@dataclass
class _Cast:
    """Who is who: parties and topics by key, as stances need them."""

    parties: dict[str, Party] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)

    def party(self, key: str, label: str, type_: ActorType | None, **more: object) -> str:
        known = self.parties.get(key) or Party(key=key, label=label)
        notes = "; ".join(dict.fromkeys(filter(None, [known.note, str(more.get("note", ""))])))
        id = known.id or str(more.get("id", ""))
        self.parties[key] = replace(known, type=known.type or type_, note=notes, id=id)
        return key

    def topic(self, key: str, label: str, **more: object) -> str:
        known = self.topics.get(key) or Topic(key=key, label=label)
        notes = "; ".join(dict.fromkeys(filter(None, [known.note, str(more.get("note", ""))])))
        self.topics[key] = replace(known, note=notes, id=known.id or str(more.get("id", "")))
        return key

    def of(self, stances: Iterable[Stance]) -> Iterator[Party]:
        """Give the parties that stances name."""
        used = {one.holder for one in stances} | {one.voice for one in stances}
        used |= {one.target for one in stances if not one.on_topic}
        yield from (one for key, one in self.parties.items() if key in used)

    def on(self, stances: Iterable[Stance]) -> Iterator[Topic]:
        """Give the topics that stances name."""
        used = {one.target for one in stances if one.on_topic} | {one.about for one in stances}
        yield from (one for key, one in self.topics.items() if key in used)


class Layers:
    """Collects what a file has marked, and makes stances of it at the end.

    Attributes:
        documents: by key.
        labels: what ids in sayings are called, where the file tells.
        repaired, refused: what a person should hear of.
    """

    def __init__(self, format: str, options: Options) -> None:
        """Begin with nothing.

        Raises:
            ImportFileError: when a person maps a field that there is none of.
        """
        self.format, self.options = format, options
        self.names = Names(options, format)
        self.documents: dict[str, Document] = {}
        self.labels: dict[str, str] = {}
        self.repaired: list[Remark] = []
        self.refused: list[Remark] = []
        self._left: Counter[tuple[str, str]] = Counter()
        self._spans: dict[Ref, Span] = {}
        self._texts: dict[str, str] = {}
        #: Words that were looked up already; a file says the same ones over and over.
        self._signs: dict[str, tuple[Sign | None, str] | None] = {}
        self._sorts: dict[str, ActorType | str | None] = {}
        self._links: list[Link] = []
        self._sayings: list[Saying] = []
        self._called: dict[Ref, str] = {}
        self._used: set[Ref] = set()
        self._types: dict[str, set[ActorType | str]] = defaultdict(set)
        self._cast = _Cast()

    # what a reader hands on

    def add(self, span: Span) -> None:
        """Take marked words."""
        self._spans[span.ref] = span
        self._texts.setdefault(span.key, span.document)

    def link(self, link: Link) -> None:
        """Take what ties spans."""
        self._links.append(link)

    def say(self, saying: Saying) -> None:
        """Take a span that tells its stance itself."""
        self._sayings.append(saying)

    def same(self, refs: Iterable[Ref]) -> None:
        """Take spans as names of one party: it is called by the longest of them."""
        spans = [self._spans[ref] for ref in refs if ref in self._spans]
        called = max((one.called for one in spans), key=len, default="")
        self._called.update({one.ref: called for one in spans})

    def left(self, what: str, remedy: str = "", many: int = 1) -> None:
        """Count something that has no place in clivage."""
        self._left[what, remedy] += many

    def sign(self, words: Iterable[str]) -> tuple[Sign | None, str] | None:
        """Return the sign and relation of the first word that is known, or None."""
        return next(filter(None, map(self._sign, words)), None)

    def _sign(self, word: str) -> tuple[Sign | None, str] | None:
        if word not in self._signs:
            spelt = (word, _apart(word)) if word.strip() else ()
            found = (
                self.options.sign(one) or self.options.sign(values.relation(one)) for one in spelt
            )
            self._signs[word] = next(filter(None, found), None)
        return self._signs[word]

    # what becomes of it

    def imported(self) -> Imported:
        """Return all that was taken, and what is to be said of the rest."""
        for span in self._spans.values():
            if type_ := self._type(span.types):
                self._types[self._name(span)].add(type_)
        self._links = [self._placed(link) for link in self._links]
        stances = [*self._linked(), *self._told()]
        tied = {(link.document, key) for link in self._links for _, key in link.ends}
        tied |= {link.trigger.ref for link in self._links if link.trigger}
        for ref, span in self._spans.items():
            if ref in self._used:
                continue
            if ref not in tied and self.sign((span.sort, *span.types)):
                what = f"{span.sort[:40]!r} does not say who takes the side, and on whom"
                remedy = "tie it to them, or name them in its attributes"
                self.refused.append(Remark(" ".join(ref), what, remedy))
            else:
                self.left(f"marked {span.sort[:60] or 'words'!r} that no stance names")
        left = (
            Remark(self.format, f"{what}: {many:,}", remedy)
            for (what, remedy), many in self._left.items()
        )
        return Imported(
            format=self.format,
            documents=tuple(self.documents.values()),
            parties=tuple(self._cast.of(stances)),
            topics=tuple(self._cast.on(stances)),
            stances=tuple(stances),
            repaired=tuple(self.repaired),
            refused=tuple(self.refused),
            left_out=tuple(left),
        )

    def _type(self, words: Iterable[str]) -> ActorType | str | None:
        """Return the type that the first known word tells; `_ISSUE` for an issue."""
        return next((sort for word in words if (sort := self._sort(word))), None)

    def _sort(self, word: str) -> ActorType | str | None:
        if word not in self._sorts:
            known = values.type_of(word, self.options) if word else None
            self._sorts[word] = _TYPES.get(word.casefold())
            if known is not None:
                self._sorts[word] = known[0] or _ISSUE
        return self._sorts[word]

    def _name(self, span: Span) -> str:
        return self._called.get(span.ref) or span.called

    def _placed(self, link: Link) -> Link:
        """Return a link with the text in which its first end stands, where it names none."""
        first = next((key for _, key in link.ends if key in self._texts), "")
        return link if link.document else replace(link, document=self._texts.get(first, ""))

    def _linked(self) -> Iterator[Stance]:
        for link in self._links:
            known = self.sign(link.words)
            if known is None or known[0] is None:
                said = f"{next(filter(None, link.words), 'without a name')[:60]!r}"
                what = "that takes no side" if known else "that has no known sign"
                self.left(f"relation {said} {what}", "" if known else _MAP_SIGN)
                continue
            try:
                yield from self._stances(link, known[0], known[1])
            except ImportFileError as error:
                self.refused.append(Remark(link.record, error.what, error.remedy))

    def _stances(self, link: Link, sign: Sign, relation: str) -> Iterator[Stance]:
        """Give a stance for each holder and target.

        Raises:
            ImportFileError: when there is none, or one of them cannot be what it should.
        """
        ends: dict[str, list[Span]] = defaultdict(list)
        for name, key in link.ends:
            if (link.document, key) not in self._spans:
                raise ImportFileError(f"{key[:40]!r}, which it ties, is no marked words")
            ends[name].append(self._spans[link.document, key])
        for name, said in (("who", "who takes the side"), ("target", "on whom or what")):
            if not ends[name]:
                remedy = f"name its role under 'fields' in a mapping file, as '{name}: ...'"
                raise ImportFileError(f"it does not say {said}", remedy=remedy)
        for name in ("about", "voice"):
            if more := ends[name][1:]:
                self.left(f"one more {name!r} of a stance, which has one", many=len(more))
        about, voice = ends["about"][:1], ends["voice"][:1]
        one = stance(link.record, sign, relation, link.said, self.repaired)
        for holder in ends["who"]:
            for target in ends["target"]:
                tied = [holder, target, *about, *filter(None, [link.trigger])]
                self._used.update(span.ref for span in (*tied, *voice))
                called = self._party(holder)
                key, on_topic = self._key(target)
                yield replace(
                    one,
                    holder=called,
                    target=key,
                    on_topic=on_topic,
                    about=self._topic(about[0]) if about else "",
                    voice=self._party(voice[0]) if voice else "",
                    quotes=self._quotes(link.document, tied),
                )

    def _quotes(self, document: str, spans: list[Span]) -> tuple[Quote, ...]:
        """Return the words from the first to the last span; each alone where that is not known."""
        text = self.documents[document].text
        starts = [one.start for one in spans if one.start is not None]
        ends = [one.end for one in spans if one.end is not None]
        if text is None or len(starts) < len(spans) or len(ends) < len(spans):
            remedy = "give the folder of the texts with --texts"
            self.left("text between the ends of a relation, which is not at hand", remedy)
            return tuple(dict.fromkeys(one.quote for one in spans))
        start, end = min(starts), max(ends)
        return (Quote(document=document, exact=text[start:end], start=start, end=end),)

    def _key(self, span: Span) -> tuple[str, bool]:
        """Return the key of a party or a topic, and whether it is a topic."""
        if self._type(span.types) == _ISSUE:
            return self._topic(span), True
        return self._party(span), False

    def _topic(self, span: Span) -> str:
        name = self._name(span)
        return self._cast.topic(name, name, note="; ".join(span.notes))

    def _party(self, span: Span) -> str:
        name, type_ = self._name(span), self._type(span.types)
        types = self._types.get(name, set())
        if not name:
            raise ImportFileError(f"{span.key} marks no words")
        if type_ == _ISSUE:
            raise ImportFileError(
                f"{name[:40]!r} is an issue, and takes no sides", remedy=_MAP_TYPE
            )
        if type_ is None and span.types and not types:
            self.left(f"type {span.types[0][:60]!r} of actors that is unknown", _MAP_TYPE)
        people = {one for one in types if isinstance(one, ActorType)}
        if type_ is None and len(people) > 1:
            raise ImportFileError(_several(name, people))
        known = type_ if isinstance(type_, ActorType) else next(iter(people), None)
        key = f"{name} ({known.value})" if known and len(people) > 1 else name
        return self._cast.party(key, name, known, note="; ".join(span.notes))

    # sayings

    def _told(self) -> Iterator[Stance]:
        types = self._told_types()
        taken: dict[str, Stance] = {}
        first: dict[str, Saying] = {}
        for number, saying in enumerate(self._sayings):
            key = saying.id or f"#{number}"
            if key in taken:
                quotes = (*taken[key].quotes, *saying.quotes)
                taken[key] = replace(taken[key], quotes=quotes)
                if (saying.words, saying.said) != (first[key].words, first[key].said):
                    what = f"it says otherwise than {first[key].record} of the same statement"
                    self.repaired.append(Remark(saying.record, f"{what}, which counts"))
                continue
            first[key] = saying
            try:
                taken[key] = self._told_stance(saying, types)
            except ImportFileError as error:
                self.refused.append(Remark(saying.record, error.what, error.remedy))
        yield from taken.values()

    def _told_types(self) -> _Types:
        """Return the types that sayings tell, by name: one of them may tell, and others not."""
        types: dict[str, list[ActorType | str]] = {}
        for saying in self._sayings:
            for name in ("who", "target"):
                type_ = self._type([saying.said.get(f"{name}_type", "")])
                known = types.setdefault(saying.said.get(name, ""), [])
                if type_ and type_ not in known:
                    known.append(type_)
        return types

    def _told_stance(self, saying: Saying, types: _Types) -> Stance:
        """Return the stance of a saying.

        Raises:
            ImportFileError: when it does not tell sign, holder or target.
        """
        known = self.sign(saying.words)
        if known is None or known[0] is None:
            word = next(filter(None, saying.words), "nothing")
            raise ImportFileError(f"{word[:60]!r} has no known sign", remedy=_MAP_SIGN)
        said = saying.said
        for name, what in (("who", "who takes the side"), ("target", "on whom or what")):
            if not said.get(name, "").strip():
                raise ImportFileError(f"it does not say {what}")
        one = stance(saying.record, known[0], known[1], said, self.repaired)
        holder = self._named(said["who"], said.get("who_type", ""), types)
        target, sort = said["target"], said.get("target_type", "")
        on_topic = (self._type([sort]) or next(iter(types[target]), None)) == _ISSUE
        voice = self._named(said["voice"], "", types) if said.get("voice") else ""
        about = said.get("about", "")
        return replace(
            one,
            holder=holder,
            target=self._issue(target) if on_topic else self._named(target, sort, types),
            on_topic=on_topic,
            about=self._issue(about) if about else "",
            voice=voice or (AUTHOR if holder == AUTHOR else ""),
            quotes=saying.quotes,
            id=saying.id,
        )

    def _issue(self, name: str) -> str:
        return self._cast.topic(name, self.labels.get(name, name), id=_id(name))

    def _named(self, name: str, sort: str, types: _Types) -> str:
        """Return the key of a party that is named in words, with the type that is told there."""
        several = types.get(name, ())
        if cells.is_author(name) and not several:
            return AUTHOR
        people = [one for one in several if isinstance(one, ActorType)]
        type_ = self._type([sort])
        if type_ == _ISSUE or (several and not people):
            raise ImportFileError(
                f"{name[:40]!r} is an issue, and takes no sides", remedy=_MAP_TYPE
            )
        known = type_ if isinstance(type_, ActorType) else next(iter(people), None)
        if len(people) < 2:
            return self._cast.party(name, self.labels.get(name, name), known, id=_id(name))
        if not isinstance(type_, ActorType):
            raise ImportFileError(_several(name, people))
        return self._cast.party(f"{name} ({type_.value})", self.labels.get(name, name), type_)


def _apart(word: str) -> str:
    """Return a word that runs others together with blanks between them.

    >>> _apart("AlliesWith")
    'Allies With'
    """
    return _RUN_TOGETHER.sub(" ", word)


def _several(name: str, types: Iterable[ActorType]) -> str:
    kinds = ", ".join(sorted(one.value for one in types))
    return f"{name[:40]!r} is the name of several: {kinds}"


def _id(name: str) -> str:
    """Return a name that is an id already, else an empty string."""
    return identifiers.slug(name) if identifiers.is_absolute(name) else cells.id_of(name)
