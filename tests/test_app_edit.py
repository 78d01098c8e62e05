"""The edit pane, as somebody codes with it: words selected, sides chosen, and the file on disk."""

from __future__ import annotations

from playwright.sync_api import Browser, Dialog, expect

from clivage import coding
from tests.apps import ready, violations
from tests.desks import (  # noqa: F401
    BEFORE,
    EDIT_WORDS,
    FREE,
    NAME,
    SOURCE,
    TEXT,
    WORD,
    Desk,
    Opens,
    fixture_desk,
    fixture_served_desk,
    fixture_window,
)

# ---- a new statement


def test_words_and_sides_become_an_entry_behind_the_others(window: Opens, desk: Desk) -> None:
    """Selected with the mouse: the file has six lines more, and the network the edge."""
    one = window()
    one.write(FREE, "Banque Mondiale", "opposes", "Bolivi")
    one.choose("about", "gazoduc")
    one.more()
    one.page.locator("#edit-relation").select_option("sanctions")
    one.page.locator("#edit-when").fill("1971")
    one.page.locator("#edit-date-basis").select_option("context")
    one.save()
    one.tells("edit-saved")
    lines = len(BEFORE.splitlines())
    expect(one.told).to_contain_text(f"codings/{NAME}:{lines + 1}–{lines + 7}")
    assert desk.added == (
        f"  - quote: {FREE}\n"
        "    who: world-bank\n"
        "    opposes: bolivia\n"
        "    about: gas-pipeline-credit\n"
        "    relation: sanctions\n"
        "    when: 1971\n"
        "    date-basis: context\n"
    )
    expect(one.page.locator("#chosen")).to_contain_text("World Bank")
    expect(one.page.locator("#panel .card blockquote", has_text=FREE)).to_be_visible()
    edges = {edge["id"]: edge for edge in desk.network()["edges"]}
    assert len(edges["world-bank.opposes.bolivia"]["statements"]) == 2
    one.quotes()
    assert "token" not in one.page.url
    assert coding.inspect(desk.folder).errors == ()


def test_the_keyboard_alone_is_enough(window: Opens, desk: Desk) -> None:
    """From the text to the saved entry without a mouse, the focus always where one goes on."""
    one = window()
    press = one.page.keyboard.press
    one.page.locator("#edit-by-keyboard").focus()
    press("Enter")
    expect(one.page.locator("#edit-area")).to_be_focused()
    press("Control+Home")
    for _ in range(TEXT.index("Dans les mines")):
        press("ArrowRight")
    one.page.keyboard.type("nothing that is typed gets in")
    for _ in range(3):
        press("Control+Shift+ArrowRight")
    for _ in range(4):
        press("Shift+ArrowRight")
    one.quotes("Dans les mines, on")
    assert one.page.locator("#edit-area").input_value() == TEXT
    press("Enter")
    expect(one.page.locator("#edit-who")).to_be_focused()
    one.page.keyboard.type("miners")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    expect(one.page.locator("#edit-who")).to_be_focused()
    press("Tab")
    press("Space")
    expect(one.page.locator("#edit-supports")).to_be_focused()
    press("Tab")
    expect(one.page.locator("#edit-target")).to_be_focused()
    one.page.keyboard.type("masses")
    press("Enter")
    press("Tab")
    one.page.keyboard.type("xyz")
    press("Escape")
    expect(one.page.locator("#about-list")).to_be_hidden()
    for _ in ("what is optional", "the file", "save"):
        press("Tab")
    expect(one.page.locator("#edit-save")).to_be_focused()
    press("Enter")
    one.tells("edit-saved")
    expect(one.told).to_be_focused()
    assert desk.added == ("  - quote: Dans les mines, on\n    who: miners\n    supports: masses\n")


