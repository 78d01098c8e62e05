"""The algebra: published numbers, textbook bounds, and laws that hold for any debate."""

from __future__ import annotations

import datetime
import itertools
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import analysis, discourse, network
from clivage.analysis.camps import find_camps
from clivage.discourse import Among, Duplicates, Kind, Matrix, Normal, Recipe
from clivage.errors import NetworkError
from clivage.model import Corpus
from tests import dna_sample
from tests.debate import debate
from tests.shared_data import path

ONE_MODE = (Kind.IGNORE, Kind.CONGRUENCE, Kind.CONFLICT, Kind.SUBTRACT)
_FEW = settings(max_examples=30, deadline=None)
#: Small debates with repetitions, both signs and every strength.
DEBATES = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.sampled_from(["x", "y", "z"]),
        st.sampled_from([1, -1]),
        st.dates(datetime.date(2001, 1, 1), datetime.date(2002, 12, 31)).map(str),
        st.sampled_from(["paper", "radio"]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=25,
).map(debate)


def expected() -> Any:  # noqa: ANN401
    return json.loads(path("dna/expected_networks.json").read_text(encoding="utf-8"))


def by_label(matrix: Matrix, rows: list[str], columns: list[str]) -> Any:  # noqa: ANN401
    """Return the values in another order of rows and columns."""
    assert sorted(matrix.row_labels) == sorted(rows)
    at = [matrix.row_labels.index(label) for label in rows]
    to = [matrix.column_labels.index(label) for label in columns]
    return matrix.dense()[np.ix_(at, to)]


@pytest.mark.parametrize("database", dna_sample.DATABASES)
def test_every_published_matrix_comes_out(database: str) -> None:
    corpus, published = dna_sample.corpus(database), expected()
    actors, issues = published["organizations"], published["concepts"]
    compared = 0
    for kind in (Kind.IGNORE, Kind.SUBTRACT):
        made = discourse.network(corpus, Recipe(kind=kind, among=None))
        assert (by_label(made, actors, issues) == published[f"twomode_{kind.value}"]).all()
        compared += 1
    for name, values in published["onemode"].items():
        kind, _, divided = name.partition("_")
        normal = Normal.NONE if divided == "no" else Normal(divided)
        for compat in (False, True):
            recipe = Recipe(kind=Kind(kind), normalize=normal, compat=compat)
            made = discourse.network(corpus, recipe)
            assert by_label(made, actors, actors) == pytest.approx(np.array(values), abs=1e-6)
            compared += 1
    once = Recipe(duplicates=Duplicates.DOCUMENT)
    two = discourse.network(corpus, replace(once, among=None))
    one = discourse.network(corpus, once)
    unique = published["dedup_document"]
    assert (by_label(two, actors, issues) == unique["twomode_subtract"]).all()
    assert (by_label(one, actors, actors) == unique["onemode_subtract"]).all()
    assert compared == 2 + 2 * 8


@pytest.mark.parametrize("database", dna_sample.DATABASES)
def test_every_published_count_comes_out(database: str) -> None:
    corpus, published = dna_sample.corpus(database), expected()
    upstream = published["published_by_rDNA_tests"]
    stances = discourse.of(corpus)
    days = np.array([stances.day.min(), stances.day.max()]).astype("datetime64[D]").astype(str)
    assert len(stances) == published["n_statements"]
    assert len(corpus.sources) == published["n_documents"]
    assert days.tolist() == [published["date_min"], published["date_max"]]
    two = discourse.affiliation(stances, Kind.IGNORE)
    one = discourse.one_mode(stances, Kind.IGNORE)
    assert [*two.shape] == upstream["twomode_dim"]
    assert int(two.values.sum()) == upstream["twomode_sum"]
    assert len(list(two.edges())) == upstream["tidygraph_twomode_edges"]
    assert [*one.shape] == upstream["onemode_ignore_dim"]
    assert int(one.values.sum()) == upstream["onemode_ignore_sum"]
    assert len(list(one.edges())) == upstream["tidygraph_onemode_edges"]
    average = discourse.one_mode(stances, Kind.CONGRUENCE, normalize=Normal.AVERAGE)
    assert round(average.values.sum()) == upstream["congruence_average_sum_rounded"]
    once = discourse.deduplicate(stances, Duplicates.DOCUMENT)
    assert len(once) == upstream["statements_after_document_dedup (backbone numStatementsFull)"]
    assert len(once) == published["dedup_document"]["n"]


