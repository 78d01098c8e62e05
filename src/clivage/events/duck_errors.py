"""What DuckDB says, in words for a person: one line, and where there is one, a remedy."""

from __future__ import annotations

import re
from typing import Final

from clivage.errors import ClivageError, ImportFileError, OutputError

#: What it says of a file, by a few of its words; what that means, and what can be done.
_FILES: Final = (
    ("unexpected end of gzip", "is cut off", "fetch or pack it again"),
    ("not a gzip stream", "is not packed with gzip", "check its name"),
    ("gzip stream", "is damaged", "fetch or pack it again"),
    ("unknown frame descriptor", "is not packed with zstd", "check its name"),
    ("no magic bytes", "is no Parquet, or cut off", "fetch it again"),
    ("too small to be a parquet", "is no Parquet, or cut off", "fetch it again"),
    ("is not latin-1 encoded", "has bytes that are not Latin-1",
     "write it again as UTF-8, for example with iconv -f windows-1252 -t utf-8"),
    ("does not support the encoding", "cannot be read in this encoding",
     "choose utf-8, utf-16 or latin-1 with --encoding"),
    ("no files found", "no such file", "check the path"),
    ("state machine reached an invalid state", "its lines end in different ways",
     "make them alike, for example with dos2unix"),
)  # fmt: skip
_FULL: Final = ("no space left", "max_temp_directory_size", "file too large", "disk quota")
_LITTLE: Final = ("out of memory", "memory limit", "could not allocate")
#: A record that is no row, and the file where it stands.
_RECORD: Final = re.compile(r"CSV Error on Line: (\d+)")
_FILE: Final = re.compile(r"^  file = (.*)$", re.MULTILINE)
_WIDTH: Final = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_MIXED: Final = "state machine reached an invalid state"


def said(error: Exception) -> ClivageError:
    """Return an error of DuckDB in one line.

    >>> print(said(ValueError("Out of Memory Error: could not allocate block\\n\\nPossible ...")))
    the memory does not suffice: could not allocate block. allow more with --memory, or take \
fewer threads with --threads.
    """
    whole = str(error).strip() or type(error).__name__
    what = re.sub(r"^[A-Z][A-Za-z ]*Error: ", "", whole.splitlines()[0])
    low = whole.lower()
    if any(words in low for words in _FULL):
        remedy = "free some, or write to another disk; finished parts are kept"
        return OutputError(f"the disk is full: {what}", remedy=remedy)
    if any(words in low for words in _LITTLE):
        remedy = "allow more with --memory, or take fewer threads with --threads"
        return OutputError(f"the memory does not suffice: {what}", remedy=remedy)
    for words, meaning, remedy in _FILES:
        if words in low:
            return ImportFileError(meaning, remedy=remedy)
    return ImportFileError(f"cannot be read: {what}")


def record(error: Exception) -> tuple[str, int, str] | None:
    """Return the file, the line and the fault of a record that is no row, if that is the error."""
    whole = str(error)
    found, file = _RECORD.search(whole), _FILE.search(whole)
    if not found:
        return None
    if width := _WIDTH.search(whole):
        what = f"{width[2]} cells instead of {width[1]}"
    elif "Invalid unicode" in whole:
        what = "bytes that are not UTF-8"
    elif "unterminated quote" in whole:
        what = "quotes that do not match"
    else:
        what = "too long a line"
    return file[1] if file else "", int(found[1]), what


def mixed(error: Exception) -> str:
    """Return the file whose lines end in different ways, if that is the error."""
    file = _FILE.search(str(error))
    return file[1] if file and _MIXED in str(error) else ""
