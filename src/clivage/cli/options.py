"""What several commands share: how a corpus is named, and how a refusal is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from clivage import console
from clivage.address import Address, Place, place
from clivage.errors import ClivageError, Origin

if TYPE_CHECKING:
    from clivage.excerpt import Excerpt

_P = ParamSpec("_P")
DAY = click.DateTime(["%Y-%m-%d"])


def placed(ctx: click.Context, param: click.Parameter, value: str | None) -> Place | None:
    """Return a path, or the address of an endpoint, which as a path would lose a slash."""
    return None if value is None else place(value)


def written(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Return the folder of a store to write; an address there is a slip."""
    if isinstance(placed(ctx, param, value), Address):
        raise click.BadParameter("a folder is written there; an endpoint is read as CORPUS")
    return None if value is None else Path(value)


CORPUS = click.argument("corpus", required=False, type=click.Path(), callback=placed)


#: What of a large network is drawn or written.
_PART = (
    click.option("--top", type=click.IntRange(1), help="Only so many actors, the heaviest."),
    click.option("--backbone", type=float, metavar="ALPHA",
                 help="Only ties that chance makes less often than this, such as 0.05."),
    click.option("--corrected", is_flag=True, help="Let ALPHA be the false discovery rate."),
    click.option("--by", default="", metavar="GROUPING",
                 help="Put actors together by type, kind, whole, camp or country."),
    click.option("--whole", is_flag=True, help="However large it is."),
)  # fmt: skip
#: Which dyads of a folder of events are meant.
_DYADS = (
    click.option("--from", "first", type=DAY, help="First day of windows of events."),
    click.option("--until", "last", type=DAY, help="Last day of windows of events."),
    click.option("--least", type=click.IntRange(1), default=1, show_default=True,
                 help="Events that a dyad has in a window."),
)  # fmt: skip


def of_dyads(command: Callable[_P, None]) -> Callable[_P, None]:
    """Let a command take which dyads of a folder of events are meant."""
    for option in reversed(_DYADS):
        command = option(command)
    return command


def in_part(command: Callable[_P, None]) -> Callable[_P, None]:
    """Let a command take what of a large network is meant; see `excerpt_of`."""
    for option in reversed((*_PART, *_DYADS)):
        command = option(command)
    return command


def excerpt_of(
    corpus: Place | None,
    *,
    first: datetime.datetime | None,
    last: datetime.datetime | None,
    least: int,
    cut: bool = True,
    **chosen: Any,  # noqa: ANN401
) -> Excerpt:
    """Return what the options of `in_part` choose of a corpus, or of a folder of events.

    Args:
        cut: whether what is too large to be drawn is cut where nobody chooses.
    """
    from clivage import excerpt
    from clivage.events.settings import FIRST, LAST

    choice = excerpt.Choice(**chosen)
    if choice.is_open and not cut:
        choice = excerpt.WHOLE
    return excerpt.at(
        corpus,
        choice,
        first=first.date() if first else FIRST,
        last=last.date() if last else LAST,
        least=least,
    )


def refusing(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn an error on purpose into its lines on standard error, and exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ClivageError as error:
            console.refused(error)
            raise SystemExit(1) from None
        except BrokenPipeError:
            raise  # whoever read has enough; click ends the program
        except OSError as error:
            origin = Origin(str(error.filename or "standard output"))
            console.refused(ClivageError(error.strerror or str(error), origin=origin))
            console.leave_output()
            raise SystemExit(1) from None

    return run
