"""A corpus described as a dataset, in VoID and DCAT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rdflib import DCAT, RDF, RDFS, XSD, Literal, Namespace, URIRef

from clivage import namespaces
from clivage.model import ActorType, Corpus, Sign
from clivage.rdf.terms import ACTOR_CLASSES, CLV, DCTERMS, SIGN_CLASSES, VOID, Triple
from clivage.rdf.turtle import Section, blocks
from clivage.rdf.writing import header, iri_of

_SPDX = Namespace(namespaces.SPDX)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a dataset; ``size`` is in bytes."""

    name: str
    media_type: str
    meaning: str
    size: int
    sha256: str


def described(
    corpus: Corpus, *, triples: int, distributions: Sequence[Distribution]
) -> list[Section]:
    """Return the description of a corpus.

    Args:
        triples: how many it has, derived ones included.
    """
    files = [triple for one in distributions for triple in _distribution(corpus, one)]
    return [
        _section("The dataset", [*_dataset(corpus, triples), *_listed(corpus, distributions)]),
        _section("Its classes", list(_partitions(corpus))),
        _section("Its files", files),
    ]


def _section(title: str, said: list[Triple]) -> Section:
    return Section(title, [("", subject, block) for subject, block in blocks(said).items()])


def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)


def _dataset(corpus: Corpus, count: int) -> Iterator[Triple]:
    node = URIRef(corpus.base)
    yield node, RDF.type, DCAT.Dataset
    yield from header(corpus)
    yield node, DCTERMS.conformsTo, URIRef(namespaces.CLV.rstrip("#"))
    yield node, VOID.uriSpace, Literal(corpus.base)
    for vocabulary in (CLV, namespaces.OA, namespaces.PROV, namespaces.SKOS, DCTERMS):
        yield node, VOID.vocabulary, URIRef(vocabulary)
    if corpus.statements:
        example = iri_of(corpus, "statement", corpus.statements[0].id)
        yield node, VOID.exampleResource, example
    yield node, VOID.triples, _count(count)
    yield node, VOID.entities, _count(len(corpus.statements))
    for class_ in _counts(corpus):
        yield node, VOID.classPartition, _partition(corpus, class_)


def _listed(corpus: Corpus, distributions: Sequence[Distribution]) -> Iterator[Triple]:
    for one in distributions:
        yield URIRef(corpus.base), DCAT.distribution, _file(corpus, one)


def _counts(corpus: Corpus) -> dict[URIRef, int]:
    types = [None if actor.unsorted else actor.type for actor in corpus.actors]
    signs = [statement.sign for statement in corpus.statements]
    passages = {
        (passage.source, passage.start, passage.end)
        for statement in corpus.statements
        for passage in statement.evidence
    }
    only_some_have = {
        CLV.UnsortedActor: types.count(None),
        CLV.UnevidencedTie: len(corpus.unevidenced),
        CLV.CodedEvent: sum(bool(tie.code) for tie in corpus.unevidenced),
        CLV.Dyad: sum(tie.is_coded and not tie.code for tie in corpus.unevidenced),
    }
    return {
        CLV.Actor: len(types),
        **{ACTOR_CLASSES[type_]: types.count(type_) for type_ in ActorType},
        CLV.Issue: len(corpus.issues),
        CLV.Source: len(corpus.sources),
        CLV.Passage: len(passages),
        CLV.Statement: len(signs),
        **{SIGN_CLASSES[sign]: signs.count(sign) for sign in Sign},
        **{class_: count for class_, count in only_some_have.items() if count},
    }


def _partition(corpus: Corpus, class_: URIRef) -> URIRef:
    return URIRef(f"{corpus.base}dataset#{class_.rpartition('#')[2]}")


def _partitions(corpus: Corpus) -> Iterator[Triple]:
    for class_, count in _counts(corpus).items():
        node = _partition(corpus, class_)
        yield node, RDF.type, VOID.Dataset
        yield node, VOID["class"], class_
        yield node, VOID.entities, _count(count)


def _file(corpus: Corpus, one: Distribution) -> URIRef:
    return URIRef(f"{corpus.base}dataset#{one.name}")


def _distribution(corpus: Corpus, one: Distribution) -> Iterator[Triple]:
    node = _file(corpus, one)
    checksum = URIRef(f"{node}-sha256")
    yield node, RDF.type, DCAT.Distribution
    yield node, RDFS.label, Literal(one.name)
    yield node, DCTERMS.description, Literal(one.meaning, lang="en")
    yield node, DCAT.accessURL, URIRef(corpus.base)
    yield node, DCAT.mediaType, URIRef(_MEDIA_TYPES + one.media_type)
    yield node, DCAT.byteSize, Literal(one.size, datatype=XSD.nonNegativeInteger)
    if corpus.licence:
        yield node, DCTERMS.license, URIRef(corpus.licence)
    yield node, _SPDX.checksum, checksum
    yield checksum, RDF.type, _SPDX.Checksum
    yield checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256
    yield checksum, _SPDX.checksumValue, Literal(one.sha256, datatype=XSD.hexBinary)
