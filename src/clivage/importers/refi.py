"""Read projects of REFI-QDA (`.qdpx`, or the `.qde` in it), version 1.0 and 1.5.

NVivo, MAXQDA, ATLAS.ti and QualCoder write them; the format is published at
https://www.qdasoftware.org. Offsets should count code points of the plain text; where they lead
into the midst of words, other ways of counting are tried (`refi_texts`).

Taken: plain texts, and the codes on them that make stances, with their coders. What the codes
mean is a matter of each code book, so a mapping tells it (`refi_roles`); the codes that clivage
itself exports need none (`refi_own`). Left out: PDFs,
pictures, recordings, cases, variables, notes, sets, graphs and links.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded, refi_own, refi_project, refi_roles, refi_texts
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Remark
from clivage.importers.refi_own import Own
from clivage.importers.refi_project import Project, Selection, TextSource
from clivage.importers.refi_stances import Mark, Place, Span, Stances

#: Gives the bytes of a text by the name of its file, or None where there is no such file.
_Texts: TypeAlias = Callable[[str], "bytes | None"]

_ZIP: Final = b"PK\x03\x04"
_PROJECT: Final = b"urn:QDA-XML:project:"
_INTERNAL: Final = "internal://"
_MARK: Final = "\ufeff"
_LARGEST: Final = 256 * bounded.MEBIBYTE


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is called as a project is, and begins so."""
    packed = head.startswith(_ZIP) and path.suffix.lower() == ".qdpx"
    return packed or _PROJECT in head


def read(path: Path, options: Options) -> Imported:
    """Read a project.

    Raises:
        ImportFileError: when it is damaged, is no project, or has not the codes that a person
            named.
    """
    with _opened(path) as (data, texts):
        root = bounded.xml(data, name=str(path))
        origin = Origin(str(path))
        if not refi_project.is_project(root):
            raise ImportFileError("is no project of REFI-QDA", origin=origin)
        try:
            found = refi_project.project(root)
        except ImportFileError as error:
            raise error.at(origin) from None
        roles = refi_roles.roles(found.codes, options, origin)
        own = refi_own.own(found.codes, options.language)
        reading = _Reading(found, Stances(roles), own, options, texts)
        for source in found.sources:
            reading.take(source)
        return reading.imported()


