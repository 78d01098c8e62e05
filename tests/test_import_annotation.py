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
    text = f"{line}\n\n{line.replace('#1', '#2')}\n" if wrap == "lines" else json.dumps(forms[wrap])
    path.write_text(text, encoding="utf-8")
    assert annotation.recognise(path, path.read_bytes()[:4096])
    assert formats.recognised(path).name == "annotation"
    assert len(annotation.read(path, Options()).stances) == (2 if wrap == "lines" else 1)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"type": "AnnotationCollection", "first": "http://example.org/1"}, "no address is ever"),
        ({"type": "AnnotationPage", "items": [PRAISE], "next": "http://e.org/2"},
         "it goes on at http://e.org/2, and no address is ever fetched"),
        ({"@type": ["http://www.w3.org/ns/oa#Annotation"]}, "is expanded JSON-LD. compact it"),
        ([PRAISE, 7], "annotation 2: 7 is no annotation"),
        ([PRAISE, PRAISE], "#1: another annotation before it has the same id"),
        ([PRAISE, {"motivation": "replying", "body": tag("no", "replying"), "target": "#1"}],
         "annotation of another annotation: 1"),
        ([{**PRAISE, "body": [{"type": "Choice", "items": [tag("refuses")]}, 7]}],
         "body of the type 'Choice': 1"),
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
    across = {**link, "body": "#a", "target": "#b"}
    meant = {"body": [tag("refuses"), tag("so so", "commenting")], "target": "#l"}
    three = {**link, "body": tag("refuses"), "target": ["#a", "#b", "#a"]}
    away = {**link, "body": tag("refuses"), "target": ["#a", "#z"]}
    imported = read(tmp_path, [*ends, both, [{**across, "id": "#l"}, meant], three, away])
    assert ties(imported) == [
        ("Orla Finn", "supports", "the ferrymen"), ("the ferrymen", "opposes", "Orla Finn"),
    ]  # fmt: skip
    assert quoted(imported)[:2] == ["Orla Finn", "the ferrymen"]
    assert (imported.stances[0].coder, imported.stances[1].note) == ("ben", "so so")
    assert imported.parties[0].note.endswith("wikidata.org/entity/Q1; not checked")
    assert "it ties 3 annotations or stretches of the file, not two" in told(imported)
    assert "'z', which it ties, is no marked words" in told(imported)
    beside = read(tmp_path, [*ends, both], texts=with_text(tmp_path))
    assert quoted(beside) == ["Orla Finn 🚣 praised the ferrymen"]


def span(words: str, source: str = IRI) -> dict[str, Any]:
    return {"source": source, "selector": [quote(words), position(*annotating.place(words))]}


def test_a_link_ties_two_stretches_of_a_text(tmp_path: Path) -> None:
    ends = [span("Orla Finn"), span("the ferrymen")]
    link = {"type": "Annotation", "motivation": "linking", "body": tag("praises"), "target": ends}
    imported = read(tmp_path, link, texts=with_text(tmp_path))
    assert ties(imported) == [("Orla Finn", "supports", "the ferrymen")]
    assert quoted(imported) == ["Orla Finn 🚣 praised the ferrymen"]
    assert quoted(read(tmp_path, link)) == ["Orla Finn", "the ferrymen"]
    apart = {**link, "target": [ends[0], span("the ferrymen", "https://example.org/other.txt")]}
    assert "what it ties stands in two texts" in told(read(tmp_path, apart))
    silent = {**link, "body": []}
    assert "relation 'without a name' that has no known sign: 1" in told(read(tmp_path, silent))


def test_annotations_of_hypothesis_are_read(tmp_path: Path) -> None:
    """As its API answers; the pages are HTML, so that only the words and their context count."""
    row = {
        "id": "abc", "user": "acct:ana@example.org", "uri": IRI, "text": "he says so",
        "tags": ["praises", "who:Orla Finn", "target:ferrymen"], "group": "__world__",
        "user_info": {"display_name": None}, "references": [],
        "target": [{"source": IRI, "selector": [
            {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 12},
            position(912, 932), quote("praised the ferrymen")]}],
    }  # fmt: skip
    answer = {**row, "id": "def", "tags": [], "references": ["abc"], "target": [{"source": IRI}]}
    path = tmp_path / "gazette.json"
    path.write_text(json.dumps({"total": 2, "rows": [row, answer]}), encoding="utf-8")
    assert formats.recognised(path).name == "annotation"
    imported = annotation.read(path, Options(texts=with_text(tmp_path)))
    (one,) = imported.stances
    assert ties(imported) == [("Orla Finn", "supports", "ferrymen")]
    assert (one.coder, one.note) == ("ana@example.org", "he says so")
    assert quoted(imported) == ["praised the ferrymen"]
    assert "text 'gazette': 1 of its offsets lead elsewhere" in told(imported)
    assert "annotation of another annotation: 1" in told(imported)


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ("https://example.org/users/ben", "ben"),
        ({"id": "https://example.org/people#eva", "type": "Person"}, "eva"),
        ({"id": "https://example.org/users/ben", "name": "Ben Adam"}, "Ben Adam"),
        ([{"nickname": "b"}], "b"),
        ("urn:uuid:1", "urn:uuid:1"),
        ({"name": 7}, ""),
    ],
)
def test_who_made_it_is_the_coder(tmp_path: Path, creator: object, name: str) -> None:
    imported = read(tmp_path, {**PRAISE, "creator": creator})
    assert [one.coder for one in imported.stances] == [name]


