"""Whoever asks for evidence that there is not is told of a tie from a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from clivage import coding, rdf
from clivage.cli import main
from tests.reconciling import fixture_corpus

__all__ = ["fixture_corpus"]

TIES = "holder,sign,target,provenance\nshipowners,-,dyke,ports.csv row 7\nmayor,+,dyke,\n"


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("shipowners dyke", "opposes (ports.csv row 7)\n"),
        ("target=dyke who=mayor", "supports (of unknown origin)\n"),
        ("council mayor", ""),  # here there is neither
        ("fishers-union dyke", ""),  # here there is a quotation
    ],
)
@pytest.mark.parametrize("asked", ["port", "port.nt"])
def test_a_tie_without_a_quotation_is_told(corpus: Path, pair: str, said: str, asked: str) -> None:
    (corpus / "ties").mkdir(exist_ok=True)
    (corpus / "ties" / "ports.csv").write_text(TIES)
    Path("port.nt").write_bytes(rdf.ntriples(coding.read(corpus)))
    words = ["query", "evidence", *pair.split(), "-c", asked, "--format", "csv"]
    done = CliRunner().invoke(main, words)
    expected = f"there is no quotation, but an unevidenced tie: {said}" if said else ""
    assert (done.exit_code, done.stderr) == (0, expected)
    assert (len(done.stdout.splitlines()) > 1) == (pair == "fishers-union dyke")
