"""A corpus at a SPARQL endpoint gives the same answers as here."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import clivage
from clivage import coding, corpora, query, rdf
from clivage.address import Address
from clivage.answer import Rows
from clivage.remote import RemoteStore
from clivage.store import Store
from tests.endpoints import forget, oxigraph, refused, run, serving
from tests.pages import DOCS, blocks

BOLIVIA = Path("graph/bolivia-1971")
EXPORTS = Path("exports/bolivia-1971")
BASE = "https://w3id.org/clivage/bolivia-1971/"
QUADS = ("", "application/n-quads", (EXPORTS / "bolivia-1971.nq").read_bytes())
TURTLE = ("default", "text/turtle", (EXPORTS / "bolivia-1971.ttl").read_bytes())


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's credentials, patience or proxy are used."""
    forget(monkeypatch)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a real endpoint with the founding corpus."""
    with serving(QUADS) as address:
        yield address


@pytest.fixture(scope="module")
def embedded() -> Store:
    """The same here."""
    return Store.from_triples(rdf.ntriples(coding.read(BOLIVIA)))


# The same as here

SAMPLES = {"actor": "torres", "issue": "bus-fares", "target": "torres", "source": "bolivia-1970-71"}


def asked(question: query.Question, *, optional: bool) -> list[str]:
    return [
        f"{one.name}={'1971-01' if one.sort == 'date' else SAMPLES[one.sort]}"
        for one in question.parameters
        if optional or not one.optional
    ]


@pytest.mark.parametrize("optional", [False, True], ids=["bare", "full"])
@pytest.mark.parametrize("name", query.questions())
def test_a_named_question_has_the_rows_of_the_embedded_store(
    name: str, optional: bool, url: str, embedded: Store
) -> None:
    """Byte for byte, with and without its optional values."""
    values = asked(query.questions()[name], optional=optional)
    there, here = clivage.ask(RemoteStore(url), name, *values), query.ask(embedded, name, values)
    assert isinstance(there, Rows) and isinstance(here, Rows)
    assert there.json == here.json
    assert list(there) == list(here)
    assert len(query.questions()) == 25


SPARQL = [
    "SELECT ?a ?b { ?a clv:opposes ?b } ORDER BY ?a ?b",
    "SELECT ?a { ?a clv:supports actor:army } ORDER BY ?a",
    "# PREFIX in a comment\nPREFIX c: <https://w3id.org/clivage/ns#> SELECT ?a { ?a a c:Issue }"
    " ORDER BY ?a",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    f"SELECT ?a FROM <{BASE}graph/derived> {{ ?a clv:opposes ?b }} ORDER BY ?a ?b",
    f"SELECT ?a FROM <{BASE}graph/derived> {{ ?a clv:holder ?b }} ORDER BY ?a ?b",
    "ASK { actor:world-bank clv:opposes actor:bolivia }",
    "ASK { actor:bolivia clv:opposes actor:world-bank }",
    "CONSTRUCT { ?a clv:opposes ?b } { ?a clv:opposes ?b }",
    "DESCRIBE actor:torres",
]


@pytest.mark.parametrize("sparql", SPARQL)
@pytest.mark.parametrize("format", ["json", "ntriples"])
def test_sparql_has_the_answer_of_the_embedded_store(format: str, sparql: str, url: str) -> None:
    """Tables, truths and graphs, printed by the same command."""
    there, here = (run("query", "-c", at, sparql, "--format", format) for at in (url, BOLIVIA))
    assert (there.exit_code, there.stdout) == (here.exit_code, here.stdout), there.output
    is_graph = sparql.startswith(("CONSTRUCT", "DESCRIBE"))
    assert there.exit_code == (0 if is_graph == (format == "ntriples") else 1)
    assert len(SPARQL) == 10


def test_an_analysis_of_an_endpoint_has_the_same_json(url: str) -> None:
    """All the numbers, their proofs and their quotations."""
    there, here = (run("analyze", at, "--format", "json") for at in (url, BOLIVIA))
    assert there.exit_code == 0, there.output
    assert json.loads(there.stdout)
    assert there.stdout == here.stdout


def test_a_drawing_of_an_endpoint_is_that_of_its_exports(url: str, tmp_path: Path) -> None:
    """Neither holds the texts of the sources."""
    quads = EXPORTS / "bolivia-1971.nq"
    for place_ in (url, quads):
        assert run("render", place_, "-o", tmp_path / f"{place_ == url}.html").exit_code == 0
    assert (tmp_path / "True.html").read_bytes() == (tmp_path / "False.html").read_bytes()
    assert run("export", url, "--format", "json").stdout_bytes == (
        run("export", quads, "--format", "json").stdout_bytes
    )


def test_with_the_texts_in_the_endpoint_the_network_is_that_of_the_folder() -> None:
    """To the byte, as it is committed."""
    quads = run("export", BOLIVIA, "--format", "nquads", "--with-text").stdout_bytes
    with serving(("", "application/n-quads", quads)) as url:
        drawn = run("export", url, "--format", "json")
    assert drawn.stdout_bytes == (EXPORTS / "network.json").read_bytes()


@pytest.mark.parametrize("format", ["turtle", "nquads", "edges", "gexf"])
def test_an_export_of_an_endpoint_is_the_export_of_the_corpus(format: str, url: str) -> None:
    """What went in comes out."""
    there, here = (run("export", at, "--format", format) for at in (url, BOLIVIA))
    assert there.exit_code == 0, there.output
    assert there.stdout_bytes == here.stdout_bytes


def test_an_endpoint_is_checked_like_a_file(url: str) -> None:
    """Every rule is applied to what it holds."""
    checked = run("check", url)
    assert checked.exit_code == 0
    assert checked.stdout.endswith("37 statements, 37 quotations verified, no problem\n")


def test_check_finds_an_edge_in_an_endpoint_that_rests_on_nothing() -> None:
    """Somebody slipped it in beside the edges that follow from the statements."""
    slipped = f"<{BASE}actor/torres> <https://w3id.org/clivage/ns#supports> <{BASE}actor/banzer> ."
    with serving(QUADS, (f"graph={BASE}graph/derived", "text/turtle", slipped.encode())) as url:
        line = run("check", url).stderr.splitlines()[0]
    assert "actor:torres" in line or "actor/torres" in line
    assert "rests on no statement" in line


def test_the_library_reads_an_endpoint(url: str) -> None:
    """In one line, as it reads a folder."""
    assert len(clivage.read(url).statements) == 37
    opened = corpora.open(Address(url))
    assert isinstance(opened, RemoteStore)
    assert opened.base == BASE
    assert opened.graphs == (f"{BASE}graph/derived", f"{BASE}graph/statements")


def test_the_page_about_endpoints_says_what_can_be_typed(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of docs/remote.md succeeds, and so does its Python."""
    page, at = DOCS / "remote.md", "http://127.0.0.1:7878/query"
    monkeypatch.chdir(tmp_path)
    typed = [line for block in blocks(page, "console") for line in block.splitlines()]
    for line in typed:
        done = run(*shlex.split(line.replace(at, url).removeprefix("$ clivage ")))
        assert done.exit_code == 0, f"{line}: {done.output}"
        assert done.stdout
    assert len(typed) == 7
    (block,) = blocks(page, "python")
    names: dict[str, object] = {}
    exec(block.replace(at, url), names)
    assert isinstance(names["corpus"], clivage.Corpus)


