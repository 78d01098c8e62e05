"""One engine in a process of its own: load a graph, answer the questions, say what it took.

``python -m benchmarks.engines clivage|rdflib FILE.nt`` prints one JSON object: seconds to load,
megabytes of resident memory that loading added, and for each question milliseconds (the median
of the runs after a first one that is not counted) and the number of rows.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.questions import filled

RUNS = 5
_EDGE = """SELECT ?a ?b { ?s a <https://w3id.org/clivage/ns#Support> ;
  <https://w3id.org/clivage/ns#holder> ?a ; <https://w3id.org/clivage/ns#target> ?b .
  ?a <https://w3id.org/clivage/ns#supports> ?b . FILTER(CONTAINS(STR(?b), "/actor/")) }
ORDER BY ?a ?b LIMIT 1"""

Ask = Callable[[str], list[tuple[str, ...]]]


def clivage(path: Path) -> Ask:
    """Load a file into a clivage store."""
    from clivage.answer import Rows
    from clivage.store import Store

    store = Store.from_triples(path.read_bytes())

    def ask(sparql: str) -> list[tuple[str, ...]]:
        answer = store.query(sparql)
        assert isinstance(answer, Rows)
        return [tuple(term.value if term else "" for term in row) for row in answer.rows]

    return ask


def rdflib(path: Path) -> Ask:
    """Load the same file into an rdflib graph, which is asked with its own engine."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(path, format="nt11")

    def ask(sparql: str) -> list[tuple[str, ...]]:
        return [tuple(str(value) for value in row) for row in graph.query(sparql)]  # type: ignore[union-attr]

    return ask


def resident() -> float:
    """Return the resident memory of this process in megabytes (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say")


def timed(ask: Ask, sparql: str) -> tuple[float, int]:
    """Return the median milliseconds of a question, and its number of rows."""
    times = []
    rows = ask(sparql)
    budget = time.perf_counter() + 20
    for _ in range(RUNS):
        start = time.perf_counter()
        ask(sparql)
        times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() > budget:
            break
    return statistics.median(times), len(rows)


def main(name: str, path: Path) -> None:
    """Measure one engine and print what it took."""
    import pyoxigraph  # noqa: F401  (what importing costs is not what loading costs)
    import rdflib as _  # noqa: F401

    gc.collect()
    before, start = resident(), time.perf_counter()
    ask = {"clivage": clivage, "rdflib": rdflib}[name](path)
    loaded = time.perf_counter() - start
    gc.collect()
    memory = resident() - before
    actor, other = ask(_EDGE)[0]
    measured = {question: timed(ask, sparql) for question, sparql in filled(actor, other).items()}
    print(json.dumps({"load": loaded, "memory": memory, "questions": measured}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
