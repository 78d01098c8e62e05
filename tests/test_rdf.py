"""Records to RDF and back, and every RDF text read by another program."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings

from clivage import coding, rdf, shapes
from clivage.errors import CorpusError, OntologyError, Severity
from clivage.export import jsonld, triples
from clivage.export.material import Material
from clivage.model import Corpus
from clivage.store import Store
from tests.strategies import corpora


def triples_of(graph: rdflib.Graph) -> set[str]:
    return {" ".join(term.n3() for term in triple) for triple in graph}


@settings(deadline=None)
@given(corpora(most_ties=3))
def test_a_corpus_survives_rdf(corpus: Corpus) -> None:
    """Records to triples and back lose nothing, full texts included."""
    again, problems = rdf.inspect(rdf.to_graph(corpus, with_text=True))
    assert problems == []
    assert again == corpus


@settings(deadline=None)
@given(corpora(most_ties=3))
def test_a_corpus_survives_the_store_and_its_n_triples(corpus: Corpus) -> None:
    """The same through the bytes that pyoxigraph writes, with the derived edges beside."""
    store = Store.from_triples(rdf.ntriples(corpus, with_text=True))
    again, problems = rdf.inspect(rdf.from_ntriples(store.ntriples()))
    assert problems == []
    assert again == corpus


@settings(deadline=None, max_examples=50)
@given(corpora(most_ties=3))
def test_every_rdf_text_holds_the_same_triples_for_rdflib_and_for_pyoxigraph(
    corpus: Corpus,
) -> None:
    """Turtle, TriG, N-Triples and N-Quads are read back by two programs and compared."""
    material = Material(corpus, with_text=True)
    wanted = triples_of(rdf.from_ntriples(material.store.ntriples()))
    texts = {
        "turtle": triples.turtle(material),
        "trig": triples.trig(material),
        "nt11": triples.ntriples(material),
        "nquads": triples.nquads(material),
    }
    for format_, text in texts.items():
        if format_ in ("turtle", "nt11"):
            assert triples_of(rdflib.Graph().parse(data=text, format=format_)) == wanted
        name = {"nt11": "N_TRIPLES", "nquads": "N_QUADS"}.get(format_, format_.upper())
        quads = pyoxigraph.parse(text.encode(), format=getattr(pyoxigraph.RdfFormat, name))
        read = Store.from_triples("".join(sorted({f"{q.triple} .\n" for q in quads})).encode())
        assert read.ntriples() == material.store.ntriples()
    assert len(texts) == 4


# rdflib's reader of JSON-LD still uses a class that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@settings(deadline=None, max_examples=25)
@given(corpora(most_ties=3))
def test_json_ld_holds_the_same_triples_and_fetches_nothing(corpus: Corpus) -> None:
    """The published context is inside, so that a reader needs no connection."""
    material = Material(corpus, with_text=True)
    text = jsonld.jsonld(material)
    assert triples_of(rdflib.Graph().parse(data=text, format="json-ld")) == triples_of(
        rdf.from_ntriples(material.store.ntriples())
    )
    read = Store.from_triples(text.encode(), format=".jsonld")
    assert read.ntriples() == material.store.ntriples()


@settings(deadline=None, max_examples=50)
@given(corpora(most_ties=3))
def test_a_reifier_speaks_of_each_statement_and_asserts_only_what_makes_an_edge(
    corpus: Corpus,
) -> None:
    """RDF 1.2: one triple more a statement; negated and hypothetical ones stay unasserted."""
    material = Material(corpus, with_text=True)
    plain = len(set(material.store.ntriples().splitlines()))
    text = triples.rdf12(material).encode()
    read = {quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)}
    assert len(read) == plain + len(corpus.statements)
    reified = {
        str(triple.subject.value): triple.object
        for triple in read
        if str(triple.predicate.value).endswith("#reifies")
    }
    for statement in corpus.statements:
        spoken = reified[str(rdf.iri_of(corpus, "statement", statement.id))]
        assert isinstance(spoken, pyoxigraph.Triple)
        if statement.makes_edge:
            assert spoken in read


def test_no_graph_has_a_blank_node() -> None:
    """Then plain Turtle is stable, and every part can be cited."""
    graph = rdf.to_graph(coding.read(Path("graph/bolivia-1971")), with_text=True)
    nodes = {node for triple in graph for node in triple}
    assert len(nodes) > 300
    assert not any(isinstance(node, rdflib.BNode) for node in nodes)


def test_the_dataset_has_named_graphs_for_rdflib_users() -> None:
    """Statements and derived edges can be taken apart."""
    corpus = coding.read(Path("graph/bolivia-1971"))
    store = Store.from_triples(rdf.ntriples(corpus))
    name = f"{corpus.base}graph/derived"
    dataset = rdf.to_dataset({name: store.graph("derived")}, corpus.base)
    edge = (
        rdflib.URIRef(f"{corpus.base}actor/idb"),
        rdflib.URIRef("https://w3id.org/clivage/ns#opposes"),
        rdflib.URIRef(f"{corpus.base}actor/bolivia"),
    )
    assert edge in dataset.graph(name)


FOREIGN = """
@prefix clv: <https://w3id.org/clivage/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix schema: <https://schema.org/> .
@prefix : <https://archive.museum/strike/> .
:s1 a clv:Opposition ; clv:holder :Weavers ; clv:target :Mill_Owners ; clv:evidence :p1 ;
  clv:modality clv:modality-actual ; clv:certainty clv:certainty-certain ; clv:strength 2 ;
  prov:wasAttributedTo :anna .
