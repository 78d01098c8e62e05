"""Tables of statements and of signed edges, as CSV and its kin."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from clivage.errors import ClivageError, ImportFileError
from clivage.importers import headings, table, values
from clivage.importers.options import Options
from clivage.importers.records import Imported, Quote, Stance
from clivage.model import (
    AUTHOR,
    ActorType,
    Certainty,
    DateBasis,
    Modality,
    Mode,
    Sign,
)
from tests.damaged_files import damaged

HEADER = "source,quote,who,sign,whom"


def read(folder: Path, text: str | bytes, options: Options | None = None) -> Imported:
    """Read a table of its text."""
    file = folder / "table.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return table.read(file, options or Options())


def one(folder: Path, header: str, row: str, options: Options | None = None) -> Stance:
    """Read a table of one row that gives one statement."""
    found = read(folder, f"{header}\n{row}\n", options)
    assert not found.refused, [str(remark) for remark in found.refused]
    (stance,) = found.stances
    return stance


def refused(folder: Path, header: str, row: str, options: Options | None = None) -> str:
    """Return why the only row of a table is refused."""
    found = read(folder, f"{header}\n{row}\n", options)
    assert not found.stances
    assert not found.claims
    assert not found.parties
    (remark,) = found.refused
    return str(remark)


def test_a_row_becomes_a_statement_with_all_that_its_columns_say(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "id,source,quote,start,end,who,sign,whom,about,when,date_basis,voice,relation,mode,"
        "modality,strength,certainty,coder,note",
        "s7,gazette,the ferrymen reject the toll,12,40,Ferrymen,-,Toll office,toll,1903-05,stated,"
        "author,refuses,word,announced,3,probable,Ines,check",
    )
    assert found == Stance(
        record="line 2",
        id="s7",
        sign=Sign.OPPOSITION,
        holder="Ferrymen",
        target="Toll office",
        quotes=(Quote(document="gazette", exact="the ferrymen reject the toll", start=12, end=40),),
        about="toll",
        when="1903-05",
        date_basis=DateBasis.STATED,
        voice=AUTHOR,
        relation="refuses",
        mode=Mode.WORD,
        modality=Modality.ANNOUNCED,
        strength=3,
        certainty=Certainty.PROBABLE,
        coder="Ines",
        note="check",
    )


def test_what_is_told_of_a_text_is_gathered_from_its_rows(tmp_path: Path) -> None:
    text = (
        "source,title,author,source_date,newspaper,section,genre,language,rights,provenance,"
        "quote,who,sign,whom\n"
        "g1,The toll,I. Varo,1903.0,Gazette,2,letter,en,free,archive,a,A,+,B\n"
        "g1,,,,,,,,,,b,A,+,B\n"
        "g1,Another title,,,,,,,,,c,A,+,B\n"
        "g2,,,1904-02-03T00:00:00,,,,,,,d,A,+,B\n"
    )
    found = read(tmp_path, text)
    first, second = found.documents
    assert (first.title, first.creator, first.date) == ("The toll", "I. Varo", "1903")
    assert (first.publication, first.section, first.genre) == ("Gazette", "2", "letter")
    assert (first.language, first.rights, first.provenance) == ("en", "free", "archive")
    assert (second.key, second.date) == ("g2", "1904-02-03")
    (remark,) = found.repaired
    assert remark.record == "line 4"
    assert "title" in remark.what


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_delimiter_is_told_from_the_header(
    tmp_path: Path, delimiter: str, before: str, newline: str
) -> None:
    rows = [["source", "quote", "who", "sign", "whom"],
            ["gazette", '"one, two; three"', "A;B", "+", "C"]]  # fmt: skip
    if delimiter == ";":
        rows[1][2] = '"A;B"'
    found = read(tmp_path, before + newline.join(delimiter.join(row) for row in rows))
    assert [stance.holder for stance in found.stances] == ["A", "B"]
    assert {quote.exact for stance in found.stances for quote in stance.quotes} == {
        "one, two; three"
    }


def test_a_first_line_may_name_the_delimiter_as_excel_writes_it(tmp_path: Path) -> None:
    found = read(tmp_path, f"sep=;\r\n{HEADER.replace(',', ';')}\r\ngazette;q;A;+;B\r\n")
    assert [stance.record for stance in found.stances] == ["line 3"]


def test_quotation_marks_and_line_breaks_stand_in_quoted_values(tmp_path: Path) -> None:
    found = read(tmp_path, f'{HEADER}\ng,"she said ""no"",\nand left",A,-,B\n\ng,yes,A,+,B\n')
    assert found.stances[0].quotes[0].exact == 'she said "no",\nand left'
    assert [stance.record for stance in found.stances] == ["line 2", "line 5"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("source,quote\xe9".encode("latin-1"), "not UTF-8: byte 0xe9"),
        (HEADER.encode("utf-16"), "not UTF-8 but UTF-16"),
        (f"{HEADER}\ng,a\0b,A,+,B\n".encode(), "table.csv:2: not a text"),
        (f'{HEADER}\ng,"never closed,A,+,B\ng,b,A,+,B\n'.encode(), "table.csv:2: the row that"),
        (f'{HEADER}\ng,"a"b,A,+,B\n'.encode(), "table.csv:2: the row that begins here"),
        (b"", "its first row is empty"),
        (b"name,age\nA,7\n", "the table has no column 'who'. its columns are 'name', 'age'"),
        (b"source,quote,who,whom\n", "no column 'sign'"),
        (b"quote,who,whom,sign\n", "no column 'source'"),
        (b"source,target\nA,B\n", "no column 'sign'"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ImportFileError, match=r"table\.csv") as caught:
        read(tmp_path, content)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


#: Headers as people write them, each with our names of the columns.
HEADINGS = {
    "en": "Document|Quotation|Speaker|Stance|Target|Topic|Date|Voice|Certainty|Relation type|"
    "Intensity|Modality|Mode|Date basis|Annotator|Comment|Statement ID|Actor type|Target type",
    "fr": "Texte|Citation|Acteur|Prise de position|Cible|À propos de|Quand|Voix|Certitude|Relation|"
    "Intensité|Modalité|Mode|Base de la date|Codeur|Remarque|Identifiant|Type d'acteur|"
    "Type de cible",
    "es": "Fuente|Cita|Actor|Postura|Destinatario|Acerca de|Fecha|Voz|Certeza|Relación|Intensidad|"
    "Modalidad|Modo|Base de la fecha|Codificador|Nota|Identificador|Tipo de actor|"
    "Tipo de objetivo",
}
OURS = [
    "source", "quote", "who", "sign", "whom", "about", "when", "voice", "certainty", "relation",
    "strength", "modality", "mode", "date_basis", "coder", "note", "id", "who_type", "whom_type",
]  # fmt: skip


@pytest.mark.parametrize("language", HEADINGS)
def test_columns_are_known_by_their_names_in_three_languages(tmp_path: Path, language: str) -> None:
    header = HEADINGS[language].split("|")
    assert len(header) == len(OURS) == 19
    found = read(tmp_path, ";".join(header) + "\n")
    assert not found.refused
    columns = headings.columns(header, Options(), origin=None)  # type: ignore[arg-type]
    assert {at: name for name, at in columns.at.items()} == dict(enumerate(OURS))


def test_no_name_of_a_column_stands_for_two_fields() -> None:
    for names in (headings.NAMES, {**headings.EDGES, "source": ()}):
        counts = Counter(name for called in names.values() for name in called)
        assert [name for name, count in counts.items() if count > 1] == []
        assert [name for name in counts if values.plain(name) != name] == []


def test_columns_are_mapped_by_name(tmp_path: Path) -> None:
    options = Options(fields={"quote": "text", "who": "Organization", "on": "concept",
                              "sign": "agreement", "source": "document_id"})  # fmt: skip
    header = "organization;concept;agreement;text;document_id;document_title;person"
    found = read(tmp_path, f"{header}\nFerrymen;Free bridge;0;q;7;Day one;I. Varo\n", options)
    (stance,) = found.stances
    assert (stance.holder, stance.target, stance.on_topic) == ("Ferrymen", "Free bridge", True)
    assert (stance.sign, found.documents[0].title) == (Sign.OPPOSITION, "Day one")
    assert [str(remark) for remark in found.left_out] == [
        "column 'person': has no place; cells filled in it: 1."
        " name it with --map FIELD=COLUMN if it has one."
    ]


@pytest.mark.parametrize(
    ("field", "column", "said"),
    [
        ("who", "Nobody", "no column 'Nobody'. its columns are 'source', 'quote'"),
        ("hwo", "who", "no field 'hwo'. did you mean 'who'"),
    ],
)
def test_a_mapping_that_fits_nothing_is_told(
    tmp_path: Path, field: str, column: str, said: str
) -> None:
    with pytest.raises(ImportFileError, match=r"no (column|field)") as caught:
        read(tmp_path, f"{HEADER}\n", Options(fields={field: column}))
    assert said in str(caught.value)


def test_several_holders_and_targets_stand_in_one_cell(tmp_path: Path) -> None:
    found = read(tmp_path, "id,source,quote,who,sign,whom\ns,g,q,A; B,+,C | D\n")
    assert [(one.id, one.holder, one.target) for one in found.stances] == [
        ("s.1", "A", "C"),
        ("s.2", "A", "D"),
        ("s.3", "B", "C"),
        ("s.4", "B", "D"),
    ]


def test_a_row_that_would_give_very_many_statements_is_refused(tmp_path: Path) -> None:
    many = ";".join(f"a{number}" for number in range(20_000))
    said = refused(tmp_path, HEADER, f"g,q,{many},+,{many.replace('a', 'b')}")
    assert "400,000,000 statements" in said


def test_two_columns_may_stand_for_the_sign(tmp_path: Path) -> None:
    found = read(tmp_path, "source,quote,who,supports,opposes\ng,q,A,B,C;D\n")
    assert [(one.sign.value, one.target) for one in found.stances] == [
        (1, "B"),
        (-1, "C"),
        (-1, "D"),
    ]


def test_an_issue_is_a_target_in_a_column_of_its_own_or_by_its_type(tmp_path: Path) -> None:
    header = "source,quote,who,sign,whom,issue,whom_type"
    found = read(tmp_path, f"{header}\ng,q,A,+,,Free bridge,\ng,q,A,-,Toll,,issue\ng,q,A,+,B,,\n")
    assert [(one.target, one.on_topic) for one in found.stances] == [
        ("Free bridge", True),
        ("Toll", True),
        ("B", False),
    ]
    assert [topic.label for topic in found.topics] == ["Free bridge", "Toll"]


def test_types_tell_two_parties_of_one_name_apart(tmp_path: Path) -> None:
    header = "source,quote,who,who_type,sign,whom"
    rows = "g,q,Varo,person,+,B\ng,q,Varo,Organización,-,B\ng,q,B,guild,+,Varo\n"
    found = read(tmp_path, f"{header}\n{rows}")
    assert [(party.label, party.type) for party in found.parties] == [
        ("Varo", ActorType.PERSON),
        ("B", None),
        ("Varo", ActorType.ORGANIZATION),
    ]
    assert len({party.key for party in found.parties}) == 3
    assert [str(remark) for remark in found.refused] == [
        "line 4: 'Varo' is the name of several: organization, person."
        " say which in the column 'who_type' or 'whom_type'."
    ]


def test_a_type_counts_for_every_row_that_has_the_name(tmp_path: Path) -> None:
    header = "source,quote,who,sign,whom,whom_type"
    found = read(tmp_path, f"{header}\ng,q,A,+,B,\ng,q,B,+,A,Personne\ng,q,B,-,C,robot\n")
    assert {party.label: party.type for party in found.parties} == {
        "A": ActorType.PERSON, "B": None, "C": None,
    }  # fmt: skip
    assert [str(one) for one in found.left_out] == [
        "line 4: the type 'robot' is unknown. map it under 'types' in a mapping file."
    ]


def test_the_author_of_a_text_speaks_in_the_authors_voice(tmp_path: Path) -> None:
    found = one(tmp_path, HEADER, "g,q,L'auteur,-,B")
    assert (found.holder, found.voice) == (AUTHOR, AUTHOR)


@pytest.mark.parametrize(
    ("word", "sign", "relation"),
    [
        ("+", 1, ""), ("−1", -1, ""), ("-2.0", -1, ""), ("s'oppose", -1, ""), ("apoya", 1, ""),
        ("allies with", 1, "allies-with"), ("Menace", -1, "threatens"), ("lleva a cabo", 1,
                                                                         "carries-out"),
    ],
)  # fmt: skip
def test_signs_are_known_by_many_words(tmp_path: Path, word: str, sign: int, relation: str) -> None:
    found = one(tmp_path, HEADER, f"g,q,A,{word},B")
    assert (found.sign.value, found.relation) == (sign, relation)


def test_a_relation_gives_the_sign_where_there_is_none(tmp_path: Path) -> None:
    found = one(tmp_path, "source,quote,who,relation,whom", "g,q,A,conspire contre,B")
    assert (found.sign, found.relation) == (Sign.OPPOSITION, "conspires-against")


def test_zero_is_an_opposition_only_where_nothing_is_negative(tmp_path: Path) -> None:
    both = read(tmp_path, f"{HEADER}\ng,q,A,0,B\ng,q,A,1,B\n")
    assert [stance.sign.value for stance in both.stances] == [-1, 1]
    three = read(tmp_path, f"{HEADER}\ng,q,A,0,B\ng,q,A,-1,B\n")
    assert [stance.sign.value for stance in three.stances] == [-1]
    assert [str(remark) for remark in three.left_out] == ["line 2: '0' takes no side."]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (HEADER, "g,q,A,cites,B", "'cites' is neither a support nor an opposition. map it"),
        (HEADER, "g,q,A,,B", "it has no sign"),
        (HEADER, "g,,A,+,B", "no quotation"),
        (HEADER, ",q,A,+,B", "it names no text"),
        (HEADER, "g,q,,+,B", "nobody takes sides"),
        (HEADER, "g,q,A,+,", "nobody is named with whom"),
        (HEADER, "g,one, two,A,+,B", "it has 6 cells, and the table 5 columns"),
        (f"{HEADER},strength", "g,q,A,+,B,9", "the strength '9' is not 1, 2 or 3"),
        (f"{HEADER},certainty", "g,q,A,+,B,perhaps", "is no certainty. it is one of certain"),
        (f"{HEADER},mode", "g,q,A,+,B,loud", "'loud' is no mode"),
        (f"{HEADER},modality", "g,q,A,+,B,x", "'x' is no modality"),
        (f"{HEADER},date_basis", "g,q,A,+,B,x", "'x' is no date basis"),
        (f"{HEADER},start", "g,q,A,+,B,x", "the offset 'x' is not a whole number"),
        (f"{HEADER},start", "g,q | r | s,A,+,B,1 | 2", "3 quotations, 2 starts"),
        (f"{HEADER},who_type", "g,q,A,+,B,issue", "'A' is said to be an issue"),
        (f"{HEADER},weight", "g,q,A,+,B,-2", "its sign is '+', and its weight negative"),
        (f"{HEADER},weight", "g,q,A,+,B,nan", "the weight 'nan' is not a number"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_line(
    tmp_path: Path, header: str, row: str, said: str
) -> None:
    remark = refused(tmp_path, header, row)
    assert remark.startswith("line 2: ")
    assert said in remark


@pytest.mark.parametrize(
    ("written", "field", "is_"),
    [
        ("Contesté", "certainty", Certainty.DISPUTED), ("likely", "certainty", Certainty.PROBABLE),
        ("hypothétique", "modality", Modality.HYPOTHETICAL), ("Nié", "modality", Modality.NEGATED),
        ("anunciado", "modality", Modality.ANNOUNCED), ("acto", "mode", Mode.DEED),
        ("revendication", "mode", Mode.DEMAND), ("dit", "mode", Mode.WORD),
        ("contexto", "date_basis", DateBasis.CONTEXT), ("fuerte", "strength", 3),
        ("1.0", "strength", 1),
    ],
)  # fmt: skip
def test_codes_are_known_by_code_label_and_usual_words(
    tmp_path: Path, written: str, field: str, is_: object
) -> None:
    assert getattr(one(tmp_path, f"{HEADER},{field}", f"g,q,A,+,B,{written}"), field) == is_


def test_several_quotations_stand_between_bars(tmp_path: Path) -> None:
    found = one(tmp_path, f"{HEADER},start,end", "g,one | two,A,+,B,3 | 40,6 | 43")
    assert found.quotes == (
        Quote(document="g", exact="one", start=3, end=6),
        Quote(document="g", exact="two", start=40, end=43),
    )


def test_a_bar_that_belongs_to_the_words_stays_where_one_offset_is_given(tmp_path: Path) -> None:
    found = one(tmp_path, f"{HEADER},start,end", "g,one | two,A,+,B,3,12")
    assert found.quotes == (Quote(document="g", exact="one | two", start=3, end=12),)


def test_dates_may_be_bounds(tmp_path: Path) -> None:
    found = one(tmp_path, f"{HEADER},not_before,not_after", "g,q,A,+,B,1903-01-01,")
    assert found.when == "1903-01-01/.."


def test_of_several_issues_at_stake_the_others_stand_in_the_note(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADER},about,note\ng,q,A,+,B,toll; bridge,n\n")
    assert (found.stances[0].about, found.stances[0].note) == ("toll", "n; also about: bridge")
    assert [remark.record for remark in found.repaired] == ["line 2"]


def test_a_table_without_quotations_gives_ties_without_evidence(tmp_path: Path) -> None:
    found = read(tmp_path, "source,target,sign,when,coder\nA,B,-1,1903,Ines\nA,C,+,,\n")
    assert not found.stances
    assert not found.documents
    assert [
        (one.holder, one.target, one.sign.value, one.when, one.note) for one in found.claims
    ] == [
        ("A", "B", -1, "1903", "coder: Ines"),
        ("A", "C", 1, "", ""),
    ]


def test_weights_give_signs_and_strengths(tmp_path: Path) -> None:
    found = read(tmp_path, "Source,Target,Type,Weight\nA,B,Directed,-3\nA,C,Undirected,4.5\n")
    assert [
        (one.holder, one.target, one.sign.value, one.strength, one.note) for one in found.claims
    ] == [
        ("A", "B", -1, 3, ""),
        ("A", "C", 1, 2, "weight 4.5"),
        ("C", "A", 1, 2, "weight 4.5"),
    ]
    assert [remark.record for remark in found.repaired] == ["line 3", "line 3"]


def test_weights_that_are_all_positive_are_no_signs(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no weight is negative"):
        read(tmp_path, "source,target,weight\nA,B,1\nB,C,2\n")


def test_a_tie_without_evidence_is_not_taken_for_a_fact_when_it_is_none(tmp_path: Path) -> None:
    said = refused(tmp_path, "from,to,sign,modality", "A,B,+,negated")
    assert "it is negated" in said


def test_rows_without_a_quotation_become_ties_when_that_is_asked(tmp_path: Path) -> None:
    options = Options(fields={"unevidenced": "yes"})
    found = read(tmp_path, f"{HEADER}\ng,,A,+,B\ng,q,A,-,B\n", options)
    assert [(one.record, one.note) for one in found.claims] == [("line 2", "source: g")]
    assert [one.record for one in found.stances] == ["line 3"]


def test_our_own_table_of_edges_keeps_its_quotations_in_notes() -> None:
    found = table.read(Path("exports/bolivia-1971/edges.csv"), Options())
    assert len(found.claims) == 34
    assert found.claims[0].note.count("quotations: ") == 1
    assert {party.id for party in found.parties} >= {"torres", "army"}
    assert not found.refused


@pytest.mark.parametrize(
    ("name", "text", "is_"),
    [
        ("a.csv", "x", True), ("a.TSV", "x", True), ("a.txt", HEADER, True),
        ("a.txt", "Once upon a time, the council and the guild agreed.\n", False),
        ("a.dat", "\0\1\2\xff", False), ("a.csv", "", False),
    ],
)  # fmt: skip
def test_a_table_is_told_by_its_name_or_its_header(name: str, text: str, is_: bool) -> None:
    assert table.recognise(Path(name), text.encode("latin-1")) is is_


def test_a_damaged_table_is_read_or_refused_in_words(tmp_path: Path) -> None:
    text = (
        f"{HEADER},start,end,when,weight,about,who_type\n"
        'g,"q ""r"",\ns",A;B,+,C,1,9,1903-05,2,toll,person\n'
        "g,é 🚣 | z,D,-1,A,3 | 8,4 | 9,1904,-4.5,toll;bridge,issue\n"
    )
    hostile = [
        b"\xef\xbb\xbf" * 3, b'"' * 1001, b"," * 100_000, b";" * 1000 + b"\n" + b";" * 1000,
        b"who,whom,sign\n" + b"\n" * 5000, HEADER.encode() + b"\n" + b'"' + b"x" * 200_000,
        HEADER.encode() + b"\ng,q,A," + b"9" * 5000 + b",B",
        HEADER.encode() + b",start\ng,q,A,+,B," + b"9" * 5000,
    ]  # fmt: skip
    read_ = 0
    for content in [*damaged(text.encode()), *hostile]:
        try:
            found = read(tmp_path, content)
        except ClivageError as error:
            assert "\n" not in str(error)
        else:
            assert isinstance(found, Imported)
            read_ += 1
    assert read_ >= 10
