"""Compare ``clivage serve`` with ``oxigraph serve-read-only`` on the same store.

``python -m benchmarks.serving`` prints a table; ``--write`` puts it into docs/serving.md. Both
servers run at once, on the loopback, and are asked in turns, so that what else the machine does
meets both; each is asked by ``wrk`` over four connections. Every answer that counts has status
200, and both must give the same number of rows.
"""

from __future__ import annotations

import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.generate import generate
from benchmarks.page import run
from clivage import coding, rdf
from clivage.answer import Rows
from clivage.store import Store

STATEMENTS, TEXTS = 5_000, 50
#: How often each server is asked, and for how many seconds each time.
ROUNDS, SECONDS = 3, 3
_PAGE = Path(__file__).parents[1] / "docs" / "serving.md"
_PREFIX = "PREFIX clv: <https://w3id.org/clivage/ns#> "
#: A new name for a variable makes a query that no server has seen before.
_SCRIPT = """
local number, run = 0, "%s"
local before, after = "%s", "%s"
wrk.headers["Accept"] = "application/sparql-results+json"
request = function()
  number = number + 1
  local name = %s
  return wrk.format("GET", wrk.path .. "?query=" .. before .. name .. after)
end
"""


@dataclass(frozen=True)
class Load:
    """Queries of one kind.

    Attributes:
        sparql: with NAME where a name makes it another query.
        repeated: whether the same query is asked again and again.
        promised: the least ratio of requests a second.
    """

    name: str
    sparql: str
    repeated: bool
    promised: float


def loads(actor: str) -> tuple[Load, ...]:
    """Return what is asked about an actor."""
    allies = (
        f"SELECT DISTINCT ?c ?NAME {{ <{actor}> clv:supports ?b . ?b clv:supports ?c }} ORDER BY ?c"
    )
    point = f"SELECT ?b ?NAME {{ <{actor}> clv:supports ?b }} LIMIT 20"
    thousand = "SELECT ?s ?a ?b ?NAME { ?s clv:holder ?a ; clv:target ?b } LIMIT 1000"
    return (
        Load("allies of allies, repeated", _PREFIX + allies, True, 1.0),
        Load("one actor's allies, repeated", _PREFIX + point, True, 1.0),
        Load("one actor's allies, each time another query", _PREFIX + point, False, 0.5),
        Load("1,000 rows, each time another query", _PREFIX + thousand, False, 1.0),
        Load("1,000 rows, repeated", _PREFIX + thousand, True, 1.0),
    )


@contextmanager
def server(*words: object) -> Iterator[str]:
    """Run a server on a free port, and end it; PORT in its words is replaced."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [str(word).replace("PORT", port) for word in words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 60
            while not _listens(int(port)) and time.monotonic() < deadline:
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def rows(address: str, load: Load) -> int:
    """Return how many rows a server answers."""
    asked = f"{address}?query={quote(load.sparql.replace('NAME', 'x'))}"
    request = urllib.request.Request(asked, headers={"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        return int(reply.read().count(b"\n")) - 1


def rate(address: str, load: Load, folder: Path) -> float:
    """Return how many requests a second a server answers."""
    before, after = (quote(part) for part in load.sparql.split("NAME"))
    name = '"x"' if load.repeated else '"x" .. run .. number'
    script = folder / "load.lua"
    script.write_text(_SCRIPT % (time.monotonic_ns(), before, after, name), encoding="utf-8")
    words = ["wrk", "-t1", "-c4", f"-d{SECONDS}s", "-s", str(script), address]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{address}: {said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found
    return float(found[1])


def busiest(store: Store) -> str:
    """Return the actor with the most allies."""
    most = "SELECT ?a { ?a clv:supports ?b } GROUP BY ?a ORDER BY DESC(COUNT(*)) ?a LIMIT 1"
    answer = store.query(most)
    assert isinstance(answer, Rows)
    (term,) = answer.rows[0]
    assert term
    return term.value


def lines(folder: Path) -> Iterator[str]:
    """Measure, and yield the table."""
    generate(folder / "corpus", statements=STATEMENTS, texts=TEXTS)
    store = Store.from_triples(rdf.ntriples(coding.read(folder / "corpus")))
    store.save(folder / "store")
    asked = loads(busiest(store))
    triples = store.ntriples().count(b"\n")
    python = (sys.executable, "-c", "from clivage.cli import main; main()")
    oxigraph = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    theirs = (oxigraph, "serve-read-only", "--location", folder / "store", "--union-default-graph")
    yield f"{STATEMENTS:,} statements, {triples:,} triples; requests a second, four connections.\n"
    yield "| what | rows | oxigraph | clivage | ratio | goal |"
    yield "|---|---:|---:|---:|---:|---:|"
    with (
        server(*theirs, "--bind", "127.0.0.1:PORT") as other,
        server(*python, "serve", folder / "store", "--port", "PORT") as ours,
    ):
        addresses = (f"{other}/query", f"{ours}/sparql")  # each answers `rows` before it is timed
        for load in asked:
            counts = [rows(address, load) for address in addresses]
            if counts[0] != counts[1]:
                raise SystemExit(f"{load.name}: {counts[1]} rows, but oxigraph has {counts[0]}")
            measured: list[list[float]] = [[], []]
            for _ in range(ROUNDS):
                for address, found in zip(addresses, measured, strict=True):
                    found.append(rate(address, load, folder))
            one, two = map(statistics.median, measured)
            yield (
                f"| {load.name} | {counts[0]:,} | {one:,.0f} | {two:,.0f} | {two / one:.2f} x"
                f" | {load.promised:.1f} x |"
            )


def main() -> None:
    """Measure, print, and write where that is asked for."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not here: install it, for example by 'apt install wrk'")
    run(lines, _PAGE, "measured")


if __name__ == "__main__":
    main()
