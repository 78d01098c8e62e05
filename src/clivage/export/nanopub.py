"""Nanopublications as TriG: each statement with its provenance, citable by itself."""

from __future__ import annotations

from clivage.export.material import Material
from clivage.model import in_language
from clivage.rdf import foreign
from clivage.rdf.nanopublications import NP, nanopublications


def nanopub(material: Material) -> str:
    """Return one nanopublication a statement, in reading order.

    None has a trusty URI or a signature: both are given when a nanopublication is published.
    """
    corpus = material.corpus
    about = [
        in_language(corpus.title, corpus.language),
        f"{len(corpus.statements)} nanopublications, of four graphs each",
        "" if corpus.issued else "dcterms:created is lacking: corpus.yaml gives no day in 'issued'",
        "" if corpus.licence else "dcterms:license is lacking: corpus.yaml gives no 'licence'",
    ]
    parts = list(nanopublications(corpus))
    return foreign.dumps([line for line in about if line], parts, corpus.base, {"np": str(NP)})
