"""Candidates become identities only where a person accepts them, and it is known who did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clivage import coding, yamlfile
from clivage.identity import deciding, record
from clivage.identity.answers import Candidate
from clivage.identity.deciding import Decision
from clivage.identity.sheet import Answer
from tests.reconciling import (
    HEADER,
    Behaviour,
    contents,
    edit,
    fixture_corpus,
    publishing,
    run_actors,
    run_reconcile,
    service,
)

__all__ = ["fixture_corpus"]

SHEET = Path("port/reconciliation/register-of-port-selle.yaml")
P1, P2, G7 = (f"http://register.port-selle.net/id/{id}" for id in ("P1", "P2", "G7"))


def ask(*words: str, behaviour: Behaviour | None = None) -> str:
    """Ask a service, and return the sheet that it makes."""
    with service(behaviour) as (_, url):
        done = run_reconcile("-c", "port", "--service", url, "--date", "2024-02-29", *words)
    assert done.exit_code == 0, done.output
    assert "then run: clivage reconcile accept --by YOUR-NAME -c port\n" in done.stdout
    return SHEET.read_text(encoding="utf-8")


def answer(iri: str, said: str) -> None:
    """Write an answer on the sheet, as a person does."""
    before, found, after = SHEET.read_text(encoding="utf-8").partition(f"iri: {iri}\n")
    assert found
    SHEET.write_text(before + found + after.replace("accept:", f"accept: {said}", 1), "utf-8")


def accept(*words: str | Path, by: str = "Ada", input: str | None = None) -> str:
    """Take the answers over."""
    done = run_reconcile("accept", "-c", "port", "--by", by, *words, input=input)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*words: str | Path) -> str:
    """Run a command that must be refused and change nothing, and return what is said."""
    before = contents(Path("port"))
    done = run_reconcile(*words)
    assert done.exit_code == 1, done.output
    assert contents(Path("port")) == before
    return done.stderr


def test_a_sheet_has_an_item_for_each_actor_without_identity(corpus: Path) -> None:
    text = ask()
    data = yamlfile.read(SHEET).data
    assert isinstance(data, dict)
    assert data["retrieved"] == "2024-02-29"
    assert data["iris"] == "http://register.port-selle.net/id/{{id}}"
    items = data["items"]
    assert isinstance(items, list)
    assert [one["actor"] for one in items if isinstance(one, dict)] == sorted(
        one.id for one in coding.read(corpus).actors
    )
    assert text.count("accept:\n") == 3
    assert text.index(P2) < text.index(P1)  # best first
    assert 'description: "elected head: of the town since 1871"' in text


def test_the_same_answers_make_the_same_sheet(corpus: Path) -> None:
    with service() as (_, url):
        words = ("-c", corpus, "--service", url, "--date", "2024-02-29")
        run_reconcile(*words)
        first = SHEET.read_bytes()
        run_reconcile(*words)
    assert SHEET.read_bytes() == first


def test_nothing_is_written_before_a_person_accepts(corpus: Path) -> None:
    before = (corpus / HEADER).read_bytes()
    ask()
    assert "recorded 0 decisions" in accept()
    assert (corpus / HEADER).read_bytes() == before
    assert not (corpus / record.NAME).exists()


def test_what_is_accepted_is_written_in_place_and_recorded(corpus: Path) -> None:
    lines = (corpus / HEADER).read_text(encoding="utf-8").split("\n")
    ask()
    answer(P1, "exact")
    answer(P2, "no")
    answer(G7, "close")
    said = accept("--date", "2024-03-01", by="Ada Lovelace")
    assert said.count("\n") == 4
    found = coding.read(corpus)
    assert found.actor["mayor"].exact_match == (P1,)
    assert found.actor["shipowners"].close_match == (G7,)
    now = (corpus / HEADER).read_text(encoding="utf-8").split("\n")
    assert [one for one in now if one not in lines] == [
        f"    close-match: {G7}",
        f"    exact-match: {P1}",
    ]
    assert [one for one in lines if one not in now] == []
    records = record.read(corpus).records
    assert {(one.by, one.when) for one in records} == {("Ada Lovelace", "2024-03-01")}
    assert [(one.said("actor"), one.said("match"), one.said("iri")) for one in records] == [
        ("mayor", "no", P2),
        ("mayor", "exact", P1),
        ("shipowners", "close", G7),
    ]
    assert records[1].said("score") == "71.5"
    assert records[1].said("service").startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "    exact-match: http://a.net/1 # seen\n",
            f'    exact-match: ["http://a.net/1", "{G7}"] # seen\n',
        ),
        (
            "    exact-match: [ 'http://a.net/1' ] # seen\n",
            f"    exact-match: [ 'http://a.net/1', \"{G7}\" ] # seen\n",
        ),
        (
            "    exact-match: # seen\n    - http://a.net/1 # one\n",
            f"    exact-match: # seen\n    - http://a.net/1 # one\n    - {G7}\n",
        ),
        ("    exact-match:  # none\n", f"    exact-match: {G7}  # none\n"),
    ],
)
def test_a_link_is_added_however_links_are_written(
    corpus: Path, written: str, expected: str
) -> None:
    """To one that has a link elsewhere, since a person asks for it."""
    edit(HEADER, ("    kind: class\n", f"    kind: class\n{written}"))
    before = (corpus / HEADER).read_text(encoding="utf-8")
    candidate = Candidate(id="G7", iri=G7, name="Guild")
    decision = Decision(sort="actor", id="shipowners", candidate=candidate, answer=Answer.EXACT)
    deciding.accept(corpus, [decision], by="Ada", when="2024-02-29")
    now = (corpus / HEADER).read_text(encoding="utf-8")
    assert now == before.replace(written, expected)
    assert G7 in coding.read(corpus).actor["shipowners"].exact_match


def test_a_link_that_is_there_already_is_recorded_and_not_written_twice(corpus: Path) -> None:
    edit(HEADER, ("    kind: class\n", f"    kind: class\n    exact-match: {G7}\n"))
    before = contents(corpus)
    candidate = Candidate(id="G7", iri=G7, name="Guild")
    decision = Decision(sort="actor", id="shipowners", candidate=candidate, answer=Answer.EXACT)
    (found,) = deciding.accept(corpus, [decision], by="Ada", when="2024-02-29")
    assert contents(corpus) == before
    assert (found.changes, record.read(corpus).records) == ((), (found,))


def test_a_link_is_added_between_braces(corpus: Path) -> None:
    edit(
        HEADER,
        ("  mayor:\n", "  clerk: { label: Clerk, type: person }  # in two hands\n  mayor:\n"),
    )
    candidate = Candidate(id="G7", iri=G7, name="Guild")
    decision = Decision(sort="actor", id="clerk", candidate=candidate, answer=Answer.CLOSE)
    deciding.accept(corpus, [decision], by="Ada", when="2024-02-29")
    line = f'  clerk: {{ label: Clerk, type: person, close-match: "{G7}" }}  # in two hands\n'
    assert line in (corpus / HEADER).read_text(encoding="utf-8")


def test_answers_are_taken_over_once_and_candidates_not_offered_again(corpus: Path) -> None:
    ask()
    answer(P2, "no")
    accept()
    assert "recorded 0 decisions" in accept()
    again = ask()
    assert P2 not in again
    assert P1 in again
    run_actors("undo", "-c", corpus, "--by", "Ada")
    assert P2 in ask()


def test_an_actor_with_an_identity_is_not_asked_for(corpus: Path) -> None:
    ask()
    answer(P1, "exact")
    accept()
    assert "actor: mayor" not in ask()


def test_answers_on_a_sheet_are_not_written_over(corpus: Path) -> None:
    ask()
    answer(P1, "exact")
    with service() as (_, url):
        said = refused("-c", corpus, "--service", url)
    assert said.startswith(f"{SHEET}: the sheet has answers that were not taken over yet. ")
    assert "run `clivage reconcile accept --by YOUR-NAME -c port`, or" in said


def test_undo_gives_the_same_bytes_back(corpus: Path) -> None:
    ask()
    for iri, said in ((P1, "exact"), (P2, "no"), (G7, "close")):
        answer(iri, said)
    before = contents(corpus)
    accept()
    for number in ("2", "3", "1"):
        assert run_actors("undo", "-c", corpus, number, "--by", "Ada").exit_code == 0
    assert contents(corpus) == before


def test_who_decides_must_be_said(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    answer(P1, "exact")
    said = refused("accept", "-c", corpus)
    assert said == (
        "an identity is decided by a person, and nobody is named."
        " give --by NAME, or set CLIVAGE_USER.\n"
    )
    assert "not of printed signs" in refused("accept", "-c", corpus, "--by", "A\x1bda")
    monkeypatch.setenv("CLIVAGE_USER", "Ada")
    assert run_reconcile("accept", "-c", corpus).exit_code == 0
    assert record.read(corpus).records[0].by == "Ada"


def test_one_is_asked_about_each_candidate_and_may_stop(corpus: Path) -> None:
    ask()
    said = accept("-i", input="n\nq\n")
    assert "mayor: Mayor, Maire" in said
    assert "the same? yes, close, no, skip, quit" in said
    assert [one.said("match") for one in record.read(corpus).records] == ["no"]
    said = accept("-i", input="y\n")  # the rest of the input is missing: that is to quit
    assert P2 not in said  # it goes on where one stopped
    assert coding.read(corpus).actor["mayor"].exact_match == (P1,)
    said = accept("-i", input="s\n")
    assert "mayor" not in said
    assert "shipowners" in said
    assert "recorded 0 decisions" in said


def test_issues_types_and_names_are_asked_for_where_one_wants(corpus: Path) -> None:
    with service() as (server, url):
        words = ("-c", corpus, "--service", url, "--issues", "--names", "--type", "person=T1")
        assert run_reconcile(*words, "--only", "mayor", "--only", "dyke").exit_code == 0
        queries = json.loads(server.heard[-1].form["queries"][0]).values()
    assert [(one["query"], one.get("type")) for one in queries] == [
        ("Mayor", "T1"),
        ("Maire", "T1"),
        ("The new dyke", None),
        ("La nouvelle digue", None),
    ]


def test_an_issue_gets_its_identity_too(corpus: Path) -> None:
    entities = {"The new dyke": [{"id": "D1", "name": "New dyke", "score": 1}]}
    ask("--issues", "--only", "dyke", behaviour=publishing(entities))
    answer("http://register.port-selle.net/id/D1", "exact")
    accept()
    assert coding.read(corpus).issue["dyke"].exact_match == (
        "http://register.port-selle.net/id/D1",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("accept:\n", "accept: exakt\n", ":17: 'accept' cannot be 'exakt'. did you mean 'exact'."),
        ("accept:\n", "accept: [no]\n", ":17: 'accept' cannot be ['no']. write exact, close, no"),
        ("accept:\n", "acept: exact\n", ":17: 'acept' is not a key here. did you mean 'accept'."),
        ("score: 90\n", "score: high\n", ":15: the score 'high' is not a number. restore it."),
        ("actor: mayor", "actress: mayor", ":9: the item names no actor or issue."),
        ("items:", "items: none\nx:", ":8: 'items' must be a list."),
        (f"iri: {P2}\n", "iri: P2\n", "the iri 'P2' is not an address on the web, and it is acc"),
        (f"        iri: {P2}\n", "", ": there is no iri, and it is accepted. write one that"),
    ],
)
def test_a_sheet_that_was_edited_wrongly_is_refused_with_its_line(
    corpus: Path, old: str, new: str, said: str
) -> None:
    ask("--only", "mayor")
    text = SHEET.read_text(encoding="utf-8")
    if P2 in old:
        text = text.replace("accept:\n", "accept: exact\n", 1)
    assert old in text
    SHEET.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = refused("accept", "-c", corpus, "--by", "Ada")
    assert found.startswith(f"{SHEET}:")
    assert said in found


def test_decisions_that_contradict_each_other_are_refused(corpus: Path) -> None:
    ask()
    answer(P1, "exact")
    answer(P2, "exact")
    said = refused("accept", "-c", corpus, "--by", "Ada")
    assert f"'mayor' is {P2} already, which is not {P1}. accept one of the two." in said
    text = SHEET.read_text(encoding="utf-8").replace("accept: exact", "accept:", 1)
    SHEET.write_text(text.replace(G7, P1), encoding="utf-8")
    text = SHEET.read_text(encoding="utf-8")
    answer(P1, "exact")
    head, _, tail = text.rpartition("accept:")
    SHEET.write_text(f"{head}accept: exact{tail}", encoding="utf-8")
    said = refused("accept", "-c", corpus, "--by", "Ada")
    assert f"{P1} is the exact match of 'mayor' already. merge the two, or accept it" in said


def test_a_sheet_of_an_actor_that_is_no_more_is_refused(corpus: Path) -> None:
    ask()
    answer(P1, "exact")
    SHEET.write_text(SHEET.read_text("utf-8").replace("actor: mayor", "actor: major"), "utf-8")
    said = refused("accept", "-c", corpus, "--by", "Ada")
    assert said.endswith(": there is no actor 'major'. did you mean 'mayor'.\n")


@pytest.mark.parametrize("words", [("accept", "-c", "port"), ("-c", "port", "accept")])
def test_nothing_there_to_accept_is_told(corpus: Path, words: tuple[str, ...]) -> None:
    """The corpus may be named on either side of the command."""
    said = refused(*words, "--by", "Ada")
    assert "there is no sheet of candidates. make one with `clivage reconcile --service" in said
    assert "--service URL -c port`, or" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Give either --service or --from, or the command 'accept'."),
        (("--service", "x", "--from", "y"), 2, "Give either --service or --from"),
        (("--service", "x", "accept"), 2, "--service and --from do not go with a command."),
        (("--service", "x"), 1, "x: not the address of a service."),
        (("--service", "x", "--type", "human=Q5"), 2, "is not like person=Q5"),
        (("--service", "x", "--only", "major"), 1, "there is no actor 'major'. did you mean 'may"),
        (("--service", "x", "--date", "30.2."), 1, "'30.2.' is not a day."),
    ],
)
def test_a_command_that_makes_no_sense_is_refused(
    corpus: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run_reconcile("-c", corpus, *words)
    assert done.exit_code == code
    assert said in done.stderr


def test_a_service_that_fails_costs_nothing(corpus: Path) -> None:
    before = contents(corpus)
    with service(publishing(versions=["0.1"])) as (_, url):
        said = refused("-c", corpus, "--service", url)
    assert said.count("\n") == 1
    assert contents(corpus) == before
