"""The page keeps its promises to whoever opens it: no foreign code, no barrier, nothing lost."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser, BrowserType, Page, ViewportSize, expect

from clivage import quotation, render, view
from clivage.model import Coder, Corpus, Source
from tests import strategies
from tests.conftest import go, watch
from tests.small import SOURCE, small

DESK: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 420, "height": 900}
EDGE = "edge=torres.supports.debray"
STATES = ("", "view=table", EDGE, "node=torres")

#: What could make a page wider than its window, or turn its words; looked at on a phone too.
LONG = ("\u202eright to left\u2066 and never back", "W" * 10_000, "a word " * 1_400)
#: What somebody might write into a corpus to make a page do something.
VECTORS = (
    "</script><script>window.XSS=1</script>",
    "<!--<script>window.XSS=1</script>",
    '"><svg onload=window.XSS=1><img src=x onerror=window.XSS=1>',
    "href ' onmouseover=window.XSS=1 x='<a href='javascript:window.XSS=1'>href</a></style>",
    'href <img src="https://elsewhere.example/x.png" onerror=window.XSS=1>',
    "javascript:window.XSS=1",
    "{{ 7 * 7 }} ${window.XSS=1} {from} $& $1",
    "constructor",
    *LONG,
)


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Callable[..., Page]:
    """Open the page of a corpus at an address."""

    def open_(corpus: Corpus, address: str = "") -> Page:
        path = tmp_path / "network.html"
        path.write_text(render.html(view.of(corpus)), encoding="utf-8")
        page.goto("about:blank")
        page.goto(f"{path.as_uri()}#{address}")
        return page

    return open_


def poisoned(vector: str) -> Corpus:
    """Return the small corpus with one text in every place where a text can stand."""
    corpus, both = small(), {"en": vector, "fr": vector}
    text = f"Avant. {vector}\n{vector} Après."
    passage = quotation.cut(SOURCE, text, 7, 7 + len(vector))
    links = (vector, f"javascript:window.XSS=1//{vector}", "https://w3id.org/clivage/fine")
    source = Source(
        id=SOURCE,
        title=both,
        language=vector,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        creator=vector,
        date=vector,
        rights=vector,
        provenance=vector,
        text=text,
    )
    return dataclasses.replace(
        corpus,
        title=both,
        description=both,
        licence=vector,
        publisher=vector,
        coders=(Coder(id="editor", name=vector),),
        sources=(source,),
        actors=tuple(
            dataclasses.replace(
                one,
                labels=both,
                names=(vector,),
                note=vector,
                kind=vector,
                exact_match=links,
                close_match=links,
            )
            for one in corpus.actors
        ),
        issues=tuple(
            dataclasses.replace(one, labels=both, definition=both, note=vector, exact_match=links)
            for one in corpus.issues
        ),
        statements=tuple(
            dataclasses.replace(
                one, evidence=(passage,), relation=vector, note=vector, coder=vector
            )
            for one in corpus.statements
        ),
    )


def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than its window."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return wide


def test_no_text_of_a_corpus_becomes_code(show: Callable[..., Page]) -> None:
    """Whatever stands in labels, notes, quotations or links is shown as text, and only as text."""
    states, count = ("", "node=guild", "edge=guild.supports.bargemen", "view=table"), 0
    for vector in VECTORS:
        page = show(poisoned(vector))
        for size in (DESK, PHONE) if vector in LONG else (DESK,):
            page.set_viewport_size(size)
            for state in states:
                go(page, state)
                assert page.evaluate("window.XSS") is None, (vector[:60], state)
                assert fits(page), (vector[:60], state, size)
                links = page.locator("main a").evaluate_all("all => all.map((one) => one.href)")
                assert all(link.startswith(("https://", "http://")) for link in links)
                assert page.locator("main :is(img, script, style, iframe)").count() == 0
                count += 1
        search_and_point(page, vector)
    assert count == (len(VECTORS) + len(LONG)) * len(states) == 56


def search_and_point(page: Page, vector: str) -> None:
    """Search for a text, choose it, and move the pointer over the drawing."""
    page.set_viewport_size(DESK)
    go(page, "")
    page.locator("#search").fill(vector[:200])
    assert page.locator("#results li").count() >= 8
    assert fits(page)
    page.locator("#results button").first.click()
    expect(page.locator("#chosen")).to_be_focused()
    for across in range(300, 1000, 100):
        page.mouse.move(across, 450)
    assert page.evaluate("window.XSS") is None


def test_ids_that_no_corpus_may_have_are_harmless_too(show: Callable[..., Page]) -> None:
    """The page does not rely on ids having been checked."""
    hostile, corpus = '"><img src=x onerror=window.XSS=1>.supports.&edge=', small()
    ids = [*(one.id for one in corpus.actors), *(one.id for one in corpus.issues)]
    changed = {id: f"{id}{hostile}" for id in ids}
    corpus = dataclasses.replace(
        corpus,
        actors=tuple(
            dataclasses.replace(one, id=changed[one.id], part_of=changed.get(one.part_of, ""))
            for one in corpus.actors
        ),
        issues=tuple(dataclasses.replace(one, id=changed[one.id]) for one in corpus.issues),
        statements=tuple(
            dataclasses.replace(
                one,
                holder=changed.get(one.holder, one.holder),
                target=changed[one.target],
                about=changed.get(one.about, ""),
                id=f"{one.id}{hostile}",
            )
            for one in corpus.statements
        ),
    )
    page = show(corpus, "view=table")
    rows = page.locator("tbody button")
    assert rows.count() == len(view.of(corpus).edges) == 11
    rows.first.click()
    expect(page.locator("tr[aria-current]")).to_have_count(1)
    page.locator(".card .name").first.click()
    page.reload()
    expect(page.locator(".card").first).to_be_visible()
    assert page.evaluate("window.XSS") is None


@pytest.fixture(scope="session")
def any_page(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Page, Path, list[str]]:
    """A page that stays open over many corpora, and what it did wrong so far."""
    page = browser.new_page(offline=True, viewport=DESK)
    return page, tmp_path_factory.mktemp("any") / "network.html", watch(page)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(corpus=strategies.corpora())
def test_any_corpus_opens(any_page: tuple[Page, Path, list[str]], corpus: Corpus) -> None:
    """The page of any valid corpus opens without a complaint and shows each of its edges."""
    page, path, wrong = any_page
    wrong.clear()
    drawn = view.of(corpus)
    path.write_text(render.html(drawn, language="en"), encoding="utf-8")
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#view=table&lang=en")
    edges = len(drawn.edges)
    expect(page.locator("#status")).to_have_text(f"{edges} of {edges} edges shown")
    expect(page.locator("tbody tr")).to_have_count(edges)
    go(page, f"node={drawn.nodes[0].id}")
    expect(page.locator("#chosen")).not_to_be_empty()
    assert fits(page)
    assert wrong == []


def test_the_page_names_no_address_to_load_from(network_html: Path) -> None:
    """Nothing in the file could be fetched: no source, no style sheet, no map, no import."""
    html = network_html.read_text(encoding="utf-8")
    assert re.search(r"default-src &#39;none&#39;|default-src 'none'", html)
    assert "unsafe" not in html.partition("<title>")[0]
    for pattern in (r"<script[^>]+src=", r"<link\b", r"@import", r"url\(", r"sourceMappingURL"):
        assert re.search(pattern, html) is None, pattern
    assert len(html) < 900_000


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_no_barrier(page: Page, network_html: Path, size: ViewportSize) -> None:
    """Network, table, a chosen edge and a chosen actor are accessible in light and dark."""
    axe, count = Axe(), 0
    page.set_viewport_size(size)
    page.goto(network_html.as_uri())
    for theme in ("light", "dark"):
        for state in STATES:
            go(page, f"{state}&theme={theme}".lstrip("&"))
            report = axe.run(page)
            assert report.violations_count == 0, report.generate_report()
            count += 1
    assert count == 8


def test_search_results_are_accessible(page: Page, network_html: Path) -> None:
    """Also with the list of results open, axe finds no barrier."""
    page.goto(network_html.as_uri())
    page.locator("#search").fill("a")
    assert page.locator("#results li").count() == 16
    report = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()


def test_without_javascript_the_page_says_where_else_to_look(
    browser: Browser, network_html: Path
) -> None:
    """Who has no JavaScript is sent to the picture and the tables, and sees no dead control."""
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(network_html.as_uri())
    text = page.locator("body").inner_text()
    for file in ("network.svg", "nodes.csv", "edges.csv"):
        assert file in text
        assert (Path("exports/bolivia-1971") / file).exists()
    assert page.locator("h1").is_visible()
    controls = page.locator("button, input, select, a").all()
    assert len(controls) >= 8
    assert not any(one.is_visible() for one in controls)
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_print_shows_the_evidence(page: Page, network_html: Path, theme: str) -> None:
    """On paper there are the network, the quotations and the whole text: uncut and light."""
    light = json.loads(Path("web/colours.json").read_text(encoding="utf-8"))["light"]
    page.goto(f"{network_html.as_uri()}#{EDGE}&theme={theme}")
    page.emulate_media(media="print")
    page.wait_for_function(
        "(ink) => window.frame.texts.some((one) => one.colour === ink)", arg=light["ink"]
    )
    for selector in ("h1", "#canvas", ".card blockquote", ".text mark.now", "#status"):
        assert page.locator(selector).first.is_visible(), selector
    for selector in (
        "header select",
        "#views button",
        "#search",
        "#filters",
        "#zoom",
        "#panel button:text('Close')",
    ):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in (".cards", ".texts"):
        uncut = "(one) => one.scrollHeight <= one.clientHeight + 1"
        assert page.locator(selector).evaluate(uncut), selector
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_nothing_moves_by_itself(page: Page, network_html: Path) -> None:
    """For who asked for less motion, and for all others, there is none: one frame, then rest."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(network_html.as_uri())
    frames = """(act) => new Promise((done) => {
      const seen = new Set(), canvas = document.querySelector("canvas");
      document.dispatchEvent(new KeyboardEvent("keydown", { key: act, bubbles: true }));
      let left = 8;
      const look = () => {
        if (left < 7) seen.add(canvas.toDataURL());
        if (left-- > 0) requestAnimationFrame(look); else done(seen.size);
      };
      requestAnimationFrame(look);
    })"""
    for key in ("+", "-", "0"):
        assert page.evaluate(frames, key) == 1
    for state in STATES:
        go(page, state)
        assert page.evaluate("document.getAnimations().length") == 0


