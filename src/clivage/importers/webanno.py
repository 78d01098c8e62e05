"""Read WebAnno TSV 3, as WebAnno and INCEpTION write it (3.3, and what came before it).

Source: the user guide of INCEpTION, "WebAnno TSV 3.3 File format". Offsets count UTF-16 units.

Taken: relations, and spans with slots, whose layer or value has a sign; the spans that they tie,
as parties; spans that name who and target in features; chains of coreference, whose mentions are
one party. The text is put together from the sentences. What the format does not have, the
characters between sentences, become line ends, unless the text itself is in the folder of texts.
Left out: other annotations, with their counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from clivage.importers import bounded
from clivage.importers.layers import Layers
from clivage.importers.layers_marks import (
    Mark,
    is_grammar,
    short,
    take_mark,
    take_relation,
)
from clivage.importers.layers_records import Span
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Remark
from clivage.importers.webanno_rows import (
    Layer,
    Row,
    Tsv,
    Value,
    is_role,
    parsed,
    role_feature,
    split,
    stacked,
    value,
)
from clivage.importers.webanno_text import Text, put_together

_LINE = b"#FORMAT=WebAnno TSV"
_NUMBER = re.compile("[0-9]{1,9}")
#: The layer that stands for any other.
_ANY = "uima.tcas.Annotation"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the first line of a file is that of WebAnno TSV."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_LINE)


def read(path: Path, options: Options) -> Imported:
    """Read a file.

    Raises:
        ImportFileError: when it is of another format, or its offsets make no text.
    """
    layers = Layers("webanno", options)
    tsv = parsed(bounded.text(path), str(path), layers.refused)
    text = put_together(tsv.sentences, str(path), _original(path, options))
    layers.documents[path.stem] = Document(key=path.stem, title=path.stem, text=text.text)
    if text.how:
        layers.repaired.append(Remark("offsets", text.how))
    if text.gaps:
        what = f"{text.gaps:,} characters between sentences are not in it; line ends stand there"
        layers.repaired.append(Remark("text", what, "give the text itself with --texts"))
    if text.astray:
        what = f"{text.astray:,} tokens are not what stands at their offsets; the offsets count"
        layers.repaired.append(Remark("text", what))
    _File(layers, path.stem, text).take(tsv)
    return layers.imported()


def _original(path: Path, options: Options) -> str | None:
    """Return the text of its name in the folder of texts, if there is one."""
    names = (path.stem, f"{path.stem}.txt")
    files = [options.texts / name for name in names] if options.texts else []
    return next((bounded.text(file) for file in files if file.is_file()), None)


@dataclass
class _Unit:
    """An annotation as its rows are read: it grows with each of them."""

    layer: Layer
    key: str
    number: int
    begin: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    roles: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class _File:
    """One file.

    Attributes:
        units: annotations on words, by key.
        at: keys of them by layer and row.
        rows: by id.
    """

    layers: Layers
    document: str
    text: Text
    units: dict[str, _Unit] = field(default_factory=dict)
    at: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    on: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, Row] = field(default_factory=dict)
    chains: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, tsv: Tsv) -> None:
        """Take all of it: spans first, as relations and slots name them."""
        rows = [row for sentence in tsv.sentences for row in sentence.rows]
        self.rows = {row.id: row for row in rows}
        cells = list(_columns(tsv.layers))
        for row in rows:
            for layer, columns in cells:
                if layer.sort == "SP":
                    self._spans(layer, row, row.cells[columns])
                elif layer.sort == "CH":
                    self._mentions(layer, row, row.cells[columns])
        for unit in list(self.units.values()):
            self._mark(unit)
        self._chain()
        done: set[object] = set()
        for row in rows:
            for layer, columns in cells:
                if layer.sort == "RL":
                    self._relations(layer, row, row.cells[columns], done)

    def _spans(self, layer: Layer, row: Row, cells: tuple[str, ...]) -> None:
        for at, values in enumerate(stacked(layer, cells)):
            roles = list(_roles(layer, values))
            numbers = [one.number for one in values] + [number for _, number in roles]
            number = next(filter(None, numbers), 0)
            key = f"{short(layer.name)} {row.id}" + (f"[{at + 1}]" if at and not number else "")
            unit = self._unit(layer, row, number, key)
            for column, one in zip(layer.columns, values, strict=True):
                if one.text and not is_role(column) and column in _features(layer):
                    unit.values.setdefault(column, one.text)
            unit.roles += [role for role, _ in roles if role not in unit.roles]

    def _mentions(self, layer: Layer, row: Row, cells: tuple[str, ...]) -> None:
        """Take the mentions of chains that stand on a row."""
        kinds = list(layer.columns)
        typed = kinds.index("referenceType") if "referenceType" in kinds else 0
        related = kinds.index("referenceRelation") if "referenceRelation" in kinds else 1
        pairs = zip(split(cells[typed], "|"), split(cells[related], "|"), strict=False)
        for kind, arrow in pairs:
            link = arrow.rpartition("->")[2]
            if value(kind).text is None or "->" not in arrow:
                continue
            key = f"{short(layer.name)} {link}"
            self._unit(layer, row, 0, key)
            chain = layer.name, link.partition("-")[0]
            if key not in self.chains[chain]:
                self.chains[chain].append(key)

    def _unit(self, layer: Layer, row: Row, number: int, key: str) -> _Unit:
        """Return the annotation that a row belongs to; it grows by the row."""
        if number:
            key = f"{short(layer.name)} [{number}]"
        unit = self.units.get(key)
        if unit is None:
            unit = self.units[key] = _Unit(layer, key, number, row.begin, row.end)
        unit.begin, unit.end = min(unit.begin, row.begin), max(unit.end, row.end)
        self.at[layer.name, row.id].append(key)
        self.on[row.id].append(key)
        return unit

    def _mark(self, unit: _Unit) -> None:
        """Hand an annotation on."""
        place = self.text.place(unit.begin, unit.end)
        exact = self.text.text[slice(*place)] if place else ""
        if not place:
            self.layers.refused.append(Remark(unit.key, "its offsets lead out of the text"))
            return
        if not exact.strip():
            self.layers.left(f"marked {short(unit.layer.name)[:60]!r} on no words")
            return
        mark = Mark(
            document=self.document,
            key=unit.key,
            layer=unit.layer.name,
            exact=exact,
            start=place[0],
            end=place[1],
            features=unit.values,
            slots=tuple((role, self._filler(*filler)) for role, *filler in unit.roles),
        )
        if unit.layer.sort == "CH":
            sort = short(unit.layer.name)
            span = Span(document=self.document, key=unit.key, exact=exact, sort=sort)
            self.layers.add(replace(span, start=place[0], end=place[1]))
        else:
            take_mark(self.layers, mark)

    def _chain(self) -> None:
        """Make the mentions of a chain, and what else stands on their words, one party."""
        there: dict[tuple[int, int], list[str]] = defaultdict(list)
        for key, unit in self.units.items():
            there[unit.begin, unit.end].append(key)
        for mentions in self.chains.values():
            places = ((self.units[key].begin, self.units[key].end) for key in mentions)
            self.layers.same((self.document, key) for place in places for key in there[place])

    def _found(self, layer: str, reference: str) -> str:
        """Return the key of the annotation that ``1-2[3]`` refers to, or the reference itself."""
        row, _, number = reference.rstrip("]").partition("[")
        keys = self.at[layer, row]
        if layer == _ANY:
            keys = sorted(self.on[row], key=lambda key: is_grammar(self.units[key].layer.name))
        if number and not _NUMBER.fullmatch(number):
            return reference
        wanted = int(number or 0)
        fit = [key for key in keys if self.units[key].number == wanted] or keys
        if wanted and fit is keys:
            fit = []
        return fit[0] if fit else reference

    def _filler(self, layer: str, reference: str) -> str:
        """Return the key of what fills a slot; the layer may be one that theirs is a sort of."""
        found = self._found(layer, reference)
        return self._found(_ANY, reference) if found == reference else found

    def _relations(self, layer: Layer, row: Row, cells: tuple[str, ...], done: set[object]) -> None:
        """Take the relations that end at a row; each of its cells may hold several."""
        for values in stacked(layer, cells):
            reference = values[-1].text
            if reference is None:
                continue
            features = {column: one.text for column, one in zip(layer.columns, values, strict=True)
                        if one.text and column and column in _features(layer)}  # fmt: skip
            self._relation(layer, row, reference, features, done)

    def _relation(
        self,
        layer: Layer,
        row: Row,
        reference: str,
        features: dict[str, str],
        done: set[object],
    ) -> None:
        """Take one relation: ``1-1[3_4]`` says where it comes from."""
        place, _, numbers = reference.rstrip("]").partition("[")
        source, _, target = numbers.partition("_")
        ends = [
            self._end(layer, f"{place}[{source}]" if source not in ("", "0") else place),
            self._end(layer, f"{row.id}[{target}]" if target not in ("", "0") else row.id),
        ]
        known = (layer.name, *ends, *features.items())
        if known in done:
            return
        done.add(known)
        take_relation(
            self.layers,
            record=f"line {row.line}",
            document=self.document,
            layer=layer.name,
            features=features,
            source=ends[0],
            target=ends[1],
        )

    def _end(self, layer: Layer, reference: str) -> str:
        """Return the key of an end of a relation; tokens have an annotation of their own."""
        found = self._found(layer.base, reference)
        if found == reference and reference in self.rows and layer.base.endswith(".Token"):
            self._mark(self._unit(Layer("SP", layer.base, ("",)), self.rows[reference], 0,
                                  f"Token {reference}"))  # fmt: skip
            return f"Token {reference}"
        return found


def _columns(layers: list[Layer]) -> Iterator[tuple[Layer, slice]]:
    """Give each layer with the cells of a row that belong to it."""
    start = 0
    for layer in layers:
        yield layer, slice(start, start + len(layer.columns))
        start += len(layer.columns)


def _features(layer: Layer) -> list[str]:
    """Return the columns that hold values: not roles, not what has them, not where from."""
    after = {layer.columns[at + 1] for at, one in enumerate(layer.columns[:-1]) if is_role(one)}
    last = {layer.columns[-1]} if layer.sort == "RL" else set()
    return [one for one in layer.columns if not is_role(one) and one not in after | last]


def _roles(layer: Layer, values: tuple[Value, ...]) -> Iterator[tuple[tuple[str, str, str], int]]:
    """Give the roles of an annotation: role, layer and place of who has it; and its own number."""
    for at, column in enumerate(layer.columns[:-1]):
        said, targets = values[at].text, values[at + 1].text
        if not is_role(column) or said is None or targets is None:
            continue
        for role, target in zip(split(said, ";"), split(targets, ";"), strict=False):
            one = value(role)
            if target not in ("*", "_", ""):
                role_of = one.text or role_feature(column), layer.columns[at + 1], target
                yield role_of, one.number
