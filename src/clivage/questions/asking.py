"""Ask a corpus or a store: from its columns where the question allows, else by SPARQL."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from clivage import query, rdf
from clivage.answer import Answer
from clivage.errors import NetworkError
from clivage.model import Corpus
from clivage.query import Endpoint
from clivage.questions.projection import Projection
from clivage.questions.twins import TWINS, answer
from clivage.store import Store

#: The projection of each store that was asked, as long as the store lives; None where its
#: network is not all that SPARQL sees.
_PROJECTIONS: Final[MutableMapping[Store, Projection | None]] = WeakKeyDictionary()


def ask(
    asked: Corpus | Endpoint, question: str, values: Sequence[str] = (), *, once: bool = False
) -> Answer:
    """Answer SPARQL, or a named question with its values; see `clivage.query.ask`.

    Args:
        asked: a store keeps its columns for the next question; of a corpus they are made each
            time, which is quick, and a store only where there is need of SPARQL. A store
            elsewhere always answers by SPARQL: its columns would be all of its statements.
        once: whether nothing more will be asked: a question about one actor of a store is then
            quicker by SPARQL than its columns are made.

    Raises:
        QueryError: when the query is wrong, writes, calls another service or reads another
            graph; when the question, a parameter or an id is not known.

    >>> from clivage import coding
    >>> from pathlib import Path
    >>> reached = ask(coding.read(Path("graph/bolivia-1971")), "reach", ["right"])
    >>> [row["reached"] for row in reached]
    ['actor:army']
    """
    name = question.strip()
    if name in TWINS and not (once and values and isinstance(asked, Store)):
        found = _projection(asked)
        if found is not None:
            return answer(found, name, values)
    store = Store.from_triples(rdf.ntriples(asked)) if isinstance(asked, Corpus) else asked
    return query.ask(store, question, values)


def _projection(asked: Corpus | Endpoint) -> Projection | None:
    if isinstance(asked, Corpus):
        return _made(asked)
    if not isinstance(asked, Store):
        return None
    if asked not in _PROJECTIONS:
        _PROJECTIONS[asked] = _made(asked)
    return _PROJECTIONS[asked]


def _made(asked: Corpus | Store) -> Projection | None:
    try:
        return Projection.of(asked)
    except NetworkError:
        return None  # RDF that breaks a rule: SPARQL answers what stands there
