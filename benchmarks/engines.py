"""One engine in a process of its own: load a graph, answer the questions, say what it took.

``python -m benchmarks.engines clivage|rdflib FILE.nt`` prints one JSON object: seconds to load,
megabytes of resident memory that loading added, and for each question the least milliseconds
that it took and its number of rows. Times are those of the processor. A question is asked a few
times in a row, and all questions in turn, round after round: the caches are warm, and what other
programs do at the same time changes little.
"""

from __future__ import annotations

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.questions import filled

#: How often a question is asked in a row; how many rounds at least, and for how many seconds.
IN_A_ROW, LEAST_ROUNDS, SECONDS = 5, 2, 40
#: The first pair of actors, by their IRIs, of whom one supports the other.
_EDGE = """SELECT ?a ?b { ?s a <https://w3id.org/clivage/ns#Support> ;
  <https://w3id.org/clivage/ns#holder> ?a ; <https://w3id.org/clivage/ns#target> ?b .
  ?a <https://w3id.org/clivage/ns#supports> ?b . FILTER(CONTAINS(STR(?b), "/actor/")) }
ORDER BY ?a ?b LIMIT 1"""

Ask = Callable[[str], list[tuple[str, ...]]]


def clivage(path: Path) -> Ask:
    """Load a file into a clivage store."""
    from clivage.store import Store

    store = Store.from_triples(path.read_bytes())

    def ask(sparql: str) -> list[tuple[str, ...]]:
        return list(zip(*store.columns(sparql), strict=True))

    return ask


def rdflib(path: Path) -> Ask:
    """Load the same file into an rdflib graph, which is asked with its own engine."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(path, format="nt11")

    def ask(sparql: str) -> list[tuple[str, ...]]:
        return [tuple(str(value) for value in row) for row in graph.query(sparql)]  # type: ignore[union-attr]

    return ask


def resident(*, peak: bool = False) -> float:
    """Return the resident memory of this process in megabytes (Linux), now or at its peak."""
    name = "VmHWM:" if peak else "VmRSS:"
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say")


def timed(ask: Ask, questions: Mapping[str, str]) -> dict[str, tuple[float, int]]:
    """Return the least milliseconds of each question, and its number of rows."""
    best = {name: (math.inf, len(ask(sparql))) for name, sparql in questions.items()}
    end, rounds = time.process_time() + SECONDS, 0
    while rounds < LEAST_ROUNDS or time.process_time() < end:
        rounds += 1
        for name, sparql in questions.items():
            for _ in range(IN_A_ROW):
                start = time.process_time()
                rows = len(ask(sparql))
                best[name] = min(best[name], ((time.process_time() - start) * 1000, rows))
    return best


def main(name: str, path: Path) -> None:
    """Measure one engine and print what it took."""
    import pyoxigraph  # noqa: F401  (what importing costs is not what loading costs)
    import rdflib as _  # noqa: F401

    gc.collect()
    before, start = resident(), time.process_time()
    ask = {"clivage": clivage, "rdflib": rdflib}[name](path)
    loaded = time.process_time() - start
    gc.collect()
    memory = resident() - before
    actor, other = (iri.strip("<>") for iri in ask(_EDGE)[0])
    measured = timed(ask, filled(actor, other))
    print(json.dumps({"load": loaded, "memory": memory, "questions": measured}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
