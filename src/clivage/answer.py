"""What a query gives: rows, a truth, or triples, and how each is written.

With `clivage.store`, this module is pyoxigraph's one home.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TypeAlias

import pyoxigraph as ox

from clivage.errors import QueryError

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


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT: a table.

    Attributes:
        json: the same as SPARQL 1.1 Query Results JSON, UTF-8.
        prefixes: what shortens an IRI for a reader.
    """

    json: bytes
    prefixes: Mapping[str, str]

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

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as a dict, with IRIs shortened and unbound variables left out."""
        for row in self.rows:
            yield {
                name: self.shown(term)
                for name, term in zip(self.variables, row, strict=True)
                if term is not None
            }

    def __len__(self) -> int:
        return len(self.rows)

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
        """Return it as ``json`` (SPARQL results), ``csv`` or ``tsv``."""
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
        """Return the graph as ``turtle`` or ``ntriples``.

        Raises:
            QueryError: for another format.
        """
        if format == "ntriples":
            return self.ntriples.decode()
        if format != "turtle":
            raise QueryError(f"a graph cannot be written as {format}", remedy="choose turtle")
        triples = [quad.triple for quad in ox.parse(self.ntriples, format=ox.RdfFormat.N_TRIPLES)]
        used = {
            prefix: namespace
            for prefix, namespace in self.prefixes.items()
            if f"<{namespace}".encode() in self.ntriples
        }
        written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used)
        assert written is not None
        return written.decode()


Answer: TypeAlias = Rows | Truth | Triples


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
