"""The registry of formats: what a corpus can be written as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from clivage import picture, render, view
from clivage.errors import ClivageError
from clivage.export import (
    brat,
    crate,
    crm,
    dataset,
    gexf,
    graphml,
    jsonld,
    kumu,
    nanopub,
    refi,
    tables,
    triples,
    webannotation,
)
from clivage.export.material import Material

_ZIP: Final = "application/zip"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a corpus.

    Attributes:
        name: what the command line calls it.
        file: name of its file; ``{id}`` stands for the id of the corpus.
        media_type: its media type.
        meaning: what it is, in a few words.
        make: makes the text, or the bytes of a format that is no text.
        distributed: whether ``dataset.ttl`` lists it, with its checksum.
        built: whether a build writes it; the others are written when they are asked for.
    """

    name: str
    file: str
    media_type: str
    meaning: str
    make: Callable[[Material], str | bytes]
    distributed: bool = True
    built: bool = True

    @property
    def packed(self) -> bool:
        """Whether it is an archive of files, and no text."""
        return self.media_type == _ZIP

    def write(self, material: Material) -> str:
        """Return the text, made once for each material.

        Raises:
            ClivageError: when the format is no text; `content` gives its bytes.
        """
        made = self._made(material)
        if isinstance(made, bytes):
            what = f"the format {self.name!r} is no text"
            raise ClivageError(what, remedy=f"write it to a file: {self.file_of(material)}")
        return made

    def content(self, material: Material) -> bytes:
        """Return the bytes of the file, text or not, made once for each material."""
        made = self._made(material)
        return made if isinstance(made, bytes) else made.encode()

    def _made(self, material: Material) -> str | bytes:
        if self.name not in material.texts:
            material.texts[self.name] = self.make(material)
        return material.texts[self.name]

    def file_of(self, material: Material) -> str:
        """Return the name of the file for one corpus."""
        return self.file.format(id=material.corpus.id)


def _svg(material: Material) -> str:
    return picture.svg(material.view, language=material.language or material.corpus.language)


def _dataset(material: Material) -> str:
    files = [
        dataset.File(one.file_of(material), one.media_type, one.meaning, one.write(material))
        for one in _FORMATS
        if one.distributed
    ]
    return dataset.turtle(material, files)


def _crate(material: Material) -> bytes:
    """Pack what a build writes; the page and its data hold the texts, and travel with them."""
    packed = (
        crate.Exported(one.file_of(material), one.media_type, one.meaning, one.content(material))
        for one in _FORMATS
        if one.built and (material.with_text or one.name not in _WITH_TEXTS)
    )
    return crate.crate(material, packed)


#: Formats that always hold the full texts, and the one that lists them.
_WITH_TEXTS: Final = ("json", "html", "dataset")

_FORMATS: Final = (
    Format("turtle", "{id}.ttl", "text/turtle", "RDF for people", triples.turtle),
    Format("trig", "{id}.trig", "application/trig", "RDF with named graphs", triples.trig),
    Format("ntriples", "{id}.nt", "application/n-triples", "RDF, line by line", triples.ntriples),
    Format("nquads", "{id}.nq", "application/n-quads", "RDF with named graphs", triples.nquads),
    Format("jsonld", "{id}.jsonld", "application/ld+json", "RDF as JSON", jsonld.jsonld),
    Format("rdf12", "{id}.rdf12.ttl", "text/turtle", "RDF 1.2 with reifiers", triples.rdf12),
    Format(
        "gexf",
        "{id}.gexf",
        "application/gexf+xml",
        "network for Gephi",
        lambda m: gexf.gexf(m.view),
    ),
    Format(
        "graphml",
        "{id}.graphml",
        "application/graphml+xml",
        "network as GraphML",
        lambda m: graphml.graphml(m.view),
    ),
    Format("nodes", "nodes.csv", "text/csv", "table of nodes", lambda m: tables.nodes_csv(m.view)),
    Format("edges", "edges.csv", "text/csv", "table of edges", lambda m: tables.edges_csv(m.view)),
    Format(
        "csvw",
        "csv-metadata.json",
        "application/csvm+json",
        "what the tables mean (CSVW)",
        lambda m: tables.csv_metadata(m.view),
    ),
    Format(
        "json",
        "network.json",
        "application/json",
        "network as it is drawn",
        lambda m: view.dumps(m.view),
    ),
    Format("svg", "network.svg", "image/svg+xml", "network for print", _svg),
    Format(
        "html",
        "network.html",
        "text/html",
        "interactive network",
        lambda m: render.html(m.view),
        distributed=False,
    ),
    Format(
        "dataset",
        "dataset.ttl",
        "text/turtle",
        "what there is, with counts and checksums (VoID, DCAT)",
        _dataset,
        distributed=False,
    ),
)


def _asked_for(
    name: str, file: str, media_type: str, meaning: str, make: Callable[[Material], str | bytes]
) -> Format:
    return Format(name, file, media_type, meaning, make, distributed=False, built=False)


#: What other programs and vocabularies take; no build writes it.
_FOREIGN: Final = (
    _asked_for("webannotation", "{id}.annotations.jsonld", "application/ld+json",
               "W3C Web Annotation, one a statement", webannotation.webannotation),
    _asked_for("nanopub", "{id}.nanopubs.trig", "application/trig",
               "nanopublications, one a statement", nanopub.nanopub),
    _asked_for("crm", "{id}.crm.ttl", "text/turtle", "view as CIDOC CRM", crm.crm),
    _asked_for("kumu", "{id}.kumu.json", "application/json",
               "network as a blueprint for Kumu", kumu.kumu),
    _asked_for("refi", "{id}.qdpx", _ZIP,
               "REFI-QDA project for NVivo, MAXQDA, QualCoder; with texts", refi.refi),
    _asked_for("brat", "{id}.brat.zip", _ZIP,
               "brat standoff, packed; with texts", brat.brat),
    _asked_for("crate", "{id}.crate.zip", _ZIP,
               "RO-Crate: the corpus and its exports, packed", _crate),
)  # fmt: skip

#: Every format by name: first those that a build writes, in the order in which it does.
FORMATS: Final = {one.name: one for one in (*_FORMATS, *_FOREIGN)}
