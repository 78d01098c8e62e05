"""The part of a large network that is drawn: what is left out is counted, and said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clivage import constraints, excerpt, layout, marks, view
from clivage.errors import NetworkError
from clivage.excerpt import Choice, Excerpt, of_corpus, of_network
from clivage.model import Actor, ActorType, CodeTable, Corpus, Sign, UnevidencedTie
from clivage.network import SignedNetwork
from clivage.network.grouping import group
from tests.small import small
from tests.strategies import corpora

_ANY = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
_by = st.sampled_from(("", "type", "kind", "whole", "camp"))
_top = st.none() | st.integers(2, 6)


def tied(count: int, ties: list[tuple[int, int]]) -> Corpus:
    """Make a corpus of organizations, each tie a support without a quotation."""
    ids = [f"a{at:04}" for at in range(count)]
    return Corpus(
        id="e",
        base="https://w3id.org/e/",
        title={"en": "E"},
        language="en",
        actors=tuple(Actor(id=id, type=ActorType.ORGANIZATION, labels={"en": id}) for id in ids),
        unevidenced=tuple(
            UnevidencedTie(
                id=f"t.{one}.{other}", sign=Sign.SUPPORT, holder=ids[one], target=ids[other]
            )
            for one, other in sorted(ties)
        ),
    )


def drawn(corpus: Corpus, choice: Choice) -> Excerpt | None:
    """Return the excerpt, or None where nothing is to draw, told in one line with a remedy."""
    try:
        return of_corpus(corpus, choice)
    except NetworkError as error:
        assert error.remedy
        assert "\n" not in str(error)
        return None


@given(corpus=corpora(most_ties=4), by=_by, top=_top)
@_ANY
def test_an_excerpt_of_an_excerpt_is_itself(corpus: Corpus, by: str, top: int | None) -> None:
    """A backbone is not among these: fewer ties make other chances."""
    choice = Choice(by=by, top=top)
    once = drawn(corpus, choice)
    if once is not None:
        assert (
            of_corpus(once.corpus, replace(choice, by=known(once.corpus, by))).corpus == once.corpus
        )


def known(corpus: Corpus, by: str) -> str:
    """Return a grouping, or none where the actors of a corpus have nothing of the sort."""
    has = {
        "kind": any(one.kind for one in corpus.actors),
        "whole": any(one.part_of for one in corpus.actors),
        "type": bool(corpus.actors),
    }
    return by if has.get(by, True) else ""


@given(corpus=corpora(most_ties=4), by=_by, top=_top, backbone=st.none() | st.floats(0.2, 1))
@_ANY
def test_what_is_shown_and_what_is_left_out_add_up(
    corpus: Corpus, by: str, top: int | None, backbone: float | None
) -> None:
    """Every statement shown is one of the corpus, and rests on the same words."""
    choice = Choice(by=known(corpus, by), top=top, backbone=backbone)
    found = drawn(corpus, choice)
    if found is None or found.left_out is None:
        return
    part, said = found.corpus, found.left_out
    rows = {*part.statement, *part.tie}
    left = {*corpus.statement, *corpus.tie} - rows
    assert (said.rows.shown, said.rows.total - said.rows.shown) == (len(rows), len(left))
    for one in part.statements:
        assert one.evidence == corpus.statement[one.id].evidence
    assert part.sources == corpus.sources
    lines = {(one.holder, one.sign, one.target, True) for one in part.statements}
    lines |= {(one.holder, one.sign, one.target, False) for one in part.unevidenced}
    assert said.ties.shown == len(lines) <= said.ties.total
    weight = sum(one.strength for one in part.statements)
    weight += sum(one.strength for one in part.unevidenced)
    assert said.weight.shown == weight <= said.weight.total
    assert (said.drawn, said.issues.shown) == (len(part.actors), len(part.issues))
    assert said.drawn <= said.actors.shown <= said.actors.total == len(corpus.actors)


@given(corpus=corpora(most_ties=3), by=_by, top=_top)
@_ANY
def test_an_excerpt_breaks_no_rule_of_a_corpus(corpus: Corpus, by: str, top: int | None) -> None:
    """Whoever is quoted, and what is at stake, is drawn too; ids can be addresses."""
    found = drawn(corpus, Choice(by=known(corpus, by), top=top))
    if found is not None:
        new = [one.rule for one in constraints.check(found.corpus)]
        assert set(new) <= {one.rule for one in constraints.check(corpus)} | {constraints.EMPTY}


def test_a_small_network_is_drawn_whole_and_nothing_said() -> None:
    """With its negated statement and the author's own, which are on no line."""
    found = of_corpus(small())
    assert found.corpus == small()
    assert found.left_out is None


