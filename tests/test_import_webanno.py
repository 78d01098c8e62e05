"""WebAnno TSV 3: layers, cells, offsets in UTF-16, and the text that is put together again."""

from __future__ import annotations

from pathlib import Path

import pytest

from clivage.errors import ImportFileError
from clivage.importers import webanno
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import ActorType, Certainty, Modality, Sign
from tests import shared_data
from tests.annotating import outcomes, quoted, ties, told, units
from tests.damaged_files import damaged

NE = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value"
STANCE = "#T_RL=webanno.custom.Stance|label|negated|BT_" + NE[6:].partition("|")[0]
IRI = "http://www.wikidata.org/entity/Q1"


def tsv(*layers: str, sentences: list[list[str]], text: str = "", wide: bool = True) -> str:
    """Return a file: each sentence is its text, then for each token its form and its cells.

    Args:
        text: the whole text; the sentences with a space between them when empty.
    """
    text = text or " ".join(one[0] for one in sentences)
    lines = ["#FORMAT=WebAnno TSV 3.3", *layers, "", ""]
    at = 0
    for number, (sentence, *rows) in enumerate(sentences, 1):
        at = text.index(sentence, at)
        lines += [f"#Text={line}" for line in sentence.split("\n")]
        for token, row in enumerate(rows, 1):
            form, *cells = row.split(" ")
            at = text.index(form, at)
            end = at + len(form)
            span = (units(at, text), units(end, text)) if wide else (at, end)
            lines.append("\t".join([f"{number}-{token}", f"{span[0]}-{span[1]}", form, *cells, ""]))
            at = end
        lines.append("")
    return "\n".join(lines)


ROWS = [
    "Orla Finn 🚣 praised the ferrymen .",
    f"Orla {IRI}[1] PER[1] _ _ _", f"Finn {IRI}[1] PER[1] _ _ _", "🚣 _ _ _ _ _",
    "praised _ _ _ _ _", "the * ORG[2] praises * 1-1[1_2]", "ferrymen * ORG[2] _ _ _",
    ". _ _ _ _ _",
]  # fmt: skip


def read(tmp_path: Path, content: str, **options: object) -> Imported:
    path = tmp_path / "gazette.tsv"
    path.write_text(content, encoding="utf-8", newline="")
    assert webanno.recognise(path, path.read_bytes()[:4096])
    return webanno.read(path, Options(**options))  # type: ignore[arg-type]


def test_a_relation_goes_from_its_source_to_the_row_on_which_it_stands(tmp_path: Path) -> None:
    imported = read(tmp_path, tsv(NE, STANCE, sentences=[ROWS]))
    assert ties(imported) == [("Orla Finn", "supports", "the ferrymen")]
    (one,) = imported.stances
    assert (one.relation, one.modality) == ("praises", Modality.ACTUAL)
    assert quoted(imported) == ["Orla Finn 🚣 praised the ferrymen"]
    orla, ferrymen = imported.parties
    assert (orla.type, ferrymen.type) == (ActorType.PERSON, ActorType.ORGANIZATION)
    assert orla.note == "the annotation links it to http://www.wikidata.org/entity/Q1; not checked"
    assert told(imported) == ""


def test_offsets_that_count_code_points_are_told_by_the_words(tmp_path: Path) -> None:
    imported = read(tmp_path, tsv(NE, STANCE, sentences=[ROWS], wide=False))
    assert quoted(imported) == ["Orla Finn 🚣 praised the ferrymen"]
    assert told(imported) == "offsets: offsets count code points, not UTF-16 units."


def test_the_arrow_can_mean_the_other_way(tmp_path: Path) -> None:
    turned = {"who": "target", "target": "source"}
    imported = read(tmp_path, tsv(NE, STANCE, sentences=[ROWS]), fields=turned)
    assert ties(imported) == [("the ferrymen", "supports", "Orla Finn")]


def test_other_features_say_more_of_a_stance(tmp_path: Path) -> None:
    layer = "#T_RL=webanno.custom.Opposes|certainty|negated|colour|BT_x.Who"
    rows = ["A feud .", "A * _ _ _ _", "feud * probable true red 1-1", ". _ _ _ _ _"]
    imported = read(tmp_path, tsv("#T_SP=x.Who|", layer, sentences=[rows]))
    (one,) = imported.stances
    assert (one.sign, one.relation) == (Sign.OPPOSITION, "opposes")
    assert (one.certainty, one.modality) == (Certainty.PROBABLE, Modality.NEGATED)
    assert "feature 'colour' of 'Opposes': 1" in told(imported)
    assert "type 'Who' of actors that is unknown: 2. map it under 'types'" in told(imported)


