"""The corpus as RDF, and RDF as a corpus: the one mapping between records and ontology.

`clivage.rdf.terms` names the terms, `clivage.rdf.writing` goes from records to triples and
`clivage.rdf.reading` back; `clivage.rdf.turtle` writes for people, `clivage.rdf.compact` for
programs, `clivage.rdf.description` describes a corpus as a dataset, and `clivage.rdf.findings`
says what was computed from it. `clivage.rdf.ntriples` gives rdflib what it can hold: this package
is its one home.
"""

from clivage.rdf.compact import compacted
from clivage.rdf.description import Distribution, described
from clivage.rdf.findings import (
    Analysis,
    Camp,
    Measurement,
    findings_ntriples,
    findings_sections,
    hypotheses_ntriples,
    hypotheses_sections,
)
from clivage.rdf.ntriples import from_ntriples
from clivage.rdf.reading import inspect, to_corpus
from clivage.rdf.terms import prefixes
from clivage.rdf.turtle import Section, asserted, derived, dumps, reified
from clivage.rdf.writing import iri_of, ntriples, to_dataset, to_graph, triples

__all__ = [
    "Analysis",
    "Camp",
    "Distribution",
    "Measurement",
    "Section",
    "asserted",
    "compacted",
    "derived",
    "described",
    "dumps",
    "findings_ntriples",
    "findings_sections",
    "from_ntriples",
    "hypotheses_ntriples",
    "hypotheses_sections",
    "inspect",
    "iri_of",
    "ntriples",
    "prefixes",
    "reified",
    "to_corpus",
    "to_dataset",
    "to_graph",
    "triples",
]
