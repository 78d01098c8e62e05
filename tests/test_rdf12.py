"""RDF 1.2, which rdflib does not know: what it adds is left out, and the rest is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from clivage import corpora, rdf
from clivage.cli import main
from clivage.errors import OntologyError
from clivage.importers import rdf as importer
from clivage.importers.options import Options

EXPORT = Path("exports/bolivia-1971/bolivia-1971.rdf12.ttl")
PLAIN = EXPORT.with_name("bolivia-1971.ttl")
COMMANDS = [
    ["check"],
    ["query", "actors", "-c"],
    ["analyze", "-m", "ambivalence"],
    ["network", "--format", "edges"],
    ["export", "--format", "ntriples"],
]


def nested(deep: int) -> str:
    """Return a triple in a triple in a triple..."""
    return "<<( <urn:a> <urn:b> " * deep + "<urn:c>" + " )>>" * deep


def hostile(folder: Path) -> Path:
    """Return the export with all of RDF 1.2 that there is, nested as deep as may be."""
    file = folder / "hostile.ttl"
    more = f"""
    <urn:s> <urn:p> {nested(2)} , {nested(2_000)} , "a <<( b )>> ." , "x"@ar--rtl , <urn:o> {{|
      <urn:q> 1 |}} .
    << <urn:s> <urn:p> "--ltr ." >> <urn:q> 1 .
    """
    file.write_text(EXPORT.read_text(encoding="utf-8") + more, encoding="utf-8")
    return file


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_every_command_reads_the_export_with_reifiers_as_that_without(
    words: list[str], tmp_path: Path
) -> None:
    files = [PLAIN, hostile(tmp_path)]
    results = [CliRunner().invoke(main, [*words, str(file)]) for file in files]
    assert [one.exit_code for one in results] == [0, 0], results[1].output
    said = {one.output.replace(str(file), "") for one, file in zip(results, files, strict=True)}
    assert len(said) == 1


def test_it_is_the_same_corpus(tmp_path: Path) -> None:
    """Which is all that whatever draws or counts it is given."""
    corpus = corpora.load(PLAIN)
    assert corpora.load(EXPORT) == corpora.load(hostile(tmp_path)) == corpus
    assert len(corpus.statements) == 37


def test_an_import_reads_it_too_and_says_what_is_left_out(tmp_path: Path) -> None:
    found = importer.read(hostile(tmp_path), Options())
    assert len(found.stances) == 37
    assert not found.refused
    assert "rdf:reifies" in {one.record for one in found.left_out}


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .", 0),
        ("_:a\t<urn:b><<(<urn:c> <urn:d> <urn:e>)>>.", 0),
        (f"<urn:a> <urn:b> {nested(3)} .", 0),
        ('<urn:a> <urn:b> "<urn:c> <urn:d> <<( e )>>" .', 1),
        ('<urn:a> <urn:b> "c"@ar--rtl .', 1),
        ('<urn:a> <urn:b> "c@ar--rtl ." .', 1),
    ],
)
def test_a_triple_in_a_triple_is_left_out_and_a_text_loses_its_direction(
    line: str, left: int
) -> None:
    around = '<urn:x> <urn:y> "z" .\n', "<urn:x> <urn:y> <urn:z> .\n"
    graph = rdf.from_ntriples(f"{around[0]}{line}\n{around[1]}".encode())
    assert len(graph) == 2 + left
    texts = {str(value) for value in graph.objects() if "c" in str(value)}
    assert texts <= {"<urn:c> <urn:d> <<( e )>>", "c", "c@ar--rtl ."}
    assert len(texts) == left


def test_what_rdflib_cannot_read_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    file.write_text(f"_:señal <urn:a> <urn:b{'b' * 500}> .", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"a\.nt: rdflib cannot read it: .*\. write") as raised:
        corpora.load(file)
    assert len(str(raised.value)) < 300 + len(str(file))
    assert "\n" not in str(raised.value)


def test_a_value_that_is_not_of_its_type_is_told_in_a_line_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Rdflib would log a traceback for each."""
    file = tmp_path / "a.ttl"
    number = "http://www.w3.org/2001/XMLSchema#integer"
    text = EXPORT.read_text(encoding="utf-8")
    file.write_text(text.replace("clv:strength 2", f'clv:strength "two"^^<{number}>'))
    _, problems = corpora.inspect(file)
    assert any("'two' is not a whole number" in one.what for one in problems)
    assert not caplog.records
