"""clivage as a library: one function for each thing that people do with a corpus.

``import clivage`` offers what is here, and loads it when it is first used.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from clivage import build as _build
from clivage import corpora as _corpora
from clivage import network as _network
from clivage import questions as _questions
from clivage import rdf
from clivage import replacing as _replacing
from clivage.address import place
from clivage.answer import Answer
from clivage.errors import ClivageError
from clivage.export import FORMATS, Material
from clivage.importers import job as _job
from clivage.importers.options import Options
from clivage.importers.report import Report
from clivage.model import Corpus
from clivage.query import Endpoint
from clivage.store import Store

if TYPE_CHECKING:
    import networkx
    from rdflib import Dataset

AnyPath: TypeAlias = "str | os.PathLike[str]"


def read(path: AnyPath) -> Corpus:
    """Read and verify a corpus.

    Args:
        path: its folder, a store on disk, a file of RDF (.ttl, .trig, .nt, .nq, .jsonld), or the
            address of a SPARQL endpoint.

    Raises:
        CorpusError: with every error found, each with its ``file:line``.
        OntologyError: when it is RDF, but not of the clivage ontology.
        EndpointError: when an endpoint does not answer.

    >>> corpus = read("graph/bolivia-1971")
    >>> corpus.actor["torres"].names
    ('Torres', 'Torrès')
    """
    return _corpora.load(place(path))


def build_corpus(path: AnyPath, output: AnyPath | None = None) -> _build.Built:
    """Verify a corpus and write every export, all of them or none.

    Args:
        path: its folder.
        output: where the exports go; ``exports/<corpus>`` beside ``graph/`` when left out.

    Raises:
        CorpusError: with every error found; nothing is written then.
        OutputError: when the output cannot be written; what was there stays as it was.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     built = build_corpus("graph/bolivia-1971", folder)
    ...     "bolivia-1971.ttl" in built.files
    True
    """
    return _build.build(Path(path), None if output is None else Path(output))


def open_store(corpus: Corpus) -> Store:
    """Return a corpus as a store that answers SPARQL, with its derived edges.

    >>> bolivia = open_store(read("graph/bolivia-1971"))
    >>> bool(bolivia.query("ASK { actor:world-bank clv:opposes actor:bolivia }"))
    True
    """
    return Material(corpus).store


def ask(corpus: Corpus | Endpoint, question: str, *values: str) -> Answer:
    """Answer SPARQL or a named question about a corpus; in a notebook, as a table.

    Args:
        corpus: for many questions in SPARQL, a store, which is made once, or a `RemoteStore`.
        question: SPARQL, or the name of a question (see ``clivage query --list``).
        values: for a named question, ``name=value`` or plain values in order.

    Raises:
        QueryError: when the query is wrong, or would do more than read this corpus.

    >>> for row in ask(read("graph/bolivia-1971"), "supporters", "army"):
    ...     print(row["who"], row["quotation"][:22])
    actor:mnr l'armée appuyée par la
    actor:phalange l'armée appuyée par la
    actor:right l'armée appuyée par la
    """
    return _questions.ask(corpus, question, values)


def to_dataset(corpus: Corpus) -> Dataset:
    """Return a corpus as an rdflib Dataset: a graph of statements and one of derived edges.

    >>> triples = to_dataset(read("graph/bolivia-1971"))
    >>> sorted(graph.identifier.rpartition("/")[2] for graph in triples.graphs() if len(graph))
    ['derived', 'statements']
    """
    made = open_store(corpus)
    graphs = {f"{made.base}graph/{name}": made.graph(name) for name in ("statements", "derived")}
    return rdf.to_dataset(graphs, made.base)


def to_networkx(corpus: Corpus) -> networkx.MultiDiGraph[str]:
    """Return the signed network for NetworkX; see `clivage.network.to_networkx`.

    >>> graph = to_networkx(read("graph/bolivia-1971"))
    >>> [edge["sign"] for edge in graph["world-bank"]["bolivia"].values()]
    [-1]
    """
    return _network.to_networkx(corpus)


def dumps(corpus: Corpus, format: str, *, with_text: bool = False) -> str:
    """Return a corpus in one of the formats of ``clivage export --list``.

    Raises:
        ClivageError: for a format that there is not.

    >>> dumps(read("graph/bolivia-1971"), "edges").splitlines()[0].startswith("id,")
    True
    """
    if format not in FORMATS:
        raise ClivageError(f"there is no format {format!r}", remedy=f"choose {', '.join(FORMATS)}")
    return FORMATS[format].write(Material(corpus, with_text=with_text))


def save(
    corpus: Corpus,
    format: str,
    path: AnyPath,
    *,
    with_text: bool = False,
    folder: AnyPath | None = None,
    published: datetime.date | None = None,
) -> Path:
    """Write a corpus as a file in one of the formats of ``clivage export --list``, archives too.

    Args:
        folder: the folder of the corpus; an RO-Crate takes its files along.
        published: the day of publication, which an RO-Crate needs.

    Raises:
        ClivageError: for a format that there is not, or that lacks what it needs.
        OutputError: when it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saved = save(read("graph/bolivia-1971"), "kumu", folder + "/bolivia.json")
    ...     saved.name
    'bolivia.json'
    """
    if format not in FORMATS:
        raise ClivageError(f"there is no format {format!r}", remedy=f"choose {', '.join(FORMATS)}")
    material = Material(
        corpus,
        with_text=with_text,
        folder=Path(folder) if folder else None,
        published=published,
    )
    _replacing.write_all({Path(path): FORMATS[format].content(material)})
    return Path(path)


def bring(
    file: AnyPath, into: AnyPath, *, format: str = "", options: Options | None = None
) -> Report:
    """Import codings of another program into a corpus folder, as ``clivage import`` does.

    Args:
        into: the corpus folder, there or new.
        format: name of the format; told from the file when empty.
        options: what the file does not say.

    Returns:
        What was taken, repaired, refused and left out.

    Raises:
        ImportFileError: when the file cannot be read.
        CorpusError: when the corpus has errors already.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder, "edges.csv")
    ...     _ = table.write_text("source,target,sign\\nA,B,-1\\n")
    ...     bring(table, folder + "/corpus").taken["unevidenced tie"]
    1
    """
    return _job.bring(Path(file), Path(into), format=format, options=options)


def draw(corpus: Corpus, path: AnyPath, *, language: str = "") -> Path:
    """Draw a corpus as one HTML file that opens offline, or as an SVG for print.

    Args:
        path: the file, ending in ``.html`` or ``.svg``.
        language: BCP 47 tag of the language to draw in; that of the corpus when left out.

    Raises:
        ClivageError: when the name ends otherwise.
        OutputError: when it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     drawn = draw(read("graph/bolivia-1971"), folder + "/bolivia.svg")
    ...     drawn.read_text(encoding="utf-8")[:4]
    '<svg'
    """
    file = Path(path)
    if file.suffix not in (".html", ".svg"):
        raise ClivageError(f"{file.name!r} ends in neither .html nor .svg", remedy="rename it")
    material = Material(corpus, language=language)
    _replacing.write_all({file: FORMATS[file.suffix[1:]].write(material)})
    return file


def _drawn(corpus: Corpus) -> str:
    return FORMATS["svg"].write(Material(corpus))


# The records know nothing of pictures; here, above both, they learn how a notebook shows them.
Corpus._repr_html_ = _drawn  # type: ignore[attr-defined]

__all__ = [
    "ask",
    "build_corpus",
    "draw",
    "dumps",
    "open_store",
    "read",
    "to_dataset",
    "to_networkx",
]
