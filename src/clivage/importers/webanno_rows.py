"""The lines of WebAnno TSV 3: layers, sentences, rows of tokens, and what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from clivage.errors import ImportFileError, Origin
from clivage.importers.records import Remark

_FORMAT: Final = re.compile(r"#FORMAT=WebAnno TSV 3(?:\.\d+)?\s*")
_LAYER: Final = re.compile(r"#T_(SP|CH|RL)=(.*)")
_ROW: Final = re.compile(
    r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)\t(\d{1,12})-(\d{1,12})\t([^\t]*)(?:\t(.*))?"
)
_ESCAPE: Final = re.compile(r"\\(->|.)", re.DOTALL)
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_NUMBERED: Final = re.compile(r"((?:\\.|[^\\\[\]])*)\[(\d{1,9})\]", re.DOTALL)
_ROLE: Final = "ROLE_"
_BASE: Final = "BT_"
#: Columns of a layer of chains: type and relation of a mention.
_OF_CHAIN: Final = 2


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as the header declares it.

    Attributes:
        sort: ``SP`` (spans), ``CH`` (chains) or ``RL`` (relations).
        columns: what its columns are called, in their order; never empty.
        base: the layer that relations tie.
    """

    sort: str
    name: str
    columns: tuple[str, ...]
    base: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A token, or a part of one, with a cell for each column."""

    id: str
    begin: int
    end: int
    form: str
    cells: tuple[str, ...]
    line: int

    @property
    def is_token(self) -> bool:
        """Whether it is a whole token."""
        return "." not in self.id


@dataclass
class Sentence:
    """A sentence: its text as it is written, and its rows."""

    line: int
    lines: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Tsv:
    """A file, line by line."""

    layers: list[Layer] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


def parsed(text: str, name: str, refused: list[Remark]) -> Tsv:
    """Return the lines of a file; a row that is none is refused.

    Raises:
        ImportFileError: when its first line is not that of WebAnno TSV 3.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if not _FORMAT.fullmatch(lines[0]):
        what = "is not WebAnno TSV 3, which the first line would say"
        raise ImportFileError(what, remedy="export it as TSV 3.3", origin=Origin(name, 1))
    tsv = Tsv()
    for number, line in enumerate(lines[1:], 2):
        if not tsv.sentences and (match := _LAYER.fullmatch(line)):
            tsv.layers.append(_layer(match[1], match[2], Origin(name, number)))
        elif line.startswith("#Text="):
            if not tsv.sentences or tsv.sentences[-1].rows:
                tsv.sentences.append(Sentence(number))
            tsv.sentences[-1].lines.append(line.removeprefix("#Text="))
        elif line.strip() and not line.startswith("#"):
            _take_row(tsv, line, number, refused)
    return tsv


def _layer(sort: str, said: str, origin: Origin) -> Layer:
    name, *columns = said.rstrip().split("|")
    if not name:
        raise ImportFileError("declares a layer without a name", origin=origin)
    if sort == "CH" and len(columns) < _OF_CHAIN:
        raise ImportFileError("declares a chain without its two columns", origin=origin)
    base = columns[-1].removeprefix(_BASE) if sort == "RL" and columns else ""
    return Layer(sort, name, tuple(columns) or ("",), base)


def _take_row(tsv: Tsv, line: str, number: int, refused: list[Remark]) -> None:
    match = _ROW.fullmatch(line)
    wanted = sum(len(layer.columns) for layer in tsv.layers)
    if not (match and tsv.sentences):
        refused.append(Remark(f"line {number}", f"{line[:40]!r} is no row of a sentence"))
        return
    cells = (match[5] or "").removesuffix("\t").split("\t") if match[5] else []
    if len(cells) < wanted:
        what = f"has {len(cells)} columns where the header has {wanted}"
        refused.append(Remark(f"line {number}", what))
        cells = ["_"] * wanted
    if any(cell not in ("_", "") for cell in cells[wanted:]):
        what = f"has {len(cells)} columns where the header has {wanted}; the last are not read"
        refused.append(Remark(f"line {number}", what))
    begin, end = int(match[2]), int(match[3])
    tsv.sentences[-1].rows.append(Row(match[1], begin, end, match[4], tuple(cells), number))


def unescaped(text: str) -> str:
    r"""Return what a text means in which reserved characters stand behind backslashes.

    >>> unescaped(r"a\_b\->c\td"), unescaped(r"\\t")
    ('a_b->c\td', '\\t')
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]), text)


def split(cell: str, mark: str) -> list[str]:
    r"""Return the parts of a cell, cut at a mark that is not escaped.

    >>> split(r"a\|b|c", "|")
    ['a\\|b', 'c']
    """
    if "\\" not in cell:
        return cell.split(mark)
    parts, at = [""], 0
    while at < len(cell):
        if cell[at] == mark:
            parts.append("")
            at += 1
        else:
            step = 2 if cell[at] == "\\" else 1
            parts[-1] += cell[at : at + step]
            at += step
    return parts


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a cell: None where there is no annotation, empty where it has no value.

    Attributes:
        number: which annotation it belongs to, across rows; 0 where that is plain.
    """

    text: str | None
    number: int = 0


def value(part: str) -> Value:
    r"""Return the value of a part of a cell.

    >>> value("PER[2]"), value("_").text is None, value("*[3]"), value(r"\_").text
    (Value(text='PER', number=2), True, Value(text='', number=3), '_')
    """
    numbered = _NUMBERED.fullmatch(part)
    text, number = (numbered[1], int(numbered[2])) if numbered else (part, 0)
    if text in ("_", "*"):
        return Value(None if text == "_" else "", number)
    return Value(unescaped(text), number)


def is_role(column: str) -> bool:
    """Whether a column holds roles; the next one says which annotations have them."""
    return column.startswith(_ROLE)


def role_feature(column: str) -> str:
    """Return the name of the feature of a column of roles.

    >>> role_feature("ROLE_webanno.custom.Stance:holder_webanno.custom.HolderLink")
    'holder'
    """
    layer_and_name = column.removeprefix(_ROLE).partition(":")[2]
    return layer_and_name.partition("_")[0]


def stacked(layer: Layer, cells: tuple[str, ...]) -> Iterator[tuple[Value, ...]]:
    """Give the annotations of a layer that stand on a row: a value for each column.

    In a column that refers to other rows the value is as it is written.
    """
    if all(cell == "_" for cell in cells):
        return
    columns = [split(cell, "|") for cell in cells]
    for at in range(max(map(len, columns))):
        parts = [column[at] if at < len(column) else "_" for column in columns]
        values = tuple(
            Value(None if part == "_" else part) if _as_written(layer, place) else value(part)
            for place, part in enumerate(parts)
        )
        if any(one.text is not None for one in values):
            yield values


def _as_written(layer: Layer, place: int) -> bool:
    columns = layer.columns
    if layer.sort == "RL" and place == len(columns) - 1:
        return True
    return is_role(columns[place]) or (place > 0 and is_role(columns[place - 1]))
