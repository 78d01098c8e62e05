"""A network as somebody asks for it: every choice in one record, and how a corpus becomes it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from clivage.discourse.algebra import affiliation, one_mode
from clivage.discourse.matrix import Among, Kind, Matrix, Normal
from clivage.discourse.selecting import Duplicates, deduplicate, select
from clivage.discourse.stances import Stances, of
from clivage.discourse.windows import Slice, Window, slices
from clivage.errors import NetworkError
from clivage.model import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a network is made of a corpus.

    Attributes:
        kind: how levels become a number.
        among: whose network it is; None for actors by issues.
        normalize: what cells are divided by.
        duplicates: when a repeated stance counts once; it is applied before windows are cut.
        exclude, invert: which stances are left out; see `clivage.discourse.select`.
        first, last: days, both included.
        window: how time is cut, for `matrices`.
        strength: let strong statements count more.
        about: count statements on an actor about an issue; see `clivage.discourse.of`.
        isolates: keep those without a stance.
        compat: the numbers of Discourse Network Analyzer where they differ.
    """

    kind: Kind = Kind.SUBTRACT
    among: Among | None = Among.ACTORS
    normalize: Normal = Normal.NONE
    duplicates: Duplicates = Duplicates.INCLUDE
    exclude: Mapping[str, Collection[str]] = field(default_factory=dict)
    invert: Collection[str] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    window: Window | None = None
    strength: bool = False
    about: bool = False
    isolates: bool = False
    compat: bool = False


def chosen(corpus: Corpus, recipe: Recipe) -> Stances:
    """Return the stances that a recipe counts.

    Raises:
        NetworkError: when there is none.
    """
    stances = of(corpus, strength=recipe.strength, about=recipe.about)
    if not len(stances):
        remedy = "code stances on the issues that corpus.yaml names, such as `supports: <issue>`"
        if not recipe.about and len(of(corpus, about=True)):
            remedy += ", or count those on actors about issues (--about)"
        raise NetworkError("no statement of the corpus is on an issue", remedy=remedy)
    found = select(
        stances,
        exclude=recipe.exclude,
        invert=recipe.invert,
        first=recipe.first,
        last=recipe.last,
    )
    if not len(found):
        what = f"none of the {len(stances)} stances on issues is left"
        raise NetworkError(what, remedy="leave out fewer, or take a longer time")
    by_level = recipe.kind is not Kind.IGNORE
    return deduplicate(found, recipe.duplicates, by_level=by_level, compat=recipe.compat)


def matrix_of(stances: Stances, recipe: Recipe) -> Matrix:
    """Return the network of stances that were chosen already."""
    if recipe.among is None:
        return affiliation(
            stances, recipe.kind, normalize=recipe.normalize, isolates=recipe.isolates
        )
    return one_mode(
        stances,
        recipe.kind,
        among=recipe.among,
        normalize=recipe.normalize,
        isolates=recipe.isolates,
        compat=recipe.compat,
    )


def network(corpus: Corpus, recipe: Recipe | None = None) -> Matrix:
    """Return the network of a corpus that a recipe describes, its windows left aside.

    Raises:
        NetworkError: when there is no stance, or the choices do not go together.
    """
    recipe = recipe or Recipe()
    return matrix_of(chosen(corpus, recipe), recipe)


def networks(corpus: Corpus, recipe: Recipe) -> Iterator[tuple[Slice, Matrix]]:
    """Yield the network of each window that has a stance.

    Raises:
        NetworkError: as `network`, and when no stance has a date.
    """
    window = recipe.window or Window()
    for slice_ in slices(chosen(corpus, recipe), window, compat=recipe.compat):
        if len(slice_.stances):
            made = matrix_of(slice_.stances, recipe)
            when = f"{slice_.first} to {slice_.last}, kernel {window.kernel.value}"
            yield slice_, replace(made, definition=f"{made.definition}; {when}")
