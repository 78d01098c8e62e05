"""The process that writes, as the server sees it: started, asked, ended at a deadline, found again.

What an update came to is never guessed. The writer says which state the store will have before it
changes anything; when it ends without a last word, the next one says which state it has found.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from clivage.errors import ClivageError
from clivage.serve import messages
from clivage.serve.protocol import Refusal
from clivage.serve.settings import Settings

#: Seconds that a process has to read its store, which takes the longer the larger it is.
_START: Final = 600.0
_CHUNK: Final = 2**16
_SOON: Final = {"Retry-After": "5"}
_NOTHING: Final = "nothing was changed"


class _Process:
    """One writer, which does one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._buffer = bytearray()

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def tell(self, head: Mapping[str, Any], body: bytes = b"") -> None:
        """Send a message.

        Raises:
            ConnectionError: when the process has ended.
        """
        assert self._process.stdin
        self._process.stdin.write(messages.packed(dict(head), body))
        await self._process.stdin.drain()

    async def hear(self, seconds: float | None = None) -> dict[str, Any]:
        """Wait for a message.

        Raises:
            TimeoutError: when it takes longer.
            ConnectionError: when the process has ended.
        """
        assert self._process.stdout
        async with asyncio.timeout(seconds):
            while (message := messages.taken(self._buffer)) is None:
                chunk = await self._process.stdout.read(_CHUNK)
                if not chunk:
                    raise ConnectionError("the writer has ended")
                self._buffer += chunk
        return message[0]

    async def end(self) -> None:
        """Kill the process, whatever it is doing, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Writer:
    """The writer of one store: a process, and another one when it has ended.

    Args:
        place: says where the store of a next snapshot can be put.
    """

    def __init__(self, store: Path, settings: Settings, place: Callable[[], Path]) -> None:
        told = {"folder": str(store), "memory": settings.memory, "timeout": settings.timeout}
        # -P: no file of the current folder is taken for a module.
        self._words = (sys.executable, "-P", "-m", "clivage.serve.writer", json.dumps(told))
        self._settings = settings
        self._place = place
        self._process: _Process | None = None
        self._opening: asyncio.Task[_Process] | None = None
        self._state = ""
        self._committing = False
        self._ending = False

    async def start(self) -> None:
        """Open the store.

        Raises:
            ClivageError: when it cannot be opened, or another process writes it.
        """
        await self._opened()

    async def stop(self) -> None:
        """End the process, though never in the middle of a commit."""
        self._ending = True
        while self._committing:
            await asyncio.sleep(0.01)
        if self._opening and not self._opening.done():
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        if self._process:
            await self._process.end()

    async def run(self, job: Mapping[str, Any], body: bytes) -> Path | None:
        """Do a job.

        Returns:
            A new folder with the store as it is after it, or None when it has changed nothing.

        Raises:
            Refusal: when it is refused or fails; it says whether the store was changed.
        """
        process = await self._open()
        try:
            await process.tell(job, body)
            said = await process.hear(self._settings.timeout)
        except TimeoutError:
            await self._replace(process)
            why = f"the update was ended after {self._settings.timeout:g} s, and {_NOTHING}"
            raise Refusal(504, f"{why}. do less at a time") from None
        except ConnectionError:
            await self._replace(process)
            why = f"the update took more than {self._settings.memory} MiB of memory, or its process"
            raise Refusal(503, f"{why} was ended; {_NOTHING}", _SOON) from None
        if said["stage"] == "refused":
            raise Refusal(said["status"], said["why"])
        if said["stage"] == "unchanged":
            return None
        self._committing = True
        try:
            return await self._commit(process, said["state"])
        finally:
            self._committing = False

    async def _commit(self, process: _Process, state: str) -> Path:
        if self._ending:
            raise Refusal(503, f"the server is ending, and {_NOTHING}", _SOON)
        folder = self._place()
        try:
            await process.tell({"go": True, "folder": str(folder)})
            said = await process.hear()
        except ConnectionError:
            folder = self._place()
            said = await self._found_again(process, state, folder)
        self._state = said["state"]
        if not said["shown"]:
            why = f"the update was applied, but cannot be shown yet: {said['why']}"
            raise Refusal(503, f"{why} do not send it again")
        return folder

    async def _found_again(self, process: _Process, state: str, folder: Path) -> dict[str, Any]:
        """Ask the next process what the last one has done, and have it show that."""
        before, unknown = self._state, "it is not known whether the update was applied"
        try:
            await process.end()
            process = await self._opened()
            if self._state == before:
                why = f"the process that writes was ended, and {_NOTHING}. send the update again"
                raise Refusal(503, why, _SOON)
            if self._state == state:
                await process.tell({"do": "snapshot", "folder": str(folder)})
                return await process.hear()
        except (ClivageError, ConnectionError, TimeoutError):
            pass
        raise Refusal(503, f"{unknown}. look before you send it again", _SOON)

    async def _open(self) -> _Process:
        """Return the process, when there is one.

        Raises:
            Refusal: when the store cannot be opened.
        """
        if self._ending:
            raise Refusal(503, f"the server is ending, and {_NOTHING}", _SOON)
        try:
            return await self._opened()
        except (ClivageError, ConnectionError, TimeoutError) as error:
            why = f"the store cannot be written now, and {_NOTHING}: {error}"
            raise Refusal(503, why, _SOON) from None

    async def _opened(self) -> _Process:
        if self._process and self._process.alive:
            return self._process
        if self._opening is None or self._opening.done():
            self._opening = asyncio.get_running_loop().create_task(self._started())
        return await asyncio.shield(self._opening)

    async def _replace(self, process: _Process) -> None:
        """End a process, and have another ready for the next job."""
        await process.end()
        if not self._ending:
            self._opening = asyncio.get_running_loop().create_task(self._started())
            self._opening.add_done_callback(_heard)

    async def _started(self) -> _Process:
        process = _Process(
            await asyncio.create_subprocess_exec(
                *self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )
        try:
            said = await process.hear(_START)
        except BaseException:
            await process.end()
            raise
        if said["stage"] == "failed":
            await process.end()
            raise ClivageError(said["why"].rstrip("."))
        self._state, self._process = said["state"], process
        return process


def _heard(task: asyncio.Task[_Process]) -> None:
    """Take note of a failure, which whoever comes next will meet again."""
    if not task.cancelled():
        task.exception()
