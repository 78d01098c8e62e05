"""The published shapes: what SHACL says of RDF, be it ours or somebody else's.

The same rules as `clivage.constraints`, under the same ids, run by pySHACL on any rdflib graph.
Slower by far, and the contract: whoever writes RDF for clivage can run them without clivage.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import rdflib
from rdflib import Graph, Literal, Namespace
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from clivage import identifiers, namespaces, resources, vocabulary
from clivage.errors import OntologyError, Origin, Problem, Severity
from clivage.model import Corpus, Passage
from clivage.vocabulary import rule_of

_OA = Namespace(namespaces.OA)
_SH = Namespace(namespaces.SH)
#: The longest value that a message shows, in characters.
_LONGEST = 120


def check(graph: Graph, *, corpus: Corpus | None = None) -> list[Problem]:
    """Return every rule that a graph breaks, sorted by rule and subject.

    The code lists and classes of the ontology are mixed in; nothing is inferred.

    Args:
        graph: the asserted triples, with or without direct edges; it is left as it is.
        corpus: the corpus that the graph was made from; its problems then know their lines.

    Raises:
        OntologyError: when the graph cannot be validated at all.

    >>> from rdflib import Graph
    >>> statement = "<urn:s> a <https://w3id.org/clivage/ns#Statement> ."
    >>> [problem.rule for problem in check(Graph().parse(data=statement, format="turtle"))][:2]
    ['statement-certainty', 'statement-coder']
    """
    origins = _origins(corpus) if corpus else {}
    problems = {
        _problem(graph, shapes_graph, report, result, origins)
        for shapes_graph, report in [_validate(graph)]
        for result in report.objects(None, _SH.result)  # not sh:detail, which explains a result
    }
    return sorted(problems, key=lambda one: (one.rule, one.subject, one.what))


def _validate(graph: Graph) -> tuple[Graph, Graph]:
    """Return the shapes and the report of pySHACL."""
    with _literals_as_written():
        from pyshacl import validate
        from pyshacl.errors import ReportableRuntimeError

        data = _Data()
        for part in (graph, vocabulary.graph()):
            for triple in part:
                data.add(triple)
        shapes = _shapes()
        try:
            _, report, words = validate(data, shacl_graph=shapes, inplace=True)
        except ReportableRuntimeError as error:
            raise OntologyError(f"the shapes cannot be run: {error}") from None
    if not isinstance(report, Graph):
        raise OntologyError(f"the shapes cannot be run: {words}")
    return shapes, report


class _Data(Graph):
    """Triples of which pySHACL asks the same few queries again and again: each is read once."""

    def query(self, query_object: str | Query, *args: Any, **more: Any) -> Result:  # noqa: ANN401
        """Answer a query."""
        if isinstance(query_object, str):
            query_object = _read(query_object)
        return super().query(query_object, *args, **more)


@cache
def _read(sparql: str) -> Query:
    return prepareQuery(sparql)


@cache
def _shapes() -> Graph:
    """Return the shapes, for pySHACL alone, which adds triples of its own to them."""
    return Graph().parse(resources.ontology("shapes.ttl"))


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep pySHACL, which turns on a switch of the whole process, from leaving it on."""
    before = rdflib.NORMALIZE_LITERALS
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _problem(
    graph: Graph, shapes: Graph, report: Graph, result: Node, origins: dict[str, Origin | None]
) -> Problem:
    shape = report.value(result, _SH.sourceShape)
    subject = _subject(graph, report, result)
    warning = report.value(result, _SH.resultSeverity) == _SH.Warning
    return Problem(
        rule=rule_of(str(shape)),
        what=_message(shapes, shape) + _here(report.value(result, _SH.value), subject),
        subject=subject,
        origin=origins.get(subject),
        severity=Severity.WARNING if warning else Severity.ERROR,
    )


def _subject(graph: Graph, report: Graph, result: Node) -> str:
    """Return the thing at fault: the passage, where the focus is its source or its selector."""
    focus = report.value(result, _SH.focusNode)
    value = report.value(result, _SH.value)
    if value is not None and (value, _OA.hasSource, focus) in graph:
        return str(value)
    passages = sorted(graph.subjects(_OA.hasSelector, focus), key=str)
    return str(passages[0] if passages else focus)


def _message(shapes: Graph, shape: Node | None) -> str:
    english = [
        str(message)
        for message in shapes.objects(shape, _SH.message)
        if isinstance(message, Literal) and message.language == "en"
    ]
    return (english[0] if english else f"breaks {shape}").rstrip(".")


def _here(value: Node | None, subject: str) -> str:
    """Return the value that breaks the rule, unless it is the subject, shortened where long."""
    if value is None or str(value) == subject:
        return ""
    words = " ".join(str(value).split())
    return f" (here: {words if len(words) <= _LONGEST else words[:_LONGEST] + '…'})"


def _origins(corpus: Corpus) -> dict[str, Origin | None]:
    """Return where each IRI of a corpus is written; a passage, where it is first cited."""
    origins = {corpus.base: corpus.origins.of("corpus")}
    things: dict[str, Any] = {
        "coder": corpus.coders,
        "source": corpus.sources,
        "actor": corpus.actors,
        "issue": corpus.issues,
        "statement": corpus.statements,
    }
    for folder, ones in things.items():
        for one in ones:
            iri = identifiers.iri(corpus.base, folder, one.id)
            origins[iri] = corpus.origins.of(f"{folder}/{one.id}")
    for statement in corpus.statements:
        for passage in statement.evidence:
            iri = _passage_iri(corpus, passage)
            origins.setdefault(iri, corpus.origins.of(f"statement/{statement.id}"))
    return origins


def _passage_iri(corpus: Corpus, passage: Passage) -> str:
    source = identifiers.iri(corpus.base, "source", passage.source)
    return identifiers.passage_iri(source, passage)
