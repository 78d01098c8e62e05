"""What a server and its workers say to each other: a head as JSON, and bytes."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final

_LENGTHS: Final = struct.Struct("!IQ")
_WRITTEN: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a message as it is sent."""
    written = _WRITTEN(head).encode("utf-8", "surrogatepass")
    return b"".join((_LENGTHS.pack(len(written), len(body)), written, body))


def taken(buffer: bytearray) -> tuple[dict[str, Any], bytes] | None:
    """Take a message out of what has come so far, or None while it is not whole.

    >>> buffer = bytearray(packed({"status": 200}, b"yes"))
    >>> taken(buffer), buffer
    (({'status': 200}, b'yes'), bytearray(b''))
    """
    if len(buffer) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack_from(buffer)
    start, end = _LENGTHS.size, _LENGTHS.size + head + body
    if len(buffer) < end:
        return None
    with memoryview(buffer) as seen:
        message = json.loads(bytes(seen[start : start + head])), bytes(seen[start + head : end])
    del buffer[:end]
    return message


def read(file: BinaryIO) -> dict[str, Any] | None:
    """Read the head of a message without a body, or None at the end."""
    lengths = file.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, _ = _LENGTHS.unpack(lengths)
    found: dict[str, Any] = json.loads(file.read(head))
    return found
