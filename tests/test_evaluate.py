"""What counts as right in a prediction, and what is counted of it."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.agreement.intervals import Bootstrap, Estimate
from clivage.evaluation import Claim, Evaluation, Settings, evaluate, matching
from clivage.evaluation.sentences import sentences
from clivage.evaluation.tallies import Score
from clivage.model import Certainty, Modality
from tests.evaluated import MILL, claim, claims, compared

PLAIN = Settings(bootstrap=Bootstrap(samples=0))
STRICTER = ("passage", "pair", "direction", "sign")

#: Worked by hand: four claims to find, five predicted.
TEXT = "Ann likes Bob. Cy hates Di. Ed met Flo. Gus fled. Hal may sue Ida. Jo ran."
WANTED = [
    claim("ann + bob", 0, 13),
    claim("cy - di", 15, 26, certainty=Certainty.PROBABLE),
    claim("di - cy", 15, 26),
    claim("ed + flo", 28, 38, is_issue=True),
    claim("hal - ida", 50, 65, modality=Modality.HYPOTHETICAL),
]
GIVEN = [
    claim("ann + bob", 4, 13, score=0.9),  # right, though it begins later
    claim("di - cy", 15, 20, score=0.8),  # right
    claim("flo - ed", 28, 38, score=0.7),  # the pair alone is right
    claim("gus - ann", 40, 48, score=0.6),  # in a neutral sentence
    claim("hal - ida", 50, 65, score=0.5),  # it did not happen
]


def numbers(score: Score) -> list[float | None]:
    """Return precision, recall and F1, as rounded as one does by hand."""
    values = (score.precision.value, score.recall.value, score.f1.value)
    return [None if one is None else round(one, 4) for one in values]


def f1(found: Evaluation, level: str) -> float:
    value = found.levels[level].f1.value
    assert value is not None
    return value


def by_hand(**chosen: object) -> Evaluation:
    return evaluate(compared(WANTED, GIVEN, TEXT), Settings(bootstrap=PLAIN.bootstrap, **chosen))  # type: ignore[arg-type]


def test_each_level_asks_for_more() -> None:
    """Three of five lie on a passage that happened; one has the pair alone; two are right."""
    found = by_hand()
    assert numbers(found.levels["passage"]) == [0.6, 1, 0.75]
    assert numbers(found.levels["pair"]) == [0.6, 0.75, 0.6667]
    assert numbers(found.levels["direction"]) == [0.4, 0.5, 0.4444]
    assert numbers(found.levels["sign"]) == [0.4, 0.5, 0.4444]
    assert found.direction_accuracy.value == pytest.approx(2 / 3)
    assert found.sign_accuracy.value == 1
    # Of 34 code points quoted in the gold 24 were found, beside 23 others.
    assert numbers(found.characters)[:2] == [0.5106, 0.7059]


def test_a_pair_is_right_in_either_order_and_a_claim_matched_once() -> None:
    """Two predictions of one claim are one right and one wrong."""
    twice = [claim("b - a", 0, 9), claim("a + b", 0, 9)]
    found = evaluate(compared([claim("a + b", 0, 9)], twice), PLAIN)
    assert numbers(found.levels["passage"]) == [1, 1, 1]
    assert numbers(found.levels["pair"])[:2] == [0.5, 1]
    assert numbers(found.levels["sign"])[:2] == [0.5, 1]


@pytest.mark.parametrize(("overlap", "right"), [(0.5, 1), (0.51, 0), (0.0, 1)])
def test_half_of_the_shorter_passage_is_enough(overlap: float, right: int) -> None:
    """Five of ten code points are shared."""
    chosen = Settings(overlap=overlap, bootstrap=PLAIN.bootstrap)
    found = evaluate(compared([claim("a + b", 0, 10)], [claim("a + b", 5, 40)]), chosen)
    assert [found.levels[level].right for level in STRICTER] == [right] * 4


def test_what_did_not_happen_is_a_false_alarm() -> None:
    """It is one of the hypothetical claim; a claim on a sentence about nobody is another sort."""
    alarms = {one.where: (one.number, one.alarms, one.rate) for one in by_hand().alarms}
    assert alarms == {
        "hypothetical statements": (1, 1, 100),
        "neutral sentences": (2, 1, 50),
    }


def test_traps_and_neutral_texts_are_told_apart() -> None:
    """A text with negated claims only is none without a claim."""
    gold = [claim("a + b", 0, 9), claim("a + b", 0, 9, source="t", modality=Modality.NEGATED)]
    mine = [claim("a + c", 0, 5, source="t"), claim("a + c", 20, 29, source="u")]
    alarms = evaluate(compared(gold, mine, "One ran on. Then two. Three sat."), PLAIN).alarms
    assert {one.where: (one.number, one.alarms) for one in alarms} == {
        "negated statements": (1, 1),
        "neutral sentences": (7, 1),
        "sentences of neutral texts": (3, 1),
        "sentences of texts with other claims only": (3, 1),
    }


def test_another_modality_is_measured_apart() -> None:
    """What is hypothetical is found where it is predicted as that, and not else."""
    one = claim("hal - ida", 50, 65, modality=Modality.HYPOTHETICAL)
    chosen = Settings(modality=Modality.HYPOTHETICAL, bootstrap=PLAIN.bootstrap)
    assert numbers(evaluate(compared(WANTED, [one]), chosen).levels["sign"]) == [1, 1, 1]
    assert by_hand(modality=Modality.HYPOTHETICAL).levels["sign"].predicted == 0
    assert by_hand(modality=None).levels["sign"].right == 3


def test_sentences_are_marked_or_not() -> None:
    """Six sentences, three with a claim that happened; five are marked."""
    triage = by_hand().triage
    assert triage is not None
    assert (triage.sentences, triage.base_rate, triage.marked) == (6, 1 / 2, 5 / 6)
    assert numbers(triage.score)[:2] == [0.6, 1]


def test_what_a_person_reads() -> None:
    """The greatest score first; one accepted in two and a half."""
    cost = by_hand().cost
    assert (cost.per_accepted.value, cost.per_useful.value) == (5 / 2, 5 / 3)
    assert [one.accepted for one in cost.curve] == [1, 2, 2, 2, 2]
    assert [one.passage_recall for one in cost.curve] == [1 / 4, 3 / 4, 1, 1, 1]
    # At as many as the gold has, and at all.
    assert [(one.read, one.recall) for one in cost.steps] == [(4, 1 / 2), (5, 1 / 2)]
    # The hypothetical claim would be wrong as it is: read for nothing.
    assert (cost.all_read, cost.all_accepted) == (5, 2)


def test_scores_of_some_of_the_claims() -> None:
    """By sign, by target, by how sure the coder was."""
    groups = {
        (kind, one.name): one.scores["sign"]
        for kind, all_ in by_hand().groups.items()
        for one in all_
    }
    counts = {name: (one.gold, one.found, one.predicted) for name, one in groups.items()}
    assert counts == {
        ("sign", "supports"): (2, 1, 1),
        ("sign", "opposes"): (2, 1, 4),
        ("target", "actor"): (3, 2, 5),
        ("target", "issue"): (1, 0, 0),
        ("tier", "probable"): (1, 0, 0),
        ("source", "s"): (4, 2, 5),
    }


# What holds for any claims


@given(claims())
@settings(max_examples=30, deadline=None)
def test_a_prediction_that_is_the_gold_is_right(gold: list[Claim]) -> None:
    """At every level, unless there is nothing."""
    found = evaluate(compared(gold, gold), PLAIN)
    expected = 1.0 if found.scoring.gold else None
    for score in (*found.levels.values(), found.characters):
        assert numbers(score) == [expected] * 3


@given(claims(), claims())
@settings(max_examples=50, deadline=None)
def test_precision_is_recall_from_the_other_side(one: list[Claim], two: list[Claim]) -> None:
    """Gold and prediction change places; and what is stricter is never met more often."""
    here, there = evaluate(compared(one, two), PLAIN), evaluate(compared(two, one), PLAIN)
    for level in STRICTER:
        assert here.levels[level].precision == there.levels[level].recall
        assert here.levels[level].f1 == there.levels[level].f1
    if here.scoring.gold or here.scoring.predicted:
        scores = [f1(here, level) for level in STRICTER]
        assert scores == sorted(scores, reverse=True)


@given(st.lists(st.lists(st.integers(0, 3), unique=True, max_size=4), max_size=4))
@settings(max_examples=50, deadline=None)
def test_as_many_are_matched_as_can_be(near: list[list[int]]) -> None:
    """So many as the best of all ways, also of the first few alone."""
    for size in range(len(near) + 1):
        best = max(
            sum(way[at] in near[at] for at in range(size)) for way in permutations(range(4), 4)
        )
        partner = matching.matched(near[:size])
        assert len(partner) == len(set(partner.values())) == best
        assert all(there in near[here] for here, there in partner.items())


# Intervals


def test_whole_texts_are_drawn_where_there_are_enough() -> None:
    """Eight are enough; with seven each place counts by itself, and with one there is none."""

    def found(texts: int) -> Evaluation:
        gold = [claim("a + b", 0, 9, source=f"t{at}") for at in range(texts)]
        return evaluate(compared([*gold, claim("a + b", 50, 59)], gold[: texts // 2]))

    assert [found(texts).scoring.by_source for texts in (6, 7)] == [False, True]
    recall = found(7).levels["sign"].recall
    assert recall.value == 3 / 8
    assert recall.low is not None
    assert recall.high is not None
    assert recall.low < 3 / 8 < recall.high
    assert found(7).levels["sign"].recall == recall
    alone = evaluate(compared([claim("a + b", 0, 9)], [claim("a + b", 0, 9)]))
    assert alone.levels["sign"].recall == Estimate(1.0)


# Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("no mark at all", ["no mark at all"]),
        ("One.\r\n\r\nTwo\n---\n", ["One.", "Two"]),
        ("« Jamais ! » dit-il. M. Roux sort.", ["« Jamais ! » dit-il.", "M. Roux sort."]),
        ("J. P. Roe met Dr. Lund. “No.” He left", ["J. P. Roe met Dr. Lund.", "“No.”", "He left"]),
        ("1. It is 12. Mai, 3.5 % won. Why?! So", ["1. It is 12. Mai, 3.5 % won.", "Why?!", "So"]),
        ("Пришла зима. Снег.", ["Пришла зима.", "Снег."]),
        ("他来了。她走了。", ["他来了。", "她走了。"]),
        ("...... ! ?", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    """They end at a mark or a line, and not after a number or a word cut short."""
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="aB1. ?!\n»é", max_size=40))
@settings(max_examples=50, deadline=None)
def test_sentences_hold_every_word_once(text: str) -> None:
    """They are in order, apart, and leave out no letter."""
    found = sentences(text)
    assert all(start < end for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    kept = "".join(text[start:end] for start, end in found)
    assert [*filter(str.isalnum, kept)] == [*filter(str.isalnum, text)]
    assert len(sentences(MILL)) == 5
