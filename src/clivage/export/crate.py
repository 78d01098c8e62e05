"""RO-Crate, as a zip: the files of a corpus and its exports, with a description of each.

Source: RO-Crate Metadata Specification 1.2 (https://w3id.org/ro/crate/1.2). Days are those that
the corpus or the person gives; a coder is a Thing, as nobody says of what sort.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from clivage import identifiers, namespaces
from clivage.errors import ClivageError, Origin
from clivage.export.archive import archive
from clivage.export.material import Material
from clivage.model import Corpus, Source, in_language

_Json: TypeAlias = dict[str, Any]

METADATA: Final = "ro-crate-metadata.json"
_VERSION: Final = "https://w3id.org/ro/crate/1.2"
#: What of the folder of a corpus travels, and what it is; the texts only when asked for.
_AUTHORED: Final = (
    ("corpus.yaml", "application/yaml", "sources, actors and issues"),
    ("corpus.lock", "application/json", "digests of the texts, and where each quotation stood"),
    ("identities.yaml", "application/yaml", "who was found to be whom, by whom and when"),
    ("codings/[!.]*.yaml", "application/yaml", "coding file: statements with their quotations"),
    ("codings/[!.]*.yml", "application/yaml", "coding file: statements with their quotations"),
    ("ties/[!.]*.csv", "text/csv", "table of signed ties without quotations"),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """An export that goes into the crate."""

    name: str
    media_type: str
    meaning: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the crate; ``ours`` where the licence of the codings covers it."""

    path: str
    media_type: str
    meaning: str
    content: bytes
    ours: bool = True

    @property
    def id(self) -> str:
        """Its identifier: its path, as an IRI spells it."""
        return quote(self.path)


def crate(material: Material, exports: Iterable[Exported]) -> bytes:
    """Return a corpus and its exports as an RO-Crate.

    Args:
        exports: asked for only when the crate can be made.

    Raises:
        ClivageError: when it lacks a licence or a day of publication, which a crate must have.
    """
    corpus = material.corpus
    if not corpus.licence:
        remedy = "write 'licence' in corpus.yaml"
        raise ClivageError("an RO-Crate names a licence, and the corpus has none", remedy=remedy)
    published = material.published or corpus.issued
    if not published:
        what = "an RO-Crate names a day of publication, and the corpus has none"
        remedy = "write 'issued' in corpus.yaml, or give --published 2026-01-31"
        raise ClivageError(what, remedy=remedy)
    authored = list(_authored(material))
    made = [
        _File(f"exports/{one.name}", one.media_type, one.meaning, one.content) for one in exports
    ]
    graph = [
        _descriptor(),
        _root(material, published.isoformat(), [*authored, *made]),
        *_contexts(material),
        *(_entity(corpus, one) for one in (*authored, *made)),
        *_provenance(authored, made),
    ]
    metadata = {"@context": f"{_VERSION}/context", "@graph": graph}
    text = json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"
    files = {one.path: one.content for one in (*authored, *made)}
    return archive({METADATA: text.encode(), **files})


def _authored(material: Material) -> Iterator[_File]:
    """Yield the files of the folder of the corpus; there are none where it was read from RDF."""
    folder = material.folder
    if folder is None:
        return
    for pattern, media_type, meaning in _AUTHORED:
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder).as_posix()
            if not path.resolve().is_relative_to(folder.resolve()):
                what = "leads out of the folder of the corpus"
                raise ClivageError(what, remedy="copy the file there", origin=Origin(str(path)))
            yield _File(f"corpus/{name}", media_type, meaning, path.read_bytes())
    if not material.with_text:
        return
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in _texts(folder)}
    for source in material.corpus.sources:
        if source.sha256 not in texts:
            what = f"the text of the source {source.id!r} is not in the folder of the corpus"
            raise ClivageError(what, remedy="leave out --with-text", origin=Origin(str(folder)))
        path = texts[source.sha256]
        name = path.relative_to(folder).as_posix()
        meaning = f"text of the source {source.id}. {_rights(source)}"
        yield _File(f"corpus/{name}", "text/plain", meaning, path.read_bytes(), ours=False)


