"""Whatever stands in a corpus, the web app shows it as text, and does nothing that it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.apps import prepared, ready, watched
from tests.serving import Served, serving

DESK: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
VIEWS = ("network", "table", "timeline", "camps", "reader", "sparql")

#: What somebody might write into a corpus to make a page do something.
VECTORS = (
    "</script><script>window.XSS=1</script>",
    "<!--<script>window.XSS=1</script>",
    '"><svg onload=window.XSS=1><img src=x onerror=window.XSS=1>',
    "href ' onmouseover=window.XSS=1 x='<a href='javascript:window.XSS=1'>href</a></style>",
    'href <img src="https://elsewhere.example/x.png" onerror=window.XSS=1>',
    "javascript:window.XSS=1",
    "{{ 7 * 7 }} ${window.XSS=1} {from} {text} {all} $& $1 $<to>",
    "constructor __proto__ toString",
    "\u202eright to left\u2066 and never back \u202b\u2069\u200f",
    "W" * 2_000,
    "a word " * 300,
    '=HYPERLINK("https://elsewhere.example","click")',
    "> } . DROP ALL # \\ ''' <urn:x>",
)


def hostile(folder: Path) -> Path:
    """Write a corpus in which every field that takes a text takes one of these."""
    texts = [vector.strip() for vector in VECTORS]
    count = len(texts)
    said = [texts[(at * 5 + 3) % count] for at in range(count)]

    def both(at: int) -> dict[str, str]:
        return {"en": texts[at % count], "fr": texts[(at + 1) % count]}

    corpus: dict[str, Any] = {
        "title": both(0),
        "description": both(2),
        "base": "https://w3id.org/clivage/test/hostile/",
        "language": "fr",
        "licence": "https://creativecommons.org/licenses/by/4.0/?window.XSS=1",
        "publisher": texts[4],
        "coders": {f"c{at}": {"name": texts[at]} for at in (3, 6)},
        "sources": {
            f"s{at}": {
                "title": both(at),
                "language": "fr",
                "creator": texts[at + 2],
                "rights": texts[at + 4],
                "provenance": texts[at + 6],
            }
            for at in (0, 1)
        },
        "actors": {
            f"a{at}": {
                "type": "person",
                "label": both(at),
                "names": [texts[(at + 2) % count]],
                "note": texts[(at + 5) % count],
            }
            for at in range(count)
        },
        "issues": {f"i{at}": {"label": both(at), "definition": both(at + 1)} for at in (2, 5)},
    }
    (folder / "texts").mkdir(parents=True)
    (folder / "codings").mkdir()
    (folder / "corpus.yaml").write_text(yaml.safe_dump(corpus, allow_unicode=True), "utf-8")
    for source, coder in (("s0", "c3"), ("s1", "c6")):
        text = "".join(f"{at}: {words} :{at}\n" for at, words in enumerate(said))
        (folder / "texts" / f"{source}.txt").write_text(text, "utf-8")
        statements = [
            {
                "quote": f"{at}: {words} :{at}",
                "who": f"a{at}",
                "supports" if at % 2 else "opposes": f"a{(at * 3 + 1) % count}"
                if at != 6
                else "i2",
                "about": "i5",
                "when": f"19{10 + at}",
                "date-basis": "editor",
                "note": texts[(at + 7) % count],
            }
            for at, words in enumerate(said)
        ]
        coding = {"source": source, "coder": coder, "statements": statements}
        (folder / "codings" / f"{source}.yaml").write_text(
            yaml.safe_dump(coding, allow_unicode=True, width=100_000), "utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve it, drawn and analysed."""
    with serving(hostile(tmp_path_factory.mktemp("hostile") / "corpus")) as running:
        prepared(running)
        yield running


