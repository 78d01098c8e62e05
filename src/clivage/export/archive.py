"""Zip archives that are the same bytes whenever they are made, and names of the files in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

from clivage import identifiers

#: The first day that a zip archive can tell.
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_READABLE: Final = 0o644 << 16


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of files, sorted by name, stored as they are, with no day of theirs.

    >>> archive({"b": b"2", "a": b"1"}) == archive({"a": b"1", "b": b"2"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 3  # or the archive tells on which system it was made
            entry.external_attr = _READABLE
            packed.writestr(entry, files[name])
    return buffer.getvalue()


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return the name of a file for each id: itself, or made of the words of an IRI.

    >>> file_names(["diary", "http://other.net/a/diary", "urn:x"])
    {'diary': 'diary', 'http://other.net/a/diary': 'http-other-net-a-diary', 'urn:x': 'urn-x'}
    """
    ids = list(ids)
    names = {id: id for id in ids if identifiers.is_slug(id)}
    taken = set(names)
    for id in ids:
        if id in names:
            continue
        stem = identifiers.slug(id) or "source"
        numbered = (f"{stem}-{number}" for number in range(2, len(ids) + 3))
        name = next(one for one in (stem, *numbered) if one not in taken)
        taken.add(name)
        names[id] = name
    return {id: names[id] for id in ids}
