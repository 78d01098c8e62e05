"""Read UIMA XMI, as INCEpTION exports it, with the library dkpro-cassis.

Source: the OASIS UIMA specification, and the user guide of INCEpTION. The types of a file are
declared in its ``TypeSystem.xml``, which stands beside it, or in the ZIP file that INCEpTION
exports. Offsets count UTF-16 units; the library converts them. Taken and left out is the same as
from WebAnno TSV (`clivage.importers.webanno`), and here the text is whole.
"""

from __future__ import annotations

import io
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded
from clivage.importers.layers import Layers
from clivage.importers.layers_marks import Mark, short, take_mark, take_relation
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Remark

_TYPES: Final = "typesystem.xml"
_LARGEST: Final = 256 * bounded.MEBIBYTE
#: What the library gives, which has no types of its own.
_Thing: TypeAlias = Any
#: Features that every annotation has, and which are no codings.
_OWN: Final = {"sofa", "begin", "end"}
#: What holds the two ends of an arrow.
_SOURCE, _TARGET = "Governor", "Dependent"
#: What says something of the whole text.
_METADATA: Final = {"DocumentMetaData", "DocumentAnnotation"}
_UNSPECIFIED: Final = "x-unspecified"


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is XMI, or a ZIP file with some."""
    if head.startswith(b"PK"):
        try:
            with bounded.archive(path) as archive:
                return any(name.endswith(".xmi") for name in archive.names())
        except ImportFileError:
            return False
    return b"<xmi:XMI" in head


def read(path: Path, options: Options) -> Imported:
    """Read a file, or the files of an archive.

    Raises:
        ImportFileError: when the library is not there, or the type system, or one of them
            cannot be read.
    """
    layers = Layers("xmi", options)
    files = dict(_files(path))
    types = next((data for name, data in files.items() if _is_types(name)), None)
    pages = {name: data for name, data in files.items() if name.endswith(".xmi")}
    if types is None or not pages:
        what = "has no .xmi" if types else "the type system TypeSystem.xml is not there"
        remedy = "name the ZIP file that INCEpTION exports, or put TypeSystem.xml beside"
        raise ImportFileError(what, remedy=remedy, origin=Origin(str(path)))
    bounded.xml(types, name=f"{path}/TypeSystem.xml")
    cassis = _library(path)
    for name, data in pages.items():
        try:
            bounded.xml(data, name=name)
            views = _views(cassis, types, data, name)
        except ImportFileError as error:
            if len(pages) == 1:
                raise
            layers.refused.append(Remark(name, error.what, error.remedy))
            continue
        for view in views:
            _take(layers, view, name, several=len(pages) > 1)
    return layers.imported()


def _take(layers: Layers, view: _Thing, name: str, *, several: bool) -> None:
    """Take one text."""
    everything = list(view.select_all_fs())
    told = [one for one in everything if short(one.type.name) in _METADATA]
    title = next((one.get("documentTitle") for one in told if one.get("documentTitle")), "")
    stem = name.removesuffix(".xmi")
    key = stem if stem not in layers.documents else f"{stem} {len(layers.documents)}"
    language = str(view.document_language or "").removeprefix(_UNSPECIFIED)
    layers.documents[key] = Document(
        key=key,
        title=str(title).removesuffix(".txt") or stem.rpartition("/")[2],
        text=view.sofa_string,
        language=language,
    )
    page = _Page(layers, key, view.sofa_string, f"{name}: " if several else "")
    rest = [one for one in everything if short(one.type.name) not in _METADATA]
    page.take(sorted(rest, key=_position))


def _is_types(name: str) -> bool:
    return name.rpartition("/")[2].lower() == _TYPES


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    data = bounded.content(path, most=_LARGEST)
    if data.startswith(b"PK"):
        with bounded.archive(path) as archive:
            for name in archive.names():
                hidden = name.rpartition("/")[2].startswith(".")
                if (name.endswith(".xmi") and not hidden) or _is_types(name):
                    yield name, archive.read(name, most=_LARGEST)
        return
    yield path.with_suffix(".xmi").name, data
    for one in path.absolute().parent.iterdir():
        if _is_types(one.name):
            yield one.name, bounded.content(one, most=_LARGEST)


def _library(path: Path) -> _Thing:
    try:
        import cassis  # type: ignore[import-untyped]
    except ImportError:
        what = "XMI is read with the library dkpro-cassis, which is not installed"
        remedy = "pip install 'clivage[xmi]'"
        raise ImportFileError(what, remedy=remedy, origin=Origin(str(path))) from None
    return cassis


def _views(cassis: _Thing, types: bytes, data: bytes, name: str) -> list[_Thing]:
    """Return the views of a file that hold a text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types that nothing here needs
            system = cassis.load_typesystem(io.BytesIO(types))
            cas = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=system)
            views = [cas.get_view(sofa.sofaID) for sofa in cas.sofas]
            return [view for view in views if view.sofa_string]
    except Exception as error:  # whatever the library stumbles over in a damaged file
        said = str(error).partition("\n")[0][:120] or type(error).__name__
        what = f"cannot be read with its type system: {said}"
        raise ImportFileError(what, remedy="export both again", origin=Origin(name)) from None


