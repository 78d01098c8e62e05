"""What stands before the application: whose requests come in, and what every answer carries.

A page of a stranger can make a name of its own mean 127.0.0.1 (DNS rebinding), and then read
what is served there; so a request must call the server by a name that is known. An answer that
was given before is given again from here, without another look at the request.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clivage.serve.cache import Cache
from clivage.serve.settings import Settings

_LOOPBACK: Final = frozenset(["localhost", "127.0.0.1", "[::1]"])
#: Bytes of answers that are given again at once, and what each takes beyond its body.
_ROOM: Final = 32 * 2**20
_EXTRA: Final = 4096
_ASKED: Final = frozenset(
    [b"host", b"origin", b"accept", b"accept-encoding", b"if-none-match", b"x-forwarded-proto"]
)


#: A host and a port, of which nothing but the host is looked at.
_HOST: Final = re.compile(r"(?:\[[^\[\]]*\]|[^:\[\]]*)(?::\d{1,5})?")


class Gate:
    """An ASGI application around another.

    Args:
        generation: of what is served; when it grows, every answer is forgotten.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        generation: Callable[[], int] = lambda: 0,
    ) -> None:
        self._app = app
        self._generation = generation
        self._known_of = generation()
        self._hosts = _LOOPBACK | {_bare(one) for one in (settings.host, *settings.allowed_hosts)}
        self._anywhere = _bare(settings.host) in ("0.0.0.0", "[::]", "")
        self._origins = frozenset(settings.allowed_origins)
        self._known = Cache[tuple[Message, Message]](_ROOM)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, refuse, or let in."""
        if scope["type"] != "http":
            return
        key = (
            scope["method"],
            scope["raw_path"],
            scope["query_string"],
            *[header for header in scope["headers"] if header[0] in _ASKED],
        )
        if self._known_of != self._generation():
            self._known_of = self._generation()
            self._known = Cache[tuple[Message, Message]](_ROOM)
        known = self._known.get(key)
        if known is not None:
            await send(known[0])
            await send(known[1])
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if not self._knows(hosts):
            await _refuse(send, hosts)
            return
        await self._app(scope, receive, self._watched(scope, key, send))

    def _knows(self, hosts: list[str]) -> bool:
        """Whether a request calls this server by a name that it has."""
        if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
            return False
        host = _bare(hosts[0])
        return host in self._hosts or (self._anywhere and _is_address(host))

    def _watched(self, scope: Scope, key: tuple[object, ...], send: Send) -> Send:
        """Return a way to send that adds what every answer carries, and remembers answers."""
        origin = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"origin"), "")
        started: list[Message] = []
        begun = self._generation()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._carried(origin)]
                if _stays(scope, message):
                    started.append(message)
            elif started and not message.get("more_body") and begun == self._generation():
                body = {**message, "body": bytes(message.get("body", b""))}
                size = len(body["body"]) + _length(scope) + _EXTRA
                self._known.put(key, (started[0], body), size)
            await send(message)

        return sent

    def _carried(self, origin: str) -> Iterable[tuple[bytes, bytes]]:
        yield b"x-content-type-options", b"nosniff"
        yield b"referrer-policy", b"no-referrer"
        if not self._origins:
            yield b"cross-origin-resource-policy", b"same-origin"
        elif "*" in self._origins:
            yield b"access-control-allow-origin", b"*"
            yield b"access-control-expose-headers", b"ETag, Link, Retry-After"
        else:
            yield b"vary", b"Origin"
            if origin in self._origins:
                yield b"access-control-allow-origin", origin.encode("latin-1")
                yield b"access-control-expose-headers", b"ETag, Link, Retry-After"


def _stays(scope: Scope, start: Message) -> bool:
    """Whether an answer will be the same next time."""
    if scope["method"] != "GET" or start["status"] != 200:
        return False
    headers = dict(start["headers"])
    return b"etag" in headers and headers.get(b"cache-control") != b"no-store"


def _length(scope: Scope) -> int:
    """Return how long a request is."""
    headers = sum(len(value) for _, value in scope["headers"])
    return headers + len(scope["raw_path"]) + len(scope["query_string"])


def _bare(host: str) -> str:
    """Return a host without its port, as it stands in a request.

    >>> _bare("Example.org:8000"), _bare("[::1]:80"), _bare("::1")
    ('example.org', '[::1]', '[::1]')
    """
    host = host.strip().lower().rstrip(".")
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    if host.count(":") > 1:
        return f"[{host}]"
    return host.partition(":")[0]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


async def _refuse(send: Send, hosts: list[str]) -> None:
    called = ascii(", ".join(hosts)[:100]) if hosts else "no name"
    why = f"this server does not go by {called}. start it with --allowed-host, if it should\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(why)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})
