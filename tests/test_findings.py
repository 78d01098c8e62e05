"""What was computed from a corpus stands in RDF beside it, and is never mistaken for it."""

from __future__ import annotations

import datetime
import itertools
import re
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from rdflib import RDF, SKOS, Literal, URIRef

from clivage import coding, findings, namespaces, network, rdf, shapes, vocabulary
from clivage.analysis.camps import Camps, find_camps
from clivage.analysis.frustration import FrustrationIndex, frustration_index
from clivage.answer import Rows
from clivage.errors import NetworkError
from clivage.export.material import Material
from clivage.export.triples import trig, turtle
from clivage.model import Corpus
from clivage.store import Store
from tests.small import small
from tests.strategies import corpora

DAY = datetime.date(2026, 11, 24)
#: A corpus and its network are cheap; the shapes are not.
FEW = settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))


def analysed(corpus: Corpus) -> dict[str, Any]:
    """Return camps and frustration index of a corpus, as the functions take them."""
    signed = network.of(corpus)
    return {"camps": find_camps(signed), "frustration": frustration_index(signed)}


def full(corpus: Corpus, **found: Any) -> Store:  # noqa: ANN401
    """Return a store of statements, edges, findings and hypotheses."""
    store = Store.from_triples(rdf.ntriples(corpus))
    store = store.with_graph("findings", findings.findings(corpus, **found))
    return store.with_graph("hypotheses", findings.hypotheses(corpus, network.of(corpus)))


def rows(store: Store, sparql: str) -> list[dict[str, str]]:
    """Return the answer to a SELECT."""
    answer = store.query(sparql)
    assert isinstance(answer, Rows)
    return list(answer)


@pytest.fixture(scope="module")
def bolivia() -> Corpus:
    return coding.read(Path("graph/bolivia-1971"))


@pytest.fixture(scope="module")
def found(bolivia: Corpus) -> dict[str, Any]:
    return {**analysed(bolivia), "when": DAY, "parameters": {"rule": "sum"}}


@pytest.fixture(scope="module")
def store(bolivia: Corpus, found: dict[str, Any]) -> Store:
    return full(bolivia, **found)


# Camps and measures


def test_sparql_says_who_is_in_the_camp_of_torres(store: Store, found: dict[str, Any]) -> None:
    """Camp by camp, the members are those that the analysis found."""
    answer = rows(
        store,
        "SELECT ?ally { ?camp clv:member actor:torres , ?ally . ?ally a clv:Actor } ORDER BY ?ally",
    )
    camps: Camps = found["camps"]
    (camp,) = (members for members in camps.members if "torres" in members)
    assert [row["ally"] for row in answer] == [f"actor:{id}" for id in sorted(camp)]
    assert len(camp) == 6
    everyone = rows(store, "SELECT ?n ?who { ?c clv:member ?who ; schema:position ?n }")
    assert {(row["n"], row["who"]) for row in everyone} == {
        (str(number), f"actor:{id}")
        for number, members in enumerate(camps.members, start=1)
        for id in members
    }


def test_sparql_leads_from_the_frustration_to_the_quotations(
    store: Store, found: dict[str, Any]
) -> None:
    """The number has its bound and its proof, and each statement that it counts its passage."""
    index: FrustrationIndex = found["frustration"]
    (number,) = rows(
        store,
        "SELECT ?value ?bound ?proved { finding:frustration-index clv:value ?value ;"
        " clv:lowerBound ?bound ; clv:proved ?proved }",
    )
    assert number == {"value": "3", "bound": "3", "proved": "true"}
    assert (index.value, index.lower_bound, index.optimal) == (3, 3, True)
    quoted = rows(
        store,
        "SELECT ?statement ?quotation { finding:frustration-index clv:restsOn ?statement ."
        " ?statement clv:evidence/oa:hasSelector/oa:exact ?quotation }",
    )
    frustrating = {id for tie in index.frustrated_edges for id in tie.statements}
    assert {row["statement"] for row in quoted} == {f"statement:{id}" for id in frustrating}
    assert len(quoted) == len(frustrating) == 2


def test_every_finding_says_which_program_with_which_parameters_when(store: Store) -> None:
    """PROV leads from a camp to corpus, version, day, definition and parameters."""
    made = rows(
        store,
        "SELECT * { finding:camp-1 prov:wasGeneratedBy ?analysis . ?analysis prov:used ?corpus ;"
        " dcterms:created ?day ; skos:definition ?definition ; clv:parameter ?p ;"
        " prov:wasAssociatedWith/schema:softwareVersion ?version ."
        " ?p schema:propertyID ?name ; schema:value ?value } ORDER BY ?name",
    )
    assert [(row["name"], row["value"]) for row in made] == [("most", "any"), ("rule", "sum")]
    assert {row["day"] for row in made} == {"2026-11-24"}
    assert {row["corpus"] for row in made} == {store.base}
    assert made[0]["version"].startswith("0.")
    assert made[0]["definition"].startswith("groups joined by support")


