"""W3C Web Annotations: bodies, selectors, and what several programs make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clivage import identifiers
from clivage.errors import ImportFileError
from clivage.importers import annotation, formats
from clivage.importers.annotation_places import Place, place, text_of
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import AUTHOR, ActorType, Certainty, Corpus, Modality, Sign
from tests import annotating
from tests.annotating import TEXT, brought_back, outcomes, quoted, said, ties, told, units
from tests.damaged_files import damaged
from tests.exported import FOUNDING, hostile, made
from tests.small import small

IRI = "https://example.org/texts/gazette.txt"


def quote(words: str, **more: object) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": words, **more}


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def tag(value: str, purpose: str = "tagging") -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def note(*bodies: object, words: str = "praised the ferrymen", **more: object) -> dict[str, Any]:
    """Return an annotation on words."""
    target = {"source": IRI, "selector": [quote(words), position(*annotating.place(words))]}
    return {"type": "Annotation", "body": list(bodies), "target": target, **more}


PRAISE = note(tag("praises"), tag("who:Orla Finn"), tag("target: ferrymen"), id="#1",
              creator={"name": "Ana"})  # fmt: skip


def read(tmp_path: Path, value: object, **options: object) -> Imported:
    path = tmp_path / "gazette.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return annotation.read(path, Options(**options))  # type: ignore[arg-type]


def with_text(tmp_path: Path, text: str = TEXT) -> Path:
    """Return a folder with the text that the annotations are on."""
    (tmp_path / "texts").mkdir(exist_ok=True)
    (tmp_path / "texts" / "gazette.txt").write_text(text, encoding="utf-8", newline="")
    return tmp_path / "texts"


def test_tags_tell_a_stance(tmp_path: Path) -> None:
    more = (tag("certainty:probable"), tag("issue:ferry"), tag("who_type:person"),
            tag("so he says", "commenting"))  # fmt: skip
    annotated = {**PRAISE, "body": [*PRAISE["body"], *more], "created": "2020-01-01"}
    imported = read(tmp_path, [annotated])
    (one,) = imported.stances
    assert ties(imported) == [("Orla Finn", "supports", "ferrymen")]
    assert (one.relation, one.certainty, one.about) == ("praises", Certainty.PROBABLE, "ferry")
    assert (one.coder, one.note, one.record) == ("Ana", "so he says", "#1")
    assert imported.parties[0].type is ActorType.PERSON
    assert one.quotes[0].exact == "praised the ferrymen"
    (document,) = imported.documents
    assert (document.key, document.title, document.text) == (IRI, "gazette", None)
    assert told(imported) == "annotation: 'created' of annotations: 1."


def test_an_issue_alone_is_the_target(tmp_path: Path) -> None:
    imported = read(tmp_path, note(tag("refuses"), tag("who:author"), tag("issue:dyke")))
    (one,) = imported.stances
    assert (one.holder, one.voice, one.target, one.on_topic) == (AUTHOR, AUTHOR, "dyke", True)


def test_prefixes_of_tags_can_be_named(tmp_path: Path) -> None:
    annotated = note(tag("contre"), tag("qui:Orla"), tag("quoi:ferrymen"))
    assert not read(tmp_path, annotated).stances
    imported = read(tmp_path, annotated, fields={"who": "qui", "target": "quoi"},
                    signs={"contre": Sign.OPPOSITION})  # fmt: skip
    assert ties(imported) == [("Orla", "opposes", "ferrymen")]


@pytest.mark.parametrize("wrap", ["alone", "array", "page", "collection", "graph", "lines", "oa"])
def test_every_form_of_several_is_read(tmp_path: Path, wrap: str) -> None:
    page = {"type": "AnnotationPage", "items": [PRAISE]}
    forms: dict[str, Any] = {
        "alone": PRAISE,
        "array": [PRAISE],
        "page": page,
        "collection": {"type": ["AnnotationCollection"], "first": page, "total": 1},
        "graph": {"@context": "x", "@graph": [PRAISE]},
        "oa": {**PRAISE, "type": None, "@type": "oa:Annotation"},
    }
    path = tmp_path / "x.jsonld"
    line = json.dumps(PRAISE)
    text = f"{line}\n\n{line}\n" if wrap == "lines" else json.dumps(forms[wrap])
    path.write_text(text, encoding="utf-8")
    assert annotation.recognise(path, path.read_bytes()[:4096])
    assert formats.recognised(path).name == "annotation"
    assert len(annotation.read(path, Options()).stances) == (2 if wrap == "lines" else 1)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"type": "AnnotationCollection", "first": "http://example.org/1"}, "no address is ever"),
        ({"type": "AnnotationPage", "items": [PRAISE], "next": "http://e.org/2"}, "another page"),
        ({"@type": ["http://www.w3.org/ns/oa#Annotation"]}, "is expanded JSON-LD. compact it"),
        ([PRAISE, 7], "'7' is no annotation"),
        ([{**PRAISE, "target": IRI}], "it stands on no words of a text"),
        ([{**PRAISE, "target": {"source": IRI, "selector": {"type": "SvgSelector"}}}],
         "it stands on no words of a text. select them"),
        ([note(tag("refuses"), tag("who:Orla"))], "it does not say on whom or what"),
        ([note(tag("who:Orla"), tag("target:x"), tag("odd"))], "'odd' has no known sign. map it"),
        ([note(tag("refuses"))], "'refuses' does not say who takes the side"),
        ([note(tag("nice"))], "marked 'nice' that no stance names: 1"),
    ],
)  # fmt: skip
def test_what_is_no_stance_is_told(tmp_path: Path, value: object, said: str) -> None:
    assert said in told(read(tmp_path, value))


def test_links_tie_two_annotations(tmp_path: Path) -> None:
    """As Annotorious and Recogito's annotator write relations; the first takes the side."""
    link = {"type": "Annotation", "motivation": "linking", "creator": "https://example.org/ben"}
    ends = [
        note(tag("Person"), tag("http://www.wikidata.org/entity/Q1", "linking"), id="#a",
             words="Orla Finn"),
        note(tag("collective"), id="#b", words="the ferrymen"),
    ]  # fmt: skip
    both = {**link, "body": tag("praises"), "target": [{"id": "#a"}, "#b"]}
    across = {**link, "body": ["#b", tag("refuses")], "target": "#a"}
    three = {**link, "body": tag("refuses"), "target": ["#a", "#b", "#a"]}
    imported = read(tmp_path, [*ends, both, across, three])
    assert ties(imported) == [
        ("Orla Finn", "supports", "the ferrymen"), ("the ferrymen", "opposes", "Orla Finn"),
    ]  # fmt: skip
    assert quoted(imported)[:2] == ["Orla Finn", "the ferrymen"]
    assert imported.stances[0].coder == "https://example.org/ben"
    assert imported.parties[0].note.endswith("wikidata.org/entity/Q1; not checked")
    assert "it ties 3 annotations of the file, not two" in told(imported)
    beside = read(tmp_path, [*ends, both], texts=with_text(tmp_path))
    assert quoted(beside) == ["Orla Finn 🚣 praised the ferrymen"]


