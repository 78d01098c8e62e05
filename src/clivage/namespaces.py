"""The vocabularies that clivage reads and writes, and the one table of prefixes."""

from __future__ import annotations

from typing import Final

CLV: Final = "https://w3id.org/clivage/ns#"
SHAPES: Final = "https://w3id.org/clivage/shapes#"

DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SPDX: Final = "http://spdx.org/rdf/terms#"
VANN: Final = "http://purl.org/vocab/vann/"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

#: Every prefix that clivage binds, in the order in which files declare them.
PREFIXES: Final[dict[str, str]] = {
    "clv": CLV,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "edtf": EDTF,
    "foaf": FOAF,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "vann": VANN,
    "void": VOID,
    "xsd": XSD,
}

#: The folders of a corpus: what stands between its base and an id, and a prefix of its own.
FOLDERS: Final = (
    "actor",
    "issue",
    "source",
    "statement",
    "tie",
    "coder",
    "graph",
    "analysis",
    "finding",
)


def prefixes(base: str) -> dict[str, str]:
    """Return every prefix that a query about a corpus may use without declaring it.

    >>> prefixes("https://w3id.org/clivage/demo/")["actor"]
    'https://w3id.org/clivage/demo/actor/'
    """
    return {**PREFIXES, **{folder: f"{base}{folder}/" for folder in FOLDERS}}
