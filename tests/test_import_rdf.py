"""RDF of the clivage ontology, back into records and into a corpus folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from clivage import coding, rdf, store
from clivage.errors import ClivageError, ImportFileError
from clivage.importers import job
from clivage.importers import rdf as reader
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import Corpus, Sign, UnevidencedTie
from clivage.namespaces import CLV
from tests.damaged_files import damaged
from tests.small import SOURCE, small

FOUNDING = Path("graph/bolivia-1971")
BASE = "https://w3id.org/clivage/test/bridge/"
#: A statement as Turtle, and what it needs.
HEAD = f"""@prefix clv: <{CLV}> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix s: <https://schema.org/> .
@base <{BASE}> .
<> a clv:Corpus ; dcterms:title "Bridge"@en ; dcterms:language "en" .
<actor/a> a clv:Person ; skos:prefLabel "A"@en . <actor/b> a clv:Person ; skos:prefLabel "B"@en .
<source/t> a clv:Source ; dcterms:title "T"@en ; dcterms:language "en" ; dcterms:rights "none" ;
  s:sha256 "{"0" * 64}" ; clv:text "A praises B." .
<source/t#char=0,11> a clv:Passage ; oa:hasSource <source/t> ; oa:hasSelector <p>, <q> .
<p> a oa:TextPositionSelector ; oa:start 0 ; oa:end 11 .
<q> a oa:TextQuoteSelector ; oa:exact "A praises B" .
<coder/c> a prov:Agent .
"""
WHOLE = """ a clv:Support ; clv:holder <actor/a> ; clv:target <actor/b> ; clv:strength 2 ;
  clv:modality clv:modality-actual ; clv:certainty clv:certainty-certain ;
  prov:wasAttributedTo <coder/c> ; clv:evidence <source/t#char=0,11> .
