"""The published shapes find every seeded fault, and agree with the native check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, BNode, Graph, URIRef

from clivage import coding, dates, namespaces, rdf, resources, shapes, vocabulary
from clivage.errors import DateError, Severity
from clivage.namespaces import SHAPES
from tests import seeds

BOLIVIA = Path(__file__).parents[1] / "graph" / "bolivia-1971"
#: The rules of the ontology that concern RDF, each with a shape and at least one seed.
RULES = [
    "corpus-title",
    "corpus-base",
    "corpus-licence",
    "actor-type",
    "actor-label",
    "actor-kind",
    "actor-part-of",
    "issue-label",
    "identity-link",
    "source-title",
    "source-language",
    "source-rights",
    "source-digest",
    "source-period",
    "source-date",
    "source-publication",
    "passage-source",
    "passage-quote",
    "passage-position",
    "passage-length",
    "passage-text",
    "statement-sign",
    "statement-holder",
    "statement-target",
    "statement-about",
    "statement-evidence",
    "statement-voice",
    "statement-author",
    "statement-relation",
    "statement-mode",
    "statement-modality",
    "statement-strength",
    "statement-certainty",
    "statement-when",
    "statement-bounds",
    "statement-date-basis",
    "statement-coder",
    "statement-self",
    "statement-suggested-by",
    "edge-evidence",
    "tie-sign",
    "tie-apart",
    "tie-holder",
    "tie-target",
    "tie-self",
    "tie-strength",
    "tie-when",
    "tie-weight",
    "tie-events",
    "tie-code",
    "tie-code-table",
    "tie-source",
    "tie-directed",
    "code-table",
]
#: Those that concern what was computed from a corpus, which the native check does not read.
FINDING_RULES = [
    "analysis-provenance",
    "analysis-parameter",
    "finding-analysis",
    "finding-statement",
    "camp-member",
    "measurement-measure",
    "measurement-value",
    "measurement-proof",
    "hypothesis-pair",
]


@pytest.fixture(scope="module")
def published() -> Graph:
    """Return the shapes graph."""
    return Graph().parse(resources.ontology("shapes.ttl"))


def rules_broken(graph: Graph) -> set[str]:
    """Return the rules that the shapes say are broken."""
    return {problem.rule for problem in shapes.check(graph)}


def test_the_clean_corpus_breaks_no_rule() -> None:
    """The fixture that the seeds break is clean, to the shapes and natively."""
    assert shapes.check(seeds.clean()) == []
    assert rdf.inspect(seeds.clean())[1] == []


def test_the_founding_corpus_breaks_no_rule() -> None:
    """The corpus that clivage ships satisfies the published shapes, with its text and without."""
    corpus = coding.read(BOLIVIA)
    for with_text in (True, False):
        assert shapes.check(rdf.to_graph(corpus, with_text=with_text), corpus=corpus) == []


@pytest.mark.parametrize("seed", [*seeds.SEEDS, *seeds.FINDING_SEEDS])
def test_a_seeded_fault_is_found_under_its_rule_and_no_other(seed: str) -> None:
    """The shapes name the rule that is broken."""
    expected = {seeds.rule_of(seed)} | seeds.SIDE_EFFECTS.get(seed, set())
    assert rules_broken(seeds.seeded(seed)) == expected


@pytest.mark.parametrize("seed", seeds.SEEDS)
def test_the_native_check_gives_the_same_verdict(seed: str) -> None:
    """Whoever reads RDF natively hears of the same rule, and of no other."""
    _, problems = rdf.inspect(seeds.seeded(seed))
    assert {problem.rule for problem in problems} == {seeds.rule_of(seed)}


@pytest.mark.parametrize("seed", seeds.FINDING_SEEDS)
def test_a_corpus_is_read_past_whatever_is_wrong_with_its_findings(seed: str) -> None:
    """Findings and hypotheses are no part of a corpus, so that none can spoil it."""
    corpus, problems = rdf.inspect(seeds.seeded(seed))
    assert problems == []
    assert corpus.statements == rdf.to_corpus(seeds.clean()).statements


def test_every_rule_has_a_shape_and_a_seed(published: Graph) -> None:
    """No rule is only promised: 63 rules, 63 shapes under their ids, and more seeds than rules."""
    named = {str(node).removeprefix(SHAPES) for node in published.subjects()}
    for rules, faults in ((RULES, seeds.SEEDS), (FINDING_RULES, seeds.FINDING_SEEDS)):
        assert len(rules) == len(set(rules))
        assert set(rules) <= named
        assert {seeds.rule_of(seed) for seed in faults} == set(rules)
    assert (len(RULES), len(FINDING_RULES)) == (54, 9)
    assert (len(seeds.SEEDS), len(seeds.FINDING_SEEDS)) == (138, 29)


def test_every_shape_that_reports_belongs_to_a_rule(published: Graph) -> None:
    """A result is never filed under a helper: what has a message is named after a rule."""
    reporting = {str(node) for node in published.subjects(SH.message)}
    assert {vocabulary.rule_of(shape) for shape in reporting} == {*RULES, *FINDING_RULES}


def test_every_message_is_in_english_and_french(published: Graph) -> None:
    """Each shape of a rule says what it asks for, once in each language."""
    asking = set(published.subjects(SH.message))
    assert len(asking) == 102
    for shape in asking:
        languages = sorted(str(text.language) for text in published.objects(shape, SH.message))  # type: ignore[attr-defined]
        assert languages == ["en", "fr"], shape


def test_no_shape_is_a_blank_node(published: Graph) -> None:
    """Everything has a name but the links of RDF lists."""
    blank = {node for node in published.subjects() if isinstance(node, BNode)}
    assert len(blank) > 10
    assert all((node, RDF.first, None) in published for node in blank)


def test_an_actor_against_itself_is_a_warning_only() -> None:
    """A divided body is allowed, and pointed out."""
    (problem,) = shapes.check(seeds.seeded("statement-self"))
    assert problem.severity is Severity.WARNING
    assert problem.subject == f"{seeds.BASE}statement/strike-feared"


@pytest.mark.parametrize("seed", ["passage-position/order", "passage-length", "passage-text"])
def test_a_fault_in_a_passage_is_reported_on_the_passage(seed: str) -> None:
    """Not on its source or its selector, where the shape looks."""
    subjects = {problem.subject for problem in shapes.check(seeds.seeded(seed))}
    assert subjects == {f"{seeds.BASE}source/chronicle#char=14,55"}


def test_a_problem_knows_its_line_when_the_corpus_is_given() -> None:
    """A shape that fails on an authored corpus points into the coding file."""
    corpus = coding.read(BOLIVIA)
    first = corpus.statements[0]
    graph = rdf.to_graph(corpus)
    node = rdf.iri_of(corpus, "statement", first.id)
    passage = next(graph.objects(node, URIRef(namespaces.CLV + "evidence")))
    graph.remove((node, URIRef(namespaces.CLV + "strength"), None))
    graph.remove((passage, URIRef(namespaces.OA + "hasSource"), None))
    problems = shapes.check(graph, corpus=corpus)
    assert [problem.rule for problem in problems] == ["passage-source", "statement-strength"]
    for problem in problems:
        assert re.match(r".*codings/bolivia-1970-71\.yaml:[1-9]", str(problem.origin))


def test_the_graph_and_the_process_are_left_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the caller's triples nor the switch that pySHACL turns are changed."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    graph = seeds.clean()
    before = set(graph)
    shapes.check(graph)
    assert set(graph) == before
    assert rdflib.NORMALIZE_LITERALS is False


def test_a_graph_of_something_else_breaks_no_rule() -> None:
    """The shapes speak of clivage's classes only, whatever else stands in the graph."""
    foreign = """
        <urn:a> a <http://www.w3.org/ns/oa#TextPositionSelector> .
        <urn:b> <http://www.w3.org/2004/02/skos/core#exactMatch> "b" ."""
    assert shapes.check(Graph().parse(data=foreign, format="turtle")) == []