def test_stacked_annotations_and_relations_are_told_apart(tmp_path: Path) -> None:
    """Two entities on the same words, and two relations at the same row."""
    ne, link = "#T_SP=x.NE|value", "#T_RL=x.Link|value|BT_x.NE"
    rows = [
        "Lund loves Orb .", "Lund PER[1]|ORG[2] _ _", "loves _ _ _",
        "Orb issue backs|refuses|backs 1-1[1_0]|1-1[2_0]|1-1[1_0]", ". _ _ _",
    ]  # fmt: skip
    imported = read(tmp_path, tsv(ne, link, sentences=[rows]))
    assert ties(imported) == [
        ("Lund (person)", "supports", "Orb"), ("Lund (organization)", "opposes", "Orb"),
    ]  # fmt: skip
    assert all(one.on_topic for one in imported.stances)


def test_slots_tie_what_they_name(tmp_path: Path) -> None:
    ne = "#T_SP=x.NE|value"
    host = "#T_SP=x.Frame|sense|ROLE_x.Frame:holder_x.HolderLink|x.NE"
    host += "|ROLE_x.Frame:roles_x.RolesLink|uima.tcas.Annotation"
    rows = [
        "Lund and Orb refuse the dyke .", "Lund PER _ _ _ _ _", "and _ _ _ _ _ _",
        "Orb ORG[4] _ _ _ _ _", "refuse _ refuses *;* 1-1;1-3[4] target;place 1-6;1-1",
        "the _ _ _ _ _ _", "dyke issue _ _ _ _ _", ". _ _ _ _ _ _",
    ]  # fmt: skip
    imported = read(tmp_path, tsv(ne, host, sentences=[rows]))
    assert ties(imported) == [("Lund", "opposes", "dyke"), ("Orb", "opposes", "dyke")]
    assert quoted(imported) == ["Lund and Orb refuse the dyke", "Orb refuse the dyke"]
    assert told(imported) == "webanno: role 'place': 1."


def test_a_slot_that_is_empty_makes_no_stance(tmp_path: Path) -> None:
    host = "#T_SP=x.Refuses|ROLE_x.Refuses:holder_x.HolderLink|x.NE"
    rows = ["They refuse .", "They _ _", "refuse _ *", ". _ _"]
    imported = read(tmp_path, tsv(host, sentences=[rows]))
    assert not imported.stances
    assert "'Refuses' does not say who takes the side" in told(imported)


def test_a_span_can_tell_its_stance_in_features(tmp_path: Path) -> None:
    layer = "#T_SP=x.Stance|sign|who|whom|whomType"
    rows = ["They refuse it .", "They opposes[1] Lund[1] dyke[1] issue[1]",
            "refuse opposes[1] Lund[1] dyke[1] issue[1]", "it opposes * * *",
            ". _ _ _ _"]  # fmt: skip
    imported = read(tmp_path, tsv(layer, sentences=[rows]))
    assert ties(imported) == [("Lund", "opposes", "dyke")]
    assert imported.topics[0].label == "dyke"
    assert quoted(imported) == ["They refuse"]
    assert "does not say who takes the side" in told(imported)


def test_mentions_of_a_chain_are_one_party(tmp_path: Path) -> None:
    ne, chain = "#T_SP=x.NE|value", "#T_CH=x.CoreferenceLink|referenceType|referenceRelation"
    link = "#T_RL=x.Link|value|BT_x.NE"
    rows = [
        "Orla Finn left . She refused Lund .", "Orla _ nam[1] coref->1-1 _ _",
        "Finn _ nam[1] coref->1-1 _ _", "left _ _ _ _ _", ". _ _ _ _ _",
        "She PER pr[1] *->1-2 _ _", "refused _ _ _ _ _", "Lund ORG _ _ refuses 1-5", ". _ _ _ _ _",
    ]  # fmt: skip
    imported = read(tmp_path, tsv(ne, chain, link, sentences=[rows]))
    assert ties(imported) == [("Orla Finn", "opposes", "Lund")]
    assert quoted(imported) == ["She refused Lund"]
    assert imported.parties[0].type is ActorType.PERSON


