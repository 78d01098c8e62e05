"""The corpus as it was at one moment: a store of its own that nobody changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clivage import corpora, rdf
from clivage.address import Place
from clivage.answer import Rows
from clivage.query import Endpoint
from clivage.store import Store

_TITLES = "SELECT ?title { ?corpus a clv:Corpus ; dcterms:title ?title } ORDER BY LANG(?title)"
_ENGLISH = _TITLES.replace(" }", " FILTER(LANGMATCHES(LANG(?title), 'en')) }")
_LANGUAGE = "SELECT ?language { ?corpus a clv:Corpus ; dcterms:language ?language }"
_COUNTS = (
    "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } }"
    " GROUP BY ?graph ORDER BY ?graph"
)
_ALL = "SELECT (COUNT(*) AS ?number) { ?s ?p ?o }"
_STATEMENTS = "SELECT (COUNT(DISTINCT ?s) AS ?number) { ?s clv:modality ?m }"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a server knows of its corpus without asking.

    Attributes:
        folder: where the store is.
        graphs: the number of triples of each graph.
        triples: how many there are, in all graphs together.
        statements: how many there are.
        language: of the corpus, as a BCP 47 tag.
        source: what the network is drawn from: the folder of a corpus, which has the full texts,
            else the store, or the endpoint elsewhere.
    """

    folder: Path
    base: str
    title: str
    language: str
    graphs: Mapping[str, int]
    triples: int
    statements: int
    prefixes: Mapping[str, str]
    source: Place

    @classmethod
    def of(cls, path: Path, folder: Path) -> Snapshot:
        """Take a snapshot of the corpus, store or RDF at a path.

        Args:
            folder: where its store is put; there must be nothing.

        Raises:
            ClivageError: when there is none, or it has errors.
        """
        opened = corpora.open(path)
        store = opened if isinstance(opened, Store) else Store.from_triples(rdf.ntriples(opened))
        store.snapshot(folder)
        return cls.described(store, folder, path if corpora.is_corpus(path) else folder)

    @classmethod
    def of_store(cls, folder: Path) -> Snapshot:
        """Return a store that is a snapshot already: nobody will change it.

        Raises:
            OntologyError: when it is none.
        """
        return cls.described(Store.open(folder), folder, folder)

    @classmethod
    def described(cls, store: Endpoint, folder: Path, source: Place) -> Snapshot:
        """Say what a server knows of a store.

        Raises:
            ClivageError: when it does not answer.
        """
        titles = _first(store, _ENGLISH) or _first(store, _TITLES)
        graphs, counts = _first(store, _COUNTS), _first(store, _COUNTS, 1)
        return cls(
            folder,
            store.base,
            titles[0] if titles else store.base,
            (_first(store, _LANGUAGE) or ["en"])[0],
            dict(zip(graphs, map(int, counts), strict=True)),
            # Without graphs it is an endpoint that has the corpus in its default graph.
            sum(map(int, counts)) if graphs else int(_first(store, _ALL)[0]),
            int(_first(store, _STATEMENTS)[0]),
            store.prefixes,
            source,
        )


def _first(store: Endpoint, sparql: str, column: int = 0) -> list[str]:
    """Return a column of an answer."""
    answer = store.query(sparql)
    assert isinstance(answer, Rows)
    return [term.value for row in answer.rows if (term := row[column]) is not None]
