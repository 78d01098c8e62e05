"""Suggestions are decided about over HTTP: what is accepted is coded, and served at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clivage import coding
from clivage.suggest import decisions, reviewing
from clivage.suggest.files import id_of
from tests.edited import TOKEN, Desk
from tests.serving import Reply, serving
from tests.suggested import (
    ATTACKED,
    CODED,
    HEADER,
    MOCKED,
    SCORNED,
    TEXT,
    THANKED,
    corpus,
    decided,
)

ALL = "/api/suggestions"
LOG = "codings/log.yaml"


@pytest.fixture(scope="module", name="running")
def fixture_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = corpus(tmp_path_factory.mktemp("harbour") / "harbour")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIVAGE_SERVE_TOKEN", TOKEN)
        with serving(folder, "--writable") as server:
            yield Desk(server, folder)


@pytest.fixture(name="desk")
def fixture_desk(running: Desk) -> Desk:
    """The corpus as it was at first."""
    corpus(running.folder)
    return running


def listed(desk: Desk) -> Any:  # noqa: ANN401
    reply = desk.ask("GET", ALL)
    assert reply.status == 200, reply.text
    return reply.json


def waiting(desk: Desk) -> list[str]:
    return [one["id"] for one in listed(desk)["pending"]]


def decide(desk: Desk, one: Any, choice: str, **more: Any) -> Reply:  # noqa: ANN401
    return desk.ask("POST", f"{ALL}/{id_of(one)}", {"choice": choice, "by": "ann", **more})


def undo(desk: Desk, by: str = "ann") -> Reply:
    return desk.ask("POST", f"{ALL}/undo", {"by": by})


def test_what_waits_is_listed_with_all_that_it_says(desk: Desk) -> None:
    found = listed(desk)
    assert [one["id"] for one in found["pending"]] == [
        id_of(one) for one in (SCORNED, THANKED, MOCKED, ATTACKED)
    ]
    assert found["pending"][1] == {
        "id": id_of(THANKED), "source": "log", "start": 25, "end": 55,
        "exact": "The guild thanked the ferrymen",
        "holder": {"text": "The guild", "figure": "guild", "isIssue": False,
                   "start": 25, "end": 34},
        "target": {"text": "the ferrymen", "figure": "ferrymen", "isIssue": False,
                   "start": 43, "end": 55},
        "about": None, "voice": None, "sign": "supports", "relation": "praises", "mode": "",
        "modality": "actual", "strength": 2, "score": 0.91, "rule": "verb:thank",
        "cues": ["thanked"], "engine": "told/1", "wasSkipped": False,
    }  # fmt: skip
    assert (found["files"], found["stale"]) == (2, [])
    assert found["coders"] == [{"id": "ann", "name": "Ann"}, {"id": "ben", "name": "Ben"}]


def test_an_accepted_one_is_an_entry_that_is_served(desk: Desk) -> None:
    """Behind the others, whose comments stay; with who suggested it; and decided about."""
    answer = decide(desk, THANKED, "accepted").json
    added = (
        "  - quote: The guild thanked the ferrymen\n    who: guild\n    supports: ferrymen\n"
        "    relation: praises\n    suggested-by: told/1 verb:thank 0.91\n"
    )
    assert desk.text(LOG) == CODED + added
    assert (answer["choice"], answer["lines"], answer["gone"]) == (
        "accepted", [8, 12], [id_of(THANKED)],
    )  # fmt: skip
    [id] = answer["ids"]
    served = desk.server.query("SELECT ?s { ?s clv:holder actor:guild }", "text/csv").text
    assert id in served
    [line] = decided(desk.folder)
    assert (line["choice"], line["by"], line["entry"]["file"]) == ("accepted", "ann", LOG)
    assert id_of(THANKED) not in waiting(desk)
    assert coding.inspect(desk.folder).errors == ()


def test_a_coder_without_a_file_gets_one(desk: Desk) -> None:
    answer = decide(desk, SCORNED, "accepted", by="ben").json
    assert answer["file"] == "codings/diary.ben.yaml"
    assert desk.text(answer["file"]).startswith("source: diary\ncoder: ben\nstatements:\n")
    assert desk.text(LOG) == CODED


def test_other_words_and_values_make_an_edited_one(desk: Desk) -> None:
    """Another passage, the sign turned round, a key taken away; the number of a strength."""
    start = TEXT.index("thanked the ferrymen")
    entry = {"opposes": "council", "relation": "", "strength": 3}
    place = {"source": "log", "start": start, "end": start + 20, "exact": "thanked the ferrymen"}
    answer = decide(desk, THANKED, "edited", entry=entry, selection=place).json
    assert answer["choice"] == "edited"
    assert desk.text(LOG).removeprefix(CODED) == (
        "  - quote: thanked the ferrymen\n    who: guild\n    opposes: council\n"
        "    strength: 3\n    suggested-by: told/1 verb:thank 0.91\n"
    )
    assert decided(desk.folder)[0]["choice"] == "edited"


def test_an_edit_that_changes_nothing_counts_as_accepted(desk: Desk) -> None:
    entry = {"who": "guild", "supports": "ferrymen", "relation": "praises", "note": ""}
    assert decide(desk, THANKED, "edited", entry=entry).json["choice"] == "accepted"


def test_whoever_is_new_must_be_added_first(desk: Desk) -> None:
    """Then the same request goes through, also by the name alone, and changes nothing else."""
    reply = decide(desk, MOCKED, "accepted")
    assert (reply.status, "does not have “Bea Moss”" in reply.text) == (400, True)
    reply = decide(desk, MOCKED, "accepted", entry={"who": "bea-moss"})
    assert (reply.status, "there is no actor 'bea-moss'" in reply.text) == (400, True)
    assert (desk.text(LOG), decided(desk.folder)) == (CODED, [])
    body = {"id": "bea-moss", "label": "Bea Moss", "type": "person"}
    seen = desk.all()["header"]["etag"]
    assert desk.ask("POST", "/api/actors", body, seen=seen).status == 200
    [one] = [one for one in listed(desk)["pending"] if one["id"] == id_of(MOCKED)]
    assert one["holder"]["figure"] == "bea-moss"
    assert decide(desk, MOCKED, "accepted").json["choice"] == "accepted"
    assert "who: bea-moss\n    opposes: guild" in desk.text(LOG)


def test_rejected_and_skipped_ones(desk: Desk) -> None:
    """What is rejected is gone; what is skipped comes last, and says so."""
    assert decide(desk, SCORNED, "rejected").json["gone"] == [id_of(SCORNED)]
    assert decide(desk, THANKED, "skipped").json["gone"] == []
    found = listed(desk)["pending"]
    assert [(one["id"], one["wasSkipped"]) for one in found] == [
        (id_of(MOCKED), False), (id_of(ATTACKED), False), (id_of(THANKED), True),
    ]  # fmt: skip
    assert desk.text(LOG) == CODED


def test_decisions_are_undone_one_after_the_other(desk: Desk) -> None:
    """Each coder's own, as on a terminal: the files and the list are what they were."""
    before = waiting(desk)
    decide(desk, THANKED, "accepted")
    decide(desk, MOCKED, "rejected")
    decide(desk, SCORNED, "rejected", by="ben")
    assert undo(desk).json == {"undone": "rejected", "id": id_of(MOCKED)}
    assert undo(desk).json["undone"] == "accepted"
    assert desk.text(LOG) == CODED
    reply = undo(desk)
    assert (reply.status, "decided nothing that can be undone" in reply.text) == (409, True)
    assert undo(desk, "ben").json["id"] == id_of(SCORNED)
    assert waiting(desk) == before
    assert [one["choice"] for one in decided(desk.folder)] == [
        "accepted", "rejected", "rejected", "undone", "undone", "undone",
    ]  # fmt: skip


