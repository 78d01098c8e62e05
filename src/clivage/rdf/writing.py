"""Records to triples: nothing is a blank node, and the general class is asserted too.

Both the specific and the general class of a thing stand there, so that no reasoner is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rdflib import RDF, XSD, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from clivage import dates, identifiers
from clivage.errors import DateError
from clivage.model import (
    AUTHOR,
    Actor,
    CodeTable,
    Corpus,
    DateBasis,
    Issue,
    Labels,
    Passage,
    Source,
    Statement,
    UnevidencedTie,
)
from clivage.rdf.terms import (
    ACTOR_CLASSES,
    CLV,
    DCTERMS,
    EDTF_TYPE,
    FOAF,
    OA,
    OWL,
    PROV,
    SCHEMA,
    SIGN_CLASSES,
    SKOS,
    TIE_CLASSES,
    VOID,
    Triple,
    bind,
    code_table_iri,
    decimal,
    quoted,
)

#: The strength of what weighs something else, which goes without saying.
_CLEAR: Final = 2


def to_graph(corpus: Corpus, *, with_text: bool = False) -> Graph:
    """Return what the author asserted, as one rdflib graph, without the derived edges.

    Args:
        with_text: whether the full texts go into the graph, besides the quotations.

    >>> from clivage.model import Corpus
    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> len(to_graph(empty))
    4
    """
    graph = Graph()
    bind(graph, corpus.base)
    for triple in triples(corpus, with_text=with_text):
        graph.add(triple)
    return graph


def ntriples(corpus: Corpus, *, with_text: bool = False) -> bytes:
    """Return the same as UTF-8 N-Triples, in no particular order; a line may stand twice."""
    return "".join(lines(triples(corpus, with_text=with_text))).encode()


def lines(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield triples as lines of N-Triples."""
    for subject, property_, value in triples:
        yield f"<{subject}> <{property_}> {_value(value)} .\n"


def _value(node: Node) -> str:
    """Return a value in N-Triples."""
    if not isinstance(node, Literal):
        return f"<{node}>"
    text = quoted(str(node))
    if node.language:
        return f"{text}@{node.language}"
    return f"{text}^^<{node.datatype}>" if node.datatype else text


def to_dataset(graphs: Mapping[str, bytes], base: str) -> Dataset:
    """Return an rdflib Dataset of named graphs, each given as UTF-8 N-Triples.

    Args:
        base: the corpus's base IRI, for the prefixes.

    >>> dataset = to_dataset({"urn:g": b"<urn:a> <urn:b> <urn:c> ."}, "urn:")
    >>> len(dataset.graph("urn:g"))
    1
    """
    dataset = Dataset(default_union=True)
    for name, content in sorted(graphs.items()):
        dataset.graph(URIRef(name)).parse(data=content, format="nt11")
    bind(dataset, base)
    return dataset


def triples(corpus: Corpus, *, with_text: bool = False) -> Iterator[Triple]:
    """Yield the triples of a corpus, thing by thing."""
    yield from header(corpus)
    for coder in corpus.coders:
        subject = iri_of(corpus, "coder", coder.id)
        yield subject, RDF.type, PROV.Agent
        yield subject, FOAF.name, Literal(coder.name)
    for source in corpus.sources:
        yield from _source(corpus, source, with_text=with_text)
    for actor in corpus.actors:
        yield from _actor(corpus, actor)
    for issue in corpus.issues:
        yield from _issue(corpus, issue)
    written: set[tuple[str, int, int]] = set()
    for statement in corpus.statements:
        yield from _statement(corpus, statement)
        for passage in statement.evidence:
            key = (passage.source, passage.start, passage.end)
            if key not in written:
                written.add(key)
                yield from _passage(corpus, passage)
    for table in corpus.code_tables:
        yield from _code_table(table)
    for tie in corpus.unevidenced:
        yield from _tie(corpus, tie)


def iri_of(corpus: Corpus, folder: str, id: str) -> URIRef:
    """Return the IRI of a thing of the corpus; the author of a source is ``clv:author``."""
    if folder == "actor" and id == AUTHOR:
        return CLV.author
    return URIRef(identifiers.iri(corpus.base, folder, id))


def _target(corpus: Corpus, id: str) -> URIRef:
    return iri_of(corpus, "issue" if id in corpus.issue else "actor", id)


