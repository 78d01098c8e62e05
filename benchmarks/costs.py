"""What a command costs: it runs in a process of its own, as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took.

    Attributes:
        seconds: of processor time, the start of the program included.
        mebibytes: of memory, at most.
    """

    seconds: float
    mebibytes: float


def cost(*words: str) -> Cost:
    """Run a command of clivage, and say what it took."""
    command = [sys.executable, "-c", "from clivage.cli import main; main()", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the command ended with {process.returncode}: {' '.join(words)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
