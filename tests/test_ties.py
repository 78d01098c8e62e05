"""Ties that a table claims without a quotation: read, kept apart, and shown as what they are."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from clivage import api, coding, marks, network, picture, query, rdf, report, template, view
from clivage.answer import Rows
from clivage.errors import CorpusError, OntologyError
from clivage.export.gexf import gexf
from clivage.export.graphml import graphml
from clivage.export.tables import edges_csv
from clivage.model import Corpus, Sign, UnevidencedTie
from clivage.shapes import check
from clivage.store import Store
from tests.small import small

HEADER = "holder,target,sign,strength,when,provenance,note\n"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the worked example of ``clivage init``, with a folder for tables."""
    monkeypatch.chdir(tmp_path)
    template.write(Path("port"))
    Path("port/ties").mkdir()
    return Path("port")


def tied(*ties: UnevidencedTie) -> Corpus:
    """Return the quarrel over the bridge with ties that nobody can check."""
    given = ties or (
        tie("guild", Sign.SUPPORT, "bargemen", strength=3),
        tie("ferry-woman", Sign.OPPOSITION, "bridge", when="1901-05"),
        tie("guild", Sign.OPPOSITION, "orla-finn", provenance="a list of quarrels"),
    )
    return replace(small(), unevidenced=tuple(sorted(given, key=lambda one: one.id)))


def tie(holder: str, sign: Sign, target: str, **more: object) -> UnevidencedTie:
    """Return a tie of the table ``tolls``."""
    id = f"tolls.{holder}.{sign.verb}.{target}"
    return UnevidencedTie(id=id, sign=sign, holder=holder, target=target, **more)  # type: ignore[arg-type]


def rows_of(answer: object) -> list[dict[str, str]]:
    """Return the rows of an answer that has some."""
    assert isinstance(answer, Rows)
    return list(answer)


# Reading


def test_a_table_is_read_with_its_signs_dates_and_provenance(port: Path) -> None:
    """Columns in any order, signs as networks spell them, a byte order mark, empty rows."""
    (port / "ties/trade.csv").write_text(
        "\ufeffTarget,holder,sign,note,when\r\n"
        'mayor,shipowners,+1,"a gift,\nnot a bribe",1911\r\n\r\n'
        "council,fishers-union,−1,,\r\n"
        "dyke,mayor,Opposes,,\r\n",
        "utf-8",
        newline="",
    )
    corpus = coding.read(port)
    assert [(one.holder, one.sign.value, one.target) for one in corpus.unevidenced] == [
        ("fishers-union", -1, "council"), ("mayor", -1, "dyke"), ("shipowners", 1, "mayor"),
    ]  # fmt: skip
    last = corpus.tie["trade.shipowners.supports.mayor"]
    assert (last.note, last.when, last.strength) == ("a gift,\nnot a bribe", "1911", 2)
    assert str(corpus.origins.of("tie/trade.mayor.opposes.dyke")) == "port/ties/trade.csv:6"


def test_a_row_put_in_above_renames_nothing(port: Path) -> None:
    """An id says what the tie says; the second that says the same has a number."""
    table = port / "ties/trade.csv"
    rows = "mayor,dyke,-,,1910,,\nmayor,dyke,-,,1911,,\n"
    table.write_text(HEADER + rows)
    before = coding.read(port).tie
    assert list(before) == ["trade.mayor.opposes.dyke", "trade.mayor.opposes.dyke.2"]
    table.write_text(f"{HEADER}council,mayor,+,,,,\n{rows}")
    after = coding.read(port).tie
    assert {id: after[id] for id in before} == before
    assert len(after) == 3