def reachable(page: Page) -> tuple[int, list[str]]:
    """Count the controls, and name those that cannot be brought into the window and pressed."""
    count, lost = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll("button, input, select, summary, a[href]")]
            .filter((one) => one.id !== "skip" && one.checkVisibility());
          const lost = all.filter((one) => {
            one.scrollIntoView({ block: "center", inline: "nearest" });
            const { left, right, top, bottom } = one.getBoundingClientRect();
            const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return left < -1 || right > innerWidth + 1 || !(one === hit || one.contains(hit));
          });
          return [all.length, lost.map((one) => one.outerHTML.slice(0, 90))];
        }"""
    )
    return count, lost


def enlarged(page: Page, network_html: Path) -> None:
    """Look at every state of an enlarged page: nothing is cut off, nothing out of reach."""
    for state in STATES:
        page.goto(f"{network_html.as_uri()}#{state}")
        assert fits(page), state
        page.locator("#filters details").evaluate("(one) => { one.open = true; }")
        count, lost = reachable(page)
        assert count > 20
        assert lost == [], state


def test_text_at_twice_its_size_keeps_all_in_reach(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], network_html: Path
) -> None:
    """Who sets the browser's text twice as large reaches everything, and labels grow along."""
    flags = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    with browser_type.launch(**{**browser_type_launch_args, "args": flags}) as browser:
        page = browser.new_page(viewport=DESK, offline=True)
        wrong = watch(page)
        enlarged(page, network_html)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "30px"
        page.goto(f"{network_html.as_uri()}#")
        page.wait_for_function("window.frame.texts.length > 0")
        sizes = page.evaluate("window.frame.texts.map((one) => one.size * one.scale)")
        assert min(sizes) > 22
        assert wrong == []


def test_a_page_zoomed_to_200_percent_keeps_all_in_reach(
    browser: Browser, network_html: Path
) -> None:
    """A desk of half the size, as zoom makes it, has everything in one column."""
    half: ViewportSize = {"width": 720, "height": 450}
    context = browser.new_context(viewport=half, device_scale_factor=2, offline=True)
    page = context.new_page()
    wrong = watch(page)
    enlarged(page, network_html)
    assert wrong == []
    context.close()
