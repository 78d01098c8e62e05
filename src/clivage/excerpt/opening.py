"""What is drawn of whatever is at a path: a corpus, or a folder of events."""

from __future__ import annotations

import datetime

import numpy as np

from clivage import corpora
from clivage.address import Place
from clivage.events import triples
from clivage.events.folder import EventFolder, is_events
from clivage.events.settings import FIRST, LAST
from clivage.excerpt.choice import Choice
from clivage.excerpt.coded import of_network
from clivage.excerpt.reduced import OPEN, Excerpt, of_corpus


def at(
    place: Place | None,
    choice: Choice = OPEN,
    *,
    first: datetime.date = FIRST,
    last: datetime.date = LAST,
    least: int = 1,
) -> Excerpt:
    """Return the part that is drawn of a corpus, wherever it is, or of a folder of events.

    Args:
        first, last, least: windows and events of dyads, for a folder of events: see
            `clivage.events.folder.EventFolder.network`.

    Raises:
        CorpusError, OntologyError, EndpointError: as `clivage.corpora.load`.
        NetworkError: when nothing is left to draw, or it does not fit the memory.
    """
    if is_events(place):
        return of_events(EventFolder(place), choice, first=first, last=last, least=least)
    return of_corpus(corpora.load(corpora.locate(place)), choice)


def of_events(
    folder: EventFolder,
    choice: Choice = OPEN,
    *,
    first: datetime.date = FIRST,
    last: datetime.date = LAST,
    least: int = 1,
) -> Excerpt:
    """Return the part of the dyads of a folder that is drawn."""
    made = folder.network(first=first, last=last, least=least)
    actors = made.actors
    known = {"country": actors.countries, "type": actors.types}
    return of_network(
        folder.title,
        made.network,
        choice,
        labels=dict(zip(actors.names, actors.labels, strict=True)),
        attributes={
            name: {id: value for id, value in zip(actors.names, column, strict=True) if value}
            for name, column in known.items()
        },
        provenance=folder.provenance,
        events=made.events.astype(np.int64),
        code_table=triples.code_table(folder),
        directed=folder.directed,
    )
