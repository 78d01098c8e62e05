"""What the browser tests share: a Chromium, the founding page, and a watch over what it does."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Page, Request, expect

from clivage import render
from clivage.view import View
from tests import founding, get_chromium

# How long anything takes depends on the machine, and timings belong to benchmarks.
expect.set_options(timeout=20_000)
settings.register_profile("clivage", deadline=None)
settings.load_profile("clivage")

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: The founding network as it is committed, and the words of the page.
NETWORK: dict[str, Any] = json.loads(
    Path("exports/bolivia-1971/network.json").read_text(encoding="utf-8")
)
WORDS: dict[str, dict[str, str]] = json.loads(Path("web/words.json").read_text(encoding="utf-8"))
STATEMENTS = {one["id"]: one for one in NETWORK["statements"]}
NODES = {one["id"]: one for one in NETWORK["nodes"]}

#: Tells of a breach of the page's own policy, and remembers what the last frame drew.
_WATCH = """
document.addEventListener("securitypolicyviolation",
  (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
window.frame = { texts: [], strokes: [], fills: [], ends: [] };
const on = (prototype, name, note) => {
  const original = prototype[name];
  prototype[name] = function (...given) { note(this, given); return original.apply(this, given); };
};
const canvas = CanvasRenderingContext2D.prototype;
on(canvas, "clearRect", () => (window.frame = { texts: [], strokes: [], fills: [], ends: [] }));
on(canvas, "stroke", (one, [path]) => path && window.frame.strokes.push(
  { colour: one.strokeStyle, dashed: one.getLineDash().length > 0 }));
on(canvas, "fill", (one) => window.frame.fills.push(one.fillStyle));
on(canvas, "fillText", (one, [text, x, y]) => {
  if (/^\\d*$/.test(text)) return;
  const size = parseFloat(one.font.match(/([\\d.]+)px/)[1]);
  const half = one.measureText(text).width / 2;
  window.frame.texts.push({ text: String(text), colour: one.fillStyle, scale: one.getTransform().a,
    size, left: x - half, right: x + half, top: y - size / 2, bottom: y + size / 2 });
});
on(Path2D.prototype, "moveTo", (_, [x, y]) => window.frame.ends.push([x, y]));
on(Path2D.prototype, "quadraticCurveTo", (_, given) => window.frame.ends.push(given.slice(2)));
"""


def pytest_configure(config: pytest.Config) -> None:
    """Let pass what pytest-base-url, a part of pytest-playwright, does in a way of the past."""
    about = "Session-scoped fixtures defined as instance methods"
    config.addinivalue_line("filterwarnings", f"ignore:{about}:pytest.PytestRemovedIn10Warning")


#: They take longest: begun last, they would leave the other processes idle.
FIRST = ("test_wheel.py", "test_web_build.py", "test_shapes.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first, and skip the tests of the web app where it could not be built.

    With CI=true these fail instead.
    """
    items.sort(key=lambda item: item.path.name not in FIRST)
    if Path("web/built/app.js").exists() or os.environ.get("CI") == "true":
        return
    skip = pytest.mark.skip(reason="the web app is not built: 'make web' says why")
    for item in items:
        if item.path.name.startswith(("test_app_", "test_web_build")) or "web_app_is" in item.name:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where a Chromium is; without one the tests are skipped, or fail where CI=true."""
    found = get_chromium.find()
    if found is None:
        said = "no Chromium found: python tests/get_chromium.py tries to get one"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(
    chromium: str, browser_type_launch_args: dict[str, Any]
) -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Every page is opened as on a desk with no network at all."""
    desk = {"width": 1440, "height": 900}
    return {**browser_context_args, "offline": True, "locale": "en-GB", "viewport": desk}


def watch(page: Page) -> list[str]:
    """Return what a page should never do, as it does it: ask for anything, or complain."""
    wrong: list[str] = []
    page.add_init_script(_WATCH)
    page.on("request", lambda one: None if opens(one) else wrong.append(f"asked {one.url}"))
    page.on("console", lambda one: wrong.append(f"console: {one.text}"))
    page.on("pageerror", lambda one: wrong.append(f"error: {one}"))
    page.on("dialog", lambda one: wrong.append(f"dialog: {one.message}"))
    page.on("popup", lambda one: wrong.append(f"opened {one.url}"))
    return wrong


def opens(request: Request) -> bool:
    """Whether this is the page itself being opened from its file, which is all one may ask for."""
    return request.is_navigation_request() and request.url.startswith("file:")


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Give a page that, by the end of the test, has asked for nothing and complained of nothing."""
    wrong = watch(page)
    yield page
    assert wrong == []


@pytest.fixture(scope="session")
def bolivia() -> View:
    """The view of the founding corpus."""
    return founding.drawn()


@pytest.fixture(scope="session")
def network_html(bolivia: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the founding corpus, as a file."""
    path = tmp_path_factory.mktemp("page") / "network.html"
    path.write_text(render.html(bolivia), encoding="utf-8")
    return path


def go(page: Page, address: str) -> None:
    """Go on in an open page to another state of it, such as ``view=table``."""
    page.evaluate(
        """(address) => location.hash.slice(1) === address || new Promise((done) => {
          addEventListener("hashchange", () => done(), { once: true });
          location.hash = address;
        })""",
        address,
    )


@pytest.fixture
def at(page: Page, network_html: Path) -> Callable[[str], Page]:
    """Open the founding page, or go on in it, at an address."""

    def open_(address: str = "") -> Page:
        if page.url.startswith("file:"):
            go(page, address)
        else:
            page.goto(f"{network_html.as_uri()}#{address}")
        return page

    return open_


def settle(page: Page) -> None:
    """Wait until two frames have been drawn."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
    )


def in_sight(page: Page, selector: str) -> bool:
    """Whether an element lies wholly within the window and within what scrolls around it."""
    seen: bool = page.locator(selector).first.evaluate(
        """(one) => {
          const box = one.getBoundingClientRect();
          const around = (one.closest(".texts, .cards") ?? document.body).getBoundingClientRect();
          return box.height > 0 && box.top >= Math.max(0, around.top) - 1
            && box.bottom <= Math.min(innerHeight, around.bottom) + 1;
        }"""
    )
    return seen


@pytest.fixture(scope="module", autouse=True)
def _collected() -> Iterator[None]:
    """Collect what a module leaves in cycles in the thread that made it.

    The engine's answers may not be dropped by another thread, such as that of a server in a later
    test, where the collector may happen to run.
    """
    yield
    gc.collect()