def test_offsets_in_utf16_are_told_by_the_words(tmp_path: Path) -> None:
    start, end = annotating.place("praised the ferrymen")
    selectors: list[Any] = [quote("praised the ferrymen"), position(units(start), units(end))]
    annotated = {**PRAISE, "target": {"source": {"id": IRI}, "selector": selectors}}
    imported = read(tmp_path, annotated, texts=with_text(tmp_path))
    assert imported.stances[0].quotes[0].start == start
    assert "UTF-16 code units are counted" in told(imported)
    alone = {**annotated, "target": {"source": IRI, "selector": position(start, end)}}
    assert quoted(read(tmp_path, alone, texts=tmp_path / "texts")) == ["praised the ferrymen"]


def test_what_stands_around_tells_words_apart(tmp_path: Path) -> None:
    texts = with_text(tmp_path, "the ferry, the ferry and the ferry")
    selector = quote("the ferry", prefix="y, ", suffix=" and")
    annotated = {**PRAISE, "target": {"source": IRI, "selector": selector}}
    one = read(tmp_path, annotated, texts=texts).stances[0].quotes[0]
    assert (one.start, one.end) == (11, 20)


def test_a_text_without_a_name_is_called_as_the_file(tmp_path: Path) -> None:
    annotated = {**PRAISE, "target": {"selector": quote("praised the ferrymen")}}
    imported = read(tmp_path, annotated, texts=with_text(tmp_path))
    assert imported.documents[0].text == TEXT
    assert text_of(tmp_path / "texts", ["../../etc/passwd", ".."]) is None


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ({"type": "FragmentSelector", "value": "char=3,9"}, Place(start=3, end=9)),
        ({**position(10, 30), "refinedBy": position(2, 5)}, Place(start=12, end=15)),
        ({**quote("abcdef"), "refinedBy": position(2, 4)}, Place(exact="cd")),
        ({**position(10, 30), "refinedBy": quote("cd")}, Place(exact="cd", start=10)),
        ({"type": "XPathSelector", "value": "/p[1]", "refinedBy": quote("x")}, Place(exact="x")),
        (position(3, -1), Place(start=3)),
        ({"type": "TextPositionSelector", "start": "3", "end": True}, Place()),
        ("https://example.org/selector", Place()),
    ],
)
def test_selectors(selector: object, found: Place) -> None:
    assert place({"selector": selector}) == found


