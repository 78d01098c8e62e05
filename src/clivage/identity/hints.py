"""Commands in messages, whole: whoever copies one gets what it says."""

from __future__ import annotations

import shlex
from pathlib import Path


def command(folder: Path, *words: str) -> str:
    """Return a command of clivage on a corpus, as one types it.

    >>> command(Path("my corpus"), "actors", "undo", "1", "--by", "Ada Lovelace")
    "clivage actors undo 1 --by 'Ada Lovelace' -c 'my corpus'"
    """
    return shlex.join(["clivage", *words, "-c", folder.as_posix()])
