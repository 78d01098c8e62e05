"""The texts, actors, issues and coders of an import: those of the corpus, and new ones."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from clivage import codes, dates, yamlfile
from clivage.errors import ClivageError, ImportFileError
from clivage.identifiers import plain
from clivage.importers import bounded
from clivage.importers.naming import Ids, Known
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Party, Remark, Topic
from clivage.importers.report import Report
from clivage.model import Actor, ActorType, Coder, Corpus, Issue, Labels, Source

#: What a coder is called of whom nothing is known.
_UNKNOWN: Final = "Unknown coder"
#: The language of a text of which none is known (BCP 47: undetermined).
_UNDETERMINED: Final = "und"


class Things:
    """Finds the id of each thing that an import refers to, and makes those that are missing.

    Attributes:
        sources, actors, issues, coders: the new ones, in the order of the import.
        known: how many of each sort the corpus had already.
    """

    def __init__(
        self,
        imported: Imported,
        corpus: Corpus,
        options: Options,
        report: Report,
        file: Path,
        *,
        taken_texts: Iterable[str] = (),
    ) -> None:
        self._imported, self._corpus = imported, corpus
        #: Names of texts that lie in the folder, described or not.
        self._taken_texts = {name.casefold() for name in taken_texts}
        self._options, self._report, self._file = options, report, file
        self.known: Counter[str] = Counter()
        self.sources: list[Source] = []
        self.actors: list[Actor] = []
        self.issues: list[Issue] = []
        self.coders: list[Coder] = []
        header = imported.header
        self._is_of_corpus = header is None or header.base == corpus.base
        self._ids = Ids([*corpus.actor, *corpus.issue])
        self._coder_ids = {plain(one.name): one.id for one in corpus.coders}
        #: Keys of the import to ids, or to why there is none.
        self._documents: dict[str, str | ClivageError] = {}
        self._parties: dict[str, str | ClivageError] = {}
        self._topics: dict[str, str | ClivageError] = {}
        self._take_documents()
        self._take_topics()
        self._take_parties()

    def source(self, key: str) -> str:
        """Return the id of the source of a document.

        Raises:
            ImportFileError: when it has no text, or is not in the import.
        """
        return _found(self._documents, key, "text")

    def party(self, key: str) -> str:
        """Return the id of an actor.

        Raises:
            ImportFileError: when its name may be that of several, or of an issue.
        """
        id = _found(self._parties, key, "actor")
        if id in self._corpus.issue:
            raise ImportFileError(f"{id!r} is an issue, and takes no sides", remedy="rename it")
        return id

    def topic(self, key: str) -> str:
        """Return the id of an issue.

        Raises:
            ImportFileError: when its name may be that of several.
        """
        return _found(self._topics, key, "issue")

    def target(self, key: str, *, on_topic: bool) -> str:
        """Return the id of what sides are taken on: an issue, or an actor.

        Raises:
            ImportFileError: when its name may be that of several.
        """
        return self.topic(key) if on_topic else _found(self._parties, key, "actor")

    def id_of(self, key: str, *, on_topic: bool = False) -> str:
        """Return the id of a party or topic, or an empty string when it has none."""
        found = (self._topics if on_topic else self._parties).get(key, "")
        return found if isinstance(found, str) else ""

    def coder(self, name: str) -> str:
        """Return the id of a coder, who is new where the corpus has none of that name."""
        name = name.strip() or self._options.coder.strip() or _UNKNOWN
        if name in {one.id for one in self._corpus.coders}:
            return name
        if plain(name) not in self._coder_ids:
            ids = Ids([*self._coder_ids.values(), *(one.id for one in self._corpus.coders)])
            header = self._imported.header
            wanted = {one.name: one.id for one in header.coders}.get(name, "") if header else ""
            made = Coder(id=ids.new(name, "coder", wanted=wanted), name=name)
            self.coders.append(made)
            self._coder_ids[plain(name)] = made.id
        return self._coder_ids[plain(name)]

    def _take_documents(self) -> None:
        ids = Ids([*self._corpus.source, *self._taken_texts])
        texts = {one.text: one.id for one in self._corpus.sources if one.text is not None}
        for one in self._imported.documents:
            try:
                text = self._text(one)
                known = texts.get(text, "") if text is not None else self._like(one)
                if not known and text is None:
                    what = f"the text of {one.title or one.key!r} is not there"
                    raise ImportFileError(what, remedy="give the folder of the texts with --texts")
            except ClivageError as error:
                self._documents[one.key] = error
                remark = Remark(f"text {one.key!r}", error.what, error.remedy)
                self._report.refused.append(remark)
                continue
            if known:
                self.known["text"] += 1
            else:
                known = ids.new(one.title or one.key, "text", wanted=one.id)
                self.sources.append(self._new_source(one, known, text or ""))
                texts[text or ""] = known
            self._documents[one.key] = known

    def _text(self, one: Document) -> str | None:
        """Return the text of a document as a corpus would read it, or None."""
        if one.text is None:
            return self._beside(one)
        try:
            data = one.text.encode()
        except UnicodeEncodeError:
            raise ImportFileError(
                "its text holds half of a character", remedy="repair it"
            ) from None
        if one.text.startswith("\ufeff"):
            raise ImportFileError("its text begins with a byte order mark", remedy="delete it")
        return yamlfile.decoded(data, name=one.title or one.key)

    def _beside(self, one: Document) -> str | None:
        """Return the text from the folder of texts that the person has named."""
        folder = self._options.texts
        if folder is None:
            return None
        for called in (one.id, one.key, one.title):
            # The last part alone: a name from a file never leads out of the folder.
            stem = Path(called.replace("\\", "/")).name
            for path in (folder / stem, folder / f"{stem}.txt") if stem else ():
                if os.path.isfile(path):  # noqa: PTH113  (a name may be longer than any file's)
                    return bounded.text(path)
        return None

    def _like(self, one: Document) -> str:
        """Return the id of the source that is called like a document without a text."""
        for key in (one.id, one.key):
            if key in self._corpus.source:
                return key
        called = {plain(one.title or one.key)}
        like = [
            source.id
            for source in self._corpus.sources
            if called & {plain(title) for title in source.title.values()}
        ]
        return like[0] if len(like) == 1 else ""

    def _new_source(self, one: Document, id: str, text: str) -> Source:
        language = one.language or self._options.language or _UNDETERMINED
        date, provenance = one.date, one.provenance
        if date and not dates.is_date(date):
            remark = Remark(one.key, f"{date!r} is not an EDTF date; it stands in the provenance")
            self._report.repaired.append(remark)
            provenance, date = "; ".join(filter(None, [provenance, f"date: {date}"])), ""
        return Source(
            id=id,
            title=one.titles or {self._language: one.title or one.key},
            language=language,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            creator=one.creator,
            date=date,
            period=one.period if dates.is_date(one.period) else "",
            publication=one.publication,
            section=one.section,
            genre=one.genre,
            rights=one.rights or "unknown",
            provenance=provenance or f"imported from {self._file.name}",
            text=text,
        )

    @property
    def _language(self) -> str:
        """The language in which names are written that come without one."""
        return self._corpus.language

    def _take_topics(self) -> None:
        known = Known(self._corpus.issues)
        for one in self._imported.topics:
            self._topics[one.key] = self._taken(one, known, self._new_issue)

    def _take_parties(self) -> None:
        actors, issues = Known(self._corpus.actors), Known(self._corpus.issues)
        untyped, types = [], _types(self._imported.parties)
        for one in self._imported.parties:
            wanted = one.id if self._is_of_corpus else ""
            # Many formats do not tell an issue from an actor; a corpus does.
            if not actors.has(one.label, wanted=wanted) and issues.has(one.label, wanted=wanted):
                self._parties[one.key] = issues.find(one.label, wanted=wanted)
                self.known["issue"] += 1
                continue
            before = len(self.actors)
            several = len(types[plain(one.label)]) > 1
            self._parties[one.key] = self._taken(one, actors, self._new_actor, strictly=several)
            if one.type is None and len(self.actors) > before:
                untyped.append(one)
        if untyped:
            what = f"of no known type; written as {self._options.actor_type.value}"
            many = f" and {len(untyped) - 1:,} more" if len(untyped) > 1 else ""
            remark = Remark(f"{untyped[0].label}{many}", what, "correct it in corpus.yaml")
            self._report.repaired.append(remark)
        self._belong()

    def _taken(
        self,
        one: Party | Topic,
        known: Known,
        make: Callable[..., Actor | Issue],
        *,
        strictly: bool = False,
    ) -> str | ClivageError:
        """Return the id of a thing, made where nothing yet is called so."""
        sort = "issue" if isinstance(one, Topic) else "actor"
        # The same id in another corpus may be that of somebody else.
        wanted = one.id if self._is_of_corpus else ""
        names, type = (one.names, one.type) if isinstance(one, Party) else ((), None)
        try:
            id = known.find(one.label, names=names, wanted=wanted, type=type, strictly=strictly)
        except ClivageError as error:
            remark = Remark(f"{sort} {one.key!r}", error.what, error.remedy)
            self._report.refused.append(remark)
            return error
        there = self._corpus.issue if sort == "issue" else self._corpus.actor
        # Two of one file that have ids of their own are two, however alike their names.
        if id and (id in there or one.id in ("", id)):
            self._say_same(one, id, sort)
            return id
        made = make(one, self._ids.new(one.label or one.key, sort, wanted=one.id))
        known.add(made)
        return made.id

    def _say_same(self, one: Party | Topic, id: str, sort: str) -> None:
        """Count a thing of the corpus; tell one of the same file in another spelling."""
        there = self._corpus.issue if sort == "issue" else self._corpus.actor
        if id in there:
            self.known[sort] += 1
        else:
            self._report.repaired.append(Remark(f"{sort} {one.label!r}", f"taken for {id!r}"))

    def keep(self, used: set[str], refused: set[str]) -> None:
        """Give up what was made for stances that were refused, and nothing else needs.

        Args:
            used: ids that statements and ties name.
            refused: ids that only stances name which were refused.
        """
        parts = {actor.id: actor.part_of for actor in self.actors}
        for id in [*used]:
            while id := parts.get(id, ""):
                used.add(id)
        gone = refused - used
        self.actors = [
            replace(one, part_of="") if one.part_of in gone else one
            for one in self.actors
            if one.id not in gone
        ]
        self.issues = [one for one in self.issues if one.id not in gone]

    def _new_issue(self, one: Topic, id: str) -> Issue:
        made = Issue(
            id=id,
            labels=self._labels(one),
            definition=one.definition,
            exact_match=one.exact_match,
            close_match=one.close_match,
            note=one.note,
        )
        self.issues.append(made)
        return made

    def _new_actor(self, one: Party, id: str) -> Actor:
        kind, note = one.kind, one.note
        if kind and kind not in codes.kinds():
            kind, note = "", "; ".join(filter(None, [note, f"kind: {kind}"]))
        made = Actor(
            id=id,
            type=one.type or self._options.actor_type,
            labels=self._labels(one),
            kind=kind,
            names=tuple(sorted({name.strip() for name in one.names if name.strip()})),
            exact_match=one.exact_match,
            close_match=one.close_match,
            note=note,
        )
        self.actors.append(made)
        return made

    def _labels(self, one: Party | Topic) -> Labels:
        return one.labels or {self._language: one.label or one.key}

    def _belong(self) -> None:
        """Say of the new actors what they belong to, now that each has its id."""
        at = {actor.id: number for number, actor in enumerate(self.actors)}
        for one in self._imported.parties:
            id, whole = self._parties[one.key], self._parties.get(one.part_of, "")
            if not (isinstance(id, str) and isinstance(whole, str) and whole and id in at):
                continue
            if id in self._wholes_of(whole, at):
                what = f"is a part of {whole!r}, which is a part of it; left out"
                self._report.repaired.append(Remark(one.key, what))
            else:
                self.actors[at[id]] = replace(self.actors[at[id]], part_of=whole)

    def _wholes_of(self, id: str, at: Mapping[str, int]) -> set[str]:
        """Return an actor and all that it is a part of."""
        found: set[str] = set()
        while id and id not in found:
            found.add(id)
            actor = self.actors[at[id]] if id in at else self._corpus.actor.get(id)
            id = actor.part_of if actor else ""
        return found


def _found(index: Mapping[str, str | ClivageError], key: str, sort: str) -> str:
    if key not in index:
        raise ImportFileError(f"there is no {sort} {key!r} in the file")
    id = index[key]
    if isinstance(id, ClivageError):
        raise ImportFileError(f"its {sort} {key!r} is refused", remedy="see there")
    return id


def _types(parties: Iterable[Party]) -> dict[str, set[ActorType]]:
    """Return the types of those who are called the same."""
    found: dict[str, set[ActorType]] = defaultdict(set)
    for one in parties:
        if one.type:
            found[plain(one.label)].add(one.type)
    return found
