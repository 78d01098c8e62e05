"""Nanopublications: well formed by the guidelines, and saying what the statement says."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hypothesis import given
from rdflib import RDF, Dataset, Literal, Namespace, URIRef

from clivage import namespaces, rdf
from clivage.model import Corpus
from tests.exported import FEW, FOUNDING, NAMED, hashed, hostile, made, statement_iri
from tests.strategies import corpora

#: rdflib warns of its own ways.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
_NP = Namespace("http://www.nanopub.org/nschema#")
_CLV = Namespace(namespaces.CLV)
_PROV = Namespace(namespaces.PROV)
_DCTERMS = Namespace(namespaces.DCTERMS)


def parsed(corpus: Corpus) -> Dataset:
    dataset = Dataset()
    dataset.parse(data=made(corpus, "nanopub", with_text=False), format="trig")
    return dataset


def check(corpus: Corpus) -> None:
    """Hold a file to the rules of well-formedness (nanopub guidelines), and to the corpus."""
    dataset = parsed(corpus)
    wanted = rdf.to_graph(corpus)
    heads = list(dataset.quads((None, RDF.type, _NP.Nanopublication, None)))
    assert len(heads) == len(corpus.statements)
    graphs = {one.identifier for one in dataset.graphs() if len(one)}
    assert len(graphs) == 4 * len(heads)
    for publication, _, _, head in heads:
        assert isinstance(head, URIRef)
        parts = [
            dataset.graph(head).value(publication, property_)
            for property_ in (_NP.hasAssertion, _NP.hasProvenance, _NP.hasPublicationInfo)
        ]
        assert len({publication, head, *parts}) == 5
        assert len(dataset.graph(head)) == 4
        assertion, provenance, info = (dataset.graph(str(part)) for part in parts)
        assert min(len(assertion), len(provenance), len(info)) > 0
        assert (parts[0], _PROV.wasDerivedFrom, None) in provenance
        assert (publication, None, None) in info
        derived = {(None, _CLV.supports, None), (None, _CLV.opposes, None)}
        edges = [edge for pattern in derived for edge in assertion.triples(pattern)]
        (said,) = assertion.subjects(RDF.type, _CLV.Statement)
        (one,) = (one for one in corpus.statements if statement_iri(corpus, one) == str(said))
        assert len(edges) == one.makes_edge
        both = {*assertion, *provenance} - set(edges)
        attributed = (parts[0], _PROV.wasAttributedTo, wanted.value(said, _PROV.wasAttributedTo))
        assert attributed in both
        assert all(triple in wanted for triple in both if triple[0] != parts[0])
        told = {*both, (said, _PROV.wasAttributedTo, attributed[2])}
        assert set(wanted.triples((said, None, None))) <= told


@pytest.mark.parametrize("corpus", [FOUNDING, hostile(), hashed()], ids=NAMED)
def test_each_statement_is_a_well_formed_nanopublication(corpus: Corpus) -> None:
    """Four graphs, each in its place; nothing but what the corpus says."""
    check(corpus)


@given(corpus=corpora())
@FEW
def test_any_corpus_gives_well_formed_nanopublications(corpus: Corpus) -> None:
    """Whatever the names and the ids are."""
    check(corpus)


def test_a_day_stands_there_only_where_the_corpus_gives_one() -> None:
    """Without one the file says what is lacking."""
    assert not list(parsed(FOUNDING).quads((None, _DCTERMS.created, None, None)))
    assert b"# dcterms:created is lacking" in made(FOUNDING, "nanopub")
    issued = dataclasses.replace(hostile(), issued=datetime.date(2026, 1, 31), licence="")
    days = list(parsed(issued).quads((None, _DCTERMS.created, None, None)))
    assert {one[2] for one in days} == {Literal(datetime.date(2026, 1, 31))}
    assert len(days) == 5
    assert b"# dcterms:license is lacking" in made(issued, "nanopub")


def test_a_negated_statement_asserts_no_edge() -> None:
    """What did not happen is told, and stays no support."""
    text = made(hostile(), "nanopub").decode()
    assert "clv:modality clv:modality-negated" in text
    assert "actor:fleet\n    a clv:Organization , clv:Actor ;\n" in text
    dataset = parsed(hostile())
    base = hostile().base
    fleet, she = URIRef(f"{base}actor/fleet"), URIRef(f"{base}actor/she")
    assert not list(dataset.quads((fleet, _CLV.supports, she, None)))
    assert list(dataset.quads((fleet, _CLV.supports, URIRef("http://other.net/union"), None)))
