"""The algebra: stances become a network of actors by issues, among actors, or among issues.

X[i, o, k] is how many stances actor *i* has on issue *o* at level *k*. Everything here is sums of
products of X, kept sparse. Source: P. Leifeld, "Discourse Network Analysis: Policy Debates as
Dynamic Networks", in: J. N. Victor, A. H. Montgomery & M. Lubell (eds), The Oxford Handbook of
Political Networks, Oxford University Press 2017.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from clivage.discourse import normalizing
from clivage.discourse.counts import Counted, count
from clivage.discourse.matrix import Among, Kind, Matrix, Normal
from clivage.discourse.stances import Floats, Stances
from clivage.errors import NetworkError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_TWO_MODE: Final = {
    Kind.IGNORE: "how many stances the actor has on the issue",
    Kind.SUBTRACT: "the levels of the actor's stances on the issue, added up",
    Kind.COMBINE: "1 the actor only supports the issue, 2 only opposes it, 3 does both",
}
_ONE_MODE: Final = {
    Kind.IGNORE: "how often both have a stance on the same {shared}: the products of how many"
    " they have, added up",
    Kind.CONGRUENCE: "how often both are on the same side of the same {shared}: the products of"
    " {weight}, added up",
    Kind.CONFLICT: "how often they are on opposite sides of the same {shared}: the products of"
    " {weight}, added up",
    Kind.SUBTRACT: "congruence less conflict over all {shared}s, of the products of {weight}",
}


def affiliation(
    stances: Stances,
    kind: Kind = Kind.SUBTRACT,
    *,
    normalize: Normal = Normal.NONE,
    isolates: bool = False,
) -> Matrix:
    """Return the network of actors by issues.

    Args:
        kind: `Kind.IGNORE` counts stances, `Kind.SUBTRACT` adds up their levels, `Kind.COMBINE`
            is a code.
        normalize: `Normal.ACTIVITY` divides by the number of stances of the actor,
            `Normal.PROMINENCE` by the number of those on the issue.
        isolates: keep actors and issues without a stance.

    Raises:
        NetworkError: when the kind or the normalisation is not one of these.

    >>> from clivage.discourse.stances import of
    >>> from clivage.model import Corpus
    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={}, language="en")
    >>> affiliation(of(empty)).shape
    (0, 0)
    """
    if kind not in _TWO_MODE:
        remedy = "take ignore, subtract or combine, or a network among actors or issues"
        raise NetworkError(f"actors by issues have no {kind.value}", remedy=remedy)
    counted = count(stances, Among.ACTORS, isolates=isolates)
    counts = counted.counts
    values = {Kind.IGNORE: lambda: counts, Kind.SUBTRACT: lambda: counted.sums}.get(
        kind, lambda: _combined(counted)
    )()
    values, words = normalizing.two_mode(values, counts, kind, normalize)
    definition = _definition(f"{kind.value}, actors by issues: {_TWO_MODE[kind]}", words, stances)
    return _matrix(stances, counted, kind, None, values, definition)


def one_mode(
    stances: Stances,
    kind: Kind = Kind.SUBTRACT,
    *,
    among: Among = Among.ACTORS,
    normalize: Normal = Normal.NONE,
    isolates: bool = False,
    compat: bool = False,
) -> Matrix:
    """Return the network among actors by the issues they share, or among issues by their actors.

    Args:
        kind: `Kind.CONGRUENCE` counts pairs of stances of the same sign, `Kind.CONFLICT` those of
            opposite signs, each pair by the product of both strengths where strength counts.
            `Kind.SUBTRACT` is the one less the other. `Kind.IGNORE` counts all pairs, each once.
        normalize: `Normal.AVERAGE` divides by the mean number of stances of the two;
            `Normal.JACCARD` and `Normal.COSINE` are similarities of the two, from 0 to 1, and
            from -1 to 1 for `Kind.SUBTRACT`.
        isolates: keep those without a stance.
        compat: normalise as Discourse Network Analyzer does, and where strength counts weigh
            pairs as it does: by how near their levels are.

    Raises:
        NetworkError: when the kind or the normalisation is not one of these.
    """
    if kind not in _ONE_MODE:
        remedy = "take it of actors by issues"
        raise NetworkError(f"a network among {among.value} has no {kind.value}", remedy=remedy)
    counted = count(stances, among, isolates=isolates)
    values, words = normalizing.one_mode(counted, kind, normalize, compat=compat)
    shared = "issue" if among is Among.ACTORS else "actor"
    meaning = _ONE_MODE[kind].format(shared=shared, weight=_weight(stances, kind, compat=compat))
    what = f"{kind.value} among {among.value}: {meaning}"
    definition = _definition(what, words, stances)
    return _matrix(stances, counted, kind, among, values, definition)


def _combined(counted: Counted) -> csr_array:
    """Return 1 for support alone, 2 for opposition alone, 3 for both."""
    from scipy.sparse import csr_array

    supports, opposes = (
        (counted.by_level @ counted.spread((sign * counted.levels[:, None] > 0).astype(np.int64)))
        .astype(np.bool_)
        .astype(np.int64)
        for sign in (1, -1)
    )
    return csr_array(supports + 2 * opposes)


def _weight(stances: Stances, kind: Kind, *, compat: bool) -> str:
    """Return in words what is multiplied for a pair."""
    if stances.most == 1:
        return "how many stances they have"
    if not compat:
        return "the strengths of their stances"
    how = "far apart" if kind is Kind.CONFLICT else "near"
    return f"how many stances they have, by how {how} their levels are"


def _definition(what: str, normalized: str, stances: Stances) -> str:
    scale = "levels are 1 and -1" if stances.most == 1 else "levels are sign times strength"
    return "; ".join(filter(None, [what, normalized, scale, *stances.notes]))


def _matrix(
    stances: Stances,
    counted: Counted,
    kind: Kind,
    among: Among | None,
    values: csr_array,
    definition: str,
) -> Matrix:
    of_rows = stances.issues if among is Among.ISSUES else stances.actors
    rows = tuple(of_rows[at] for at in counted.rows.tolist())
    columns = rows
    if among is None:
        columns = tuple(stances.issues[at] for at in counted.columns.tolist())
    values.eliminate_zeros()
    values.sort_indices()
    row_counts = _totals(counted.by_level, 1)
    return Matrix(
        kind=kind,
        among=among,
        rows=rows,
        columns=columns,
        row_labels=tuple(stances.labels.get(id, id) for id in rows),
        column_labels=tuple(stances.labels.get(id, id) for id in columns),
        row_counts=row_counts,
        column_counts=row_counts if among else _totals(counted.counts, 0),
        values=values,
        definition=definition,
    )


def _totals(counts: csr_array, axis: int) -> Floats:
    totals: Floats = np.asarray(counts.sum(axis=axis), np.float64).ravel()
    return totals
