"""Draw the page of a network in a process of its own: a large one takes minutes.

``python -P -m clivage.serve.drawing CORPUS FILE`` writes the page that `clivage render` writes.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    """Draw, and let nobody see half a page."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    from clivage import corpora, render, view

    if hasattr(os, "nice"):
        os.nice(5)  # whoever asks comes first
    source, file = map(Path, sys.argv[1:])
    fresh = file.with_suffix(".new")
    fresh.write_text(render.html(view.of(corpora.load(source))), encoding="utf-8")
    fresh.replace(file)


class Drawing:
    """The process that draws, and whether it has ended."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def started(cls, source: Path, file: Path) -> Drawing:
        """Begin to draw a corpus into a file."""
        words = (sys.executable, "-P", "-m", "clivage.serve.drawing", str(source), str(file))
        quiet = asyncio.subprocess.DEVNULL
        return cls(
            await asyncio.create_subprocess_exec(*words, stdin=quiet, stdout=quiet, stderr=quiet)
        )

    def ended(self) -> bool:
        """Whether the page is there, or never will be."""
        return self._process.returncode is not None

    async def stop(self) -> None:
        """End the process, and wait until it is gone."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


if __name__ == "__main__":
    main()
