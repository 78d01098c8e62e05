"""The analysis of signed networks: time, value, bound and gap on real data, beside the peers.

``python -m benchmarks.signed`` prints the tables. The real networks stand outside the repository
(``../shared/data/signed``), and igraph is a peer here, not a dependency.
"""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engines import resident
from clivage import analysis, layout, network
from clivage.analysis.camps import find_camps
from clivage.network import Merge, SignedGraph, SignedNetwork

DATA = Path("../shared/data/signed")
#: Seconds that each network is given.
LIMITS = {
    "tribes": 10,
    "pc_cloister": 10,
    "bitcoin_alpha": 10,
    "pc_wikielections": 120,
    "epinions": 30,
}
#: Ties of the generated networks that show how time grows.
SIZES = (10_000, 30_000, 100_000)


def lines() -> Iterator[str]:
    """Measure everything; yield the tables."""
    yield "## The frustration index\n"
    yield "| network | actors | ties | seconds | value | proved bound | gap | peak MB |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name in (*LIMITS, "wars"):
        yield _row(**_apart(name))
    yield "\n## How it grows, planted camps with one sign in twenty turned\n"
    yield "| ties | seconds | a tie | value | proved bound |"
    yield "|---:|---:|---:|---:|---:|"
    yield from _growth()
    yield "\n## Triangles by sign\n"
    yield "| network | clivage, s | networkx, s | ratio | igraph, s | ratio |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name in ("bitcoin_alpha", "pc_wikielections"):
        yield _census(name)
    yield "\n## Camps and layout of the network view\n"
    yield "| ties | actors | camps, s | layout, s |"
    yield "|---:|---:|---:|---:|"
    yield from _drawn()


def read(name: str) -> SignedGraph:
    """Return a network by the rule of the field notes: conflicting pairs dropped, all weights 1."""
    return network.merge(_table(name), Merge.DROP, weighted=False)


def _table(name: str) -> SignedNetwork:
    packed = DATA / f"{name}.csv.gz"
    if not packed.exists():
        return network.from_csv(DATA / f"{name}.csv")
    with gzip.open(packed, "rt", encoding="utf-8") as file:
        rows = [(row["source"], row["target"], int(row["sign"])) for row in csv.DictReader(file)]
    number: dict[str, int] = {}
    ends = [(number.setdefault(a, len(number)), number.setdefault(b, len(number)))
            for a, b, _ in rows]  # fmt: skip
    return SignedNetwork.of_rows(
        list(number), [a for a, _ in ends], [b for _, b in ends], [sign for *_, sign in rows]
    )


def _apart(name: str) -> dict[str, Any]:
    """Measure one network in a process of its own, so that its memory is its own."""
    words = [sys.executable, "-m", "benchmarks.signed", name]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _row(**found: Any) -> str:  # noqa: ANN401
    gap = (found["value"] - found["bound"]) / found["value"]
    return (
        f"| {found['name']} | {found['actors']:,} | {found['ties']:,} | {found['seconds']:.2f}"
        f" | {found['value']:,} | {found['bound']:,} | {gap:.2%} | {found['memory']:,.0f} |"
    )


def _measured(name: str) -> dict[str, Any]:
    graphs = _wars() if name == "wars" else [read(name)]
    limit = LIMITS.get(name, 10)
    start = time.perf_counter()
    found = [analysis.frustration_index(one, time_limit=limit, unique=False) for one in graphs]
    return {
        "name": "51 windows of wars, together" if name == "wars" else name,
        "actors": sum(len(one.nodes) for one in graphs) if name != "wars" else len(graphs[0].nodes),
        "ties": sum(map(len, graphs)),
        "seconds": time.perf_counter() - start,
        "value": sum(one.value for one in found),
        "bound": sum(one.lower_bound for one in found),
        "memory": resident(peak=True),
    }


def _wars() -> list[SignedGraph]:
    whole = _table("cow")
    with (DATA / "cow.csv").open(encoding="utf-8") as file:
        years = np.array([row["window"] for row in csv.DictReader(file)])
    return [
        network.merge(whole.where(years == one), Merge.DROP, weighted=False)
        for one in dict.fromkeys(years.tolist())
    ]


