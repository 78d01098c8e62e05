"""Connections that end where the head of an answer does not come in time.

The time-out of a socket begins again with each byte: whoever sends one now and then would be
waited for without end.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request


class Watch:
    """Watches the connections of one request.

    Attributes:
        has_ended: whether it has ended one, since the time was over.
    """

    def __init__(self) -> None:
        self.has_ended = False
        self._connections: list[http.client.HTTPConnection] = []
        self.handlers = (_Plain(self), _Secure(self))

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End, after some seconds, whatever connection still waits for its answer."""
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def plain(self, host: str, **how: Any) -> http.client.HTTPConnection:  # noqa: ANN401
        """Return a connection over http that is watched."""
        return self._watched(http.client.HTTPConnection(host, **how))

    def secure(self, host: str, **how: Any) -> http.client.HTTPConnection:  # noqa: ANN401
        """Return a connection over https that is watched; certificates are verified."""
        return self._watched(http.client.HTTPSConnection(host, **how))

    def _watched(self, connection: http.client.HTTPConnection) -> http.client.HTTPConnection:
        self._connections.append(connection)
        return connection

    def _end(self) -> None:
        self.has_ended = True
        for one in self._connections:
            with contextlib.suppress(OSError, AttributeError):  # closed, or not open yet
                one.sock.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(self._watch.plain, req)


class _Secure(HTTPSHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(self._watch.secure, req)
