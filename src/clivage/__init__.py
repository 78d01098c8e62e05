"""Signed actor networks in which every support or opposition rests on an exact quotation.

>>> import clivage
>>> corpus = clivage.read("graph/bolivia-1971")
>>> len(clivage.ask(corpus, "opponents", "torres"))
4
"""

from __future__ import annotations

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING

from clivage.errors import (
    ClivageError,
    CorpusError,
    DateError,
    EndpointError,
    NetworkError,
    OntologyError,
    OutputError,
    QueryError,
    QuotationError,
)

if TYPE_CHECKING:
    from clivage.api import (
        ask,
        bring,
        build_corpus,
        draw,
        dumps,
        open_store,
        read,
        save,
        to_dataset,
        to_networkx,
    )
    from clivage.model import Corpus
    from clivage.remote import RemoteStore
    from clivage.store import Store

__version__ = version("clivage")

# The names that need heavy libraries are looked up when first used: the command line imports
# this module to print its help.
_LATER = {
    "Corpus": "clivage.model",
    "RemoteStore": "clivage.remote",
    "Store": "clivage.store",
    **dict.fromkeys(
        [
            "ask",
            "bring",
            "build_corpus",
            "draw",
            "dumps",
            "open_store",
            "read",
            "save",
            "to_dataset",
            "to_networkx",
        ],
        "clivage.api",
    ),
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module 'clivage' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "ClivageError",
    "Corpus",
    "CorpusError",
    "DateError",
    "EndpointError",
    "NetworkError",
    "OntologyError",
    "OutputError",
    "QueryError",
    "QuotationError",
    "RemoteStore",
    "Store",
    "__version__",
    "ask",
    "bring",
    "build_corpus",
    "draw",
    "dumps",
    "open_store",
    "read",
    "save",
    "to_dataset",
    "to_networkx",
]
