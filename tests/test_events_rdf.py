"""RDF of machine-coded events: by DuckDB, by R2RML, in a store, and by the records."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import gzip
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, URIRef

from clivage import bulk, constraints, query, rdf, shapes
from clivage.answer import Rows
from clivage.cli import main
from clivage.errors import ClivageError, OutputError
from clivage.events import lines, mapping, triples
from clivage.events.folder import EventFolder
from clivage.model import Actor, ActorType, Corpus, Sign, UnevidencedTie
from clivage.namespaces import CLV
from clivage.store import Store
from tests import r2rml
from tests.event_files import dyads
from tests.event_places import BASE, quay, shore, without_origin

MORPH = "CLIVAGE_MORPH_PYTHON"


def records(folder: EventFolder) -> Corpus:
    """Make of the tables of a folder what anybody would say of them, without SQL."""
    with duckdb.connect() as database:
        found = database.execute(f"SELECT actor, label FROM '{folder.path}/actors.parquet'")
        actors = [(f"{BASE}actor/{r2rml.encoded(key)}", label) for key, label in found.fetchall()]
    codes = triples.code_table(folder)
    ties = []
    for window, holder, target, *counts, first, last in dyads(folder.path):
        support, opposition, _, for_it, against = counts
        ends = [r2rml.encoded(end) for end in (holder, target)]
        when = "all" if folder.manifest["window"] == "all" else window
        for sign, events, tenths in (
            (Sign.SUPPORT, support, for_it),
            (Sign.OPPOSITION, opposition, against),
        ):
            if events:
                ties.append(
                    UnevidencedTie(
                        id=f"{BASE}tie/{ends[0]}/{sign.verb}/{ends[1]}/{when}", sign=sign,
                        holder=f"{BASE}actor/{ends[0]}", target=f"{BASE}actor/{ends[1]}",
                        when=f"{first}" if first == last else f"{first}/{last}",
                        weight=Fraction(tenths, 10), events=events, code_table=codes.id,
                        directed=bool(folder.manifest["directed"]),
                    )
                )  # fmt: skip
    return Corpus(
        id="events", base=BASE, title={"en": folder.title}, language="en", code_tables=(codes,),
        actors=tuple(
            Actor(id=id, type=ActorType.COLLECTIVE, unsorted=True, labels={"und": label})
            for id, label in sorted(actors)
        ),
        unevidenced=tuple(sorted(ties, key=lambda tie: tie.id)),
    )  # fmt: skip


# The dyads


@pytest.mark.parametrize("name", ["quay", "shore"])
def test_the_triples_are_those_of_the_records(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Line by line; and what is read of them is the records again, without a fault."""
    folder, file = request.getfixturevalue(name), tmp_path / "e.nt"
    said = triples.dyads(folder, file, BASE)
    content, corpus = file.read_bytes(), records(folder)
    assert without_origin(content) == sorted(rdf.ntriples(corpus).decode().split("\n"))
    assert content.count(b"\n") == said.triples == len(set(content.splitlines()))
    assert (said.actors, said.ties) == (len(corpus.actors), len(corpus.unevidenced))
    assert said.left_out == ({"dyads of neutral events alone": 1} if name == "quay" else {})
    graph = rdf.from_ntriples(content)
    assert shapes.check(graph) == []
    assert replace(rdf.to_corpus(graph), id="events") == corpus


def test_it_says_which_files_it_was_made_of(quay: EventFolder, tmp_path: Path) -> None:
    """By their names, without the folders of somebody's machine."""
    triples.dyads(quay, tmp_path / "e.nt", BASE)
    content = (tmp_path / "e.nt").read_bytes()
    answer = query.ask(
        Store.from_triples(content),
        "SELECT ?name ?version { ?corpus a clv:Corpus ; prov:wasDerivedFrom/dcterms:title ?name ;"
        " prov:wasGeneratedBy/prov:used [ a clv:CodeTable ; owl:versionInfo ?version ] }",
    )
    assert isinstance(answer, Rows)
    assert list(answer) == [{"name": "e.tab", "version": "1"}]
    assert str(quay.path.parent).encode() not in content


def test_every_character_is_encoded_as_the_standard_of_r2rml_says() -> None:
    """At the ends of each range that may stand in an IRI as it is."""
    ranges = (range(1, 0x3000), range(0xD7F0, 0xD800), range(0xE000, 0xE004),
              range(0xF8F0, 0x10010), range(0xDFFF0, 0xE0010), range(0xE0FF0, 0xE1010),
              range(0xEFFF0, 0xF0010), (0x1FFFD, 0x1FFFE, 0x20000, 0x10FFFF))  # fmt: skip
    characters = [chr(point) for points in ranges for point in points]
    with lines.database(10**9, Path("unused")) as database:
        found = database.execute(
            "SELECT one, encoded(one), escaped(one) FROM (SELECT unnest(?) AS one)", [characters]
        ).fetchall()
    assert len(found) == len(characters) > 14_000
    assert [row for row in found if row[1] != r2rml.encoded(row[0])] == []
    spelt = {one: rdf.terms.quoted(one)[1:-1] for one in characters}
    assert [row for row in found if row[2] != spelt[row[0]]] == []