def test_words_are_taken_whole_and_where_they_were_selected(window: Opens, desk: Desk) -> None:
    """Half a word becomes a word; where the words stand twice, the place that was meant counts."""
    one = window()
    one.select("oduction pétrolièr")
    one.quotes("production pétrolière")
    at = TEXT.rindex("Torres")
    assert TEXT.count("Torres") > 1
    one.page.evaluate(
        """([start, end]) => {
          const range = document.createRange();
          const walk = document.createTreeWalker(document.querySelector(".edit-words"), 4);
          let from = 0;
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const to = from + node.data.length;
            if (from <= start && start < to) range.setStart(node, start - from);
            if (from < end && end <= to) range.setEnd(node, end - from);
            from = to;
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [at, at + len("Torres")],
    )
    one.quotes("Torres")
    one.choose("who", "miners")
    one.page.locator("#edit-opposes").check()
    one.choose("target", "conspirators")
    one.save()
    one.tells("edit-saved")
    assert "occurrence: " in desk.added
    [made] = desk.statements("miners", "conspirators")
    assert [(passage.start, passage.exact) for passage in made.evidence] == [(at, "Torres")]


def test_one_statement_can_rest_on_several_passages(window: Opens, desk: Desk) -> None:
    one = window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.page.locator("#edit-further").click()
    one.select("la guerre d'usure")
    one.quotes(FREE, "la guerre d'usure")
    one.save()
    one.tells("edit-saved")
    assert f"  - quote:\n      - {FREE}\n      - la guerre d'usure\n" in desk.added


def test_several_holders_make_several_statements(window: Opens, desk: Desk) -> None:
    one = window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.choose("who", "Army")
    expect(one.page.locator(".claim")).to_contain_text("makes 2 statements")
    one.save()
    one.tells("edit-saved")
    assert "who: [imperialism, army]" in desk.added
    expect(one.page.locator(".edit-entry.chosen")).to_contain_text("makes 2 statements")


def test_nothing_is_sent_before_all_is_there(window: Opens, desk: Desk) -> None:
    """What is missing is said where it is missing, and the focus goes to the first of it."""
    one = window()
    one.save()
    one.tells("edit-missing")
    assert one.page.locator(".edit-form .wrong").count() == 4
    expect(one.page.locator("#edit-by-keyboard")).to_be_focused()
    assert desk.file == BEFORE


# ---- changing, deleting, undoing


def test_an_entry_is_changed_in_its_place(window: Opens, desk: Desk) -> None:
    """Only the lines that say something else now are others; every comment stays."""
    one = window()
    one.open_entry("Juan José Torres: support for Régis Debray")
    expect(one.page.locator("#edit-when")).to_have_value("1970-12-23")
    expect(one.page.locator(".edit-words mark.now")).to_have_text("il libère Régis Debray")
    expect(one.page.locator("#chosen")).to_contain_text("Debray")
    one.more()
    one.page.locator("#edit-strength").select_option("3")
    one.page.locator("#edit-certainty").select_option("probable")
    one.save()
    one.tells("edit-saved")
    old, new = BEFORE.splitlines(), desk.file.splitlines()
    assert sorted(new) == sorted([*old, "    strength: 3", "    certainty: probable"])
    at = new.index("  - quote: il libère Régis Debray")
    assert "    strength: 3" in new[at : at + 9] and "    certainty: probable" in new[at : at + 9]


def test_a_passage_leads_to_its_entry(window: Opens) -> None:
    """A click on marked words takes their entry up; where there are several, one chooses."""
    one = window()
    one.page.locator(".edit-words mark", has_text="il libère Régis Debray").click()
    expect(one.page.locator("#edit-title")).to_have_text(WORD["edit-change"])
    one.quotes("il libère Régis Debray")
    one.page.locator(".edit-words mark", has_text="augmente partiellement").click()
    one.tells("edit-which")
    expect(one.told.locator(".edit-entry")).to_have_count(2)
    one.told.locator(".edit-entry").last.click()
    one.quotes("il augmente partiellement les salaires des mineurs")


def test_what_is_deleted_can_be_brought_back(window: Opens, desk: Desk) -> None:
    one = window()
    one.open_entry("Juan José Torres: support for Régis Debray")
    one.page.locator("#edit-delete").click()
    one.tells("edit-removed")
    assert "il libère Régis Debray" not in desk.file
    assert "torres.supports.debray" not in {edge["id"] for edge in desk.network()["edges"]}
    expect(one.page.locator("#edit-title")).to_have_text(WORD["edit-new"])
    one.page.locator("#edit-undo").click()
    one.tells("edit-undone")
    assert desk.file == BEFORE
    expect(one.page.locator("#edit-undo")).to_be_disabled()


def test_what_others_changed_since_is_not_undone(window: Opens, desk: Desk) -> None:
    one = window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.save()
    one.tells("edit-saved")
    desk.path.write_text(f"{desk.file}# looked through\n", encoding="utf-8")
    one.page.locator("#edit-undo").click()
    one.tells("edit-stuck")
    assert "was changed since that edit" in one.told.inner_text()
    assert FREE in desk.file and "# looked through" in desk.file


def test_what_is_not_saved_is_not_lost_by_a_click(window: Opens) -> None:
    """Neither another pane, nor another entry, nor another language takes it away unasked."""
    one = window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.more()
    one.page.locator("#edit-note").fill("to be looked up")
    one.page.locator("#views button[value=table]").click()
    one.page.locator("#views button[value=edit]").click()
    one.page.locator("#language").select_option("fr")
    expect(one.page.locator("#edit-note")).to_have_value("to be looked up")
    one.quotes(FREE)
    one.page.locator("#language").select_option("en")
    one.page.locator(".edit-entry").first.click()
    one.tells("edit-unsaved")
    one.quotes(FREE)
    one.told.get_by_role("button", name=WORD["edit-discard"]).click()
    one.quotes("on entretient les illusions")


def test_a_window_is_not_closed_on_what_is_not_saved(window: Opens) -> None:
    one = window()
    one.select(FREE)
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    one.page.on("dialog", accept)
    with one.page.expect_event("close"):
        one.page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


# ---- what is wrong


def test_an_error_is_said_at_its_field_and_nothing_is_written(window: Opens, desk: Desk) -> None:
    one = window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.more()
    one.page.locator("#edit-when").fill("1971-02-30")
    one.page.locator("#edit-date-basis").select_option("editor")
    one.page.locator(".further summary").click()
    one.save()
    one.tells("edit-problems")
    said = f"codings/{NAME}:{len(BEFORE.splitlines()) + 4} the date '1971-02-30' does not exist. "
    expect(one.told).to_contain_text(said)
    expect(one.page.locator("[data-field=when] .wrong")).to_contain_text("does not exist")
    assert desk.file == BEFORE
    one.page.locator("#edit-when").fill("1971-02")
    one.save()
    one.tells("edit-saved")
    assert "    when: 1971-02\n" in desk.added


def test_only_who_has_the_token_may_edit(window: Opens, desk: Desk) -> None:
    """A wrong token shows a form for the right one, and no more."""
    one = window(token="guessed")
    expect(one.page.locator("#edit-token")).to_be_visible(timeout=20_000)
    assert one.page.locator(".edit-form, .edit-entry").count() == 0
    one.page.locator("#edit-token").fill("guessed again")
    one.page.keyboard.press("Enter")
    one.tells("edit-token-wrong")
    one.page.locator("#edit-token").fill(desk.token)
    one.page.keyboard.press("Enter")
    expect(one.page.locator(".edit-form")).to_be_visible(timeout=20_000)
    assert violations(one.page) == []


def test_a_server_that_only_reads_offers_no_editing(browser: Browser, desk: Desk) -> None:
    page = browser.new_page()
    page.route(
        "**/api/server.json", lambda one: one.fulfill(json={"writable": "", "generation": 0})
    )
    page.goto(f"http://127.0.0.1:{desk.server.port}/#view=edit")
    ready(page)
    expect(page.locator("#views button[value=edit]")).to_have_count(0)
    expect(page.locator("#edit")).to_be_hidden()
    page.close()
