"""Ask ``clivage serve`` as a crowd does: 200 clients for a minute, some careless, some hostile.

``python -m benchmarks.load`` prints a table; ``--write`` puts it into docs/serving.md. Each client
keeps one connection, asks, waits a second on average, and asks again. Every answer is compared with
the one that the engine gives without a server; what is heavy or wrong must be refused with the
status that belongs there. The light queries are also measured alone, by one client, before.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from benchmarks.generate import generate
from benchmarks.page import run
from benchmarks.serving import busiest
from clivage import coding, rdf
from clivage.answer import Limits
from clivage.store import Store

STATEMENTS, TEXTS = 5_000, 50
CLIENTS, SECONDS, PAUSE = 200, 60, 1.0
#: Seconds for which the light queries are measured alone.
ALONE = 10
#: Seconds after which an answer is taken for lost.
LOST = 60
#: Seconds within which a connection that ends may have been ended before it was asked.
CROSSED = 0.01
_PAGE = Path(__file__).parents[1] / "docs" / "serving.md"
_JSON = "application/sparql-results+json"
_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f = ?i) }"


@dataclass(frozen=True)
class Call:
    """One request, and what may be answered to it.

    Attributes:
        sort: ``light``, ``long``, ``heavy`` or ``malformed``.
        statuses: those that are right.
        body: the right answer of a 200.
    """

    sort: str
    target: str
    statuses: tuple[int, ...] = (200,)
    body: bytes = b""
    headers: str = f"Accept: {_JSON}\r\n"


@dataclass
class Seen:
    """What came of all requests."""

    times: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unordered: list[tuple[Call, bytes]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class Mix:
    """Chooses what is asked next: mostly light queries, half of them never asked before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._number = 0
        actor = busiest(store)
        self._light = [
            f"SELECT ?b ?NAME {{ <{actor}> clv:supports ?b }} ORDER BY ?b LIMIT 20",
            f"SELECT ?b ?NAME {{ ?b clv:opposes <{actor}> }} ORDER BY ?b LIMIT 20",
            f"ASK {{ <{actor}> clv:opposes ?NAME }}",
        ]
        # Five issues of 200 statements each.
        self._long = (
            "SELECT ?s ?a ?b ?NAME { { SELECT DISTINCT ?i { ?i a clv:Issue } ORDER BY ?i LIMIT 5 }"
            " ?s clv:about ?i ; clv:holder ?a ; clv:target ?b }"
        )
        self._bodies: dict[str, bytes] = {}

    def light(self, chance: random.Random) -> Call:
        """Return a light query."""
        return self._query("light", chance.choice(self._light), new=chance.random() < 0.5)

    def any(self, chance: random.Random) -> Call:
        """Return a query of any sort: of a hundred, 85 light, 5 long, 5 heavy, 5 malformed."""
        draw = chance.random()
        if draw < 0.85:
            return self.light(chance)
        if draw < 0.90:
            return self._query("long", self._long, new=chance.random() < 0.5)
        if draw < 0.95:
            self._number += 1
            heavy = _HEAVY.replace("?n)", f"?n{self._number})")
            return Call("heavy", f"/sparql?query={quote(heavy)}", (503, 504))
        return chance.choice(_MALFORMED)

    def _query(self, sort: str, template: str, *, new: bool) -> Call:
        self._number += new
        name = f"x{self._number}" if new else "x"
        target = f"/sparql?query={quote(template.replace('NAME', name))}"
        if template not in self._bodies:
            _, body = self._store.written(
                template.replace("NAME", "NAMEx"),
                table="json",
                graph="",
                limits=Limits(10_000, 2**24),
            )
            self._bodies[template] = body
        return Call(sort, target, body=self._bodies[template].replace(b"NAMEx", name.encode()))


