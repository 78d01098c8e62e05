"""What checkers of FAIR vocabularies look for, and that every spelling names the same terms."""

from __future__ import annotations

import html.parser
import json
import re
from collections import Counter
from enum import Enum
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import PROV
from rdflib.term import Node

from clivage import (
    codes,
    coding,
    namespaces,
    ontology_page,
    rdf,
    resources,
    shapes,
    store,
    vocabulary,
)
from clivage.model import ActorType, Certainty, DateBasis, Modality, Mode, Sign
from clivage.namespaces import CLV, EDTF
from tests import seeds

BOLIVIA = Path(__file__).parents[1] / "graph" / "bolivia-1971"
IRI = URIRef(CLV.rstrip("#"))
ENGLISH_AND_FRENCH = {"en", "fr"}
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
        "classes": 12,
        "object properties": 19,
        "data properties": 5,
        "annotation properties": 1,
        "individuals": 1,
        "schemes": 7,
        "concepts": 83,
    }
    assert sum(counted.values()) == len(every_term(ontology)) == 128


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
    assert len(groups) == 9
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
    } | {RDFS.Class, XSD.string, XSD.integer, XSD.date}
    assert len(properties(ontology)) == 25
    for property_ in properties(ontology):
        for end in (RDFS.domain, RDFS.range):
            classes = list(ontology.objects(property_, end))
            assert len(classes) == 1 and classes[0] in declared, (property_, end)


def test_no_class_of_others_is_used_undeclared(ontology: Graph) -> None:
    """What the axioms build on has a type and a label, so that no import is needed."""
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
    used = {node for axiom in axioms for node in ontology.objects(None, axiom)}
    foreign = {node for node in used if not str(node).startswith((CLV, str(XSD), str(RDFS)))}
    assert len(foreign) == 14
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
    """The three sorts of actor, the two signs, and the kinds of thing, pair by pair."""
    groups = [
        ("Person", "Organization", "Collective"),
        ("Support", "Opposition"),
        ("Actor", "Issue"),
        ("Target", "Source", "Passage", "Statement", "Corpus"),
    ]
    pairs = [
        (clv(one), clv(other))
        for group in groups
        for index, one in enumerate(group)
        for other in group[index + 1 :]
    ]
    assert len(pairs) == 15
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
    assert len(links) == 23
    assert len(homes) == 7


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
    """Each member of the enum has a class under clv:Actor, and there are no others."""
    classes = {clv(type_.value.capitalize()) for type_ in ActorType}
    assert set(ontology.subjects(RDFS.subClassOf, clv("Actor"))) == classes


# The same terms in every spelling


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
    assert terms(ontology, OWL.Class) - own == {clv("Target")}
    values = set(seeds.clean().objects())
    for scheme in ("modes", "modalities", "certainties", "dateBases"):
        assert set(ontology.subjects(SKOS.inScheme, clv(scheme))) <= values


def test_every_term_that_clivage_writes_is_in_the_ontology_and_the_context(
    ontology: Graph,
) -> None:
    """Nothing is written that is not defined, and JSON-LD has a name for all of it."""
    names = used(written())
    assert len(names) == 59
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


# Rules


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
    assert len(expected) == 14
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
        assert len(derived) == 14 + 10 + 7


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


# Generated files


@pytest.mark.parametrize("name", ontology_page.FILES)
def test_a_generated_file_is_up_to_date(name: str) -> None:
    """Whoever edits the ontology runs ``python -m clivage.ontology_page``."""
    generate = ontology_page.FILES[name]
    assert resources.ontology(name).read_bytes() == generate().encode()


def test_a_stale_file_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--check`` says which file to make again, and writes nothing."""
    assert ontology_page.main(["--check"]) == 0
    stale = {**ontology_page.FILES, "codes.json": lambda: "{}"}
    monkeypatch.setattr(ontology_page, "FILES", stale)
    assert ontology_page.main(["--check"]) == 1
    assert capsys.readouterr().err == "ontology/codes.json is stale: make it again.\n"
    assert resources.ontology("codes.json").read_text("utf-8") != "{}"


class _Page(html.parser.HTMLParser):
    """Collects the tags, the ids and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids[str(value)] += 1
            if tag == "a" and name == "href":
                self.links.add(str(value))


@pytest.fixture(scope="module")
def page() -> _Page:
    """Return the page, read."""
    parser = _Page()
    parser.feed(ontology_page.page())
    return parser