#: The pattern of the shapes for dates.
EDTF_PATTERN = str(vocabulary.shape_graph().value(URIRef(SHAPES + "is-edtf"), SH.pattern))
_PART = st.sampled_from(["00", "01", "02", "12", "13", "21", "28", "30", "31", "32", "XX", "X1"])
_YEAR = st.from_regex(r"[0-9X]{4}", fullmatch=True) | st.sampled_from(["1970", "197X", "19XX"])
_DATE = st.builds(
    lambda year, parts, mark: "-".join([year, *parts]) + mark,
    _YEAR,
    st.lists(_PART, max_size=3),
    st.sampled_from(["", "?", "~", "%", "x"]),
)
_SIDE = _DATE | st.sampled_from(["", "..", "."])
_DATE_OR_INTERVAL = _DATE | st.builds(lambda first, last: f"{first}/{last}", _SIDE, _SIDE)


@given(_DATE_OR_INTERVAL)
def test_the_pattern_of_dates_refuses_nothing_that_the_native_check_accepts(text: str) -> None:
    """A date that a coding file may have is one that the shapes accept."""
    try:
        dates.bounds(text)
    except DateError:
        return
    assert re.search(EDTF_PATTERN, text)


@given(st.from_regex(EDTF_PATTERN, fullmatch=True))
def test_what_the_pattern_of_dates_accepts_is_at_most_impossible(text: str) -> None:
    """All that a pattern misses is the calendar, and an interval that runs backwards."""
    try:
        dates.bounds(text)
    except DateError as error:
        assert "does not exist" in error.what or "ends before" in error.what
