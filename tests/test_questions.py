"""Questions that are answered from columns: they say what SPARQL says, row by row."""

from __future__ import annotations

import dataclasses
import gc
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from clivage import coding, network, query, questions, rdf
from clivage.answer import Columns, Results, Rows
from clivage.errors import QueryError
from clivage.model import AUTHOR, Corpus
from clivage.namespaces import CLV
from clivage.questions import Projection, asking
from clivage.store import Store
from tests.strategies import corpora

ACTORS = 6


@pytest.fixture(scope="module")
def bolivia() -> Corpus:
    return coding.read(Path("graph/bolivia-1971"))


def opened(corpus: Corpus) -> Store:
    return Store.from_triples(rdf.ntriples(corpus))


def test_these_questions_have_a_twin() -> None:
    """What is only about structure comes from columns; quotations and notes come by SPARQL."""
    assert set(questions.TWINS) == {
        "allies-of-allies",
        "ambivalent-pairs",
        "common-enemies",
        "contested",
        "enemies-of-enemies",
        "go-betweens",
        "mutual",
        "reach",
        "timeline",
        "triangles",
    }
    parameters = [one for name in questions.TWINS for one in query.named(name).parameters]
    assert {one.sort for one in parameters} == {"actor"}


def askings(name: str, actors: list[str]) -> list[list[str]]:
    """Return the values with which a question is asked: none, one, or one for each parameter."""
    parameters = query.named(name).parameters
    values: list[list[str]] = [] if any(not one.optional for one in parameters) else [[]]
    values += [[f"{one.name}={actor}"] for one in parameters for actor in actors]
    if len(parameters) == 2:
        pairs = itertools.pairwise(actors)
        values += [[first, second] for first, second in pairs]
    return values


def assert_twins_agree(corpus: Corpus, actors: list[str]) -> int:
    """Compare every twin with its SPARQL, by both ways to a projection; return the rows seen."""
    store, seen = opened(corpus), 0
    projections = [Projection.of(corpus), Projection.of(store)]
    for name in questions.TWINS:
        for values in askings(name, actors):
            by_sparql = query.ask(store, name, values)
            assert isinstance(by_sparql, Rows)
            seen += len(by_sparql)
            for projection in projections:
                by_columns = questions.answer(projection, name, values)
                assert by_columns.variables == by_sparql.variables
                assert by_columns.rows == by_sparql.rows, (name, values)
                assert by_columns.json == by_sparql.json, (name, values)
                assert len(by_columns) == len(by_sparql)
                assert by_columns.prefixes == by_sparql.prefixes
    return seen


def test_twins_agree_with_sparql_on_the_founding_corpus(bolivia: Corpus) -> None:
    """Every question with a twin, for every actor and for the author, and there is an answer."""
    assert assert_twins_agree(bolivia, [*bolivia.actor, AUTHOR]) > 100


@given(corpora(most_statements=30))
@settings(max_examples=60, deadline=None)
def test_twins_agree_with_sparql(corpus: Corpus) -> None:
    """In any corpus the columns and the engine give the same rows in the same order."""
    assert_twins_agree(corpus, [*sorted(corpus.actor)[:ACTORS], AUTHOR])


def dense(actors: int, statements: int) -> Corpus:
    """Return a corpus with triangles of every sort, support of oneself, and repeated ties."""
    rng = np.random.default_rng(1971)
    base = coding.read(Path("graph/bolivia-1971"))
    ids = [*list(base.actor)[:actors], *list(base.issue)[:2]]
    example = next(one for one in base.statements if one.makes_edge)
    signs = {one.sign for one in base.statements}
    made = tuple(
        dataclasses.replace(
            example,
            id=f"s{number}",
            holder=ids[rng.integers(actors)],
            target=ids[rng.integers(len(ids))],
            sign=sorted(signs, key=lambda sign: sign.value)[rng.integers(2)],
            voice="",
            when=str(rng.choice(["", "1970", "1970-03", "1971-01-10", "../1965"])),
        )
        for number in range(statements)
    )
    return dataclasses.replace(base, statements=made)


