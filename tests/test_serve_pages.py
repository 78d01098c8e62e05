"""Pages and data for every thing of a corpus, by its IRI."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib

from clivage import query
from tests.serving import BASE, DERIVED, Reply, Served, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as running:
        yield running


def test_every_iri_of_the_corpus_leads_to_a_page_and_to_data(server: Served) -> None:
    """303 by Accept, to a document that speaks of it."""
    sparql = f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{BASE}')) }}"
    rows = server.query(sparql).json["results"]["bindings"]
    iris = {row["s"]["value"].partition("#")[0] for row in rows}
    assert len(iris) > 60
    for iri in iris:
        path = "/id/" + quote(iri.removeprefix(BASE))
        for accept, folder in (("text/html", "/page/"), ("text/turtle", "/data/")):
            reply = server.ask("GET", path, {"Accept": accept})
            assert reply.status == 303, iri
            assert reply.headers["location"].startswith(folder)
            assert reply.headers["vary"] == "Accept"


def test_the_data_of_a_thing_is_what_the_corpus_says_of_it(server: Served) -> None:
    """In each format, with links to the others and to the thing itself."""
    torres = rdflib.URIRef(f"{BASE}actor/torres")
    sizes = set()
    for media in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        reply = server.ask("GET", "/data/actor/torres", {"Accept": media})
        assert (reply.status, reply.media) == (200, media)
        assert f'<{torres}>; rel="about"' in reply.headers["link"]
        assert 'rel="alternate"; type="application/ld+json"' in reply.headers["link"]
        graph = rdflib.Graph().parse(data=reply.text, format=media)
        assert (torres, None, None) in graph
        assert (None, None, torres) in graph
        sizes.add(len(graph))
    assert len(sizes) == 1


def test_a_source_brings_its_passages(server: Served) -> None:
    """A fragment never reaches a server, so the document of a source holds what it points to."""
    reply = server.ask("GET", "/data/source/bolivia-1970-71", {"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=reply.text, format="turtle")
    passages = {str(one) for one in graph.subjects() if "#char=" in str(one)}
    assert len(passages) > 20


def test_the_page_of_a_thing_shows_it_and_links_on(server: Served) -> None:
    """Under a policy that lets nothing run, with each link inside leading somewhere."""
    reply = server.ask("GET", "/page/actor/torres")
    assert "Juan José Torres" in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "<script" not in reply.text
    inside = set(re.findall(r'href="(/[^"]*)"', reply.text))
    assert len(inside) > 10
    for link in inside:
        assert server.ask("GET", html.unescape(link)).status in (200, 303), link


def test_what_is_not_there_is_not_found(server: Served) -> None:
    """Nor is what cannot be an IRI, or would change the query that looks for it."""
    for rest in ("actor/nobody", "actor/%3E%7D", "%00", "%ff", "a%20b", 'x"', "../corpus.yaml"):
        for folder in ("id", "page", "data"):
            reply = server.ask("GET", f"/{folder}/{quote(rest, safe='%/')}")
            assert (reply.status, reply.media) == (404, "text/plain"), rest


def test_a_thing_in_no_acceptable_form_is_refused(server: Served) -> None:
    """406 names the formats that there are."""
    for path in ("/id/actor/torres", "/data/actor/torres"):
        reply = server.ask("GET", path, {"Accept": "image/png"})
        assert reply.status == 406
        assert "text/turtle" in reply.text


def test_the_iri_of_a_graph_leads_to_the_graph(server: Served) -> None:
    """By the Graph Store Protocol."""
    reply = server.ask("GET", "/id/graph/derived")
    assert (reply.status, reply.headers["location"]) == (
        303, f"/store?graph={quote(DERIVED, safe='')}",
    )  # fmt: skip


def test_the_page_without_a_script_leads_everywhere(server: Served) -> None:
    """To the network, to each named question, to every graph, and to what programs read."""
    for path in DRAWN:
        drawn(server, path)
    reply = server.ask("GET", "/index")
    assert reply.status == 200
    assert "Bolivia under Torres" in reply.text
    assert "<script" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    for link in set(re.findall(r'href="(/[^"]*)"', reply.text)):
        assert server.ask("GET", html.unescape(link)).status in (200, 303), link
    assert all(f'href="/question/{name}"' in reply.text for name in query.questions())


SAMPLES = {"actor": "torres", "issue": "bus-fares", "target": "torres", "source": "bolivia-1970-71"}


@pytest.mark.parametrize("name", query.questions())
def test_a_question_is_asked_with_its_values_by_a_form(name: str, server: Served) -> None:
    """It has a field for each parameter, says which may be empty, and leads to a page of rows."""
    page = server.ask("GET", f"/question/{name}").text
    form = re.search(rf'<form action="/api/ask/{name}" method="get">(.*?)</form>', page, re.DOTALL)
    assert form
    fields = re.findall(r'<input id="(\w+)" name="(\w+)"[^>]*?( required)?>', form[1])
    parameters = query.questions()[name].parameters
    assert fields == [
        (one.name, one.name, "" if one.optional else " required") for one in parameters
    ]
    for all_of_them in (True, False):
        values = {
            one.name: "1971-01" if one.sort == "date" else SAMPLES[one.sort]
            if all_of_them or not one.optional else ""
            for one in parameters
        }  # fmt: skip
        reply = server.ask("GET", f"/api/ask/{name}?{urlencode(values)}", {"Accept": "text/html"})
        assert (reply.status, reply.media) == (200, "text/html"), reply.text
        assert re.search(r"<p>[\d,]+ rows", reply.text)
    for link in re.findall(r'href="(/[^"]*)"', form[1]):
        assert server.ask("GET", link).status == 200


@pytest.mark.parametrize("name", query.questions())
def test_the_sparql_on_the_page_of_a_question_is_answered(name: str, server: Served) -> None:
    """As it stands there, and as a page that a browser shows."""
    page = server.ask("GET", f"/question/{name}").text
    written = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)
    assert written
    reply = server.query(html.unescape(written[1]), "text/html")
    assert (reply.status, reply.media) == (200, "text/html")
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_a_question_that_is_not_known_is_not_found(server: Served) -> None:
    """Whatever its name."""
    for name in ("nobody", "..%2f..%2fcli", "supporters.rq"):
        assert server.ask("GET", f"/question/{name}").status == 404


def test_a_page_that_does_not_show_everything_says_so(tmp_path: Path) -> None:
    """And leads to where the rest is."""
    clv, names = "https://w3id.org/clivage/ns#", ", ".join(f'"{one}"' for one in range(2500))
    large = tmp_path / "large.ttl"
    large.write_text(
        f"""@prefix clv: <{clv}> .
        <https://e.example/> a clv:Corpus .
        <https://e.example/many> <http://www.w3.org/2004/02/skos/core#altLabel> {names} .
        <https://e.example/few> a clv:Issue .""",
        encoding="utf-8",
    )
    with serving(large) as running:
        many, few = (running.ask("GET", f"/page/{name}").text for name in ("many", "few"))
        assert "the first 2,000 triples" in many
        assert many.count("skos:altLabel") == 2000
        assert "triples" not in few
        (link,) = set(re.findall(r'href="(/data/[^"]*)"', many))
        data = running.ask("GET", link, {"Accept": "application/n-triples"})
        assert data.text.count("\n") == 2500


