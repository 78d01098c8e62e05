"""The CONSTRUCT rules derive what they should, the same under rdflib and pyoxigraph."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, Graph, URIRef

from clivage import coding, rdf, store
from clivage.namespaces import CLV
from tests import seeds

BOLIVIA = Path(__file__).parents[1] / "graph" / "bolivia-1971"
DERIVED = {
    URIRef(CLV + name)
    for name in (
        "supports",
        "opposes",
        "supportedBy",
        "opposedBy",
        "alliedWith",
        "inConflictWith",
    )
}


def clv(name: str) -> URIRef:
    """Return a term of the ontology."""
    return URIRef(CLV + name)


def without_derived(graph: Graph) -> Graph:
    """Return a copy of a graph without what the rules derive."""
    copy = Graph()
    for triple in graph:
        if triple[1] not in DERIVED:
            copy.add(triple)
    return copy


def run_with_rdflib(graph: Graph) -> Graph:
    """Run the rules one after the other, and return what they add."""
    whole = Graph() + graph
    for rule in store.rules():
        for triple in whole.query(rule.read_text("utf-8")).graph or ():
            whole.add(triple)
    return whole - graph


def run_with_oxigraph(graph: Graph) -> Graph:
    """Let the store derive, and return what it adds."""
    made = store.Store.from_triples(graph.serialize(format="nt11", encoding="utf-8"))
    return rdf.from_ntriples(made.graph("derived"))


def test_the_rules_derive_the_edges_of_the_fixture_and_no_more() -> None:
    """Negated, announced and hypothetical statements and the author's own make no edge."""
    asserted = without_derived(seeds.clean())
    expected = seeds.clean() - asserted
    assert len(store.rules()) == 4
    assert len(expected) == 16
    assert set(run_with_rdflib(asserted)) == set(expected)
    assert set(run_with_oxigraph(asserted)) == set(expected)


def test_both_engines_derive_the_same_from_the_founding_corpus() -> None:
    """The rules are SPARQL 1.1, and depend on no engine."""
    graph = rdf.to_graph(coding.read(BOLIVIA))
    derived = run_with_rdflib(graph)
    assert len(derived) > 50
    assert set(derived) == set(run_with_oxigraph(graph))


def test_foreign_rdf_needs_no_general_classes() -> None:
    """A statement that is only a support, and actors that are only persons, make edges too."""
    graph = without_derived(seeds.clean())
    for general in ("Statement", "Actor"):
        graph.remove((None, RDF.type, clv(general)))
    for derived in (run_with_rdflib(graph), run_with_oxigraph(graph)):
        assert set(derived.predicates()) == DERIVED | {RDF.type}
        assert len(derived) == 16 + 11 + 8


def test_nobody_is_allied_with_himself() -> None:
    """A body that supports and opposes itself has both edges, and no mutual one."""
    graph = without_derived(seeds.clean())
    for edge in ("ferry-thanked", "gates-broken"):
        node = URIRef(f"{seeds.BASE}statement/{edge}")
        graph.set((node, clv("target"), URIRef(f"{seeds.BASE}actor/guild")))
    for derived in (run_with_rdflib(graph), run_with_oxigraph(graph)):
        guild = URIRef(f"{seeds.BASE}actor/guild")
        assert (guild, clv("supports"), guild) in derived
        assert (guild, clv("opposes"), guild) in derived
        mutual = {clv("alliedWith"), clv("inConflictWith")}
        assert not mutual & set(derived.predicates(guild, guild))
