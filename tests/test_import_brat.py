"""brat standoff: relations, events and attributes become stances; offsets that count otherwise."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from clivage import identifiers
from clivage.errors import ImportFileError
from clivage.importers import brat
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import AUTHOR, ActorType, Certainty, Corpus, DateBasis, Modality, Mode, Sign
from tests import shared_data
from tests.annotating import TEXT, brought_back, outcomes, place, quoted, said, ties, told
from tests.damaged_files import damaged
from tests.exported import FOUNDING, hostile, made
from tests.small import small


def spans(text: str = TEXT, **words: str) -> str:
    """Return lines of entities: ``T1="Person:Orla Finn"``."""
    lines = []
    for id, typed in words.items():
        type_, _, exact = typed.partition(":")
        start, end = place(exact, text)
        lines.append(f"{id}\t{type_} {start} {end}\t{exact}\n")
    return "".join(lines)


ENTITIES = spans(T1="Person:Orla Finn", T2="Collective:the ferrymen",
                 T3="ORG:council of Lund", T4="Issue:new dyke", T5="Refuses:refused")  # fmt: skip


def read(
    tmp_path: Path, annotations: str, raw: bytes = TEXT.encode(), **options: object
) -> Imported:
    """Write a text with its annotations, and read them."""
    (tmp_path / "gazette.txt").write_bytes(raw)
    path = tmp_path / "gazette.ann"
    path.write_bytes(annotations.encode())
    assert brat.recognise(path, path.read_bytes()[:4096])
    return brat.read(path, Options(**options))  # type: ignore[arg-type]


def test_a_relation_rests_on_the_words_from_one_span_to_the_other(tmp_path: Path) -> None:
    imported = read(tmp_path, ENTITIES + "R1\tPraises Arg1:T1 Arg2:T2\t\n")
    (one,) = imported.stances
    assert ties(imported) == [("Orla Finn", "supports", "the ferrymen")]
    assert (one.relation, one.record) == ("praises", "R1")
    assert quoted(imported) == ["Orla Finn 🚣 praised the ferrymen"]
    assert [party.type for party in imported.parties] == [
        ActorType.PERSON, ActorType.COLLECTIVE,
    ]  # fmt: skip
    assert "marked 'ORG' that no stance names: 1" in told(imported)
    assert "T5: 'Refuses' does not say who takes the side" in told(imported)


def test_an_event_has_its_trigger_roles_and_attributes(tmp_path: Path) -> None:
    lines = (
        "E1\tRefuses:T5 Agent:T3 Theme2:T4  \r\n"
        "A1\tNegation E1\n"
        "M2\tConfidence E1 Possible\n"
        "A3\tColour E1 red\n"
        "#1\tAnnotatorNotes E1\ta guess\n"
        "N1\tReference T3 Wikidata:Q750\tLund council\n"
        "#2\tAnnotatorNotes T3\tthe town's\n"
    )
    imported = read(tmp_path, ENTITIES + lines)
    (one,) = imported.stances
    assert ties(imported) == [("council of Lund", "opposes", "new dyke")]
    assert (one.modality, one.certainty, one.on_topic) == (
        Modality.NEGATED, Certainty.PROBABLE, True,
    )  # fmt: skip
    assert one.note == "a guess"
    assert quoted(imported) == ["council of Lund never refused the new dyke"]
    assert imported.parties[0].note == (
        "brat links it to Wikidata:Q750 (Lund council); not checked; the town's"
    )
    assert imported.topics[0].label == "new dyke"
    assert "attribute 'Colour': 1" in told(imported)
    assert "'Refuses'" not in told(imported)


def test_roles_can_be_named_and_several_make_a_stance_each(tmp_path: Path) -> None:
    event = "E1\tRefuses:T5 Refuser:T3 Refuser2:T1 On:T4 Where:T2\n"
    imported = read(tmp_path, ENTITIES + event)
    assert not imported.stances
    assert "it does not say who takes the side" in told(imported)
    named = read(tmp_path, ENTITIES + event, fields={"who": "Refuser", "target": "On"})
    assert ties(named) == [
        ("council of Lund", "opposes", "new dyke"), ("Orla Finn", "opposes", "new dyke"),
    ]  # fmt: skip
    assert "role 'Where': 1" in told(named)
    with pytest.raises(ImportFileError, match="brat has no field 'whom' to map"):
        read(tmp_path, ENTITIES, fields={"whom": "On"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("R1\tLocated Arg1:T1 Arg2:T2", "'Located' that has no known sign: 1. map it"),
        ("R1\tMentions Arg1:T1 Arg2:T2", "'Mentions' that takes no side: 1"),
        ("R1\tRefuses Arg1:T4 Arg2:T2", "R1: 'new dyke' is an issue, and takes no sides"),
        ("R1\tRefuses Arg1:T1 Arg2:T9", "R1: 'T9', which it ties, is no marked words"),
        ("E1\tRefuses:T9 Who:T1 Whom:T2", "E1: its trigger 'T9' is not there"),
        ("T9\tPerson 4 99999\tOnly", "T9: the words 'Only' do not stand in its text"),
        ("T9\tPerson x 3\tOrla", "T9: the words 'Orla' do not stand in its text"),
        ("T1\tPerson 0 4\tOrla", "T1: stands twice; the first counts"),
        ("no annotation", "line 6: 'no annotation' is no annotation"),
        ("*\tRival T1 T2", "relation 'Rival' that has no direction: 1"),
        ("A1\tNegation", "line 6: 'A1\\tNegation' is no annotation"),
        ("N1\tReference T1", "line 6: 'N1\\tReference T1' is no annotation"),
        ("#1\tAnnotatorNotes A9\tso", "note on what is no marked words and no relation: 1"),
        ("A1\tColour T1 red\nA2\tColour T1 blue", "A2: 'Colour' is told of T1 already"),
        ("N1\tReference R7 Wikidata:Q2\tx", "reference of what is nobody: 1"),
    ],
)
def test_what_is_no_stance_is_told(tmp_path: Path, line: str, said: str) -> None:
    imported = read(tmp_path, ENTITIES + line, signs={"mentions": None})
    assert not imported.stances
    assert said in told(imported)


def test_entities_that_are_one_are_called_by_the_longest(tmp_path: Path) -> None:
    text = "The Ferry Guild met. The guild refused Orla."
    lines = spans(text, T1="ORG:Ferry Guild", T2="ORG:guild", T3="Person:Orla")
    lines += "R1\trefuses Arg1:T2 Arg2:T3\n*\tEquiv T1 T2\n"
    imported = read(tmp_path, lines, text.encode())
    assert ties(imported) == [("Ferry Guild", "opposes", "Orla")]


def test_one_word_for_two_is_two(tmp_path: Path) -> None:
    text = "Smith backs Smith. Smith backs the dyke."
    lines = (
        "T1\tPerson 0 5\tSmith\nT2\tORG 12 17\tSmith\nT3\tThing 19 24\tSmith\n"
        "T4\tIssue 35 39\tdyke\n"
        "R1\tbacks Arg1:T1 Arg2:T2\nR2\tbacks Arg1:T3 Arg2:T4\n"
    )
    imported = read(tmp_path, lines, text.encode())
    assert ties(imported) == [("Smith (person)", "supports", "Smith (organization)")]
    assert "R2: 'Smith' is the name of several: organization, person" in told(imported)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_offsets_are_read_as_they_were_counted(tmp_path: Path, mark: str, line: str) -> None:
    """They may count a byte order mark, or a line break of two characters as one, or not."""
    text = TEXT.replace("\n", line)
    for counted in {TEXT, text, mark + TEXT, mark + text}:
        lines = "".join(
            spans(counted, **{id: f"ORG:{words}"})
            for id, words in (("T1", "council of Lund"), ("T2", "new dyke"))
        )
        imported = read(tmp_path, lines + "R1\trefuses Arg1:T1 Arg2:T2\n", (mark + text).encode())
        assert quoted(imported) == ["council of Lund never refused the new dyke"]
        assert imported.documents[0].text == text
        assert bool(imported.repaired) is (place("new dyke", counted) != place("new dyke", text))


def test_words_beside_their_offsets_are_found_again(tmp_path: Path) -> None:
    lines = ENTITIES.replace("\tCollective ", "\tCollective 3", 1)
    imported = read(tmp_path, lines + "R1\tpraises Arg1:T1 Arg2:T2\n")
    assert quoted(imported) == ["Orla Finn 🚣 praised the ferrymen"]
    assert "T2: the words stand at 20 to 32, not at 320 32" in told(imported)


def test_words_far_from_their_offsets_are_found_too(tmp_path: Path) -> None:
    text = "Orla met Orla." + " " * 2000 + "Lund backs Orla."
    lines = "T1\tORG 0 4\tLund\nT2\tPerson 9 13\tOrla\nT3\tPerson 1900 1904\tOrla\n"
    imported = read(tmp_path, lines + "R1\tbacks Arg1:T1 Arg2:T3\n", text.encode())
    assert quoted(imported) == ["Lund backs Orla"]
    assert "T1: the words stand at 2014 to 2018, not at 0 4" in told(imported)
    assert "T3: the words stand at 2025 to 2029, not at 1900 1904" in told(imported)


def test_fragments_are_one_name_over_the_whole_stretch(tmp_path: Path) -> None:
    text = "North and South Lund back Orla.\u2028"
    lines = "T1\tORG 0 5;16 20\tNorth Lund\nT2\tPerson 26 30\tOrla\nR1\tbacks Arg1:T1 Arg2:T2\n"
    imported = read(tmp_path, lines, text.encode())
    assert ties(imported) == [("North Lund", "supports", "Orla")]
    assert quoted(imported) == ["North and South Lund back Orla"]


def test_a_folder_and_an_archive_are_read_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        annotations = ENTITIES + "R1\tpraises Arg1:T1 Arg2:T2\n"
        (folder / f"{name}.ann").write_text(annotations, encoding="utf-8")
    (folder / "c.ann").write_text(ENTITIES, encoding="utf-8")
    (folder / "d.ann").write_bytes(b"T1\tPerson 0 4\t\xff\xfe")
    (folder / "d.txt").write_text(TEXT, encoding="utf-8")
    (folder / "readme.txt").write_text("All of it.", encoding="utf-8")
    (folder / "._a.ann").write_bytes(b"\x00\x05\x16\x07\xff")  # as some systems leave beside
    packed = tmp_path / "brat.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for one in folder.iterdir():
            file.write(one, f"corpus/{one.name}")
    for path, head in ((folder, b""), (packed, packed.read_bytes()[:4096])):
        assert brat.recognise(path, head)
        imported = brat.read(path, Options())
        assert [one.title for one in imported.documents] == ["a", "b"]
        assert [one.record.rpartition("/")[2] for one in imported.stances] == ["a R1", "b R1"]
        assert len(imported.parties) == 2
        assert "c.txt is not there" in told(imported)
        assert "d.ann: not UTF-8" in told(imported)
        assert "text without an .ann beside it: 1" in told(imported)
        assert len(imported.refused) == 4
    assert not brat.recognise(tmp_path, b"")


def test_a_text_may_lie_in_the_folder_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.ann"
    path.write_text(ENTITIES, encoding="utf-8")
    with pytest.raises(ImportFileError, match=r"the text a\.txt is not there"):
        brat.read(path, Options())
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert brat.read(path, Options(texts=tmp_path / "texts")).documents[0].text == TEXT


def test_attributes_can_tell_all_of_a_stance(tmp_path: Path) -> None:
    start, end = place("praised the ferrymen")
    lines = (
        f"T1\tSupport {start} {end}\tpraised the ferrymen\n"
        "A1\tHolder T1 author\nA2\tTarget T1 ferrymen\nA3\tTargetType T1 collective\n"
        "A4\tAbout T1 ferry\nA5\tRelation T1 praises\nA6\tMode T1 word\nA7\tModality T1 announced\n"
        "A8\tStrength T1 3\nA9\tCertainty T1 disputed\nA10\tWhen T1 1901-05\n"
        "A11\tDateBasis T1 stated\nA12\tCoder T1 ana\n#1\tStatement T1\tx.1\n"
        "#2\tAnnotatorNotes T1\tso it seems\n"
    )
    (one,) = read(tmp_path, lines).stances
    assert (one.holder, one.sign, one.target, one.about) == (
        AUTHOR, Sign.SUPPORT, "ferrymen", "ferry",
    )  # fmt: skip
    assert (one.voice, one.relation, one.mode, one.strength) == (AUTHOR, "praises", Mode.WORD, 3)
    assert (one.modality, one.certainty) == (Modality.ANNOUNCED, Certainty.DISPUTED)
    assert (one.when, one.date_basis, one.coder) == ("1901-05", DateBasis.STATED, "ana")
    assert (one.id, one.note) == ("x.1", "so it seems")


def saying(id: str, at: int, words: str, **said: str) -> str:
    """Return the lines of a span that tells its stance in attributes."""
    lines = [f"{id}\tSupport {at} {at + len(words)}\t{words}\n"]
    lines += [f"A{id[1:]}{number}\t{name} {id} {value}\n"
              for number, (name, value) in enumerate(said.items())]  # fmt: skip
    return "".join(lines)


def test_one_name_for_two_in_attributes_is_two(tmp_path: Path) -> None:
    text = "Smith backs it. Smith backs them. Smith backs all."
    told_so = {"Target": "dyke", "TargetType": "issue", "Holder": "Smith"}
    lines = saying("T1", 0, "Smith backs it", **told_so, HolderType="person")
    lines += saying("T2", 16, "Smith backs them", **told_so, HolderType="organization")
    imported = read(tmp_path, lines, text.encode())
    assert ties(imported) == [
        ("Smith (person)", "supports", "dyke"), ("Smith (organization)", "supports", "dyke"),
    ]  # fmt: skip
    assert {one.label for one in imported.parties} == {"Smith"}
    lines += saying("T3", 34, "Smith backs all", **told_so)
    imported = read(tmp_path, lines, text.encode())
    assert len(imported.stances) == 2
    assert "T3: 'Smith' is the name of several: organization, person" in told(imported)


def test_passages_of_one_statement_that_say_otherwise_are_told(tmp_path: Path) -> None:
    text = "Smith backs it. Smith backs them."
    ends = {"Holder": "Smith", "Target": "dyke"}
    lines = saying("T1", 0, "Smith backs it", **ends)
    lines += saying("T2", 16, "Smith backs them", **ends, Certainty="disputed")
    lines += "#1\tStatement T1\tx\n#2\tStatement T2\tx\n"
    imported = read(tmp_path, lines, text.encode())
    (one,) = imported.stances
    assert (len(one.quotes), one.certainty) == (2, Certainty.CERTAIN)
    assert "T2: it says otherwise than T1 of the same statement, which counts" in told(imported)


def test_what_is_told_twice_and_has_one_place_is_counted(tmp_path: Path) -> None:
    event = "E1\tRefuses:T5 Who:T3 Whom:T1 About:T4 About2:T2\n"
    imported = read(tmp_path, ENTITIES + event)
    assert [one.about for one in imported.stances] == ["new dyke"]
    assert "one more 'about' of a stance, which has one: 1" in told(imported)


def test_a_value_that_is_none_stands_in_the_note(tmp_path: Path) -> None:
    lines = ENTITIES + "R1\tpraises Arg1:T1 Arg2:T2\nA1\tCertainty R1 0.7\nA2\tNegation R1 maybe\n"
    imported = read(tmp_path, lines)
    (one,) = imported.stances
    assert one.note == "certainty: 0.7; negation: maybe"
    assert "'maybe' is no negation; it stands in the note" in told(imported)


@pytest.mark.parametrize("corpus", [small(), hostile(), FOUNDING], ids=["small", "hostile", "real"])
def test_what_clivage_exports_comes_back(tmp_path: Path, corpus: Corpus) -> None:
    file = tmp_path / "x.brat.zip"
    content = made(corpus, "brat")
    assert isinstance(content, bytes)
    file.write_bytes(content)
    back = brought_back(corpus, file, "brat", tmp_path)
    ids = {id: identifiers.slug(id) for id in (*corpus.actor, *corpus.source)
           if not identifiers.is_slug(id)}  # fmt: skip
    assert {one.id: said(one) for one in back.statements} == {
        one.id: said(one, ids) for one in corpus.statements
    }
    notes = {one.id: " ".join(one.note.split()) for one in corpus.statements}
    assert {one.id: one.note for one in back.statements} == notes
    types = {ids.get(id, id): actor.type for id, actor in corpus.actor.items()}
    assert all(one.type is types[one.id] for one in back.actors)
    assert len(back.statements) == len(corpus.statements) > 4


def test_the_tutorial_of_brat() -> None:
    path = shared_data.path("formats/brat/000-introduction.ann")
    imported = brat.read(path, Options())
    assert imported.documents[0].title == "000-introduction"
    assert not imported.stances
    assert not imported.refused
    assert told(imported).count("has no known sign") == 3
    mapped = brat.read(path, Options(signs={"gene_expression": Sign.SUPPORT}))
    assert len(mapped.refused) == 2  # a theme, and nobody who takes a side


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    (tmp_path / "gazette.txt").write_text(TEXT, encoding="utf-8")
    whole = (ENTITIES + "R1\tpraises Arg1:T1 Arg2:T2\nE1\tRefuses:T5 Who:T3 Whom:T4\n").encode()
    hostile_lines = [
        b"T1\t\t\n",
        b"T1\tA " + b"9" * 4000 + b" 3\tx",
        b"R1\tX\t",
        b"*\tEquiv",
        b"\t\t",
    ]
    counts = outcomes([*damaged(whole), *hostile_lines], tmp_path / "gazette.ann", brat.read)
    assert counts["refused"] > 3
    assert counts["read"] > 3

    def beside(path: Path, options: Options) -> Imported:
        return brat.read(path.with_suffix(".ann"), options)

    contents = damaged(TEXT.encode(), cuts=4, flips=4)
    texts = outcomes(contents, tmp_path / "gazette.txt", beside)
    assert sum(texts.values()) == 10