def test_selectors_without_end_are_refused() -> None:
    selector: dict[str, Any] = quote("x")
    for _ in range(300):
        selector = {**position(0, 1), "refinedBy": selector}
    with pytest.raises(ImportFileError, match="without end"):
        place({"selector": selector})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "gazette.json:1: not JSON"),
        (b"[" * 99_999, "too deep"),
        (b'{"a": 1}\n{"b"', "gazette.json:2: not JSON"),
        (b'{"type": "Thing"}', "holds no annotations"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_is_no_file_of_annotations_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "gazette.json"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=said):
        annotation.read(path, Options())


@pytest.mark.parametrize("corpus", [small(), hostile(), FOUNDING], ids=["small", "hostile", "real"])
def test_what_clivage_exports_comes_back(tmp_path: Path, corpus: Corpus) -> None:
    file = tmp_path / "x.annotations.jsonld"
    content = made(corpus, "webannotation")
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    back = brought_back(corpus, file, "annotation", tmp_path)
    ids = {id: identifiers.slug(id) for id in (*corpus.actor, *corpus.source)
           if not identifiers.is_slug(id)}  # fmt: skip
    assert {one.id: said(one) for one in back.statements} == {
        one.id: said(one, ids) for one in corpus.statements
    }
    assert [one.note for one in back.statements] == [one.note for one in corpus.statements]
    actors = {ids.get(id, id): one for id, one in corpus.actor.items()}
    for one in back.actors:
        known = actors[one.id]
        assert (one.type, one.labels, one.kind) == (known.type, known.labels, known.kind)
        assert {*one.names} == {*known.names}
        assert one.part_of in (known.part_of, "")  # of somebody who is in no statement
    assert (back.base, back.licence) == (corpus.base, corpus.licence)
    assert {one.id: one.name for one in back.coders} == {
        one.id: one.name for one in corpus.coders
        if one.id in {statement.coder for statement in corpus.statements}
    }  # fmt: skip


def test_a_body_of_ours_that_is_damaged_is_refused_alone(tmp_path: Path) -> None:
    content = json.loads(made(small(), "webannotation"))
    body = content[0]["body"][-1]
    del body["clv:holder"]
    content[1]["body"][-1]["clv:modality"] = "clv:modality-odd"
    content[2]["body"][-1]["type"] = "clv:Statement"
    imported = read(tmp_path, content)
    assert len(imported.stances) == len(content) - 2
    assert "its statement has no holder" in told(imported)
    assert "'odd' is no clv:modality, and is left out" in told(imported)
    assert "neither clv:Support nor clv:Opposition" in told(imported)
    assert imported.stances[0].modality is Modality.ACTUAL


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    hostile_values: list[Any] = [None, 7, "x", [], {}, [[]], [None], {"id": 3}, True]
    changed = [
        json.dumps([{**PRAISE, name: value}]).encode()
        for name in ("body", "target", "creator", "motivation", "id")
        for value in hostile_values
    ]
    own = made(small(), "webannotation")
    whole = [json.dumps([PRAISE, note(tag("x"))]).encode(),
             own if isinstance(own, bytes) else own.encode()]  # fmt: skip
    contents = [one for content in whole for one in damaged(content, cuts=6, flips=14)]
    counts = outcomes([*changed, *contents], tmp_path / "x.json", annotation.read)
    assert counts["refused"] > 10
    assert counts["read"] > 10
