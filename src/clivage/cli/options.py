"""What several commands share: how a corpus is named, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from clivage import console
from clivage.address import Address, Place, place
from clivage.errors import ClivageError, Origin

_P = ParamSpec("_P")


def placed(ctx: click.Context, param: click.Parameter, value: str | None) -> Place | None:
    """Return a path, or the address of an endpoint, which as a path would lose a slash."""
    return None if value is None else place(value)


def written(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Return the folder of a store to write; an address there is a slip."""
    if isinstance(placed(ctx, param, value), Address):
        raise click.BadParameter("a folder is written there; an endpoint is read as CORPUS")
    return None if value is None else Path(value)


CORPUS = click.argument("corpus", required=False, type=click.Path(), callback=placed)


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
