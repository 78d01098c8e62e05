"""Named questions on a large network: from the columns, and by the same SPARQL in the store.

``python -m benchmarks.columns [STATEMENTS]`` prints the measurement; it needs a system that can
fork, as each question of SPARQL is asked in a process that ends when it takes too long.
"""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from numpy.typing import NDArray

from benchmarks.engines import resident
from clivage import network, query, questions
from clivage.answer import Rows
from clivage.namespaces import CLV, OA, PROV, RDF, XSD
from clivage.questions import Projection
from clivage.store import Store

_Answer = TypeVar("_Answer")

STATEMENTS = 100_000
RUNS = 5
#: Seconds after which a question of SPARQL is stopped; it counts as having taken so long.
PATIENCE = 60.0
BASE = "https://w3id.org/clivage/benchmark/"
_SIGNS = ("Support", "Opposition")


def triples(statements: int, *, seed: int = 1971) -> Iterator[str]:
    """Yield a corpus of so many statements as lines of N-Triples.

    Actors stand in blocs and mostly keep to them, and a few act far more often than the others,
    as in `benchmarks.generate`; here only what the questions read is written.
    """
    rng = random.Random(seed)
    actors, issues = statements // 20, statements // 200
    yield f"<{BASE}> <{RDF}type> <{CLV}Corpus> .\n"
    for number in range(actors):
        yield f"<{BASE}actor/a{number}> <{RDF}type> <{CLV}Organization> .\n"
    for number in range(issues):
        yield f"<{BASE}issue/i{number}> <{RDF}type> <{CLV}Issue> .\n"
    for number in range(statements):
        for predicate, value in _statement(rng, number, actors, issues):
            yield f"<{BASE}statement/s{number}> <{predicate}> {value} .\n"
        passage = f"<{BASE}source/t#char={number * 60},{number * 60 + 50}>"
        yield f"{passage} <{OA}hasSelector> <{BASE}source/t#quote={number}> .\n"
        yield f'<{BASE}source/t#quote={number}> <{OA}exact> "Ce que dit la phrase {number}." .\n'