_MALFORMED = (
    Call("malformed", f"/sparql?query={quote('SELECT ?a { ?a clv:supports }')}", (400,)),
    Call(
        "malformed",
        f"/sparql?query={quote('SELECT * { SERVICE <http://127.0.0.1:1/> {} }')}",
        (400,),
    ),
    Call("malformed", f"/sparql?query={quote('ASK FROM <file:///etc/passwd> {}')}", (400,)),
    Call("malformed", "/sparql?query=%FF", (400,)),
    Call("malformed", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", (400,)),
    Call("malformed", f"/sparql?query={quote('ASK {}')}", (406,), headers="Accept: image/png\r\n"),
    Call("malformed", "/id/../../etc/passwd", (404,)),
)


async def client(
    port: int, choose: Mix, seen: Seen, *, pause: float, until: float, seed: int, light: bool
) -> None:
    """Ask again and again over one connection."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, pause))
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    while time.monotonic() < until:
        call = choose.light(chance) if light else choose.any(chance)
        if reader.at_eof():  # the server closes a connection on which nothing was asked for 5 s
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
        begun = time.perf_counter()
        try:
            status, body = await asyncio.wait_for(_asked(reader, writer, call), LOST)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            # That may cross with a request, which a client may send again (RFC 9112, 9.3.1).
            crossed = time.perf_counter() - begun < CROSSED and isinstance(
                error, OSError | EOFError
            )
            if not crossed:
                seen.lost.append(f"{error!r} to {call.target[:200]}")
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
            continue
        seen.times.setdefault(call.sort, []).append(time.perf_counter() - begun)
        seen.statuses[call.sort, status] += 1
        if status not in call.statuses:
            seen.wrong.append(f"{status} to {call.target[:200]}: {body[:100]!r}")
        elif status == 200 and body != call.body:
            seen.unordered.append((call, body))  # looked at later, for it would delay the others
        await asyncio.sleep(chance.expovariate(1 / pause) if pause else 0)
    writer.close()


def verify(seen: Seen) -> None:
    """Look through the answers that may have the right rows in another order, which is free."""
    for call, body in seen.unordered:
        if len(body) != len(call.body) or _rows(body) != _rows(call.body):
            seen.wrong.append(f"{call.target[:200]}: {body[:100]!r}")


def _rows(body: bytes) -> list[str]:
    return sorted(map(str, json.loads(body)["results"]["bindings"]))


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, call: Call
) -> tuple[int, bytes]:
    """Send a request and read its answer."""
    writer.write(f"GET {call.target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{call.headers}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)


def memory(pid: int) -> float:
    """Return the MiB that a process and all that descend from it share out among them (Linux)."""
    total = 0
    for one in (pid, *_descendants(pid)):
        with suppress(OSError):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += int(rollup.partition("\nPss:")[2].split()[0])
    return total / 1024


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text(encoding="ascii").split()):
                yield child
                yield from _descendants(child)


async def crowd(port: int, pid: int, mix: Mix) -> tuple[Seen, Seen, list[float]]:
    """Measure light queries alone, then everything at once; and the memory, second by second."""
    alone, together, sizes = Seen(), Seen(), []
    until = time.monotonic() + ALONE
    await client(port, mix, alone, pause=0.01, until=until, seed=0, light=True)
    until = time.monotonic() + SECONDS
    clients = [
        asyncio.create_task(
            client(port, mix, together, pause=PAUSE, until=until, seed=number, light=False)
        )
        for number in range(1, CLIENTS + 1)
    ]
    while time.monotonic() < until:
        await asyncio.sleep(1)
        sizes.append(memory(pid))
    await asyncio.gather(*clients)
    verify(together)
    return alone, together, sizes


def percentile(times: list[float], part: float) -> float:
    """Return the time in ms below which a part of all times lies."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))] * 1000


def lines(folder: Path) -> Iterator[str]:
    """Measure, and yield the table."""
    generate(folder / "corpus", statements=STATEMENTS, texts=TEXTS)
    store = Store.from_triples(rdf.ntriples(coding.read(folder / "corpus")))
    store.save(folder / "store")
    words = ["-c", "from clivage.cli import main; main()", "serve", str(folder / "store")]
    with subprocess.Popen(
        [sys.executable, *words, "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])
            _wait(f"http://127.0.0.1:{port}/api/analysis.json")
            alone, together, sizes = asyncio.run(crowd(port, process.pid, Mix(store)))
        finally:
            process.terminate()
    yield from table(alone, together, sizes)


def _wait(address: str) -> None:
    """Wait until the server has drawn and analysed what it serves."""
    while True:
        try:
            urllib.request.urlopen(address, timeout=60).close()
        except urllib.error.HTTPError as error:
            if error.code != 503:
                return
            time.sleep(1)
        else:
            return


def table(alone: Seen, together: Seen, sizes: list[float]) -> Iterator[str]:
    """Yield what was found."""
    count = sum(map(len, together.times.values()))
    yield f"{CLIENTS} clients, {SECONDS} s, {count:,} requests, {STATEMENTS:,} statements.\n"
    yield "| sort | requests | answered with | median, ms | p99, ms |"
    yield "|---|---:|---|---:|---:|"
    for name, seen, sort in (
        ("light, alone", alone, "light"),
        ("light", together, "light"),
        ("many rows", together, "long"),
        ("heavy", together, "heavy"),
        ("malformed", together, "malformed"),
    ):
        times = seen.times[sort]
        codes = ", ".join(
            f"{status}: {number:,}"
            for (one, status), number in sorted(seen.statuses.items())
            if one == sort
        )
        yield (
            f"| {name} | {len(times):,} | {codes} | {percentile(times, 0.5):.1f}"
            f" | {percentile(times, 0.99):.1f} |"
        )
    ratio = percentile(together.times["light"], 0.99) / percentile(alone.times["light"], 0.99)
    early, late = statistics.median(sizes[5:20]), statistics.median(sizes[-15:])
    yield "\n| what | found | goal |"
    yield "|---|---:|---:|"
    yield f"| wrong answers | {len(together.wrong) + len(alone.wrong)} | 0 |"
    yield f"| lost requests | {len(together.lost) + len(alone.lost)} | 0 |"
    yield f"| p99 of light queries, to that alone | {ratio:.1f} x | below 5 x |"
    yield f"| memory, late to early | {late / early:.2f} x of {early:.0f} MiB | 1 x |"
    for line in [*together.lost, *alone.wrong, *together.wrong][:30]:
        print(line, file=sys.stderr)


def main() -> None:
    """Measure, print, and write where that is asked for."""
    run(lines, _PAGE, "load")


if __name__ == "__main__":
    main()
