"""Actors are merged and split in the lines that name them alone, and it can all be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from clivage import coding
from clivage.identity import record
from tests.reconciling import (
    CODING,
    HEADER,
    changed,
    contents,
    done,
    edit,
    fixture_corpus,
    refused,
    statement,
)

__all__ = ["fixture_corpus"]

TIES = "ties/survey.csv"


# Merging


def test_merging_changes_the_lines_that_name_the_actor_and_no_other(corpus: Path) -> None:
    before = contents(corpus)
    said = done("merge", "shipowners", "--into", "mayor")
    assert "1: merged shipowners into mayor" in said
    assert changed(before, CODING) == (["    who: shipowners"], [])
    text = (corpus / CODING).read_text(encoding="utf-8")
    assert text.count("    who: mayor\n") == 2
    lost, gained = changed(before, HEADER)
    assert lost[0] == "  shipowners:"
    assert gained == ["    names: [Shipowners, Armateurs, the owners of the large ships]"]
    assert coding.read(corpus).actor.keys() == {"council", "fishers-union", "mayor"}
    assert {name for name in before if contents(corpus)[name] != before[name]} == {HEADER, CODING}


def test_what_was_merged_is_kept_whole_and_who_did_it(corpus: Path) -> None:
    done("merge", "shipowners", "--into", "mayor")
    (found,) = record.read(corpus).records
    assert (found.act, found.by, found.when) == (record.Act.MERGE, "Ada", "2024-02-29")
    header, codings = found.changes
    assert "  shipowners:\n    label: { en: Shipowners, fr: Armateurs }\n" in header.hunks[0].old
    assert "# what the sources call them\n" in header.hunks[0].old
    assert (codings.file, codings.hunks[0].line) == (CODING, 15)
    assert (codings.hunks[0].old, codings.hunks[0].new) == (
        "    who: shipowners\n",
        "    who: mayor\n",
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("who: [shipowners, mayor]  # both", "who: [mayor]  # both"),
        ("who: [mayor, shipowners]", "who: [mayor]"),
        ("who: [shipowners]", "who: [mayor]"),
        ("who: 'shipowners'", "who: mayor"),
        ("who: [ 'shipowners',  fishers-union ] # x", "who: [ mayor,  fishers-union ] # x"),
        ("who:\n    - shipowners # x\n    - mayor # y", "who:\n    - mayor # y"),
        (
            "who:\n    - fishers-union\n    - shipowners # x",
            "who:\n    - fishers-union\n    - mayor # x",
        ),
        ("voice: shipowners\n    who: mayor", "voice: mayor\n    who: mayor"),
    ],
)
def test_a_list_names_each_once_however_it_is_written(
    corpus: Path, written: str, expected: str
) -> None:
    edit(CODING, ("who: shipowners", written))
    before = contents(corpus)
    done("merge", "shipowners", "--into", "mayor")
    assert (corpus / CODING).read_bytes() == before[CODING].replace(
        written.encode(), expected.encode()
    )
    done("undo")
    assert contents(corpus) == before


def test_parts_targets_and_links_go_along(corpus: Path) -> None:
    link, near = "http://a.net/1", "http://a.net/2"
    edit(HEADER, ("    kind: class\n", f"    kind: class\n    exact-match: {link}\n"))
    edit(HEADER, ("part-of: council", f"part-of: shipowners\n    close-match: [{near}]"))
    edit(CODING, ("opposes: [council, dyke]", "opposes: [shipowners, dyke]"))
    edit(CODING, ("supports: council", "supports: dyke"))
    before = contents(corpus)
    done("merge", "shipowners", "--into", "council")
    found = coding.read(corpus)
    assert found.actor["mayor"].part_of == "council"
    assert found.actor["council"].exact_match == (link,)
    assert ("fishers-union", "council") in {(one.holder, one.target) for one in found.statements}
    done("undo")
    assert contents(corpus) == before


def test_a_table_of_ties_names_the_actor_that_stays(corpus: Path) -> None:
    (corpus / "ties").mkdir()
    rows = 'holder,sign,target,note\r\nshipowners,+,"dyke","a, b"\r\nmayor,-,dyke,shipowners\r\n'
    (corpus / TIES).write_bytes(rows.encode())
    before = contents(corpus)
    done("merge", "shipowners", "--into", "mayor")
    assert (corpus / TIES).read_bytes() == rows.encode().replace(
        b'shipowners,+,"dyke","a, b"', b'mayor,+,dyke,"a, b"'
    )
    done("undo")
    assert contents(corpus) == before


def test_a_tie_that_would_be_on_itself_is_in_the_way(corpus: Path) -> None:
    (corpus / "ties").mkdir()
    (corpus / TIES).write_text("holder,sign,target\nmayor,+,dyke\nmayor,-,shipowners\n")
    said = refused("merge", "shipowners", "--into", "mayor")
    assert said.startswith("port/ties/survey.csv:3: the tie 'mayor,-,shipowners' would be one of")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("shipowner", "--into", "mayor"), "there is no actor 'shipowner'. did you mean 'shipown"),
        (("shipowners", "--into", "major"), "there is no actor 'major'. did you mean 'mayor'."),
        (("dyke", "--into", "mayor"), "there is no actor 'dyke'."),
        (("mayor", "--into", "mayor"), "'mayor' cannot be merged into itself."),
        (("council", "council", "--into", "mayor"), "'council' is named twice."),
        (
            ("shipowners", "--into", "council"),
            "port/codings/gazette.yaml:14: 'shipowners' supports 'council' here: it would be on",
        ),
        (
            ("council", "--into", "mayor"),
            "port/codings/gazette.yaml:29: 'mayor' opposes 'council' here: it would be on itself",
        ),
    ],
)
def test_a_merge_that_cannot_be_right_is_refused(
    corpus: Path, words: tuple[str, ...], said: str
) -> None:
    assert refused("merge", *words).startswith(said)


def test_everything_in_the_way_is_listed_with_its_line(corpus: Path) -> None:
    said = refused("merge", "mayor", "shipowners", "--into", "council").splitlines()
    assert [one.split(": ")[0] for one in said] == [
        "port/codings/gazette.yaml:14",
        "port/codings/gazette.yaml:29",
        "port/corpus.yaml:38",
    ]


def test_a_superseded_statement_on_itself_is_in_the_way_too(corpus: Path) -> None:
    """Its file is kept, and checked, so it must stay right."""
    text = (corpus / CODING).read_text()
    (corpus / "codings" / "before.yaml").write_text(
        text.replace("statements:", "superseded-by: me\nstatements:", 1)
    )
    edit(CODING, ("    opposes: council\n    modality", "    opposes: dyke\n    modality"))
    said = refused("merge", "shipowners", "--into", "council")
    assert "port/codings/before.yaml:" in said


def test_a_statement_that_would_stand_twice_is_in_the_way(corpus: Path) -> None:
    with (corpus / CODING).open("a") as file:
        file.write("\n  - quote: The mayor did not oppose the council\n")
        file.write("    who: shipowners\n    opposes: council\n    modality: negated\n")
    said = refused("merge", "shipowners", "--into", "mayor")
    assert said == (
        "port/codings/gazette.yaml:34: it would say the same as the statement at"
        " port/codings/gazette.yaml:29. delete one of the two first.\n"
    )


def test_two_that_are_different_things_elsewhere_are_not_one(corpus: Path) -> None:
    edit(HEADER, ("    kind: class\n", "    kind: class\n    exact-match: http://a.net/1\n"))
    edit(HEADER, ("part-of: council", "exact-match: http://a.net/2"))
    said = refused("merge", "shipowners", "--into", "mayor")
    assert said.startswith("'mayor' is http://a.net/2, and 'shipowners' is http://a.net/1.")


def test_two_that_are_the_same_thing_elsewhere_are_one(corpus: Path) -> None:
    edit(HEADER, ("    kind: class\n", "    kind: class\n    exact-match: http://a.net/1\n"))
    edit(HEADER, ("part-of: council", "exact-match: [http://a.net/1, http://b.net/1]"))
    done("merge", "shipowners", "--into", "mayor")
    assert coding.read(corpus).actor["mayor"].exact_match == ("http://a.net/1", "http://b.net/1")


@pytest.mark.parametrize("names", [("council", "mayor"), ("mayor", "council")])
def test_a_whole_and_its_part_are_not_one(corpus: Path, names: tuple[str, str]) -> None:
    edit(CODING, ("    opposes: council\n    modality", "    opposes: dyke\n    modality"))
    said = refused("merge", names[0], "--into", names[1])
    assert "'mayor' is a part of 'council'" in said
    assert said.startswith("port/corpus.yaml:38: ")


def test_what_must_be_done_by_hand_is_refused_with_its_line(corpus: Path) -> None:
    edit(CODING, ("who: shipowners", "who: [shipowners, # a\n    mayor]"))
    said = refused("merge", "shipowners", "--into", "mayor")
    assert said.startswith("port/codings/gazette.yaml:15: a comment stands inside this value.")


# Splitting


def test_statements_move_to_a_new_actor_and_back(corpus: Path) -> None:
    before = contents(corpus)
    id = statement(corpus, "mayor", "council")
    done("split", "council", "--into", "old-council", "--label", "Old council", "--statement", id)
    found = coding.read(corpus)
    assert found.actor["old-council"].labels == {"en": "Old council"}
    assert found.actor["old-council"].type is found.actor["council"].type
    assert {one.target for one in found.statements if one.holder == "mayor"} == {"old-council"}
    assert changed(before, CODING)[1] == ["    opposes: old-council"]
    assert record.read(corpus).records[0].details["statements"] == [id]
    done("undo")
    assert contents(corpus) == before


def test_statements_move_to_an_actor_that_is_there(corpus: Path) -> None:
    """Named as an answer to a query shows the statement."""
    id = statement(corpus, "shipowners", "council")
    done("split", "shipowners", "--into", "mayor", "--statements", f"statement:{id}")
    assert coding.read(corpus).actor.keys() == {"council", "fishers-union", "mayor", "shipowners"}
    assert [one.holder for one in coding.read(corpus).statements].count("mayor") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("major", "--into", "x", "--statement", "{0}"), "there is no actor 'major'. did you m"),
        (("mayor", "--into", "mayor", "--statement", "{0}"), "'mayor' cannot be split into itse"),
        (("mayor", "--into", "x", "--statement", "{0}"), "the new actor 'x' has no label."),
        (
            ("mayor", "--into", "X y", "--label", "X", "--statement", "{0}"),
            "'X y' cannot be the id of a new actor.",
        ),
        (
            ("mayor", "--into", "dyke", "--label", "X", "--statement", "{0}"),
            "'dyke' cannot be the id of a new actor.",
        ),
        (
            ("mayor", "--into", "council", "--label", "X", "--statement", "{0}"),
            "there is an actor 'council' already, with its own label.",
        ),
        (("mayor", "--into", "x", "--label", "X"), "no statement is named."),
        (
            ("mayor", "--into", "x", "--label", "X", "--statement", "{0}x"),
            "there is no statement '{0}x'. did you mean '{0}'.",
        ),
        (
            ("shipowners", "--into", "x", "--label", "X", "--statement", "{0}"),
            "port/codings/gazette.yaml:29: the statement '{0}' does not name 'shipowners'.",
        ),
        (
            ("fishers-union", "--into", "x", "--label", "X", "--statement", "{1}"),
            "port/codings/gazette.yaml:21: the statement '{2}' is of the same entry, and names",
        ),
    ],
)
def test_a_split_that_cannot_be_is_refused(corpus: Path, words: tuple[str, ...], said: str) -> None:
    ids = (
        statement(corpus, "mayor", "council"),
        statement(corpus, "fishers-union", "council"),
        statement(corpus, "fishers-union", "dyke"),
    )
    found = refused("split", *(one.format(*ids) for one in words))
    assert found.startswith(said.format(*ids))
