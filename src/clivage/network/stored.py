"""The signed network of a store."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from clivage import identifiers, namespaces
from clivage.errors import NetworkError
from clivage.network.columns import EVER, SignedNetwork, day_number
from clivage.store import Store

_AUTHOR: Final = f"<{namespaces.CLV}author>"
_CLASSES: Final = {"Support": 1, "Opposition": -1}
#: Properties that a statement has at most once, and whether it must have them.
_PROPERTIES: Final = {
    "holder": True,
    "target": True,
    "strength": False,
    "notBefore": False,
    "notAfter": False,
}
#: The rows of a store in which a statement may have a property twice; slow on disk.
_EDGES: Final = """
SELECT ?statement ?class ?holder ?target ?strength ?first ?last
WHERE {
  VALUES ?class { clv:Support clv:Opposition }
  ?statement a ?class ; clv:holder ?holder ; clv:target ?target ;
    clv:modality clv:modality-actual .
  FILTER (?holder != clv:author)
  FILTER NOT EXISTS { ?statement clv:voice clv:author }
  OPTIONAL { ?statement clv:strength ?strength }
  OPTIONAL { ?statement clv:notBefore ?first }
  OPTIONAL { ?statement clv:notAfter ?last }
}"""


def from_store(store: Store, *, strict: bool = False) -> SignedNetwork:
    """Return the network of a store; its nodes and statements are called as in its corpus.

    Args:
        strict: refuse a store whose network would not be all that SPARQL sees: with edges of or
            on what is neither an actor nor an issue, or is both, or is named by chance like
            something else.

    Raises:
        NetworkError: when a day or a strength cannot be read.

    >>> from clivage import rdf
    >>> from clivage.model import Corpus
    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> len(from_store(Store.from_triples(rdf.ntriples(empty))))
    0
    """
    found = {folder: _things(store, folder) for folder in ("actor", "issue")}
    named = {**found["actor"], **found["issue"]}
    nodes = sorted(named.values())
    number = {id: at for at, id in enumerate(nodes)}
    place = {f"<{iri}>": number[id] for iri, id in named.items()}
    statements, classes, holders, targets, strengths, firsts, lasts = _rows(store)
    holder = np.array([place.get(iri, -1) for iri in holders], np.int32)
    target = np.array([place.get(iri, -1) for iri in targets], np.int32)
    kept = (holder >= 0) & (target >= 0)
    if strict and not (kept.all() and _is_told_by_ids(store.base, found)):
        raise NetworkError("not every end of an edge is an actor or an issue of the corpus")
    weight, unit = _weights(strengths)
    network = SignedNetwork.of_rows(
        nodes,
        holder,
        target,
        (1 if class_.endswith("#Support>") else -1 for class_ in classes),
        weight=weight,
        not_before=_days(firsts, -EVER),
        not_after=_days(lasts, EVER),
        statements=(identifiers.id_of(store.base, "statement", _plain(iri)) for iri in statements),
        issues=(number[id] for id in found["issue"].values()),
        unit=unit,
    )
    return network if kept.all() else network.where(kept)


def _things(store: Store, folder: str) -> dict[str, str]:
    """Return the ids of the actors or issues of a store by their IRIs."""
    (terms,) = store.columns(f"SELECT DISTINCT ?thing {{ ?thing a clv:{folder.capitalize()} }}")
    return {iri: identifiers.id_of(store.base, folder, iri) for iri in map(_plain, terms)}


def _rows(store: Store) -> list[list[str]]:
    """Return the statements that make an edge, as the columns of `_EDGES`.

    Each property is read in one sweep, and they are matched here: on disk the engine would look
    each statement up again for each property.
    """
    makes_edge = set(_column(store, "?s clv:modality clv:modality-actual"))
    if not makes_edge:  # ties without a quotation may be many, and make none
        return [[] for _ in range(2 + len(_PROPERTIES))]
    values: dict[str, dict[str, str]] = {}
    for name in _PROPERTIES:
        statements, found = store.columns(f"SELECT ?s ?value {{ ?s clv:{name} ?value }}")
        values[name] = dict(zip(statements, found, strict=True))
        if len(values[name]) < len(statements):
            return store.columns(_EDGES)
    makes_edge.difference_update(_column(store, "?s clv:voice clv:author"))
    makes_edge.intersection_update(*(values[name] for name, must in _PROPERTIES.items() if must))
    rows: list[list[str]] = [[], []]
    for class_ in _CLASSES:
        statements = [
            statement
            for statement in _column(store, f"?s a clv:{class_}")
            if statement in makes_edge and values["holder"][statement] != _AUTHOR
        ]
        rows[0] += statements
        rows[1] += [f"<{namespaces.CLV}{class_}>"] * len(statements)
    return rows + [[found.get(one, "") for one in rows[0]] for found in values.values()]


def _column(store: Store, pattern: str) -> list[str]:
    return store.columns(f"SELECT ?s {{ {pattern} }}")[0]


def _is_told_by_ids(base: str, found: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether ids lead back to their IRIs, and nothing is both an actor and an issue."""
    return found["actor"].keys().isdisjoint(found["issue"]) and all(
        identifiers.iri(base, folder, id) == iri
        for folder, ids in found.items()
        for iri, id in ids.items()
    )


def _plain(term: str) -> str:
    """Return an IRI without its brackets, and of a literal its words."""
    if term.startswith('"'):
        return term[1 : term.rindex('"')]
    return term[1:-1] if term.startswith("<") else term


def _weights(strengths: Sequence[str]) -> tuple[list[int], Fraction]:
    """Return strengths as multiples of a unit; a statement without one has 2."""
    exact = {term: _strength(_plain(term) or "2") for term in set(strengths)}
    unit = Fraction(1, math.lcm(*(one.denominator for one in exact.values())))
    whole = {term: int(one / unit) for term, one in exact.items()}
    if max(whole.values(), default=0) >= 2**31:
        raise NetworkError("the strengths are too far apart", remedy="round them")
    return [whole[term] for term in strengths], unit


def _strength(text: str) -> Fraction:
    try:
        strength = Fraction(text)
    except (ValueError, ZeroDivisionError):
        strength = Fraction(0)
    if strength <= 0:
        remedy = "a strength is a number above 0"
        raise NetworkError(f"the strength of a statement is {text!r}", remedy=remedy)
    return strength


def _days(terms: Sequence[str], otherwise: int) -> list[int]:
    """Return days as numbers; there are fewer days than statements."""
    number = {term: _day(_plain(term)) if term else otherwise for term in set(terms)}
    return [number[term] for term in terms]


def _day(text: str) -> int:
    try:
        if len(text) == len("1971-01-10") and text[7] == "-":  # no number of a week
            return day_number(datetime.date.fromisoformat(text))
    except ValueError:
        pass
    remedy = "write it as 1971-01-10, of a year from 0001 to 9999"
    raise NetworkError(f"the day {text!r} of a statement cannot be read", remedy=remedy)
