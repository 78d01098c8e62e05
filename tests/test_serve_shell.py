"""The shell of the web app, and what becomes of all that is served with another snapshot."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.types import Message

from clivage.serve.app import Site
from clivage.serve.assets import Asset
from clivage.serve.drawing import Drawing
from clivage.serve.protocol import Asked
from clivage.serve.publication import Publication
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot
from clivage.serve.workers import Reply
from tests import loops
from tests.serving import BOLIVIA


class Nobody:
    """Answers no query, and is told what is published."""

    def __init__(self) -> None:
        self.published: list[Path] = []

    async def give(  # noqa: D102
        self, asked: Asked, *, accept: str, accept_encoding: str = ""
    ) -> tuple[Reply, str]:
        raise AssertionError(asked)

    def publish(self, folder: Path) -> None:  # noqa: D102
        self.published.append(folder)


def site(tmp_path: Path, corpus: Path = BOLIVIA, *, files: dict[str, Asset] | None = None) -> Site:
    """Return a site that was not started."""
    snapshot = Snapshot.of(corpus, tmp_path / "store")
    nobody = Nobody()
    publication = Publication(snapshot, nobody, Drawing(tmp_path / "drawn"))
    return Site(publication=publication, answers=nobody, files=files or {})


@dataclass
class Got:
    """What was answered to a request that went over no wire."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def get(app: Any, path: str, **headers: str) -> Got:  # noqa: ANN401
    got = Got()
    given = {"host": "127.0.0.1", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            got.status = message["status"]
            got.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            got.body += message.get("body", b"")

    await app(scope, receive, send)
    return got


APP = {
    "app.js": Asset.of(b"export const one = 1;\n" * 100, "text/javascript"),
    "app.css": Asset.of(b"p {}", "text/css"),
}


def test_the_first_page_is_the_web_app_where_it_was_built(tmp_path: Path) -> None:
    """Under a strict policy, with a nonce that is another one each time."""
    app = site(tmp_path, files=APP).app(Settings())

    async def asked() -> tuple[Got, Got]:
        return await get(app, "/"), await get(app, "/")

    one, two = loops.run(asked())
    nonces = []
    for got in (one, two):
        assert got.status == 200
        page, policy = got.body.decode(), got.headers["content-security-policy"]
        assert '<html lang="fr">' in page
        assert "Bolivia under Torres" in page
        assert 'href="/index"' in page
        (nonce,) = re.findall(r'name="csp-nonce" content="([^"]+)"', page)
        assert f"style-src 'self' 'nonce-{nonce}';" in policy
        assert "default-src 'none'; script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        inline = re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
        assert inline == []
        assert got.headers["cache-control"] == "no-store"
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_the_files_of_the_web_app_are_given_and_no_others(tmp_path: Path) -> None:
    """By their names, as they were when the server started."""
    app = site(tmp_path, files=APP).app(Settings())
    paths = {
        "/app/app.js": "text/javascript; charset=utf-8",
        "/app/app.css": "text/css; charset=utf-8",
        "/app/style.css": "text/css; charset=utf-8",
        "/app/": "",
        "/app/index.html": "",
        "/app/../app.py": "",
        "/app/..%2fwords.json": "",
        "/app//etc/passwd": "",
    }

    async def asked() -> None:
        for path, media in paths.items():
            got = await get(app, path)
            assert got.status == (200 if media else 404), path
            if media:
                assert got.headers["content-type"] == media
                assert got.headers["cache-control"] == "no-cache"
                again = await get(app, path, **{"if-none-match": got.headers["etag"]})
                assert again.status == 304
        packed = await get(app, "/app/app.js", **{"accept-encoding": "gzip"})
        assert gzip.decompress(packed.body) == APP["app.js"].body

    loops.run(asked())


def test_without_the_web_app_the_first_page_says_so(tmp_path: Path) -> None:
    """And is the page that needs no script."""
    app = site(tmp_path).app(Settings())

    async def asked() -> None:
        page = await get(app, "/")
        assert page.status == 200
        assert b"make web" in page.body
        assert b"<script" not in page.body
        assert (await get(app, "/index")).body == page.body
        assert (await get(app, "/app/app.js")).status == 404

    loops.run(asked())


def test_another_snapshot_takes_the_place_of_all_that_is_known(tmp_path: Path) -> None:
    """The readers are told its folder, and the network is drawn anew from what is there now."""
    corpus = tmp_path / "corpus"
    shutil.copytree(BOLIVIA, corpus)
    served = site(tmp_path, corpus)
    publication, app = served.publication, served.app(Settings())

    async def waited() -> Got:
        while (got := await get(app, "/api/network.json")).status == 503:
            await asyncio.sleep(0.05)
        return got

    async def published() -> None:
        publication.drawing.begin(publication.snapshot.source, calm=0)
        first = await waited()
        assert json.loads((await get(app, "/api/server.json")).body)["generation"] == 0
        described = corpus / "corpus.yaml"
        text = described.read_text(encoding="utf-8")
        described.write_text(text.replace("Bolivia under", "Bolivia after"), encoding="utf-8")
        place = publication.place()
        await publication.publish(Snapshot.of(corpus, place))
        assert (await get(app, "/api/network.json")).status == 503
        assert isinstance(served.answers, Nobody)
        assert served.answers.published == [place]
        known = json.loads((await get(app, "/api/server.json")).body)
        assert (known["generation"], known["title"][:13]) == (1, "Bolivia after")
        second = await waited()
        assert b"Bolivia under" in first.body and b"Bolivia after" in second.body
        assert first.headers["etag"] != second.headers["etag"]
        await publication.drawing.stop()

    loops.run(published())


def test_who_publishes_often_is_drawn_once(tmp_path: Path) -> None:
    """The last snapshot is drawn, and no process of the others goes on."""
    drawing = Drawing(tmp_path / "drawn")

    async def often() -> None:
        for _ in range(20):
            drawing.begin(BOLIVIA, calm=0.2)
        assert drawing.file("network.json") is None
        while not drawing.ended():
            await asyncio.sleep(0.05)
        assert drawing.file("network.json")
        assert [one.name for one in (tmp_path / "drawn").iterdir()] == ["20"]
        drawing.begin(BOLIVIA, calm=0)
        assert drawing.file("network.json") is None
        await drawing.stop()
        assert drawing.ended()

    loops.run(often())
