"""Invented dyads of a harbour and a shore, and what is said of them in RDF."""

from __future__ import annotations

import re

import pytest

from clivage.events.folder import EventFolder
from tests.event_files import ACLED, ICEWS, icews, made, table, written

BASE = "https://w3id.org/clivage/test/quay/"
#: Names of invented actors, with all that an IRI or a text in N-Triples must not hold as it is.
NAMES = (
    "Arun", 'Bek "the Elder"', "Çelik & Sons/Ara", "100% <ferry> {men}", "back\\slash", "l'Île #1",
    "港の労働者", "😀 a~b_c-d.e", "?x=1;y", "[ward] ^2|`", "..",
)  # fmt: skip
#: What says where it all comes from, and is in no record.
_ORIGIN = re.compile(r"<[^>]*/(input|activity|software)/|.*ns/prov#")


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> EventFolder:
    """Return the dyads of a harbour: each acts on the next, for and against it."""
    place = tmp_path_factory.mktemp("quay")
    what = [(1, "2018-06-01", "051"), (1, "2018-06-30", "190"), (2, "2018-07-02", "051")] * 11
    rows = [
        icews(number, NAMES[number % 11], NAMES[(number + step) % 11],
              Event_Date=day, CAMEO_Code=code)
        for number, (step, day, code) in enumerate(what)
    ]  # fmt: skip
    rows.append(icews(99, "Arun", "Bek", CAMEO_Code="010"))
    made(place / "quay", written(place / "e.tab", table(ICEWS, rows)), window="month")
    return EventFolder(place / "quay")


@pytest.fixture(scope="module")
def shore(tmp_path_factory: pytest.TempPathFactory) -> EventFolder:
    """Return dyads without a direction, in one window."""
    place = tmp_path_factory.mktemp("shore")
    rows = [
        {"event_id_cnty": f"ARA{day}", "event_date": f"0{day} June 2018",
         "sub_event_type": "Armed clash", "actor1": "Dockers", "actor2": name, "source": "Ara Post"}
        for day, name in ((1, "Wardens"), (3, "Wardens"), (4, "Arun"))
    ]  # fmt: skip
    made(place / "shore", written(place / "e.csv", table(ACLED, rows, ",")), window="all")
    return EventFolder(place / "shore")


def without_origin(content: bytes) -> list[str]:
    """Return the lines of N-Triples that a record can say, sorted."""
    return sorted(line for line in content.decode().split("\n") if not _ORIGIN.match(line))
