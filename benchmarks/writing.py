"""Measure commits: how many a second a store takes, and where their time goes.

``python -m benchmarks.writing`` prints a table. Each commit adds a statement between two actors
that are there; the parts are those of one writer, without HTTP. Beside it stands the time until a
client of `clivage serve --writable` has its answer, and every reader sees the change.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from benchmarks.generate import generate
from clivage import coding, rdf
from clivage.serve.commits import Commits, faults
from clivage.store import Store

SIZES = (100, 5_000)
COMMITS = 20
_TOKEN = "benchmark"
_Result = TypeVar("_Result")


def updates(store: Store) -> Iterator[str]:
    """Yield updates that each add a statement like one that is there."""
    found = store.columns(
        "SELECT ?a ?b ?p ?c { ?s clv:holder ?a ; clv:target ?b ; clv:evidence ?p ;"
        " prov:wasAttributedTo ?c . ?a a clv:Actor FILTER(?a != ?b && ?a != clv:author) }"
    )
    for number, (holder, target, passage, coder) in enumerate(zip(*found, strict=True)):
        yield (
            f"INSERT DATA {{ statement:added-{number} a clv:Support , clv:Statement ;"
            f" clv:holder {holder} ; clv:target {target} ; clv:evidence {passage} ;"
            " clv:modality clv:modality-actual ; clv:certainty clv:certainty-certain ;"
            f" clv:strength 2 ; prov:wasAttributedTo {coder} }}"
        )


def made(folder: Path, statements: int) -> Path:
    """Write a corpus of a size as a store."""
    corpus = folder / f"corpus-{statements}"
    generate(corpus, statements=statements, texts=max(5, statements // 100))
    store = folder / f"store-{statements}"
    Store.from_triples(rdf.ntriples(coding.read(corpus))).save(store)
    return store


def parts(folder: Path) -> dict[str, float]:
    """Return the median time in ms of each step of a commit, and of opening the store."""
    found: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], _Result]) -> _Result:
        before = time.perf_counter()
        result = work()
        found.setdefault(name, []).append(1000 * (time.perf_counter() - before))
        return result

    wanted = updates(Store.open(folder))
    commits = timed("opening the store", lambda: Commits(folder))
    store = commits.store
    for number in range(COMMITS):
        sparql = next(wanted)
        timed("the update itself", lambda: store.update(_named(store.statements, sparql)))  # noqa: B023
        change = timed("what it changed", store.drafted)
        part = timed("what that touches", lambda: store.around(change.subjects(store.statements)))  # noqa: B023
        assert timed("validating it", lambda: faults(part)) == []  # noqa: B023
        whole = timed("deriving the edges", lambda: store.derive(change))  # noqa: B023
        timed("writing, and to the disk", lambda: store.commit(whole))  # noqa: B023
        timed("a snapshot", lambda: store.snapshot(folder.with_name(f"{folder.name}-{number}")))  # noqa: B023
    return {name: statistics.median(times) for name, times in found.items()}


def _named(graph: str, sparql: str) -> str:
    return sparql.replace("DATA {", f"DATA {{ GRAPH <{graph}> {{") + " }"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a store to be written, and give its address."""
    code = "from clivage.cli import main; main()"
    words = [sys.executable, "-c", code, "serve", str(folder), "--writable", "--port", "0"]
    words += ["--timeout", "60"]
    environment = {**os.environ, "CLIVAGE_SERVE_TOKEN": _TOKEN}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split()[-1].partition("#")[0]
        finally:
            process.terminate()


def answered(folder: Path) -> float:
    """Return the median time in ms until a client has its answer."""
    wanted = updates(Store.open(folder))
    times = []
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "application/sparql-update"}
    with served(folder) as address:
        for _ in range(COMMITS):
            body = next(wanted).replace("statement:added", "statement:sent").encode()
            asked = urllib.request.Request(f"{address}sparql", body, headers, method="POST")
            before = time.perf_counter()
            with urllib.request.urlopen(asked) as reply:
                assert reply.status == 204
            times.append(1000 * (time.perf_counter() - before))
    return statistics.median(times)


def lines(folder: Path) -> Iterator[str]:
    """Yield a table as it is measured."""
    found = []
    for size in SIZES:
        store = made(folder, size)
        found.append({**parts(store), "until the client has its answer": answered(store)})
    yield (
        f"| ms, median of {COMMITS} | "
        + " | ".join(f"{size:,} statements" for size in SIZES)
        + " |"
    )
    yield "|---|" + "---:|" * len(SIZES)
    for name in found[0]:
        yield f"| {name} | " + " | ".join(f"{one[name]:,.1f}" for one in found) + " |"
    rates = (1000 / one["until the client has its answer"] for one in found)
    yield "| commits a second | " + " | ".join(f"{rate:.1f}" for rate in rates) + " |"


def main() -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