@pytest.mark.parametrize("database", dna_sample.DATABASES)
def test_published_exclusions_come_out(database: str) -> None:
    corpus, upstream = dna_sample.corpus(database), expected()["published_by_rDNA_tests"]
    leave_out = {
        "issue": ["There should be legislation to regulate emissions."],
        "actor": ["Senate", "Sierra Club"],
    }
    recipe = Recipe(kind=Kind.CONGRUENCE, normalize=Normal.AVERAGE, exclude=leave_out)
    fewer = discourse.network(corpus, recipe)
    assert [*fewer.shape] == upstream["exclude_dim"]
    assert fewer.values.sum() == pytest.approx(9.810, abs=5e-4)
    section = Recipe(kind=Kind.IGNORE, exclude={"section": ["1"]}, invert=["section"])
    assert [*discourse.network(corpus, section).shape] == upstream["section1_dim"]


@_FEW
@given(DEBATES, st.sampled_from(Normal), st.sampled_from(Among), st.booleans(), st.booleans())
def test_subtract_is_congruence_less_conflict(
    corpus: Corpus, normal: Normal, among: Among, strength: bool, compat: bool
) -> None:
    if normal in (Normal.ACTIVITY, Normal.PROMINENCE):
        normal = Normal.NONE
    stances = discourse.of(corpus, strength=strength)
    made = {
        kind: discourse.one_mode(stances, kind, among=among, normalize=normal, compat=compat)
        for kind in ONE_MODE
    }
    dense = {kind: matrix.dense().astype(float) for kind, matrix in made.items()}
    least = dense[Kind.CONGRUENCE] - dense[Kind.CONFLICT]
    assert dense[Kind.SUBTRACT] == pytest.approx(least, abs=1e-12)
    if normal in (Normal.NONE, Normal.AVERAGE) and (compat or not strength):
        total = dense[Kind.CONGRUENCE] + dense[Kind.CONFLICT]
        assert dense[Kind.IGNORE] == pytest.approx(total, abs=1e-12)
    for values in dense.values():
        assert (values == values.T).all()
        assert not values.diagonal().any()
        if normal in (Normal.JACCARD, Normal.COSINE) and not compat:
            assert np.abs(values).max(initial=0) <= 1
    assert min(dense[kind].min(initial=0) for kind in ONE_MODE[:3]) >= 0


@_FEW
@given(DEBATES)
def test_cells_are_what_a_count_by_hand_gives(corpus: Corpus) -> None:
    stances = discourse.of(corpus)
    rows = list(zip(stances.actor.tolist(), stances.issue.tolist(), stances.level.tolist(),
                    strict=True))  # fmt: skip
    made = discourse.one_mode(stances, Kind.CONGRUENCE, isolates=True).dense()
    by_hand = np.zeros_like(made)
    for one, other in itertools.permutations(rows, 2):
        if one[0] != other[0] and one[1:] == other[1:]:
            by_hand[one[0], other[0]] += 1
    assert (made == by_hand).all()


