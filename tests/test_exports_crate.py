"""RO-Crate 1.2: every file described as it is, and nothing in it that may not travel."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from rocrate.rocrate import ROCrate

from clivage import coding, rdf
from clivage.errors import ClivageError
from clivage.export import FORMATS, Material
from tests.exported import DAY, FOLDER, FOUNDING, MATERIAL, hostile, unpacked

#: What the specification wants of an entity of each type (MUST, and SHOULD of a file).
_WANTED = {
    "Dataset": {"name", "description", "datePublished", "license", "hasPart"},
    "File": {"name", "description", "encodingFormat", "contentSize", "sha256"},
    "CreateAction": {"name", "instrument", "object", "result"},
    "SoftwareApplication": {"name", "url", "version"},
    "Organization": {"name"},
}


@pytest.fixture(scope="module")
def packed() -> bytes:
    """Return the crate of the founding corpus without its texts."""
    return FORMATS["crate"].content(Material(FOUNDING, folder=FOLDER, published=DAY))


@pytest.fixture(scope="module")
def closed(packed: bytes) -> dict[str, bytes]:
    """Return its files."""
    return unpacked(packed)


def graph(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    metadata = json.loads(files["ro-crate-metadata.json"])
    assert metadata["@context"] == "https://w3id.org/ro/crate/1.2/context"
    return {one["@id"]: one for one in metadata["@graph"]}


def references(value: Any) -> list[str]:  # noqa: ANN401
    """Return the identifiers that a value refers to."""
    if isinstance(value, list):
        return [id for one in value for id in references(one)]
    return [value["@id"]] if isinstance(value, dict) else []


def check(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Hold a crate to the specification, and return its entities."""
    entities = graph(files)
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = entities[descriptor["about"]["@id"]]
    assert (root["@id"], root["datePublished"]) == ("./", "2026-01-31")
    described = {unquote(id) for id in references(root["hasPart"])}
    assert described == set(files) - {"ro-crate-metadata.json"}
    for id, one in entities.items():
        assert _WANTED.get(one["@type"], set()) <= set(one), id
        # Flat, and everything that is referred to is described.
        named = [ref for key, value in one.items() for ref in references(value)
                 if key != "conformsTo"]  # fmt: skip
        assert all(ref in entities for ref in named)
        if one["@type"] == "File":
            content = files[unquote(id)]
            assert one["contentSize"] == str(len(content))
            assert one["sha256"] == hashlib.sha256(content).hexdigest()
    assert "endTime" not in entities["#export"]
    return entities


def test_every_file_is_described_as_it_is(closed: dict[str, bytes]) -> None:
    """With its size, its digest and its licence; the description says that no text is in it."""
    entities = check(closed)
    licence = {"@id": FOUNDING.licence}
    assert all(one["license"] == licence for one in entities.values() if one["@type"] == "File")
    assert "corpus/codings/bolivia-1970-71.yaml" in closed
    assert "The full texts of the sources are not in it." in entities["./"]["description"]
    source = entities["https://w3id.org/clivage/bolivia-1971/source/bolivia-1970-71"]
    assert source["description"] == "The full text is not in this crate. Rights in it: unknown."


def test_the_texts_travel_only_when_asked_for(closed: dict[str, bytes]) -> None:
    """Neither as a file, nor in an export: a line that no quotation holds is nowhere."""
    text = FOUNDING.sources[0].text or ""
    quoted = {part.exact for one in FOUNDING.statements for part in one.evidence}
    loose = max(
        (
            line
            for line in text.split(". ")
            if not any(line in one or one in line for one in quoted)
        ),
        key=len,
    )[:60]
    assert len(loose) > 20
    assert not [name for name, content in closed.items() if loose.encode() in content]
    opened = unpacked(FORMATS["crate"].content(MATERIAL))
    entities = check(opened)
    assert opened["corpus/texts/bolivia-1970-71.txt"] == text.encode()
    assert "license" not in entities["corpus/texts/bolivia-1970-71.txt"]
    assert set(opened) - set(closed) == {
        "corpus/texts/bolivia-1970-71.txt", "exports/network.html", "exports/network.json",
        "exports/dataset.ttl",
    }  # fmt: skip


def test_the_corpus_comes_back_from_its_crate(tmp_path: Path) -> None:
    """Unpacked, its folder is read and verified again."""
    with zipfile.ZipFile(io.BytesIO(FORMATS["crate"].content(MATERIAL))) as opened:
        opened.extractall(tmp_path)
    again = coding.read(tmp_path / "corpus")
    assert again.statements == FOUNDING.statements
    assert again.sources == FOUNDING.sources


def test_rocrate_reads_it(packed: bytes, tmp_path: Path) -> None:
    """The library of the RO-Crate community finds the files, the licence and the action."""
    file = tmp_path / "crate.zip"
    file.write_bytes(packed)
    crate = ROCrate(file)
    assert crate.name == "La Bolivie sous Torres, 1970-1971"
    assert str(crate.datePublished)[:10] == "2026-01-31"
    assert crate.license.id == FOUNDING.licence
    assert len(crate.data_entities) == len(unpacked(packed)) - 1
    (action,) = (one for one in crate.contextual_entities if one.type == "CreateAction")
    assert action["instrument"]["name"] == "clivage"
    assert len(action["result"]) == 12


def test_a_corpus_from_rdf_has_exports_alone() -> None:
    """It has no coding files; what was made of it is described all the same."""
    corpus = rdf.to_corpus(rdf.to_graph(hostile()))
    files = unpacked(FORMATS["crate"].content(Material(corpus, published=DAY)))
    entities = check(files)
    assert all(name.startswith("exports/") for name in set(files) - {"ro-crate-metadata.json"})
    assert entities["#export"]["object"] == {"@id": "./"}


def test_a_crate_without_a_licence_or_a_day_is_refused() -> None:
    """Both are needed by the specification, and neither is made up."""
    with pytest.raises(ClivageError, match=r"day of publication.*'issued' in corpus\.yaml"):
        FORMATS["crate"].content(Material(hostile()))
    unlicensed = dataclasses.replace(hostile(), licence="")
    with pytest.raises(ClivageError, match=r"names a licence.*'licence' in corpus\.yaml"):
        FORMATS["crate"].content(Material(unlicensed, published=DAY))
    issued = dataclasses.replace(hostile(), issued=DAY)
    assert len(check(unpacked(FORMATS["crate"].content(Material(issued))))) == 20
