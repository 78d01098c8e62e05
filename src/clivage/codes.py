"""The code lists of the ontology, as a coding file spells them.

They are read from ``ontology/codes.json``, which `clivage.ontology_page` generates from
``ontology/clivage.ttl``: the command line needs the codes at every start, and must not load
an RDF library to get them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from clivage import resources
from clivage.model import Sign


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list.

    Attributes:
        notation: what a coding file writes, such as ``allies-with``.
        labels: BCP 47 tag to the words that people read; English, French and Spanish.
        sign: what a relation makes of its statement; ``None`` in the other lists.
    """

    notation: str
    labels: Mapping[str, str]
    sign: Sign | None = None


#: A code list: notation to code, in alphabetical order.
Codes = Mapping[str, Code]


def kinds() -> Codes:
    """Return the kinds of actor.

    >>> kinds()["army"].labels["fr"]
    'armée'
    """
    return _lists()["kinds"]


def relations() -> Codes:
    """Return the relations, each with the sign that it gives its statement.

    >>> relations()["accuses"].sign
    <Sign.OPPOSITION: -1>
    """
    return _lists()["relations"]


def modes() -> Codes:
    """Return the modes: how a stance is taken.

    >>> list(modes())
    ['deed', 'demand', 'word']
    """
    return _lists()["modes"]


def modalities() -> Codes:
    """Return the modalities: whether the source says that it happened.

    >>> list(modalities())
    ['actual', 'announced', 'hypothetical', 'negated']
    """
    return _lists()["modalities"]


def certainties() -> Codes:
    """Return the degrees of certainty of a coder.

    >>> list(certainties())
    ['certain', 'disputed', 'probable']
    """
    return _lists()["certainties"]


def date_bases() -> Codes:
    """Return where a date may come from.

    >>> list(date_bases())
    ['context', 'editor', 'stated']
    """
    return _lists()["dateBases"]


@cache
def _lists() -> Mapping[str, Codes]:
    document = json.loads(resources.ontology("codes.json").read_text(encoding="utf-8"))
    return {name: MappingProxyType(_list(codes)) for name, codes in document.items()}


def _list(codes: Mapping[str, dict[str, Any]]) -> dict[str, Code]:
    return {
        notation: Code(
            notation,
            MappingProxyType(fields["labels"]),
            Sign(fields["sign"]) if "sign" in fields else None,
        )
        for notation, fields in codes.items()
    }
