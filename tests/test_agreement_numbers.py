"""Alpha, kappa and agreement on passages: worked examples that were published, and laws."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.agreement import spans, unitizing
from clivage.agreement.alpha import Metric, Reliability
from clivage.agreement.intervals import Bootstrap, Estimate
from clivage.agreement.kappa import Confusion

#: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C: four observers.
FOUR = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
#: Example B: two observers, nominal; and example A: two observers, binary.
LETTERS = "a a b b d c c c e d d a / b a b b b c c c e d d d"
BINARY = "0 1 0 0 0 0 0 0 1 0 / 1 1 1 0 0 1 0 0 0 0"
#: Cohen 1968, "Weighted kappa", table 1, of 200 cases; unweighted kappa is .492.
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))


def rows(text: str) -> list[tuple[str | None, ...]]:
    lines = [line.split() for line in text.replace("/", "\n").strip().splitlines()]
    return [tuple(None if one == "." else one for one in unit) for unit in zip(*lines, strict=True)]


def numbers(text: str) -> list[tuple[int | None, ...]]:
    return [tuple(None if one is None else int(one) for one in unit) for unit in rows(text)]


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_four_observers_is_as_published(metric: str, published: float) -> None:
    data = Reliability(numbers(FOUR), Metric(metric))
    assert round(data.alpha(), 3) == published
    assert data.units == 11  # the last unit has one value


def test_alpha_of_two_observers_is_as_published() -> None:
    assert round(Reliability(rows(LETTERS)).alpha(), 3) == 0.692
    assert round(Reliability(rows(BINARY)).alpha(), 3) == 0.095


def test_kappa_is_as_published() -> None:
    """Cohen's own table; and the one of 50 grants, of which 35 got the same answer."""
    cells = [(i, j) for i, row in enumerate(COHEN) for j, n in enumerate(row) for _ in range(n)]
    assert round(Confusion(cells).kappa(), 3) == 0.492
    grants = [*["yy"] * 20, *["yn"] * 5, *["ny"] * 10, *["nn"] * 15]
    data = Confusion((one[0], one[1]) for one in grants)
    assert data.kappa() == pytest.approx(0.4)
    assert (data.units, data.agreement()) == (50, 0.7)


@pytest.mark.parametrize("metric", [*Metric])
@settings(max_examples=25)
@given(data=st.data())
def test_alpha_is_that_of_another_program(metric: Metric, data: st.DataObject) -> None:
    """The package krippendorff gives the same wherever it gives an answer."""
    value = st.one_of(st.none(), st.integers(1, 4))
    table = data.draw(st.lists(st.tuples(value, value, value), min_size=2, max_size=8))
    ours = Reliability(table, metric)
    if len(ours.values) < 2:
        assert np.isnan(ours.alpha())
        return
    columns = [[np.nan if one is None else float(one) for one in row] for row in table]
    theirs = krippendorff.alpha(np.array(columns).T, level_of_measurement=metric.value)
    assert ours.alpha() == pytest.approx(theirs, abs=1e-9)


ANSWERS = st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=1, max_size=12)


@settings(max_examples=40)
@given(answers=ANSWERS, order=st.permutations(range(3)), names=st.permutations("abc"))
def test_neither_the_order_of_coders_nor_the_names_of_values_matter(
    answers: list[tuple[str, ...]], order: list[int], names: list[str]
) -> None:
    """And alpha stays from −1 to 1."""
    other = [tuple(names["abc".index(unit[at])] for at in order) for unit in answers]
    one, two = Reliability(answers).alpha(), Reliability(other).alpha()
    assert one == pytest.approx(two, nan_ok=True)
    assert np.isnan(one) or -1 <= one <= 1
    pair = Confusion((unit[0], unit[1]) for unit in answers).kappa()
    swapped = Confusion((unit[1], unit[0]) for unit in answers).kappa()
    assert pair == pytest.approx(swapped, nan_ok=True)


@settings(max_examples=20)
@given(answers=st.lists(st.sampled_from("abc"), min_size=2, max_size=12))
def test_coders_who_say_the_same_agree_perfectly(answers: list[str]) -> None:
    """Or nothing is known of them, where all of it is one value."""
    same = [(one, one, one) for one in answers]
    expected = 1.0 if len(set(answers)) > 1 else float("nan")
    assert Reliability(same).alpha() == pytest.approx(expected, nan_ok=True)
    kappa = Confusion((one, one) for one in answers).kappa()
    assert kappa == pytest.approx(expected, nan_ok=True)


def test_nothing_gives_nothing() -> None:
    """No unit, and none with two values, are no reason to fail."""
    for empty in ([], [(None, 1)], [(None, None)]):
        for metric in Metric:
            assert np.isnan(Reliability(empty, metric).alpha())
        assert np.isnan(Reliability(empty).agreement())
    assert np.isnan(Confusion([]).kappa())
    assert np.isnan(Confusion([(None, "a")]).agreement())


