"""What the readers of annotations hand to `clivage.importers.layers`: spans, links and sayings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from clivage.importers.layers_features import Said
from clivage.importers.records import Quote

#: A span is referred to by its document and by what it is called there.
Ref: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Marked words of a text.

    Attributes:
        key: what links refer to it by, unique in its document; a person can look it up.
        start, end: in code points, where they are known.
        exact: the words as they stand in the text.
        name: what the marked words call somebody; the exact words when empty.
        types: words that may tell what it is, the most telling first.
        sort: what it counts as where no stance needs it.
        notes: what else is said of it.
    """

    document: str
    key: str
    exact: str
    start: int | None = None
    end: int | None = None
    name: str = ""
    types: tuple[str, ...] = ()
    sort: str = ""
    notes: tuple[str, ...] = ()

    @property
    def ref(self) -> Ref:
        """What it is referred to by."""
        return self.document, self.key

    @property
    def called(self) -> str:
        """The name that it gives, on one line."""
        return " ".join((self.name or self.exact).split())

    @property
    def quote(self) -> Quote:
        """Its words and their place."""
        return Quote(document=self.document, exact=self.exact, start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What ties spans.

    Attributes:
        document: of the spans; empty where their keys are those of the whole file.
        words: which may name its sign, the most telling first.
        ends: the spans by our names of the fields: who, target, about, voice.
        trigger: its own words, where it has some.
        said: what else is said of it.
    """

    record: str
    document: str
    words: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    trigger: Span | None = None
    said: Said = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A span that says in words who takes which side on whom; several of one id are one stance."""

    record: str
    words: tuple[str, ...]
    quotes: tuple[Quote, ...]
    said: Said
    id: str = ""
