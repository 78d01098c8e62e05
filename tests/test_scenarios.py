"""What if: which conclusions survive without a source, a coder, a voice, or the uncertain."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import coding, network
from clivage.analysis.camps import find_camps
from clivage.analysis.changes import Step, Turn
from clivage.analysis.frustration import frustration_index
from clivage.analysis.omissions import Kind
from clivage.analysis.scenarios import HEADER, Scenario, WhatIf, what_if
from clivage.analysis.stability import find_stability
from clivage.analysis.survival import Survival
from clivage.model import (
    AUTHOR,
    Actor,
    ActorType,
    Certainty,
    Coder,
    Corpus,
    Modality,
    Passage,
    Sign,
    Source,
    Statement,
)
from clivage.network import Merge
from tests.small import small
from tests.strategies import corpora

ACTORS = ("army", "guild", "mayor", "miners", "press")
EMPTY = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")


def said(id: str, holder: str, sign: int, target: str, *sources: str, **more: Any) -> Statement:  # noqa: ANN401
    """Make a statement that rests on a passage in each of some sources."""
    evidence = tuple(Passage(source=one, start=0, end=1, exact="x") for one in sources)
    more = {"coder": "ann", "strength": 1, **more}
    return Statement(
        id=id, sign=Sign(sign), holder=holder, target=target, evidence=evidence, **more
    )


def corpus(statements: Iterable[Statement]) -> Corpus:
    """Make a corpus of five actors, three sources and two coders."""
    return dataclasses.replace(
        EMPTY,
        coders=(Coder(id="ann", name="Ann"), Coder(id="bob", name="Bob")),
        sources=tuple(
            Source(id=one, title={"en": f"The {one}"}, language="en", sha256="")
            for one in ("gazette", "letter", "sermon")
        ),
        actors=tuple(
            Actor(id=one, type=ActorType.ORGANIZATION, labels={"en": one.title()}) for one in ACTORS
        ),
        statements=tuple(statements),
    )


def quarrel() -> Corpus:
    """Give guild and miners against the army; what else there is rests on one letter by Bob."""
    return corpus(
        [
            said("s1", "guild", 1, "miners", "gazette", "letter"),
            said("s2", "miners", -1, "army", "gazette"),
            said(
                "s3",
                "guild",
                1,
                "mayor",
                "letter",
                coder="bob",
                strength=2,
                certainty=Certainty.PROBABLE,
            ),
            said("s4", "mayor", 1, "army", "gazette", certainty=Certainty.DISPUTED),
            said("s5", "guild", -1, "army", "letter", coder="bob", voice="press", strength=3),
            said("s6", "army", 1, "miners", "gazette", modality=Modality.NEGATED),
            said("s7", AUTHOR, -1, "army", "gazette", voice=AUTHOR),
        ]
    )


def scenario(found: WhatIf, kind: Kind, id: str) -> Scenario:
    (one,) = [one for one in found.scenarios if (one.kind, one.id) == (kind, id)]
    return one


def test_each_scenario_leaves_out_what_it_says() -> None:
    """Sources, coders, voices and certainties leave out their statements, and no other."""
    found = what_if(quarrel())
    expected = {
        (Kind.SOURCE, "gazette"): "s2 s4 s6 s7",
        (Kind.SOURCE, "letter"): "s3 s5",
        (Kind.CODER, "ann"): "s1 s2 s4 s6 s7",
        (Kind.CODER, "bob"): "s3 s5",
        (Kind.VOICE, ""): "s1 s2 s3 s4 s6",
        (Kind.VOICE, AUTHOR): "s7",
        (Kind.VOICE, "press"): "s5",
        (Kind.ALL_VOICES, ""): "s5 s7",
        (Kind.CERTAINTY, "probable"): "s4",
        (Kind.CERTAINTY, "certain"): "s3 s4",
    }
    assert {(one.kind, one.id): " ".join(one.left_out) for one in found.scenarios} == expected
    assert len(expected) == 10
    (skipped,) = found.skipped
    assert (skipped.kind, skipped.id) == (Kind.SOURCE, "sermon")
    assert skipped.reason == "no statement rests on this source alone"


def test_a_source_that_others_repeat_is_skipped() -> None:
    """Where every statement of a source rests on another one too, nothing would be left out."""
    found = what_if(corpus([said("s1", "guild", 1, "miners", "gazette", "letter")]))
    assert [one.id for one in found.skipped if one.kind is Kind.SOURCE] == [
        "gazette",
        "letter",
        "sermon",
    ]
    assert [one.kind for one in found.scenarios] == [Kind.CODER, Kind.VOICE]


def test_what_falls_without_the_letter() -> None:
    """Without the letter the mayor goes over to the army, and two conclusions fall."""
    found = what_if(quarrel())
    assert [camp.members for camp in found.baseline.camps] == [("guild", "mayor", "miners")]
    assert (found.baseline.frustration.value, found.baseline.oppositions) == (1, 2)
    one = scenario(found, Kind.SOURCE, "letter")
    assert (one.outcome.statements, one.outcome.edges, one.outcome.ties) == (5, 3, 3)
    assert one.together == Survival(
        kept=(("guild", "miners"),),
        open=(),
        fallen=(("guild", "mayor"), ("mayor", "miners")),
        new=(("army", "mayor"),),
    )
    assert one.opposed.fallen == (("army", "guild"),)
    assert one.opposed.kept == (("army", "miners"),)
    assert one.frustrated.fallen == (("army", "mayor"),)
    moves = [(move.actor, move.step, move.before, move.after) for move in one.changes.moves]
    assert moves == [("army", Step.JOINED, None, 2), ("mayor", Step.MOVED, 1, 2)]
    assert [(tie.first, tie.second, tie.lost) for tie in one.changes.ties] == [
        ("army", "guild", ("s5",)),
        ("guild", "mayor", ("s3",)),
    ]
    assert not one.survives
    assert one.verdict == (
        "2 of 7 statements left out: 2 of 3 pairs that stood together no longer do;"
        " 1 of 2 oppositions falls; 1 of 1 frustrated tie is frustrated no more;"
        " 1 pair newly stands together; Mayor changes camp; Army joins a camp;"
        " the frustration is 0 instead of 1."
    )


def test_what_makes_no_edge_changes_nothing() -> None:
    """The author's own judgement is no edge: without it every conclusion stands."""
    one = scenario(what_if(quarrel()), Kind.VOICE, AUTHOR)
    assert one.survives
    assert not one.changes
    assert one.verdict == (
        "1 of 7 statements left out, none of which makes an edge: every conclusion stands."
    )