def test_of_a_large_network_the_heaviest_are_drawn_and_that_is_said() -> None:
    """One actor too many: who has most ties is there, with its neighbours, and all numbers."""
    ties = {(at, (at * at + 1) % 1001) for at in range(1001)} | {(7, at) for at in range(8, 500)}
    found = of_corpus(tied(1001, [(one, other) for one, other in ties if one != other]))
    assert found.left_out is not None
    assert found.left_out.automatic
    assert 100 < len(found.corpus.actors) <= 150
    assert "a0007" in found.corpus.actor
    first, *_, why, last = found.left_out.said(marks.words("en"))
    assert first.startswith(f"{len(found.corpus.actors)} of 1,001 actors and ")
    assert why == "The whole is too large to be drawn"
    assert last.startswith("Of the ")


def test_hubs_without_ties_to_each_other_are_drawn_with_whom_they_have_ties() -> None:
    """The heaviest hundreds have no tie among them, and still there is a picture."""
    found = of_corpus(
        tied(1200, [(hub, 300 + 3 * hub + at) for hub in range(300) for at in range(3)])
    )
    assert found.left_out is not None
    assert 2 <= len(found.corpus.actors) <= 150
    assert found.left_out.ties.shown == len(found.corpus.unevidenced) > 0


def test_few_actors_with_too_many_ties_are_cut_too() -> None:
    pairs = [(one, other) for one in range(80) for other in range(80) if one != other]
    found = of_corpus(tied(80, pairs))
    assert found.left_out is not None
    assert 1400 < found.left_out.ties.shown <= 1500
    assert found.left_out.ties.total == 80 * 79


def test_all_of_a_large_network_is_drawn_where_somebody_wants_it() -> None:
    corpus = tied(1001, [(at, at + 1) for at in range(1000)])
    assert of_corpus(corpus, Choice(whole=True)) == Excerpt(corpus=corpus)


def test_equal_weights_go_by_the_alphabet() -> None:
    """Whatever order the nodes come in."""
    network = SignedNetwork.of_rows("dcba", [0, 1, 2, 3], [1, 2, 3, 0], [1] * 4)
    assert excerpt.select(network, Choice(top=2), {}).network.nodes == ("b", "a")


def test_a_backbone_says_its_significance_and_what_chance_gives() -> None:
    star = tied(8, [(0, at) for at in range(1, 8)])
    heavy = replace(star.unevidenced[0], strength=3)
    light = tuple(replace(one, strength=1) for one in star.unevidenced[1:])
    found = of_corpus(replace(star, unevidenced=(heavy, *light)), Choice(backbone=0.25))
    assert found.left_out is not None
    assert found.left_out.said(marks.words("en")) == (
        "2 of 8 actors and 1 of 7 ties are drawn",
        "On 1 of 7 statements and ties without quotation, 33.3 % of the weight",
        "Ties: the backbone at significance 0.25 (signed disparity filter)",
        "By chance alone up to 2 of 7 ties would be significant",
    )


def test_a_group_tells_who_is_in_it_and_keeps_the_quotations() -> None:
    """Council and guild are organizations, who threaten and boycott each other: left out."""
    corpus = small()
    found = of_corpus(corpus, Choice(by="type"))
    assert found.left_out is not None
    bodies = found.corpus.actor["type-organization"]
    assert sorted(bodies.names) == ["Conseil", "Guilde"]
    assert bodies.labels["fr"] == "Organisations (2)"
    assert found.left_out.inside == 3
    assert "3 statements within one mark are left out" in found.left_out.said(marks.words("en"))
    assert {edge.holder for edge in view.of(found.corpus).edges} >= {"type-organization"}


def coded(**more: Any) -> Excerpt:  # noqa: ANN401
    """Draw a made-up network of coded events: three of Arda, one of Bree, one of nowhere."""
    rows = SignedNetwork.of_rows(
        ("ARDA ARMY", "Arda army", "ARDA", "BREE", "Народ"),
        [0, 1, 0, 1, 3, 4],
        [3, 3, 3, 0, 4, 3],
        [-1, -1, 1, 1, 1, -1],
        weight=[30, 25, 5, 10, 20, 10],
        not_before=[365, 370, 365, 365, 365, 365],
        not_after=[366, 380, 365, 365, 365, 365],
        unit=Fraction(1, 10),
    )
    country = {"ARDA ARMY": "Arda", "Arda army": "Arda", "ARDA": "Arda", "BREE": "Bree"}
    settings: dict[str, Any] = {
        "labels": {"BREE": "Bree"},
        "attributes": {"country": country},
        "provenance": "made up",
        "events": np.array([4, 3, 1, 1, 2, 1]),
        "code_table": CodeTable(id="mine/1", title={"en": "Mine"}, version="1"),
    }
    return of_network("Events of Arda", rows, **settings | more)