def test_an_entry_that_was_changed_since_is_not_undone(desk: Desk) -> None:
    decide(desk, THANKED, "accepted")
    path = desk.folder / LOG
    path.write_text(desk.text(LOG).replace("praises", "thanks"), encoding="utf-8")
    reply = undo(desk)
    assert (reply.status, f"changed in {LOG}" in reply.text) == (409, True)
    assert [one["choice"] for one in decided(desk.folder)] == ["accepted"]


def test_the_terminal_and_the_browser_see_the_same(desk: Desk) -> None:
    """What is accepted here is undone there, and what is decided there is gone here."""
    decide(desk, THANKED, "accepted")
    review = reviewing.Review(desk.folder, "ann")
    assert review.undo().id == id_of(THANKED)
    assert desk.text(LOG) == CODED
    [one] = [one for one in review.queue().pending if one.id == id_of(MOCKED)]
    review.reject(one)
    assert id_of(MOCKED) not in waiting(desk)
    assert decide(desk, MOCKED, "accepted").status == 409


def test_what_was_coded_but_not_noted_does_not_come_again(desk: Desk) -> None:
    """As when the server was killed in between."""
    decide(desk, THANKED, "accepted")
    (desk.folder / decisions.NAME).unlink()
    assert id_of(THANKED) not in waiting(desk)