def _labelled(subject: URIRef, property_: URIRef, labels: Labels) -> Iterator[Triple]:
    for language, text in sorted(labels.items()):
        yield subject, property_, Literal(text, lang=language)


def _text(subject: URIRef, property_: URIRef, text: str) -> Iterator[Triple]:
    if text:
        yield subject, property_, Literal(text)


def _edtf(subject: URIRef, property_: URIRef, date: str) -> Iterator[Triple]:
    if date:
        yield subject, property_, Literal(date, datatype=EDTF_TYPE)


def header(corpus: Corpus) -> Iterator[Triple]:
    """Yield what is said of the corpus itself."""
    subject = URIRef(corpus.base)
    yield subject, RDF.type, CLV.Corpus
    yield subject, RDF.type, VOID.Dataset
    yield from _labelled(subject, DCTERMS.title, corpus.title)
    yield from _labelled(subject, DCTERMS.description, corpus.description)
    yield subject, DCTERMS.language, Literal(corpus.language)
    yield from _text(subject, DCTERMS.publisher, corpus.publisher)
    if corpus.licence:
        yield subject, DCTERMS.license, URIRef(corpus.licence)
    if corpus.issued:
        yield subject, DCTERMS.issued, Literal(corpus.issued)


def _source(corpus: Corpus, source: Source, *, with_text: bool) -> Iterator[Triple]:
    subject = iri_of(corpus, "source", source.id)
    yield subject, RDF.type, CLV.Source
    yield from _labelled(subject, DCTERMS.title, source.title)
    yield subject, DCTERMS.language, Literal(source.language)
    yield from _text(subject, DCTERMS.creator, source.creator)
    yield from _edtf(subject, DCTERMS.date, source.date)
    yield from _edtf(subject, CLV.when, source.period)
    yield from _text(subject, CLV.publication, source.publication)
    yield from _text(subject, CLV.section, source.section)
    yield from _text(subject, CLV.genre, source.genre)
    yield from _text(subject, DCTERMS.rights, source.rights)
    yield from _text(subject, DCTERMS.provenance, source.provenance)
    yield from _text(subject, SCHEMA.sha256, source.sha256)
    if with_text and source.text is not None:
        yield subject, CLV.text, Literal(source.text)


def _named(corpus: Corpus, subject: URIRef, thing: Actor | Issue) -> Iterator[Triple]:
    yield from _labelled(subject, SKOS.prefLabel, thing.labels)
    for link in thing.exact_match:
        yield subject, SKOS.exactMatch, URIRef(link)
    for link in thing.close_match:
        yield subject, SKOS.closeMatch, URIRef(link)
    yield from _text(subject, SKOS.note, thing.note)


def _actor(corpus: Corpus, actor: Actor) -> Iterator[Triple]:
    subject = iri_of(corpus, "actor", actor.id)
    yield subject, RDF.type, CLV.UnsortedActor if actor.unsorted else ACTOR_CLASSES[actor.type]
    yield subject, RDF.type, CLV.Actor
    yield from _named(corpus, subject, actor)
    for name in actor.names:
        yield subject, SKOS.altLabel, Literal(name, lang=corpus.language)
    if actor.kind:
        yield subject, CLV.kind, CLV[f"kind-{actor.kind}"]
    if actor.part_of:
        yield subject, CLV.partOf, iri_of(corpus, "actor", actor.part_of)


def _issue(corpus: Corpus, issue: Issue) -> Iterator[Triple]:
    subject = iri_of(corpus, "issue", issue.id)
    yield subject, RDF.type, CLV.Issue
    yield from _named(corpus, subject, issue)
    yield from _labelled(subject, SKOS.definition, issue.definition)


def _passage(corpus: Corpus, passage: Passage) -> Iterator[Triple]:
    source = iri_of(corpus, "source", passage.source)
    subject = URIRef(identifiers.passage_iri(source, passage))
    quote = URIRef(identifiers.passage_iri(source, passage, "quote"))
    position = URIRef(identifiers.passage_iri(source, passage, "position"))
    yield subject, RDF.type, CLV.Passage
    yield subject, RDF.type, OA.SpecificResource
    yield subject, OA.hasSource, source
    yield subject, OA.hasSelector, quote
    yield subject, OA.hasSelector, position
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, Literal(passage.exact)
    yield from _text(quote, OA.prefix, passage.prefix)
    yield from _text(quote, OA.suffix, passage.suffix)
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(passage.start)
    yield position, OA.end, Literal(passage.end)


