"""Databases of Discourse Network Analyzer: what is taken, what is said of the rest, and harm."""

from __future__ import annotations

import datetime
import itertools
import random
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from clivage.errors import ClivageError, ImportFileError
from clivage.importers import dna
from clivage.importers.offsets import Utf16
from clivage.importers.options import Options
from clivage.importers.records import Imported, Stance
from clivage.model import ActorType, DateBasis, Sign
from tests import dna_files, shared_data
from tests.dna_files import TEXT, USUAL, Database, Said

STORY = {"narrator": "short text", "villain": "short text", "hero": "short text"}
MAYOR: Mapping[str, dna_files.Cell] = {
    "person": "Ann Reed",
    "organization": "Town of Orb",
    "concept": "Build the dyke",
    "agreement": 0,
}


def made(path: Path, *said: Mapping[str, dna_files.Cell], version: int = 3) -> Path:
    """Write a database with one statement for each mapping of values."""
    database = Database(said=[Said({**MAYOR, **values}) for values in said])
    return dna_files.write(path / "made.dna", database, version=version)


def read(path: Path, **options: object) -> Imported:
    """Read a database; options are given by their names."""
    return dna.read(path, Options(**options))  # type: ignore[arg-type]


def only(imported: Imported) -> Stance:
    """Return the only stance."""
    (stance,) = imported.stances
    return stance


def told(imported: Imported) -> str:
    """Return all remarks, a line each."""
    remarks = (*imported.repaired, *imported.refused, *imported.left_out)
    return "\n".join(map(str, remarks))


# The real database, in both versions


def sample(name: str) -> Imported:
    return read(shared_data.path(f"dna/{name}"))


def test_both_versions_of_the_real_database_give_the_same_records() -> None:
    three, two = sample("sample.dna"), sample("sample_dna2.dna")
    alike = [
        replace(one, left_out=(), stances=tuple(replace(s, record="") for s in one.stances))
        for one in (three, two)
    ]
    assert alike[0] == alike[1]


def test_the_real_database_has_what_is_known_of_it() -> None:
    imported = sample("sample.dna")
    stances = imported.stances
    assert (len(stances), len(imported.documents), len(imported.topics)) == (40, 7, 6)
    assert Counter(one.sign for one in stances) == {Sign.SUPPORT: 29, Sign.OPPOSITION: 11}
    assert Counter(one.type for one in imported.parties) == {
        ActorType.PERSON: 7,
        ActorType.ORGANIZATION: 7,
    }
    days = sorted(one.when for one in stances)
    assert (days[0], days[-1]) == ("2005-01-26", "2005-02-16")
    assert stances[1].voice == "person: Joel Bluestein"
    assert stances[13].target == "There should be legislation to regulate emissions."
    assert not imported.refused
    assert not imported.repaired
    assert "of the type 'Annotation': 1" in told(imported)


def test_each_span_of_the_real_database_holds_its_words() -> None:
    imported = sample("sample.dna")
    texts = {one.key: one.text or "" for one in imported.documents}
    quotes = [quote for stance in imported.stances for quote in stance.quotes]
    assert len(quotes) == 40
    assert all(texts[one.document][one.start : one.end] == one.exact for one in quotes)


# What is taken


@pytest.mark.parametrize("version", [2, 3])
def test_a_statement_with_all_that_belongs_to_it(tmp_path: Path, version: int) -> None:
    imported = read(made(tmp_path, MAYOR, version=version))
    stance = only(imported)
    assert (stance.record, stance.sign) == ("statement 1", Sign.OPPOSITION)
    assert (stance.holder, stance.voice) == ("organization: Town of Orb", "person: Ann Reed")
    assert (stance.target, stance.on_topic) == ("Build the dyke", True)
    assert stance.quotes[0].exact == TEXT[23:41] == "we refuse the dyke"
    assert (stance.when, stance.date_basis) == ("1921-05-03", DateBasis.CONTEXT)
    assert stance.coder == "Bo Lind"
    document = imported.documents[0]
    assert (document.title, document.text, document.date) == ("Text 1", TEXT, stance.when)
    assert (document.creator, document.publication) == ("A. Mill", "Orb Gazette")
    assert (document.section, document.genre) == ("p. 2", "report")
    assert document.provenance == "from the archive"


