"""``dataset.ttl``: what there is, how much of it, under which licence, with which checksums.

Sources: Describing Linked Datasets with the VoID Vocabulary, W3C 2011; Data Catalog Vocabulary
(DCAT) version 3, W3C 2024; SPDX for the checksums, as DCAT asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from clivage import rdf
from clivage.export.material import Material
from clivage.model import in_language


@dataclass(frozen=True, slots=True)
class File:
    """One file that belongs to the dataset, with its text."""

    name: str
    media_type: str
    meaning: str
    text: str

    @property
    def sha256(self) -> str:
        """Hex digest of its UTF-8 bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def turtle(material: Material, files: Sequence[File]) -> str:
    """Return the description of a dataset and of its files, as Turtle."""
    corpus = material.corpus
    distributions = [
        rdf.Distribution(
            name=file.name,
            media_type=file.media_type,
            meaning=file.meaning,
            size=len(file.text.encode()),
            sha256=file.sha256,
        )
        for file in files
    ]
    triples = sum(graph.count(b"\n") for graph in material.graphs.values())
    about = [
        f"{in_language(corpus.title, corpus.language)}: description of the dataset",
        "The checksums are those of the files beside this one.",
    ]
    sections = rdf.described(corpus, triples=triples, distributions=distributions)
    return rdf.dumps(about, [(None, sections)], corpus.base)