def _statement(corpus: Corpus, statement: Statement) -> Iterator[Triple]:
    subject = iri_of(corpus, "statement", statement.id)
    yield subject, RDF.type, SIGN_CLASSES[statement.sign]
    yield subject, RDF.type, CLV.Statement
    yield subject, CLV.holder, iri_of(corpus, "actor", statement.holder)
    yield subject, CLV.target, _target(corpus, statement.target)
    if statement.about:
        yield subject, CLV.about, iri_of(corpus, "issue", statement.about)
    if statement.voice:
        yield subject, CLV.voice, iri_of(corpus, "actor", statement.voice)
    if statement.relation:
        yield subject, CLV.relation, CLV[f"relation-{statement.relation}"]
    if statement.mode:
        yield subject, CLV.mode, CLV[f"mode-{statement.mode.value}"]
    yield subject, CLV.modality, CLV[f"modality-{statement.modality.value}"]
    yield subject, CLV.strength, Literal(statement.strength)
    yield subject, CLV.certainty, CLV[f"certainty-{statement.certainty.value}"]
    yield from _when(subject, statement.when, statement.date_basis)
    yield from _text(subject, SKOS.note, statement.note)
    yield from _text(subject, CLV.suggestedBy, statement.suggested_by)
    yield subject, PROV.wasAttributedTo, iri_of(corpus, "coder", statement.coder)
    for passage in statement.evidence:
        source_iri = iri_of(corpus, "source", passage.source)
        yield subject, CLV.evidence, URIRef(identifiers.passage_iri(source_iri, passage))


def _code_table(table: CodeTable) -> Iterator[Triple]:
    subject = code_table_iri(table.id)
    yield subject, RDF.type, CLV.CodeTable
    yield from _labelled(subject, DCTERMS.title, table.title)
    yield subject, OWL.versionInfo, Literal(table.version)
    if table.source:
        yield subject, DCTERMS.source, URIRef(table.source)
    yield from _text(subject, SCHEMA.sha256, table.sha256)


def _tie(corpus: Corpus, tie: UnevidencedTie) -> Iterator[Triple]:
    subject = iri_of(corpus, "tie", tie.id)
    yield subject, RDF.type, TIE_CLASSES[tie.sign]
    yield subject, RDF.type, CLV.UnevidencedTie
    yield subject, CLV.holder, iri_of(corpus, "actor", tie.holder)
    yield subject, CLV.target, _target(corpus, tie.target)
    if not tie.is_coded or tie.strength != _CLEAR:
        yield subject, CLV.strength, Literal(tie.strength)
    yield from _when(subject, tie.when)
    yield from _coding(subject, tie)
    yield from _text(subject, DCTERMS.provenance, tie.provenance)
    yield from _text(subject, SKOS.note, tie.note)


def _coding(subject: URIRef, tie: UnevidencedTie) -> Iterator[Triple]:
    """Yield what a tie weighs, and what it says of the events that a program coded."""
    if tie.is_coded:
        yield subject, RDF.type, CLV.CodedEvent if tie.code else CLV.Dyad
        if not tie.code:
            yield subject, CLV.events, Literal(tie.events)
    if tie.weight is not None:
        yield subject, CLV.weight, Literal(decimal(tie.weight), datatype=XSD.decimal)
    yield from _text(subject, CLV.eventCode, tie.code)
    if tie.code_table:
        yield subject, CLV.codeTable, code_table_iri(tie.code_table)
    if tie.source:
        yield subject, DCTERMS.source, URIRef(tie.source)
    if not tie.directed:
        yield subject, CLV.directed, Literal(False)


def _when(subject: URIRef, when: str, basis: DateBasis | None = None) -> Iterator[Triple]:
    if not when:
        return
    yield from _edtf(subject, CLV.when, when)
    if basis:
        yield subject, CLV.dateBasis, CLV[f"basis-{basis.value}"]
    try:
        bounds = dates.bounds(when)
    except DateError:  # an unchecked corpus keeps its wrong date, for the shapes to find
        return
    for property_, day in ((CLV.notBefore, bounds.earliest), (CLV.notAfter, bounds.latest)):
        if day:
            yield subject, property_, Literal(day.isoformat(), datatype=XSD.date)
