"""Writing over HTTP: who may, what each answer means, and that nobody is overwritten unseen."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response

from clivage.answer import Limits
from clivage.serve.negotiation import GRAPHS
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.publication import Publication
from clivage.serve.settings import Settings
from clivage.serve.snapshot import Snapshot
from clivage.serve.updates import Updates
from clivage.serve.workers import Reply as Answer
from clivage.store import Store
from tests import loops
from tests.serving import Reply, Served, serving
from tests.test_serve_crashes import TOKEN, writers
from tests.writing import DERIVED, STATEMENTS, insert, make_store

BEARER = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {**BEARER, "Content-Type": "application/sparql-update"}
FORM = {**BEARER, "Content-Type": "application/x-www-form-urlencoded"}
TURTLE = {**BEARER, "Content-Type": "text/turtle"}
#: It would run for days, and take little memory.
HEAVY = """INSERT { <urn:n> <urn:n> ?n } WHERE {
    SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c + ?f = ?i) } }"""
#: It would take all the memory that there is.
LARGE = """INSERT { ?a <urn:x> ?x } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l
    BIND(CONCAT(STR(?a), STR(?f), STR(?i), STR(?l)) AS ?x) }"""
EXISTS = "ASK { statement:%s clv:modality ?m }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that writes the toll bridge; each test leaves it another corpus."""
    folder = make_store(tmp_path_factory.mktemp("served") / "store")
    options = ("--timeout", "6", "--megabytes", "1", "--queue", "2", "--memory", "200")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIVAGE_SERVE_TOKEN", TOKEN)
        with serving(folder, "--writable", *options) as one:
            yield one


def update(served: Served, sparql: str, **headers: str) -> Reply:
    """Send an update by direct POST."""
    return served.ask("POST", "/sparql", {**UPDATE, **headers}, sparql.encode())


def there(served: Served, name: str) -> bool:
    """Whether readers see a statement."""
    return bool(served.query(EXISTS % name, "application/json").json["boolean"])


@pytest.mark.parametrize("how", ["direct", "form"])
def test_whoever_asks_after_the_answer_sees_the_update(how: str, served: Served) -> None:
    """Though the same was asked before, and remembered."""
    assert not there(served, how)
    sparql = insert(how, "stranger", "guild")
    if how == "direct":
        reply = update(served, sparql)
    else:
        reply = served.ask("POST", "/sparql", FORM, urlencode({"update": sparql}).encode())
    assert (reply.status, reply.body) == (204, b"")
    assert there(served, how)
    edge = "ASK { GRAPH ?g { actor:stranger clv:opposes actor:guild } }"
    assert served.query(edge, "application/json").json["boolean"]


def test_a_request_names_the_graphs_of_where(served: Served) -> None:
    """The edges, which are not the statements; and no graph that is not there."""
    sparql = "INSERT { ?b <urn:foe> ?a } WHERE { ?a clv:opposes ?b }"
    for graph, status in ((DERIVED, 204), ("urn:g> CLEAR ALL #", 400), ("urn:other", 400)):
        form = urlencode({"update": sparql, "using-graph-uri": graph})
        assert served.ask("POST", "/sparql", FORM, form.encode()).status == status
    foe = "ASK { actor:guild <urn:foe> actor:council }"
    assert served.query(foe, "application/json").json["boolean"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/sparql"),
        ("PUT", "/store?default"),
        ("POST", "/store?default"),
        ("DELETE", "/store?default"),
    ],
)
@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
def test_nobody_writes_without_the_token(method: str, path: str, said: str, served: Served) -> None:
    """401, before anything else is looked at."""
    headers = {"Content-Type": "application/sparql-update", "Authorization": said}
    if not said:
        del headers["Authorization"]
    reply = served.ask(method, path, headers, insert("stolen").encode())
    assert reply.status == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert not there(served, "stolen")


#: Updates that are refused: the status, and words of the answer.
REFUSED = {
    "INSERT DATA { nonsense": (400, "cannot be run"),
    "LOAD <http://localhost/>": (400, "loads a document"),
    f"CLEAR GRAPH <{DERIVED}>": (403, "derived from the statements"),
    "CLEAR ALL": (403, "derived from the statements"),
    "CLEAR DEFAULT": (422, "another corpus"),
    insert("one", "nobody"): (422, "statement/one: there is no actor 'nobody'."),
}


