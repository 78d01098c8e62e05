"""What the SPARQL pane shows and saves of an answer, and what it does while there is none."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import itertools
import os
import re
import signal
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.apps import Opens, app, prepared, ready, served
from tests.conftest import NETWORK, NODES
from tests.serving import BOLIVIA, HEAVY, Served, serving
from tests.sparqls import (
    ROWS,
    WHO,
    answer,
    asked,
    has_answered,
    opened,
    own,
    refusable,
    rows_of,
    shown,
    write,
)

# ---- what takes long


def test_a_heavy_query_is_ended_and_the_page_lives(browser: Browser) -> None:
    with serving(BOLIVIA, "--timeout", "1") as slow, opened(browser, slow.port) as page:
        shown(page, slow.port, own(HEAVY))
        expect(page.locator("#sparql-progress")).to_be_visible()
        expect(page.locator("#sparql-answer")).to_have_attribute("aria-busy", "true")
        page.locator("#search").fill("debray")
        expect(page.locator("#results button").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#sparql-wrong .line")).to_have_text(
            re.compile(r"took|seconds|1 s"), timeout=20_000
        )
        expect(page.locator("#sparql-progress")).to_be_hidden()
        write(page, WHO)
        page.keyboard.press("ControlOrMeta+Enter")
        has_answered(page)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_worker_that_is_killed_in_mid_query_is_told_of_and_replaced(browser: Browser) -> None:
    with serving(BOLIVIA) as running, opened(browser, running.port) as page:
        prepared(running)
        shown(page, running.port, own(HEAVY))
        expect(page.locator("#sparql-progress")).to_be_visible()
        for pid in running.workers():
            os.kill(pid, signal.SIGKILL)
        expect(page.locator("#sparql-wrong .line")).to_have_text(re.compile("memory"))
        write(page, WHO)
        page.keyboard.press("ControlOrMeta+Enter")
        has_answered(page)


def test_a_query_can_be_given_up(app: Opens) -> None:
    page = app(own(HEAVY))
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#sparql-wrong")).to_have_text("Cancelled. Nothing was answered.")
    expect(page.locator("#sparql-progress")).to_be_hidden()
    write(page, WHO)
    page.keyboard.press("ControlOrMeta+Enter")
    has_answered(page)
    expect(page.locator("#sparql-wrong")).to_be_empty()


def test_only_the_last_answer_is_shown(app: Opens) -> None:
    page = app("view=sparql")

    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/api/ask/actors?*", late)
    page.get_by_role("button", name="Which actors are there").click()
    page.get_by_role("button", name="Questions", exact=True).click()
    page.get_by_role("button", name="Which issues are there").click()
    expect(page.locator("#sparql-said")).to_have_text(re.compile(r"^10 rows"))
    page.wait_for_timeout(900)
    expect(page.locator("#sparql-said")).to_have_text(re.compile(r"^10 rows"))
    page.unroute_all(behavior="wait")


# ---- answers


def test_a_table_is_sorted_and_grows(app: Opens) -> None:
    page = app(own("SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 700"))
    has_answered(page)
    expect(rows_of(page)).to_have_count(300)
    page.get_by_role("button", name="Show 300 more of 400").click()
    expect(rows_of(page)).to_have_count(600)
    page.get_by_role("button", name="Show 100 more of 100").click()
    expect(rows_of(page)).to_have_count(700)
    expect(page.locator("[name=more]")).to_have_count(0)
    page = app("view=sparql&question=actors")
    has_answered(page)
    header = page.get_by_role("columnheader", name="Supports")
    for direction, descending in (("ascending", False), ("descending", True)):
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", direction)
        expect(header.get_by_role("button")).to_be_focused()
        numbers = [int(one) for one in page.locator("td.column-supports").all_inner_texts()]
        assert numbers == sorted(numbers, reverse=descending) and len(set(numbers)) > 2


def test_what_a_row_names_leads_to_its_evidence(app: Opens, served: Served) -> None:
    page = app(asked("stances", who="torres"))
    has_answered(page)
    expected = answer(served, "stances", who="torres")
    for at, row in enumerate(expected):
        line = rows_of(page).nth(at)
        target = row["target"]["value"].rpartition("/")[2]
        line.locator("td.column-target button").click()
        expect(page.locator("#chosen")).to_have_text(NODES[target]["label"]["en"])
        expect(page.locator("#chosen")).to_be_focused()
        line.locator("td.column-passage button").click()
        verb = row["sign"]["value"]
        assert f"edge=torres.{verb}.{target}" in page.url
        assert (
            "".join(page.locator("#panel mark.now").all_inner_texts()) == row["quotation"]["value"]
        )
        expect(
            page.locator("#panel blockquote").filter(has_text=row["quotation"]["value"]).first
        ).to_be_visible()
    assert len(expected) == 10


def test_a_source_leads_to_its_text(app: Opens) -> None:
    page = app("view=sparql&question=sources")
    has_answered(page)
    rows_of(page).locator("td.column-source button").click()
    expect(page.locator("#reader")).to_be_visible()
    assert "text=bolivia-1970-71" in page.url


def test_values_are_shown_for_what_they_are(app: Opens) -> None:
    page = app(
        own(
            'SELECT ?a ?b ?c ?d ?e ?f ?g WHERE { VALUES (?a ?b ?c ?d ?e ?f ?g) { ("été"@fr 3'
            ' "1971"^^xsd:gYear <http://www.wikidata.org/entity/Q750> <urn:isbn:1>'
            " actor:torres UNDEF) } }"
        )
    )
    has_answered(page)
    cells = rows_of(page).locator("td")
    expect(cells).to_have_text(
        ["été @fr", "3", "1971 xsd:gYear", "http://www.wikidata.org/entity/Q750", "urn:isbn:1",
         "Juan José Torres actor:torres", ""]
    )  # fmt: skip
    expect(cells.nth(0).locator("[lang=fr]")).to_have_text("été")
    link = cells.nth(3).locator("a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("href", "http://www.wikidata.org/entity/Q750")
    expect(cells.nth(4).locator("a")).to_have_count(0)


def test_yes_no_and_graphs(app: Opens, served: Served) -> None:
    page = app(own("ASK { actor:torres clv:supports actor:debray }"))
    expect(page.locator(".truth")).to_have_text("Yes.")
    write(page, "ASK { actor:debray clv:opposes actor:debray }")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator(".truth")).to_have_text("No.")
    sparql = "CONSTRUCT { ?a clv:supports ?b } WHERE { ?a clv:supports ?b }"
    write(page, sparql)
    page.keyboard.press("ControlOrMeta+Enter")
    turtle = served.query(sparql, "text/turtle").text
    assert page.locator("#sparql-results pre").inner_text().strip() == turtle.strip()
    write(page, "SELECT ?a { ?a clv:supports <urn:nobody> }")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#sparql-results")).to_contain_text("Nothing was found.")


@pytest.mark.parametrize(
    ("state", "media"),
    [
        (asked("opponents", target="torres"), {
            "CSV": "text/csv", "TSV": "text/tab-separated-values", "JSON": ROWS,
            "XML": "application/sparql-results+xml"}),
        (own(WHO), {"CSV": "text/csv", "JSON": ROWS}),
        (own("DESCRIBE actor:torres"), {
            "Turtle": "text/turtle", "N-Triples": "application/n-triples",
            "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml"}),
    ],
    ids=["question", "query", "graph"],
)  # fmt: skip
def test_what_is_saved_is_what_the_server_gives(
    app: Opens,
    served: Served,
    state: str,
    media: dict[str, str],
) -> None:
    page = app(state)
    has_answered(page)
    for name, kind in media.items():
        with page.expect_download() as saved:
            page.locator(".files").get_by_role("button", name=name, exact=True).click()
        if "question" in state:
            reply = served.ask("GET", "/api/ask/opponents?target=torres", {"Accept": kind})
        else:
            reply = served.query(WHO if "SELECT" in state else "DESCRIBE actor:torres", kind)
        assert reply.status == 200 and reply.media == kind
        assert Path(saved.value.path()).read_bytes() == reply.body
        assert saved.value.suggested_filename.startswith("bolivia-1971-")


def test_an_answer_is_seen_in_the_network(refusable: Opens) -> None:
    page = refusable(f"{asked('stances', who='torres')}&answer=network")
    edges = {one["id"] for one in NETWORK["edges"] if one["from"] == "torres"}
    expect(page.locator(".ties button")).to_have_count(len(edges))
    assert {one.get_attribute("value") for one in page.locator(".ties button").all()} == edges
    page.get_by_role("button", name="Show in the network").click()
    expect(page.locator("#network")).to_be_visible()
    expect(page.locator("#status")).to_contain_text(
        f"{len(edges)} of {len(NETWORK['edges'])} edges shown"
    )
    page.reload()
    ready(page)
    expect(page.locator("#status")).to_contain_text(
        f"{len(edges)} of {len(NETWORK['edges'])} edges shown"
    )
    page.locator("#views [value=sparql]").click()
    page.locator("#sparql-results [name=only]").click()
    expect(page.locator("#sparql-results [name=only]")).to_have_count(0)
    page.get_by_role("button", name="Show in the network").click()
    page.locator("#filter-form [name=only]").click()
    expect(page.locator("#status")).to_contain_text(
        f"{len(NETWORK['edges'])} of {len(NETWORK['edges'])}"
    )
    assert "only=" not in page.url


def test_edges_are_found_by_what_the_rows_name(app: Opens) -> None:
    """By statements, else by pairs in a row, of the sign that it names, else among all."""
    pair = "SELECT ?a ?b { VALUES (?a ?b) { (actor:torres actor:miners) } }"
    signed = 'SELECT ?a ?b ?s { VALUES (?a ?b ?s) { (actor:torres actor:miners "opposes") } }'
    among = "SELECT ?a { VALUES ?a { actor:torres actor:miners } }"
    both = {
        one["id"] for one in NETWORK["edges"] if {one["from"], one["to"]} == {"torres", "miners"}
    }
    page = app("view=sparql")
    found = {}
    for name, sparql in (("pair", pair), ("signed", signed), ("among", among)):
        page = app(own(sparql, answer="network"))
        expect(page.locator(".ties button").first).to_be_visible()
        found[name] = {one.get_attribute("value") for one in page.locator(".ties button").all()}
    assert found["pair"] == found["among"] == both
    assert found["signed"] == {one for one in both if ".opposes." in one} != both
    page = app(own('SELECT ("a" AS ?x) {}', answer="network"))
    expect(page.locator(".answer-view")).to_have_text("These rows name no edge of the network.")


def test_a_chart_says_its_numbers(app: Opens, served: Served) -> None:
    page = app("view=sparql&question=issues&answer=chart")
    chart = page.locator("svg.chart")
    expect(chart).to_be_visible()
    rows = answer(served, "issues")
    spoken = chart.get_attribute("aria-label") or ""
    for row in rows:
        label = NODES[row["issue"]["value"].rpartition("/")[2]]["label"]["en"]
        numbers = [row[name]["value"] for name in ("for", "against", "statements_about")]
        assert f"{label} {', '.join(numbers)}" in spoken
    page.get_by_label("Length").focus()
    page.get_by_label("Length").select_option("for")
    expect(page.get_by_label("Length")).to_be_focused()
    drawn = {one.text_content() for one in chart.locator("text").all()}
    assert {row["for"]["value"] for row in rows} <= drawn
    bars = [float(one.get_attribute("width") or 0) for one in chart.locator("rect").all()]
    wanted = [int(row["for"]["value"]) for row in rows if row["for"]["value"] != "0"]
    assert [round(bar / max(bars), 3) for bar in bars] == [
        round(n / max(wanted), 3) for n in wanted
    ]
    assert "columns=issue+for" in page.url
    page.reload()
    ready(page)
    expect(page.get_by_label("Length")).to_have_value("for")


def test_time_is_drawn_along_time(app: Opens, served: Served) -> None:
    page = app("view=sparql&question=timeline&answer=chart")
    chart = page.locator("svg.chart")
    expect(chart).to_be_visible()
    months = [row["month"]["value"] for row in answer(served, "timeline")]
    named = [one for one in chart.locator("text").all_text_contents() if "-" in one]
    assert named == months
    lefts = [float(one.get_attribute("x") or 0) for one in chart.locator("rect.support").all()]
    gaps = [later - before for before, later in itertools.pairwise(lefts)]
    # October, December, January and May: two months, one month, four months.
    assert gaps[0] / gaps[1] == pytest.approx(2, abs=0.1)
    assert gaps[2] / gaps[1] == pytest.approx(4, abs=0.15)
