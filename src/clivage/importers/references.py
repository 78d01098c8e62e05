"""The parties, issues and texts that the rows of a table refer to by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from clivage.errors import ImportFileError
from clivage.importers import cells, values
from clivage.importers.cells import Said
from clivage.importers.options import Options
from clivage.importers.records import Document, Party, Remark, Topic
from clivage.model import AUTHOR, ActorType

#: The parts of a document besides its title, and the fields that they come from.
_DOCUMENT: Final = {
    "creator": "source_author", "date": "source_date", "publication": "publication",
    "section": "section", "genre": "genre", "language": "language", "rights": "rights",
    "provenance": "provenance",
}  # fmt: skip


class References:
    """Gives each name its key, and keeps what is known of it.

    Attributes:
        parties, topics, documents: by key, in the order in which they are first named.
        repaired, left: what a person should hear of them.
    """

    def __init__(self, rows: Iterable[Said], options: Options) -> None:
        """Look through all rows first: a name may have its type in one of them only."""
        self._options = options
        self._types: dict[str, set[ActorType]] = defaultdict(set)
        self.parties: dict[str, Party] = {}
        self.topics: dict[str, Topic] = {}
        self.documents: dict[str, Document] = {}
        self.repaired: list[Remark] = []
        self.left: list[Remark] = []
        for said in rows:
            for named, typed in (("who", "who_type"), ("whom", "whom_type")):
                known = values.type_of(said.get(typed, ""), options)
                if known and known[0]:
                    for name in values.several(said.get(named, "")):
                        self._types[name].add(known[0])

    def type(self, record: str, word: str) -> tuple[ActorType | None, bool]:
        """Return the type that a word stands for, and whether it is that of an issue."""
        known = values.type_of(word, self._options) if word else (None, False)
        if known is None:
            remedy = "map it under 'types' in a mapping file"
            self.left.append(Remark(record, f"the type {word[:40]!r} is unknown", remedy))
        return known or (None, False)

    def holder(self, record: str, name: str, type_word: str) -> str:
        """Return the key of who takes sides.

        Raises:
            ImportFileError: when it is an issue, or its name may be that of several.
        """
        if cells.is_author(name):
            return AUTHOR
        type_, issue = self.type(record, type_word)
        if issue:
            what = f"{name[:40]!r} is said to be an issue, and takes no sides"
            raise ImportFileError(what, remedy="correct its type")
        return self.party(name, type_)

    def party(self, name: str, type_: ActorType | None = None) -> str:
        """Return the key of a party; two of one name and different types are two.

        Raises:
            ImportFileError: when the name is that of several, and no type tells which.
        """
        types = self._types.get(name, set())
        if len(types) > 1 and type_ is None:
            kinds = ", ".join(sorted(one.value for one in types))
            remedy = "say which in the column 'who_type' or 'whom_type'"
            raise ImportFileError(f"{name[:40]!r} is the name of several: {kinds}", remedy=remedy)
        if type_ is None and types:
            (type_,) = types
        key = f"{name} ({type_.value})" if type_ and len(types) > 1 else name
        if key not in self.parties:
            self.parties[key] = Party(key=key, label=name, type=type_, id=cells.id_of(name))
        return key

    def topic(self, name: str) -> str:
        """Return the key of an issue."""
        self.topics.setdefault(name, Topic(key=name, label=name, id=cells.id_of(name)))
        return name

    def document(self, record: str, said: Said) -> str:
        """Return the key of the text of a row, of which several rows may each tell a part.

        Raises:
            ImportFileError: when the row names none.
        """
        key = said.get("source") or said.get("source_title") or self._options.source
        if not key:
            raise ImportFileError(
                "it names no text", remedy="fill the column 'source', or give --source"
            )
        told = {part: said.get(field, "") for part, field in _DOCUMENT.items()}
        told["title"], told["date"] = said.get("source_title", ""), values.edtf(told["date"])
        before = self.documents.get(key, Document(key=key, title="", id=cells.id_of(key)))
        had = _parts(before)
        for part, value in told.items():
            if value and had[part] not in ("", value):
                what = f"the {part} of {key[:40]!r} is another one than before; the first counts"
                self.repaired.append(Remark(record, what))
        both = {part: had[part] or value for part, value in told.items()}
        if both != had or key not in self.documents:
            self.documents[key] = replace(
                before,
                title=both["title"],
                creator=both["creator"],
                date=both["date"],
                publication=both["publication"],
                section=both["section"],
                genre=both["genre"],
                language=both["language"],
                rights=both["rights"],
                provenance=both["provenance"],
            )
        return key


def _parts(document: Document) -> Mapping[str, str]:
    return {part: getattr(document, part) for part in ("title", *_DOCUMENT)}