def test_everything_wrong_is_said_at_once_with_its_line(port: Path) -> None:
    """Shape and meaning, in two tables; a wrong row does not hide the others."""
    rows = [
        "mayer,dyke,+,,,,", "mayor,dike,+,,,,", "mayor,dyke,perhaps,,,,", "mayor,,+,,,,",
        "mayor,mayor,+,,,,", "mayor,dyke,+,9,,,", "mayor,dyke,+,some,,,", "mayor,dyke,+,,1971-13,,",
        "mayor,dyke,+,,,a,b,c", "author,dyke,+,,,,",
    ]  # fmt: skip
    (port / "ties/trade.csv").write_text(HEADER + "\n".join(rows) + "\n")
    (port / "ties/other.csv").write_text("holder,target,sing\n")
    (port / "ties/a.b.csv").write_text(HEADER)
    (port / "ties/open.csv").write_text(HEADER + 'mayor,dyke,+,,,"never closed\n')
    with pytest.raises(CorpusError) as raised:
        coding.read(port)
    said = [str(one) for one in raised.value.problems]
    assert [line.partition(": ")[0] for line in said] == [
        "port/ties/a.b.csv", "port/ties/open.csv:2", "port/ties/other.csv:1",
        *(f"port/ties/trade.csv:{line}" for line in range(2, 12)),
    ]  # fmt: skip
    assert "'sing' is not a column here. did you mean 'sign'." in said[2]
    assert "there is no actor 'mayer'. did you mean 'mayor'." in said[3]
    assert "there is no actor or issue 'dike'. did you mean 'dyke'." in said[4]


@pytest.mark.parametrize("content", [b"", b"\xff\xfeh", b"holder,\xe9", b"h\0", b'"' * 200_000])
def test_a_table_that_is_none_is_refused_by_name(port: Path, content: bytes) -> None:
    """Never a traceback."""
    (port / "ties/trade.csv").write_bytes(content)
    with pytest.raises(CorpusError, match=r"trade\.csv"):
        coding.read(port)


def test_a_corpus_may_have_nothing_but_ties(port: Path) -> None:
    """A bare edge list is a corpus to draw and to analyse."""
    (port / "codings/gazette.yaml").unlink()
    (port / "ties/trade.csv").write_text("holder,target,sign\nmayor,council,1\n")
    corpus = coding.read(port)
    assert rdf.to_corpus(rdf.to_graph(corpus)).unevidenced == corpus.unevidenced
    assert [edge.evidenced for edge in view.of(corpus).edges] == [False]


# RDF


def test_no_edge_is_ever_derived_from_a_tie_without_a_quotation() -> None:
    """Every named question and every derived triple is as without them."""
    plain, with_ties = (Store.from_triples(rdf.ntriples(one)) for one in (small(), tied()))
    edges = "SELECT ?a ?p ?b { VALUES ?p { clv:supports clv:opposes clv:alliedWith } ?a ?p ?b }"
    rows = [sorted(map(str, store.query(edges))) for store in (plain, with_ties)]  # type: ignore[arg-type]
    assert rows[0] == rows[1] != []
    for name in ("actors", "contested", "no-edge", "mutual", "undated", "reach"):
        values = ("guild",) if name == "reach" else ()
        assert rows_of(api.ask(tied(), name, *values)) == rows_of(api.ask(small(), name, *values))
        there, here = (query.ask(store, name, values) for store in (with_ties, plain))
        assert rows_of(there) == rows_of(here)
    assert len(network.from_store(with_ties)) == len(network.of(tied())) == len(network.of(small()))


def test_an_edge_that_only_a_tie_would_back_is_refused() -> None:
    """The native check and the shapes say the same."""
    corpus = tied()
    graph = rdf.to_graph(corpus)
    assert check(graph, corpus=corpus) == []
    base = corpus.base
    graph.update(
        f"INSERT DATA {{ <{base}actor/guild> <https://w3id.org/clivage/ns#opposes>"
        f" <{base}actor/orla-finn> }}"
    )
    assert {one.rule for one in rdf.inspect(graph)[1]} == {"edge-evidence"}
    assert {one.rule for one in check(graph)} == {"edge-evidence"}


# Network, view, exports


def test_the_network_has_them_only_when_asked_and_marks_them() -> None:
    """Parts of a network keep the mark."""
    corpus = tied()
    whole = network.of(corpus, unevidenced=True)
    assert len(whole) - len(network.of(corpus)) == 3 == int((~whole.evidenced).sum())
    assert all(id.startswith("tie/") for id in whole.where(~whole.evidenced).statements)
    assert whole.between_actors().evidenced.tolist().count(False) == 2
    assert whole.on_issues().evidenced.tolist().count(False) == 1
    assert network.of(corpus).evidenced.all()
    again = network.from_networkx(network.rows_to_networkx(whole), weight="weight")
    marked = dict(zip(again.statements, again.evidenced.tolist(), strict=True))
    assert marked == dict(zip(whole.statements, whole.evidenced.tolist(), strict=True))