@pytest.mark.parametrize("sparql", REFUSED)
def test_a_refused_update_has_its_status_and_a_line(sparql: str, served: Served) -> None:
    """And its generation is none."""
    before = served.ask("GET", "/store?default").headers["etag"]
    reply = update(served, sparql)
    status, words = REFUSED[sparql]
    assert (reply.status, reply.media) == (status, "text/plain")
    assert words in reply.text
    assert served.ask("GET", "/store?default").headers["etag"] == before


def test_every_error_of_a_corpus_stands_on_a_line_of_its_own(served: Served) -> None:
    """As `clivage check` says them."""
    reply = update(served, f"{insert('one', 'nobody')} ; {insert('two', clv_strength='9')}")
    assert reply.status == 422
    assert [line.partition(":")[0] for line in reply.text.splitlines()] == [
        "statement/one",
        "statement/two",
    ]


# The Graph Store Protocol

NAMED = f"/store?graph={quote(STATEMENTS, safe='')}"
PUTS: list[tuple[str, str, Mapping[str, str], bytes, int, str]] = [
    ("PUT", "/store", TURTLE, b"", 400, "which graph"),
    ("PUT", "/store?default&graph=urn:g", TURTLE, b"", 400, "which graph"),
    ("PUT", "/store?graph=urn:g", TURTLE, b"", 403, "only the statements"),
    ("DELETE", "/store?graph=urn:g", BEARER, b"", 404, "no such graph"),
    ("DELETE", f"/store?graph={quote(DERIVED)}", BEARER, b"", 403, "only the statements"),
    ("PUT", f"/store?graph={quote(DERIVED)}", TURTLE, b"", 403, "only the statements"),
    ("DELETE", "/store?default", BEARER, b"", 422, "another corpus"),
    ("DELETE", NAMED, BEARER, b"", 422, "another corpus"),
    ("PUT", NAMED, TURTLE, b"", 422, "another corpus"),
    ("POST", NAMED, TURTLE, b"<urn:a> <urn:b> \n <urn:c", 400, "the body:2:"),
    ("POST", NAMED, TURTLE, b"<urn:a> <urn:b> [] .", 422, "blank node"),
    ("POST", NAMED, BEARER, b"", 415, "text/turtle"),
    ("POST", NAMED, {**BEARER, "Content-Type": "text/html"}, b"", 415, "text/turtle"),
    ("POST", NAMED, {**BEARER, "Content-Type": "application/n-quads"}, b"", 415, "text/turtle"),
    ("POST", NAMED, {**TURTLE, "Content-Type": "text/turtle; charset=latin-1"}, b"", 415, "UTF-8"),
    ("POST", NAMED, {**TURTLE, "Content-Encoding": "gzip"}, b"", 415, "UTF-8"),
    ("PUT", NAMED, {**TURTLE, "Content-Range": "bytes 0-1/9"}, b"", 400, "send the whole"),
    ("POST", NAMED, TURTLE, b"#" * (2**20 + 1), 413, "longer than"),
    ("POST", NAMED, {**TURTLE, "If-None-Match": "*"}, b"", 412, "If-Match"),
    ("POST", NAMED, TURTLE, b"<urn:a> <urn:b> 1 .", 204, ""),
    ("POST", "/store?default", {**TURTLE, "If-Match": "*"}, b"<urn:a> <urn:b> 2 .", 204, ""),
    ("POST", "/store?default", TURTLE, b"<urn:a> <urn:b> 2 .", 204, ""),
]


@pytest.mark.parametrize(("method", "path", "headers", "body", "status", "words"), PUTS)
def test_a_graph_is_written_as_the_protocol_says(
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    status: int,
    words: str,
    served: Served,
) -> None:
    """A table of requests and answers."""
    reply = served.ask(method, path, headers, body)
    assert (reply.status, words in reply.text) == (status, True), reply.text


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_what_was_got_can_be_put_back(media: str, served: Served) -> None:
    """In each format, edges and all; what is taken out of it is gone then."""
    name = f"put-{media.rpartition('/')[2].replace('+', '-')}"
    assert update(served, insert(name)).status == 204
    got = served.ask("GET", "/store?default", {"Accept": media})
    assert update(served, f"DELETE WHERE {{ statement:{name} ?p ?o }}").status == 204
    assert not there(served, name)
    headers = {**BEARER, "Content-Type": f"{media}; charset=utf-8"}
    assert served.ask("PUT", "/store?default", headers, got.body).status == 204
    assert there(served, name)
    assert (
        served.ask("GET", "/store?default", {"Accept": media}).headers["etag"]
        == (got.headers["etag"])
    )