def test_everything_may_rest_on_one_source() -> None:
    """Without the only source nothing is left, and the verdict says so."""
    one = scenario(what_if(small()), Kind.SOURCE, "chronique-du-pont")
    assert (one.outcome.statements, one.outcome.ties, one.outcome.camps) == (0, 0, ())
    assert one.together.kept == one.together.open == ()
    assert {move.step for move in one.changes.moves} == {Step.LEFT}
    assert one.verdict == (
        "13 of 13 statements left out: no edge is left, so everything rests on them."
    )


def test_an_empty_corpus_has_nothing_to_leave_out() -> None:
    """Without statements there is a baseline of nothing, and every scenario is skipped."""
    found = what_if(EMPTY)
    assert found.scenarios == ()
    assert len(found.skipped) == 3
    assert found.baseline.pairs_together == found.baseline.edges == 0
    assert len(found.table) == 1


def test_a_pair_that_equals_would_keep_is_open() -> None:
    """Where a camp as good as the one found keeps a pair together, it is open and not fallen."""
    open_ = 0
    for friend, enemy in (("army", "miners"), ("miners", "army")):
        found = what_if(
            corpus(
                [
                    said("s1", "guild", 1, friend, "gazette"),
                    said("s2", "guild", 1, enemy, "gazette"),
                    said("s3", "army", -1, "miners", "gazette", strength=2),
                    said("s4", "guild", 1, friend, "letter"),
                ]
            )
        )
        one = scenario(found, Kind.SOURCE, "letter")
        assert one.together.fallen == one.frustrated.fallen == ()
        open_ += len(one.together.open)
        if one.together.open:
            assert "of 1 pair 1 is open" in one.verdict
            assert "a choice among equals" in one.verdict
    assert open_ == 1