@_FEW
@given(DEBATES, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(corpus: Corpus, chance: Any) -> None:  # noqa: ANN401
    shuffled = [*corpus.statements]
    chance.shuffle(shuffled)
    again = replace(corpus, statements=tuple(shuffled))
    for rule in Duplicates:
        recipe = Recipe(duplicates=rule, normalize=Normal.AVERAGE)
        made, twice = discourse.network(corpus, recipe), discourse.network(again, recipe)
        assert made.rows == twice.rows
        assert (made.dense() == twice.dense()).all()


def test_textbook_cosine_and_jaccard_of_a_known_pair() -> None:
    corpus = debate([("a", "x", 1), ("a", "x", 1), ("a", "y", -1), ("b", "x", 1), ("b", "z", 1)])
    similar = {
        normal: discourse.network(corpus, Recipe(kind=Kind.CONGRUENCE, normalize=normal)).dense()
        for normal in (Normal.COSINE, Normal.JACCARD)
    }
    assert similar[Normal.COSINE][0, 1] == pytest.approx(2 / (np.sqrt(5) * np.sqrt(2)))
    assert similar[Normal.JACCARD][0, 1] == pytest.approx(1 / 3)
    dna = Recipe(kind=Kind.CONGRUENCE, normalize=Normal.COSINE, compat=True)
    assert discourse.network(corpus, dna).dense()[0, 1] == pytest.approx(2 / (3 * 2))


def test_affiliations_combine_and_are_divided() -> None:
    rows = [("a", "x", 1), ("a", "x", -1), ("a", "y", 1), ("b", "y", -1), ("b", "y", -1)]
    stances = discourse.of(debate(rows))
    assert discourse.affiliation(stances, Kind.COMBINE).dense().tolist() == [[3, 1], [0, 2]]
    assert discourse.affiliation(stances).dense().tolist() == [[0, 1], [0, -2]]
    shares = {
        normal: discourse.affiliation(stances, Kind.IGNORE, normalize=normal).dense()
        for normal in (Normal.ACTIVITY, Normal.PROMINENCE)
    }
    assert shares[Normal.ACTIVITY].sum(axis=1) == pytest.approx(1)
    assert shares[Normal.PROMINENCE].sum(axis=0) == pytest.approx(1)


#: One issue, on which some are for it and some against, with these strengths.
OF_STRENGTHS = [("a", "x", 1, "", "paper", 3), ("b", "x", -1, "", "paper", 3),
                ("c", "x", 1, "", "paper", 1), ("d", "x", -1, "", "paper", 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "compat", "pairs"),
    [
        (Kind.CONGRUENCE, False, {"ab": 0, "ac": 3, "ad": 0, "bc": 0, "bd": 3, "cd": 0}),
        (Kind.CONFLICT, False, {"ab": 9, "ac": 0, "ad": 3, "bc": 3, "bd": 0, "cd": 1}),
        (Kind.SUBTRACT, False, {"ab": -9, "ac": 3, "ad": -3, "bc": -3, "bd": 3, "cd": -1}),
        (Kind.CONGRUENCE, True, {"ab": 0, "ac": 4 / 6, "ad": 2 / 6, "cd": 4 / 6}),
        (Kind.CONFLICT, True, {"ab": 1, "ac": 2 / 6, "ad": 4 / 6, "cd": 2 / 6}),
        (Kind.SUBTRACT, True, {"ab": -1, "ac": 2 / 6, "ad": -2 / 6, "cd": 2 / 6}),
    ],
)
def test_weak_support_and_weak_opposition_agree_only_for_dna(
    kind: Kind, compat: bool, pairs: dict[str, float]
) -> None:
    """By default a pair counts its strengths on the side where its signs put it."""
    recipe = Recipe(kind=kind, strength=True, compat=compat)
    made = discourse.network(debate(OF_STRENGTHS), recipe)
    found = {
        pair: made.dense()[made.rows.index(pair[0]), made.rows.index(pair[1])] for pair in pairs
    }
    assert found == pytest.approx(pairs)
    assert made.is_whole is not compat
    words = "by how" if compat else "the strengths of their stances"
    assert words in made.definition


@_FEW
@given(DEBATES, st.sampled_from(Among))
def test_with_strength_subtract_is_the_product_of_the_sums_of_levels(
    corpus: Corpus, among: Among
) -> None:
    stances = discourse.of(corpus, strength=True)
    sums = discourse.affiliation(stances).dense()
    by_hand = sums @ sums.T if among is Among.ACTORS else sums.T @ sums
    np.fill_diagonal(by_hand, 0)
    assert (discourse.one_mode(stances, among=among).dense() == by_hand).all()


def test_with_strength_the_cosine_is_that_of_the_strengths_by_issue_and_side() -> None:
    corpus = debate([*OF_STRENGTHS, ("c", "y", -1, "", "paper", 2)])
    recipe = Recipe(kind=Kind.CONGRUENCE, normalize=Normal.COSINE, strength=True)
    made = discourse.network(corpus, recipe).dense()
    assert made[0, 2] == pytest.approx(3 * 1 / (3 * np.sqrt(1 + 4)))
    assert made[1, 3] == pytest.approx(1)


def test_isolates_stay_when_they_are_wanted() -> None:
    corpus = debate([("a", "x", 1)], more=["quiet"])
    assert discourse.network(corpus).shape == (1, 1)
    assert discourse.network(corpus, Recipe(isolates=True)).rows == ("a", "quiet")


def test_what_is_no_stance_does_not_count() -> None:
    with pytest.raises(NetworkError, match=r"no statement .* is on an issue\. code stances"):
        discourse.network(debate([]))
    assert len(discourse.of(debate([]))) == 0


@pytest.mark.parametrize(
    ("rule", "compat", "left"),
    [
        (Duplicates.INCLUDE, False, 5),
        (Duplicates.DOCUMENT, False, 2),
        (Duplicates.WEEK, False, 4),
        (Duplicates.MONTH, False, 3),
        (Duplicates.MONTH, True, 2),
        (Duplicates.WEEK, True, 3),
        (Duplicates.YEAR, False, 2),
        (Duplicates.ACROSSRANGE, False, 1),
    ],
)
def test_repetitions_count_once(rule: Duplicates, compat: bool, left: int) -> None:
    days = ["2005-01-03", "2005-01-04", "2005-02-03", "2006-01-03", "2006-01-20"]
    papers = ["one", "one", "one", "two", "two"]
    rows = [("a", "x", 1, day, paper) for day, paper in zip(days, papers, strict=True)]
    stances = discourse.of(debate(rows))
    assert len(discourse.deduplicate(stances, rule, compat=compat)) == left


def test_a_stance_without_a_day_repeats_no_other() -> None:
    stances = discourse.of(debate([("a", "x", 1)] * 2))
    assert len(discourse.deduplicate(stances, Duplicates.MONTH)) == 2
    assert "2 of 2 stances have no date" in stances.notes


def test_the_date_of_a_source_stands_in_and_that_is_said() -> None:
    sources = {"paper": {"date": "2001-05"}}
    stances = discourse.of(debate([("a", "x", 1), ("a", "x", 1, "../1999")], sources=sources))
    assert stances.day.astype("datetime64[D]").astype(str).tolist() == ["1999-12-31", "2001-05-01"]
    assert stances.notes == ("1 of 2 stances have the date of their source",)


@pytest.mark.parametrize("key", discourse.KEYS)
def test_stances_are_left_out_or_kept_by_every_key(key: str) -> None:
    fields = {"creator": "Ann", "publication": "Post", "section": "A", "genre": "news"}
    rows = [("a", "x", 1, "", "one", 2, "ann"), ("b", "y", 1, "", "two", 2, "bob")]
    stances = discourse.of(debate(rows, sources={"one": fields, "two": {}}))
    value = {"actor": "a", "issue": "x", "source": "one", "coder": "ann", **fields}[key]
    without = discourse.select(stances, exclude={key: [value]})
    only = discourse.select(stances, exclude={key: [value]}, invert=[key])
    assert (without.statements, only.statements) == (("s0001",), ("s0000",))


def test_a_value_that_is_not_there_is_refused_with_one_that_is() -> None:
    stances = discourse.of(debate([("bank", "x", 1)], labels={"bank": "The Bank"}))
    with pytest.raises(NetworkError, match=r"no actor is 'The Bnk'\. do you mean 'The Bank'"):
        discourse.select(stances, exclude={"actor": ["The Bnk"]})
    with pytest.raises(NetworkError, match="stances have no 'party'"):
        discourse.select(stances, exclude={"party": ["x"]})


@pytest.mark.parametrize(
    ("kind", "among", "normal"),
    [
        (Kind.COMBINE, Among.ACTORS, Normal.NONE),
        (Kind.CONGRUENCE, None, Normal.NONE),
        (Kind.COMBINE, None, Normal.ACTIVITY),
        (Kind.SUBTRACT, None, Normal.COSINE),
        (Kind.SUBTRACT, Among.ACTORS, Normal.ACTIVITY),
    ],
)
def test_choices_that_do_not_go_together_are_refused(
    kind: Kind, among: Among | None, normal: Normal
) -> None:
    with pytest.raises(NetworkError):
        discourse.network(debate([("a", "x", 1)]), Recipe(kind=kind, among=among, normalize=normal))


@_FEW
@given(DEBATES, st.sampled_from([Normal.NONE, Normal.AVERAGE, Normal.COSINE]))
def test_a_signed_graph_has_the_weights_of_its_matrix(corpus: Corpus, normal: Normal) -> None:
    matrix = discourse.network(corpus, Recipe(normalize=normal))
    graph = discourse.signed_graph(matrix)
    weights = graph.matrix.toarray() * float(graph.unit)
    assert graph.statements == tuple(discourse.behind(discourse.of(corpus), matrix))
    assert weights == pytest.approx(matrix.dense().astype(float), abs=1e-9)
    assert graph.definition == matrix.definition


def test_the_measures_run_on_the_subtract_network() -> None:
    corpus = debate([("a", "x", 1), ("b", "x", 1), ("c", "x", -1), ("d", "x", -1), ("a", "y", 1),
                     ("c", "y", 1), ("c", "y", 1)])  # fmt: skip
    for normal in (Normal.NONE, Normal.AVERAGE, Normal.COSINE):
        graph = discourse.signed_graph(discourse.network(corpus, Recipe(normalize=normal)))
        index = analysis.frustration_index(graph)
        assert index.optimal
        assert 0 <= index.value < index.ties_weight
        assert find_camps(graph).members


def test_a_signed_network_has_a_row_for_each_tie_with_the_statements_behind_it() -> None:
    corpus = debate([("a", "x", 1), ("b", "x", -1), ("a", "y", 1), ("b", "z", 1), ("c", "y", 1)])
    recipe = Recipe(normalize=Normal.AVERAGE)
    matrix = discourse.network(corpus, recipe)
    rows = discourse.signed_network(matrix)
    assert rows.statements == ("a–b", "a–c")
    assert (rows.sign * rows.weight * float(rows.unit)).tolist() == pytest.approx([-0.5, 2 / 3])
    assert network.merge(rows).weight.tolist() == discourse.signed_graph(matrix).weight.tolist()
    found = discourse.behind(discourse.chosen(corpus, recipe), matrix)
    assert found == {"a–b": ("s0000", "s0001"), "a–c": ("s0002", "s0004")}


def test_a_conflict_network_has_oppositions_only() -> None:
    corpus = debate([("a", "x", 1), ("b", "x", -1)])
    graph = discourse.signed_graph(discourse.network(corpus, Recipe(kind=Kind.CONFLICT)))
    assert graph.weight.tolist() == [-1]


def test_agreement_is_the_subtract_network_of_what_prevails() -> None:
    rows = [("a", "x", 1), ("b", "x", -1), ("b", "y", 1), ("a", "y", 1), ("c", "y", 1)]
    corpus = debate(rows)
    ours = discourse.signed_graph(discourse.network(corpus))
    theirs = network.agreement(network.of(corpus))
    assert (ours.nodes, ours.weight.tolist()) == (theirs.nodes, theirs.weight.tolist())


def test_actors_by_issues_are_no_signed_graph() -> None:
    matrix = discourse.network(debate([("a", "x", 1)]), Recipe(among=None))
    with pytest.raises(NetworkError, match="has no camps"):
        discourse.signed_graph(matrix)
