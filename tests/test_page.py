"""The page of the founding corpus, as somebody reads it: the drawing, its words, its evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clivage.view import View
from tests.conftest import NETWORK, NODES, STATEMENTS, WORDS, in_sight, settle

LANGUAGES = ("en", "es", "fr")
#: What one sees of the drawing by moving the pointer over it: each name, and where it shows.
_SIGHTS = """() => {
  const canvas = document.querySelector("#canvas"), found = {};
  const { x: left, y: top, width, height } = canvas.getBoundingClientRect();
  for (let down = 0; down < height; down += 7) for (let along = 0; along < width; along += 7) {
    const [x, y] = [Math.ceil(left + along), Math.ceil(top + down)];
    canvas.dispatchEvent(new MouseEvent("mousemove", { clientX: x, clientY: y }));
    if (canvas.title) (found[canvas.title] ??= []).push([x, y]);
  }
  return found;
}"""

#: What one reads beside the network.
_READ = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = (selector) => all(selector).map((one) => one.textContent);
  const text = document.querySelector(".text");
  return { chosen: texts("#chosen")[0], quotations: texts(".card blockquote"),
    marked: texts("mark.now").join(""), within: text.contains(document.querySelector("mark.now")) };
}"""


def claim(edge: dict[str, Any], language: str = "en") -> str:
    """Say an edge as the page does."""
    sign = "support" if edge["sign"] > 0 else "opposition"
    said = WORDS[language][f"claim-{sign}"]
    for end in ("from", "to"):
        said = said.replace(f"{{{end}}}", NODES[edge[end]]["label"][language])
    return said


def quotations(edge: dict[str, Any]) -> list[str]:
    """Return the words on which an edge rests."""
    return [passage["exact"] for id in edge["statements"] for passage in STATEMENTS[id]["evidence"]]


def sights(page: Page) -> dict[str, list[list[float]]]:
    found: dict[str, list[list[float]]] = page.evaluate(_SIGHTS)
    return found


def test_the_data_of_the_page_is_the_committed_network(network_html: Path, bolivia: View) -> None:
    """What the page draws is, value for value, what network.json says."""
    html = network_html.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert found is not None
    data = json.loads(found[1])
    assert set(data) - set(NETWORK) == {"words", "language", "widest"}
    marks = {"bend", "width"}  # how an edge is drawn, which is no part of the network
    edges = [{name: one[name] for name in one if name not in marks} for one in data["edges"]]
    assert {name: data[name] for name in NETWORK} | {"edges": edges} == NETWORK
    assert len(data["edges"]) == len(bolivia.edges) == 34


def test_it_opens_with_no_network_and_draws_every_line(at: Callable[..., Page]) -> None:
    """Offline, each of the 34 edges and 36 actors and issues is there to be pointed at."""
    page = at()
    expect(page.locator("#status")).to_have_text("34 of 34 edges shown")
    seen = sights(page)
    claims = [claim(edge) for edge in NETWORK["edges"]]
    names = [node["label"]["en"] for node in NETWORK["nodes"]]
    assert (len(claims), len(names)) == (34, 36)
    assert [one for one in claims + names if one not in seen] == []


def test_a_click_on_a_line_shows_its_quotation(at: Callable[..., Page]) -> None:
    """Every line, clicked, shows its quotations in full beside the network and in the text."""
    page = at()
    seen, count = sights(page), 0
    for edge in NETWORK["edges"]:
        at()
        places = seen[claim(edge)]
        page.mouse.click(*places[len(places) // 2])
        page.wait_for_function("location.hash.includes('edge=')")
        assert page.evaluate(_READ) == {
            "chosen": claim(edge),
            "quotations": quotations(edge),
            "marked": quotations(edge)[0],
            "within": True,
        }
        assert in_sight(page, ".card blockquote") and in_sight(page, "mark.now")
        count += 1
    assert count == 34


def test_a_click_on_an_actor_shows_what_it_did_and_bore(at: Callable[..., Page]) -> None:
    """An actor, clicked on its mark or its name, shows each statement it stands in, in the text."""
    page = at()
    seen, count = sights(page), 0
    for name in ("torres", "army", "popular-assembly", "gas-pipeline-credit"):
        label = NODES[name]["label"]["en"]
        for place in (seen[label][0], seen[label][-1]):
            page.mouse.click(*place)
            expect(page.locator("#chosen")).to_have_text(label)
        own = {
            id
            for edge in NETWORK["edges"]
            for id in edge["statements"]
            if name in (edge["from"], edge["to"])
        } | {id for id, one in STATEMENTS.items() if one["about"] == name}
        cards = page.locator(".card").evaluate_all("all => all.map((one) => one.dataset.statement)")
        assert own <= set(cards)
        first = STATEMENTS[cards[0]]["evidence"][0]["exact"]
        assert "".join(page.locator("mark.now").all_text_contents()) == first
        assert in_sight(page, "mark.now")
        count += 1
    assert count == 4


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1440, 900, 36), (1280, 720, 33), (420, 900, 14)]
)
def test_no_label_covers_another(
    at: Callable[..., Page], width: int, height: int, least: int
) -> None:
    """On a desk all are named, on a phone those that have room; no line reaches into a label."""
    page = at()
    page.set_viewport_size({"width": width, "height": height})
    for language in LANGUAGES:
        at(f"lang={language}")
        settle(page)
        frame = page.evaluate("window.frame")
        labels, tips = frame["texts"], frame["ends"][1::2]
        names = {node["label"][language] for node in NETWORK["nodes"]}
        assert {one["text"] for one in labels} <= names
        assert least <= len(labels) <= 36
        assert min(one["size"] * one["scale"] for one in labels) > 11
        pairs = [(one, other) for at, one in enumerate(labels) for other in labels[:at]]
        assert [(one["text"], other["text"]) for one, other in pairs if covers(one, other)] == []
        assert len(tips) == 34
        reached = [(one["text"], tip) for one in labels for tip in tips if holds(one, *tip)]
        assert width < 1000 or reached == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def holds(box: dict[str, Any], x: float, y: float) -> bool:
    return bool(box["left"] < x < box["right"] and box["top"] < y < box["bottom"])


