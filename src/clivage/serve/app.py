"""The addresses of a server, and what each answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clivage import query
from clivage.serve import dereferencing, hypertext, protocol, responses
from clivage.serve.answers import not_acceptable
from clivage.serve.assets import Asset
from clivage.serve.description import described
from clivage.serve.gate import Gate
from clivage.serve.interface import Interface
from clivage.serve.negotiation import GRAPHS, best
from clivage.serve.protocol import Asked, Dataset, Refusal, Update
from clivage.serve.publication import Publication
from clivage.serve.responses import PAGE, Answering, accepted, answered, origin
from clivage.serve.settings import Settings
from clivage.serve.shell import Shell

_WRITING: Final = ["PUT", "POST", "DELETE"]
_READS: Final = "this server only reads. edit the corpus, and serve it again"
_FOLDER: Final = "this corpus is a folder of files: edit them. serve a store to update it"


class Updates(Protocol):
    """Who writes a store; see `clivage.serve.updates`."""

    async def update(self, request: Request, sparql: str, using: Dataset | None) -> Response:
        """Carry out an update."""
        ...

    async def store(self, request: Request) -> Response:
        """Write a graph."""
        ...


@dataclass(frozen=True, kw_only=True)
class Site:
    """What is served: the endpoints are methods, and know the snapshot and who answers.

    Attributes:
        files: of the web app, by name; none where it was not built.
        writable: what can be written: ``store``, ``corpus`` (by the web app), or nothing.
        updates: who carries out updates, where a store can be written.
        token: what those send who may write.
    """

    publication: Publication
    answers: Answering
    files: Mapping[str, Asset] = field(default_factory=dict)
    writable: str = ""
    updates: Updates | None = None
    token: str = field(default="", repr=False)

    def app(self, settings: Settings, extra: Sequence[Route] = ()) -> Gate:
        """Return the whole as an ASGI application.

        Args:
            extra: addresses that come before its own.
        """
        interface = Interface(self.publication, self.answers, settings, self.writable)
        writing = _WRITING if self.writable else []
        own = (
            _route("/sparql", self.sparql, "POST"),  # most asked, so first
            _route("/store", self.store, *writing),
            _route("/question/{name}", self.question),
            _route("/style.css", self.style),
            _route("/id/{path:path}", self.name),
            _route("/page/{path:path}", self.page),
            _route("/data/{path:path}", self.data),
            _route("/index", self.index),
        )
        app = Starlette(
            routes=[*extra, *own, *interface.routes(), *self._front()],
            exception_handlers=responses.handlers(writes=bool(self.writable)),
        )
        app.router.redirect_slashes = False
        return Gate(app, settings, lambda: self.publication.generation)

    def _front(self) -> list[Route]:
        """Return what the first page is: the web app, or the page without a script."""
        if not self.files:
            return [_route("/", self.index)]
        return Shell(self.publication, self.files).routes()

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or describe the service where there is none."""
        asked: Asked | Update | None
        if request.method == "POST":
            body = await responses.read(request, self._most(request))
            kind = request.headers.get("content-type", "")
            asked = protocol.by_post(kind, request.scope["query_string"], body)
        else:
            asked = protocol.by_get(request.scope["query_string"])
        if asked is None:
            return self._description(request)
        if isinstance(asked, Update):
            return await self._writers().update(request, asked.sparql, asked.using)
        return await answered(request, self.answers, asked)

    async def store(self, request: Request) -> Response:
        """Answer with a whole graph, or write one: the Graph Store Protocol."""
        if request.method in _WRITING:
            return await self._writers().store(request)
        given = protocol.parameters(request.scope["query_string"])
        graph = protocol.graph_of(given, list(self.publication.snapshot.graphs))
        return await self._graph(request, protocol.whole(graph))

    async def index(self, request: Request) -> Response:
        """Show what there is."""
        page = hypertext.home(self.publication.snapshot, origin(request), app=bool(self.files))
        return Response(page, headers=PAGE)

    async def question(self, request: Request) -> Response:
        """Show a named question."""
        found = query.questions().get(request.path_params["name"])
        if found is None:
            raise Refusal(404, "there is no such question. the first page lists them")
        return Response(hypertext.question(found), headers=PAGE)

    async def style(self, request: Request) -> Response:
        """Give the style sheet of the pages."""
        headers = {"content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600"}
        return Response(hypertext.style(), headers=headers)

    async def name(self, request: Request) -> Response:
        """Lead from the IRI of a thing to a document about it."""
        iri = await self._known(request)
        base = self.publication.snapshot.base
        if iri in self.publication.snapshot.graphs:
            place = f"/store?graph={quote(iri, safe='')}"
        else:
            page = dereferencing.wants_page(accepted(request))
            if not page and not best(accepted(request), GRAPHS):
                raise not_acceptable(["text/html", *GRAPHS])
            place = dereferencing.address(base, iri, "page" if page else "data")
        response = Response(status_code=303, headers={"location": place, "vary": "Accept"})
        response.raw_headers += _links(iri, base)
        return response

    async def page(self, request: Request) -> Response:
        """Show what is said of a thing."""
        iri = await self._known(request)
        asked = dereferencing.rows(iri)
        rows, _ = await self.answers.give(asked, accept="application/sparql-results+json")
        content = hypertext.thing(iri, rows.body, self.publication.snapshot)
        response = Response(content, headers=PAGE)
        response.raw_headers += [*_links(iri, self.publication.snapshot.base), _about(iri)]
        return response

    async def data(self, request: Request) -> Response:
        """Say in RDF what is said of a thing."""
        iri = await self._known(request)
        response = await self._graph(request, dereferencing.triples(iri))
        response.raw_headers += [*_links(iri, self.publication.snapshot.base), _about(iri)]
        return response

    async def _known(self, request: Request) -> str:
        """Return the IRI that an address stands for."""
        folder, _, path = request.scope["raw_path"].decode("latin-1")[1:].partition("/")
        iri = dereferencing.iri(self.publication.snapshot.base, path)
        if iri in self.publication.snapshot.graphs and folder == "id":
            return iri
        if iri:
            asked = dereferencing.exists(iri)
            found, _ = await self.answers.give(asked, accept="text/csv")
            if found.body.startswith(b"true"):
                return iri
        raise Refusal(404, "nothing is said of that here. the first page says what there is")

    async def _graph(self, request: Request, asked: Asked) -> Response:
        """Answer with a graph, whatever else the client accepts."""
        media = best(accepted(request), GRAPHS)
        if not media:
            raise not_acceptable([*GRAPHS])
        return await answered(request, self.answers, asked, accept=media)

    def _most(self, request: Request) -> int:
        """Return how long a request may be: longer from who may write."""
        if self.updates is None:
            return protocol.LONGEST
        try:
            protocol.authorised(request, self.token)
        except Refusal:
            return protocol.LONGEST
        return protocol.LONGEST_UPDATE

    def _writers(self) -> Updates:
        if self.updates is not None:
            return self.updates
        if self.writable:
            raise Refusal(409, _FOLDER)
        raise Refusal(403, f"updates are refused: {_READS}")

    def _description(self, request: Request) -> Response:
        media = best(accepted(request), GRAPHS)
        if not media:
            raise not_acceptable([*GRAPHS])
        endpoint = f"{origin(request)}/sparql"
        content = described(self.publication.snapshot, endpoint).serialize(GRAPHS[media])
        headers = {"vary": "Accept", "cache-control": "no-cache"}
        return Response(
            content.encode(), headers={"content-type": responses.typed(media), **headers}
        )


def _route(path: str, endpoint: Callable[[Request], Awaitable[Response]], *more: str) -> Route:
    return Route(path, endpoint, methods=["GET", *more])


def _links(iri: str, base: str) -> list[tuple[bytes, bytes]]:
    links = hypertext.links(iri, base)
    return [(name.encode(), value.encode("ascii", "xmlcharrefreplace")) for name, value in links]


def _about(iri: str) -> tuple[bytes, bytes]:
    encoded = dereferencing.encoded(iri)
    return b"link", f'<{encoded}>; rel="about"'.encode()
