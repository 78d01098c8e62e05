"""Real data that lies beside the repository: not ours, so not in it."""

from __future__ import annotations

import csv
import functools
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from clivage.network import SignedNetwork, from_csv

#: Where it lies, from the root of the repository.
DATA = Path("../shared/data")


def path(name: str) -> Path:
    """Return a file of the shared data; where it is absent the test is skipped, or fails in CI."""
    file = DATA / name
    if not file.exists():
        said = f"{file} is absent: real data is not part of the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return file


@functools.cache
def signed(name: str) -> SignedNetwork:
    """Return a signed network by the name of its table, such as ``tribes``."""
    packed = DATA / "signed" / f"{name}.csv.gz"
    return _unpacked(packed) if packed.exists() else from_csv(path(f"signed/{name}.csv"))


def _unpacked(file: Path) -> SignedNetwork:
    """Read a table of numbers quickly, as it has a million rows."""
    with gzip.open(file, "rt") as lines:
        table = np.loadtxt(lines, np.int64, delimiter=",", skiprows=1)
    nodes = map(str, range(int(table[:, :2].max()) + 1))
    return SignedNetwork.of_rows(tuple(nodes), *table.T)


@functools.cache
def wars() -> dict[str, SignedNetwork]:
    """Return the Correlates of War: a network for each window of four years, in their order."""
    with path("signed/cow.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    nodes = sorted({row[end] for row in table for end in ("source", "target")})
    number = {id: at for at, id in enumerate(nodes)}
    windows: dict[str, list[tuple[int, int, int]]] = {}
    for row in table:
        ends = number[row["source"]], number[row["target"]]
        windows.setdefault(row["window"], []).append((*ends, int(row["sign"])))
    return {
        window: SignedNetwork.of_rows(nodes, *zip(*rows, strict=True))
        for window, rows in sorted(windows.items())
    }