# Passages


def test_passages_by_hand() -> None:
    """Ten code points: one coder quotes 0–4, the other 2–6.

    Both quote 2 and either 4, so F1 is 2·2/8. Of 20 values 8 are "quoted" and 12 are not, 4 code
    points have both: alpha is 1 − 19·8/(2·8·12).
    """
    cut = unitizing.cut("abcdefghij", [((0, 4),), ((2, 6),)])
    once = np.ones((1, len(cut.lengths)))
    assert cut.lengths.tolist() == [2, 2, 2, 4]
    assert cut.quoted.tolist() == [1, 2, 1, 0]
    assert cut.f1(once)[0] == 0.5
    assert cut.alpha(once)[0] == pytest.approx(1 - 19 * 8 / (2 * 8 * 12))


SPANS = st.lists(
    st.tuples(st.integers(0, 28), st.integers(1, 12)).map(lambda at: (at[0], sum(at))), max_size=4
).map(spans.joined)


@settings(max_examples=50)
@given(coders=st.lists(SPANS, min_size=2, max_size=3), more=st.integers(0, 500))
def test_the_continuum_is_alpha_with_a_unit_for_each_code_point(
    coders: list[spans.Spans], more: int
) -> None:
    """Text that nobody coded raises it towards F1 on characters, and does not change F1."""
    text = "ten signs\n" * 4 + "\n" * more
    cut = unitizing.cut(text, coders)
    once = np.ones((1, len(cut.lengths)))
    points = [[any(a <= at < b for a, b in one) for one in coders] for at in range(len(text))]
    alpha, f1 = cut.alpha(once)[0], cut.f1(once)[0]
    assert alpha == pytest.approx(Reliability(points).alpha(), nan_ok=True)
    if any(coders) and not np.isnan(alpha):
        longer = unitizing.cut(text + " " * 1000, coders)
        again = np.ones((1, len(longer.lengths)))
        assert longer.f1(again)[0] == pytest.approx(f1)
        assert alpha <= longer.alpha(again)[0] + 1e-12
        assert longer.alpha(again)[0] <= f1 + 1e-12


@settings(max_examples=50)
@given(
    first=st.lists(SPANS.filter(bool), max_size=4), second=st.lists(SPANS.filter(bool), max_size=4)
)
def test_what_passages_share_is_what_their_code_points_share(
    first: list[spans.Spans], second: list[spans.Spans]
) -> None:
    def points(one: spans.Spans) -> set[int]:
        return {at for start, end in one for at in range(start, end)}

    counted = {
        (i, j): len(points(one) & points(two))
        for i, one in enumerate(first)
        for j, two in enumerate(second)
    }
    assert spans.overlaps(first, second) == {pair: n for pair, n in counted.items() if n}
    assert all(spans.length(one) == len(points(one)) for one in first)
    some, others = ([stretch for one in side for stretch in one] for side in (first, second))
    met = sum(bool(points((one,)) & points((other,))) for one in some for other in others)
    assert spans.meetings(first, second) == met
    start, end = spans.densest(first, second)
    assert (start < end) == bool(met)


# Intervals


def test_an_interval_contains_its_number_and_comes_again() -> None:
    """The same seed gives the same ends, another one others near by."""
    data = Reliability(numbers(FOUR))
    groups = range(len(data.rows))
    found = [Bootstrap(seed=seed).estimate(data.alphas, groups, 5) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]
    for one in found:
        assert one.value == pytest.approx(0.743, abs=0.001)
        assert one.low is not None
        assert one.high is not None
        assert 0.3 < one.low < 0.743 < one.high <= 1


def test_more_confidence_makes_a_wider_interval() -> None:
    pairs = ["aa", "ab", "bb", "ba", "aa", "bb", "bb", "cc"]
    data = Confusion((one[0], one[1]) for one in pairs)
    narrow, wide = (
        Bootstrap(confidence=part).estimate(data.kappas, range(8)) for part in (0.5, 0.99)
    )
    assert None not in (narrow.low, narrow.high, wide.low, wide.high)
    assert wide.low < narrow.low < narrow.high < wide.high  # type: ignore[operator]


def test_there_is_no_interval_where_nothing_can_be_drawn() -> None:
    """One group; no samples; a number that most samples do not have."""
    data = Reliability([(1, 1), (2, 2)])
    assert Bootstrap().estimate(data.alphas, [0, 0]) == Estimate(1.0)
    assert Bootstrap(samples=0).estimate(data.alphas, [0, 1]) == Estimate(1.0)
    rare = Reliability([(1, 1)] * 5 + [(2, 2)])
    sure = Bootstrap(seed=3).estimate(rare.alphas, range(6))
    assert (sure.low, sure.high) == (1.0, 1.0)
    assert Bootstrap().estimate(Reliability([(1, 1)]).alphas, [0]) == Estimate(None)
