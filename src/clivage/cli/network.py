"""``clivage network``: who takes sides on the same issues, as a matrix or a network."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import CORPUS, refusing

if TYPE_CHECKING:
    from clivage.discourse import Matrix, Polarization, Recipe, Slice, Window
    from clivage.model import Corpus

# The names stand here too, since --help loads no numpy; a test holds both to be the same.
_KINDS: Final = ("affiliation", "ignore", "congruence", "conflict", "subtract", "combine")
_NORMAL: Final = ("none", "activity", "prominence", "average", "jaccard", "cosine")
_DUPLICATES: Final = ("include", "document", "week", "month", "year", "acrossrange")
_KERNELS: Final = ("none", "uniform", "epanechnikov", "gaussian", "triangular")
_FORMATS: Final = ("csv", "dl", "graphml", "pajek", "gexf", "edges")
_KEYS: Final = (
    "actor", "issue", "source", "creator", "publication", "section", "genre", "coder",
)  # fmt: skip
_UNITS: Final = ("day", "week", "month", "year", "event")
_DAY: Final = click.DateTime(["%Y-%m-%d"])


def _excluded(
    ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return ``KEY=VALUE`` several times as the values of each key."""
    found: dict[str, list[str]] = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or key not in _KEYS:
            what = f"{one!r} is not KEY=VALUE with a key of {', '.join(_KEYS)}"
            raise click.BadParameter(what)
        found.setdefault(key, []).append(value)
    return found


def _length(
    ctx: click.Context, param: click.Parameter, given: str | None
) -> tuple[int, str] | None:
    """Return such as ``30 days``, ``1year`` or ``month`` as a number and a unit."""
    if given is None:
        return None
    match = re.fullmatch(rf"\s*(\d{{1,6}})?\s*({'|'.join(_UNITS)})s?\s*", given)
    if not match:
        what = f"{given!r} is not a length such as 30days, 6months, year or 20events"
        raise click.BadParameter(what)
    return int(match[1] or 1), f"{match[2]}s"


@click.command()
@CORPUS
@click.option("--kind", type=click.Choice(_KINDS), default="subtract", show_default=True,
              help="What a cell is; affiliation is actors by issues.")  # fmt: skip
@click.option("--aggregate", type=click.Choice(["ignore", "subtract", "combine"]),
              help="How levels count in an affiliation.  [default: subtract]")  # fmt: skip
@click.option("--among", type=click.Choice(["actors", "issues"]), default="actors",
              show_default=True, help="Whose network.")  # fmt: skip
@click.option("--normalize", type=click.Choice(_NORMAL), default="none", show_default=True,
              help="What cells are divided by.")  # fmt: skip
@click.option("--duplicates", type=click.Choice(_DUPLICATES), default="include",
              show_default=True, help="Within what repetitions count once.")  # fmt: skip
@click.option("--window", callback=_length, metavar="LENGTH",
              help="Cut time: 30days, 6months, year, 20events.")  # fmt: skip
@click.option(
    "--step", type=click.IntRange(1), help="How far windows move.  [default: their length]"
)
@click.option("--kernel", type=click.Choice(_KERNELS), default="none", show_default=True,
              help="What a stance weighs in a window.")  # fmt: skip
@click.option("--exclude", multiple=True, callback=_excluded, metavar="KEY=VALUE",
              help=f"Leave stances out by {', '.join(_KEYS)}; repeatable.")  # fmt: skip
@click.option("--invert", multiple=True, type=click.Choice(_KEYS),
              help="Keep only what --exclude names of this key; repeatable.")  # fmt: skip
@click.option("--from", "first", type=_DAY, help="First day.")
@click.option("--until", "last", type=_DAY, help="Last day.")
@click.option("--isolates/--no-isolates", default=False, help="Keep those without a stance.")
@click.option("--strength/--sign", default=False, help="Let strong stances count more.")
@click.option("--about", is_flag=True, help="Count stances on actors about an issue as on it.")
@click.option("--compat", type=click.Choice(["dna"]), help="The numbers of that program.")
@click.option("--polarization", is_flag=True, help="Print how near it is to two blocs.")
@click.option("--format", "format_", type=click.Choice(_FORMATS),
              help="How to write it.  [default: by the output's ending, else csv]")  # fmt: skip
