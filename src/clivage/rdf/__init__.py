"""The corpus as RDF, and RDF as a corpus: the one mapping between records and ontology.

`clivage.rdf.terms` names the terms, `clivage.rdf.writing` goes from records to triples and
`clivage.rdf.reading` back. This package is rdflib's one home.
"""

from clivage.rdf.reading import from_ntriples, inspect, to_corpus
from clivage.rdf.terms import prefixes
from clivage.rdf.writing import iri_of, ntriples, to_dataset, to_graph, triples

__all__ = [
    "from_ntriples",
    "inspect",
    "iri_of",
    "ntriples",
    "prefixes",
    "to_corpus",
    "to_dataset",
    "to_graph",
    "triples",
]
