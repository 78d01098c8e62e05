"""Whether a network fits the memory of this machine: asked before it is read, not found out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from clivage.errors import NetworkError

#: Bytes that a row and a node take at the peak, in merging, components and camps. Ten million rows
#: between 200,000 nodes were measured at 230 a row, nodes included; the rest is for the reading.
_A_ROW: Final = 400
_A_NODE: Final = 1_000
#: What the program takes with no network at all.
_ITSELF: Final = 200_000_000
#: What to do instead, in the words of the options of `clivage events`.
_REMEDY: Final = (
    "aggregate actors (--actors country), take longer windows, select a period with --from and"
    " --until, or raise the threshold --least"
)
#: Where Linux says how much a group of processes may have, and has: version 2, and version 1.
_LIMITS: Final = (
    ("", "memory.max", "memory.current", "inactive_file"),
    ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def needed(rows: int, nodes: int) -> int:
    """Return about how many bytes a network takes at the peak of its analysis.

    >>> needed(10_000_000, 200_000) > 10 * needed(500_000, 10_000)
    True
    """
    return _ITSELF + rows * _A_ROW + nodes * _A_NODE


def fits(rows: int, nodes: int, *, available: int | None = None) -> None:
    """Refuse a network that is too large for this machine, before it is made.

    Args:
        rows, nodes: how many rows and nodes it will have, at least 0.
        available: bytes that may be used; what the machine has free when left out. Where the
            machine does not tell, everything fits.

    Raises:
        NetworkError: with what to do instead.

    >>> fits(1_000, 100, available=1_000_000_000)
    >>> fits(10_000_000, 200_000, available=1_000_000_000)
    Traceback (most recent call last):
        ...
    clivage.errors.NetworkError: 10,000,000 rows between 200,000 actors take about 4.4 GB of \
memory, and 1.0 GB is free. aggregate actors (--actors country), take longer windows, select a \
period with --from and --until, or raise the threshold --least.
    """
    free = available_memory() if available is None else available
    wanted = needed(rows, nodes)
    if free is not None and wanted > free:
        what = (
            f"{rows:,} rows between {nodes:,} actors take about {wanted / 1e9:.1f} GB of memory,"
            f" and {free / 1e9:.1f} GB is free"
        )
        raise NetworkError(what, remedy=_REMEDY)


def available_memory(root: Path = Path("/")) -> int | None:
    """Return how many bytes this process may still take, None where nothing tells.

    Args:
        root: the folder that holds ``proc`` and ``sys``.
    """
    return min([*_of_the_machine(root), *_of_the_group(root)], default=None)


def _of_the_machine(root: Path) -> Iterator[int]:
    lines = _text(root / "proc/meminfo").splitlines()
    free = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    if free:
        yield from free
    elif root == Path("/") and "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _of_the_group(root: Path) -> Iterator[int]:
    """Yield what each limit on the group of this process leaves, cached files not counted."""
    groups = [line.split(":", 2) for line in _text(root / "proc/self/cgroup").splitlines()]
    for controller, limit, usage, cached in _LIMITS:
        base = root / "sys/fs/cgroup" / controller
        paths = [path for _, names, path in groups if controller in names.split(",")]
        # In a container the path is often that outside, and the files stand at the base.
        for folder in dict.fromkeys([*(base / path.lstrip("/") for path in paths), base]):
            most, used = _text(folder / limit).strip(), _text(folder / usage).strip()
            if most.isdigit() and used.isdigit():
                stat = dict(line.split() for line in _text(folder / "memory.stat").splitlines())
                yield max(0, int(most) - int(used) + int(stat.get(cached, 0)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
