"""The panes in which one reads, as somebody uses them: texts, timeline, camps, table, files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from clivage import render, view
from clivage.model import Corpus
from tests.apps import Opens, app, served, violations  # noqa: F401
from tests.conftest import NETWORK, STATEMENTS, WORDS
from tests.serving import Served
from tests.small import SOURCE, TEXT, small

DESK: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
EDGE = "torres.supports.debray"
TTL = Path("exports/bolivia-1971/bolivia-1971.ttl")
DATED = [one for one in STATEMENTS.values() if one["edge"] and one["when"]]
UNDATED = [one for one in STATEMENTS.values() if one["edge"] and not one["when"]]


def shows(app: Opens, network: dict[str, Any], address: str = "") -> Page:  # noqa: F811
    """Open the app on another network than the one that is served."""
    page = app("view=table")
    body = json.dumps(network)
    page.route("**/api/network.json", lambda one: one.fulfill(json=json.loads(body)))
    return app(address)


def network_of(corpus: Corpus) -> dict[str, Any]:
    return render.data(view.of(corpus))


def state(page: Page) -> dict[str, str]:
    """Return what the address says."""
    said: dict[str, str] = page.evaluate(
        "Object.fromEntries(new URLSearchParams(location.hash.slice(1)))"
    )
    return said


def fits(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return wide


# ---- the texts


def test_every_passage_is_marked_in_the_text(app: Opens) -> None:  # noqa: F811
    """The text is there letter for letter; each passage is marked by the sign of its statements."""
    page = app("view=reader")
    source = NETWORK["sources"][0]["text"]
    assert page.locator("#reader .text").evaluate("(one) => one.textContent") == source
    pieces = page.locator("#reader mark").evaluate_all(
        "all => all.map((one) => [one.dataset.passages.split(' '), one.textContent, one.className])"
    )
    said: dict[str, str] = {}
    for passages, text, classes in pieces:
        signs = {
            "support" if STATEMENTS[id.partition("@")[0]]["sign"] > 0 else "opposition"
            for id in passages
        }
        assert signs <= set(classes.split())
        for passage in passages:
            said[passage] = said.get(passage, "") + text
    expected = {
        f"{id}@{passage['start']}": passage["exact"]
        for id, one in STATEMENTS.items()
        for passage in one["evidence"]
    }
    assert said == expected and len(expected) == 37
    expect(page.locator(".reader-head")).to_contain_text("37 passages marked")
    expect(page.locator(".rail li")).to_have_count(37)


def test_a_passage_leads_to_its_edge_by_keyboard(app: Opens) -> None:  # noqa: F811
    """Enter on a marked passage opens its edge; the focus and the text stay where they were."""
    page = app("view=reader")
    mark = page.locator("#reader mark", has_text="il libère Régis Debray").first
    mark.focus()
    page.keyboard.press("Enter")
    assert state(page)["edge"] == EDGE
    expect(page.locator("#chosen")).to_contain_text("Régis Debray")
    expect(mark).to_be_focused()
    expect(mark).to_have_class(re.compile(r"\bsaid\b.*\bnow\b"))
    expect(page.locator("#panel .texts")).to_have_count(0)
    assert page.locator("#reader mark.now").all_text_contents() == ["il libère Régis Debray"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.keyboard.press("Escape")
    assert "edge" not in state(page)
    assert page.evaluate("document.activeElement.tagName") == "MARK"


def test_words_that_ground_several_edges_let_one_choose(app: Opens) -> None:  # noqa: F811
    """Where passages overlap, a list of their edges opens, and Escape closes only the list."""
    page = app("view=reader&node=torres")
    mark = page.locator("#reader mark", has_text="devant les réactions").first
    mark.focus()
    page.keyboard.press("Enter")
    ways = page.locator("dialog .ways button")
    assert ways.count() >= 2
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert state(page)["node"] == "torres"
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    ways.filter(has_text="support for Bus users").click()
    assert state(page)["edge"] == "torres.supports.bus-users"


def test_a_statement_without_an_edge_is_marked_quietly(app: Opens) -> None:  # noqa: F811
    """What is stated but makes no edge leads to whom it is about, and stands in the panel there."""
    page = app("view=reader")
    loose = page.locator("#reader mark.loose")
    expect(loose.first).to_have_text("on entretient les illusions")
    loose.first.click()
    assert state(page)["node"] == "confidence-in-torres"
    expect(page.locator(".group", has_text="Stated, but not in the network")).to_be_visible()


def test_a_chosen_edge_is_outlined_and_in_sight(app: Opens) -> None:  # noqa: F811
    """Each edge, opened by its link, has its passages outlined, and the first of them in sight."""
    page, count = app("view=reader"), 0
    for edge in NETWORK["edges"][::3]:
        page = app(f"view=reader&edge={edge['id']}")
        chosen = page.locator("#reader mark.said").evaluate_all(
            "all => [...new Set(all.flatMap((one) => one.dataset.passages.split(' ')))]"
        )
        for id in edge["statements"]:
            assert any(one.startswith(f"{id}@") for one in chosen)
        top, box = page.locator("#reader mark.now").first.evaluate(
            """(one) => [one, one.closest(".reading")].map((one) => one.getBoundingClientRect())
              .map(({ top, bottom }) => [top, bottom])"""
        )
        assert box[0] <= top[0] < box[1]
        count += 1
    assert count == 12


def test_filters_apply_to_the_text(app: Opens) -> None:  # noqa: F811
    """Without supports, only oppositions are marked, and the count says so."""
    page = app("view=reader&signs=opposition")
    opposed = [one for one in STATEMENTS.values() if one["sign"] < 0]
    expect(page.locator(".reader-head")).to_contain_text(f"{len(opposed)} passages marked")
    expect(page.locator(".rail li")).to_have_count(len(opposed))
    assert page.locator("#reader mark.support").count() == 0
    assert page.locator("#reader mark.opposition").count() > 10


def test_offsets_count_code_points_in_each_of_several_texts(app: Opens) -> None:  # noqa: F811
    """A boat beyond the basic plane shifts no mark; a source is chosen among two, and restored."""
    network = network_of(small())
    second = {**network["sources"][0], "id": "other", "title": {"en": "Another text"}, "text": None}
    network["sources"].append(second)
    network["statements"][0]["evidence"][0]["source"] = "other"
    page = shows(app, network, "view=reader")
    assert page.locator("#reader .text").evaluate("(one) => one.textContent") == TEXT
    exact = {one["exact"] for said in network["statements"] for one in said["evidence"]}
    marked = page.locator("#reader mark").all_text_contents()
    assert {"Orla Finn loue les bateliers 🚣", "ceux-ci la louent aussi"} <= set(marked)
    assert all(any(piece in one for one in exact) for piece in marked)
    page.locator("#reader [name=text]").select_option("other")
    assert state(page)["text"] == "other"
    expect(page.locator("#reader .reading")).to_contain_text("not in the data that is served")
    page.reload()
    expect(page.locator("#reader [name=text]")).to_have_value("other")
    expect(page.locator(".rail li")).to_have_count(1)
    page.locator(".rail button").click()
    expect(page.locator("#chosen")).not_to_be_empty()
    page.locator("[name=source]").select_option(SOURCE)
    assert state(page)["source"] == SOURCE


def test_in_the_panel_other_passages_lead_to_their_edges_too(app: Opens) -> None:  # noqa: F811
    """Beside the network, what else stands in the text is marked quietly, and leads on."""
    page = app(f"view=table&edge={EDGE}")
    assert page.locator(".texts mark.said").all_text_contents() == ["il libère Régis Debray"]
    page.locator(".texts mark", has_text="Obligé de faire quelques concessions").press("Enter")
    assert state(page)["edge"] == "torres.supports.left"
    expect(page.locator(".texts mark.now").first).to_contain_text("concessions à gauche")


# ---- to cite


CITED = {
    "en": "Juan José Torres: support for Régis Debray (1970-12-23). “il libère Régis Debray”,"
    " in Excerpt from a text on Bolivia in 1970–1971 (unknown), characters 634–656."
    " Coded by: The editors of clivage. Bolivia under Torres, 1970–1971, clivage,"
    " https://creativecommons.org/licenses/by/4.0/. {iri} This view: {view}",
    "es": "Juan José Torres: apoyo a Régis Debray (1970-12-23). «il libère Régis Debray»,"
    " en Extracto de un texto sobre Bolivia en 1970-1971 (unknown), caracteres 634–656."
    " Codificado por: The editors of clivage. Bolivia bajo Torres, 1970-1971, clivage,"
    " https://creativecommons.org/licenses/by/4.0/. {iri} Esta vista: {view}",
    "fr": "Juan José Torres : soutien à Régis Debray (1970-12-23). « il libère Régis Debray »,"
    " dans Extrait d'un texte sur la Bolivie en 1970-1971 (unknown), caractères 634–656."
    " Codé par : The editors of clivage. La Bolivie sous Torres, 1970-1971, clivage,"
    " https://creativecommons.org/licenses/by/4.0/. {iri} Cet affichage : {view}",
}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_citation_is_copied(app: Opens, language: str) -> None:  # noqa: F811
    """It says what is claimed, by which words, where, by whom, and with which link; no more."""
    page = app(f"view=table&edge={EDGE}&lang={language}")
    page.locator("button.cite").click()
    expect(page.locator(".actions output")).to_have_text(WORDS[language]["copied"])
    iri = STATEMENTS["bolivia-1970-71.634.torres.supports.debray"]["iri"]
    wanted = CITED[language].format(iri=iri, view=page.url)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.sub(r"[\u00a0\u202f]", " ", copied) == wanted


def test_what_cannot_be_copied_is_shown_to_be_copied_by_hand(app: Opens) -> None:  # noqa: F811
    """Without a clipboard the citation stands selected in a dialog, and Escape goes back."""
    page = app("view=table")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = app("view=table&edge=masses.opposes.torres")
    page.locator("button.cite").first.press("Enter")
    area = page.locator("dialog textarea")
    expect(area).to_be_focused()
    text = area.input_value()
    assert text.startswith("The masses: opposition to Juan José Torres. “")
    chosen = area.evaluate("(one) => one.selectionEnd - one.selectionStart")
    assert chosen == len(text) > 100
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("button.cite").first).to_be_focused()
    assert state(page)["edge"] == "masses.opposes.torres"


def test_a_citation_says_what_is_less_than_certain(app: Opens) -> None:  # noqa: F811
    """What is denied, or only probable, is not cited as if it were so."""
    network = network_of(small())
    page = shows(app, network, "view=table&node=ferry-woman")
    card = page.locator(".card", has_text="n'a jamais aidé").first
    card.locator("button.cite").click()
    assert " (../1901, negated). “" in page.evaluate("navigator.clipboard.readText()")


def test_the_offline_page_cites_too(browser: Browser, network_html: Path) -> None:
    """A page opened from a file has no link of its own to give; all the rest is in the citation."""
    context = browser.new_context(offline=True, locale="en-GB")
    page = context.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{network_html.as_uri()}#view=table&edge={EDGE}")
    page.locator("button.cite").click()
    iri = STATEMENTS["bolivia-1970-71.634.torres.supports.debray"]["iri"]
    wanted = CITED["en"].format(iri=iri, view="").removesuffix(" This view: ")
    expect(page.locator("dialog textarea")).to_have_value(wanted)
    context.close()


# ---- the table


def crowd(count: int) -> dict[str, Any]:
    """Return a network with many edges, each between two of 200 actors."""
    network = network_of(small())
    one = next(said for said in network["statements"] if said["edge"])
    node, edge = network["nodes"][0], network["edges"][0]
    nodes = [
        {
            **node,
            "id": f"a{at}",
            "label": {"en": f"Actor {at}"},
            "names": [],
            "camp": None,
            "partOf": "",
        }
        for at in range(200)
    ]
    edges, statements = [], []
    for at in range(count):
        start, end, sign = f"a{at % 200}", f"a{at // 200 % 199}", 1 if at % 3 else -1
        day = f"{1800 + at % 150}-{1 + at % 12:02}-{1 + at % 28:02}"
        more = {
            "edge": f"e{at}",
            "about": "",
            "voice": "",
            "when": day,
            "notBefore": day,
            "notAfter": day,
        }
        ends = {"holder": start, "target": end, "sign": sign}
        statements.append({**one, "id": f"s{at}", "iri": f"https://w3id.org/s{at}", **ends, **more})
        edges.append(
            {
                **edge,
                "id": f"e{at}",
                "from": start,
                "to": end,
                "sign": sign,
                "statements": [f"s{at}"],
                "contradicts": False,
            }
        )
    return {**network, "nodes": nodes, "edges": edges, "statements": statements, "camps": []}


def test_a_table_of_twenty_thousand_edges_is_shown_by_parts(app: Opens) -> None:  # noqa: F811
    """It shows 300 at once, goes on where one asks, and sorts over all of them."""
    page = shows(app, crowd(20_000), "view=table")
    rows = page.locator("#table tbody tr")
    expect(rows).to_have_count(300)
    page.locator("#table .more").click()
    expect(rows).to_have_count(600)
    focused = page.evaluate(
        "[...document.querySelectorAll('#table tbody button')].indexOf(document.activeElement)"
    )
    assert focused == 300
    page.locator("#table thead button").first.click()
    expect(rows).to_have_count(300)
    expect(rows.first).to_contain_text("Actor 199")
    expect(page.locator("#status")).to_have_text("20000 of 20000 edges shown")


# ---- long texts


def test_a_passage_of_a_very_long_text_is_in_sight(app: Opens) -> None:  # noqa: F811
    """In a text of 300,000 characters too, what is chosen is what one sees, in both places."""
    network = crowd(600)
    text = "".join(
        f"Paragraph {at}: {'so it was said, and said again. ' * 16}\n" for at in range(600)
    )
    network["sources"][0]["text"] = text
    for at, one in enumerate(network["statements"]):
        start = text.index(f"Paragraph {at}:")
        passage = {"start": start, "end": start + 40, "exact": text[start : start + 40]}
        one["evidence"] = [one["evidence"][0] | passage]
    assert len(text) > 300_000
    shows(app, network)
    for view_, scroller in (("reader", ".reading"), ("table", ".texts")):
        page = app(f"view={view_}&edge=e431")
        now = page.locator(f"{scroller} mark.now")
        expect(now).to_contain_text("Paragraph 431:")
        expect(now).to_be_in_viewport()
    assert page.locator(".texts mark.said").count() == 1


# ---- the timeline


def test_each_dated_statement_has_its_mark(app: Opens) -> None:  # noqa: F811
    """Dots for days, bars for periods, support above the line; the undated are listed apart."""
    page = app("view=timeline")
    marks = page.locator(".time .said")
    assert marks.count() == len(DATED) == 11
    names = [one.get_attribute("aria-label") for one in marks.all()]
    assert "Juan José Torres: support for Régis Debray, 1970-12-23" in names
    dots = [one for one in DATED if one["notBefore"] == one["notAfter"]]
    assert page.locator(".time .said circle").count() == len(dots)
    places = page.evaluate(
        """[...document.querySelectorAll(".time > g[role=group]")].flatMap((lane) => {
          const middle = Number(lane.querySelector(".middle").getAttribute("y1"));
          return [...lane.querySelectorAll(".said")].map((one) =>
            [one.classList.contains("support"), one.children[1].getBBox().y < middle]);
        })"""
    )
    assert len(places) == 11 and all(support == above for support, above in places)
    page.locator(".undated summary").click()
    expect(page.locator(".undated li")).to_have_count(len(UNDATED))
    page.locator(".undated li button").first.click()
    assert "edge" in state(page)
    expect(page.locator(".undated li").first).to_be_visible()


def test_a_mark_opens_its_edge_by_keyboard(app: Opens) -> None:  # noqa: F811
    """Enter on a mark shows the evidence; the mark keeps the focus and is shown as chosen."""
    page = app("view=timeline")
    mark = page.locator('.time .said[aria-label*="Régis Debray"]')
    mark.focus()
    page.keyboard.press("Enter")
    assert state(page)["edge"] == EDGE
    expect(mark).to_be_focused()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".card blockquote").first).to_have_text("il libère Régis Debray")


def test_drawing_across_chooses_a_period(app: Opens) -> None:  # noqa: F811
    """The period of the filters follows what one draws, and one button shows all again."""
    page = app("view=timeline&undated=no")
    box = page.locator(".time").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] - 12
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.85, y, steps=4)
    page.mouse.up()
    said = state(page)
    assert "1971-03" < said["from"] < said["to"] < "1971-08"
    shown = [
        one for one in DATED if one["notAfter"] >= said["from"] and one["notBefore"] <= said["to"]
    ]
    expect(page.locator(".time .said")).to_have_count(len(shown))
    assert 0 < len(shown) < 11
    page.locator("[name=whole]").click()
    expect(page.locator(".time .said")).to_have_count(11)
    assert "from" not in state(page)


def test_very_many_statements_are_counted(app: Opens) -> None:  # noqa: F811
    """Bars count them; a bar leads nearer until the statements themselves are there."""
    page = shows(app, crowd(3_000), "view=timeline")
    expect(page.locator(".timeline-head")).to_contain_text("Too many to draw one by one")
    bars = page.locator(".time .said")
    assert 50 < bars.count() < 15 * 2 * 41
    counted = [
        re.search(r": (\d+) × ", one.get_attribute("aria-label") or "") for one in bars.all()
    ]
    assert sum(int(one[1]) for one in counted if one) == 3_000
    bars.first.press("Enter")
    expect(page.locator(".timeline-hint, .timeline-head")).not_to_contain_text("Too many")
    assert {"from", "to"} <= set(state(page))
    assert page.locator(".time .said").first.get_attribute("aria-label").startswith("Actor")  # type: ignore[union-attr]


# ---- the camps


def analysed(page: Page) -> None:
    expect(page.locator("[data-section=tension]")).to_be_visible(timeout=60_000)


def test_the_camps_pane_says_what_is_proved(app: Opens) -> None:  # noqa: F811
    """Camps, their firmness, the index and its proof, what contradicts, and what all that means."""
    page = app("view=camps")
    analysed(page)
    pane = page.locator("#camps")
    expect(pane).to_contain_text("The frustration index is 3")
    expect(pane).to_contain_text("This is proved.")
    expect(pane).to_contain_text("6 of 15 pairs are firm")
    for camp in NETWORK["camps"]:
        assert page.locator(f"[data-camp='{camp['id']}'] li").count() == len(camp["members"])
    lines = page.locator("[data-section=contradictions] li")
    assert lines.count() == sum(edge["contradicts"] for edge in NETWORK["edges"]) == 2
    lines.first.locator("button").click()
    assert state(page)["edge"] in [edge["id"] for edge in NETWORK["edges"] if edge["contradicts"]]
    sections = page.locator("#camps section.finding")
    assert sections.count() == 7
    assert page.locator("#camps details.meaning").count() == 5
    page.locator("[data-section=tension] details.meaning summary").first.click()
    expect(page.locator("[data-section=tension] details.meaning p").first).to_be_visible()


def test_the_matrix_counts_edges_and_leads_to_them(app: Opens) -> None:  # noqa: F811
    """Its numbers add up to all edges; each opens the table with just these."""
    page = app("view=camps")
    cells = page.locator(".matrix td button")
    texts = cells.all_text_contents()
    assert sum(int(number) for text in texts for number in re.findall(r"\d+", text)) == 34
    first = cells.first
    count = sum(int(number) for number in re.findall(r"\d+", first.inner_text()))
    first.click()
    assert state(page) == {"view": "table", "between": "1.1"}
    expect(page.locator("#table tbody tr")).to_have_count(count)
    page.reload()
    expect(page.locator("#table tbody tr")).to_have_count(count)
    page.locator("[name=between]").click()
    expect(page.locator("#table tbody tr")).to_have_count(34)


def test_the_measures_are_sorted_by_any_column(app: Opens) -> None:  # noqa: F811
    """Most allies come first; a column, asked again, turns round; the focus stays on it."""
    page = app("view=camps")
    analysed(page)
    table = page.locator("[data-section=actors] table")
    first = table.locator("tbody th").first
    expect(first).to_have_text("Juan José Torres")
    for column, wanted in ((0, "A leader"), (2, "Juan José Torres"), (3, "Popular Assembly")):
        button = table.locator("thead button").nth(column)
        button.press("Enter")
        expect(first).to_contain_text(wanted)
        expect(table.locator("thead button").nth(column)).to_be_focused()
        direction = "ascending" if column == 0 else "descending"
        expect(table.locator("th").nth(column)).to_have_attribute("aria-sort", direction)
    table.locator("thead button").nth(3).press("Enter")
    expect(first).to_have_text("Juan José Torres")


@pytest.fixture
def page_alone(browser: Browser, served: Served) -> Iterator[Page]:  # noqa: F811
    """A page of the app where the browser itself may complain: of an answer that is no success."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_while_it_is_analysed_the_pane_says_so(page_alone: Page, served: Served) -> None:  # noqa: F811
    """It waits, tells so, and goes on by itself when the analysis is there."""
    page, asked = page_alone, []

    def later(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) < 3:
            route.fulfill(status=503, headers={"retry-after": "1"}, body="it is being analysed")
        else:
            route.continue_()

    page.route("**/api/analysis.json", later)
    page.goto(f"http://127.0.0.1:{served.port}/#view=camps")
    expect(page.locator("#camps [role=status]")).to_contain_text("is being analysed")
    expect(page.locator("[data-section=matrix]")).to_be_visible()
    analysed(page)
    assert len(asked) == 3
    expect(page.locator("#camps [role=status]")).to_be_empty()


