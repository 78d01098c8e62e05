"""Turtle for people: grouped in sections, in reading order, with a comment where it helps.

rdflib's own writer sorts by class and by IRI; a reader of a corpus wants the statements in the
order of the text, each with its passage under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from clivage import namespaces
from clivage.model import Corpus, Statement, in_language
from clivage.rdf.terms import CLV, Triple, code_table_iri, prefixes, quoted
from clivage.rdf.writing import iri_of, triples

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_RELATIVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_./#=,-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

REIFIES = URIRef(namespaces.RDF + "reifies")

#: A value of a property.
Value: TypeAlias = "Node | TripleTerm"
#: What is said of one thing: property to values, both in order.
Block: TypeAlias = Mapping[URIRef, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class TripleTerm:
    """A triple that is spoken of and not asserted (RDF 1.2); rdflib has no such term yet."""

    subject: URIRef
    predicate: URIRef
    object: URIRef


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a file: its title, and its things, each with a comment or an empty one."""

    title: str
    things: Sequence[tuple[str, URIRef, Block]]


class Names:
    """Writes terms as short as the prefixes and the base of a corpus allow."""

    def __init__(self, base: str) -> None:
        self.base = base if base.endswith("/") else ""
        #: The longest namespace first, so that ``<base>actor/`` wins over ``<base>``.
        self.namespaces = sorted(
            ((namespace, prefix) for prefix, namespace in prefixes(base).items()),
            key=lambda pair: (-len(pair[0]), pair),
        )
        self.used: set[str] = set()
        self._known: dict[URIRef, str] = {}

    def term(self, node: Value) -> str:
        """Return a term in Turtle."""
        if isinstance(node, TripleTerm):
            parts = (self.term(part) for part in (node.subject, node.predicate, node.object))
            return f"<<( {' '.join(parts)} )>>"
        if isinstance(node, URIRef):
            if node not in self._known:
                self._known[node] = self._iri(str(node))
            return self._known[node]
        if isinstance(node, Literal):
            return self._literal(node)
        return node.n3()

    def _iri(self, iri: str) -> str:
        for namespace, prefix in self.namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        if self.base and iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        if literal.datatype in (XSD.integer, XSD.boolean) and literal.value is not None:
            return str(literal)
        text = quoted(str(literal))
        if literal.language:
            return f"{text}@{literal.language}"
        return f"{text}^^{self.term(literal.datatype)}" if literal.datatype else text

    def block(self, subject: URIRef, block: Block) -> str:
        """Return all that is said of one thing."""
        lines = []
        for property_, values in block.items():
            verb = "a" if property_ == RDF.type else self.term(property_)
            objects = " ,\n        ".join(self.term(value) for value in values)
            if property_ == RDF.type:
                objects = " , ".join(self.term(value) for value in values)
            lines.append(f"    {verb} {objects}")
        return f"{self.term(subject)}\n" + " ;\n".join(lines) + " .\n"

    def header(self) -> str:
        """Return the declarations of what has been used so far."""
        base = f"@base <{self.base}> .\n" if self.base else ""
        declared = {prefix: namespace for namespace, prefix in self.namespaces}
        return base + "".join(
            f"@prefix {prefix}: <{declared[prefix]}> .\n" for prefix in sorted(self.used)
        )


def dumps(
    about: Iterable[str], graphs: Iterable[tuple[URIRef | None, Sequence[Section]]], base: str
) -> str:
    """Write sections as Turtle, or as TriG where graphs have names.

    Args:
        about: lines of comment at the top.
    """
    names = Names(base)
    body = []
    for graph, sections in graphs:
        text = "\n".join(_section(names, section) for section in sections if section.things)
        body.append(f"{names.term(graph)} {{\n\n{text}\n}}\n" if graph else text)
    comment = "".join(f"# {one_line(line)}\n" for line in about)
    return f"{comment}\n{names.header()}\n" + "\n".join(body)


