"""Graphs with signed edges, of whatever format: nodes are actors or issues, edges are ties.

An edge of a graph quotes nothing, so each becomes a `Claim`. Where its sign stands is asked of the
file as a whole: in the attribute that the person has named (``sign``), in one that is called so, in
the kind or label of edges, or in weights of which some are negative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from clivage import identifiers
from clivage.errors import ImportFileError, Origin
from clivage.importers import headings, values
from clivage.importers.options import Options
from clivage.importers.records import Claim, Imported, Party, Remark, Topic
from clivage.importers.values import plain
from clivage.model import Sign

#: Attributes that hold what we ask for, as `plain` has them: the first that a file has counts.
_NODES: Final[Mapping[str, tuple[str, ...]]] = {
    "label": ("label", "name", "nom", "nombre"),
    "type": ("type", "actor type", "node type", "variable", "class", "kind"),
    "kind": ("kind",),
    "part_of": ("part of",),
    "iri": ("iri",),
}
_EDGES: Final[Mapping[str, tuple[str, ...]]] = {
    "sign": (*headings.NAMES["sign"], "signed weight", "valence"),
    "weight": ("weight", "poids", "peso"),
    "relation": ("relations", "relation"),
    "note": ("note",),
    "when": ("when", "date"),
    "not_before": ("not before",),
    "not_after": ("not after",),
    "about": ("about",),
    "statements": ("statements",),
    "quotations": ("quotations",),
}
#: Where words may say the sign, in the absence of an attribute for it.
_WORDS: Final = ("kind", "label", "type", "relation", "relations", "interaction")
#: Attributes that a file may declare.
MOST_ATTRIBUTES: Final = 1000
#: What of an edge goes into the note of its tie.
_NOTED: Final = ("relation", "about", "statements", "quotations")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a graph, with its label among its attributes, by their titles."""

    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a graph, with its weight, kind and label among its attributes.

    Attributes:
        record: where it stands, as a person would look it up.
        spans: EDTF dates of the times at which it is there; empty when it always is.
        note: what else is to be kept of it.
    """

    record: str
    source: str
    target: str
    directed: bool
    attributes: Mapping[str, str] = field(default_factory=dict)
    spans: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """All that a file says, and what its reader has left out."""

    format: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    left_out: Sequence[Remark] = ()


def local(element: Element) -> str:
    """Return the name of an XML element without its namespace.

    >>> local(Element("{urn:a}node"))
    'node'
    """
    return element.tag.rpartition("}")[2]


def bound(attributes: int, origin: Origin) -> None:
    """Refuse a graph that declares very many attributes: each node may have them all.

    Raises:
        ImportFileError: when there are more than `MOST_ATTRIBUTES`.
    """
    if attributes > MOST_ATTRIBUTES:
        what = f"declares {attributes:,} attributes; {MOST_ATTRIBUTES:,} are read at most"
        raise ImportFileError(what, remedy="export fewer", origin=origin)


def imported(graph: Graph, options: Options, origin: Origin) -> Imported:
    """Return what a graph says.

    Raises:
        ImportFileError: when nothing in it gives its edges a sign.

    >>> edge = Edge("edge 1", "1", "2", True, {"sign": "-1"})
    >>> graph = Graph("gexf", [Node("1", {"label": "the guild"}), Node("2")], [edge])
    >>> imported(graph, Options(), Origin("a.gexf")).claims[0].sign
    <Sign.OPPOSITION: -1>
    """
    return _Reading(graph, options, origin).imported()


class _Reading:
    """Reads nodes and edges, once it knows which attributes all of them have."""

    def __init__(self, graph: Graph, options: Options, origin: Origin) -> None:
        self.graph, self.options = graph, options
        nodes = [one.attributes for one in graph.nodes]
        edges = [one.attributes for one in graph.edges]
        asked = _asked(options, origin)
        # The type first: ``kind`` may be either.
        self.of_node = _found(nodes, _NODES, asked, {"type": self._is_type})
        self.of_edge = _found(edges, _EDGES, asked, {"sign": self._is_sign})
        self._find_sign(edges, asked, origin)
        signs = {one.get(self.of_edge.get("sign", ""), "") for one in edges}
        self.signs = values.signs(signs, options)
        self.parties: dict[str, Party] = {}
        self.topics: dict[str, Topic] = {}
        self.claims: list[Claim] = []
        self.repaired: list[Remark] = []
        self.refused: list[Remark] = []
        self.left = list(graph.left_out)
        self.undirected = 0

    def imported(self) -> Imported:
        for node in self.graph.nodes:
            self._take_node(node)
        for edge in self.graph.edges:
            try:
                self.claims += self._claims(edge)
            except ImportFileError as error:
                self.refused.append(Remark(edge.record, error.what, error.remedy))
        if self.undirected:
            what = f"without a direction; each became two ties, one each way: {self.undirected:,}"
            self.repaired.append(Remark("edges", what))
        nodes = [one.attributes for one in self.graph.nodes]
        edges = [one.attributes for one in self.graph.edges]
        return Imported(
            format=self.graph.format,
            parties=tuple(self.parties.values()),
            topics=tuple(self.topics.values()),
            claims=tuple(self.claims),
            repaired=tuple(self.repaired),
            refused=tuple(self.refused),
            left_out=(
                *self.left,
                *_unread("nodes", nodes, self.of_node.values()),
                *_unread("edges", edges, self.of_edge.values()),
            ),
        )

    # Which attribute says what

    def _is_type(self, value: str) -> bool:
        return values.type_of(value, self.options) is not None

    def _is_sign(self, value: str) -> bool:
        return values.signs((), self.options)(value) is not None

    def _find_sign(
        self, edges: Sequence[Mapping[str, str]], asked: Mapping[str, str], origin: Origin
    ) -> None:
        """Find where the signs stand when no attribute is called so."""
        if "sign" in asked and edges and "sign" not in self.of_edge:
            what = f"no edge has an attribute {asked['sign']!r}"
            raise ImportFileError(what, remedy=_are(edges), origin=origin)
        if "sign" in self.of_edge or not edges:
            return
        # A number in a label is a weight, or a count.
        words = _found(
            edges, {"sign": _WORDS}, {}, {"sign": lambda it: not _number(it) and self._is_sign(it)}
        )
        weight = self.of_edge.get("weight", "")
        if words:
            self.of_edge |= words
        elif any((values.finite(one.get(weight, "")) or 0) < 0 for one in edges):
            self.of_edge["sign"] = weight
        else:
            remedy = f"name the attribute that holds it with --map sign=NAME; {_are(edges)}"
            raise ImportFileError("no edge has a sign", remedy=remedy, origin=origin)

    def _said(self, edge: Edge, name: str) -> str:
        return edge.attributes.get(self.of_edge.get(name, ""), "").strip()

    # Nodes

    def _take_node(self, node: Node) -> None:
        if node.id in self.parties or node.id in self.topics:
            self.left.append(Remark(f"node {node.id[:40]}", "stands twice; the first counts"))
            return
        said = {name: node.attributes.get(at, "").strip() for name, at in self.of_node.items()}
        type_, issue = None, False
        if said.get("type"):
            known = values.type_of(said["type"], self.options)
            if known is None:
                what = f"the type {said['type'][:40]!r} is unknown"
                remedy = "map it under 'types' in a mapping file"
                self.left.append(Remark(f"node {node.id}", what, remedy))
            type_, issue = known or (None, False)
        label = said.get("label") or node.id
        # Our own exports name a node by its id in the corpus, and tell its IRI.
        ours = identifiers.is_slug(node.id) and said.get("iri", "").endswith(f"/{node.id}")
        id = node.id if ours else ""
        if issue:
            self.topics[node.id] = Topic(key=node.id, label=label, id=id)
            return
        kind = said.get("kind", "") if self.of_node.get("kind") != self.of_node.get("type") else ""
        self.parties[node.id] = Party(
            key=node.id, label=label, type=type_, kind=kind, part_of=said.get("part_of", ""), id=id
        )

    # Edges

    def _claims(self, edge: Edge) -> Iterator[Claim]:
        for end in (edge.source, edge.target):
            if end not in self.parties and end not in self.topics:
                what = f"one of its ends is {end[:40]!r}, and no node"
                raise ImportFileError(what, remedy="add the node")
        sign = self._sign(edge)
        if sign is None:
            return
        strength, notes = self._strength(edge)
        notes += [f"{name}: {said}" for name in _NOTED if (said := self._said(edge, name))]
        notes += [said for said in (self._said(edge, "note"), edge.note) if said]
        ways = [(edge.source, edge.target)]
        if not edge.directed and edge.source != edge.target:
            ways = [way for way in (ways[0], ways[0][::-1]) if way[0] in self.parties]
            self.undirected += len(ways) == 2
        for holder, target in ways:
            if holder not in self.parties:
                what = f"{holder[:40]!r} is an issue, and takes no sides"
                raise ImportFileError(what, remedy="turn the edge around, or give the node a type")
            for when in edge.spans or [self._when(edge)]:
                yield Claim(
                    record=edge.record,
                    sign=sign,
                    holder=holder,
                    target=target,
                    on_topic=target in self.topics,
                    strength=strength,
                    when=when,
                    note="; ".join(notes),
                )

    def _sign(self, edge: Edge) -> Sign | None:
        word = self._said(edge, "sign")
        if not word:
            raise ImportFileError("it has no sign", remedy="give it one, or delete it")
        known = self.signs(word)
        if known is None:
            remedy = "map it under 'signs' in a mapping file"
            what = f"{word[:40]!r} is neither a support nor an opposition"
            self.left.append(Remark(edge.record, what, remedy))
        elif known[0] is None:
            self.left.append(Remark(edge.record, f"{word[:40]!r} takes no side"))
        return known[0] if known else None

    def _strength(self, edge: Edge) -> tuple[int, list[str]]:
        weight = self._said(edge, "weight")
        if not weight:
            return 2, []
        known = values.weight(weight)
        if known is None:
            what = f"the weight {weight[:40]!r} is not a number other than 0"
            raise ImportFileError(what, remedy="correct it, or delete the edge")
        if known[1]:
            return known[0], []
        what = "its weight is not 1, 2 or 3; it stands in the note, and the strength is 2"
        self.repaired.append(Remark(edge.record, what))
        return known[0], [f"weight {weight}"]

    def _when(self, edge: Edge) -> str:
        when = self._said(edge, "when")
        first, last = (self._said(edge, name) for name in ("not_before", "not_after"))
        return values.edtf(when) if when else values.interval(values.edtf(first), values.edtf(last))


def _asked(options: Options, origin: Origin) -> dict[str, str]:
    """Return the attributes that the person has named, by our names of them."""
    asked = {}
    for name, theirs in options.fields.items():
        ours = plain(name).replace(" ", "_")
        known = dict.fromkeys((*_EDGES, *_NODES))
        if ours not in known:
            remedy = identifiers.did_you_mean(ours, known, f"it is one of {', '.join(known)}")
            raise ImportFileError(f"a graph has no field {name!r}", remedy=remedy, origin=origin)
        asked[ours] = theirs
    return asked


def _found(
    things: Sequence[Mapping[str, str]],
    names: Mapping[str, tuple[str, ...]],
    asked: Mapping[str, str],
    fits: Mapping[str, Callable[[str], bool]],
) -> dict[str, str]:
    """Return the title of the attribute for each of our names that there is.

    Args:
        fits: for some names, what at least one value of an attribute must be, unless it is asked.
    """
    contents: dict[str, set[str]] = {}
    for one in things:
        for title, value in one.items():
            contents.setdefault(title, set()).add(value)
    titles: dict[str, str] = {}
    for title in contents:
        titles.setdefault(plain(title), title)
    found = {}
    for name, called in names.items():
        wanted = [plain(asked[name])] if name in asked else called
        test = fits.get(name) if name not in asked else None
        for title in (titles[one] for one in wanted if one in titles):
            if test is None or any(test(value) for value in contents[title]):
                found[name] = title
                break
    return found


def _unread(
    sort: str, things: Sequence[Mapping[str, str]], read: Iterable[str]
) -> Iterator[Remark]:
    """Say which attributes have no place, and of how many things."""
    known = set(read)
    counts = Counter(title for one in things for title, value in one.items() if value.strip())
    for title, count in counts.items():
        if title not in known:
            what = f"has no place; {sort} that have it: {count:,}"
            yield Remark(f"attribute {title[:40]!r}", what)


def _are(edges: Sequence[Mapping[str, str]]) -> str:
    titles = list(dict.fromkeys(title[:40] for one in edges for title in one))[:20]
    return f"edges have {', '.join(map(repr, titles))}" if titles else "edges have no attributes"


def _number(value: str) -> bool:
    return values.finite(value) is not None