def test_passwords_come_nowhere(tmp_path: Path) -> None:
    imported = read(made(tmp_path, MAYOR))
    assert "secret" not in repr(imported)
    assert "passwords, which are not read" in told(imported)


def test_days_are_those_of_utc_and_times_of_day_are_said_to_be_left_out(tmp_path: Path) -> None:
    last = int(datetime.datetime(1999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC).timestamp())
    for version in (2, 3):
        folder = tmp_path / str(version)
        folder.mkdir()
        path = dna_files.write(folder / "a.dna", Database(day=last), version=version)
        imported = read(path)
        assert imported.documents[0].date == "1999-12-31"
        assert "times of day, where days in UTC are taken: 1" in told(imported)


def test_offsets_count_what_java_counts(tmp_path: Path) -> None:
    text = "😀 The 😀 mayor refuses."
    start = len(text[:8].encode("utf-16-le")) // 2
    stop = len(text[:13].encode("utf-16-le")) // 2
    database = Database(said=[Said(MAYOR, (start, stop)), Said(MAYOR, (1, 6))], texts=[text])
    imported = read(dna_files.write(tmp_path / "a.dna", database))
    first, second = (one.quotes[0] for one in imported.stances)
    assert (first.exact, first.start, first.end) == ("mayor", 8, 13)
    assert (second.exact, second.start) == ("😀 The", 0)
    assert "cut a character in two" in str(imported.repaired[0])


def test_an_empty_word_is_nobody(tmp_path: Path) -> None:
    imported = read(
        made(
            tmp_path,
            {"organization": ""},
            {"person": ""},
            {"organization": "", "person": " "},
            {"concept": ""},
            {"agreement": None},
        )
    )
    assert [(one.holder, one.voice) for one in imported.stances] == [
        ("person: Ann Reed", ""),
        ("organization: Town of Orb", ""),
    ]
    assert [one.record for one in imported.refused] == [f"statement {n}" for n in (3, 4, 5)]
    assert all(one.label for one in imported.parties)


def test_one_word_for_a_person_and_a_body_stays_two_actors(tmp_path: Path) -> None:
    imported = read(made(tmp_path, {"person": "Smith", "organization": "Smith"}))
    assert [(one.label, one.type) for one in imported.parties] == [
        ("Smith", ActorType.ORGANIZATION),
        ("Smith", ActorType.PERSON),
    ]
    assert len({one.key for one in imported.parties}) == 2


def test_a_person_belongs_where_each_statement_says_so(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        MAYOR,
        {"agreement": 1},
        {"person": "Cay", "organization": "Mill"},
        {"person": "Cay", "organization": "Bank"},
        {"person": "Dov", "organization": "Bank"},
        {"person": "Dov", "organization": ""},
    )
    homes = {one.label: one.part_of for one in read(path).parties if one.part_of}
    assert homes == {"Ann Reed": "organization: Town of Orb"}


@pytest.mark.parametrize("version", [2, 3])
def test_attributes_and_groups(tmp_path: Path, version: int) -> None:
    attributes = {
        ("organization", "Town of Orb"): {
            "Type": "Government", "Alias": "Orb", "Notes": "small", "ChildOf": "Realm",
        },
        ("organization", "Realm"): {"ChildOf": "World"},
        ("concept", "Build the dyke"): {"Notes": "of stone", "ChildOf": "Water"},
    }  # fmt: skip
    database = Database(said=[Said(MAYOR)], attributes=attributes)
    imported = read(dna_files.write(tmp_path / "a.dna", database, version=version))
    parties = {one.label: one for one in imported.parties}
    town = parties["Town of Orb"]
    assert (town.kind, town.names, town.note) == ("government", ("Orb",), "small")
    assert town.part_of == "organization: Realm"
    assert parties["Realm"].part_of == "organization: World"
    assert parties["World"].part_of == ""
    assert imported.topics[0].note == "of stone"
    assert "groups of issues: 1" in told(imported)


