"""A report: words that a historian reads, numbers with their proof, quotations behind them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page

from clivage import coding, network, report
from clivage.cli import main
from clivage.model import Corpus, Sign
from clivage.report import Form, Options, Study
from tests.brought import OPPOSES, bring, found, stance
from tests.small import small
from tests.strategies import corpora

BOLIVIA = Study(report.of_corpus(coding.read(Path("graph/bolivia-1971"))), Options())
EDGES = "source,target,sign,weight\na,b,1,2\nb,c,1,1\na,c,-1,1\nd,d,-1,1\nc,a,+,1\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["analyze", *(str(word) for word in words)])


def text_of(*names: str) -> str:
    return report.write(BOLIVIA, names, Form.TEXT, version="0")


def test_ambivalence_is_told_with_the_quotations_of_both_signs() -> None:
    """Torres and the miners: support and opposition both stand in the source."""
    told = text_of("ambivalence")
    assert "Miners and Juan José Torres: support and opposition both stand in the source." in told
    assert "+ “lors de sa visite, Torres est sacré « Président des mineurs »”" in told
    assert "− “Aux mineurs venus le protéger, Torrès explique" in told


def test_every_number_says_whether_it_is_proved() -> None:
    """The camps and the frustration index come with their proof, and with the ties behind them."""
    told = text_of("camps", "frustration")
    assert "5 camps: they leave ties of weight 0 unexplained; no partition has less" in told
    assert "The frustration index is 3; it is proved that no two sides cost less." in told
    assert "The right and Juan José Torres: opposition, though they stand on the same" in told
    assert "“Accusé d'aller trop loin par la droite”" in told


def test_undated_statements_are_counted_and_not_spread() -> None:
    """The windows of time say how many statements they cannot hold."""
    assert "24 statements have no date and stand in none" in text_of("periods")


def test_what_is_left_out_and_what_survives_is_a_table() -> None:
    """Without what is only probable, some conclusions fall, and the report names them."""
    told = text_of("scenarios")
    assert "what is certain" in told
    assert "all statements" in told


def test_every_part_has_its_words_and_its_definitions() -> None:
    """No part of a whole report is empty, and how statements are merged is said once."""
    study = Study(report.of_corpus(small()), Options())
    sections = [report.SECTIONS[name](study) for name in report.WHOLE]
    assert len(sections) == 8
    assert all(section.sentences and section.definitions for section in sections)
    whole = report.write(study, report.WHOLE, Form.TEXT, version="0")
    assert whole.count("merged by sum: support counts for") == 1


class _Tags(HTMLParser):
    """Remembers the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]