DRAWN = ("/network.html", "/api/network.json", "/api/analysis.json")


def drawn(server: Served, path: str) -> Reply:
    """Return what was drawn, once it is there."""
    deadline = time.monotonic() + 60
    while (reply := server.ask("GET", path)).status == 503:
        assert reply.headers["retry-after"] == "2"
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return reply


def test_the_network_is_drawn_meanwhile(server: Served) -> None:
    """503 with Retry-After until the page is there; then it is the page that render writes."""
    reply = drawn(server, "/network.html")
    assert reply.status == 200
    assert "appuy\\u00e9e par la droite" in reply.text


def test_what_stands_in_the_data_stays_text_in_a_page(tmp_path: Path) -> None:
    """A label is no markup, and an IRI that would run something is no link."""
    clv = "https://w3id.org/clivage/ns#"
    evil = tmp_path / "evil.ttl"
    evil.write_text(
        f"""@prefix clv: <{clv}> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <https://e.example/> a clv:Corpus ; dcterms:title "<script>alert(1)</script>" .
        <https://e.example/s> a clv:Support ; clv:holder <javascript:alert(1)> ;
          clv:target <https://e.example/b> ; clv:modality clv:modality-actual ;
          clv:note "<img src=x onerror=alert(1)>" .""",
        encoding="utf-8",
    )
    with serving(evil) as running:
        pages = [
            running.ask("GET", "/index"),
            running.ask("GET", "/page/s"),
            running.query("SELECT * { ?s ?p ?o }", "text/html"),
        ]
        for page in pages:
            assert page.status == 200
            assert "<script>" not in page.text and "<img" not in page.text
            assert 'href="javascript' not in page.text
        assert "&lt;script&gt;" in pages[0].text
        described = running.ask("GET", "/sparql").text
        assert len(rdflib.Graph().parse(data=described, format="turtle")) > 10
        while (network := running.ask("GET", "/network.html")).status == 503:
            time.sleep(0.1)
        assert network.status in (200, 404)
