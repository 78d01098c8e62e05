"""The choice carried out on the columns of a network, whatever it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from clivage.analysis.backbone import Backbone, signed_backbone
from clivage.analysis.camps import find_camps
from clivage.errors import NetworkError
from clivage.excerpt.choice import Choice
from clivage.network import SignedNetwork
from clivage.network.columns import Int64, Truths
from clivage.network.grouping import among, group

#: Above so many actors and issues, or ties, a network is not drawn whole: beyond that the page
#: takes half a second and more for each turn of the wheel. See docs/decisions/.
MOST_NODES: Final = 1000
MOST_TIES: Final = 5000
#: How many are then drawn at most, where nobody says how many: what an eye can still follow.
_USUAL_NODES: Final = 150
_USUAL_TIES: Final = 1500


@dataclass(frozen=True, kw_only=True, eq=False)
class Selection:
    """The part of a network that is drawn.

    Attributes:
        network: what is drawn; actors that are drawn as one are one node of it.
        rows: for each of its rows the row that it was.
        group_of: for each actor that is drawn as a group, the id of that.
        between: the rows of the network whose ends are not in one group.
        all_ties: how many lines there were, after actors were put together.
        backbone: how the ties were chosen; None where all are drawn.
        top: how many actors and issues with most weight were looked for, or None.
        automatic: whether that number is ours, as all would have been too many.
        proved: whether the groups are as good as they can be; False for camps without a proof.
    """

    network: SignedNetwork
    rows: Int64
    group_of: Mapping[str, str] = field(default_factory=dict)
    between: Int64
    all_ties: int
    backbone: Backbone | None = None
    top: int | None = None
    automatic: bool = False
    proved: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether everything is drawn, each actor for itself, and nothing was chosen."""
        return not self.group_of and self.backbone is None and self.top is None


def select(
    network: SignedNetwork,
    choice: Choice,
    attributes: Mapping[str, Mapping[str, str]],
    *,
    directed: bool = True,
) -> Selection:
    """Choose the part of a network that is drawn.

    Actors are put together first, then ties chosen, then actors. Of a selection of ties or of
    actors only what has a tie is drawn. What is still too large is cut to what an eye can follow.

    Args:
        attributes: what is known of the actors, by what it is (``country``): a value by the id of
            a node. Who has no value stays itself, and so does who is alone with it, but for a
            country. Camps are found here, and not given.
        directed: whether holder and target differ.

    Raises:
        NetworkError: when actors cannot be put together so, or nothing is left to draw.

    >>> row = SignedNetwork.of_rows("abc", [0, 0], [1, 2], [1, -1], weight=[1, 3])
    >>> chosen = select(row, Choice(top=2), {})
    >>> chosen.network.nodes, chosen.rows.tolist()
    (('a', 'c'), [1])
    """
    groups, proved = groups_of(network, choice.by, attributes)
    drawn, rows = network, np.arange(len(network))
    if groups:
        drawn, rows = _grouped(network, groups, choice.by)
    between, all_ties, found, top = rows, ties_of(drawn), None, choice.top
    ties, nodes = all_ties, len(drawn.nodes)
    if choice.backbone is not None:
        found = signed_backbone(
            drawn, alpha=choice.backbone, corrected=choice.corrected, directed=directed
        )
        drawn, rows = drawn.where(found.kept_rows), rows[found.kept_rows]
        ties, nodes = ties_of(drawn), int(np.count_nonzero(_tied(drawn)))
        _refuse_nothing(drawn, choice)
    too_large = nodes > MOST_NODES or ties > MOST_TIES
    automatic = too_large and top is None and not choice.whole and ties > 0
    if automatic:
        top = _usual(drawn)
    if top is not None:
        drawn, kept = among(drawn, _heaviest(drawn, top))
        rows = rows[kept]
        _refuse_nothing(drawn, choice)
    if found is not None or top is not None:
        drawn, _ = among(drawn, _tied(drawn))
    return Selection(
        network=drawn,
        rows=rows,
        group_of=groups,
        between=between,
        all_ties=all_ties,
        backbone=found,
        top=top,
        automatic=automatic,
        proved=proved,
    )


def _grouped(
    network: SignedNetwork, groups: Mapping[str, str], by: str
) -> tuple[SignedNetwork, Int64]:
    found = group(network, groups)
    if len(network) and not len(found.network):
        what = f"drawn together by {by}, all who have ties are one, and no tie is left"
        raise NetworkError(what, remedy="draw them together by something else, or each for itself")
    return found.network, found.rows


