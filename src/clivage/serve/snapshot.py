"""The corpus as it was when the server started: a store of its own that nobody changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clivage import corpora, rdf
from clivage.answer import Rows
from clivage.store import Store

_TITLES = "SELECT ?title { ?corpus a clv:Corpus ; dcterms:title ?title } ORDER BY LANG(?title)"
_ENGLISH = _TITLES.replace(" }", " FILTER(LANGMATCHES(LANG(?title), 'en')) }")
_COUNTS = (
    "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } }"
    " GROUP BY ?graph ORDER BY ?graph"
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a server knows of its corpus without asking.

    Attributes:
        folder: where the store is.
        graphs: the number of triples of each graph.
        statements: how many there are.
    """

    folder: Path
    base: str
    title: str
    graphs: Mapping[str, int]
    statements: int
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, path: Path, folder: Path) -> Snapshot:
        """Take a snapshot of the corpus, store or RDF at a path.

        Raises:
            ClivageError: when there is none, or it has errors.
        """
        opened = corpora.open(path)
        store = opened if isinstance(opened, Store) else Store.from_triples(rdf.ntriples(opened))
        store.snapshot(folder)
        titles = _first(store, _ENGLISH) or _first(store, _TITLES)
        counted = "SELECT (COUNT(DISTINCT ?s) AS ?number) { ?s clv:modality ?m }"
        return cls(
            folder,
            store.base,
            titles[0] if titles else store.base,
            dict(zip(_first(store, _COUNTS), map(int, _first(store, _COUNTS, 1)), strict=True)),
            int(_first(store, counted)[0]),
            store.prefixes,
        )


def _first(store: Store, sparql: str, column: int = 0) -> list[str]:
    """Return a column of an answer."""
    answer = store.query(sparql)
    assert isinstance(answer, Rows)
    return [term.value for row in answer.rows if (term := row[column]) is not None]
