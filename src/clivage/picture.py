"""The network as a still picture for print: SVG with its legend, its text as text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from clivage import layout, marks
from clivage.layout import MARK, Place
from clivage.model import Sign, in_language
from clivage.view import Edge, Node, View
from clivage.xmltext import escaped

#: Clear space around everything, and between network and legend, in px.
_MARGIN = 40
#: Half the width of the ground on which a camp stands, in px.
_GROUND = 30
#: Height of a line of the legend, and the least width that holds its longest line, in px.
_ROW, _LEGEND_WIDTH = 28, 720
#: No line is bent farther than this, in px.
_MOST_BENT = 60


def svg(view: View, *, language: str) -> str:
    """Return the network as SVG 1.1 that stands alone: no script, no font, no address.

    Args:
        language: BCP 47 tag of the language of labels and legend.

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> corpus = Corpus(id="e", base="https://w3id.org/e/", title={"en": "Empty"}, language="en")
    >>> svg(of(corpus), language="en").startswith("<svg")
    True
    """
    left, top, right, bottom = _frame(view)
    legend = _legend(view, language, left, bottom + _MARGIN)
    right = max(right, left + _LEGEND_WIDTH)
    height = bottom + _MARGIN + len(legend) * _ROW + _MARGIN - top
    title = in_language(view.corpus.title, language)
    font = "system-ui, 'Helvetica Neue', Arial, sans-serif"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {right - left} {height}"'
        f' width="{right - left}" height="{height}" role="img" aria-labelledby="title meaning"'
        f' xml:lang="{escaped(language)}" font-family="{font}" font-size="14">',
        f'<title id="title">{escaped(title)}</title>',
        f'<desc id="meaning">{escaped(in_language(view.corpus.description, language))}</desc>',
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{height}"'
        f' fill="{_colour("paper")}"/>',
        *_grounds(view),
        *_lines(view),
        *(_mark(node, node.x, node.y) for node in view.nodes),
        *(_label(node, language) for node in view.nodes),
        *legend,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _colour(name: str) -> str:
    found: str = marks.colours("light")[name]
    return found


def _camp_colour(name: str, camp: int) -> str:
    choices: list[str] = marks.colours("light")[name]
    return choices[(camp - 1) % len(choices)]


def _frame(view: View) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the network with its margins, in px."""
    boxes = [(node, layout.box(node.labels)) for node in view.nodes]
    left = min((node.x - box.half_width for node, box in boxes), default=0)
    top = min((node.y - box.above for node, box in boxes), default=0)
    right = max((node.x + box.half_width for node, box in boxes), default=0)
    bottom = max((node.y + box.below for node, box in boxes), default=0)
    return left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN


def _grounds(view: View) -> Iterator[str]:
    """Draw the soft ground of each camp."""
    places = {node.id: Place(node.x, node.y) for node in view.nodes}
    for number, members in enumerate(view.camps, 1):
        corners = layout.hull([places[member] for member in members])
        points = " ".join(f"{corner.x},{corner.y}" for corner in corners)
        colour = _camp_colour("grounds", number)
        yield (
            f'<polygon points="{points}" fill="{colour}" stroke="{colour}"'
            f' stroke-width="{2 * _GROUND}" stroke-linejoin="round"/>'
        )


def _lines(view: View) -> Iterator[str]:
    nodes = {node.id: node for node in view.nodes}
    bends = marks.bends(view.edges)
    for edge in view.edges:
        holder, target = nodes[edge.holder], nodes[edge.target]
        yield (
            _loop(edge, holder) if holder is target else _line(edge, holder, target, bends[edge.id])
        )


def _line(edge: Edge, start: Node, end: Node, bend: float) -> str:
    """Draw one edge from mark to mark, bent to the left of its direction."""
    x, y = end.x - start.x, end.y - start.y
    length = math.sqrt(x * x + y * y) or 1.0
    away = max(-_MOST_BENT, min(_MOST_BENT, bend * length))
    # To the left of the direction, as one sees it where y grows downward.
    middle = (start.x + x / 2 + y / length * away * 2, start.y + y / 2 - x / length * away * 2)
    first, last = _beside(start, middle, 2), _beside(end, middle, 5)
    turn = "" if not bend else f"Q{_number(middle[0])},{_number(middle[1])} "
    tail = turn or "L"
    path = f"M{_number(first[0])},{_number(first[1])} {tail}{_number(last[0])},{_number(last[1])}"
    return _stroke(edge, path, last, _direction(middle if bend else first, last))


