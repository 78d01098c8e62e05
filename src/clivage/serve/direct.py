"""Queries by GET, answered without the application: most requests are of this sort, and short.

What is unusual about one, such as a condition or named graphs, is left to the application, whose
answers are the same.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_plus

from starlette.types import Scope, Send

from clivage.serve.answers import volatile
from clivage.serve.negotiation import TABLES, best
from clivage.serve.protocol import LONGEST, Asked, Refusal
from clivage.serve.responses import Answering

_PARAMETER: Final = b"query="


class Direct:
    """Answers what it can."""

    def __init__(self, answers: Answering) -> None:
        self._answers = answers

    def asked(self, scope: Scope) -> Asked | None:
        """Return the query of a request, or None when it is for the application."""
        encoded = scope["query_string"]
        if (
            scope["method"] != "GET"
            or scope["path"] != "/sparql"
            or not encoded.startswith(_PARAMETER)
            or b"&" in encoded
            or len(encoded) > LONGEST
        ):
            return None
        if any(name == b"if-none-match" for name, _ in scope["headers"]):
            return None
        if best(_joined(scope, b"accept"), TABLES) == "text/html":
            return None
        try:
            return Asked(unquote_plus(encoded[len(_PARAMETER) :].decode("ascii"), errors="strict"))
        except UnicodeDecodeError:
            return None

    async def answer(self, asked: Asked, scope: Scope, send: Send) -> None:
        """Answer a query, or say why not."""
        accept, encoding = _joined(scope, b"accept"), _joined(scope, b"accept-encoding")
        try:
            reply, media = await self._answers.give(asked, accept=accept, accept_encoding=encoding)
        except Refusal as refusal:
            await _refuse(refusal, send)
            return
        typed = f"{media}; charset=utf-8" if media.startswith("text/") else media
        headers = [
            (b"content-type", typed.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"content-length", b"%d" % len(reply.body)),
        ]
        if volatile(asked):
            headers.append((b"cache-control", b"no-store"))
        else:
            headers += [(b"cache-control", b"no-cache"), (b"etag", reply.tag.encode())]
        if reply.encoding:
            headers.append((b"content-encoding", reply.encoding.encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})


def _joined(scope: Scope, wanted: bytes) -> str:
    found = [value for name, value in scope["headers"] if name == wanted]
    return b",".join(found).decode("latin-1")


async def _refuse(refusal: Refusal, send: Send) -> None:
    body = f"{' '.join(refusal.why.split())}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-length", b"%d" % len(body)),
        *[(name.lower().encode(), value.encode()) for name, value in refusal.headers.items()],
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
