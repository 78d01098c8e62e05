"""A corpus in the terms of CIDOC CRM: what a coder assigned, what was done, and where it stands.

Source: Definition of the CIDOC Conceptual Reference Model, version 7.1, and its encoding in RDFS
(http://www.cidoc-crm.org/cidoc-crm/). A statement is two things there: the attribute assignment
of the coder (E13), whose day nobody knows, and, where the source says that it happened, the
activity of the holder (E7), which has the date. What was negated, hypothetical or announced is
an assignment of a type of its own, and no activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, RDFS, XSD, Literal, Namespace, URIRef

from clivage import codes, dates, identifiers
from clivage.errors import DateError
from clivage.model import (
    AUTHOR,
    Actor,
    ActorType,
    Corpus,
    Issue,
    Modality,
    Passage,
    Sign,
    Source,
    Statement,
)
from clivage.rdf.foreign import Part, part_iri
from clivage.rdf.terms import CLV, DCTERMS, SKOS, Triple
from clivage.rdf.turtle import blocks
from clivage.rdf.writing import iri_of

CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
#: A collective acts in a similar way without being organised, which a Group of CRM may too.
_ACTORS: Mapping[ActorType, URIRef] = {
    ActorType.PERSON: CRM.E21_Person,
    ActorType.ORGANIZATION: CRM.E74_Group,
    ActorType.COLLECTIVE: CRM.E74_Group,
}


def cidoc(corpus: Corpus, *, with_text: bool = False) -> list[Part]:
    """Return the view in parts, by what they are about.

    Args:
        with_text: whether the full texts go into it, besides the quotations.
    """
    passages = {
        (one.source, one.start, one.end): one for said in corpus.statements for one in said.evidence
    }
    about: dict[tuple[str, int, int], dict[str, None]] = {key: {} for key in passages}
    for said in corpus.statements:
        for one in said.evidence:
            about[one.source, one.start, one.end].setdefault(said.about)
    return [
        _part("Coders", (one for coder in corpus.coders for one in _coder(corpus, coder.id))),
        _part("Sources", (t for one in corpus.sources for t in _source(corpus, one, with_text))),
        _part("Actors", (t for one in corpus.actors for t in _actor(corpus, one))),
        _part("Issues", (t for one in corpus.issues for t in _issue(corpus, one))),
        _part("Passages", (
            t for key, one in passages.items() for t in _passage(corpus, one, about[key])
        )),
        _part("What coders assigned, and what was done, in the order of the sources",
              (t for one in corpus.statements for t in _statement(corpus, one))),
        _part("Types and languages", _types(corpus)),
    ]  # fmt: skip


def _part(title: str, triples: Iterable[Triple]) -> Part:
    return Part(title, blocks(dict.fromkeys(triples)))


def _labelled(node: URIRef, labels: Mapping[str, str]) -> Iterator[Triple]:
    for language, text in sorted(labels.items()):
        yield node, RDFS.label, Literal(text, lang=language)


def _coder(corpus: Corpus, id: str) -> Iterator[Triple]:
    node = iri_of(corpus, "coder", id)
    yield node, RDF.type, CRM.E39_Actor
    yield node, RDFS.label, Literal(next(one.name for one in corpus.coders if one.id == id))


def _source(corpus: Corpus, one: Source, with_text: bool) -> Iterator[Triple]:
    node = iri_of(corpus, "source", one.id)
    yield node, RDF.type, CRM.E31_Document
    yield node, RDF.type, CRM.E33_Linguistic_Object
    yield from _labelled(node, one.title)
    for language, text in sorted(one.title.items()):
        title = URIRef(part_iri(node, f"title-{language}"))
        yield node, CRM.P102_has_title, title
        yield title, RDF.type, CRM.E35_Title
        yield title, CRM.P190_has_symbolic_content, Literal(text, lang=language)
    yield node, CRM.P72_has_language, _language(corpus, one.language)
    for property_, text in (
        (DCTERMS.creator, one.creator),
        (DCTERMS.date, one.date),
        (DCTERMS.rights, one.rights),
        (DCTERMS.provenance, one.provenance),
        (CRM.P190_has_symbolic_content, (one.text or "") if with_text else ""),
    ):
        if text:
            yield node, property_, Literal(text)


def _actor(corpus: Corpus, one: Actor) -> Iterator[Triple]:
    node = iri_of(corpus, "actor", one.id)
    yield node, RDF.type, CRM.E39_Actor if one.unsorted else _ACTORS[one.type]
    yield from _named(node, one)
    for number, name in enumerate(one.names, 1):
        appellation = URIRef(part_iri(node, f"name-{number}"))
        yield node, CRM.P1_is_identified_by, appellation
        yield appellation, RDF.type, CRM.E41_Appellation
        yield appellation, CRM.P190_has_symbolic_content, Literal(name)
    if one.kind:
        yield node, CRM.P2_has_type, CLV[f"kind-{one.kind}"]
    whole = corpus.actor.get(one.part_of)
    # Nobody is a member of a person, nor of what may be one.
    if whole and whole.type is not ActorType.PERSON and not whole.unsorted:
        yield node, CRM.P107i_is_current_or_former_member_of, iri_of(corpus, "actor", whole.id)


def _issue(corpus: Corpus, one: Issue) -> Iterator[Triple]:
    node = iri_of(corpus, "issue", one.id)
    yield node, RDF.type, CRM.E89_Propositional_Object
    yield from _named(node, one)
    for language, text in sorted(one.definition.items()):
        yield node, CRM.P3_has_note, Literal(text, lang=language)


def _named(node: URIRef, one: Actor | Issue) -> Iterator[Triple]:
    yield from _labelled(node, one.labels)
    for link in one.exact_match:
        yield node, SKOS.exactMatch, URIRef(link)
    for link in one.close_match:
        yield node, SKOS.closeMatch, URIRef(link)
    if one.note:
        yield node, CRM.P3_has_note, Literal(one.note)


def _passage(corpus: Corpus, one: Passage, about: Iterable[str]) -> Iterator[Triple]:
    node = _passage_iri(corpus, one)
    yield node, RDF.type, CRM.E33_Linguistic_Object
    yield node, CRM.P106i_forms_part_of, iri_of(corpus, "source", one.source)
    yield node, CRM.P190_has_symbolic_content, Literal(one.exact)
    for issue in about:
        if issue:
            yield node, CRM.P129_is_about, iri_of(corpus, "issue", issue)


def _statement(corpus: Corpus, one: Statement) -> Iterator[Triple]:
    statement = iri_of(corpus, "statement", one.id)
    node = URIRef(part_iri(statement, "assignment"))
    yield node, RDF.type, CRM.E13_Attribute_Assignment
    yield node, RDFS.seeAlso, statement
    yield node, CRM.P14_carried_out_by, iri_of(corpus, "coder", one.coder)
    yield node, CRM.P140_assigned_attribute_to, iri_of(corpus, "actor", one.holder)
    yield node, CRM.P141_assigned, _thing(corpus, one.target)
    yield node, CRM.P177_assigned_property_of_type, _stance_type(corpus, one.sign, one.modality)
    yield node, CRM.P2_has_type, CLV[f"modality-{one.modality.value}"]
    yield node, CRM.P2_has_type, CLV[f"certainty-{one.certainty.value}"]
    for passage in one.evidence:
        yield node, CRM.P16_used_specific_object, _passage_iri(corpus, passage)
    if one.note:
        yield node, CRM.P3_has_note, Literal(one.note)
    if one.modality is Modality.ACTUAL:
        yield from _stance(corpus, one, statement)


def _stance(corpus: Corpus, one: Statement, statement: URIRef) -> Iterator[Triple]:
    """Yield what the holder did, as the source says."""
    node = URIRef(part_iri(statement, "stance"))
    yield node, RDF.type, CRM.E7_Activity
    yield node, RDFS.seeAlso, statement
    yield node, CRM.P14_carried_out_by, iri_of(corpus, "actor", one.holder)
    yield node, CRM.P2_has_type, _stance_type(corpus, one.sign, one.modality)
    for list_, code in (("relation", one.relation), ("mode", one.mode and one.mode.value)):
        if code:
            yield node, CRM.P2_has_type, CLV[f"{list_}-{code}"]
    for passage in one.evidence:
        yield _passage_iri(corpus, passage), CRM.P67_refers_to, node
        yield iri_of(corpus, "source", passage.source), CRM.P70_documents, node
    if one.when:
        yield from _time(node, one.when)


def _time(node: URIRef, when: str) -> Iterator[Triple]:
    span = URIRef(part_iri(node, "time"))
    yield node, CRM["P4_has_time-span"], span
    yield span, RDF.type, CRM["E52_Time-Span"]
    yield span, RDFS.label, Literal(when)
    try:
        bounds = dates.bounds(when)
    except DateError:  # an unchecked corpus keeps its wrong date, and has no bounds
        return
    if bounds.earliest:
        first = Literal(f"{bounds.earliest.isoformat()}T00:00:00", datatype=XSD.dateTime)
        yield span, CRM.P82a_begin_of_the_begin, first
    if bounds.latest:
        last = Literal(f"{bounds.latest.isoformat()}T23:59:59", datatype=XSD.dateTime)
        yield span, CRM.P82b_end_of_the_end, last


def _types(corpus: Corpus) -> Iterator[Triple]:
    """Yield the types, languages and the author of sources that the view speaks of."""
    for sign, modality in sorted(
        {(one.sign, one.modality) for one in corpus.statements},
        key=lambda pair: (-pair[0].value, pair[1].value),
    ):
        node = _stance_type(corpus, sign, modality)
        name = sign.verb if modality is Modality.ACTUAL else f"{sign.verb} ({modality.value})"
        yield node, RDF.type, CRM.E55_Type
        yield node, RDFS.label, Literal(name, lang="en")
    for list_, known, used in _codes(corpus):
        for code in sorted(used - {""}):
            yield CLV[f"{list_}-{code}"], RDF.type, CRM.E55_Type
            yield from _labelled(CLV[f"{list_}-{code}"], known[code].labels)
    for language in sorted({one.language for one in corpus.sources}):
        yield _language(corpus, language), RDF.type, CRM.E56_Language
        yield _language(corpus, language), RDFS.label, Literal(language)
    if any(one.holder == AUTHOR for one in corpus.statements):
        yield CLV.author, RDF.type, CRM.E39_Actor
        yield CLV.author, RDFS.label, Literal("the author of the source", lang="en")


def _codes(corpus: Corpus) -> Iterator[tuple[str, codes.Codes, set[str]]]:
    actual = [one for one in corpus.statements if one.modality is Modality.ACTUAL]
    yield "kind", codes.kinds(), {one.kind for one in corpus.actors}
    yield "relation", codes.relations(), {one.relation for one in actual}
    yield "mode", codes.modes(), {one.mode.value for one in actual if one.mode}
    yield "modality", codes.modalities(), {one.modality.value for one in corpus.statements}
    yield "certainty", codes.certainties(), {one.certainty.value for one in corpus.statements}


def _stance_type(corpus: Corpus, sign: Sign, modality: Modality) -> URIRef:
    """Return what P177 says was assigned: support that did not happen is no support."""
    if modality is Modality.ACTUAL:
        return CLV[sign.verb]
    return URIRef(f"{corpus.base}type/{modality.value}-{sign.verb}")


def _thing(corpus: Corpus, id: str) -> URIRef:
    return iri_of(corpus, "issue" if id in corpus.issue else "actor", id)


def _language(corpus: Corpus, tag: str) -> URIRef:
    return URIRef(f"{corpus.base}language/{tag}")


def _passage_iri(corpus: Corpus, one: Passage) -> URIRef:
    return URIRef(identifiers.passage_iri(iri_of(corpus, "source", one.source), one))