def test_a_tie_that_turns_is_named() -> None:
    """Where support outweighed opposition by a source alone, the tie turns without it."""
    found = what_if(
        corpus(
            [
                said("s1", "guild", -1, "miners", "gazette"),
                said("s2", "guild", 1, "miners", "letter", strength=3),
            ]
        )
    )
    one = scenario(found, Kind.SOURCE, "letter")
    (tie,) = one.turned
    assert (tie.turn, tie.before, tie.after, tie.lost) == (Turn.TURNED, 2, -1, ("s2",))
    assert one.opposed.new == (("guild", "miners"),)
    assert "1 tie changes sign" in one.verdict


def test_names_in_a_verdict_are_few() -> None:
    """More than five actors that do the same are counted, the rest is named."""
    one = scenario(what_if(coding.read(Path("graph/bolivia-1971"))), Kind.VOICE, "")
    assert "Army, Hugo Banzer" in one.verdict
    assert "and 10 more leave their camps" in one.verdict


def expected_ids(corpus: Corpus, one: Scenario) -> tuple[str, ...]:
    """Give what a scenario should leave out, by its kind and id."""
    ranks = [Certainty.CERTAIN, Certainty.PROBABLE, Certainty.DISPUTED]

    def leaves(statement: Statement) -> bool:
        match one.kind:
            case Kind.SOURCE:
                return all(passage.source == one.id for passage in statement.evidence)
            case Kind.CODER:
                return statement.coder == one.id
            case Kind.VOICE:
                return statement.voice == one.id
            case Kind.ALL_VOICES:
                return bool(statement.voice)
            case Kind.CERTAINTY:
                lowest = ranks.index(Certainty(one.id))
                return ranks.index(statement.certainty) > lowest

    return tuple(statement.id for statement in corpus.statements if leaves(statement))


@settings(max_examples=30)
@given(corpora(most_statements=12), st.sampled_from(Merge))
def test_a_scenario_is_the_corpus_without_some_statements(whole: Corpus, rule: Merge) -> None:
    """Each scenario gives what the corpus would give if these statements were not in it."""
    found = what_if(whole, rule=rule)
    voices = {statement.voice for statement in whole.statements}
    coders = {statement.coder for statement in whole.statements} | {one.id for one in whole.coders}
    every = len(whole.sources) + len(coders) + len(voices) + 3
    assert len(found.scenarios) + len(found.skipped) == every
    assert rule.meaning in found.definition
    for one in found.scenarios:
        assert one.left_out == expected_ids(whole, one) != ()
        left = dataclasses.replace(
            whole, statements=tuple(s for s in whole.statements if s.id not in one.left_out)
        )
        alone = network.of(left)
        assert (one.outcome.statements, one.outcome.edges) == (len(left.statements), len(alone))
        assert one.outcome.partition == find_camps(alone, rule=rule)
        index = frustration_index(alone, rule=rule, unique=False)
        assert one.outcome.frustration.value == index.value
        assert one.outcome.ties == index.ties
        assert one.verdict.endswith(".")
        if one.outcome.edges == found.baseline.edges:
            assert one.survives
            assert not one.changes.ties
            assert one.outcome.camps == found.baseline.camps
    assert {len(row) for row in found.table} == {len(HEADER)}
    assert len(found.table) == 1 + len(found.scenarios)


@st.composite
def quarrels(draw: st.DrawFn) -> Corpus:
    """Give a corpus in which two sources speak of five actors."""
    statements = []
    for number in range(draw(st.integers(0, 14))):
        holder, target = draw(st.lists(st.sampled_from(ACTORS), min_size=2, max_size=2,
                                       unique=True))  # fmt: skip
        sign, strength = draw(st.sampled_from((1, 1, -1))), draw(st.integers(1, 2))
        source = draw(st.sampled_from(("gazette", "gazette", "letter")))
        statements.append(said(f"s{number:02}", holder, sign, target, source, strength=strength))
    return corpus(statements)