@pytest.mark.parametrize(("actors", "statements"), [(3, 12), (8, 60), (15, 200)])
def test_twins_agree_with_sparql_where_much_is_tied(actors: int, statements: int) -> None:
    """Random corpora of Hypothesis are sparse; here every corner of the definitions occurs."""
    corpus = dense(actors, statements)
    assert any(one.holder == one.target for one in corpus.statements)
    assert assert_twins_agree(corpus, list(corpus.actor)[:ACTORS]) > statements


def rows(one: network.SignedNetwork) -> set[tuple[object, ...]]:
    """Return the rows of a network, in no order."""
    names = (one.nodes[place] for place in one.holder), (one.nodes[place] for place in one.target)
    columns = (one.sign, one.weight, one.not_before, one.not_after)
    lists = (column.tolist() for column in columns)
    return set(zip(one.statements, *names, *lists, strict=True))


def assert_same_network(corpus: Corpus) -> None:
    by_records, by_store = network.of(corpus), network.from_store(opened(corpus))
    assert by_store.nodes == by_records.nodes
    assert by_store.issues == by_records.issues
    assert by_store.unit == by_records.unit
    assert rows(by_store) == rows(by_records)
    assert len(by_store) == len(by_records)


@given(corpora())
@settings(deadline=None)
def test_the_network_of_a_store_is_that_of_its_corpus(corpus: Corpus) -> None:
    """Nothing is lost or added on the way through RDF."""
    assert_same_network(corpus)


def test_the_network_of_the_founding_store_is_that_of_its_corpus(bolivia: Corpus) -> None:
    """The same, on the founding corpus."""
    assert_same_network(bolivia)
    assert len(network.of(bolivia)) > 30


def test_the_network_of_a_store_on_disk_is_that_of_its_corpus(
    bolivia: Corpus, tmp_path: Path
) -> None:
    """A store that was saved and opened has the same network."""
    opened(bolivia).save(tmp_path / "store")
    assert rows(network.from_store(Store.open(tmp_path / "store"))) == rows(network.of(bolivia))


def test_a_store_keeps_its_projection_no_longer_than_it_lives(bolivia: Corpus) -> None:
    """The second question needs no second projection, and nothing leaks."""
    before = len(asking._PROJECTIONS)
    store = opened(bolivia)
    first, second = (questions.ask(store, "reach", ["right"]) for _ in range(2))
    assert isinstance(first, Rows) and isinstance(second, Rows)
    assert first.rows == second.rows
    assert isinstance(first.table, Columns)
    assert len(asking._PROJECTIONS) == before + 1
    del store
    gc.collect()
    assert len(asking._PROJECTIONS) == before


def test_a_question_without_a_twin_is_answered_by_sparql(bolivia: Corpus) -> None:
    """It makes no difference to who asks, corpus or store."""
    for asked in (bolivia, opened(bolivia)):
        for question, values in (
            ("supporters", ["army"]),
            ("SELECT ?who { ?who clv:supports actor:army } ORDER BY ?who", []),
        ):
            found = questions.ask(asked, question, values)
            assert isinstance(found, Rows)
            assert isinstance(found.table, Results)
            assert len(found) == 3


WRONG = {
    ("allies-of-allies", "tores"): "there is no actor 'tores'. did you mean 'torres'",
    ("allies-of-allies",): r"'allies-of-allies' needs who \(the actor at the centre\)",
    ("reach", "issue:bus-fares"): "there is no actor 'issue:bus-fares'",
    ("common-enemies", "third=idb"): "has no place for 'third=idb'. it takes first, second",
    ("triangles", "torres"): "has no place for 'torres'. it takes none",
}


@pytest.mark.parametrize("asked", WRONG, ids=" ".join)
def test_a_wrong_value_is_explained_as_by_sparql(asked: tuple[str, ...], bolivia: Corpus) -> None:
    """The same words, whoever answers."""
    with pytest.raises(QueryError, match=WRONG[asked]) as by_columns:
        questions.ask(bolivia, asked[0], asked[1:])
    with pytest.raises(QueryError) as by_sparql:
        query.ask(opened(bolivia), asked[0], asked[1:])
    assert str(by_columns.value) == str(by_sparql.value)
    assert len(WRONG) == 5


