"""Pages for people: plain HTML, one style sheet, no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from clivage import pages, query
from clivage.answer import Results, Term, shorten
from clivage.serve.dereferencing import MOST, address

if TYPE_CHECKING:
    from jinja2 import Environment

    from clivage.serve.snapshot import Snapshot

#: Nothing runs, nothing comes from elsewhere, and no other page may frame these.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
#: Rows of a table that a page shows.
_SHOWN: Final = 1000


@cache
def _templates() -> Environment:
    return pages.environment()


def _page(template: str, **given: Any) -> bytes:  # noqa: ANN401
    return _templates().get_template(f"serve/{template}.html").render(**given).encode()


def style() -> bytes:
    """Return the style sheet of all pages."""
    return pages.style("report.css").encode()


def home(snapshot: Snapshot, origin: str, *, app: bool) -> bytes:
    """Return the page that says what there is, and how to ask.

    Args:
        app: whether the web app is there.
    """
    return _page(
        "home",
        snapshot=snapshot,
        origin=origin,
        questions=query.questions().values(),
        app=app,
        corpus=address(snapshot.base, snapshot.base),
    )


def shell(*, title: str, language: str, no_script: str, nonce: str) -> bytes:
    """Return the page that the web app runs in.

    Args:
        nonce: by which a script may add a style sheet.
    """
    page = _templates().get_template("app/index.html")
    return page.render(title=title, language=language, no_script=no_script, nonce=nonce).encode()


def question(one: query.Question) -> bytes:
    """Return the page of a named question: fields for its values, and its SPARQL to change."""
    return _page("question", question=one)


def table(json: bytes, base: str, prefixes: Mapping[str, str]) -> bytes:
    """Return a page with the rows, or the truth, of an answer.

    Args:
        json: SPARQL 1.1 Query Results JSON.
    """
    if b'"boolean"' in json and b'"bindings"' not in json:
        return _page("answer", truth="yes" if b"true" in json else "no", rows=(), names=(), more=0)
    found = Results(json)
    rows = [[_cell(term, base, prefixes) for term in row] for row in found.rows[:_SHOWN]]
    more = len(found) - len(rows)
    return _page("answer", truth="", names=found.variables, rows=rows, number=len(found), more=more)


def thing(iri: str, json: bytes, snapshot: Snapshot) -> bytes:
    """Return the page of a thing: what is said of it, and what speaks of it.

    Args:
        json: rows of subject, property and value.
    """
    said, elsewhere = [], []
    rows = Results(json).rows
    for subject, property_, value in rows[:MOST]:
        assert subject and property_ and value
        one, how, other = (
            _cell(term, snapshot.base, snapshot.prefixes) for term in (subject, property_, value)
        )
        if subject.value == iri:
            said.append((how, other))
        else:
            elsewhere.append((one, how, other))
    data = address(snapshot.base, iri, "data")
    name = shorten(iri, snapshot.prefixes)
    given = {"iri": iri, "name": name, "said": said, "elsewhere": elsewhere, "data": data}
    return _page("thing", **given, most=MOST if len(rows) > MOST else 0)


def _cell(term: Term | None, base: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return a value as it is shown: its words, and where they lead."""
    if term is None:
        return {"words": "", "link": ""}
    if not term.is_iri:
        return {"words": term.value, "link": ""}
    link = address(base, term.value)
    web = link.startswith(("/id/", "http://", "https://"))  # never javascript: and the like
    return {"words": shorten(term.value, prefixes), "link": link if web else ""}


def links(iri: str, base: str) -> Iterator[tuple[str, str]]:
    """Yield the Link headers of a document about an IRI."""
    data = address(base, iri, "data")
    for media in ("text/turtle", "application/ld+json", "application/rdf+xml"):
        yield "link", f'<{data}>; rel="alternate"; type="{media}"'