@pytest.mark.parametrize("version", [2, 3])
def test_groups_that_come_round_are_cut(tmp_path: Path, version: int) -> None:
    attributes = {
        ("organization", one): {"ChildOf": other}
        for one, other in [("Town of Orb", "A"), ("A", "B"), ("B", "A"), ("C", "C")]
    }
    database = Database(said=[Said(MAYOR)], attributes=attributes)
    imported = read(dna_files.write(tmp_path / "a.dna", database, version=version))
    parents = {one.key: one.part_of for one in imported.parties}
    for key in parents:
        way = [key]
        while way[-1]:
            assert way.count(way[-1]) == 1
            way.append(parents[way[-1]])
    assert told(imported).count("comes round to itself") == 2


def test_a_scale_has_degrees_and_its_middle_is_neutral(tmp_path: Path) -> None:
    types = {"Claim": {**USUAL, "agreement": "integer"}}
    said = [Said({**MAYOR, "agreement": value}) for value in (-5, -1, 0, 2, 5, 0)]
    imported = read(dna_files.write(tmp_path / "a.dna", Database(said=said, types=types)))
    assert [one.sign.value * one.strength for one in imported.stances] == [-3, -1, 2, 3]
    assert [str(one) for one in imported.refused] == [
        "statement 3: neutral: 'agreement' is 0.",
        "statement 6: neutral: 'agreement' is 0.",
    ]


def test_variables_of_other_names_come_by_a_mapping(tmp_path: Path) -> None:
    variables = {
        "akteur": "short text", "sprecher": "short text", "these": "short text",
        "haltung": "short text", "memo": "long text", "rest": "boolean",
    }  # fmt: skip
    values: Mapping[str, dna_files.Cell] = {
        "akteur": "Rat",
        "sprecher": "Uhl",
        "these": "Deich",
        "memo": "unsicher",
        "rest": 1,
    }
    said = [Said({**values, "haltung": word}) for word in ("Ja", "nein", "egal", "weder")]
    path = dna_files.write(tmp_path / "a.dna", Database(said=said, types={"Rede": variables}))
    with pytest.raises(ImportFileError, match="'Rede' has akteur, sprecher"):
        read(path)
    imported = read(
        path,
        fields={
            "who": "Akteur", "target": "these", "sign": "haltung", "voice": "sprecher",
            "note": "memo",
        },
        signs={"ja": Sign.SUPPORT, "nein": Sign.OPPOSITION, "egal": None},
        types={"akteur": ActorType.COLLECTIVE, "sprecher": ActorType.PERSON},
    )  # fmt: skip
    assert [one.sign for one in imported.stances] == [Sign.SUPPORT, Sign.OPPOSITION]
    assert imported.stances[0].holder == "collective: Rat"
    assert (imported.stances[0].voice, imported.stances[0].note) == ("person: Uhl", "unsicher")
    assert [one.record for one in imported.refused] == ["statement 3", "statement 4"]
    assert "map it under 'signs'" in str(imported.refused[1])
    assert "the variable 'rest'" in told(imported)


def test_villains_and_heroes_are_direct_ties(tmp_path: Path) -> None:
    said = [
        Said({"narrator": "Town", "villain": "Mill", "hero": "Fishers"}, type=2),
        Said({"narrator": "Mill", "villain": "Town", "hero": ""}, type=2),
        Said(MAYOR),
    ]
    database = Database(said=said, types={"Claim": USUAL, "Story": STORY})
    path = dna_files.write(tmp_path / "a.dna", database)
    fields = {"who": "narrator", "opposes": "villain", "supports": "hero"}
    imported = read(path, fields=fields)
    assert [(one.record, one.holder, one.sign, one.target) for one in imported.stances] == [
        ("statement 1", "organization: Town", Sign.SUPPORT, "organization: Fishers"),
        ("statement 1", "organization: Town", Sign.OPPOSITION, "organization: Mill"),
        ("statement 2", "organization: Mill", Sign.OPPOSITION, "organization: Town"),
    ]
    assert not any(one.on_topic for one in imported.stances)
    assert len(imported.parties) == 3
    assert "of the type 'Claim': 1" in told(imported)


