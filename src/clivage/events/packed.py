"""Whether a packed file is whole.

DuckDB takes what there is of a zstd file that is cut off for all of it, and never compares what a
gzip file holds with the sum that stands at its end.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import IO, Final

from clivage.errors import ImportFileError, Origin

_FRAME: Final = 0xFD2FB528
#: The first of sixteen numbers with which a frame begins that holds nothing.
_SKIPPED: Final = 0x184D2A50
#: The bytes of a dictionary's number, and of a length, by what the head of a frame says.
_DICTIONARY: Final = (0, 1, 2, 4)
_LENGTH: Final = (0, 2, 4, 8)
#: A block that holds one byte, however often it is repeated.
_REPEATED: Final = 1
_CHUNK: Final = 1 << 20


def whole_zstd(path: str) -> None:
    """Follow the blocks of a zstd file, which are not unpacked, to its end.

    Raises:
        ImportFileError: when it is cut off, or is no such file.
    """
    if not Path(path).is_file():
        return
    with Path(path).open("rb") as file:
        end = file.seek(0, 2)
        file.seek(0)
        while file.tell() < end:
            _frame(file, path)
        if file.tell() > end:
            raise _cut_off(path)


def whole_gzip(path: str) -> None:
    """Unpack a gzip file, and compare what it holds with the sum at its end.

    Raises:
        ImportFileError: when it is cut off or damaged.
    """
    if not Path(path).is_file():
        return
    try:
        with gzip.open(path) as file:
            while file.read(_CHUNK):
                pass
    except EOFError:
        raise _cut_off(path) from None
    except (OSError, zlib.error):
        remedy = "fetch or pack it again"
        raise ImportFileError("is damaged", remedy=remedy, origin=Origin(path)) from None


def _frame(file: IO[bytes], path: str) -> None:
    magic = _number(file, 4, path)
    if magic & ~0xF == _SKIPPED:
        file.seek(_number(file, 4, path), 1)
        return
    if magic != _FRAME:
        what = "is not packed with zstd, or damaged"
        raise ImportFileError(what, remedy="check its name", origin=Origin(path))
    head = _number(file, 1, path)
    one_segment, has_sum = head >> 5 & 1, head >> 2 & 1
    length = _LENGTH[head >> 6] or one_segment
    file.seek((1 - one_segment) + _DICTIONARY[head & 3] + length, 1)
    is_last = False
    while not is_last:
        block = _number(file, 3, path)
        is_last = bool(block & 1)
        file.seek(1 if block >> 1 & 3 == _REPEATED else block >> 3, 1)
    file.seek(4 * has_sum, 1)


def _number(file: IO[bytes], size: int, path: str) -> int:
    read = file.read(size)
    if len(read) < size:
        raise _cut_off(path)
    return int.from_bytes(read, "little")


def _cut_off(path: str) -> ImportFileError:
    return ImportFileError("is cut off", remedy="fetch or pack it again", origin=Origin(path))
