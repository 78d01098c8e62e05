"""Suggestions in the text that one reads: marked, shown one by one, and decided about."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from clivage import coding
from tests.apps import ready, violations, watched
from tests.desks import REFUSED
from tests.edited import TOKEN, Desk
from tests.serving import serving
from tests.suggested import CODED, TEXT, corpus, decided

WORDS: Final = json.loads(Path("web/app/words/suggestions.json").read_text(encoding="utf-8"))
WORD: Final[dict[str, str]] = WORDS["en"]

#: Opens a window on the texts, at a state such as ``text=log``.
Opens = Callable[..., Page]


@pytest.fixture(scope="module", name="served")
def fixture_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = corpus(tmp_path_factory.mktemp("harbour") / "harbour")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIVAGE_SERVE_TOKEN", TOKEN)
        with serving(folder, "--writable") as server:
            yield Desk(server, folder)


@pytest.fixture(name="desk")
def fixture_desk(served: Desk) -> Desk:
    """The corpus as it was at first."""
    corpus(served.folder)
    served.all()  # it looks at the files before it answers
    while served.ask("GET", "/api/network.json").status == 503:
        time.sleep(0.05)
    return served


@pytest.fixture(name="window")
def fixture_window(browser: Browser, desk: Desk) -> Iterator[Opens]:
    """Open windows in which nothing happens that should not."""
    opened = []

    def open_(address: str = "text=log", *, token: str = TOKEN, width: int = 1440) -> Page:
        context = browser.new_context(
            locale="en-GB", viewport={"width": width, "height": 800}, has_touch=width < 500
        )
        page = context.new_page()
        opened.append((context, watched(page, desk.server.port)))
        page.goto(f"http://127.0.0.1:{desk.server.port}/#token={token}&view=reader&{address}")
        ready(page)
        return page

    yield open_
    for context, _ in opened:
        context.close()
    assert [one for _, wrong in opened for one in wrong if not REFUSED.match(one)] == []


def begin(page: Page) -> None:
    """Look at the first suggestion of the text."""
    page.locator("#review-begin").click()
    expect(page.locator("#review-accept")).to_be_visible()


def shows(page: Page, number: int, claim: str) -> None:
    """Wait until a suggestion is looked at, in the text too."""
    title = WORD["review-at"].replace("{number}", str(number)).replace("{total}", "4")
    expect(page.locator("#review-title")).to_have_text(title)
    expect(page.locator(".review .claim")).to_have_text(claim)
    expect(page.locator(".pending.current").first).to_be_visible()


def test_what_waits_is_marked_apart_from_what_is_coded(window: Opens) -> None:
    """Dashed and with a sign, reached and opened by the keyboard; the text stays what it is."""
    page = window()
    marks = page.locator(".reading .pending.begins")
    expect(marks).to_have_text(
        ["The guild thanked the ferrymen", "Bea Moss mocked the guild",
         "council that the guild attacked"]
    )  # fmt: skip
    assert page.locator(".reading .text").evaluate("(one) => one.textContent") == TEXT
    style = "(one) => getComputedStyle(one).textDecorationStyle"
    assert marks.first.evaluate(style) == "dashed"
    assert page.locator(".reading mark").first.evaluate(style) != "dashed"
    expect(page.locator("#filters .review-key")).to_contain_text(WORD["review-legend"])
    expect(marks.nth(2)).to_have_attribute(
        "title", "Suggestion: the guild: opposition to “council”"
    )
    marks.nth(2).press("Enter")
    shows(page, 4, "the guild: opposition to “council” (not in the corpus yet)")
    expect(page.locator("#review-title")).to_be_focused()
    expect(page.locator(".review-list [aria-current]")).to_contain_text("opposition to “council”")
    assert page.locator(".reading .text").evaluate("(one) => one.textContent") == TEXT


def test_the_keys_decide_one_after_the_other(window: Opens, desk: Desk) -> None:
    """Accepted, rejected, skipped, undone: in the files, in the text, and in how far one is."""
    page = window()
    begin(page)
    shows(page, 2, "the guild: support for the ferrymen")
    expect(page.locator(".review .cue")).to_have_text(["thanked"])
    expect(page.locator(".review dl")).to_contain_text("Found by: told/1 verb:thank")
    assert violations(page) == []
    press = page.keyboard.press
    press("a")
    shows(page, 3, "“Bea Moss” (not in the corpus yet): opposition to the guild")
    expect(page.locator(".review-told")).to_contain_text("Accepted: the guild: support for")
    expect(page.locator(".reading mark", has_text="The guild thanked")).to_be_visible()
    assert "supports: ferrymen" in desk.text("codings/log.yaml").removeprefix(CODED)
    press("r")
    shows(page, 4, "the guild: opposition to “council” (not in the corpus yet)")
    press("s")
    expect(page.locator("#review-title")).to_have_text("Suggestion 3 of 4")
    expect(page.locator(".reading .text")).to_contain_text("The guild scorned the toll.")
    press("u")
    shows(page, 4, "the guild: opposition to “council” (not in the corpus yet)")
    press("u")
    shows(page, 3, "“Bea Moss” (not in the corpus yet): opposition to the guild")
    page.locator("#review-undo").click()
    shows(page, 2, "the guild: support for the ferrymen")
    assert desk.text("codings/log.yaml") == CODED
    assert [one["choice"] for one in decided(desk.folder)] == [
        "accepted", "rejected", "skipped", "undone", "undone", "undone",
    ]  # fmt: skip
    press("n")
    press("p")
    shows(page, 2, "the guild: support for the ferrymen")
    page.locator("#review-close").click()
    expect(page.locator("#review-begin")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("#review-begin")).to_be_visible()


def test_who_is_new_is_added_first(window: Opens, desk: Desk) -> None:
    """Whoever does not answer is where they were, and nothing is written."""
    page = window()
    page.locator(".pending", has_text="Bea Moss").click()
    page.keyboard.press("a")
    dialog = page.locator("dialog")
    expect(dialog.locator("#thing-label")).to_have_value("Bea Moss")
    page.keyboard.press("Escape")
    expect(page.locator("#review-title")).to_be_focused()
    assert (desk.text("codings/log.yaml"), decided(desk.folder)) == (CODED, [])
    page.locator("#review-coder").select_option("ben")
    page.locator("#review-accept").click()
    dialog.locator("#thing-type").select_option("person")
    dialog.locator("[type=submit]").click()
    expect(page.locator(".review-told")).to_contain_text("Accepted")
    shows(page, 4, "the guild: opposition to “council” (not in the corpus yet)")
    assert "who: bea-moss\n    opposes: guild" in desk.text("codings/log.ben.yaml")
    assert coding.read(desk.folder).actor["bea-moss"].labels == {"en": "Bea Moss"}


def test_one_is_edited_in_the_form(window: Opens, desk: Desk) -> None:
    """Prefilled; saved, it is decided about, and one goes on with the next."""
    page = window()
    begin(page)
    page.keyboard.press("e")
    expect(page.locator("#edit-title")).to_have_text(WORD["edit-suggested"])
    expect(page.locator("#edit-title")).to_be_focused()
    expect(page.locator(".edit-form blockquote")).to_have_text("The guild thanked the ferrymen✕")
    expect(page.locator(".edit-chip")).to_have_text(["the guild✕", "the ferrymen✕"])
    expect(page.locator("#edit-supports")).to_be_checked()
    expect(page.locator("#edit-relation")).to_have_value("praises")
    page.locator("#edit-opposes").check()
    page.locator(".further summary").click()
    page.locator("#edit-strength").select_option("3")
    page.locator("#edit-save").click()
    shows(page, 3, "“Bea Moss” (not in the corpus yet): opposition to the guild")
    assert desk.text("codings/log.yaml").removeprefix(CODED) == (
        "  - quote: The guild thanked the ferrymen\n    who: guild\n    opposes: ferrymen\n"
        "    strength: 3\n    suggested-by: told/1 verb:thank 0.91\n"
    )
    assert decided(desk.folder)[0]["choice"] == "edited"


def test_what_somebody_else_decided_is_told(window: Opens, desk: Desk) -> None:
    page = window()
    begin(page)
    one = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('suggestion')")
    body = {"choice": "rejected", "by": "ben"}
    assert desk.ask("POST", f"/api/suggestions/{one}", body).status == 200
    page.keyboard.press("a")
    expect(page.locator(".review-told.failed")).to_contain_text("does not wait any more")
    expect(page.locator("#review-title")).to_have_text(f"{WORD['review-title']} (3)")
    assert desk.text("codings/log.yaml") == CODED


def test_a_small_screen_in_french(window: Opens) -> None:
    page = window("text=log&lang=fr", width=390)
    begin(page)
    french = WORDS["fr"]["review-at"].replace("{number}", "2").replace("{total}", "4")
    expect(page.locator("#review-title")).to_have_text(french)
    expect(page.locator("#review-accept")).to_be_in_viewport()
    expect(page.locator(".pending.current")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_suggestions_the_command_is_named(window: Opens, desk: Desk) -> None:
    for path in (desk.folder / "suggestions").iterdir():
        path.unlink()
    page = window()
    expect(page.locator(".review")).to_contain_text(WORD["review-none"])
    expect(page.locator(".review code")).to_have_text("clivage suggest")
    expect(page.locator(".pending:visible")).to_have_text(["abc"])


def test_without_the_token_there_are_none(window: Opens) -> None:
    page = window(token="")
    expect(page.locator(".reading mark")).to_have_count(1)
    expect(page.locator(".review")).to_be_hidden()
    expect(page.locator(".reading .pending")).to_have_count(0)


def test_all_languages_say_the_same_things() -> None:
    assert {tag: sorted(words) for tag, words in WORDS.items()} == dict.fromkeys(
        ("en", "es", "fr"), sorted(WORD)
    )
