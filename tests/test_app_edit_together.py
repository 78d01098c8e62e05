"""The edit pane where it is not alone: other windows, new actors, hostile words, small screens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from clivage import coding
from tests.apps import violations
from tests.conftest import WORDS
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

# ---- others


def test_two_windows_never_overwrite_each_other(window: Opens, desk: Desk) -> None:
    """Who saves second is told, keeps what was entered, loads the new state, and saves it."""
    one, other = window(), window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    other.write("la guerre d'usure", "Imperialism", "opposes", "government")
    one.save()
    one.tells("edit-saved")
    other.save()
    other.tells("edit-conflict")
    assert "la guerre d'usure" not in desk.added
    other.quotes("la guerre d'usure")
    other.told.get_by_role("button", name=WORD["edit-reload"]).click()
    other.tells("edit-reloaded")
    expect(other.page.locator(".edit-words mark", has_text=FREE)).to_be_visible()
    other.quotes("la guerre d'usure")
    other.save()
    other.tells("edit-saved")
    assert f"quote: {FREE}\n" in desk.added and "quote: la guerre d'usure\n" in desk.added
    assert coding.inspect(desk.folder).errors == ()


def test_what_an_editor_writes_in_between_stays(window: Opens, desk: Desk) -> None:
    """The entry that is being changed has moved meanwhile: it is found again, and no other."""
    one = window()
    one.open_entry("Juan José Torres: support for Régis Debray")
    one.more()
    one.page.locator("#edit-note").fill("looked up")
    begins = "  # Dans les mines\n"
    new = f"{begins}  - quote: Dans les mines\n    who: miners\n    opposes: army\n"
    desk.path.write_text(BEFORE.replace(begins, new), encoding="utf-8")
    one.tells("edit-changed")
    one.save()
    one.tells("edit-conflict")
    one.told.get_by_role("button", name=WORD["edit-reload"]).click()
    one.tells("edit-reloaded")
    one.save()
    one.tells("edit-saved")
    assert "quote: Dans les mines\n" in desk.file
    debray = desk.file.partition("quote: il libère Régis Debray")[2].partition("  - quote")[0]
    assert debray.endswith("    note: looked up\n")
    assert desk.file.count("note:") == BEFORE.count("note:")


def test_a_new_issue_does_not_hide_that_the_file_has_changed(window: Opens, desk: Desk) -> None:
    """Adding one loads the files again: the entry in the form is still the one that is replaced."""
    one = window()
    one.open_entry("Juan José Torres: support for Régis Debray")
    begins = "  # Dans les mines\n"
    new = f"{begins}  - quote: Dans les mines\n    who: miners\n    opposes: army\n"
    desk.path.write_text(BEFORE.replace(begins, new), encoding="utf-8")
    one.page.locator("#edit-about").fill("Procès")
    one.page.locator("#about-list li", has_text=WORD["edit-new-issue"]).click()
    one.page.get_by_role("button", name=WORD["edit-add"], exact=True).click()
    expect(one.page.locator(".chooser:has(#edit-about) .edit-chip")).to_contain_text("Procès")
    one.save()
    one.tells("edit-saved")
    debray = desk.file.partition("quote: il libère Régis Debray")[2].partition("  - quote")[0]
    assert "    about: proces\n" in debray
    assert desk.file.replace("    about: proces\n", "") == BEFORE.replace(begins, new)


def test_an_entry_that_another_deleted_is_not_put_over_its_neighbour(
    window: Opens, desk: Desk
) -> None:
    one, other = window(), window()
    one.open_entry("Juan José Torres: support for Régis Debray")
    one.more()
    one.page.locator("#edit-note").fill("looked up")
    other.open_entry("Juan José Torres: support for Régis Debray")
    other.page.locator("#edit-delete").click()
    other.tells("edit-removed")
    one.save()
    one.tells("edit-conflict")
    one.told.get_by_role("button", name=WORD["edit-reload"]).click()
    one.tells("edit-gone")
    expect(one.page.locator("#edit-title")).to_have_text(WORD["edit-new"])
    one.save()
    one.tells("edit-saved")
    assert desk.file.count("il libère Régis Debray") == 1
    assert desk.file.count("  - quote:") == BEFORE.count("  - quote:")


def test_what_others_save_is_shown_to_who_is_only_looking(window: Opens, desk: Desk) -> None:
    one, other = window(), window()
    other.write(FREE, "Imperialism", "opposes", "Bolivi")
    other.save()
    other.tells("edit-saved")
    expect(one.page.locator(".edit-words mark", has_text=FREE)).to_be_visible(timeout=20_000)
    one.write("la guerre d'usure", "Imperialism", "opposes", "government")
    one.save()
    one.tells("edit-saved")


# ---- new things


def test_a_new_actor_is_described_and_takes_sides(window: Opens, desk: Desk) -> None:
    """It is added behind the others, and every comment of corpus.yaml stays."""
    header = desk.folder / "corpus.yaml"
    before = header.read_text(encoding="utf-8")
    one = window()
    one.select(FREE)
    one.page.locator("#edit-who").fill("Marché mondial")
    one.page.locator("#who-list li", has_text=WORD["edit-new-actor"]).click()
    expect(one.page.locator("#thing-id")).to_have_value("marche-mondial")
    assert violations(one.page) == []
    one.page.locator("#thing-type").select_option("collective")
    one.page.locator("#thing-id").fill("world bank")
    one.page.get_by_role("button", name=WORD["edit-add"], exact=True).click()
    expect(one.page.locator("dialog .wrong")).to_contain_text("is no id")
    one.page.locator("#thing-id").fill("world-market")
    one.page.get_by_role("button", name=WORD["edit-add"], exact=True).click()
    expect(one.page.locator(".edit-chip")).to_contain_text("Marché mondial")
    one.page.locator("#edit-opposes").check()
    one.choose("target", "Bolivi")
    one.save()
    one.tells("edit-saved")
    assert "    who: world-market\n" in desk.added
    new = "  world-market:\n    label: Marché mondial\n    type: collective\n"
    after = header.read_text(encoding="utf-8")
    assert new in after and after.replace(new, "") == before
    expect(one.page.locator("#chosen")).to_contain_text("Marché mondial")
    undo = one.page.locator("#edit-undo")
    undo.click()
    expect(undo).to_have_text(f"{WORD['edit-undo']}: Marché mondial")
    undo.click()
    expect(undo).to_be_disabled()
    one.tells("edit-undone")
    assert (desk.file, header.read_text(encoding="utf-8")) == (BEFORE, before)


def test_a_coder_without_a_file_gets_one(window: Opens, desk: Desk) -> None:
    header = desk.folder / "corpus.yaml"
    text = header.read_text(encoding="utf-8")
    begins = "coders:\n"
    header.write_text(text.replace(begins, f"{begins}  anna:\n    name: Anna\n"), encoding="utf-8")
    one = window()
    expect(one.page.locator("#edit-coder option")).to_have_count(2)
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.page.locator("#edit-coder").select_option("coder anna")
    one.save()
    one.tells("edit-saved")
    assert desk.file == BEFORE
    [other] = [path for path in (desk.folder / "codings").glob("*.yaml") if path.name != NAME]
    assert other.read_text(encoding="utf-8").startswith(f"source: {SOURCE}\ncoder: anna\n")
    assert f"quote: {FREE}" in other.read_text(encoding="utf-8")
    expect(one.page.locator("#edit-coder")).to_have_value(f"file {other.name}")


# ---- for everybody

HOSTILE = (
    "<img src=x onerror=document.title='ran'>",
    "\"><script>document.title='ran'</script>",
    "&lt;b&gt; &amp; ${document.title='ran'} # no comment: 'yes' \"no\" \\n {a: b} - *x",
    "\u202egnorw\u202c \u2067مصر\u2069 𝔘nicode 🜚",
)


def test_what_looks_like_code_is_text(window: Opens, desk: Desk) -> None:
    """It comes back from the file as it was typed, and runs nowhere."""
    one = window()
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.more()
    for number, text in enumerate(HOSTILE):
        if number:
            one.open_entry("Imperialism: opposition to Bolivia")
        one.page.locator("#edit-note").fill(text)
        one.save()
        one.tells("edit-saved")
        [made] = desk.statements("imperialism", "bolivia")
        assert made.note == text
        expect(one.page.locator("#panel .card")).to_contain_text(text)
        one.page.locator("#edit-who").fill(text)
        one.page.locator("#edit-who").fill("")
    one.page.locator("#edit-target").fill(HOSTILE[0])
    one.page.locator("#target-list li", has_text=WORD["edit-new-issue"]).click()
    one.page.locator("#thing-id").fill("hostile")
    one.page.get_by_role("button", name=WORD["edit-add"], exact=True).click()
    expect(one.page.locator(".edit-chip")).to_contain_text(HOSTILE[0])
    assert coding.read(desk.folder).issue["hostile"].labels == {"fr": HOSTILE[0]}
    assert one.page.title() != "ran" and one.page.locator("#edit img, #edit script").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(window: Opens, theme: str) -> None:
    """At the beginning, with a list unfolded, with errors, and by keyboard."""
    one = window(f"theme={theme}")
    assert violations(one.page) == []
    one.write(FREE, "Imperialism", "opposes", "Bolivi")
    one.more()
    one.page.locator("#edit-when").fill("no date")
    one.save()
    one.tells("edit-problems")
    one.page.locator("#edit-about").click()
    assert violations(one.page) == []
    one.page.locator("#edit-by-keyboard").click()
    assert violations(one.page) == []


@pytest.mark.parametrize("width", [800, 390])
def test_it_fits_a_small_screen(window: Opens, desk: Desk, width: int) -> None:
    """Nothing is wider than the screen, and a statement can be made."""
    one = window(width=width, height=844)
    one.write("la guerre d'usure", "Imperialism", "opposes", "government")
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one.save()
    one.tells("edit-saved")
    assert "la guerre d'usure" in desk.added
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_speaks_three_languages(window: Opens) -> None:
    """Every word in all of them, in one order, and none that is not used."""
    code = "".join(
        path.read_text("utf-8")
        for path in [Path("web/app/edit.js"), *Path("web/app/edit").glob("*.js")]
    )
    keys = [list(EDIT_WORDS[language]) for language in ("en", "es", "fr")]
    assert keys[0] == keys[1] == keys[2] and len(keys[0]) > 60
    assert not set(keys[0]) & set(WORDS["en"])
    made = re.compile(r"edit-(missing-\w+|type-\w+|strength-\d|supports|opposes)")
    unused = [key for key in keys[0] if f'"{key}"' not in code and not made.fullmatch(key)]
    assert unused == []
    one = window("lang=fr")
    expect(one.page.locator("#edit-title")).to_have_text("Nouvel énoncé")
    expect(one.page.locator("#views button[value=edit]")).to_have_text("Modifier")
