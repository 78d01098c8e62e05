"""Chosen events in RDF: which they are, and what is said of each."""

# ruff: noqa: F401, F811  (fixtures are taken by importing them)

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clivage import constraints, rdf, shapes
from clivage.errors import ClivageError
from clivage.events import selection, triples
from clivage.events.folder import EventFolder
from clivage.events.selection import Selection
from clivage.model import Corpus, Sign
from tests.event_files import gdelt, made, table, written
from tests.event_places import BASE, shore, without_origin


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> EventFolder:
    """Return events of GDELT whose ids and addresses are not what they should be."""
    place = tmp_path_factory.mktemp("reports")
    rows = [
        ("1", "20180601", "Arun", "Bek", "051", "https://w3id.org/clivage/test/a?b=%C3%A9#c"),
        ("2", "20180602", "Arun", "Bek", "190", "https://w3id.org/a b"),
        ("2", "20180603", "Bek", "Arun", "190", 'Ara "Post"\\1'),
        ("2", "20180603", "Cem", "Arun", "190", ""),
        ("a/é", "20180701", "Cem", "Bek", "036", "http://[::1]/"),
        ("", "20180702", "Cem", "Bek", "036", "Ara Post"),
        ("9", "20180702", "Cem", "Bek", "010", "takes no side"),
    ]  # fmt: skip
    names = ("GLOBALEVENTID", "SQLDATE", "Actor1Name", "Actor2Name", "EventCode", "SOURCEURL")
    text = table(gdelt(58), [dict(zip(names, row, strict=True)) for row in rows], headings=False)
    file = written(place / "e.export.CSV", text)
    made(place / "reports", file, format="gdelt1", actor="name", window="all")
    return EventFolder(place / "reports")


def chosen(folder: EventFolder, tmp_path: Path, **choice: Any) -> Corpus:  # noqa: ANN401
    """Return the events of a choice as they are read, once they are found to be without fault."""
    file = tmp_path / "s.nt"
    with selection.opened(
        folder, Selection(**choice), BASE, spill=tmp_path / "spill", memory=400_000_000
    ) as found:
        said = found.write(file)
    assert not (tmp_path / "spill").exists()
    content = file.read_bytes()
    corpus = rdf.to_corpus(rdf.from_ntriples(content))
    assert constraints.check(corpus) == []
    assert without_origin(content) == sorted(rdf.ntriples(corpus).decode().split("\n"))
    assert content.count(b"\n") == said.triples == len(set(content.splitlines()))
    assert (said.ties, said.left_out) == (len(corpus.unevidenced), {})
    return corpus


def test_an_event_says_what_it_was_coded_as_and_where_it_was_reported(
    reports: EventFolder, tmp_path: Path
) -> None:
    """Two events with one id stay two; what is no address is words."""
    found = chosen(reports, tmp_path).unevidenced
    assert shapes.check(rdf.from_ntriples((tmp_path / "s.nt").read_bytes())) == []
    assert [
        (one.id.removeprefix(f"{BASE}event/"), one.source, one.provenance) for one in found
    ] == [
        ("1", "https://w3id.org/clivage/test/a?b=%C3%A9#c", ""),
        ("2/2018-06-02", "", "https://w3id.org/a b"),
        ("2/2018-06-03/1", "", 'Ara "Post"\\1'),
        ("2/2018-06-03/2", "", ""),
        ("a%2Fé", "", "http://[::1]/"),
        ("unnamed", "", "Ara Post"),
    ]
    first = found[0]
    assert (first.sign, first.weight, first.code) == (Sign.SUPPORT, Fraction(17, 5), "051")
    assert (first.when, first.code_table) == ("2018-06-01", "goldstein-gdelt/1")
    assert [one.rpartition("/")[2] for one in (first.holder, first.target)] == ["Arun", "Bek"]


JUNE = datetime.date(2018, 6, 30)


@pytest.mark.parametrize(
    ("choice", "events"),
    [
        ({}, 6),
        ({"holders": ("Arun",)}, 2),
        ({"holders": ("Arun", "Bek")}, 3),
        ({"targets": ("Arun",)}, 2),
        ({"ends": ("Arun",)}, 4),
        ({"codes": ("190",)}, 3),
        ({"codes": ("190", "036")}, 5),
        ({"sign": "opposition"}, 3),
        ({"sign": "support", "ends": ("Cem",)}, 2),
        ({"last": JUNE}, 4),
        ({"first": JUNE, "most": 2}, 2),
    ],
)
def test_events_are_chosen(
    choice: dict[str, Any], events: int, reports: EventFolder, tmp_path: Path
) -> None:
    """By who, on whom, what and when; with the actors who take part in them alone."""
    corpus = chosen(reports, tmp_path, **choice)
    assert len(corpus.unevidenced) == events
    ends = {end for tie in corpus.unevidenced for end in (tie.holder, tie.target)}
    assert {actor.id for actor in corpus.actors} == ends


def test_a_choice_that_cannot_be_is_refused(
    reports: EventFolder, shore: EventFolder, tmp_path: Path
) -> None:
    """In one line, and nothing is written."""
    with pytest.raises(ClivageError, match="more than 2 events"):
        chosen(reports, tmp_path, most=2)
    with pytest.raises(ClivageError, match="no event"):
        chosen(reports, tmp_path, codes=("999",))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ClivageError, match=r"who acts on whom\. choose with --with"):
        chosen(shore, tmp_path, holders=("Dockers",))
    ties = chosen(shore, tmp_path, ends=("Dockers",)).unevidenced
    assert [tie.directed for tie in ties] == [False] * 3
    (file,) = shore.path.parent.glob("e.csv")
    content = file.read_bytes()
    try:
        file.write_bytes(content + b"\n")
        with pytest.raises(ClivageError, match="has changed"):
            chosen(shore, tmp_path)
    finally:
        file.write_bytes(content)


def test_events_are_coded_by_the_table_that_the_dyads_were_made_with(
    reports: EventFolder, tmp_path: Path
) -> None:
    """A person's own has to be named again, and is in RDF by its digest."""
    (file,) = map(str, reports.path.parent.glob("*.CSV"))
    own = written(tmp_path / "My codes.csv", "code,sign\n190,support\n")
    made(tmp_path / "own", file, format="gdelt1", actor="name", table=own)
    folder, place = EventFolder(tmp_path / "own"), tmp_path / "s"
    digest = folder.manifest["codes"]["sha256"]
    assert triples.code_table(folder).id == f"my-codes/{digest[:12]}"
    for table_, said in (("", "with --codes"), ("goldstein-gdelt", "is not the one")):
        with (
            pytest.raises(ClivageError, match=said),
            selection.opened(folder, Selection(), table=table_, spill=place),
        ):
            pass
    with selection.opened(folder, Selection(), table=own, spill=place) as found:
        assert found.written.ties == 3
