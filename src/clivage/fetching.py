"""Answers of strangers over HTTP: nothing is followed, none is longer or slower than allowed."""

from __future__ import annotations

import datetime
import email.utils
import http.client
import re
import time
from email.message import Message
from typing import IO, Final
from urllib.request import HTTPRedirectHandler, Request

_CHUNK: Final = 1 << 20


class NoRedirect(HTTPRedirectHandler):
    """Follows nothing: neither a question nor a credential goes where nobody sent it."""

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message
    ) -> None:
        """Leave the answer to be an error, as any other status is."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class TooLargeError(Exception):
    """An answer has more bytes than it may."""


class TooSlowError(Exception):
    """An answer takes longer than it may, though bytes come."""


def body(response: http.client.HTTPResponse, *, most: int, seconds: float) -> bytes:
    """Return the content of an answer.

    Args:
        most: bytes that it may have.
        seconds: that it may take from now on.

    Raises:
        TooLargeError, TooSlowError: when it is too much.
        OSError, http.client.HTTPException: when it breaks off.
    """
    content, end = bytearray(), time.monotonic() + seconds
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > most:
            raise TooLargeError
        if time.monotonic() > end:
            raise TooSlowError
    if response.length:  # so many bytes were announced, and did not come
        raise http.client.IncompleteRead(b"", response.length)
    return bytes(content)


def retry_after(header: str) -> float:
    """Return the seconds of a Retry-After header, which has a number of them or a date.

    >>> retry_after("7"), retry_after("0.5"), retry_after(""), retry_after("soon")
    (7.0, 0.5, 0.0, 0.0)
    """
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", header.strip()):
        return float(header)
    try:
        when = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds())
