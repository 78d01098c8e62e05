"""The registry of formats: what a corpus can be written as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from clivage import picture, render, view
from clivage.export import dataset, gexf, graphml, jsonld, tables, triples
from clivage.export.material import Material


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a corpus.

    Attributes:
        name: what the command line calls it.
        file: name of the file that a build writes; ``{id}`` stands for the id of the corpus.
        media_type: its media type.
        meaning: what it is, in a few words.
        make: makes the text.
        distributed: whether ``dataset.ttl`` lists it, with its checksum.
    """

    name: str
    file: str
    media_type: str
    meaning: str
    make: Callable[[Material], str]
    distributed: bool = True

    def write(self, material: Material) -> str:
        """Return the text, made once for each material."""
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

#: Every format by name, in the order in which a build writes them.
FORMATS: Final = {one.name: one for one in _FORMATS}
