"""The page in use: by keyboard, by search, by filter, by link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NETWORK, NODES, STATEMENTS, in_sight, settle


def focus_is_somewhere(page: Page) -> bool:
    somewhere: bool = page.evaluate("document.activeElement !== document.body")
    return somewhere


def test_the_keyboard_alone_is_enough(at: Callable[..., Page]) -> None:
    """From the first Tab to a quotation and back again, the focus is always somewhere."""
    page = at()
    press = page.keyboard.press
    press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    press("Enter")
    expect(page.locator("#table")).to_be_focused()
    for _ in range(len(("who", "stance", "whom", "quotation", "when", "about", "statements")) + 1):
        press("Tab")
    row = page.locator("tbody button").first
    expect(row).to_be_focused()
    press("Enter")
    expect(page.locator("#chosen")).to_be_focused()
    assert in_sight(page, ".card blockquote") and in_sight(page, "mark.now")
    press("Escape")
    expect(row).to_be_focused()
    expect(page.locator("tbody tr[aria-current]")).to_have_count(0)
    press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("debray")
    press("ArrowDown")
    assert focus_is_somewhere(page)
    press("Enter")
    expect(page.locator("#chosen")).to_have_text("Régis Debray")
    expect(page.locator("#chosen")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    press("Enter")
    expect(page.locator("#search")).to_be_focused()


def test_keys_zoom(at: Callable[..., Page]) -> None:
    """Plus comes nearer, minus goes farther, 0 shows all, and typing in the search does neither."""
    page = at()

    def scale() -> float:
        settle(page)
        found: float = page.evaluate("window.frame.texts[0].scale")
        return found

    whole = scale()
    page.keyboard.press("+")
    assert scale() == pytest.approx(whole * 1.25)
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert scale() == pytest.approx(whole * 0.8)
    page.keyboard.press("0")
    assert scale() == pytest.approx(whole)
    page.locator("#search").press("+")
    assert scale() == pytest.approx(whole)


def test_the_focus_is_never_lost(at: Callable[..., Page]) -> None:
    """Whatever is pressed, the next Tab goes on from there and not from the top of the page."""
    page = at("edge=torres.supports.debray")
    steps: list[Callable[[], object]] = [
        lambda: page.locator(".card .name").first.press("Enter"),
        lambda: page.get_by_role("button", name="Show in the text").first.press("Enter"),
        lambda: page.locator(".card .name").nth(3).press("Enter"),
        lambda: page.keyboard.press("Escape"),
        lambda: page.locator("[name=signs-opposition]").press("Space"),
        lambda: page.locator("[name=undated]").press("Space"),
        lambda: page.locator("[name=kind]").select_option("army"),
        lambda: page.get_by_role("button", name="Reset the filters").press("Enter"),
        lambda: page.locator("#views [value=table]").press("Enter"),
        lambda: page.locator("thead button").nth(2).press("Enter"),
        lambda: page.locator("tbody button").nth(5).press("Enter"),
        lambda: page.get_by_role("button", name="Close").press("Enter"),
        lambda: page.locator("#language").select_option("fr"),
    ]
    page.locator("#search").focus()
    for number, step in enumerate(steps):
        step()
        assert focus_is_somewhere(page), number
    assert len(steps) == 13


SEARCHES = [
    ("REGIS", "Régis Debray"),
    ("federation des mineurs", "Miners' federation"),
    ("hausse des tarifs", "Rise of the bus fares"),
    ("bus fares", "Rise of the bus fares"),
    ("armee appuyee par la droite", "l'armée appuyée par la droite"),
    ("l’armée appuyée", "l'armée appuyée par la droite"),
]


def test_search_ignores_accents_and_case(at: Callable[..., Page]) -> None:
    """Actors and issues are found by any of their names, statements by their quotations."""
    page = at()
    for asked, expected in SEARCHES:
        page.locator("#search").fill(asked)
        found = page.locator("#results li button", has_text=expected)
        assert found.count() >= 1, asked
        found.first.click()
        expect(page.locator("#results")).to_be_hidden()
        expect(page.locator("#chosen")).to_be_focused()
        assert expected in page.locator("#panel").inner_text()
    page.locator("#search").fill("zzz")
    expect(page.locator("#results")).to_have_text("Nothing found")
    assert len(SEARCHES) == 6


def passing(test: Callable[[dict[str, Any]], bool]) -> int:
    """Count the edges that have a statement which passes a test."""
    return sum(any(test(STATEMENTS[id]) for id in edge["statements"]) for edge in NETWORK["edges"])


def ending(test: Callable[[dict[str, Any]], bool], how: Callable[[Iterator[bool]], bool]) -> int:
    """Count the edges of which any, or all, ends pass a test."""
    return sum(
        how(test(NODES[end]) for end in (edge["from"], edge["to"])) for edge in NETWORK["edges"]
    )


FILTERS = [
    ("signs=support", "[name=signs-opposition]", None, passing(lambda one: one["sign"] > 0)),
    ("signs=opposition", "[name=signs-support]", None, passing(lambda one: one["sign"] < 0)),
    ("types=organization", None, None, ending(lambda one: one["type"] == "organization", all)),
    (
        "types=person+organization+collective",
        "[name=types-issue]",
        None,
        ending(lambda one: one["type"] != "issue", all),
    ),
    ("kind=army", "[name=kind]", "army", ending(lambda one: one["kind"] == "army", any)),
    (
        "issue=bus-fares",
        "[name=issue]",
        "bus-fares",
        passing(lambda one: "bus-fares" in (one["about"], one["target"])),
    ),
    (
        "from=1971-01-15",
        "[name=from]",
        "1971-01-15",
        passing(lambda one: not one["when"] or not "" < one["notAfter"] < "1971-01-15"),
    ),
    (
        "to=1970-12-31",
        "[name=to]",
        "1970-12-31",
        passing(lambda one: not one["when"] or not one["notBefore"] > "1970-12-31"),
    ),
    ("undated=no", "[name=undated]", None, passing(lambda one: bool(one["when"]))),
    (
        "signs=support&from=1971-01-01&undated=no",
        None,
        None,
        passing(
            lambda one: one["sign"] > 0 and one["when"] and not "" < one["notAfter"] < "1971-01-01"
        ),
    ),
]


def test_a_filter_stands_in_the_address(at: Callable[..., Page]) -> None:
    """A filter, set by its control, is in the address; the address alone brings it back."""
    page = at()
    for address, control, value, count in FILTERS:
        at("view=table" if control else f"view=table&{address}")
        if control:
            use(page, control, value)
        for again in (False, True):
            if again:
                page.reload()
            asked = page.evaluate("location.hash").removeprefix("#")
            assert {*address.split("&"), "view=table"} == set(asked.split("&"))
            expect(page.locator("#status")).to_have_text(f"{count} of 34 edges shown")
            expect(page.locator("tbody tr")).to_have_count(count)
        page.get_by_role("button", name="Reset the filters").click()
        expect(page.locator("#status")).to_have_text("34 of 34 edges shown")
    assert len(FILTERS) == 10
    assert all(0 < count < 34 for *_, count in FILTERS)


def use(page: Page, control: str, value: str | None) -> None:
    """Tick a box, choose an option, or write a day."""
    found = page.locator(control)
    if value is None:
        found.click()
    elif control in ("[name=kind]", "[name=issue]"):
        found.select_option(value)
    else:
        found.fill(value)


def test_back_undoes_a_choice(at: Callable[..., Page]) -> None:
    """The browser's own Back and Forward go through what was chosen."""
    page = at("node=torres")
    page.locator(".card .name", has_text="Régis Debray").first.click()
    expect(page.locator("#chosen")).to_have_text("Régis Debray")
    page.locator("#views [value=table]").click()
    page.go_back()
    expect(page.locator("#table")).to_be_hidden()
    expect(page.locator("#chosen")).to_have_text("Régis Debray")
    page.go_back()
    expect(page.locator("#chosen")).to_have_text("Juan José Torres")
    page.go_forward()
    expect(page.locator("#chosen")).to_have_text("Régis Debray")
