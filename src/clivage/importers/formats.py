"""The registry of formats that can be read, and how a file tells which it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from clivage import identifiers
from clivage.errors import ImportFileError, Origin
from clivage.importers import bounded
from clivage.importers.options import Options
from clivage.importers.records import Imported

#: Bytes from the beginning of a file by which its format is told.
HEAD: Final = 4096


class Reader(Protocol):
    """What the module of a format has."""

    def recognise(self, path: Path, head: bytes) -> bool:
        """Whether a file is of this format.

        Args:
            path: a file, or a folder.
            head: its first bytes, up to `HEAD`; empty for a folder.
        """
        ...

    def read(self, path: Path, options: Options) -> Imported:
        """Read a file.

        Raises:
            ImportFileError: when it cannot be read as what it is.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format that can be imported.

    Attributes:
        name: what the command line calls it.
        meaning: what it is, in a few words.
        module: the module of ``clivage.importers`` that reads it.
        survives: what comes over, for each of texts, spans, actors, signs, dates and coders:
            ``yes``, ``no``, or in a few words how far.
    """

    name: str
    meaning: str
    module: str
    survives: Mapping[str, str]

    @property
    def reader(self) -> Reader:
        """The module, imported when it is first asked for: some bring heavy libraries."""
        return cast(Reader, import_module(f"clivage.importers.{self.module}"))


#: What the table "what survives" tells of each format.
SURVIVES: Final = ("texts", "spans", "actors", "signs", "dates", "coders")


def _format(name: str, meaning: str, module: str, survives: str) -> Format:
    told = dict(zip(SURVIVES, (one.strip() for one in survives.split("|")), strict=True))
    return Format(name, meaning, module, told)


#: Every format by name, in the order in which a file is tried: the strictest first.
FORMATS: Final = {
    one.name: one
    for one in (
        _format("dna", "Discourse Network Analyzer 2 and 3, SQLite", "dna",
                "yes | yes | yes | yes | yes | yes"),
        _format("refi", "REFI-QDA project: NVivo, MAXQDA, ATLAS.ti, QualCoder", "refi",
                "yes | yes | by codes | by codes | own exports | yes"),
        _format("xlsx", "Excel workbook of statements, or of signed edges", "workbook",
                "beside it | by words or offsets | yes | yes | yes | yes"),
        _format("xmi", "UIMA XMI of INCEpTION (with the extra clivage[xmi])", "xmi",
                "yes | yes | yes | yes | by features | by features"),
        _format("brat", "brat standoff: .ann and .txt", "brat",
                "beside it | yes | yes | yes | by attributes | by attributes"),
        _format("webanno", "WebAnno or INCEpTION TSV 3.3", "webanno",
                "yes, gaps as line ends | yes | yes | yes | by features | by features"),
        _format("recogito", "Recogito 2 annotations, JSON", "recogito",
                "beside it | yes | yes | yes | by tags | yes"),
        _format("plover", "PLOVER events with their texts, JSON", "plover",
                "yes | whole sentences | yes | yes | yes | yes"),
        _format("annotation", "W3C Web Annotation, JSON-LD", "annotation",
                "beside it | yes | yes | yes | own exports, or by tags | yes"),
        _format("gexf", "GEXF with a sign: edges without evidence", "gexf",
                "no | no | yes | yes | yes | no"),
        _format("graphml", "GraphML with a sign: edges without evidence", "graphml",
                "no | no | yes | yes | by attributes | no"),
        _format("rdf", "RDF that follows the clivage ontology", "rdf",
                "in or beside it | yes | yes | yes | yes | yes"),
        _format("csv", "table of statements, or of signed edges", "table",
                "beside it | by words or offsets | yes | yes | yes | yes"),
    )
}  # fmt: skip


def recognised(path: Path) -> Format:
    """Return the format of a file.

    Raises:
        ImportFileError: when it is none that is known, or cannot be read.
    """
    head = bounded.head(path, HEAD)
    for one in FORMATS.values():
        if one.reader.recognise(path, head):
            return one
    if not head and path.is_file():
        raise ImportFileError("is empty", origin=Origin(str(path)))
    remedy = "give --format; 'clivage import --list' shows them"
    raise ImportFileError("of no known format", remedy=remedy, origin=Origin(str(path)))


def named(name: str) -> Format:
    """Return the format of a name.

    Raises:
        ImportFileError: when there is none.

    >>> named("dna").meaning
    'Discourse Network Analyzer 2 and 3, SQLite'
    """
    if name not in FORMATS:
        remedy = identifiers.did_you_mean(name, FORMATS, f"it is one of {', '.join(FORMATS)}")
        raise ImportFileError(f"there is no format {name!r}", remedy=remedy)
    return FORMATS[name]
