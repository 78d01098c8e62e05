"""The generated files are fresh, the page is sound, and the documentation is true."""

from __future__ import annotations

import html.parser
import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDFS, SKOS, Graph, Literal, URIRef

from clivage import coding, ontology_page, rdf, resources, shapes, store, vocabulary
from clivage.namespaces import CLV

BOLIVIA = Path(__file__).parents[1] / "graph" / "bolivia-1971"
DOCUMENT = Path(__file__).parents[1] / "docs" / "ontology.md"


def clv(name: str) -> URIRef:
    """Return a term of the ontology."""
    return URIRef(CLV + name)


@pytest.mark.parametrize("name", ontology_page.FILES)
def test_a_generated_file_is_up_to_date(name: str) -> None:
    """Whoever edits the ontology runs ``python -m clivage.ontology_page``."""
    generate = ontology_page.FILES[name]
    assert resources.ontology(name).read_bytes() == generate().encode()


def test_a_stale_file_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--check`` says which file to make again, and writes nothing."""
    assert ontology_page.main(["--check"]) == 0
    stale = {**ontology_page.FILES, "codes.json": lambda: "{}"}
    monkeypatch.setattr(ontology_page, "FILES", stale)
    assert ontology_page.main(["--check"]) == 1
    assert capsys.readouterr().err == "ontology/codes.json is stale: make it again.\n"
    assert resources.ontology("codes.json").read_text("utf-8") != "{}"


class _Page(html.parser.HTMLParser):
    """Collects the tags, the ids and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids[str(value)] += 1
            if tag == "a" and name == "href":
                self.links.add(str(value))


@pytest.fixture(scope="module")
def anatomy() -> _Page:
    """Return the page, read."""
    parser = _Page()
    parser.feed(ontology_page.page())
    return parser


def test_every_term_rule_and_shape_has_its_place_on_the_page(anatomy: _Page) -> None:
    """The IRI of a term leads to it: its anchor is its name, once."""
    names = {
        str(node).removeprefix(CLV)
        for node in vocabulary.graph().subjects()
        if str(node).startswith(CLV)
    }
    names |= {f"rule-{path.stem}" for path in store.rules()} | set(vocabulary.rule_ids())
    assert len(names) == 160 + 4 + 63
    assert names <= set(anatomy.ids)
    assert [id for id, count in anatomy.ids.items() if count > 1] == []


def test_the_page_needs_nothing_else(anatomy: _Page) -> None:
    """No script, no picture, no style from elsewhere; links inside the page lead somewhere."""
    assert not {"script", "img", "iframe", "object"} & set(anatomy.tags)
    assert anatomy.tags["link"] == 1  # the alternate Turtle
    assert not [name for name in anatomy.attributes if name.startswith("on")]
    inside = {link.removeprefix("#") for link in anatomy.links if link.startswith("#")}
    assert inside <= set(anatomy.ids)
    files = {link for link in anatomy.links if not link.startswith(("#", "http"))}
    assert len(files) == 5
    assert all(resources.ontology(name).is_file() for name in files)


def test_the_page_says_its_language_and_has_one_main_heading(anatomy: _Page) -> None:
    """English outside, French and Spanish marked as such."""
    text = ontology_page.page()
    assert '<html lang="en">' in text
    assert anatomy.tags["h1"] == anatomy.tags["main"] == anatomy.tags["nav"] == 1
    assert text.count('lang="fr"') > 200 and text.count('lang="es"') > 100


def test_a_label_cannot_break_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Markup in a label or a definition is shown, not run."""
    hostile = Graph(bind_namespaces="none") + vocabulary.graph()
    for property_ in (RDFS.label, SKOS.definition):
        hostile.remove((clv("holder"), property_, None))
        hostile.add((clv("holder"), property_, Literal("</p><script>x</script>", lang="en")))
    monkeypatch.setattr(vocabulary, "graph", lambda: hostile)
    monkeypatch.setattr(ontology_page, "graph", lambda: hostile)
    assert "<script" not in ontology_page.page()
    assert "&lt;script&gt;x&lt;/script&gt;" in ontology_page.page()


# The page that explains it


def blocks(language: str) -> list[str]:
    """Return the code blocks of the documentation in a language."""
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


def test_the_documented_example_stands_in_the_founding_corpus() -> None:
    """What the page shows of Bolivia is what clivage writes."""
    example = Graph().parse(data=blocks("turtle")[0], format="turtle")
    assert len(example) == 28
    assert set(example) - set(rdf.to_graph(coding.read(BOLIVIA))) == set()


def test_the_documented_foreign_corpus_is_clean_and_makes_its_edge() -> None:
    """The least that the page promises is enough, for the shapes, natively and for the store."""
    turtle = blocks("turtle")[1]
    graph = Graph().parse(data=turtle, format="turtle")
    assert shapes.check(graph) == []
    corpus, problems = rdf.inspect(graph)
    assert problems == []
    assert len(corpus.statements) == 1
    village = store.Store.from_triples(turtle.encode(), format=".ttl")
    assert village.query("ASK { ?millers clv:supports ?bridge }")


def test_the_documented_rdf_1_2_is_valid() -> None:
    """The reifier of the page is what the export of RDF 1.2 writes."""
    (text,) = blocks("turtle12")
    reified = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(list(reified)) == 2
    corpus = coding.read(BOLIVIA)
    written = rdf.dumps([], [(None, rdf.reified(corpus, rdf.asserted(corpus)))], corpus.base)
    assert re.findall(r"<<\(.*?\)>>", text)[0] in written


def test_the_documentation_lists_every_rule_and_no_other() -> None:
    """In one table, each once."""
    listed = re.findall(r"^\| `([a-z-]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert len(listed) == 63
    assert sorted(listed) == vocabulary.rule_ids()
