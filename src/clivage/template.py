"""A new corpus that a person can edit at once, with a worked example."""

from __future__ import annotations

import shutil
from pathlib import Path

from clivage import constraints, identifiers
from clivage.errors import ClivageError, Origin

_FILES = Path(__file__).with_name("template_files")


def write(folder: Path, *, base: str = "") -> list[Path]:
    """Write the example into a new folder, or an empty one, and return its files.

    Args:
        base: the base IRI; one that says that the corpus is unpublished when left out.

    Raises:
        ClivageError: when the folder holds anything, or cannot be written.
    """
    origin = Origin(str(folder))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        remedy = "name a new folder; clivage init overwrites nothing"
        raise ClivageError("there is something here already", remedy=remedy, origin=origin)
    base = base or identifiers.unpublished(folder.resolve().name)
    if wrong := constraints.wrong_base(base):
        raise ClivageError(wrong[0], remedy=wrong[1])
    written = []
    try:
        for file in sorted(_FILES.rglob("*.*")):
            path = folder / file.relative_to(_FILES)
            path.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8").replace("BASE", base)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # it was empty, or was not there
        raise ClivageError(f"cannot be written: {error.strerror}", origin=origin) from None
    return written
