"""The SPARQL pane: questions by name, and queries in an editor."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from clivage import query
from tests.apps import Opens, app, served
from tests.conftest import NODES
from tests.serving import Served
from tests.sparqls import (
    WHO,
    answer,
    asked,
    chooser,
    editor,
    has_answered,
    own,
    refusable,
    rows_of,
    shown,
    write,
)

WORDS: dict[str, dict[str, str]] = json.loads(
    Path("web/app/words/sparql.json").read_text(encoding="utf-8")
)
#: A value for every parameter of every question.
VALUES = {"who": "torres", "target": "torres", "from": "1970-10", "to": "1971-08"}

# ---- questions


def test_a_question_is_asked_with_a_name_that_one_remembers_in_part(
    app: Opens,
    served: Served,
) -> None:
    page = app("view=sparql")
    page.get_by_role("button", name="Who opposes an actor or an issue?").click()
    field = page.get_by_role("combobox", name="Who or what is opposed")
    expect(field).to_be_focused()
    field.press_sequentially("torr")
    expect(page.locator("#sparql-form").get_by_role("option")).to_have_text(
        [re.compile("Juan José Torres"), re.compile("Confidence in Torres")]
    )
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Juan José Torres")
    page.get_by_role("button", name="Ask", exact=True).click()
    expected = answer(served, "opponents", target="torres")
    expect(has_answered(page)).to_contain_text(f"{len(expected)} rows")
    labels = [NODES[row["who"]["value"].rpartition("/")[2]]["label"]["en"] for row in expected]
    expect(rows_of(page).locator("td:first-child")).to_have_text(labels)
    assert "question=opponents" in page.url and "values=target%3Dtorres" in page.url


def test_a_link_brings_an_answer_back_and_back_the_one_before(app: Opens) -> None:
    page = app(asked("opponents", target="torres"))
    has_answered(page)
    before = rows_of(page).all_inner_texts()
    field = chooser(page)
    expect(field).to_have_value("Juan José Torres")
    field.fill("left")
    field.press("ArrowDown")
    field.press("Enter")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(rows_of(page)).not_to_have_count(len(before))
    page.go_back()
    expect(rows_of(page)).to_have_count(len(before))
    assert rows_of(page).all_inner_texts() == before
    page.go_back()
    page.goto("about:blank")


def test_every_question_is_answered_in_every_view(app: Opens, served: Served) -> None:
    """What its page shows is what HTTP says, and its SPARQL in the editor gives the same."""
    names = list(query.questions())
    assert len(names) == 25
    page = app("view=sparql")
    for name in names:
        parameters = query.questions()[name].parameters
        values = {one.name: VALUES[one.name] for one in parameters if not one.optional}
        count = len(answer(served, name, **values))
        page.evaluate("(state) => { location.hash = state }", asked(name, **values))
        expect(page.locator("#sparql-form h2")).to_have_text(
            WORDS["en"][f"ask-{name}"].split(" (")[0]
        )
        said = "1 row" if count == 1 else f"{count} rows"
        expect(page.locator("#sparql-said"), name).to_have_text(
            re.compile(rf"^{said} · "), timeout=20_000
        )
        if count:
            expect(rows_of(page), name).to_have_count(count)
            page.locator("#sparql-results [value=network]").click()
            expect(page.locator(".answer-view p").first, name).to_be_visible()
            page.locator("#sparql-results [value=chart]").click()
            expect(page.locator(".answer-view .chart"), name).to_be_visible()
            page.locator("#sparql-results [value=table]").click()
        page.get_by_role("button", name="Show the SPARQL").click()
        expect(page.locator("#sparql-own")).to_be_visible()
        expect(page.locator("#sparql-said"), name).to_have_text(
            re.compile(rf"^{said} · "), timeout=20_000
        )


def test_a_question_can_be_asked_about_what_is_chosen(app: Opens) -> None:
    page = app("view=sparql&node=debray")
    page.get_by_role("button", name="Whom and what does an actor support and oppose?").click()
    expect(chooser(page)).to_have_value("Régis Debray")
    has_answered(page)


def test_a_name_that_is_not_known_gets_the_server_s_line(refusable: Opens) -> None:
    page = refusable("view=sparql&question=opponents")
    chooser(page).fill("tores")
    chooser(page).press("Enter")
    alert = page.locator("#sparql-wrong")
    expect(alert).to_have_text("there is no actor or issue 'tores'. did you mean 'torres'.")


def test_what_is_required_must_be_given(app: Opens) -> None:
    page = app("view=sparql&question=period&values=from%3D1970-10")
    expect(page.locator("#sparql-answer")).to_be_hidden()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_label("Last day")).to_be_focused()
    page.get_by_label("Last day").fill("summer")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#sparql-answer")).to_be_hidden()
    page.get_by_label("Last day").fill("1971-08")
    page.get_by_role("button", name="Ask", exact=True).click()
    has_answered(page)


def test_questions_are_found_by_their_words(app: Opens) -> None:
    page = app("view=sparql&lang=fr")
    page.get_by_label("Chercher une question").fill("ENNEMIS")
    expect(page.locator("#sparql-questions button")).to_have_count(1)
    page.get_by_label("Chercher une question").fill("zzz")
    expect(page.locator("#sparql-questions")).to_have_text(
        "Rien n'a été trouvé" if False else re.compile(".")
    )
    expect(page.locator("#sparql-questions button")).to_have_count(0)


def test_every_question_speaks_three_languages() -> None:
    assert list(WORDS) == ["en", "es", "fr"]
    questions = query.questions().values()
    assert len(questions) == 25
    for words in WORDS.values():
        assert list(words) == list(WORDS["en"]) and all(words.values())
        assert {key for key in words if key.startswith("ask-")} == {
            f"ask-{one.name}" for one in questions
        }
        fields = {
            f"field-{one.name}-{parameter.name}"
            for one in questions
            for parameter in one.parameters
        }
        assert {key for key in words if key.startswith("field-")} == fields
        columns = {f"column-{name}" for one in questions for name in _columns(one.sparql)}
        assert {key for key in words if key.startswith("column-")} == columns
    assert {one.name: one.asks for one in questions} == {
        key.removeprefix("ask-"): said
        for key, said in WORDS["en"].items()
        if key.startswith("ask-")
    }
    for key in (key for key in WORDS["en"] if key.startswith("ask-")):
        assert len({words[key] for words in WORDS.values()}) == 3, key


def _columns(sparql: str) -> set[str]:
    """Return the columns of the answer to a query of ours."""
    head = re.split(r"^WHERE", sparql.partition("SELECT")[2], flags=re.MULTILINE)[0]
    named = re.findall(r"AS \?(\w+)\)", head)
    plain = re.sub(r"\([^()]*(\([^()]*(\([^()]*\))*[^()]*\))*[^()]*\)", " ", head)
    return {*named, *re.findall(r"\?(\w+)", plain)}


# ---- the editor


def test_the_editor_is_loaded_when_one_first_writes(app: Opens) -> None:
    page = app("view=table")
    asked_for: list[str] = []
    page.on("request", lambda one: asked_for.append(one.url))
    page.locator("#views [value=sparql]").click()
    expect(page.locator("#sparql-questions button")).to_have_count(25)
    assert [url for url in asked_for if "/app/" in url] == []
    page.get_by_role("button", name="Write SPARQL").click()
    editor(page)
    assert any("/app/editor-" in url for url in asked_for)
    expect(editor(page)).to_be_focused()


def test_names_are_completed_by_their_labels_in_any_language(app: Opens) -> None:
    page = app(own("ASK {}"))
    options = page.locator(".cm-tooltip-autocomplete li")
    for written, wanted, label in (
        ("torr", "actor:torres", "Juan José Torres"),
        ("clv:supp", "clv:supports", "supports"),
        ("soutient", "clv:supports", "supports"),
        ("ejerc", "actor:army", "Army"),
        ("armée", "actor:army", "Army"),
        ("tarif", "issue:bus-fares", "Rise of the bus fares"),
        ("skos:pref", "skos:prefLabel", ""),
        ("praises", "clv:relation-praises", "praises"),
        ("acto", "actor:", ""),
        ("optio", "OPTIONAL", "SPARQL"),
    ):
        write(page, "")
        page.keyboard.type(written)
        option = options.filter(has_text=re.compile(rf"^{re.escape(wanted)}"))
        expect(option.first, written).to_contain_text(label)
        page.keyboard.press("Escape")
    write(page, "SELECT ?whom { ?x clv:opposes ?")
    page.keyboard.type("w")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    expect(options).to_have_text(["?whomvariable"])
    page.wait_for_timeout(200)  # the list takes no key in the moment in which it opens
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("clv:opposes ?whom")


def test_a_term_is_explained_in_the_language_of_the_page(app: Opens) -> None:
    page = app(own("ASK {}", lang="fr"))
    write(page, "")
    page.keyboard.type("clv:hold")
    info = page.locator(".cm-completionInfo")
    expect(info).to_contain_text(re.compile("qui|Qui"))
    expect(page.locator(".cm-tooltip-autocomplete ul")).to_have_attribute(
        "aria-label", "Suggestions"
    )


def test_a_fault_is_shown_at_its_line(refusable: Opens) -> None:
    page = refusable(own("SELECT ?a WHERE {\n  ?a clv:supports ñé }\n"))
    alert = page.locator("#sparql-wrong")
    expect(alert.locator(".place")).to_have_text(
        re.compile(r"^Line 2, column \d+: from here on the query cannot be read\.$")
    )
    alert.locator("summary").click()
    expect(alert.locator(".line")).to_have_text(
        re.compile(r"^the query cannot be answered: error at 2:\d+: ")
    )
    fault = page.locator(".cm-line").nth(1).locator(".cm-lintRange-error, .cm-lintPoint-error")
    expect(fault).to_have_count(1)
    write(page, WHO)
    page.keyboard.press("ControlOrMeta+Enter")
    has_answered(page)
    expect(alert).to_be_empty()
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_what_is_refused_is_said_as_the_server_says_it(refusable: Opens, served: Served) -> None:
    page = refusable("view=sparql")
    page.get_by_role("button", name="Write SPARQL").click()
    for sparql in (
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
        "# " + "x" * 300_000,
    ):
        write(page, sparql)
        page.keyboard.press("ControlOrMeta+Enter")
        reply = served.ask(
            "POST", "/sparql", {"Content-Type": "application/sparql-query"}, sparql.encode()
        )
        assert reply.status in (400, 413)
        expect(page.locator("#sparql-wrong .line")).to_have_text(reply.text.strip())
    write(page, WHO)
    page.keyboard.press("ControlOrMeta+Enter")
    has_answered(page)


def test_a_long_query_is_asked_but_stands_in_no_address(app: Opens) -> None:
    page = app("view=sparql")
    page.get_by_role("button", name="Write SPARQL").click()
    write(page, f"# {'x' * 5000}\n{WHO}")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#sparql-said")).to_have_text(re.compile(r"^15 rows"))
    expect(page.locator("#sparql-said")).to_contain_text("too long to stand in a link")
    assert "query=" not in page.url and len(page.url) < 500
    expect(page.locator("#sparql-own")).to_be_visible()


def test_queries_are_remembered(app: Opens) -> None:
    page = app(own("ASK { ?a clv:supports ?b }"))
    has_answered(page)
    write(page, WHO)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#sparql-said")).to_have_text(re.compile(r"^15 rows"))
    page.get_by_role("combobox", name="Recent queries").select_option("ASK { ?a clv:supports ?b }")
    expect(editor(page)).to_have_text("ASK { ?a clv:supports ?b }")


def test_what_is_being_written_survives_a_look_elsewhere(app: Opens) -> None:
    page = app(own(WHO))
    has_answered(page)
    write(page, "SELECT half a query")
    page.locator("#views [value=table]").click()
    page.locator("#views [value=sparql]").click()
    page.locator("#language").select_option("es")
    expect(editor(page)).to_have_text("SELECT half a query")
    expect(editor(page)).to_have_attribute("aria-label", "Consulta")


def test_without_the_editor_a_plain_field_does(
    refusable: Opens, browser: Browser, served: Served
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/app/editor-*.js", lambda route: route.abort())
    shown(page, served.port, own("ASK {}"))
    field = page.get_by_role("textbox", name="Query")
    expect(field).to_have_value("ASK {}")
    field.fill(WHO)
    field.press("ControlOrMeta+Enter")
    expect(page.locator("#sparql-said")).to_have_text(re.compile(r"^15 rows"))
    context.close()