"""


def read(folder: Path, turtle: str | bytes, name: str = "corpus.ttl") -> Imported:
    """Read Turtle."""
    file = folder / name
    file.write_bytes(turtle if isinstance(turtle, bytes) else turtle.encode())
    return reader.read(file, Options())


def written(corpus: Corpus, ending: str, *, with_text: bool = True) -> bytes:
    """Return a corpus as RDF of the format of an ending, with its derived edges."""
    triples = rdf.ntriples(corpus, with_text=with_text)
    made = store.Store.from_triples(triples).ntriples()
    graph = ox.NamedNode(f"{corpus.base}graph/statements")
    quads = [
        ox.Quad(one.subject, one.predicate, one.object, graph)
        if ending in (".trig", ".nq")
        else one
        for one in ox.parse(made, format=ox.RdfFormat.N_TRIPLES)
    ]
    data = ox.serialize(quads, format=store.READABLE[ending])
    assert data
    return data


def rich() -> Corpus:
    """Return a small corpus that has a value for whatever a corpus can say."""
    corpus = small()
    (source,) = corpus.sources
    source = replace(source, creator="I. Varo", date="1901", period="1900/1901",
                     publication="Gazette", section="2", genre="letter")  # fmt: skip
    ties = (
        UnevidencedTie(id="ties.1", sign=Sign.OPPOSITION, holder="guild", target="stranger",
                       strength=3, when="1901", provenance="a list", note="seen"),
        UnevidencedTie(id="ties.2", sign=Sign.SUPPORT, holder="stranger", target="bridge"),
    )  # fmt: skip
    issues = tuple(replace(one, note="of 1901", exact_match=("http://elsewhere.net/bridge",))
                   for one in corpus.issues)  # fmt: skip
    return replace(corpus, sources=(source,), issues=issues, unevidenced=ties)


@pytest.mark.parametrize("ending", store.READABLE)
def test_every_format_gives_the_same_records(tmp_path: Path, ending: str) -> None:
    corpus = coding.read(FOUNDING)
    found = read(tmp_path, written(corpus, ending), f"corpus{ending}")
    assert reader.recognise(Path(f"corpus{ending}"), b"<")
    assert not (*found.repaired, *found.refused, *found.left_out)
    assert {one.id for one in found.parties} == set(corpus.actor)
    assert {one.id for one in found.topics} == set(corpus.issue)
    assert [one.text for one in found.documents] == [one.text for one in corpus.sources]
    said = {one.id: one for one in found.stances}
    assert len(said) == len(corpus.statements) == 37
    for one in corpus.statements:
        stance = said[one.id]
        quoted = [(it.document, it.start, it.end, it.exact) for it in stance.quotes]
        assert quoted == [(it.source, it.start, it.end, it.exact) for it in one.evidence]
        for name in ("sign", "holder", "target", "about", "voice", "relation", "mode", "modality",
                     "strength", "certainty", "when", "date_basis", "note"):  # fmt: skip
            assert getattr(stance, name) == getattr(one, name), (one.id, name)
        assert stance.on_topic == (one.target in corpus.issue)


def test_the_exports_of_the_repository_are_read(tmp_path: Path) -> None:
    for ending in ("ttl", "trig", "nt", "nq", "jsonld", "rdf12.ttl"):
        found = reader.read(Path(f"exports/bolivia-1971/bolivia-1971.{ending}"), Options())
        assert (len(found.stances), len(found.parties), len(found.topics)) == (37, 26, 10)
        assert not found.refused
        assert found.documents[0].text is None
        assert {one.record for one in found.left_out} <= {"rdf:reifies"}


def test_everything_survives_the_way_into_a_new_corpus(tmp_path: Path) -> None:
    before = rich()
    file = tmp_path / "bridge.trig"
    file.write_bytes(written(before, ".trig"))
    report = job.bring(file, tmp_path / "bridge", format="rdf")
    assert report.taken == Counter(
        {"statement": 13, "unevidenced tie": 2, "text": 1, "actor": 7, "issue": 1, "coder": 1}
    ), list(report.lines())
    assert not list(report.sections())
    after = coding.read(tmp_path / "bridge")
    for name in ("id", "base", "title", "language", "licence", "description", "publisher",
                 "sources", "actors", "issues"):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name
    names = {one.id: one.name for one in (*after.coders, *before.coders)}

    def named(corpus: Corpus) -> list[object]:
        return [replace(one, coder=names[one.coder]) for one in corpus.statements]

    assert named(after) == named(before)
    ties = [(one.sign, one.holder, one.target, one.strength, one.when) for one in after.unevidenced]
    assert ties == [
        (one.sign, one.holder, one.target, one.strength, one.when) for one in before.unevidenced
    ]
    assert after.unevidenced[0].note == "seen; a list"
    again = job.bring(file, tmp_path / "bridge", format="rdf")
    assert not again.changes
    assert again.known["statement"] == 13


def test_without_its_texts_a_corpus_needs_them_beside_it(tmp_path: Path) -> None:
    corpus = small()
    file = tmp_path / "bridge.ttl"
    file.write_bytes(written(corpus, ".ttl", with_text=False))
    report = job.bring(file, tmp_path / "bridge", format="rdf", dry_run=True)
    assert not report.taken["statement"]
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / f"{SOURCE}.txt").write_text(corpus.sources[0].text or "", encoding="utf-8")
    options = Options(texts=texts)
    report = job.bring(file, tmp_path / "bridge", format="rdf", options=options)
    assert report.taken["statement"] == 13


def test_the_header_is_that_of_the_corpus(tmp_path: Path) -> None:
    corpus = small()
    header = read(tmp_path, written(corpus, ".nt"), "bridge.nt").header
    assert header is not None
    assert header == replace(corpus, sources=(), actors=(), issues=(), statements=())
    unnamed = read(tmp_path, f"<urn:s> a <{CLV}Support> .", "s.ttl")
    assert unnamed.header is None


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("clv:holder <actor/a> ;", "it has no holder"),
        ("clv:target <actor/b> ;", "it has no target"),
        ("clv:strength 2 ;", "it has no strength"),
        ("clv:modality clv:modality-actual ;", "it has no modality"),
        ("clv:certainty clv:certainty-certain ;", "it has no certainty"),
        ("a clv:Support ;", "it is not one of a support and an opposition"),
    ],
)
def test_a_statement_of_which_a_part_is_missing_is_refused(
    tmp_path: Path, without: str, said: str
) -> None:
    partly = WHOLE.replace(without, "a clv:Statement ;" if "Support" in without else "")
    assert partly != WHOLE
    found = read(tmp_path, f"{HEAD}<statement/whole>{WHOLE}<statement/partly>{partly}")
    assert [one.id for one in found.stances] == ["whole"]
    assert [one.record for one in found.refused] == ["statement partly"]
    assert said in found.refused[0].what


def test_a_statement_without_a_coder_is_taken(tmp_path: Path) -> None:
    found = read(
        tmp_path, f"{HEAD}<statement/x>{WHOLE.replace('prov:wasAttributedTo <coder/c> ;', '')}"
    )
    assert [(one.id, one.coder) for one in found.stances] == [("x", "")]
    assert not found.refused


def test_an_edge_that_rests_on_no_statement_is_refused(tmp_path: Path) -> None:
    edges = "<actor/a> clv:supports <actor/b> . <actor/b> clv:opposes <actor/a> ."
    found = read(tmp_path, f"{HEAD}<statement/x>{WHOLE}{edges}")
    assert [str(one) for one in found.refused] == [
        "actor b: that it opposes actor/a rests on no statement. code the statement."
    ]


def test_properties_that_have_no_place_are_counted(tmp_path: Path) -> None:
    more = "<actor/a> <http://elsewhere.net/born> 1870 ; <http://elsewhere.net/died> 1903 ."
    found = read(tmp_path, f"{HEAD}<statement/x>{WHOLE}{more}")
    assert [str(one) for one in found.left_out] == [
        "http://elsewhere.net/born: a property that has no place; it stands 1 times.",
        "http://elsewhere.net/died: a property that has no place; it stands 1 times.",
    ]


def test_what_others_have_named_keeps_its_name_as_an_exact_match(tmp_path: Path) -> None:
    turtle = f"{HEAD}<statement/x>{WHOLE}".replace("<actor/b>", "<http://elsewhere.net/b>")
    found = read(tmp_path, turtle.replace("<statement/x>", "<http://elsewhere.net/s>"))
    (party,) = [one for one in found.parties if one.label == "B"]
    assert (party.id, party.exact_match) == ("", ("http://elsewhere.net/b",))
    (stance,) = found.stances
    assert (stance.target, stance.id, stance.note) == (
        party.key,
        "",
        "named http://elsewhere.net/s",
    )
    assert [one.record for one in found.repaired if "exact" in one.what] == [f"actor {party.key}"]


def test_things_that_break_rules_are_mended_and_told(tmp_path: Path) -> None:
    broken = """<actor/a> a clv:Organization ; clv:partOf <actor/z> ; skos:exactMatch <urn:x> .
