"""REFI-QDA: a project that follows the schema, and from which every statement comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from pyrefiqda import RefiProject

from clivage.export.wording import verb
from clivage.importers import formats as importers
from clivage.importers.options import Options
from clivage.model import Corpus, Statement
from clivage.xmltext import escaped
from tests.exported import FEW, FOUNDING, hostile, made, unpacked
from tests.strategies import corpora

_NAMESPACE = "{urn:QDA-XML:project:1.0}"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What each element may hold, in the order of the schema; and what its tag must and may have.
_SCHEMA = {
    "Project": (("Users", "CodeBook", "Sources", "Description"), {"name"}, {"origin"}),
    "Users": (("User",), set(), set()),
    "User": ((), {"guid"}, {"name", "id"}),
    "CodeBook": (("Codes",), set(), set()),
    "Codes": (("Code",), set(), set()),
    "Code": (("Description", "Code"), {"guid", "name", "isCodable"}, set()),
    "Sources": (("TextSource",), set(), set()),
    "TextSource": (("Description", "PlainTextSelection"), {"guid"}, {"name", "plainTextPath"}),
    "PlainTextSelection": (
        ("Description", "Coding"),
        {"guid", "startPosition", "endPosition"},
        {"name", "creatingUser"},
    ),
    "Coding": (("CodeRef",), {"guid"}, {"creatingUser"}),
    "CodeRef": ((), {"targetGUID"}, set()),
    "Description": ((), set(), set()),
}


def project(corpus: Corpus) -> tuple[Element, dict[str, str]]:
    """Return the project of a corpus, and its texts by the paths that it gives them."""
    files = unpacked(made(corpus, "refi"))
    root = ElementTree.fromstring(files.pop("project.qde"))
    texts = {name.replace("Sources/", "internal://"): text.decode() for name, text in files.items()}
    assert len(texts) == len(corpus.sources)
    return root, texts


def follow_schema(element: Element) -> None:
    """Hold an element, and all in it, to the schema."""
    name = element.tag.removeprefix(_NAMESPACE)
    children, needed, allowed = _SCHEMA[name]
    found = [one.tag.removeprefix(_NAMESPACE) for one in element]
    assert found == sorted(found, key=children.index)
    assert needed <= set(element.attrib) <= needed | allowed
    for key, value in element.attrib.items():
        assert "guid" not in key.lower() or _GUID.fullmatch(value)
    for one in element:
        follow_schema(one)


def tags(root: Element, name: str) -> Iterator[Element]:
    return root.iter(_NAMESPACE + name)


def paths(root: Element) -> dict[str, tuple[Element, ...]]:
    """Return the codes by their GUIDs, each under those above it."""
    found: dict[str, tuple[Element, ...]] = {}

    def walk(element: Element, above: tuple[Element, ...]) -> None:
        for code in element.findall(f"{_NAMESPACE}Code"):
            found[code.get("guid", "")] = (*above, code)
            walk(code, (*above, code))

    walk(next(tags(root, "Codes"), Element("none")), ())
    return found


def described(element: Element) -> str:
    return element.findtext(f"{_NAMESPACE}Description") or ""


def fields(element: Element) -> dict[str, str]:
    """Return the lines of a description; what follows ``note:`` is all of it."""
    lines, note, rest = f"\n{described(element)}".partition("\nnote: ")
    pairs = [line.partition(": ") for line in lines.split("\n") if line]
    return {**{key: value for key, _, value in pairs}, **({"note": rest} if note else {})}


def check(corpus: Corpus) -> None:
    """Hold a project to its corpus: every statement, on its words, by its coder."""
    root, texts = project(corpus)
    follow_schema(root)
    guids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    codes = paths(root)
    users = {one.get("guid"): one.get("id") for one in tags(root, "User")}
    said = {one.id: one for one in corpus.statements}
    found: list[tuple[str, str]] = []
    for source in tags(root, "TextSource"):
        text = texts[source.get("plainTextPath", "")]
        for selection in source.findall(f"{_NAMESPACE}PlainTextSelection"):
            one = said[fields(selection)["id"]]
            words = text[int(selection.get("startPosition", "")) : int(
                selection.get("endPosition", ""))]  # fmt: skip
            (target,) = tags(selection, "CodeRef")
            check_selection(corpus, one, selection, codes[target.get("targetGUID", "")])
            assert users[selection.get("creatingUser")] == one.coder
            found.append((one.id, words))
    wanted = [(one.id, lines(part.exact)) for one in corpus.statements for part in one.evidence]
    assert sorted(found) == sorted(wanted)


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_selection(
    corpus: Corpus, one: Statement, selection: Element, path: tuple[Element, ...]
) -> None:
    sign, holder, target = path
    assert sign.get("name") == verb(one)
    assert described(target) == f"{one.holder} {one.sign.verb} {one.target}"
    assert [code.get("isCodable") for code in path] == ["false", "false", "true"]
    assert len({holder.get("name"), ""}) == 2
    told = fields(selection)
    for key in ("about", "voice", "relation", "when"):
        assert told.get(key, "") == getattr(one, key)
    assert told.get("strength", "2") == str(one.strength)
    assert told.get("note", "") == as_xml(one.note)


def as_xml(text: str) -> str:
    return "".join(ElementTree.fromstring(f"<t>{escaped(text)}</t>").itertext())


@pytest.mark.parametrize("corpus", [FOUNDING, hostile()], ids=["founding", "hostile"])
def test_a_project_follows_the_schema_and_loses_nothing(corpus: Corpus) -> None:
    """Elements in order, GUIDs that are such, and each statement on its very words."""
    check(corpus)


@given(corpus=corpora())
@FEW
def test_any_corpus_is_a_project(corpus: Corpus) -> None:
    """Line ends, emoji and names of any sort."""
    check(corpus)


def test_names_are_told_apart_and_explained() -> None:
    """Two of one name have their ids after it; the book of codes says who they are."""
    root, _ = project(hostile())
    names = {one.get("name") for one in tags(root, "Code")}
    assert {"Fleet (fleet)", "FLEET (http://other.net/union)"} <= names
    tops = [one.get("name") for one in next(tags(root, "Codes"))]
    assert tops == ["opposes", "supports", "supports (negated)", "Actors", "Issues"]
    (union,) = (
        path[-1]
        for path in paths(root).values()
        if path[0].get("name") == "Actors" and "FLEET" in path[-1].get("name", "")
    )
    assert fields(union) == {"id": "http://other.net/union", "part-of": "fleet"}


def test_no_day_is_invented() -> None:
    """The schema lets days be left out, and nobody gave one."""
    assert not any("Date" in key for one in project(FOUNDING)[0].iter() for key in one.attrib)


@pytest.mark.parametrize("corpus", [FOUNDING, hostile()], ids=["founding", "hostile"])
def test_clivage_takes_its_own_project_back(corpus: Corpus, tmp_path: Path) -> None:
    """Every field of every statement; places are those in the text as it is written there."""
    file = tmp_path / "project.qdpx"
    file.write_bytes(made(corpus, "refi"))
    found = importers.recognised(file).reader.read(file, Options())
    assert not found.refused
    taken = {one.id: one for one in found.stances}
    ids = {one.key: one.id for one in found.parties} | {one.key: one.id for one in found.topics}
    texts = {one.key: one.text or "" for one in found.documents}
    assert len(taken) == len(corpus.statements)
    for one in corpus.statements:
        back = taken[one.id]
        for name in ("sign", "relation", "mode", "modality", "strength", "certainty", "when",
                     "date_basis", "note"):  # fmt: skip
            assert getattr(back, name) == getattr(one, name)
        for name in ("holder", "target", "about", "voice"):
            key = getattr(back, name)
            assert ids.get(key, key) == getattr(one, name)
        words = [texts[quote.document][quote.start : quote.end] for quote in back.quotes]
        assert words == [lines(part.exact) for part in one.evidence]


@pytest.mark.parametrize("corpus", [FOUNDING, hostile()], ids=["founding", "hostile"])
def test_pyrefiqda_reads_it(corpus: Corpus, tmp_path: Path) -> None:
    """The Python library for REFI-QDA, made from the schema, finds the same in its own terms."""
    file = tmp_path / "project.qdpx"
    file.write_bytes(made(corpus, "refi"))
    found = RefiProject.load(file, extract_dir=str(tmp_path / "unpacked"))
    assert found.name == corpus.title[corpus.language]
    assert [one.name for one in found.users.user] == [one.name for one in corpus.coders]
    (source,) = found.sources.text_source
    file = tmp_path / "unpacked" / source.plain_text_path.replace("internal://", "Sources/")
    words = file.read_bytes().decode()
    cut = [words[one.start_position : one.end_position] for one in source.plain_text_selection]
    assert cut == [lines(part.exact) for one in corpus.statements for part in one.evidence]