def test_where_there_is_no_analysis_the_pane_says_why(page_alone: Page, served: Served) -> None:  # noqa: F811
    """It gives the reason of the server, and shows what needs no analysis."""
    page = page_alone
    why = "the network could not be analysed. 'clivage check' may say why"
    page.route("**/api/analysis.json", lambda one: one.fulfill(status=404, body=why))
    page.goto(f"http://127.0.0.1:{served.port}/#view=camps")
    expect(page.locator("#camps [role=status]")).to_have_text(why)
    expect(page.locator(".matrix td button").first).to_be_visible()
    expect(page.locator("[data-section=tension]")).to_have_count(0)


def test_a_bounded_index_is_not_called_proved(app: Opens, served: Served) -> None:  # noqa: F811
    """Where only bounds are known the pane gives both, and says what is not settled."""
    page = app("view=table")
    report = served.ask("GET", "/api/analysis.json").json
    report["results"]["frustration"] |= {
        "value": 40,
        "lower_bound": 31,
        "optimal": False,
        "unique": None,
    }
    report["results"]["camps"] |= {"frustration": 9, "lower_bound": 4, "optimal": False}
    page.route("**/api/analysis.json", lambda one: one.fulfill(json=report))
    page = app("view=camps")
    tension = page.locator("[data-section=tension]")
    expect(tension).to_contain_text("lies between 31 and 40")
    expect(tension).not_to_contain_text("This is proved.")
    expect(page.locator("[data-section=membership]")).to_contain_text("less than 9 is not settled")