def test_a_moment_is_kept_in_universal_time_and_a_day_is_not_made_one(bolivia: Corpus) -> None:
    """PROV wants a moment; where only a day is known no hour is invented, and none from a clock."""
    camps = find_camps(network.of(bolivia))
    zone = datetime.timezone(datetime.timedelta(hours=-4))
    moment = datetime.datetime(2026, 11, 24, 8, 30, tzinfo=zone)
    with_moment = findings.findings(bolivia, camps=camps, when=moment)
    assert b'endedAtTime> "2026-11-24T12:30:00Z"^^' in with_moment
    with_day = findings.findings(bolivia, camps=camps, when=DAY)
    assert b'created> "2026-11-24"^^' in with_day and b"endedAtTime" not in with_day
    timeless = findings.findings(bolivia, camps=camps)
    assert b"created" not in timeless and b"endedAtTime" not in timeless
    with pytest.raises(ValueError, match="time zone"):
        findings.findings(bolivia, camps=camps, when=datetime.datetime(2026, 11, 24))


def test_what_was_not_asked_for_is_not_written(bolivia: Corpus) -> None:
    """Camps alone make no index, the index alone no camp, and nothing makes nothing."""
    both = analysed(bolivia)
    only_camps = findings.findings(bolivia, camps=both["camps"])
    assert b"camp-1" in only_camps and b"frustration-index" not in only_camps
    only_index = findings.findings(bolivia, frustration=both["frustration"])
    assert b"frustration-index" in only_index and b"camp" not in only_index
    assert findings.findings(bolivia) == b""


def test_camps_of_another_corpus_are_refused(found: dict[str, Any]) -> None:
    """A finding never names somebody who is not there, nor rests on what nobody said."""
    with pytest.raises(NetworkError, match="is not an actor of the corpus"):
        findings.findings(small(), camps=found["camps"])
    with pytest.raises(NetworkError, match="is not a statement of the corpus"):
        findings.findings(small(), frustration=found["frustration"])


def test_a_measure_is_called_what_the_ontology_calls_it(found: dict[str, Any]) -> None:
    """Each code and each label is that of the list clv:measures."""
    graph = rdf.from_ntriples(findings.findings(small(), **analysed(small())))
    measure = URIRef(namespaces.CLV + "measure")
    pairs = list(graph.subject_objects(measure))
    assert {concept for _, concept in pairs} == set(vocabulary.concepts("measures"))
    for node, concept in pairs:
        labels = set(vocabulary.graph().objects(concept, SKOS.prefLabel))
        assert set(graph.objects(node, SKOS.prefLabel)) == labels
        notation = vocabulary.graph().value(concept, SKOS.notation)
        assert isinstance(notation, Literal) and str(node).endswith(f"finding/{notation}")


# Hypotheses


def test_a_possible_ally_shares_an_enemy_and_no_edge(bolivia: Corpus, store: Store) -> None:
    """Exactly those pairs, both ways, as SPARQL finds them from the edges."""
    wanted = rows(
        store,
        "SELECT DISTINCT ?one ?other { ?one clv:opposes ?enemy . ?other clv:opposes ?enemy ."
        " ?enemy a clv:Actor FILTER (?one != ?other)"
        " FILTER NOT EXISTS { ?one clv:supports|clv:opposes ?other }"
        " FILTER NOT EXISTS { ?other clv:supports|clv:opposes ?one } }",
    )
    guessed = rows(
        store, "SELECT ?one ?other { GRAPH graph:hypotheses { ?one clv:possibleAllyOf ?other } }"
    )
    assert {(row["one"], row["other"]) for row in guessed} == {
        (row["one"], row["other"]) for row in wanted
    }
    assert ("actor:idb", "actor:world-bank") in {(row["one"], row["other"]) for row in guessed}
    assert len(guessed) == 2 * len(findings.possible_allies(bolivia, network.of(bolivia)))


