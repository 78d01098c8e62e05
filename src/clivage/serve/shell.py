"""The first page where the web app was built: its shell, and its files."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clivage import marks, pages
from clivage.serve import hypertext
from clivage.serve.assets import Asset
from clivage.serve.protocol import Refusal
from clivage.serve.publication import Publication

#: The editor puts a style sheet of its own into the page, and may do so by the nonce.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self';"
    " img-src 'self' data: blob:; font-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)


class Shell:
    """The page that the web app runs in, and what it loads."""

    def __init__(self, publication: Publication, files: Mapping[str, Asset]) -> None:
        self._publication = publication
        style = Asset.of(pages.style("page.css").encode(), "text/css")
        self._files = {**files, "style.css": style}

    def routes(self) -> list[Route]:
        """Return its addresses."""
        return [Route("/", self.page), Route("/app/{name}", self.file)]

    async def page(self, request: Request) -> Response:
        """Show the web app, which asks for everything else."""
        nonce = secrets.token_urlsafe(16)
        snapshot = self._publication.snapshot
        page = hypertext.shell(
            title=snapshot.title,
            language=snapshot.language,
            no_script=marks.words(snapshot.language)["no-script"],
            nonce=nonce,
        )
        headers = {
            "content-type": "text/html; charset=utf-8",
            "cache-control": "no-store",
            "content-security-policy": _POLICY.format(nonce=nonce),
        }
        return Response(page, headers=headers)

    async def file(self, request: Request) -> Response:
        """Give a file, which was read when the server started."""
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise Refusal(404, "the web app has no such file. load its page again")
        return found.answer(request)