# ---- files


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    """Save the view as somebody does, and return the name and the content of the file."""
    page.locator("#save-view").press("Enter")
    with page.expect_download() as download:
        page.locator(f"#save-kinds [data-word=save-{kind}]:visible").press("Enter")
    expect(page.locator("#saved")).to_have_text(f"Saved as {download.value.suggested_filename}")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_table_is_saved_as_csv(app: Opens) -> None:  # noqa: F811
    """Rows and order are those of the table; each has its quotations and statements."""
    page = app("view=table&signs=support")
    name, content = saved(page, "csv")
    assert name == "bolivia-1971-table.csv"
    text = content.decode("utf-8")
    assert text.startswith("\ufeffWho,Stance,")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    shown = page.locator("#table tbody tr").all()
    assert len(rows) == len(shown) == sum(edge["sign"] > 0 for edge in NETWORK["edges"])
    assert [row["Who"] for row in rows] == [one.locator("th").inner_text() for one in shown]
    iris = {one["iri"] for one in STATEMENTS.values() if one["edge"] and one["sign"] > 0}
    assert {iri for row in rows for iri in row["Identifiers of the statements"].split("\n")} == iris
    for row in rows:
        exact = {
            one["exact"]
            for iri in row["Identifiers of the statements"].split("\n")
            for one in next(s for s in STATEMENTS.values() if s["iri"] == iri)["evidence"]
        }
        assert exact == set(re.split(r"\n| \[…\] ", row["Quotation"]))


