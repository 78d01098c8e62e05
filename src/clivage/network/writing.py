"""The signed network as a NetworkX graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clivage import dates
from clivage.model import Corpus, Statement, in_language
from clivage.network.columns import SignedNetwork, day_of, number_of

if TYPE_CHECKING:
    import networkx


def to_networkx(corpus: Corpus) -> networkx.MultiDiGraph[str]:
    """Return the network as a NetworkX graph: a node an actor or issue, an edge a statement.

    Nodes carry ``label`` (in the language of the corpus), ``type`` and ``kind``. Edges have
    the statement's id as key and carry ``sign`` (+1 or -1), ``weight`` (the strength, 1 to 3),
    ``when`` (EDTF), ``not_before`` and ``not_after`` (ISO days, or None where open),
    ``relation``, ``about`` and ``quotations`` (the passages, verbatim). Statements that make no
    direct edge are left out, and so are ties without a quotation; `rows_to_networkx` has those.

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


def rows_to_networkx(network: SignedNetwork) -> networkx.MultiDiGraph[str]:
    """Return the columns of a network as a NetworkX graph, which `from_networkx` reads back.

    Edges have the statement's id as key and carry ``sign``, ``weight``, ``not_before``,
    ``not_after`` and ``evidenced``; nodes carry ``issue``. For labels and quotations, see
    `to_networkx`.

    >>> from clivage.network import SignedNetwork
    >>> rows_to_networkx(SignedNetwork.of_rows("ab", [0], [1], [-1])).edges["a", "b", "0"]["sign"]
    -1
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for number, id in enumerate(network.nodes):
        graph.add_node(id, issue=number in network.issues)
    for row, id in enumerate(network.statements):
        first, last = day_of(network.not_before[row]), day_of(network.not_after[row])
        graph.add_edge(
            network.nodes[network.holder[row]],
            network.nodes[network.target[row]],
            id,
            sign=int(network.sign[row]),
            weight=number_of(int(network.weight[row]) * network.unit),
            not_before=first.isoformat() if first else None,
            not_after=last.isoformat() if last else None,
            evidenced=bool(network.evidenced[row]),
        )
    return graph
