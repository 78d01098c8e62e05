"""Components: which actors are joined at all, and which by support alone.

Two actors are in one component where a way of ties leads from one to the other, whatever the
direction and the sign. Between components nothing is said, so no measure compares them. Joined by
support alone is more: no camp reaches beyond such a part (`clivage.analysis.camps`).

Source: J. Hopcroft & R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation",
Communications of the ACM 16 (1973), as SciPy has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.analysis.ties import Ties
from clivage.network import Merge, SignedGraph, signed_graph
from clivage.network.merged import defined

if TYPE_CHECKING:
    from clivage.network.reading import AnyGraph

#: Ids of the members of each part.
Parts: TypeAlias = tuple[tuple[str, ...], ...]

#: What components are, as it is printed with every result.
DEFINITION: Final = (
    "actors that a way of ties joins, directions left out: ties of either sign, and support alone;"
    " an actor that nothing joins to another is in no component"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """The connected parts of a signed graph, by all ties and by support alone.

    Attributes:
        tied: ids of each part that ties of either sign join, in the order of the graph; the
            largest part first, then by its first member. No part has fewer than two members.
        supporting: the same of the parts that support alone joins.
        untied: ids of the actors without any tie.
        unsupporting: ids of the actors without any tie of support, the untied included.
        definition: what was counted, and how the statements were merged.
    """

    tied: Parts
    supporting: Parts
    untied: tuple[str, ...]
    unsupporting: tuple[str, ...]
    definition: str

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many members each part of `tied` has, at least 2, the largest first."""
        return tuple(map(len, self.tied))

    @property
    def supporting_sizes(self) -> tuple[int, ...]:
        """How many members each part of `supporting` has, at least 2, the largest first."""
        return tuple(map(len, self.supporting))


def components(
    graph: AnyGraph,
    *,
    rule: Merge = Merge.SUM,
    sign: str = "sign",
    weight: str | None = None,
) -> Components:
    """Find the components of a signed graph, by all ties and by support alone.

    Args:
        graph: a NetworkX graph, a `SignedNetwork` or a `SignedGraph`; issues are left out.
        rule: how several statements on one pair are merged; an even pair has no tie.
        sign, weight: attributes of the edges of a NetworkX graph.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows(
    ...     ["army", "guild", "miners", "press"], [1, 1], [2, 0], [1, -1])
    >>> found = components(network)
    >>> found.tied, found.supporting, found.untied
    ((('army', 'guild', 'miners'),), (('guild', 'miners'),), ('press',))
    """
    signed = signed_graph(graph, rule=rule, sign=sign, weight=weight)
    ties = Ties(len(signed.nodes), *(column.astype(np.int64) for column in
                                     (signed.first, signed.second, signed.weight)))  # fmt: skip
    tied, untied = _parts(signed, ties, np.ones(len(ties), np.bool_))
    supporting, unsupporting = _parts(signed, ties, ties.weight > 0)
    return Components(
        tied=tied,
        supporting=supporting,
        untied=untied,
        unsupporting=unsupporting,
        definition=defined(DEFINITION, signed.definition),
    )


def _parts(
    signed: SignedGraph, ties: Ties, kept: NDArray[np.bool_]
) -> tuple[Parts, tuple[str, ...]]:
    """Return the parts that some ties join, and the actors in none."""
    part = ties.groups(kept)
    size = np.bincount(part)
    alone = np.flatnonzero(size[part] == 1) if len(part) else part
    joined = np.flatnonzero(size[part] > 1) if len(part) else part
    in_order = joined[np.argsort(part[joined], kind="stable")]
    begins = np.flatnonzero(np.diff(part[in_order], prepend=-1))
    found = [
        tuple(signed.nodes[node] for node in nodes.tolist())
        for nodes in sorted(
            np.split(in_order, begins[1:]) if len(begins) else [],
            key=lambda nodes: (-len(nodes), nodes[0]),
        )
    ]
    return tuple(found), tuple(signed.nodes[node] for node in alone.tolist())
