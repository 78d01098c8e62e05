"""What the tests of the SPARQL pane share: states to open, and how the pane is read and written.

A test module takes the fixtures by importing them, with those of `tests.apps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.apps import Opens, ready, watched
from tests.serving import Served

ROWS = "application/sparql-results+json"
WHO = "SELECT ?who ?whom WHERE {\n  ?who clv:opposes ?whom .\n}"
#: What a browser writes to the console when a server refuses something.
TOLERATED = re.compile(r"console: Failed to load resource: .*status of [45]\d\d.*")


@contextmanager
def opened(browser: Browser, port: int) -> Iterator[Page]:
    """Open a page on which the server may refuse, and nothing else may go wrong."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    wrong = watched(page, port)
    yield page
    context.close()
    assert [one for one in wrong if not TOLERATED.fullmatch(one)] == []


@pytest.fixture
def refusable(browser: Browser, served: Served) -> Iterator[Opens]:
    """Open the web app at a state at which the server may refuse something."""
    with opened(browser, served.port) as page:
        yield lambda address: shown(page, served.port, address)


def shown(page: Page, port: int, address: str) -> Page:
    page.goto("about:blank")
    page.goto(f"http://127.0.0.1:{port}/#{address}")
    ready(page)
    return page


def own(sparql: str, **more: str) -> str:
    """Return the state in which a query stands in the editor."""
    return urlencode({"view": "sparql", "query": sparql, **more}, quote_via=quote)


def asked(name: str, **values: str) -> str:
    """Return the state in which a question is asked."""
    state = {"view": "sparql", "question": name, "values": urlencode(values)}
    return urlencode(state, quote_via=quote)


def answer(served: Served, name: str, **values: str) -> list[dict[str, Any]]:
    """Return the rows that a question gets by HTTP."""
    reply = served.ask("GET", f"/api/ask/{name}?{urlencode(values)}", {"Accept": ROWS})
    assert reply.status == 200, reply.text
    rows: list[dict[str, Any]] = reply.json["results"]["bindings"]
    return rows


def has_answered(page: Page) -> Locator:
    """Wait for an answer, and return what is said about it."""
    said = page.locator("#sparql-said")
    expect(said).to_have_text(re.compile(r"\d+.ms$"), timeout=20_000)
    return said


def rows_of(page: Page) -> Locator:
    return page.locator("#sparql-results tbody tr")


def chooser(page: Page) -> Locator:
    return page.locator("#sparql-form").get_by_role("combobox")


def editor(page: Page) -> Locator:
    """Return the editor, once it has taken the place of the plain field."""
    found = page.locator("#sparql-code .cm-content")
    expect(found).to_be_visible(timeout=20_000)
    return found


def write(page: Page, text: str) -> None:
    """Write over what is in the editor, as a person does."""
    editor(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
