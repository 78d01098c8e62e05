"""Put files in the place of others: each whole or not at all, and what a link leads to."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from clivage.errors import Origin, OutputError


def real(path: Path) -> Path:
    """Return what a link leads to: that is written."""
    return Path(os.path.realpath(path))


def content_of(path: Path) -> bytes | None:
    """Return what is in a file, or None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def beside(path: Path, content: bytes, *, like: Path) -> Path:
    """Write a new file beside another, to be put in its place, and return its path.

    It gets the mode and, where that is allowed, the owner of the one that is there.

    Args:
        like: the file whose mode and owner it gets, where there is none yet.

    Raises:
        OSError: when it cannot be written; nothing is left of it then.
    """
    there = real(path)
    number, name = tempfile.mkstemp(prefix=f".{there.name}.", suffix=".new", dir=there.parent)
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        status = (there if there.exists() else like).stat()
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(fresh, status.st_uid, status.st_gid)
        fresh.chmod(status.st_mode & 0o7777)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def write_all(files: Mapping[Path, str | bytes]) -> None:
    """Write files, all of them or none, each by a temporary file and a rename, in their order.

    A file that is there keeps its mode.

    Raises:
        OutputError: when one cannot be written; those that were there stay as they were.
    """
    # What a link leads to is written, and another build at the same time has names of its own.
    there = {path: real(path) for path in files}
    fresh = {path: one.parent / f".{one.name}.{os.getpid()}.new" for path, one in there.items()}
    try:
        for path, content in files.items():
            if there[path].exists() and not there[path].is_file():
                raise OSError(errno.EEXIST, "there is something else of that name")
            with contextlib.suppress(FileExistsError):
                there[path].parent.mkdir(parents=True)
            with fresh[path].open("wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
                file.flush()
                os.fsync(file.fileno())
            if there[path].exists():
                shutil.copymode(there[path], fresh[path])
        for path in files:
            fresh[path].replace(there[path])
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise OutputError(what, remedy="nothing was changed", origin=Origin(str(path))) from None
    finally:
        for one in fresh.values():
            with contextlib.suppress(OSError):
                one.unlink(missing_ok=True)