def test_a_quotation_is_no_formula(app: Opens) -> None:  # noqa: F811
    """What a spreadsheet would compute is text; quotes and line breaks survive."""
    network = network_of(small())
    given = [
        '=HYPERLINK("https://elsewhere.example")',
        "+1",
        "-1",
        "@SUM(A1)",
        'she said "no"\r\nand left',
    ]
    said = [one for one in network["statements"] if one["edge"]]
    for one, words in zip(said, given, strict=False):
        one["evidence"][0]["exact"] = words
    page = shows(app, network, "view=table")
    _, content = saved(page, "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [row["Quotation"] for row in rows]
    for words in given[:4]:
        assert any(cell.startswith(f"'{words}") for cell in cells), words
    assert any(given[4] in cell for cell in cells)
    assert not any(re.match(r"[=+\-@]", cell) for row in rows for cell in row.values())


def test_an_edge_is_counted_dated_and_quoted_by_what_passes(app: Opens) -> None:  # noqa: F811
    """An edge of two statements, one of January: within January it has one."""
    [edge] = [one for one in NETWORK["edges"] if one["id"] == "miners.supports.torres"]
    within = [one for one in map(STATEMENTS.get, edge["statements"]) if one and one["when"]]
    assert (len(edge["statements"]), [one["when"] for one in within]) == (2, ["1971-01"])
    page = app("view=table&from=1971-01-01&to=1971-01-31&undated=no")
    _, content = saved(page, "csv")
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    [row] = [one for one in rows if one["Who"] == "Miners" and "Torres" in one["Whom or what"]]
    assert (row["Statements"], row["When"]) == ("1", "1971-01")
    assert row["Identifiers of the statements"] == within[0]["iri"]
    assert row["Quotation"] == within[0]["evidence"][0]["exact"]


def test_the_edges_are_saved_as_turtle(app: Opens) -> None:  # noqa: F811
    """What is saved is what the corpus holds of these statements and their passages."""
    page = app("view=camps&signs=opposition")
    name, content = saved(page, "ttl")
    assert name == "bolivia-1971-camps.ttl"
    triples = {one.triple for one in ox.parse(content, format=ox.RdfFormat.TURTLE)}
    whole = {one.triple for one in ox.parse(TTL.read_bytes(), format=ox.RdfFormat.TURTLE)}
    assert triples <= whole
    holder = ox.NamedNode("https://w3id.org/clivage/ns#holder")
    iris = {one.subject.value for one in triples if one.predicate == holder}
    assert iris == {one["iri"] for one in STATEMENTS.values() if one["edge"] and one["sign"] < 0}
    exact = ox.NamedNode("http://www.w3.org/ns/oa#exact")
    words = {one.object.value for one in triples if one.predicate == exact}
    assert words == {
        passage["exact"]
        for one in STATEMENTS.values()
        if one["edge"] and one["sign"] < 0
        for passage in one["evidence"]
    }


def test_the_network_is_saved_as_a_picture(page_alone: Page, served: Served) -> None:  # noqa: F811
    """As PNG, and as SVG with the names in it."""
    page_alone.goto(f"http://127.0.0.1:{served.port}/#view=network")
    expect(page_alone.locator("#network canvas").first).to_be_visible()
    name, content = saved(page_alone, "png")
    assert name == "bolivia-1971-network.png"
    assert content.startswith(b"\x89PNG")
    name, content = saved(page_alone, "svg")
    assert name == "bolivia-1971-network.svg"
    assert b"<svg" in content
    assert "Régis Debray" in content.decode()


def test_the_timeline_is_saved_as_a_picture(app: Opens) -> None:  # noqa: F811
    """It needs no style sheet; of a table there is no picture."""
    page = app("view=timeline")
    name, content = saved(page, "svg")
    text = content.decode()
    assert name == "bolivia-1971-timeline.svg"
    assert "var(--" not in text
    assert text.count("stroke-dasharray") > 11
    assert "Régis Debray" in text
    page.goto("about:blank")
    page.set_content(text)
    assert page.locator("svg circle").count() == 1
    page = app("view=table")
    page.locator("#save-view").click()
    assert page.locator("#save-kinds button:visible").count() == 2
    page.keyboard.press("Escape")
    expect(page.locator("#save-kinds")).to_be_hidden()
    expect(page.locator("#save-view")).to_be_focused()


# ---- filters


def test_what_there_is_only_one_of_is_no_filter(app: Opens) -> None:  # noqa: F811
    """With one coder there is nothing to choose; with two there is, and the address keeps it."""
    page = app("view=table")
    assert page.locator("[name=source], [name=coder]").count() == 0
    expect(page.locator(".coverage")).to_have_text("34 edges, 34 with quotation")
    page.locator("[name=certainties-certain]").click()
    sure = [
        edge
        for edge in NETWORK["edges"]
        if any(STATEMENTS[id]["certainty"] != "certain" for id in edge["statements"])
    ]
    expect(page.locator("#table tbody tr")).to_have_count(len(sure))
    expect(page.locator(".coverage")).to_have_text(f"{len(sure)} edges, {len(sure)} with quotation")
    page.reload()
    expect(page.locator("#table tbody tr")).to_have_count(len(sure))
    network = network_of(small())
    network["coders"]["second"] = "The second reader"
    for one in network["statements"][:4]:
        one["coder"] = "second"
    page = shows(app, network, "view=table")
    page.locator("[name=coder]").select_option("second")
    edges = {one["edge"] for one in network["statements"][:4] if one["edge"]}
    expect(page.locator("#table tbody tr")).to_have_count(len(edges))
    page.reload()
    expect(page.locator("[name=coder]")).to_have_value("second")
    expect(page.locator("#table tbody tr")).to_have_count(len(edges))
    page.locator("[name=reset]").click()
    assert state(page) == {"view": "table"}


# ---- for everybody


VIEWS = (
    "view=reader",
    f"view=reader&edge={EDGE}",
    "view=timeline",
    f"view=timeline&edge={EDGE}",
    "view=camps",
    "view=table&between=1.0",
    f"view=table&edge={EDGE}",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_barrier_in_any_view(app: Opens, theme: str) -> None:  # noqa: F811
    """Each pane, with and without a choice, is accessible in both themes, on a desk and a phone."""
    count = 0
    for address in VIEWS:
        page = app(f"{address}&theme={theme}")
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            if "camps" in address:
                analysed(page)
            assert violations(page) == [], (address, size)
            count += 1
    assert count == 14


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_nothing_is_wider_than_a_phone(app: Opens, language: str) -> None:  # noqa: F811
    """In each language every pane fits into 390 px; only what says so scrolls sideways."""
    for address in VIEWS:
        page = app(f"{address}&lang={language}")
        page.set_viewport_size(PHONE)
        if "camps" in address:
            analysed(page)
        assert fits(page), address
        page.set_viewport_size({"width": 800, "height": 900})
        assert fits(page), address


def test_a_link_restores_each_view(app: Opens) -> None:  # noqa: F811
    """What one sees is the same again after the page is loaded anew."""
    read = """() => [...document.querySelectorAll("#middle > div:not([hidden]):not(.foot)")]
      .map((one) => one.id + one.innerText).join() + document.querySelector("#chosen").innerText"""
    for address in VIEWS:
        page = app(f"{address}&signs=support&from=1970-11-01")
        if "camps" in address:
            analysed(page)
        before = page.evaluate(read)
        page.reload()
        if "camps" in address:
            analysed(page)
        expect(page.locator("html")).to_have_class("scripted")
        assert page.evaluate(read) == before
        assert len(before) > 60


def test_every_word_of_the_panes_is_there_in_each_language_and_used() -> None:
    """No word of a pane is missing in a language, none is left over, and none means two things."""
    count = 0
    for pane in ("reader", "timeline", "camps", "save"):
        words = json.loads(Path(f"web/app/words/{pane}.json").read_text(encoding="utf-8"))
        assert set(words) == {"en", "es", "fr"}
        assert {tuple(one) for one in words.values()} == {tuple(words["en"])}
        assert all(text.strip() for one in words.values() for text in one.values())
        scripts = [Path(f"web/app/{pane}.js"), *Path("web/app", pane).glob("*.js")]
        text = "".join(one.read_text(encoding="utf-8") for one in scripts)
        stems = re.findall(r"word(?:\(|\": )`([\w-]*)\$", text)
        quoted = set(re.findall(r'"([\w-]+)"', text))
        for key in words["en"]:
            stem = any(one and key.startswith(one) for one in stems)
            meant = key.removesuffix("-meant") in quoted
            assert key in quoted or stem or (key.endswith("-meant") and meant), key
            count += 1
    assert count > 80


def test_a_word_means_one_thing_in_the_whole_app() -> None:
    """Two panes that use the same key say the same, or one would speak for the other."""
    said: dict[tuple[str, str], set[str]] = {}
    files = [Path("web/words.json"), *sorted(Path("web/app/words").glob("*.json"))]
    for file in files:
        for language, words in json.loads(file.read_text(encoding="utf-8")).items():
            for key, text in words.items():
                said.setdefault((language, key), set()).add(text)
    assert len(files) > 5
    assert {key for key, texts in said.items() if len(texts) > 1} == set()
