"""A report as JSON: every result with its bounds, parameters and definition."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from clivage.report.study import Study

#: The measures of each section, by their names in a study.
MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "overview": ("components",),
    "camps": ("camps", "stability"),
    "frustration": (
        "frustration", "triangle_balance", "walk_balance", "frustration_balance",
    ),
    "ambivalence": (),
    "triads": ("census", "directed_census"),
    "positions": ("degrees", "pn_index", "brokers", "frontier", "isolates"),
    "periods": ("over_time",),
    "scenarios": ("what_if",),
    "blockmodel": ("blocks",),
}  # fmt: skip

#: How values that JSON does not know are written.
_TURNED: Final[Mapping[type, Callable[[Any], Any]]] = {
    Enum: lambda value: value.value,
    Fraction: float,
    date: date.isoformat,
}


def dumps(study: Study, sections: Iterable[str], *, version: str) -> str:
    """Return the measures of some sections as JSON, ending in a line break.

    Args:
        version: of the program that measured.
    """
    graph = study.graph
    document = {
        "clivage": version,
        "subject": study.subject.title,
        "parameters": plain(study.options),
        "network": {
            "statements": len(study.subject.network),
            "unevidenced": int((~study.subject.network.evidenced).sum()),
            "undated": int(study.subject.network.undated.sum()),
            "actors": len(graph.nodes),
            "ties": len(graph),
            "merging": graph.definition,
        },
        "results": {
            name: plain(getattr(study, name)) for section in sections for name in MEASURES[section]
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a result as plain JSON values; what begins with an underscore is left out.

    >>> plain(Fraction(1, 2)), plain((1, date(1971, 1, 10)))
    (0.5, [1, '1971-01-10'])
    """
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value) if not one.name.startswith("_")]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    for sort, turn in _TURNED.items():
        if isinstance(value, sort):
            return turn(value)
    return value