def asserted(corpus: Corpus, *, with_text: bool = False) -> list[Section]:
    """Return what the author asserted, in sections."""
    left = blocks(triples(corpus, with_text=with_text))

    def things(folder: str, ids: Iterable[str]) -> list[tuple[str, URIRef, Block]]:
        nodes = [iri_of(corpus, folder, id) for id in ids]
        return [("", node, left.pop(node)) for node in nodes]

    head = URIRef(corpus.base)
    sections = [
        Section("The corpus", [("", head, left.pop(head))]),
        Section("Coders", things("coder", [coder.id for coder in corpus.coders])),
        Section("Sources", things("source", corpus.source)),
        Section("Actors", things("actor", corpus.actor)),
        Section("Issues", things("issue", corpus.issue)),
    ]
    tables = [code_table_iri(table.id) for table in corpus.code_tables]
    coding = [("", node, left.pop(node)) for node in tables]
    ties = things("tie", corpus.tie)
    # What is left are statements, each followed by the passages that it is the first to cite.
    said = _nodes(corpus)
    statements = [
        (_spoken(corpus, said[node]) if node in said else "", node, block)
        for node, block in left.items()
    ]
    return [
        *sections,
        Section("Statements, in the order of the sources", statements),
        Section("Code tables: what gave the codes of events their signs and weights", coding),
        Section("Unevidenced ties: no quotation stands behind them, and no edge is derived", ties),
    ]


def reified(corpus: Corpus, sections: Iterable[Section]) -> list[Section]:
    """Return the same sections with statements that reify their triples (RDF 1.2)."""
    said = _nodes(corpus)

    def spoken(node: URIRef, block: Block) -> Block:
        if node not in said:
            return block
        return {**block, REIFIES: [_triple_term(corpus, said[node])]}

    return [
        Section(
            one.title, [(words, node, spoken(node, block)) for words, node, block in one.things]
        )
        for one in sections
    ]


def _nodes(corpus: Corpus) -> Mapping[URIRef, Statement]:
    return {iri_of(corpus, "statement", one.id): one for one in corpus.statements}


def derived(graph: Graph) -> list[Section]:
    """Return the direct edges, sorted."""
    title = "Direct edges: derived from the statements by rules, never authored"
    triples = cast(list[Triple], sorted(graph))
    return [Section(title, [("", node, block) for node, block in blocks(triples).items()])]


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters, fit for a comment.

    >>> one_line("two\\nlines")
    'two lines'
    """
    return _CONTROL.sub(" ", text)


def _section(names: Names, section: Section) -> str:
    rule = "-" * max(3, 96 - len(section.title))
    parts = [f"# {section.title} {rule}\n"]
    for comment, subject, block in section.things:
        said = f"# {one_line(comment)}\n" if comment else ""
        parts.append(said + names.block(subject, block))
    return "\n".join(parts)


def blocks(triples: Iterable[Triple]) -> dict[URIRef, dict[URIRef, list[Value]]]:
    """Group triples by subject and property, in the order in which they come."""
    grouped: dict[URIRef, dict[URIRef, list[Value]]] = {}
    for subject, property_, value in triples:
        grouped.setdefault(subject, {}).setdefault(property_, []).append(value)
    return grouped


def _triple_term(corpus: Corpus, statement: Statement) -> TripleTerm:
    folder = "issue" if statement.target in corpus.issue else "actor"
    return TripleTerm(
        iri_of(corpus, "actor", statement.holder),
        CLV[statement.sign.verb],
        iri_of(corpus, folder, statement.target),
    )


def _spoken(corpus: Corpus, statement: Statement) -> str:
    """Say a statement in words: ``World Bank opposes Bolivia``."""
    holder, target = _label(corpus, statement.holder), _label(corpus, statement.target)
    modality = "" if statement.makes_edge else " (makes no edge)"
    return f"{holder} {statement.sign.verb} {target}{modality}"


def _label(corpus: Corpus, id: str) -> str:
    thing = corpus.actor.get(id) or corpus.issue.get(id)
    return in_language(thing.labels, corpus.language) if thing else id
