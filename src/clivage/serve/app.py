"""The addresses of a server, and what each answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clivage import query
from clivage.serve import dereferencing, hypertext, protocol
from clivage.serve.answers import Answers, not_acceptable, volatile
from clivage.serve.description import described
from clivage.serve.gate import Gate
from clivage.serve.negotiation import GRAPHS, best
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot
from clivage.serve.workers import Reply

_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_VARY: Final = "Accept, Accept-Encoding"
_HTML: Final = {"content-type": "text/html; charset=utf-8", "cache-control": "no-cache"}


@dataclass(frozen=True)
class Site:
    """What is served: the endpoints are methods, and know the snapshot and its workers.

    Attributes:
        network: the file of the network's page, which is there when it has been drawn.
    """

    snapshot: Snapshot
    answers: Answers
    network: Path
    drawn: Callable[[], bool] = field(default=lambda: True)

    def app(self, settings: Settings) -> Gate:
        """Return the whole as an ASGI application."""
        routes = (
            ("/sparql", self.sparql, ["GET", "POST"]),  # most asked, so first
            ("/", self.home, ["GET"]),
            ("/style.css", self.style, ["GET"]),
            ("/network.html", self.drawing, ["GET"]),
            ("/question/{name}", self.question, ["GET"]),
            ("/store", self.store, ["GET"]),
            ("/id/{path:path}", self.name, ["GET"]),
            ("/page/{path:path}", self.page, ["GET"]),
            ("/data/{path:path}", self.data, ["GET"]),
        )
        handlers = {Refusal: _refused, HTTPException: _wrong, Exception: _failed}
        app = Starlette(
            routes=[Route(path, endpoint, methods=methods) for path, endpoint, methods in routes],
            exception_handlers=handlers,  # type: ignore[arg-type]
        )
        app.router.redirect_slashes = False
        return Gate(app, settings)

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or describe the service where there is none."""
        if request.method == "POST":
            body = await _body(request)
            kind = request.headers.get("content-type", "")
            asked = protocol.by_post(kind, request.scope["query_string"], body)
        else:
            found = protocol.by_get(request.scope["query_string"])
            if found is None:
                return self._description(request)
            asked = found
        return await self._answer(request, asked)

    async def store(self, request: Request) -> Response:
        """Answer with a whole graph: the Graph Store Protocol, for reading."""
        given = protocol.parameters(request.scope["query_string"])
        graph = protocol.graph_of(given, list(self.snapshot.graphs))
        return await self._graph(request, Asked(_ALL, ((graph,), ()) if graph else None))

    async def home(self, request: Request) -> Response:
        """Show what there is."""
        return Response(hypertext.home(self.snapshot, _origin(request)), headers=_HTML | _policy())

    async def question(self, request: Request) -> Response:
        """Show a named question."""
        found = query.questions().get(request.path_params["name"])
        if found is None:
            raise Refusal(404, "there is no such question. the first page lists them")
        return Response(hypertext.question(found), headers=_HTML | _policy())

    async def style(self, request: Request) -> Response:
        """Give the style sheet."""
        headers = {"content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600"}
        return Response(hypertext.style(), headers=headers)

    async def drawing(self, request: Request) -> Response:
        """Show the network, which brings its own policy with it."""
        if not self.drawn():
            raise Refusal(503, "the network is being drawn. try again soon", {"Retry-After": "2"})
        if not self.network.exists():
            raise Refusal(404, "the network could not be drawn. 'clivage check' may say why")
        headers = _HTML | {"content-security-policy": "frame-ancestors 'none'"}
        return Response(self.network.read_bytes(), headers=headers)

    async def name(self, request: Request) -> Response:
        """Lead from the IRI of a thing to a document about it."""
        iri = await self._known(request)
        if iri in self.snapshot.graphs:
            place = f"/store?graph={quote(iri, safe='')}"
        else:
            page = dereferencing.wants_page(_accept(request))
            if not page and not best(_accept(request), GRAPHS):
                raise not_acceptable(["text/html", *GRAPHS])
            folder = "page" if page else "data"
            place = dereferencing.address(self.snapshot.base, iri, folder)
        response = Response(status_code=303, headers={"location": place, "vary": "Accept"})
        response.raw_headers += _links(iri, self.snapshot.base)
        return response

    async def page(self, request: Request) -> Response:
        """Show what is said of a thing."""
        iri = await self._known(request)
        asked = dereferencing.rows(iri)
        rows, _ = await self.answers.give(asked, accept="application/sparql-results+json")
        content = hypertext.thing(iri, rows.body, self.snapshot)
        response = Response(content, headers=_HTML | _policy())
        response.raw_headers += [*_links(iri, self.snapshot.base), _about(iri)]
        return response

    async def data(self, request: Request) -> Response:
        """Say in RDF what is said of a thing."""
        iri = await self._known(request)
        response = await self._graph(request, dereferencing.triples(iri))
        response.raw_headers += [*_links(iri, self.snapshot.base), _about(iri)]
        return response

    async def _known(self, request: Request) -> str:
        """Return the IRI that an address stands for."""
        folder, _, path = request.scope["raw_path"].decode("latin-1")[1:].partition("/")
        iri = dereferencing.iri(self.snapshot.base, path)
        if iri in self.snapshot.graphs and folder == "id":
            return iri
        if iri:
            asked = dereferencing.exists(iri)
            found, _ = await self.answers.give(asked, accept="text/csv")
            if found.body.startswith(b"true"):
                return iri
        raise Refusal(404, "nothing is said of that here. the first page says what there is")

    async def _graph(self, request: Request, asked: Asked) -> Response:
        """Answer with a graph, whatever else the client accepts."""
        media = best(_accept(request), GRAPHS)
        if not media:
            raise not_acceptable([*GRAPHS])
        return await self._answer(request, asked, accept=media)

    async def _answer(self, request: Request, asked: Asked, *, accept: str = "") -> Response:
        reply, media = await self.answers.give(
            asked,
            accept=accept or _accept(request),
            accept_encoding=",".join(request.headers.getlist("accept-encoding")),
        )
        return _response(request, reply, media, once=volatile(asked))

    def _description(self, request: Request) -> Response:
        media = best(_accept(request), GRAPHS)
        if not media:
            raise not_acceptable([*GRAPHS])
        content = described(self.snapshot, f"{_origin(request)}/sparql").serialize(GRAPHS[media])
        headers = {"content-type": _typed(media), "vary": "Accept", "cache-control": "no-cache"}
        return Response(content.encode(), headers=headers)


