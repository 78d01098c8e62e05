"""UIMA XMI: the same annotations as in WebAnno TSV, with types of their own, read by cassis."""

from __future__ import annotations

import builtins
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clivage.errors import ImportFileError
from clivage.importers import xmi
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import ActorType, Modality
from tests.annotating import TEXT, outcomes, place, quoted, ties, told
from tests.damaged_files import damaged

if os.environ.get("CI") != "true":  # in CI it is there, or the tests fail
    pytest.importorskip("cassis", reason="the extra clivage[xmi] is not installed")

NE, STANCE, FRAME, LINK, MENTION = (
    "custom.NE",
    "custom.Stance",
    "custom.Refuses",
    "custom.L",
    "x.Link",
)


def types() -> Any:  # noqa: ANN401
    """Return a type system as an annotator would make it."""
    import cassis  # type: ignore[import-untyped]
    from cassis import typesystem as names

    made = cassis.TypeSystem()
    annotation = names.TYPE_NAME_ANNOTATION
    features = {
        NE: {"value": names.TYPE_NAME_STRING, "identifier": names.TYPE_NAME_STRING},
        STANCE: {
            "Governor": annotation, "Dependent": annotation, "value": names.TYPE_NAME_STRING,
            "negated": names.TYPE_NAME_BOOLEAN, "comment": names.TYPE_NAME_STRING_ARRAY,
        },
        MENTION: {"next": "x.Link", "referenceType": names.TYPE_NAME_STRING},
        FRAME: {"holder": names.TYPE_NAME_FS_ARRAY},
    }  # fmt: skip
    link = made.create_type(LINK, supertypeName="uima.cas.TOP")
    made.create_feature(domainType=link, name="role", rangeType=names.TYPE_NAME_STRING)
    made.create_feature(domainType=link, name="target", rangeType=annotation)
    for type_, ranges in features.items():
        one = made.create_type(type_, supertypeName=annotation)
        for feature, range_ in ranges.items():
            made.create_feature(domainType=one, name=feature, rangeType=range_)
    return made


def page(annotate: Callable[[Any, Any], None], text: str = TEXT) -> tuple[bytes, bytes]:
    """Return a type system, and a text that a test annotates."""
    import cassis

    system = types()
    cas = cassis.Cas(typesystem=system)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    annotate(cas, system)
    return system.to_xml().encode(), cas.to_xmi().encode()


def marked(cas: Any, system: Any, type_: str, words: str, **features: object) -> Any:  # noqa: ANN401
    """Annotate words."""
    start, end = place(words, cas.sofa_string)
    one = system.get_type(type_)(begin=start, end=end, **features)
    cas.add(one)
    return one


def several(cas: Any, system: Any) -> None:  # noqa: ANN401
    """Annotate a relation, and a frame with slots."""
    orla = marked(cas, system, NE, "Orla Finn", value="PER", identifier="http://example.org/Q1")
    ferrymen = marked(cas, system, NE, "the ferrymen", value="group")
    council = marked(cas, system, NE, "council of Lund", value="ORG")
    dyke = marked(cas, system, NE, "new dyke", value="issue")
    link, array = system.get_type(LINK), system.get_type("uima.cas.FSArray")
    ends = {"Governor": orla, "Dependent": ferrymen}
    marked(cas, system, STANCE, "the ferrymen", value="praises", negated=True, **ends)
    slots = [link(role="holder", target=council), link(role="target", target=dyke)]
    marked(cas, system, FRAME, "refused", holder=array(elements=slots))


def read(tmp_path: Path, system: bytes, content: bytes, **options: object) -> Imported:
    (tmp_path / "TypeSystem.xml").write_bytes(system)
    path = tmp_path / "gazette.xmi"
    path.write_bytes(content)
    assert xmi.recognise(path, content[:4096])
    return xmi.read(path, Options(**options))  # type: ignore[arg-type]


def test_relations_and_slots_become_stances(tmp_path: Path) -> None:
    """Offsets after a character of two UTF-16 units are those of code points."""
    imported = read(tmp_path, *page(several))
    assert ties(imported) == [
        ("council of Lund", "opposes", "new dyke"), ("Orla Finn", "supports", "the ferrymen"),
    ]  # fmt: skip
    assert quoted(imported) == [
        "council of Lund never refused the new dyke", "Orla Finn 🚣 praised the ferrymen",
    ]  # fmt: skip
    stance = {one.holder: one for one in imported.stances}
    assert stance["Orla Finn"].modality is Modality.NEGATED
    assert stance["council of Lund"].on_topic
    party = {one.key: one for one in imported.parties}
    assert party["Orla Finn"].type is ActorType.PERSON
    assert party["the ferrymen"].type is ActorType.COLLECTIVE
    assert party["Orla Finn"].note.endswith("http://example.org/Q1; not checked")
    assert imported.documents[0].text == TEXT
    assert told(imported) == ""