def test_what_lies_between_sentences_becomes_line_ends(tmp_path: Path) -> None:
    layers = ["#T_SP=x.NE|value", "#T_RL=x.Link|value|BT_x.NE"]
    text = "  Orla left.\t\tLund refused\nher.\n"
    sentences = [
        ["Orla left.", "Orla PER _ _", "left. _ _ _"],
        ["Lund refused\nher.", "Lund ORG refuses 1-1", "refused _ _ _", "her. _ _ _"],
    ]
    content = tsv(*layers, sentences=sentences, text=text)
    imported = read(tmp_path, content)
    assert imported.documents[0].text == "\n\nOrla left.\n\nLund refused\nher."
    assert "4 characters between sentences are not in it; line ends stand there" in told(imported)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "gazette.txt").write_text(text, encoding="utf-8")
    whole = read(tmp_path, content, texts=texts)
    assert whole.documents[0].text == text
    assert quoted(whole) == ["Orla left.\t\tLund"]
    assert told(whole) == ""
    (texts / "gazette.txt").write_text(text.replace("left", "gone"), encoding="utf-8")
    assert read(tmp_path, content, texts=texts).documents == imported.documents


def test_reserved_characters_stand_behind_backslashes(tmp_path: Path) -> None:
    content = (
        "#FORMAT=WebAnno TSV 3.3\r\n#T_SP=x.NE|value\r\n#T_RL=x.Link|value|BT_x.NE\r\n\r\n\r\n"
        r"#Text=a\tb\_c \-> \[d\] \\n" + "\r\n"
        "1-1\t0-1\ta\tPER\t_\t_\t\r\n"
        "1-2\t2-5\tb_c\tx\\|\\[1\\]\trefuses\t1-1\t\r\n"
        "1-3\t9-12\t[d]\t\\_\t_\t_\t\r\n"
    )
    imported = read(tmp_path, content)
    assert imported.documents[0].text == "a\tb_c -> [d] \\n"
    assert ties(imported) == [("a", "opposes", "b_c")]
    assert "type 'x|[1]' of actors that is unknown" in told(imported)
    assert "tokens" not in told(imported)