def test_every_term_rule_and_shape_has_its_place_on_the_page(page: _Page, ontology: Graph) -> None:
    """The IRI of a term leads to it: its anchor is its name, once."""
    names = {str(term).removeprefix(CLV) for term in every_term(ontology)}
    names |= {f"rule-{path.stem}" for path in store.rules()} | set(vocabulary.rule_ids())
    assert len(names) == 128 + 4 + 38
    assert names <= set(page.ids)
    assert [id for id, count in page.ids.items() if count > 1] == []


def test_the_page_needs_nothing_else(page: _Page) -> None:
    """No script, no picture, no style from elsewhere; links inside the page lead somewhere."""
    assert not {"script", "img", "iframe", "object"} & set(page.tags)
    assert page.tags["link"] == 1  # the alternate Turtle
    assert not [name for name in page.attributes if name.startswith("on")]
    inside = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    files = {link for link in page.links if not link.startswith(("#", "http"))}
    assert len(files) == 5
    assert all(resources.ontology(name).is_file() for name in files)


def test_the_page_says_its_language_and_has_one_main_heading(page: _Page) -> None:
    """English outside, French and Spanish marked as such."""
    text = ontology_page.page()
    assert '<html lang="en">' in text
    assert page.tags["h1"] == page.tags["main"] == page.tags["nav"] == 1
    assert text.count('lang="fr"') > 200 and text.count('lang="es"') > 100


def test_a_label_cannot_break_the_page(monkeypatch: pytest.MonkeyPatch, ontology: Graph) -> None:
    """Markup in a label or a definition is shown, not run."""
    hostile = Graph(bind_namespaces="none") + ontology
    for property_ in (RDFS.label, SKOS.definition):
        hostile.remove((clv("holder"), property_, None))
        hostile.add((clv("holder"), property_, Literal("</p><script>x</script>", lang="en")))
    monkeypatch.setattr(vocabulary, "graph", lambda: hostile)
    monkeypatch.setattr(ontology_page, "graph", lambda: hostile)
    assert "<script" not in ontology_page.page()
    assert "&lt;script&gt;x&lt;/script&gt;" in ontology_page.page()


def test_dates_have_the_datatype_of_the_library_of_congress(ontology: Graph) -> None:
    """What is written in EDTF is typed so, in the ontology and in the context."""
    assert ontology.value(clv("when"), RDFS.range) == URIRef(EDTF + "EDTF")
    assert json.loads(vocabulary.context())["@context"]["when"]["@type"] == "edtf:EDTF"


# The page that explains it

DOCUMENT = Path(__file__).parents[1] / "docs" / "ontology.md"


def blocks(language: str) -> list[str]:
    """Return the code blocks of the documentation in a language."""
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


def test_the_documented_example_stands_in_the_founding_corpus() -> None:
    """What the page shows of Bolivia is what clivage writes."""
    example = Graph().parse(data=blocks("turtle")[0], format="turtle")
    assert len(example) == 30
    assert set(example) - set(rdf.to_graph(coding.read(BOLIVIA))) == set()


def test_the_documented_foreign_corpus_is_clean_and_makes_its_edge() -> None:
    """The least that the page promises is enough, for the shapes, natively and for the store."""
    turtle = blocks("turtle")[1]
    graph = Graph().parse(data=turtle, format="turtle")
    assert shapes.check(graph) == []
    corpus, problems = rdf.inspect(graph)
    assert problems == []
    assert len(corpus.statements) == 1
    village = store.Store.from_triples(turtle.encode(), format=".ttl")
    assert village.query("ASK { ?millers clv:supports ?bridge }")


def test_the_documented_rdf_1_2_is_valid() -> None:
    """The reifier of the page is what the export of RDF 1.2 writes."""
    (text,) = blocks("turtle12")
    reified = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(list(reified)) == 2
    corpus = coding.read(BOLIVIA)
    written = rdf.dumps([], [(None, rdf.asserted(corpus, reified=True))], corpus.base)
    assert re.findall(r"<<\(.*?\)>>", text)[0] in written


def test_the_documentation_lists_every_rule_and_no_other() -> None:
    """In one table, each once."""
    listed = re.findall(r"^\| `([a-z-]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert len(listed) == 38
    assert sorted(listed) == vocabulary.rule_ids()
