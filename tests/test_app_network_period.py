"""The period under the network: a histogram, two handles, a play."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.apps import Opens, app, served
from tests.conftest import NETWORK, STATEMENTS
from tests.drawn import drawn, picture

EDGES: list[dict[str, Any]] = NETWORK["edges"]


def test_the_period_by_keyboard(app: Opens) -> None:
    page = app("")
    drawn(page)
    end = page.get_by_label("End of the period")
    end.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")  # the focus stays where it is
    assert re.search(r"to=1971-02-28(&|$)", page.url)
    expect(end).to_have_attribute("aria-valuetext", "Feb 1971")
    page.get_by_label("Beginning of the period").press("ArrowRight")
    assert "from=1970-11-01" in page.url
    page.locator("#period .undated").click()
    within = {
        edge["id"]
        for edge in EDGES
        for one in (STATEMENTS[id] for id in edge["statements"])
        if one["when"] and one["notBefore"] <= "1971-02-28" and one["notAfter"] >= "1970-11-01"
    }
    assert 0 < len(within) < len(EDGES)
    assert picture(page).lines.keys() == within
    page.get_by_role("button", name="Whole period", exact=True).click()
    assert "from=" not in page.url


def test_a_handle_stops_at_the_other(app: Opens) -> None:
    page = app("to=1970-11-30")
    start = page.get_by_label("Beginning of the period")
    for _ in range(4):
        start.press("ArrowRight")
    assert "from=1970-11-01" in page.url
    assert "to=1970-11-30" in page.url


def test_a_statement_counts_in_each_column_that_it_may_fall_into(app: Opens) -> None:
    page = app("")
    titles = page.locator("#period .columns g title").all_text_contents()
    assert len(titles) == 11
    dated = [one for one in STATEMENTS.values() if one["edge"] and one["when"]]
    for at, title in enumerate(titles):
        month = f"{1970 + (9 + at) // 12}-{(9 + at) % 12 + 1:02}"
        within = [one for one in dated if one["notBefore"][:7] <= month <= one["notAfter"][:7]]
        supports = sum(one["sign"] > 0 for one in within)
        counted = f"{supports} support, {len(within) - supports} opposition"
        assert title.splitlines()[0].endswith(f": {counted}"), month


def test_the_play_moves_a_window_and_ends(app: Opens) -> None:
    page = app("from=1971-05-01&to=1971-06-30")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#period-said, .period-said")).to_have_text("Jul 1971 – Aug 1971")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert "from=1971-07-01" in page.url
