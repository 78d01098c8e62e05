"""Where a corpus is, and how it is opened: a folder, a store, a file of RDF, or an endpoint."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import overload

from clivage import coding, rdf, store
from clivage.address import Address, Place
from clivage.errors import ClivageError, OntologyError, Origin, Problem, Severity
from clivage.model import Corpus
from clivage.remote import RemoteStore
from clivage.store import Store

#: What is in a folder of events, which is no corpus.
_EVENTS = "events.json"
#: What such a folder holds as long as it is made.
_UNFINISHED = ".unfinished"


@overload
def locate(path: Path | None = None) -> Path: ...


@overload
def locate(path: Place | None) -> Place: ...


def locate(path: Place | None = None) -> Place:
    """Return the corpus, store, RDF file or endpoint that is meant.

    Without a path it is the current folder if it is a corpus, else the only ``graph/*`` that
    is one.

    Raises:
        ClivageError: when there is none, or more than one.
    """
    if isinstance(path, Address):
        return path
    if path is not None:
        if not path.exists():
            remedy = "check the path, or make one with 'clivage init'"
            raise ClivageError("no such corpus", remedy=remedy, origin=Origin(str(path)))
        if (path / _EVENTS).is_file():
            remedy = (
                "analyze, render and export take it; 'clivage events' makes RDF or a store of it"
            )
            raise ClivageError("a folder of events", remedy=remedy, origin=Origin(str(path)))
        if (path / _UNFINISHED).is_dir() and not (path / "corpus.yaml").exists():
            what = "a folder of events that is not finished"
            remedy = "run the same 'clivage events' again, and it goes on"
            raise ClivageError(what, remedy=remedy, origin=Origin(str(path)))
        return path
    if Path("corpus.yaml").exists():
        return Path()
    found = sorted(file.parent for file in Path("graph").glob("*/corpus.yaml"))
    if not found:
        remedy = "name its folder, or make one with 'clivage init'"
        raise ClivageError("there is no corpus here", remedy=remedy)
    if len(found) > 1:
        names = ", ".join(str(folder) for folder in found)
        raise ClivageError(f"there are several corpora here: {names}", remedy="name one")
    return found[0]


def locate_folder(path: Place | None = None) -> Path:
    """Return the folder of the authored corpus that is meant.

    Raises:
        ClivageError: when there is none, or more than one, or it is RDF or a store.
    """
    folder = locate(path)
    if isinstance(folder, Address) or not is_corpus(folder):
        remedy = "clivage check, query, export and render read RDF"
        raise ClivageError("not the folder of a corpus", remedy=remedy, origin=Origin(str(folder)))
    return folder


def is_corpus(path: Path) -> bool:
    """Whether a path is the folder of an authored corpus, rather than RDF, a store or events."""
    if not path.is_dir() or (path / "corpus.yaml").exists():
        return path.is_dir()
    return not any((path / name).exists() for name in ("CURRENT", _EVENTS))


def load(path: Place, *, accept_changed_texts: bool = False) -> Corpus:
    """Read and verify a corpus, from its folder, a store, a file of RDF or an endpoint.

    Raises:
        CorpusError: with every error found.
        OntologyError: when it is RDF, but not of the clivage ontology.
        EndpointError: when an endpoint does not answer.
    """
    if isinstance(path, Path) and is_corpus(path):
        return coding.read(path, accept_changed_texts=accept_changed_texts)
    try:
        return rdf.to_corpus(rdf.from_ntriples(_content(path)))
    except ClivageError as error:
        raise error.at(Origin(str(path))) from None


def inspect(path: Place, *, shacl: bool = False) -> tuple[Corpus | None, list[Problem]]:
    """Report everything that is wrong with a corpus, be it a folder or RDF, without raising.

    Args:
        shacl: run the published shapes too, unless the native rules already find errors.

    Raises:
        OntologyError: when it is RDF, but not of the clivage ontology.
    """
    if isinstance(path, Path) and is_corpus(path):
        reading = coding.inspect(path)
        corpus, problems = reading.corpus, list(reading.problems)
    else:
        try:
            corpus, found = rdf.inspect(rdf.from_ntriples(_content(path)))
        except OntologyError as error:
            raise error.at(Origin(str(path))) from None
        problems = [replace(problem, origin=Origin(str(path))) for problem in found]
    if shacl and corpus and not any(one.severity is Severity.ERROR for one in problems):
        # pySHACL and what comes with it are slow to import, and seldom wanted.
        from clivage import shapes

        checked = Store.from_triples(rdf.ntriples(corpus, with_text=True)).ntriples()
        found = shapes.check(rdf.from_ntriples(checked), corpus=corpus)
        problems += [one for one in found if one.rule not in {known.rule for known in problems}]
    return corpus, problems


def _content(path: Place) -> bytes:
    if isinstance(path, Address):
        return RemoteStore(path).ntriples()
    return store.read(path) if path.is_file() else Store.open(path).ntriples()


@overload
def open(path: Path) -> Corpus | Store: ...


@overload
def open(path: Place) -> Corpus | Store | RemoteStore: ...


def open(path: Place) -> Corpus | Store | RemoteStore:
    """Open what is at a path to ask it: the corpus of a folder, or a store, RDF or endpoint.

    Raises:
        CorpusError: when it is a corpus with errors.
        OntologyError: when it is RDF, but not of the clivage ontology.
        EndpointError: when an endpoint does not answer.
    """
    if isinstance(path, Address):
        return RemoteStore(path)
    return coding.read(path) if is_corpus(path) else Store.open(path)
