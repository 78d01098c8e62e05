"""What exports are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from clivage import rdf, view
from clivage.model import Corpus
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
        texts: what has been written so far, by the name of its format.
    """

    corpus: Corpus
    with_text: bool = False
    language: str = ""
    texts: dict[str, str] = field(default_factory=dict)

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
        return view.of(self.corpus)
