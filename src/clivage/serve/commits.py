"""What becomes of an update: tried on a draft, validated, and only then a change of the store.

No HTTP and no process here. A commit has two steps, so that whoever asked can still say no in
between: `Commits.update` or `Commits.put` says what would change, `Commits.commit` changes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from clivage import namespaces, rdf
from clivage.errors import CorpusError, OntologyError, Problem, QueryError, Severity
from clivage.serve import operations
from clivage.serve.operations import Using
from clivage.store import DERIVED, Store
from clivage.storing import UNNAMED, Change, WritableStore, triples

#: The longest triple that a message shows, in characters.
_LONGEST: Final = 200
#: What gives classes to classes, and so decides which shapes a thing meets.
_SUBCLASS: Final = f"{namespaces.RDFS}subClassOf"
_TYPE: Final = f"{namespaces.RDF}type"
_WRITES: Final = "only the statements are written; leave graphs out, or name {graph}"


class OtherGraphError(QueryError):
    """An update of a graph that no client may write."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that is right, and has not been made yet.

    Attributes:
        state: what `Commits.state` will be; the same as now when nothing changes.
    """

    change: Change
    state: str


class Commits:
    """Changes a store, one commit at a time.

    Attributes:
        store: which nobody else can write meanwhile.

    Raises:
        OntologyError: when there is no store, or it is damaged.
        OutputError: when another process has it open to write it.
    """

    def __init__(self, folder: Path) -> None:
        self.store = WritableStore(folder)

    @property
    def state(self) -> str:
        """A digest of all that the store holds."""
        return self.store.state

    def update(self, sparql: str, using: Using | None = None) -> Draft:
        """Try a SPARQL update.

        Args:
            using: the graphs that its WHERE asks, as the request names them.

        Raises:
            QueryError: when it cannot be read or run, or reaches out.
            OtherGraphError: when it writes another graph than the statements.
            CorpusError: with everything that would be wrong with the corpus.
        """
        operations.guard(sparql)
        self.store.update(operations.on_graph(sparql, self.store.statements, using))
        return self._drafted()

    def put(self, content: bytes, *, format: str, merge: bool) -> Draft:
        """Try to replace the statements by RDF, or to add it to them.

        Derived edges and findings in it are left out, as wherever RDF enters.

        Args:
            format: a file name ending; see `clivage.store.READABLE`.
            merge: keep what is there.

        Raises:
            OntologyError: when it is not RDF.
            CorpusError: with everything that would be wrong with the corpus.
        """
        self.store.put(content, format=format, merge=merge)
        return self._drafted()

    def commit(self, draft: Draft) -> None:
        """Make a draft the store: all of it or, whatever happens, nothing.

        Raises:
            OutputError: when it cannot be written.
        """
        self.store.commit(draft.change)

    def discard(self) -> None:
        """Forget a draft."""
        self.store.discard()

    def snapshot(self, folder: Path) -> None:
        """Write the store to a new folder as it is now.

        Raises:
            OutputError: when the folder is there, or cannot be written.
        """
        self.store.snapshot(folder)

    def _drafted(self) -> Draft:
        try:
            change = self.store.drafted()
            if change.graphs:
                self._refuse_other_graphs(change)
                self._refuse_faults(change)
                change = self.store.derive(change)
            else:
                self.store.discard()  # of an empty graph that was created
        except BaseException:
            self.store.discard()
            raise
        return Draft(change, self.store.after(change))

    def _refuse_other_graphs(self, change: Change) -> None:
        statements = self.store.statements
        for graph in sorted(change.graphs - {statements}):
            if graph == UNNAMED:
                what = "the update names a graph, and also writes without naming one"
                raise OtherGraphError(what, remedy=f"say WITH or GRAPH <{statements}>")
            what = f"the update writes the graph {graph}"
            if graph == self.store.derived:
                what += ", which is derived from the statements"
            raise OtherGraphError(what, remedy=_WRITES.format(graph=statements))

    def _refuse_faults(self, change: Change) -> None:
        """Refuse what would make the corpus wrong, with everything that is wrong."""
        statements = self.store.statements
        problems = [
            *_strange(change.added.get(statements, ())),
            *(
                Problem("finding", f"{one}: it was computed", "findings are not statements")
                for one in self.store.computed()
            ),
        ]
        corpora = self.store.corpora()
        if corpora != self.store.known_corpora:
            was = ", ".join(sorted(self.store.known_corpora)) or "none"
            what = f"the store is that of another corpus afterwards: before, clv:Corpus was {was}"
            problems.append(Problem("corpus-base", what, "leave it, or build a store anew"))
        # What cannot be in a corpus cannot be read as one either.
        problems = problems or faults(self.store.around(change.subjects(statements)))
        if problems:
            raise CorpusError(sorted(set(problems), key=str))


def faults(ntriples: bytes) -> list[Problem]:
    """Return the errors in RDF: by the native rules, and by the shapes where these see more.

    What the native rules have read as a whole needs no second look. Beyond that there may be
    triples that no record holds: a remark in another vocabulary, which the shapes do not see
    either, or a second value where there can be one, of which they tell.

    Args:
        ntriples: UTF-8 N-Triples.
    """
    graph = rdf.from_ntriples(ntriples)
    try:
        corpus, problems = rdf.inspect(graph)
    except OntologyError as error:
        return [Problem("corpus-empty", error.what, error.remedy)]
    errors = [one for one in problems if one.severity is Severity.ERROR]
    unread = set(graph) - set(rdf.triples(corpus, with_text=True))
    if errors or not any(map(_meets_a_shape, unread)):
        return errors
    from clivage import shapes

    whole = Store.from_triples(ntriples).ntriples()
    return [
        Problem(one.rule, f"{one.subject}: {one.what}", one.remedy, one.subject)
        for one in shapes.check(rdf.from_ntriples(whole))
        if one.severity is Severity.ERROR
    ]


def _meets_a_shape(triple: tuple[Any, Any, Any]) -> bool:
    """Whether a triple is of a sort that the shapes look at."""
    _, property_, value = map(str, triple)
    term = value if property_ == _TYPE else property_
    return term in _seen() or term.startswith((namespaces.CLV, namespaces.OA))


@cache
def _seen() -> frozenset[str]:
    """Return the terms that the shapes name; their queries name only those of clv: and oa:."""
    from clivage import vocabulary

    return frozenset(map(str, vocabulary.shape_graph().all_nodes())) | {_SUBCLASS}


def _strange(lines: Collection[bytes]) -> Iterable[Problem]:
    """Yield what no corpus holds: blank nodes, derived edges, statements about the ontology."""
    for line, triple in zip(lines, triples(lines), strict=True):
        shown = line.decode().removesuffix(" .")[:_LONGEST]
        subject, value = str(triple.subject), str(triple.object)
        if subject.startswith("_:") or value.startswith("_:"):
            remedy = "give it a name: clivage has no blank nodes"
            yield Problem("blank-node", f"there is a blank node in {shown}", remedy)
        elif hasattr(triple.object, "predicate") or getattr(triple.object, "direction", None):
            remedy = "clivage takes RDF 1.1: write neither triples about triples nor directions"
            yield Problem("rdf-version", f"this is of RDF 1.2: {shown}", remedy)
        elif triple.predicate.value in DERIVED:
            remedy = "edges are derived: write the statement that it rests on"
            yield Problem("edge-evidence", f"nobody may state {shown}", remedy)
        elif subject.startswith(f"<{namespaces.CLV}"):
            remedy = "the ontology is no part of a corpus"
            yield Problem("ontology", f"this is said of a term of clivage: {shown}", remedy)
