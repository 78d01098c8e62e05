"""A query by GET that is answered without the application has the answer that it would give."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.serving import BOLIVIA, Reply, Served, serving

ASKED = (
    "ASK {}",
    "SELECT ?b { ?a clv:supports ?b } ORDER BY ?b",
    "CONSTRUCT WHERE { ?a clv:supports ?b }",
    "SELECT (RAND() AS ?r) {}",
    "SELECT (STRLEN('été +%') AS ?n) {}",
    "SELECT {",
    "ASK { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "ASK FROM <urn:elsewhere> { ?a ?b ?c }",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "",
)
ACCEPT = ("", "text/csv", "text/turtle", "application/xml", "text/html", "image/png", "text/*")


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving(BOLIVIA, "--timeout", "60") as running:
        yield running


@pytest.mark.parametrize("accept", ACCEPT)
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_both_ways_answer_the_same(accept: str, encoding: str, server: Served) -> None:
    """With the same status, headers and body; a parameter that means nothing makes the longer."""
    compared = 0
    for sparql in ASKED:
        headers = {"Accept": accept, "Accept-Encoding": encoding}
        address = f"/sparql?query={quote(sparql)}"
        short, long = (server.ask("GET", address + more, headers) for more in ("", "&longer="))
        assert short.status == long.status, sparql
        assert told(short) == told(long), sparql
        if "RAND" not in sparql:
            assert short.body == long.body, sparql
        compared += 1
    assert compared == len(ASKED)


def told(reply: Reply) -> dict[str, str]:
    """Return the headers of an answer that do not tell the time."""
    without = (
        ("date", "content-length")
        if reply.headers.get("cache-control") == "no-store"
        else ("date",)
    )
    return {name: value for name, value in reply.headers.items() if name not in without}


def test_what_is_no_text_is_refused_both_ways(server: Served) -> None:
    """400, as the standard says."""
    for encoded in ("query=%FF", "query=%FF&longer="):
        assert server.ask("GET", f"/sparql?{encoded}").status == 400
