"""The layout: nothing covers anything, opposition is long, camps stand apart."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clivage import coding, layout, network, view
from clivage.analysis.camps import find_camps
from clivage.layout import Place
from clivage.model import Corpus, Labels
from clivage.network import SignedNetwork
from tests import founding
from tests.strategies import corpora

BOLIVIA = founding.drawn()
_ANY = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def assert_nothing_overlaps(places: Sequence[Place], labels: Sequence[Labels]) -> int:
    boxes = [layout.box(one) for one in labels]
    pairs = list(itertools.combinations(range(len(places)), 2))
    for one, other in pairs:
        assert not boxes[one].overlaps(places[one], boxes[other], places[other])
    return len(pairs)


def test_no_label_covers_another_in_the_founding_network() -> None:
    """The longest of each actor's labels has its place, in any language."""
    places = [Place(node.x, node.y) for node in BOLIVIA.nodes]
    assert assert_nothing_overlaps(places, [node.labels for node in BOLIVIA.nodes]) == 36 * 35 / 2


@given(corpus=corpora())
@_ANY
def test_no_label_covers_another_in_any_network(corpus: Corpus) -> None:
    """Nor where labels are long, empty of width, or written from right to left."""
    made = view.of(corpus)
    places = [Place(node.x, node.y) for node in made.nodes]
    pairs = len(made.nodes) * (len(made.nodes) - 1) / 2
    assert assert_nothing_overlaps(places, [node.labels for node in made.nodes]) == pairs


def test_opposition_is_drawn_much_longer_than_support_between_actors() -> None:
    """Whoever looks sees who is far from whom."""
    at = {node.id: node for node in BOLIVIA.nodes}
    lengths: dict[int, list[float]] = {1: [], -1: []}
    for edge in BOLIVIA.edges:
        one, other = at[edge.holder], at[edge.target]
        pair = {(edge.holder, edge.target), (edge.target, edge.holder)}
        signs = {e.sign for e in BOLIVIA.edges if (e.holder, e.target) in pair}
        if "issue" not in (one.type, other.type) and len(signs) == 1:
            lengths[edge.sign.value].append(math.dist((one.x, one.y), (other.x, other.y)))
    assert (len(lengths[1]), len(lengths[-1])) == (12, 12)
    assert np.mean(lengths[-1]) > 1.6 * np.mean(lengths[1])


def test_nobody_stands_on_the_ground_of_a_camp_that_is_not_theirs() -> None:
    """The ground of a camp holds its members alone."""
    at = {node.id: node for node in BOLIVIA.nodes}
    looked_at = 0
    for members in BOLIVIA.camps:
        corners = layout.hull([Place(at[one].x, at[one].y) for one in members])
        for node in BOLIVIA.nodes:
            if node.id not in members and len(corners) > 2:
                looked_at += 1
                assert not inside(Place(node.x, node.y), corners), node.id
    assert looked_at == 30 + 32 + 32


def inside(point: Place, corners: Sequence[Place]) -> bool:
    sides = [
        (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
        for a, b in itertools.pairwise([*corners, corners[0]])
    ]
    return all(side > 0 for side in sides) or all(side < 0 for side in sides)


def test_places_are_the_same_every_time() -> None:
    """There is no chance in a layout."""
    again = view.of(coding.read(founding.FOLDER))
    assert again.nodes == BOLIVIA.nodes


def generated(nodes: int, ties: int) -> SignedNetwork:
    """Make a network by arithmetic, without ties of a node to itself."""
    rows = [(row * 7919 % nodes, (row * 104729 + row // 3 + 1) % nodes) for row in range(ties)]
    rows = [row for row in rows if row[0] != row[1]]
    return SignedNetwork.of_rows(
        [f"n{number:04}" for number in range(nodes)],
        [row[0] for row in rows],
        [row[1] for row in rows],
        [1 if number % 3 else -1 for number in range(len(rows))],
        weight=[1 + number % 3 for number in range(len(rows))],
    )


def test_hundreds_of_nodes_find_their_places() -> None:
    """Three hundred nodes with labels, none over another."""
    made = generated(300, 900)
    labels = [{"en": f"Actor number {number}"} for number in range(300)]
    camps = [[made.number[id] for id in camp] for camp in find_camps(made).members]
    places = layout.places(made, camps, labels)
    assert assert_nothing_overlaps(places, labels) == 300 * 299 / 2


def test_more_nodes_than_stress_can_place_are_placed_too() -> None:
    """Above a thousand nodes camps lie on circles, and still nothing overlaps."""
    made = generated(1_100, 1_100)
    labels = [{"en": f"A{number}"} for number in range(1_100)]
    places = layout.places(made, (), labels)
    assert assert_nothing_overlaps(places, labels) == 1_100 * 1_099 / 2


def test_a_network_without_ties_stands_in_rows() -> None:
    """Nothing to draw by is no error; nothing at all neither."""
    made = generated(12, 0)
    labels = [{"en": f"Actor {number}"} for number in range(12)]
    places = layout.places(made, (), labels)
    assert assert_nothing_overlaps(places, labels) == 66
    assert layout.places(generated(1, 0), (), [{"en": "Alone"}]) == (Place(0, 0),)


@given(st.text(max_size=40))
def test_a_text_is_as_wide_as_its_parts(text: str) -> None:
    """A width is a whole number of px that never shrinks as a text grows."""
    assert layout.text_width(text) <= layout.text_width(text + "m")


def test_the_network_is_what_the_layout_was_made_for() -> None:
    """The founding network has the size that the numbers above speak of."""
    assert len(network.of(BOLIVIA.corpus).nodes) == len(BOLIVIA.nodes) == 36