@click.option("--ids", is_flag=True, help="Write ids instead of names.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, instead of printing.")
@refusing
def network(
    corpus: Place | None,
    *,
    format_: str | None,
    output: Path | None,
    polarization: bool,
    ids: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Write who takes sides on the same issues as a matrix or a network.

    With --window each window becomes a file, named by its number and its middle day; as a table
    of edges (--format edges) all stand in one. See docs/discourse.md for what each number means.

    \b
    clivage network --kind congruence --normalize average -o network.csv
    clivage network --kind affiliation -o stances.graphml
    clivage network --window year --format edges -o over-time.csv
    clivage network --exclude section=Opinion --polarization
    """
    from clivage import corpora, replacing

    if polarization and output:
        raise click.UsageError("--polarization is printed: leave out -o.")
    recipe = _recipe(**options)
    format_ = format_ or _by_ending(output)
    read = corpora.load(corpora.locate(corpus))
    if polarization:
        _print_polarization(read, recipe)
        return
    if recipe.window:
        files = dict(_windows(read, recipe, format_, output, ids=ids))
    else:
        files = {output: _text(read, recipe, format_, ids=ids)}
    replacing.write_all({path: text for path, text in files.items() if path})
    for path, text in files.items():
        click.echo(f"wrote {path}" if path else text.encode(), nl=bool(path))


def _recipe(  # noqa: PLR0913
    *,
    kind: str,
    aggregate: str | None,
    among: str,
    window: tuple[int, str] | None,
    step: int | None,
    kernel: str,
    normalize: str,
    duplicates: str,
    exclude: Mapping[str, list[str]],
    compat: str | None,
    first: datetime.datetime | None,
    last: datetime.datetime | None,
    **more: Any,  # noqa: ANN401
) -> Recipe:
    """Return the options as a recipe."""
    from clivage import discourse

    if aggregate and kind != "affiliation":
        raise click.UsageError("--aggregate is of --kind affiliation.")
    if (step or kernel != "none") and not window:
        raise click.UsageError("--step and --kernel are of windows: give --window.")
    two_mode = kind in ("affiliation", "combine")
    if two_mode and among == "issues":
        raise click.UsageError("An affiliation has actors and issues; --among is of the others.")
    level = (aggregate or "subtract") if kind == "affiliation" else kind
    return discourse.Recipe(
        kind=discourse.Kind(level),
        among=None if two_mode else discourse.Among(among),
        normalize=discourse.Normal(normalize),
        duplicates=discourse.Duplicates(duplicates),
        exclude=exclude,
        first=first.date() if first else None,
        last=last.date() if last else None,
        window=_window(window, step, kernel),
        compat=compat == "dna",
        **more,
    )


def _window(window: tuple[int, str] | None, step: int | None, kernel: str) -> Window | None:
    from clivage import discourse

    if not window:
        return None
    size, unit = window
    return discourse.Window(
        size=size, unit=discourse.Unit(unit), step=step or 0, kernel=discourse.Kernel(kernel)
    )


def _by_ending(output: Path | None) -> str:
    """Return the format that the name of the output ends in; one without an ending is csv."""
    from clivage.discourse import FORMATS

    name = output.name.lower() if output else ""
    ends = [one for one in FORMATS.values() if name.endswith(one.ending)]
    if output and output.suffix and not ends:
        *most, last = (one.ending for one in FORMATS.values())
        raise click.UsageError(f"The name of the output ends in {', '.join(most)} or {last}.")
    return max(ends, key=lambda one: len(one.ending)).name if ends else "csv"


def _text(corpus: Corpus, recipe: Recipe, format_: str, *, ids: bool) -> str:
    from clivage import discourse

    return discourse.FORMATS[format_].write(_called(discourse.network(corpus, recipe), ids))


def _called(matrix: Matrix, ids: bool) -> Matrix:
    return matrix.by_id() if ids else matrix


def _windows(
    corpus: Corpus, recipe: Recipe, format_: str, output: Path | None, *, ids: bool
) -> Iterator[tuple[Path | None, str]]:
    """Yield a file for each window, or one for all of them."""
    from clivage import discourse
    from clivage.discourse.writing import long_csv

    made = [(slice_, _called(one, ids)) for slice_, one in discourse.networks(corpus, recipe)]
    if format_ == "edges":
        yield output, long_csv(made)
        return
    if output is None:
        raise click.UsageError("Windows are files: name them with -o, or take --format edges.")
    digits = len(str(made[-1][0].number))
    for slice_, matrix in made:
        name = f"{output.stem}-{slice_.number:0{digits}}-{slice_.middle}{output.suffix}"
        yield output.with_name(name), discourse.FORMATS[format_].write(matrix)


def _print_polarization(corpus: Corpus, recipe: Recipe) -> None:
    """Print the score, its proof and the blocs; of windows a row each."""
    from dataclasses import replace

    from clivage import discourse
    from clivage.discourse import Kind

    if recipe.among is None:
        raise click.UsageError("--polarization is of a network among actors or issues.")
    recipes = [replace(recipe, kind=kind) for kind in (Kind.CONGRUENCE, Kind.CONFLICT)]
    if recipe.window:
        both = zip(*(discourse.networks(corpus, one) for one in recipes), strict=True)
        rows = [_window_row(slice_, one, other) for (slice_, one), (_, other) in both]
        console.table(("window", "first", "last", "polarization", "proof"), rows)
        return
    congruence, conflict = (discourse.network(corpus, one) for one in recipes)
    found = discourse.find_polarization(congruence, conflict)
    label = dict(zip(congruence.rows, congruence.row_labels, strict=True))
    lines = [
        ("polarization", f"{found.score:.4f}"),
        ("deviation", f"{found.deviation:.4f}"),
        ("proof", _proof(found)),
    ]
    groups = [*zip(("bloc 1", "bloc 2"), found.blocs, strict=True), ("in no bloc", found.aside)]
    lines += [(name, "; ".join(label[id] for id in group)) for name, group in groups if group]
    console.table(("measure", "value"), lines)
    click.echo(f"\n{found.definition}")


def _window_row(slice_: Slice, congruence: Matrix, conflict: Matrix) -> tuple[str, ...]:
    from clivage import discourse

    when = (str(slice_.number), str(slice_.first), str(slice_.last))
    if not (congruence.values.nnz or conflict.values.nnz):
        return *when, "–", "no two have a stance on the same issue"
    found = discourse.find_polarization(congruence, conflict)
    return *when, f"{found.score:.4f}", _proof(found)


def _proof(found: Polarization) -> str:
    if not found.proved:
        return f"searched; no two blocs deviate less than {found.lower_bound:.4f}"
    alike = "no others are as good" if found.unique else "others may be as good"
    return f"no two blocs deviate less; {alike}"
