"""The interactive network as one HTML file that opens with no network at all.

pyvis carries the network and vis-network into our own page: its stock page loads scripts from
elsewhere, runs those that hide in labels, and cannot be read without a mouse. Ours holds
everything inline, and its content security policy lets nothing run but what stands in it here.
See docs/decisions/ for the measurements.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clivage import layout, marks, pages, resources, view
from clivage.model import in_language
from clivage.view import Edge, Node, View

if TYPE_CHECKING:
    from pyvis.network import Network

#: The modules of the page's script, in the order in which they stand in it.
_MODULES: Final = (
    *(f"shared/{name}" for name in (
        "elements", "network", "state", "words", "shapes", "filters", "dialog", "more", "cite",
        "text", "panel", "table", "search", "shell",
    )),
    *(f"page/{name}" for name in ("drawing", "labels", "lines", "start")),
)  # fmt: skip
#: How a module takes names from others, and gives its own: in one script they all know each other.
_IMPORT: Final = re.compile(r'^import [^;]*? from "[^"]*";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=async function|const|function|let)", re.MULTILINE)
#: Half the size of each mark, in px, so that all look equally large.
_SIZES: Final = {"person": 13, "organization": 12, "collective": 14, "issue": 10}
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False},
}


def html(view: View, *, language: str = "") -> str:
    """Return the page of a network.

    Args:
        language: BCP 47 tag of the language that the page opens in; the reader's own, as far
            as the page speaks it, when left out.

    >>> from clivage.model import Corpus
    >>> from clivage.view import of
    >>> corpus = Corpus(id="e", base="https://w3id.org/e/", title={"en": "<E>"}, language="en")
    >>> page = html(of(corpus))
    >>> "<title>&lt;E&gt;</title>" in page, "https://cdn" in page
    (True, False)
    """
    network = _network(view)
    style, script, library = pages.style("page.css"), _script(), _library()
    spoken = language or view.corpus.language
    network.templateEnv = pages.environment()
    network.templateEnv.globals.update(
        title=in_language(view.corpus.title, spoken),
        language=spoken,
        no_script=marks.words(spoken)["no-script"],
        policy=pages.policy(style, (library, script)),
        style=pages.verbatim(style),
        library=pages.verbatim(library),
        script=pages.verbatim(script),
        data=data(view, language),
        drawing_options=network.options,
    )
    made: str = network.generate_html()
    return made


def _network(view: View) -> Network:
    """Return the network as pyvis has it, each node placed and each edge with its bend."""
    # pyvis imports IPython, which takes longer than everything else together.
    from pyvis.network import Network

    network = Network(directed=True)
    network.set_template_dir(str(resources.web()), "page.html")
    bends = marks.bends(view.edges)
    for node in view.nodes:
        network.add_node(node.id, **_node(node))
        # pyvis wants a label; the page draws labels itself, for vis-network's may cover each other.
        del network.nodes[-1]["label"]
    for edge in view.edges:
        network.add_edge(edge.holder, edge.target, **_edge(edge, bends[edge.id]))
    network.options = _OPTIONS
    return network


def _node(node: Node) -> dict[str, Any]:
    # Colours follow the theme: the page sets them.
    shape, size = marks.SHAPES[node.type], _SIZES[node.type]
    return {"label": " ", "shape": shape, "size": size, "x": node.x, "y": node.y}


def _edge(edge: Edge, bend: float) -> dict[str, Any]:
    # The page draws the lines itself: vis-network's run through the labels under the marks.
    return {"id": edge.id, "width": marks.thickness(edge), "bend": bend}


def data(view_: View, language: str = "") -> dict[str, Any]:
    """Return everything that the script of a page is given, here and in the web app.

    It is the contract of `clivage.view.to_json`, with how thick each edge is drawn and how far it
    is bent, and with what a page says in each language.
    """
    spoken = {one: dict(marks.words(one)) for one in marks.languages()}
    bends = marks.bends(view_.edges)
    thickness = {edge.id: marks.thickness(edge) for edge in view_.edges}
    given = view.to_json(view_)
    for edge in given["edges"]:
        edge |= {"bend": bends[edge["id"]], "width": thickness[edge["id"]]}
    return given | {
        "words": spoken,
        "language": language.partition("-")[0],
        "widest": layout.WIDEST,
    }


def _script() -> str:
    """Return the modules joined into one script, which needs no other file and no build."""
    parts = [_EXPORT.sub("", _IMPORT.sub("", _read(f"{name}.js"))) for name in _MODULES]
    return '"use strict";\n{\n' + "\n".join(parts) + "}\n"


def _read(name: str) -> str:
    return resources.web(name).read_text(encoding="utf-8")


def _library() -> str:
    """Return vis-network out of the installed pyvis, its licence notice included."""
    import pyvis

    file = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    text = file.read_text(encoding="utf-8")
    # Nothing of the page may point elsewhere, not even for a debugger.
    return text.partition("//# sourceMappingURL=")[0]