def test_a_text_whose_backslashes_are_its_own_stays_as_it_is(tmp_path: Path) -> None:
    content = (
        "#FORMAT=WebAnno TSV 3.2\n\n\n#Text=C:\\temp is\n1-1\t0-7\tC:\\temp\t\n1-2\t8-10\tis\t\n"
    )
    assert read(tmp_path, content).documents[0].text == "C:\\temp is"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("#FORMAT=WebAnno TSV 2\n", "gazette.tsv:1: is not WebAnno TSV 3"),
        ("#FORMAT=WebAnno TSV 3.3\n#T_SP=|a\n", "tsv:2: declares a layer without a name"),
        ("#FORMAT=WebAnno TSV 3.3\n#T_CH=x|a\n", "tsv:2: declares a chain without its two columns"),
        ("#FORMAT=WebAnno TSV 3.3\n#Text=ab\n1-1\t0-2\tab\n\n#Text=c\n2-1\t1-2\tc\n",
         "tsv:5: a sentence begins at 1, and the one before ends at 2"),
        ("#FORMAT=WebAnno TSV 3.3\n#Text=a\n1-1\t600000-600001\ta\n\n"
         "#Text=b\n2-1\t1200000-1200001\tb\n", "begins at 1200000"),
        ("#FORMAT=WebAnno TSV 3.3\n#Text=ab\n1-1\t999999999999-2\tab\n", "begins at 999999999999"),
    ],
)  # fmt: skip
def test_what_makes_no_text_is_an_error(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "gazette.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFileError, match=said):
        webanno.read(path, Options())


def test_rows_that_are_none_are_refused(tmp_path: Path) -> None:
    content = tsv(NE, STANCE, sentences=[ROWS]).replace("1-4\t", "1-x\t").replace("\tORG[2]\t_", "")
    imported = read(tmp_path, content)
    assert "line 10: '1-x" in told(imported)
    assert "line 12: has 3 columns where the header has 5" in told(imported)
    more = tsv(NE, STANCE, sentences=[ROWS]).replace("1-1[1_2]\t", "1-1[1_2]\tmore\t")
    imported = read(tmp_path, more)
    assert "line 11: has 6 columns where the header has 5; the last are not read" in told(imported)
    assert len(imported.stances) == 1


@pytest.mark.parametrize("reference", ["1-9", "1-3", "1-1[7]", "1-1[2²]", "x"])
def test_a_relation_from_nowhere_is_refused(tmp_path: Path, reference: str) -> None:
    content = tsv(NE, STANCE, sentences=[ROWS]).replace("1-1[1_2]", reference)
    imported = read(tmp_path, content)
    assert not imported.stances
    (refused,) = imported.refused
    assert refused.what == f"{reference!r}, which it ties, is no marked words"


def test_a_relation_may_tie_annotations_of_any_layer(tmp_path: Path) -> None:
    """What a person has marked comes before a layer of grammar on the same words."""
    layers = ["#T_SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value",
              "#T_SP=x.NE|value", "#T_RL=x.Link|value|BT_uima.tcas.Annotation"]  # fmt: skip
    rows = ["Lund backs it", "Lund Lund ORG _ _", "backs back _ _ _", "it it issue backs 1-1"]
    imported = read(tmp_path, tsv(*layers, sentences=[rows]))
    assert ties(imported) == [("Lund", "supports", "it")]
    assert imported.stances[0].on_topic


def test_words_of_grammar_are_no_sides(tmp_path: Path) -> None:
    """A lemma "support", or a tag "PRO", says nothing of who takes a side."""
    core = "de.tudarmstadt.ukp.dkpro.core.api"
    layers = [f"#T_SP={core}.segmentation.type.Lemma|value",
              f"#T_SP={core}.lexmorph.type.pos.POS|PosValue"]  # fmt: skip
    rows = ["They support issues", "They they PRO", "support support VERB", "issues issue NOUN"]
    imported = read(tmp_path, tsv(*layers, sentences=[rows]))
    assert not imported.refused
    assert "marked 'Lemma' that no stance names: 3" in told(imported)
    assert "marked 'POS' that no stance names: 3" in told(imported)
    host = "#T_SP=x.Frame|sense|ROLE_x.Frame:holder_x.L|x.NE|ROLE_x.Frame:target_x.L|x.NE"
    rows = [
        "Lund backs it", "Lund person ORG _ _ _ _ _ _", "backs back VERB backs * 1-1 * 1-3 _",
        "it it PRO _ _ _ _ _ issue",
    ]  # fmt: skip
    imported = read(tmp_path, tsv(*layers, host, "#T_SP=x.NE|value", sentences=[rows]))
    assert ties(imported) == [("Lund", "supports", "it")]
    assert [one.label for one in imported.topics] == ["it"]  # of the layer that the slot names
    assert [one.type for one in imported.parties] == [None]


VECTORS = {
    "testSingleNonTokenRelationWithoutFeature": ("This is a test .", 1, 0),
    "testSingleTokenRelationWithMultipleFeatureValues": ("This is a test .", 1, 0),
    "testStackedSubMultiTokenSpanWithFeatureValue": ("aaaaaa bbbbbb cccccc", 0, 18),
}


@pytest.mark.parametrize("name", VECTORS)
def test_files_of_webanno(name: str) -> None:
    path = shared_data.path(f"formats/webanno_tsv/{name}.tsv")
    signs: dict[str, Sign | None] = {"simplerelation": Sign.SUPPORT, "nsubj": Sign.SUPPORT}
    imported = webanno.read(path, Options(signs=signs))
    text, stances, marked = VECTORS[name]
    assert imported.documents[0].text == text
    assert ties(imported) == [("This", "supports", ".")] * stances
    assert ("no stance names: 18" in told(imported)) is (marked == 18)
    assert not imported.refused


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    whole = tsv(
        NE,
        STANCE,
        sentences=[ROWS, ["It left .", *(f"{one} _ _ _ _ _" for one in ("It", "left", "."))]],
    )
    counts = outcomes(damaged(whole.encode()), tmp_path / "gazette.tsv", webanno.read)
    assert counts["refused"] > 3
    assert counts["read"] > 3
