"""Ties that a program coded from reports: weighed, marked, and never an edge."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from clivage import coding, constraints, identifiers, network, query, rdf, shapes, view
from clivage.answer import Rows
from clivage.errors import CorpusError, NetworkError
from clivage.export.jsonld import jsonld
from clivage.export.material import Material
from clivage.export.tables import edges_csv
from clivage.importers import job
from clivage.model import Actor, ActorType, CodeTable, Corpus, Sign, UnevidencedTie
from clivage.namespaces import CLV
from clivage.serve.commits import Commits
from clivage.store import Store
from clivage.vocabulary import rule_ids
from tests.small import small

#: What SQL writes of an invented harbour: a corpus, its inputs, and the records below.
HARBOUR = Path(__file__).parent / "data" / "harbour.nt"
DOCUMENT = Path(__file__).parents[1] / "docs" / "ontology.md"
BASE = "https://w3id.org/clivage/test/harbour/"
TABLE = CodeTable(
    id="tolls/1",
    title={"en": "Made up for the tests"},
    version="1",
    source="https://w3id.org/clivage/test/codes",
    sha256="0" * 64,
)
EVENT = UnevidencedTie(
    id=f"{BASE}event/47", sign=Sign.OPPOSITION, holder=f"{BASE}actor/Harbour%20Police",
    target=f"{BASE}actor/Dockers", when="2018-06-03", weight=Fraction(5), events=1, code="173",
    code_table="tolls/1", source="https://w3id.org/clivage/test/paper?a=1&b=%C3%A9",
    provenance="Paper of the Port, story 47",
)  # fmt: skip
DYAD = UnevidencedTie(
    id=f"{BASE}tie/Dockers/supports/Harbour%20Police/all", sign=Sign.SUPPORT,
    holder=f"{BASE}actor/Dockers", target=f"{BASE}actor/Harbour%20Police",
    when="2018-06-03/2018-06-29", weight=Fraction(62, 5), events=3, code_table="tolls/1",
    directed=False,
)  # fmt: skip

EDGES = "SELECT ?a ?b { ?a clv:supports|clv:opposes ?b }"


def corpus_of(graph: Graph) -> Corpus:
    """Return a corpus that breaks no rule, natively nor by the shapes."""
    assert shapes.check(graph) == []
    return rdf.to_corpus(graph)


def coded(*ties: UnevidencedTie) -> Corpus:
    """Return the quarrel over the bridge with ties that a program coded."""
    return replace(small(), unevidenced=ties, code_tables=(TABLE,))


def between(id: str, **more: object) -> UnevidencedTie:
    """Return a dyad of two who quarrel over the bridge, or what is made of it."""
    given = {"weight": Fraction(5), "events": 2, "code_table": "tolls/1", **more}
    return UnevidencedTie(
        id=id, sign=Sign.SUPPORT, holder="guild", target="council", **given  # type: ignore[arg-type]
    )  # fmt: skip


# What SQL has written


def test_what_sql_writes_is_read_as_records_and_written_back() -> None:
    """Names of things that are no ids of ours stay what they are."""
    content = HARBOUR.read_bytes()
    corpus = corpus_of(rdf.from_ntriples(content))
    assert corpus.unevidenced == (EVENT, DYAD)
    assert corpus.code_tables == (TABLE,)
    dockers, police = corpus.actors
    assert (dockers.id, dockers.labels) == (f"{BASE}actor/Dockers", {"und": "Dockers"})
    assert dockers.unsorted and police.unsorted
    written, given = (set(one.decode().splitlines()) for one in (rdf.ntriples(corpus), content))
    left = {line.partition(" ")[0].removeprefix(f"<{BASE}") for line in given - written}
    assert written < given
    assert left == {">", "input/1>", "activity/events>", "software/clivage-0>"}


def test_no_edge_is_derived_from_what_a_machine_coded(tmp_path: Path) -> None:
    """In memory and on disk; the ties are there to ask, and their sorts need no reasoner."""
    general = f" <{CLV}UnevidencedTie> ."
    lines = [one for one in HARBOUR.read_text("utf-8").splitlines() if not one.endswith(general)]
    Store.from_triples("\n".join(lines).encode()).save(tmp_path / "store")
    store = Store.open(tmp_path / "store")
    assert rows(store, EDGES) == []
    assert len(network.from_store(store, strict=True)) == 0
    asked = """
        SELECT ?holder (SUM(?weight) AS ?weighs) (SUM(?events) AS ?count) {
          ?tie a clv:Dyad, clv:UnevidencedTie ; clv:holder/skos:prefLabel ?holder ;
            clv:weight ?weight ; clv:events ?events ; clv:notBefore ?first .
          FILTER (YEAR(?first) = 2018) } GROUP BY ?holder"""
    assert rows(store, asked) == [{"holder": "Dockers", "weighs": "12.4", "count": "3"}]
    assert corpus_of(rdf.from_ntriples(store.graph("statements"))).unevidenced == (EVENT, DYAD)


def rows(store: Store, question: str) -> list[dict[str, str]]:
    """Return the rows of an answer."""
    answer = query.ask(store, question)
    assert isinstance(answer, Rows)
    return list(answer)


def test_a_store_takes_one_more_event_by_an_update(tmp_path: Path) -> None:
    """Only the part around it is looked at: its actors and its code table are there."""
    Store.from_triples(HARBOUR.read_bytes()).save(tmp_path / "store")
    commits = Commits(tmp_path / "store")
    event, other = f"<{BASE}event/48>", f"<{BASE}event/47>"
    says = f"INSERT {{ {event} ?property ?value }} WHERE {{ {other} ?property ?value }}"
    commits.commit(commits.update(says))
    commits.snapshot(tmp_path / "after")
    after = Store.open(tmp_path / "after")
    assert len(rows(after, "SELECT ?event { ?event a clv:CodedEvent }")) == 2
    assert rows(after, EDGES) == []
    with pytest.raises(CorpusError, match="no weight"):
        commits.update(f"DELETE WHERE {{ {event} clv:weight ?weight }}")


def test_the_documented_example_is_clean_and_its_query_answers() -> None:
    """What the page shows of a port."""
    text = DOCUMENT.read_text("utf-8").partition("### What a machine coded")[2]
    (turtle,) = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    (sparql,) = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
    corpus = corpus_of(Graph().parse(data=turtle, format="turtle"))
    assert [(one.code, one.events, one.weighs) for one in corpus.unevidenced] == [
        ("173", 1, 5), ("", 3, Fraction(62, 5)),
    ]  # fmt: skip
    store = Store.from_triples(turtle.encode(), format=".ttl")
    assert [row["weighs"] for row in rows(store, sparql)] == ["12.4"]


# Records


_weights = st.integers(1, 10**9).map(lambda millionths: Fraction(millionths, 10**6))
_codes = st.text("019A*", min_size=1, max_size=4)
_more = st.fixed_dictionaries(
    {
        "weight": _weights,
        "strength": st.sampled_from([1, 2]),
        "when": st.sampled_from(["", "2018", "2018-06-03/2018-06-29"]),
        "directed": st.booleans(),
        "source": st.sampled_from(["", "https://w3id.org/clivage/test/a?b=c%20d#e"]),
        "provenance": st.sampled_from(["", 'the "Paper"\tof\nthe Port']),
    }
)
_ties: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.builds(dict, _more, events=st.integers(1, 10**9)),
    st.builds(dict, _more, events=st.just(1), code=_codes),
    st.builds(dict, _more, events=st.just(0), code_table=st.just("")),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(_ties, min_size=1, max_size=4))
def test_nothing_is_lost_in_any_spelling_of_rdf(given: list[dict[str, object]]) -> None:
    """Turtle, JSON-LD and N-Triples give the same records, by way of a store."""
    corpus = coded(*(between(f"t.{place}", **one) for place, one in enumerate(given)))
    unsorted = Actor(id="x", type=ActorType.COLLECTIVE, labels={"und": "X"}, unsorted=True)
    actors = sorted([*corpus.actors, unsorted], key=lambda one: one.id)
    corpus = replace(corpus, actors=tuple(actors))
    assert constraints.check(corpus) == []
    material = Material(corpus, with_text=False)
    turtle = rdf.dumps([], [(None, material.asserted)], corpus.base)
    spellings = {".ttl": turtle, ".jsonld": jsonld(material), ".nt": rdf.ntriples(corpus).decode()}
    for format, text in spellings.items():
        store = Store.from_triples(text.encode(), format=format)
        read = rdf.to_corpus(rdf.from_ntriples(store.graph("statements")))
        assert read.unevidenced == corpus.unevidenced
        assert (read.code_tables, read.actors) == (corpus.code_tables, corpus.actors)


@pytest.mark.parametrize(
    ("rule", "tie"),
    [
        ("tie-weight", between("t", weight=None)),
        ("tie-weight", between("t", weight=Fraction(-1))),
        ("tie-weight", between("t", weight=Fraction(1, 3))),
        ("tie-weight", between("t", weight=Fraction(1, 10**7), events=0)),
        ("tie-events", between("t", events=-1)),
        ("tie-code", between("t", code="173")),
        ("tie-code", between("t", code="173", events=0)),
        ("tie-code", between("t", code=" ", events=1)),
        ("tie-code-table", between("t", code_table="")),
        ("tie-code-table", between("t", code_table="tolls/2", events=0)),
        ("tie-source", between("t", source="the paper of the port")),
    ],
)
def test_a_record_that_says_what_cannot_be_breaks_its_rule(rule: str, tie: UnevidencedTie) -> None:
    """One rule each, which the shapes know too."""
    problems = constraints.check(coded(tie))
    assert [problem.rule for problem in problems] == [rule]
    assert rule in rule_ids()
    assert all(problem.what and problem.remedy for problem in problems)


def test_a_code_table_says_which_it_is_and_in_which_version() -> None:
    """Everything wrong with it is said at once."""
    table = CodeTable(id="tolls/1", title={}, version=" ", source="a book", sha256="x")
    corpus = replace(coded(between("t")), code_tables=(table,))
    assert [one.rule for one in constraints.check(corpus)] == ["code-table"] * 4


def test_an_address_that_the_data_give_is_one_or_is_words() -> None:
    """The pattern by which SQL tells them apart lets nothing pass that is no IRI."""
    part = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
    pattern = re.compile(rf"https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?]{part})?(#{part})?")
    good = ["http://a.net", "https://a.net:80/b?c=%C3%A9&d#e", "http://a.net?x=(1);y"]
    bad = ["A news agency", "http://a.net/b c", "http://a.net/%zz", "http://a.net/#b#c", "ftp://a",
           "http://a.net/[b]", 'http://a.net/"b"', "http://a.net/\u202eb"]  # fmt: skip
    assert [bool(pattern.fullmatch(one)) for one in good + bad] == [True] * 3 + [False] * 8
    assert all(identifiers.is_http(one) for one in good)


# Where there is no place for all of it


def test_a_table_of_ties_keeps_in_words_how_a_machine_coded_them(tmp_path: Path) -> None:
    """An import says so, and nothing enters as if somebody had written it."""
    folder = tmp_path / "harbour"
    report = job.bring(HARBOUR, folder, format="rdf")
    assert "how a machine coded them, stands in the note" in "\n".join(report.lines())
    notes = {one.sign: one.note for one in coding.read(folder).unevidenced}
    assert notes[Sign.SUPPORT] == (
        "3 events, coded by a machine, code table tolls/1, weight 12.4, without a direction"
    )
    assert notes[Sign.OPPOSITION].startswith(
        "Paper of the Port, story 47; coded by a machine as 173, code table tolls/1, weight 5, http"
    )


def test_a_table_of_edges_says_that_a_machine_coded_them() -> None:
    """Where it says from where they come."""
    drawn = view.of(coded(between("a", provenance="a newspaper"), between("b")))
    (row,) = (one for one in csv.DictReader(io.StringIO(edges_csv(drawn))) if one["provenance"])
    assert row["evidenced"] == "0"
    assert row["provenance"] == (
        "a newspaper; coded by a machine, tolls/1 | coded by a machine, tolls/1"
    )


# The network


def test_a_network_weighs_them_in_whole_parts() -> None:
    """Statements keep what they weigh, counted in the same unit."""
    row = between("row", events=0, weight=None, strength=3)
    tenths, thirds = between("a", weight=Fraction(62, 5)), between("b", weight=Fraction(1, 4))
    plain = network.of(coded(row), unevidenced=True)
    assert plain.unit == 1 and plain.weight.tolist()[-1] == 3
    mixed = network.of(coded(tenths, thirds, row), unevidenced=True)
    assert mixed.unit == Fraction(1, 20)
    weights = dict(zip(mixed.statements, mixed.weight.tolist(), strict=True))
    assert [weights[f"tie/{id}"] for id in ("a", "b", "row")] == [248, 5, 60]
    alone = network.of(coded(tenths))
    assert [20 * one for one in alone.weight.tolist()] == mixed.weight.tolist()[: len(alone)]
    whole = network.of(coded(between("a", weight=Fraction(7))), unevidenced=True)
    assert whole.unit == 1 and whole.weight.tolist()[-1] == 7


def test_weights_that_no_unit_can_count_are_refused() -> None:
    """Millionths beside millions."""
    far = coded(between("a", weight=Fraction(1, 10**6)), between("b", weight=Fraction(10**6)))
    with pytest.raises(NetworkError, match="too far apart"):
        network.of(far, unevidenced=True)


# Others who read actors


def test_what_sort_an_actor_is_stays_open_where_nobody_knows() -> None:
    """No collective is made of it, neither in CIDOC CRM nor where a corpus is described."""
    from clivage.rdf.cidoc import CRM, cidoc

    corpus = rdf.to_corpus(rdf.from_ntriples(HARBOUR.read_bytes()))
    actor = URIRef(f"{BASE}actor/Dockers")
    types = [str(value) for part in cidoc(corpus) for node, block in part.things.items()
             if node == actor for values in block.values() for value in values]  # fmt: skip
    assert str(CRM.E39_Actor) in types
    assert str(CRM.E74_Group) not in types
    said = rdf.dumps([], [(None, rdf.described(corpus, triples=0, distributions=[]))], BASE)
    counted = dict(re.findall(r"void:class clv:(\w+) ;\s+void:entities (\d+)", said))
    assert {name: count for name, count in counted.items() if count != "0"} == {
        "Actor": "2", "UnsortedActor": "2", "UnevidencedTie": "2", "CodedEvent": "1", "Dyad": "1",
    }  # fmt: skip
    assert counted["Collective"] == "0"