:Weavers a clv:Collective ; skos:prefLabel "weavers"@en .
:Mill_Owners a clv:Collective ; skos:prefLabel "mill owners"@en .
:letter a clv:Source ; dcterms:title "A letter"@en ; dcterms:language "en" ;
  dcterms:rights "public domain" ;
  schema:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
:p1 a clv:Passage ; oa:hasSource :letter ; oa:hasSelector
  [ a oa:TextQuoteSelector ; oa:exact "the weavers struck" ] ,
  [ a oa:TextPositionSelector ; oa:start 10 ; oa:end 28 ] .
"""


def test_rdf_that_somebody_else_named_keeps_its_names() -> None:
    """Without our base, our folders or the general classes, a corpus is still a corpus."""
    store = Store.from_triples(FOREIGN.encode(), format=".ttl")
    assert store.query(
        "ASK { <https://archive.museum/strike/Weavers> clv:opposes"
        " <https://archive.museum/strike/Mill_Owners> }"
    )
    corpus = rdf.to_corpus(rdf.from_ntriples(store.ntriples()))
    (statement,) = corpus.statements
    assert statement.holder == "https://archive.museum/strike/Weavers"
    assert statement.evidence[0].exact == "the weavers struck"
    back = rdf.to_graph(corpus)
    assert (rdflib.URIRef(statement.holder), None, None) in back
    assert shapes.check(rdf.from_ntriples(store.ntriples())) == []


def test_a_faulty_graph_is_refused_with_all_its_faults() -> None:
    """Two faults, two problems."""
    faulty = FOREIGN.replace("clv:strength 2 ;", "").replace(" clv:evidence :p1 ;", "")
    graph = rdflib.Graph().parse(data=faulty, format="turtle")
    with pytest.raises(CorpusError) as raised:
        rdf.to_corpus(graph)
    rules = [one.rule for one in raised.value.problems if one.severity is Severity.ERROR]
    assert rules == ["statement-evidence", "statement-strength"]


def test_a_graph_of_another_ontology_is_no_corpus() -> None:
    """FOAF is not clivage."""
    graph = rdflib.Graph().parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle")
    with pytest.raises(OntologyError, match=r"no clv:Statement"):
        rdf.inspect(graph)