def _loop(edge: Edge, at: Node) -> str:
    """Draw an edge of an actor to itself, above its mark."""
    top = at.y - MARK
    path = f"M{at.x - 6},{top} C{at.x - 30},{top - 44} {at.x + 30},{top - 44} {at.x + 6},{top - 4}"
    tip = (at.x + 6.0, top - 4.0)
    return _stroke(edge, path, tip, _direction((at.x + 20.0, top - 34.0), tip))


def _beside(node: Node, towards: tuple[float, float], gap: int) -> tuple[float, float]:
    """Return where a line to another point leaves a node with its label, and a gap beyond."""
    x, y = _direction((node.x, node.y), towards)
    box = layout.box(node.labels)
    out = float(MARK)
    if y > 0 and abs(x) * MARK < y * box.half_width:  # it would run through the label
        out = min(box.below / y, box.half_width / abs(x) if x else box.below / y)
    return node.x + x * (out + gap), node.y + y * (out + gap)


def _direction(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.sqrt(x * x + y * y) or 1.0
    return x / length, y / length


def _number(value: float) -> str:
    """Write a coordinate with at most one decimal.

    >>> _number(12.34), _number(-0.01), _number(7.0)
    ('12.3', '0', '7')
    """
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"


def _stroke(edge: Edge, path: str, tip: tuple[float, float], direction: tuple[float, float]) -> str:
    """Draw a path with the colour, dash and end mark of a sign; dotted without a quotation."""
    support = edge.sign is Sign.SUPPORT
    colour = _colour("support" if support else "opposition")
    thick = marks.thickness(edge)
    dots = marks.DOTS if not edge.evidenced else "" if support else "7 4"
    dash = f' stroke-dasharray="{dots}"' if dots else ""
    drawn = f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{thick:g}"{dash}/>'
    drawn += (_arrow if support else _bar)(tip, direction, colour)
    return drawn if edge.evidenced else f'<g opacity="{marks.UNEVIDENCED_STRENGTH}">{drawn}</g>'


def _arrow(tip: tuple[float, float], direction: tuple[float, float], colour: str) -> str:
    (x, y), (right, down) = tip, direction
    corners = [(x + right * 2, y + down * 2)]
    for side in (1, -1):
        corners.append((x - right * 9 - down * 5 * side, y - down * 9 + right * 5 * side))
    points = " ".join(f"{_number(one)},{_number(other)}" for one, other in corners)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _bar(tip: tuple[float, float], direction: tuple[float, float], colour: str) -> str:
    (x, y), (right, down) = tip, direction
    ends = [(x - down * 7 * side, y + right * 7 * side) for side in (1, -1)]
    path = " L".join(f"{_number(one)},{_number(other)}" for one, other in ends)
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="3"/>'


def _mark(node: Node, x: int, y: int) -> str:
    """Draw the mark of a node; the number of its camp stands in it."""
    if node.type == "issue":
        colour = _colour("issue")
    else:
        colour = _camp_colour("camps", node.camp) if node.camp else _colour("unaligned")
    number = ""
    if node.camp:
        number = (
            f'<text x="{x}" y="{y + 4}" text-anchor="middle" font-size="12" font-weight="bold"'
            f' fill="{_colour("paper")}">{node.camp}</text>'
        )
    return _shape(node.type, x, y, colour) + number


#: Corners of the marks, in px from the centre.
_CORNERS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "organization": ((-12, -12), (12, -12), (12, 12), (-12, 12)),
    "collective": ((-14, 0), (-7, -12), (7, -12), (14, 0), (7, 12), (-7, 12)),
    "issue": ((0, -10), (10, 0), (0, 10), (-10, 0)),
}


def _shape(type_: str, x: int, y: int, colour: str) -> str:
    if type_ == "person":
        return f'<circle cx="{x}" cy="{y}" r="{MARK - 1}" fill="{colour}"/>'
    points = " ".join(f"{x + right},{y + down}" for right, down in _CORNERS[type_])
    return f'<polygon points="{points}" fill="{colour}"/>'


