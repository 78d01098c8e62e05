"""CIDOC CRM: only classes and properties of version 7.1, each between what it may join."""

from __future__ import annotations

import pytest
from hypothesis import given
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from clivage import namespaces
from clivage.model import Corpus, Modality
from tests.exported import FEW, FOUNDING, NAMED, hashed, hostile, made, statement_iri
from tests.strategies import corpora

_CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
_CLV = Namespace(namespaces.CLV)
#: The superclasses of the classes in use (Definition of the CIDOC CRM, version 7.1).
_ABOVE = {
    "E2_Temporal_Entity": ("E1_CRM_Entity",),
    "E4_Period": ("E2_Temporal_Entity",),
    "E5_Event": ("E4_Period",),
    "E7_Activity": ("E5_Event",),
    "E13_Attribute_Assignment": ("E7_Activity",),
    "E21_Person": ("E39_Actor",),
    "E28_Conceptual_Object": ("E71_Human-Made_Thing",),
    "E31_Document": ("E73_Information_Object",),
    "E33_Linguistic_Object": ("E73_Information_Object",),
    "E35_Title": ("E41_Appellation",),
    "E39_Actor": ("E77_Persistent_Item",),
    "E41_Appellation": ("E90_Symbolic_Object",),
    "E52_Time-Span": ("E1_CRM_Entity",),
    "E55_Type": ("E28_Conceptual_Object",),
    "E56_Language": ("E55_Type",),
    "E70_Thing": ("E77_Persistent_Item",),
    "E71_Human-Made_Thing": ("E70_Thing",),
    "E73_Information_Object": ("E89_Propositional_Object", "E90_Symbolic_Object"),
    "E74_Group": ("E39_Actor",),
    "E77_Persistent_Item": ("E1_CRM_Entity",),
    "E89_Propositional_Object": ("E28_Conceptual_Object",),
    "E90_Symbolic_Object": ("E28_Conceptual_Object",),
}
#: Domain and range of the properties in use; None: a value.
_PROPERTIES = {
    "P1_is_identified_by": ("E1_CRM_Entity", "E41_Appellation"),
    "P2_has_type": ("E1_CRM_Entity", "E55_Type"),
    "P3_has_note": ("E1_CRM_Entity", None),
    "P4_has_time-span": ("E2_Temporal_Entity", "E52_Time-Span"),
    "P14_carried_out_by": ("E7_Activity", "E39_Actor"),
    "P16_used_specific_object": ("E7_Activity", "E70_Thing"),
    "P67_refers_to": ("E89_Propositional_Object", "E1_CRM_Entity"),
    "P70_documents": ("E31_Document", "E1_CRM_Entity"),
    "P72_has_language": ("E33_Linguistic_Object", "E56_Language"),
    "P82a_begin_of_the_begin": ("E52_Time-Span", None),
    "P82b_end_of_the_end": ("E52_Time-Span", None),
    "P102_has_title": ("E71_Human-Made_Thing", "E35_Title"),
    "P106i_forms_part_of": ("E90_Symbolic_Object", "E90_Symbolic_Object"),
    "P107i_is_current_or_former_member_of": ("E39_Actor", "E74_Group"),
    "P129_is_about": ("E89_Propositional_Object", "E1_CRM_Entity"),
    "P140_assigned_attribute_to": ("E13_Attribute_Assignment", "E1_CRM_Entity"),
    "P141_assigned": ("E13_Attribute_Assignment", "E1_CRM_Entity"),
    "P177_assigned_property_of_type": ("E13_Attribute_Assignment", "E55_Type"),
    "P190_has_symbolic_content": ("E90_Symbolic_Object", None),
}


def classes(graph: Graph, node: Node) -> set[str]:
    """Return the classes of a thing, and all those above them."""
    found: set[str] = set()
    left = [str(one).removeprefix(str(_CRM)) for one in graph.objects(node, RDF.type)]
    assert all(one in _ABOVE for one in left)
    while left:
        name = left.pop()
        found.add(name)
        left.extend(_ABOVE.get(name, ()))
    return found