@dataclass
class _Reading:
    """One reading of a project."""

    project: Project
    stances: Stances
    own: Own
    options: Options
    texts: _Texts
    documents: dict[str, Document] = field(default_factory=dict)
    repaired: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    whole: int = 0

    def take(self, source: TextSource) -> None:
        """Take a text and what is coded in it."""
        name = source.name or source.guid or "text"
        key = f"{name} ({source.guid})" if name in self.documents else name
        self.whole += source.codings
        try:
            text, marked = self._text(source)
        except ImportFileError as error:
            self.refused.append(Remark(f"text {key!r}", error.what, error.remedy))
            return
        self.documents[key] = refi_own.document(source, key, name, text)
        counted = refi_texts.counted(text, source.selections, marked=marked)
        if counted.how:
            what = f"its offsets lead into words; read otherwise, they do not: {counted.how}"
            self.repaired.append(Remark(f"text {key!r}", what))
        marks: dict[str, list[Mark]] = {}
        place = Place(key, key, text)
        for one in source.selections:
            span = counted.place(one)
            if span is not None:
                self._mark(one, span, place, marks)
            elif one.codings:
                what = f"its place {one.start} to {one.end} holds nothing of the text"
                self.refused.append(Remark(f"text {key!r}, selection {one.guid}", what))
        for coder, given in marks.items():
            self.stances.take(place, coder, given)

    def _mark(self, one: Selection, span: Span, place: Place, marks: dict[str, list[Mark]]) -> None:
        """Take the codes of a selection: those that are a stance, and those that make one."""
        record = place.record(span)
        alone = sum(coding.code in self.own.told for coding in one.codings) == 1
        for coding in one.codings:
            coder = self.project.users.get(coding.user, "")
            if coding.code not in self.own.told:
                mark = Mark(span, coding.code, one.description)
                marks.setdefault(coder, []).append(mark)
            elif quote := place.quote(span):
                self.own.take(coding.code, record, quote, coder, one.description, alone=alone)
            else:
                self.refused.append(Remark(record, "no words are marked"))

    def _text(self, source: TextSource) -> tuple[str, bool]:
        """Return a text, and whether a byte order mark stood before it.

        Raises:
            ImportFileError: when it is not there, or not UTF-8.
        """
        if source.content is not None:
            text = source.content
            return text.removeprefix(_MARK), text.startswith(_MARK)
        name = PurePosixPath(source.path.replace("\\", "/")).name
        inside = source.path.startswith(_INTERNAL) or "://" not in source.path
        data = self.texts(name) if inside and name else None
        folder = self.options.texts
        for one in (name, source.name, f"{source.name}.txt") if data is None and folder else ():
            file = folder / PurePosixPath(one).name if folder and one else None
            if file and file.is_file():
                data = bounded.content(file, most=_LARGEST)
                break
        if data is None:
            what = f"its words are not in the project, but in {source.path or 'no file'!r}"
            raise ImportFileError(what, remedy="give the folder of the texts with --texts")
        return bounded.decoded(data, name=name), data.startswith(_MARK.encode())

    def imported(self) -> Imported:
        """Return all that was taken, and what is to be said of the rest."""
        stances, own = self.stances, self.own
        return Imported(
            format="refi",
            documents=tuple(self.documents.values()),
            parties=tuple({one.key: one for one in (*stances.parties, *own.parties)}.values()),
            topics=tuple({one.key: one for one in (*stances.topics, *own.topics)}.values()),
            stances=(*own.stances, *stances.taken),
            repaired=(*self.repaired, *own.repaired),
            refused=(*self.refused, *stances.refused),
            left_out=tuple(self._left_out()),
        )

    def _left_out(self) -> Iterator[Remark]:
        stances, codes = self.stances, self.project.codes
        remedy = "map it under 'signs', or its group under 'fields', in a mapping file"
        for guid, many in stances.unknown.items():
            name = repr(codes[guid].full) if guid in codes else "a code that is in no code book"
            what = f"{name} is neither side nor actor nor target; places: {many:,}"
            yield Remark("codes", what, remedy if guid in codes else "")
        for guid, many in stances.neutral.items():
            yield Remark("codes", f"{codes[guid].full!r} takes no side; places: {many:,}")
        unused = f"with actors or targets, and no side near them: {stances.unused:,}"
        whole = f"on a whole text, which is no quotation: {self.whole:,}"
        pairs = (stances.unused, "selections", unused), (self.whole, "codings", whole)
        yield from (Remark(record, what) for many, record, what in pairs if many)
        for name, many in sorted(self.project.left_out.items()):
            yield Remark("project", f"{name}: {many:,}")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[bytes, _Texts]]:
    """Open a project: what its own file says, and a way to its texts."""
    if path.suffix.lower() in (".qde", ".xml"):
        folders = [path.parent / name for name in ("Sources", "sources")]

        def beside(name: str) -> bytes | None:
            file = next((one / name for one in folders if (one / name).is_file()), None)
            return bounded.content(file, most=_LARGEST) if file else None

        yield bounded.content(path, most=_LARGEST), beside
        return
    with bounded.archive(path) as packed:
        # Those in a folder of sources come last, so that they count.
        members = sorted(packed.names(), key=lambda one: "sources/" in one.lower())
        names = {PurePosixPath(one).name.casefold(): one for one in members}
        projects = [one for one in members if one.lower().endswith(".qde")]
        if not projects:
            raise ImportFileError("holds no project of REFI-QDA", origin=Origin(str(path)))

        def member(name: str) -> bytes | None:
            one = names.get(name.casefold())
            return packed.read(one, most=_LARGEST) if one else None

        yield packed.read(projects[0], most=_LARGEST), member