@given(quarrels())
def test_conclusions_are_kept_open_or_fallen(whole: Corpus) -> None:
    """Each conclusion is in one class; the open ones hold in camps that are as good."""
    found = what_if(whole)
    baseline = found.baseline
    for one in found.scenarios:
        together = {
            pair for camp in baseline.camps for pair in itertools.combinations(camp.members, 2)
        }
        frustrated = {(tie.first, tie.second) for tie in baseline.frustration.frustrated_edges}
        for part, before in ((one.together, together), (one.frustrated, frustrated)):
            assert sorted([*part.kept, *part.open, *part.fallen]) == sorted(before)
            assert part.before == len(before)
            assert not {*part.new} & before
        assert one.opposed.before == baseline.oppositions
        left = dataclasses.replace(
            whole, statements=tuple(s for s in whole.statements if s.id not in one.left_out)
        )
        stability = find_stability(network.of(left))
        camps = {
            pair for camp in one.outcome.camps for pair in itertools.combinations(camp.members, 2)
        }
        assert camps == {*one.together.kept, *one.together.new}
        assert all(stability.share(*pair) > 0 for pair in one.together.open)
        assert all(stability.share(*pair) < 1 for pair in one.together.open)
        for move in one.changes.moves:
            firm = stability.partitions == 1
            assert not (firm and move.by_choice)


@given(quarrels())
def test_open_ties_are_frustrated_by_sides_as_good(whole: Corpus) -> None:
    """A frustrated tie is open only where some best sides of what is left do frustrate it."""
    found = what_if(whole)
    for one in found.scenarios:
        left = dataclasses.replace(
            whole, statements=tuple(s for s in whole.statements if s.id not in one.left_out)
        )
        graph = network.merge(network.of(left))
        ties = list(zip(graph.first.tolist(), graph.second.tolist(), graph.weight.tolist(),
                        strict=True))  # fmt: skip
        possible: set[tuple[str, str]] = set()
        for sides in itertools.product((1, -1), repeat=len(ACTORS)):
            torn = [(a, b, weight) for a, b, weight in ties if weight * sides[a] * sides[b] < 0]
            if sum(abs(weight) for _, _, weight in torn) == one.outcome.frustration.value:
                possible |= {(graph.nodes[a], graph.nodes[b]) for a, b, _ in torn}
        assert {*one.frustrated.open, *one.frustrated.kept} <= possible


def test_the_founding_corpus_without_its_voices() -> None:
    """Without the words of the right one opposition falls; without one leader two allies do."""
    found = what_if(coding.read(Path("graph/bolivia-1971")))
    assert (found.baseline.statements, found.baseline.edges) == (37, 35)
    assert (found.baseline.frustration.value, len(found.baseline.camps)) == (3, 5)
    right = scenario(found, Kind.VOICE, "right")
    assert right.verdict == (
        "1 of 37 statements left out: 1 of 12 oppositions falls; 1 of 2 frustrated ties is"
        " frustrated no more; the frustration is 1 instead of 3."
    )
    leader = scenario(found, Kind.VOICE, "federation-leader")
    assert [move.actor for move in leader.changes.moves] == [
        "federation-leader",
        "miners-federation",
    ]
    assert scenario(found, Kind.VOICE, "torres").survives


def test_the_founding_corpus_by_certainty() -> None:
    """What is disputed carries one pair, government and masses; what is probable nine more."""
    found = what_if(coding.read(Path("graph/bolivia-1971")))
    probable, certain = (scenario(found, Kind.CERTAINTY, id) for id in ("probable", "certain"))
    assert probable.together.fallen == (("government", "masses"),)
    assert (len(certain.together.fallen), len(certain.together.new)) == (10, 4)
    assert [(tie.first, tie.second) for tie in certain.turned] == [("bus-users", "torres")]
    rows = {row[0]: row for row in found.table}
    assert rows["only what is certain"][1:10] == (
        "31", "29", "22", "3", "4", "19 of 29", "11 of 12", "2 of 2", "5",
    )  # fmt: skip
