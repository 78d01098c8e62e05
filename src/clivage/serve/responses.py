"""What every answer has: a media type, an entity tag, one line where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clivage.serve import hypertext, protocol
from clivage.serve.answers import volatile
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.workers import Reply

#: The headers of a page without a script.
PAGE: Final = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy": hypertext.POLICY,
}


class Answering(Protocol):
    """Who answers queries: the workers here, or an endpoint elsewhere."""

    async def give(
        self, asked: Asked, *, accept: str, accept_encoding: str = ""
    ) -> tuple[Reply, str]:
        """Answer a query in a format that is accepted, and say which media type that is.

        Raises:
            Refusal: when no format will do, or the query is not answered.
        """
        ...


async def answered(
    request: Request, answers: Answering, asked: Asked, *, accept: str = ""
) -> Response:
    """Answer a query.

    Args:
        accept: the formats to choose from, where not those of the request.

    Raises:
        Refusal: as `Answering.give`.
    """
    reply, media = await answers.give(
        asked, accept=accept or accepted(request), accept_encoding=encodings(request)
    )
    return respond(
        request,
        reply.body,
        media=media,
        tag="" if volatile(asked) else reply.tag,
        encoding=reply.encoding,
    )


def respond(
    request: Request,
    body: bytes,
    *,
    media: str,
    tag: str,
    encoding: str = "",
    policy: str = hypertext.POLICY,
) -> Response:
    """Return an answer, or only that the client has it already.

    Args:
        tag: its entity tag, in quotation marks; empty for what is not to be remembered.
        encoding: ``gzip``, where the body is packed.
        policy: what a page may do.
    """
    headers = {
        "content-type": typed(media),
        "vary": "Accept, Accept-Encoding",
        "cache-control": "no-cache" if tag else "no-store",
    }
    if tag:
        headers["etag"] = tag
    if media == "text/html":
        headers["content-security-policy"] = policy
    known = ",".join(request.headers.getlist("if-none-match"))
    if tag and known and request.method != "POST" and _matches(known, tag):
        del headers["content-type"]
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["content-encoding"] = encoding
    return Response(body, headers=headers)


def _matches(known: str, tag: str) -> bool:
    """Whether a client has an answer already."""
    return known.strip() == "*" or tag in re.findall(r'"[^"]*"', known)


def typed(media: str) -> str:
    """Return a media type as a header says it.

    >>> typed("text/csv"), typed("application/json")
    ('text/csv; charset=utf-8', 'application/json')
    """
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def accepted(request: Request) -> str:
    """Return the formats that a client accepts."""
    return ",".join(request.headers.getlist("accept"))


def encodings(request: Request) -> str:
    """Return the encodings that a client accepts."""
    return ",".join(request.headers.getlist("accept-encoding"))


def origin(request: Request) -> str:
    """Return the address by which the server was asked, without a path."""
    return f"{request.url.scheme}://{request.headers['host']}"


async def read(request: Request, most: int = protocol.LONGEST) -> bytes:
    """Read the body of a request, as far as it may be.

    Raises:
        Refusal: when it is longer.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            why = f"the request is longer than {most:,} bytes. send a shorter one"
            raise Refusal(413, why, {"Connection": "close"})
    return bytes(body)


def handlers(*, writes: bool) -> dict[Any, Any]:
    """Return who answers when something is wrong.

    Args:
        writes: whether anything can be written here.
    """
    return {Refusal: _refused, HTTPException: partial(_wrong, writes), Exception: _failed}


def line(status: int, why: str, headers: Mapping[str, str]) -> Response:
    """Return one line for a person."""
    text = " ".join(why.split())
    more = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    return Response(f"{text}\n".encode(), status_code=status, headers={**more, **headers})


async def _refused(request: Request, error: Refusal) -> Response:
    return line(error.status, error.why, error.headers)


async def _wrong(writes: bool, request: Request, error: HTTPException) -> Response:
    """Say that there is nothing at an address, or that it takes another method."""
    if error.status_code != 405:
        why = "there is nothing at this address. the first page says what there is"
        return line(error.status_code, why, {})
    allowed = ", ".join(sorted({*(error.headers or {})["Allow"].split(", "), "OPTIONS"}))
    if request.method != "OPTIONS":
        who = "this address takes no other method than" if writes else "this server only reads:"
        return line(405, f"{who} {allowed}", {"allow": allowed})
    headers = {"allow": allowed}
    if "access-control-request-method" in request.headers:
        taken = "Accept, Content-Type, If-None-Match"
        headers |= {
            "access-control-allow-methods": allowed,
            "access-control-allow-headers": taken + (", Authorization, If-Match" * writes),
            "access-control-max-age": "86400",
        }
    return Response(status_code=204, headers=headers)


async def _failed(request: Request, error: Exception) -> Response:
    return line(500, "the server has failed, which is a fault of clivage. please report it", {})