def _texts(folder: Path) -> list[Path]:
    return sorted((path for path in folder.rglob("*.txt") if path.is_file()), reverse=True)


def _rights(source: Source) -> str:
    return f"Rights in it: {source.rights}." if source.rights else "Its rights are not stated."


def _descriptor() -> _Json:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _VERSION},
    }


def _root(material: Material, published: str, files: Sequence[_File]) -> _Json:
    corpus = material.corpus
    held = "The full texts of the sources are {}in it."
    about = (
        in_language(corpus.description, corpus.language),
        f"Statements: {len(corpus.statements)}, actors: {len(corpus.actors)},"
        f" issues: {len(corpus.issues)}, sources: {len(corpus.sources)}.",
        held.format("" if material.with_text else "not "),
    )
    found: _Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": in_language(corpus.title, corpus.language) or corpus.id,
        "description": " ".join(text for text in about if text),
        "datePublished": published,
        "license": {"@id": corpus.licence},
        "url": corpus.base,
        "inLanguage": corpus.language,
        "contributor": _ids(_iri(corpus, "coder", one.id) for one in corpus.coders),
        "isBasedOn": _ids(_iri(corpus, "source", one.id) for one in corpus.sources),
        "publisher": {"@id": "#publisher"} if corpus.publisher else {},
        "hasPart": _ids(one.id for one in files),
        "mentions": {"@id": "#export"},
    }
    return {key: value for key, value in found.items() if value}


def _ids(ids: Iterable[str]) -> _Json | list[_Json]:
    """Return references, one by itself as JSON-LD is to be compacted."""
    found = [{"@id": id} for id in ids]
    return found[0] if len(found) == 1 else found


def _contexts(material: Material) -> Iterator[_Json]:
    """Yield the licence, and whoever and whatever the corpus comes from."""
    corpus = material.corpus
    yield {
        "@id": corpus.licence,
        "@type": "CreativeWork",
        "name": corpus.licence,
        "description": "Licence of the codings and of what is made of them, not of the texts.",
    }
    if corpus.publisher:
        # A person is wanted there, or an organization, which whoever publishes acts as.
        yield {"@id": "#publisher", "@type": "Organization", "name": corpus.publisher}
    for coder in corpus.coders:
        yield {"@id": _iri(corpus, "coder", coder.id), "@type": "Thing", "name": coder.name}
    where = "" if material.with_text else "The full text is not in this crate. "
    for source in corpus.sources:
        yield {
            "@id": _iri(corpus, "source", source.id),
            "@type": "CreativeWork",
            "name": in_language(source.title, corpus.language) or source.id,
            "description": f"{where}{_rights(source)}",
            "inLanguage": source.language,
        }


def _entity(corpus: Corpus, one: _File) -> _Json:
    licence = {"license": {"@id": corpus.licence}} if one.ours else {}
    return {
        "@id": one.id,
        "@type": "File",
        "name": one.path.rpartition("/")[2],
        "description": one.meaning,
        "encodingFormat": one.media_type,
        "contentSize": str(len(one.content)),
        "sha256": hashlib.sha256(one.content).hexdigest(),
        **licence,
    }


def _provenance(authored: Sequence[_File], made: Sequence[_File]) -> Iterator[_Json]:
    """Yield what made the exports, from what, with which program."""
    action: Mapping[str, Any] = {
        "@id": "#export",
        "@type": "CreateAction",
        "name": "Export of the corpus by clivage",
        "instrument": {"@id": "#clivage"},
        "object": _ids(one.id for one in authored) or {"@id": "./"},
        "result": _ids(one.id for one in made),
    }
    yield dict(action)
    yield {
        "@id": "#clivage",
        "@type": "SoftwareApplication",
        "name": "clivage",
        "url": namespaces.CLV.rstrip("#"),
        "version": version("clivage"),
    }


def _iri(corpus: Corpus, folder: str, id: str) -> str:
    return identifiers.iri(corpus.base, folder, id)
