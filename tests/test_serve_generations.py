"""Another snapshot takes the place of the one before, in the middle of everything."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from clivage.namespaces import CLV
from clivage.serve.answers import Answers
from clivage.serve.gate import Gate
from clivage.serve.protocol import Asked, Refusal
from clivage.serve.settings import Settings
from clivage.serve.workers import Pool
from clivage.store import Store
from tests import loops

PUBLICATIONS = 200
#: It would run for days, even on a few triples.
HEAVY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(15))} }}"
WHICH = "SELECT ?which { <urn:c> rdfs:label ?which }"


def saved(folder: Path, number: int) -> Path:
    """Save a store that says its number."""
    said = f"""
    <urn:c> a <{CLV}Corpus> ; <http://www.w3.org/2000/01/rdf-schema#label> "{number}" .
    <urn:s> a <{CLV}Support> ; <{CLV}holder> <urn:a> ; <{CLV}target> <urn:b> ."""
    Store.from_triples(said.encode(), format=".ttl").save(folder)
    return folder


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = tmp_path_factory.mktemp("stores")
    return [saved(made / str(number), number) for number in range(4)]


def fresh(stores: list[Path], tmp_path: Path, number: int) -> Path:
    """Return a copy of the store that says a number, as it may be published."""
    folder = tmp_path / f"edition-{number}"
    shutil.copytree(stores[number % len(stores)], folder)
    return folder


async def which(answers: Answers, more: str = "") -> int:
    """Return the number of the store that answers."""
    reply, _ = await answers.give(Asked(WHICH + more), accept="text/csv")
    return int(reply.body.split()[1])


def handles(pool: Pool) -> int:
    """Return how many files the workers have open."""
    return sum(
        len([*Path(f"/proc/{worker.pid}/fd").iterdir()]) for worker in [*pool._idle, *pool._busy]
    )


@pytest.mark.skipif(sys.platform != "linux", reason="files are counted in /proc")
def test_every_answer_is_of_a_generation_that_was_current(
    stores: list[Path], tmp_path: Path
) -> None:
    """Of one between the beginning and the end of the request, cached or not."""

    async def asking(pool: Pool, answers: Answers, seen: list[int], fresh_: bool) -> None:
        while pool.generation < PUBLICATIONS:
            before = pool.generation
            number = await which(answers, f" # {len(seen)}" if fresh_ else "")
            current = {one % len(stores) for one in range(before, pool.generation + 1)}
            assert number in current, (number, before, pool.generation)
            seen.append(number)

    async def published() -> tuple[list[int], list[int]]:
        pool = Pool(fresh(stores, tmp_path, 0), Settings(workers=2))
        answers, seen, open_ = Answers(pool), list[int](), list[int]()
        await pool.start()
        try:
            clients = [
                asyncio.create_task(asking(pool, answers, seen, new)) for new in (True, False) * 3
            ]
            for number in range(1, PUBLICATIONS + 1):
                pool.publish(fresh(stores, tmp_path, number))
                assert pool.generation == number
                assert await which(answers) == number % len(stores)
                open_.append(handles(pool))
                assert len([*tmp_path.iterdir()]) < 10
            await asyncio.gather(*clients)
        finally:
            await pool.stop()
        return seen, open_

    seen, open_ = loops.run(published())
    assert len(seen) > PUBLICATIONS
    assert set(seen) == set(range(len(stores)))
    # Some workers may be caught in between; one file a publication would make a hundred.
    assert max(open_) <= max(open_[:10]) + 20
    assert [folder.name for folder in tmp_path.iterdir()] == [f"edition-{PUBLICATIONS}"]


def test_a_folder_is_there_until_the_last_query_on_it_has_ended(
    stores: list[Path], tmp_path: Path
) -> None:
    """And gone thereafter, though the worker that was idle has never opened another."""

    async def published() -> None:
        pool = Pool(first := fresh(stores, tmp_path, 0), Settings(workers=1, timeout=1.0))
        await pool.start()
        try:
            slow = asyncio.create_task(pool.answer({"sparql": HEAVY, "table": "csv"}))
            await asyncio.sleep(0.2)
            pool.publish(second := fresh(stores, tmp_path, 1))
            await asyncio.sleep(0.2)
            assert first.exists()
            with pytest.raises(Refusal):
                await slow
            await gone(first)
            pool.publish(fresh(stores, tmp_path, 2))  # nobody runs on the second
            await gone(second)
            assert await which(Answers(pool)) == 2
        finally:
            await pool.stop()

    loops.run(published())


async def gone(folder: Path) -> None:
    """Wait until a folder is deleted."""
    async with asyncio.timeout(20):
        while folder.exists():
            await asyncio.sleep(0.01)


def test_a_worker_that_starts_meanwhile_finds_a_folder(stores: list[Path], tmp_path: Path) -> None:
    """It opens the one that was current when it was started, or the one of its first query."""

    async def published() -> None:
        pool = Pool(fresh(stores, tmp_path, 0), Settings(workers=1))
        starting = asyncio.create_task(pool.start())
        await asyncio.sleep(0.01)
        for number in range(1, 6):
            pool.publish(fresh(stores, tmp_path, number))
        try:
            await starting
            assert await which(Answers(pool)) == 5 % len(stores)
        finally:
            await pool.stop()

    loops.run(published())


def test_the_gate_forgets_and_never_remembers_what_was_begun_before() -> None:
    """An answer that was begun in one generation and ended in the next is given once only."""
    generation, crossing = [0], [False]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        said = str(generation[0]).encode()
        generation[0] += crossing[0]
        await Response(said, headers={"etag": f'"{said.decode()}"'})(scope, receive, send)

    gate = Gate(app, Settings(), lambda: generation[0])

    def asked() -> bytes:
        return loops.run(body(gate))

    assert [asked(), asked()] == [b"0", b"0"]
    generation[0] = 1
    crossing[0] = True
    assert asked() == b"1"
    crossing[0] = False
    assert [asked(), asked()] == [b"2", b"2"]


async def body(gate: Gate) -> bytes:
    """Ask a gate for its first page."""
    scope = {
        "type": "http",
        "method": "GET",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await gate(scope, receive, send)
    return bytes(sent[-1]["body"])
