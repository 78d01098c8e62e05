"""What the tests of the web app share: a served corpus, and a browser that watches its page.

A test module takes the fixtures by importing them: ``from tests.apps import app, served``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.serving import Served, serving

#: WebGL in software, which a machine without a graphics card has.
GRAPHICS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
_WATCH = """
document.addEventListener("securitypolicyviolation",
  (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
#: What the browser itself says of WebGL in software, once, when a picture is taken of it.
_DRIVER = "GL Driver Message"

#: Opens the web app at a state, such as ``view=table``.
Opens = Callable[[str], Page]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Serve the founding corpus, drawn and analysed."""
    with serving() as running:
        prepared(running)
        yield running


def prepared(running: Served) -> None:
    """Wait until there is nothing more to wait for: a browser tells of each answer of 503."""
    deadline = time.monotonic() + 120
    for path in ("/api/network.json", "/api/analysis.json"):
        while (reply := running.ask("GET", path)).status == 503:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert reply.status == 200, reply.text


def watched(page: Page, port: int) -> list[str]:
    """Return what the app should never do, as it does it: ask elsewhere, or complain."""
    wrong: list[str] = []

    def told(message: ConsoleMessage) -> None:
        if _DRIVER not in message.text:
            wrong.append(f"console: {message.text}")

    page.add_init_script(_WATCH)
    page.on("request", lambda one: None if _is_own(one, port) else wrong.append(f"asked {one.url}"))
    page.on("console", told)
    page.on("pageerror", lambda one: wrong.append(f"error: {one}"))
    page.on("popup", lambda one: wrong.append(f"opened {one.url}"))
    return wrong


def _is_own(request: Request, port: int) -> bool:
    parts = urlsplit(request.url)
    return parts.scheme in ("data", "blob") or parts.netloc == f"127.0.0.1:{port}"


@pytest.fixture
def app(browser: Browser, served: Served) -> Iterator[Opens]:
    """Open the web app; by the end of the test it has complained of nothing."""
    context = browser.new_context(
        locale="en-GB",
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    wrong = watched(page, served.port)

    def open_(address: str = "") -> Page:
        page.goto("about:blank")
        page.goto(f"http://127.0.0.1:{served.port}/#{address}")
        ready(page)
        return page

    yield open_
    context.close()
    assert wrong == []


def ready(page: Page) -> None:
    """Wait until the network is there and shown."""
    expect(page.locator("html")).to_have_class("scripted", timeout=60_000)


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
