"""Recogito 2: anchors, bodies, and relations from the annotation that holds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clivage.errors import ImportFileError
from clivage.importers import formats, recogito
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import ActorType, Sign
from tests import annotating, shared_data
from tests.annotating import TEXT, outcomes, quoted, ties, told, units
from tests.damaged_files import damaged


def body(type_: str, value: str = "", by: str = "", uri: str = "") -> dict[str, Any]:
    said: dict[str, Any] = {"type": type_, "value": value, "last_modified_by": by}
    return said | ({"reference": {"uri": uri}} if uri else {})


def note(
    id: str, words: str, *bodies: object, wide: bool = False, **more: object
) -> dict[str, Any]:
    """Return an annotation on words; its anchor counts UTF-16 units when ``wide``."""
    start = annotating.place(words)[0]
    return {
        "annotation_id": id,
        "annotates": {"document_id": "abc", "filepart_id": "part-1"},
        "anchor": f"char-offset:{units(start) if wide else start}",
        "bodies": [body("QUOTE", words), *bodies],
        "contributors": ["ana"],
        **more,
    }


def several(*, wide: bool = False, word: str = "refuses") -> list[dict[str, Any]]:
    """Return two annotations with a relation between them."""
    relation = {"relates_to": "b", "bodies": [body("TAG", word, "ben"), body("COMMENT", "so so")]}
    iri = "https://www.wikidata.org/wiki/Q1"
    return [
        note("a", "council of Lund", body("PERSON", uri=iri), wide=wide, relations=[relation]),
        note("b", "new dyke", body("TAG", "issue"), body("COMMENT", "it is new"), wide=wide),
    ]


def read(tmp_path: Path, value: object, **options: object) -> Imported:
    path = tmp_path / "gazette.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert recogito.recognise(path, path.read_bytes()[:4096])
    assert formats.recognised(path).name == "recogito"
    return recogito.read(path, Options(**options))  # type: ignore[arg-type]


def with_text(tmp_path: Path, name: str = "gazette") -> Path:
    (tmp_path / "texts").mkdir(exist_ok=True)
    (tmp_path / "texts" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "texts"


def test_who_holds_the_relation_takes_the_side(tmp_path: Path) -> None:
    imported = read(tmp_path, several())
    (one,) = imported.stances
    assert ties(imported) == [("council of Lund", "opposes", "new dyke")]
    assert (one.on_topic, one.coder, one.note, one.record) == (True, "ben", "so so", "a")
    assert imported.parties[0].type is ActorType.PERSON
    assert imported.parties[0].note == (
        "Recogito links it to https://www.wikidata.org/wiki/Q1; not checked"
    )
    assert imported.topics[0].note == "it is new"
    assert quoted(imported) == ["council of Lund", "new dyke"]
    assert (imported.documents[0].key, imported.documents[0].title) == ("part-1", "gazette")
    assert told(imported) == (
        "recogito: text between the ends of a relation, which is not at hand: 1. "
        "give the folder of the texts with --texts."
    )


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("name", ["gazette", "part-1", "abc"])
def test_with_its_text_it_rests_on_the_whole_stretch(tmp_path: Path, name: str, wide: bool) -> None:
    imported = read(tmp_path, several(wide=wide), texts=with_text(tmp_path, name))
    assert quoted(imported) == ["council of Lund never refused the new dyke"]
    assert ("UTF-16" in told(imported)) is wide


def test_tags_can_tell_a_stance(tmp_path: Path) -> None:
    tags = [body("TAG", one) for one in ("praises", "who:Orla Finn", "target:ferrymen")]
    imported = read(tmp_path, note("a", "praised the ferrymen", *tags))
    assert ties(imported) == [("Orla Finn", "supports", "ferrymen")]
    assert imported.stances[0].coder == "ana"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"relations": [{"relates_to": "c", "bodies": [body("TAG", "refuses")]}]},
         "a: 'c', which it ties, is no marked words"),
        ({"relations": [{"relates_to": "b", "bodies": [body("TAG", "near")]}]},
         "relation 'near' that has no known sign: 1"),
        ({"relations": [{"relates_to": "b"}]}, "relation 'without a name' that has no known sign"),
        ({"anchor": "tbox:x=1", "bodies": []}, "anchor that is no place in a plain text: 1"),
        ({"bodies": [body("PLACE")]}, "annotation that quotes no words: 1"),
        ({"bodies": [body("QUOTE", "new dyke"), body("SYMBOL")]}, "body of the type 'SYMBOL': 1"),
    ],
)  # fmt: skip
def test_what_is_no_stance_is_told(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    first, second = several()
    imported = read(tmp_path, [{**first, **change}, second])
    assert said in told(imported)


def test_blanks_at_the_edge_of_a_quotation_move_nothing(tmp_path: Path) -> None:
    first, second = several()
    first["bodies"][0]["value"] = "council of Lund "
    imported = read(tmp_path, [first, second], texts=with_text(tmp_path))
    assert ties(imported) == [("council of Lund", "opposes", "new dyke")]
    assert quoted(imported) == ["council of Lund never refused the new dyke"]


def test_a_second_version_of_an_annotation_is_refused(tmp_path: Path) -> None:
    first, second = several()
    imported = read(tmp_path, [first, second, {**first, "relations": []}])
    assert ties(imported) == [("council of Lund", "opposes", "new dyke")]
    assert "a: another annotation before it has the same id" in told(imported)


def test_one_annotation_a_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gazette.jsonl"
    path.write_text("\n".join(map(json.dumps, several())), encoding="utf-8")
    assert len(recogito.read(path, Options()).stances) == 1


def test_the_file_of_recogito() -> None:
    path = shared_data.path("formats/recogito/annotation-with-two-relations.json")
    imported = recogito.read(path, Options(signs={"flyingto": Sign.SUPPORT}))
    assert not imported.stances
    assert "'a00566be-c51a-4831-a270-c700f06bc205', which it ties, is no" in told(imported)
    assert "relation 'anotherRelation' that has no known sign: 1" in told(imported)
    assert formats.recognised(path).name == "recogito"


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    first, second = several()
    values: list[Any] = [None, 7, "x", [], {}, [[]], [None], True]
    changed = [json.dumps([{**first, name: value}, second]).encode()
               for name in ("annotates", "anchor", "bodies", "relations", "contributors")
               for value in values]  # fmt: skip
    whole = json.dumps(several(), indent=1).encode()
    counts = outcomes([*changed, *damaged(whole)], tmp_path / "x.json", recogito.read)
    assert counts["refused"] > 10
    assert counts["read"] > 10
    (tmp_path / "x.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(ImportFileError, match="holds no annotations of Recogito"):
        recogito.read(tmp_path / "x.json", Options())