@dataclass
class _Page:
    """A text with what is annotated in it.

    Attributes:
        document: its key.
        prefix: stands before each record, where several texts are read.
        keys: of the annotations on words, by the number that the file gives them.
    """

    layers: Layers
    document: str
    text: str
    prefix: str
    keys: dict[int, str] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def take(self, everything: list[_Thing]) -> None:
        """Take all of it: words first, as arrows and slots name them."""
        words = [
            one for one in everything if _names(one) >= {"begin", "end"} and not _is_arrow(one)
        ]
        self.keys = {one.xmiID: self._key(one) for one in words}
        for one in words:
            self._mark(one)
        self._chains([one for one in words if _is_mention(one)], words)
        for one in everything:
            if _is_arrow(one):
                self._arrow(one)
            elif one.xmiID not in self.keys and "first" not in _names(one):
                self.layers.left(f"annotation {short(one.type.name)[:60]!r}")

    def _key(self, one: _Thing) -> str:
        key = f"{self.prefix}{short(one.type.name)} {one.begin}-{one.end}"
        self.seen[key] += 1
        return key if self.seen[key] == 1 else f"{key} ({self.seen[key]})"

    def _mark(self, one: _Thing) -> None:
        key = self.keys[one.xmiID]
        exact = self._words(one)
        if exact is None:
            self.layers.refused.append(Remark(key, "its offsets lead out of the text"))
            return
        if not exact.strip():
            self.layers.left(f"marked {short(one.type.name)[:60]!r} on no words")
            return
        mark = Mark(
            document=self.document,
            key=key,
            layer=one.type.name,
            exact=exact,
            start=one.begin,
            end=one.end,
            features={} if _is_mention(one) else dict(_features(one)),
            slots=tuple(self._slots(one)),
        )
        take_mark(self.layers, mark)

    def _words(self, one: _Thing) -> str | None:
        if not (type(one.begin) is int and type(one.end) is int):
            return None
        inside = 0 <= one.begin <= one.end <= len(self.text)
        return self.text[one.begin : one.end] if inside else None

    def _slots(self, one: _Thing) -> Iterator[tuple[str, str]]:
        """Give the roles of an annotation, and who has them."""
        for feature in sorted(_names(one)):
            for link in getattr(one.get(feature), "elements", None) or ():
                target = link.get("target") if hasattr(link, "type") else None
                if key := self._named(target):
                    yield str(link.get("role") or feature), key

    def _named(self, one: _Thing) -> str:
        """Return the key of an annotation on words, or an empty string."""
        return self.keys.get(getattr(one, "xmiID", None) or -1, "")

    def _chains(self, mentions: list[_Thing], words: list[_Thing]) -> None:
        """Make the mentions of a chain, and what else stands on their words, one party."""
        there: dict[tuple[int, int], list[str]] = defaultdict(list)
        for one in words:
            there[one.begin, one.end].append(self.keys[one.xmiID])
        known = {one.xmiID: one for one in mentions}
        following = {
            one.xmiID: known.get(getattr(one.get("next"), "xmiID", -1)) for one in mentions
        }
        later = {one.xmiID for one in following.values() if one is not None}
        for first in mentions:
            link, chain = (first if first.xmiID not in later else None), dict[int, _Thing]()
            while link is not None and link.xmiID not in chain:
                chain[link.xmiID] = link
                link = following[link.xmiID]
            keys = [key for one in chain.values() for key in there[one.begin, one.end]]
            self.layers.same((self.document, key) for key in keys)

    def _arrow(self, one: _Thing) -> None:
        record = f"{self.prefix}{short(one.type.name)} {one.begin}-{one.end}"
        take_relation(
            self.layers,
            record=record,
            document=self.document,
            layer=one.type.name,
            features=dict(_features(one)),
            source=self._named(one.get(_SOURCE)) or "its source",
            target=self._named(one.get(_TARGET)) or "its target",
        )


def _position(one: _Thing) -> tuple[int, int]:
    """Return where an annotation stands in the order of a text."""
    begin = getattr(one, "begin", None)
    return (begin if type(begin) is int else -1), one.xmiID or 0


def _names(one: _Thing) -> set[str]:
    return {feature.name for feature in one.type.all_features}


def _is_arrow(one: _Thing) -> bool:
    return {_SOURCE, _TARGET} <= _names(one)


def _is_mention(one: _Thing) -> bool:
    """Whether it is a mention of a chain."""
    return {"next", "referenceType"} <= _names(one)


def _features(one: _Thing) -> Iterator[tuple[str, str]]:
    """Give the features of an annotation that hold a word, a number, or yes or no."""
    for name in sorted(_names(one)):
        value = one.get(name)
        parts = getattr(value, "elements", None)
        if parts and all(isinstance(part, str) for part in parts):
            value = "; ".join(parts)
        if name not in _OWN and isinstance(value, str | int | float) and str(value).strip():
            yield name, str(value).strip()
