"""How a network is marked on paper and on the page: shapes, bends, colours, and their words.

The page and the still picture show the same marks. What they say stands in ``web/words.json``,
their colours in ``web/colours.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from clivage import layout, resources
from clivage.model import Labels, in_language
from clivage.view import Edge, Node

#: The mark of each type of node, by the names that vis-network has for them.
SHAPES: Final = {
    "person": "dot",
    "organization": "square",
    "collective": "hexagon",
    "issue": "diamond",
}
#: How thick an edge without a quotation is drawn, in px, how it is dotted, and how strongly.
UNEVIDENCED_WIDTH: Final = 1.2
DOTS: Final = "1.5 4"
UNEVIDENCED_STRENGTH: Final = 0.7
#: How far the outermost of the edges that share a pair are bent, as a part of their length.
_BEND: Final = 0.16


@cache
def colours(scheme: str) -> dict[str, Any]:
    """Return the colours of a scheme, ``light`` or ``dark``, by what they are for.

    >>> colours("light")["support"]
    '#0b5ea8'
    """
    found: dict[str, Any] = _json("colours.json")[scheme]
    return found


@cache
def words(language: str) -> Mapping[str, str]:
    """Return what the marks and the page say, in English where there is no translation.

    >>> words("fr-BO")["opposition"]
    'opposition'
    """
    known = _json("words.json")
    found: dict[str, str] = known["en"] | known.get(language.partition("-")[0], {})
    return found


def languages() -> tuple[str, ...]:
    """Return the languages that the page speaks.

    >>> languages()
    ('en', 'es', 'fr')
    """
    return tuple(sorted(_json("words.json")))


@cache
def _json(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.web(name).read_text(encoding="utf-8"))
    return found


def label(labels: Labels, language: str) -> str:
    """Return a label in a language, cut to the width that the layout keeps free for it.

    >>> label({"en": "Union of " + "x" * 500}, "en")[-3:]
    'xx…'
    """
    whole = " ".join(in_language(labels, language).split())
    cut = whole if len(whole) <= layout.WIDEST else whole[: layout.WIDEST] + "…"
    while layout.text_width(cut) > layout.WIDEST:
        cut = cut[:-2].rstrip() + "…"
    return cut


def bends(edges: Iterable[Edge]) -> dict[str, float]:
    """Return how far each edge is bent, by its id, so that no two edges of a pair lie together.

    A bend is a part of the edge's length, to the left of its direction as one sees it on
    paper; 0 is straight.

    >>> from clivage.model import Sign
    >>> support = Edge(id="s", holder="a", target="b", sign=Sign.SUPPORT, weight=1, statements=())
    >>> answer = Edge(id="o", holder="b", target="a", sign=Sign.OPPOSITION, weight=1, statements=())
    >>> bends([support, answer])
    {'s': 0.16, 'o': 0.16}
    """
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        ends = min(edge.holder, edge.target), max(edge.holder, edge.target)
        pairs.setdefault(ends, []).append(edge)
    found = {}
    for (first, _), group in pairs.items():
        for at, edge in enumerate(group):
            bend = _BEND * (1 - 2 * at / (len(group) - 1)) if len(group) > 1 else 0.0
            found[edge.id] = round(bend if edge.holder == first else -bend, 3) + 0.0
    return found


def width(weight: float) -> float:
    """Return how thick an edge of a weight is drawn, in px: 1.4 to 5, by its square root.

    >>> width(1), width(4), width(1000)
    (1.4, 2.8, 5)
    """
    return min(5, round(1.4 * math.sqrt(weight), 1))


def are_unsorted(nodes: Iterable[Node]) -> bool:
    """Whether the collectives are actors of whom nobody knows what sort of body they are.

    >>> are_unsorted([])
    False
    """
    collectives = [node.unsorted for node in nodes if node.type == "collective"]
    return bool(collectives) and all(collectives)


def thickness(edge: Edge) -> float:
    """Return how thick an edge is drawn, in px: one without a quotation thinly.

    Coded events may be thousands, and nothing else is known of them: their lines are as thick as
    the logarithm of their number.

    >>> from clivage.model import Sign
    >>> thickness(
    ...     Edge(id="e", holder="a", target="b", sign=Sign.SUPPORT, weight=9, statements=(),
    ...          evidenced=False)
    ... )
    1.2
    """
    if edge.events:
        return min(5, round(UNEVIDENCED_WIDTH + 0.4 * math.log2(edge.events), 1))
    return width(edge.weight) if edge.evidenced else UNEVIDENCED_WIDTH
