"""The SPARQL pane for everybody: by keyboard, by ear, on a phone, and against a hostile corpus."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Opens, app, served, violations
from tests.sparqls import (
    WHO,
    asked,
    editor,
    has_answered,
    own,
    refusable,
    rows_of,
    write,
)


def test_the_keyboard_alone_is_enough(app: Opens) -> None:
    page = app("view=sparql")
    press = page.keyboard.press
    page.locator("#sparql-questions button").first.wait_for()
    page.locator("#views [value=sparql]").focus()

    def on(selector: str, key: str = "Tab", most: int = 60) -> None:
        for _ in range(most):
            if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            press(key)
        raise AssertionError(f"{selector} is not reached")

    on("#sparql-questions [value=opponents]")
    press("Enter")
    on("#sparql-form input")
    page.keyboard.type("torr")
    page.locator("#sparql-form [role=option]").first.wait_for()
    press("ArrowDown")
    press("Enter")
    press("Enter")
    has_answered(page)
    on("#sparql-results td .name")
    press("Enter")
    expect(page.locator("#chosen")).to_be_focused()
    press("Escape")
    expect(page.locator("#sparql-results td .name").first).to_be_focused()
    press("Enter")
    on("#sparql-form [name=show-sparql]", "Shift+Tab", 90)
    press("Enter")
    expect(editor(page)).to_be_focused()
    press("Tab")
    expect(page.locator("[name=ask-own]")).to_be_focused()
    press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    press("ControlOrMeta+a")
    page.keyboard.type("ASK { actor:torr")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    press("Escape")
    expect(editor(page)).to_be_focused()
    expect(page.locator("#chosen")).not_to_have_text("Who stands with whom")


def _completing(page: Page) -> None:
    write(page, "")
    page.keyboard.type("clv:su")
    page.locator(".cm-completionInfo").wait_for()


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "list": ("view=sparql", lambda page: page.locator("#sparql-questions button").first.wait_for()),
    "form": (
        "view=sparql&question=evidence",
        lambda page: page.locator("#sparql-form input").first.click(),
    ),
    "table": (asked("opponents", target="torres"), has_answered),
    "network": (f"{asked('stances', who='torres')}&answer=network", has_answered),
    "chart": ("view=sparql&question=actors&answer=chart", has_answered),
    "time": ("view=sparql&question=timeline&answer=chart", has_answered),
    "editor": (own(WHO), has_answered),
    "graph": (own("DESCRIBE actor:torres"), has_answered),
    "completion": (own("ASK {}"), _completing),
    "fault": (own("SELECT nothing"), lambda page: page.locator("#sparql-wrong .place").wait_for()),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_no_view_is_closed_to_anybody(refusable: Opens, state: str, theme: str) -> None:
    address, prepare = STATES[state]
    page = refusable(f"{address}&theme={theme}")
    prepare(page)
    if "query=" in address:
        editor(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 800])
def test_nothing_is_wider_than_a_phone(refusable: Opens, width: int) -> None:
    for address, prepare in STATES.values():
        page = refusable(address)
        page.set_viewport_size({"width": width, "height": 844})
        prepare(page)
        wide: int = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address


def test_hostile_values_run_nothing(app: Opens) -> None:
    hostile = [
        '"<img src=x onerror=window.ran=1>"',
        '"</script><script>window.ran=1</script>"@en',
        '"x"^^<javascript:window.ran=1>',
        "<javascript:window.ran=1>",
        "<https://w3id.org/clivage/bolivia-1971//evil.example/%3Cscript%3E>",
        "<https://w3id.org/clivage/bolivia-1971/actor/'onclick='window.ran=1>",
        '"\\u202Egnp.exe"',
        '"[x](javascript:window.ran=1)"',
    ]
    values = " ".join(f"({one} {at})" for at, one in enumerate(hostile))
    sparql = f"SELECT ?x ?n ?__proto__ ?constructor {{ VALUES (?x ?n) {{ {values} }} }}"
    page = app(own(sparql))
    has_answered(page)
    expect(rows_of(page)).to_have_count(len(hostile))
    for button in page.locator("#sparql-results td button").all():
        button.click()
    links = [one.get_attribute("href") or "" for one in page.locator("#sparql-results a").all()]
    assert len(links) == 2 and all(re.match(r"/id/", one) for one in links)
    page.locator("#sparql-results [value=chart]").click()
    expect(page.locator("svg.chart")).to_be_visible()
    page.locator("#sparql-results [value=network]").click()
    page.locator("#language").select_option("fr")
    for question in ("constructor", "__proto__", "toString"):
        page.evaluate("(state) => { location.hash = state }", f"view=sparql&question={question}")
        expect(page.locator("#sparql-list")).to_be_visible()
    assert page.evaluate("window.ran") is None
