"""Polarization: the proved optimum, against every division tried by hand."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from clivage import discourse
from clivage.discourse import Kind, Matrix, Normal, Polarization, Recipe
from clivage.discourse import polarization as module
from clivage.errors import NetworkError
from clivage.model import Corpus
from tests import dna_sample
from tests.debate import debate

ROWS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"), st.sampled_from([1, -1])),
    min_size=2,
    max_size=15,
)


def both(corpus: Corpus, normal: Normal = Normal.NONE) -> tuple[Matrix, Matrix]:
    recipe = Recipe(normalize=normal)
    one, other = (
        discourse.network(corpus, replace(recipe, kind=kind))
        for kind in (Kind.CONGRUENCE, Kind.CONFLICT)
    )
    return one, other


def by_hand(congruence: Matrix, conflict: Matrix) -> float:
    """Return the least deviation over all divisions, as its definition says."""
    c, f = congruence.dense().astype(float), conflict.dense().astype(float)
    tied = np.flatnonzero((c + f).sum(axis=1))
    pairs = list(itertools.combinations(tied.tolist(), 2))
    agree, quarrel = (np.array([m[pair] for pair in pairs]) for m in (c, f))
    total, least = agree.sum() + quarrel.sum(), np.inf
    for code in range(1, 2 ** (len(tied) - 1)):
        side = {actor: code >> at & 1 for at, actor in enumerate(tied.tolist())}
        within = np.array([side[one] == side[other] for one, other in pairs])
        ideal_c = within * agree.sum() / max(1, within.sum())
        ideal_f = ~within * quarrel.sum() / (~within).sum()
        elsewhere = np.abs(agree - ideal_c).sum() + np.abs(quarrel - ideal_f).sum()
        elsewhere += 0 if within.any() else agree.sum()
        least = min(least, elsewhere / (2 * total))
    return float(least)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_the_deviation_is_the_least_of_all_divisions(rows: list[tuple[str, str, int]]) -> None:
    matrices = both(debate(rows))
    if not (matrices[0].values + matrices[1].values).sum():
        return
    found = discourse.find_polarization(*matrices)
    assert found.proved
    assert found.deviation == pytest.approx(by_hand(*matrices), abs=1e-12)
    assert -1e-12 <= found.score <= 1


@pytest.mark.parametrize("database", dna_sample.DATABASES)
def test_the_blocs_of_the_sample_are_industry_and_its_opponents(database: str) -> None:
    found = discourse.find_polarization(*both(dna_sample.corpus(database), Normal.AVERAGE))
    assert set(found.blocs[1]) == {
        "energy-and-environmental-analysis-inc",
        "national-petrochemical-refiners-association",
        "senate",
    }
    assert (found.proved, found.unique) == (True, True)
    assert found.score == pytest.approx(0.6186352, abs=1e-6)


def two_blocs() -> Corpus:
    return debate([(actor, "x", 1) for actor in "abc"] + [(actor, "x", -1) for actor in "de"]
                  + [("f", "y", 1)])  # fmt: skip


def test_two_blocs_that_only_agree_within_are_wholly_polarized() -> None:
    found = discourse.find_polarization(*both(two_blocs()))
    assert found.score == pytest.approx(1)
    assert found.blocs == (("a", "b", "c"), ("d", "e"))
    assert found.aside == ("f",)


def random_pair(actors: int, seed: int) -> tuple[Matrix, Matrix]:
    chance = np.random.default_rng(seed)
    ids = tuple(f"a{at:03}" for at in range(actors))

    def drawn(matrix: Matrix) -> Matrix:
        upper = np.triu(chance.random((actors, actors)) * chance.integers(0, 2, (actors, actors)),
                        1)  # fmt: skip
        values = csr_array(upper + upper.T)
        return replace(matrix, rows=ids, columns=ids, row_labels=ids, values=values)

    one, other = both(two_blocs())
    return drawn(one), drawn(other)


def searched(matrices: tuple[Matrix, Matrix], monkeypatch: pytest.MonkeyPatch) -> Polarization:
    monkeypatch.setattr(module, "EXHAUSTIVE", 2)
    found = discourse.find_polarization(*matrices)
    monkeypatch.undo()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_search_stays_within_its_bounds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    matrices = random_pair(9, seed)
    proved = discourse.find_polarization(*matrices)
    found = searched(matrices, monkeypatch)
    assert found.lower_bound <= proved.deviation <= found.deviation + 1e-12
    assert (found.proved, found.unique) == (False, None)
    assert found.deviation == pytest.approx(by_hand(*matrices), rel=0.1)
    assert searched(matrices, monkeypatch) == found


def test_more_actors_are_searched() -> None:
    found = discourse.find_polarization(*random_pair(60, 1))
    assert not found.proved
    assert 0 < found.lower_bound < found.deviation < 1
    assert sum(map(len, found.blocs)) == 60


def test_networks_that_do_not_belong_together_are_refused() -> None:
    congruence, conflict = both(two_blocs())
    with pytest.raises(NetworkError, match="a congruence and a conflict"):
        discourse.find_polarization(conflict, congruence)
    with pytest.raises(NetworkError, match="not among the same"):
        discourse.find_polarization(congruence, random_pair(3, 1)[1])
    with pytest.raises(NetworkError, match="no two have a stance on the same issue"):
        discourse.find_polarization(*both(debate([("a", "x", 1), ("b", "y", 1)])))