def test_a_table_of_edges_has_no_evidence(tmp_path: Path) -> None:
    """Not one row of it."""
    (tmp_path / "e.csv").write_text("source,target,sign\na,b,1\nb,c,-1\n")
    assert network.from_csv(tmp_path / "e.csv").evidenced.tolist() == [False, False]


def test_a_tie_never_shares_an_edge_with_a_statement() -> None:
    """The guild supports the bargemen in a quotation, and in a table: two edges."""
    edges = {edge.id: edge for edge in view.of(tied()).edges}
    cited, bare = (edges[f"guild.supports.bargemen{end}"] for end in ("", ".unevidenced"))
    assert (cited.evidenced, cited.weight, cited.ties) == (True, 3, ())
    assert (bare.evidenced, bare.weight, bare.statements) == (False, 3, ())
    assert bare.ties == ("tolls.guild.supports.bargemen",)
    assert marks.thickness(bare) < marks.thickness(cited)
    bends = marks.bends(edges.values())
    assert bends[cited.id] != bends[bare.id]


def test_every_export_tells_them_apart() -> None:
    """1 and 0 in the tables, a flag in JSON, dots in the picture, a legend that says why."""
    drawn = view.of(tied())
    rows = {one["id"]: one for one in csv.DictReader(io.StringIO(edges_csv(drawn)))}
    bare = [one for one in rows.values() if one["evidenced"] == "0"]
    assert len(bare) == 3
    assert {one["quotations"] for one in bare} == {""}
    assert rows["guild.opposes.orla-finn.unevidenced"]["provenance"] == "a list of quarrels"
    assert rows["ferry-woman.opposes.bridge.unevidenced"]["not_before"] == "1901-05-01"
    assert gexf(drawn).count('<attvalue for="evidenced" value="0"/>') == 3
    assert graphml(drawn).count('<data key="edge-evidenced">0</data>') == 3
    said = json.loads(view.dumps(drawn))
    assert {one["edge"] for one in said["unevidenced"]} == {one["id"] for one in bare}
    assert [one["evidenced"] for one in said["edges"]].count(False) == 3
    for language in marks.languages():
        svg = picture.svg(drawn, language=language)
        assert marks.words(language)["legend-unevidenced-support"] in svg
        assert svg.count('stroke-dasharray="1.5 4"') == 3 + 2  # and the two of the legend
        assert 'stroke-dasharray="1.5 4"' not in picture.svg(view.of(small()), language=language)


# The report


def test_a_report_says_first_how_many_have_no_quotation_and_can_leave_them_out() -> None:
    """They count unless one says otherwise, and nothing quotes what was never quoted."""
    subject = report.of_corpus(tied())
    study = report.Study(subject, report.Options())
    text = report.write(study, ["overview", "ambivalence"], report.Form.TEXT, version="0")
    rows = len(network.of(small())) + 3
    assert text.splitlines()[2].startswith(f"3 of {rows} ties have no quotation behind them")
    quarrel = tied(*tied().unevidenced, tie("orla-finn", Sign.OPPOSITION, "guild"),
                   tie("orla-finn", Sign.SUPPORT, "guild", provenance="hearsay"))  # fmt: skip
    both = report.Study(report.of_corpus(quarrel), report.Options())
    assert "+ no quotation; hearsay" in report.write(
        both, ["ambivalence"], report.Form.TEXT, version="0"
    )
    alone = report.Study(subject, report.Options(evidenced_only=True))
    said = report.write(alone, ["overview"], report.Form.TEXT, version="0")
    assert "3 ties without a quotation are left out." in said
    assert alone.subject.network.statements == network.of(small()).statements


def test_findings_in_rdf_rest_on_statements_alone() -> None:
    """The same bytes with the ties and without."""
    from clivage.report import linked

    studies = [report.Study(report.of_corpus(one), report.Options()) for one in (small(), tied())]
    assert linked.turtle(studies[0]) == linked.turtle(studies[1])
    assert linked.guesses(studies[0]) == linked.guesses(studies[1])


def test_rdf_without_anything_of_clivage_is_still_refused() -> None:
    """Ties are enough to be a corpus; nothing is not."""
    with pytest.raises(OntologyError):
        rdf.to_corpus(rdf.from_ntriples(b"<urn:a> <urn:b> <urn:c> ."))
