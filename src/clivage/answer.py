"""What a query gives: rows, a truth, or triples, and how each is written.

With `clivage.store`, this module is pyoxigraph's one home.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import pyoxigraph as ox

from clivage.errors import FormatError, QueryError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLES: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
#: What tells rows apart as they are written, and how often more than there are rows.
_ROWS: Final = {
    "json": (b'},{"', -1),
    "xml": (b"<result>", 0),
    "csv": (b"\n", 1),
    "tsv": (b"\n", 1),
}
_LESS: Final = "ask for less, for example with LIMIT"

Value: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Term:
    """One value of an answer.

    Attributes:
        value: an IRI, the words of a literal, or the text of anything else.
        is_iri: whether it is an IRI.
    """

    value: str
    is_iri: bool = False


class Table(Protocol):
    """What holds the rows of an answer: results of the engine, or columns of numbers."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        ...

    @property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows, a value or None for each column."""
        ...

    @property
    def json(self) -> bytes:
        """The same as SPARQL 1.1 Query Results JSON, UTF-8."""
        ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Results:
    """A table as the engine wrote it.

    Attributes:
        json: SPARQL 1.1 Query Results JSON, UTF-8.
    """

    json: bytes

    @cached_property
    def _solutions(self) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
        solutions = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        names = tuple(variable.value for variable in solutions.variables)
        rows = tuple(
            tuple(None if value is None else as_term(value) for value in row) for row in solutions
        )
        return names, rows

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._solutions[0]

    @property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows, a value or None for each column."""
        return self._solutions[1]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Column:
    """A column: few values, and which of them each row has.

    Attributes:
        name: the variable.
        values: IRIs, or the words of literals.
        at: for each row the place of its value in ``values``, shape (rows,).
        datatype: IRI of the datatype of literals; empty for plain words.
    """

    name: str
    values: Sequence[str]
    at: NDArray[np.integer[Any]]
    datatype: str = ""
    is_iri: bool = False

    def terms(self) -> list[Term]:
        """Return the value of each row."""
        places = self.at.tolist()
        made = {place: Term(self.values[place], self.is_iri) for place in set(places)}
        return [made[place] for place in places]

    def spelled(self) -> list[str]:
        """Return the value of each row, with its name, as a member of a JSON object."""
        sort = '"type":"uri"' if self.is_iri else '"type":"literal"'
        type_ = f',"datatype":{quoted(self.datatype)}' if self.datatype else ""
        places = self.at.tolist()
        made = {
            place: f'{quoted(self.name)}:{{{sort},"value":{quoted(self.values[place])}{type_}}}'
            for place in set(places)
        }
        return [made[place] for place in places]


