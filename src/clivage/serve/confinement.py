"""What a process may not do: reach a network, write files, take all memory, go on for ever.

On Linux a worker leaves the network for an empty one of its own where the system allows that
without privileges, and, besides, asks the kernel to refuse every TCP connection (Landlock, Linux
6.7 or newer). Elsewhere neither holds, and `clivage.query.guard` stands alone.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_LANDLOCK_CREATE_RULESET: Final = 444
_LANDLOCK_RESTRICT_SELF: Final = 446
_BIND_AND_CONNECT_TCP: Final = 3


def leave_network() -> str:
    """Cut this process off from every network; it must have a single thread still.

    Returns:
        What holds now: ``no network``, ``no TCP`` or ``network``.
    """
    if sys.platform != "linux":
        return "network"
    libc = ctypes.CDLL(None, use_errno=True)
    alone = any(
        libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    )
    refused = _refuse_tcp(libc)
    return "no network" if alone else "no TCP" if refused else "network"


def _refuse_tcp(libc: ctypes.CDLL) -> bool:
    """Ask the kernel to refuse this process every TCP connection, in or out."""
    handled = ctypes.create_string_buffer(struct.pack("=QQ", 0, _BIND_AND_CONNECT_TCP))
    rules = libc.syscall(_LANDLOCK_CREATE_RULESET, handled, ctypes.c_size_t(16), 0)
    if rules < 0:
        return False
    try:
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.syscall(_LANDLOCK_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def write_nothing() -> None:
    """Let this process write no file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit(memory: int) -> None:
    """Let this process take so much more memory than it has (Linux), and leave no core behind.

    Args:
        memory: MiB.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory * 2**20
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def lift() -> None:
    """Let this process take all memory again, until it is limited anew."""
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def end_after(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, busy or not; 0 for never."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def end_with_parent() -> None:
    """Have the kernel end this process when the one that it comes from ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