def test_a_stretch_can_stand_in_the_address(tmp_path: Path) -> None:
    start, end = annotating.place("praised the ferrymen")
    annotated = {**PRAISE, "target": f"{IRI}#char={start},{end}"}
    imported = read(tmp_path, annotated, texts=with_text(tmp_path))
    assert quoted(imported) == ["praised the ferrymen"]
    assert imported.documents[0].key == IRI


def test_names_too_long_for_a_folder_are_no_texts(tmp_path: Path) -> None:
    selector = quote("praised the ferrymen")
    for name in ("x" * 5000, "a\0b", "\ud800"):
        annotated = {**PRAISE, "target": {"source": f"{IRI}/{name}", "selector": selector}}
        assert read(tmp_path, annotated, texts=tmp_path).documents[0].text is None


def test_what_is_no_character_is_replaced(tmp_path: Path) -> None:
    """JavaScript cuts texts in the middle of a character, and JSON can say so."""
    comment = tag("cut \ud83d\x07 here, \\u0007 and 🚣 not", "commenting")
    imported = read(tmp_path, {**PRAISE, "body": [*PRAISE["body"], comment]})
    assert imported.stances[0].note == "cut \ufffd\ufffd here, \\u0007 and 🚣 not"
    assert "the file: holds halves of characters" in told(imported)


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
    selector = quote("the ferry", prefix="ferry,\r\n", suffix=" and")
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
        ({"type": "FragmentSelector", "value": "char=,9;length=80"}, Place(start=0, end=9)),
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
    content[1]["body"][-1] |= {"clv:modality": "clv:modality-odd", "clv:strength": "much"}
    content[2]["body"][-1]["type"] = "clv:Statement"
    imported = read(tmp_path, content)
    assert len(imported.stances) == len(content) - 2
    assert "its statement has no holder" in told(imported)
    assert "'odd' is no clv:modality, and is left out" in told(imported)
    assert "'much' is no clv:strength, and is left out" in told(imported)
    assert "neither clv:Support nor clv:Opposition" in told(imported)
    assert imported.stances[0].modality is Modality.ACTUAL


def test_what_no_corpus_can_hold_of_ours_is_mended(tmp_path: Path) -> None:
    content = json.loads(made(small(), "webannotation"))
    content[0]["rights"] = "all mine"
    content[0]["body"][-1]["clv:holder"] |= {
        "skos:prefLabel": {"no tag!": "Guild"}, "skos:exactMatch": ["Q1", "http://e.org/1"],
    }  # fmt: skip
    imported = read(tmp_path, content, language="en")
    guild = next(one for one in imported.parties if one.key.endswith("/guild"))
    assert (guild.labels, guild.exact_match) == ({"en": "Guild"}, ("http://e.org/1",))
    assert guild.note.endswith("skos:exactMatch: Q1")
    assert imported.header is not None
    assert imported.header.licence.startswith("https://")
    for what in ("'all mine' are no address", "'no tag!' is no language", "'Q1' is no address"):
        assert what in told(imported)


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b'{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "x"}', "annotation"),
        (b'\xef\xbb\xbf [{"id": "x", "type": "Annotation", "body": []}]', "annotation"),
        (b'{"@graph": [{"@type": ["oa:Annotation"]}]}', "annotation"),
        (b'{"annotation_id": "a", "annotates": {}, "anchor": "x"}', "recogito"),
        (b'[{"event": "AID", "actor": [], "text": "Annotation"}]', "plover"),
        (b'[{"@id": "x", "@type": ["http://www.w3.org/ns/oa#SpecificResource"]}]', "rdf"),
        (b'{"type": "Thing", "user": "acct:x"}', "rdf"),
    ],
)
def test_files_are_told_from_their_kin(tmp_path: Path, head: bytes, format: str) -> None:
    path = tmp_path / ("x.jsonld" if format == "rdf" else "x.json")
    path.write_bytes(head)
    assert formats.recognised(path).name == format
    assert formats.recognised(Path("exports/bolivia-1971/bolivia-1971.jsonld")).name == "rdf"


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
