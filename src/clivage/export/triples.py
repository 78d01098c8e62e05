"""RDF as text: Turtle, TriG, N-Triples, N-Quads, and Turtle of RDF 1.2."""

from __future__ import annotations

from clivage import rdf
from clivage.export.material import Material
from clivage.model import Corpus, in_language


def turtle(material: Material) -> str:
    """Return the corpus as Turtle, grouped and commented, with its direct edges at the end."""
    corpus = material.corpus
    sections = [*material.asserted, *material.derived]
    return rdf.dumps(_about(corpus), [(None, sections)], corpus.base)


def rdf12(material: Material) -> str:
    """Return the corpus as Turtle of RDF 1.2: each statement reifies its triple.

    The triple itself is asserted only where the statement makes a direct edge, so that what is
    negated, hypothetical, announced or the author's own stays unasserted.
    """
    corpus = material.corpus
    sections = [*rdf.reified(corpus, material.asserted), *material.derived]
    about = [*_about(corpus), "RDF 1.2: statements are reifiers, written <<( ... )>>."]
    return rdf.dumps(about, [(None, sections)], corpus.base)


def trig(material: Material) -> str:
    """Return the corpus as TriG: what was authored in one graph, what is derived in another."""
    corpus = material.corpus
    statements, derived = (rdf.iri_of(corpus, "graph", name) for name in material.graphs)
    sections = [(statements, material.asserted), (derived, material.derived)]
    return rdf.dumps(_about(corpus), sections, corpus.base)


def ntriples(material: Material) -> str:
    """Return the corpus as sorted N-Triples."""
    lines = [line for graph in material.graphs.values() for line in graph.splitlines(keepends=True)]
    return b"".join(sorted(lines)).decode()


def nquads(material: Material) -> str:
    """Return the corpus as N-Quads, sorted inside each named graph."""
    return "".join(
        f"{line.removesuffix(' .')} <{rdf.iri_of(material.corpus, 'graph', name)}> .\n"
        for name, graph in material.graphs.items()
        for line in graph.decode().split("\n")
        if line
    )


def _about(corpus: Corpus) -> list[str]:
    licence = f"Licence of the codings: {corpus.licence}" if corpus.licence else ""
    counts = (
        f"{len(corpus.statements)} statements on {len(corpus.actors)} actors"
        f" and {len(corpus.issues)} issues from {len(corpus.sources)} sources"
    )
    lines = [in_language(corpus.title, corpus.language), counts, licence]
    return [line for line in lines if line]
