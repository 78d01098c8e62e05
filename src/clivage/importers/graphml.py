"""GraphML (http://graphml.graphdrawing.org/specification.html): signed edges without evidence.

Taken are nodes and edges with the attributes that are declared by ``key``, in whatever namespace,
as `clivage.importers.graphs` reads them; of the drawings of yEd, the labels. Nested graphs are
read as one. Other drawings, ports and edges of more than two ends are left out. There is no text,
and so there are no offsets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded, graphs
from clivage.importers.graphs import Edge, Graph, Node, local
from clivage.importers.options import Options
from clivage.importers.records import Imported, Remark

FORMAT: Final = "graphml"
#: What of a node or an edge is read, or holds what is.
_READ: Final = frozenset(("data", "graph", "desc"))
_LABELS: Final = ("NodeLabel", "EdgeLabel")


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is GraphML, by its name or its root."""
    return path.suffix.lower() == ".graphml" or b"<graphml" in head


def read(path: Path, options: Options) -> Imported:
    """Read a graph.

    Raises:
        ImportFileError: when it is not GraphML, or no edge has a sign.
    """
    origin = Origin(str(path))
    root = bounded.xml(bounded.content(path), name=str(path))
    if local(root) != "graphml" or not any(local(one) == "graph" for one in root):
        remedy = "export it again as GraphML"
        raise ImportFileError("not GraphML: there is no graph in it", remedy=remedy, origin=origin)
    graphs.bound(sum(local(one) == "key" for one in root), origin)
    return graphs.imported(_Reading(root).graph(), options, origin)


@dataclass(frozen=True, slots=True)
class _Key:
    """An attribute: for nodes, edges or all; its title, and the value where none is given."""

    of: str
    title: str
    default: str


class _Reading:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.keys = {one.get("id", ""): _key(one) for one in root if local(one) == "key"}
        self.defaults = {
            of: [(it.title, it.default) for it in self.keys.values()
                 if it.default and it.of in (of, "all", "")]
            for of in ("node", "edge")
        }  # fmt: skip
        self.unread: Counter[str] = Counter()

    def graph(self) -> Graph:
        nodes: list[Node] = []
        edges: list[Edge] = []
        # A nested graph says anew whether its edges have directions.
        for graph in (one for one in self.root.iter() if local(one) == "graph"):
            directed = graph.get("edgedefault") == "directed"
            for one in graph:
                if local(one) == "node":
                    nodes.append(Node(one.get("id", ""), self._attributes(one, "node")))
                elif local(one) == "edge":
                    edges.append(self._edge(one, len(edges) + 1, directed=directed))
                elif local(one) not in _READ:
                    self.unread[local(one)] += 1
        left = [
            Remark(name, f"has no place; it stands {count:,} times")
            for name, count in sorted(self.unread.items())
        ]
        return Graph(format=FORMAT, nodes=nodes, edges=edges, left_out=left)

    def _edge(self, element: Element, number: int, *, directed: bool) -> Edge:
        id, said = element.get("id", ""), element.get("directed")
        return Edge(
            record=f"edge {id}" if id else f"edge number {number}",
            source=element.get("source", ""),
            target=element.get("target", ""),
            directed=said == "true" if said else directed,
            attributes=self._attributes(element, "edge"),
        )

    def _attributes(self, element: Element, of: str) -> Mapping[str, str]:
        """Return what is said of an element, by the titles of its attributes."""
        found: dict[str, str] = {}
        label = ""
        for data in element:
            if local(data) != "data":
                self.unread[local(data)] += local(data) not in _READ
                continue
            key = self.keys.get(data.get("key", ""))
            title = key.title if key else data.get("key", "")
            if len(data):
                self.unread["drawing"] += 1
                label = label or _label(data)
            else:
                found[title] = (data.text or "").strip()
        if label and not found.get("label"):
            found["label"] = label
        for title, default in self.defaults[of]:
            found.setdefault(title, default)
        return {title: value for title, value in found.items() if value}


def _key(element: Element) -> _Key:
    default = next((one.text or "" for one in element if local(one) == "default"), "")
    title = element.get("attr.name") or element.get("id") or ""
    return _Key(element.get("for", ""), title, default.strip())


def _label(drawing: Element) -> str:
    """Return the first label in a drawing of yEd."""
    labels = (one for one in drawing.iter() if local(one) in _LABELS)
    return next((text for one in labels if (text := (one.text or "").strip())), "")