def _refuse_nothing(drawn: SignedNetwork, choice: Choice) -> None:
    if len(drawn):
        return
    if choice.top is not None and choice.backbone is None:
        what = f"no tie joins any two of the {choice.top} with most weight"
        raise NetworkError(what, remedy="draw more of them")
    if choice.top is not None:
        what = f"no tie significant at {choice.backbone} joins any two of the {choice.top} heaviest"
        raise NetworkError(what, remedy="draw more of them, or take a larger significance")
    remedy = "take a larger one; where all ties weigh alike none stands out: draw the top instead"
    if choice.corrected:
        remedy = "take a larger one, or do not correct it for the number of ties"
    raise NetworkError(f"no tie is significant at {choice.backbone}", remedy=remedy)


def ties_of(network: SignedNetwork) -> int:
    """Return how many lines a network has; those with a quotation and without are never one.

    >>> ties_of(SignedNetwork.of_rows("ab", [0, 0, 0], [1, 1, 1], [1, -1, 1]))
    2
    """
    pair = network.holder.astype(np.int64) * max(1, len(network.nodes)) + network.target
    # Sorted in place: `numpy.unique` counts by a table of hashes, ten times slower here.
    key = 4 * pair + 2 * (network.sign < 0) + network.evidenced
    key.sort()
    return int(np.count_nonzero(np.diff(key, prepend=-1)))


def weights_of(network: SignedNetwork) -> Int64:
    """Return the weight of all ties of each node, as holder and as target, int64."""
    weight = np.zeros(len(network.nodes), np.int64)
    for ends in (network.holder, network.target):
        np.add.at(weight, ends, network.weight.astype(np.int64))
    return weight


def groups_of(
    network: SignedNetwork, by: str, attributes: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, str], bool]:
    """Return the id of the group of each actor that has one, and whether that is proved.

    Raises:
        NetworkError: when nothing of the sort is known of these actors.
    """
    if not by:
        return {}, True
    if by == "camp":
        camps = find_camps(network)
        camp_of = {id: str(at) for at, camp in enumerate(camps.members, 1) for id in camp}
        return _named(network, by, camp_of), camps.optimal
    if not any(attributes.get(by, {}).values()):
        known = [one for one, values in attributes.items() if any(values.values())]
        remedy = f"group by {' or '.join([*known, 'camp'])}"
        raise NetworkError(f"nothing is known of the {by} of these actors", remedy=remedy)
    return _named(network, by, attributes[by]), True


def _named(network: SignedNetwork, by: str, values: Mapping[str, str]) -> dict[str, str]:
    """Name groups by their values, each so that no other node has its name."""
    of = {id: values[id] for id in network.nodes if values.get(id)}
    if by != "country":  # who is alone says more as itself
        size = Counter(of.values())
        of = {id: value for id, value in of.items() if size[value] > 1}
    if by == "whole":  # called as the actor that it is
        return of
    names: dict[str, str] = {}
    for value in sorted(set(of.values())):
        name = f"{by}-{value}"
        while name in network.number and of.get(name) != value:
            name += "-group"
        names[value] = name
    return {id: names[value] for id, value in of.items()}


def _tied(network: SignedNetwork) -> Truths:
    tied = np.zeros(len(network.nodes), np.bool_)
    tied[network.holder] = tied[network.target] = True
    return tied


def _order(network: SignedNetwork) -> Int64:
    """Return the nodes, the heaviest first, by their ids where the weight is equal."""
    by_id = np.empty(len(network.nodes), np.int64)
    by_id[sorted(range(len(network.nodes)), key=network.nodes.__getitem__)] = np.arange(len(by_id))
    return np.lexsort((by_id, -weights_of(network)))


def _heaviest(network: SignedNetwork, most: int) -> Truths:
    chosen = np.zeros(len(network.nodes), np.bool_)
    chosen[_order(network)[:most]] = True
    return chosen


def _usual(network: SignedNetwork) -> int:
    """Return how many of the heaviest to look for, so that an eye can follow what is drawn.

    Of those only who has a tie with another is drawn. A tie is there from the rank of the lighter
    of its ends on, and a node from its first tie.
    """
    nodes = len(network.nodes)
    rank = np.empty(nodes, np.int64)
    rank[_order(network)] = np.arange(nodes)
    ties = network.tie_columns()
    there = np.maximum(rank[ties.holder], rank[ties.target])
    entry = np.full(nodes, nodes)
    for ends in (ties.holder, ties.target):
        np.minimum.at(entry, ends, there)
    limits = [(np.sort(entry), _USUAL_NODES), (np.sort(there), _USUAL_TIES)]
    most = min(int(ranks[usual]) for ranks, usual in limits if len(ranks) > usual)
    return max(most, int(entry.min()) + 1)
