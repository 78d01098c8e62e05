"""CIDOC CRM, as Turtle: the view of a corpus that museums and archives can join to theirs."""

from __future__ import annotations

from clivage.export.material import Material
from clivage.model import in_language
from clivage.rdf import foreign
from clivage.rdf.cidoc import CRM, cidoc


def crm(material: Material) -> str:
    """Return the corpus in the terms of CIDOC CRM 7.1, an attribute assignment a statement."""
    corpus = material.corpus
    about = [
        f"{in_language(corpus.title, corpus.language)}: as CIDOC CRM",
        "E13: what a coder assigned. E7: what the holder did, where the source says it happened.",
    ]
    parts = cidoc(corpus, with_text=material.with_text)
    return foreign.dumps(about, parts, corpus.base, {"crm": str(CRM)})