@pytest.mark.parametrize("spelt", ["right", "actor:right", "IRI"])
def test_an_actor_may_be_named_as_with_sparql(spelt: str, bolivia: Corpus) -> None:
    """By its id, its prefixed name or its IRI."""
    value = f"{bolivia.base}actor/right" if spelt == "IRI" else spelt
    assert len(questions.ask(bolivia, "reach", [value])) == 1  # type: ignore[arg-type]


ODD = {
    "an untyped holder": "<urn:s9> clv:holder <urn:nobody> ; clv:target <urn:b> ; {rest}",
    "two holders": "<urn:s9> clv:holder <urn:a>, <urn:b> ; clv:target <urn:c> ; {rest}",
    "a day that is none": "<urn:s9> clv:holder <urn:a> ; clv:target <urn:b> ;"
    " clv:notBefore '-0044-03-15' ; {rest}",
    "a strength that is none": "<urn:s9> clv:holder <urn:a> ; clv:target <urn:b> ;"
    " clv:strength 0 ; {rest}",
    "an actor that is an issue": "<urn:b> a clv:Issue .",
    "the author as a target": "<urn:s9> clv:holder <urn:a> ; clv:target clv:author ; {rest}"
    " clv:author a clv:Person .",
}
EDGES = "".join(
    f"<urn:s{number}> a clv:{class_} ; clv:holder <urn:{holder}> ; clv:target <urn:{target}> ;"
    " clv:modality clv:modality-actual .\n"
    for number, (holder, class_, target) in enumerate(
        [("a", "Support", "b"), ("b", "Support", "c"), ("a", "Opposition", "c")]
    )
)


@pytest.mark.parametrize("odd", ODD)
def test_of_rdf_that_breaks_a_rule_sparql_answers(odd: str) -> None:
    """Where the network is not all that SPARQL sees, the columns are not asked."""
    rest = "a clv:Support ; clv:modality clv:modality-actual ."
    turtle = f"""@prefix clv: <{CLV}> .
        <urn:a> a clv:Person . <urn:b> a clv:Person . <urn:c> a clv:Person .
        {EDGES} {ODD[odd].replace("{rest}", rest)}"""
    store = Store.from_triples(turtle.encode(), format=".ttl")
    for name in questions.TWINS:
        values = ["urn:a"] if query.named(name).usage.count("who=") else []
        found, expected = questions.ask(store, name, values), query.ask(store, name, values)
        assert isinstance(found, Rows) and isinstance(expected, Rows)
        assert found.rows == expected.rows, (odd, name)
    assert len(ODD) == 6


def test_rdf_that_keeps_the_rules_is_answered_from_columns() -> None:
    """The counterpart of the last test: the same, without what is odd."""
    turtle = f"""@prefix clv: <{CLV}> .
        <urn:a> a clv:Person . <urn:b> a clv:Person . <urn:c> a clv:Person . {EDGES}"""
    store = Store.from_triples(turtle.encode(), format=".ttl")
    (row,) = questions.ask(store, "triangles")  # type: ignore[misc]
    assert isinstance(questions.ask(store, "triangles").table, Columns)  # type: ignore[union-attr]
    assert row == {
        **{"a": "urn:a", "b": "urn:b", "c": "urn:c"},
        **{"ab": "+", "bc": "+", "ac": "-", "balanced": "false"},
    }


@pytest.mark.parametrize("format", ["json", "csv", "tsv"])
def test_columns_are_written_as_the_engine_writes(format: str, bolivia: Corpus) -> None:
    """Nobody who reads a file can tell where it came from."""
    for name in ("triangles", "timeline", "mutual"):
        by_columns, by_sparql = questions.ask(bolivia, name), query.ask(opened(bolivia), name)
        assert by_columns.serialize(format) == by_sparql.serialize(format)
    assert json.loads(questions.ask(bolivia, "mutual").serialize("json"))["head"]["vars"]