def test_a_type_is_chosen_by_its_label(tmp_path: Path) -> None:
    said = [Said(MAYOR), Said({**MAYOR, "agreement": 1}, type=2)]
    database = Database(said=said, types={"Claim": USUAL, "Second": USUAL})
    path = dna_files.write(tmp_path / "a.dna", database)
    assert only(read(path)).sign is Sign.OPPOSITION
    assert only(read(path, fields={"type": "second"})).sign is Sign.SUPPORT
    for fields in ({"type": "Third"}, {"voice": "spokesman"}, {"speaker": "person"}):
        with pytest.raises(ImportFileError):
            read(path, fields=fields)


# What is refused


@pytest.mark.parametrize(
    "span",
    [(5, 5), (9, 3), (-1, 4), (0, 99999), (None, 4), ("x", 4), (b"\x00", 4), (2**62, 2**63 - 1),
     (3, 4)],
)  # fmt: skip
def test_a_span_that_holds_nothing_is_refused(
    tmp_path: Path, span: tuple[dna_files.Cell, dna_files.Cell]
) -> None:
    database = Database(said=[Said(MAYOR, span), Said(MAYOR)])
    imported = read(dna_files.write(tmp_path / "a.dna", database))
    assert only(imported).record == "statement 2"
    assert str(imported.refused[0]).startswith("statement 1: its span ")


def test_rows_that_lead_nowhere_are_refused_one_by_one(tmp_path: Path) -> None:
    path = made(tmp_path, MAYOR, MAYOR, MAYOR, MAYOR)
    dna_files.altered(
        path,
        "UPDATE STATEMENTS SET DocumentId = 77 WHERE ID = 1",
        "UPDATE DATABOOLEAN SET Value = 2 WHERE StatementId = 2",
        "UPDATE DATASHORTTEXT SET Entity = 4711 WHERE StatementId = 3 AND VariableId = 3",
        "UPDATE STATEMENTS SET StatementTypeId = NULL WHERE ID = 4",
        "UPDATE DOCUMENTS SET Date = 'spring'",
    )
    imported = read(path)
    assert [one.record for one in imported.refused] == ["statement 1", "statement 2", "statement 3"]
    assert "'spring' is no moment" in told(imported)
    assert "an entity that does not exist" in told(imported)
    assert "of the type that does not exist: 1" in told(imported)


@pytest.mark.parametrize("day", [10**18, -(10**18), "", b"\xff", 1e300, 4.5])
def test_a_date_that_is_none_leaves_a_document_undated(tmp_path: Path, day: object) -> None:
    path = dna_files.write(tmp_path / "a.dna", Database(said=[Said(MAYOR)]))
    with sqlite3.connect(path) as file:
        file.execute("UPDATE DOCUMENTS SET Date = ?", (day,))
    imported = read(path)
    assert (imported.documents[0].date, only(imported).when) == ("", "")
    assert only(imported).date_basis is None
    assert "no moment in time" in told(imported)


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    path = made(tmp_path, MAYOR)
    dna_files.altered(path, "UPDATE DOCUMENTS SET Text = CAST(x'61ff62' AS TEXT) || Text")
    imported = read(path)
    assert (imported.documents[0].text or "").startswith("a\ufffdb")
    assert "not UTF-8" in told(imported)


def test_numbers_may_have_been_stored_as_text(tmp_path: Path) -> None:
    path = made(tmp_path, MAYOR)
    dna_files.altered(path, "UPDATE STATEMENTS SET Start = '23'", "UPDATE DOCUMENTS SET Title = 7")
    imported = read(path)
    assert only(imported).quotes[0].exact == "we refuse the dyke"
    assert imported.documents[0].title == "7"


