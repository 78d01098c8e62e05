"""The store as it was at one moment, in a folder that lasts as long as a query runs on it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path


class Edition:
    """A folder of a store that nobody changes.

    Attributes:
        generation: how many editions there were before.
    """

    def __init__(self, folder: Path, generation: int) -> None:
        self.folder = folder
        self.generation = generation
        self._users = 0
        self._past = False

    def take(self) -> None:
        """Keep the folder until it is given back."""
        self._users += 1

    def give_back(self) -> None:
        """Say that one user less needs the folder."""
        self._users -= 1
        self._delete_if_done()

    def end(self) -> None:
        """Delete the folder, at once or when its last user has given it back."""
        self._past = True
        self._delete_if_done()

    def _delete_if_done(self) -> None:
        if self._past and not self._users:
            # A thread, because the last link to a large file takes its time. A worker that still
            # has the files open keeps them until it opens those of another edition.
            asyncio.get_running_loop().run_in_executor(None, shutil.rmtree, self.folder, True)