def test_coded_events_become_ties_with_all_that_they_sum() -> None:
    """By country two rows are one tie: its weight, its events, its days, its table."""
    found = coded(choice=Choice(by="country"))
    assert [one.id for one in found.corpus.actors] == ["actor", "country-arda", "country-bree"]
    tie = found.corpus.tie["events-of-arda.country-arda.opposes.country-bree"]
    assert (tie.weight, tie.events) == (Fraction(55, 10), 7)
    assert tie.when == "1971-01-01/1971-01-16"
    assert (tie.code_table, tie.provenance) == ("mine/1", "made up")
    assert found.corpus.actor["country-arda"].labels == {"en": "Arda (3)"}
    assert found.left_out is not None
    assert (found.left_out.rows.shown, found.left_out.inside) == (11, 1)
    assert (
        found.left_out.said(marks.words("es"))[1]
        == "Suman 11 de 12 eventos codificados, el 90 % del peso"
    )
    assert not [one for one in constraints.check(found.corpus) if one.subject != "corpus"]


def test_names_that_make_one_id_stay_apart() -> None:
    found = coded()
    assert found.left_out is None
    ids = [one.id for one in found.corpus.actors]
    assert ids == ["actor", "arda", "arda-army", "arda-army-2", "bree"]
    assert found.corpus.actor["bree"].note == "country: Bree"
    assert len(found.corpus.unevidenced) == 6


def test_a_group_of_thousands_names_its_heaviest() -> None:
    rows = SignedNetwork.of_rows([f"n{at}" for at in range(3000)], [1, 2], [0, 0], [1, -1])
    country = {f"n{at}": "Arda" for at in range(1, 3000)}
    found = coded(choice=Choice(by="country"), attributes={"country": country})
    assert found is not None
    made = of_network(
        "E", rows, Choice(by="country"),
        labels={}, attributes={"country": country}, provenance="",
    )  # fmt: skip
    names = made.corpus.actor["country-arda"].names
    assert (names[:2], len(names), names[-1]) == (("n1", "n2"), 51, "… +2949")


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a grouping": ({"by": "contry"}, "by 'contry'. did you mean 'country'."),
    "significance": ({"backbone": 1.5}, "1.5 is no significance. it is above 0 and at most 1"),
    "no number": ({"top": 0}, "a picture of 0 actors shows nothing. draw 2 or more."),
    "nothing to correct": ({"corrected": True}, "there is no significance to correct."),
    "no country": (
        {"by": "country"},
        "nothing is known of the country of these actors. group by type or kind or whole or camp.",
    ),
    "too strict": (
        {"backbone": 1e-9},
        "no tie is significant at 1e-09. take a larger one; where all ties weigh alike",
    ),
    "too few": ({"top": 1}, "no tie joins any two of the 1 with most weight. draw more of them."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_is_refused_in_one_line(name: str) -> None:
    words, said = REFUSED[name]
    with pytest.raises(NetworkError) as caught:
        of_corpus(small(), Choice(**words))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_is_left_where_all_are_drawn_as_one() -> None:
    with pytest.raises(NetworkError, match="all who have ties are one, and no tie is left"):
        of_corpus(tied(3, [(0, 1), (1, 2)]), Choice(by="type"))


def test_groups_do_not_mix_actors_and_issues() -> None:
    mixed = SignedNetwork.of_rows("ab", [0], [1], [1], issues=[1])
    with pytest.raises(ValueError, match="both actors and issues"):
        group(mixed, {"a": "x", "b": "x"})


def test_wholes_that_go_round_in_a_circle_do_not_stop_anything() -> None:
    corpus = tied(3, [(0, 2)])
    one, other, third = corpus.actors
    round_ = (replace(one, part_of=other.id), replace(other, part_of=one.id), third)
    found = of_corpus(replace(corpus, actors=round_), Choice(by="whole"))
    assert len(found.corpus.unevidenced) == 1


def test_every_sentence_is_there_in_each_language_with_the_same_numbers() -> None:
    """Those of all legends together, and no other."""
    every = {language: marks.words(language) for language in marks.languages()}
    keys = [key for key in every["en"] if key.startswith("excerpt-")]
    assert len(keys) == 20
    known = json.loads(json.dumps({language: dict(words) for language, words in every.items()}))
    for key in keys:
        holes = {tuple(sorted(re.findall(r"{([\w-]+)}", words[key]))) for words in known.values()}
        assert len(holes) == 1, key
    said = {"excerpt-number"}
    for by in excerpt.GROUPINGS:
        for counted in ("statements", "rows", "events"):
            said |= {one.key for one in everything(by, counted, automatic=by == "camp")}
    assert said == set(keys)


def everything(by: str, counted: str, *, automatic: bool) -> tuple[excerpt.Sentence, ...]:
    part = excerpt.Part(1200, 12431)
    made = excerpt.LeftOut(
        actors=part, issues=excerpt.Part(0, int(automatic)), ties=part, rows=part,
        counted=counted, weight=part, by=by, drawn=3, inside=4, proved=False,
        significance=0.05, corrected=automatic, tested=9, by_chance=0.45, top=7,
        automatic=automatic,
    )  # fmt: skip
    assert json.loads(json.dumps(made.to_json()))["sentences"][0]["values"]["actors"] == 1200
    for language in marks.languages():
        for one in made.said(marks.words(language)):
            assert "{" not in one
            assert layout.text_width(one) <= 640  # what the legend of a still picture has room for
    return made.sentences()