def renamed(folder: EventFolder, to: Path, names: Mapping[str, str]) -> EventFolder:
    """Return a copy of a folder whose actors have other names."""
    (to / "dyads").mkdir(parents=True)
    (to / "events.json").write_bytes((folder.path / "events.json").read_bytes())
    with duckdb.connect() as database:
        for file, columns in (("actors", ["actor"]), ("dyads/*", ["holder", "target"])):
            cases = " ".join(f"WHEN {old!r} THEN '{new}'" for old, new in names.items())
            swaps = ", ".join(f"CASE {one} {cases} ELSE {one} END AS {one}" for one in columns)
            database.execute(
                f"COPY (SELECT * REPLACE ({swaps}) FROM '{folder.path}/{file}.parquet')"
                f" TO '{to}/{file.replace('*', 'one')}.parquet' (FORMAT parquet)"
            )
    return EventFolder(to)


@pytest.mark.parametrize("odd", ["Old\xa0Ferry", "left\u202eright", "\u2066inside"])
def test_who_cannot_stand_in_an_iri_is_left_out_and_counted(
    odd: str, shore: EventFolder, tmp_path: Path
) -> None:
    """A name whose characters nobody can tell from others, or that turns a line around."""
    folder = renamed(shore, tmp_path / "odd", {"Wardens": odd})
    said = triples.dyads(folder, tmp_path / "e.nt", BASE)
    assert said.left_out == {
        "actors whose name cannot stand in an IRI": 1,
        "ties of such actors": 1,
    }
    content = (tmp_path / "e.nt").read_bytes()
    assert content.count(b"\n") == said.triples
    assert constraints.check(rdf.to_corpus(rdf.from_ntriples(content))) == []


def test_a_file_can_be_packed(shore: EventFolder, tmp_path: Path) -> None:
    """By its name, with gzip or zstd."""
    files = [tmp_path / f"e.nt{ending}" for ending in ("", ".gz", ".zst")]
    for file in files:
        triples.dyads(shore, file, BASE)
    plain = files[0].read_bytes()
    assert gzip.decompress(files[1].read_bytes()) == plain
    with duckdb.connect() as database:
        how = "delim = '\x01', quote = '', header = false, columns = {'a': 'VARCHAR'}"
        found = database.execute(f"SELECT a FROM read_csv('{files[2]}', {how})").fetchall()
    assert "".join(f"{row[0]}\n" for row in found).encode() == plain


def test_a_file_is_written_whole_or_not_at_all(shore: EventFolder, tmp_path: Path) -> None:
    """What is there stays as it was, and nothing else is left."""
    file = tmp_path / "out" / "e.nt"
    triples.dyads(shore, file, BASE)
    before = file.read_bytes()
    broken = renamed(shore, tmp_path / "broken", {"Arun": "Arun"})
    (table_,) = broken.path.glob("dyads/*")
    table_.write_bytes(table_.read_bytes()[:-20])
    with pytest.raises(ClivageError, match="broken"):
        triples.dyads(broken, file, BASE)
    assert {one.name: one.read_bytes() for one in file.parent.iterdir()} == {"e.nt": before}
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        triples.dyads(shore, tmp_path / "file" / "e.nt", BASE)
    with pytest.raises(OutputError, match="N-Triples"):
        triples.dyads(shore, tmp_path / "e.ttl", BASE)
    with pytest.raises(ClivageError, match="belongs to nobody"):
        triples.dyads(shore, file, "https://example.org/")


# A store


def test_a_store_is_loaded_with_what_another_is_made_of(quay: EventFolder, tmp_path: Path) -> None:
    """The same graphs, in several batches; and SPARQL is answered."""
    triples.dyads(quay, tmp_path / "e.nt", BASE)
    content = (tmp_path / "e.nt").read_bytes()
    with triples.opened(quay, BASE, spill=tmp_path / "spill") as found:
        assert b"".join(found.batches()) == content
    counts: list[int] = []
    for _ in range(2):  # the second takes the place of the first
        each = (line for line in content.splitlines(keepends=True))
        bulk.load(each, tmp_path / "store", BASE, counts.append)
    assert sorted(set(counts)) == list(range(1, content.count(b"\n") + 1))
    store, other = Store.open(tmp_path / "store"), Store.from_triples(content)
    assert (store.base, store.graphs) == (BASE, other.graphs)
    assert store.graph("statements") == other.graph("statements")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["e.nt", "store"]