def planted(ties: int, seed: int = 1) -> SignedGraph:
    """Return a network with two planted camps; on average twenty ties an actor."""
    rng = np.random.default_rng(seed)
    actors = ties // 10
    camp = rng.choice(np.array([-1, 1]), actors)
    ends = np.unique(np.sort(rng.integers(0, actors, (2 * ties, 2)), axis=1), axis=0)
    ends = rng.permutation(ends[ends[:, 0] != ends[:, 1]])[:ties]
    turned = rng.choice(np.array([1, -1]), len(ends), p=[0.95, 0.05])
    sign = camp[ends[:, 0]] * camp[ends[:, 1]] * turned
    first, second = ends[:, 0].astype(np.int32), ends[:, 1].astype(np.int32)
    names = tuple(map(str, range(actors)))
    return SignedGraph.of_pairs(names, first, second, sign.astype(np.int64))


def _growth() -> Iterator[str]:
    first = 0.0
    for size in SIZES:
        graph = planted(size)
        start = time.perf_counter()
        found = analysis.frustration_index(graph, time_limit=300, unique=False)
        seconds = time.perf_counter() - start
        first = first or seconds / size
        yield (
            f"| {size:,} | {seconds:.2f} | {seconds / size / first:.1f} x | {found.value:,}"
            f" | {found.lower_bound:,} |"
        )


def _census(name: str) -> str:
    graph = read(name)
    pairs = list(zip(graph.first.tolist(), graph.second.tolist(), strict=True))
    sign = np.sign(graph.weight)
    ours, counts = _best(lambda: analysis.triad_census(graph).counts)
    theirs, peer = _best(lambda: _by_networkx(pairs, sign), runs=1)
    igraphs, other = _best(lambda: _by_igraph(len(graph.nodes), pairs, sign))
    if not tuple(counts) == peer == other:
        raise SystemExit(f"{name}: {counts}, but networkx has {peer} and igraph {other}")
    return (
        f"| {name} | {ours:.3f} | {theirs:.2f} | {theirs / ours:.0f} x"
        f" | {igraphs:.3f} | {igraphs / ours:.1f} x |"
    )


def _drawn() -> Iterator[str]:
    """Yield the processor time of parting and placing planted networks."""
    for size in (10_000, 100_000):
        graph = planted(size)
        rows = SignedNetwork.of_rows(graph.nodes, graph.first, graph.second, np.sign(graph.weight))
        start = time.process_time()
        camps = find_camps(graph).members
        parted = time.process_time() - start
        numbered = [[rows.number[id] for id in camp] for camp in camps]
        labels = [{"en": f"Actor {id}"} for id in graph.nodes]
        start = time.process_time()
        first = layout.places(rows, numbered, labels)
        placed = time.process_time() - start
        if first != layout.places(rows, numbered, labels):
            raise SystemExit("the layout is not the same twice")
        yield f"| {size:,} | {len(graph.nodes):,} | {parted:.1f} | {placed:.1f} |"


def _best(work: Callable[[], Any], runs: int = 3) -> tuple[float, Any]:
    """Return the least time of some runs, and what the work gives."""
    best, found = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


def _by_networkx(pairs: list[tuple[int, int]], sign: Any) -> tuple[int, ...]:  # noqa: ANN401
    import networkx

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_edges_from(
        (one, other, {"sign": int(value)}) for (one, other), value in zip(pairs, sign, strict=True)
    )
    counts = [0] * 4
    for a, b, c in networkx.all_triangles(graph):
        signs = (graph[a][b]["sign"], graph[b][c]["sign"], graph[a][c]["sign"])
        counts[signs.count(-1)] += 1
    return tuple(counts)


def _by_igraph(size: int, pairs: list[tuple[int, int]], sign: Any) -> tuple[int, ...]:  # noqa: ANN401
    import igraph

    graph = igraph.Graph(size, pairs)
    corners = np.array(graph.list_triangles()).reshape(-1, 3)
    of_pair = dict(zip(((min(pair), max(pair)) for pair in pairs), sign.tolist(), strict=True))
    corners.sort(axis=1)
    counts = [0] * 4
    for a, b, c in corners.tolist():
        counts[(of_pair[a, b], of_pair[b, c], of_pair[a, c]).count(-1)] += 1
    return tuple(counts)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measured(sys.argv[1])))
    else:
        for line in lines():
            print(line, flush=True)
