"""What exports are made from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from clivage import rdf, view
from clivage.errors import ClivageError
from clivage.excerpt import LeftOut
from clivage.model import Corpus, Passage, Statement
from clivage.store import Store

if TYPE_CHECKING:
    from clivage.rdf import Section
    from clivage.view import View


@dataclass(frozen=True, eq=False)
class Material:
    """A corpus, and what is derived from it, each part computed when first asked for.

    Attributes:
        with_text: whether the full texts travel with the RDF. They do not by default: the
            rights in a source are seldom the coder's to give.
        language: BCP 47 tag of the language in which pictures speak; that of the corpus when
            empty.
        folder: where the corpus is authored, for the format that packs its files; None where
            it was read from RDF.
        published: the day of publication, where the corpus itself gives none.
        left_out: of what the corpus is a part, for the legend of pictures.
        texts: what has been written so far, by the name of its format.
    """

    corpus: Corpus
    with_text: bool = False
    language: str = ""
    folder: Path | None = None
    published: datetime.date | None = None
    left_out: LeftOut | None = None
    texts: dict[str, str | bytes] = field(default_factory=dict)

    @cached_property
    def store(self) -> Store:
        """The corpus as a store, with its derived edges."""
        return Store.from_triples(rdf.ntriples(self.corpus, with_text=self.with_text))

    @cached_property
    def graphs(self) -> Mapping[str, bytes]:
        """The named graphs, ``statements`` and ``derived``, as sorted N-Triples."""
        return {name: self.store.graph(name) for name in ("statements", "derived")}

    @cached_property
    def asserted(self) -> Sequence[Section]:
        """What the author asserted, in sections."""
        return rdf.asserted(self.corpus, with_text=self.with_text)

    @cached_property
    def derived(self) -> Sequence[Section]:
        """The derived edges, in a section."""
        return rdf.derived(rdf.from_ntriples(self.graphs["derived"]))

    @cached_property
    def view(self) -> View:
        """The network as it is drawn."""
        return view.of(self.corpus, left_out=self.left_out)

    @cached_property
    def cited(self) -> Mapping[str, Sequence[tuple[Statement, Passage]]]:
        """The passages of each source by its id, each with its statement, in reading order."""
        found: dict[str, list[tuple[Statement, Passage]]] = {id: [] for id in self.corpus.source}
        for one in self.corpus.statements:
            for passage in one.evidence:
                found[passage.source].append((one, passage))
        return found

    def full_texts(self, format: str) -> Mapping[str, str]:
        """Return the texts of the sources by their ids, for a format that cannot do without.

        Args:
            format: what a message calls it.

        Raises:
            ClivageError: when the texts are not to travel, or one is not there.
        """
        if not self.with_text:
            remedy = "give --with-text, if the rights in the texts allow it"
            raise ClivageError(f"{format} holds the full texts of the sources", remedy=remedy)
        found = {one.id: one.text for one in self.corpus.sources if one.text is not None}
        for one in self.corpus.sources:
            if one.id not in found:
                what = f"{format} needs the text of the source {one.id!r}, which is not there"
                raise ClivageError(what, remedy="export from the folder of the corpus")
        return found