def covers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def test_sign_is_told_four_ways(at: Callable[..., Page]) -> None:
    """Support and opposition differ by colour, dash, end mark and word, in light and dark."""
    for theme in ("light", "dark"):
        tells_sign(at, theme)


def tells_sign(at: Callable[..., Page], theme: str) -> None:
    page = at(f"theme={theme}")
    settle(page)
    colours = json.loads(Path("web/colours.json").read_text(encoding="utf-8"))[theme]
    frame = page.evaluate("window.frame")
    drawn = [(one["colour"], one["dashed"]) for one in frame["strokes"]]
    supports = sum(edge["sign"] > 0 for edge in NETWORK["edges"])
    opposes = 34 - supports
    assert supports > 10 and opposes > 10
    assert drawn.count((colours["support"], False)) == supports
    assert drawn.count((colours["opposition"], True)) == opposes
    assert frame["fills"].count(colours["support"]) == supports, "an arrow each"
    assert drawn.count((colours["opposition"], False)) == opposes, "a bar each"
    assert (colours["support"], True) not in drawn
    page = at(f"theme={theme}&view=table")
    words = page.locator("tbody td.stance").all_text_contents()
    assert words.count("→ support for") == supports
    assert words.count("⊣ opposition to") == opposes


def test_every_word_is_there_in_each_language_and_used() -> None:
    """No word of the page is missing in a language, and none is left over."""
    modules = [*Path("web/page").glob("*.js"), *Path("web/shared").glob("*.js")]
    scripts = "\n".join(one.read_text(encoding="utf-8") for one in modules)
    scripts = re.sub(r'(element|shape|byId)\("\w+"', "", scripts)
    page = Path("web/page.html").read_text(encoding="utf-8")
    marks = "\n".join(
        Path("src/clivage", name).read_text(encoding="utf-8")
        for name in ("marks.py", "picture.py", "render.py")
    )
    asked = {
        *re.findall(r'word\("([\w-]+)"\)', scripts),
        *re.findall(r'data-word(?:-label)?="([\w-]+)"', page),
        *re.findall(r'words(?:\([^)]*\))?\["([\w-]+)"\]', marks),
    }
    for stem in re.findall(r"word\(`([\w-]+)\$", scripts):
        asked |= {stem + sign for sign in ("support", "opposition")}
    assert len(asked) > 80
    assert set(WORDS) == set(LANGUAGES)
    for language in LANGUAGES:
        assert asked - set(WORDS[language]) == set()
        assert all(text.strip() for text in WORDS[language].values())
    quoted = set(re.findall(r'"([\w-]+)"', scripts + marks))
    # The sentences on what is left out have keys that `clivage.excerpt` puts together.
    excerpts = {key for key in WORDS["en"] if key.startswith("excerpt-")}
    assert set(WORDS["en"]) - asked - quoted - excerpts == set()
    assert {tuple(WORDS[language]) for language in LANGUAGES} == {tuple(WORDS["en"])}


def test_the_page_speaks_one_language_at_a_time(at: Callable[..., Page]) -> None:
    """Interface, labels and punctuation follow the language; quotations keep their own."""
    for language in LANGUAGES:
        speaks(at(f"lang={language}&edge=torres.supports.debray"), language)


def speaks(page: Page, language: str) -> None:
    words = WORDS[language]
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("#title")).to_have_text(NETWORK["corpus"]["title"][language])
    edge = next(one for one in NETWORK["edges"] if one["id"] == "torres.supports.debray")
    expect(page.locator("#chosen")).to_have_text(claim(edge, language))
    assert page.locator("blockquote").first.get_attribute("lang") == "fr"
    expect(page.locator(".card dt").first).to_have_text(
        words["when"] + ("\u00a0:" if language == "fr" else ":")
    )
    text = page.locator("body").inner_text()
    others = [one for one in LANGUAGES if one != language]
    foreign = {WORDS[one][key] for one in others for key in ("close", "when", "certainty", "reset")}
    foreign -= set(words.values())
    assert len(foreign) >= 6
    assert [one for one in foreign if re.search(rf"\b{re.escape(one)}\b", text)] == []
