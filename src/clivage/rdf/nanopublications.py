"""Each statement as a nanopublication: four named graphs that can be published by themselves.

Source: Nanopublication Guidelines, working draft (http://nanopub.org/guidelines/working_draft/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import RDF, XSD, Literal, Namespace, URIRef

from clivage import identifiers
from clivage.model import AUTHOR, Corpus, Statement
from clivage.rdf.foreign import Part, part_iri
from clivage.rdf.terms import CLV, DCTERMS, PROV, SKOS, Triple
from clivage.rdf.turtle import Block, blocks
from clivage.rdf.writing import iri_of, triples

NP = Namespace("http://www.nanopub.org/nschema#")
#: What a nanopublication says of an actor or an issue besides its identifier.
_NAMED = (RDF.type, SKOS.prefLabel)
#: What a nanopublication says of a source; its rights go with every quotation.
_CITED = (RDF.type, DCTERMS.title, DCTERMS.creator, DCTERMS.date, DCTERMS.rights)
#: What belongs to the provenance of a statement, and not to what it asserts.
_PROVENANCE = (CLV.evidence, PROV.wasAttributedTo)


def nanopublications(corpus: Corpus) -> Iterator[Part]:
    """Yield four graphs a statement: head, assertion, provenance, publication info."""
    known = blocks(triples(corpus))
    for one in corpus.statements:
        node = iri_of(corpus, "statement", one.id)
        publication = _iri(corpus, one.id)
        head, assertion, provenance, info = (
            URIRef(part_iri(publication, name))
            for name in ("Head", "assertion", "provenance", "pubinfo")
        )
        heading = [
            (publication, RDF.type, NP.Nanopublication),
            (publication, NP.hasAssertion, assertion),
            (publication, NP.hasProvenance, provenance),
            (publication, NP.hasPublicationInfo, info),
        ]
        yield Part(_comment(one), blocks(heading), head)
        yield Part("", _assertion(corpus, one, node, known), assertion)
        yield Part("", _provenance(corpus, one, assertion, known), provenance)
        yield Part("", blocks(_info(corpus, one, publication)), info)


def _iri(corpus: Corpus, id: str) -> URIRef:
    if identifiers.is_absolute(id):
        return URIRef(part_iri(id, "nanopub"))
    return URIRef(identifiers.iri(corpus.base, "nanopub", id))


def _comment(one: Statement) -> str:
    return f"{one.holder} {one.sign.verb} {one.target}"


def _assertion(
    corpus: Corpus, one: Statement, node: URIRef, known: Mapping[URIRef, Block]
) -> dict[URIRef, Block]:
    """Return what a statement says, with the direct edge only where it makes one."""
    said: dict[URIRef, Block] = {
        node: {name: values for name, values in known[node].items() if name not in _PROVENANCE}
    }
    holder, target = (_thing(corpus, id) for id in (one.holder, one.target))
    ids = dict.fromkeys((one.holder, one.target, one.about, one.voice))
    for id in ids:
        if id and id != AUTHOR:
            thing = _thing(corpus, id)
            said[thing] = _only(known[thing], _NAMED)
    if one.makes_edge:
        said[holder] = {**said[holder], CLV[one.sign.verb]: [target]}
    return said


def _provenance(
    corpus: Corpus, one: Statement, assertion: URIRef, known: Mapping[URIRef, Block]
) -> dict[URIRef, Block]:
    """Return where a statement was read, in which words, and who coded it."""
    node = iri_of(corpus, "statement", one.id)
    coder = iri_of(corpus, "coder", one.coder)
    sources = {passage.source: iri_of(corpus, "source", passage.source) for passage in one.evidence}
    passages = list(dict.fromkeys(known[node][CLV.evidence]))
    found: dict[URIRef, Block] = {
        assertion: {
            PROV.wasDerivedFrom: [*passages, *sources.values()],
            PROV.wasAttributedTo: [coder],
        },
        node: {CLV.evidence: passages},
        coder: known[coder],
    }
    for passage in one.evidence:
        for part in ("char", "quote", "position"):
            iri = URIRef(identifiers.passage_iri(sources[passage.source], passage, part))
            found[iri] = known[iri]
    for source in sources.values():
        found[source] = _only(known[source], _CITED)
    return found


def _info(corpus: Corpus, one: Statement, publication: URIRef) -> Iterator[Triple]:
    """Yield what is known of the publication; its day only where the corpus gives one."""
    yield publication, DCTERMS.isPartOf, URIRef(corpus.base)
    yield publication, DCTERMS.creator, iri_of(corpus, "coder", one.coder)
    if corpus.publisher:
        yield publication, DCTERMS.publisher, Literal(corpus.publisher)
    if corpus.licence:
        yield publication, DCTERMS.license, URIRef(corpus.licence)
    if corpus.issued:
        yield publication, DCTERMS.created, Literal(corpus.issued.isoformat(), datatype=XSD.date)


def _thing(corpus: Corpus, id: str) -> URIRef:
    return iri_of(corpus, "issue" if id in corpus.issue else "actor", id)


def _only(block: Block, names: tuple[URIRef, ...]) -> Block:
    return {name: block[name] for name in names if name in block}