@dataclass(frozen=True, eq=False)
class Columns:
    """A table as columns; a million rows cost nothing until they are looked at.

    Attributes:
        columns: at least one, all of the same length.
    """

    columns: tuple[Column, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows, a value for each column."""
        return tuple(zip(*(column.terms() for column in self.columns), strict=True))

    @cached_property
    def json(self) -> bytes:
        """The same as SPARQL 1.1 Query Results JSON, UTF-8."""
        names = ",".join(quoted(name) for name in self.variables)
        spelled = (column.spelled() for column in self.columns)
        rows = "},{".join(map(",".join, zip(*spelled, strict=True)))
        bindings = f"{{{rows}}}" if len(self) else ""
        head = f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":['
        return f"{head}{bindings}]}}}}".encode()

    def __len__(self) -> int:
        return len(self.columns[0].at)


def quoted(text: str) -> str:
    """Return a text as JSON."""
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT: a table.

    Attributes:
        table: what holds the rows.
        prefixes: what shortens an IRI for a reader.
    """

    table: Table
    prefixes: Mapping[str, str]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.variables

    @property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows, a value or None for each column."""
        return self.table.rows

    @property
    def json(self) -> bytes:
        """The same as SPARQL 1.1 Query Results JSON, UTF-8."""
        return self.table.json

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as a dict, with IRIs shortened and unbound variables left out."""
        for row in self.rows:
            yield {
                name: self.shown(term)
                for name, term in zip(self.variables, row, strict=True)
                if term is not None
            }

    def __len__(self) -> int:
        return len(self.table)

    def shown(self, term: Term | None) -> str:
        """Return a value as a reader wants it: an IRI with its prefix, a literal's words."""
        if term is None:
            return ""
        return shorten(term.value, self.prefixes) if term.is_iri else term.value

    def _repr_html_(self) -> str:
        cells = [[escape(self.shown(term)) for term in row] for row in self.rows]
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def serialize(self, format: str) -> str:
        """Return the table as ``json`` (SPARQL results), ``csv`` or ``tsv``.

        Raises:
            QueryError: for another format.
        """
        formats = {
            "json": ox.QueryResultsFormat.JSON,
            "csv": ox.QueryResultsFormat.CSV,
            "tsv": ox.QueryResultsFormat.TSV,
        }
        if format not in formats:
            raise QueryError(f"a table cannot be written as {format}", remedy="choose csv or json")
        if format == "json":
            return self.json.decode() + "\n"
        solutions = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        written = solutions.serialize(format=formats[format]) or b""
        return written.decode().replace("\r\n", "\n") if format == "csv" else written.decode()


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool

    def __bool__(self) -> bool:
        return self.value

    def serialize(self, format: str) -> str:
        """Return it as ``json`` (SPARQL results), ``csv`` or ``tsv``.

        Raises:
            QueryError: for another format.
        """
        if format not in ("json", "csv", "tsv"):
            raise QueryError(
                f"a yes or no cannot be written as {format}", remedy="choose csv or json"
            )
        word = "true" if self.value else "false"
        return f'{{"head":{{}},"boolean":{word}}}\n' if format == "json" else f"{word}\n"


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: a graph, as sorted UTF-8 N-Triples."""

    ntriples: bytes
    prefixes: Mapping[str, str]

    def __len__(self) -> int:
        return self.ntriples.count(b"\n")

    def serialize(self, format: str) -> str:
        """Return the graph as ``turtle``, ``ntriples``, ``jsonld`` or ``rdfxml``.

        Raises:
            QueryError: for another format.
        """
        if format == "ntriples":
            return self.ntriples.decode()
        if format not in _GRAPHS:
            raise QueryError(f"a graph cannot be written as {format}", remedy="choose turtle")
        triples = [quad.triple for quad in ox.parse(self.ntriples, format=ox.RdfFormat.N_TRIPLES)]
        used = {
            prefix: namespace
            for prefix, namespace in self.prefixes.items()
            if f"<{namespace}".encode() in self.ntriples
        }
        written = ox.serialize(triples, format=_GRAPHS[format], prefixes=used)
        assert written is not None
        return written.decode()


Answer: TypeAlias = Rows | Truth | Triples


def read_table(content: bytes, prefixes: Mapping[str, str]) -> Rows | Truth:
    """Read rows or a truth that another engine wrote as SPARQL results JSON.

    Raises:
        ValueError: when it is not that.

    >>> bool(read_table(b'{"head": {}, "boolean": true}', {}))
    True
    """
    try:
        results = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return Truth(bool(results))
        json = results.serialize(format=ox.QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise ValueError(error.msg) from None
    return Rows(Results(json or b""), prefixes)


def read_graph(content: bytes, format: str, prefixes: Mapping[str, str]) -> Triples:
    """Read a graph that another engine wrote as ``ntriples`` or ``turtle``, UTF-8.

    Raises:
        ValueError: when it is not that.

    >>> len(read_graph(b"<urn:a> <urn:b> <urn:c>, <urn:d> .", "turtle", {}))
    2
    """
    try:
        triples = {quad.triple for quad in ox.parse(content, format=_GRAPHS[format])}
    except SyntaxError as error:
        raise ValueError(error.msg) from None
    return Triples("".join(sorted(f"{triple} .\n" for triple in triples)).encode(), prefixes)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is written before it is refused.

    Attributes:
        rows: most rows, or triples.
        bytes: most bytes.
    """

    rows: int
    bytes: int


class _Bounded:
    """A file in memory that refuses more rows or bytes than are allowed."""

    def __init__(self, format: str, limits: Limits) -> None:
        self.content = bytearray()
        self._limits, self._seen = limits, 0
        self._mark, more = _ROWS[format]
        self._most = limits.rows + more
        self._quoting, self._inside = format == "csv", False

    def write(self, chunk: bytes) -> int:
        start = max(0, len(self.content) - len(self._mark) + 1)  # a mark may lie across chunks
        self.content += chunk
        if self._quoting:
            self._seen += self._lines(chunk)
        else:
            self._seen += self.content.count(self._mark, start)
        if self._seen > self._most:
            raise QueryError(f"the answer has more than {self._limits.rows:,} rows", remedy=_LESS)
        _refuse_long(len(self.content), self._limits)
        return len(chunk)

    def _lines(self, chunk: bytes) -> int:
        """Count the line ends of CSV that are not inside quotation marks."""
        parts = chunk.split(b'"')
        found = sum(part.count(self._mark) for part in parts[self._inside :: 2])
        self._inside ^= len(parts) % 2 == 0
        return found

    def flush(self) -> None:
        """Nothing is kept back."""


def _refuse_long(length: int, limits: Limits) -> None:
    if length > limits.bytes:
        raise QueryError(f"the answer has more than {limits.bytes:,} bytes", remedy=_LESS)


def bounded(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    *,
    table: str,
    graph: str,
    limits: Limits,
    prefixes: Mapping[str, str],
) -> tuple[str, bytes]:
    """Write results as they come, whole or not at all; see `clivage.store.Store.written`."""
    if not isinstance(results, ox.QueryTriples):
        if not table:
            remedy = "accept application/sparql-results+json, or text/csv"
            raise FormatError("the answer is a table", remedy=remedy)
        file = _Bounded(table, limits)
        results.serialize(file, format=_TABLES[table])  # type: ignore[arg-type]
        return "table", bytes(file.content)
    if not graph:
        raise FormatError("the answer is a graph", remedy="accept text/turtle")
    triples = _bounded_triples(results, limits)
    lines = "".join(sorted(f"{triple} .\n" for triple in triples)).encode()
    content = Triples(lines, prefixes).serialize(graph).encode()
    _refuse_long(len(content), limits)
    return "graph", content


def rewritten(
    content: bytes,
    format: str,
    *,
    table: str,
    graph: str,
    limits: Limits,
    prefixes: Mapping[str, str],
) -> tuple[str, bytes]:
    """Write an answer of another engine as `bounded` writes those of this one.

    Args:
        content: a table or a truth as ``json``, or a graph as ``ntriples`` or ``turtle``.

    Raises:
        ValueError: when it is not that.
        QueryError: when it is too large, or cannot be written in the formats that are named.

    >>> yes, limits = b'{"head": {}, "boolean": true}', Limits(10, 100)
    >>> rewritten(yes, "json", table="csv", graph="", limits=limits, prefixes={})
    ('table', b'true')
    """
    if format == "json":
        try:
            results = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
            return bounded(results, table=table, graph=graph, limits=limits, prefixes=prefixes)
        except SyntaxError as error:
            raise ValueError(error.msg) from None
    found = read_graph(content, format, prefixes)
    if len(found) > limits.rows:
        raise QueryError(f"the graph has more than {limits.rows:,} triples", remedy=_LESS)
    written = found.serialize(graph).encode()
    _refuse_long(len(written), limits)
    return "graph", written


def _bounded_triples(results: ox.QueryTriples, limits: Limits) -> set[ox.Triple]:
    found: set[ox.Triple] = set()
    for triple in results:
        found.add(triple)
        if len(found) > limits.rows:
            raise QueryError(f"the graph has more than {limits.rows:,} triples", remedy=_LESS)
    return found


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with the longest prefix that fits, for a reader.

    >>> shorten("https://w3id.org/clivage/ns#Support", {"clv": "https://w3id.org/clivage/ns#"})
    'clv:Support'
    """
    fitting = [
        (len(namespace), prefix)
        for prefix, namespace in prefixes.items()
        if iri.startswith(namespace)
    ]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def as_term(value: Value) -> Term:
    """Return a value of pyoxigraph as a term."""
    if isinstance(value, ox.NamedNode):
        return Term(value.value, is_iri=True)
    return Term(value.value if isinstance(value, ox.Literal) else str(value))