def test_a_store_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where it fails, the one that was there stays; and nothing but a store is replaced."""
    line = f"<{BASE}> <{RDF.type}> <{CLV}Corpus> .\n".encode()
    bulk.load([line], tmp_path / "store", BASE)

    def failing() -> Iterator[bytes]:
        yield line * 2
        raise OSError("the disk is gone")

    for batches in (failing(), [b"<urn:a> <urn: b> <urn:d> .\n"]):
        with pytest.raises(OutputError, match="store: the store cannot be written"):
            bulk.load(batches, tmp_path / "store", BASE)
    assert Store.open(tmp_path / "store").graph("statements") == line
    assert [one.name for one in tmp_path.iterdir()] == ["store"]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter").touch()
    with pytest.raises(OutputError, match="not a store"):
        bulk.load([line], tmp_path / "other", BASE)


# R2RML


@pytest.mark.parametrize("name", ["quay", "shore"])
def test_the_mapping_makes_the_same_triples(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """By a small processor of our own; all of them, those of the whole too."""
    folder = request.getfixturevalue(name)
    triples.dyads(folder, tmp_path / "e.nt")
    mapped = (folder.path / mapping.MAPPING).read_text("utf-8")
    found = rdf.writing.lines(r2rml.triples(mapped, folder.path))  # type: ignore[arg-type]
    assert sorted(set(found)) == sorted((tmp_path / "e.nt").read_text("utf-8").splitlines(True))


@pytest.mark.parametrize("name", ["quay", "shore"])
def test_morph_kgc_makes_the_same_triples(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A processor of others, that needs an environment of its own.

    R2RML keeps letters such as é in an IRI, and morph-kgc encodes them: so they are here.
    """
    python = os.environ.get(MORPH)
    if not python:
        if os.environ.get("CLIVAGE_CLUSTERS") == "1":
            pytest.fail(f"{MORPH} names no Python with morph-kgc")
        pytest.skip(f"{MORPH} names no Python with morph-kgc: .ci/run installs it")
    folder, output = request.getfixturevalue(name), tmp_path / "m.nt"
    command = [python, "tests/morph.py", folder.path, folder.path / mapping.MAPPING, output]
    subprocess.run(command, check=True, timeout=120)
    triples.dyads(folder, tmp_path / "e.nt")
    found, ours = (
        {tuple(map(_encoded, triple)) for triple in rdf.from_ntriples(file.read_bytes())}
        for file in (output, tmp_path / "e.nt")
    )
    assert len(ours) > 30
    assert found == ours


def _encoded(node: object) -> object:
    """Return a node, an IRI with all that is not ASCII encoded."""
    if not isinstance(node, URIRef):
        return node
    return "".join(
        one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in node
    )


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["events", *map(str, arguments)])


def test_the_command_makes_a_folder_and_its_rdf(quay: EventFolder, tmp_path: Path) -> None:
    """At once, or later of the folder alone; the mapping and the RDF have one base."""
    out, file = tmp_path / "out", quay.path.parent / "e.tab"
    said = run(file, "-o", out, "--rdf", tmp_path / "a.nt", "--base", BASE, "--memory", "1GB")
    assert said.exit_code == 0, said.output
    assert re.search(r"wrote [\d,]+ triples of 33 ties to", said.output)
    assert EventFolder(out).base == BASE
    assert f'rr:template "{BASE}actor/{{actor}}"' in (out / mapping.MAPPING).read_text("utf-8")
    again = run(out, "--rdf", tmp_path / "b.nt", "--statements", tmp_path / "s.nt", "--with",
                "Arun", "--code", "190", "--store", tmp_path / "store")  # fmt: skip
    assert again.exit_code == 0, again.output
    assert (tmp_path / "b.nt").read_bytes() == (tmp_path / "a.nt").read_bytes()
    answer = Store.open(tmp_path / "store").query("SELECT ?e { ?e a clv:CodedEvent }")
    assert len(answer) == (tmp_path / "s.nt").read_bytes().count(b"#CodedEvent>") > 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "made already"),
        (["--window", "day", "--rdf", "x.nt"], "made already"),
        (["--code", "190"], "with --statements"),
        (["--rdf", "x.nt", "--from", "2018-06-01"], "period is that of --statements"),
        (["--rdf", "x.ttl"], "is N-Triples"),
        (["--rdf", "x.nt", "--base", "x"], "not an IRI that ends in"),
    ],
)
def test_what_cannot_be_written_is_refused(
    given: list[str], said: str, shore: EventFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is made."""
    monkeypatch.chdir(tmp_path)
    refused = run(shore.path, *given)
    assert refused.exit_code != 0
    assert said in " ".join(refused.output.split())
    assert list(tmp_path.iterdir()) == []
