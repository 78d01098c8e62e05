"""The signed network: the statements that make a direct edge, as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage import dates
from clivage.model import Corpus, Statement, in_language

if TYPE_CHECKING:
    import networkx

Int32: TypeAlias = NDArray[np.int32]
Int8: TypeAlias = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Tie:
    """All statements of one ordered pair and one sign.

    Attributes:
        holder, target: positions in `SignedNetwork.nodes`.
        sign: +1 support, -1 opposition.
        weight: sum of the strengths, at least 1.
        statements: ids, in the order of the network's columns.
    """

    holder: int
    target: int
    sign: int
    weight: int
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SignedNetwork:
    """An immutable columnar projection; row *k* of each column is one statement.

    Attributes:
        nodes: ids of actors and issues, sorted; positions in it are node numbers.
        issues: node numbers of the issues, sorted.
        holder, target: node numbers, int32, shape (statements,).
        sign: +1 or -1, int8.
        strength: 1 to 3, int8.
        statements: statement ids.
    """

    nodes: tuple[str, ...]
    issues: frozenset[int]
    holder: Int32
    target: Int32
    sign: Int8
    strength: Int8
    statements: tuple[str, ...]

    def ties(self) -> tuple[Tie, ...]:
        """Merge the statements of each ordered pair and sign, sorted by pair, support first."""
        merged: dict[tuple[int, int, int], list[int]] = {}
        for row in range(len(self.statements)):
            key = (int(self.holder[row]), int(self.target[row]), -int(self.sign[row]))
            merged.setdefault(key, []).append(row)
        return tuple(
            Tie(
                holder,
                target,
                -negative_sign,
                int(self.strength[rows].sum()),
                tuple(self.statements[row] for row in rows),
            )
            for (holder, target, negative_sign), rows in sorted(merged.items())
        )


def of(corpus: Corpus) -> SignedNetwork:
    """Return the network of the statements that make a direct edge.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> of(empty).ties()
    ()
    """
    nodes = tuple(sorted([*corpus.actor, *corpus.issue]))
    number = {id: at for at, id in enumerate(nodes)}
    rows = [statement for statement in corpus.statements if statement.makes_edge]
    return SignedNetwork(
        nodes=nodes,
        issues=frozenset(number[id] for id in corpus.issue),
        holder=np.array([number[row.holder] for row in rows], dtype=np.int32),
        target=np.array([number[row.target] for row in rows], dtype=np.int32),
        sign=np.array([row.sign.value for row in rows], dtype=np.int8),
        strength=np.array([row.strength for row in rows], dtype=np.int8),
        statements=tuple(row.id for row in rows),
    )


def to_networkx(corpus: Corpus) -> networkx.MultiDiGraph[str]:
    """Return the network as a NetworkX graph: a node an actor or issue, an edge a statement.

    Nodes carry ``label`` (in the language of the corpus), ``type`` and ``kind``. Edges have
    the statement's id as key and carry ``sign`` (+1 or -1), ``weight`` (the strength, 1 to 3),
    ``when`` (EDTF), ``not_before`` and ``not_after`` (ISO days, or None where open),
    ``relation``, ``about`` and ``quotations`` (the passages, verbatim). Statements that make no
    direct edge are left out.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> to_networkx(empty).number_of_edges()
    0
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=corpus.id)
    for actor in corpus.actors:
        label = in_language(actor.labels, corpus.language)
        graph.add_node(actor.id, label=label, type=actor.type.value, kind=actor.kind)
    for issue in corpus.issues:
        label = in_language(issue.labels, corpus.language)
        graph.add_node(issue.id, label=label, type="issue", kind="")
    for statement in corpus.statements:
        if statement.makes_edge:
            graph.add_edge(statement.holder, statement.target, statement.id, **_edge(statement))
    return graph


def _edge(statement: Statement) -> dict[str, Any]:
    bounds = dates.bounds(statement.when) if statement.when else dates.Bounds(None, None)
    return {
        "sign": statement.sign.value,
        "weight": statement.strength,
        "when": statement.when,
        "not_before": bounds.earliest.isoformat() if bounds.earliest else None,
        "not_after": bounds.latest.isoformat() if bounds.latest else None,
        "relation": statement.relation,
        "about": statement.about,
        "quotations": tuple(passage.exact for passage in statement.evidence),
    }
