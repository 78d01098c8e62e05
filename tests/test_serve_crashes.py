"""A writer, or its server, is killed at any moment: what was acknowledged is there, whole."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clivage import rdf
from clivage.serve.commits import Commits, faults
from clivage.store import Store
from tests.serving import Served, serving
from tests.writing import ACTORS, BASE, WriterProcess, insert, make_store

#: How often the writer is killed, and by how many clients at a time, each on a store of its own.
ROUNDS, CLIENTS = 100, 2
TOKEN = "a-token-for-the-tests"
#: The longest time in s between a word to the writer and its end.
LONGEST = 0.06


@dataclass
class Client:
    """Writes numbered statements, and remembers which were acknowledged.

    Attributes:
        state: what the store holds when nothing more has been written.
        ended: how often the writer was killed in which stage.
    """

    store: Path
    folder: Path
    random: random.Random
    state: str = ""
    number: int = 0
    there: set[int] = field(default_factory=set)
    ended: Counter[str] = field(default_factory=Counter)

    def round(self) -> None:
        """Write until the writer is killed, then see what it has left."""
        with WriterProcess(self.store) as writer:
            opened = writer.hear()
            assert opened["stage"] == "open"
            assert self.state in ("", opened["state"])
            self.state = opened["state"]
            for _ in range(self.random.randint(0, 1)):
                self._write(writer, "")
            self._write(writer, self.random.choice(["trying", "committing", "committing"]))

    def _write(self, writer: WriterProcess, killed: str) -> None:
        """Write a statement; kill the writer in a stage, or in none."""
        self.number += 1
        holder, target = self.random.sample(ACTORS, 2)
        alarm = threading.Timer(self.random.uniform(0, LONGEST), writer.process.kill)
        stage, state = "trying", ""
        if killed == "trying":
            alarm.start()
        try:
            said = writer.update(insert(f"n-{self.number}", holder, target))
            assert said["stage"] == "ready"
            stage, state = "committing", said["state"]
            if killed == "committing":
                alarm.start()
            writer.tell({"go": True, "folder": str(self.folder / str(self.number))})
            said = writer.hear()
            assert (said["stage"], said["state"], said["shown"]) == ("committed", state, True)
            stage, self.state = "idle", state
            self.there.add(self.number)
        except (EOFError, BrokenPipeError):
            assert killed
        if killed:
            alarm.join()
            writer.kill()
            self.ended[stage] += 1
            if stage == "committing":
                self._look(state)

    def _look(self, state: str) -> None:
        """See which of the two states a commit that was cut off has left: there is no third."""
        commits = Commits(self.store)
        assert commits.state in (self.state, state)
        if commits.state == state:
            self.there.add(self.number)
            self.ended["found again"] += 1
        self.state = commits.state


def numbered(store: Store) -> set[int]:
    """Return the numbers of the statements that a client has written."""
    found = store.columns("SELECT ?s { ?s clv:modality ?m }")[0]
    start = f"<{BASE}statement/n-"
    return {int(one.removeprefix(start)[:-1]) for one in found if one.startswith(start)}


def assert_whole(store: Store) -> None:
    """Find a corpus without a fault, and the edges that follow from its statements."""
    statements = store.graph("statements")
    assert faults(statements) == []
    assert store.graph("derived") == Store.from_triples(statements).graph("derived")


def test_a_writer_that_is_killed_a_hundred_times_loses_nothing(tmp_path: Path) -> None:
    """Whatever it was doing, each commit is there as a whole or not at all."""
    clients = [
        Client(make_store(tmp_path / f"store-{one}"), tmp_path / f"shown-{one}", random.Random(one))
        for one in range(CLIENTS)
    ]

    def run(client: Client) -> int:
        client.folder.mkdir()
        for _ in range(ROUNDS // CLIENTS):
            client.round()
        return ROUNDS // CLIENTS

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert sum(pool.map(run, clients)) == ROUNDS
    ended: Counter[str] = sum((one.ended for one in clients), Counter())
    assert ended["trying"] + ended["committing"] + ended["idle"] == ROUNDS
    assert ended["trying"] > 0 and ended["committing"] > 0
    for client in clients:
        store = Store.open(client.store)
        assert numbered(store) == client.there
        assert_whole(store)


def ask(served: Served, number: int) -> tuple[int, str]:
    """Have a server write a numbered statement; 0 when it does not live to answer."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    holder, target = random.Random(number).sample(ACTORS, 2)
    try:
        reply = served.ask(
            "POST", "/sparql", headers, insert(f"n-{number}", holder, target).encode()
        )
    except OSError:
        return 0, ""
    return reply.status, reply.text


def writers(served: Served) -> set[int]:
    """Return the processes that write for a server."""
    found = set()
    for pid in served.family():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"clivage.serve.writer" in command:
            found.add(pid)
    return found


def kill(pid: int) -> None:
    """Kill a process that a server of this test has started."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give servers a token that is known."""
    monkeypatch.setenv("CLIVAGE_SERVE_TOKEN", TOKEN)
    return TOKEN


def test_a_client_is_told_what_became_of_its_update_when_the_writer_is_killed(
    tmp_path: Path, token: str
) -> None:
    """204 for what is there, 503 with “nothing was changed” for what is not, and no third."""
    told: dict[int, int] = {}
    chance = random.Random(4)
    with serving(make_store(tmp_path / "store"), "--writable") as served:
        for number in range(12):
            (pid,) = writers(served) or {0}
            alarm = threading.Timer(chance.uniform(0, 2 * LONGEST), kill, [pid] if pid else [])
            if pid:
                alarm.start()
            told[number], text = ask(served, number)
            assert told[number] == 204 or (told[number] == 503 and "nothing was changed" in text)
            if pid:
                alarm.join()
            seen = served.query("SELECT ?s { ?s clv:modality ?m }", "text/csv")
            there = {number for number, status in told.items() if status == 204}
            assert {one for one in told if f"/statement/n-{one}\r\n" in seen.text} == there
        assert 204 in told.values()
    assert_whole(Store.open(tmp_path / "store"))


def test_a_server_that_is_killed_keeps_what_it_has_acknowledged(tmp_path: Path, token: str) -> None:
    """Its writer ends by itself, and the next server finds each acknowledged commit, whole."""
    folder = make_store(tmp_path / "store")
    acknowledged: set[int] = set()
    sent, chance = 0, random.Random(5)
    for _ in range(3):
        with serving(folder, "--writable") as served:
            alarm = threading.Timer(chance.uniform(0.05, 0.4), served.process.kill)
            orphans = served.family()
            alarm.start()
            while served.process.poll() is None:
                sent += 1
                status, _ = ask(served, sent)
                if status == 204:
                    acknowledged.add(sent)
            alarm.join()
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in orphans):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        store = Store.open(folder)
        assert acknowledged <= numbered(store) <= set(range(1, sent + 1))
        assert_whole(store)
    assert acknowledged
    assert rdf.inspect(rdf.from_ntriples(Store.open(folder).graph("statements")))[1] == []