@settings(deadline=None, max_examples=50)
@given(corpora(most_statements=14))
def test_possible_allies_are_counted_out(corpus: Corpus) -> None:
    """Pair by pair: some actor is opposed by both, and no statement makes an edge between them."""
    edges = [one for one in corpus.statements if one.makes_edge]
    opposed = {(one.holder, one.target) for one in edges if one.sign.value < 0}
    tied = {frozenset((one.holder, one.target)) for one in edges}
    wanted = [
        (one, other)
        for one, other in itertools.combinations(sorted(corpus.actor), 2)
        if frozenset((one, other)) not in tied
        and any({(one, foe), (other, foe)} <= opposed for foe in corpus.actor)
    ]
    assert list(findings.possible_allies(corpus, network.of(corpus))) == wanted


def test_a_part_of_the_network_never_hides_an_edge_of_the_corpus() -> None:
    """Who is known to stand somewhere outside a window is no riddle inside it."""
    corpus = small()
    whole = network.of(corpus)
    window = whole.where(whole.sign < 0)
    assert set(findings.possible_allies(corpus, window)) <= set(
        findings.possible_allies(corpus, whole)
    )


def test_nobody_gets_a_hypothesis_who_did_not_ask(bolivia: Corpus, found: dict[str, Any]) -> None:
    """Neither the findings nor any export has one, and a store only where it was put."""
    material = Material(bolivia)
    texts = (turtle(material), trig(material), findings.findings_turtle(bolivia, **found))
    assert all("possibleAllyOf" not in text for text in texts)
    plain = Store.from_triples(rdf.ntriples(bolivia)).with_graph(
        "findings", findings.findings(bolivia, **found)
    )
    assert not plain.query("ASK { ?one clv:possibleAllyOf ?other }")


# Each in its graph


def test_each_graph_stands_apart_and_a_query_sees_them_all(store: Store, bolivia: Corpus) -> None:
    """The statements and the derived edges are what they were, to the byte."""
    before = Store.from_triples(rdf.ntriples(bolivia))
    assert [name.removeprefix(f"{store.base}graph/") for name in store.graphs] == [
        "derived",
        "findings",
        "hypotheses",
        "statements",
    ]
    for name in ("statements", "derived"):
        assert store.graph(name) == before.graph(name)
    apart = {name: set(store.graph(name).splitlines()) for name in ("statements", "derived",
             "findings", "hypotheses")}  # fmt: skip
    assert all(not one & other for one, other in itertools.combinations(apart.values(), 2))
    assert set(store.ntriples().splitlines()) == set().union(*apart.values())
    assert store.query("ASK { GRAPH graph:findings { ?camp a clv:Camp } }")
    assert not store.query("ASK { GRAPH graph:statements { ?camp a clv:Camp } }")


@pytest.mark.parametrize("name", ["statements", "derived", "guesses", ""])
def test_only_what_was_computed_can_be_put_into_a_store(store: Store, name: str) -> None:
    """Nobody slips a statement or an edge in by this door."""
    with pytest.raises(ValueError, match="is not one of findings, hypotheses"):
        store.with_graph(name, b"")


def test_a_graph_that_is_put_in_again_is_replaced(store: Store, bolivia: Corpus) -> None:
    """New findings leave nothing of the old, and the store they came from as it was."""
    size = len(store.graph("findings"))
    again = store.with_graph("findings", b"<urn:a> <urn:b> <urn:c> .")
    assert again.graph("findings") == b"<urn:a> <urn:b> <urn:c> .\n"
    assert len(store.graph("findings")) == size
    assert again.graph("hypotheses") == store.graph("hypotheses")


def test_a_store_on_disk_keeps_its_findings(store: Store, tmp_path: Path) -> None:
    """Saved and opened again, every graph is the same."""
    store.save(tmp_path / "db")
    again = Store.open(tmp_path / "db")
    assert again.graphs == store.graphs
    assert again.ntriples() == store.ntriples()


@FEW
@given(corpora(most_statements=14))
def test_a_corpus_is_read_back_without_its_findings(corpus: Corpus) -> None:
    """RDF that holds all of it gives the same records, the same edges, and no hypothesis."""
    mixed = full(corpus, **analysed(corpus)).ntriples()
    again, problems = rdf.inspect(rdf.from_ntriples(mixed))
    assert problems == []
    assert again.statements == corpus.statements
    assert again.actors == corpus.actors and again.coders == corpus.coders
    read, plain = Store.from_triples(mixed), Store.from_triples(rdf.ntriples(corpus))
    for name in ("statements", "derived"):
        assert read.graph(name) == plain.graph(name)
    assert read.graph("findings") == findings.findings(corpus, **analysed(corpus))
    assert read.graph("hypotheses") == b""


