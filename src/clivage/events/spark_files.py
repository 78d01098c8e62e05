"""How Spark reads files of events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from clivage.errors import ImportFileError, Origin
from clivage.events.formats import FIELDS
from clivage.events.inputs import Input, Layout
from clivage.events.statements import literal

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

#: Files of a sort up to which Sail, which does not say what file a row is of, reads each by itself.
_ALONE: Final = 50
#: What Spark calls numbers.
_NUMBERS: Final = ("tinyint", "smallint", "int", "bigint", "float", "double")
#: What no file has: it makes a whole line of what would be cells, and no quote of any letter.
_NO_CELL: Final = "\x01"
_NO_QUOTE: Final = "\x00"
#: The column that Apache Spark puts a record into that is no row.
_FAULTY: Final = "clivage_faulty"
#: What a file is, in SQL, by what Apache Spark says of it: ``file:/a%20b`` is ``/a b``.
_FILE: Final = (
    "regexp_replace(url_decode(replace(_metadata.file_path, '+', '%2B')), '^file:/+', '/') AS file"
)
_PATTERN: Final = re.compile(r"[\[\]{}*?]")
_ENCODINGS: Final = {"utf8": "UTF-8", "latin1": "ISO-8859-1", "iso88591": "ISO-8859-1"}
_PACKED: Final = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Source:
    """Files that are read at once.

    Attributes:
        is_spark: whether Apache Spark reads them, which can do more.
    """

    layout: Layout
    paths: tuple[str, ...]
    is_spark: bool
    encoding: str = "utf-8"

    @property
    def counts_faults(self) -> bool:
        """Whether records are passed over that are no rows."""
        return not self.layout.is_parquet and (self.is_spark or not self.layout.quote)

    def frame(self, session: SparkSession) -> DataFrame:
        """Return what is read: the cells of each record, and its file."""
        names = [escaped(path, is_spark=self.is_spark) for path in self.paths]
        if self.layout.is_parquet:
            frame = session.read.parquet(*names)
            return frame.selectExpr(*self._columns(frame), self._file())
        if not self.layout.quote:
            frame = lines(session, names, self.encoding, header=self.layout.header)
            return frame.selectExpr(r"split(line, '\t') AS cells", self._file())
        columns = [f"c{number}" for number in range(len(self.layout.columns))]
        columns += [_FAULTY] if self.is_spark else []
        reader = _reader(session, columns, self.encoding, header=self.layout.header)
        for option, value in {
            "sep": self.layout.separator,
            "quote": self.layout.quote,
            "escape": self.layout.quote,
            "multiLine": "true",
            **({"columnNameOfCorruptRecord": _FAULTY} if self.is_spark else {}),
        }.items():
            reader = reader.option(option, value)
        return reader.csv(names).selectExpr("*", self._file())

    def selected(self, view: str) -> str:
        """Return a statement that gives the fields of each record, as text or NULL."""
        where = ""
        if not self.layout.is_parquet and not self.layout.quote:
            where = f" WHERE size(cells) = {len(self.layout.columns)}"
        elif self.counts_faults:
            where = f" WHERE {_FAULTY} IS NULL"
        return f"SELECT {', '.join(self._fields())}, file FROM {view}{where}"

    def _columns(self, frame: DataFrame) -> Iterator[str]:
        """Give the columns of Parquet; no number is a code, since 020 would be 20."""
        place = dict(self.layout.fields)["code"]
        code = self.layout.columns[place] if self.layout.format.scheme == "cameo" else ""
        for number, (name, type_) in enumerate(frame.dtypes):
            column = f"`{name.replace('`', '``')}`"
            if number == place and name == code and type_.partition("(")[0] in _NUMBERS:
                yield f"concat('number ', {column}) AS {column}"
            else:
                yield column

    def _file(self) -> str:
        if self.is_spark:
            return _FILE
        name = self.paths[0] if len(self.paths) == 1 else ""
        return f"{literal(name)} AS file"

    def _fields(self) -> Iterator[str]:
        where = dict(self.layout.fields)
        missing = self.layout.format.missing
        for name in FIELDS:
            if name not in where:
                yield f"CAST(NULL AS STRING) AS {name}"
                continue
            cell = f"CAST({self._cell(where[name])} AS STRING)"
            spelt = f"NULLIF(TRIM(BOTH ' ' FROM {cell}), '')"
            yield (
                f"NULLIF({spelt}, {literal(missing)}) AS {name}"
                if missing
                else f"{spelt} AS {name}"
            )

    def _cell(self, place: int) -> str:
        if self.layout.is_parquet:
            return f"`{self.layout.columns[place].replace('`', '``')}`"
        return f"c{place}" if self.layout.quote else f"get(cells, {place})"


def sources(
    inputs: Iterable[Input],
    types: dict[str, tuple[str, ...]],
    encoding: str,
    *,
    is_spark: bool,
) -> list[Source]:
    """Return files by what can be read at once: of one layout, packed alike, of the same types.

    Args:
        types: those of the columns of files of Parquet.
    """
    found: dict[tuple[Any, ...], list[str]] = {}
    layouts = [(one.path, one.layout) for one in inputs if one.layout]
    for path, layout in layouts:
        ending = path.lower().rpartition(".")[2] if path.lower().endswith(_PACKED) else ""
        found.setdefault((layout, ending, types.get(path, ())), []).append(path)
    result = []
    for (layout, *_), paths in found.items():
        alone = not is_spark and len(paths) <= _ALONE
        groups = [(path,) for path in paths] if alone else [tuple(paths)]
        result += [Source(layout, group, is_spark, encoding) for group in groups]
    return result


def lines(session: SparkSession, names: Sequence[str], encoding: str, *, header: bool) -> DataFrame:
    """Return the lines of files that are not blank.

    They are read as tables of one column: what Sail reads as text alone has to be without fault.

    Args:
        names: the paths, as `escaped` spells them.
        header: whether the first line of each is left out.
    """
    reader = _reader(session, ["line"], encoding, header=header)
    reader = reader.option("sep", _NO_CELL).option("quote", _NO_QUOTE)
    return reader.csv(list(names))


def escaped(path: str, *, is_spark: bool) -> str:
    """Return the pattern that only this path fits.

    Raises:
        ImportFileError: when it cannot be read by its name.

    >>> escaped("/a[1]*.csv", is_spark=True) == r"/a\\[1\\]\\*.csv"
    True
    """
    name = path.rpartition("/")[2]
    if name.startswith((".", "_")):
        what = "has a name that Spark passes over"
        raise ImportFileError(what, remedy="give it one without . or _ first", origin=Origin(path))
    if is_spark:
        return re.sub(r"[\[\]{}*?\\]", r"\\\g<0>", path)
    if _PATTERN.search(path):
        what = "has a name that Sail takes for a pattern"
        raise ImportFileError(what, remedy="give it one without []{}*?", origin=Origin(path))
    return path


def known(encoding: str, *, is_spark: bool) -> str:
    """Return an encoding as Spark calls it.

    Raises:
        ImportFileError: when the server cannot read it.
    """
    name = _ENCODINGS.get(encoding.lower().replace("-", "").replace("_", ""))
    if name == "UTF-8" or (name and is_spark):
        return name
    most = "utf-8 and latin-1" if is_spark else "utf-8"
    what = f"the cluster reads {most}, and not {encoding}"
    raise ImportFileError(what, remedy="write the files again as UTF-8, or take DuckDB")


def _reader(session: SparkSession, columns: Sequence[str], encoding: str, *, header: bool) -> Any:  # noqa: ANN401
    schema = ", ".join(f"{name} STRING" for name in columns)
    reader = session.read.schema(schema).option("header", str(header).lower())
    return reader if encoding == "UTF-8" else reader.option("encoding", encoding)
