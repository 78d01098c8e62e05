"""A corpus of the part of a network of coded events that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from clivage import identifiers, ties
from clivage.excerpt.choice import Choice
from clivage.excerpt.groups import camp_labels, named
from clivage.excerpt.left_out import EVENTS, Part, left_out
from clivage.excerpt.reduced import OPEN, Excerpt
from clivage.excerpt.selection import Selection, select, weights_of
from clivage.model import Actor, ActorType, CodeTable, Corpus, Labels, Sign, UnevidencedTie
from clivage.network import SignedNetwork
from clivage.network.columns import Int64, day_of


def of_network(  # noqa: PLR0913  (what event data know, an argument each)
    title: str,
    whole: SignedNetwork,
    choice: Choice = OPEN,
    *,
    labels: Mapping[str, str],
    attributes: Mapping[str, Mapping[str, str]],
    provenance: str,
    events: Int64 | None = None,
    code_table: CodeTable | None = None,
    directed: bool = True,
) -> Excerpt:
    """Return the part of a network of coded events that is drawn, as a corpus of its ties.

    All rows of an ordered pair and sign become one tie, with their weight together, from their
    first day to their last. Nobody knows what sort of body an actor is.

    Args:
        title: what the corpus is called.
        labels: what each node is called, by its id; its id where it has no label.
        attributes: as for `select`, such as ``{"country": {"USAGOV": "USA"}}``.
        provenance: where the ties come from, in words.
        events: how many events each row sums, shape (statements,); one each when left out.
        code_table: which signs and weights the codes had.
        directed: whether the data say who acted on whom.

    Raises:
        NetworkError: when actors cannot be put together so, or nothing is left to draw.

    >>> rows = SignedNetwork.of_rows(["USAGOV", "MEXGOV"], [0, 0], [1, 1], [1, 1], weight=[2, 5])
    >>> made = of_network("Sample", rows, labels={}, attributes={}, provenance="a sample")
    >>> [(tie.id, tie.weight, tie.events) for tie in made.corpus.unevidenced]
    [('sample.usagov.supports.mexgov', Fraction(7, 1), 2)]
    """
    counts = np.ones(len(whole), np.int64) if events is None else events
    chosen = select(whole, choice, attributes, directed=directed)
    id = identifiers.slug(title) or "events"
    actors = _actors(whole, chosen, choice.by, labels, attributes)
    pattern = UnevidencedTie(
        id=id,
        sign=Sign.SUPPORT,
        holder="",
        target="",
        provenance=provenance,
        code_table=code_table.id if code_table else "",
        directed=directed,
    )
    found = _ties(chosen, counts, [one.id for one in actors], pattern)
    corpus = Corpus(
        id=id,
        base=identifiers.unpublished(title),
        title={"en": title},
        language="en",
        actors=tuple(sorted(actors, key=lambda one: one.id)),
        unevidenced=tuple(sorted(found, key=lambda one: one.id)),
        code_tables=(code_table,) if code_table else (),
    )
    if chosen.is_whole:
        return Excerpt(corpus=corpus)
    nodes = set(chosen.network.nodes)
    in_it = sum(chosen.group_of.get(id, id) in nodes for id in whole.nodes)
    said = left_out(
        whole,
        chosen,
        choice,
        counts,
        counted=EVENTS,
        drawn=(Part(in_it, len(whole.nodes)), Part(0, 0)),
        marks=len(actors),
    )
    return Excerpt(corpus=corpus, left_out=said)


def _actors(
    whole: SignedNetwork,
    chosen: Selection,
    by: str,
    labels: Mapping[str, str],
    attributes: Mapping[str, Mapping[str, str]],
) -> list[Actor]:
    """Return an actor for each node drawn, in the order of the nodes."""
    members: dict[str, list[str]] = {id: [] for id in chosen.network.nodes}
    weight = weights_of(whole).tolist()
    for at in sorted(range(len(weight)), key=lambda at: (-weight[at], whole.nodes[at])):
        id = chosen.group_of.get(whole.nodes[at], whole.nodes[at])
        if id in members:
            members[id].append(whole.nodes[at])
    taken: set[str] = set()
    actors = []
    for node, some in members.items():
        slug = _free(identifiers.slug(node) or "actor", taken)
        called = [labels.get(one) or one for one in some]
        if some[0] not in chosen.group_of:
            known = [f"{name}: {of[node]}" for name, of in attributes.items() if of.get(node)]
            actors.append(_actor(slug, {"en": called[0]}, note="; ".join(known)))
        elif by == "camp":
            actors.append(_actor(slug, camp_labels({"en": called[0]}, len(some)), named(called)))
        else:
            value = f"{attributes[by][some[0]]} ({len(some)})"
            actors.append(_actor(slug, {"en": value}, named(called)))
    return actors


def _actor(id: str, labels: Labels, names: tuple[str, ...] = (), note: str = "") -> Actor:
    return Actor(
        id=id, type=ActorType.COLLECTIVE, unsorted=True, labels=labels, names=names, note=note
    )


def _free(id: str, taken: set[str]) -> str:
    """Return an id that nobody has yet, and remember it."""
    free, number = id, 1
    while free in taken:
        number += 1
        free = f"{id}-{number}"
    taken.add(free)
    return free


def _ties(
    chosen: Selection, counts: Int64, ids: Sequence[str], pattern: UnevidencedTie
) -> Iterator[UnevidencedTie]:
    """Yield a tie for each ordered pair and sign; the pattern has what all of them share."""
    drawn, merged = chosen.network, chosen.network.tie_columns()
    if not len(merged):
        return
    first, rows = merged.starts[:-1], merged.rows
    columns: Iterable[tuple[int, ...]] = zip(
        merged.holder.tolist(),
        merged.target.tolist(),
        merged.sign.tolist(),
        merged.weight.tolist(),
        np.add.reduceat(counts[chosen.rows][rows], first).tolist(),
        np.minimum.reduceat(drawn.not_before[rows], first).tolist(),
        np.maximum.reduceat(drawn.not_after[rows], first).tolist(),
        strict=True,
    )
    for holder, target, sign, weight, events, begins, ends in columns:
        one, other = ids[holder], ids[target]
        yield replace(
            pattern,
            id=ties.id_of(pattern.id, one, Sign(sign), other),
            sign=Sign(sign),
            holder=one,
            target=other,
            weight=weight * drawn.unit,
            events=events,
            when=_when(begins, ends),
        )


def _when(begins: int, ends: int) -> str:
    """Return two days as EDTF.

    >>> from clivage.network.columns import EVER
    >>> _when(365, 365), _when(-EVER, 365), _when(-EVER, EVER)
    ('1971-01-01', '../1971-01-01', '')
    """
    first, last = day_of(begins), day_of(ends)
    if first is None and last is None:
        return ""
    if first == last:
        return str(first)
    return f"{first or '..'}/{last or '..'}"
