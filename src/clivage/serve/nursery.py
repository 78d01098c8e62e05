"""The process from which workers come: all is ready in it, so that a fork of it answers at once.

``python -P -m clivage.serve.nursery FD SETTINGS`` takes orders on a socket: for a worker, with the
socket on which that worker will be asked; and to kill one. It ends with its server, and its
workers with it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Final, NoReturn

from clivage.serve import confinement
from clivage.serve.worker import Ready, work

#: An order, and the process that it is about; 0 for a new one.
ORDER: Final = struct.Struct("!cI")
MAKE: Final = b"m"
KILL: Final = b"k"


def main() -> None:
    """Carry out orders until the server ends."""
    control, settings = socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    ready = Ready(settings, confinement.leave_network())
    children: set[int] = set()
    while True:
        message, given, _, _ = socket.recv_fds(control, ORDER.size, 1, socket.MSG_WAITALL)
        children -= set(_ended())
        if len(message) < ORDER.size:
            break
        order, pid = ORDER.unpack(message)
        if order == MAKE:
            with suppress(OSError):  # no more processes: the server sees its socket end
                children.add(_made(given[0], control, ready))
            os.close(given[0])
        else:
            _kill(children & {pid})  # no other process has its number before it was waited for
    _kill(children)
    for pid in children:  # so that whoever waits for this process knows that nothing is left
        os.waitpid(pid, 0)


def _made(fd: int, control: socket.socket, ready: Ready) -> int:
    """Make a worker that is asked on a socket, and return its process."""
    pid = os.fork()
    if pid == 0:
        control.close()
        _work(fd, ready)
    return pid


def _work(fd: int, ready: Ready) -> NoReturn:
    try:
        with socket.socket(fileno=fd) as connection:
            work(connection, ready)
    finally:
        os._exit(0)  # nothing of the process that it came from is to be put away


def _ended() -> list[int]:
    """Return the workers that have ended since."""
    found = []
    with suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            found.append(pid)
    return found


def _kill(children: set[int]) -> None:
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