def parsed(corpus: Corpus, *, with_text: bool = False) -> Graph:
    return Graph().parse(data=made(corpus, "crm", with_text=with_text), format="turtle")


def check(corpus: Corpus) -> set[str]:
    """Hold each triple to the table, and return the properties met."""
    graph = parsed(corpus)
    used = set()
    for subject, property_, value in graph:
        if not str(property_).startswith(str(_CRM)):
            continue
        name = str(property_).removeprefix(str(_CRM))
        used.add(name)
        domain, range_ = _PROPERTIES[name]
        assert domain in classes(graph, subject), (name, subject)
        assert isinstance(value, Literal) == (range_ is None)
        assert range_ is None or range_ in classes(graph, value), (name, value)
    assert len(list(graph.subjects(RDF.type, _CRM.E13_Attribute_Assignment))) == len(
        corpus.statements
    )
    done = [one for one in corpus.statements if one.modality is Modality.ACTUAL]
    assert len(list(graph.subjects(RDF.type, _CRM.E7_Activity))) == len(done)
    for one in corpus.statements:
        check_statement(graph, corpus, statement_iri(corpus, one))
    return used


def check_statement(graph: Graph, corpus: Corpus, iri: str) -> None:
    (one,) = (one for one in corpus.statements if statement_iri(corpus, one) == iri)
    (node,) = (
        node
        for node in graph.subjects(RDFS.seeAlso, URIRef(iri))
        if (node, RDF.type, _CRM.E13_Attribute_Assignment) in graph
    )
    assert graph.value(node, _CRM["P4_has_time-span"]) is None  # nobody knows when it was coded
    texts = {str(graph.value(part, _CRM.P190_has_symbolic_content))
             for part in graph.objects(node, _CRM.P16_used_specific_object)}  # fmt: skip
    assert texts == {passage.exact for passage in one.evidence}
    assigned = graph.value(node, _CRM.P177_assigned_property_of_type)
    assert (assigned == _CLV[one.sign.verb]) == (one.modality is Modality.ACTUAL)


@pytest.mark.parametrize("corpus", [FOUNDING, hostile(), hashed()], ids=NAMED)
def test_every_triple_joins_what_its_property_may_join(corpus: Corpus) -> None:
    """Domain and range by a table that was written by hand."""
    assert check(corpus) >= {"P140_assigned_attribute_to", "P67_refers_to", "P82b_end_of_the_end"}


@given(corpus=corpora())
@FEW
def test_any_corpus_keeps_to_domains_and_ranges(corpus: Corpus) -> None:
    """Parts of persons, open dates and authors who take sides included."""
    check(corpus)


def test_a_date_belongs_to_what_was_done() -> None:
    """The first and last moment that are possible, of the activity and not of its coding."""
    graph = parsed(hostile())
    stance = URIRef(f"{hostile().base}statement/s2#stance")
    span = graph.value(stance, _CRM["P4_has_time-span"])
    assert str(graph.value(span, _CRM.P82a_begin_of_the_begin)) == "1901-02-01T00:00:00"
    assert str(graph.value(span, _CRM.P82b_end_of_the_end)) == "1901-02-28T23:59:59"
    assert graph.value(span, RDFS.label) == Literal("1901-02")
    open_ = graph.value(URIRef(f"{hostile().base}statement/s5#stance"), _CRM["P4_has_time-span"])
    assert str(graph.value(open_, _CRM.P82a_begin_of_the_begin)) == "1901-01-01T00:00:00"
    assert graph.value(open_, _CRM.P82b_end_of_the_end) is None


def test_full_texts_stand_there_only_when_asked_for() -> None:
    """As the symbolic content of the source."""
    (source,) = hostile().sources
    for with_text in (False, True):
        graph = parsed(hostile(), with_text=with_text)
        found = graph.value(URIRef(source.id), _CRM.P190_has_symbolic_content)
        assert found == (Literal(source.text) if with_text else None)
