"""The process that writes a store: ``python -m clivage.serve.writer SETTINGS``.

SETTINGS is a JSON object: ``folder``, ``memory`` (MiB) and ``timeout`` (s). Jobs come in on
standard input, and what is said of them goes out on standard output, as `clivage.serve.messages`
says it. A job ends with one of these stages: ``refused``, ``unchanged``, ``committed``. Before
``committed`` stands ``ready``, with the state that the store will have; then the process waits
for a word of the server, and changes nothing without it. From this word on nobody ends it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from clivage.serve import confinement, messages

if TYPE_CHECKING:
    from clivage.serve.commits import Commits, Draft

#: Seconds that a server has for killing its writer before the writer ends by itself.
_GRACE: Final = 1.0
_CHUNK: Final = 2**20


class _Server:
    """The other end of the pipes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._buffer = bytearray()

    def tell(self, head: dict[str, Any]) -> None:
        self._out.write(messages.packed(head))
        self._out.flush()

    def hear(self) -> tuple[dict[str, Any], bytes]:
        """Wait for a message.

        Raises:
            EOFError: when the server has ended.
        """
        while (message := messages.taken(self._buffer)) is None:
            chunk = os.read(sys.stdin.fileno(), _CHUNK)
            if not chunk:
                raise EOFError
            self._buffer += chunk
        return message


def main() -> None:
    """Do jobs until there are no more."""
    settings = json.loads(sys.argv[1])
    server = _Server(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may write among messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its writer
    confinement.leave_network()
    from clivage.errors import ClivageError
    from clivage.serve.commits import Commits

    try:
        commits = Commits(Path(settings["folder"]))
    except ClivageError as error:
        server.tell({"stage": "failed", "why": str(error)})
        return
    confinement.limit(settings["memory"])
    server.tell({"stage": "open", "state": commits.state})
    try:
        while True:
            job, body = server.hear()
            if job["do"] == "snapshot":
                _publish(server, commits, Path(job["folder"]))
            else:
                _write(server, commits, job, body, settings["timeout"])
    except EOFError:
        pass


def _write(
    server: _Server, commits: Commits, job: dict[str, Any], body: bytes, timeout: float
) -> None:
    confinement.end_after(timeout + _GRACE)
    draft = _drafted(server, lambda: _tried(commits, job, body))
    confinement.end_after(0)
    if draft is None:
        return
    if draft.state == commits.state:
        server.tell({"stage": "unchanged"})
        return
    server.tell({"stage": "ready", "state": draft.state})
    answer, _ = server.hear()
    if not answer["go"]:
        commits.discard()
        server.tell({"stage": "refused", "status": 503, "why": "the server is ending"})
        return
    commits.commit(draft)
    _publish(server, commits, Path(answer["folder"]))


def _tried(commits: Commits, job: dict[str, Any], body: bytes) -> Draft:
    if job["do"] == "update":
        return commits.update(body.decode(), job["using"])
    return commits.put(body, format=job["format"], merge=job["merge"])


def _drafted(server: _Server, try_: Callable[[], Draft]) -> Draft | None:
    """Return a draft, or say why there is none."""
    from clivage.errors import ClivageError, CorpusError
    from clivage.serve.commits import OtherGraphError

    try:
        return try_()
    except CorpusError as error:
        server.tell({"stage": "refused", "status": 422, "why": str(error)})
    except OtherGraphError as error:
        server.tell({"stage": "refused", "status": 403, "why": str(error)})
    except ClivageError as error:
        server.tell({"stage": "refused", "status": 400, "why": str(error)})
    return None


def _publish(server: _Server, commits: Commits, folder: Path) -> None:
    """Write what readers will be given; a commit stands without it."""
    from clivage.errors import OutputError

    said: dict[str, Any] = {"stage": "committed", "state": commits.state, "shown": True}
    try:
        commits.snapshot(folder)
    except OutputError as error:
        said |= {"shown": False, "why": str(error)}
    server.tell(said)


if __name__ == "__main__":
    main()
