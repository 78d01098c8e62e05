"""Answers of a model, kept so that a run that was interrupted goes on from there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from clivage.suggest.llm.client import Reply


def name_of(*parts: str) -> str:
    """Return the name of an answer to what was asked: of whom, and in which words.

    >>> name_of("a", "bc") == name_of("ab", "c")
    False
    """
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Kept:
    """A folder of answers, each a file that only its owner may read."""

    def __init__(self, folder: Path | None) -> None:
        """Keep answers in a folder, which is made when the first comes; None keeps nothing."""
        self._folder = folder

    def read(self, name: str) -> Reply | None:
        """Return an answer; None where there is none that can be read."""
        if self._folder is None:
            return None
        try:
            found = json.loads(self._path(name).read_bytes())
            content = found["content"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Reply(content) if isinstance(content, str) else None

    def write(self, name: str, reply: Reply) -> None:
        """Keep an answer, whole or not at all.

        Raises:
            OSError: when it cannot be written.
        """
        if self._folder is None:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, fresh = tempfile.mkstemp(prefix=".", suffix=".new", dir=self._folder)
        try:
            with os.fdopen(number, "wb") as file:  # made by mkstemp with the mode 0600
                file.write(json.dumps({"content": reply.content}).encode())
            Path(fresh).replace(self._path(name))
        except BaseException:
            with contextlib.suppress(OSError):
                Path(fresh).unlink(missing_ok=True)
            raise

    def _path(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{name}.json"
