"""The network pane: what is drawn, and what one does with it by mouse, keyboard and address."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.apps import Opens, app, ready, served, violations, watched
from tests.conftest import NETWORK, NODES, STATEMENTS, WORDS
from tests.drawn import (
    COLOURS,
    SVG,
    canvas,
    click,
    colour,
    drawn,
    inked,
    inks,
    near,
    picture,
    pixels,
    saved,
    screen,
)
from tests.serving import Served

EDGES: list[dict[str, Any]] = NETWORK["edges"]
SUPPORT, OPPOSITION = "torres.supports.debray", "torres.opposes.oil-workers"
#: Two edges of one pair.
PAIR = ("torres.supports.miners", "torres.opposes.miners")
NEAR_TORRES = {edge["id"] for edge in EDGES if "torres" in (edge["from"], edge["to"])}


def chosen(page: Page) -> str:
    """Return what the address says is chosen."""
    found = re.search(r"(?:node|edge)=([^&]+)", page.url)
    return found[1] if found else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_support_is_drawn_solid(app: Opens, scheme: str) -> None:
    line = inks(app(f"theme={scheme}"), SUPPORT, "support", scheme)
    assert line.count("#") >= len(line) - 2, line


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opposition_is_drawn_dashed(app: Opens, scheme: str) -> None:
    line = inks(app(f"theme={scheme}"), OPPOSITION, "opposition", scheme)
    assert len(line.split()) >= 4, line
    assert 0.3 < line.count("#") / len(line) < 0.95, line


def test_opposition_ends_in_a_bar_across_it_and_support_in_an_arrow(app: Opens) -> None:
    page = app("")
    seen, shot = picture(page), screen(page)
    for edge, name in ((OPPOSITION, "opposition"), (SUPPORT, "support")):
        (x, y), (u, v) = seen.along(edge, 0.98), seen.along(edge, 1)
        far = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        # 6 px behind the tip an arrow is wide, and a bar is over.
        back = (u - 6 * (u - x) / far, v - 6 * (v - y) / far)
        across = [
            (point[0] - side * (v - y) / far, point[1] + side * (u - x) / far)
            for point, side in (((u, v), 5), (back, 3))
        ]
        end, behind = across
        pixel = shot[round(behind[1])][round(behind[0])]
        found = [inked(shot, end, colour(name)), near(pixel, colour(name))]
        assert found == ([True, False] if name == "opposition" else [False, True]), edge


def test_a_mark_has_the_colour_and_the_shape_of_what_it_stands_for(app: Opens) -> None:
    page = app("")
    drawn(page)
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(400)
    seen, shot = picture(page), screen(page)
    apart = seen.marks["army"][1] - seen.marks["mnr"][1]
    scale = apart / (NODES["army"]["y"] - NODES["mnr"]["y"])
    # 10 px of the drawing right and up: within a square, outside a dot.
    out = round(10 * scale)
    camp = bytes.fromhex(COLOURS["light"]["camps"][NODES["debray"]["camp"] - 1][1:])
    for id, filled, corner in (
        ("bolivia", colour("unaligned"), True),
        ("debray", (camp[0], camp[1], camp[2]), False),
    ):
        x, y = seen.marks[id]
        assert near(shot[round(y)][round(x) - 8], filled)
        assert near(shot[round(y) - out][round(x) + out], filled) is corner


@pytest.mark.parametrize("edge", [SUPPORT, OPPOSITION, *PAIR])
def test_a_click_on_a_line_opens_its_quotation(app: Opens, edge: str) -> None:
    page = app("")
    click(page, picture(page).along(edge, 0.5))
    expect(page.locator("#chosen")).to_be_visible()
    assert chosen(page) == edge
    (quotation,) = {
        passage["exact"]
        for one in EDGES
        if one["id"] == edge
        for passage in STATEMENTS[one["statements"][0]]["evidence"][:1]
    }
    expect(page.locator("#panel blockquote").first).to_contain_text(quotation)


def test_a_click_chooses_a_node_and_one_on_paper_nothing(app: Opens) -> None:
    page = app("")
    seen = picture(page)
    click(page, seen.marks["army"])
    expect(page.locator("#chosen")).to_have_text(NODES["army"]["label"]["en"])
    assert chosen(page) == "army"
    click(page, (4, 4))
    expect(page.locator("#chosen")).to_have_text(WORDS["en"]["overview"])
    assert chosen(page) == ""


def test_what_is_chosen_stands_out(app: Opens) -> None:
    page = app("node=torres")
    lines = re.findall(r'data-id="([\w.-]+)" opacity="([\d.]+)"', picture(page).text)
    assert {id for id, strength in lines if strength == "1"} == NEAR_TORRES
    assert len(lines) == len(EDGES)


def test_the_pointer_says_what_is_under_it(app: Opens) -> None:
    page = app("")
    seen, box = picture(page), canvas(page)
    on = page.locator("#canvas")
    said = {seen.marks["army"]: "Army", seen.along(SUPPORT, 0.5): "Juan José Torres: support for"}
    for (x, y), title in said.items():
        page.mouse.move(box["x"] + x, box["y"] + y)
        expect(on).to_have_attribute("title", re.compile(title))
        expect(on).to_have_css("cursor", "pointer")
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    expect(on).to_have_attribute("title", "")


def test_filters_hide_lines_and_marks(app: Opens) -> None:
    page = app("signs=opposition&types=person organization issue")
    seen = picture(page)
    kinds = {id: node["type"] for id, node in NODES.items()}
    kept = {
        one["id"]
        for one in EDGES
        if one["sign"] < 0 and "collective" not in (kinds[one["from"]], kinds[one["to"]])
    }
    assert kept
    assert seen.lines.keys() == kept
    assert seen.marks.keys() == {id for id, kind in kinds.items() if kind != "collective"}
    page.get_by_label(WORDS["en"]["legend-support"]).check()
    assert len(picture(page).lines) > len(kept)


@pytest.mark.parametrize("steps", [1, 2])
def test_steps_around_what_is_chosen(app: Opens, steps: int) -> None:
    page = app("node=army")
    page.get_by_role("button", name=re.compile(f"^{steps} step")).click()
    near_army = {"army"}
    for _ in range(steps):
        ends = [{one["from"], one["to"]} for one in EDGES]
        near_army |= {id for pair in ends if pair & near_army for id in pair}
    assert picture(page).marks.keys() == near_army
    assert f"ego={steps}" in page.url
    page.get_by_role("button", name="all", exact=True).click()
    assert len(picture(page).lines) == len(EDGES)


def test_steps_need_something_to_be_around(app: Opens) -> None:
    page = app("ego=1")
    expect(page.locator("#steps button:disabled")).to_have_count(3)
    assert len(picture(page).lines) == len(EDGES)


@pytest.mark.parametrize(
    "address",
    ["node=torres&ego=2", "edge=" + SUPPORT, "from=1971-01-01&to=1971-03-31&undated=no"],
)
def test_an_address_brings_its_picture_back(app: Opens, address: str) -> None:
    first = picture(app(address))
    assert picture(app(address)) == first
    assert first != picture(app(""))


def test_arrows_lead_to_neighbours_and_enter_reads(app: Opens) -> None:
    page = app("node=mnr")
    drawn(page)
    page.locator("#canvas").press("ArrowRight")
    assert chosen(page) == "army"
    expect(page.locator("#canvas")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#chosen")).to_be_focused()
    page.locator("#canvas").press("Escape")
    assert chosen(page) == ""
    expect(page.locator("#canvas")).to_be_focused()


def test_arrows_and_keys_move_the_drawing(app: Opens) -> None:
    page = app("")
    before = picture(page).marks["army"]
    page.locator("#canvas").press("ArrowRight")
    moved = picture(page).marks["army"]
    assert moved[0] == pytest.approx(before[0] - 80, abs=1)
    page.keyboard.press("+")
    left, right = (picture(page).marks[id][0] for id in ("mnr", "army"))
    page.keyboard.press("0")
    back = picture(page)
    assert right - left > 1.2 * (back.marks["army"][0] - back.marks["mnr"][0])
    assert back.marks["army"] == pytest.approx(before, abs=1)


def test_the_drawing_is_no_trap(app: Opens) -> None:
    page = app("")
    page.locator("#canvas").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#zoom button").first).to_be_focused()


def test_search_brings_what_is_out_of_sight_into_the_middle(app: Opens) -> None:
    page = app("")
    drawn(page)
    for _ in range(8):
        page.locator("#canvas").press("Shift+ArrowRight")
        page.wait_for_timeout(300)
    assert "world-bank" not in picture(page).marks
    page.locator("#search").fill("World Bank")
    page.locator("#search").press("Enter")
    x, y = picture(page).marks["world-bank"]
    box = canvas(page)
    assert (x, y) == pytest.approx((box["width"] / 2, box["height"] / 2), abs=2)


def test_the_drawing_takes_the_size_that_it_is_given(app: Opens) -> None:
    page = app("")
    wide = picture(page)
    page.set_viewport_size({"width": 820, "height": 900})
    box = canvas(page)
    narrow = picture(page)
    assert narrow.marks.keys() == wide.marks.keys()
    assert all(0 < x < box["width"] and 0 < y < box["height"] for x, y in narrow.marks.values())
    assert narrow != wide


def test_no_label_covers_another(app: Opens) -> None:
    texts = [
        (float(one.attrib["x"]), float(one.attrib["y"]), float(one.attrib["font-size"]))
        for one in ET.fromstring(picture(app("")).text).iter(f"{SVG}text")
        if one.get("class") == "name"
    ]
    assert len(texts) == len(NODES)
    rows = sorted(texts, key=lambda one: one[1])
    assert len({(x, y) for x, y, _ in rows}) == len(rows)


def test_the_svg_opens_alone_and_holds_text_as_text(app: Opens) -> None:
    page = app("lang=fr")
    root = ET.fromstring(picture(page).text)
    lines = [one for one in root.iter(f"{SVG}g") if one.get("class", "").startswith("line ")]
    assert len(lines) == len(EDGES)
    assert root.findtext(f"{SVG}title") == NETWORK["corpus"]["title"]["fr"]
    assert root.findtext(f"{SVG}desc")
    names = {one.text for one in root.iter(f"{SVG}text") if one.get("class") == "name"}
    assert NODES["torres"]["label"]["fr"] in names
    assert not re.search(r"(?:href|src)=|url\(|<style| style=", picture(page).text)


def test_the_png_is_twice_as_fine_and_not_empty(app: Opens) -> None:
    page = app("")
    box = canvas(page)
    seen = picture(page)
    drawn_ = pixels(saved(page, "PNG"))
    assert len(drawn_[0]) == 2 * box["width"]
    x, y = seen.marks["bolivia"]
    assert near(drawn_[round(2 * y) + 8][round(2 * x)], colour("unaligned"))
    assert near(drawn_[4][4], colour("paper"))


def test_on_paper_it_is_drawn_as_svg_in_the_colours_of_print(app: Opens) -> None:
    page = app("theme=dark")
    drawn(page)
    page.emulate_media(media="print")
    expect(page.locator("svg.printed")).to_be_visible()
    expect(page.locator("#canvas")).to_be_hidden()
    expect(page.locator("svg.printed > rect").first).to_have_css("fill", "rgb(255, 255, 255)")
    assert page.locator("svg.printed g.line").count() == len(EDGES)


def test_without_webgl_it_says_so_and_points_to_the_table(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    wrong = watched(page, served.port)
    page.add_init_script(
        """const { getContext } = HTMLCanvasElement.prototype;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind.includes("webgl") ? null : getContext.call(this, kind, ...more);
        };"""
    )
    page.goto(f"http://127.0.0.1:{served.port}/")
    ready(page)
    expect(page.locator("#canvas-fails")).to_contain_text("no WebGL")
    page.locator("#canvas-fails button").click()
    expect(page.locator("#table tbody tr")).to_have_count(len(EDGES))
    assert wrong == []
    context.close()


def test_a_lost_drawing_comes_back(app: Opens) -> None:
    page = app("")
    drawn(page)
    page.evaluate(
        """() => {
          const gl = document.querySelector(".sigma-edges").getContext("webgl2");
          window.loses = gl.getExtension("WEBGL_lose_context");
          window.loses.loseContext();
        }"""
    )
    expect(page.locator("#canvas-fails")).to_be_visible()
    page.evaluate("window.loses.restoreContext()")
    expect(page.locator("#canvas-fails")).to_be_hidden()
    line = inks(page, SUPPORT, "support")
    assert line.count("#") >= len(line) - 2, line


@pytest.mark.parametrize(
    "address", ["", "theme=dark", "node=torres&ego=1", "theme=dark&from=1971-01-01"]
)
def test_axe_finds_nothing(app: Opens, address: str) -> None:
    page = app(address)
    drawn(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [800, 390])
def test_it_can_be_used_on_a_small_screen(app: Opens, width: int) -> None:
    page = app("")
    page.set_viewport_size({"width": width, "height": 844})
    box = canvas(page)
    assert box["height"] > 250
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    at = picture(page).marks["army"]
    page.locator("#canvas").scroll_into_view_if_needed()
    click(page, at)
    assert chosen(page) == "army"


def test_every_word_is_there_in_every_language() -> None:
    words = json.loads(Path("web/app/words/network.json").read_text("utf-8"))
    assert [list(words[one]) for one in ("es", "fr")] == [list(words["en"])] * 2
    code = "".join(one.read_text("utf-8") for one in Path("web/app").rglob("network*/*.js"))
    code += Path("web/app/network.js").read_text("utf-8")
    built = {"steps-1", "steps-2", "steps-all", "period-from", "period-to"}
    assert [key for key in words["en"] if key not in built and f'"{key}"' not in code] == []
