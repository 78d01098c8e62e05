"""Python, ontology, shapes, rules and JSON-LD context name the same terms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.compare import isomorphic

from clivage import (
    coding,
    rdf,
    resources,
    store,
    vocabulary,
)
from clivage.namespaces import CLV, EDTF
from tests import seeds

BOLIVIA = Path(__file__).parents[1] / "graph" / "bolivia-1971"


def clv(name: str) -> URIRef:
    """Return a term of the ontology."""
    return URIRef(CLV + name)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Return the ontology."""
    return Graph(bind_namespaces="none").parse(resources.ontology("clivage.ttl"))


def terms(graph: Graph, *classes: URIRef) -> set[URIRef]:
    """Return the ontology's own terms of some sorts."""
    return {
        node
        for class_ in classes
        for node in graph.subjects(RDF.type, class_)
        if isinstance(node, URIRef) and str(node).startswith(CLV)
    }


def properties(graph: Graph) -> set[URIRef]:
    """Return the ontology's own properties."""
    return terms(graph, *vocabulary.PROPERTIES)


def every_term(graph: Graph) -> set[URIRef]:
    """Return everything that the ontology defines in its namespace."""
    return {node for node in graph.subjects() if str(node).startswith(CLV)}  # type: ignore[misc]


def written() -> Graph:
    """Return RDF that clivage wrote: the fixture, read and written again, and Bolivia."""
    fixture = rdf.to_graph(rdf.to_corpus(seeds.clean()), with_text=True)
    return fixture + rdf.to_graph(coding.read(BOLIVIA), with_text=True)


def used(graph: Graph) -> set[URIRef]:
    """Return the properties, and the classes that things have, of a graph."""
    nodes = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    return {node for node in nodes if isinstance(node, URIRef)}


def in_context() -> set[str]:
    """Return the IRIs that the context has a name for."""
    entries = json.loads(vocabulary.context())["@context"]
    names = [one["@id"] if isinstance(one, dict) else str(one) for one in entries.values()]
    return {
        entries[name.partition(":")[0]] + name.partition(":")[2]
        for name in names
        if name.partition(":")[0] in entries
    }


def test_the_fixture_uses_every_property_and_every_closed_code(ontology: Graph) -> None:
    """What the tests of the shapes, the context and the rules rest on is complete."""
    own = {node for node in used(seeds.clean()) if str(node).startswith(CLV)}
    assert properties(ontology) - own == {clv("takesStanceOn"), clv("entails")}
    assert terms(ontology, OWL.Class) - own == {clv("Target"), clv("Stance")}
    values = set(seeds.clean().objects())
    for scheme in ("modes", "modalities", "certainties", "dateBases"):
        assert set(ontology.subjects(SKOS.inScheme, clv(scheme))) <= values


def test_every_term_that_clivage_writes_is_in_the_ontology_and_the_context(
    ontology: Graph,
) -> None:
    """Nothing is written that is not defined, and JSON-LD has a name for all of it."""
    names = used(written())
    assert len(names) == 77
    own = {name for name in names if str(name).startswith(CLV)}
    assert own <= every_term(ontology)
    assert {str(name) for name in names} <= in_context()


def test_the_context_names_every_class_and_property_of_the_ontology(ontology: Graph) -> None:
    """A consumer of JSON-LD never meets a full IRI of clivage as a key."""
    expected = terms(ontology, OWL.Class) | properties(ontology) | {clv("author")}
    assert {iri for iri in in_context() if iri.startswith(CLV)} == {str(one) for one in expected}
    assert {str(clv("author"))} <= in_context()
    assert {iri for iri in in_context() if not iri.startswith(CLV)} == {
        str(name) for name in used(seeds.clean()) if not str(name).startswith(CLV)
    }


def test_no_file_uses_a_term_that_the_ontology_does_not_define(ontology: Graph) -> None:
    """Shapes, rules, the fixture and the named questions speak of defined terms only."""
    folder = resources.ontology()
    files = [folder / "shapes.ttl", *store.rules(), seeds.CLEAN]
    files += sorted((Path(rdf.__file__).parents[1] / "queries").glob("*.rq"))
    assert len(files) >= 6
    for file in files:
        names = set(re.findall(r"(?<![\w/])clv:([A-Za-z][\w-]*)", file.read_text("utf-8")))
        undefined = {name for name in names if clv(name) not in every_term(ontology)}
        assert undefined == set(), file.name


def test_every_property_of_a_statement_has_a_shape(ontology: Graph) -> None:
    """Whatever may be said of a statement, an actor or an issue is checked."""
    paths = set(vocabulary.shape_graph().objects(None, SH.path))
    edges = {clv(name) for name in ("supportedBy", "opposedBy", "alliedWith", "inConflictWith")}
    unchecked = properties(ontology) - paths - edges - {clv("takesStanceOn")}
    targets = set(vocabulary.shape_graph().objects(None, SH.targetSubjectsOf))
    assert unchecked - targets == set()
    assert unchecked & targets == {clv("text"), clv("supports"), clv("opposes")}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_json_ld_with_the_context_comes_back_the_same() -> None:
    """The fixture, direct edges included, survives compaction."""
    names = json.loads(vocabulary.context())["@context"]
    compact = seeds.clean().serialize(format="json-ld", context=names, auto_compact=False)
    assert isomorphic(Graph().parse(data=compact, format="json-ld"), seeds.clean())
    keys = {key for node in json.loads(compact)["@graph"] for key in node}
    assert [key for key in keys if ":" in key] == []
    assert '"strength": 2' in compact


def test_dates_have_the_datatype_of_the_library_of_congress(ontology: Graph) -> None:
    """What is written in EDTF is typed so, in the ontology and in the context."""
    assert ontology.value(clv("when"), RDFS.range) == URIRef(EDTF + "EDTF")
    assert json.loads(vocabulary.context())["@context"]["when"]["@type"] == "edtf:EDTF"