def test_an_export_of_inception_is_an_archive(tmp_path: Path) -> None:
    system, content = page(several)
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("TypeSystem.xml", system)
        file.writestr("a.xmi", content)
        file.writestr("b.xmi", content)
    assert xmi.recognise(path, path.read_bytes()[:4096])
    imported = xmi.read(path, Options())
    assert [one.title for one in imported.documents] == ["a", "b"]
    assert len(imported.stances) == 4
    assert all(one.record.startswith(("a.xmi: ", "b.xmi: ")) for one in imported.stances)


def test_one_file_of_an_archive_that_cannot_be_read_is_refused_alone(tmp_path: Path) -> None:
    system, content = page(several)
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("TypeSystem.xml", system)
        file.writestr("a.xmi", content)
        file.writestr("b.xmi", content[:-20])
        file.writestr("__MACOSX/._a.xmi", b"\x00\x05\x16\x07")
    imported = xmi.read(path, Options())
    assert len(imported.stances) == 2
    (refused,) = imported.refused
    assert refused.record == "b.xmi"
    assert "not well-formed XML" in refused.what


def test_a_feature_may_hold_several_values(tmp_path: Path) -> None:
    def annotate(cas: Any, system: Any) -> None:  # noqa: ANN401
        array = system.get_type("uima.cas.StringArray")
        orla = marked(cas, system, NE, "Orla Finn", value="PER")
        ferrymen = marked(cas, system, NE, "the ferrymen", value="group")
        said = array(elements=["so the gazette", "and the town"])
        ends = {"Governor": orla, "Dependent": ferrymen, "comment": said}
        marked(cas, system, STANCE, "the ferrymen", value="praises", **ends)

    (one,) = read(tmp_path, *page(annotate)).stances
    assert one.note == "so the gazette; and the town"


@pytest.mark.parametrize("place", ['begin="0" end="999"', 'begin="-4" end="9"'])
def test_an_annotation_outside_of_the_text_is_refused_alone(tmp_path: Path, place: str) -> None:
    system, content = page(several)
    imported = read(tmp_path, system, content.replace(b'begin="0" end="9"', place.encode()))
    assert ties(imported) == [("council of Lund", "opposes", "new dyke")]
    assert "its offsets lead out of the text" in told(imported)


def test_mentions_of_a_chain_are_one_party(tmp_path: Path) -> None:
    def annotate(cas: Any, system: Any) -> None:  # noqa: ANN401
        she = marked(cas, system, MENTION, "She", referenceType="pr")
        marked(cas, system, MENTION, "Orla Finn", referenceType="nam", next=she)
        source = marked(cas, system, NE, "She", value="PER")
        target = marked(cas, system, NE, "Lund", value="ORG")
        ends = {"Governor": source, "Dependent": target}
        marked(cas, system, STANCE, "Lund", value="refuses", **ends)

    imported = read(tmp_path, *page(annotate, "Orla Finn left. She refused Lund."))
    assert ties(imported) == [("Orla Finn", "opposes", "Lund")]


def test_an_arrow_without_an_end_is_refused(tmp_path: Path) -> None:
    def annotate(cas: Any, system: Any) -> None:  # noqa: ANN401
        orla = marked(cas, system, NE, "Orla Finn")
        marked(cas, system, STANCE, "Orla", value="refuses", Governor=orla)

    imported = read(tmp_path, *page(annotate))
    assert not imported.stances
    assert "Stance 0-4: 'its target', which it ties, is no marked words" in told(imported)


def test_the_types_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "gazette.xmi"
    path.write_bytes(page(several)[1])
    with pytest.raises(ImportFileError, match=r"the type system TypeSystem.xml is not there"):
        xmi.read(path, Options())


@pytest.mark.parametrize("which", [0, 1])
def test_entities_are_refused_before_the_library_sees_them(tmp_path: Path, which: int) -> None:
    files = list(page(several))
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    head, _, rest = files[which].partition(b"?>")
    files[which] = head + b"?>" + bomb + rest
    with pytest.raises(ImportFileError, match="declares a document type"):
        read(tmp_path, *files)


def test_without_the_library_a_line_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = page(several)
    real = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:  # noqa: ANN401
        if name == "cassis":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(ImportFileError, match=r"pip install 'clivage\[xmi\]'"):
        read(tmp_path, *files)


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    system, content = page(several)
    path = tmp_path / "gazette.xmi"
    path.write_bytes(content)
    (tmp_path / "TypeSystem.xml").write_bytes(system)
    marks = (b'begin="', b'"', b'"-'), (b'Governor="', b'Governor="9'), (b'next="', b'next="7')
    changed = [content.replace(*pair[:2]) for pair in marks]
    changed += [content.replace(b'begin="', b'begin="-'), content.replace(b'end="', b'end="9999')]
    counts = outcomes([*damaged(content, cuts=8, flips=16), *changed], path, xmi.read)
    assert counts["refused"] > 8

    def with_types(file: Path, options: Options) -> Imported:
        return xmi.read(path, options)

    path.write_bytes(content)
    contents = damaged(system, cuts=4, flips=12)
    counts = outcomes(contents, tmp_path / "TypeSystem.xml", with_types)
    assert counts["refused"] > 3
