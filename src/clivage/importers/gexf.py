"""GEXF, the format of Gephi (https://gexf.net/): signed edges without evidence.

Versions 1.1draft, 1.2draft and 1.3 are read, in whatever namespace. Taken are nodes with their
labels, types and kinds; edges with their sign, weight, kind and label, as
`clivage.importers.graphs` reads them; and when an edge is there: its start and end, its spells, or
its intervals, as EDTF dates, where the file counts in dates. Colours, sizes and places are left
out. There is no text, and so there are no offsets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded, graphs, values
from clivage.importers.graphs import Edge, Graph, Node, local
from clivage.importers.options import Options
from clivage.importers.records import Imported, Remark

FORMAT: Final = "gexf"
#: A point in time that is a date, as dates and moments are written.
_DATE: Final = re.compile(r"(-?\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T.*)?", re.ASCII)
#: The pairs of ``<[1970-01-01, 1971-01-01]; [1972-01-01, 1973-01-01]>``, and single moments.
_INTERVAL: Final = re.compile(r"[\[(]([^\[\](),;]*),([^\[\](),;]*)[\])]")
_OPEN: Final = ("", "-infinity", "infinity", "+infinity")
#: What of a node or an edge is read, or holds what is.
_READ: Final = frozenset(
    ("attvalues", "attvalue", "nodes", "node", "edges", "edge", "spells", "spell")
)


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is GEXF, by its name or its root."""
    return path.suffix.lower() == ".gexf" or b"<gexf" in head


def read(path: Path, options: Options) -> Imported:
    """Read a graph.

    Raises:
        ImportFileError: when it is not GEXF, or no edge has a sign.
    """
    origin = Origin(str(path))
    root = bounded.xml(bounded.content(path), name=str(path))
    graph = next((one for one in root if local(one) == "graph"), None)
    if local(root) != "gexf" or graph is None:
        remedy = "export it again as GEXF"
        raise ImportFileError("not GEXF: there is no graph in it", remedy=remedy, origin=origin)
    graphs.bound(sum(local(one) == "attribute" for one in graph.iter()), origin)
    return graphs.imported(_Reading(graph).graph(), options, origin)


@dataclass(frozen=True, slots=True)
class _Declared:
    """The title of an attribute, and the value that it has where none is given."""

    title: str
    default: str


class _Reading:
    def __init__(self, graph: Element) -> None:
        self.root = graph
        self.directed = graph.get("defaultedgetype") == "directed"
        self.dates = graph.get("timeformat", "").lower() in ("date", "datetime")
        self.declared = {sort: dict(_declared(graph, sort)) for sort in ("node", "edge")}
        self.defaults = {
            sort: [(it.title, it.default) for it in declared.values() if it.default]
            for sort, declared in self.declared.items()
        }
        self.unread: Counter[str] = Counter()

    def graph(self) -> Graph:
        nodes = [self._node(one) for one in self.root.iter() if local(one) == "node"]
        edges = [one for one in self.root.iter() if local(one) == "edge"]
        return Graph(
            format=FORMAT,
            nodes=nodes,
            edges=[self._edge(one, number) for number, one in enumerate(edges, 1)],
            left_out=tuple(
                Remark(name, f"has no place; it stands {count:,} times")
                for name, count in sorted(self.unread.items())
            ),
        )

    def _node(self, element: Element) -> Node:
        if any(name in element.attrib for name in ("start", "end", "timestamp", "intervals")):
            self.unread["times of nodes"] += 1
        return Node(element.get("id", ""), self._attributes(element, "node", ("label",)))

    def _edge(self, element: Element, number: int) -> Edge:
        id = element.get("id", "")
        spans, note = self._spans(element)
        type_ = element.get("type")
        return Edge(
            record=f"edge {id}" if id else f"edge number {number}",
            source=element.get("source", ""),
            target=element.get("target", ""),
            directed=type_ == "directed" if type_ else self.directed,
            attributes=self._attributes(element, "edge", ("label", "kind", "weight")),
            spans=spans,
            note=note,
        )

    def _attributes(self, element: Element, sort: str, own: tuple[str, ...]) -> Mapping[str, str]:
        """Return what is said of an element, by titles; its own attributes go before others."""
        given: dict[str, list[str]] = {}
        for child in element:
            if local(child) not in _READ:
                self.unread[local(child)] += 1
            for one in child if local(child) == "attvalues" else ():
                name = one.get("for") or one.get("id") or ""
                given.setdefault(name, []).append(one.get("value", ""))
        found = {name: element.attrib[name] for name in own if name in element.attrib}
        for name, said in given.items():
            declared = self.declared[sort].get(name)
            title = declared.title if declared else name
            # What changes in time has several values.
            value = " | ".join(dict.fromkeys(said))
            found[f"{title} (attribute)" if title in found else title] = value
        for title, default in self.defaults[sort]:
            found.setdefault(title, default)
        return {title: value for title, value in found.items() if value}

    def _spans(self, element: Element) -> tuple[list[str], str]:
        """Return the times of an edge as EDTF; in a note, when they are no dates."""
        spans, numbers = [], []
        for first, last in dict.fromkeys(_times(element)):
            dates = [self._date(time) for time in (first, last)]
            if None in dates:
                numbers.append(f"{first or '..'} to {last or '..'}")
            elif any(dates):
                spans.append(values.interval(dates[0] or "", dates[1] or ""))
        return spans, f"time: {', '.join(numbers)}" if numbers else ""

    def _date(self, time: str) -> str | None:
        """Return a point in time as EDTF, empty where it is open, None where it is no date."""
        if time.lower() in _OPEN:
            return ""
        date = _DATE.fullmatch(time)
        return date[1] if date and (self.dates or "-" in date[1]) else None


def _declared(graph: Element, sort: str) -> Iterator[tuple[str, _Declared]]:
    for attributes in graph:
        if local(attributes) == "attributes" and attributes.get("class") == sort:
            for one in attributes:
                default = next((it.text or "" for it in one if local(it) == "default"), "")
                id = one.get("id", "")
                yield id, _Declared(one.get("title") or id, default.strip())


def _times(element: Element) -> Iterator[tuple[str, str]]:
    """Yield when an edge is there, as its file writes it."""
    spells = [it for child in element if local(child) == "spells" for it in child]
    for one in spells or [element]:
        first = one.get("start") or one.get("startopen") or one.get("timestamp") or ""
        last = one.get("end") or one.get("endopen") or one.get("timestamp") or ""
        if first or last:
            yield first.strip(), last.strip()
    for first, last in _INTERVAL.findall(element.get("intervals", "")):
        yield first.strip(), last.strip()
    for moment in element.get("timestamps", "").strip("<[]> ").split(","):
        if moment.strip():
            yield moment.strip(), moment.strip()
