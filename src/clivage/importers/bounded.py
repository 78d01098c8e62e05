"""Read what strangers wrote without being harmed: sizes, XML and archives have limits."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, loads
from pathlib import Path
from typing import IO, Any, Final
from xml.etree import ElementTree

from clivage import yamlfile
from clivage.errors import ClivageError, ImportFileError, Origin

MEBIBYTE: Final = 1 << 20
#: Bytes that a file that is read at once may have.
LARGEST: Final = 1024 * MEBIBYTE
#: Bytes that the files of an archive may have unpacked, together, and how many there may be.
LARGEST_ARCHIVE: Final = 2048 * MEBIBYTE
MOST_MEMBERS: Final = 100_000
#: How much smaller than its content a member may be; text seldom packs 20 times.
_RATIO: Final = 200
_CHUNK: Final = MEBIBYTE
#: What XML that is kept whole may have: elements, of which one takes 90 bytes, or 340 with
#: an attribute; tags and attributes together; and different names of them.
_MOST_ELEMENTS: Final = 3_000_000
_MOST_MARKS: Final = 8_000_000
_MOST_NAMES: Final = 10_000
#: Bytes that one tag or comment of XML may have: a tag is read with all its attributes at once.
_LONGEST_TAG: Final = 16 * MEBIBYTE


def content(path: Path, *, most: int = LARGEST) -> bytes:
    """Return the bytes of a file.

    Raises:
        ImportFileError: when it is missing, cannot be read, or is larger than ``most`` bytes.
    """
    if path.is_dir():
        raise ImportFileError("is a folder, not a file", origin=Origin(str(path)))
    with _opened(path) as file:
        size = path.stat().st_size
        if size > most:
            what = f"has {size:,} bytes; {most:,} are read at most"
            raise ImportFileError(what, remedy="split it", origin=Origin(str(path)))
        return file.read(most)


def head(path: Path, most: int) -> bytes:
    """Return the first bytes of a file; of a folder there are none.

    Raises:
        ImportFileError: when it is missing, or cannot be read.
    """
    if path.is_dir():
        return b""
    with _opened(path) as file:
        return file.read(most)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    origin = Origin(str(path))
    try:
        if path.exists() and not path.is_file():
            raise ImportFileError("is no file", origin=origin)  # a pipe would never end
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise ImportFileError("no such file", remedy="check its name", origin=origin) from None
    except OSError as error:
        raise ImportFileError(f"cannot be read: {error.strerror}", origin=origin) from None


def text(path: Path, *, most: int = LARGEST) -> str:
    """Return the text of a UTF-8 file as it stands, without its byte order mark.

    Raises:
        ImportFileError: when it cannot be read, or is not UTF-8.
    """
    return decoded(content(path, most=most), name=str(path))


def decoded(data: bytes, *, name: str) -> str:
    """Return bytes of UTF-8 as text, without a byte order mark.

    Raises:
        ImportFileError: when they are not UTF-8.
    """
    try:
        return yamlfile.decoded(data, name=name)
    except ClivageError as error:
        raise ImportFileError(error.what, remedy=error.remedy, origin=error.origin) from None


def json(text: str, path: Path, *, of: str, line: int = 0) -> object:
    """Return what JSON says.

    Args:
        of: what it should hold, for messages: ``event``.
        line: that of a text of one line, else 0.

    Raises:
        ImportFileError: with the line where it is none, or when it is made to do harm.

    >>> json("[1", Path("a.json"), of="event")
    Traceback (most recent call last):
    ...
    clivage.errors.ImportFileError: a.json:1: not JSON: Expecting ',' delimiter.
    """
    try:
        return loads(text)
    except JSONDecodeError as error:
        origin = Origin(str(path), line or error.lineno)
        raise ImportFileError(f"not JSON: {error.msg}", origin=origin) from None
    except (ValueError, RecursionError):  # a number of many digits; lists within lists
        raise needless(path, of=of, line=line) from None


def needless(path: Path, *, of: str, line: int = 0) -> ImportFileError:
    """Return the refusal of JSON that is made to do harm."""
    what = f"holds JSON that no {of} needs: too deep, or too long a number"
    return ImportFileError(what, origin=Origin(str(path), line))


def xml(data: bytes, *, name: str) -> ElementTree.Element:
    """Return the root of an XML document. Document types and entities are refused.

    Raises:
        ImportFileError: with the line where it is not well-formed; when it is not safe, or has
            so many elements or attributes that they would fill a memory.

    >>> xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', name="a.xml")
    Traceback (most recent call last):
    ...
    clivage.errors.ImportFileError: a.xml: declares a document type, which can hide entities...
    """
    elements, both = data.count(b"<") - data.count(b"</"), marks(data)
    for many, most, sort in (
        (elements, _MOST_ELEMENTS, "elements"),
        (both, _MOST_MARKS, "tags and attributes"),
    ):
        if many > most:
            what = f"has {many:,} {sort}; {most:,} are read at most"
            raise ImportFileError(what, remedy="split it", origin=Origin(name))
    root: ElementTree.Element = walked(data, _Builder(name), name=name)
    return root


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree of few names: the parser keeps every one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.names: set[str] = set()

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self.names.add(tag)
        self.names.update(attrs)
        if len(self.names) > _MOST_NAMES:
            what = f"has more than {_MOST_NAMES:,} names of elements and attributes"
            raise ImportFileError(what, origin=Origin(self.name))
        return super().start(tag, attrs)


def marks(data: bytes) -> int:
    """Return how many tags and attributes XML can have at most, before it is parsed.

    >>> marks(b'<a b="c">d</a>')
    3
    """
    return data.count(b"<") + data.count(b"=")


def walked(data: bytes, target: object, *, name: str) -> Any:  # noqa: ANN401
    """Give a document to a target of `xml.etree`'s parser, and return what the target closes with.

    Raises:
        ImportFileError: as `xml` does, but for the number of tags; and what the target raises.
    """
    import defusedxml
    from defusedxml import ElementTree as Defused

    try:
        parser = Defused.XMLParser(target=target, forbid_dtd=True)
        for at in range(0, len(data), _CHUNK):
            piece = data[at : at + _CHUNK]
            parser.feed(piece)
            # What is fed and not yet understood is a tag or a comment without its end.
            if at + len(piece) - parser.parser.CurrentByteIndex > _LONGEST_TAG:
                what = f"has a tag or comment of more than {_LONGEST_TAG:,} bytes"
                raise ImportFileError(what, remedy="split it", origin=Origin(name))
        return parser.close()
    except ElementTree.ParseError as error:
        line = error.position[0]
        what = f"not well-formed XML: {str(error).partition(':')[0]}"
        raise ImportFileError(what, origin=Origin(name, line)) from None
    except defusedxml.DefusedXmlException:
        what = "declares a document type, which can hide entities without end"
        remedy = "export it again without a DTD"
        raise ImportFileError(what, remedy=remedy, origin=Origin(name)) from None
    except (ValueError, LookupError) as error:  # an encoding that does not exist
        raise ImportFileError(f"not XML: {error}", origin=Origin(name)) from None


@dataclass(frozen=True, slots=True)
class Archive:
    """An open ZIP file whose members can be read, and no more than is safe."""

    name: str
    zip: zipfile.ZipFile

    def names(self) -> list[str]:
        """Return the names of its files, folders left out."""
        return [one.filename for one in self.zip.infolist() if not one.is_dir()]

    def read(self, member: str, *, most: int = LARGEST) -> bytes:
        """Return the content of a file in it, counted as it is unpacked, not as it is declared.

        Raises:
            ImportFileError: when it is not there, damaged, encrypted, or unpacks to too much.
        """
        origin = Origin(f"{self.name}/{member}")
        try:
            info = self.zip.getinfo(member)
            most = min(most, MEBIBYTE + _RATIO * info.compress_size)
            with self.zip.open(info) as file:
                return b"".join(_pieces(file, most, origin))
        except KeyError:
            raise ImportFileError("is not in the archive", origin=origin) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ImportFileError(f"damaged in the archive: {error}", origin=origin) from None
        except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed otherwise
            raise ImportFileError(f"cannot be unpacked: {error}", origin=origin) from None


def _pieces(file: IO[bytes], most: int, origin: Origin) -> Iterator[bytes]:
    total = 0
    while piece := file.read(_CHUNK):
        total += len(piece)
        if total > most:
            what = "unpacks to far more than it is, as what is made to fill a memory does"
            raise ImportFileError(what, origin=origin)
        yield piece


@contextlib.contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """Open a ZIP file.

    Raises:
        ImportFileError: when it is none, or holds more files or bytes than is safe.
    """
    origin = Origin(str(path))
    try:
        with zipfile.ZipFile(path) as opened:
            members = opened.infolist()
            if len(members) > MOST_MEMBERS:
                raise ImportFileError(f"holds {len(members):,} files", origin=origin)
            if sum(one.file_size for one in members) > LARGEST_ARCHIVE:
                raise ImportFileError("unpacks to more than 2 GiB", origin=origin)
            yield Archive(str(path), opened)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError) as error:
        raise ImportFileError(f"not a whole ZIP file: {error}", origin=origin) from None
    except FileNotFoundError:
        raise ImportFileError("no such file", remedy="check its name", origin=origin) from None
    except OSError as error:
        raise ImportFileError(f"cannot be read: {error.strerror or error}", origin=origin) from None