def test_an_update_of_what_was_read_before_somebody_else_wrote_is_refused(served: Served) -> None:
    """412: the tag is that of a whole graph, packed or not."""
    for coding in ("identity", "gzip"):
        headers = {"Accept": "application/ld+json", "Accept-Encoding": coding}
        tag = served.ask("GET", NAMED, headers).headers["etag"]
        assert update(served, insert(f"first-{coding}"), **{"If-Match": tag}).status == 204
        assert update(served, insert(f"second-{coding}"), **{"If-Match": tag}).status == 412
        assert there(served, f"first-{coding}") and not there(served, f"second-{coding}")


# What an update may take


def test_an_update_that_takes_too_long_is_ended_and_readers_do_not_wait(served: Served) -> None:
    """504, and nothing has changed; the next update finds a writer."""
    replies: list[Reply] = []
    heavy = threading.Thread(target=lambda: replies.append(update(served, HEAVY)))
    heavy.start()
    while heavy.is_alive():
        assert served.query("ASK { ?s clv:modality ?m }", "application/json").status == 200
        heavy.join(0.1)
    assert replies[0].status == 504
    assert "nothing was changed" in replies[0].text
    assert update(served, insert("after-heavy")).status == 204
    assert there(served, "after-heavy")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_an_update_that_takes_too_much_memory_is_ended(served: Served) -> None:
    """503 or, where time is up first, 504."""
    reply = update(served, LARGE)
    assert reply.status in (503, 504)
    assert "nothing was changed" in reply.text
    assert update(served, insert("after-large")).status == 204


def test_updates_wait_for_each_other_and_not_for_ever(served: Served) -> None:
    """One at work and two in the queue: of eight at least five are told to come again."""
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: update(served, HEAVY), range(8)))
    assert {reply.status for reply in replies} == {503, 504}
    assert all("Retry-After" not in one.headers for one in replies)  # in lower case
    assert sum("retry-after" in one.headers for one in replies if one.status == 503) >= 5
    assert update(served, insert("after-queue")).status == 204


def test_nothing_is_fetched(served: Served) -> None:
    """A listener on the loopback hears nothing of LOAD, SERVICE, a context or an import."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        there = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        for sparql in (
            f"LOAD <{there}>",
            f"INSERT {{ ?a ?b ?c }} WHERE {{ SERVICE <{there}> {{ ?a ?b ?c }} }}",
            f"INSERT DATA {{ <urn:o> a owl:Ontology ; owl:imports <{there}> . <urn:a> clv:x 1 }}",
        ):
            update(served, sparql)
        body = json.dumps({"@context": there, "@id": "urn:a", "urn:b": 1}).encode()
        headers = {**BEARER, "Content-Type": "application/ld+json"}
        assert served.ask("POST", "/store?default", headers, body).status == 400
        with pytest.raises(TimeoutError):
            canary.accept()


def test_readers_see_whole_commits_only(served: Served) -> None:
    """Statements that come and go in pairs are never seen alone."""
    done = threading.Event()
    counts: list[int] = []

    def read() -> None:
        number = 0
        while not done.is_set():
            number += 1
            asked = "SELECT (COUNT(*) AS ?n) { ?s clv:modality ?m ; skos:note 'paired' }"
            counts.append(int(served.query(f"{asked} # {number}", "text/csv").text.split()[1]))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(8):
        pair = [insert(f"pair-{number}-{one}", skos_note="'paired'") for one in "ab"]
        assert update(served, " ; ".join(pair)).status == 204
    assert update(served, "DELETE WHERE { ?s skos:note 'paired' ; ?p ?o }").status == 204
    done.set()
    reader.join()
    assert counts and all(count % 2 == 0 for count in counts)
    assert len(set(counts)) > 1


def test_a_store_that_is_served_has_one_writer(served: Served, tmp_path: Path) -> None:
    """A second server and a build are told so in one line each."""
    folder = cast(list[str], served.process.args)[4]
    for words in (["serve", folder, "--writable", "--port", "0"], ["build", "--store", folder]):
        more = ["graph/bolivia-1971", "-o", str(tmp_path)] if words[0] == "build" else []
        code = "from clivage.cli import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", code, *words, *more],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 1
        assert "another process has the store open to write it" in ended.stderr
        assert len(ended.stderr.strip().splitlines()) == 1
    assert update(served, insert("still-writing")).status == 204


def test_a_server_that_ends_takes_its_writer_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves a store that another can write."""
    monkeypatch.setenv("CLIVAGE_SERVE_TOKEN", TOKEN)
    folder = make_store(tmp_path / "store")
    with serving(folder, "--writable") as one:
        assert update(one, insert("last")).status == 204
        (pid,) = writers(one)
        assert one.end() == 0
    assert not Path(f"/proc/{pid}").exists()
    store = Store.open(folder)
    assert store.query(EXISTS % "last")
    store.save(folder)