def test_a_statement_that_calls_itself_a_finding_stays_a_statement() -> None:
    """A statement cannot hide among the findings, and a finding makes no edge."""
    clv = namespaces.CLV
    forged = f"""
        @prefix clv: <{clv}> .
        <urn:c/> a clv:Corpus .
        <urn:s> a clv:Support , clv:Camp ; clv:holder <urn:a> ; clv:target <urn:b> ;
            clv:modality clv:modality-actual .
        <urn:f> a clv:Camp ; clv:member <urn:a> ; clv:holder <urn:b> ; clv:target <urn:a> ."""
    store = Store.from_triples(forged.encode(), format=".ttl")
    assert store.query("ASK { GRAPH graph:statements { <urn:s> clv:holder <urn:a> } }")
    assert store.query("ASK { GRAPH graph:findings { <urn:f> clv:member <urn:a> } }")
    assert store.query("ASK { <urn:a> clv:supports <urn:b> }")
    assert not store.query("ASK { <urn:b> clv:supports|clv:opposes <urn:a> }")


# The contract, other programs, and bytes


def test_the_documented_finding_is_what_the_analysis_found(store: Store) -> None:
    """What the page of the ontology shows of Bolivia is what clivage writes."""
    page = Path("docs/ontology.md").read_text("utf-8")
    (block,) = re.findall(r"```turtle\n([^`]*clv:Analysis[^`]*)```", page)
    example = rdflib.Graph().parse(data=block, format="turtle")
    assert len(example) == 12
    assert set(example) - set(rdf.from_ntriples(store.graph("findings"))) == set()


def test_the_findings_of_the_founding_corpus_break_no_rule(store: Store) -> None:
    """All graphs together satisfy the published shapes."""
    assert shapes.check(rdf.from_ntriples(store.ntriples())) == []


@FEW
@given(corpora(most_statements=14))
def test_the_findings_of_any_corpus_break_no_rule(corpus: Corpus) -> None:
    """Whatever the network, findings and hypotheses satisfy the published shapes."""
    held = full(corpus, **analysed(corpus), when=DAY, parameters={"a rule": "été"})
    broken = shapes.check(rdf.from_ntriples(held.ntriples()))
    assert [problem.rule for problem in broken] == []


@FEW
@given(corpora(most_statements=14))
def test_findings_are_the_same_for_rdflib_and_for_pyoxigraph(corpus: Corpus) -> None:
    """N-Triples and Turtle hold the same triples, whichever program reads them; none is blank."""
    found = {**analysed(corpus), "when": DAY}
    lines = findings.findings(corpus, **found)
    text = findings.findings_turtle(corpus, **found)
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert set(graph) == set(rdf.from_ntriples(lines))
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]
    read = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert "".join(sorted({f"{quad.triple} .\n" for quad in read})).encode() == lines
    guesses = findings.hypotheses_turtle(corpus, network.of(corpus))
    again = rdflib.Graph().parse(data=guesses, format="turtle")
    assert set(again) == set(rdf.from_ntriples(findings.hypotheses(corpus, network.of(corpus))))


def test_the_same_input_gives_the_same_bytes(bolivia: Corpus, found: dict[str, Any]) -> None:
    """Analysed again and with its parameters in another order, the file is the same."""
    one = {**found, "parameters": {"rule": "sum", "weighted": "yes"}}
    other = {
        **analysed(coding.read(Path("graph/bolivia-1971"))),
        "when": DAY,
        "parameters": {"weighted": "yes", "rule": "sum"},
    }
    for write in (findings.findings, findings.findings_turtle):
        assert write(bolivia, **one) == write(bolivia, **other)


def test_the_turtle_says_in_words_what_it_holds(bolivia: Corpus, found: dict[str, Any]) -> None:
    """A reader sees the members by name, and the number with its proof."""
    text = findings.findings_turtle(bolivia, **found)
    assert "# frustration index: 3, proved\nfinding:frustration-index\n" in text
    assert "Juan José Torres\nfinding:camp-1\n" in text
    assert text.count("prov:SoftwareAgent") == 1


def test_a_corpus_whose_base_ends_in_a_hash_has_findings_too() -> None:
    """No IRI gets a second fragment."""
    corpus = small()
    hashed = Corpus(
        id=corpus.id,
        base="https://w3id.org/clivage/test#",
        title=corpus.title,
        language=corpus.language,
        actors=corpus.actors,
        issues=corpus.issues,
        statements=corpus.statements,
    )
    graph = rdf.from_ntriples(findings.findings(hashed, **analysed(hashed)))
    nodes = {str(node) for node in graph.subjects()}
    assert len(nodes) > 5
    assert all(node.count("#") == 1 for node in nodes)
    assert (URIRef(f"{hashed.base}finding/camp-1"), RDF.type, None) in graph
