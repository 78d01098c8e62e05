"""What programs, and the web app before all, are told as JSON.

Every address under ``/api/`` is for reading, and answers from the snapshot that is served now.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clivage import __version__, query
from clivage.answer import Answer, Results, Rows
from clivage.errors import ClivageError, QueryError
from clivage.query import Question
from clivage.serve import drawing, protocol, terms
from clivage.serve.assets import Asset
from clivage.serve.documents import Documents
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.publication import Publication
from clivage.serve.responses import Answering, answered
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot

_JSON: Final = "application/json"
_ROWS: Final = "application/sparql-results+json"
#: The page of a network brings its own policy; this is what a page cannot say of itself.
_POLICY: Final = "frame-ancestors 'none'"


class Interface:
    """The addresses for programs."""

    def __init__(
        self,
        publication: Publication,
        answers: Answering,
        settings: Settings,
        writable: str,
    ) -> None:
        self._publication = publication
        self._answers = answers
        self._settings = settings
        self._writable = writable
        self._documents = Documents(publication.drawing)

    def routes(self) -> list[Route]:
        """Return its addresses."""
        return [
            Route("/network.html", self.page),
            Route("/api/network.json", self._document(drawing.NETWORK)),
            Route("/api/analysis.json", self._document(drawing.ANALYSIS)),
            Route("/api/questions.json", self.questions),
            Route("/api/ask/{name}", self.ask),
            Route("/api/vocabulary.json", self.vocabulary),
            Route("/api/server.json", self.server),
        ]

    def _document(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def document(request: Request) -> Response:
            return (await self._documents.give(name)).answer(request)

        return document

    async def page(self, request: Request) -> Response:
        """Show the network as `clivage render` draws it."""
        return (await self._documents.give(drawing.PAGE)).answer(request, policy=_POLICY)

    async def questions(self, request: Request) -> Response:
        """List the named questions."""
        return _questions().answer(request)

    async def vocabulary(self, request: Request) -> Response:
        """List what a query can name: prefixes, classes, properties and codes."""
        prefixes = self._publication.snapshot.prefixes
        found = {"prefixes": dict(prefixes)} | await asyncio.to_thread(terms.listed)
        return _as_json(found).answer(request)

    async def server(self, request: Request) -> Response:
        """Say what this server is, and how much it does."""
        snapshot, settings = self._publication.snapshot, self._settings
        limits = ("timeout", "memory", "rows", "megabytes", "workers", "queue")
        found = {
            "title": snapshot.title,
            "base": snapshot.base,
            "language": snapshot.language,
            "statements": snapshot.statements,
            "triples": snapshot.triples,
            "generation": self._publication.generation,
            "writable": self._writable,
            "limits": {name: getattr(settings, name) for name in limits}
            | {"request": protocol.LONGEST},
            "version": __version__,
        }
        headers = {"content-type": _JSON, "cache-control": "no-store"}
        return Response(json.dumps(found, ensure_ascii=False).encode(), headers=headers)

    async def ask(self, request: Request) -> Response:
        """Answer a named question with its values, in any format of a table."""
        question = query.questions().get(request.path_params["name"])
        if question is None:
            raise Refusal(404, "there is no such question. /api/questions.json lists them")
        values = _values(question, protocol.parameters(request.scope["query_string"]))
        try:
            sparql = await self._filled(question, values)
        except ClivageError as error:
            why = str(QueryError(error.what, remedy=error.remedy))
            raise Refusal(400, why.replace("clivage query ", "/api/ask/")) from None
        return await answered(request, self._answers, Asked(sparql))

    async def _filled(self, question: Question, values: list[str]) -> str:
        """Return a question with its values, whose ids are looked up as any other query is."""
        known = _Known(self._publication.snapshot)
        while True:
            try:
                # In a thread: what is like a wrong id is looked for among thousands.
                return await asyncio.to_thread(query.filled, known, question, values)
            except _WantedError as wanted:
                reply, _ = await self._answers.give(Asked(wanted.sparql), accept=_ROWS)
                known.answers[wanted.sparql] = Rows(Results(reply.body), known.prefixes)


class _WantedError(Exception):
    """What has to be asked before a question can be filled in."""

    def __init__(self, sparql: str) -> None:
        super().__init__(sparql)
        self.sparql = sparql


class _Known:
    """A store as far as it was asked: what it does not know yet, it wants to be told."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.base = snapshot.base
        self.graphs = tuple(snapshot.graphs)
        self.prefixes = snapshot.prefixes
        self.answers: dict[str, Answer] = {}

    def query(self, sparql: str, *, union: bool = True) -> Answer:
        """Answer a SELECT, or raise _WantedError."""
        if sparql not in self.answers:
            raise _WantedError(sparql)
        return self.answers[sparql]

    def ntriples(self) -> bytes:
        """Nobody who fills in values asks for everything."""
        raise NotImplementedError


def _values(question: Question, given: Mapping[str, list[str]]) -> list[str]:
    """Return values as a question takes them; a field of a form that was left empty is none."""
    for name, values in given.items():
        if len(values) > 1:
            raise Refusal(400, f"there is more than one value for {name}. send one")
    found = {name: values[0].strip() for name, values in given.items() if values[0].strip()}
    for one in question.parameters:
        if not one.optional and one.name not in found:
            raise Refusal(400, f"which {one.name}? say ?{one.name}=…: {one.meaning}")
    return [f"{name}={value}" for name, value in found.items()]


@cache
def _questions() -> Asset:
    return _as_json([_question(one) for one in query.questions().values()])


def _question(one: Question) -> dict[str, Any]:
    return {
        "name": one.name,
        "asks": one.asks,
        "parameters": [
            {
                "name": parameter.name,
                "kind": parameter.sort,
                "required": not parameter.optional,
                "description": parameter.meaning,
            }
            for parameter in one.parameters
        ],
        "sparql": one.sparql,
    }


def _as_json(value: object) -> Asset:
    return Asset.of(json.dumps(value, ensure_ascii=False).encode(), _JSON)