# Two clients at once


class Readers:
    """Stands for the workers: gives the statements, or all, with a tag as they do."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication

    async def give(
        self, asked: Asked, *, accept: str, accept_encoding: str = ""
    ) -> tuple[Answer, str]:
        """Answer in one format."""
        store = Store.open(self.publication.snapshot.folder)
        _, body = store.written(
            asked.sparql,
            table="",
            graph=GRAPHS[accept],
            limits=Limits(10**6, 2**26),
            dataset=asked.dataset,
        )
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        return Answer("graph", tag, "", body, 0), accept


class Published:
    """Stands for what is served."""

    def __init__(self, folder: Path) -> None:
        self.snapshot = Snapshot.of(folder, folder.with_name("shown-0"))
        self.folders = 0

    def place(self) -> Path:
        """Return a new folder."""
        self.folders += 1
        return self.snapshot.folder.with_name(f"shown-{self.folders}")

    async def publish(self, snapshot: Snapshot) -> None:
        """Show another snapshot."""
        self.snapshot = snapshot


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Request:
    """Return a request as the server hands it on."""
    address, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": address,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(scope, receive)


def with_updates(folder: Path, work: Callable[[Updates, Readers], Awaitable[None]]) -> None:
    """Work with the updates of a store, without a server around them."""

    async def run() -> None:
        publication = cast(Publication, Published(folder))
        readers = Readers(publication)
        updates = Updates(folder, publication, Settings(token=TOKEN), readers)
        await updates.start()
        try:
            await work(updates, readers)
        finally:
            await updates.stop()

    loops.run(run())


async def status(answer: Awaitable[Response]) -> int:
    """Return the status of an answer or a refusal."""
    try:
        return (await answer).status_code
    except Refusal as refusal:
        return refusal.status


@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json"])
@pytest.mark.parametrize("path", ["/store?default", NAMED])
def test_two_clients_never_overwrite_each_other_unseen(
    media: str, path: str, tmp_path: Path
) -> None:
    """Both got the same; of both that put theirs back, one is told that it comes too late."""

    async def work(updates: Updates, readers: Readers) -> None:
        dataset = None if path.endswith("default") else ((STATEMENTS,), ())
        asked = Asked("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", dataset)
        got, _ = await readers.give(asked, accept=media)
        headers = {**UPDATE, "If-Match": f'"other", {got.tag}'}

        def send(name: str) -> Awaitable[int]:
            asking = request("POST", "/sparql", headers)
            return status(updates.update(asking, insert(name), None))

        assert sorted(await asyncio.gather(send("mine"), send("yours"))) == [204, 412]
        store = Store.open(readers.publication.snapshot.folder)
        assert len(store.columns("SELECT ?s { ?s clv:modality ?m ; clv:strength 2 }")[0]) > 0
        found = [bool(store.query(EXISTS % name)) for name in ("mine", "yours")]
        assert sorted(found) == [False, True]
        put = {**BEARER, "Content-Type": media, "If-Match": got.tag}
        assert await status(updates.store(request("PUT", path, put, got.body))) == 412
        now, _ = await readers.give(asked, accept=media)
        put["If-Match"] = now.tag.replace('"', '-gzip"').replace('-gzip"', '"', 1)
        assert await status(updates.store(request("PUT", path, put, got.body))) == 204
        weak = {**put, "If-Match": f"W/{now.tag}"}
        assert await status(updates.store(request("PUT", path, weak, now.body))) == 412

    with_updates(make_store(tmp_path / "store"), work)


def test_a_client_that_leaves_does_not_take_its_commit_with_it(tmp_path: Path) -> None:
    """What has begun is done to its end, and the next in the queue waits for it."""

    async def work(updates: Updates, readers: Readers) -> None:
        leaving = asyncio.ensure_future(
            updates.update(request("POST", "/sparql", UPDATE), insert("left"), None)
        )
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        leaving.cancel()
        next_ = request("POST", "/sparql", UPDATE)
        assert await status(updates.update(next_, insert("next"), None)) == 204
        store = Store.open(readers.publication.snapshot.folder)
        assert store.query(EXISTS % "left") and store.query(EXISTS % "next")

    with_updates(make_store(tmp_path / "store"), work)
