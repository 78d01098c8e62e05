"""What the page shows of a tie without a quotation: that there is none, and where it comes from."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from clivage import render, view
from tests.conftest import go
from tests.test_ties import tied

EDGE = "guild.opposes.orla-finn.unevidenced"


def test_the_page_says_plainly_that_there_is_no_quotation(page: Page, tmp_path: Path) -> None:
    """In the legend, beside the network, in the table and in the filter."""
    drawn = view.of(tied())
    cited = sum(edge.evidenced for edge in drawn.edges)
    file = tmp_path / "network.html"
    file.write_text(render.html(drawn, language="en"), encoding="utf-8")
    page.goto(f"{file.as_uri()}#edge={EDGE}")
    expect(page.locator("#chosen")).to_have_text("Guild: opposition to Orla Finn (no quotation)")
    card = page.locator(".card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("No quotation stands behind this tie.")
    expect(card).to_contain_text("It comes from: a list of quarrels")
    expect(page.locator("blockquote, .texts")).to_have_count(0)
    expect(page.locator(".unevidenced-key")).to_have_text("no quotation: thin and dotted")
    expect(page.locator(".coverage")).to_have_text(f"{cited + 3} edges, {cited} with quotation")
    go(page, "view=table")
    quotations = page.locator("tbody td.quotation").all_text_contents()
    assert len(quotations) == cited + 3
    assert sorted(one for one in quotations if one.startswith("no quotation")) == [
        "no quotation", "no quotation", "no quotation: a list of quarrels",
    ]  # fmt: skip
    page.get_by_label("only with a quotation").check()
    expect(page.locator("tbody tr")).to_have_count(cited)
    go(page, "node=guild")
    expect(page.locator(".card.unevidenced")).to_have_count(2)
    assert page.locator(".card:not(.unevidenced) blockquote").count() > 0
