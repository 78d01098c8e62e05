"""A store on disk that is written: each change is tried on a draft, and then made as a whole.

The draft is a copy in memory. What an update does to it is found by comparing lines, and only
this difference goes to the disk, as one transaction of the engine.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

import pyoxigraph as ox

from clivage import identifiers, namespaces, store
from clivage.errors import OntologyError, Origin, OutputError, QueryError
from clivage.store import COMPUTED, Store

#: What a statement rests on, followed from the parts to the whole.
_RESTS_ON: Final = tuple(
    ox.NamedNode(iri)
    for iri in (
        f"{namespaces.OA}hasSelector",
        f"{namespaces.OA}hasSource",
        f"{namespaces.CLV}evidence",
    )
)
_TYPE: Final = ox.NamedNode(f"{namespaces.RDF}type")
_CLASSES: Final = tuple(
    ox.NamedNode(namespaces.CLV + name)
    for name in ("Support", "Opposition", "Statement", "UnevidencedTie")
)
#: The default graph, which a store of clivage leaves empty, among the names of graphs.
UNNAMED: Final = ""

#: Triples of each graph, as lines of N-Triples.
Lines: TypeAlias = Mapping[str, frozenset[bytes]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a store loses and gains: triples of each graph, as lines of N-Triples."""

    removed: Lines
    added: Lines

    @property
    def graphs(self) -> set[str]:
        """The graphs that are not what they were."""
        return {*self.removed, *self.added}

    def subjects(self, graph: str) -> set[str]:
        """Return whatever has lost or gained a triple in a graph."""
        lines = (*self.removed.get(graph, ()), *self.added.get(graph, ()))
        return {
            triple.subject.value
            for triple in triples(lines)
            if isinstance(triple.subject, ox.NamedNode)
        }


