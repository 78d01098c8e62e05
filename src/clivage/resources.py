"""Where the files that are not Python live, in a checkout and in an installed package.

A wheel carries ``ontology/`` and ``web/`` inside the package; a checkout keeps them at its
top, where people look for them. Both are found by the same two functions.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def ontology(name: str = "") -> Path:
    """Return the path of a file of the ontology.

    Args:
        name: path inside ``ontology/``, such as ``rules/edges.rq``; empty for the folder.

    Raises:
        FileNotFoundError: when neither the package nor the checkout has such a file.

    >>> ontology("clivage.ttl").name
    'clivage.ttl'
    """
    return _find("ontology", name)


def web(name: str = "") -> Path:
    """Return the path of a file of the browser front end.

    Args:
        name: path inside ``web/``; empty for the folder.

    Raises:
        FileNotFoundError: when neither the package nor the checkout has such a file.

    >>> web().name
    'web'
    """
    return _find("web", name)


def _find(folder: str, name: str) -> Path:
    for root in (_PACKAGE, _CHECKOUT):
        path = root / folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{folder}/{name} is neither in {_PACKAGE} nor in {_CHECKOUT}")