def _response(request: Request, reply: Reply, media: str, *, once: bool) -> Response:
    headers = {
        "content-type": _typed(media),
        "etag": reply.tag,
        "vary": _VARY,
        "cache-control": "no-store" if once else "no-cache",
    }
    if media == "text/html":
        headers |= _policy()
    known = ",".join(request.headers.getlist("if-none-match"))
    if known and request.method != "POST" and _matches(known, reply.tag):
        del headers["content-type"]
        return Response(status_code=304, headers=headers)
    if reply.encoding:
        headers["content-encoding"] = reply.encoding
    return Response(reply.body, headers=headers)


def _matches(known: str, tag: str) -> bool:
    """Whether a client has an answer already."""
    return known.strip() == "*" or tag in re.findall(r'"[^"]*"', known)


def _typed(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers['host']}"


def _policy() -> dict[str, str]:
    return {"content-security-policy": hypertext.POLICY}


def _links(iri: str, base: str) -> list[tuple[bytes, bytes]]:
    links = hypertext.links(iri, base)
    return [(name.encode(), value.encode("ascii", "xmlcharrefreplace")) for name, value in links]


def _about(iri: str) -> tuple[bytes, bytes]:
    encoded = dereferencing.encoded(iri)
    return b"link", f'<{encoded}>; rel="about"'.encode()


async def _body(request: Request) -> bytes:
    """Read a body, as far as it is no longer than a query may be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > protocol.LONGEST:
            why = f"the request is longer than {protocol.LONGEST:,} bytes. send a shorter query"
            raise Refusal(413, why, {"Connection": "close"})
    return bytes(body)


def _line(status: int, why: str, headers: Mapping[str, str]) -> Response:
    text = " ".join(why.split())
    more = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    return Response(f"{text}\n".encode(), status_code=status, headers={**more, **headers})


async def _refused(request: Request, error: Refusal) -> Response:
    return _line(error.status, error.why, error.headers)


async def _wrong(request: Request, error: HTTPException) -> Response:
    """Say that there is nothing at an address, or that it takes another method."""
    if error.status_code != 405:
        why = "there is nothing at this address. the first page says what there is"
        return _line(error.status_code, why, {})
    allowed = ", ".join(sorted({*(error.headers or {})["Allow"].split(", "), "OPTIONS"}))
    if request.method != "OPTIONS":
        return _line(405, f"this server only reads: {allowed}", {"allow": allowed})
    headers = {"allow": allowed}
    if "access-control-request-method" in request.headers:
        headers |= {
            "access-control-allow-methods": allowed,
            "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
            "access-control-max-age": "86400",
        }
    return Response(status_code=204, headers=headers)


async def _failed(request: Request, error: Exception) -> Response:
    return _line(500, "the server has failed, which is a fault of clivage. please report it", {})
