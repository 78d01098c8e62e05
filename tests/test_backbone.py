"""The backbone: ties that weigh more than chance would make them, of each sign for itself."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.analysis.backbone import Backbone, signed_backbone
from clivage.errors import NetworkError
from clivage.network import SignedNetwork

Row = tuple[int, int, int, int]
NODES = tuple("abcdef")
_node = st.integers(0, len(NODES) - 1)
_rows = st.lists(st.tuples(_node, _node, st.sampled_from((1, -1)), st.integers(1, 60)), max_size=30)


def made(rows: list[Row]) -> SignedNetwork:
    """Make a network of rows: holder, target, sign, weight."""
    holder, target, sign, weight = zip(*rows, strict=True) if rows else ((), (), (), ())
    return SignedNetwork.of_rows(NODES, holder, target, sign, weight=weight)


def ids(count: int) -> tuple[str, ...]:
    return tuple(f"n{at:02}" for at in range(count))


def by_definition(rows: list[Row], *, directed: bool) -> dict[tuple[int, int, int], float]:
    """Return the p-values as the article has them: 1 - (k - 1) times the integral up to the share.

    The integral of (1 - x)^(k - 2) is taken by the midpoint rule, end by end, tie by tie.
    """
    weight: dict[tuple[int, int, int], int] = {}
    for one, other, sign, value in rows:
        ends = (one, other) if directed else (min(one, other), max(one, other))
        key = (*ends, sign)
        weight[key] = weight.get(key, 0) + value
    straight = {key: value for key, value in weight.items() if key[0] != key[1]}
    found = dict.fromkeys(weight, 1.0)
    for key, value in straight.items():
        for place in (0, 1):
            near = [
                other
                for tie, other in straight.items()
                if tie[2] == key[2]
                and (tie[place] == key[place] if directed else key[place] in tie[:2])
            ]
            share, degree, steps = value / sum(near), len(near), 2000
            if degree > 1:
                middles = ((step + 0.5) * share / steps for step in range(steps))
                area = sum((1 - x) ** (degree - 2) for x in middles) * share / steps
                found[key] = min(found[key], 1 - (degree - 1) * area)
    return found


def p_of(found: Backbone) -> dict[tuple[int, int, int], float]:
    ties = found.ties
    keys = zip(ties.holder.tolist(), ties.target.tolist(), ties.sign.tolist(), strict=True)
    return dict(zip(keys, found.p_values.tolist(), strict=True))


@given(rows=_rows, directed=st.booleans())
@settings(max_examples=30, deadline=None)
def test_p_values_are_the_integral_of_the_article(rows: list[Row], directed: bool) -> None:
    """Of each sign and end for itself, whatever the direction; a loop has none."""
    found = p_of(signed_backbone(made(rows), directed=directed))
    expected = by_definition(rows, directed=directed)
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert math.isclose(found[key], value, abs_tol=1e-5)


@given(rows=_rows, levels=st.tuples(*[st.floats(0.001, 1)] * 2), corrected=st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_larger_significance_never_loses_a_tie(
    rows: list[Row], levels: tuple[float, float], corrected: bool
) -> None:
    """And correction never gains one."""
    network = made(rows)
    small, large = (signed_backbone(network, alpha=a, corrected=corrected) for a in sorted(levels))
    assert not (small.kept & ~large.kept).any()
    assert small.share <= large.share
    plain = signed_backbone(network, alpha=small.alpha)
    assert not (small.kept & ~plain.kept).any()
    assert plain.kept.any() <= (plain.tested > 0)


@given(rows=_rows, order=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_rows_does_not_matter(rows: list[Row], order: object) -> None:
    """The same ties stay, and the same rows."""
    places = list(range(len(rows)))
    order.shuffle(places)  # type: ignore[attr-defined]
    straight = signed_backbone(made(rows), alpha=0.5)
    mixed = signed_backbone(made([rows[at] for at in places]), alpha=0.5)
    assert p_of(straight) == p_of(mixed)
    assert straight.kept_rows[places].tolist() == mixed.kept_rows.tolist()


def test_few_oppositions_are_not_drowned_by_many_supports() -> None:
    """The one strong opposition of three stays, though nineteen supports outweigh it."""
    supports = [(0, at, 1, 50) for at in range(1, 20)]
    oppositions = [(0, 20, -1, 40), (0, 21, -1, 1), (0, 22, -1, 1)]
    holder, target, sign, weight = zip(*supports, *oppositions, strict=True)
    network = SignedNetwork.of_rows(ids(23), holder, target, sign, weight=weight)
    kept = signed_backbone(network, alpha=0.05)
    together = signed_backbone(
        SignedNetwork.of_rows(ids(23), holder, target, [1] * 22, weight=weight), alpha=0.05
    )
    ends = [kept.ties.target[at] for at in np.flatnonzero(kept.kept)]
    assert ends == [20]
    assert not together.kept.any()


def test_an_end_with_one_tie_says_nothing_of_it() -> None:
    """It stays only where the other end has several; a pair for itself never does."""
    rows = [(0, 1, 1, 99), (2, 3, 1, 99), (4, 3, 1, 1)]
    found = signed_backbone(made(rows), alpha=1)
    assert found.p_values.tolist() == [1.0, float(Fraction(1, 100)), float(Fraction(99, 100))]
    assert found.kept.tolist() == [False, True, True]
    assert (found.tested, found.by_chance) == (2, 2.0)


def test_false_discoveries_are_held_by_the_step_up_rule() -> None:
    """Of eight ends at a rate of 0.1 the third smallest, 0.03, is below 3/8 of it; 0.5 is not."""
    halves = [(99, 1), (98, 2), (97, 3), (50, 50)]
    rows = [
        (at, 4 + 2 * at + half, pair[half]) for at, pair in enumerate(halves) for half in (0, 1)
    ]
    holder, target, weight = zip(*rows, strict=True)
    network = SignedNetwork.of_rows(ids(12), holder, target, [-1] * 8, weight=weight)
    found = signed_backbone(network, alpha=0.1, corrected=True)
    assert found.tested == 8
    assert found.level == pytest.approx(0.0375)
    assert found.ties.weight[found.kept].tolist() == [99, 98, 97]
    assert found.by_chance == pytest.approx(0.3)
    assert not signed_backbone(network, alpha=0.05, corrected=True).kept.any()


@pytest.mark.parametrize("alpha", [0, -0.1, 1.01, math.nan])
def test_what_is_no_significance_is_refused(alpha: float) -> None:
    with pytest.raises(NetworkError, match=r"no significance\. it is above 0 and at most 1"):
        signed_backbone(made([]), alpha=alpha)
