"""The twins: for each a function from the projection to the table that SPARQL gives.

Each says in numpy what the file of its name in ``queries/`` says in SPARQL, and is to be read
beside it. Nodes are numbers in the order of their IRIs, so that sorting by number is what
``ORDER BY`` does, and ``<`` what ``FILTER (STR(?first) < STR(?second))`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from clivage import namespaces, query
from clivage.answer import Column, Columns, Rows
from clivage.network.columns import EVER, Int32, Int64
from clivage.questions.links import AnyInt, Flags, Links
from clivage.questions.projection import Projection

#: The nodes that a question is about, by parameter; -1 for one that has no edge.
Given: TypeAlias = Mapping[str, int]
_INTEGER: Final = f"{namespaces.XSD}integer"
_BOOLEAN: Final = f"{namespaces.XSD}boolean"
_SIGNS: Final = ("+", "-")


def answer(projection: Projection, name: str, values: Sequence[str] = ()) -> Rows:
    """Answer a question that has a twin.

    Args:
        name: one of `TWINS`.
        values: as in `clivage.query.ask`.

    Raises:
        QueryError: when a parameter or an id is not known.
    """
    found = query.given(query.named(name), values)
    iris = {one: query.thing(projection.known, ["actor"], id) for one, id in found.items()}
    places = {one: projection.number.get(iri, -1) for one, iri in iris.items()}
    return Rows(TWINS[name](projection, places), namespaces.prefixes(projection.base))


def _nodes(name: str, at: AnyInt, projection: Projection) -> Column:
    return Column(name, projection.iris, at, is_iri=True)


def _truths(name: str, flags: Flags) -> Column:
    return Column(name, ("false", "true"), flags.view(np.int8), _BOOLEAN)


def _numbers(name: str, numbers: Int64) -> Column:
    values, at = np.unique(numbers, return_inverse=True)
    return Column(name, tuple(map(str, values.tolist())), at, _INTEGER)


def allies_of_allies(projection: Projection, given: Given) -> Columns:
    """Who are the allies of an actor's allies?"""
    friends = projection.marked(projection.allies.of(given["who"]))
    foes = projection.marked(projection.foes.of(given["who"]))
    ally, other = _two_steps(projection, projection.allies, given["who"])
    new = ~friends[other]
    return Columns(
        (
            _nodes("ally", ally[new], projection),
            _nodes("ally_of_ally", other[new], projection),
            _truths("yet_opposed", foes[other[new]]),
        )
    )


def enemies_of_enemies(projection: Projection, given: Given) -> Columns:
    """Who are the enemies of an actor's enemies, and are they its allies?"""
    friends = projection.marked(projection.allies.of(given["who"]))
    enemy, other = _two_steps(projection, projection.foes, given["who"])
    return Columns(
        (
            _nodes("enemy", enemy, projection),
            _nodes("enemy_of_enemy", other, projection),
            _truths("ally", friends[other]),
        )
    )


def _two_steps(projection: Projection, links: Links, who: int) -> tuple[Int32, Int32]:
    """Go from an actor to its neighbours and to theirs: three different actors."""
    first = links.of(who)
    first = first[projection.is_actor[first] & (first != who)]
    place, second = links.joined(first)
    first = first[place]
    kept = projection.is_actor[second] & (second != who) & (second != first)
    return first[kept], second[kept]


