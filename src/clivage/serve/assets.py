"""Files that are served as they are: read once, so that no address ever opens one."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from clivage import resources
from clivage.serve.negotiation import gzipped
from clivage.serve.responses import encodings, respond

_MEDIA: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
_SMALL: Final = 1024


@dataclass(frozen=True, slots=True)
class Asset:
    """The content of a file.

    Attributes:
        tag: its entity tag, without quotation marks.
        packed: the same for who takes gzip; empty where that would not be worth it.
    """

    body: bytes
    media: str
    tag: str
    packed: bytes

    @classmethod
    def of(cls, body: bytes, media: str) -> Asset:
        """Make one of its content."""
        tag = hashlib.blake2b(body, digest_size=12).hexdigest()
        return cls(body, media, tag, gzip.compress(body, 6, mtime=0) if len(body) > _SMALL else b"")

    def answer(self, request: Request, *, policy: str = "") -> Response:
        """Answer with it, packed where that is accepted; a page has a policy."""
        body, tag, encoding = self.body, f'"{self.tag}"', ""
        if self.packed and gzipped(encodings(request)):
            body, tag, encoding = self.packed, f'"{self.tag}-gzip"', "gzip"
        return respond(request, body, media=self.media, tag=tag, encoding=encoding, policy=policy)


def read(file: Path) -> Asset:
    """Read one file; what it is, its name says."""
    return Asset.of(file.read_bytes(), _MEDIA.get(file.suffix, "application/octet-stream"))


def app() -> dict[str, Asset]:
    """Read the web app, by the names of its files; nothing where it was not built."""
    try:
        folder = resources.web("built")
    except FileNotFoundError:
        return {}
    files = {file.name: read(file) for file in sorted(folder.iterdir()) if file.is_file()}
    return files if "app.js" in files else {}
