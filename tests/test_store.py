"""A store: what it reads, what it derives, and that it is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from clivage import coding, rdf, store
from clivage.answer import Rows, Triples, Truth, shorten
from clivage.errors import ClivageError, OntologyError, OutputError, QueryError
from clivage.model import Corpus
from clivage.store import Store

BOLIVIA = Path("graph/bolivia-1971")


@pytest.fixture(scope="module")
def bolivia() -> Corpus:
    return coding.read(BOLIVIA)


@pytest.fixture(scope="module")
def opened(bolivia: Corpus) -> Store:
    return Store.from_triples(rdf.ntriples(bolivia))


def rows(store: Store, sparql: str) -> list[dict[str, str]]:
    answer = store.query(sparql)
    assert isinstance(answer, Rows)
    return list(answer)


def test_every_statement_that_makes_an_edge_has_its_edge_and_no_other_has(
    bolivia: Corpus, opened: Store
) -> None:
    """The CONSTRUCT rules and the records agree on the direct edges."""
    made = {
        (row["a"], row["verb"], row["b"])
        for row in rows(
            opened, "SELECT ?a ?verb ?b { VALUES ?verb { clv:supports clv:opposes } ?a ?verb ?b }"
        )
    }
    wanted = set()
    for one in bolivia.statements:
        if one.makes_edge:
            folder = "issue" if one.target in bolivia.issue else "actor"
            verb = f"clv:{one.sign.verb}"
            wanted.add((f"actor:{one.holder}", verb, f"{folder}:{one.target}"))
    assert made == wanted
    assert len(made) > 20


def test_mutual_edges_join_actors_in_both_directions(opened: Store) -> None:
    """Torres and the miners support each other, so they are allied both ways."""
    assert opened.query("ASK { actor:torres clv:alliedWith actor:miners }")
    assert opened.query("ASK { actor:miners clv:alliedWith actor:torres }")
    assert not opened.query("ASK { ?someone clv:alliedWith ?someone }")


def test_derived_edges_stand_in_their_own_graph(opened: Store) -> None:
    """What was authored and what was derived can be told apart."""
    assert opened.query("ASK { GRAPH graph:derived { ?a clv:supports ?b } }")
    assert not opened.query("ASK { GRAPH graph:statements { ?a clv:supports ?b } }")


def test_an_edge_that_a_file_asserts_without_a_statement_is_not_believed(tmp_path: Path) -> None:
    """Derived edges are made again, never taken from a file."""
    forged = tmp_path / "forged.ttl"
    forged.write_text(
        "@prefix clv: <https://w3id.org/clivage/ns#> .\n"
        "<urn:corpus/> a clv:Corpus .\n<urn:a> clv:supports <urn:b> ; clv:alliedWith <urn:b> .\n"
    )
    assert not Store.open(forged).query("ASK { <urn:a> ?derived <urn:b> }")


def test_a_store_on_disk_answers_as_the_one_in_memory(opened: Store, tmp_path: Path) -> None:
    """Saving a store and opening it again changes no triple, and saving twice replaces it."""
    opened.save(tmp_path / "db")
    opened.save(tmp_path / "db")
    again = Store.open(tmp_path / "db")
    assert again.ntriples() == opened.ntriples()
    assert again.base == opened.base
    assert sorted(path.name for path in tmp_path.iterdir()) == ["db"]


def test_a_folder_of_other_things_is_not_overwritten_by_a_store(
    opened: Store, tmp_path: Path
) -> None:
    """Somebody's folder stays as it is."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="is not a store"):
        opened.save(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


REFUSED = {
    "not RDF at all": ("notes.ttl", "Torres, the miners", r"notes\.ttl:1: not RDF"),
    "RDF of another ontology": ("foaf.ttl", "<urn:a> <urn:knows> <urn:b> .", "no clv:Statement"),
    "another sort of file": ("notes.txt", "hello", "not a corpus, a store or RDF"),
    "a missing file": ("", "", "no such file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_of_the_ontology_is_refused_in_one_line(case: str, tmp_path: Path) -> None:
    """A file that cannot be a corpus says why."""
    name, content, message = REFUSED[case]
    path = tmp_path / (name or "missing.ttl")
    if name:
        path.write_text(content)
    with pytest.raises(ClivageError, match=message) as raised:
        Store.open(path)
    assert "\n" not in str(raised.value)
    assert len(REFUSED) == 4


def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    """An empty folder is neither a corpus nor a store."""
    with pytest.raises(OntologyError, match="neither a corpus"):
        Store.open(tmp_path)


def test_reading_a_file_keeps_derived_triples_for_the_check(opened: Store, tmp_path: Path) -> None:
    """`store.read` hides nothing, so that a forged edge can be reported."""
    path = tmp_path / "all.nt"
    path.write_bytes(opened.ntriples())
    assert store.read(path) == opened.ntriples()


def test_answers_write_themselves_in_the_formats_of_sparql(opened: Store) -> None:
    """Rows give JSON, CSV and TSV; a truth too; a graph gives Turtle that reads back."""
    table = opened.query("SELECT ?a { ?a clv:opposes actor:bolivia } ORDER BY ?a")
    assert isinstance(table, Rows)
    assert table.serialize("csv").splitlines() == [
        "a",
        "https://w3id.org/clivage/bolivia-1971/actor/idb",
        "https://w3id.org/clivage/bolivia-1971/actor/world-bank",
    ]
    assert table.serialize("json").startswith('{"head":{"vars":["a"]}')
    assert table.serialize("tsv").splitlines()[0] == "?a"
    truth = opened.query("ASK { actor:idb clv:opposes actor:bolivia }")
    assert isinstance(truth, Truth)
    assert truth.serialize("json") == '{"head":{},"boolean":true}\n'
    graph = opened.query(
        "CONSTRUCT { ?a clv:opposes actor:bolivia } { ?a clv:opposes actor:bolivia }"
    )
    assert isinstance(graph, Triples)
    assert len(graph) == 2
    assert len(rdf.from_ntriples(graph.ntriples)) == 2
    assert "@prefix actor:" in graph.serialize("turtle")
    with pytest.raises(QueryError, match="cannot be written as csv"):
        graph.serialize("csv")


def test_a_table_shows_itself_in_a_notebook_without_running_what_it_holds() -> None:
    """Values of an answer are escaped in HTML."""
    hostile = Store.from_triples(
        b"<urn:c/> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        b" <https://w3id.org/clivage/ns#Corpus> .\n"
        b'<urn:a> <urn:b> "<script>alert(1)</script>" .'
    )
    answer = hostile.query("SELECT ?o { <urn:a> <urn:b> ?o }")
    assert isinstance(answer, Rows)
    assert "<script>" not in answer._repr_html_()
    assert "&lt;script&gt;" in answer._repr_html_()


def test_an_iri_is_shortened_by_its_longest_prefix() -> None:
    """``actor:`` wins over the base of the corpus."""
    prefixes = {"base": "urn:c/", "actor": "urn:c/actor/"}
    assert shorten("urn:c/actor/a", prefixes) == "actor:a"
    assert shorten("urn:else", prefixes) == "urn:else"
