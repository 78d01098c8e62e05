"""The signed network as the twins of named questions read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clivage import identifiers, namespaces, network
from clivage.errors import NetworkError
from clivage.model import AUTHOR, Corpus
from clivage.network import SignedNetwork
from clivage.network.columns import Int32
from clivage.questions.links import Flags, Links
from clivage.store import Store


@dataclass(frozen=True, kw_only=True, eq=False)
class Projection:
    """A signed network whose nodes have IRIs.

    Attributes:
        base: the base IRI of the corpus.
        network: one row a statement that makes an edge.
        iris: the IRIs of the nodes, sorted, which is the order that SPARQL gives them.
        place: for each node of the network its place in ``iris``.
    """

    base: str
    network: SignedNetwork
    iris: tuple[str, ...]
    place: Int32

    @classmethod
    def of(cls, asked: Corpus | Store) -> Projection:
        """Make the projection of a corpus or a store.

        Raises:
            NetworkError: when the network is not all that SPARQL sees, as can be with RDF that
                breaks a rule of the ontology.

        >>> empty = Corpus(id="e", base="urn:e/", title={"en": "E"}, language="en")
        >>> Projection.of(empty).iris
        ()
        """
        made = (
            network.from_store(asked, strict=True)
            if isinstance(asked, Store)
            else network.of(asked)
        )
        folders = ["issue" if issue else "actor" for issue in made.is_issue.tolist()]
        iris = [
            identifiers.iri(asked.base, folder, id)
            for folder, id in zip(folders, made.nodes, strict=True)
        ]
        things = len(set(made.nodes) - {AUTHOR, f"{namespaces.CLV}author"})
        if min(things, len(set(iris))) < len(iris) or len(set(made.statements)) < len(made):
            raise NetworkError("two nodes or two statements have one name")
        order = sorted(range(len(iris)), key=iris.__getitem__)
        place = np.empty(len(iris), np.int32)
        place[order] = np.arange(len(iris), dtype=np.int32)
        sorted_iris = tuple(iris[node] for node in order)
        return cls(base=asked.base, network=made, iris=sorted_iris, place=place)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The IRIs of actors by id; the author, of whom one can ask, is among them."""
        actors = np.flatnonzero(~self.network.is_issue).tolist()
        known = {self.network.nodes[node]: self.iris[self.place[node]] for node in actors}
        return {AUTHOR: f"{namespaces.CLV}author", **known}

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The places of IRIs."""
        return {iri: place for place, iri in enumerate(self.iris)}

    @cached_property
    def is_actor(self) -> Flags:
        """Whether each node is an actor; the others are issues."""
        flags = np.empty(len(self.iris), np.bool_)
        flags[self.place] = ~self.network.is_issue
        return flags

    @cached_property
    def holder(self) -> Int32:
        """Who takes sides in each statement."""
        return self.place[self.network.holder]

    @cached_property
    def target(self) -> Int32:
        """On whom or what, in each statement."""
        return self.place[self.network.target]

    @cached_property
    def supports(self) -> Links:
        """Who supports whom or what."""
        return self._links(1)

    @cached_property
    def opposes(self) -> Links:
        """Who opposes whom or what."""
        return self._links(-1)

    def _links(self, sign: int) -> Links:
        rows = self.network.sign == sign
        return Links.of_pairs(self.holder[rows], self.target[rows], len(self.iris))

    @cached_property
    def allies(self) -> Links:
        """Ties of support, in either direction."""
        return self.supports.mutual

    @cached_property
    def foes(self) -> Links:
        """Ties of opposition, in either direction."""
        return self.opposes.mutual

    def marked(self, places: Int32) -> Flags:
        """Return a flag for each node, set for these."""
        flags = np.zeros(len(self.iris), np.bool_)
        flags[places] = True
        return flags