class WritableStore:
    """A store on disk that nobody else can write as long as this is there.

    Attributes:
        base: the base IRI of its corpus.
        prefixes: every prefix that an update may use without declaring it.
        statements: the graph of what was asserted.
        derived: the graph of what follows from it.
        known_corpora: the corpora that it holds; of ours there is one in a store.
        state: a digest of all its triples.

    Raises:
        OntologyError: when there is no store, or it is damaged, or it has blank nodes.
        OutputError: when another process has it open to write it.
    """

    def __init__(self, folder: Path) -> None:
        origin = Origin(str(folder))
        if not (folder / store.MARK).exists():
            remedy = "make one with 'clivage build --store'"
            raise OntologyError("there is no store", remedy=remedy, origin=origin)
        try:
            self._disk = store.opened(folder)
            self._draft = ox.Store()
            self._draft.bulk_extend(self._disk)
        except (OSError, RuntimeError) as error:
            what = f"the store cannot be opened: {store.words(error)}"
            raise OntologyError(what, remedy=store.REBUILD, origin=origin) from None
        facts = Store(self._draft)
        self.base, self.prefixes = facts.base, facts.prefixes
        self.statements = f"{self.base}graph/statements"
        self.derived = f"{self.base}graph/derived"
        self._known = self._lines()
        if any(_has_blank_node(line) for lines in self._known.values() for line in lines):
            what = "the store has blank nodes, which no update can name"
            raise OntologyError(what, remedy="give them IRIs, and make it again", origin=origin)
        self.known_corpora = self.corpora()
        self.state = _digest(0, self._known)

    def update(self, sparql: str) -> None:
        """Run an update on the draft.

        Raises:
            QueryError: when it cannot be read or run; the draft is then as it was.
        """
        try:
            self._draft.update(sparql, prefixes=dict(self.prefixes))
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the update cannot be run: {store.words(error)}") from None

    def put(self, content: bytes, *, format: str, merge: bool) -> None:
        """Put RDF into the statements of the draft; what is derived or computed is left out.

        Args:
            format: a file name ending; see `clivage.store.READABLE`.
            merge: keep what is there already.

        Raises:
            OntologyError: when it is not RDF; the draft is then as it was.
        """
        graph = ox.NamedNode(self.statements)
        quads = [
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for triple in store.parsed(content, format=format, name="the body")
            if triple.predicate.value not in store.DERIVED
        ]
        if not merge:
            self._draft.clear_graph(graph)
        self._draft.extend(quads)
        for quad in store.computed(self._draft, graph):
            self._draft.remove(quad)

    def drafted(self) -> Change:
        """Return how the draft differs from the store."""
        found = self._lines()
        return Change(_beyond(self._known, found), _beyond(found, self._known))

    def discard(self) -> None:
        """Make the draft the same as the store again."""
        change = self.drafted()
        for name, lines in change.added.items():
            for triple in triples(lines):
                self._draft.remove(_quad(triple, name))
        for name in {*map(_name, self._draft.named_graphs())} - self._known.keys():
            self._draft.remove_graph(ox.NamedNode(name))
        for name, lines in change.removed.items():
            self._draft.extend(_quad(triple, name) for triple in triples(lines))

    def computed(self) -> list[str]:
        """Return what stands among the statements of the draft, and was computed from them."""
        quads = store.computed(self._draft, ox.NamedNode(self.statements))
        return sorted({quad.subject.value for quad in quads})  # type: ignore[union-attr]

    def corpora(self) -> set[str]:
        """Return the corpora of the draft."""
        return {one.value for one in self._instances(ox.NamedNode(f"{namespaces.CLV}Corpus"))}

    def derive(self, change: Change) -> Change:
        """Derive the edges of the draft anew, and drop what was computed from older statements.

        Args:
            change: of the statements.

        Returns:
            The same with what follows from it.
        """
        graphs = [ox.NamedNode(f"{self.base}graph/{name}") for name in ("derived", *COMPUTED)]
        for graph in graphs:
            self._draft.clear_graph(graph)
        store.derive(self._draft, ox.NamedNode(self.statements), ox.NamedNode(self.derived))
        found = self._lines(graphs)
        known = {name: self._known.get(name, frozenset()) for name in found}
        return Change(
            {**change.removed, **_beyond(known, found)}, {**change.added, **_beyond(found, known)}
        )

    def around(self, things: Iterable[str]) -> bytes:
        """Return what the draft says of things, of what refers to them, and of all that these need.

        The shapes look from a thing to what it refers to; so they find in this part what they
        find of these things in the whole. A statement and the corpus are always in it.

        Returns:
            UTF-8 N-Triples.
        """
        names = {*map(ox.NamedNode, things), ox.NamedNode(self.base)}
        names |= {ox.NamedNode(twin) for one in names for twin in self._twins(one.value)}
        names |= {one for name in list(names) for one in self._referring(name)}
        _close(names, lambda one: self._referring(one, _RESTS_ON))
        names |= set(self._any_statement())
        _close(names, self._referred)
        quads = (quad for name in names for quad in self._about(name))
        return "".join(f"{quad.triple} .\n" for quad in quads).encode()

    def commit(self, change: Change) -> None:
        """Make a change of the draft one of the store: all of it or, whatever happens, nothing.

        When this returns, the change outlasts the end of the process and a loss of power.

        Raises:
            OutputError: when it cannot be written.
        """
        try:
            self._disk.update(_as_update(change))
            self._disk.flush()
        except (OSError, RuntimeError, SyntaxError) as error:
            raise OutputError(f"the store cannot be written: {store.words(error)}") from None
        for name in change.graphs:
            kept = self._known.get(name, frozenset()) - change.removed.get(name, frozenset())
            self._known[name] = kept | change.added.get(name, frozenset())
        self.state = self.after(change)

    def snapshot(self, folder: Path) -> None:
        """Write the store to a new folder as it is now.

        Raises:
            OutputError: when the folder is there, or cannot be written.
        """
        Store(self._disk).snapshot(folder)

    def after(self, change: Change) -> str:
        """Return the state that the store will have after a change."""
        return _digest(int(self.state, 16), change.added, change.removed)

    def _lines(self, graphs: Iterable[ox.NamedNode] | None = None) -> dict[str, frozenset[bytes]]:
        """Return the triples of some graphs of the draft, or of all."""
        names: Iterable[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
        names = [ox.DefaultGraph(), *self._draft.named_graphs()] if graphs is None else graphs
        format = ox.RdfFormat.N_TRIPLES
        dumps = {_name(name): self._draft.dump(format=format, from_graph=name) for name in names}
        return {name: frozenset((dump or b"").splitlines()) for name, dump in dumps.items()}

    def _instances(self, *classes: ox.NamedNode) -> Iterator[ox.NamedNode]:
        graph = ox.NamedNode(self.statements)
        for class_ in classes:
            for quad in self._draft.quads_for_pattern(None, _TYPE, class_, graph):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject

    def _any_statement(self) -> list[ox.NamedNode]:
        return list(itertools.islice(self._instances(*_CLASSES), 1))

    def _twins(self, iri: str) -> Iterator[str]:
        """Return what has the same id: no actor may have that of an issue."""
        for folder, other in (("actor", "issue"), ("issue", "actor")):
            if iri.startswith(f"{self.base}{folder}/"):
                yield identifiers.iri(self.base, other, identifiers.id_of(self.base, folder, iri))

    def _about(self, name: ox.NamedNode) -> Iterator[ox.Quad]:
        return self._draft.quads_for_pattern(name, None, None, ox.NamedNode(self.statements))

    def _referred(self, name: ox.NamedNode) -> Iterator[ox.NamedNode]:
        for quad in self._about(name):
            if isinstance(quad.object, ox.NamedNode):
                yield quad.object

    def _referring(
        self, name: ox.NamedNode, properties: Iterable[ox.NamedNode | None] = (None,)
    ) -> Iterator[ox.NamedNode]:
        graph = ox.NamedNode(self.statements)
        for property_ in properties:
            for quad in self._draft.quads_for_pattern(None, property_, name, graph):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject


def _beyond(graphs: Lines, others: Lines) -> Lines:
    """Return what the ones have and the others have not, without graphs that have no such thing."""
    found = {name: lines - others.get(name, frozenset()) for name, lines in graphs.items()}
    return {name: lines for name, lines in found.items() if lines}


def _close(
    names: set[ox.NamedNode], further: Callable[[ox.NamedNode], Iterable[ox.NamedNode]]
) -> None:
    """Add to names whatever can be reached from them, step by step."""
    waiting = list(names)
    while waiting:
        for one in further(waiting.pop()):
            if one not in names:
                names.add(one)
                waiting.append(one)


def triples(lines: Iterable[bytes]) -> Iterator[ox.Triple]:
    """Read lines of N-Triples.

    >>> [str(one.predicate) for one in triples([b'<urn:a> <urn:b> "c" .'])]
    ['<urn:b>']
    """
    for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def _has_blank_node(line: bytes) -> bool:
    subject, _, value = line.split(b" ", 2)
    return subject.startswith(b"_:") or value.startswith(b"_:")


def _quad(triple: ox.Triple, graph: str) -> ox.Quad:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _name(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    return UNNAMED if isinstance(graph, ox.DefaultGraph) else graph.value


def _as_update(change: Change) -> str:
    """Return a change as SPARQL: lines of N-Triples are read the same there."""
    parts = []
    for word, graphs in (("DELETE", change.removed), ("INSERT", change.added)):
        for name, lines in graphs.items():
            written = b"\n".join(sorted(lines)).decode()
            parts.append(f"{word} DATA {{ GRAPH <{name}> {{\n{written}\n}} }}")
    return " ;\n".join(parts)


def _digest(known: int, added: Lines, removed: Lines = MappingProxyType({})) -> str:
    """Return a digest of all triples, from the one before and from what has changed.

    It is a sum, so that it does not ask for an order, nor for what has stayed.
    """
    for sign, graphs in ((1, added), (-1, removed)):
        for name, lines in graphs.items():
            for line in lines:
                hashed = hashlib.blake2b(line, digest_size=16, key=_key(name)).digest()
                known += sign * int.from_bytes(hashed, "big")
    return f"{known % 2**128:032x}"


def _key(graph: str) -> bytes:
    return hashlib.blake2b(graph.encode(), digest_size=32).digest()
