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
from typing import Any

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from clivage import constraints
from clivage.errors import CorpusError, OntologyError, Problem, Severity
from clivage.model import (
    Actor,
    ActorType,
    Certainty,
    Coder,
    CodeTable,
    Corpus,
    DateBasis,
    Issue,
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
    FOAF,
    OA,
    PROV,
    SCHEMA,
    SIGN_CLASSES,
    SKOS,
    TIE_CLASSES,
)
from clivage.rdf.unevidenced import Ties
from clivage.rdf.values import in_order


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


class _Reader(Ties):
    """Reads one graph, collecting problems as it goes."""

    def corpus(self) -> Corpus:
        statements = self._instances(CLV.Statement, *SIGN_CLASSES.values())
        coded = (CLV.CodedEvent, CLV.Dyad)
        ties = self._instances(CLV.UnevidencedTie, *TIE_CLASSES.values(), *coded)
        if self.node is None and not statements and not ties:
            raise OntologyError(
                "nothing here is of the clivage ontology: there is no clv:Statement",
                remedy="see ontology/index.html for what a statement is",
            )
        header = self._header()
        self.language = header["language"]
        classes = (CLV.Actor, CLV.UnsortedActor, *ACTOR_CLASSES.values())
        self.actors = self._instances(*classes) - {CLV.author}
        self.issues = self._instances(CLV.Issue)
        self.sources = self._instances(CLV.Source)
        passages = self._passages()
        read = [one for node in in_order(statements) if (one := self._statement(node, passages))]
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
            unevidenced=tuple(sorted(filter(None, map(self._tie, in_order(ties))), key=_id)),
            code_tables=tuple(
                sorted((self._code_table(n) for n in self._instances(CLV.CodeTable)), key=_id)
            ),
        )

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
        unsorted = (node, RDF.type, CLV.UnsortedActor) in self.graph
        if len(types) + unsorted != 1:
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
            unsorted=unsorted,
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
        return {node: self._passage(node) for node in in_order(self._instances(CLV.Passage))}

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
            "strength": self._number(node, CLV.strength, "statement-strength", otherwise=2),
            "when": self._when(node),
            "date_basis": self._member(DateBasis, node, CLV.dateBasis, rule="statement-date-basis"),
        }

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


def _id(thing: Actor | CodeTable | Coder | Issue | Source | UnevidencedTie) -> str:
    return thing.id


def _day(text: str) -> datetime.date | None:
    """Return a day, or None for what others may give there, such as a year alone."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
