"""Networks of fewer nodes: several drawn together as one, or some alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from clivage.network.columns import Int64, SignedNetwork, Truths


@dataclass(frozen=True, kw_only=True, eq=False)
class Grouped:
    """A network whose nodes are groups, and what became of its rows.

    Attributes:
        network: the statements between groups, each under its own id.
        rows: for each of its rows the row that it was.
        inside: how many statements are left out, as both their ends are in one group.
    """

    network: SignedNetwork
    rows: Int64
    inside: int


def group(network: SignedNetwork, group_of: Mapping[str, str]) -> Grouped:
    """Put nodes together; a statement between two of one group is left out, and counted.

    Args:
        group_of: the id of the group of a node, by the id of the node. A node without one stays
            itself, and gathers those whose group is called like it. Issues and actors do not mix.

    Raises:
        ValueError: when a group has both actors and issues.

    >>> rows = SignedNetwork.of_rows(["army", "guild", "miners"], [0, 1], [1, 2], [-1, 1])
    >>> found = group(rows, {"guild": "workers", "miners": "workers"})
    >>> found.network.nodes, found.network.statements, found.inside
    (('army', 'workers'), ('0',), 1)
    """
    of = [group_of.get(id, id) for id in network.nodes]
    nodes = sorted(set(of))
    number = {id: at for at, id in enumerate(nodes)}
    new = np.fromiter((number[id] for id in of), np.int32, len(of))
    issues = frozenset(new[sorted(network.issues)].tolist())
    if mixed := sorted(issues & set(new[~network.is_issue].tolist())):
        raise ValueError(f"the group {nodes[mixed[0]]!r} has both actors and issues")
    several = np.bincount(new, minlength=len(nodes)) > 1
    holder, target = new[network.holder], new[network.target]
    between = (holder != target) | ~several[holder]
    grouped = replace(
        network, nodes=tuple(nodes), issues=issues, holder=holder, target=target
    ).where(between)
    return Grouped(
        network=grouped,
        rows=np.flatnonzero(between),
        inside=len(network) - len(grouped),
    )


def among(network: SignedNetwork, nodes: Truths) -> tuple[SignedNetwork, Int64]:
    """Return the network of some nodes, and for each of its rows the row that it was.

    Args:
        nodes: which nodes stay, shape (nodes,).

    >>> path = SignedNetwork.of_rows("abc", [0, 1], [1, 2], [1, -1])
    >>> found, rows = among(path, np.array([False, True, True]))
    >>> found.nodes, found.holder.tolist(), rows.tolist()
    (('b', 'c'), [0], [1])
    """
    kept = nodes[network.holder] & nodes[network.target]
    new = np.cumsum(nodes, dtype=np.int32) - np.int32(1)
    some = network.where(kept)
    places: dict[str, Any] = {end: new[getattr(some, end)] for end in ("holder", "target")}
    left = np.flatnonzero(nodes).tolist()
    issues = frozenset(int(new[issue]) for issue in network.issues if nodes[issue])
    ids = tuple(network.nodes[at] for at in left)
    return replace(some, nodes=ids, issues=issues, **places), np.flatnonzero(kept)
