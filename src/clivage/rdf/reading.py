"""Triples to records, for RDF that clivage or anybody else wrote.

Whatever a record cannot hold (two holders, a passage without words) becomes a `Problem` with
the id of its rule; `clivage.constraints` says the rest. Direct edges are never read: they are
derived again from the statements, and one that no statement backs is a problem.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from clivage import constraints, dates, identifiers
from clivage.errors import CorpusError, DateError, OntologyError, Problem, Severity
from clivage.model import (
    AUTHOR,
    Actor,
    ActorType,
    Certainty,
    Coder,
    Corpus,
    DateBasis,
    Issue,
    Labels,
    Modality,
    Mode,
    Passage,
    Sign,
    Source,
    Statement,
    UnevidencedTie,
    reading_order,
)
from clivage.rdf.terms import (
    ACTOR_CLASSES,
    CLV,
    DCTERMS,
    EDTF_TYPE,
    FOAF,
    OA,
    PROV,
    SCHEMA,
    SIGN_CLASSES,
    SKOS,
    TIE_CLASSES,
)

_Code = TypeVar("_Code", bound=Enum)
_UNNAMED = "urn:clivage:unnamed/"


def to_corpus(graph: Graph) -> Corpus:
    """Read and verify a corpus.

    Raises:
        OntologyError: when nothing in the graph is of the clivage ontology.
        CorpusError: with every error found, when there is one.

    >>> from clivage.rdf import to_graph
    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> inspect(to_graph(empty))[0] == empty
    True
    """
    corpus, problems = inspect(graph)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise CorpusError(errors)
    return corpus


def inspect(graph: Graph) -> tuple[Corpus, list[Problem]]:
    """Read a corpus and report everything that is wrong with it.

    Raises:
        OntologyError: when nothing in the graph is of the clivage ontology.
    """
    reader = _Reader(graph)
    corpus = reader.corpus()
    # There are no lines to point at: a problem names its subject instead.
    broken = [
        replace(one, what=f"{one.subject}: {one.what}" if one.subject else one.what)
        for one in constraints.check(corpus)
    ]
    problems = [*reader.problems, *broken]
    if reader.problems:  # of statements that cannot be read there may be many
        problems = [one for one in problems if one.rule != constraints.EMPTY]
    return corpus, sorted(set(problems), key=lambda one: (one.rule, one.subject, one.what))


class _Reader:
    """Reads one graph, collecting problems as it goes."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.problems: list[Problem] = []
        nodes = [one for one in _sorted(self._instances(CLV.Corpus)) if isinstance(one, URIRef)]
        self.node = nodes[0] if nodes else None
        self.base = str(self.node) if self.node else _UNNAMED

    def corpus(self) -> Corpus:
        statements = self._instances(CLV.Statement, *SIGN_CLASSES.values())
        ties = self._instances(CLV.UnevidencedTie, *TIE_CLASSES.values())
        if self.node is None and not statements and not ties:
            raise OntologyError(
                "nothing here is of the clivage ontology: there is no clv:Statement",
                remedy="see ontology/index.html for what a statement is",
            )
        header = self._header()
        self.language = header["language"]
        self.actors = self._instances(CLV.Actor, *ACTOR_CLASSES.values()) - {CLV.author}
        self.issues = self._instances(CLV.Issue)
        self.sources = self._instances(CLV.Source)
        passages = self._passages()
        read = [one for node in _sorted(statements) if (one := self._statement(node, passages))]
        self._edges(read)
        for node in (*statements, *ties, *self.actors):
            echo = str(node).startswith(self.base)
            if not echo and constraints.is_example(str(node)):
                self._say("corpus-base", node, "its IRI belongs to nobody")
        return Corpus(
            **header,
            coders=tuple(sorted(self._coders(), key=_id)),
            sources=tuple(sorted((self._source(n) for n in self.sources), key=_id)),
            actors=tuple(sorted((self._actor(n) for n in self.actors), key=_id)),
            issues=tuple(sorted((self._issue(n) for n in self.issues), key=_id)),
            statements=tuple(sorted(read, key=reading_order)),
            unevidenced=tuple(sorted(filter(None, map(self._tie, _sorted(ties))), key=_id)),
        )

    # Nodes, ids and single values

    def _instances(self, *classes: URIRef) -> set[Node]:
        return {node for class_ in classes for node in self.graph.subjects(RDF.type, class_)}

    def _say(self, rule: str, node: Node, what: str, remedy: str = "") -> None:
        # The name of a blank node is another one at each reading.
        name = "a blank node" if isinstance(node, BNode) else self._short(node)
        self.problems.append(Problem(rule, f"{name}: {what}", remedy, str(node)))

    def _short(self, node: Node) -> str:
        return str(node).removeprefix(self.base)

    def _id_of(self, folder: str, node: Node) -> str:
        if node == CLV.author:
            return AUTHOR
        short = identifiers.id_of(self.base, folder, str(node))
        may_have_dots = folder in ("statement", "tie")
        fits = identifiers.is_statement_id if may_have_dots else identifiers.is_slug
        return short if fits(short) else str(node)

    def _all(self, node: Node, property_: URIRef) -> list[Node]:
        return _sorted(self.graph.objects(node, property_))

    def _one(
        self, node: Node, property_: URIRef, rule: str, *, required: bool = False
    ) -> Node | None:
        """Return the one value of a property; say so when there are more, or none."""
        values = self._all(node, property_)
        name = str(property_).rpartition("#")[2].rpartition("/")[2]
        if len(values) > 1:
            self._say(rule, node, f"it has {len(values)} values of {name}, not one")
        elif required and not values:
            self._say(rule, node, f"it has no {name}")
        return values[0] if values else None

    def _text(
        self, node: Node, property_: URIRef, rule: str = "", *, required: bool = False
    ) -> str:
        if not rule:
            return next((str(value) for value in self._all(node, property_)), "")
        value = self._one(node, property_, rule, required=required)
        return "" if value is None else str(value)

    def _words(self, node: Node, property_: URIRef, rule: str) -> str:
        """Return the one text of a property; say so when it is no text."""
        value = self._one(node, property_, rule)
        if value is not None and not isinstance(value, Literal):
            self._say(rule, node, f"{self._short(value)} is not a text")
        return "" if value is None else str(value)

    def _labels(self, node: Node, property_: URIRef, rule: str = "") -> Labels:
        labels: dict[str, str] = {}
        for value in self._all(node, property_):
            language = (value.language or "") if isinstance(value, Literal) else ""
            if language in labels and rule:
                self._say(rule, node, f"it has two labels in the language {language!r}")
            labels[language] = str(value)
        return dict(sorted(labels.items()))

    def _texts(self, node: Node, property_: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in self.graph.objects(node, property_)))

    def _edtf(self, node: Node, property_: URIRef, rule: str) -> str:
        value = self._one(node, property_, rule)
        if value is None:
            return ""
        if not (isinstance(value, Literal) and value.datatype == EDTF_TYPE):
            self._say(rule, node, f"the date {str(value)!r} is not of the type edtf:EDTF")
        return str(value)

    def _code(self, node: Node, property_: URIRef, prefix: str, rule: str) -> str:
        value = self._one(node, property_, rule)
        return "" if value is None else str(value).removeprefix(f"{CLV}{prefix}-")

    def _member(
        self,
        codes: type[_Code],
        node: Node,
        property_: URIRef,
        *,
        rule: str,
        required: bool = False,
    ) -> _Code | None:
        """Return the member of a closed list that a concept such as clv:mode-deed stands for."""
        value = self._one(node, property_, rule, required=required)
        if value is None:
            return None
        prefix = rule.removeprefix("statement-").removeprefix("date-")
        notation = str(value).removeprefix(f"{CLV}{prefix}-")
        for member in codes:
            if member.value == notation:
                return member
        self._say(rule, node, f"{notation!r} is not in the list")
        return None

    # Things

    def _header(self) -> dict[str, Any]:
        if self.node is None:
            labels = {"und": "Unnamed corpus"}
            return {"id": "unnamed", "base": self.base, "title": labels, "language": "und"}
        return {
            "id": re.split(r"[/#:]", self.base.rstrip("/#"))[-1],
            "base": self.base,
            "title": self._labels(self.node, DCTERMS.title),
            "language": self._text(self.node, DCTERMS.language),
            "licence": self._text(self.node, DCTERMS.license),
            "description": self._labels(self.node, DCTERMS.description),
            "publisher": self._text(self.node, DCTERMS.publisher),
            "issued": _day(self._text(self.node, DCTERMS.issued)),
        }

    def _coders(self) -> Iterator[Coder]:
        nodes = set(self.graph.objects(None, PROV.wasAttributedTo)) | self._instances(PROV.Agent)
        for node in nodes:
            id = self._id_of("coder", node)
            yield Coder(id=id, name=self._text(node, FOAF.name) or id)

    def _source(self, node: Node) -> Source:
        return Source(
            id=self._id_of("source", node),
            title=self._labels(node, DCTERMS.title),
            language=self._text(node, DCTERMS.language, "source-language", required=True),
            sha256=self._text(node, SCHEMA.sha256, "source-digest", required=True),
            creator=self._text(node, DCTERMS.creator),
            date=self._text(node, DCTERMS.date),
            period=self._edtf(node, CLV.when, "source-period"),
            publication=self._words(node, CLV.publication, "source-publication"),
            section=self._words(node, CLV.section, "source-publication"),
            genre=self._words(node, CLV.genre, "source-publication"),
            rights=self._text(node, DCTERMS.rights, "source-rights", required=True),
            provenance=self._text(node, DCTERMS.provenance),
            text=self._text(node, CLV.text) if (node, CLV.text, None) in self.graph else None,
        )

    def _actor(self, node: Node) -> Actor:
        types = [
            type_
            for type_, class_ in ACTOR_CLASSES.items()
            if (node, RDF.type, class_) in self.graph
        ]
        if len(types) != 1:
            what = "it is not one of a person, an organization or a collective, and only one"
            self._say("actor-type", node, what)
        part_of = self._one(node, CLV.partOf, "actor-part-of")
        return Actor(
            id=self._id_of("actor", node),
            type=types[0] if types else ActorType.COLLECTIVE,
            labels=self._labels(node, SKOS.prefLabel, "actor-label"),
            kind=self._code(node, CLV.kind, "kind", "actor-kind"),
            names=self._texts(node, SKOS.altLabel),
            part_of="" if part_of is None else self._id_of("actor", part_of),
            exact_match=self._texts(node, SKOS.exactMatch),
            close_match=self._texts(node, SKOS.closeMatch),
            note=self._text(node, SKOS.note),
        )

    def _issue(self, node: Node) -> Issue:
        return Issue(
            id=self._id_of("issue", node),
            labels=self._labels(node, SKOS.prefLabel, "issue-label"),
            definition=self._labels(node, SKOS.definition),
            exact_match=self._texts(node, SKOS.exactMatch),
            close_match=self._texts(node, SKOS.closeMatch),
            note=self._text(node, SKOS.note),
        )

    # Passages

    def _passages(self) -> dict[Node, Passage]:
        return {node: self._passage(node) for node in _sorted(self._instances(CLV.Passage))}

    def _passage(self, node: Node) -> Passage:
        source = self._one(node, OA.hasSource, "passage-source", required=True)
        if source is not None and source not in self.sources:
            self._say("passage-source", node, "it stands in no clv:Source")
        quote = self._selector(node, OA.TextQuoteSelector, "passage-quote")
        position = self._selector(node, OA.TextPositionSelector, "passage-position")
        exact = self._text(quote, OA.exact, "passage-quote", required=True) if quote else ""
        start, end = (self._offset(position, property_) for property_ in (OA.start, OA.end))
        return Passage(
            source="" if source is None else self._id_of("source", source),
            start=start,
            end=end,
            exact=exact,
            prefix=self._text(quote, OA.prefix) if quote else "",
            suffix=self._text(quote, OA.suffix) if quote else "",
        )

    def _selector(self, node: Node, class_: URIRef, rule: str) -> Node | None:
        selectors = self._all(node, OA.hasSelector)
        found = [one for one in selectors if (one, RDF.type, class_) in self.graph]
        if len(found) != 1:
            name = str(class_).rpartition("#")[2]
            self._say(rule, node, f"it has {len(found)} selectors of the type oa:{name}, not one")
        return found[0] if found else None

    def _offset(self, selector: Node | None, property_: URIRef) -> int:
        if selector is None:
            return -1
        value = self._one(selector, property_, "passage-position", required=True)
        number = value.toPython() if isinstance(value, Literal) else None
        if isinstance(number, int):
            return number
        if value is not None:
            self._say("passage-position", selector, f"the offset {str(value)!r} is not a number")
        return -1

    # Statements

    def _statement(self, node: Node, passages: dict[Node, Passage]) -> Statement | None:
        signs = [
            sign for sign, class_ in SIGN_CLASSES.items() if (node, RDF.type, class_) in self.graph
        ]
        if len(signs) != 1:
            self._say("statement-sign", node, "it is not one of a support and an opposition")
        holder = self._one(node, CLV.holder, "statement-holder", required=True)
        target = self._one(node, CLV.target, "statement-target", required=True)
        common = self._common(node)
        if not signs or holder is None or target is None:
            return None
        voice = self._one(node, CLV.voice, "statement-voice")
        about = self._one(node, CLV.about, "statement-about")
        coder = self._one(node, PROV.wasAttributedTo, "statement-coder", required=True)
        return Statement(
            id=self._id_of("statement", node),
            sign=signs[0],
            holder=self._id_of("actor", holder),
            target=self._id_of("issue" if target in self.issues else "actor", target),
            about="" if about is None else self._id_of("issue", about),
            voice="" if voice is None else self._id_of("actor", voice),
            evidence=self._evidence(node, passages),
            coder="" if coder is None else self._id_of("coder", coder),
            relation=self._code(node, CLV.relation, "relation", "statement-relation"),
            note=self._text(node, SKOS.note),
            suggested_by=self._words(node, CLV.suggestedBy, "statement-suggested-by"),
            **common,
        )

    def _common(self, node: Node) -> dict[str, Any]:
        """Read what a statement says of itself: how, how sure, how strong and when."""
        modality = self._member(
            Modality, node, CLV.modality, rule="statement-modality", required=True
        )
        certainty = self._member(
            Certainty, node, CLV.certainty, rule="statement-certainty", required=True
        )
        return {
            "mode": self._member(Mode, node, CLV.mode, rule="statement-mode"),
            "modality": modality or Modality.ACTUAL,
            "certainty": certainty or Certainty.CERTAIN,
            "strength": self._strength(node),
            "when": self._when(node),
            "date_basis": self._member(DateBasis, node, CLV.dateBasis, rule="statement-date-basis"),
        }

    def _strength(self, node: Node, rule: str = "statement-strength") -> int:
        value = self._one(node, CLV.strength, rule, required=True)
        number = value.toPython() if isinstance(value, Literal) else None
        if isinstance(number, int):
            return number
        if value is not None:
            self._say(rule, node, f"{str(value)!r} is not a whole number")
        return 2

    def _when(self, node: Node) -> str:
        when = self._edtf(node, CLV.when, "statement-when")
        written = [
            self._one(node, property_, "statement-bounds")
            for property_ in (CLV.notBefore, CLV.notAfter)
        ]
        days = [None if value is None else str(value) for value in written]
        for value in written:
            if value is not None and not (
                isinstance(value, Literal) and value.datatype == XSD.date
            ):
                self._say("statement-bounds", node, f"the bound {str(value)!r} is not an xsd:date")
        if not when and any(days):
            self._say("statement-bounds", node, "it has bounds of a date but no date")
        elif days[0] and days[1] and days[1] < days[0]:
            self._say("statement-bounds", node, "its date ends before it begins")
        elif when and any(days) and days != _bounds(when, days):
            self._say("statement-bounds", node, f"the bounds are not those of the date {when!r}")
        return when

    def _tie(self, node: Node) -> UnevidencedTie | None:
        signs = [
            sign for sign, class_ in TIE_CLASSES.items() if (node, RDF.type, class_) in self.graph
        ]
        if len(signs) != 1:
            self._say("tie-sign", node, "it is not one of a support and an opposition")
        if self._is_coded(node):
            self._say(
                "tie-apart", node, "it is a statement, or has evidence: it is one or the other"
            )
        holder = self._one(node, CLV.holder, "tie-holder", required=True)
        target = self._one(node, CLV.target, "tie-target", required=True)
        strength, when = (
            self._strength(node, "tie-strength"),
            self._edtf(node, CLV.when, "tie-when"),
        )
        if not signs or holder is None or target is None:
            return None
        return UnevidencedTie(
            id=self._id_of("tie", node),
            sign=signs[0],
            holder=self._id_of("actor", holder),
            target=self._id_of("issue" if target in self.issues else "actor", target),
            strength=strength,
            when=when,
            provenance=self._text(node, DCTERMS.provenance),
            note=self._text(node, SKOS.note),
        )

    def _is_coded(self, node: Node) -> bool:
        """Whether a tie is said to be a statement too, or to have evidence."""
        classes = (CLV.Statement, *SIGN_CLASSES.values())
        coded = any((node, RDF.type, class_) in self.graph for class_ in classes)
        return coded or (node, CLV.evidence, None) in self.graph

    def _evidence(self, node: Node, passages: dict[Node, Passage]) -> tuple[Passage, ...]:
        found = []
        for passage in self.graph.objects(node, CLV.evidence):
            if passage in passages:
                found.append(passages[passage])
            else:
                self._say("statement-evidence", node, f"{self._short(passage)} is no clv:Passage")
        return tuple(sorted(found, key=lambda one: (one.source, one.start, one.end)))

    def _edges(self, statements: Iterable[Statement]) -> None:
        """Say which direct edges no statement backs."""
        backed = {(one.sign, one.holder, one.target) for one in statements if one.makes_edge}
        for sign, property_ in ((Sign.SUPPORT, CLV.supports), (Sign.OPPOSITION, CLV.opposes)):
            for holder, target in self.graph.subject_objects(property_):
                folder = "issue" if target in self.issues else "actor"
                edge = sign, self._id_of("actor", holder), self._id_of(folder, target)
                if edge not in backed:
                    what = f"that it {sign.verb} {self._short(target)} rests on no statement"
                    self._say("edge-evidence", holder, what)


def _id(thing: Actor | Coder | Issue | Source | UnevidencedTie) -> str:
    return thing.id


def _day(text: str) -> datetime.date | None:
    """Return a day, or None for what others may give there, such as a year alone."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _bounds(when: str, otherwise: list[str | None]) -> list[str | None]:
    """Return the bounds of a date, or those written when the date itself is wrong."""
    try:
        bounds = dates.bounds(when)
    except DateError:
        return otherwise
    return [day.isoformat() if day else None for day in (bounds.earliest, bounds.latest)]


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    """Sort nodes of any sort; rdflib's own order compares literals by value."""
    return sorted(nodes, key=lambda node: node.n3())
