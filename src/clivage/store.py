"""A corpus as a SPARQL store: asserted statements in one named graph, derived edges in another.

A store is made from RDF of any origin; what is derived is
never taken from it, but made again by the CONSTRUCT rules of ``ontology/rules/``. What was
computed from a corpus can stand beside it, in graphs of their own: ``findings``, with their
provenance, and ``hypotheses``, which are never taken from RDF either.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from clivage import namespaces, nesting, resources
from clivage.answer import Answer, Limits, Results, Rows, Triples, Truth, bounded
from clivage.errors import OntologyError, Origin, OutputError, QueryError

#: File name endings of RDF that can be read, and their formats.
READABLE: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
#: The properties of what is derived, which are never taken from RDF.
DERIVED: Final = frozenset(
    namespaces.CLV + name
    for name in (
        "takesStanceOn",
        "supports",
        "opposes",
        "supportedBy",
        "opposedBy",
        "alliedWith",
        "inConflictWith",
        "possibleAllyOf",
    )
)
#: The graphs of what was computed, which can be put beside a corpus.
COMPUTED: Final = ("findings", "hypotheses")
#: Whatever a findings graph speaks of; what is also a thing of the corpus stays with the corpus.
_FIND_FINDINGS: Final = """
SELECT DISTINCT ?found {
  { VALUES ?class { clv:Finding clv:Camp clv:Measurement clv:Analysis } ?found a ?class }
  UNION { ?analysis a clv:Analysis ; clv:parameter|prov:wasAssociatedWith ?found }
  FILTER NOT EXISTS {
    VALUES ?other {
      clv:Statement clv:Support clv:Opposition clv:Actor clv:Person clv:Organization
      clv:Collective clv:Issue clv:Source clv:Passage clv:Corpus clv:UnevidencedTie prov:Agent
    }
    ?found a ?other
  }
}"""
_FIND_BASE: Final = "SELECT ?corpus { ?corpus a clv:Corpus } ORDER BY ?corpus LIMIT 1"
_FIND_STANCE: Final = """ASK {
  VALUES ?class { clv:Statement clv:Support clv:Opposition clv:UnevidencedTie } ?stance a ?class
}"""
_UNNAMED: Final = "urn:clivage:unnamed/"
#: A file that RocksDB always writes: how a store on disk is told from another folder.
MARK: Final = "CURRENT"
#: What the engine says where another process, or this one, has the store open to write it.
_LOCKED: Final = re.compile(r"[Ww]hile lock file|lock hold by")
REBUILD: Final = "make it again with 'clivage build --store'"


class Store:
    """RDF of the clivage ontology that answers SPARQL.

    Attributes:
        base: the base IRI of its corpus.
        graphs: the names of its graphs.

    >>> from clivage.namespaces import CLV
    >>> support = f'''
    ... <urn:s> a <{CLV}Support> ; <{CLV}holder> <urn:a> ; <{CLV}target> <urn:b> ;
    ...   <{CLV}modality> <{CLV}modality-actual> .'''
    >>> store = Store.from_triples(support.encode(), format=".ttl")
    >>> bool(store.query("ASK { <urn:a> clv:supports <urn:b> }"))
    True
    """

    def __init__(self, engine: ox.Store) -> None:
        self._engine = engine
        corpora = self._find(_FIND_BASE)
        self.base = corpora[0] if corpora else _UNNAMED
        self.graphs = tuple(sorted(str(name.value) for name in engine.named_graphs()))

    @classmethod
    def from_triples(cls, content: bytes, *, format: str = ".nt", name: str = "") -> Store:
        """Make a store in memory from UTF-8 RDF, and derive its edges.

        Args:
            format: a file name ending such as ``.ttl``; see `READABLE`.
            name: the file, for messages.

        Raises:
            OntologyError: when it is not RDF, or nothing in it is of the clivage ontology.
        """
        engine = ox.Store()
        # Read twice, first for its name: a list of all triples takes more memory than the store.
        base = _base(parsed(content, format=format, name=name))
        graph = ox.NamedNode(f"{base}graph/statements")
        engine.bulk_extend(
            _quad(triple, graph)
            for triple in parsed(content, format=format, name=name)
            if triple.predicate.value not in DERIVED
        )
        _set_apart(engine, graph, ox.NamedNode(f"{base}graph/findings"))
        derive(engine, graph, ox.NamedNode(f"{base}graph/derived"))
        store = cls(engine)
        if not _is_ours(store):
            raise OntologyError(
                "nothing here is of the clivage ontology: there is no clv:Statement",
                remedy="see ontology/index.html for what a statement is",
                origin=Origin(name) if name else None,
            )
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a store on disk for reading, or read a file of RDF into memory.

        Raises:
            OntologyError: when it is neither, or nothing in it is of the clivage ontology.
        """
        if (path / MARK).exists():
            try:
                return cls(ox.Store.read_only(str(path)))
            except (OSError, RuntimeError) as error:
                what = f"the store cannot be opened: {words(error)}"
                raise OntologyError(what, remedy=REBUILD, origin=Origin(str(path))) from None
        if path.is_dir():
            what = "neither a corpus (it has no corpus.yaml) nor a store"
            raise OntologyError(what, remedy="check the path", origin=Origin(str(path)))
        return cls.from_triples(_content(path), format=path.suffix, name=str(path))

    def with_graph(self, name: str, ntriples: bytes) -> Store:
        """Return a store in memory that also holds what was computed from this one.

        Queries see it beside the statements; no edge is derived from it. A graph of the same
        name is replaced.

        Args:
            name: ``findings`` or ``hypotheses``.
            ntriples: its triples, as UTF-8 N-Triples.

        Raises:
            ValueError: when it is another name.
            OntologyError: when the triples cannot be read.

        >>> corpus = f"<urn:c/> a <{namespaces.CLV}Corpus> ."
        >>> store = Store.from_triples(corpus.encode(), format=".ttl")
        >>> store.with_graph("findings", b"<urn:a> <urn:b> <urn:c> .").graphs
        ('urn:c/graph/findings', 'urn:c/graph/statements')
        """
        if name not in COMPUTED:
            raise ValueError(f"{name!r} is not one of {', '.join(COMPUTED)}")
        graph = ox.NamedNode(f"{self.base}graph/{name}")
        engine = ox.Store()
        engine.bulk_extend(quad for quad in self._engine if quad.graph_name != graph)
        found = parsed(ntriples, format=".nt", name="")
        engine.bulk_extend(_quad(triple, graph) for triple in found)
        return Store(engine)

    def in_memory(self) -> Store:
        """Return a copy in memory, which answers several times as fast as one on disk."""
        engine = ox.Store()
        engine.bulk_extend(self._engine)
        return Store(engine)

    def query(self, sparql: str, *, union: bool = True) -> Answer:
        """Answer a SPARQL 1.1 query.

        The prefixes of the ontology and of the corpus's folders need not be declared. This
        method trusts its caller; `clivage.query.ask` refuses what only a stranger would send.

        Args:
            union: ask all graphs together; else only those that the query names by FROM.

        Raises:
            QueryError: when the query cannot be read or run.
        """
        try:
            results = self._engine.query(
                sparql, prefixes=dict(self.prefixes), use_default_graph_as_union=union
            )
            if isinstance(results, ox.QueryBoolean):
                return Truth(bool(results))
            if isinstance(results, ox.QuerySolutions):
                json = results.serialize(format=ox.QueryResultsFormat.JSON)
                return Rows(Results(json or b""), self.prefixes)
            return Triples(_ntriples(results), self.prefixes)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {words(error)}") from None

    def written(
        self,
        sparql: str,
        *,
        table: str,
        graph: str,
        limits: Limits,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        union: bool = True,
    ) -> tuple[str, bytes]:
        """Answer a query as bytes, whole or not at all; it is as trusting as `query`.

        Args:
            table: how rows and truths are written: ``json``, ``xml``, ``csv``, ``tsv``, or
                empty where none will do.
            graph: how a graph is written: see `clivage.answer.Triples.serialize`, or empty.
            dataset: the default and the named graphs to ask, whatever the query says.

        Returns:
            ``table`` or ``graph``, and the answer, UTF-8.

        Raises:
            FormatError: when the answer is of the sort for which no format was named.
            QueryError: when the query cannot be read or run, or the answer is too large.
        """
        default, named = (
            ([ox.NamedNode(name) for name in names] for names in dataset)
            if dataset
            else (None, None)
        )
        try:
            results = self._engine.query(
                sparql,
                # To tell the engine of a prefix takes as long as to read a short query.
                prefixes={name: iri for name, iri in self._prefixes if f"{name}:" in sparql},
                use_default_graph_as_union=union and not dataset,
                default_graph=default,  # type: ignore[arg-type]  # a list of names is one of nodes
                named_graphs=named,  # type: ignore[arg-type]
            )
            return bounded(results, table=table, graph=graph, limits=limits, prefixes=self.prefixes)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {words(error)}") from None

    def snapshot(self, folder: Path) -> None:
        """Write the store to a new folder as it is now; on one disk this is a matter of links.

        Raises:
            OutputError: when the folder is there, or cannot be written.
        """
        try:
            self._engine.backup(str(folder))
        except (OSError, RuntimeError):  # it is in memory, or on another disk
            shutil.rmtree(folder, ignore_errors=True)
            self.save(folder)

    def columns(self, sparql: str) -> list[list[str]]:
        """Answer a SELECT by columns: the quick way to many rows.

        It is as trusting as `query`.

        Returns:
            A list for each variable, with its value in each row: an IRI in angle brackets, a
            literal as Turtle has it, or an empty text where it is unbound.

        Raises:
            QueryError: when the query cannot be read or run.
        """
        try:
            results = self._engine.query(
                sparql, prefixes=dict(self.prefixes), use_default_graph_as_union=True
            )
            assert isinstance(results, ox.QuerySolutions)
            width = len(results.variables)
            lines = (results.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode()
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {words(error)}") from None
        # In TSV, tabs and line breaks that belong to a value are escaped.
        cells = lines.removesuffix("\n").replace("\n", "\t").split("\t")[width:]
        return [cells[column::width] for column in range(width)]

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix that a query may use without declaring it."""
        return namespaces.prefixes(self.base)

    @cached_property
    def _prefixes(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.prefixes.items())

    def graph(self, name: str) -> bytes:
        """Return one named graph as sorted UTF-8 N-Triples.

        Args:
            name: ``statements``, ``derived``, ``findings`` or ``hypotheses``.
        """
        graph = ox.NamedNode(f"{self.base}graph/{name}")
        return _ntriples(
            quad.triple for quad in self._engine.quads_for_pattern(None, None, None, graph)
        )

    def ntriples(self) -> bytes:
        """Return all graphs as one, as sorted UTF-8 N-Triples.

        Raises:
            OntologyError: when it is a store on disk that is damaged.
        """
        try:
            return _ntriples(quad.triple for quad in self._engine)
        except (OSError, RuntimeError) as error:
            what = f"the store cannot be read: {words(error)}"
            raise OntologyError(what, remedy=REBUILD) from None

    def save(self, folder: Path) -> None:
        """Write the store to a folder, whole or not at all.

        Raises:
            OutputError: when the folder holds something else, is being served to be written, or
                cannot be written.
        """
        with placed(folder) as fresh:
            engine = ox.Store(str(fresh))
            engine.bulk_extend(self._engine)
            engine.flush()
            del engine

    def _find(self, sparql: str) -> list[str]:
        solutions = self._engine.query(
            sparql, prefixes=dict(namespaces.PREFIXES), use_default_graph_as_union=True
        )
        assert isinstance(solutions, ox.QuerySolutions)
        return [row[0].value for row in solutions if isinstance(row[0], ox.NamedNode)]


@contextlib.contextmanager
def placed(folder: Path) -> Iterator[Path]:
    """Give a new folder for a store, and put it in the place of the old one in the end.

    Raises:
        OutputError: when the folder holds something else, is being served to be written, or
            cannot be written.
    """
    origin, folder = Origin(str(folder)), folder.resolve()
    if not _may_become_a_store(folder):
        what = "there is something there already that is not a store"
        raise OutputError(what, remedy="name another folder", origin=origin)
    if (folder / MARK).exists():
        with contextlib.suppress(OSError, RuntimeError):  # a damaged one may be replaced
            opened(folder)
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.old")
    try:
        _put_back(old, folder)  # what was killed may have left it
        fresh.parent.mkdir(parents=True, exist_ok=True)
        yield fresh
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except (OSError, RuntimeError, SyntaxError) as error:
        what = f"the store cannot be written: {words(error)}"
        raise OutputError(what, origin=origin) from None
    finally:
        _put_back(old, folder)
        shutil.rmtree(fresh, ignore_errors=True)


def _may_become_a_store(folder: Path) -> bool:
    """Whether nothing that is not a store would be overwritten."""
    if not folder.is_dir():
        return not folder.exists()
    return (folder / MARK).exists() or not any(folder.iterdir())


def opened(folder: Path) -> ox.Store:
    """Open a store on disk to write it, which one process at a time can.

    Raises:
        OutputError: when another has it open.
        OSError, RuntimeError: when it is damaged.
    """
    try:
        return ox.Store(str(folder))
    except (OSError, RuntimeError) as error:
        if not _LOCKED.search(str(error)):
            raise
        what = "another process has the store open to write it"
        remedy = "end the 'clivage serve --writable' that serves it"
        raise OutputError(what, remedy=remedy, origin=Origin(str(folder))) from None


def _put_back(old: Path, folder: Path) -> None:
    """Give a store that was moved aside its place again, or delete it when that is taken."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read(path: Path) -> bytes:
    """Return every triple of a file of RDF, derived ones too, as UTF-8 N-Triples.

    Raises:
        OntologyError: when it is missing, or not RDF of the sort its name says.
    """
    return _ntriples(parsed(_content(path), format=path.suffix, name=str(path)))


def rules() -> tuple[Path, ...]:
    """Return the CONSTRUCT rules in the order in which they run."""
    return tuple(sorted(resources.ontology("rules").glob("*.rq")))


def _is_ours(store: Store) -> bool:
    """Whether a store holds a corpus, be it empty, or at least one statement."""
    return store.base != _UNNAMED or bool(store.query(_FIND_STANCE))


def _base(triples: Iterable[ox.Triple]) -> str:
    type_, corpus = ox.NamedNode(namespaces.RDF + "type"), ox.NamedNode(namespaces.CLV + "Corpus")
    bases = [
        triple.subject.value
        for triple in triples
        if triple.predicate == type_
        and triple.object == corpus
        and isinstance(triple.subject, ox.NamedNode)
    ]
    return min(bases, default=_UNNAMED)


def _set_apart(engine: ox.Store, statements: ox.NamedNode, findings: ox.NamedNode) -> None:
    """Move what was computed from statements into a graph of its own."""
    for quad in computed(engine, statements):
        engine.add(_quad(quad.triple, findings))
        engine.remove(quad)


def computed(engine: ox.Store, statements: ox.NamedNode) -> list[ox.Quad]:
    """Return what stands in a graph of statements, and was computed from them."""
    found = engine.query(
        _FIND_FINDINGS, prefixes=dict(namespaces.PREFIXES), default_graph=[statements]
    )
    assert isinstance(found, ox.QuerySolutions)
    return [
        quad
        for (node,) in list(found)
        if isinstance(node, ox.NamedNode | ox.BlankNode)
        for quad in engine.quads_for_pattern(node, None, None, statements)
    ]


def derive(engine: ox.Store, statements: ox.NamedNode, graph: ox.NamedNode) -> None:
    """Add to a graph what follows from another by the rules, and is not asserted there."""
    for rule in rules():
        text = rule.read_text(encoding="utf-8")
        made = engine.query(text, default_graph=[statements, graph])
        assert isinstance(made, ox.QueryTriples)
        new = [triple for triple in set(made) if not _holds(engine, triple)]
        engine.extend(_quad(triple, graph) for triple in new)


def _holds(engine: ox.Store, triple: ox.Triple) -> bool:
    found = engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(True for _ in found)


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _content(path: Path) -> bytes:
    if path.suffix not in READABLE:
        remedy = f"the name of a file of RDF ends in {', '.join(READABLE)}"
        raise OntologyError("not a corpus, a store or RDF", remedy=remedy, origin=Origin(str(path)))
    try:
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError:
        raise OntologyError(
            "no such file", remedy="check its name", origin=Origin(str(path))
        ) from None
    except OSError as error:
        what = f"cannot be read: {words(error)}"
        raise OntologyError(what, origin=Origin(str(path))) from None


def parsed(content: bytes, *, format: str, name: str) -> Iterator[ox.Triple]:
    """Parse RDF; names of graphs inside it are left out.

    Names come from the file alone: there is no base IRI to make a relative one absolute.

    Args:
        format: a file name ending; see `READABLE`.
        name: the file, for messages.

    Raises:
        OntologyError: when it is not RDF, or nested so deep that it is made to do harm.
    """
    nesting.bound(content, format, name)
    try:
        for quad in ox.parse(content, format=READABLE[format]):
            yield quad.triple
    except (SyntaxError, ValueError, OSError) as error:
        said, line = words(error), 0
        if isinstance(error, SyntaxError):
            said, line = error.msg, error.lineno or 0
        what, remedy = f"not RDF: {said}", ""
        if "remote contexts" in said:
            what = "its context is on another server, from which clivage never reads"
            remedy = "write the context out in the file"
        origin = Origin(name, line) if name else None
        raise OntologyError(what, remedy=remedy, origin=origin) from None


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return "".join(sorted(f"{triple} .\n" for triple in set(triples))).encode()


def words(error: Exception) -> str:
    """Return what the engine says of an error, as a part of a line."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split()).rstrip(".")