def test_the_page_about_endpoints_starts_one(tmp_path: Path) -> None:
    """The program takes the commands of docs/remote.md, to the letter."""
    (block,) = blocks(DOCS / "remote.md", "sh")
    load, serve = (shlex.split(line)[1:] for line in block.splitlines())
    words = [str(tmp_path / "db") if word == "db" else word for word in load]
    subprocess.run([oxigraph(), *words], check=True, capture_output=True)
    assert (tmp_path / "db" / "CURRENT").exists()
    subprocess.run([oxigraph(), *serve, "--help"], check=True, capture_output=True)


# Where the corpus is in an endpoint


@pytest.mark.parametrize("union", [False, True], ids=["apart", "union"])
def test_other_graphs_of_an_endpoint_are_not_asked(union: bool, embedded: Store) -> None:
    """Whatever its default graph is, a query sees the graphs of the corpus alone."""
    other = b"<urn:x> a <https://w3id.org/clivage/ns#Actor> ."
    sparql = "SELECT ?g ?s { GRAPH ?g { ?s a clv:Actor } } ORDER BY ?g ?s"
    loads = (QUADS, ("graph=urn:other", "text/turtle", other))
    with serving(*loads, union=union) as url:
        for name in ("actors", sparql):
            answer = clivage.ask(RemoteStore(url), name)
            here = query.ask(embedded, name)
            assert isinstance(answer, Rows) and isinstance(here, Rows)
            assert answer.json == here.json


def test_turtle_in_the_default_graph_will_do(embedded: Store) -> None:
    """It holds the derived edges, too."""
    with serving(TURTLE) as url:
        there, here = (
            clivage.ask(one, "opponents", "torres") for one in (RemoteStore(url), embedded)
        )
        assert list(there) == list(here)  # type: ignore[arg-type]
        assert RemoteStore(url).graphs == ()


def demo(name: str) -> tuple[str, str, bytes]:
    quads = (EXPORTS / "bolivia-1971.nq").read_bytes()
    return "", "application/n-quads", quads.replace(b"bolivia-1971/", name.encode() + b"/")


def test_one_of_several_corpora_is_named_after_a_hash(url: str) -> None:
    """Without a name they are listed; with one, the other is not seen."""
    with serving(QUADS, demo("second")) as both:
        line = refused("query", "-c", both, "actors")
        assert "several corpora: https://w3id.org/clivage/bolivia-1971/, " in line
        named = f"{both}#{BASE}"
        assert f"name one: {named}." in line
        there = run("query", "-c", named, "actors", "--format", "csv")
        assert there.stdout == run("query", "-c", url, "actors", "--format", "csv").stdout
        assert run("export", named, "--format", "turtle").stdout_bytes == TURTLE[2]
        line = refused("query", "-c", f"{both}#urn:third", "actors")
        assert "does not hold the corpus urn:third" in line


def half(graph: str) -> bytes:
    lines = QUADS[2].splitlines(keepends=True)
    return b"".join(line for line in lines if f"graph/{graph}> .".encode() in line)


ABSENT = {
    "nothing": ([], "the endpoint holds no corpus. load the .trig or .nq"),
    "another graph": (
        [("graph=urn:g", *TURTLE[1:])],
        f"the corpus is not in its own graph, {BASE}graph/statements. load the .trig or .nq",
    ),
    "no edges": (
        [("", "application/n-quads", half("statements"))],
        "holds statements, but not the edges that follow from them. load the .trig or .nq",
    ),
    "edges alone": ([("", "application/n-quads", half("derived"))], "the endpoint holds no corpus"),
}


@pytest.mark.parametrize("case", ABSENT)
def test_an_endpoint_without_the_whole_corpus_is_refused_with_what_to_load(case: str) -> None:
    """A query that would find no edges is not asked."""
    loads, expected = ABSENT[case]
    with serving(*loads) as url:
        assert expected in refused("query", "-c", url, "actors")
    assert len(ABSENT) == 4