# Harm


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    path = made(tmp_path, MAYOR)
    path.chmod(0o400)
    before = path.read_bytes()
    read(path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_a_file_that_is_being_written_is_refused(tmp_path: Path, suffix: str) -> None:
    path = made(tmp_path, MAYOR)
    path.with_name(path.name + suffix).write_bytes(b"x")
    with pytest.raises(ImportFileError, match="not in it yet"):
        read(path)


def test_a_name_with_signs_of_addresses_is_only_a_name(tmp_path: Path) -> None:
    path = made(tmp_path, MAYOR).rename(tmp_path / "a?mode=rwc#x%41.dna")
    assert len(read(path).stances) == 1
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("table", ["STATEMENTS", "DOCUMENTS", "VARIABLES", "ENTITIES"])
def test_a_table_that_is_missing_or_computes_is_named(tmp_path: Path, table: str) -> None:
    path = made(tmp_path, MAYOR)
    dna_files.altered(path, f"ALTER TABLE {table} RENAME TO HELD")
    for view in ("", f"CREATE VIEW {table} AS SELECT * FROM HELD"):
        dna_files.altered(path, *filter(None, [view]))
        with pytest.raises(ImportFileError, match="has no table"):
            read(path)


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    path = made(tmp_path, MAYOR)
    dna_files.altered(path, "ALTER TABLE DOCUMENTS DROP COLUMN Notes")
    assert read(path).documents[0].provenance == ""
    dna_files.altered(
        path,
        "ALTER TABLE STATEMENTS DROP COLUMN Stop",
        "ALTER TABLE STATEMENTS ADD COLUMN Stop AS (length(zeroblob(99999999))) VIRTUAL",
    )
    with pytest.raises(ImportFileError, match="STATEMENTS has no column 'Stop'"):
        read(path)


def test_other_files_are_no_databases_of_dna(tmp_path: Path) -> None:
    text, other = tmp_path / "text.dna", tmp_path / "other.sqlite"
    text.write_text("not a database at all, but long enough to look at " * 9, encoding="utf-8")
    dna_files.altered(other, "CREATE TABLE A(B)")
    assert not dna.recognise(text, text.read_bytes())
    assert dna.recognise(other, other.read_bytes())
    for path in (text, other, tmp_path, tmp_path / "absent.dna"):
        with pytest.raises(ImportFileError):
            read(path)


@pytest.mark.parametrize("table", ["STATEMENTS", "REGEXES"])
def test_rows_that_a_file_has_no_bytes_for_are_not_read(tmp_path: Path, table: str) -> None:
    """Five pages, each of whose branches are all the next one, tell of a billion rows."""
    path = dna_files.write(tmp_path / "a.dna", dna_files.many(1500))
    if table == "REGEXES":  # which are only counted
        copied = "CREATE TABLE REGEXES AS SELECT * FROM STATEMENTS"
        dna_files.altered(path, copied)
    with sqlite3.connect(path) as file:
        (size,) = file.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = file.execute(query, (table,)).fetchone()
    data = bytearray(path.read_bytes())
    page = bytes(data[(root - 1) * size : root * size])
    assert page[0] == 5  # an inner page of a table
    cells = int.from_bytes(page[3:5])
    cell = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(cells)]
    chain = [root, *(int.from_bytes(page[at : at + 4]) for at in cell[:6])]
    for number, following in itertools.pairwise(chain):
        inner = bytearray(page)
        for at in [8, *cell]:
            inner[at : at + 4] = following.to_bytes(4)
        data[(number - 1) * size : number * size] = inner
    path.write_bytes(data)
    with pytest.raises(ImportFileError, match="more than it has bytes for"):
        read(path)


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    whole = made(tmp_path, MAYOR, {"agreement": 1}).read_bytes()
    chance = random.Random(5)
    path, outcomes = tmp_path / "damaged.dna", Counter[str]()
    for turn in range(48):
        data = bytearray(whole)
        if turn < 12:
            del data[len(data) * turn // 12 :]
        else:
            for _ in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            outcomes[f"{len(read(path).stances)} stances"] += 1
        except ClivageError as error:
            outcomes["refused"] += 1
            assert str(path) in str(error)
    assert outcomes["refused"] >= 12
    assert sum(outcomes.values()) == 48


def test_offsets_agree_with_the_encoding() -> None:
    text = "a😀𝒳é\U0010ffffb"
    offsets = Utf16(text)
    points = {len(text[:n].encode("utf-16-le")) // 2: n for n in range(len(text) + 1)}
    for offset in range(-1, offsets.length + 2):
        assert offsets.point(offset) == points.get(offset)