@given(corpus=corpora())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_corpus_can_be_reported_and_runs_no_script(corpus: Corpus) -> None:
    """Whatever labels and quotations hold, the page has no script and no handler in it."""
    study = Study(report.of_corpus(corpus), Options(time_limit=5))
    seen = _Tags()
    seen.feed(report.write(study, report.SECTIONS, Form.HTML, version="0"))
    assert "script" not in seen.tags and "img" not in seen.tags
    assert not [name for name in seen.names if name.startswith("on") or name == "src"]
    json.loads(report.write(study, report.SECTIONS, Form.JSON, version="0"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_report_asks_for_nothing_and_can_be_read_by_all(
    page: Page, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    """Offline, under its own policy, with no barrier for axe, with two plots."""
    file = tmp_path / "report.html"
    file.write_text(report.write(BOLIVIA, report.WHOLE, Form.HTML, version="0"), "utf-8")
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.locator("svg").count() == 2
    assert page.locator("section").count() == len(report.WHOLE) == 8
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


# ---- the command


def test_a_corpus_is_reported_on_the_terminal() -> None:
    """Without any option the whole report is printed."""
    done = run("graph/bolivia-1971")
    assert done.exit_code == 0, done.output
    assert "Who stands with whom" in done.output and "Over time" in done.output
    assert "They fall into 3 parts that no tie joins; the largest has 18 actors." in done.output


@pytest.mark.parametrize("ending", ["html", "json", "txt"])
def test_the_ending_of_the_output_says_what_is_written(ending: str, tmp_path: Path) -> None:
    """A page, data or text go to a file, by its name."""
    file = tmp_path / f"report.{ending}"
    assert run("graph/bolivia-1971", "-o", file).output == f"wrote {file}\n"
    starts = {"html": "<!doctype html>", "json": "{", "txt": "What was analysed"}
    assert file.read_text("utf-8").startswith(starts[ending])


def test_an_ending_of_no_report_is_refused_and_none_is_text(tmp_path: Path) -> None:
    """Nobody is left with a text that is called a picture."""
    table = tmp_path / "edges.csv"
    table.write_text(EDGES)
    refused = run(table, "-m", "ambivalence", "-o", tmp_path / "report.pdf")
    assert refused.exit_code == 2
    said = "Error: The name of the output ends in .html, .json or .txt."
    assert refused.output.splitlines()[-1] == said
    printed = run(table, "-m", "ambivalence").output
    for name, *words in (("report",), ("report.TXT",), ("report.md", "--format", "text")):
        file = tmp_path / name
        assert run(table, "-m", "ambivalence", "-o", file, *words).exit_code == 0
        assert file.read_text(encoding="utf-8").splitlines()[0] in printed
    assert not (tmp_path / "report.pdf").exists()


def test_a_table_of_edges_is_analysed_without_any_corpus(tmp_path: Path) -> None:
    """A CSV file gives numbers with bounds, and says that no quotation stands behind them."""
    table = tmp_path / "edges.csv"
    table.write_text(EDGES, "utf-8")
    done = run(table, "--format", "json", "-m", "frustration", "-m", "camps")
    results = json.loads(done.output)["results"]
    assert results["frustration"]["value"] == results["frustration"]["lower_bound"] == 0
    assert results["camps"]["members"] == [["a", "b", "c"]]
    drop = json.loads(run(table, "--rule", "drop", "--format", "json", "-m", "camps").output)
    assert drop["network"]["ties"] == 2
    assert "rest on no quotation" in run(table, "-m", "overview").output


@pytest.mark.parametrize("name", ["bolivia-1971.ttl", "bolivia-1971.nq"])
def test_rdf_gives_the_same_report_as_its_corpus(name: str) -> None:
    """Where the network comes from makes no difference to what is found."""
    words = ("--format", "json", "-m", "camps", "-m", "positions")
    read = run(Path("exports/bolivia-1971") / name, *words)
    assert read.output == run("graph/bolivia-1971", *words).output


WRONG = {
    "no sign": ("source,target\na,b\n", r":1: the table has no column 'sign'"),
    "zero": ("source,target,sign\na,b,0\n", r":2: the sign is '0'"),
    "word": ("source,target,sign\na,b,1\na,b,perhaps\n", r":3: the sign is 'perhaps'"),
    "nan": ("source,target,sign,weight\na,b,1,nan\n", r":2: the weight is 'nan'"),
    "end": ("source,target,sign\na,,1\n", r":2: the row names no two ends"),
    "date": ("source,target,sign,when\na,b,1,1971-02-30\n", r":2: a date cannot be read"),
    "empty": ("", r":1: the table has no column 'holder'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_table_with_a_mistake_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    """One clear line, and exit code 1."""
    content, message = WRONG[case]
    table = tmp_path / "edges.csv"
    table.write_text(content, "utf-8")
    done = run(table)
    assert done.exit_code == 1
    assert done.output.count("\n") == 1 and f"{table}{message}" in done.output
    assert len(WRONG) == 7


@pytest.mark.parametrize(
    "content",
    ["source,target,sign\n", "source,target,sign\na,a,1\n", "source,target,sign\na,b,-\n"],
)
def test_networks_with_nothing_to_find_are_reported(content: str, tmp_path: Path) -> None:
    """No edge, a loop or a single opposition: the report says what there is."""
    table = tmp_path / "edges.csv"
    table.write_text(content, "utf-8")
    done = run(table)
    assert done.exit_code == 0, done.output
    assert "0 camps" in done.output


def test_a_measure_that_there_is_not_is_wrong_usage() -> None:
    """The names are listed, and exit code 2."""
    done = run("graph/bolivia-1971", "-m", "karma")
    assert done.exit_code == 2
    assert "'karma' is not one of overview, camps" in done.output
    listed = run("--list").output
    assert all(name in listed for name in report.SECTIONS)


def test_the_signed_network_of_a_report_is_that_of_the_corpus() -> None:
    """Nothing is added to or taken from what the statements say."""
    assert len(BOLIVIA.subject.network) == len(network.of(coding.read(Path("graph/bolivia-1971"))))


def test_findings_are_queried_beside_the_statements_and_never_as_statements(tmp_path: Path) -> None:
    """A store of an analysis knows the camps, in a graph of their own, and hypotheses if asked."""
    folder, guesses = tmp_path / "store", tmp_path / "guesses.ttl"
    done = run("graph/bolivia-1971", "-m", "camps", "--store", folder, "--hypotheses", guesses)
    assert done.exit_code == 0, done.output
    asked = "SELECT ?a { ?camp clv:member actor:torres , ?a } ORDER BY ?a"
    found = CliRunner().invoke(main, ["query", "-c", str(folder), asked, "--format", "csv"])
    assert [line.rpartition("/")[2] for line in found.output.split()[1:7]] == [
        "debray", "federation-leader", "left", "miners", "miners-federation", "torres",
    ]  # fmt: skip
    assert "clv:possibleAllyOf" in guesses.read_text("utf-8")
    alike = ["query", "-c", str(folder), "supporters", "army", "--format", "csv"]
    from_corpus = ["query", "-c", "graph/bolivia-1971", "supporters", "army", "--format", "csv"]
    assert CliRunner().invoke(main, alike).output == CliRunner().invoke(main, from_corpus).output


def test_findings_as_turtle_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    """No clock is in them; a day is there when it is given."""
    texts = []
    for number in range(2):
        file = tmp_path / f"{number}.ttl"
        assert run("graph/bolivia-1971", "-m", "overview", "--rdf", file).exit_code == 0
        texts.append(file.read_text("utf-8"))
    assert texts[0] == texts[1] and "1971-09-01" not in texts[0]
    run("graph/bolivia-1971", "-m", "overview", "--rdf", file, "--date", "1971-09-01")
    assert '"1971-09-01"' in file.read_text("utf-8")


def test_a_table_has_no_findings_in_rdf(tmp_path: Path) -> None:
    """One line says why, and nothing is written."""
    table = tmp_path / "edges.csv"
    table.write_text(EDGES, "utf-8")
    done = run(table, "--rdf", tmp_path / "findings.ttl", "-o", tmp_path / "report.txt")
    assert done.exit_code == 1
    assert "a table of edges has no names in RDF" in done.output
    assert [file.name for file in tmp_path.iterdir()] == ["edges.csv"]


def test_a_discourse_network_is_studied_as_direct_ties_are(tmp_path: Path) -> None:
    """Who stands alike on issues is a tie; behind it stand the quotations of both."""
    folder = tmp_path / "ferry"
    stances = (
        OPPOSES,
        stance("The ferrymen", "ferrymen", Sign.SUPPORT, "fare", on_topic=True),
        stance("the guild", "guild", Sign.SUPPORT, "fare", on_topic=True),
    )
    bring(found(stances=stances), folder)
    told = run(folder, "--network", "subtract", "-m", "overview").output
    assert "3 ties that were computed make the network" in told
    assert "1 support, 2 oppositions" in told
    assert "subtract among actors" in told
    told = run(folder, "--network", "subtract", "--format", "json").output
    assert json.loads(told)["results"]["camps"]["frustration"] == 0
    refused = run(folder, "--network", "subtract", "--rdf", tmp_path / "x.ttl")
    assert refused.exit_code == 1
    assert "a network that was computed" in refused.output
    table = tmp_path / "edges.csv"
    table.write_text(EDGES)
    assert "has no stances on issues" in run(table, "--network", "subtract").output