@pytest.fixture
def page(browser: Browser, evil: Served) -> Iterator[Page]:
    """A page of the app; by the end it ran nothing, asked nobody else, and opened no dialog."""
    context = browser.new_context(
        locale="en-GB", viewport=DESK, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    wrong = watched(page, evil.port)
    page.on("dialog", lambda one: wrong.append(f"dialog: {one.message}"))
    yield page
    assert page.evaluate("window.XSS") is None
    context.close()
    assert wrong == []


def at(page: Page, evil: Served, address: str) -> None:
    """Open the app at an address, and look at what must never be there."""
    page.goto("about:blank")
    page.goto(f"http://127.0.0.1:{evil.port}/#{address}")
    ready(page)
    harmless(page)


def harmless(page: Page) -> None:
    assert page.evaluate("window.XSS") is None
    assert page.locator("main :is(img, script, iframe, object, embed)").count() == 0
    links = page.locator("a[href]").evaluate_all("all => all.map((one) => one.href)")
    assert all(link.startswith(("https://", "http://")) for link in links)
    events = """[...document.querySelectorAll("body *")].flatMap((one) => [...one.attributes])
      .filter(({ name }) => name.startsWith("on")).length"""
    assert page.evaluate(events) == 0


def fits(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return wide


def test_every_vector_is_in_the_corpus_as_it_was_written(evil: Served) -> None:
    """The server hands out each of the texts, so that the tests below see them all."""
    network = evil.ask("GET", "/api/network.json").text
    for words in ("window.XSS=1</script>", "{{ 7 * 7 }}", "\u202e", "W" * 2_000, "=HYPERLINK("):
        assert words in network
    assert len(evil.ask("GET", "/api/network.json").json["edges"]) == len(VECTORS)


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_runs_what_a_corpus_says(page: Page, evil: Served, view: str) -> None:
    """Each view, with nothing chosen, an actor and an edge, in two languages, wide and narrow."""
    edges = evil.ask("GET", "/api/network.json").json["edges"]
    count = 0
    for chosen in ("", "node=a2", f"edge={edges[0]['id']}", f"edge={edges[9]['id']}&lang=fr"):
        at(page, evil, f"view={view}&{chosen}")
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            if view == "camps":
                expect(page.locator("[data-section=actors]")).to_be_visible(timeout=60_000)
            harmless(page)
            assert fits(page), (view, chosen, size)
            count += 1
    assert count == 8


def test_searching_and_citing_run_nothing(page: Page, evil: Served) -> None:
    """Each text can be searched, chosen, cited and read in its source."""
    at(page, evil, "view=reader")
    count = 0
    for words in ("window.XSS", "never back", "WWWW", "a word", "{from}", "HYPERLINK"):
        page.locator("#search").fill(words)
        assert page.locator("#results li").count() >= 1
        harmless(page)
        page.locator("#results button").last.click()
        expect(page.locator("#chosen")).to_be_focused()
        page.locator("button.cite").first.click()
        expect(page.locator(".actions output").first).not_to_be_empty()
        assert len(page.evaluate("navigator.clipboard.readText()")) > 60
        page.get_by_role("button", name="Show in the text").first.click()
        harmless(page)
        assert fits(page)
        count += 1
    assert count == 6
    for mark in page.locator("#reader mark[role=link]").all()[::4]:
        mark.press("Enter")
        harmless(page)


def test_pointing_and_filtering_run_nothing(page: Page, evil: Served) -> None:
    """The pointer over drawing and timeline, each filter, and each table sorted."""
    at(page, evil, "view=network")
    for across in range(300, 1000, 70):
        page.mouse.move(across, 400)
    at(page, evil, "view=timeline")
    for mark in page.locator(".time .said").all()[:6]:
        mark.hover()
        mark.press("Enter")
        harmless(page)
    at(page, evil, "view=table")
    for name in ("source", "coder", "issue"):
        box = page.locator(f"[name={name}]")
        box.select_option(index=1)
        harmless(page)
        box.select_option(index=0)
    for button in range(7):
        page.locator("#table thead button").nth(button).click()
        harmless(page)
    page.locator("#table tbody button").first.click()
    page.locator(".card .name").first.click()
    harmless(page)


@pytest.mark.parametrize("kind", ["csv", "ttl"])
def test_what_is_saved_says_the_same(page: Page, evil: Served, kind: str) -> None:
    """Files are made of hostile texts too, and their names are plain."""
    at(page, evil, "view=table")
    page.locator("#save-view").click()
    with page.expect_download() as download:
        page.locator(f"#save-kinds [data-word=save-{kind}]").click()
    name = download.value.suggested_filename
    assert name == f"corpus-table.{kind}"
    assert "window.XSS=1" in Path(download.value.path()).read_text("utf-8")
    harmless(page)


def test_the_timeline_is_saved_without_what_could_run(page: Page, evil: Served) -> None:
    """Opened in a browser by itself, the drawing runs nothing and asks for nothing."""
    at(page, evil, "view=timeline")
    page.locator("#save-view").click()
    with page.expect_download() as download:
        page.locator("#save-kinds [data-word=save-svg]:visible").click()
    picture = Path(download.value.path()).read_text("utf-8")
    assert "<script" not in picture and "&lt;script" in picture
    alone = page.context.new_page()
    alone.on("request", lambda one: None if one.url.startswith("data:") else pytest.fail(one.url))
    alone.goto("about:blank")
    alone.set_content(picture)
    assert alone.evaluate("window.XSS") is None
    alone.close()


def test_a_hostile_address_is_harmless(page: Page, evil: Served) -> None:
    """What a link says is only taken where it is known."""
    for address in (
        "view=<script>window.XSS=1</script>",
        "edge=%22%3E%3Cimg src=x onerror=window.XSS=1%3E&node=__proto__",
        "view=reader&text=../../etc/passwd&coder=constructor&source=__proto__",
        "view=sparql&question=%3Cscript%3E&values=%22%3E%3Cimg%3E",
        "view=sparql&query=SELECT%20(%22%3Cscript%3Ewindow.XSS%3D1%3C%2Fscript%3E%22%20AS%20%3Fx)%20%7B%7D",
        "lang=__proto__&theme=javascript:window.XSS=1&between=constructor&certainties=x",
        "from=9999-99-99&to=javascript:1&only=constructor",
    ):
        at(page, evil, address)
        expect(page.locator("#chosen")).not_to_be_empty()