def _statement(
    rng: random.Random, number: int, actors: int, issues: int
) -> Iterator[tuple[str, str]]:
    """Yield the properties of a statement and their values."""
    holder = int(actors * rng.random() ** 2)
    allied, blocs = rng.random() < 0.5, max(2, actors // 30)
    on_issue = rng.random() < 0.15
    target = holder
    while target == holder or (not on_issue and (target % blocs == holder % blocs) is not allied):
        target = int((issues if on_issue else actors) * rng.random() ** 2)
        if on_issue:
            break
    sign = _SIGNS[allied is not (rng.random() < 0.9)]
    day = f"{rng.randint(1900, 1999)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    modality = "actual" if rng.random() < 0.92 else "negated"
    yield f"{RDF}type", f"<{CLV}{sign}>"
    yield f"{CLV}holder", f"<{BASE}actor/a{holder}>"
    yield f"{CLV}target", f"<{BASE}{'issue/i' if on_issue else 'actor/a'}{target}>"
    yield f"{CLV}modality", f"<{CLV}modality-{modality}>"
    yield f"{CLV}certainty", f"<{CLV}certainty-certain>"
    yield f"{CLV}strength", f'"{rng.choices((1, 2, 3), (20, 60, 20))[0]}"^^<{XSD}integer>'
    yield f"{PROV}wasAttributedTo", f"<{BASE}coder/generator>"
    yield f"{CLV}evidence", f"<{BASE}source/t#char={number * 60},{number * 60 + 50}>"
    if rng.random() < 0.1:
        yield f"{CLV}voice", f"<{BASE}actor/a{int(actors * rng.random())}>"
    if rng.random() < 0.9:
        yield f"{CLV}when", f'"{day}"^^<http://id.loc.gov/datatypes/edtf/EDTF-level1>'
        yield f"{CLV}notBefore", f'"{day}"^^<{XSD}date>'
        yield f"{CLV}notAfter", f'"{day}"^^<{XSD}date>'


def lines(folder: Path, statements: int = STATEMENTS) -> Iterator[str]:
    """Yield the measurement as lines of Markdown.

    Args:
        folder: where the store on disk is put.
        statements: how many there are.
    """
    store = Store.from_triples("".join(triples(statements)).encode())
    yield f"\n## Named questions on {statements:,} statements: columns against SPARQL\n"
    yield "| question | rows | SPARQL, ms | columns, ms | ratio | with JSON, ms | ratio |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    before, start = resident(), time.perf_counter()
    projection = Projection.of(store)
    built, memory = time.perf_counter() - start, resident() - before
    actor = projection.network.nodes[projection.network.holder[len(projection.network) // 2]]
    ratios = []
    for name in questions.TWINS:
        row, both = _compared(store, projection, name, actor)
        ratios.append(both)
        yield row
    means = [math.exp(statistics.fmean(map(math.log, one))) for one in zip(*ratios, strict=True)]
    yield f"| **geometric mean** | | | | **{means[0]:.0f} x** | | **{means[1]:.0f} x** |"
    yield (
        f"\nThe median of {RUNS} runs after one that does not count, both answers compared byte by"
        f" byte. SPARQL gives its rows as JSON; columns give them as they are, and as JSON when it"
        f" is asked for. A question of SPARQL that is not answered after {PATIENCE:.0f} s is"
        " stopped, and its ratio is at least the one given.\n"
    )
    yield from _building(store, folder, projection, built, memory)


def _compared(
    store: Store, projection: Projection, name: str, actor: str
) -> tuple[str, tuple[float, float]]:
    """Return the row of a question, and the ratios without and with JSON."""
    needs = any(not one.optional for one in query.named(name).parameters)
    values = [actor] if needs else []
    columns, answer = _timed(lambda: questions.answer(projection, name, values))
    written, json = _timed(lambda: questions.answer(projection, name, values).json)
    sparql, digest = _by_sparql(store, query.filled(store, query.named(name), values))
    if digest and digest != hashlib.sha256(json).hexdigest():
        raise SystemExit(f"{name}: the answers differ")
    at_least = "" if digest else "≥ "
    ratios = (sparql / columns, sparql / written)
    row = (
        f"| {name} | {len(answer):,} | {at_least}{sparql:,.1f} | {columns:.2f}"
        f" | {at_least}{ratios[0]:,.0f} x | {written:,.2f} | {at_least}{ratios[1]:,.0f} x |"
    )
    return row, ratios


def _timed(ask: Callable[[], _Answer]) -> tuple[float, _Answer]:
    """Return the median milliseconds of something, and what it gives."""
    answer, times = ask(), []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), answer


def _by_sparql(store: Store, sparql: str) -> tuple[float, str]:
    """Return the median milliseconds of a query, and a digest of its answer; none if stopped."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    process = fork.Process(target=_answer, args=(store, sparql, theirs))
    process.start()
    times: list[float] = []
    digest = ""
    try:
        while len(times) <= RUNS and sum(times) < 2000 * PATIENCE:
            if not ours.poll(PATIENCE):
                break
            milliseconds, digest = ours.recv()
            times.append(milliseconds)
    finally:
        process.kill()
        process.join()
    return (statistics.median(times[1:] or times), digest) if times else (1000 * PATIENCE, "")


def _answer(store: Store, sparql: str, out: Connection) -> None:
    """Answer again and again, and say how long each answer took."""
    while True:
        start = time.perf_counter()
        answer = store.query(sparql)
        took = (time.perf_counter() - start) * 1000
        assert isinstance(answer, Rows)
        out.send((took, hashlib.sha256(answer.json).hexdigest()))


def _building(
    store: Store, folder: Path, projection: Projection, built: float, memory: float
) -> Iterator[str]:
    """Say what the columns cost."""
    store.save(folder / "store")
    on_disk, start = Store.open(folder / "store"), time.perf_counter()
    network.from_store(on_disk)
    from_disk = time.perf_counter() - start
    made = projection.network
    links = (projection.supports, projection.opposes, projection.allies, projection.foes)
    columns: list[NDArray[Any]]
    columns = [made.holder, made.target, made.sign, made.weight, made.not_before, made.not_after]
    arrays = [*columns, projection.place, *(one.keys for one in links)]
    sizes = [sum(array.nbytes for array in some) / 1e6 for some in (columns, arrays)]
    names = _megabytes_of_names((*made.nodes, *made.statements, *projection.iris))
    yield (
        f"Making the columns: {built:.1f} s from the store in memory, {from_disk:.1f} s from one on"
        f" disk, once a store. They are {sizes[0]:.1f} MB, {sizes[1]:.1f} MB with the ties of the"
        f" questions, and {names:.1f} MB of names; making them adds {memory:.0f} MB of resident"
        " memory."
    )


def _megabytes_of_names(names: Sequence[str]) -> float:
    return sum(map(sys.getsizeof, names)) / 1e6


def main() -> None:
    """Measure and print."""
    statements = int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS
    with tempfile.TemporaryDirectory() as name:
        for line in lines(Path(name), statements):
            print(line, flush=True)


if __name__ == "__main__":
    main()