def _label(node: Node, language: str) -> str:
    shown, whole = marks.label(node.labels, language), in_language(node.labels, language)
    full = f"<title>{escaped(whole)}</title>" if shown != whole else ""
    colour = _colour("quiet" if node.type == "issue" else "ink")
    slant = ' font-style="italic"' if node.type == "issue" else ""
    return (
        f'<text x="{node.x}" y="{node.y + MARK + 16}" text-anchor="middle" fill="{colour}"{slant}'
        f' stroke="{_colour("paper")}" stroke-width="3" stroke-linejoin="round"'
        f' paint-order="stroke">{full}{escaped(shown)}</text>'
    )


def _legend(view: View, language: str, left: int, top: int) -> list[str]:
    """Explain every mark of the picture, a row each."""
    words = marks.words(language)
    x = left + _MARGIN
    title = in_language(view.corpus.title, language)
    left_out = view.left_out.said(words) if view.left_out else ()
    rows = [
        _said(x, title, weight="bold"),
        _sample(x, Sign.SUPPORT) + _said(x + 70, words["legend-support"]),
        _sample(x, Sign.OPPOSITION) + _said(x + 70, words["legend-opposition"]),
        *_unevidenced(x, view, words),
        _said(x + 70, words["thickness"]),
        _shapes(x, view, words),
        _camps(x, words),
        _said(x, words[_origin(view)]),
        *(_said(x, sentence + ".") for sentence in left_out),
    ]
    return [
        f'<g transform="translate(0 {top + number * _ROW})">{row}</g>'
        for number, row in enumerate(rows)
    ]


def _origin(view: View) -> str:
    """Return the key of the words that say what the lines rest on."""
    if any(tie.is_coded for tie in view.corpus.unevidenced):
        return "drawn-from-events"
    return "drawn-from-some" if view.corpus.unevidenced else "drawn-from"


def _said(x: int, text: str, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="5" font-weight="{weight}" fill="{_colour("ink")}">{escaped(text)}</text>'
    )


#: What the legend calls lines without a quotation: those of a table, and those of coded events.
_UNQUOTED: Mapping[bool, Mapping[Sign, str]] = {
    False: {
        Sign.SUPPORT: "legend-unevidenced-support",
        Sign.OPPOSITION: "legend-unevidenced-opposition",
    },
    True: {Sign.SUPPORT: "legend-coded-support", Sign.OPPOSITION: "legend-coded-opposition"},
}


def _unevidenced(x: int, view: View, words: Mapping[str, str]) -> Iterator[str]:
    """Explain the lines behind which no quotation stands."""
    for is_coded in sorted({tie.is_coded for tie in view.corpus.unevidenced}):
        for sign, key in _UNQUOTED[is_coded].items():
            yield _sample(x, sign, evidenced=False) + _said(x + 70, words[key])


def _sample(x: int, sign: Sign, *, evidenced: bool = True) -> str:
    edge = Edge(
        id="", holder="", target="", sign=sign, weight=2, statements=(), evidenced=evidenced
    )
    return _stroke(edge, f"M{x},0 L{x + 50},0", (x + 50.0, 0.0), (1.0, 0.0))


def _shapes(x: int, view: View, words: Mapping[str, str]) -> str:
    drawn = []
    called = {type_: words[type_] for type_ in marks.SHAPES}
    if marks.are_unsorted(view.nodes):
        called["collective"] = words["unsorted"]
    for type_, said in called.items():
        colour = _colour("issue" if type_ == "issue" else "unaligned")
        drawn.append(_shape(type_, x + MARK, 0, colour) + _said(x + 2 * MARK + 8, said))
        x += 2 * MARK + 30 + layout.text_width(said)
    return "".join(drawn)


def _camps(x: int, words: Mapping[str, str]) -> str:
    ground, mark = _camp_colour("grounds", 1), _camp_colour("camps", 1)
    return (
        f'<rect x="{x}" y="-13" width="50" height="26" rx="13" fill="{ground}"/>'
        f'<circle cx="{x + 25}" cy="0" r="10" fill="{mark}"/>'
        f'<text x="{x + 25}" y="4" text-anchor="middle" font-size="12" font-weight="bold"'
        f' fill="{_colour("paper")}">1</text>{_said(x + 70, words["camps-meaning"])}'
    )
