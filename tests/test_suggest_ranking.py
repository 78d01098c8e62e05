"""Learning an order of suggestions from what people accepted and rejected."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.model import Sign
from clivage.suggest.decisions import Choice, Decision
from clivage.suggest.features import features
from clivage.suggest.gain import parted, worth
from clivage.suggest.ranking import Ranker, Reason, Report, learnt, told
from clivage.suggest.records import Mention, Suggestion

#: Whether a person accepts a suggestion.
Taste = Callable[[Suggestion, random.Random], bool]

RULES = ("en/verbs/back", "en/verbs/curse", "en/verbs/face", "en/nouns/help", "en/nouns/quarrel")
WORDS = ("the", "mill", "river", "toll", "old", "again", "harvest", "bell")


def suggestion(at: int, source: str = "t0", **given: object) -> Suggestion:
    """Return one that stands apart from the others."""
    holder = Mention(text="the millers", start=60 * at, end=60 * at + 11, figure="millers")
    target = Mention(text="Oda", start=60 * at + 20, end=60 * at + 23)
    said: dict[str, object] = {
        "source": source, "start": 60 * at, "end": 60 * at + 23, "exact": "words of a passage",
        "holder": holder, "target": target, "sign": Sign.SUPPORT, "score": 0.5,
        "rule": RULES[at % len(RULES)],
    }  # fmt: skip
    return Suggestion(**(said | given))  # type: ignore[arg-type]


def decided(one: Suggestion, choice: Choice) -> Decision:
    return Decision(choice=choice, by="anna", when="", engine="lexicon/1", suggestion=one)


def log(taste: Taste, *, count: int = 240, texts: int = 6, seed: int = 0) -> list[Decision]:
    """Return decisions of somebody with a taste, on suggestions of all kinds."""
    chance = random.Random(seed)
    made = []
    for at in range(count):
        one = suggestion(
            at // texts,
            f"t{at % texts}",
            rule=chance.choice(RULES),
            score=round(chance.random(), 3),
            sign=chance.choice(list(Sign)),
            exact=" ".join(chance.choices(WORDS, k=6)),
        )
        choice = Choice.ACCEPTED if taste(one, chance) else Choice.REJECTED
        made.append(decided(one, choice))
    return made


def never_facing(one: Suggestion, chance: random.Random) -> bool:
    """A rule is always wrong, and others mostly right."""
    return one.rule != "en/verbs/face" and chance.random() < 0.8


def whatever(one: Suggestion, chance: random.Random) -> bool:
    return chance.random() < 0.5


LOG = log(never_facing, count=300)


@cache
def found_in_log() -> Ranker:
    """Return what is learnt from the log, which takes a second, once for all tests."""
    return ranker(LOG)


def report(found: Ranker | Reason) -> Report:
    assert found.report is not None, told(found)
    return found.report


def ranker(decisions: Sequence[Decision]) -> Ranker:
    found = learnt(decisions)
    assert isinstance(found, Ranker), told(found)
    return found


def test_a_rule_that_is_always_wrong_is_learnt_and_put_last() -> None:
    found = ranker(log(never_facing, count=500))
    assert found.report.low > 0
    assert found.report.learnt.average_precision > found.report.engine.average_precision + 0.05
    assert found.report.learnt.most < found.report.engine.most
    scores = {rule: found.score(suggestion(0, rule=rule)) for rule in RULES}
    assert min(scores, key=lambda rule: scores[rule]) == "en/verbs/face"
    assert scores["en/verbs/face"] < 0.3
    assert scores["en/verbs/back"] > 0.5


def test_labels_that_are_chance_are_not_learnt() -> None:
    in_use = 0
    for seed in range(12):
        found = learnt(log(whatever, seed=seed, texts=(1, 6)[seed % 2]))
        assert report(found).low <= report(found).gain <= report(found).high
        in_use += isinstance(found, Ranker)
    assert in_use <= 1


def test_an_engine_that_is_right_already_is_left_alone() -> None:
    found = learnt(log(lambda one, _: one.score > 0.4))
    assert isinstance(found, Reason)
    assert report(found).engine.average_precision == 1
    assert "not in use" in found.sentence


def test_whole_texts_may_be_good_or_bad_and_nothing_is_learnt_of_that() -> None:
    found = learnt(log(lambda one, _: one.source in ("t1", "t2", "t4"), texts=6))
    assert isinstance(found, Reason)
    assert report(found).by_text


@pytest.mark.parametrize(("count", "missing"), [(0, 200), (1, 199), (199, 1)])
def test_too_few_decisions_say_how_many_are_missing(count: int, missing: int) -> None:
    found = learnt(log(whatever, count=count))
    assert isinstance(found, Reason)
    assert found.report is None
    assert f"{count} decision" in found.sentence
    assert f"{missing} more are needed" in found.sentence


@pytest.mark.parametrize(
    ("right", "word", "missing"), [(0, "accepted", 20), (19, "accepted", 1), (240, "rejected", 20)]
)
def test_one_kind_of_decision_alone_says_what_is_missing(
    right: int, word: str, missing: int
) -> None:
    choices = [Choice.ACCEPTED] * right + [Choice.REJECTED] * (240 - right)
    made = [decided(suggestion(at), choice) for at, choice in enumerate(choices)]
    found = learnt(made)
    assert isinstance(found, Reason)
    assert f"of 240 were {word}, {missing} more are needed" in found.sentence


def test_skipped_and_undone_decisions_do_not_count() -> None:
    made = log(whatever, count=199)
    skipped = decided(suggestion(900), Choice.SKIPPED)
    undone = [decided(suggestion(901), one) for one in (Choice.ACCEPTED, Choice.UNDONE)]
    assert "199 decisions, 1 more" in told(learnt([*made, skipped, *undone]))[0]


def test_several_decisions_on_a_suggestion_count_once_and_the_last_one_does() -> None:
    wrong = [replace(one, choice=Choice.REJECTED) for one in LOG]
    assert report(learnt([*wrong, *LOG, *LOG])) == report(found_in_log())


def test_edited_counts_as_right() -> None:
    edited = [
        replace(one, choice=Choice.EDITED) if one.choice is Choice.ACCEPTED else one for one in LOG
    ]
    assert report(learnt(edited)) == report(found_in_log())


def test_suggestions_that_are_all_alike_teach_nothing() -> None:
    made = [
        decided(suggestion(at, rule="r"), list(Choice)[2 * (at % 2)]) for at in range(240)
    ]  # accepted, rejected, accepted …
    found = learnt(made)
    assert isinstance(found, Reason)
    assert report(found).texts == 1
    assert not report(found).by_text


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf, 7.0, -1.0])
def test_a_score_that_is_none_does_no_harm(score: float) -> None:
    odd = [decided(replace(one.suggestion, score=score), one.choice) for one in LOG]
    found = ranker(odd)
    assert 0 <= found.score(odd[0].suggestion) <= 1


def test_what_was_never_seen_is_scored_too() -> None:
    found = found_in_log()
    nobody = Mention(text="")
    odd = suggestion(
        3, "elsewhere", exact="Ω" * 50_000, holder=nobody, target=nobody, rule="", cues=("",)
    )
    assert 0 <= found.score(odd) <= 1


@settings(max_examples=3, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_log_does_not_matter(chance: random.Random) -> None:
    shuffled = ranker(chance.sample(LOG, len(LOG)))
    assert shuffled.report == found_in_log().report
    asked = [one.suggestion for one in LOG[:20]]
    assert shuffled.scores(asked) == found_in_log().scores(asked)


@settings(max_examples=30, deadline=None)
@given(
    st.builds(
        suggestion,
        st.integers(0, 10**6),
        score=st.floats(allow_nan=True),
        exact=st.text(max_size=40),
        rule=st.text(max_size=12),
        cues=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        relation=st.text(max_size=5),
    )
)
def test_scores_are_from_0_to_1_and_features_finite(one: Suggestion) -> None:
    assert all(map(math.isfinite, features(one).values()))
    assert 0 <= found_in_log().score(one) <= 1


def test_whole_texts_are_kept_together_and_so_are_overlapping_passages() -> None:
    texts = [suggestion(at, f"t{text}") for text in range(7) for at in range(text + 1)]
    parting = parted(texts)
    assert parting.by_text
    for text in range(7):
        where = {int(parting.part[at]) for at, one in enumerate(texts) if one.source == f"t{text}"}
        assert len(where) == 1
    doubled = [suggestion(at // 2) for at in range(60)]
    parting = parted(doubled)
    assert not parting.by_text
    assert all(parting.part[at] == parting.part[at + 1] for at in range(0, 60, 2))
    sizes = np.bincount(parting.part)
    assert len(sizes) == 10
    assert sizes.max() - sizes.min() <= 2


def test_equal_scores_are_worth_what_any_order_of_them_is() -> None:
    right = np.array([True, False, True, False])
    flat = worth(np.zeros(4), right)
    assert (flat.average_precision, flat.half, flat.most) == (0.5, 2, 2)
    best = worth(right.astype(float), right)
    assert (best.average_precision, best.half, best.most) == (1, 1, 1)


def test_a_person_reads_the_numbers_and_what_counts() -> None:
    lines = told(ranker(log(never_facing, count=500)))
    assert lines[0].startswith("500 decisions in 6 texts: ")
    assert "texts that were not learnt from" in lines[1]
    assert [line.split()[0] for line in lines[4:7]] == ["average", "read", "read"]
    assert "in use: it adds +" in lines[8]
    assert "rule en/verbs/face" in lines[-1]
    assert not any("word#" in line for line in lines)
