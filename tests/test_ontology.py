"""What checkers of FAIR vocabularies look for, and that every spelling names the same terms."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from clivage import (
    codes,
    namespaces,
    resources,
    vocabulary,
)
from clivage.model import ActorType, Certainty, DateBasis, Modality, Mode, Sign
from clivage.namespaces import CLV

BOLIVIA = Path(__file__).parents[1] / "graph" / "bolivia-1971"
IRI = URIRef(CLV.rstrip("#"))
ENGLISH_AND_FRENCH = {"en", "fr"}


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


def languages(graph: Graph, term: Node, *texts: URIRef) -> list[str]:
    """Return the languages of the texts of a term, sorted."""
    return sorted(
        str(text.language)
        for property_ in texts
        for text in graph.objects(term, property_)
        if isinstance(text, Literal)
    )


# What checkers look for


def test_the_ontology_says_what_it_is(ontology: Graph) -> None:
    """Title, description, creator, dates, licence, version, prefix and namespace are there."""
    assert (IRI, RDF.type, OWL.Ontology) in ontology
    assert set(languages(ontology, IRI, DCTERMS.title)) >= ENGLISH_AND_FRENCH
    assert set(languages(ontology, IRI, DCTERMS.description)) >= ENGLISH_AND_FRENCH
    given = (
        DCTERMS.creator,
        DCTERMS.publisher,
        DCTERMS.created,
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.bibliographicCitation,
    )
    for property_ in given:
        assert ontology.value(IRI, property_), property_
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert ontology.value(IRI, DCTERMS.license) == licence
    version = str(ontology.value(IRI, OWL.versionInfo))
    assert ontology.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{version}")
    assert str(ontology.value(IRI, VANN.preferredNamespacePrefix)) == "clv"
    assert str(ontology.value(IRI, VANN.preferredNamespaceUri)) == CLV


def test_the_ontology_has_as_many_terms_as_we_think(ontology: Graph) -> None:
    """A term that comes or goes is noticed."""
    counted = {
        "classes": len(terms(ontology, OWL.Class)),
        "object properties": len(terms(ontology, OWL.ObjectProperty)),
        "data properties": len(terms(ontology, OWL.DatatypeProperty)),
        "annotation properties": len(terms(ontology, OWL.AnnotationProperty)),
        "individuals": len(terms(ontology, OWL.NamedIndividual)),
        "schemes": len(terms(ontology, SKOS.ConceptScheme)),
        "concepts": len(terms(ontology, SKOS.Concept)),
    }
    assert counted == {
        "classes": 24,
        "object properties": 25,
        "data properties": 16,
        "annotation properties": 1,
        "individuals": 1,
        "schemes": 8,
        "concepts": 85,
    }
    assert sum(counted.values()) == len(every_term(ontology)) == 160


def test_every_term_is_labelled_and_defined_in_english_and_french(ontology: Graph) -> None:
    """One label and one definition in a language, and the ontology that defines it."""
    for term in every_term(ontology):
        labels = languages(ontology, term, RDFS.label) or languages(ontology, term, SKOS.prefLabel)
        definitions = languages(ontology, term, SKOS.definition)
        for found in (labels, definitions):
            assert set(found) >= ENGLISH_AND_FRENCH, term
            assert len(found) == len(set(found)), term
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [IRI], term


def test_every_label_is_in_spanish_too(ontology: Graph) -> None:
    """The pictures speak Spanish as well, so every term has a name in it."""
    for term in every_term(ontology):
        assert "es" in languages(ontology, term, RDFS.label, SKOS.prefLabel), term


def test_labels_tell_terms_of_one_sort_apart(ontology: Graph) -> None:
    """No two classes, no two properties and no two codes of a list have the same label."""
    groups = [terms(ontology, OWL.Class), properties(ontology)] + [
        {node for node in ontology.subjects(SKOS.inScheme, scheme) if isinstance(node, URIRef)}
        for scheme in terms(ontology, SKOS.ConceptScheme)
    ]
    assert len(groups) == 10
    for group in groups:
        for language in ("en", "fr", "es"):
            labels = Counter(
                vocabulary.text_in(ontology, term, RDFS.label, language)
                or vocabulary.text_in(ontology, term, SKOS.prefLabel, language)
                for term in group
            )
            assert [label for label, count in labels.items() if count > 1] == []


def test_every_property_has_a_domain_and_a_range_that_are_declared(ontology: Graph) -> None:
    """Each is a class or a datatype that the file itself declares."""
    declared = {
        node
        for class_ in (OWL.Class, RDFS.Datatype)
        for node in ontology.subjects(RDF.type, class_)
    } | {RDFS.Class, XSD.string, XSD.integer, XSD.date, XSD.decimal, XSD.boolean}
    assert len(properties(ontology)) == 42
    for property_ in properties(ontology):
        for end in (RDFS.domain, RDFS.range):
            classes = list(ontology.objects(property_, end))
            assert len(classes) == 1 and classes[0] in declared, (property_, end)


def test_no_class_of_others_is_used_undeclared(ontology: Graph) -> None:
    """What the axioms build on has a type and a label, so that no import is needed."""
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
    used = {node for axiom in axioms for node in ontology.objects(None, axiom)}
    foreign = {node for node in used if not str(node).startswith((CLV, str(XSD), str(RDFS)))}
    assert len(foreign) == 17
    for node in foreign:
        assert ontology.value(node, RDF.type), node
        assert set(languages(ontology, node, RDFS.label)) == ENGLISH_AND_FRENCH, node


def test_no_term_stands_alone(ontology: Graph) -> None:
    """Every class and property is tied to another by an axiom."""
    axioms = {
        *(RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDF.type),
        *(OWL.disjointWith, OWL.inverseOf, SKOS.inScheme),
    }
    tied = {
        node
        for subject, property_, value in ontology
        if property_ in axioms
        for node in (subject, value)
        if property_ != RDF.type or str(value).startswith((CLV, str(SKOS)))
    }
    assert every_term(ontology) - tied - terms(ontology, SKOS.ConceptScheme) == set()
    for scheme in terms(ontology, SKOS.ConceptScheme):
        assert (None, SKOS.inScheme, scheme) in ontology


def test_nothing_is_a_blank_node(ontology: Graph) -> None:
    """A term without a name cannot be cited."""
    assert not [node for triple in ontology for node in triple if isinstance(node, BNode)]


def test_what_cannot_be_both_is_said_to_be_disjoint(ontology: Graph) -> None:
    """The sorts of actor and of finding, the two signs, and the kinds of thing, pair by pair."""
    groups = [
        ("Person", "Organization", "Collective"),
        ("Support", "Opposition"),
        ("UnevidencedSupport", "UnevidencedOpposition"),
        ("CodedEvent", "Dyad"),
        ("Actor", "Issue"),
        ("Camp", "Measurement"),
        (
            "Target",
            "Source",
            "Passage",
            "Statement",
            "UnevidencedTie",
            "CodeTable",
            "Corpus",
            "Analysis",
            "Finding",
        ),
    ]
    pairs = [
        (clv(one), clv(other))
        for group in groups
        for index, one in enumerate(group)
        for other in group[index + 1 :]
    ]
    assert len(pairs) == 44
    for one, other in pairs:
        stated = ((one, OWL.disjointWith, other), (other, OWL.disjointWith, one))
        assert any(triple in ontology for triple in stated), (one, other)
    assert len(list(ontology.triples((None, OWL.disjointWith, None)))) == len(pairs)


def test_derived_properties_have_the_logic_that_their_names_promise(ontology: Graph) -> None:
    """Inverses, symmetry and hierarchy agree with what the rules make."""
    for forwards, backwards in (("supports", "supportedBy"), ("opposes", "opposedBy")):
        assert (clv(forwards), OWL.inverseOf, clv(backwards)) in ontology
        assert (clv(forwards), RDFS.subPropertyOf, clv("takesStanceOn")) in ontology
    for mutual, edge in (("alliedWith", "supports"), ("inConflictWith", "opposes")):
        assert (clv(mutual), RDF.type, OWL.SymmetricProperty) in ontology
        assert (clv(mutual), RDFS.subPropertyOf, clv(edge)) in ontology
    assert (clv("evidence"), RDFS.subPropertyOf, PROV.wasDerivedFrom) in ontology


def test_the_ontology_is_aligned_with_others(ontology: Graph) -> None:
    """Terms are linked to CIDOC CRM, SEM, schema.org and more, as close matches."""
    links = [
        (term, other)
        for term, other in ontology.subject_objects(SKOS.closeMatch)
        if term in terms(ontology, OWL.Class) | properties(ontology)
    ]
    homes = {re.split(r"[^/#]*$", str(other))[0] for _, other in links}
    assert len(links) == 32
    assert len(homes) == 8


# Code lists


@pytest.mark.parametrize(
    ("scheme", "prefix", "enum"),
    [
        ("modes", "mode", Mode),
        ("modalities", "modality", Modality),
        ("certainties", "certainty", Certainty),
        ("dateBases", "basis", DateBasis),
    ],
)
def test_a_closed_list_has_the_members_of_its_enum(
    ontology: Graph, scheme: str, prefix: str, enum: type[Enum]
) -> None:
    """Python, the ontology and the shape that lists the members say the same."""
    members = {clv(f"{prefix}-{member.value}") for member in enum}
    assert set(ontology.subjects(SKOS.inScheme, clv(scheme))) == members
    rule = "statement-date-basis" if prefix == "basis" else f"statement-{prefix}"
    listed = vocabulary.shape_graph().value(URIRef(namespaces.SHAPES + rule), SH["in"])
    assert listed is not None
    assert set(vocabulary.shape_graph().items(listed)) == members


@pytest.mark.parametrize(
    ("scheme", "read", "count"),
    [
        ("kinds", codes.kinds, 22),
        ("relations", codes.relations, 32),
        ("modes", codes.modes, 3),
        ("modalities", codes.modalities, 4),
        ("certainties", codes.certainties, 3),
        ("dateBases", codes.date_bases, 3),
    ],
)
def test_the_codes_that_the_command_line_reads_are_those_of_the_ontology(
    ontology: Graph, scheme: str, read: object, count: int
) -> None:
    """Notation, IRI and label agree, code by code."""
    assert callable(read)
    listed = read()
    concepts = list(ontology.subjects(SKOS.inScheme, clv(scheme)))
    assert len(listed) == len(concepts) == count
    for concept in concepts:
        notation = str(ontology.value(concept, SKOS.notation))
        assert str(concept).endswith(f"-{notation}")
        assert (concept, SKOS.topConceptOf, clv(scheme)) in ontology
        for language, label in listed[notation].labels.items():
            assert (concept, SKOS.prefLabel, Literal(label, lang=language)) in ontology


def test_every_relation_has_a_sign_and_a_plover_category(ontology: Graph) -> None:
    """Seventeen relations of opposition and fifteen of support, each aligned once."""
    signs = {Sign.SUPPORT: clv("Support"), Sign.OPPOSITION: clv("Opposition")}
    for code in codes.relations().values():
        concept = clv(f"relation-{code.notation}")
        assert code.sign is not None
        assert list(ontology.objects(concept, clv("entails"))) == [signs[code.sign]]
        (category,) = ontology.objects(concept, SKOS.broadMatch)
        assert (category, SKOS.inScheme, clv("plover")) in ontology
    counted = Counter(code.sign for code in codes.relations().values())
    assert counted == {Sign.SUPPORT: 15, Sign.OPPOSITION: 17}


def test_the_sorts_of_actor_are_the_classes_of_actor(ontology: Graph) -> None:
    """Each member of the enum has a class under clv:Actor; one more is for no known sort."""
    classes = {clv(type_.value.capitalize()) for type_ in ActorType} | {clv("UnsortedActor")}
    assert set(ontology.subjects(RDFS.subClassOf, clv("Actor"))) == classes
