"""A corpus folder as it would be with other files: read and checked before anything is written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from clivage import coding, constraints, replacing
from clivage.errors import CorpusError, Origin, OutputError, Problem


@contextmanager
def copied(folder: Path, contents: Mapping[str, bytes | None]) -> Iterator[Path]:
    """Give a copy of a folder with other contents; what stays as it is, is linked.

    Args:
        folder: the corpus folder; it may not exist yet.
        contents: files by name, from the folder, such as ``codings/a.yaml``; None is no file.
    """
    with tempfile.TemporaryDirectory(prefix="clivage-") as place:
        copy = Path(place) / folder.resolve().name
        _copy(folder, copy, contents)
        yield copy


def errors(folder: Path, contents: Mapping[str, bytes | None]) -> list[Problem]:
    """Return the errors that a corpus would have, in the words that it would have them in."""
    prefix = str(folder / "_")[:-1]  # none for the current folder
    with copied(folder, contents) as copy:

        def moved(text: str) -> str:
            return text.replace(f"{copy}{os.sep}", prefix)

        return [
            replace(
                one,
                what=moved(one.what),
                remedy=moved(one.remedy),
                origin=one.origin and Origin(moved(one.origin.file), one.origin.line),
            )
            for one in coding.inspect(copy).errors
        ]


def write(folder: Path, files: Mapping[Path, str]) -> None:
    """Write files into a corpus folder, all of them or none, once they are seen to be right.

    What others refer to is put there first: texts, then ``corpus.yaml``. So whatever stops it, the
    corpus has no errors, and doing it again does the rest.

    Args:
        folder: the corpus folder; it may not exist yet.
        files: by their paths from the folder.

    Raises:
        CorpusError: when the corpus would have errors with them: nothing is written then.
        OutputError: when a file cannot be written, or was changed meanwhile.
    """
    before = {path: replacing.content_of(folder / path) for path in files}
    found = errors(folder, {path.as_posix(): text.encode() for path, text in files.items()})
    # Texts may come first, and be coded afterwards.
    if found := [one for one in found if one.rule != constraints.EMPTY]:
        raise CorpusError(found)
    for path, old in before.items():
        if replacing.content_of(folder / path) != old:
            what, origin = "was changed while this was being written", Origin(str(folder / path))
            raise OutputError(what, remedy="do it again; nothing was changed", origin=origin)
    replacing.write_all({folder / path: files[path] for path in sorted(files, key=_order)})


def _order(path: Path) -> int:
    return 1 if path == Path(coding.HEADER) else {"texts": 0}.get(path.parts[0], 2)


def _copy(real: Path, copy: Path, contents: Mapping[str, bytes | None]) -> None:
    copy.mkdir()
    inner = {name.partition("/")[0] for name in contents if "/" in name}
    for child in real.iterdir() if real.is_dir() else ():
        if child.name not in inner and child.name not in contents:
            _link(child.absolute(), copy / child.name)
    for folder in inner:
        within = {name.partition("/")[2]: one for name, one in contents.items()
                  if name.startswith(f"{folder}/")}  # fmt: skip
        _copy(real / folder, copy / folder, within)
    for name, content in contents.items():
        if "/" not in name and content is not None:
            (copy / name).write_bytes(content)


def _link(real: Path, copy: Path) -> None:
    make: Callable[..., object] = shutil.copytree if real.is_dir() else shutil.copyfile
    try:
        copy.symlink_to(real, target_is_directory=real.is_dir())
    except OSError:  # Windows lets few people make links
        make(real, copy)
