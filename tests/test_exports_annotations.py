"""W3C Web Annotation: what any reader of JSON-LD finds in it is what the corpus says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from clivage import namespaces, rdf
from clivage.model import Corpus
from tests.exported import FEW, FOUNDING, hashed, hostile, made, statement_iri
from tests.strategies import corpora

#: rdflib warns of its own ways.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
_OA = Namespace(namespaces.OA)
_CLV = Namespace(namespaces.CLV)
_ID: dict[str, Any] = {"@type": "@id"}
#: What http://www.w3.org/ns/anno.jsonld makes of the terms in use (Web Annotation Vocabulary,
#: W3C 2017, appendix B), so that no test asks the network for it.
_PUBLISHED: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "oa": namespaces.OA,
    "body": {"@id": "oa:hasBody", **_ID},
    "target": {"@id": "oa:hasTarget", **_ID},
    "source": {"@id": "oa:hasSource", **_ID},
    "selector": {"@id": "oa:hasSelector", **_ID},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    **{one: f"oa:{one}" for one in ("classifying", "tagging", "describing", "commenting")},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": "oa:start",
    "end": "oa:end",
    "value": f"{namespaces.RDF}value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "creator": {"@id": f"{namespaces.DCTERMS}creator", **_ID},
    "name": f"{namespaces.FOAF}name",
    "rights": {"@id": f"{namespaces.DCTERMS}rights", **_ID},
}


def annotated(corpus: Corpus) -> list[dict[str, Any]]:
    found = json.loads(made(corpus, "webannotation", with_text=False))
    assert isinstance(found, list)
    return found


def parsed(corpus: Corpus) -> Graph:
    """Return what rdflib reads, with the published context in place of its address."""
    read = annotated(corpus)
    for one in read:
        address, own = one["@context"]
        assert address == "http://www.w3.org/ns/anno.jsonld"
        one["@context"] = [_PUBLISHED, own]
    return Graph().parse(data=json.dumps(read), format="json-ld")


def check(corpus: Corpus) -> None:
    """Hold annotations to the corpus: every triple of a statement, passages at their offsets."""
    graph, wanted = parsed(corpus), rdf.to_graph(corpus)
    for one in corpus.statements:
        node = URIRef(statement_iri(corpus, one))
        derived = (_CLV.notBefore, _CLV.notAfter)
        said = {pair for pair in wanted.predicate_objects(node) if pair[0] not in derived}
        assert set(graph.predicate_objects(node)) == said
        assert len(list(graph.subjects(_OA.hasBody, node))) == 1
    for passage in wanted.subjects(RDF.type, _CLV.Passage):
        assert graph.value(passage, _OA.hasSource) == wanted.value(passage, _OA.hasSource)
        for selector in wanted.objects(passage, _OA.hasSelector):
            # JSON has no integers of a type of their own: only the values are compared.
            found, known = (
                {(name, value.toPython() if isinstance(value, Literal) else value)
                 for name, value in part.predicate_objects(selector)}
                for part in (graph, wanted)
            )  # fmt: skip
            assert found == known


def test_the_founding_statements_are_there_whole() -> None:
    """37 annotations, from which the very triples of the statements come back."""
    assert len(annotated(FOUNDING)) == len(FOUNDING.statements) == 37
    check(FOUNDING)


def test_hostile_names_and_texts_are_there_whole() -> None:
    """Emoji, line ends, quotation marks and foreign IRIs too; and under a base with a hash."""
    check(hostile())
    check(hashed())


@given(corpus=corpora())
@FEW
def test_any_corpus_is_there_whole(corpus: Corpus) -> None:
    """No triple of a statement is lost, and none is added."""
    check(corpus)


def test_each_annotation_is_as_the_model_wants_it() -> None:
    """One statement each; passages lie at their offsets; words for programs without ontologies."""
    corpus = hostile()
    text = corpus.sources[0].text or ""
    for one, said in zip(annotated(corpus), corpus.statements, strict=True):
        assert one["type"] == "Annotation"
        assert one["id"] == f"{statement_iri(corpus, said)}#annotation"
        targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
        assert len(targets) == len(said.evidence)
        for target in targets:
            quote, position = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
        tag, sentence = one["body"][:2]
        assert (tag["purpose"], sentence["purpose"]) == ("tagging", "describing")
        assert one["creator"]["name"] == "Ana <ana@example.org> & co"
    values = [one["body"][0]["value"] for one in annotated(corpus)]
    assert values == ["opposes", "opposes", "supports (negated)", "supports", "supports"]


def test_nothing_is_invented() -> None:
    """No day, and no type for a coder of whom none is known."""
    for one in annotated(FOUNDING):
        assert not {"created", "modified", "generated"} & set(one)
        assert one["creator"]["type"] == "prov:Agent"
