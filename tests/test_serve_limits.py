"""A query that takes too much harms nobody else, and nothing of a server outlives it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from clivage import coding, rdf
from clivage.serve.protocol import Refusal
from clivage.serve.settings import Settings
from clivage.serve.workers import Pool
from clivage.serve.workers import Reply as Answer
from clivage.store import Store
from tests import loops
from tests.serving import BOLIVIA, HEAVY, Reply, Served, serving

LIMIT = 1.0
#: Workers of the server below: places for two long queries, and six for brief ones.
WORKERS = 2 + 6
#: Half a second is promised; a loaded machine is given more.
SLACK = 0.5 + 3.0


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    limits = ("--timeout", str(LIMIT), "--memory", "96", "--rows", "1000", "--megabytes", "1")
    with serving(BOLIVIA, *limits, "--workers", "2", "--queue", "2") as running:
        yield running


def heavy(number: int) -> str:
    """Return a heavy query that is like no other."""
    return HEAVY.replace("?n", f"?n{number}")


def timed(server: Served, sparql: str) -> tuple[float, Reply]:
    start = time.monotonic()
    reply = server.query(sparql)
    return time.monotonic() - start, reply


def test_a_heavy_query_ends_at_its_deadline_while_light_ones_go_on(server: Served) -> None:
    """504 for the one, and 200 for all others meanwhile."""
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(timed, server, heavy(1))
        light: list[tuple[float, Reply]] = []
        while not slow.done():
            light.append(timed(server, f"SELECT (RAND() AS ?light{len(light)}) {{}}"))
    seconds, reply = slow.result()
    assert (reply.status, reply.text.count("\n")) == (504, 1)
    assert "ended after 1 s" in reply.text
    assert LIMIT * 0.9 < seconds < LIMIT + SLACK
    assert len(light) > 5
    assert {one.status for _, one in light} == {200}
    assert sorted(taken for taken, _ in light)[len(light) // 2] < LIMIT


def test_the_process_of_a_heavy_query_is_gone(server: Served) -> None:
    """And another stands ready in its place."""
    before = settled(server)
    assert server.query(heavy(2)).status == 504
    # The answer goes out at once, and the process is ended right after it.
    deadline = time.monotonic() + 20
    while not before - server.workers():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(before - settled(server)) == 1


def settled(server: Served) -> set[int]:
    """Return the workers, when there are as many as there should be."""
    deadline = time.monotonic() + 20
    while len(found := server.workers()) != WORKERS:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_query_that_takes_too_much_memory_is_refused() -> None:
    """503 says why, and the next query is answered."""
    with serving(BOLIVIA, "--memory", "64", "--timeout", "60", "--workers", "1") as running:
        reply = running.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f")
        assert reply.status == 503, reply.text
        assert "64 MiB of memory" in reply.text
        assert running.query("ASK {}").status == 200


TOO_LARGE = {
    "SELECT * { ?a ?b ?c }": "1,000 rows",
    "CONSTRUCT WHERE { ?a ?b ?c }": "1,000 triples",
    "SELECT (GROUP_CONCAT(STR(?c)) AS ?all) { ?a ?b ?c . ?d clv:modality ?m }": "1,048,576 bytes",
}


@pytest.mark.parametrize("sparql", TOO_LARGE)
@pytest.mark.parametrize("accept", ["", "text/csv, text/turtle", "application/xml"])
def test_an_answer_that_is_too_large_is_refused(sparql: str, accept: str, server: Served) -> None:
    """It is never cut short: there is no half an answer with status 200."""
    reply = server.query(sparql, accept)
    assert (reply.status, reply.media) == (400, "text/plain")
    assert TOO_LARGE[sparql] in reply.text


def test_an_answer_of_just_the_limit_is_whole(server: Served) -> None:
    """A thousand rows are not more than a thousand."""
    for accept in ("", "text/csv", "text/tab-separated-values", "application/xml"):
        assert server.query("SELECT ?a { ?a ?b ?c } LIMIT 1000", accept).status == 200
        assert server.query("SELECT ?a { ?a ?b ?c } LIMIT 1001", accept).status == 400


def test_heavy_queries_make_way_for_each_other_and_never_block_light_ones() -> None:
    """Of more than there is room for the oldest are sent away; whatever is brief is answered."""
    limits = ("--timeout", "2", "--workers", "2")
    with serving(BOLIVIA, *limits) as server, ThreadPoolExecutor(8) as threads:
        asked: list[Future[tuple[float, Reply]]] = [
            threads.submit(timed, server, heavy(10 + number)) for number in range(8)
        ]
        light = [server.query(f"SELECT (RAND() AS ?brief{number}) {{}}") for number in range(20)]
        replies = [one.result()[1] for one in asked]
        assert server.query("ASK { }").status == 200
    assert {reply.status for reply in light} == {200}
    assert {reply.status for reply in replies} == {503, 504}
    refused = [reply for reply in replies if reply.status == 503]
    assert len(refused) >= 2
    assert {reply.text for reply in refused} == {
        "others are waiting, and of the long queries this one had run longest. try again later\n"
    }
    assert all(reply.headers["retry-after"].isdigit() for reply in refused)


def test_when_too_many_queries_wait_the_next_is_sent_away(tmp_path: Path) -> None:
    """503 with Retry-After, at once; those that run and those that wait get their answers."""
    store = tmp_path / "store"
    Store.from_triples(rdf.ntriples(coding.read(BOLIVIA))).save(store)

    async def crowd() -> list[Answer | BaseException]:
        pool = Pool(store, Settings(queue=2))
        await pool.start()
        jobs = [{"sparql": f"SELECT (1 AS ?n{n}) {{}}", "table": "csv"} for n in range(30)]
        try:
            return await asyncio.gather(*map(pool.answer, jobs), return_exceptions=True)
        finally:
            await pool.stop()

    found = loops.run(crowd())
    refused = [one for one in found if isinstance(one, Refusal)]
    assert [one.body for one in found if isinstance(one, Answer)] == [
        f"n{number}\r\n1\r\n".encode() for number in range(6 + 2)
    ]
    assert len(refused) == 30 - 6 - 2
    assert {(one.status, one.why) for one in refused} == {
        (503, "too many queries are waiting. try again soon")
    }
    assert all(one.headers["Retry-After"].isdigit() for one in refused)


def test_equal_queries_are_evaluated_once(server: Served) -> None:
    """Who asks what is being answered already takes no worker and no place in the queue."""
    with ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(server.query, heavy(30)) for _ in range(12)]
        assert {one.result().status for one in asked} == {504}


def test_a_crash_of_a_worker_is_not_one_of_the_server(server: Served) -> None:
    """Workers that die idle are replaced, and whoever asks meanwhile waits for the new ones."""
    before = settled(server)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while server.query("ASK { ?again ?b ?c }").status != 200:
        assert time.monotonic() < deadline
    assert not settled(server) & before


def test_deep_nesting_does_no_harm(server: Served) -> None:
    """A query that breaks the engine's stack breaks one worker at most."""
    for depth in (1_000, 20_000):
        reply = server.query("ASK " + "{" * depth + "}" * depth)
        assert reply.status in (200, 400, 503, 504)
    assert server.query("ASK {  }").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_a_server_ends(
    how: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process and no file, even in the middle of a query, and no traceback."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(BOLIVIA, "--workers", "1") as running:
        family = running.family()
        assert len(family) >= 2
        thread = threading.Thread(target=silent, args=(running,))
        thread.start()
        time.sleep(0.3)
        assert running.end(how) == 0
        thread.join()
        assert running.process.stdout
        assert running.process.stdout.read() == ""
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]
    assert not [*tmp_path.iterdir()]


def silent(server: Served) -> None:
    """Ask what will never be answered."""
    try:
        server.query(heavy(40))
    except OSError:
        pass
    except Exception as error:  # http.client has many names for it
        assert "Remote" in type(error).__name__ or "Bad" in type(error).__name__


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_a_worker_does_not_outlive_a_server_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an idle one nor one at work."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # its folder stays behind
    with serving(BOLIVIA, "--workers", "1", "--timeout", "1") as running:
        family = running.family()
        thread = threading.Thread(target=silent, args=(running,))
        thread.start()
        time.sleep(0.3)
        running.process.kill()
        running.process.wait()
        thread.join()
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in family):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    """With the exit code of a refusal."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with (
            pytest.raises(AssertionError, match="cannot listen on 127"),
            serving(BOLIVIA, "--port", port),
        ):
            pass