<actor/d> a clv:Person ; skos:prefLabel "D" .
<source/t> clv:when "in May"^^<http://id.loc.gov/datatypes/edtf/EDTF> ."""
    found = read(tmp_path, f"{HEAD}<statement/x>{WHOLE}{broken}")
    parties = {one.key: one for one in found.parties}
    assert parties["a"].type is None
    assert parties["a"].note == "same as: urn:x; part of: z"
    assert parties["d"].labels == {"en": "D"}
    assert (found.documents[0].period, found.documents[0].provenance) == ("", "period: in May")
    told = {one.record: [it.what for it in found.repaired if it.record == one.record]
            for one in found.repaired}  # fmt: skip
    assert sorted(told) == ["actor a", "actor d", "source t"]
    assert len(told["actor a"]) == 3
    assert any("digest" in what for what in told["source t"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", b"<urn:a> <urn:b> ", "a.ttl:1: not RDF"),
        ("a.ttl", b"", "nothing here is of the clivage ontology"),
        ("a.ttl", b"<urn:a> <urn:b> <urn:c> .", "nothing here is of the clivage ontology"),
        ("a.nt", b"<urn:a> <urn:b> \"\xff\" .", "not RDF"),
        ("a.jsonld", b'{"@context": "https://w3id.org/clivage/context"}', "on another server"),
        ("a.rdf", b'<!DOCTYPE a [<!ENTITY b "&c;">]><a>&b;</a>', "the entity 'b' grows"),
        ("a.rdf", b"<a>" * 5000 + b"</a>" * 5000, "is nested more than 200 deep"),
        ("a.jsonld", b'{"http://a.net/b":' * 5000 + b"1" + b"}" * 5000, "more than 200 deep"),
        ("a.ttl", b"<urn:a> <urn:b> " + b"(" * 90_000, "is nested more than 5,000 deep"),
        ("a.txt", b"<urn:a> <urn:b> <urn:c> .", "not RDF by its name"),
    ],
)  # fmt: skip
def test_what_is_no_rdf_of_the_ontology_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(ImportFileError) as caught:
        read(tmp_path, content, name)
    assert said in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", [".ttl", ".jsonld", ".rdf"])
def test_damaged_rdf_is_read_or_refused_in_words(tmp_path: Path, ending: str) -> None:
    content = f"{HEAD}<statement/x>{WHOLE}".encode()
    if ending != ".ttl":
        quads = ox.parse(content, format=ox.RdfFormat.TURTLE)
        content = ox.serialize(quads, format=store.READABLE[ending]) or b""
    outcomes: set[type] = set()
    for one in damaged(content, cuts=6, flips=12):
        try:
            outcomes.add(type(read(tmp_path, one, f"corpus{ending}")))
        except ClivageError as error:
            assert "\n" not in str(error)
            outcomes.add(type(error))
    assert outcomes == {Imported, ImportFileError}