def test_a_changed_text_is_stale(desk: Desk) -> None:
    (desk.folder / "texts/diary.txt").write_text("The guild scorned it.\n", encoding="utf-8")
    found = listed(desk)
    assert (found["stale"], id_of(SCORNED) in [one["id"] for one in found["pending"]]) == (
        ["diary"], False,
    )  # fmt: skip


def test_what_would_be_wrong_is_not_written(desk: Desk) -> None:
    """Neither the entry nor the decision; the problems are those of `clivage check`."""
    reply = decide(desk, THANKED, "edited", entry={"when": "a Tuesday"})
    assert (reply.status, reply.json["problems"][0]["file"]) == (422, LOG)
    assert (desk.text(LOG), decided(desk.folder)) == (CODED, [])


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"choice": "liked", "by": "ann"}, 400, "choose one of accepted, edited, rejected, skipped"),
    ({"choice": "undone", "by": "ann"}, 400, "choose one of"),
    ({"choice": "accepted"}, 400, "there is no coder None. there are ann, ben"),
    ({"choice": "accepted", "by": "eve"}, 400, "there is no coder 'eve'"),
    ({"choice": "accepted", "by": "ann", "entry": []}, 400, "an entry is an object"),
    ({"choice": "accepted", "by": "ann", "entry": {"liked": "x"}}, 400, "'liked' is not a key"),
    ({"choice": "accepted", "by": "ann", "entry": {"who": [{}]}}, 400, "there is no actor '{}'"),
    ({"choice": "accepted", "by": "ann", "selection": {"source": "log"}}, 400, "a selection is"),
    ({"choice": "accepted", "by": "ann", "selection": {"source": "diary", "start": 0, "end": 9}},
     400, "select words in that text"),
    ({"choice": "accepted", "by": "ann",
      "selection": {"source": "log", "start": 0, "end": 3, "exact": "Tea"}}, 412, "was changed"),
    ({"choice": "accepted", "by": "ann", "seen": "x"}, 400, "without other keys"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "why"), WRONG)
def test_wrong_requests(desk: Desk, body: dict[str, Any], status: int, why: str) -> None:
    reply = desk.ask("POST", f"{ALL}/{id_of(THANKED)}", body)
    assert (reply.status, why in reply.text) == (status, True), reply.text
    assert (desk.text(LOG), desk.text("corpus.yaml")) == (CODED, HEADER)
    assert decided(desk.folder) == []


def test_the_token_is_needed_for_reading_too(desk: Desk) -> None:
    no_token = {"Authorization": ""}
    assert desk.ask("GET", ALL, headers=no_token).status == 401
    body = {"choice": "rejected", "by": "ann"}
    assert desk.ask("POST", f"{ALL}/{id_of(THANKED)}", body, headers=no_token).status == 401
    assert decided(desk.folder) == []


def test_a_file_that_cannot_be_read_is_named(desk: Desk) -> None:
    path = desk.folder / "suggestions/log.told.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("at: 25-55", "at: there"), "utf-8")
    reply = desk.ask("GET", ALL)
    assert (reply.status, reply.text.startswith("suggestions/log.told.yaml:")) == (409, True)
    assert str(Path(desk.folder).parent) not in reply.text