def ambivalent_pairs(projection: Projection, _: Given) -> Columns:
    """Between which two actors does support stand beside opposition?"""
    nodes = max(1, len(projection.iris))
    low = np.minimum(projection.holder, projection.target).astype(np.int64)
    pairs = low * nodes + np.maximum(projection.holder, projection.target)
    pair, at = np.unique(pairs, return_inverse=True)
    positive = projection.network.sign > 0
    supports = np.bincount(at[positive], minlength=len(pair))
    oppositions = np.bincount(at[~positive], minlength=len(pair))
    both = (supports > 0) & (oppositions > 0) & (pair // nodes < pair % nodes)
    return Columns(
        (
            _nodes("first", pair[both] // nodes, projection),
            _nodes("second", pair[both] % nodes, projection),
            _numbers("supports", supports[both]),
            _numbers("oppositions", oppositions[both]),
        )
    )


def common_enemies(projection: Projection, given: Given) -> Columns:
    """Which two actors oppose the same actor or issue?"""
    by_enemy = projection.opposes.reversed
    for who in given.values():  # only whom they oppose matters
        by_enemy = by_enemy.where(projection.marked(projection.opposes.of(who))[by_enemy.first])
    # Each opponent goes with those that stand behind it in the group of their enemy.
    at = np.arange(len(by_enemy))
    behind = by_enemy.starts[by_enemy.first.astype(np.int64) + 1] - at - 1
    one = np.repeat(at, behind)
    other = np.arange(len(one)) - np.repeat(np.cumsum(behind) - behind, behind) + one + 1
    enemy, first, second = by_enemy.first[one], by_enemy.second[one], by_enemy.second[other]
    kept = np.ones(len(one), np.bool_)
    for name, who in given.items():
        kept &= {"first": first, "second": second}[name] == who
    if given:
        enemy, first, second = enemy[kept], first[kept], second[kept]
    columns = {"first": first, "second": second, "enemy": enemy}
    return Columns(tuple(_nodes(name, at, projection) for name, at in columns.items()))


def contested(projection: Projection, _: Given) -> Columns:
    """Which actors and issues are both supported and opposed?"""
    supporters = projection.supports.reversed.degree
    opponents = projection.opposes.reversed.degree
    target = np.flatnonzero((supporters > 0) & (opponents > 0))
    target = target[np.lexsort((target, -supporters[target], -opponents[target]))]
    return Columns(
        (
            _nodes("target", target, projection),
            _numbers("supporters", supporters[target]),
            _numbers("opponents", opponents[target]),
        )
    )


def go_betweens(projection: Projection, _: Given) -> Columns:
    """Who has a tie of support with both of two actors that oppose each other?"""
    opposed, is_actor = projection.opposes, projection.is_actor
    kept = is_actor[opposed.first] & is_actor[opposed.second] & (opposed.first != opposed.second)
    first, second = opposed.first[kept], opposed.second[kept]
    place, who = projection.allies.shared(first, second)
    first, second = first[place], second[place]
    kept = is_actor[who] & (who != first) & (who != second)
    who, first, second = who[kept], first[kept], second[kept]
    order = _sorted_places(who, len(projection.iris))  # first and second are in order already
    columns = {"who": who, "first": first, "second": second}
    return Columns(tuple(_nodes(name, at[order], projection) for name, at in columns.items()))


def _sorted_places(numbers: Int32, below: int) -> Int64:
    """Sort stably; numpy is many times faster where 16 bits are enough."""
    narrow = numbers.astype(np.uint16) if below <= 1 << 16 else numbers
    return np.argsort(narrow, kind="stable")


def mutual(projection: Projection, _: Given) -> Columns:
    """Which actors support, or oppose, each other?"""
    found = []
    for links in (projection.supports, projection.opposes):
        kept = (links.first < links.second) & links.reversed.hold(links.first, links.second)
        found.append((links.first[kept], links.second[kept]))
    ties = np.repeat(np.arange(2), [len(first) for first, _ in found])
    first, second = (np.concatenate(ends) for ends in zip(*found, strict=True))
    return Columns(
        (
            _nodes("first", first, projection),
            Column("tie", ("allied with", "in conflict with"), ties),
            _nodes("second", second, projection),
        )
    )


def reach(projection: Projection, given: Given) -> Columns:
    """Whom does an actor's support reach, directly and through others?"""
    links = projection.supports
    front = links.of(given["who"])
    directly = projection.marked(front)
    seen = directly.copy()
    while len(front):
        _, ends = links.joined(front)
        front = np.flatnonzero(projection.marked(ends[~seen[ends]])).astype(np.int32)
        seen[front] = True
    reached = np.concatenate([np.flatnonzero(directly), np.flatnonzero(seen & ~directly)])
    return Columns((_nodes("reached", reached, projection), _truths("directly", directly[reached])))


def timeline(projection: Projection, _: Given) -> Columns:
    """How many supports and oppositions begin in each month?"""
    dated = projection.network.not_before != -EVER
    days, positive = projection.network.not_before[dated], projection.network.sign[dated] > 0
    start = int(days.min(initial=EVER)) if len(days) else 0
    both = [np.bincount(days[signed] - start) for signed in (positive, ~positive)]
    length = max(map(len, both))
    both = [np.pad(counts, (0, length - len(counts))) for counts in both]
    day = np.flatnonzero(both[0] + both[1])
    month = (day + start).astype("datetime64[D]").astype("datetime64[M]")
    begins = np.flatnonzero(np.diff(month.astype(np.int64), prepend=np.iinfo(np.int64).min))
    supports, oppositions = (np.add.reduceat(counts[day], begins) for counts in both)
    names = tuple(map(str, month[begins]))
    return Columns(
        (
            Column("month", names, np.arange(len(names))),
            _numbers("supports", supports),
            _numbers("oppositions", oppositions),
        )
    )


def triangles(projection: Projection, _: Given) -> Columns:
    """Which three actors form a triangle, and is it balanced?"""
    a, b, c = _corners(projection)
    pairs = ((a, b), (b, c), (a, c))
    signed = [
        np.stack([links.hold(*pair) for links in (projection.allies, projection.foes)])
        for pair in pairs
    ]
    rows = []  # the number of a row: that of its triangle, then a bit for each sign
    for bits in range(8):
        minus = [bits >> shift & 1 for shift in (2, 1, 0)]
        there = signed[0][minus[0]] & signed[1][minus[1]] & signed[2][minus[2]]
        balanced = sum(minus) % 2 == 0
        rows.append(np.flatnonzero(there) * 8 + bits + balanced * 8 * len(a))
    row = np.sort(np.concatenate(rows))
    triangle = (row >> 3) % max(1, len(a))
    nodes = {"a": a, "b": b, "c": c}
    signs = {"ab": row >> 2 & 1, "bc": row >> 1 & 1, "ac": row & 1}
    return Columns(
        (
            *(_nodes(name, at[triangle], projection) for name, at in nodes.items()),
            *(Column(name, _SIGNS, at.astype(np.int8)) for name, at in signs.items()),
            _truths("balanced", row >= 8 * len(a)),
        )
    )


def _corners(projection: Projection) -> tuple[Int32, Int32, Int32]:
    """Find all triangles of actors, whatever the signs: each once, with ``a < b < c``, sorted.

    Each tie is followed from the end that has fewer ties, which keeps the busiest actors from
    being the middle of most paths (Chiba & Nishizeki 1985, Arboricity and subgraph listing
    algorithms, SIAM Journal on Computing 14(1)).
    """
    ties = projection.allies | projection.foes
    is_actor = projection.is_actor
    ties = ties.where(is_actor[ties.first] & is_actor[ties.second] & (ties.first != ties.second))
    busier = np.lexsort((np.arange(ties.nodes), ties.degree)).argsort()
    ties = ties.where(busier[ties.first] < busier[ties.second])
    place, third = ties.shared(ties.first, ties.second)
    corners = np.stack([ties.first[place], ties.second[place], third])
    corners.sort(axis=0)
    a, b, c = corners[:, np.lexsort(corners[::-1])]
    return a, b, c


#: The questions that are answered from columns.
TWINS: Final[Mapping[str, Callable[[Projection, Given], Columns]]] = {
    "allies-of-allies": allies_of_allies,
    "ambivalent-pairs": ambivalent_pairs,
    "common-enemies": common_enemies,
    "contested": contested,
    "enemies-of-enemies": enemies_of_enemies,
    "go-betweens": go_betweens,
    "mutual": mutual,
    "reach": reach,
    "timeline": timeline,
    "triangles": triangles,
}
