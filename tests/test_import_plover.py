"""PLOVER events: who, on whom, with which sign, and what of a file has no place."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from clivage.errors import ClivageError, ImportFileError
from clivage.importers import plover
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import ActorType, Certainty, Mode, Sign
from tests import shared_data

TEXT = "The council of Orb  threatened the millers, and the fishers of Lund helped them."
COUNCIL = {"entity_text": "council of Orb", "code": "ORB", "sector": "GOV"}
MILLERS = {"entity_text": "millers", "code": "ORB", "sector": "BUS"}
FISHERS = {"entity_text": "fishers", "identifier_id": "Q1", "office": "guild"}
THREAT: dict[str, object] = {
    "id": "e1", "date": "1921-05-03", "event": ["THREATEN"], "actor": [COUNCIL],
    "recipient": [MILLERS], "event_text": "threatened", "text": TEXT, "coder": "Ada",
    "quad_code": 3, "context": ["economic"],
    "cite_info": {"title": "Gazette 12", "language": "en", "corpus": "Gazette", "url": "u:1"},
}  # fmt: skip


def read(tmp_path: Path, *events: object, lines: bool = False, **options: object) -> Imported:
    """Write events, and read them."""
    path = tmp_path / "events.json"
    text = "\n".join(map(json.dumps, events)) if lines else json.dumps(events)
    path.write_text(text, encoding="utf-8")
    assert plover.recognise(path, path.read_bytes()[:4096]) or not events
    return plover.read(path, Options(**options))  # type: ignore[arg-type]


def told(imported: Imported) -> str:
    """Return all remarks, a line each."""
    remarks = (*imported.repaired, *imported.refused, *imported.left_out)
    return "\n".join(map(str, remarks))


@pytest.mark.parametrize("lines", [False, True])
def test_an_event_is_a_stance_on_its_text(tmp_path: Path, lines: bool) -> None:
    imported = read(tmp_path, THREAT, lines=lines)
    (stance,) = imported.stances
    (document,) = imported.documents
    assert (stance.holder, stance.sign, stance.target) == (
        "council of Orb", Sign.OPPOSITION, "millers",
    )  # fmt: skip
    (quote,) = stance.quotes
    assert (quote.document, quote.exact, quote.start) == (document.key, TEXT, 0)
    assert (stance.when, stance.coder, stance.mode) == ("1921-05-03", "Ada", Mode.WORD)
    assert (stance.record, stance.note) == ("event e1", "PLOVER THREATEN: threatened")
    assert stance.certainty is Certainty.CERTAIN
    assert (document.title, document.publication) == ("Gazette 12", "Gazette")
    assert (document.text, document.language, document.provenance) == (TEXT, "en", "u:1")
    assert imported.parties[0].note == "code: ORB; sector: GOV"
    assert "the field 'context' of them: 1" in told(imported)


def test_each_actor_takes_the_side_on_each_recipient(tmp_path: Path) -> None:
    event = {**THREAT, "actor": [COUNCIL, FISHERS], "recipient": [MILLERS, FISHERS]}
    imported = read(tmp_path, event)
    assert [(one.holder, one.target) for one in imported.stances] == [
        ("council of Orb", "millers"),
        ("council of Orb", "fishers"),
        ("fishers", "millers"),
    ]
    assert "'fishers' would take a side on itself" in told(imported)


def test_several_categories_are_several_stances(tmp_path: Path) -> None:
    imported = read(tmp_path, {**THREAT, "event": ["AID", "PROTEST", "INVESTIGATE"]})
    assert [one.sign for one in imported.stances] == [Sign.SUPPORT, Sign.OPPOSITION]
    assert "of the category INVESTIGATE, which takes no side: 1" in told(imported)


def test_an_unknown_category_is_refused_until_it_is_mapped(tmp_path: Path) -> None:
    event = {**THREAT, "event": "FIGHT"}
    imported = read(tmp_path, event)
    assert not imported.stances
    assert "map it under 'signs'" in str(imported.refused[0])
    assert read(tmp_path, event, signs={"fight": Sign.OPPOSITION}).stances
    mapped = read(tmp_path, event, signs={"fight": None})
    assert not mapped.stances
    assert not mapped.refused


def test_types_come_by_sector_or_code(tmp_path: Path) -> None:
    imported = read(tmp_path, THREAT, types={"bus": ActorType.COLLECTIVE})
    assert [one.type for one in imported.parties] == [None, ActorType.COLLECTIVE]


def test_who_is_not_in_the_text_makes_the_stance_probable(tmp_path: Path) -> None:
    spaced = {"entity_text": " council  of Orb "}
    absent = {"entity_text": "guild of millers"}
    imported = read(tmp_path, {**THREAT, "actor": [spaced], "recipient": [MILLERS, absent]})
    assert [one.certainty for one in imported.stances] == [Certainty.CERTAIN, Certainty.PROBABLE]
    assert "'guild of millers' does not stand in the text" in str(imported.repaired[0])


def test_events_of_one_text_share_it_and_a_story_holds_its_sentences(tmp_path: Path) -> None:
    story = f"Yesterday. {TEXT} {TEXT}"
    last = {"text_story": story, "start": 12 + len(TEXT), "end": 12 + 2 * len(TEXT)}
    again = {**THREAT, "id": "e2", "event": ["REJECT"]}
    inside = {**THREAT, "id": "e3", "text_info": last}
    imported = read(tmp_path, THREAT, again, inside)
    assert [one.text for one in imported.documents] == [TEXT, story]
    quotes = [one.quotes[0] for one in imported.stances]
    assert [one.document for one in quotes] == [imported.documents[at].key for at in (0, 0, 1)]
    assert story[quotes[2].start : quotes[2].end] == TEXT


def test_an_interval_becomes_one(tmp_path: Path) -> None:
    imported = read(tmp_path, {**THREAT, "enddate": "1921-05-09"})
    assert imported.stances[0].when == "1921-05-03/1921-05-09"


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": []}, {"actor": ""}, {"actor": "diplomatic"}, {"actor": ["council"]},
        {"actor": [{}]}, {"text": ""}, {"text": 7}, {"event": []}, {"event": {}},
    ],
)  # fmt: skip
def test_an_event_without_its_parts_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    imported = read(tmp_path, {**THREAT, **change}, THREAT)
    assert len(imported.stances) == 1
    assert [one.record for one in imported.refused] == ["event e1"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[{"event": 1', "events.json:1: not JSON"),
        (b'{"event": "AID"}\n\n{"event" "AID"}', "events.json:3: not JSON"),
        (b"[1]", "event 1 is no event"),
        (b"7", "line 1 is no event"),
        (b"[" * 99_999, "too deep"),
        (b'[{"event": ' + b"9" * 9999 + b"}]", "too long a number"),
        (b"[\xff]", "not UTF-8"),
    ],
)
def test_what_is_no_file_of_events_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "events.json"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=said):
        plover.read(path, Options())


def test_fields_are_not_mapped(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no field 'who' to map"):
        read(tmp_path, THREAT, fields={"who": "actor"})


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    whole = json.dumps([THREAT, {**THREAT, "id": "e2"}], indent=1).encode()
    chance, path = random.Random(3), tmp_path / "events.json"
    outcomes = Counter[str]()
    for turn in range(50):
        data = bytearray(whole)
        if turn < 10:
            del data[len(data) * turn // 10 :]
        for _ in range(2 if turn >= 10 else 0):
            data[chance.randrange(len(data))] = chance.choice(b'{}[]",:0a\xff')
        path.write_bytes(data)
        try:
            outcomes["read" if plover.read(path, Options()).stances else "empty"] += 1
        except ClivageError:
            outcomes["refused"] += 1
    assert outcomes["refused"] >= 9
    assert outcomes["read"] >= 1


def test_the_gold_standard() -> None:
    path = shared_data.path("formats/plover/PLOVER_GSR_CAMEO.json.txt")
    assert plover.recognise(path, path.read_bytes()[:4096])
    imported = plover.read(path, Options())
    remarks = Counter(one.what for one in imported.refused)
    assert remarks["the category 'FIGHT' has no known sign"] == 17
    assert remarks["has no recipient"] == 15
    assert remarks["has no actor"] == 1
    assert len(imported.refused) == 34  # and one with a mode where its recipient should be
    assert "INVESTIGATE, which takes no side: 9" in told(imported)
    # 323 entries: one a note about the file, nine neutral, 34 refused; two share their id.
    assert len({one.record for one in imported.stances}) == 323 - 1 - 9 - 34 - 1
    texts = {one.key: one.text or "" for one in imported.documents}
    assert all(one.quotes[0].exact in texts[one.quotes[0].document] for one in imported.stances)
    assert {one.when for one in imported.stances} == {"2000-01-01"}
    agreed = [one for one in imported.stances if one.record == "event PLOVER-GSR01-AGREE-0001"]
    assert {(one.holder, one.target) for one in agreed} == {
        ("Hungarian", "Romanian"),
        ("Romanian", "Hungarian"),
    }
    probable = [one for one in imported.stances if one.certainty is Certainty.PROBABLE]
    assert (len(imported.repaired), len(probable)) == (9, 10)
