"""The founding corpus and its drawing, each made once in a process: drawing takes a second."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from clivage import coding, view
from clivage.model import Corpus
from clivage.view import View

FOLDER = Path("graph/bolivia-1971")


@cache
def corpus() -> Corpus:
    """Return the founding corpus."""
    return coding.read(FOLDER)


@cache
def drawn() -> View:
    """Return its view."""
    return view.of(corpus())
